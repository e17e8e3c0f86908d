//! That everything we say of a time says the same.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use convene::{
    ical::{self, Component, Property, Zones},
    model::{CalTime, Span, instant},
    view::TimeText,
};

/// A time in a zone: what a card says, and the instant by the VTIMEZONE that goes out beside it.
fn told(zone: Tz, text: &str) -> (String, DateTime<Utc>) {
    let time = ical::parse_time(text, Some(zone.name())).unwrap();
    let mut calendar = Component::new("VCALENDAR");
    let mut event = Component::new("VEVENT");
    event.properties.push(Property::new_time("DTSTART", &time));
    calendar.components.push(event);
    ical::ensure_timezones(&mut calendar);
    // Under another name nothing but the VTIMEZONE can say what it is.
    calendar.components[0].set(Property::new_text("TZID", "House"));
    let by_timezone = CalTime::Zoned { local: time.local(), tzid: "House".to_owned() };
    let by_timezone = Zones::of(&calendar).instant(&by_timezone, Tz::UTC).unwrap();
    assert_eq!(Some(by_timezone), instant(time.local(), zone), "{zone}");
    let span = Span { start: time.clone(), end: time };
    (TimeText::of_span(&span, Tz::UTC, by_timezone).text, by_timezone)
}

#[test]
fn a_card_and_its_timezone_agree_where_the_tables_of_two_crates_do_not() {
    // British Columbia has given up winter time.
    let (card, at) = told(Tz::America__Vancouver, "20261211T150000");
    assert_eq!(at.to_rfc3339(), "2026-12-11T22:00:00+00:00");
    assert!(card.starts_with("Fri 11 Dec 2026, 15:00") && card.contains("UTC−7"), "{card}");
    // In Ramadan Morocco goes back to the time of Greenwich.
    let (card, at) = told(Tz::Africa__Casablanca, "20260302T150000");
    assert_eq!(at.to_rfc3339(), "2026-03-02T15:00:00+00:00");
    assert!(card.contains("15:00 UTC"), "{card}");
}

#[test]
fn a_card_and_its_timezone_agree_in_every_zone() {
    for zone in chrono_tz::TZ_VARIANTS {
        for text in ["20260115T120000", "20260715T120000", "20291115T120000"] {
            told(zone, text);
        }
    }
}
