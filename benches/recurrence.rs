//! Six months of a calendar of 2,000 events, 500 of which recur.
//!
//! The calendar is the one that `scripts/bench` gives other libraries: `cargo run --release --example agenda`.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

#[path = "data/agenda.rs"]
mod agenda;

use std::hint::black_box;

use agenda::{FROM, TO, agenda};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use convene::{
    ical::{Component, Recur},
    itip::Series,
};
use criterion::{Criterion, criterion_group, criterion_main};

/// What other libraries find in the same calendar.
const OCCURRENCES: usize = 21_783;

fn midnight((year, month, day): (i32, u32, u32)) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc()
}

/// The calendar as it is kept: each object alone, with the time zones.
fn objects(calendar: &Component) -> Vec<Component> {
    let (zones, events): (Vec<_>, Vec<_>) =
        calendar.components.iter().partition(|component| component.name == "VTIMEZONE");
    let mut objects: Vec<Component> = Vec::new();
    for event in events {
        let last = objects.last_mut().filter(|object| {
            object.components.last().is_some_and(|last| last.uid() == event.uid())
        });
        if let Some(object) = last {
            object.components.push(event.clone());
            continue;
        }
        let mut object = Component::new("VCALENDAR");
        let tzid = event.start().and_then(|start| start.tzid().map(str::to_owned));
        let zones = zones.iter().filter(|zone| zone.value("TZID") == tzid.as_deref());
        object.components = zones.copied().chain([event]).cloned().collect();
        objects.push(object);
    }
    objects
}

fn expand(objects: &[Component]) -> usize {
    let (from, to) = (midnight(FROM), midnight(TO));
    objects.iter().map(|object| Series::of(object).between(from, to, Tz::UTC).count()).sum()
}

fn series(c: &mut Criterion) {
    let objects = objects(&agenda());
    assert_eq!(objects.len(), 2000);
    assert_eq!(expand(&objects), OCCURRENCES);
    c.bench_function("recurrence/expand", |b| b.iter(|| expand(black_box(&objects))));
    let weekly = objects.iter().find(|object| object.components.len() > 2).unwrap();
    c.bench_function("recurrence/next", |b| {
        b.iter(|| Series::of(black_box(weekly)).next_from(midnight(FROM), Tz::UTC).is_some());
    });
}

fn rules(c: &mut Criterion) {
    let start = NaiveDate::from_ymd_opt(1997, 9, 2).unwrap().and_hms_opt(9, 0, 0).unwrap();
    let far = NaiveDate::from_ymd_opt(2097, 9, 2).unwrap().and_hms_opt(9, 0, 0).unwrap();
    for text in
        ["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY"]
    {
        let rule: Recur = text.parse().unwrap();
        let rule = rule.starting(start, None);
        c.bench_function(&format!("recurrence/hundred-of-{text}"), |b| {
            b.iter(|| black_box(&rule).starts_from(black_box(far)).take(100).count());
        });
    }
}

criterion_group!(benches, series, rules);
criterion_main!(benches);
