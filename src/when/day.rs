//! Dates as they are said.

use chrono::Weekday;

use super::{
    lexicon::{ENGLISH, Holiday, Unit},
    nth::{self, Place, Stretch},
    words::Text,
};

mod meaning;
mod shifted;

pub(super) use meaning::{Meaning, monday, one_of, years};
pub(super) use shifted::{counted_unit, week_ahead};

/// A date as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// "today", "tomorrow": so many days from today.
    Near(i32),
    /// "friday".
    Weekday(Weekday, Week),
    /// "14 Dec", "14 Dec 2026".
    Named { day: u32, month: u32, year: Option<u32> },
    /// "the 14th".
    OfMonth(u32),
    /// "14/12", "14/12/2026": which is the day depends.
    Figures { first: u32, second: u32, year: Option<u32> },
    /// "2026-12-14".
    Iso { year: u32, month: u32, day: u32 },
    /// "in 2 weeks".
    Later(u32, Unit),
    /// "end of month", "the first monday in march".
    In(Place, Stretch),
    /// "Christmas Eve", with its year where one is said.
    Holiday(Holiday, Option<u32>),
}

/// Which week's weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Week {
    /// The coming one.
    Coming,
    /// "next friday".
    Next,
    /// "upcoming friday": the coming one that is not today, as other languages say "next" of weekdays.
    Upcoming,
    /// "friday next week".
    AfterThis,
    /// "last friday".
    Last,
    /// "friday week", "2 weeks from friday": so many weeks after the coming one.
    Later(u32),
    /// "in two weeks on friday": that of the week so many weeks after this one.
    In(u32),
    /// "KW 26 friday": that of a week by its number (ISO 8601), this year's or the next one's.
    Number(u32),
    /// "friday in two weeks": that, or so many weeks after the coming one.
    About(u32),
}

/// Reads a date that begins at a word; gives the word after it.
pub(super) fn day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    text.date(at, || read_day(text, at))
}

fn read_day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let found = shifted::from_day(text, at)
        .or_else(|| shifted::in_week(text, at))
        .or_else(|| shifted::beside_holiday(text, at))
        .or_else(|| near(text, at))
        .or_else(|| nth::placed(text, at))
        .or_else(|| weekday(text, at))
        .or_else(|| iso(text, at))
        .or_else(|| figures(text, at))
        .or_else(|| day_month(text, at))
        .or_else(|| month_day(text, at))
        .or_else(|| of_month(text, at))
        .or_else(|| later(text, at))?;
    // "2026-12-14T18:30"
    let clock_follows = text.is(found.1, "t") && text.is_number(found.1 + 1);
    (text.ends(found.1) || clock_follows).then_some(found)
}

fn near(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (day, next) = near_day(text, at)?;
    let weeks = match text.letters(next) {
        Some("week") => 1,
        Some("fortnight") => 2,
        _ => return Some((day, next)),
    };
    Some(day.plus(weeks).map_or((day, next), |day| (day, next + 1)))
}

fn near_day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if text.is_any(at, &["tonight", "tonite"]) {
        return Some((Day::Near(0), at + 1));
    }
    let article = usize::from(text.is(at, "the"));
    if text.is(at + article, "day") && text.is(at + article + 1, "after") {
        let tomorrow = text.day(at + article + 2)? == 1;
        return tomorrow.then_some((Day::Near(2), at + article + 3));
    }
    text.day(at).map(|days| (Day::Near(days), at + 1))
}

fn weekday(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    // "the friday after next"
    if text.is(at, "the") && weekday_at(text, at + 1).is_some() {
        let relative = weekday(text, at + 1).filter(|(day, _)| day.is_relative());
        if relative.is_some() {
            return relative;
        }
    }
    // "this coming friday", "the friday"
    let coming = text.is(at, "this") && text.is(at + 1, "coming");
    let the = text.is(at, "the") && text.weekday(at + 1).is_some();
    let long = text.letters(at + 1).is_some_and(|word| word.len() > 4);
    let at = if coming || (the && long) { at + 1 } else { at };
    let before = text.letters(at)?;
    if before == "next" && text.is(at + 1, "week") {
        let name = if text.is(at + 2, "on") { at + 3 } else { at + 2 };
        return Some((Day::Weekday(weekday_at(text, name)?, Week::AfterThis), name + 1));
    }
    let week = match before {
        "this" | "coming" => Some(Week::Coming),
        "next" => Some(Week::Next),
        "upcoming" => Some(Week::Upcoming),
        "last" => Some(Week::Last),
        _ => None,
    };
    let name = if week.is_some() { at + 1 } else { at };
    let day = weekday_at(text, name).filter(|_| !who_comes(text, at))?;
    // "fri." and "fri.," but not "fri.3"
    let apart = !text.glued(name + 2) || text.mark(name + 2, ',');
    let dot = usize::from(text.mark(name + 1, '.') && text.glued(name + 1) && apart);
    let next = name + 1 + dot;
    let (week, next) = match week {
        Some(week) => (week, next),
        None => shifted::week_after(text, next).unwrap_or((Week::Coming, next)),
    };
    Some((Day::Weekday(day, week), next))
}

