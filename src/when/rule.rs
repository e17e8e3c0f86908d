//! How a series repeats, as RFC 5545 §3.3.10 has it, and which dates that gives.

use std::fmt;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::{
    day::monday,
    runs::{self, Run},
};

/// How many days two dates of a series are apart at most that are told as one run: every month is, every year is not.
const FOLLOWS: i64 = 62;

/// How often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule without its end. What is empty was not said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) freq: Freq,
    pub(super) interval: u32,
    /// BYMONTH.
    pub(super) month: Option<u32>,
    /// BYMONTHDAY, from the end of the month where negative.
    pub(super) month_days: Vec<i32>,
    /// BYDAY: which one of its kind in the month, all of them where none is said.
    pub(super) weekdays: Vec<(Option<i32>, Weekday)>,
    /// BYSETPOS.
    pub(super) position: Option<i32>,
}

/// Where a series ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    Count(u32),
    /// UNTIL as it is written, and the last day there may be.
    Until(String, NaiveDate),
}

/// Monday to Friday.
pub(super) const WORKING: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

impl Rule {
    pub(super) const fn every(interval: u32, freq: Freq) -> Self {
        Self {
            freq,
            interval,
            month: None,
            month_days: Vec::new(),
            weekdays: Vec::new(),
            position: None,
        }
    }

    /// Every so many weeks on some weekdays.
    pub(super) fn weekly(interval: u32, days: &[Weekday]) -> Self {
        let mut rule = Self::every(interval, Freq::Weekly);
        rule.on(days);
        rule
    }

    /// Sets the weekdays, in the order of the week.
    pub(super) fn on(&mut self, days: &[Weekday]) {
        let mut days = days.to_vec();
        days.sort_by_key(Weekday::num_days_from_monday);
        days.dedup();
        self.weekdays = days.into_iter().map(|day| (None, day)).collect();
    }

    /// Whether it says on which days it is, which a daily one need not.
    pub(super) fn is_settled(&self) -> bool {
        self.freq == Freq::Daily || !self.weekdays.is_empty() || !self.month_days.is_empty()
    }

    /// Takes a weekday out; `false` where it is not in it, or nothing would be left.
    pub(super) fn without(&mut self, day: Weekday) -> bool {
        if self.freq == Freq::Daily && self.weekdays.is_empty() {
            let mut all = WORKING.to_vec();
            all.extend([Weekday::Sat, Weekday::Sun]);
            self.on(&all);
            if self.interval == 1 {
                self.freq = Freq::Weekly;
            }
        }
        let known = self.weekdays.len();
        self.weekdays.retain(|(_, other)| *other != day);
        self.weekdays.len() < known && !self.weekdays.is_empty()
    }

    /// Whether a date is one of it, whatever its interval.
    pub(super) fn fits(&self, date: NaiveDate) -> bool {
        let month = self.month.is_none_or(|month| month == date.month());
        let day = self.month_days.is_empty()
            || self.month_days.iter().any(|day| is_month_day(date, *day));
        let weekday =
            self.weekdays.is_empty() || self.weekdays.iter().any(|day| is_weekday(date, *day));
        let position = self.position.is_none_or(|position| self.is_at(date, position));
        month && day && weekday && position
    }

    /// Whether a date is at a position among the weekdays of its month.
    fn is_at(&self, date: NaiveDate, position: i32) -> bool {
        let weekday = |date: NaiveDate| self.weekdays.iter().any(|(_, day)| *day == date.weekday());
        let step = TimeDelta::days(if position < 0 { 1 } else { -1 });
        let mut others = 0;
        let mut other = date.checked_add_signed(step);
        while let Some(at) = other.filter(|at| at.month() == date.month()) {
            others += i32::from(weekday(at));
            other = at.checked_add_signed(step);
        }
        others == position.abs() - 1
    }

