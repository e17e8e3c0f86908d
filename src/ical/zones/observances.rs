//! What a VTIMEZONE says (RFC 5545 §3.6.5), ready to be asked.

use chrono::{Datelike, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use crate::{
    ical::{Component, UtcOffset, parse_time},
    model::CalTime,
};

/// More rules than this are no time zone but an attack; one of a century of politics has a dozen.
const MOST_RULES: usize = 64;

/// How many years a rule is followed back for its last onset. A rule for 29 February has one in eight.
const YEARS_BACK: i32 = 12;

/// The changes of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observances {
    /// Changes at fixed times, by when they count on the wall.
    fixed: Vec<Change>,
    /// Changes that come every year.
    rules: Vec<Rule>,
    /// The offset before the first change.
    before: UtcOffset,
}

/// One change of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    /// The first wall time with the new offset. Where clocks go forward that is the end of the gap (before it the
    /// old offset counts), and where they go back the end of the doubled time (its first pass counts): in both
    /// cases the onset read with the larger offset.
    wall: NaiveDateTime,
    to: UtcOffset,
}

/// A change that comes every year by its RRULE.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    start: NaiveDateTime,
    until: Option<NaiveDateTime>,
    interval: i32,
    months: Vec<u32>,
    month_days: Vec<i32>,
    /// A weekday and which one of the month, from its end where negative; 0 for each.
    week_days: Vec<(i32, Weekday)>,
    from: UtcOffset,
    to: UtcOffset,
}

impl Observances {
    /// Reads a VTIMEZONE. `None` where it defines nothing that can be followed.
    pub(super) fn of(timezone: &Component) -> Option<Self> {
        let mut all = Self { fixed: Vec::new(), rules: Vec::new(), before: UtcOffset::default() };
        let mut first: Option<(NaiveDateTime, UtcOffset)> = None;
        for component in &timezone.components {
            if !matches!(component.name.as_str(), "STANDARD" | "DAYLIGHT") {
                continue;
            }
            let Some((start, from)) = all.add(component) else { continue };
            if first.is_none_or(|(earliest, _)| start < earliest) {
                first = Some((start, from));
            }
        }
        let (_, before) = first?;
        all.before = before;
        all.fixed.sort_unstable();
        (all.rules.len() <= MOST_RULES).then_some(all)
    }

    fn add(&mut self, component: &Component) -> Option<(NaiveDateTime, UtcOffset)> {
        let start = component.time("DTSTART")?.local();
        let from: UtcOffset = component.value("TZOFFSETFROM")?.parse().ok()?;
        let to: UtcOffset = component.value("TZOFFSETTO")?.parse().ok()?;
        // DTSTART counts even where the rule would not give it (RFC 5545 §3.8.5.3).
        self.fixed.extend(Change::new(start, from, to));
        for rdate in component.properties_named("RDATE") {
            for time in rdate.times() {
                self.fixed.extend(Change::new(onset(&time, from), from, to));
            }
        }
        for rrule in component.properties_named("RRULE") {
            self.rules.extend(Rule::parse(&rrule.value, start, from, to));
        }
        Some((start, from))
    }

    /// The offset of a wall time, by the rules of RFC 5545 §3.3.5 for gaps and overlaps.
    pub(super) fn offset_at_wall(&self, wall: NaiveDateTime) -> UtcOffset {
        let fixed = self.fixed.partition_point(|change| change.wall <= wall);
        let fixed = fixed.checked_sub(1).and_then(|index| self.fixed.get(index)).copied();
        let ruled = self.rules.iter().filter_map(|rule| rule.last_change(wall)).max();
        let last = fixed.into_iter().chain(ruled).max_by_key(|change| change.wall);
        last.map_or(self.before, |change| change.to)
    }
}

/// The wall time of an onset before the change; RDATE may be UTC.
fn onset(time: &CalTime, from: UtcOffset) -> NaiveDateTime {
    match time {
        CalTime::Utc(at) => at.checked_add_signed(from.delta()).unwrap_or(*at),
        _ => time.local(),
    }
}

impl Change {
    fn new(onset: NaiveDateTime, from: UtcOffset, to: UtcOffset) -> Option<Self> {
        let forward = (to.as_seconds() - from.as_seconds()).max(0);
        let wall = onset.checked_add_signed(TimeDelta::seconds(i64::from(forward)))?;
        Some(Self { wall, to })
    }
}

impl Rule {
    fn parse(text: &str, start: NaiveDateTime, from: UtcOffset, to: UtcOffset) -> Option<Self> {
        let mut rule = Self {
            start,
            until: None,
            interval: 1,
            months: Vec::new(),
            month_days: Vec::new(),
            week_days: Vec::new(),
            from,
            to,
        };
        let mut count = None;
        for part in text.split(';') {
            let (name, value) = part.split_once('=')?;
            match name.trim().to_ascii_uppercase().as_str() {
                "FREQ" if value.eq_ignore_ascii_case("YEARLY") => {}
                "UNTIL" => rule.until = Some(until(value, from)?),
                "COUNT" => count = Some(value.parse::<usize>().ok()?),
                "INTERVAL" => rule.interval = value.parse().ok().filter(|n| *n > 0)?,
                "BYMONTH" => rule.months = list(value, 12)?,
                "BYMONTHDAY" => rule.month_days = list(value, 31)?,
                "BYDAY" => rule.week_days = week_days(value)?,
                "WKST" => {}
                _ => return None,
            }
        }
        if rule.months.is_empty() {
            rule.months.push(start.month());
        }
        if let Some(count) = count {
            rule.until = Some(rule.end_of_count(count)?);
        }
        Some(rule)
    }

