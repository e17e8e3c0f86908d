//! Which date is meant by one that was said.

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::{Day, Week};
use crate::when::{
    Dialect, english,
    lexicon::{ENGLISH, Unit},
    nth,
};

/// What a date means, and what it could still be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::when) enum Meaning {
    /// One date, whatever the time.
    Fixed(NaiveDate),
    /// One date, as "next" before a weekday is understood; another is what it would be without.
    NextWeek(NaiveDate),
    /// This date, or a week later where it is over.
    Weekly(NaiveDate),
    /// The first of these that is not over: the same day of other months or years.
    OneOf(Vec<NaiveDate>),
    /// The day first, and the month first.
    Either(NaiveDate, NaiveDate),
}

impl Day {
    /// The date, where it is a day that is over whatever the time: "yesterday", "last friday".
    pub(in crate::when) fn past(self, today: NaiveDate, dialect: Dialect) -> Option<Meaning> {
        let past = matches!(self, Self::Near(..0) | Self::Weekday(_, Week::Last));
        past.then(|| self.meaning(today, dialect))?
    }

    /// Which date is meant by whom it is this date for; `None` for a date that does not exist.
    pub(in crate::when) fn meaning(self, today: NaiveDate, dialect: Dialect) -> Option<Meaning> {
        let fixed = |date: Option<NaiveDate>| date.map(Meaning::Fixed);
        match self {
            Self::Near(days) => fixed(near_date(days, today)),
            Self::Weekday(day, week) => weekday_date(day, week, today, dialect),
            Self::Iso { year, month, day } => fixed(read(&format!("{year}-{month}-{day}"), today)),
            Self::Later(count, unit) => fixed(english::later(count, unit, today)),
            Self::Named { day, month, year: Some(year) } => fixed(named(day, month, year, today)),
            Self::Named { day, month, year: None } => {
                one_of(years(today).filter_map(|year| date(year, month, day)).collect())
            }
            Self::OfMonth(day) => {
                one_of(months(today).filter_map(|(year, month)| date(year, month, day)).collect())
            }
            Self::In(place, stretch) => nth::placed_date(place, stretch, today),
            Self::Holiday(day, year) => nth::holiday_date(day, year, today),
            Self::Figures { first, second, year } => {
                figures_date(first, second, year, today, dialect)
            }
        }
    }
}

/// Has chrono-english read a date that reads the same in both dialects.
fn read(phrase: &str, today: NaiveDate) -> Option<NaiveDate> {
    english::day(phrase, today, chrono_english::Dialect::Uk)
}

pub(in crate::when) fn one_of(dates: Vec<NaiveDate>) -> Option<Meaning> {
    (!dates.is_empty()).then_some(Meaning::OneOf(dates))
}

fn near_date(days: i32, today: NaiveDate) -> Option<NaiveDate> {
    match ENGLISH.days.iter().find(|(distance, _)| *distance == days) {
        Some((_, names)) => read(names.first()?, today),
        None => english::later(u32::try_from(days).ok()?, Unit::Day, today),
    }
}

fn named(day: u32, month: u32, year: u32, today: NaiveDate) -> Option<NaiveDate> {
    let index = usize::try_from(month.checked_sub(1)?).ok()?;
    let name = ENGLISH.months.get(index)?.first()?;
    read(&format!("{day} {name} {year:04}"), today)
}

/// One of several dates that differ in the year, or in the month, only: those are not asked for one by one.
fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// This year and enough of the next for a 29th of February.
pub(in crate::when) fn years(today: NaiveDate) -> impl Iterator<Item = u32> {
    let year = u32::try_from(today.year()).unwrap_or(0);
    year..=year.saturating_add(8)
}

/// This month and the next few, with their years.
fn months(today: NaiveDate) -> impl Iterator<Item = (u32, u32)> {
    let year = u32::try_from(today.year()).unwrap_or(0);
    let first = today.month0();
    (first..=first + 3).map(move |month| (year.saturating_add(month / 12), month % 12 + 1))
}

