//! Clock times as they are said, alone and in pairs.

use chrono::{NaiveTime, TimeDelta, Timelike};

use super::{Dialect, english, lexicon::ENGLISH, phrase::edge, words::Text};

/// A clock time as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    half: Half,
    /// Whether the hour is written with a colon and without a zero before it: "3:30".
    loose: bool,
    /// Whether the hour is written with a zero before it: "06h45".
    padded: bool,
    /// How clearly it is a clock time.
    pub(super) form: Form,
}

/// Which half of the day was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Half {
    #[default]
    Unsaid,
    /// Before noon.
    Before,
    /// After noon.
    After,
    /// The night: after noon from 5 on, and the small hours, which may be of the next day.
    Night,
}

/// How clearly something is a clock time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// "15:00", "3pm", "noon": nothing else looks like it.
    Clear,
    /// "half past 3", "3 o'clock", "15h30": nothing else either, and the half of the day is open.
    Worded,
    /// "9.30", "15h": a clock time beside a date.
    Likely,
    /// "9": a clock time after "at", or as an end of a range.
    Bare,
}

/// The first hour of an evening; before it is the night.
const EVENING: u32 = 5;

/// A clock time in the day: midnight at the end of the day is 24 hours.
pub(super) type Offset = TimeDelta;

/// Reads a clock time that begins at a word; gives the word after it.
pub(super) fn clock(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let found = named(text, at)
        .or_else(|| spoken(text, at))
        .or_else(|| figures(text, at))
        .or_else(|| in_words(text, at))
        .or_else(|| in_a_row(text, at, false));
    let (clock, next) = found?;
    // An end of "15:00Z" or "18:30+01:00" is for the zone.
    let zone_follows = text.is(next, "z") || (text.joint(next, '+') && text.is_number(next + 1));
    (text.ends(next) || zone_follows).then_some((clock, next))
}

fn named(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    // "12 noon"
    let twelve = text.number(at, 2..=2) == Some(12) && !text.glued(at + 1);
    let at = if twelve { at + 1 } else { at };
    let (hour, half) = match text.letters(at)? {
        "noon" | "midday" => (12, Half::After),
        "midnight" => (24, Half::Unsaid),
        _ => return None,
    };
    let clock = Clock { half, ..Clock::said(hour, 0, 0, Form::Clear) };
    Some((clock, at + 1))
}

fn figures(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = text.number(at, 1..=2)?;
    let (minute, second, form, next) = minutes(text, at)?;
    let loose = text.mark(at + 1, ':') && text.number(at, 1..=1).is_some();
    let padded = text.number(at, 2..=2).is_some_and(|hour| hour < 10);
    let clock = Clock { loose, padded, ..Clock::said(hour, minute, second, form) };
    clock.with_half(text, next)
}

/// "six pm", "ten thirty", "nine-thirty am", "eight o'clock".
pub(super) fn in_words(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = text.count(at).filter(|hour| *hour <= 12 && text.is_long(at))?;
    let dash = usize::from(text.joint(at + 1, '-'));
    let minutes = count(text, at + 1 + dash).filter(|(minute, _)| (10..=59).contains(minute));
    let (minute, next) = minutes.unwrap_or((0, at + 1));
    let form = if minutes.is_some() { Form::Likely } else { Form::Bare };
    let clock = Clock::said(hour, minute, 0, form);
    let (clock, next) = clock.with_half(text, next)?;
    // "Which one am I?"
    let verb = text.is(next - 1, "am") && text.letters(next).is_some_and(|word| word.len() == 1);
    (clock.form != Form::Bare && !verb).then_some((clock, next))
}

/// "9 30" after "at".
pub(super) fn apart(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let (hour, minute) = (text.number(at, 1..=2)?, text.number(at + 1, 2..=2)?);
    let ends = !text.glued(at + 1) && text.ends(at + 2) && edge(text, at + 2);
    let form = Form::Likely;
    let clock = Clock::said(hour, minute, 0, form);
    (ends && clock.exists()).then_some((clock, at + 2))
}

/// A number in words, which may be two: "thirty", "twenty five", "twenty-five".
fn count(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let tens = text.count(at).filter(|_| text.is_long(at))?;
    let dash = usize::from(text.joint(at + 1, '-'));
    let one = text.count(at + 1 + dash).filter(|one| *one <= 9 && text.is_long(at + 1 + dash));
    match one.filter(|_| (20..60).contains(&tens) && tens % 10 == 0) {
        Some(one) => Some((tens + one, at + 2 + dash)),
        None => Some((tens, at + 1)),
    }
}

