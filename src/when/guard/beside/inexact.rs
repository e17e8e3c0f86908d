//! What stands beside a time and says that it is not exact, or that it is an end.

use super::{Beside, unreadable};
use crate::when::{
    Hint, WhenError, clock, day,
    guard::several,
    length,
    lexicon::{ENGLISH, Unit},
    phrase::edge,
    sentence::Found,
    words::{Kind, Text},
};

impl Beside<'_, '_> {
    /// Refuses "or so", "EOD", "to whenever", "ish" after a time.
    pub(super) fn refuse_vague_after(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let to = usize::from(text.is_any(next, ENGLISH.to));
        let joined = to > 0 || text.mark(next, '-');
        if let Some(end) = text.after_any(next + 1, ENGLISH.open_ends).filter(|_| joined) {
            return Err(unreadable(text, next + 1..end, Hint::Write("fri 15:00-15:45")));
        }
        let clock =
            clock::clock(text, next + 1).filter(|_| text.is_any(next, ENGLISH.vague_before));
        if let Some((_, end)) = clock {
            return Err(unreadable(text, next..end, Hint::Write("at 15:00")));
        }
        self.refuse_not_exact(next)?;
        if let Some(end) = text.after_any(next + to, ENGLISH.vague) {
            return Err(unreadable(text, next..end, Hint::Write("fri 15:00-15:45")));
        }
        let ish = next + usize::from(text.joint(next, '-'));
        if text.glued(ish) && text.is_any(ish, ENGLISH.ish) {
            let words = self.found.phrase.start.as_ref().map(|said| said.words.start);
            let start = words.unwrap_or(self.piece.start);
            return Err(unreadable(text, start..ish + 1, Hint::Write("15:00")));
        }
        if !self.found.mode.series {
            return Ok(());
        }
        // "except when I'm away", "until summer"
        let lead = [ENGLISH.except, ENGLISH.until];
        let lead = lead.iter().any(|words| text.after_any(next, words).is_some())
            || text.is_any(next, &["during", "throughout"]);
        if lead && self.found.phrase.series.is_some() {
            let end = (next..text.len())
                .find(|at| text.get(*at).is_some_and(|word| word.kind == Kind::Opaque));
            return Err(unreadable(
                text,
                next..end.unwrap_or(text.len()),
                Hint::Write("except 24 Dec"),
            ));
        }
        Ok(())
    }

    /// Refuses "around", "by", "after lunch" before a time.
    pub(super) fn refuse_vague_before(&self) -> Result<(), WhenError> {
        let (text, start) = (self.text, self.piece.start);
        let no_clock = self.found.phrase.start.is_none();
        for back in 1..=3.min(start) {
            if no_clock && text.after_any(start - back, ENGLISH.vague) == Some(start) {
                return Err(unreadable(text, start - back..start, Hint::Write("15:00")));
            }
        }
        let clock = self.found.phrase.start.as_ref().filter(|said| said.words.start == start);
        let Some(said) = clock else { return Ok(()) };
        let ends = start > 0 && text.is_any(start - 1, ENGLISH.done_by);
        if ends && self.found.phrase.start_on_a_day() && self.found.phrase.end.is_none() {
            let written = text.written(said.words.clone());
            let readings = ["until", "at"].map(|lead| format!("{lead} {written}")).to_vec();
            return Err(WhenError::Open { part: text.part(said.words.clone()), readings });
        }
        let before = (1..=4.min(start)).rev().map(|back| start - back);
        let mut before =
            before.filter(|at| text.after_any(*at, ENGLISH.vague_before) == Some(start));
        if let Some(at) = before.next() {
            return Err(unreadable(text, at..said.words.end, Hint::Write("at 15:00")));
        }
        // "ca. 15:00"
        let dot = start.checked_sub(2).filter(|_| text.mark(start - 1, '.'));
        match dot.filter(|at| text.is_any(*at, ENGLISH.vague_before)) {
            Some(at) => Err(unreadable(text, at..start, Hint::Write("at 15:00"))),
            None => Ok(()),
        }
    }