    /// Dates in order of a series that begins at a date, as runs between whose ends it has no other.
    pub(super) fn runs(&self, first: NaiveDate, dates: &[NaiveDate]) -> Vec<Run> {
        let follows = |one: NaiveDate, other: NaiveDate| {
            let mut days = one.iter_days().skip(1).take_while(|date| *date < other);
            (other - one).num_days() <= FOLLOWS && days.all(|date| !self.has(first, date))
        };
        runs::runs(dates, follows)
    }

    /// Whether a series that begins at a date has another: it fits, in a period that the interval does not leave out.
    pub(super) fn has(&self, first: NaiveDate, date: NaiveDate) -> bool {
        let months = |date: NaiveDate| i64::from(date.year()) * 12 + i64::from(date.month0());
        let periods = match self.freq {
            Freq::Daily => date.signed_duration_since(first).num_days(),
            Freq::Weekly => match (monday(first), monday(date)) {
                (Some(first), Some(date)) => date.signed_duration_since(first).num_days() / 7,
                _ => return false,
            },
            Freq::Monthly => months(date) - months(first),
            Freq::Yearly => i64::from(date.year()) - i64::from(first.year()),
        };
        let same = self.freq != Freq::Yearly
            || !self.weekdays.is_empty()
            || (date.month(), date.day()) == (first.month(), first.day());
        date >= first && periods % i64::from(self.interval.max(1)) == 0 && same && self.fits(date)
    }

    /// Rhythms that one which does not say on which day it is can mean, as one can write them.
    pub(super) fn choices(&self) -> Vec<String> {
        let each = if self.interval == 1 { String::new() } else { format!("{} ", self.interval) };
        let said: &[&str] = match self.freq {
            Freq::Daily => &["today", "every day"],
            Freq::Weekly if self.interval == 1 => &["every monday", "every tuesday"],
            Freq::Weekly => &["weeks on monday", "weeks on tuesday"],
            Freq::Monthly if self.interval == 1 => {
                &["monthly on the 1st", "first monday of every month"]
            }
            Freq::Monthly => &["months on the 1st", "months on the first monday"],
            Freq::Yearly => &["every 4 january", "first monday of january every year"],
        };
        let numbered = self.interval != 1 && matches!(self.freq, Freq::Weekly | Freq::Monthly);
        let lead = if numbered { format!("every {each}") } else { String::new() };
        said.iter().map(|said| format!("{lead}{said}")).collect()
    }

    /// What "every third thursday" can mean.
    pub(super) fn open_choices(&self) -> Vec<String> {
        let day = self.weekdays.first().map_or(Weekday::Mon, |(_, day)| *day);
        let (count, day) = (self.interval, day.to_string().to_lowercase());
        let end = ["th", "st", "nd", "rd"].get(if count > 3 { 0 } else { count as usize });
        let end = end.copied().unwrap_or("th");
        vec![
            format!("every {count} weeks on {day}"),
            format!("every {count}{end} {day} of the month"),
        ]
    }

    /// The rule as iCalendar writes it.
    pub(super) fn text(&self, end: Option<&End>) -> String {
        let mut parts = vec![format!("FREQ={}", self.freq)];
        if self.interval != 1 {
            parts.push(format!("INTERVAL={}", self.interval));
        }
        match end {
            Some(End::Count(count)) => parts.push(format!("COUNT={count}")),
            Some(End::Until(until, _)) => parts.push(format!("UNTIL={until}")),
            None => {}
        }
        if let Some(month) = self.month {
            parts.push(format!("BYMONTH={month}"));
        }
        if !self.month_days.is_empty() {
            let days: Vec<_> = self.month_days.iter().map(ToString::to_string).collect();
            parts.push(format!("BYMONTHDAY={}", days.join(",")));
        }
        if !self.weekdays.is_empty() {
            let days: Vec<_> = self.weekdays.iter().map(|day| by_day(*day)).collect();
            parts.push(format!("BYDAY={}", days.join(",")));
        }
        if let Some(position) = self.position {
            parts.push(format!("BYSETPOS={position}"));
        }
        parts.join(";")
    }
}