/// "1500h"; with `joined` also "150000", which the "T" of a date in figures is before.
pub(super) fn in_a_row(text: &Text<'_>, at: usize, joined: bool) -> Option<(Clock, usize)> {
    let glued = text.glued(at + 1) && text.is_any(at + 1, &["h", "hrs"]);
    // "1330 hrs", "1400 hours"; but "1000 hours of practice"
    let hours = glued || text.is_any(at + 1, &["hrs", "hours"]);
    let short = text.number(at, 4..=4).and_then(|figures| figures.checked_mul(100));
    let long = || text.number(at, 6..=6).filter(|_| joined);
    let figures = short.filter(|_| hours || joined).or_else(long)?;
    let (hour, minute, second) = (figures / 10_000, figures / 100 % 100, figures % 100);
    let form = if hours && text.is(at + 1, "hours") { Form::Likely } else { Form::Clear };
    let clock = Clock::said(hour, minute, second, form);
    clock.exists().then_some((clock, at + 1 + usize::from(hours)))
}

/// "half past 3", "quarter to four".
fn spoken(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let fraction = if text.is(at, "a") { at + 1 } else { at };
    let (minutes, link) = match text.letters(fraction) {
        Some("half") => (30, fraction + 1),
        Some("quarter") => (15, fraction + 1),
        Some(_) => count(text, fraction).filter(|(count, _)| matches!(count, 5 | 10 | 20 | 25))?,
        // "5 past 3"; but "5 to 3" is a range.
        None => {
            let past = text.is_any(fraction + 1, ENGLISH.minutes_past);
            let count = text.number(fraction, 1..=2);
            (count.filter(|count| past && matches!(count, 5 | 10 | 20 | 25))?, fraction + 1)
        }
    };
    let (hour, next) = text
        .number(link + 1, 1..=2)
        .map(|hour| (hour, link + 2))
        .or_else(|| word(text, link + 1).map(|(clock, next)| (clock.hour, next)))?;
    let (hour, minute) = match text.letters(link)? {
        "past" | "after" => (hour, minutes),
        "to" | "before" if hour == 1 => (12, 60 - minutes),
        "to" | "before" => (hour.checked_sub(1)?, 60 - minutes),
        _ => return None,
    };
    let clock = Clock::said(hour, minute, 0, Form::Worded);
    clock.with_half(text, next)
}

/// "three", "nine pm", after "at".
pub(super) fn word(text: &Text<'_>, at: usize) -> Option<(Clock, usize)> {
    let hour = text.count(at).filter(|_| text.is_long(at))?;
    let clock = Clock::said(hour, 0, 0, Form::Bare);
    clock.with_half(text, at + 1).filter(|(_, next)| text.ends(*next))
}

/// What follows the hour: ":30", ":30:15", ".30", "h30", "h" or nothing.
fn minutes(text: &Text<'_>, at: usize) -> Option<(u32, u32, Form, usize)> {
    if text.joint(at + 1, ':') {
        let minute = text.number(at + 2, 2..=2)?;
        let second = text.joint(at + 3, ':').then(|| text.number(at + 4, 2..=2)).flatten();
        let next = if second.is_some() { at + 5 } else { at + 3 };
        // "18:30:00.000Z"
        let fraction = second.is_some() && text.joint(next, '.') && text.is_number(next + 1);
        let next = if fraction { next + 2 } else { next };
        // "15:00h", "15:00 Uhr"
        let hours = usize::from(text.is_any(next, ENGLISH.hours));
        return Some((minute, second.unwrap_or(0), Form::Clear, next + hours));
    }
    if text.joint(at + 1, '.') {
        let minute = text.number(at + 2, 2..=2)?;
        // "14.00 hrs"; but "1.30 hrs" is a length.
        let hours = text.is_any(at + 3, ENGLISH.hours) && text.number(at, 2..=2).is_some();
        let glued = text.glued(at + 3) || !text.is(at + 3, "h");
        let clear = hours && glued;
        let (form, next) = if clear { (Form::Clear, at + 4) } else { (Form::Likely, at + 3) };
        return Some((minute, 0, form, next));
    }
    if text.is(at + 1, "uhr") {
        return Some((0, 0, Form::Clear, at + 2));
    }
    if text.is(at + 1, "h") && text.glued(at + 1) {
        return match text.number(at + 2, 2..=2).filter(|_| text.glued(at + 2)) {
            Some(minute) => Some((minute, 0, Form::Worded, at + 3)),
            None => Some((0, 0, Form::Likely, at + 2)),
        };
    }
    Some((0, 0, Form::Bare, at + 1))
}

