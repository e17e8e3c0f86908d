//! Days that are said by how far they are from another: "a week from friday", "friday after next", "two days before
//! christmas".

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::{Day, Week, near, weekday, weekday_at};
use crate::when::{
    clock,
    lexicon::{ENGLISH, Holiday, Unit},
    nth,
    phrase::edge,
    words::Text,
};

/// How far a day with a name may be from one that is said by it.
const MAX_BESIDE: u32 = 60;

/// "a week from friday", "2 weeks after tomorrow", "a fortnight today", "a month today", "week on friday".
pub(super) fn from_day(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    // "week on friday"; but "fashion week on friday"
    let bare = at == 0 && text.is(at, "week") && text.is(at + 1, "on");
    let (count, unit, next) = if bare { (1, Unit::Week, at + 1) } else { counted_unit(text, at)? };
    // "a week from friday", "a week today"
    let joins = text.is_any(next, &["from", "after", "on"]);
    let name = if joins { next + 1 } else { next };
    let name = if joins && text.is(name, "this") { name + 1 } else { name };
    match unit {
        Unit::Week => {
            let found = near(text, name).or_else(|| weekday(text, name).filter(|_| joins));
            let (day, next) = found?;
            Some((day.plus(count)?, next))
        }
        // "a month today"
        Unit::Month | Unit::Year if !joins && text.day(name) == Some(0) => {
            Some((Day::Later(count, unit), name + 1))
        }
        _ => None,
    }
}

/// A count and a unit of days or more, "fortnight" as two weeks.
pub(in crate::when) fn counted_unit(text: &Text<'_>, at: usize) -> Option<(u32, Unit, usize)> {
    let count = text.number(at, 1..=4).or_else(|| text.count(at))?;
    let word = text.letters(at + 1)?;
    let special = ENGLISH.rhythm_units.iter().find(|(_, _, names)| names.contains(&word));
    let (count, unit) = match special {
        Some((step, unit, _)) => (count.checked_mul(*step)?, *unit),
        None => (count, text.unit(at + 1)?),
    };
    (!matches!(unit, Unit::Minute | Unit::Hour)).then_some((count, unit, at + 2))
}

/// The word after "' time" and "'s time" of "in 6 weeks' time"; the same, where none of it stands there.
pub(super) fn after_time(text: &Text<'_>, at: usize) -> usize {
    let quote = ['\'', '\u{2019}'].iter().any(|mark| text.mark(at, *mark)) && text.glued(at);
    let name = if quote { at + 1 } else { at };
    let name = if quote && text.is(name, "s") && text.glued(name) { name + 1 } else { name };
    if text.is(name, "time") { name + 1 } else { at }
}

/// "the week after next, tues", "in two weeks on tuesday": a weekday of a week that is said before it.
pub(super) fn in_week(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if let Some((weeks, next)) = week_ahead(text, at) {
        let on = text.is(next, "on") || text.mark(next, ',');
        let name = if on { next + 1 } else { next };
        return Some((Day::Weekday(weekday_at(text, name)?, Week::In(weeks)), name + 1));
    }
    if let Some((week, next)) = week_number(text, at) {
        let on = text.is(next, "on") || [',', ':'].iter().any(|mark| text.mark(next, *mark));
        let name = if on { next + 1 } else { next };
        return Some((Day::Weekday(weekday_at(text, name)?, week), name + 1));
    }
    let (weeks, next) = weeks_away(text, at)?;
    let name = text.is(next, "on").then_some(next + 1)?;
    Some((Day::Weekday(weekday_at(text, name)?, Week::In(weeks)), name + 1))
}

/// "the week after next".
pub(in crate::when) fn week_ahead(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let name = if text.is(at, "the") { at + 1 } else { at };
    let next = text.is(name, "week") && text.is(name + 1, "after") && text.is(name + 2, "next");
    next.then_some((2, name + 3))
}

