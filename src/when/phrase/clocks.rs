//! Clock times, ends and lengths in a phrase.

use super::{Parser, Said, Start, edge};
use crate::when::{
    clock::{self, Clock, Form},
    day::{self, Day},
    length::{self, Length},
    lexicon::{ENGLISH, Unit},
    series,
};

impl Parser<'_, '_> {
    pub(super) fn clock(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if self.phrase.start.is_some() {
            return None;
        }
        // "starts at 8pm"
        let starts = text.is_any(at, ENGLISH.starts) && text.is_any(at + 1, ENGLISH.at);
        let begins = starts.then_some(at + 2).or_else(|| self.beginning(at));
        let lead = text.is_any(at, ENGLISH.at)
            || text.is_any(at, ENGLISH.from)
            || text.mark(at, '@')
            || begins.is_some();
        // "2026-12-14T18:30"
        let joined = text.is(at, "t") && text.glued(at) && text.glued(at + 1);
        let figure = begins.unwrap_or(if lead || joined { at + 1 } else { at });
        let word = || clock::word(text, figure).filter(|_| text.is(at, "at"));
        let apart = clock::apart(text, figure).filter(|_| text.is(at, "at"));
        let row = || clock::in_a_row(text, figure, true).filter(|_| joined);
        // "from ten to eleven", "fri nine to five"
        let words = self.range_in_words(at, figure);
        let words = words.then(|| clock::word(text, figure)).flatten();
        let (start, next) =
            words.or(apart).or_else(|| clock::clock(text, figure)).or_else(word).or_else(row)?;
        // "at 14 hrs"
        let hours =
            text.is(at, "at") && start.form == Form::Bare && text.is_any(next, ENGLISH.hours);
        let next = if hours { next + 1 } else { next };
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
            let (_, after) = clock::clock(text, self.joined_clocks(next)?)?;
            Some(day_at(after) || (text.len() == after && text.joint(next, '-')))
        };
        let end = self.end(start, next, told || day_after_end() == Some(true));
        let enough = match start.form {
            Form::Clear | Form::Worded => true,
            // "3h fri" begins with a length, "9.30 fri" with a clock time.
            Form::Likely => end.is_some() || (told && (settled || !text.is(next - 1, "h"))),
            Form::Bare => end.is_some() || (told && self.bare(lead, next)),
        };
        // "fri 2-3 hours"
        let counted = |(end, _): &(Said<Clock>, Option<Said<Day>>)| {
            let unit = matches!(text.unit(end.words.end), Some(Unit::Minute | Unit::Hour));
            unit && end.value.form == Form::Bare && !text.is(end.words.end, "hrs")
        };
        if end.as_ref().is_some_and(counted) {
            return None;
        }
        // "all day fri 9-5"
        if !enough || (self.phrase.all_day && end.is_none()) {
            return None;
        }
        self.phrase.all_day = false;
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
        let ending = self.ending(at);
        let name = if between { at + 1 } else { ending.or_else(|| self.joined_clocks(at))? };
        // "every day at 9:00 until 24 dec"
        if self.mode.series && self.last_of(at).is_some() {
            return None;
        }
        let last_day = self.dated_weekday(name).or_else(|| day::day(text, name));
        // "tue 14:00 -> wed 15:00" is where something goes.
        if last_day.is_some() && text.arrow(at).is_some() {
            return None;
        }
        let (last_day, figure) = match last_day.filter(|_| self.phrase.day.is_some()) {
            Some((value, next)) => {
                // "to 9 july, 17:00"
                let figure = if text.mark(next, ',') { next + 1 } else { next };
                (Some(Said { value, words: name..next }), figure)
            }
            None => (None, name),
        };
        let figure = if text.is_any(figure, ENGLISH.at) { figure + 1 } else { figure };
        let word = || clock::word(text, figure).filter(|_| start.form == Form::Bare);
        let (end, next) = clock::clock(text, figure).or_else(word)?;
        let next = if text.is(next, "hrs") { next + 1 } else { next };
        // "9 - 11" after a day, with nothing after it that 11 could count.
        let alone = edge(text, next) && (start.form.is_clear() || self.phrase.dated());
        let tight = text.joint(at, '-') || !text.mark(at, '-') || alone;
        let enough = match (start.form, end.form) {
            _ if ending.is_some() && !end.form.is_clear() => edge(text, next),
            (Form::Bare, end) if end.is_clear() => tight || told,
            (_, end) if end.is_clear() => true,
            (Form::Bare, _) => tight && told,
            _ => tight,
        };
        enough.then_some((Said { value: end, words: figure..next }, last_day))
    }

    /// Whether hours in words are a range: "from ten to eleven"; "nine to five" beside a day, with nothing after it that
    /// they could count.
    fn range_in_words(&self, at: usize, figure: usize) -> bool {
        let text = self.text;
        let hour = |at: usize| clock::word(text, at);
        let led = text.is_any(at, ENGLISH.from) && figure > at;
        let end = |at: usize| hour(at).or_else(|| clock::clock(text, at).filter(|_| led));
        let both = hour(figure).and_then(|(_, next)| end(self.joined(next)?));
        both.is_some_and(|(_, end)| {
            led || ((self.phrase.dated() || day::day(text, end).is_some())
                && !text.is(at, "at")
                && (edge(text, end) || day::day(text, end).is_some())
                && text.count(figure).is_some_and(|hour| hour != 5 && hour != 10))
        })
    }

    /// The word after "start:" and "start" before a clock time whose end is said with such a word, too.
    fn beginning(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = text.after_any(at, ENGLISH.begins)?;
        let figure = if text.mark(name, ':') { name + 1 } else { name };
        let (start, next) = clock::clock(text, figure)?;
        let ended = self.ending(next).is_some_and(|end| clock::clock(text, end).is_some());
        (start.form.is_clear() && ended).then_some(figure)
    }

    /// The word after ", ends at", "finishing", "end:".
    fn ending(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = if text.mark(at, ',') { at + 1 } else { at };
        let next = text.after_any(name, ENGLISH.ending)?;
        Some(if text.mark(next, ':') { next + 1 } else { next })
    }

    /// "for 45 min"; "45 min" beside a day or a clock time; "(45 min)".
    pub(super) fn length(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if let Some(next) = self.length_of_noun(at) {
            return Some(next);
        }
        let open = text.mark(at, '(');
        let lead = text.is_any(at, ENGLISH.lasting);
        let colon = usize::from(lead && text.mark(at + 1, ':'));
        let figure = if lead || open { at + 1 + colon } else { at };
        let (value, next) = length::length(text, figure)?;
        if length::of_two(text, figure).is_some() {
            return None;
        }
        let day =
            next + usize::from(text.is_any(next, ENGLISH.on) || text.is_any(next, ENGLISH.from));
        let at_clock = text.is_any(next, ENGLISH.at) && clock::clock(text, next + 1).is_some();
        let beside = self.phrase.start.is_some()
            || self.phrase.dated()
            || at_clock
            || self.between_commas(at, next)
            || (at > 0 && text.is_any(at - 1, ENGLISH.at_most))
            || day::day(text, day).is_some()
            || matches!(clock::clock(text, next), Some((clock, _)) if clock.form.is_clear());
        // "fri 15:00, 30 min later" is not that long.
        let later = length::later(text, if lead || open { at + 1 } else { at }).is_some();
        let exact = matches!(value, Length::Exact(_)) && (!open || text.mark(next, ')'));
        // "2 weeks from 5 july"; "from 5 july, 2 weeks"
        let begins = text.is_any(next, ENGLISH.from) || text.is_any(next, &["starting"]);
        let days_before = begins && day::day(text, next + 1).is_some();
        let comma = at > 0 && text.mark(at - 1, ',') && next >= text.len();
        let days_after = comma && self.phrase.day.is_some() && self.phrase.start.is_none();
        let days = matches!(value, Length::Days(_)) && (days_before || days_after);
        let enough = if days {
            true
        } else if lead {
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

    /// "15-min" and "two hour" before what a meeting is called, at the start: "quick 15-min check-in".
    fn length_of_noun(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let first = at == 0 || (at == 1 && text.is_any(0, ENGLISH.before_nouns));
        let dated = self.phrase.dated() && self.phrase.start.is_none();
        let open = (first && self.phrase.empty()) || (dated && self.phrase.length.is_none());
        let (value, next) = length::before_a_noun(text, at).filter(|_| open)?;
        let offsite = matches!(value, Length::Days(_));
        let nouns = if offsite { ENGLISH.outings } else { ENGLISH.meetings };
        text.after_any(next, nouns)?;
        self.phrase.length = Some(Said { value, words: at..next });
        Some(next)
    }

    /// Whether words stand by themselves: "call, 20 min, tue 12:15".
    fn between_commas(&self, at: usize, next: usize) -> bool {
        let ends =
            next >= self.text.len() || [',', '?'].iter().any(|mark| self.text.mark(next, *mark));
        at > 0 && self.text.mark(at - 1, ',') && ends
    }

    /// The word after a bracket that was opened, or after what stands open.
    pub(super) fn closed(&self, open: bool, next: usize) -> usize {
        if open && self.text.mark(next, ')') { next + 1 } else { next }
    }
}
