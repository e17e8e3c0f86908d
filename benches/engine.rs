//! What the engine needs for one answer, and what of it goes into reading and writing text.
//!
//! The texts are those that `scripts/bench` gives the other libraries; the large ones it makes first, and without them
//! what they are for is left out.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use std::{fs, hint::black_box, path::Path};

use chrono::{DateTime, Utc};
use convene::{
    ical::{self, Component},
    itip::{self, Authority, Cx, Object, Outcome, Policy, Refusal, Role, Series},
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

fn object(text: &str, role: Role) -> Object {
    Object {
        calendar: parse(text),
        role,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    }
}

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn cx() -> Cx {
    Cx { now: instant("2026-11-22T10:20:00Z"), policy: Policy::default() }
}

/// One answer from text to text: what is stored is read, the reply is read and applied, the result is written.
fn answer(cx: &Cx, sender: &[CalAddress]) -> (Outcome, String) {
    let stored = object(STORED, Role::Organizer);
    let step = itip::receive(Some(&stored), &parse(REPLY), &Authority::proven(sender), cx).unwrap();
    (step.outcome, ical::write(&step.object.unwrap().calendar))
}

/// One change of a series from text to text, on the copy of one of its attendees.
fn take(stored: &str, message: &str, cx: &Cx) -> Result<(Outcome, String), Refusal> {
    let (sender, owner) =
        ([CalAddress::new("mailto:ana@example.com")], [CalAddress::new("mailto:p7@example.com")]);
    let stored = object(stored, Role::Attendee);
    let authority = Authority::proven(&sender).to(&owner);
    let step = itip::receive(Some(&stored), &parse(message), &authority, cx)?;
    Ok((step.outcome, ical::write(&step.object.unwrap().calendar)))
}

/// A text that `benches/fixtures.py` makes.
fn made(name: &str) -> Option<String> {
    fs::read_to_string(Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench").join(name)).ok()
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
    let cx = cx();
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

fn update(c: &mut Criterion) {
    let Some((stored, message)) = made("series.ics").zip(made("update.ics")) else { return };
    match take(&stored, &message, &cx()) {
        Ok((Outcome::Updated, written)) => {
            assert_eq!(written.matches("LOCATION:Room 7").count(), 51, "all is changed");
        }
        other => return println!("itip/update is left out: the engine says {other:?}"),
    }
    c.bench_function("itip/update", |b| b.iter(|| take(black_box(&stored), &message, &cx())));
}

/// Six months of many objects, which are read already.
fn expand(c: &mut Criterion) {
    let Some(text) = made("calendar.ics") else { return };
    let all = parse(&text);
    let (zones, events): (Vec<_>, Vec<_>) =
        all.components.iter().cloned().partition(|component| component.name == "VTIMEZONE");
    let object = |event| {
        let components = zones.iter().cloned().chain([event]).collect();
        Component { properties: all.properties.clone(), components, ..Component::new("VCALENDAR") }
    };
    let objects: Vec<Component> = events.into_iter().map(object).collect();
    let (from, to) = (instant("2026-12-01T00:00:00Z"), instant("2027-06-01T00:00:00Z"));
    let count = || -> usize {
        let series = objects.iter().map(Series::of);
        series.map(|series| series.between(from, to, chrono_tz::UTC).count()).sum()
    };
    println!("{} objects take place {} times", objects.len(), count());
    c.bench_function("itip/expand", |b| b.iter(count));
}

criterion_group!(benches, text, reply, update, expand);
criterion_main!(benches);
