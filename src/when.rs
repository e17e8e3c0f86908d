//! Phrases people say, read as times, on top of chrono-english.
//!
//! A text is cut into [`words`], [`phrase`] finds dates, clock times, lengths and zones among them, [`english`] has
//! chrono-english read each of them, and [`resolve`] makes one span of them. Values in, values out: the present
//! instant and the zone are passed in. It never reads the clock, never panics on input, and never guesses in
//! silence: what it had to assume it says, and what it cannot read it refuses with the words that it could not read.

use std::{fmt, ops::Range};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::model::{CalTime, Recurrence, Span};

mod clock;
mod day;
mod english;
mod error;
mod guard;
mod language;
mod length;
mod lexicon;
mod nth;
mod phrase;
mod range;
mod repeat;
mod resolve;
mod rule;
mod runs;
mod say;
mod say_series;
mod sentence;
mod series;
mod several;
mod slip;
#[cfg(test)]
mod tests;
mod vague;
mod words;
mod zone;

use resolve::Moved;
use words::Text;

pub use error::{Hint, Part, UnknownZone, WhenError};
pub use language::Language;
pub use say::phrase_of;
pub use say_series::in_a_row;

/// What a phrase is read against.
#[derive(Debug, Clone, Copy)]
pub struct Cx {
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The zone of whoever speaks: theirs, else the room's, else the instance's.
    pub zone: Tz,
    /// How they write a date in figures.
    pub dialect: Dialect,
    /// What they say times in, beside English.
    pub language: Language,
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
        if Language::of_locale(locale) != Language::English {
            return Self::Uk;
        }
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
    /// How it repeats, where it does: `span` is its first date.
    pub recurrence: Option<Recurrence>,
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
    /// The first date of a series.
    From(NaiveDate),
    /// The last day on which a series may be.
    Until(NaiveDate),
    /// Which dates several days are.
    Dates(Vec<NaiveDate>),
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
    /// Midnight is the end of the day that was said.
    Midnight(NaiveDate),
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
            Self::From(date) => write!(f, "from {}", on(*date)),
            Self::Dates(dates) => {
                let run = |(first, last): (NaiveDate, NaiveDate)| {
                    let last = (first != last).then(|| format!(" to {}", on(last)));
                    format!("{}{}", on(first), last.unwrap_or_default())
                };
                let runs = runs::runs(dates, runs::is_next_day).into_iter().map(run);
                write!(f, "on {}", runs.collect::<Vec<_>>().join(", "))
            }
            Self::Length(length) => write!(f, "for {}", show_length(*length)),
            Self::AllDay => f.write_str("all day"),
            Self::Next(date) => write!(f, "the next one, {}", on(*date)),
            Self::Year(year) => write!(f, "in {year}"),
            Self::Afternoon(time) => write!(f, "in the afternoon, {}", hour(*time)),
            Self::Until(date) | Self::EndsNextDay(date) => write!(f, "until {}", on(*date)),
            Self::NextWeek(date) => write!(f, "next week, {}", on(*date)),
            Self::Zone { said, zone } => write!(f, "{said} as the time of {zone}"),
            Self::Midnight(date) => write!(f, "at the end of {}", on(*date)),
            Self::Skipped { said, used } => {
                write!(f, "the clocks skip {}, so {}", hour(*said), hour(*used))
            }
            Self::Doubled(time) => {
                write!(f, "{} comes twice that night, the first one", hour(*time))
            }
        }
    }
}

/// Finds the time anywhere in a sentence; `None` where there is none.
///
/// # Errors
/// Fails where words look like a time and cannot be read as one, or where there are two: it never takes one of two
/// readings in silence, and never leaves half of a time in the title.
pub fn read_sentence(text: &str, cx: &Cx) -> Result<Option<Reading>, WhenError> {
    let text = Text::cut(text, cx.language)?;
    let Some(found) = sentence::find(&text)? else { return Ok(None) };
    let title = sentence::title(&text, &found.pieces);
    let rest = sentence::rest(&text, &found.pieces);
    let reading = reading(&text, &found, None, cx)?;
    refuse_city(&text, &found, &reading)?;
    Ok(Some(Reading { title, rest, ..reading }))
}

