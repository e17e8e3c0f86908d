//! How long reading and writing an invitation takes.

use std::{fs, hint::black_box};

use convene::ical;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

fn invitation(c: &mut Criterion) {
    let text = fs::read_to_string("tests/data/bench/invitation.ics").expect("the fixture is there");
    let calendar = ical::parse(&text).expect("the fixture is a calendar").value;
    let mut group = c.benchmark_group("ical");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |b| b.iter(|| ical::parse(black_box(&text))));
    group.bench_function("write", |b| b.iter(|| ical::write(black_box(&calendar))));
    group.bench_function("validate", |b| b.iter(|| ical::validate(black_box(&calendar))));
    group.finish();
    c.bench_function("vtimezone", |b| {
        b.iter(|| ical::vtimezone(black_box("Europe/Berlin"), 2025..=2036));
    });
}

criterion_group!(benches, invitation);
criterion_main!(benches);