/// "am", "p.m.", and "p" written together with the hour.
fn half(text: &Text<'_>, at: usize) -> (Half, usize) {
    let spoken = ENGLISH.meridiem_phrases.iter();
    let spoken = spoken.filter_map(|(half, names)| Some((*half, text.after_any(at, names)?)));
    if let Some(found) = spoken.max_by_key(|(_, next)| *next) {
        return found;
    }
    let (before, after) = ENGLISH.meridiems;
    // "3. pm"
    let dot = text.mark(at, '.') && text.glued(at) && !text.glued(at + 1);
    let at = if dot && text.is_any(at + 1, &["am", "pm"]) { at + 1 } else { at };
    if text.is_any(at, before) {
        return (Half::Before, at + 1);
    }
    if text.is_any(at, after) {
        return (Half::After, at + 1);
    }
    let letter = text.is_any(at, &["a", "p"]);
    let dotted = letter && text.joint(at + 1, '.') && text.is(at + 2, "m");
    let half = if text.is(at, "a") { Half::Before } else { Half::After };
    match dotted {
        true if text.mark(at + 3, '.') && text.glued(at + 3) => (half, at + 4),
        true => (half, at + 3),
        // "9p"; beside other languages "2a" is a class.
        false if letter && text.glued(at) && (half == Half::After || text.is_english()) => {
            (half, at + 1)
        }
        false => (Half::Unsaid, at),
    }
}

/// "3 o'clock".
fn o_clock(text: &Text<'_>, at: usize, form: Form) -> (Form, usize) {
    let quote = text.mark(at + 1, '\'') || text.mark(at + 1, '\u{2019}');
    if text.is(at, "o") && quote && text.is(at + 2, "clock") {
        (Form::Worded, at + 3)
    } else {
        (form, at)
    }
}

impl Form {
    /// Whether nothing but a clock time looks like it.
    pub(super) const fn is_clear(self) -> bool {
        matches!(self, Self::Clear | Self::Worded)
    }
}

impl Clock {
    fn said(hour: u32, minute: u32, second: u32, form: Form) -> Self {
        Self { hour, minute, second, half: Half::Unsaid, loose: false, padded: false, form }
    }

    fn exists(self) -> bool {
        let hour = match self.half {
            Half::Unsaid => {
                self.hour <= 23 || (self.hour == 24 && self.minute == 0 && self.second == 0)
            }
            Half::Before | Half::After | Half::Night => (1..=12).contains(&self.hour),
        };
        hour && self.minute <= 59 && self.second <= 59
    }

    /// Whether the half of the day is open: nothing was said, and the hour leaves both.
    fn open(self) -> bool {
        self.half == Half::Unsaid && (1..=12).contains(&self.hour)
    }

    fn with(self, half: Half) -> Self {
        Self { half, ..self }
    }

    pub(super) fn is_twelve(self) -> bool {
        self.hour == 12
    }

    /// Takes in "am", "o'clock", "o'clock in the evening" after it.
    fn with_half(self, text: &Text<'_>, at: usize) -> Option<(Self, usize)> {
        let (form, next) = o_clock(text, at, self.form);
        let (half, next) = half(text, next);
        let clock = match half {
            Half::Unsaid => Self { form, ..self },
            // "at 2 at night", "at 12 at night"
            Half::Night if self.hour == 12 => {
                let hour = if self.minute == 0 { 24 } else { 0 };
                Self { hour, half: Half::Unsaid, form: Form::Clear, ..self }
            }
            Half::Night if self.hour < EVENING => {
                Self { half: Half::Before, form: Form::Clear, ..self }
            }
            Half::Night => Self { half: Half::After, form: Form::Clear, ..self },
            half => Self { half, form: Form::Clear, ..self },
        };
        (clock.exists() && (half == Half::Unsaid || self.exists())).then_some((clock, next))
    }

