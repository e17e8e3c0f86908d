//! What stands beside a day and says that another one is meant, or none.

use super::{Beside, unreadable};
use crate::when::{
    Hint, WhenError,
    day::{Day, Week},
    lexicon::{Holiday, Unit},
};

impl Beside<'_, '_> {
    /// Refuses "next to" and "the following" before a weekday, "in the" before the new year, and asks about "next
    /// thursday week".
    pub(super) fn refuse_shifted(&self) -> Result<(), WhenError> {
        let (text, start) = (self.text, self.piece.start);
        let Some(said) = self
            .found
            .phrase
            .day
            .as_ref()
            .filter(|said| said.words.start >= start && said.words.end <= self.piece.end)
        else {
            return Ok(());
        };
        let (first, end) = (said.words.start, said.words.end);
        let before =
            |back: usize, word: &str| first.checked_sub(back).is_some_and(|at| text.is(at, word));
        let refused = match said.value {
            Day::Weekday(_, Week::Next) if before(2, "next") && before(1, "to") => Some(first - 2),
            Day::Weekday(..) if before(1, "following") => Some(first - 1),
            Day::Holiday(Holiday::On(1, 1), None) if before(2, "in") && before(1, "the") => {
                Some(first - 2)
            }
            _ => None,
        };
        if let Some(at) = refused {
            return Err(unreadable(text, at..end, Hint::Write("14 Dec 15:00")));
        }
        // "brunch of easter" may be on another day.
        if matches!(said.value, Day::Holiday(..)) && before(1, "of") {
            let part = text.part(first - 1..end);
            let readings =
                vec![format!("on {}", text.written(first..end)), format!("\"{}\"", part.text)];
            return Err(WhenError::Open { part, readings });
        }
        let weekday = end.checked_sub(1).filter(|at| text.weekday(*at).is_some());
        match (said.value, weekday) {
            (Day::Weekday(_, Week::Next | Week::Upcoming), Some(at)) if text.is(end, "week") => {
                let name = text.written(at..end);
                let readings = vec![format!("{name} week"), format!("2 weeks from {name}")];
                Err(WhenError::Open { part: text.part(first..end + 1), readings })
            }
            (Day::Weekday(..), Some(_)) if text.is_any(end, &["wk", "wks"]) => {
                Err(unreadable(text, end..end + 1, Hint::Write("friday week")))
            }
            _ => Ok(()),
        }
    }

    /// Refuses "of the month", "in january" and "until lunch" after a time.
    pub(super) fn refuse_qualified(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let name = if text.is_any(next + 1, &["the", "this", "next", "each", "every"]) {
            next + 2
        } else {
            next + 1
        };
        // "tuesdays in march and april"
        let series = self.found.phrase.series.is_some() && text.month(name).is_some();
        let stretch = self.month(name) || self.stretch(name) || series;
        let all = text.is(next, "all") && text.is(next + 1, "of") && self.month(next + 2);
        if all {
            return Err(unreadable(text, next..next + 3, Hint::Write("from 1 jan until 31 jan")));
        }
        if text.is_any(next, &["of", "in", "during", "throughout"]) && stretch {
            return Err(unreadable(text, next..name + 1, Hint::Write("14 Dec 15:00")));
        }
        if text.is_any(next, &["until", "till", "til"]) {
            return Err(unreadable(
                text,
                next..(next + 2).min(text.len()),
                Hint::Write("15:00-15:45"),
            ));
        }
        Ok(())
    }

    /// Whether a word is the name of a month, and not likely another word.
    pub(super) fn month(&self, at: usize) -> bool {
        self.text.month(at).is_some() && !self.text.is_any(at, &["may", "march", "mar"])
    }

    /// Whether a word is "week", "month" or "year".
    pub(super) fn stretch(&self, at: usize) -> bool {
        let unit = self.text.unit(at).filter(|_| self.text.is_long(at));
        matches!(unit, Some(Unit::Week | Unit::Month | Unit::Year))
    }
}
