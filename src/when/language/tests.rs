//! The tables of phrases in other languages, and English beside them.
//!
//! In a table `@ NOW ZONE LOCALE` sets what the lines after it are read against; `#` begins a comment. The columns are
//! text, what is left of it, when, and how it repeats.

use std::fmt::Write as _;

use chrono::NaiveDateTime;

use crate::{
    model::{CalTime, Recurrence, wall_clock},
    when::{words::Text, *},
};

/// What the lines of a table are read against.
fn setting(line: &str) -> Cx {
    let mut words = line.split_whitespace();
    let now = DateTime::parse_from_rfc3339(words.next().unwrap()).unwrap().to_utc();
    let zone = words.next().unwrap().parse().unwrap();
    let locale = words.next().unwrap();
    let (dialect, language) = (Dialect::of_locale(locale), Language::of_locale(locale));
    Cx { now, zone, dialect, language, default_length: TimeDelta::hours(1) }
}

fn day(date: NaiveDate) -> String {
    date.format("%a %F").to_string()
}

fn when(span: &Span) -> String {
    if let (CalTime::Date(first), CalTime::Date(end)) = (&span.start, &span.end) {
        let last = end.pred_opt().unwrap();
        return if last == *first {
            day(last)
        } else {
            format!("{} .. {}", day(*first), day(last))
        };
    }
    let (start, end) = (span.start.local(), span.end.local());
    let zone = span.start.tzid().unwrap_or("UTC");
    let end = if end.date() == start.date() {
        end.format("-%H:%M").to_string()
    } else {
        format!(" .. {} {}", day(end.date()), end.format("%H:%M"))
    };
    format!("{} {}{end} {zone}", day(start.date()), start.format("%H:%M"))
}

fn repeats(recurrence: &Recurrence, zone: Tz) -> String {
    let date = |time: &CalTime| match time {
        CalTime::Date(date) => date.format("%Y%m%d").to_string(),
        other => other.local().format("%Y%m%dT%H%M%S").to_string(),
    };
    let rule = recurrence.rrule.iter().map(|rule| {
        let parts = rule.split(';').map(|part| match part.strip_prefix("UNTIL=") {
            Some(until) => format!("UNTIL={}", last_day(until, zone)),
            None => part.to_owned(),
        });
        parts.collect::<Vec<_>>().join(";")
    });
    let without = recurrence.exdate.iter().map(|time| format!("-{}", date(time)));
    let further = recurrence.rdate.iter().map(|time| format!("+{}", date(time)));
    rule.chain(without).chain(further).collect::<Vec<_>>().join(" ")
}

/// The last day on which a rule may be, whatever the clock says in UTC.
fn last_day(until: &str, zone: Tz) -> String {
    match NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ") {
        Ok(at) => wall_clock(at.and_utc(), zone).format("%Y%m%d").to_string(),
        Err(_) => until.to_owned(),
    }
}

/// The columns after the text, as they were read.
fn read(text: &str, cx: &Cx) -> String {
    match read_sentence(text, cx) {
        Ok(None) => format!("{}\t-", text.split_whitespace().collect::<Vec<_>>().join(" ")),
        Ok(Some(reading)) => {
            let left = format!("{} {}", reading.title, reading.rest);
            let repeats = reading.recurrence.as_ref().map(|found| repeats(found, reading.zone));
            let repeats = repeats.unwrap_or_default();
            format!("{}\t{}\t{repeats}", left.trim(), when(&reading.span))
        }
        Err(error) => {
            let asked = matches!(
                error,
                WhenError::Ambiguous { .. }
                    | WhenError::AmbiguousZone { .. }
                    | WhenError::Open { .. }
                    | WhenError::Rhythm { .. }
            );
            let sentence = error.to_string();
            let part = sentence.split(['\u{201c}', '\u{201d}']).nth(1).unwrap_or_default();
            format!("\t{} {part}", if asked { '?' } else { '!' })
        }
    }
}

fn table(table: &str) {
    let mut cx = None;
    let (mut wrong, mut differ, mut count) = (String::new(), 0, 0);
    for (number, line) in (1..).zip(table.lines()) {
        if let Some(settings) = line.strip_prefix("@ ") {
            cx = Some(setting(settings));
        } else if !line.is_empty() && !line.starts_with('#') {
            let (text, expected) = line.split_once('\t').unwrap();
            let found = read(text, cx.as_ref().unwrap());
            count += 1;
            if found.trim_end() != expected.trim_end() {
                differ += 1;
                let english = english(text, cx.as_ref().unwrap().language);
                writeln!(
                    wrong,
                    "{number}: {text}\n   {english}\n   said {expected}\n   read {found}"
                )
                .unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\n{differ} of {count}");
    assert!(count > 0);
}

/// The words of a text in English.
fn english(text: &str, language: Language) -> String {
    let text = Text::cut(text, language).unwrap();
    let mut said = String::new();
    for word in (0..text.len()).filter_map(|at| text.get(at)) {
        if !word.glued && !said.is_empty() {
            said.push(' ');
        }
        said.push_str(&word.lower);
    }
    said
}

#[test]
fn german() {
    table(include_str!("../../../tests/data/when/german.tsv"));
}

#[test]
fn french() {
    table(include_str!("../../../tests/data/when/french.tsv"));
}

#[test]
fn spanish() {
    table(include_str!("../../../tests/data/when/spanish.tsv"));
}
