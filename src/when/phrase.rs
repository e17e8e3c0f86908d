//! Phrases: dates, clock times, lengths and zones that stand together.
//!
//! A phrase is a run of parts in any order, each at most once, with the little words that join them. Which words make
//! a part is decided here by how they stand; what the parts mean together is for [`super::resolve`].

use std::ops::Range;

use chrono::{DateTime, TimeDelta, Utc, Weekday};

use super::{
    clock::{self, Clock, Half},
    day::{self, Day, Week},
    length::{self, Length},
    lexicon::ENGLISH,
    rule::Freq,
    series::Rhythm,
    several,
    words::{Kind, Text},
    zone::{self, Named},
};

mod bounds;
mod clocks;

pub(super) use bounds::{Except, Until};

/// Something that was said, and the words that said it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said<T> {
    pub(super) value: T,
    pub(super) words: Range<usize>,
}

/// When something starts on its day, or from now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Start {
    Clock(Clock),
    /// "in 2 hours".
    In(TimeDelta),
    Now,
    /// "<t:1767225600>".
    At(DateTime<Utc>),
    /// "30 min later", less than nothing for "earlier": of what is moved.
    Later(Length),
}

/// A clock time of another place, and an end where one is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Elsewhere {
    pub(super) start: Clock,
    pub(super) end: Option<Clock>,
    pub(super) zone: Said<Named>,
    /// The weekday it is there, where one is said.
    pub(super) weekday: Option<Weekday>,
    pub(super) words: Range<usize>,
}

/// What a run of words says about time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) day: Option<Said<Day>>,
    /// A weekday beside a date that says which day it is.
    pub(super) weekday: Option<Said<Weekday>>,
    /// A day beside a date that is the same: "tomorrow, 2 Dec".
    pub(super) same_day: Option<Said<Day>>,
    pub(super) last_day: Option<Said<Day>>,
    /// Further days, each with the same clock time.
    pub(super) more: Vec<Said<Day>>,
    pub(super) series: Option<Said<Rhythm>>,
    /// The day that a series begins on or after.
    pub(super) from: Option<Said<Day>>,
    /// Whether it begins after that day, not on it.
    pub(super) from_after: bool,
    pub(super) until: Option<Said<Until>>,
    /// How often a series takes place.
    pub(super) count: Option<Said<u32>>,
    pub(super) except: Vec<Said<Except>>,
    pub(super) start: Option<Said<Start>>,
    pub(super) end: Option<Said<Clock>>,
    pub(super) half: Option<Said<Half>>,
    pub(super) length: Option<Said<Length>>,
    pub(super) zone: Option<Said<Named>>,
    /// What the clocks of other places show then: "15:00 CET (9:00 EST)".
    pub(super) elsewhere: Vec<Elsewhere>,
    pub(super) all_day: bool,
    /// The words it is made of.
    pub(super) words: Range<usize>,
}

impl Phrase {
    /// Whether it says when: a day and a clock time or "all day", or how long from now.
    pub(super) fn complete(&self) -> bool {
        let from_now = matches!(&self.start, Some(said) if !matches!(said.value, Start::Clock(_)));
        let days = self.last_day.is_some()
            || matches!(&self.length, Some(said) if matches!(said.value, Length::Days(_)));
        from_now || (self.dated() && (self.start.is_some() || self.all_day || days))
    }

    /// Whether it says on which day, or on which days.
    pub(super) const fn dated(&self) -> bool {
        self.day.is_some() || self.series.is_some()
    }

    /// Whether it says nothing but a length, a zone, or how far a series goes.
    pub(super) const fn accessory(&self) -> bool {
        !self.dated() && self.start.is_none()
    }

    /// Whether it starts at a clock time, whose day is said or open.
    pub(super) const fn start_on_a_day(&self) -> bool {
        matches!(&self.start, Some(Said { value: Start::Clock(_), .. }))
    }

