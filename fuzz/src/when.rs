//! Any sentence, against anything: it is read, or refused by words that stand in it, and what is said back reads the same.
//!
//! The first line says what it is read against: an instant in seconds of Unix time, a zone by its number, a locale.

use chrono::{DateTime, TimeDelta};
use chrono_tz::{TZ_VARIANTS, Tz};
use convene::{
    interpret::{Meaning, interpret},
    when::{self, Cx, Dialect, Language},
};

/// The longest sentence that is looked at, and more.
const LONGEST: usize = 8_000;

pub fn holds(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let (against, text) = text.split_once('\n').unwrap_or(("", &text));
    let cx = cx(against);
    let text: String = text.chars().take(LONGEST).collect();
    let _ = when::read_move(&text, &base(&cx), &cx);
    let _ = when::read_range(&text, &cx);
    let _ = when::read_length(&text, cx.language);
    let _ = when::zone(&text);
    let meaning = interpret(&text, &cx);
    assert!(!meaning.json().is_empty() && !meaning.to_string().contains('\n'));
    match meaning {
        Meaning::Refused(refused) => {
            assert_eq!(text.get(refused.from..refused.to), Some(refused.text.as_str()));
        }
        Meaning::Read(reading, _) => {
            for said in &reading.said {
                assert!(text.get(said.clone()).is_some_and(|said| !said.is_empty()));
            }
            assert!(reading.span.start.instant(cx.zone) < reading.span.end.instant(cx.zone));
            said_back(&reading, &cx);
        }
    }
}

/// What is said back reads the same.
fn said_back(reading: &when::Reading, cx: &Cx) {
    let said = reading.phrase(cx);
    let again = when::read_phrase(&said, cx).expect(&said);
    assert_eq!(
        (again.span, &again.recurrence),
        (reading.span.clone(), &reading.recurrence),
        "{said}"
    );
}

fn base(cx: &Cx) -> convene::model::Span {
    when::read_phrase("tomorrow 10:00", cx).expect("a plain time").span
}

fn cx(line: &str) -> Cx {
    let mut words = line.split(' ');
    let mut number = || words.next().and_then(|word| word.parse::<i64>().ok()).unwrap_or_default();
    // From 1970 to 2200.
    let seconds = number().rem_euclid(7_258_118_400);
    let zone = usize::try_from(number()).unwrap_or_default() % TZ_VARIANTS.len();
    let locale = words.next().unwrap_or("en");
    Cx {
        now: DateTime::from_timestamp(seconds, 0).unwrap_or_default(),
        zone: TZ_VARIANTS.get(zone).copied().unwrap_or(Tz::UTC),
        language: Language::of_locale(locale),
        dialect: Dialect::of_locale(locale),
        default_length: TimeDelta::hours(1),
    }
}