/// "in two weeks", "in 2 weeks' time".
fn weeks_away(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let (count, unit, next) = text.is(at, "in").then(|| counted_unit(text, at + 1))??;
    (unit == Unit::Week).then(|| (count, after_time(text, next)))
}

/// "KW 26".
fn week_number(text: &Text<'_>, at: usize) -> Option<(Week, usize)> {
    let number = text.is_any(at, &["kw", "cw"]).then(|| text.number(at + 1, 1..=2))??;
    (1..=53).contains(&number).then_some((Week::Number(number), at + 2))
}

/// Which week a weekday is of, where the words after it say so: "friday after next", "tuesday of next week", "thursday
/// fortnight"; and the word after them.
pub(super) fn week_after(text: &Text<'_>, next: usize) -> Option<(Week, usize)> {
    if text.is(next, "week") {
        // "monday week 3"
        let hour = clock::clock(text, next + 1);
        let number = text.is_number(next + 1);
        let bare = number && hour.is_none_or(|(hour, _)| hour.form == clock::Form::Bare);
        return (!bare).then_some((Week::Later(1), next + 1));
    }
    if text.is(next, "fortnight") {
        return Some((Week::Later(2), next + 1));
    }
    if text.is(next, "after") && text.is(next + 1, "next") {
        let end = next + 2;
        // "monday after next sprint"
        let ends = edge(text, end) || clock::clock(text, end).is_some() || text.is_number(end);
        return ends.then_some((Week::Later(1), end));
    }
    let of = usize::from(text.is_any(next, &["of", "in"]) || text.mark(next, ','));
    if let Some(found) = week_number(text, next + of) {
        return Some(found);
    }
    let of = if text.is(next, "of") { next + 1 } else { next };
    if text.is_any(of, &["next", "this"]) && text.is(of + 1, "week") {
        let week = if text.is(of, "next") { Week::AfterThis } else { Week::Coming };
        return Some((week, of + 2));
    }
    let ahead = week_ahead(text, of).map(|(weeks, end)| (Week::In(weeks), end));
    ahead.or_else(|| weeks_away(text, next).map(|(weeks, end)| (Week::About(weeks), end)))
}

/// "two days before christmas", "the day after thanksgiving", "2 weeks after easter".
pub(super) fn beside_holiday(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let (count, unit, next) =
        if text.is(start, "day") { (1, Unit::Day, start + 1) } else { counted_unit(text, start)? };
    let days = match unit {
        Unit::Day => count,
        Unit::Week => count.checked_mul(7)?,
        _ => return None,
    };
    let before = text.is(next, "before");
    let side = before || text.is(next, "after");
    let days = i64::from((side && days <= MAX_BESIDE).then_some(days)?);
    let days = if before { -days } else { days };
    let (Day::Holiday(holiday, None), end) = nth::named(text, next + 1)? else { return None };
    Some((Day::Holiday(holiday.plus(days)?, None), end))
}

impl Holiday {
    /// So many days later, where it is the same date each year, or counted from the same day.
    fn plus(self, days: i64) -> Option<Self> {
        let delta = TimeDelta::try_days(days)?;
        let shifted = |year: i32, month, day| {
            let date = NaiveDate::from_ymd_opt(year, month, day)?.checked_add_signed(delta)?;
            Some((date.month(), date.day()))
        };
        match self {
            Self::On(month, day) => {
                // A leap year and the two beside it: another date in one of them is no day of each year.
                let first = shifted(2023, month, day)?;
                let same =
                    shifted(2024, month, day)? == first && shifted(2025, month, day)? == first;
                same.then_some(Self::On(first.0, first.1))
            }
            Self::Easter(from) => Some(Self::Easter(from + days)),
            Self::Advent(from) => Some(Self::Advent(from + days)),
            Self::Nth(month, nth, day, from) => Some(Self::Nth(month, nth, day, from + days)),
        }
    }
}