    /// Whether it is an hour of a night that is no evening's, or midnight: "sat night at 1".
    pub(super) fn is_of_late_night(self) -> bool {
        self.open() && (self.hour < EVENING || self.hour == 12)
    }

    /// Whether clocks show it at a time of day, in either half of the day where none is said.
    pub(super) fn shows(self, time: NaiveTime) -> bool {
        let halves: &[Half] = if self.open() { &[Half::Before, Half::After] } else { &[self.half] };
        halves.iter().any(|half| self.with(*half).read().map(of_day) == Some(time))
    }

    /// Whether another clock time is the same, said in another way: "3pm" and "15:00".
    pub(super) fn is_same(self, other: Self) -> bool {
        self.read().is_some_and(|at| other.shows(of_day(at)))
    }

    /// Has chrono-english read it.
    fn read(self) -> Option<Offset> {
        if self.hour == 24 {
            return Some(TimeDelta::days(1));
        }
        let Self { hour, minute, .. } = self;
        let suffix = match self.half {
            Half::Unsaid => "",
            Half::Before => "am",
            Half::After | Half::Night => "pm",
        };
        // Meetings begin on a minute, so seconds are read and not kept.
        let time = english::clock(&format!("{hour}:{minute:02}{suffix}"))?;
        Some(time.signed_duration_since(NaiveTime::MIN))
    }

    /// The time of day it means, and whether that took an assumption. A half of the day that was said beside it
    /// ("tonight at 8", "tomorrow morning at 6") decides an open hour; else where people have clocks of twelve hours
    /// "3:30" is in the afternoon.
    pub(super) fn alone(self, said: Half, dialect: Dialect) -> Option<(Offset, bool)> {
        if self.open() && said != Half::Unsaid {
            return Some((self.with(said).read()?, false));
        }
        // Nobody means three in the night by "at 3".
        let small = self.open() && self.hour <= 6 && !self.padded;
        if small && (self.form != Form::Clear || (self.loose && dialect == Dialect::Us)) {
            return Some((self.with(Half::After).read()?, true));
        }
        Some((self.read()?, false))
    }
}

/// The times of day of a start and an end, and whether the start took an assumption.
pub(super) fn pair(
    start: Clock,
    end: Clock,
    said: Half,
    dialect: Dialect,
) -> Option<(Offset, Offset, bool)> {
    if start.open() && end.half != Half::Unsaid {
        return before_said_end(start, end);
    }
    if start.open() && start.form != Form::Clear && end.hour == 24 {
        return Some((start.with(Half::After).read()?, end.read()?, false));
    }
    let (from, assumed) = start.alone(said, dialect)?;
    let to = end.read()?;
    // "6-14" begins in the morning.
    let early = start.read().filter(|early| *early < to && to < from && end.hour > 12);
    if let Some(early) = early.filter(|_| said == Half::Unsaid) {
        return Some((early, to, false));
    }
    // "9am-5", "15:00-4", "10-2": the next time the clock shows it, where that is before midnight.
    let twelve = end.loose && dialect == Dialect::Us;
    let clear = end.form == Form::Clear && start.form == Form::Clear && start.half == Half::Unsaid;
    let loose = !clear || twelve || said != Half::Unsaid;
    let late = end.with(Half::After).read().filter(|late| *late > from);
    let to = late.filter(|_| to <= from && end.open() && loose).unwrap_or(to);
    Some((from, to, assumed))
}

/// "3-4:30pm" is in one half of the day, "11-1pm" in two.
fn before_said_end(start: Clock, end: Clock) -> Option<(Offset, Offset, bool)> {
    let to = end.read()?;
    let same = start.with(end.half).read()?;
    let from = if same < to { same } else { start.with(Half::Before).read()? };
    Some((from, to, false))
}

/// The time of day an offset from midnight is.
pub(super) fn of_day(offset: Offset) -> NaiveTime {
    NaiveTime::MIN.overflowing_add_signed(offset).0
}

/// Whether a time of day is after midnight and before the morning.
pub(super) fn is_at_night(offset: Offset) -> bool {
    offset < TimeDelta::hours(7)
}

/// How far a time of day is from midnight.
pub(super) fn offset(time: NaiveTime) -> Offset {
    TimeDelta::seconds(time.num_seconds_from_midnight().into())
}
