//! Reading a rule: parts in any order and case, and whatever else people write.

use std::str::FromStr;

use chrono::Weekday;

use super::{Frequency, Recur, WeekDay};
use crate::{ical::parse_time, model::CalTime};

/// More numbers in one part than this are not read: no part has as many values.
const MOST_VALUES: usize = 800;

/// A text that is no RECUR: it has no FREQ that the RFC knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a recurrence rule of RFC 5545")]
pub struct BadRecur;

impl FromStr for Recur {
    type Err = BadRecur;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = || text.split(';').filter_map(|part| part.split_once('='));
        let frequency = parts()
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("FREQ"))
            .and_then(|(_, value)| frequency(value.trim()))
            .ok_or(BadRecur)?;
        let mut recur = Self::new(frequency);
        for (name, value) in parts() {
            let (name, value) = (name.trim().to_ascii_uppercase(), value.trim());
            if recur.take(&name, value).is_none() {
                recur.other.push((name.into(), value.to_owned()));
            }
        }
        Ok(recur)
    }
}

impl Recur {
    /// Takes a part. `None` where it is not known or cannot be read.
    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match name {
            "FREQ" => {}
            "UNTIL" => self.until = Some(until(value)?),
            "COUNT" => self.count = Some(number(value)?),
            "INTERVAL" => self.interval = number(value)?.max(1),
            "BYSECOND" => self.by_second = list(value, signed)?,
            "BYMINUTE" => self.by_minute = list(value, signed)?,
            "BYHOUR" => self.by_hour = list(value, signed)?,
            "BYDAY" => self.by_day = list(value, week_day_number)?,
            "BYMONTHDAY" => self.by_month_day = list(value, signed)?,
            "BYYEARDAY" => self.by_year_day = list(value, signed)?,
            "BYWEEKNO" => self.by_week_no = list(value, signed)?,
            "BYMONTH" => self.by_month = list(value, signed)?,
            "BYSETPOS" => self.by_set_pos = list(value, signed)?,
            "WKST" => self.week_start = week_day(value)?,
            _ => return None,
        }
        Some(())
    }
}

fn frequency(text: &str) -> Option<Frequency> {
    Frequency::ALL.into_iter().find(|frequency| frequency.as_str().eq_ignore_ascii_case(text))
}

/// Some write UNTIL as ISO 8601 has it.
fn until(text: &str) -> Option<CalTime> {
    parse_time(text, None).or_else(|| parse_time(&text.replace(['-', ':'], ""), None))
}

/// A number that is not negative; one too great to be kept is as good as the greatest.
fn number(text: &str) -> Option<u32> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u32::MAX))
}

fn signed(text: &str) -> Option<i16> {
    let (digits, sign) = match text.strip_prefix('-') {
        Some(digits) => (digits, -1),
        None => (text, 1),
    };
    // What is too great for any part stays too great.
    Some(sign * i16::try_from(number(digits)?).unwrap_or(i16::MAX))
}

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let values = text.split(',').map(str::trim).filter(|value| !value.is_empty());
    let values: Vec<T> = values.take(MOST_VALUES).map(read).collect::<Option<_>>()?;
    (!values.is_empty()).then_some(values)
}

fn week_day_number(text: &str) -> Option<WeekDay> {
    let (ordinal, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = if ordinal.is_empty() { None } else { Some(signed(ordinal)?) };
    Some(WeekDay { ordinal, day: week_day(day)? })
}

fn week_day(text: &str) -> Option<Weekday> {
    let days = [
        Weekday::Mon,
        Weekday::Tue,
        Weekday::Wed,
        Weekday::Thu,
        Weekday::Fri,
        Weekday::Sat,
        Weekday::Sun,
    ];
    days.into_iter().find(|day| super::write::week_day(*day).eq_ignore_ascii_case(text))
}
