//! What the engine needs for one answer, and what of it goes into reading and writing text.
//!
//! The texts are those that `scripts/bench` gives libical.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use std::hint::black_box;

use chrono::DateTime;
use convene::{
    ical::{self, Component},
    itip::{self, Authority, Cx, Object, Outcome, Policy, Role},
    model::CalAddress,
};
use criterion::{Criterion, criterion_group, criterion_main};

const STORED: &str = include_str!("../tests/data/bench/invitation.ics");
const REPLY: &str = include_str!("../tests/data/bench/reply.ics");

fn parse(text: &str) -> Component {
    let outcome = ical::parse(text).unwrap();
    assert!(outcome.problems.is_empty(), "{:?}", outcome.problems);
    outcome.value
}

/// One answer from text to text: what is stored is read, the reply is read and applied, the result is written.
fn answer(cx: &Cx, sender: &[CalAddress]) -> (Outcome, String) {
    let stored = Object {
        calendar: parse(STORED),
        role: Role::Organizer,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    };
    let step = itip::receive(Some(&stored), &parse(REPLY), &Authority::proven(sender), cx).unwrap();
    (step.outcome, ical::write(&step.object.unwrap().calendar))
}

fn text(c: &mut Criterion) {
    let calendar = parse(STORED);
    assert_eq!(ical::write(&calendar), STORED, "reading and writing has to give the same octets");
    let mut group = c.benchmark_group("ical");
    group.bench_function("parse", |b| b.iter(|| parse(black_box(STORED))));
    group.bench_function("write", |b| b.iter(|| ical::write(black_box(&calendar))));
    group.bench_function("parse-write", |b| b.iter(|| ical::write(&parse(black_box(STORED)))));
    group.bench_function("validate", |b| b.iter(|| ical::validate(black_box(&calendar))));
    group.bench_function("vtimezone", |b| {
        b.iter(|| ical::vtimezone(black_box("Europe/Berlin"), 2025..=2036));
    });
    group.finish();
}

fn reply(c: &mut Criterion) {
    let cx = Cx {
        now: DateTime::parse_from_rfc3339("2026-11-22T10:20:00Z").unwrap().to_utc(),
        policy: Policy::default(),
    };
    let sender = [CalAddress::new("mailto:fatou@example.com")];
    let (outcome, written) = answer(&cx, &sender);
    assert_eq!(outcome, Outcome::Updated);
    let unfolded = written.replace("\r\n ", "");
    assert_eq!(
        unfolded.matches("PARTSTAT=ACCEPTED").count(),
        3,
        "the answer has to be in the text"
    );
    c.bench_function("itip/reply", |b| b.iter(|| answer(black_box(&cx), &sender)));
}

criterion_group!(benches, text, reply);
criterion_main!(benches);