    /// The words of its clock times and of their zone; all, where there are none.
    pub(super) fn clock_words(&self) -> Range<usize> {
        let Some(start) = &self.start else { return self.words.clone() };
        let end = self.end.as_ref().map_or(0, |said| said.words.end);
        let zone = self.zone.as_ref().map_or(0, |said| said.words.end);
        start.words.start..start.words.end.max(end).max(zone)
    }

    /// Whether both say a day and the same time of day.
    pub(super) fn is_at_the_time_of(&self, other: &Self) -> bool {
        let clock = |phrase: &Self| {
            let start = phrase.start.as_ref().map(|said| said.value);
            let zone = phrase.zone.as_ref().map(|said| said.value.clone());
            (start, phrase.end.as_ref().map(|said| said.value), zone)
        };
        let plain = self.last_day.is_none() && other.last_day.is_none() && other.series.is_none();
        let dated = self.day.is_some() && other.day.is_some() && self.start.is_some();
        plain && dated && clock(self) == clock(other)
    }

    /// Whether it says how far a series goes.
    pub(super) const fn bounding(&self) -> bool {
        let end = self.until.is_some() || self.count.is_some();
        end || self.from.is_some() || !self.except.is_empty()
    }

    /// Whether it only says a clock time that could be something else.
    pub(super) fn doubtful(&self) -> bool {
        let bare = matches!(&self.start, Some(said) if matches!(said.value, Start::Clock(clock) if !clock.form.is_clear()));
        !self.dated() && bare && self.end.as_ref().is_none_or(|end| !end.value.form.is_clear())
    }

    /// Takes "from monday to friday" beside "every week" for the days of each week.
    fn settle_on_days(&mut self) {
        let weekly = |said: &Said<Rhythm>| {
            said.value.rule.freq == Freq::Weekly && !said.value.rule.is_settled()
        };
        let open = self.series.as_ref().is_some_and(weekly) && self.day.is_none();
        let weekday = |day: &Day| matches!(day, Day::Weekday(_, Week::Coming));
        let (Some(from), Some(until), true) = (&self.from, &self.until, open) else { return };
        if let Until::Day(last) = until.value
            && weekday(&last)
            && weekday(&from.value)
            && !self.from_after
        {
            self.last_day = Some(Said { value: last, words: until.words.clone() });
            self.day = self.from.take();
            self.until = None;
        }
    }

    pub(super) fn empty(&self) -> bool {
        let bare = self.length.is_none() && self.zone.is_none() && !self.all_day;
        self.accessory() && bare && !self.bounding()
    }
}

/// What is known of a text before it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mode {
    /// It is a time and nothing else, so that less is needed to tell.
    pub(super) alone: bool,
    /// It may be about a series.
    pub(super) series: bool,
}

/// Reads the phrase that begins at a word.
pub(super) fn phrase(text: &Text<'_>, at: usize, mode: Mode) -> Option<Phrase> {
    if !text.may_begin(at) {
        return None;
    }
    let mut parser = Parser { text, mode, at, phrase: Phrase::default() };
    while parser.part() {}
    let Parser { phrase: mut found, at: end, .. } = parser;
    found.words = at..end;
    found.settle_on_days();
    // "from monday to friday at 9:00, except wednesdays" is no series with bounds.
    if mode.series && found.series.is_none() && found.from.is_some() && found.day.is_none() {
        let plain = phrase(text, at, Mode { series: false, ..mode });
        if let Some(plain) = plain.filter(|plain| plain.start_on_a_day() && plain.dated()) {
            return Some(plain);
        }
    }
    (!found.empty()).then_some(found)
}

/// Whether the words from here on are about something else, so that a time may well have ended.
pub(super) fn edge(text: &Text<'_>, at: usize) -> bool {
    match text.get(at).map(|word| word.kind) {
        None | Some(Kind::Opaque) => true,
        Some(Kind::Mark(':')) => !text.glued(at + 1),
        // "tomorrow 😴"
        Some(Kind::Mark(mark)) => ")],;.!?@".contains(mark) || !mark.is_ascii(),
        Some(Kind::Letters) => text.is_any(at, ENGLISH.after),
        Some(Kind::Number) => false,
    }
}

