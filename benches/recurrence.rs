//! One question to a rule, however far from its beginning. Six months of a whole calendar are in the `engine` bench.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use std::hint::black_box;

use chrono::NaiveDate;
use chrono_tz::Tz;
use convene::{
    ical::{self, Recur},
    itip::Series,
};
use criterion::{Criterion, criterion_group, criterion_main};

const WEEKLY: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Bench//EN\r\nBEGIN:VEVENT\r\nUID:weekly\r\n\
    DTSTAMP:20170102T080000Z\r\nDTSTART;TZID=Europe/Berlin:20170102T091500\r\nDTEND;TZID=Europe/Berlin:20170102T093000\r\n\
    RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\r\nSUMMARY:Standup\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn next(c: &mut Criterion) {
    let calendar = ical::parse(WEEKLY).unwrap().value;
    let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
    c.bench_function("recurrence/next", |b| {
        b.iter(|| Series::of(black_box(&calendar)).next_from(day, Tz::UTC).is_some());
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

criterion_group!(benches, next, rules);
criterion_main!(benches);
