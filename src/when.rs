//! Phrases people say, read as times, on top of chrono-english.
//!
//! A text is cut into [`words`], [`phrase`] finds dates, clock times, lengths and zones among them, [`english`] has
//! chrono-english read each of them, and [`resolve`] makes one span of them. Values in, values out: the present
//! instant and the zone are passed in. It never reads the clock, never panics on input, and never guesses in
//! silence: what it had to assume it says, and what it cannot read it refuses with the words that it could not read.

use std::{fmt, ops::Range};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::Span;

mod error;

pub use error::{Hint, Part, UnknownZone, WhenError};

/// What a phrase is read against.
#[derive(Debug, Clone, Copy)]
pub struct Cx {
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The zone of whoever speaks: theirs, else the room's, else the instance's.
    pub zone: Tz,
    /// How they write a date in figures.
    pub dialect: Dialect,
    /// How long a meeting is when nothing is said.
    pub default_length: TimeDelta,
}

/// How people write a date in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// The day first: 24/12.
    Uk,
    /// The month first: 12/24.
    Us,
    /// Not known, so 03/04 has to be asked about.
    #[default]
    Unknown,
}

impl Dialect {
    /// The dialect of a locale such as `en-GB`; a locale without a region does not tell.
    pub fn of_locale(locale: &str) -> Self {
        let Some((_, region)) = locale.split_once(['-', '_']) else { return Self::Unknown };
        // The regions that write the month first in figures (CLDR, short date patterns of English).
        let month_first = ["US", "PH", "GU", "PR", "AS", "MP", "VI", "UM"];
        if month_first.iter().any(|name| name.eq_ignore_ascii_case(region)) {
            Self::Us
        } else {
            Self::Uk
        }
    }
}

/// A time that was read, and what else the text said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// When it is: zoned (UTC in the zone UTC), or dates for whole days.
    pub span: Span,
    /// The zone the wall times are in.
    pub zone: Tz,
    /// Whether the text named the zone.
    pub zone_named: bool,
    /// Whether the length is the default one.
    pub length_assumed: bool,
    /// What had to be assumed, in the order in which it matters.
    pub assumed: Vec<Assumed>,
    /// The words before the time; those around it, where date and clock time stand apart.
    pub title: String,
    /// The words after the time.
    pub rest: String,
    /// The octets of the text that were read as time, in order.
    pub said: Vec<Range<usize>>,
}

/// Something the text left open, and how it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Assumed {
    /// No length was said: the default one.
    Length(TimeDelta),
    /// No clock time was said: the whole day.
    AllDay,
    /// The time is over for today, or this week: the next one.
    Next(NaiveDate),
    /// No year was said, and this year's date is over.
    Year(i32),
    /// A small hour without am or pm: the afternoon.
    Afternoon(NaiveTime),
    /// The end is before the start on the clock: the next day.
    EndsNextDay(NaiveDate),
    /// "next friday" is not the coming one.
    NextWeek(NaiveDate),
    /// An abbreviation stands for the clocks of a place.
    Zone {
        /// What was said, for instance `CET`.
        said: String,
        /// What it is taken for.
        zone: Tz,
    },
    /// The clocks go forward over the time that was said.
    Skipped {
        /// What was said.
        said: NaiveTime,
        /// What it becomes: as much later as the clocks go forward.
        used: NaiveTime,
    },
    /// The clocks go back, and the time comes twice: the first one.
    Doubled(NaiveTime),
}

impl fmt::Display for Assumed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => write!(f, "for {} min", length.num_minutes()),
            Self::AllDay => f.write_str("all day"),
            Self::Next(date) => write!(f, "the next one, {}", day(*date)),
            Self::Year(year) => write!(f, "in {year}"),
            Self::Afternoon(time) => write!(f, "in the afternoon, {}", clock(*time)),
            Self::EndsNextDay(date) => write!(f, "until {}", day(*date)),
            Self::NextWeek(date) => write!(f, "next week, {}", day(*date)),
            Self::Zone { said, zone } => write!(f, "{said} as the time of {zone}"),
            Self::Skipped { said, used } => {
                write!(f, "the clocks skip {}, so {}", clock(*said), clock(*used))
            }
            Self::Doubled(time) => {
                write!(f, "{} comes twice that night, the first one", clock(*time))
            }
        }
    }
}

/// Finds the time anywhere in a sentence; `None` where there is none.
pub fn read_sentence(text: &str, cx: &Cx) -> Result<Option<Reading>, WhenError> {
    let _ = (text, cx);
    Ok(None)
}

/// Reads a text that is a time and nothing else.
pub fn read_phrase(text: &str, cx: &Cx) -> Result<Reading, WhenError> {
    read_sentence(text, cx)?.ok_or(WhenError::Nothing)
}

/// Reads where a meeting goes: a clock time keeps its date, a date keeps its clock time, and the length is kept unless
/// one is given.
pub fn read_move(text: &str, base: &Span, cx: &Cx) -> Result<Reading, WhenError> {
    let _ = base;
    read_phrase(text, cx)
}

/// Reads a stretch of time to list, from (included) and to (not included): "today", "next week", "dec", a date or
/// two; nothing is the next 14 days.
pub fn read_range(text: &str, cx: &Cx) -> Result<(DateTime<Utc>, DateTime<Utc>), WhenError> {
    let _ = text;
    Ok((cx.now, cx.now + TimeDelta::days(14)))
}

/// Reads a length: "30m", "1h30", "45 min", "half an hour".
pub fn read_length(text: &str) -> Result<TimeDelta, WhenError> {
    let _ = text;
    Err(WhenError::Nothing)
}

/// Reads the name of a zone: an IANA name in any case, its city, or UTC.
pub fn zone(text: &str) -> Result<Tz, WhenError> {
    text.parse().map_err(|_| WhenError::Nothing)
}

fn day(date: NaiveDate) -> impl fmt::Display {
    date.format("%a %-d %b %Y")
}

fn clock(time: NaiveTime) -> impl fmt::Display {
    time.format("%H:%M")
}