/// Signs that programs put between a date and its clock times.
const SEPARATORS: &[char] = &['\u{b7}', '\u{2022}', '\u{22c5}'];

pub(super) struct Parser<'t, 'a> {
    pub(super) text: &'t Text<'a>,
    pub(super) mode: Mode,
    at: usize,
    pub(super) phrase: Phrase,
}

impl Parser<'_, '_> {
    /// Reads one more part, and says whether there was one.
    fn part(&mut self) -> bool {
        let text = self.text;
        let dash = self.phrase.start.is_none() && self.phrase.last_day.is_none();
        let marks: &[char] = if dash {
            &['-', ':', '/', '|', '·', '⋅', '•']
        } else {
            &[':', '/', '|', '·', '⋅', '•']
        };
        let spaced = marks.iter().any(|mark| text.mark(self.at, *mark))
            || SEPARATORS.iter().any(|mark| text.mark(self.at, *mark));
        let apart = text.mark(self.at, ',') || (spaced && !text.glued(self.at + 1));
        let from = if apart && !self.phrase.empty() { self.at + 1 } else { self.at };
        let found = self
            .rhythm(from)
            .or_else(|| self.bounds(from))
            .or_else(|| self.all_day(from))
            .or_else(|| self.away(from))
            .or_else(|| self.elsewhere(self.at))
            .or_else(|| self.zone(from))
            .or_else(|| self.half(from))
            .or_else(|| self.day(from))
            .or_else(|| self.clock(from))
            .or_else(|| self.late_end(from))
            .or_else(|| self.length(from));
        if let Some(next) = found {
            self.at = next;
        }
        found.is_some()
    }

    fn all_day(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = if text.is(at, "the") { at + 1 } else { at };
        let dash = usize::from(text.joint(name + 1, '-'));
        let said = text.is_any(name, &["all", "whole"]) && text.is(name + 1 + dash, "day");
        let next = name + 2 + dash;
        // "All day long": still all day; "all day meeting" too.
        (said && !self.phrase.all_day && self.phrase.start.is_none()).then(|| {
            self.phrase.all_day = true;
            next
        })
    }

    /// "in 2 hours", "half an hour from now", "now".
    fn away(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if self.phrase.start.is_some() || self.phrase.dated() {
            return None;
        }
        if let Some(instant) = text.stamp(at) {
            self.phrase.start = Some(Said { value: Start::At(instant), words: at..at + 1 });
            let last = self.joined(at + 1).and_then(|name| Some((text.stamp(name)?, name + 1)));
            let Some((last, next)) = last else { return Some(at + 1) };
            let value = Length::Exact(last.signed_duration_since(instant));
            self.phrase.length = Some(Said { value, words: at..next });
            return Some(next);
        }
        let now = if text.is(at, "right") { at + 1 } else { at };
        if text.is(now, "now") && (now > at || self.mode.alone || edge(text, now + 1)) {
            self.phrase.start = Some(Said { value: Start::Now, words: at..now + 1 });
            return Some(now + 1);
        }
        if let Some((later, end)) = length::later(text, at).filter(|_| self.mode.alone) {
            self.phrase.start = Some(Said { value: Start::Later(later), words: at..end });
            return Some(end);
        }
        let lead = usize::from(text.is(at, "in"));
        // "squeeze in half an hour"
        let particle = lead == 1 && at > 0 && text.is_any(at - 1, ENGLISH.fitting);
        let (length, next) = length::length(text, at + lead).filter(|_| !particle)?;
        let from_now = text.is(next, "from") && text.is(next + 1, "now");
        let Length::Exact(delta) = length else { return None };
        if lead == 0 && !from_now {
            return None;
        }
        let next = if from_now { next + 2 } else { next };
        self.phrase.start = Some(Said { value: Start::In(delta), words: at..next });
        Some(next)
    }

