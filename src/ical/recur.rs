//! RECUR: how something repeats (RFC 5545 §3.3.10), and on which wall times that is.
//!
//! The rule and its expansion are calendar arithmetic only: wall times in, wall times out. What zones, exceptions and
//! overrides make of them is for those who have the calendar object. Nothing here reads the clock, and no rule,
//! whatever stands in it, takes more than a bounded number of steps from one time to the next.
//!
//! # Why this is not the `rrule` crate
//!
//! Against libical's vectors that crate is wrong where a week's BYSETPOS counts from DTSTART instead of from the
//! week's start, where BYWEEKNO without BYDAY gives whole weeks, and where UNTIL is not of the one kind it wants; and
//! it walks from DTSTART however far away the question is. It is the second opinion in the tests, for the rules that
//! it reads well.

mod days;
mod expansion;
mod limits;
mod read;
mod times;
mod write;

use chrono::{NaiveDateTime, Weekday};
use compact_str::CompactString;

pub use expansion::{Expansion, Starts};
pub use read::BadRecur;
pub(super) use write::week_day;

use crate::model::CalTime;

/// A recurrence rule. Numbers outside what the RFC allows stay here as they were written and match nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recur {
    /// FREQ.
    pub frequency: Frequency,
    /// UNTIL: the last time there may be, in any kind of value.
    pub until: Option<CalTime>,
    /// COUNT: how many there are, DTSTART being the first.
    pub count: Option<u32>,
    /// INTERVAL: every how many periods; at least 1.
    pub interval: u32,
    /// BYSECOND.
    pub by_second: Vec<i16>,
    /// BYMINUTE.
    pub by_minute: Vec<i16>,
    /// BYHOUR.
    pub by_hour: Vec<i16>,
    /// BYDAY.
    pub by_day: Vec<WeekDay>,
    /// BYMONTHDAY; from the end of the month where negative.
    pub by_month_day: Vec<i16>,
    /// BYYEARDAY; from the end of the year where negative.
    pub by_year_day: Vec<i16>,
    /// BYWEEKNO; from the end of the year where negative.
    pub by_week_no: Vec<i16>,
    /// BYMONTH.
    pub by_month: Vec<i16>,
    /// BYSETPOS; from the end of the period where negative.
    pub by_set_pos: Vec<i16>,
    /// WKST: the day on which weeks begin.
    pub week_start: Weekday,
    /// Parts that are not known or cannot be read, as they were written. They change nothing in the expansion.
    pub other: Vec<(CompactString, String)>,
}

/// How long a period of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Frequency {
    /// A second.
    Secondly,
    /// A minute.
    Minutely,
    /// An hour.
    Hourly,
    /// A day.
    Daily,
    /// A week.
    Weekly,
    /// A month.
    Monthly,
    /// A year.
    Yearly,
}

/// A day of BYDAY: each of its weekday, or the how many-th.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct WeekDay {
    /// Which one in the month or year, from its end where negative.
    pub ordinal: Option<i16>,
    /// The day of the week.
    pub day: Weekday,
}

impl Recur {
    /// A rule that has only a frequency.
    pub const fn new(frequency: Frequency) -> Self {
        Self {
            frequency,
            until: None,
            count: None,
            interval: 1,
            by_second: Vec::new(),
            by_minute: Vec::new(),
            by_hour: Vec::new(),
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_year_day: Vec::new(),
            by_week_no: Vec::new(),
            by_month: Vec::new(),
            by_set_pos: Vec::new(),
            week_start: Weekday::Mon,
            other: Vec::new(),
        }
    }

    /// Whether it goes on without end.
    pub const fn is_endless(&self) -> bool {
        self.until.is_none() && self.count.is_none()
    }

    /// The rule's wall times from a DTSTART on. COUNT is heeded; UNTIL, which may need a zone to be read, is `until`.
    pub fn starting(&self, start: NaiveDateTime, until: Option<NaiveDateTime>) -> Expansion {
        Expansion::new(self, start, until)
    }
}

#[cfg(test)]
mod tests;
