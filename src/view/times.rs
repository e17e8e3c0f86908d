//! Times in words. The only place that knows how a date, a length or "in 3 days" reads.

use chrono::{DateTime, Datelike, NaiveDate, Offset, TimeDelta, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    itip::Meeting,
    model::{CalTime, Span, wall_clock, zone_abbreviation},
};

/// When a meeting is, ready to be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeText {
    /// Date, time and zone: `Fri 4 Dec 2026, 15:00–15:45 CET`.
    pub text: String,
    /// The same in the reader's zone, where the clock shows another time there: `14:00–14:45 GMT`.
    pub here: Option<String>,
    /// How far it is from now: `in 3 days`, `now`, `2 hours ago`.
    pub relative: String,
    /// How long it takes: `45 min`, `1 h 30`; nothing for a moment.
    pub length: Option<String>,
    /// The start in seconds of Unix time, for networks that write times themselves.
    pub start: i64,
    /// The end in seconds of Unix time.
    pub end: i64,
    /// Whether it is at an instant, which the clock of each reader can show; whole days and times without a zone are not.
    #[serde(default)]
    pub instant: bool,
}

impl TimeText {
    /// Puts a span in words, its instants by the IANA names of its zones; a zone of another name counts as `reader`.
    pub fn of_span(span: &Span, reader: Tz, now: DateTime<Utc>) -> Self {
        let instant = |time: &CalTime| {
            let floating = || CalTime::Floating(time.local()).instant(reader);
            time.instant(reader).or_else(floating).unwrap_or(now)
        };
        Self::of(span, instant(&span.start), instant(&span.end), reader, now)
    }

    /// Puts a span in words.
    ///
    /// `start` and `end` are its instants. The words are in the span's own zone where that is an IANA name, else in
    /// `reader`, the zone of whoever reads; dates and floating times carry no zone.
    pub fn of(
        span: &Span,
        start: DateTime<Utc>,
        end: DateTime<Utc>,
        reader: Tz,
        now: DateTime<Utc>,
    ) -> Self {
        let end = end.max(start);
        let (text, here) = match &span.start {
            CalTime::Date(first) => (dates(*first, span.end.local().date()), None),
            CalTime::Floating(_) => (clock(start, end, reader, Label::None), None),
            CalTime::Utc(_) | CalTime::Zoned { .. } => {
                let zone = span.start.tzid().and_then(|tzid| tzid.parse().ok()).unwrap_or(reader);
                zoned(start, end, zone, reader)
            }
        };
        let whole_days = span.start.is_date();
        Self {
            text,
            here,
            relative: relative(start, end, whole_days, reader, now),
            length: length(end - start),
            start: start.timestamp(),
            end: end.timestamp(),
            instant: matches!(span.start, CalTime::Utc(_) | CalTime::Zoned { .. }),
        }
    }
}

impl TimeText {
    /// Puts an instant in few words: `Fri 4 Dec, 15:00`.
    pub fn moment(at: DateTime<Utc>, reader: Tz, now: DateTime<Utc>) -> Self {
        Self { text: moment_text(at, reader), ..Self::instant(at, reader, now) }
    }

    /// The same of one that is near: `15:04 CET`; with the day where that is not today.
    pub fn clock(at: DateTime<Utc>, reader: Tz, now: DateTime<Utc>) -> Self {
        let whole = Self::instant(at, reader, now);
        if same_day(now, at, reader) {
            Self { text: clock_text(at, reader), ..whole }
        } else {
            whole
        }
    }

    fn instant(at: DateTime<Utc>, reader: Tz, now: DateTime<Utc>) -> Self {
        let moment = CalTime::Utc(at.naive_utc());
        Self::of(&Span { start: moment.clone(), end: moment }, at, at, reader, now)
    }
}

/// In how many zones of others a card says when a meeting is.
const ZONES: usize = 3;

