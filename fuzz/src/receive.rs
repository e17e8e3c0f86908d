//! Any message from anybody to anybody, about an object in any of the states that a meeting comes into: it is applied
//! or refused, the same message again changes nothing, SEQUENCE never falls, and what is sent and kept is valid.
//!
//! The first line of the text says which object, who sends and whose calendar it is, by one character each; the rest
//! is the message.

use std::{slice, sync::LazyLock};

use chrono::{DateTime, TimeDelta};
use convene::{
    ical::{self, Component},
    itip::{self, Authority, Cx, Object, Outcome, Policy, Role, Step, Uninvited},
    model::CalAddress,
};

const PEOPLE: [&str; 6] = ["a", "b", "c", "d", "e", "f"];

pub fn holds(text: &[u8]) {
    let [stored, sender, owner, b'\n', text @ ..] = text else { return };
    let Ok(read) = ical::parse_bytes(text) else { return };
    let message = read.value;
    let stored = OBJECTS[usize::from(stored.wrapping_sub(b'0')) % OBJECTS.len()].as_ref();
    let sender = person(*sender);
    // A space is a calendar that people share.
    let owner = (*owner != b' ').then(|| person(*owner));
    let claimed = Authority::claimed(slice::from_ref(&sender));
    let authority = Authority { owner: owner.as_slice(), ..claimed };
    for trusted in [authority, Authority { trust: itip::Trust::Proven, ..authority }] {
        received(stored, &message, &trusted);
    }
}

fn received(stored: Option<&Object>, message: &Component, authority: &Authority<'_>) {
    let Ok(step) = itip::receive(stored, message, authority, &cx(100)) else { return };
    sends_what_is_valid(&step);
    let Some(object) = &step.object else { return };
    let before = stored.map_or(0, Object::sequence);
    assert!(object.sequence() >= before, "SEQUENCE fell");
    let written = ical::write(&object.calendar);
    assert_eq!(ical::parse(&written).expect("what is kept can be read").value, object.calendar);
    if step.outcome == Outcome::Held {
        return;
    }
    let again = itip::receive(step.object.as_ref(), message, authority, &cx(200));
    let again = again.expect("what was applied once is not refused");
    let idle = matches!(again.outcome, Outcome::Unchanged | Outcome::Stale | Outcome::Ignored);
    assert!(idle, "{:?}, then {:?}", step.outcome, again.outcome);
    assert_eq!(again.object, step.object, "{:?}, then {:?}", step.outcome, again.outcome);
}

fn sends_what_is_valid(step: &Step) {
    for message in &step.messages {
        let text = message.write();
        assert_eq!(ical::validate(&message.calendar), [], "{text}");
        assert_eq!(itip::validate(&message.calendar), [], "{text}");
        assert_eq!(ical::parse(&text).expect("what is sent can be read").value, message.calendar);
    }
}

/// Who is meant by a character.
fn person(by: u8) -> CalAddress {
    address(PEOPLE[usize::from(by.wrapping_sub(b'a')) % PEOPLE.len()])
}

fn address(person: &str) -> CalAddress {
    CalAddress::new(format!("mailto:{person}@example.com"))
}

fn cx(second: i64) -> Cx {
    let now = DateTime::UNIX_EPOCH + TimeDelta::seconds(1_800_000_000 + second);
    let policy = Policy { proposals: Uninvited::Accept, ..Policy::default() };
    Cx { now, policy }
}

/// What may be there when a message comes.
static OBJECTS: LazyLock<[Option<Object>; 9]> = LazyLock::new(|| {
    let meeting = kept(&event(MEETING), Role::Organizer);
    let invited = after(None, "REQUEST", MEETING, "a");
    let delegated = after(Some(&meeting), "REPLY", DELEGATION, "c");
    let proposed = after(Some(&meeting), "COUNTER", PROPOSAL, "b");
    let cancelled = after(Some(&invited), "CANCEL", CANCELLATION, "a");
    let early = after(None, "CANCEL", CANCELLATION, "a");
    let series = [event(SERIES), event(OVERRIDE)].concat();
    let series = [Role::Organizer, Role::Attendee].map(|role| Some(kept(&series, role)));
    let [organized, attended] = series;
    [
        None,
        Some(meeting),
        Some(invited),
        Some(delegated),
        Some(proposed),
        Some(cancelled),
        Some(early),
        organized,
        attended,
    ]
});

fn calendar(content: &str) -> Component {
    let text =
        format!("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\n{content}END:VCALENDAR\n");
    ical::parse(&text).expect("what this begins with can be read").value
}

fn kept(content: &str, role: Role) -> Object {
    Object {
        calendar: calendar(content),
        role,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    }
}

fn after(stored: Option<&Object>, method: &str, lines: &str, sender: &str) -> Object {
    let message = calendar(&format!("METHOD:{method}\n{}", event(lines)));
    let sender = [address(sender)];
    let step = itip::receive(stored, &message, &Authority::proven(&sender), &cx(0));
    step.expect("what this begins with is applied").object.expect("there is an object")
}

/// Something of the meeting that `a` has organized.
fn event(lines: &str) -> String {
    format!("BEGIN:VEVENT\nUID:u\nORGANIZER:mailto:a@example.com\n{lines}END:VEVENT\n")
}

const MEETING: &str = "\
DTSTAMP:20261122T090000Z
SEQUENCE:1
DTSTART;TZID=Europe/Berlin:20261204T150000
DTEND;TZID=Europe/Berlin:20261204T154500
SUMMARY:Review
STATUS:CONFIRMED
ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:b@example.com
ATTENDEE;PARTSTAT=TENTATIVE;RSVP=TRUE:mailto:c@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:d@example.com
";

const DELEGATION: &str = "\
DTSTAMP:20261122T100000Z
SEQUENCE:1
ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:e@example.com\":mailto:c@example.com
ATTENDEE;DELEGATED-FROM=\"mailto:c@example.com\":mailto:e@example.com
";

const PROPOSAL: &str = "\
DTSTAMP:20261122T100000Z
SEQUENCE:1
DTSTART;TZID=Europe/Berlin:20261204T160000
DTEND;TZID=Europe/Berlin:20261204T164500
ATTENDEE:mailto:b@example.com
COMMENT:An hour later?
";

const CANCELLATION: &str = "\
DTSTAMP:20261122T110000Z
SEQUENCE:2
STATUS:CANCELLED
";

const SERIES: &str = "\
DTSTAMP:20261122T090000Z
SEQUENCE:1
DTSTART;TZID=Europe/Berlin:20261204T150000
DURATION:PT45M
RRULE:FREQ=WEEKLY;COUNT=10
EXDATE;TZID=Europe/Berlin:20261225T150000
SUMMARY:Review
ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com
ATTENDEE;PARTSTAT=ACCEPTED;RSVP=TRUE:mailto:b@example.com
ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:c@example.com
";

const OVERRIDE: &str = "\
DTSTAMP:20261122T090000Z
SEQUENCE:1
RECURRENCE-ID;TZID=Europe/Berlin:20261211T150000
DTSTART;TZID=Europe/Berlin:20261211T170000
DURATION:PT45M
SUMMARY:Review, later
ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com
ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.com
";