    /// Refuses "until friday 12:00", "by friday 12:00" and "before friday 12:00": when something is to be done says no start.
    pub(super) fn refuse_deadline(&self, before: usize) -> Result<(), WhenError> {
        let text = self.text;
        let range = before.checked_sub(1).is_some_and(|at| text.is_number(at) || self.taken(at));
        let until = text.is_any(before, &["until", "till", "til"]) && !range;
        let day = self.found.phrase.day.as_ref().map(|said| said.words.clone());
        let leads =
            |start: usize| start.checked_sub(self.piece.start).is_some_and(|lead| lead <= 1);
        let day = day.filter(|words| leads(words.start));
        // "the monday before thanksgiving"
        let counted = before.checked_sub(1).is_some_and(|at| text.weekday(at).is_some());
        let by = text.is_any(before, &["by", "before"]) && day.is_some() && !counted;
        let timed = self.found.phrase.start_on_a_day();
        if timed && (until || by) {
            let end = day.map_or(self.piece.end, |words| words.end);
            return Err(unreadable(text, before..end, Hint::Write("fri 15:00-15:45")));
        }
        Ok(())
    }

    /// Refuses "-late", "– open end", "all morning" and "for the whole day" after a clock time.
    pub(super) fn refuse_open_end(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        if !self.found.phrase.start_on_a_day() {
            return Ok(());
        }
        // "ends around 4"
        let comma = next + usize::from(text.mark(next, ','));
        let ending = text.after_any(comma, ENGLISH.ending).and_then(|name| {
            let figure = name + usize::from(text.is_any(name, ENGLISH.vague_before));
            clock::clock(text, figure).filter(|_| !self.taken(figure)).map(|(_, end)| end)
        });
        if let Some(end) = ending {
            return Err(unreadable(text, comma..end, Hint::Write("15:00-15:45")));
        }
        let lead = usize::from(text.is(next, "for"));
        let article = usize::from(text.is(next + lead, "the"));
        let name = next + lead + article;
        if let Some(end) = text.after_any(next, ENGLISH.vague_lasting) {
            return Err(unreadable(text, next..end, Hint::Write("for 45 min")));
        }
        if lead + article == 2 && text.half(name).is_some() {
            return Err(unreadable(text, next..name + 1, Hint::Write("9:00-12:00")));
        }
        let part = text.half(name + 1).is_some() || text.is(name + 1, "day");
        if text.is_any(name, &["all", "whole"]) && part {
            return Err(unreadable(text, next..name + 2, Hint::Write("9:00-12:00")));
        }
        Ok(())
    }

    /// Refuses "for 1.30" after "1pm": two clock times, of which the second begins.
    pub(super) fn refuse_meeting_for(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let other = clock::clock(text, next + 1).filter(|_| text.is(next, "for"));
        let timed = self.found.phrase.start_on_a_day();
        match other {
            Some((clock, end)) if timed && clock.form != clock::Form::Bare && edge(text, end) => {
                Err(several(text, &self.found.phrase.clock_words(), &(next + 1..end)))
            }
            _ => Ok(()),
        }
    }

    /// Refuses "approx." and "max" after a time, and "- ca. 11:00".
    pub(super) fn refuse_not_exact(&self, next: usize) -> Result<(), WhenError> {
        let text = self.text;
        let dotted = |at: usize| at + 1 + usize::from(text.mark(at + 1, '.') && text.glued(at + 1));
        let end = dotted(next + 1);
        let joined = text.mark(next, '-') && text.is_any(next + 1, ENGLISH.vague_before);
        if joined && clock::clock(text, end).is_some() {
            return Err(unreadable(text, next + 1..end, Hint::Write("15:00-15:45")));
        }
        // "fri 15:00 Max" is with somebody.
        let most = text.is_any(next, ENGLISH.at_most) && text.written(next..next + 1) == "max";
        let most = most && (edge(text, next + 1) || day::day(text, next + 1).is_some());
        let end = dotted(next);
        if text.is_any(next, ENGLISH.vague_after) || most {
            return Err(unreadable(text, next..end, Hint::Write("15:00")));
        }
        Ok(())
    }
}