fn weekday_date(day: Weekday, week: Week, today: NaiveDate, dialect: Dialect) -> Option<Meaning> {
    let index = usize::try_from(day.num_days_from_monday()).ok()?;
    let name = ENGLISH.weekdays.get(index)?.1.first()?;
    let coming = read(name, today)?;
    match week {
        Week::Coming => Some(Meaning::Weekly(coming)),
        Week::Last => {
            let days = TimeDelta::days(7);
            Some(Meaning::Fixed(coming.checked_sub_signed(days)?))
        }
        Week::Later(weeks) => {
            let days = TimeDelta::try_days(7 * i64::from(weeks))?;
            Some(Meaning::Fixed(coming.checked_add_signed(days)?))
        }
        Week::AfterThis => of_week_in(1, name, today).map(Meaning::Fixed),
        Week::Number(week) => one_of(
            years(today)
                .take(2)
                .filter_map(|year| NaiveDate::from_isoywd_opt(i32::try_from(year).ok()?, week, day))
                .collect(),
        ),
        Week::About(weeks) => {
            let days = TimeDelta::try_days(7 * i64::from(weeks))?;
            let (one, two) = (of_week_in(weeks, name, today)?, coming.checked_add_signed(days)?);
            Some(if one == two { Meaning::Fixed(one) } else { Meaning::Either(one, two) })
        }
        Week::In(weeks) => of_week_in(weeks, name, today).map(Meaning::Fixed),
        Week::Upcoming => Some(Meaning::Fixed(not_today(coming, today)?)),
        Week::Next => {
            let after = not_today(coming, today)?;
            let next = if dialect == Dialect::Us { after } else { of_week_in(1, name, today)? };
            Some(if next == after { Meaning::Fixed(next) } else { Meaning::NextWeek(next) })
        }
    }
}

/// A weekday's date, a week later where it is today.
fn not_today(coming: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let days = if coming == today { 7 } else { 0 };
    coming.checked_add_signed(TimeDelta::days(days))
}

/// The weekday of the week so many weeks after this; weeks begin on Monday.
fn of_week_in(weeks: u32, name: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days = TimeDelta::try_days(7 * i64::from(weeks))?;
    read(name, monday(today)?.checked_add_signed(days)?)
}

/// The Monday of a date's week.
pub(in crate::when) fn monday(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_signed(TimeDelta::days(date.weekday().num_days_from_monday().into()))
}

fn figures_date(
    first: u32,
    second: u32,
    year: Option<u32>,
    today: NaiveDate,
    dialect: Dialect,
) -> Option<Meaning> {
    let in_dialect = |dialect| {
        let read = |year: u32| english::day(&format!("{first}/{second}/{year:04}"), today, dialect);
        if let Some(year) = year {
            return read(year).map(Meaning::Fixed);
        }
        let (day, month) = match dialect {
            chrono_english::Dialect::Uk => (first, second),
            chrono_english::Dialect::Us => (second, first),
        };
        one_of(years(today).filter_map(|year| date(year, month, day)).collect())
    };
    let day_first = || in_dialect(chrono_english::Dialect::Uk);
    let month_first = || in_dialect(chrono_english::Dialect::Us);
    match dialect {
        Dialect::Uk => day_first(),
        Dialect::Us => month_first(),
        Dialect::Unknown => match (day_first(), month_first()) {
            (Some(one), Some(two)) if one != two => {
                Some(Meaning::Either(one.next(today)?, two.next(today)?))
            }
            (one, two) => one.or(two),
        },
    }
}

impl Meaning {
    /// The first date that is meant and not before today, to show.
    fn next(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::OneOf(dates) => dates.iter().find(|date| **date >= today).copied(),
            Self::Fixed(date)
            | Self::NextWeek(date)
            | Self::Weekly(date)
            | Self::Either(date, _) => Some(*date),
        }
    }
}
