//! Days by where they stand in a week, a month or a year: "end of month", "the first monday in march", "the 14th of
//! next month", and days that have a name.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::{
    clock,
    day::{Day, Meaning, monday, one_of, year_after, years},
    lexicon::{ENGLISH, Holiday, Unit},
    rule::{Freq, Rule, WORKING, easter},
    words::Text,
};

/// How many are counted in a row; more are no time, and are not looked through from each of their words.
const MAX_NTHS: usize = 6;

/// A part of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// So many weeks, months or years from this one.
    From(i32, Unit),
    /// "march", "march 2027".
    Month(u32, Option<u32>),
    /// "2027".
    Year(u32),
}

/// Where in a stretch a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Its first day, Monday of a week.
    First,
    /// Its last, Friday of a week.
    Last,
    /// Its how many-th, from the end where negative.
    Nth(i32, Which),
}

/// Which days are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    Any,
    Working,
    Weekday(Weekday),
}

/// "the 1st and 3rd thursday of the month".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub(super) nths: Vec<i32>,
    pub(super) which: Which,
    pub(super) of: Of,
}

/// What days are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Of {
    Unsaid,
    /// Every so many months.
    Each(u32),
    One(Stretch),
}

/// Reads a day by its place that begins at a word; gives the word after it.
pub(super) fn placed(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    edge_of(text, at)
        .or_else(|| one(text, at))
        .or_else(|| within(text, at))
        .or_else(|| named(text, at))
}

/// "end of january", "beginning of next month".
fn edge_of(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (last, next) =
        ENGLISH.edges.iter().find_map(|(last, names)| Some((*last, text.after_any(at, names)?)))?;
    let (stretch, next) = stretch(text, next, true)?;
    Some((Day::In(if last { Place::Last } else { Place::First }, stretch), next))
}

/// "the first monday in march", "the 14th of next month".
fn one(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (counted, next) = counted(text, at)?;
    match (counted.nths.as_slice(), counted.of) {
        ([day], Of::One(Stretch::Month(month, year)))
            if counted.which == Which::Any && *day > 0 =>
        {
            Some((Day::Named { day: day.unsigned_abs(), month, year }, next))
        }
        ([nth], Of::One(stretch)) => {
            Some((Day::In(Place::Nth(*nth, counted.which), stretch), next))
        }
        _ => None,
    }
}

/// "next month on the 14th", "next month the first monday".
fn within(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    let (stretch, next) = stretch(text, at, false)?;
    let Stretch::From(_, Unit::Month) = stretch else { return None };
    let name = if text.is_any(next, ENGLISH.on) { next + 1 } else { next };
    let (counted, next) = counted(text, name)?;
    match (counted.nths.as_slice(), counted.of) {
        ([nth], Of::Unsaid) => Some((Day::In(Place::Nth(*nth, counted.which), stretch), next)),
        _ => None,
    }
}

/// "Christmas Eve", "easter 2027".
pub(super) fn named(text: &Text<'_>, at: usize) -> Option<(Day, usize)> {
    if !text.begins_holiday(at) {
        return None;
    }
    let found = ENGLISH
        .holidays
        .iter()
        .filter_map(|(day, names)| Some((*day, text.after_any(at, names)?)))
        .max_by_key(|(_, next)| *next)?;
    let (year, next) = year_after(text, found.1);
    Some((Day::Holiday(found.0, year), next))
}

/// Days that are counted, and what in.
pub(super) fn counted(text: &Text<'_>, at: usize) -> Option<(Counted, usize)> {
    let (first, mut next) = nth(text, at)?;
    let mut nths = vec![first];
    while let Some((other, after)) = joined(text, next).and_then(|name| nth(text, name))
        && nths.len() < MAX_NTHS
    {
        nths.push(other);
        next = after;
    }
    let (which, next) = match which(text, next) {
        Some(found) => found,
        // "the last" of nothing is no day, and a weekend is two.
        None if text.after_any(next, ENGLISH.weekends).is_some() => return None,
        None if nths.iter().all(|nth| *nth > 0) => (Which::Any, next),
        None => return None,
    };
    let (of, next) = of(text, next);
    Some((Counted { nths, which, of }, next))
}

/// "2nd and 4th tuesday": several of one kind.
pub(super) fn row(text: &Text<'_>, at: usize) -> Option<(Counted, usize)> {
    counted(text, at).filter(|(found, _)| found.nths.len() > 1 && found.which != Which::Any)
}

