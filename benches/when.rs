//! How long it takes to read a sentence: a typical one, a long one, a series, and the worst that fits.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use std::{fmt::Write as _, hint::black_box};

use chrono::TimeDelta;
use chrono_tz::Tz;
use convene::{
    interpret::interpret,
    when::{Cx, Dialect, Language, read_sentence},
};
use criterion::{Criterion, criterion_group, criterion_main};

const TYPICAL: &str = "Sprint review fri 15:00-15:45";
const LONG: &str = "Can everybody who worked on the migration please join me in the big room on the second floor for a look \
    back at what went well and what did not, on the 14th of December from 3 to 4:30pm Berlin time, and bring the numbers \
    that we collected over the last nine weeks so that Room 5 does not have to wait";
const SERIES: &str = "Standup every weekday 9:15 for 15m except 24 Dec until Easter";

/// What is long and looks like times without end: the most octets and words that are looked at.
const HOSTILE: [(&str, &str); 8] = [
    ("weekdays", "mon "),
    ("clocks", "9:15 "),
    ("dates", "14 dec "),
    ("series", "every "),
    ("exceptions", "except 24 dec, "),
    ("dashes", "9-"),
    ("letters", "a "),
    ("quotes", "\"fri "),
];

/// The longest text that is read.
const LONGEST: usize = 6_000;

fn cx() -> Cx {
    Cx {
        now: "2026-12-01T09:00:00Z".parse().unwrap(),
        zone: Tz::Europe__Berlin,
        language: Language::English,
        dialect: Dialect::Uk,
        default_length: TimeDelta::hours(1),
    }
}

fn sentences(c: &mut Criterion) {
    let cx = cx();
    for (name, text) in [("typical", TYPICAL), ("long", LONG), ("series", SERIES)] {
        assert!(read_sentence(text, &cx).unwrap().is_some(), "{text}");
        c.bench_function(&format!("when/{name}"), |b| {
            b.iter(|| read_sentence(black_box(text), &cx).is_ok());
        });
    }
    c.bench_function("when/json", |b| b.iter(|| interpret(black_box(TYPICAL), &cx).json()));
}

fn hostile(c: &mut Criterion) {
    let cx = cx();
    for (name, words) in HOSTILE {
        let mut text = String::from("every weekday 9:15 ");
        while text.len() + words.len() <= LONGEST {
            write!(text, "{words}").unwrap();
        }
        c.bench_function(&format!("when/hostile-{name}"), |b| {
            b.iter(|| read_sentence(black_box(&text), &cx).is_ok());
        });
    }
}

criterion_group!(benches, sentences, hostile);
criterion_main!(benches);