/// Asks about "15:00 Tokyo", where clocks show something else: it may be where they meet, or whose time it is.
fn refuse_city(
    text: &Text<'_>,
    found: &sentence::Found,
    reading: &Reading,
) -> Result<(), WhenError> {
    let next = found.phrase.clock_words().end;
    let bare = found.phrase.start_on_a_day() && !reading.zone_named;
    let beside = bare && found.pieces.iter().any(|piece| piece.end == next);
    // "9am (India)"
    let next = if text.mark(next, '(') { next + 1 } else { next };
    let Some((zone, end)) = beside.then(|| zone::bare_city(text, next)).flatten() else {
        return Ok(());
    };
    let local = CalTime::Floating(reading.span.start.local());
    if local.instant(zone) == local.instant(reading.zone) {
        return Ok(());
    }
    let part = text.part(next..end);
    let readings = vec![format!("{} time", part.text), format!("in {}", part.text)];
    Err(WhenError::Open { part, readings })
}

/// Reads a text that is a time and nothing else: "fri 16:00", "tomorrow 9am for 30m".
pub fn read_phrase(text: &str, cx: &Cx) -> Result<Reading, WhenError> {
    let text = Text::cut(text, cx.language)?;
    let found = sentence::whole(&text)?;
    if found.phrase.accessory() && !found.phrase.all_day {
        return Err(WhenError::NoStart { part: text.part(0..text.len()) });
    }
    reading(&text, &found, None, cx)
}

/// Reads where a meeting goes: a clock time alone keeps its date, a date alone its clock time, and its length stays
/// unless one is said.
///
/// The date is kept as it is in the speaker's zone, the clock time as it is in the meeting's.
pub fn read_move(text: &str, base: &Span, cx: &Cx) -> Result<Reading, WhenError> {
    moved(text, Moved { span: base, in_week: false }, cx)
}

/// The same, with a weekday the one of the week that the meeting is in, where that is still to come: "move the review of the
/// 14th to thursday".
pub fn read_move_in_week(text: &str, base: &Span, cx: &Cx) -> Result<Reading, WhenError> {
    moved(text, Moved { span: base, in_week: true }, cx)
}

fn moved(text: &str, base: Moved<'_>, cx: &Cx) -> Result<Reading, WhenError> {
    let text = Text::cut(text, cx.language)?;
    let found = sentence::whole(&text)?;
    reading(&text, &found, Some(base), cx)
}

fn reading(
    text: &Text<'_>,
    found: &sentence::Found,
    base: Option<Moved<'_>>,
    cx: &Cx,
) -> Result<Reading, WhenError> {
    if let Some(open) = found.pieces.iter().find_map(|piece| text.open_in(piece)) {
        let (part, readings) = (text.part(open.words.clone()), open.readings.clone());
        return Err(WhenError::Open { part, readings });
    }
    let meant = resolve::resolve(text, &found.phrase, base, cx)?;
    Ok(Reading {
        span: meant.span,
        recurrence: meant.recurrence,
        zone: meant.zone,
        zone_named: meant.zone_named,
        length_assumed: meant.length_assumed,
        assumed: meant.assumed,
        title: String::new(),
        rest: String::new(),
        said: found.pieces.iter().map(|piece| text.octets(piece.clone())).collect(),
    })
}

/// Reads a stretch of time to list, from (included) and to (not included): "today", "next week", "dec", a date or
/// two; nothing is the next 14 days.
pub fn read_range(text: &str, cx: &Cx) -> Result<(DateTime<Utc>, DateTime<Utc>), WhenError> {
    range::range(text, cx)
}

/// Reads a length and nothing else: "30m", "1h30", "45 min", "half an hour".
pub fn read_length(text: &str, language: Language) -> Result<TimeDelta, WhenError> {
    let text = Text::cut(text, language)?;
    let start = usize::from(text.is(0, "for"));
    let part = text.part(0..text.len());
    match length::length(&text, start) {
        Some((length, next)) if next == text.len() && length.fits() => Ok(length.delta()),
        Some((_, next)) if next == text.len() => {
            Err(WhenError::Length { part, days: length::MAX_DAYS })
        }
        _ if text.len() == 0 => Err(WhenError::Nothing),
        _ => Err(WhenError::Unreadable { part, hint: Hint::Write("45 min") }),
    }
}

/// Reads the name of a zone and nothing else: an IANA name in any case, its city, an abbreviation that means one
/// zone, or UTC with or without a whole offset.
pub fn zone(text: &str) -> Result<Tz, WhenError> {
    zone::whole(text, None)
}

/// The zones whose names, or whose cities, have these letters in them: those that begin so first, and the usual names only.
pub fn zones_like(letters: &str) -> Vec<Tz> {
    zone::like(letters)
}

/// A length as people write it: "45 min", "1 h 30 min".
pub fn show_length(length: TimeDelta) -> String {
    length::show(length)
}

fn on(date: NaiveDate) -> impl fmt::Display {
    date.format("%a %-d %b %Y")
}

fn hour(time: NaiveTime) -> impl fmt::Display {
    time.format("%H:%M")
}