/// The word after "and", a comma, or both.
pub(super) fn joined(text: &Text<'_>, at: usize) -> Option<usize> {
    let comma = usize::from(text.mark(at, ','));
    let word = at + comma;
    let marked = ['&', '+', '/'].iter().any(|mark| text.mark(word, *mark));
    let and = usize::from(text.is_any(word, ENGLISH.and) || marked);
    (comma + and > 0).then_some(word + and)
}

/// "1st", "the third", "last".
pub(super) fn nth(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let at = if text.is(at, "the") { at + 1 } else { at };
    if let Some(number) = text.number(at, 1..=2) {
        let ending = text.glued(at + 1) && text.is_any(at + 1, ENGLISH.ordinals);
        let number = number.cast_signed();
        return ((1..=31).contains(&number) && ending).then_some((number, at + 2));
    }
    let words =
        ENGLISH.nths.iter().filter_map(|(nth, names)| Some((*nth, text.after_any(at, names)?)));
    words.max_by_key(|(_, next)| *next)
}

/// "monday", "day", "working day".
fn which(text: &Text<'_>, at: usize) -> Option<(Which, usize)> {
    if let Some(next) = text.after_any(at, ENGLISH.working) {
        return Some((Which::Working, next));
    }
    let weekday = text.weekday(at).or_else(|| text.plural(at)).map(Which::Weekday);
    let day = || (text.unit(at) == Some(Unit::Day) && !text.is(at, "d")).then_some(Which::Any);
    Some((weekday.or_else(day)?, at + 1))
}

pub(super) fn of(text: &Text<'_>, at: usize) -> (Of, usize) {
    let each = ENGLISH.each_month.iter();
    let each = each.filter_map(|(months, names)| Some((*months, text.after_any(at, names)?)));
    if let Some((months, next)) = each.max_by_key(|(_, next)| *next) {
        return (Of::Each(months), next);
    }
    let named = text.is_any(at, &["of", "in"]).then(|| stretch(text, at + 1, true)).flatten();
    named.map_or((Of::Unsaid, at), |(stretch, next)| (Of::One(stretch), next))
}

/// A week, a month or a year; with `bare` also "month" alone.
pub(super) fn stretch(text: &Text<'_>, at: usize, bare: bool) -> Option<(Stretch, usize)> {
    let ahead = ENGLISH
        .stretches
        .iter()
        .find_map(|(ahead, names)| Some((*ahead, text.after_any(at, names)?)));
    let (ahead, name) = ahead.unwrap_or((0, at));
    if let Some(month) = text.month(name).filter(|_| ahead == 0) {
        // "of dec., 8pm"
        let dot = text.mark(name + 1, '.') && text.glued(name + 1) && text.mark(name + 2, ',');
        let (year, next) = year_after(text, if dot { name + 2 } else { name + 1 });
        // "march 14"
        let clock = clock::clock(text, next).is_some_and(|(clock, _)| clock.form.is_clear());
        let day_follows = year.is_none() && text.is_number(next) && !clock;
        return (!day_follows).then_some((Stretch::Month(month, year), next));
    }
    if let Some(year) = text.number(at, 4..=4).filter(|year| (2000..2100).contains(year)) {
        return text.ends(at + 1).then_some((Stretch::Year(year), at + 1));
    }
    let unit = text.unit(name).filter(|_| text.is_long(name))?;
    let fits = matches!(unit, Unit::Week | Unit::Month | Unit::Year) && (bare || name > at);
    fits.then_some((Stretch::From(ahead, unit), name + 1))
}

impl Stretch {
    /// The stretches it can be, the first and last day of each.
    fn spans(self, today: NaiveDate) -> Vec<(NaiveDate, NaiveDate)> {
        let found: Vec<Option<_>> = match self {
            Self::From(weeks, Unit::Week) => vec![week(today, weeks)],
            Self::From(0, Unit::Month) => vec![month(today, 0), month(today, 1)],
            Self::From(months, Unit::Month) => vec![month(today, months)],
            Self::From(ahead, _) => vec![year(today.year().saturating_add(ahead))],
            Self::Month(number, Some(year)) => vec![month_of(year, number)],
            // This year's and the next: a fifth Monday that they do not have is a slip.
            Self::Month(number, None) => {
                years(today).take(2).map(|year| month_of(year, number)).collect()
            }
            Self::Year(number) => vec![i32::try_from(number).ok().and_then(year)],
        };
        found.into_iter().flatten().collect()
    }
}

fn week(today: NaiveDate, weeks: i32) -> Option<(NaiveDate, NaiveDate)> {
    let first = monday(today)?.checked_add_signed(TimeDelta::days(7 * i64::from(weeks)))?;
    Some((first, first.checked_add_signed(TimeDelta::days(4))?))
}

