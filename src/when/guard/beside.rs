//! What stands right beside a time, was not read, and would change it.

use std::ops::Range;

use super::{run_end, several, unreadable};
use crate::when::{
    Hint, WhenError, clock,
    day::{self, Day},
    length::{self, MAX_DAYS},
    lexicon::{self, ENGLISH, Unit},
    nth::nth,
    phrase::{Phrase, edge, phrase},
    repeat::{BOUNDED, SERIES},
    sentence::Found,
    slip,
    words::{Kind, Text},
};

mod inexact;
mod shifted;

/// Refuses what stands right beside the time and changes it, but was not read.
pub(in crate::when) fn refuse_neighbours(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    for piece in &found.pieces {
        let beside = Beside { text, found, piece };
        beside.refuse_after()?;
        beside.refuse_before()?;
    }
    inexact::refuse_vague_lengths(text, found)?;
    inexact::refuse_words_apart(text, found)?;
    inexact::refuse_other_ends(text, found)
}

/// A piece of the time, and what stands beside it.
struct Beside<'b, 'a> {
    text: &'b Text<'a>,
    found: &'b Found,
    piece: &'b Range<usize>,
}

impl Beside<'_, '_> {
    fn taken(&self, at: usize) -> bool {
        self.found.pieces.iter().any(|piece| piece.contains(&at))
    }

    /// Whether it is a clock time whose day nothing says.
    fn undated(&self) -> bool {
        self.found.phrase.start.is_some() && !self.found.phrase.dated()
    }

    /// Whether a word links several times.
    fn links(&self, at: usize) -> bool {
        let mark = [',', '&', '-', '+', '/'].iter().any(|mark| self.text.mark(at, *mark));
        let word = [ENGLISH.and, ENGLISH.or, ENGLISH.to];
        mark || word.iter().any(|words| self.text.is_any(at, words))
    }

    fn refuse_after(&self) -> Result<(), WhenError> {
        let Self { text, piece, .. } = *self;
        let next = piece.end;
        if self.taken(next) {
            return Ok(());
        }
        if !text.ends(next) {
            return Err(unreadable(text, piece.start..run_end(text, next), Hint::None));
        }
        let joined = text.mark(next, '-') || text.mark(next, '+') || text.is_any(next, ENGLISH.to);
        if let Some(end) = text.arrow(next).filter(|end| text.is_number(*end)) {
            let words = next..run_end(text, end);
            return Err(unreadable(text, words, Hint::Write("15:00-15:45")));
        }
        // "15:00 - 1:1 with Bo"
        let ratio = text.joint(next + 2, ':') && text.number(next + 3, 1..=1).is_some();
        if joined && text.is_number(next + 1) && (!ratio || text.glued(next + 1)) {
            let words = next..run_end(text, next + 1);
            return Err(unreadable(text, words, Hint::Write("15:00-15:45")));
        }
        self.refuse_hour_after(next)?;
        self.refuse_other_hour(next)?;
        self.refuse_other_dates(next)?;
        self.refuse_other_clock(next)?;
        self.refuse_qualified(next)?;
        self.refuse_vague_after(next)?;
        self.refuse_left_out(next)?;
        self.refuse_lasting(next)?;
        self.refuse_count(next)?;
        if text.is(next, "for") && text.is_number(next + 1) && near_unit(text, next + 2) {
            return Err(unreadable(text, next..next + 3, Hint::Write("for 45 min")));
        }
        self.refuse_meeting_for(next)?;
        self.refuse_open_end(next)?;
        let link = self.links(next) || text.mark(next, '(');
        let second = if link { next + 1 } else { next };
        self.refuse_second(if text.is(second, "then") { second + 1 } else { second })?;
        self.refuse_slip(next, ENGLISH.except)?;
        self.refuse_slip(next, ENGLISH.until)?;
        self.misspelt(next)
    }

    /// Refuses ", 10 sessions" after one meeting: only a series has so many.
    fn refuse_count(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let apart = [',', '(', '-'].iter().any(|mark| text.mark(next, *mark));
        let at = if apart { next + 1 } else { next };
        let count = text.number(at, 1..=3).filter(|_| !text.is(at + 1, "x"));
        let end = text.after_any(at + 1, ENGLISH.times).filter(|end| edge(text, *end));
        match end.filter(|_| count.is_some() && self.found.phrase.series.is_none()) {
            Some(end) => Err(unreadable(text, at..end, Hint::Write(BOUNDED))),
            None => Ok(()),
        }
    }