/// What the clock shows where others are, each time once and none that the card shows already.
pub(super) fn elsewhere(meeting: &Meeting, reader: Tz, others: &[Tz]) -> Vec<String> {
    let zoned = matches!(meeting.span.start, CalTime::Utc(_) | CalTime::Zoned { .. });
    let (start, end) = (meeting.start, meeting.end.max(meeting.start));
    let own = meeting.span.start.tzid().and_then(|tzid| tzid.parse().ok()).unwrap_or(reader);
    let local = |zone: Tz| wall_clock(start, zone).naive_local();
    let mut shown = vec![local(reader), local(own)];
    let mut lines = Vec::new();
    for zone in others.iter().filter(|_| zoned) {
        if shown.contains(&local(*zone)) || lines.len() == ZONES {
            continue;
        }
        shown.push(local(*zone));
        let same_date = local(*zone).date() == local(own).date() && same_day(start, end, *zone);
        let time = if same_date {
            clock_only(start, end, *zone)
        } else {
            clock(start, end, *zone, Label::Name)
        };
        lines.push(format!("{time} ({})", city(*zone)));
    }
    lines
}

/// The place that a zone is named after: `New York`.
fn city(zone: Tz) -> String {
    zone.name().rsplit('/').next().unwrap_or_default().replace('_', " ")
}

/// When something begins, in few words: `Fri 4 Dec, 15:00`.
pub fn moment_text(at: DateTime<Utc>, zone: Tz) -> String {
    wall_clock(at, zone).format("%a %-d %b, %H:%M").to_string()
}

/// What the clock shows in a zone: `15:04 CET`.
pub fn clock_text(at: DateTime<Utc>, zone: Tz) -> String {
    format!("{} {}", wall_clock(at, zone).format("%H:%M"), zone_name(at, zone))
}

/// A length in words: `45 min`, `1 h 30`, `26 h`, `3 days`; nothing for less than a second.
pub fn length(length: TimeDelta) -> Option<String> {
    let (seconds, minutes) = (length.num_seconds(), length.num_minutes());
    let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
    Some(match seconds {
        ..=0 => return None,
        1..60 => format!("{seconds} s"),
        _ if hours == 0 => format!("{minutes} min"),
        _ if minutes % 1440 == 0 => plural(days, "day"),
        _ if hours < 48 && rest == 0 => format!("{hours} h"),
        _ if hours < 48 => format!("{hours} h {rest:02}"),
        _ => format!("{} {} h", plural(days, "day"), hours % 24),
    })
}

/// How a zone is written behind a time.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    /// Not at all.
    None,
    /// `CET`.
    Name,
    /// `CET (UTC+1)`.
    NameAndOffset,
}

/// The words in the meeting's zone, and in the reader's where its clock shows something else.
fn zoned(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    zone: Tz,
    reader: Tz,
) -> (String, Option<String>) {
    let offset = |at: DateTime<Utc>, zone: Tz| wall_clock(at, zone).offset().fix();
    if offset(start, zone) == offset(start, reader) {
        return (clock(start, end, zone, Label::Name), None);
    }
    let here = if wall_clock(start, zone).date_naive() == wall_clock(start, reader).date_naive()
        && same_day(start, end, reader)
    {
        clock_only(start, end, reader)
    } else {
        clock(start, end, reader, Label::Name)
    };
    (clock(start, end, zone, Label::NameAndOffset), Some(here))
}

