//! A change that comes every year: the RRULE of a STANDARD or DAYLIGHT, as far as time zones have them.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

use super::{At, Change, onset};
use crate::{
    ical::{UtcOffset, parse_time},
    model::CalTime,
};

/// How many years a rule is followed back for its last onset. A rule for 29 February has one in eight.
const YEARS_BACK: i32 = 12;

/// A rule with more onsets in a year is none of a time zone.
const MOST_ONSETS: usize = 12;

/// The most years that are gone through for COUNT.
const MOST_YEARS: i32 = 200;

/// A yearly rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    start: NaiveDateTime,
    until: Option<NaiveDateTime>,
    interval: i32,
    months: Vec<u32>,
    days: Days,
    from: UtcOffset,
    to: UtcOffset,
}

/// Which days of a month, as sets of bits so that asking is quick whatever the text was.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Days {
    /// The day of DTSTART.
    Same(u32),
    /// By BYMONTHDAY and BYDAY.
    By {
        /// Days from the start of the month, day 1 in bit 1; all where there is no BYMONTHDAY.
        from_start: u32,
        /// Days from the end of the month, the last in bit 1.
        from_end: u32,
        /// For each weekday from Monday: the how many-th from the start, the first in bit 1; then from the end.
        week_days: [(u8, u8); 7],
    },
}

const ALL: u32 = u32::MAX;
const EACH: (u8, u8) = (u8::MAX, u8::MAX);

impl Rule {
    /// Reads an RRULE. `None` where it is not one that this follows: then only DTSTART counts.
    pub(super) fn parse(
        text: &str,
        start: NaiveDateTime,
        from: UtcOffset,
        to: UtcOffset,
    ) -> Option<Self> {
        let mut rule = Self {
            start,
            until: None,
            interval: 1,
            months: vec![start.month()],
            days: Days::Same(start.day()),
            from,
            to,
        };
        let (mut count, mut month_days, mut week_days) = (None, None, None);
        for part in text.split(';').filter(|part| !part.trim().is_empty()) {
            let (name, value) = part.split_once('=')?;
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" if value.trim().eq_ignore_ascii_case("YEARLY") => {}
                "UNTIL" => rule.until = Some(until(value, from)?),
                "COUNT" => count = Some(value.trim().parse::<usize>().ok()?),
                "INTERVAL" => rule.interval = value.trim().parse().ok().filter(|n| *n > 0)?,
                "BYMONTH" => rule.months = months(value)?,
                "BYMONTHDAY" => month_days = Some(read_month_days(value)?),
                "BYDAY" => week_days = Some(read_week_days(value)?),
                "WKST" => {}
                _ => return None,
            }
        }
        if month_days.is_some() || week_days.is_some() {
            let (from_start, from_end) = month_days.unwrap_or((ALL, ALL));
            rule.days =
                Days::By { from_start, from_end, week_days: week_days.unwrap_or([EACH; 7]) };
        }
        if !rule.is_of_a_zone() {
            return None;
        }
        if let Some(count) = count {
            rule.until = Some(rule.end_of_count(count));
        }
        Some(rule)
    }

    /// In how many months it comes.
    pub(super) fn months(&self) -> usize {
        self.months.len()
    }

    /// The onset that is the last of `count`.
    fn end_of_count(&self, count: usize) -> NaiveDateTime {
        let mut left = count;
        let mut last = self.start;
        for step in 0..MOST_YEARS {
            let year = self.start.year().saturating_add(self.interval.saturating_mul(step));
            let onsets: Vec<_> =
                self.onsets(year).take_while(|onset| *onset >= self.start).collect();
            if let Some(nth) = left.checked_sub(1).and_then(|left| onsets.iter().rev().nth(left)) {
                return *nth;
            }
            left = left.saturating_sub(onsets.len());
            last = onsets.first().copied().unwrap_or(last);
        }
        last
    }

    /// Whether it comes at all, and not all the time: what a rule costs to follow is bounded by that.
    fn is_of_a_zone(&self) -> bool {
        let years = (0..YEARS_BACK).map(|step| {
            let year = self.start.year().saturating_add(self.interval.saturating_mul(step));
            self.onsets(year).filter(|onset| *onset >= self.start).take(MOST_ONSETS + 1).count()
        });
        let busiest = years.max().unwrap_or_default();
        (1..=MOST_ONSETS).contains(&busiest)
    }

    /// The last change that has happened.
    pub(super) fn last_change(&self, at: At) -> Option<Change> {
        // An instant of late December may be of the next year on the wall.
        let local = at.local();
        let bound = local.checked_add_days(chrono::Days::new(2)).unwrap_or(local).year();
        let bound = self.until.map_or(bound, |until| until.year().min(bound));
        let mut year = bound - (bound - self.start.year()).rem_euclid(self.interval);
        for _ in 0..YEARS_BACK {
            if year < self.start.year() {
                return None;
            }
            let last = self
                .onsets(year)
                .skip_while(|onset| self.until.is_some_and(|until| *onset > until))
                .take_while(|onset| *onset >= self.start)
                .filter_map(|onset| Change::new(onset, self.from, self.to))
                .find(|change| change.is_by(at));
            if last.is_some() {
                return last;
            }
            year = year.checked_sub(self.interval)?;
        }
        None
    }

    /// The onsets of a year, the last first.
    fn onsets(&self, year: i32) -> impl Iterator<Item = NaiveDateTime> {
        let time = self.start.time();
        let days = self.months.iter().rev().filter_map(move |month| {
            let first = NaiveDate::from_ymd_opt(year, *month, 1)?;
            Some((first, self.days.of_month(first)))
        });
        days.flat_map(move |(first, days)| {
            let days = (1..=31).rev().filter(move |day| days >> day & 1 == 1);
            days.filter_map(move |day| Some(first.with_day(day)?.and_time(time)))
        })
    }
}