    /// A zone after a clock time, in brackets or not.
    fn zone(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let open = text.mark(at, '(');
        let lead = text.is_any(at, &["in", "at"]);
        let name = if open || lead { at + 1 } else { at };
        let clock = self.phrase.start.is_some() || (self.mode.alone && self.phrase.day.is_some());
        let written_out = text.glued(name + 1) && text.mark(name + 1, '/');
        if self.phrase.zone.is_some() || !(clock || written_out) {
            return None;
        }
        let (named, next) = zone::zone(text, name, self.mode.alone && clock)?;
        // "in Berlin" is a place, "in Berlin time" a zone.
        if lead
            && !(self.mode.alone || next.checked_sub(1).is_some_and(|last| text.is(last, "time")))
        {
            return None;
        }
        // "Asia/Pacific review"
        if matches!(named, Named::Unknown) && !clock {
            return None;
        }
        self.phrase.zone = Some(Said { value: named, words: name..next });
        Some(self.closed(open, next))
    }

    /// "(9:00 EST)", "/ 9am ET" after a clock time.
    fn elsewhere(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        if let Some(next) = self.again(at) {
            return Some(next);
        }
        let open = text.mark(at, '(');
        let lead = open || ['/', '=', '|', ','].iter().any(|mark| text.mark(at, *mark));
        if !lead || !self.phrase.start_on_a_day() {
            return None;
        }
        let mut found = Vec::new();
        let mut name = at + 1;
        while let Some(other) = self.elsewhere_at(name, open) {
            let next = other.words.end;
            found.push(other);
            name = if [',', '/', ';', '|'].iter().any(|mark| text.mark(next, *mark)) {
                next + 1
            } else {
                next
            };
        }
        let next = found.last()?.words.end;
        let closed = !open || text.mark(next, ')');
        closed.then(|| self.phrase.elsewhere.extend(found))?;
        Some(self.closed(open, next))
    }

    /// "(3pm)" after "15:00", "noon" after "12:00".
    fn again(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let Some(Said { value: Start::Clock(start), .. }) = self.phrase.start else { return None };
        let open = text.mark(at, '(');
        let (clock, next) = clock::clock(text, if open { at + 1 } else { at })?;
        let said = if open { text.mark(next, ')') } else { text.is_any(at, &["noon", "midday"]) };
        let alone = self.phrase.end.is_none() && clock.form.is_clear() && start.is_same(clock);
        (said && alone).then(|| self.closed(open, next))
    }

    fn elsewhere_at(&self, begin: usize, alone: bool) -> Option<Elsewhere> {
        let text = self.text;
        let weekday = text.weekday(begin);
        let at = begin + usize::from(weekday.is_some());
        let (start, next) = clock::clock(text, at)?;
        let end = self.joined(next).and_then(|name| clock::clock(text, name));
        let (end, next) = end.map_or((None, next), |(end, next)| (Some(end), next));
        // "(10am in Montreal)"
        let name = if alone && text.is_any(next, &["in", "at", "a"]) { next + 1 } else { next };
        let apart = !text.glued(begin);
        let city = || zone::bare_city(text, name).filter(|_| apart || alone);
        let city = || city().map(|(zone, next)| (Named::Zone(zone), next));
        let (value, last) = zone::zone(text, name, alone).or_else(city)?;
        let zone = Said { value, words: next..last };
        Some(Elsewhere { start, end, zone, weekday, words: begin..last })
    }

