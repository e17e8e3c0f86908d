//! The tables of `tests/data/when`.
//!
//! In a table `@ NOW ZONE DIALECT` sets what the lines after it are read against; `#` begins a comment. Columns are
//! parted by tabs; what is missing at the end is empty.

use std::fmt::Write as _;

use super::*;
use crate::model::{CalTime, Recurrence, wall_clock};

mod any;

/// What the lines of a table are read against.
pub(super) fn setting(line: &str) -> Cx {
    let mut words = line.split_whitespace();
    let now = DateTime::parse_from_rfc3339(words.next().unwrap()).unwrap().to_utc();
    let zone = words.next().unwrap().parse().unwrap();
    let locale = words.next().unwrap();
    let dialect = match locale {
        "uk" => Dialect::Uk,
        "us" => Dialect::Us,
        "unknown" => Dialect::Unknown,
        locale => Dialect::of_locale(locale),
    };
    let language = Language::of_locale(locale);
    Cx { now, zone, dialect, language, default_length: TimeDelta::hours(1) }
}

/// Runs every line of a table, and reports all that differ.
pub(super) fn table<const N: usize>(table: &str, check: impl Fn([&str; N], &Cx) -> String) {
    let mut cx = None;
    let (mut wrong, mut count) = (String::new(), 0);
    for (number, line) in (1..).zip(table.lines()) {
        if let Some(settings) = line.strip_prefix("@ ") {
            cx = Some(setting(settings));
        } else if !line.is_empty() && !line.starts_with('#') {
            let mut columns = line.split('\t');
            let columns = [(); N].map(|()| columns.next().unwrap_or_default());
            let found = check(columns, cx.as_ref().unwrap());
            let expected = columns[1..].join("\t");
            if found.trim_end() != expected.trim_end() {
                writeln!(wrong, "{number}: {}\n   said {expected}\n   read {found}", columns[0])
                    .unwrap();
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count > 0);
}

fn day(date: NaiveDate) -> String {
    date.format("%a %F").to_string()
}

/// A span as the tables write it.
fn show(span: &Span) -> String {
    if let (CalTime::Date(first), CalTime::Date(end)) = (&span.start, &span.end) {
        let last = end.pred_opt().unwrap();
        return if last == *first {
            day(*first)
        } else {
            format!("{} .. {}", day(*first), day(last))
        };
    }
    let zone = span.start.tzid().unwrap_or("UTC");
    let end = match &span.end {
        // The second pass of an hour has no name on the wall.
        CalTime::Utc(end) => wall_clock(end.and_utc(), zone.parse().unwrap()).naive_local(),
        end => {
            assert_eq!(end.tzid(), Some(zone));
            end.local()
        }
    };
    let start = span.start.local();
    let last = if end.date() == start.date() {
        String::new()
    } else {
        format!(" .. {} ", day(end.date()))
    };
    let dash = if last.is_empty() { "-" } else { "" };
    format!(
        "{} {}{last}{dash}{} {zone}",
        day(start.date()),
        start.format("%H:%M"),
        end.format("%H:%M")
    )
}

fn assumed(reading: &Reading) -> String {
    let names = reading.assumed.iter().map(|assumed| match assumed {
        Assumed::From(_) => "from",
        Assumed::Until(_) => "until",
        Assumed::Dates(_) => "dates",
        Assumed::Length(_) => "length",
        Assumed::AllDay => "all-day",
        Assumed::Next(_) => "next",
        Assumed::Year(_) => "year",
        Assumed::Afternoon(_) => "afternoon",
        Assumed::EndsNextDay(_) => "next-day",
        Assumed::NextWeek(_) => "next-week",
        Assumed::Zone { .. } => "zone",
        Assumed::Midnight(_) => "midnight",
        Assumed::Skipped { .. } => "skipped",
        Assumed::Doubled(_) => "doubled",
    });
    assert_eq!(
        reading.length_assumed,
        reading.assumed.iter().any(|a| matches!(a, Assumed::Length(_)))
    );
    names.collect::<Vec<_>>().join(" ")
}

fn error(error: &WhenError) -> String {
    let name = format!("{error:?}");
    let name: String = name.chars().take_while(|c| c.is_alphanumeric()).collect();
    let sentence = error.to_string();
    assert!(!sentence.ends_with('.') && sentence.chars().count() < 300, "{sentence}");
    let part = sentence.split('\u{201c}').nth(1).and_then(|rest| rest.split('\u{201d}').next());
    let named = !matches!(error, WhenError::Nothing | WhenError::LongText);
    format!("{name}\t{}", part.filter(|_| named).unwrap_or_default())
}

fn result(read: Result<Reading, WhenError>) -> String {
    match read {
        Ok(reading) => format!("{}\t{}", show(&reading.span), assumed(&reading)),
        Err(error) => format!("! {}", self::error(&error)),
    }
}

/// Says a reading back, and how it is read then, where that differs.
fn said_back(reading: &Reading, cx: &Cx) -> Option<String> {
    let phrase = reading.phrase(cx);
    match read_phrase(&phrase, cx) {
        Ok(again) if (&again.span, &again.recurrence) == (&reading.span, &reading.recurrence) => {
            None
        }
        Ok(again) => Some(format!("{phrase}: {} {:?}", show(&again.span), again.recurrence)),
        Err(error) => Some(format!("{phrase}: {error}")),
    }
}

/// Every reading of the tables, said back, is read as the same, wherever it is said.
#[test]
fn readings_of_the_tables_said_back_are_the_same() {
    let mut wrong = String::new();
    for text in SENTENCES {
        let mut cx = None;
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            if let Some(settings) = line.strip_prefix("@ ") {
                cx = Some(setting(settings));
                continue;
            }
            let (cx, line) = (cx.as_ref().unwrap(), line.split('\t').next().unwrap());
            let Ok(Some(reading)) = read_sentence(line, cx) else { continue };
            // A whole day that is today here may be over elsewhere.
            let others = if reading.span.start.is_date() { cx.zone } else { Tz::Asia__Kolkata };
            for zone in [cx.zone, others] {
                if let Some(again) = said_back(&reading, &Cx { zone, ..*cx }) {
                    writeln!(wrong, "{line}\n   {zone} {again}").unwrap();
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What a sentence leaves, when it is, and how it repeats, as the newer tables write it.
pub(super) fn meant(text: &str, cx: &Cx) -> String {
    match read_sentence(text, cx) {
        Ok(None) => format!("{text}\t-\t"),
        Ok(Some(reading)) => {
            let left = format!("{} {}", reading.title, reading.rest);
            let repeats = reading.recurrence.as_ref().map(|said| repeats(said, reading.zone));
            format!("{}\t{}\t{}", left.trim(), show(&reading.span), repeats.unwrap_or_default())
        }
        Err(error) => {
            let sign = if error.readings().is_empty() { '!' } else { '?' };
            let part = error.part().and_then(|part| text.get(part.range.clone()));
            format!("\t{sign} {}\t", part.unwrap_or_default())
        }
    }
}

/// A recurrence, its last day as a date, and its dates as wall times.
fn repeats(said: &Recurrence, zone: Tz) -> String {
    let rule = said.rrule.as_ref().map(|rule| {
        let parts = rule.split(';').map(|part| match part.strip_prefix("UNTIL=") {
            Some(until) if until.ends_with('Z') => {
                let until = chrono::NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ").unwrap();
                wall_clock(until.and_utc(), zone).format("UNTIL=%Y%m%d").to_string()
            }
            _ => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join(";")
    });
    let date = |time: &CalTime| match time {
        CalTime::Date(date) => date.format("%Y%m%d").to_string(),
        other => other.local().format("%Y%m%dT%H%M%S").to_string(),
    };
    let without = said.exdate.iter().map(|time| format!("-{}", date(time)));
    let besides = said.rdate.iter().map(|time| format!("+{}", date(time)));
    rule.into_iter().chain(without).chain(besides).collect::<Vec<_>>().join(" ")
}

/// text, what is left of it, when, how it repeats
macro_rules! sentences {
    ($($name:ident)*) => {
        /// The tables themselves.
        const SENTENCES: &[&str] = &[$(
            include_str!(concat!("../../tests/data/when/", stringify!($name), ".tsv")),
        )*];

        $(
            #[test]
            fn $name() {
                let text = include_str!(concat!("../../tests/data/when/", stringify!($name), ".tsv"));
                table::<4>(text, |[text, ..], cx| meant(text, cx));
            }
        )*
    };
}

sentences! { points spans zoned series titles asked clocks }

/// text, title, when, what was assumed, rest
#[test]
fn sentences() {
    table::<5>(include_str!("../../tests/data/when/sentences.tsv"), |[text, ..], cx| {
        match read_sentence(text, cx) {
            Ok(None) => "\t-".to_owned(),
            Ok(Some(reading)) => {
                let (title, rest) = (&reading.title, &reading.rest);
                format!("{title}\t{}\t{}\t{rest}", show(&reading.span), assumed(&reading))
            }
            Err(error) => format!("\t! {}", self::error(&error)),
        }
    });
}

/// text, error, the words it names
#[test]
fn refused_sentences() {
    table::<3>(include_str!("../../tests/data/when/refused.tsv"), |[text, ..], cx| {
        match read_sentence(text, cx) {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(reading)) => format!("{} {:?}", show(&reading.span), reading.title),
            Err(error) => self::error(&error),
        }
    });
}

/// text, when, what was assumed
#[test]
fn phrases() {
    table::<3>(include_str!("../../tests/data/when/phrases.tsv"), |[text, ..], cx| {
        result(read_phrase(text, cx))
    });
}

/// text, what is moved, when, what was assumed
#[test]
fn moves() {
    table::<4>(include_str!("../../tests/data/when/moves.tsv"), |[text, base, ..], cx| {
        let span =
            read_phrase(base, &Cx { now: cx.now - TimeDelta::days(100), ..*cx }).unwrap().span;
        format!("{base}\t{}", result(read_move_in_week(text, &span, cx)))
    });
}

/// text, from, to
#[test]
fn ranges() {
    table::<3>(include_str!("../../tests/data/when/ranges.tsv"), |[text, ..], cx| {
        let text = if text == "-" { "" } else { text };
        match read_range(text, cx) {
            Ok((from, to)) => {
                let show = |at: DateTime<Utc>| {
                    let local = wall_clock(at, cx.zone);
                    format!("{} {}", day(local.date_naive()), local.format("%H:%M"))
                };
                format!("{}\t{}", show(from), show(to))
            }
            Err(error) => format!("! {}", self::error(&error)),
        }
    });
}

#[test]
fn lengths() {
    let read = |text: &str| read_length(text, Language::English).map(|length| length.num_minutes());
    for (text, minutes) in [
        ("30m", 30),
        ("30 min", 30),
        ("45 minutes", 45),
        ("for 45 min", 45),
        ("1h", 60),
        ("1h30", 90),
        ("1h30m", 90),
        ("1h 30m", 90),
        ("1 hour 15 minutes", 75),
        ("1 hour and 15 minutes", 75),
        ("an hour", 60),
        ("an hour and a half", 90),
        ("1 and a half hours", 90),
        ("two and a half hours", 150),
        ("half an hour", 30),
        ("half hour", 30),
        ("1.5h", 90),
        ("1,5 h", 90),
        ("1.25 hours", 75),
        ("90 minutes", 90),
        ("two hours", 120),
        ("2 days", 2 * 1440),
        ("a week", 7 * 1440),
    ] {
        assert_eq!(read(text), Ok(minutes), "{text}");
    }
    for text in [
        "",
        "soon",
        "30",
        "0m",
        "-30m",
        "30m 1h",
        "9999 days",
        "400 days",
        "1h90",
        "2 months",
        "30é",
    ] {
        assert!(read(text).is_err(), "{text}");
    }
}

#[test]
fn lengths_are_shown_as_people_write_them() {
    for (minutes, shown) in
        [(45, "45 min"), (60, "1 h"), (90, "1 h 30 min"), (1440, "1 day"), (0, "0 min")]
    {
        assert_eq!(show_length(TimeDelta::minutes(minutes)), shown);
    }
}

#[test]
fn zones() {
    for (text, name) in [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("San Francisco", "America/Los_Angeles"),
        ("UTC", "UTC"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("Z", "UTC"),
        ("UTC+2", "Etc/GMT-2"),
        ("GMT-05:00", "Etc/GMT+5"),
        ("CET", "Europe/Berlin"),
        ("pst", "America/Los_Angeles"),
        ("Japan", "Japan"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("US/Pacific", "US/Pacific"),
    ] {
        assert_eq!(zone(text).map(Tz::name), Ok(name), "{text}");
    }
}

#[test]
fn unknown_zones_name_the_nearest() {
    for (text, nearest) in [
        ("Europe/Berln", Some(Tz::Europe__Berlin)),
        ("Berlinn", Some(Tz::Europe__Berlin)),
        ("Amerika/New_York", Some(Tz::America__New_York)),
        ("Middle-earth", None),
        ("xyzzy", None),
    ] {
        let Err(WhenError::Zone(unknown)) = zone(text) else { panic!("{text}") };
        assert_eq!(unknown.nearest, nearest, "{text}");
    }
    assert!(matches!(zone("IST"), Err(WhenError::AmbiguousZone { .. })));
    assert!(matches!(zone("UTC+5:30"), Err(WhenError::Unreadable { .. })));
    assert_eq!(zone(""), Err(WhenError::Nothing));
}

#[test]
fn dialects_of_locales() {
    for (locale, dialect) in [
        ("en-GB", Dialect::Uk),
        ("de-DE", Dialect::Uk),
        ("en-US", Dialect::Us),
        ("en_us", Dialect::Us),
        ("en", Dialect::Unknown),
        ("", Dialect::Unknown),
    ] {
        assert_eq!(Dialect::of_locale(locale), dialect, "{locale}");
    }
}

/// What is said back has no seconds, and is to be the same.
#[test]
fn meetings_begin_on_a_minute() {
    let cx = setting("2026-12-01T10:00:00+01:00 Europe/Berlin uk");
    for text in ["fri 23:13:30", "2026-12-04T23:13:30", "2026-12-04T22:13:30.5Z", "<t:1796422435>"]
    {
        let reading = read_phrase(text, &cx).unwrap();
        assert_eq!(reading.span.start.local().format("%S").to_string(), "00", "{text}");
        assert_eq!(read_phrase(&reading.phrase(&cx), &cx).unwrap().span, reading.span, "{text}");
    }
}

#[test]
fn said_names_the_octets_that_were_read() {
    let cx = setting("2026-12-01T10:00:00+01:00 Europe/Berlin uk");
    let text = "Café — tomorrow with Bo at 12:30 in Room 5";
    let reading = read_sentence(text, &cx).unwrap().unwrap();
    let said: Vec<_> = reading.said.iter().map(|range| text.get(range.clone())).collect();
    assert_eq!(said, [Some("tomorrow"), Some("at 12:30")]);
    assert_eq!((reading.title.as_str(), reading.rest.as_str()), ("Café with Bo", "in Room 5"));
}
