//! Words about time that a sentence with a time leaves: a day's name that has no date here, a day written in a hurry, and
//! weeks that a series leaves out without saying which.

use super::Vague;
use crate::when::{
    Hint, WhenError,
    day::{self, Day},
    guard::{several, unreadable},
    lexicon::ENGLISH,
    words::Kind,
};

/// The most words between "on" and "day" that name a day.
const NAME: usize = 3;

impl Vague<'_, '_> {
    pub(super) fn left(&self) -> Result<(), WhenError> {
        for at in self.unread() {
            self.hasty(at)?;
            self.roughly_away(at)?;
            if self.found.is_some() {
                self.unknown_day(at)?;
                self.some_weeks(at)?;
            }
        }
        self.other_choice()
    }

    /// "in a few mins", "within 2 days".
    fn roughly_away(&self, at: usize) -> Result<(), WhenError> {
        let text = self.text;
        let few = text.is(at, "in") && text.is(at + 1, "a") && text.is(at + 2, "few");
        let within = || text.is(at, "within").then(|| day::counted_unit(text, at + 1))?;
        let few = few && text.unit(at + 3).is_some();
        let end = if few { Some(at + 4) } else { within().map(|(.., end)| end) };
        match end.filter(|end| self.found.is_none() || self.beside(&(at..*end))) {
            Some(end) => Err(unreadable(text, at..end, Hint::Write("in 2 days"))),
            None => Ok(()),
        }
    }

    /// "tmoro", "2nite", "4thdec"; "fir" before a clock time without a day.
    fn hasty(&self, at: usize) -> Result<(), WhenError> {
        let text = self.text;
        let glued = text.is_number(at) && text.glued(at + 1) && text.starts(at);
        let name = if glued { at + 1 } else { at };
        let Some(word) = text.letters(name).filter(|_| glued || text.starts(at)) else {
            return Ok(());
        };
        let two = text.number(at, 1..=1) == Some(2);
        let listed = |list: &'static [(&'static str, &'static [&'static str])]| {
            list.iter().find(|(_, words)| words.contains(&word)).map(|(meant, _)| *meant)
        };
        let undated = self.found.is_some_and(|found| !found.phrase.dated());
        let before_time = || undated && self.pieces().iter().any(|piece| piece.start == name + 1);
        let after = |words: &[&str]| at > 0 && text.is_any(at - 1, words);
        let led = || after(&["next", "on", "this"]) || after(ENGLISH.every);
        let meant = match glued {
            true if two => listed(ENGLISH.after_two),
            true if self.is_ordinal_month(at, word) => {
                return Err(unreadable(text, at..name + 1, Hint::Write("4 Dec")));
            }
            true => None,
            // "tomrrow night 8pm"
            false if undated && text.half(name + 1).is_some() && text.misspelt(name).is_some() => {
                text.misspelt(name)
            }
            false if !text.is_known(name) => None,
            false => listed(ENGLISH.hasty).or_else(|| {
                let likely = !matches!(word, "fry") && before_time();
                (likely || led()).then(|| listed(ENGLISH.slips)).flatten()
            }),
        };
        match meant {
            Some(meant) => Err(unreadable(text, at..name + 1, Hint::Word(meant.to_owned()))),
            None => Ok(()),
        }
    }

    /// Whether figures and letters are "4thdec".
    fn is_ordinal_month(&self, at: usize, word: &str) -> bool {
        let mut months = ENGLISH.ordinals.iter().filter_map(|ending| word.strip_prefix(ending));
        self.text.number(at, 1..=2).is_some() && months.any(|month| ENGLISH.month(month).is_some())
    }

    /// "on diwali 19:00", "bank holiday monday 11:00", "on sports day 9:00".
    fn unknown_day(&self, at: usize) -> Result<(), WhenError> {
        let text = self.text;
        let undated = self.found.is_some_and(|found| !found.phrase.dated());
        let day = self.found.and_then(|found| found.phrase.day.as_ref());
        let before_weekday = |end: usize| {
            day.filter(|said| matches!(said.value, Day::Weekday(..)) && said.words.start == end)
        };
        let words = match text.after_any(at, ENGLISH.unknown_days) {
            Some(end) => match before_weekday(end) {
                Some(said) => Some(at..said.words.end),
                None => undated.then_some(at..end),
            },
            None => self.named_day(at).filter(|_| undated),
        };
        match words {
            Some(words) => Err(unreadable(text, words, Hint::Write("14 Dec 15:00"))),
            None => Ok(()),
        }
    }

    /// "election day" after "on".
    fn named_day(&self, at: usize) -> Option<std::ops::Range<usize>> {
        let text = self.text;
        let letters = |at: usize| text.get(at).is_some_and(|word| word.kind == Kind::Letters);
        let named = text.is(at, "on") && !text.is_any(at + 1, &["the", "a", "my"]);
        let end = (at + 2..=at + 1 + NAME)
            .take_while(|end| letters(*end - 1) && !self.read(*end))
            .find(|end| text.is(*end, "day"))?;
        named.then_some(at + 1..end + 1)
    }

    /// "in term time", "not in the holidays" and "alternating" beside a series.
    fn some_weeks(&self, at: usize) -> Result<(), WhenError> {
        let series = self.found.is_some_and(|found| found.phrase.series.is_some());
        match self.text.after_any(at, ENGLISH.some_weeks).filter(|_| series) {
            Some(end) => Err(WhenError::Repeats { part: self.text.part(at..end) }),
            None => Ok(()),
        }
    }

    /// "mon 10:30?? or is tues better": another day that may be meant.
    fn other_choice(&self) -> Result<(), WhenError> {
        let text = self.text;
        let Some(piece) = self.pieces().last() else { return Ok(()) };
        let marks = ['?', '!', ',', '.', ';'];
        let mark = |at: &usize| marks.iter().any(|mark| text.mark(*at, *mark));
        let Some(or) = (piece.end..text.len()).find(|at| !mark(at)) else { return Ok(()) };
        if !text.is_any(or, ENGLISH.or) {
            return Ok(());
        }
        let other = self
            .phrases
            .iter()
            .find(|phrase| (or + 1..=or + 3).contains(&phrase.words.start) && phrase.dated());
        match other {
            Some(other) => Err(several(text, piece, &other.words)),
            None => Ok(()),
        }
    }
}