    /// "morning" after a day, "in the evening" after a clock time, "this afternoon".
    fn half(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let lead = if text.is(at, "in") && text.is(at + 1, "the") {
            2
        } else {
            usize::from(text.is(at, "this"))
        };
        let half = text.half(at + lead).or_else(|| self.meridiem(at))?;
        // "fri Eve 7pm" is about Eve.
        let name = text.is(at, "eve") && text.written(at..at + 1) != "eve";
        if name {
            return None;
        }
        let words = at..at + lead + 1;
        let tonight = text.is_any(at, &["tonight", "tonite"]);
        let today = lead == 1 || tonight;
        let many = text.letters(at + lead).is_some_and(|word| word.ends_with('s'));
        let after_clock = self.phrase.start.is_some() && (lead == 2 || edge(text, at + 1)) && !many;
        let follows = after_clock || (self.phrase.dated() && self.phrase.start.is_none());
        if self.phrase.half.is_some() || !(today || follows) || (today && self.phrase.day.is_some())
        {
            return None;
        }
        if today {
            self.phrase.day = Some(Said { value: Day::Near(0), words: words.clone() });
        }
        self.phrase.half = Some(Said { value: half, words: words.clone() });
        Some(words.end)
    }

    /// "pm" of "thu pm 3:30".
    fn meridiem(&self, at: usize) -> Option<Half> {
        let text = self.text;
        let (before, after) = ENGLISH.meridiems;
        let morning = text.is_any(at, before);
        let half =
            if morning { Half::Before } else { text.is_any(at, after).then_some(Half::After)? };
        let clock = if text.is_any(at + 1, ENGLISH.at) { at + 2 } else { at + 1 };
        let beside = self.phrase.dated() && self.phrase.start.is_none();
        (beside && clock::clock(text, clock).is_some()).then_some(half)
    }

    fn day(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let lead = text.is_any(at, ENGLISH.on) || text.is_any(at, ENGLISH.from);
        let name = if lead && day::day(text, at).is_none() { at + 1 } else { at };
        if let Some(next) = self.days_of_month(name) {
            return Some(next);
        }
        if let Some((days, next)) = several::days(text, name).filter(|_| self.phrase.day.is_none())
        {
            let mut days = days.into_iter();
            self.phrase.day = days.next();
            self.phrase.more = days.collect();
            // "tue and thu-sat"
            return Some(self.last_of_several(next).unwrap_or(next));
        }
        if let Some(next) = self.day_in_brackets(at) {
            return Some(next);
        }
        let (value, next) = day::day(text, name)?;
        let said = Said { value, words: name..next };
        // "thu 17:00: 2nd round"
        if at > self.at && self.phrase.start.is_some() && matches!(value, Day::OfMonth(_)) {
            return None;
        }
        if self.phrase.day.is_some() {
            return self.second_day(said);
        }
        self.phrase.day = Some(said);
        Some(self.last_day(next).unwrap_or(next))
    }

    /// "(tue)" after a date, "(10th)" after a weekday.
    fn day_in_brackets(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let open = text.mark(at, '(') && self.phrase.day.is_some();
        let (value, next) = day::day(text, at + 1).filter(|_| open)?;
        let said = Said { value, words: at + 1..next };
        text.mark(next, ')').then(|| self.second_day(said))?.map(|next| next + 1)
    }

    /// A weekday beside a date says which day the date is.
    fn second_day(&mut self, said: Said<Day>) -> Option<usize> {
        if self.phrase.last_day.is_some() {
            return None;
        }
        let next = said.words.end;
        if self.same_day(&said) {
            return Some(self.last_day(next).unwrap_or(next));
        }
        let first = self.phrase.day.as_ref().filter(|_| self.phrase.weekday.is_none())?;
        let (weekday, words, day) = match (first.value, said.value) {
            (Day::Weekday(..), Day::Weekday(..)) => return None,
            (Day::Weekday(weekday, Week::Coming), _) => (weekday, first.words.clone(), Some(said)),
            (_, Day::Weekday(weekday, Week::Coming)) => (weekday, said.words, None),
            _ => return None,
        };
        self.phrase.weekday = Some(Said { value: weekday, words });
        if day.is_some() {
            self.phrase.day = day;
        }
        Some(self.last_day(next).unwrap_or(next))
    }

