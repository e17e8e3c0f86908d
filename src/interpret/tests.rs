use chrono::TimeDelta;
use chrono_tz::Tz;
use serde_json::Value;

use super::*;
use crate::when::{Dialect, Language};

fn cx(dialect: Dialect) -> Cx {
    let now = "2026-12-01T09:00:00Z".parse().unwrap();
    Cx {
        now,
        zone: Tz::Europe__Berlin,
        language: Language::English,
        dialect,
        default_length: TimeDelta::hours(1),
    }
}

fn json(text: &str, dialect: Dialect) -> Value {
    serde_json::from_str(&interpret(text, &cx(dialect)).json()).unwrap()
}

#[test]
fn a_meeting_has_the_times_of_its_zone() {
    for (text, start, end, tzid, said) in [
        (
            "Call fri 15:00-15:45",
            "20261204T150000",
            "20261204T154500",
            Some("Europe/Berlin"),
            "Fri 4 Dec 2026 15:00-15:45",
        ),
        (
            "Call fri 15:00 New York time",
            "20261204T150000",
            "20261204T160000",
            Some("America/New_York"),
            "Fri 4 Dec 2026 15:00-16:00 America/New_York",
        ),
        (
            "Call fri 15:00 utc",
            "20261204T150000Z",
            "20261204T160000Z",
            Some("UTC"),
            "Fri 4 Dec 2026 15:00-16:00 UTC",
        ),
        ("Call 24 dec", "20261224", "20261225", None, "Thu 24 Dec 2026 all day"),
    ] {
        let found = json(text, Dialect::Uk);
        assert_eq!(found["title"], "Call", "{text}");
        assert_eq!([&found["start"], &found["end"]], [start, end], "{text}");
        assert_eq!(found["tzid"].as_str(), tzid, "{text}");
        assert_eq!(found["all_day"], tzid.is_none(), "{text}");
        assert_eq!(found["said"], said, "{text}");
    }
}

#[test]
fn the_second_of_two_equal_hours_is_written_in_utc() {
    let found = json("Call <t:1824944700>", Dialect::Uk);
    assert_eq!([&found["start"], &found["tzid"]], ["20271031T010500Z", "UTC"], "{found}");
}

#[test]
fn what_stands_around_the_time_is_the_title() {
    assert_eq!(json("Lunch tomorrow 12:30 in Room 5", Dialect::Uk)["title"], "Lunch in Room 5");
    assert_eq!(json("tomorrow 12:30 lunch", Dialect::Uk)["title"], "lunch");
    assert_eq!(json("tomorrow 12:30", Dialect::Uk)["title"], "");
}

#[test]
fn a_refusal_points_at_the_octets() {
    for text in ["Café review fri 25:00", "Café 03/04 10:00", "Café fri 10:00 IST"] {
        let found = json(text, Dialect::Unknown);
        let at = |name: &str| usize::try_from(found[name].as_u64().unwrap()).unwrap();
        let words = text.get(at("from")..at("to"));
        assert!(words.is_some_and(|words| !words.is_empty() && !words.contains("Café")), "{found}");
        assert_eq!(found["text"].as_str(), words, "{found}");
        assert!(found["error"].as_str().unwrap().contains(words.unwrap()), "{found}");
    }
}

#[test]
fn what_is_asked_has_readings_that_answer_it() {
    for text in ["Review 03/04/2027 10:00", "Review fri 10:00 IST"] {
        let asked = json(text, Dialect::Unknown);
        let readings = asked["readings"].as_array().unwrap();
        assert!(readings.len() >= 2, "{asked}");
        for reading in readings {
            let words = asked["text"].as_str().unwrap();
            let answered = text.replace(words, reading.as_str().unwrap());
            assert_eq!(json(&answered, Dialect::Unknown)["title"], "Review", "{answered}");
        }
    }
    assert_eq!(json("Review fri 25:00", Dialect::Unknown).get("readings"), None);
}

#[test]
fn a_sentence_without_a_time_is_refused_as_a_whole() {
    for text in ["", "Buy milk"] {
        let found = json(text, Dialect::Uk);
        assert_eq!([&found["text"], &found["from"]], [&Value::from(text), &Value::from(0)]);
        assert_eq!(found["to"], text.len());
    }
}

#[test]
fn people_are_told_in_a_sentence() {
    for (text, sentence) in [
        ("Call fri 15:00-15:45", "“Call”: Fri 4 Dec 2026, 15:00–15:45 CET, in 3 days."),
        (
            "tomorrow 3pm New York time",
            "Wed 2 Dec 2026, 15:00–16:00 EST (UTC−5), here 21:00–22:00 CET, tomorrow. Assumed: for 1 h.",
        ),
        ("Call fri 25:00", "“25:00” is not a time I can read; write for instance “15:00 or 3pm”"),
    ] {
        assert_eq!(interpret(text, &cx(Dialect::Uk)).to_string(), sentence);
    }
}
