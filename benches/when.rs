//! How long it takes to read a sentence: a typical one, a long one, a series, other languages, and the worst that is read.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use std::hint::black_box;

use chrono::TimeDelta;
use chrono_tz::Tz;
use convene::{
    interpret::interpret,
    when::{Cx, Dialect, Language, WhenError, read_sentence},
};
use criterion::{Criterion, criterion_group, criterion_main};

const TYPICAL: &str = "Sprint review fri 15:00-15:45";
const LONG: &str = "Can everybody who worked on the migration please join me in the big room on the second floor for a look \
    back at what went well and what did not, on the 14th of December from 3 to 4:30pm Berlin time, and bring the numbers \
    that we collected over the last nine weeks so that Room 5 does not have to wait";
const SERIES: &str = "Standup every weekday 9:15 for 15m except 24 Dec until Easter";

/// Other languages, whose words become English first.
const FOREIGN: [(&str, Language, &str); 3] = [
    (
        "german",
        Language::German,
        "Standup jeden Werktag um 9:15 für 15 min außer am 24. Dezember bis Ostern",
    ),
    (
        "french",
        Language::French,
        "Réunion chaque jour ouvrable à 9h15 pendant 15 min sauf le 24 décembre jusqu'à Pâques",
    ),
    (
        "spanish",
        Language::Spanish,
        "Reunión cada lunes y jueves a las 9:15 durante 15 min excepto el 24 de diciembre hasta Pascua",
    ),
];

/// What looks like times without end, as often as it is read. The last six are among what took longest of the pairs
/// of words that are known, and of longer runs of them.
const HOSTILE: [(&str, Language, &str); 14] = [
    ("weekdays", Language::English, "mon "),
    ("clocks", Language::English, "9:15 "),
    ("dates", Language::English, "14 dec "),
    ("series", Language::English, "every "),
    ("exceptions", Language::English, "except 24 dec, "),
    ("dashes", Language::English, "9-"),
    ("letters", Language::English, "a "),
    ("quotes", Language::English, "\"fri "),
    ("endless", Language::English, "forever monthly "),
    ("unsaid", Language::English, "approximately indefinitely "),
    ("holidays", Language::German, "silvester "),
    ("quarters", Language::German, "jeden vierteljährlich "),
    ("slips", Language::French, "bimensuelle chaque "),
    ("nights", Language::Spanish, "cada medianoche "),
];

fn cx(language: Language) -> Cx {
    Cx {
        now: "2026-12-01T09:00:00Z".parse().unwrap(),
        zone: Tz::Europe__Berlin,
        language,
        dialect: Dialect::Uk,
        default_length: TimeDelta::hours(1),
    }
}

fn sentences(c: &mut Criterion) {
    let cx = cx(Language::English);
    for (name, text) in [("typical", TYPICAL), ("long", LONG), ("series", SERIES)] {
        assert!(read_sentence(text, &cx).unwrap().is_some(), "{text}");
        c.bench_function(&format!("when/{name}"), |b| {
            b.iter(|| read_sentence(black_box(text), &cx).is_ok());
        });
    }
    c.bench_function("when/json", |b| b.iter(|| interpret(black_box(TYPICAL), &cx).json()));
}

fn foreign(c: &mut Criterion) {
    for (name, language, text) in FOREIGN {
        let cx = cx(language);
        assert!(read_sentence(text, &cx).unwrap().is_some(), "{text}");
        c.bench_function(&format!("when/{name}"), |b| {
            b.iter(|| read_sentence(black_box(text), &cx).is_ok());
        });
    }
}

fn hostile(c: &mut Criterion) {
    for (name, language, words) in HOSTILE {
        let cx = cx(language);
        let text = longest(words, &cx);
        c.bench_function(&format!("when/hostile-{name}"), |b| {
            b.iter(|| read_sentence(black_box(&text), &cx).is_ok());
        });
    }
}

/// These words as often as they are read, and not refused because there are too many.
fn longest(words: &str, cx: &Cx) -> String {
    let mut text = String::from("every weekday 9:15 ");
    loop {
        let longer = format!("{text}{words}");
        if matches!(read_sentence(&longer, cx), Err(WhenError::LongText)) {
            return text;
        }
        text = longer;
    }
}

criterion_group!(benches, sentences, foreign, hostile);
criterion_main!(benches);