/// "coming" of "Bo is coming fri" and "The Second Coming fri".
fn who_comes(text: &Text<'_>, at: usize) -> bool {
    let coming = text.written(at..at + 1).eq_ignore_ascii_case("coming");
    let before = at.checked_sub(1).filter(|_| coming);
    before.is_some_and(|before| {
        text.is_any(before, ENGLISH.being)
            || nth::nth(text, before).is_some_and(|(_, next)| next == at)
    })
}

fn weekday_at(text: &Text<'_>, at: usize) -> Option<Weekday> {
    text.weekday(at)
}

fn iso(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if let Some(whole) = text.number(at, 8..=8) {
        let (year, month, day) = (whole / 10_000, whole / 100 % 100, whole % 100);
        let plausible = (2000..2100).contains(&year) && (1..=12).contains(&month) && day <= 31;
        return plausible.then_some((Day::Iso { year, month, day }, at + 1));
    }
    let year = text.number(at, 4..=4)?;
    let joined = |mark| text.joint(at + 1, mark) && text.joint(at + 3, mark);
    let joined = joined('-') || joined('/');
    let (month, day) = (text.number(at + 2, 1..=2)?, text.number(at + 4, 1..=2)?);
    joined.then_some((Day::Iso { year, month, day }, at + 5))
}

/// "14/12", "14/12/2026", "14-12-2026"; with dots, and then always the day first, "14.12." and "14.12.2026".
fn figures(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let first = text.number(at, 1..=2)?;
    if text.joint(at + 1, '/') {
        let second = text.number(at + 2, 1..=2)?;
        let year = text.joint(at + 3, '/').then(|| year_at(text, at + 4)).flatten();
        let next = if year.is_some() { at + 5 } else { at + 3 };
        // Said of what is always open.
        let around_the_clock = (first, second, year) == (24, 7, None);
        // "3/4 hour"
        let length = text.unit(at + 3) == Some(Unit::Hour) && text.is_long(at + 3);
        return (!around_the_clock && !length)
            .then_some((Day::Figures { first, second, year }, next));
    }
    if text.joint(at + 1, '-') && text.joint(at + 3, '-') {
        let (second, year) = (text.number(at + 2, 1..=2)?, text.number(at + 4, 4..=4)?);
        return Some((Day::Figures { first, second, year: Some(year) }, at + 5));
    }
    let dotted = text.joint(at + 1, '.') && text.mark(at + 3, '.') && text.glued(at + 3);
    let month = dotted.then(|| text.number(at + 2, 1..=2)).flatten()?;
    let year_follows = text.glued(at + 4) && text.is_number(at + 4);
    let year = if year_follows { Some(year_at(text, at + 4)?) } else { None };
    let next = if year.is_some() { at + 5 } else { at + 4 };
    Some((Day::Named { day: first, month, year }, next))
}

/// "14-16 Dec", "Dec 14-16": the first and the last.
pub(super) fn month_range(text: &Text<'_>, at: usize) -> Option<(Day, Day, usize)> {
    let (first, last, next) = if text.joint(at + 1, '-') {
        let (last, next) = day(text, at + 2)?;
        (text.number(at, 1..=2)?, last, next)
    } else {
        let (first, dash) = day(text, at)?;
        let number = text.joint(dash, '-').then(|| text.number(dash + 1, 1..=2)).flatten()?;
        let Day::Named { day: first, month, year: None } = first else { return None };
        let only_days = text.is_number(dash.checked_sub(1)?)
            && text.ends(dash + 2)
            && !text.joint(dash + 2, ':');
        let (year, next) = year_after(text, dash + 2);
        (first, only_days.then_some(Day::Named { day: number, month, year })?, next)
    };
    let Day::Named { month, year, .. } = last else { return None };
    Some((Day::Named { day: first, month, year }, last, next))
}

/// A year of four digits, or of two in this century.
fn year_at(text: &Text<'_>, at: usize) -> Option<u32> {
    text.number(at, 4..=4).or_else(|| Some(2000 + text.number(at, 2..=2)?))
}

/// "14 Dec", "14th of December 2026".
fn day_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let at = if text.is(at, "the") { at + 1 } else { at };
    let (day, next) = ordinal(text, at)?;
    let name = if text.is(next, "of") || is_dot_before_month(text, next) { next + 1 } else { next };
    let month = month_at(text, name, day)?;
    let next = after_month(text, name);
    Some(with_year(text, day, month, next))
}