    /// The onset that is the last of `count`.
    fn end_of_count(&self, count: usize) -> Option<NaiveDateTime> {
        let mut left = count;
        let mut last = self.start;
        for step in 0..200 {
            let year = self.start.year().checked_add(self.interval.checked_mul(step)?)?;
            let mut onsets = self.onsets(year);
            onsets.sort_unstable();
            for onset in onsets.into_iter().filter(|onset| *onset >= self.start) {
                last = onset;
                left = left.saturating_sub(1);
                if left == 0 {
                    return Some(last);
                }
            }
        }
        Some(last)
    }

    /// The last change that counts at a wall time.
    fn last_change(&self, wall: NaiveDateTime) -> Option<Change> {
        let bound = self.until.map_or(wall, |until| until.min(wall));
        let mut year = bound.year();
        year -= (year - self.start.year()).rem_euclid(self.interval);
        let end =
            year.saturating_sub(self.interval.saturating_mul(YEARS_BACK)).max(self.start.year());
        while year >= end {
            let last = self
                .onsets(year)
                .into_iter()
                .filter(|onset| *onset >= self.start)
                .filter(|onset| self.until.is_none_or(|until| *onset <= until))
                .filter_map(|onset| Change::new(onset, self.from, self.to))
                .filter(|change| change.wall <= wall)
                .max();
            if last.is_some() {
                return last;
            }
            year = year.checked_sub(self.interval)?;
        }
        None
    }

    /// The onsets of a year, in no order.
    fn onsets(&self, year: i32) -> Vec<NaiveDateTime> {
        let time = self.start.time();
        let mut onsets = Vec::new();
        for month in &self.months {
            self.days(year, *month, |day| onsets.push(day.and_time(time)));
        }
        onsets
    }

    fn days(&self, year: i32, month: u32, mut found: impl FnMut(NaiveDate)) {
        let Some(first) = NaiveDate::from_ymd_opt(year, month, 1) else { return };
        let Some(next) = first.checked_add_months(Months::new(1)) else { return };
        let length = i32::try_from((next - first).num_days()).unwrap_or(31);
        if self.month_days.is_empty() && self.week_days.is_empty() {
            let same = first.with_day(self.start.day());
            return same.into_iter().for_each(found);
        }
        for day in first.iter_days().take_while(|day| *day < next) {
            if self.has_month_day(day, length) && self.has_week_day(day, length) {
                found(day);
            }
        }
    }

    fn has_month_day(&self, day: NaiveDate, length: i32) -> bool {
        let from_start = i32::try_from(day.day()).unwrap_or_default();
        let from_end = from_start - length - 1;
        self.month_days.is_empty()
            || self.month_days.iter().any(|wanted| *wanted == from_start || *wanted == from_end)
    }

    fn has_week_day(&self, day: NaiveDate, length: i32) -> bool {
        let number = i32::try_from(day.day0()).unwrap_or_default();
        let (nth, nth_last) = (number / 7 + 1, -((length - 1 - number) / 7 + 1));
        self.week_days.is_empty()
            || self.week_days.iter().any(|(wanted, week_day)| {
                *week_day == day.weekday()
                    && (*wanted == 0 || *wanted == nth || *wanted == nth_last)
            })
    }
}

/// The last onset that UNTIL lets be. In UTC as the RFC wants it, or loosely as a date or wall time.
fn until(text: &str, from: UtcOffset) -> Option<NaiveDateTime> {
    Some(match parse_time(text, None)? {
        CalTime::Date(date) => date.and_time(NaiveTime::from_hms_opt(23, 59, 59)?),
        time => onset(&time, from),
    })
}

fn list<T: std::str::FromStr>(text: &str, most: usize) -> Option<Vec<T>> {
    let list: Vec<T> =
        text.split(',').map(|number| number.trim().parse().ok()).collect::<Option<_>>()?;
    (list.len() <= most).then_some(list)
}

fn week_days(text: &str) -> Option<Vec<(i32, Weekday)>> {
    let days: Vec<_> = text.split(',').map(week_day).collect::<Option<_>>()?;
    (days.len() <= 35).then_some(days)
}

fn week_day(text: &str) -> Option<(i32, Weekday)> {
    let text = text.trim();
    let (number, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let number = if number.is_empty() { 0 } else { number.parse().ok()? };
    let day = match day.to_ascii_uppercase().as_str() {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    };
    Some((number, day))
}