    /// Refuses "for 2 years" and "for 3/4 h" after a time.
    fn refuse_lasting(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        // "wed 17:00 for the next 6 weeks"
        let during = text.after_any(next, ENGLISH.during).filter(|name| *name > next + 1);
        if let Some(name) = during.filter(|name| text.unit(*name + 1).is_some()) {
            let example = Hint::Write("every wed 17:00 for 6 weeks");
            return Err(unreadable(text, next..name + 2, example));
        }
        let count = text.is_any(next, ENGLISH.lasting) && text.is_number(next + 1);
        let broken = text.joint(next + 2, '/') && text.is_number(next + 3);
        let unit = if broken { next + 4 } else { next + 2 };
        let unit_said = text.unit(unit);
        match unit_said {
            Some(_) if count && broken => {
                Err(unreadable(text, next..unit + 1, Hint::Write("for 45 min")))
            }
            Some(Unit::Month | Unit::Year) if count => {
                let part = text.part(next..unit + 1);
                Err(WhenError::Length { part, days: MAX_DAYS })
            }
            _ => Ok(()),
        }
    }

    /// Refuses what is left out and was not read: "except the holidays" after several days, ", not december" after a
    /// series.
    fn refuse_left_out(&self, next: usize) -> Result<(), WhenError> {
        let (text, phrase) = (self.text, &self.found.phrase);
        let at = if text.mark(next, ',') { next + 1 } else { next };
        let Some(name) = text.after_any(at, ENGLISH.except) else { return Ok(()) };
        let lead = text.is_any(name, ENGLISH.on) || text.is(name, "in");
        let name = if lead { name + 1 } else { name };
        let date =
            day::day(text, name).is_some() || self.month(name) || text.plural(name).is_some();
        let sure = text.after_any(at, ENGLISH.leaving_out).is_some();
        let several = !phrase.more.is_empty() || phrase.last_day.is_some();
        let (refused, example) = match phrase.series {
            Some(_) => (sure || date, "except 24 Dec"),
            None => (sure && (date || several), SERIES),
        };
        let end = (at..text.len()).find(|at| {
            text.get(*at).is_some_and(|word| word.kind == Kind::Opaque) || text.mark(*at, ',')
        });
        if !refused {
            return Ok(());
        }
        Err(unreadable(text, at..end.unwrap_or(text.len()), Hint::Write(example)))
    }

    /// Refuses "9" and "at 1500" after a day.
    fn refuse_hour_after(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let lead = usize::from(text.is_any(next, ENGLISH.at));
        let number = text.is_number(next + lead) && (lead == 0 || edge(text, next + 2));
        if self.found.phrase.start.is_some() || !number {
            return Ok(());
        }
        Err(unreadable(text, next..run_end(text, next + lead), Hint::Write("9:00 or 9am")))
    }

    /// Refuses "14 or 15" after the weekday of "mon 14 or 15 at 10".
    fn refuse_other_dates(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let day = self.found.phrase.day.as_ref().is_some_and(|said| said.words.end == next);
        let date = |at: usize| text.number(at, 1..=2).is_some_and(|date| (1..=31).contains(&date));
        let row = date(next) && self.links(next + 1) && date(next + 2) && !text.glued(next + 3);
        let clock = |at: usize| text.is_any(at, ENGLISH.at) || self.taken(at);
        // "mon 14 at 10", "mon 14, 10:00"
        let comma = usize::from(text.mark(next + 1, ','));
        if day && date(next) && !text.glued(next + 1 + comma) && self.taken(next + 1 + comma) {
            return Err(unreadable(text, next..next + 1, Hint::Write("14 Dec 15:00")));
        }
        if day && row && clock(next + 3) {
            return Err(unreadable(text, next..next + 3, Hint::Write("14 Dec 15:00")));
        }
        Ok(())
    }

    /// Refuses "and 15" after "at 9", and "or 4" after "at 3".
    fn refuse_other_hour(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let clock = self.found.phrase.clock_words();
        let after_clock = self.found.phrase.start_on_a_day() && clock.end == next;
        let comma = text.mark(next, ',');
        let link = [ENGLISH.and, ENGLISH.or].iter().any(|words| text.is_any(next, words))
            || ['&', '/'].iter().any(|mark| text.mark(next, *mark));
        let hour = if text.is_any(next + 1, ENGLISH.at) { next + 2 } else { next + 1 };
        let number = text.number(hour, 1..=2).is_some_and(|hour| hour <= 24);
        let ends = text.ends(hour + 1) && edge(text, hour + 1);
        let row = comma && (self.links(hour + 1) && text.is_number(hour + 2));
        if after_clock && number && ends && (link || row) {
            return Err(several(text, &clock, &(hour..hour + 1)));
        }
        Ok(())
    }