/// Refuses "for about an hour", "~2h" and "for a few hours".
pub(super) fn refuse_vague_lengths(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    let taken = |at: usize| found.pieces.iter().any(|piece| piece.contains(&at));
    for at in (0..text.len()).filter(|at| !taken(*at)) {
        let open = at > 0 && (text.is_any(at - 1, ENGLISH.lasting) || text.mark(at - 1, '('));
        let comma = at.saturating_sub(usize::from(at > 0 && text.mark(at - 1, ',')));
        let beside = found.pieces.iter().any(|piece| piece.end == at || piece.end == comma);
        if let Some(end) = length::of_two(text, at).filter(|_| open || beside) {
            return Err(unreadable(text, at..end, Hint::Write("for 45 min")));
        }
        let time = |at: usize| matches!(text.unit(at), Some(Unit::Minute | Unit::Hour));
        let Some(name) = text.after_any(at, ENGLISH.vague_lengths).or_else(|| {
            let few = text.after_any(at, ENGLISH.few).filter(|next| time(*next));
            few.or_else(|| text.mark(at, '~').then_some(at + 1))
        }) else {
            continue;
        };
        let dot = text.mark(name, '.') && text.glued(name);
        let name = if dot { name + 1 } else { name };
        let led = at > 0 && text.is_any(at - 1, ENGLISH.lasting);
        let most = text.is_any(at, ENGLISH.at_most) && !led;
        let few = text.unit(name).is_some();
        let hours = || clock::clock(text, name).filter(|_| led).map(|(_, end)| end);
        let end = length::length(text, name).map(|(_, end)| end).or_else(hours);
        if !(led || beside) || most || (end.is_none() && !few) {
            continue;
        }
        let mark = end.filter(|_| text.mark(at, '~'));
        return Err(unreadable(text, at..mark.unwrap_or(name), Hint::Write("for 45 min")));
    }
    Ok(())
}

/// Refuses "twelve thirty" that stands apart from a day, which would be the whole day.
pub(super) fn refuse_words_apart(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    if found.phrase.start.is_some() || !found.phrase.dated() {
        return Ok(());
    }
    let taken = |at: usize| found.pieces.iter().any(|piece| piece.contains(&at));
    let words = |at: &usize| text.letters(*at).is_some() && !taken(*at);
    let said = (0..text.len()).filter(words).find_map(|at| {
        let one = clock::in_words(text, at).map(|(_, end)| end);
        let range = || {
            let (_, link) = clock::word(text, at).filter(|_| text.starts(at))?;
            let (_, end) = clock::word(text, link + 1)?;
            text.is_any(link, ENGLISH.to).then_some(end)
        };
        Some(at..one.or_else(range)?)
    });
    match said {
        Some(words) => Err(unreadable(text, words, Hint::Write("at 12:30"))),
        None => Ok(()),
    }
}

/// Refuses "done by 4" and "hard stop at 3.45" behind a clock time.
pub(super) fn refuse_other_ends(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    let taken = |at: usize| found.pieces.iter().any(|piece| piece.contains(&at));
    let after = found.phrase.start.as_ref().map_or(text.len(), |said| said.words.end);
    for at in (after..text.len()).filter(|at| !taken(*at)) {
        let Some((clock, end)) = clock::clock(text, at + 1) else { continue };
        let open = edge(text, end) && text.ends(end) && !taken(at + 1);
        if open && text.is(at, "by") {
            return Err(unreadable(text, at..end, Hint::Write("15:00-15:45")));
        }
        let stop = (at > 0 && text.is(at - 1, "stop")) || clock.form == clock::Form::Likely;
        if open && text.is(at, "at") && stop {
            return Err(unreadable(text, at + 1..end, Hint::Write("15:00-15:45")));
        }
    }
    Ok(())
}