    /// A day by how far away it is beside a date: "tomorrow, 2 Dec".
    fn same_day(&mut self, said: &Said<Day>) -> bool {
        let dates = |day: Day| day.in_figures() || matches!(day, Day::Holiday(..));
        let Some(first) = self.phrase.day.clone().filter(|_| self.phrase.same_day.is_none()) else {
            return false;
        };
        if first.value.is_relative() && dates(said.value) {
            self.phrase.day = Some(said.clone());
            self.phrase.same_day = Some(first);
            return true;
        }
        // "24 dec, christmas eve, 18:00", but "24 dec christmas party".
        let next = said.words.end;
        let ends = || edge(self.text, next) || clock::clock(self.text, next).is_some();
        let name = first.value.in_figures() && matches!(said.value, Day::Holiday(..)) && ends();
        let second = name || (dates(first.value) && said.value.is_relative());
        if second {
            self.phrase.same_day = Some(said.clone());
        }
        second
    }

    /// "14-16 Dec", "Dec 14-16".
    fn days_of_month(&mut self, at: usize) -> Option<usize> {
        let (first, last, next) =
            day::month_range(self.text, at).filter(|_| self.phrase.day.is_none())?;
        self.phrase.day = Some(Said { value: first, words: at..next });
        self.phrase.last_day = Some(Said { value: last, words: at..next });
        Some(next)
    }

    /// "to wed" after "mon".
    fn last_day(&mut self, at: usize) -> Option<usize> {
        let name = self.joined(at)?;
        let (value, next) = self.dated_weekday(name).or_else(|| day::day(self.text, name))?;
        // "the 19th to the 21st july" begins in july too.
        if let (Some(first), Day::Named { month, year, .. }) = (&mut self.phrase.day, value)
            && let Day::OfMonth(day) = first.value
        {
            first.value = Day::Named { day, month, year };
        }
        self.phrase.last_day = Some(Said { value, words: name..next });
        Some(if self.text.is(next, "inclusive") { next + 1 } else { next })
    }

    /// "to sat" after "tue and thu", "to 5 Dec" after "1 Dec and 3 Dec".
    fn last_of_several(&mut self, at: usize) -> Option<usize> {
        let name = self.joined(at)?;
        let (value, next) = day::day(self.text, name)?;
        let weekday = |day: Day| matches!(day, Day::Weekday(..));
        let same = |said: &Said<Day>| {
            weekday(said.value) == weekday(value) && said.value.in_figures() == value.in_figures()
        };
        self.phrase.more.last().filter(|said| same(said))?;
        self.phrase.last_day = Some(Said { value, words: name..next });
        Some(next)
    }

    /// "wednesday 21st july": the date of a weekday.
    fn dated_weekday(&self, at: usize) -> Option<(Day, usize)> {
        let (Day::Weekday(_, Week::Coming), next) = day::day(self.text, at)? else { return None };
        let date = if self.text.mark(next, ',') { next + 1 } else { next };
        day::day(self.text, date).filter(|(day, _)| !matches!(day, Day::Weekday(..)))
    }

    /// The word after what joins the ends of a range of clock times: "-", "to", "->".
    pub(super) fn joined_clocks(&self, at: usize) -> Option<usize> {
        self.text.arrow(at).or_else(|| self.joined(at))
    }

    /// The word after what joins the ends of a range.
    pub(super) fn joined(&self, at: usize) -> Option<usize> {
        let quote = self.text.mark(at, '\'') || self.text.mark(at, '\u{2019}');
        let cut = quote && self.text.glued(at + 1) && self.text.is_any(at + 1, &["til", "till"]);
        let name = if cut { at + 1 } else { at };
        let joins = self.text.mark(at, '-') || self.text.is_any(name, ENGLISH.to);
        joins.then_some(name + 1)
    }
}
