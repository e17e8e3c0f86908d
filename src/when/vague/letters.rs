//! Days said with letters, and with an apostrophe: "mwf", "T/Th", "M-F", "thursday's". People mean different things by
//! them, and what stands beside a clock time without a day is not passed over.

use std::ops::Range;

use chrono::Weekday;

use super::Vague;
use crate::when::{
    Hint, WhenError,
    guard::unreadable,
    lexicon::ENGLISH,
    words::{Kind, Text},
};

/// What to write instead.
const LIST: &str = "mon, wed and fri 9:15";

impl Vague<'_, '_> {
    /// Refuses days in letters beside a clock time without a day.
    pub(super) fn letters(&self) -> Result<(), WhenError> {
        let text = self.text;
        let undated =
            self.found.is_some_and(|found| found.phrase.start_on_a_day() && !found.phrase.dated());
        if !undated {
            return Ok(());
        }
        for at in self.unread() {
            if let Some(words) = possessive(text, at).filter(|words| self.beside(words)) {
                return Err(unreadable(text, words, Hint::Write("thursday 20:00")));
            }
            let Some(end) = row(text, at).filter(|end| text.ends(*end)) else { continue };
            let every = at.checked_sub(1).filter(|every| text.is_any(*every, ENGLISH.every));
            let words = every.unwrap_or(at)..end;
            // "M-F standup 9:15"
            let sure = every.is_some() || at == 0 || is_word(text, at);
            if text.starts(at) && (sure || self.beside(&words)) {
                return Err(unreadable(text, words, Hint::Write(LIST)));
            }
        }
        Ok(())
    }
}

/// "thursday's"
fn possessive(text: &Text<'_>, at: usize) -> Option<Range<usize>> {
    text.weekday(at)?;
    let mark = text.joint(at + 1, '\'') || text.joint(at + 1, '\u{2019}');
    (mark && text.letters(at + 2) == Some("s")).then_some(at..at + 3)
}

/// Whether a word is several days: "mwf".
fn is_word(text: &Text<'_>, at: usize) -> bool {
    text.letters(at).is_some_and(|word| ENGLISH.letter_rows.contains(&word))
}

/// The word after letters that are days one after the other in the week: "mwf", "m/w/f", "M-F", "mo & we".
fn row(text: &Text<'_>, at: usize) -> Option<usize> {
    if is_word(text, at) {
        return Some(at + 1);
    }
    row_of(text, at, ENGLISH.letters).or_else(|| row_of(text, at, text.day_letters()))
}

fn row_of(text: &Text<'_>, at: usize, letters: &[(Weekday, &[&str])]) -> Option<usize> {
    let day = |at: usize| {
        let word = text.letters(at)?;
        let (day, _) = letters.iter().find(|(_, names)| names.contains(&word))?;
        Some(day.num_days_from_monday())
    };
    let mut last = day(at)?;
    let mut end = at + 1;
    while let Some(link) = text.get(end) {
        // "w/ f" is with somebody.
        let even = text.glued(end) == text.glued(end + 1);
        let mark = match link.kind {
            Kind::Mark('/' | '-' | '+') => even,
            kind => kind == Kind::Mark(','),
        };
        // "M&S" is a shop.
        let long = text.letters(end + 1).is_some_and(|day| day.len() > 1);
        let and = matches!(link.kind, Kind::Mark('&')) && long;
        let word = text.is_any(end, ENGLISH.and) || text.is_day_letter_range(end);
        let next = day(end + 1).filter(|day| *day > last && (mark || and || word));
        let Some(next) = next else { break };
        last = next;
        end += 2;
    }
    (end > at + 1).then_some(end)
}
