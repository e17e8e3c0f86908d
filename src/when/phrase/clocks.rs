//! Clock times, ends and lengths in a phrase.

use super::{Parser, Said, Start, edge};
use crate::when::{
    clock::{self, Clock, Form},
    day::{self, Day},
    length::{self, Length},
    lexicon::ENGLISH,
    series,
};

impl Parser<'_, '_> {
    pub(super) fn clock(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if self.phrase.start.is_some() || self.phrase.all_day {
            return None;
        }
        let lead =
            text.is_any(at, ENGLISH.at) || text.is_any(at, ENGLISH.from) || text.mark(at, '@');
        // "2026-12-14T18:30"
        let joined = text.is(at, "t") && text.glued(at) && text.glued(at + 1);
        // "starts at 8pm"
        let starts = text.is_any(at, ENGLISH.starts) && text.is_any(at + 1, ENGLISH.at);
        let lead = lead || starts;
        let figure = at + usize::from(lead || joined) + usize::from(starts);
        let word = || clock::word(text, figure).filter(|_| text.is(at, "at"));
        let row = || clock::in_a_row(text, figure, true).filter(|_| joined);
        let (start, next) = clock::clock(text, figure).or_else(word).or_else(row)?;
        if self.is_length(figure, next) {
            return None;
        }
        let settled = lead || self.phrase.dated() || self.mode.alone;
        let day_at = |at: usize| {
            let at = if text.is_any(at, ENGLISH.on) { at + 1 } else { at };
            day::day(text, at).is_some() || self.rhythm_at(at)
        };
        let told = settled || day_at(next);
        let day_after_end = || {
            let (_, after) = clock::clock(text, self.joined(next)?)?;
            Some(day_at(after) || (text.len() == after && text.joint(next, '-')))
        };
        let end = self.end(start, next, told || day_after_end() == Some(true));
        let enough = match start.form {
            Form::Clear | Form::Worded => true,
            // "3h fri" begins with a length, "9.30 fri" with a clock time.
            Form::Likely => end.is_some() || (told && (settled || !text.is(next - 1, "h"))),
            Form::Bare => end.is_some() || (told && self.bare(lead, next)),
        };
        if !enough {
            return None;
        }
        self.phrase.start = Some(Said { value: Start::Clock(start), words: figure..next });
        let from = text.is_any(at, ENGLISH.from);
        let next = if end.is_none() { self.after_start(next, from) } else { next };
        Some(end.map_or(next, |(end, last_day)| {
            let next = end.words.end.max(last_day.as_ref().map_or(0, |said| said.words.end));
            self.phrase.end = Some(end);
            if last_day.is_some() {
                self.phrase.last_day = last_day;
            }
            next
        }))
    }

    /// The word after "onwards" and "start" behind a clock time.
    fn after_start(&self, next: usize, from: bool) -> usize {
        let text = self.text;
        let start = text.is_any(next, &["start", "starts"]) && next + 1 == text.len();
        // "from 6pm on"
        let on = from && text.is(next, "on") && next + 1 == text.len();
        let said = text.is_any(next, ENGLISH.onwards) || start || on;
        if said && text.ends(next + 1) { next + 1 } else { next }
    }

    /// "2h30" of "2h30 mon 13:00".
    fn is_length(&self, at: usize, next: usize) -> bool {
        let text = self.text;
        let hours =
            text.is(at + 1, "h") && length::length(text, at).is_some_and(|(_, end)| end == next);
        let after = || {
            let (_, day) = day::day(text, next)?;
            let clock = if text.is_any(day, ENGLISH.at) { day + 1 } else { day };
            clock::clock(text, clock)
        };
        hours && after().is_some_and(|(clock, _)| clock.form.is_clear())
    }

    /// "to 16:00" after a day after a clock time: "15:00 tomorrow to 16:00".
    pub(super) fn late_end(&mut self, at: usize) -> Option<usize> {
        let open = self.phrase.end.is_none() && self.phrase.last_day.is_none();
        let Some(Said { value: Start::Clock(start), .. }) = &self.phrase.start else { return None };
        let (end, last_day) = self.end(*start, at, true).filter(|_| open)?;
        let next = end.words.end;
        self.phrase.end = Some(end);
        self.phrase.last_day = last_day;
        Some(next)
    }

    /// Whether a rhythm begins at a word: "at 10 daily".
    fn rhythm_at(&self, at: usize) -> bool {
        let rhythm =
            || series::series(self.text, at).is_some() || series::adverb(self.text, at).is_some();
        self.mode.series && rhythm()
    }