/// Reads a rule as iCalendar writes it, and its end; `None` for one with parts that are not said in words.
pub(super) fn read(text: &str) -> Option<(Rule, Option<End>)> {
    let mut rule = Rule::every(1, Freq::Daily);
    let mut end = None;
    for part in text.split(';') {
        let (name, value) = part.split_once('=')?;
        match name {
            "FREQ" => rule.freq = Freq::read(value)?,
            "INTERVAL" => rule.interval = value.parse().ok()?,
            "COUNT" => end = Some(End::Count(value.parse().ok()?)),
            "UNTIL" => end = Some(End::Until(value.to_owned(), until(value)?)),
            "BYMONTH" => rule.month = Some(value.parse().ok()?),
            "BYMONTHDAY" => rule.month_days = list(value, |day| day.parse().ok())?,
            "BYDAY" => rule.weekdays = list(value, read_by_day)?,
            "BYSETPOS" => rule.position = Some(value.parse().ok()?),
            // Weeks begin on Monday for everyone who writes a rule in words.
            "WKST" if value == "MO" => {}
            _ => return None,
        }
    }
    Some((rule, end))
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(read).collect()
}

/// The day of an UNTIL as it is written.
fn until(value: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(value.get(..8)?, "%Y%m%d").ok()
}

fn read_by_day(value: &str) -> Option<(Option<i32>, Weekday)> {
    let (nth, name) = value.split_at_checked(value.len().checked_sub(2)?)?;
    let days = [Weekday::Sat, Weekday::Sun].into_iter().chain(WORKING);
    let day = days.into_iter().find(|day| by_day((None, *day)) == name)?;
    if nth.is_empty() { Some((None, day)) } else { Some((Some(nth.parse().ok()?), day)) }
}

impl Freq {
    fn read(name: &str) -> Option<Self> {
        let all = [Self::Daily, Self::Weekly, Self::Monthly, Self::Yearly];
        all.into_iter().find(|freq| freq.to_string() == name)
    }
}

impl fmt::Display for Freq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Daily => "DAILY",
            Self::Weekly => "WEEKLY",
            Self::Monthly => "MONTHLY",
            Self::Yearly => "YEARLY",
        })
    }
}

fn by_day((nth, day): (Option<i32>, Weekday)) -> String {
    let name = match day {
        Weekday::Mon => "MO",
        Weekday::Tue => "TU",
        Weekday::Wed => "WE",
        Weekday::Thu => "TH",
        Weekday::Fri => "FR",
        Weekday::Sat => "SA",
        Weekday::Sun => "SU",
    };
    nth.map_or_else(|| name.to_owned(), |nth| format!("{nth}{name}"))
}

fn is_month_day(date: NaiveDate, day: i32) -> bool {
    let number = date.day().cast_signed();
    let length = u32::from(date.num_days_in_month()).cast_signed();
    number == if day < 0 { length + 1 + day } else { day }
}

/// Whether a date is a weekday, or that one of them in its month.
fn is_weekday(date: NaiveDate, (nth, day): (Option<i32>, Weekday)) -> bool {
    let number = date.day0().cast_signed();
    let left = u32::from(date.num_days_in_month()).cast_signed() - 1 - number;
    let at = |nth: i32| if nth < 0 { -1 - left / 7 } else { number / 7 + 1 };
    date.weekday() == day && nth.is_none_or(|nth| at(nth) == nth)
}

/// Easter Sunday (Gregorian, by the method of Meeus, Jones and Butcher).
pub(super) fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year % 19, year / 100, year % 100);
    let leap = century / 4;
    let moon = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (rest / 4) - epact - rest % 4) % 7;
    let late = (golden + 11 * epact + 22 * weekday) / 451;
    let days = epact + weekday - 7 * late + 114;
    NaiveDate::from_ymd_opt(
        year,
        u32::try_from(days / 31).ok()?,
        u32::try_from(days % 31 + 1).ok()?,
    )
}