impl Days {
    /// The days of the month that begins with `first`, day 1 in bit 1.
    fn of_month(&self, first: NaiveDate) -> u64 {
        let length = u32::from(first.num_days_in_month());
        let whole = (2 << length) - 2;
        match self {
            Self::Same(day) => 1 << day & whole,
            Self::By { from_start, from_end, week_days } => {
                // Turned round, so that the last day, in bit 1, comes to the bit of its number.
                let from_end = u64::from(*from_end).reverse_bits() >> (62 - length);
                let days = u64::from(*from_start) | from_end;
                days & by_week_day(week_days, first.weekday(), length) & whole
            }
        }
    }
}

/// The days of a month that BYDAY gives.
fn by_week_day(week_days: &[(u8, u8); 7], first: Weekday, length: u32) -> u64 {
    if *week_days == [EACH; 7] {
        return u64::MAX;
    }
    let mut days = 0;
    for (week_day, (nth, nth_last)) in (0..7).zip(week_days) {
        let mut day = 1 + (week_day + 7 - first.num_days_from_monday()) % 7;
        while day <= length && (*nth, *nth_last) != (0, 0) {
            let from_end = (length - day) / 7 + 1;
            if nth >> day.div_ceil(7) & 1 == 1 || nth_last >> from_end & 1 == 1 {
                days |= 1 << day;
            }
            day += 7;
        }
    }
    days
}

/// The last onset that UNTIL lets be. In UTC as the RFC wants it, or loosely as a date or wall time.
fn until(text: &str, from: UtcOffset) -> Option<NaiveDateTime> {
    Some(match parse_time(text, None)? {
        CalTime::Date(date) => date.and_time(NaiveTime::from_hms_opt(23, 59, 59)?),
        time => onset(&time, from),
    })
}

fn months(text: &str) -> Option<Vec<u32>> {
    let mut months: Vec<u32> =
        text.split(',').map(|month| month.trim().parse().ok()).collect::<Option<_>>()?;
    // However often a month is named, it comes once a year.
    months.sort_unstable();
    months.dedup();
    months.last().is_some_and(|last| *last <= 12).then_some(months)
}

fn read_month_days(text: &str) -> Option<(u32, u32)> {
    let mut days = (0, 0);
    for day in text.split(',') {
        let day: i32 = day.trim().parse().ok()?;
        let bit = 1_u32.checked_shl(day.unsigned_abs()).filter(|_| day != 0)?;
        if day > 0 {
            days.0 |= bit;
        } else {
            days.1 |= bit;
        }
    }
    Some(days)
}

fn read_week_days(text: &str) -> Option<[(u8, u8); 7]> {
    let mut days = [(0, 0); 7];
    for part in text.split(',') {
        let part = part.trim();
        let (number, day) = part.split_at_checked(part.len().checked_sub(2)?)?;
        let day: Weekday = week_day(day)?;
        let slot = days.get_mut(usize::try_from(day.num_days_from_monday()).ok()?)?;
        if number.is_empty() {
            *slot = EACH;
            continue;
        }
        let number: i32 = number.parse().ok()?;
        let bit = 1_u8.checked_shl(number.unsigned_abs()).filter(|_| number != 0)?;
        if number > 0 {
            slot.0 |= bit;
        } else {
            slot.1 |= bit;
        }
    }
    Some(days)
}

fn week_day(text: &str) -> Option<Weekday> {
    Some(match text.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}