fn same_day(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> bool {
    wall_clock(start, zone).date_naive() == wall_clock(end, zone).date_naive()
}

/// `Fri 4 Dec 2026, 15:00–15:45 CET`, over midnight `Fri 4 Dec 2026, 22:00 – Sat 5 Dec, 01:00 CET`.
fn clock(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz, label: Label) -> String {
    let (first, last) = (wall_clock(start, zone), wall_clock(end, zone));
    if same_day(start, end, zone) {
        return format!("{}, {}", day(first.date_naive()), hours(start, end, zone, label));
    }
    let to = if first.year() == last.year() {
        day_of_year(last.date_naive())
    } else {
        day(last.date_naive())
    };
    let between = changed_zone(start, end, zone, label);
    format!(
        "{}, {}{between} – {to}, {}{}",
        day(first.date_naive()),
        first.format("%H:%M"),
        last.format("%H:%M"),
        zone_label(end, zone, label)
    )
}

/// `14:00–14:45 GMT`.
fn clock_only(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz) -> String {
    hours(start, end, zone, Label::Name)
}

fn hours(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz, label: Label) -> String {
    let (first, last) = (wall_clock(start, zone), wall_clock(end, zone));
    let shown = zone_label(end, zone, label);
    if start == end {
        return format!("{}{shown}", first.format("%H:%M"));
    }
    let between = changed_zone(start, end, zone, label);
    let dash = if between.is_empty() { "–" } else { " – " };
    format!("{}{between}{dash}{}{shown}", first.format("%H:%M"), last.format("%H:%M"))
}

/// The zone at the start, where the clocks change before the end.
fn changed_zone(start: DateTime<Utc>, end: DateTime<Utc>, zone: Tz, label: Label) -> String {
    let at_start = zone_label(start, zone, label);
    if at_start == zone_label(end, zone, label) { String::new() } else { at_start }
}

fn zone_label(at: DateTime<Utc>, zone: Tz, label: Label) -> String {
    let name = zone_name(at, zone);
    let offset = offset_name(at, zone);
    match label {
        Label::None => String::new(),
        Label::NameAndOffset if name != offset => format!(" {name} ({offset})"),
        Label::Name | Label::NameAndOffset => format!(" {name}"),
    }
}

/// The zone's abbreviation, or its offset where it has none in letters.
fn zone_name(at: DateTime<Utc>, zone: Tz) -> String {
    let name = zone_abbreviation(at, zone);
    if name.chars().all(|c| c.is_ascii_alphabetic()) { name } else { offset_name(at, zone) }
}

/// `UTC+1`, `UTC−3:30`, `UTC`.
fn offset_name(at: DateTime<Utc>, zone: Tz) -> String {
    let minutes = wall_clock(at, zone).offset().fix().local_minus_utc() / 60;
    let sign = if minutes < 0 { '−' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

/// `Fri 4 Dec 2026, all day`, `Fri 4 – Sun 6 Dec 2026`; `end` is the day after the last.
fn dates(first: NaiveDate, end: NaiveDate) -> String {
    let last = end.pred_opt().unwrap_or(end).max(first);
    if first == last {
        return format!("{}, all day", day(first));
    }
    let from = match (first.year() == last.year(), first.month() == last.month()) {
        (true, true) => first.format("%a %-d").to_string(),
        (true, false) => day_of_year(first),
        (false, _) => day(first),
    };
    format!("{from} – {}", day(last))
}

fn day(date: NaiveDate) -> String {
    date.format("%a %-d %b %Y").to_string()
}

fn day_of_year(date: NaiveDate) -> String {
    date.format("%a %-d %b").to_string()
}

/// How far a span is from `now`: before it the way to its start, after it the way to its end.
fn relative(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    whole_days: bool,
    zone: Tz,
    now: DateTime<Utc>,
) -> String {
    let date = |at: DateTime<Utc>| wall_clock(at, zone).date_naive();
    if now < start {
        let days = (date(start) - date(now)).num_days();
        if whole_days { in_days(days) } else { ahead(start - now, days) }
    } else if now < end || start == now {
        if whole_days { "today".to_owned() } else { "now".to_owned() }
    } else if whole_days {
        // The end is the midnight after the last day.
        days_ago((date(now) - date(end)).num_days() + 1)
    } else {
        behind(now - end, (date(now) - date(end)).num_days())
    }
}

fn ahead(left: TimeDelta, days: i64) -> String {
    match (left + TimeDelta::seconds(30)).num_minutes() {
        ..=0 => "now".to_owned(),
        minutes if minutes < 60 => format!("in {}", plural(minutes, "minute")),
        minutes if minutes < 24 * 60 => format!("in {}", plural((minutes + 30) / 60, "hour")),
        _ => in_days(days),
    }
}

fn behind(gone: TimeDelta, days: i64) -> String {
    match gone.num_minutes() {
        ..=0 => "just over".to_owned(),
        minutes if minutes < 60 => format!("{} ago", plural(minutes, "minute")),
        minutes if minutes < 24 * 60 => format!("{} ago", plural((minutes + 30) / 60, "hour")),
        _ => days_ago(days),
    }
}

fn in_days(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        _ => format!("in {}", days_or_more(days)),
    }
}

fn days_ago(days: i64) -> String {
    match days {
        ..=0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        _ => format!("{} ago", days_or_more(days)),
    }
}

fn days_or_more(days: i64) -> String {
    match days {
        ..14 => plural(days, "day"),
        14..60 => plural(days / 7, "week"),
        60..730 => plural(days / 30, "month"),
        _ => plural(days / 365, "year"),
    }
}

fn plural(count: i64, unit: &str) -> String {
    if count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") }
}

#[cfg(test)]
mod tests;