    /// Whether a number alone may be an hour: "at 8", and nothing after it that it could count.
    fn bare(&self, lead: bool, next: usize) -> bool {
        let day_follows = day::day(self.text, next).is_some() || self.rhythm_at(next);
        let only = self.mode.alone && !self.phrase.dated();
        // "tomorrow 4"
        let near = |said: &Said<Day>| {
            matches!(said.value, Day::Near(_))
                && said.words.end + 1 == next
                && self.text.number(next - 1, 1..=2).is_some_and(|hour| hour <= 12)
        };
        let near = self.phrase.day.as_ref().is_some_and(near);
        let tonight = (near || self.phrase.half.is_some()) && edge(self.text, next);
        let led = lead && (self.phrase.dated() || edge(self.text, next) || day_follows);
        led || tonight || only
    }

    /// "-15:45", "to 4pm", "to sat 02:00" after a clock time.
    fn end(&self, start: Clock, at: usize, told: bool) -> Option<(Said<Clock>, Option<Said<Day>>)> {
        let text = self.text;
        let between = self.at != at && text.is(at, "and") && text.is_any(self.at, &["between"]);
        let name = if between { at + 1 } else { self.joined(at)? };
        // "every day at 9:00 until 24 dec"
        if self.mode.series && self.last_of(at).is_some() {
            return None;
        }
        let last_day = self.dated_weekday(name).or_else(|| day::day(text, name));
        let (last_day, figure) = match last_day.filter(|_| self.phrase.day.is_some()) {
            Some((value, next)) => (Some(Said { value, words: name..next }), next),
            None => (None, name),
        };
        let figure = if text.is_any(figure, ENGLISH.at) { figure + 1 } else { figure };
        let (end, next) = clock::clock(text, figure)?;
        // "9 - 11" after a day, with nothing after it that 11 could count.
        let alone = edge(text, next) && (start.form.is_clear() || self.phrase.dated());
        let tight = text.joint(at, '-') || !text.mark(at, '-') || alone;
        let enough = match (start.form, end.form) {
            (Form::Bare, end) if end.is_clear() => tight || told,
            (_, end) if end.is_clear() => true,
            (Form::Bare, _) => tight && told,
            _ => tight,
        };
        enough.then_some((Said { value: end, words: figure..next }, last_day))
    }

    /// "for 45 min"; "45 min" beside a day or a clock time; "(45 min)".
    pub(super) fn length(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let open = text.mark(at, '(');
        let lead = text.is_any(at, ENGLISH.lasting);
        let colon = usize::from(lead && text.mark(at + 1, ':'));
        let (value, next) = length::length(text, if lead || open { at + 1 + colon } else { at })?;
        let day =
            next + usize::from(text.is_any(next, ENGLISH.on) || text.is_any(next, ENGLISH.from));
        let at_clock = text.is_any(next, ENGLISH.at) && clock::clock(text, next + 1).is_some();
        let beside = self.phrase.start.is_some()
            || self.phrase.dated()
            || at_clock
            || self.between_commas(at, next)
            || (at == 0 && text.after_any(next, ENGLISH.meetings).is_some())
            || day::day(text, day).is_some()
            || matches!(clock::clock(text, next), Some((clock, _)) if clock.form.is_clear());
        // "fri 15:00, 30 min later" is not that long.
        let later = length::later(text, if lead || open { at + 1 } else { at }).is_some();
        let exact = matches!(value, Length::Exact(_)) && (!open || text.mark(next, ')'));
        let enough = if lead {
            exact || beside || self.mode.alone
        } else {
            exact && (beside || self.mode.alone)
        };
        if self.phrase.length.is_some() || !enough || later {
            return None;
        }
        self.phrase.length = Some(Said { value, words: at..next });
        // "45 minutes long"
        let long = text.is(next, "long") && edge(text, next + 1);
        Some(self.closed(open, if long { next + 1 } else { next }))
    }

    /// Whether words stand by themselves: "call, 20 min, tue 12:15".
    fn between_commas(&self, at: usize, next: usize) -> bool {
        at > 0 && self.text.mark(at - 1, ',') && self.text.mark(next, ',')
    }

    /// The word after a bracket that was opened, or after what stands open.
    pub(super) fn closed(&self, open: bool, next: usize) -> usize {
        if open && self.text.mark(next, ')') { next + 1 } else { next }
    }
}
