//! Why a text is no time.

use std::{fmt, ops::Range};

use chrono::{NaiveDate, Weekday};
use chrono_tz::Tz;

/// Words of the text that an error is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The words on one line, cut short where they are many.
    pub text: String,
    /// Their octets in the text.
    pub range: Range<usize>,
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\u{201c}{}\u{201d}", self.text)
    }
}

/// Why a text could not be read as a time. Each says what to do, in words that can be shown.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WhenError {
    /// There is no time in it.
    #[error("there is no time in it; say for instance \u{201c}fri 15:00-15:45\u{201d}")]
    Nothing,
    /// Words that look like a time and are none.
    #[error("{part} is not a time I can read{hint}")]
    Unreadable {
        /// The words.
        part: Part,
        /// What may have been meant.
        hint: Hint,
    },
    /// A time that is over.
    #[error("{part} is over: it was {}", .was.format("%a %-d %b %Y"))]
    Past {
        /// The words.
        part: Part,
        /// The date they mean.
        was: NaiveDate,
    },
    /// A date in figures that has two readings.
    #[error("{part} can be {} or {}; write the month as a word", show(.readings.0), show(.readings.1))]
    Ambiguous {
        /// The words.
        part: Part,
        /// The day first, and the month first.
        readings: (NaiveDate, NaiveDate),
    },
    /// An abbreviation that several zones share.
    #[error("{part} is the name of several zones; write one of {}", list(.zones))]
    AmbiguousZone {
        /// The words.
        part: Part,
        /// The zones.
        zones: Vec<Tz>,
    },
    /// The name of no zone.
    #[error(transparent)]
    Zone(#[from] UnknownZone),
    /// A weekday and a date that do not go together.
    #[error("{part} does not fit: {} is a {}", show(*.date), weekday(*.falls_on))]
    Weekday {
        /// The words.
        part: Part,
        /// The date.
        date: NaiveDate,
        /// Its weekday.
        falls_on: Weekday,
    },
    /// The end is not after the start.
    #[error("{part} ends before it starts")]
    EndBeforeStart {
        /// The words.
        part: Part,
    },
    /// More than one time.
    #[error("{first} and {second} are two times; keep one, or put the title in quotes")]
    Several {
        /// The first.
        first: Part,
        /// Another.
        second: Part,
    },
    /// A rhythm that no series has.
    #[error(
        "{part} is no rhythm I can plan; write for instance \u{201c}every tuesday 18:00\u{201d}"
    )]
    Repeats {
        /// The words.
        part: Part,
    },
    /// Words that mean one of several things.
    #[error("{part} can mean more than one thing; write for instance {}", either(.readings))]
    Open {
        /// The words.
        part: Part,
        /// What may be meant, each to be written instead of the words.
        readings: Vec<String>,
    },
    /// A date that a series leaves out and does not have.
    #[error("{part} is none of the dates{}", those(.nearest))]
    NotADate {
        /// The words.
        part: Part,
        /// The dates before and after it, as far as there are some.
        nearest: Vec<NaiveDate>,
    },
    /// A length without a start.
    #[error("{part} says how long, not when; add a time such as \u{201c}15:00\u{201d}")]
    NoStart {
        /// The words.
        part: Part,
    },
    /// A date further away than anyone plans.
    #[error("{part} is too far away: I plan up to {years} years ahead")]
    TooFar {
        /// The words.
        part: Part,
        /// The limit.
        years: i32,
    },
    /// More dates than can be kept, or said back, one by one.
    #[error(
        "{part} names more dates than I take one by one; write for instance \u{201c}{instead}\u{201d}"
    )]
    ManyDates {
        /// The words.
        part: Part,
        /// How to write such a time.
        instead: &'static str,
    },
    /// A length of nothing, or longer than anyone meets.
    #[error("{part} is not a length I can plan: from a minute to {days} days")]
    Length {
        /// The words.
        part: Part,
        /// The limit.
        days: i64,
    },
    /// More text than is read.
    #[error("the text is too long to look for a time in it")]
    LongText,
}

impl WhenError {
    /// The words it is about; none where it is about all of the text.
    pub const fn part(&self) -> Option<&Part> {
        match self {
            Self::Unreadable { part, .. }
            | Self::Past { part, .. }
            | Self::Ambiguous { part, .. }
            | Self::AmbiguousZone { part, .. }
            | Self::Zone(UnknownZone { part, .. })
            | Self::Weekday { part, .. }
            | Self::EndBeforeStart { part }
            | Self::Several { first: part, .. }
            | Self::Repeats { part }
            | Self::Open { part, .. }
            | Self::NotADate { part, .. }
            | Self::NoStart { part }
            | Self::TooFar { part, .. }
            | Self::ManyDates { part, .. }
            | Self::Length { part, .. } => Some(part),
            Self::Nothing | Self::LongText => None,
        }
    }

    /// What else the words may mean, each as it can be written in their place; nothing where they mean nothing.
    pub fn readings(&self) -> Vec<String> {
        match self {
            Self::Ambiguous { readings: (one, two), .. } => {
                [one, two].map(|date| date.format("%-d %b %Y").to_string()).to_vec()
            }
            Self::AmbiguousZone { zones, .. } => zones.iter().map(Tz::to_string).collect(),
            Self::Open { readings, .. } => readings.clone(),
            _ => Vec::new(),
        }
    }
}

/// What may have been meant by words that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Nothing in particular.
    None,
    /// A word that is nearly what was written.
    Word(String),
    /// How to write such a time.
    Write(&'static str),
    /// A day that the month does not have.
    NoSuchDate,
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => Ok(()),
            Self::Word(word) => write!(f, "; did you mean \u{201c}{word}\u{201d}?"),
            Self::Write(example) => write!(f, "; write for instance \u{201c}{example}\u{201d}"),
            Self::NoSuchDate => f.write_str("; there is no such date"),
        }
    }
}

/// A name that no time zone has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("I know no time zone {part}{}", near_miss(*.nearest))]
pub struct UnknownZone {
    /// The name.
    pub part: Part,
    /// The zone whose name is nearest, if one is near.
    pub nearest: Option<Tz>,
}

fn near_miss(zone: Option<Tz>) -> String {
    zone.map_or_else(String::new, |zone| format!("; did you mean {zone}?"))
}

fn either(readings: &[String]) -> String {
    let quoted: Vec<_> = readings.iter().map(|said| format!("\u{201c}{said}\u{201d}")).collect();
    quoted.join(" or ")
}

fn those(dates: &[NaiveDate]) -> String {
    let dates: Vec<_> = dates.iter().map(|date| date.format("%a %-d %b %Y").to_string()).collect();
    match dates.as_slice() {
        [] => String::new(),
        [one] => format!("; the nearest is {one}"),
        several => format!("; the nearest are {}", several.join(" and ")),
    }
}

fn show(date: NaiveDate) -> impl fmt::Display {
    date.format("%-d %B %Y")
}

fn list(zones: &[Tz]) -> String {
    zones.iter().map(Tz::to_string).collect::<Vec<_>>().join(", ")
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}
