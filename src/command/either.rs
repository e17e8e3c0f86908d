//! What stands behind an answer and can be a comment as well as dates of a series: `no on the 15th`, `yes all good`,
//! `yes to all but 15 dec`. It is asked about, so that nobody answers other dates than they think.

use super::{
    Call,
    dates::{Found, is_apart, leading_answer},
    named::{On, Said, Standing},
    parse::split_word,
    tongue::{after, after_word, around},
};
use crate::{
    view::{Dates, Problem},
    when,
};

/// Words that "all" goes on with where it does not stand for dates.
const IDIOMS: [&str; 16] = [
    "good", "fine", "ok", "okay", "right", "set", "clear", "great", "well", "cool", "in", "the",
    "day", "week", "month", "year",
];

/// Words behind which a day says when somebody is back and not when they are away.
const BACK: [&str; 5] = ["you", "back", "again", "there", "y'all"];

impl Call<'_> {
    /// Refuses an answer of which nobody can tell for which dates of a series it is. `text` is all that was said.
    pub(super) fn only_comment(&self, found: &Found<'_>, text: &str) -> Result<(), Problem> {
        if !found.stored.object.is_recurring() || found.rest.is_empty() {
            return Ok(());
        }
        if let Some(problem) = self.all_but(found, text) {
            return Err(problem);
        }
        let unclear = match found.dates {
            None => self.says_dates(found),
            Some(Dates::All) => is_idiom(text, found.rest),
            Some(_) => false,
        };
        if !unclear {
            return Ok(());
        }
        let (number, meeting) = (found.stored.number, self.meeting(&found.stored));
        let all = if found.dates == Some(Dates::All) { "all " } else { "" };
        Err(Problem::DatesOrComment {
            number,
            command: self.command.to_owned(),
            text: format!("{all}{}", found.rest),
            when: Box::new(self.time_text(&meeting)),
            title: meeting.summary,
        })
    }

    /// "to all but 15 dec": whether that one has the other answer or none, nobody can tell.
    fn all_but(&self, found: &Found<'_>, text: &str) -> Option<Problem> {
        let language = self.language();
        let (all, but) = around(found.rest, language, |tongue| tongue.but)?;
        let days = self.days_before(but)?;
        let is_all = all.is_empty() || matches!(leading_answer(all, language), (Some(_), ""));
        if !is_all {
            return None;
        }
        let number = found.stored.number;
        let head = text.strip_suffix(found.rest).unwrap_or_default();
        let head = head.trim_end_matches([' ', ',', ':', ';', '!']);
        let first = match found.dates {
            Some(_) => format!("{} {head}", self.command),
            None => format!("{} #{number} all", self.command),
        };
        let other = if self.command == "no" { "yes" } else { "no" };
        let then = format!("{other} #{number} {days}");
        Some(Problem::AllBut { but: found.rest.to_owned(), first, then })
    }

    /// Whether a comment on the date that the card shows has other dates of the series in it.
    fn says_dates(&self, found: &Found<'_>) -> bool {
        let (rest, language) = (found.rest, self.language());
        if after(rest, language, |tongue| tongue.rest_of).is_some() {
            return true;
        }
        let says = |text: &str| self.days(text, Standing::Alone).is_some() || is_days(text, self);
        if after(rest, language, |tongue| tongue.around).is_some_and(says) {
            return true;
        }
        let words = std::iter::once(0).chain(rest.match_indices(' ').map(|(at, _)| at + 1));
        let is_back = |at: usize| {
            let before = rest.get(..at).unwrap_or_default().trim_end().to_lowercase();
            BACK.iter().any(|word| before.ends_with(word))
        };
        words.filter(|at| !is_back(*at)).filter_map(|at| rest.get(at..)).any(|tail| {
            let marked = self.days(tail, Standing::Marked);
            let until = || after(tail, language, |tongue| tongue.until).is_some();
            let joined = || tail.starts_with(|c: char| c.is_ascii_digit());
            let days = marked
                .or_else(|| self.several(tail, Standing::Alone).filter(|_| until() || joined()));
            days.is_some_and(|(said, _)| self.is_elsewhere(found, &said))
        })
    }

    /// Whether a series has dates then beside the one that its card shows.
    fn is_elsewhere(&self, found: &Found<'_>, said: &Said) -> bool {
        let shown = self.meeting(&found.stored).start;
        match &said.on {
            None | Some(On::Next(_)) => false,
            Some(On::Unclear(_)) => true,
            Some(_) if said.dates == Dates::Following => true,
            Some(on) => {
                let dates = self.dates_on(&found.stored, on);
                dates.iter().any(|date| date.end > self.now && date.start != shown)
            }
        }
    }
}

/// Whether a text begins with a length of days: "for two weeks".
fn is_days(text: &str, call: &Call<'_>) -> bool {
    let (count, more) = split_word(text);
    let (unit, _) = split_word(more);
    let read = when::read_length(&format!("{count} {unit}"), call.language());
    read.is_ok_and(|length| length >= chrono::TimeDelta::days(1))
}

/// Whether "all" and what follows it says how it goes, and not which dates.
fn is_idiom(text: &str, rest: &str) -> bool {
    let (word, _) = split_word(rest);
    let word = word.trim_end_matches([',', '.', '!', ':', ';']).to_lowercase();
    let head = text.strip_suffix(rest).unwrap_or_default();
    let all =
        head.split_whitespace().next_back().is_some_and(|word| after_word(word, "all").is_some());
    all && !is_apart(text, rest) && IDIOMS.contains(&&*word)
}
