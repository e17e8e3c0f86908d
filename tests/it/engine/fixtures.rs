//! A meeting of four, and when it is.

use chrono::NaiveDate;
use convene::{
    itip::{self, Message, Object, Who},
    model::{CalTime, Recurrence, Span, Uid},
};

use super::vocabulary::{address, cx};

pub(super) fn who(person: &str) -> Who {
    Who { address: address(person), name: Some(person.to_uppercase()) }
}

pub(super) fn in_berlin(day: NaiveDate, hour: u32) -> CalTime {
    CalTime::Zoned { local: day.and_hms_opt(hour, 0, 0).unwrap(), tzid: "Europe/Berlin".to_owned() }
}

/// An hour of the fourth of December 2026.
pub(super) fn span(hour: u32) -> Span {
    let day = NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
    Span { start: in_berlin(day, hour), end: in_berlin(day, hour + 1) }
}

/// A meeting of `a` with `b`, `c` and `d`, and what they are sent.
pub(super) fn made(span: Span, recurrence: Option<Recurrence>) -> (Object, Vec<Message>) {
    let draft = itip::Draft {
        uid: Uid("u".to_owned()),
        summary: "Review".to_owned(),
        span,
        recurrence,
        location: None,
        description: None,
        organizer: who("a"),
        attendees: ["b", "c", "d"].map(who).into(),
    };
    let step = itip::create(&draft, &cx(0)).unwrap();
    (step.object.unwrap(), step.messages)
}
