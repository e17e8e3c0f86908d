//! `convene when`: what a sentence means, as JSON for programs or as a sentence for people.
//!
//! The same words make the same meeting in a room. It never reads the clock.

use std::{fmt, ops::Range};

use serde::Serialize;

use crate::{
    ical::format_time,
    model::{CalTime, Recurrence},
    when::{self, Cx, Reading, WhenError},
};

mod sentence;
#[cfg(test)]
mod tests;

/// What came of a sentence.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// There is a time in it.
    Read(Box<Reading>, Cx),
    /// There is none, or none that can be read for certain.
    Refused(Refused),
}

/// Why a sentence has no time, and which words are to blame.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// A sentence that says what to do.
    pub error: String,
    /// The words, as they stand in the sentence.
    pub text: String,
    /// Their first octet.
    pub from: usize,
    /// The octet after their last.
    pub to: usize,
    /// What they may mean, each as it can be written in their place.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub readings: Vec<String>,
}

/// A meeting, as a program is told. Times are written as iCalendar writes them (RFC 5545 §3.3.4, §3.3.5): wall time of
/// the zone, with a `Z` in UTC, a date alone for whole days.
#[derive(Debug, Serialize)]
struct Meeting<'r> {
    title: String,
    start: String,
    /// For whole days the day after the last one.
    end: String,
    /// None for whole days.
    tzid: Option<&'r str>,
    all_day: bool,
    rrule: Option<&'r str>,
    rdate: Vec<String>,
    exdate: Vec<String>,
    /// The time as a phrase that means the same.
    said: String,
    assumed: Vec<String>,
    /// What else the words may mean: nothing, or they would not have been read.
    readings: [String; 0],
}

/// Reads a sentence.
///
/// # Example
/// ```
/// use chrono::TimeDelta;
/// use chrono_tz::Tz;
/// use convene::{interpret::interpret, when::{Cx, Dialect, Language}};
///
/// let cx = Cx {
///     now: "2026-12-01T09:00:00Z".parse()?,
///     zone: Tz::Europe__Berlin,
///     language: Language::English,
///     dialect: Dialect::Uk,
///     default_length: TimeDelta::hours(1),
/// };
/// let meaning = interpret("Sprint review fri 15:00-15:45", &cx);
/// assert_eq!(meaning.to_string(), "“Sprint review”: Fri 4 Dec 2026, 15:00–15:45 CET, in 3 days.");
/// assert!(meaning.json().starts_with(r#"{"title":"Sprint review","start":"20261204T150000""#));
/// # Ok::<(), chrono::ParseError>(())
/// ```
pub fn interpret(text: &str, cx: &Cx) -> Meaning {
    match when::read_sentence(text, cx) {
        Ok(Some(reading)) => Meaning::Read(Box::new(reading), *cx),
        Ok(None) => Meaning::Refused(Refused::of(&WhenError::Nothing, text)),
        Err(error) => Meaning::Refused(Refused::of(&error, text)),
    }
}

impl Meaning {
    /// As JSON, on one line.
    pub fn json(&self) -> String {
        let written = match self {
            Self::Read(reading, cx) => serde_json::to_string(&Meeting::of(reading, cx)),
            Self::Refused(refused) => serde_json::to_string(refused),
        };
        written.unwrap_or_default()
    }
}

impl fmt::Display for Meaning {
    /// For people, on one line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(reading, cx) => f.write_str(&sentence::of(reading, cx)),
            Self::Refused(refused) => f.write_str(&refused.error),
        }
    }
}

impl Refused {
    /// A text that is not looked at, for a reason of its own.
    pub fn unread(error: &str, text: &str) -> Self {
        let error = error.to_owned();
        Self { error, text: text.to_owned(), from: 0, to: text.len(), readings: Vec::new() }
    }

    fn of(error: &WhenError, text: &str) -> Self {
        let all = 0..text.len();
        let Range { start, end } = error.part().map_or(all, |part| part.range.clone());
        let words = text.get(start..end).unwrap_or(text).to_owned();
        let readings = error.readings();
        Self { error: error.to_string(), text: words, from: start, to: end, readings }
    }
}

impl<'r> Meeting<'r> {
    fn of(reading: &'r Reading, cx: &Cx) -> Self {
        let recurrence = reading.recurrence.as_ref();
        let times = |list: fn(&Recurrence) -> &Vec<CalTime>| {
            recurrence.map(list).into_iter().flatten().map(format_time).collect()
        };
        let all_day = reading.span.start.is_date();
        Self {
            title: title(reading),
            start: format_time(&reading.span.start),
            end: format_time(&reading.span.end),
            tzid: tzid(&reading.span.start),
            all_day,
            rrule: recurrence.and_then(|series| series.rrule.as_deref()),
            rdate: times(|series| &series.rdate),
            exdate: times(|series| &series.exdate),
            said: reading.phrase(cx),
            assumed: reading.assumed.iter().map(ToString::to_string).collect(),
            readings: [],
        }
    }
}

/// The zone of a wall time. An instant whose wall time comes twice is written in UTC, whatever the speaker's zone.
fn tzid(time: &CalTime) -> Option<&str> {
    match time {
        CalTime::Utc(_) => Some("UTC"),
        time => time.tzid(),
    }
}

/// What is left of the sentence without its time.
fn title(reading: &Reading) -> String {
    let Reading { title, rest, .. } = reading;
    let gap = if title.is_empty() || rest.is_empty() { "" } else { " " };
    format!("{title}{gap}{rest}")
}