fn month(today: NaiveDate, ahead: i32) -> Option<(NaiveDate, NaiveDate)> {
    let months = chrono::Months::new(u32::try_from(ahead).ok()?);
    let first = today.with_day(1)?.checked_add_months(months)?;
    Some((first, first.with_day(first.num_days_in_month().into())?))
}

fn month_of(year: u32, number: u32) -> Option<(NaiveDate, NaiveDate)> {
    month(NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, number, 1)?, 0)
}

fn year(number: i32) -> Option<(NaiveDate, NaiveDate)> {
    Some((NaiveDate::from_ymd_opt(number, 1, 1)?, NaiveDate::from_ymd_opt(number, 12, 31)?))
}

impl Place {
    fn within(self, (first, last): (NaiveDate, NaiveDate)) -> Option<NaiveDate> {
        let (nth, which) = match self {
            Self::First => return Some(first),
            Self::Last => return Some(last),
            Self::Nth(nth, which) => (nth, which),
        };
        let skip = usize::try_from(nth.unsigned_abs().checked_sub(1)?).ok()?;
        let mut days =
            first.iter_days().take_while(|date| *date <= last).filter(|date| which.is(*date));
        if nth > 0 {
            return days.nth(skip);
        }
        let days: Vec<_> = days.collect();
        days.into_iter().rev().nth(skip)
    }
}

impl Which {
    fn is(self, date: NaiveDate) -> bool {
        match self {
            Self::Any => true,
            Self::Working => WORKING.contains(&date.weekday()),
            Self::Weekday(day) => date.weekday() == day,
        }
    }
}

impl Counted {
    /// The rule of a series on these days of its months.
    pub(super) fn rule(&self, interval: u32) -> Option<Rule> {
        let mut rule = Rule::every(interval, Freq::Monthly);
        match (self.which, self.nths.as_slice()) {
            (Which::Any, days) => rule.month_days = days.to_vec(),
            (Which::Weekday(day), nths) => {
                rule.weekdays = nths.iter().map(|nth| (Some(*nth), day)).collect();
            }
            (Which::Working, [nth]) => {
                rule.on(&WORKING);
                rule.position = Some(*nth);
            }
            (Which::Working, _) => return None,
        }
        let weeks = matches!(self.which, Which::Any) || self.nths.iter().all(|nth| nth.abs() <= 5);
        (weeks || matches!(self.which, Which::Working)).then_some(rule)
    }
}

/// The date of a place in a stretch.
pub(super) fn placed_date(place: Place, stretch: Stretch, today: NaiveDate) -> Option<Meaning> {
    let mut dates: Vec<_> =
        stretch.spans(today).into_iter().filter_map(|span| place.within(span)).collect();
    match (dates.as_slice(), stretch) {
        ([date], Stretch::From(..) | Stretch::Year(_) | Stretch::Month(_, Some(_))) => {
            Some(Meaning::Fixed(*date))
        }
        // "end of month" is of this one also where it is over.
        (_, Stretch::From(..)) if matches!(place, Place::First | Place::Last) => {
            dates.truncate(1);
            one_of(dates)
        }
        _ => one_of(dates),
    }
}

/// The first Sunday of Advent: three weeks before the last Sunday before Christmas.
fn advent(year: i32) -> Option<NaiveDate> {
    let eve = NaiveDate::from_ymd_opt(year, 12, 24)?;
    let days = 21 + i64::from(eve.weekday().num_days_from_sunday());
    eve.checked_sub_signed(TimeDelta::days(days))
}

/// The date of a day that has a name.
pub(super) fn holiday_date(day: Holiday, said: Option<u32>, today: NaiveDate) -> Option<Meaning> {
    let date = |year: u32| {
        let number = i32::try_from(year).ok()?;
        match day {
            Holiday::On(month, day) => NaiveDate::from_ymd_opt(number, month, day),
            Holiday::Easter(days) => easter(number)?.checked_add_signed(TimeDelta::days(days)),
            Holiday::Advent(days) => advent(number)?.checked_add_signed(TimeDelta::days(days)),
            Holiday::Nth(month, nth, day, days) => Place::Nth(nth, Which::Weekday(day))
                .within(month_of(year, month)?)?
                .checked_add_signed(TimeDelta::days(days)),
        }
    };
    match said {
        Some(year) => date(year).map(Meaning::Fixed),
        None => one_of(years(today).filter_map(date).collect()),
    }
}