    /// Refuses "for 1.30" after "1pm", "or 9.30" after "at 9,", and "then 2pm" after "9am - 1pm,".
    fn refuse_other_clock(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let clock = self.found.phrase.clock_words();
        if !self.found.phrase.start_on_a_day() || clock.end != next {
            return Ok(());
        }
        let link = if text.mark(next, ',') { next + 1 } else { next };
        let or = text.is_any(link, ENGLISH.or) || text.is(link, "then");
        if !or && !text.is(next, "for") {
            return Ok(());
        }
        let name = if text.is_any(link + 1, ENGLISH.at) { link + 2 } else { link + 1 };
        let other = clock::clock(text, name).filter(|(other, end)| {
            let long = length::length(text, name).is_some() || text.unit(*end).is_some();
            (or || other.form != clock::Form::Bare) && !long
        });
        match other {
            Some((_, end)) => Err(several(text, &clock, &(name..end))),
            None => Ok(()),
        }
    }

    /// Refuses another day or clock time.
    fn refuse_second(&self, at: usize) -> Result<(), WhenError> {
        // "24 dec christmas party"
        let named = |other: &Phrase| {
            let day = other.day.as_ref().filter(|said| matches!(said.value, Day::Holiday(..)));
            let end = other.words.end;
            let name = day.is_some_and(|said| said.words.end == end && said.words.start == at);
            let title = self.text.letters(end).is_some() && !edge(self.text, end);
            name && title && self.found.phrase.dated()
        };
        match phrase(self.text, at, self.found.mode) {
            Some(other) if named(&other) => Ok(()),
            Some(other) if !other.accessory() && !other.doubtful() && !self.taken(at) => {
                let words = if other.dated() {
                    self.piece.clone()
                } else {
                    self.found.phrase.clock_words()
                };
                Err(several(self.text, &words, &other.words))
            }
            _ => Ok(()),
        }
    }

    fn refuse_before(&self) -> Result<(), WhenError> {
        let Self { text, piece, .. } = *self;
        let before = piece.start.checked_sub(1).filter(|before| !self.taken(*before));
        let Some(before) = before else { return Ok(()) };
        self.refuse_vague_before()?;
        self.refuse_shifted()?;
        self.refuse_deadline(before)?;
        self.refuse_slip(before, ENGLISH.every)?;
        if self.links(before) {
            return self.refuse_linked(before);
        }
        self.refuse_distance_before(before)?;
        self.refuse_number_before(before)?;
        if text.is_any(before, &["after", "before", "not", "except", "until", "till"]) {
            return Err(unreadable(text, before..piece.end, Hint::Write("fri 15:00-15:45")));
        }
        if self.undated() {
            self.refuse_date_before(before)?;
        } else if self.found.phrase.start.is_none() && text.number(before, 1..=2).is_some() {
            let words = run_start(text, before)..before + 1;
            let part = text.part(words);
            let readings = vec![format!("at {}:00", part.text), format!("\"{}\"", part.text)];
            return Err(WhenError::Open { part, readings });
        }
        self.misspelt(before)?;
        // "morgen um 15:00"
        before.checked_sub(1).filter(|at| !self.taken(*at)).map_or(Ok(()), |at| self.foreign(at))
    }

    /// Refuses "7 for" before "7:30", and "at 1430" before a day.
    fn refuse_number_before(&self, before: usize) -> Result<(), WhenError> {
        let text = self.text;
        let start = before.checked_sub(1);
        let Some(start) = start.filter(|start| !self.taken(*start)) else { return Ok(()) };
        let timed = self.found.phrase.start.as_ref().map(|said| said.words.start);
        if timed == Some(self.piece.start)
            && text.is(before, "for")
            && (text.number(start, 1..=2).is_some() || text.is_any(start, &["am", "pm"]))
        {
            return Err(several(text, &(start..before), self.piece));
        }
        let hour = text.number(before, 3..=4).is_some() && text.is_any(start, ENGLISH.at);
        if timed.is_none() && hour {
            return Err(unreadable(text, start..before + 1, Hint::Write("at 14:30")));
        }
        Ok(())
    }