/// The full stop of "11. dec.", but not that of "Chapter 4. May we?".
fn is_dot_before_month(text: &Text<'_>, at: usize) -> bool {
    let dot = text.mark(at, '.') && text.glued(at) && !text.glued(at + 1);
    dot && !text.is_any(at + 1, &["may", "march", "mar", "august"])
}

/// "Dec 14", "December 14th, 2026".
fn month_day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    text.month(at)?;
    let start = after_month(text, at);
    let start = if text.is(start, "the") { start + 1 } else { start };
    let (day, next) = ordinal(text, start)?;
    // "Dec 15:00" and "Dec 3pm" are a month and a clock time.
    if !text.ends(next) || text.is_any(next, &["am", "pm"]) {
        return None;
    }
    let month = month_at(text, at, day)?;
    Some(with_year(text, day, month, next))
}

/// The word after a month's name and the full stop of its abbreviation.
fn after_month(text: &Text<'_>, at: usize) -> usize {
    let dot = text.mark(at + 1, '.') && text.glued(at + 1);
    if dot { at + 2 } else { at + 1 }
}

/// The month at a word. A day that no month has is let through, to be refused, only beside what is always a month.
fn month_at(text: &Text<'_>, at: usize, day: u32) -> Option<u32> {
    let name = text.letters(at)?;
    let doubtful = matches!(name, "may" | "march" | "mar" | "august");
    text.month(at).filter(|_| !doubtful || (1..=31).contains(&day))
}

/// A date with the year that follows, if one does and is not the hour of a clock time.
fn with_year(text: &Text<'_>, day: u32, month: u32, next: usize) -> (Day, usize) {
    let (year, next) = year_after(text, next);
    (Day::Named { day, month, year }, next)
}

/// The year at a word, where one stands there and is not the hour of a clock time, and the word after it.
pub(super) fn year_after(text: &Text<'_>, next: usize) -> (Option<u32>, usize) {
    let at = if text.mark(next, ',') { next + 1 } else { next };
    let short = text.mark(at, '\'') || text.mark(at, '\u{2019}');
    if let Some(year) = text.number(at + 1, 2..=2).filter(|_| short && text.glued(at + 1)) {
        return (Some(2000 + year), at + 2);
    }
    match text.number(at, 4..=4) {
        Some(year) if text.ends(at + 1) && (1900..=9999).contains(&year) => (Some(year), at + 1),
        _ => (None, next),
    }
}

/// "the 14th", "14th".
fn of_month(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let (day, next) = ordinal(text, start).filter(|_| nth::row(text, start).is_none())?;
    (next == start + 2 && (1..=31).contains(&day)).then_some((Day::OfMonth(day), next))
}

/// "14", "14th"; gives the word after it.
fn ordinal(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let day = text.number(at, 1..=2)?;
    let ending = text.glued(at + 1) && text.is_any(at + 1, ENGLISH.ordinals);
    Some((day, if ending { at + 2 } else { at + 1 }))
}

/// "in 2 weeks", "a month from now".
fn later(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let lead = usize::from(text.is(at, "in"));
    let name = at + lead;
    let (count, unit, end) = counted_unit(text, name)?;
    let from_now = text.is(end, "from") && text.is_any(end + 1, &["now", "today"]);
    let next = if from_now { end + 2 } else { end };
    // "10 days' time", but "10 days time off"
    let last = shifted::after_time(text, next);
    let time = last > next + 1;
    (lead == 1 || from_now || time).then_some((Day::Later(count, unit), last))
}

impl Day {
    /// So many weeks later, where it is "friday" or "tomorrow".
    fn plus(self, weeks: u32) -> Option<Self> {
        match self {
            Self::Near(days) => Some(Self::Near(days + 7 * i32::try_from(weeks).ok()?)),
            Self::Weekday(day, Week::Coming) => Some(Self::Weekday(day, Week::Later(weeks))),
            _ => None,
        }
    }

    /// Whether what it means depends on the day it is said.
    pub(super) const fn is_relative(self) -> bool {
        matches!(
            self,
            Self::Near(_)
                | Self::Later(..)
                | Self::In(_, Stretch::From(..))
                | Self::Weekday(
                    _,
                    Week::Next
                        | Week::Upcoming
                        | Week::AfterThis
                        | Week::Last
                        | Week::Later(_)
                        | Week::In(_)
                        | Week::About(_)
                )
        )
    }

    /// Whether it names the date, and does not only say how far away it is.
    pub(super) const fn in_figures(self) -> bool {
        matches!(self, Self::Named { .. } | Self::Figures { .. } | Self::Iso { .. })
    }
}
