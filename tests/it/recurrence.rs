//! When things take place: lists of dates that a person can check.

use std::{collections::BTreeSet, fs};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use convene::{
    ical::{self, Component, format_time},
    itip::Series,
    model::CalTime,
};

mod properties;
mod series;

/// One entry of a file.
struct Entry {
    name: String,
    /// The properties, once for each `or`.
    texts: Vec<String>,
    expected: Vec<Expected>,
    endless: bool,
}

/// A wall time, and the offset from UTC that it has where the entry says so.
#[derive(Debug, PartialEq)]
struct Expected {
    local: NaiveDateTime,
    offset: Option<i32>,
}

fn calendar(lines: &str) -> Component {
    let text = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nUID:u\n{lines}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    ical::parse(&text).unwrap().value
}

fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn entries(file: &str) -> Vec<Entry> {
    let text = fs::read_to_string(format!("tests/data/recurrence/{file}")).unwrap();
    let blocks = text
        .split("\n\n")
        .map(|block| block.lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>());
    blocks.filter(|lines| !lines.is_empty()).map(|lines| entry(&lines)).collect()
}

fn entry(lines: &[&str]) -> Entry {
    let name = lines[0].to_owned();
    let (listed, properties): (Vec<&str>, Vec<&str>) =
        lines[1..].iter().partition(|line| line.starts_with("=>"));
    let properties = properties.join("\n");
    let mut texts = properties.split("\nor\n").map(str::to_owned);
    let first = texts.next().unwrap();
    // What follows an "or" stands for the first entry's RRULE.
    let others: Vec<_> = texts
        .map(|rule| {
            let rest = first.lines().filter(|line| !line.starts_with("RRULE"));
            format!("{}\n{rule}", rest.collect::<Vec<_>>().join("\n"))
        })
        .collect();
    let start = calendar(&first).components[0].start().unwrap().local().time();
    let endless = listed.last().is_some_and(|line| line.ends_with(" ..."));
    let expected = listed.iter().flat_map(|line| days(line, start)).collect();
    Entry { name, texts: [vec![first], others].concat(), expected, endless }
}

/// Reads `=> 1997 EDT: Sep 2-11; Oct 1 at 09:00,10:00`.
fn days(line: &str, time: NaiveTime) -> Vec<Expected> {
    let line = line.trim_start_matches("=> ").trim_end_matches(" ...");
    let (head, dates) = line.split_once(": ").unwrap();
    let (year, zone) = head.split_once(' ').unwrap_or((head, ""));
    let (dates, times) = dates.split_once(" at ").unwrap_or((dates, ""));
    let times: Vec<_> = match times {
        "" => vec![time],
        times => times.split(',').map(|time| time.trim().parse().unwrap()).collect(),
    };
    let dates = dates.split("; ").flat_map(|month| {
        let (month, days) = month.split_once(' ').unwrap();
        days.split(',').flat_map(move |range| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            let number = |day: &str| day.parse::<u32>().unwrap();
            (number(first)..=number(last)).map(move |day| format!("{day} {month}"))
        })
    });
    dates
        .flat_map(|date| {
            let date = NaiveDate::parse_from_str(&format!("{date} {year}"), "%d %b %Y").unwrap();
            times.iter().map(move |time| date.and_time(*time)).collect::<Vec<_>>()
        })
        .map(|local| Expected { local, offset: offset(zone) })
        .collect()
}

fn offset(zone: &str) -> Option<i32> {
    match zone {
        "" => None,
        "EDT" => Some(-4 * 3600),
        "EST" => Some(-5 * 3600),
        "UTC" => Some(0),
        _ => Some(zone.parse::<ical::UtcOffset>().unwrap().as_seconds()),
    }
}

/// Whether the entry's series gives what is listed, in every way of asking.
fn check(entry: &Entry, text: &str) {
    let calendar = calendar(text);
    let series = Series::of(&calendar);
    let name = format!("{}\n{text}", entry.name);
    let all = series.between(utc("1990-01-01T00:00:00Z"), utc("2200-01-01T00:00:00Z"), Tz::UTC);
    let found: Vec<_> = all.take(entry.expected.len() + usize::from(!entry.endless)).collect();
    let got: Vec<_> = found
        .iter()
        .zip(&entry.expected)
        .map(|(occurrence, expected)| {
            let local = occurrence.recurrence_id.local();
            let offset = (local - occurrence.start.naive_utc()).num_seconds();
            let offset = expected.offset.map(|_| i32::try_from(offset).unwrap());
            Expected { local, offset }
        })
        .collect();
    assert_eq!(got, entry.expected, "{name}");
    assert_eq!(found.len(), entry.expected.len(), "{name}\nthere is more than is listed");
    let last = series.last(Tz::UTC);
    assert_eq!(last.as_ref(), found.last().filter(|_| !entry.endless), "{name}");
    for occurrence in &found {
        let id = &occurrence.recurrence_id;
        assert_eq!(series.find(id).as_ref(), Some(id), "{name}");
        let instant = CalTime::Utc(occurrence.start.naive_utc());
        // Of two at one instant, as where a day is skipped, either may be meant.
        let twin = found.iter().any(|other| other != occurrence && other.start == occurrence.start);
        let by_instant = series.find(&instant).filter(|_| !twin);
        assert_eq!(by_instant.as_ref(), Some(id).filter(|_| !twin), "{name}");
        let late = id.with_local(id.local() + TimeDelta::seconds(1));
        let known = found.iter().any(|other| other.recurrence_id == late);
        assert_eq!(series.find(&late).is_some(), known, "{name}: {}", format_time(&late));
    }
}

fn check_all(file: &str) {
    let entries = entries(file);
    let mut names = BTreeSet::new();
    for entry in &entries {
        assert!(names.insert(&entry.name), "{} is there twice", entry.name);
        assert!(!entry.expected.is_empty(), "{} lists nothing", entry.name);
        for text in &entry.texts {
            check(entry, text);
        }
    }
}

#[test]
fn every_example_of_the_rfc_gives_the_dates_that_it_lists() {
    assert_eq!(entries("rfc5545.txt").len(), 39);
    check_all("rfc5545.txt");
}

#[test]
fn rules_give_the_dates_that_are_listed() {
    check_all("rules.txt");
}