    /// Refuses "tue, thu and" before "fri", and "14-" before "16 Dec".
    fn refuse_linked(&self, link: usize) -> Result<(), WhenError> {
        let text = self.text;
        let Some(at) = link.checked_sub(1).filter(|at| !self.taken(*at)) else { return Ok(()) };
        let weekday = text.weekday(at).is_some();
        let half_date = text.is_number(at) && text.starts(at) && text.joint(link, '-');
        let counted = at.checked_sub(1).and_then(|start| nth(text, start));
        let counted = counted.is_some_and(|(_, next)| next == link)
            && nth(text, self.piece.start).is_some()
            && text.is_any(link, ENGLISH.and);
        if (weekday && !text.mark(link, ',')) || half_date || counted {
            return Err(several(text, &(at..link), self.piece));
        }
        Ok(())
    }

    /// Refuses what looks like a date before a clock time without one: "45/12", "4.12", "December", "Dec 2026".
    fn refuse_date_before(&self, before: usize) -> Result<(), WhenError> {
        let text = self.text;
        let start = run_start(text, before);
        let figures = text.number(start, 1..=2).is_some()
            && (text.joint(start + 1, '/')
                || text.joint(start + 1, '.')
                || text.joint(start + 1, '-'))
            && text.is_number(start + 2);
        let month_before = before.checked_sub(1).is_some_and(|at| self.month(at));
        let year = text.number(before, 4..=4).is_some() && month_before;
        if figures || self.month(before) || year {
            let start = if year { before.saturating_sub(1) } else { start };
            return Err(unreadable(text, start..before + 1, Hint::Write("14 Dec 15:00")));
        }
        Ok(())
    }

    /// Refuses "end of month", "a week from" and "second" before a time.
    fn refuse_distance_before(&self, before: usize) -> Result<(), WhenError> {
        let text = self.text;
        let stretch_before = before.checked_sub(1).is_some_and(|at| self.stretch(at));
        let from = (text.is_any(before, &["from", "after", "before"]) && stretch_before)
            || (self.stretch(before) && text.is(self.piece.start, "from"));
        let nth = (0..=1).find_map(|back| {
            let at = before.checked_sub(back)?;
            nth(text, at).filter(|(_, next)| *next == before + 1).map(|_| at)
        });
        let counted = nth.is_some() && text.weekday(self.piece.start).is_some();
        if counted {
            return Err(unreadable(text, before..self.piece.end, Hint::Write("14 Dec 15:00")));
        }
        if from || (self.stretch(before) && self.undated()) {
            return Err(unreadable(text, before..before + 1, Hint::Write("14 Dec 15:00")));
        }
        Ok(())
    }

    /// Refuses a slip of a word that makes a series, or leaves out a date of one.
    fn refuse_slip(&self, at: usize, words: &[&'static str]) -> Result<(), WhenError> {
        let near = |word: &str, meant: &str| {
            word.len() >= 4 && meant.len() >= 5 && slip::near(word, meant, 1)
        };
        let repeats = |at: usize| self.text.weekday(at).is_some() || self.text.unit(at).is_some();
        let series = self.found.phrase.series.is_some() || repeats(at + 1);
        let word = self.text.letters(at).filter(|_| series);
        match word.and_then(|word| words.iter().find(|meant| near(word, meant))) {
            Some(meant) => Err(unreadable(self.text, at..at + 1, Hint::Word((*meant).to_owned()))),
            None => Ok(()),
        }
    }

    /// Refuses a word beside a clock time without a day that is nearly a day.
    fn misspelt(&self, at: usize) -> Result<(), WhenError> {
        self.foreign(at)?;
        match self.undated().then(|| self.text.misspelt(at)).flatten() {
            Some(meant) => Err(unreadable(self.text, at..at + 1, Hint::Word(meant.to_owned()))),
            None => Ok(()),
        }
    }
}

impl Beside<'_, '_> {
    /// Refuses a day of another language beside a clock time without a day.
    fn foreign(&self, at: usize) -> Result<(), WhenError> {
        let word = self.text.letters(at).filter(|_| self.undated());
        match word.and_then(lexicon::foreign_day) {
            Some(meant) => Err(unreadable(self.text, at..at + 1, Hint::Word(meant.to_owned()))),
            None => Ok(()),
        }
    }
}

/// The first of the words that are written together with a word before it.
fn run_start(text: &Text<'_>, at: usize) -> usize {
    (0..=at).rev().find(|start| !text.glued(*start)).unwrap_or(0)
}

/// Whether a word is a unit of time with a slip in it.
fn near_unit(text: &Text<'_>, at: usize) -> bool {
    let near = |word: &str| {
        let mut units = ["minutes", "minute", "hours", "hour"].iter();
        word.len() >= 4 && units.any(|unit| slip::near(word, unit, 1))
    };
    text.letters(at).is_some_and(near)
}
