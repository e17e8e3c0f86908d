//! Work grows with the size of a message, not with its square: were it otherwise, these would take minutes.

use std::fmt::Write as _;

use convene::{
    ical::{self, Component},
    itip::{self, Authority, Outcome, Refusal, Role, Scope},
    model::{CalAddress, Partstat},
};

use super::vocabulary::cx;

const PEOPLE: usize = 8000;

/// A message about a meeting of thousands, with as many properties that nobody knows.
fn message(method: &str, sequence: i64, hour: u32) -> Component {
    let mut text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u\r\n\
         DTSTAMP:20261201T1000{sequence:02}Z\r\nSEQUENCE:{sequence}\r\nDTSTART:20261204T{hour:02}0000Z\r\nSUMMARY:x\r\n\
         ORGANIZER:mailto:a@example.com\r\n"
    );
    for number in 0..PEOPLE {
        let next = number + 1;
        write!(
            text,
            "ATTENDEE;DELEGATED-FROM=\"mailto:{next}@example.com\":mailto:{number}@example.com\r\nX-{sequence}-{number}:1\r\n"
        )
        .unwrap();
    }
    text.push_str("END:VEVENT\r\nEND:VCALENDAR\r\n");
    ical::parse(&text).unwrap().value
}

#[test]
fn thousands_of_people_in_one_meeting() {
    let organizer = [CalAddress::new("mailto:a@example.com")];
    let own = [CalAddress::new("mailto:7@example.com")];
    let authority = Authority::proven(&organizer).to(&own);
    let mut object = None;
    for (sequence, method, hour, outcome) in [
        (0, "REQUEST", 9, Outcome::Created),
        (1, "REQUEST", 10, Outcome::Updated),
        (1, "REQUEST", 10, Outcome::Unchanged),
        (2, "CANCEL", 10, Outcome::Deleted),
        (3, "REQUEST", 11, Outcome::Updated),
    ] {
        let message = message(method, sequence, hour);
        let step = itip::receive(object.as_ref(), &message, &authority, &cx(0)).unwrap();
        assert_eq!(step.outcome, outcome);
        object = step.object;
    }
    let object = object.unwrap();
    let same = itip::change(Some(&object), Some(&object.calendar), &own[0], &cx(1)).unwrap();
    assert_eq!(same.outcome, Outcome::Unchanged);

    let made = itip::change(None, Some(&message("REQUEST", 0, 9)), &organizer[0], &cx(1)).unwrap();
    let copy = made.object.unwrap();
    let moved =
        itip::change(Some(&copy), Some(&message("REQUEST", 1, 10)), &organizer[0], &cx(2)).unwrap();
    assert_eq!(moved.messages[0].recipients.len(), PEOPLE);
    let copy = moved.object.unwrap();
    let mut reply = message("REPLY", 1, 10);
    reply.components[0]
        .properties
        .retain(|p| p.name != "ATTENDEE" || p.value == "mailto:7@example.com");
    let answered = itip::receive(Some(&copy), &reply, &Authority::proven(&own), &cx(3)).unwrap();
    assert!(matches!(answered.outcome, Outcome::Updated | Outcome::Unchanged));
}

/// A series of many people, many occurrences of which differ.
fn crowded_series(people: usize, overrides: usize) -> Component {
    let mut attendees = String::new();
    for number in 0..people {
        write!(attendees, "ATTENDEE;CN=Person {number};RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:{number}@example.com\r\n")
            .unwrap();
    }
    let mut text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20261201T100000Z\r\n\
         DTSTART:20261204T090000Z\r\nDTEND:20261204T100000Z\r\nRRULE:FREQ=DAILY\r\nSUMMARY:x\r\n\
         ORGANIZER:mailto:a@example.com\r\n{attendees}END:VEVENT\r\n"
    );
    let first = chrono::NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
    for day in 0..overrides {
        let day = (first + chrono::Days::new(day as u64)).format("%Y%m%d");
        write!(
            text,
            "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID:{day}T090000Z\r\nDTSTAMP:20261201T100000Z\r\nDTSTART:{day}T110000Z\r\n\
             DTEND:{day}T120000Z\r\nSUMMARY:x\r\nORGANIZER:mailto:a@example.com\r\n{attendees}END:VEVENT\r\n"
        )
        .unwrap();
    }
    text.push_str("END:VCALENDAR\r\n");
    ical::parse(&text).unwrap().value
}

#[test]
fn hundreds_of_overrides_of_a_series_of_hundreds() {
    let organizer = CalAddress::new("mailto:a@example.com");
    let calendar = crowded_series(60, 100);
    let object = itip::change(None, Some(&calendar), &organizer, &cx(1)).unwrap().object.unwrap();
    let mut renamed = object.calendar.clone();
    for part in &mut renamed.components {
        part.set(ical::Property::new("LOCATION", "Elsewhere"));
    }
    let step = itip::change(Some(&object), Some(&renamed), &organizer, &cx(2)).unwrap();
    assert_eq!((step.messages.len(), step.messages[0].recipients.len()), (1, 60));
    let object = step.object.unwrap();
    let without: Component = {
        let mut calendar = object.calendar.clone();
        for (at, part) in calendar.components.iter_mut().enumerate().skip(1) {
            let gone = format!("mailto:{}@example.com", at % 60);
            part.properties.retain(|p| p.name != "ATTENDEE" || p.value != gone);
        }
        calendar
    };
    let step = itip::change(Some(&object), Some(&without), &organizer, &cx(3)).unwrap();
    assert!(step.messages.iter().any(|message| message.method == itip::Method::Cancel));
}

#[test]
fn no_more_instances_are_answered_at_once_than_a_thousand() {
    for (moved, taken) in [(3, true), (1001, false)] {
        let mut calendar = crowded_series(1, moved);
        for part in calendar.components.iter_mut().skip(1) {
            part.set(ical::Property::new("SEQUENCE", "1"));
        }
        let object = itip::Object {
            calendar,
            role: Role::Attendee,
            received: Vec::new(),
            rescheduled: Vec::new(),
            proposals: Vec::new(),
            held: Vec::new(),
        };
        let who = itip::Who { address: CalAddress::new("mailto:0@example.com"), name: None };
        let step = itip::respond(&object, &Scope::Whole, &who, Partstat::Accepted, None, &cx(1));
        match step {
            Ok(step) => {
                let parts = step.messages[0].calendar.children("VEVENT").count();
                assert_eq!((parts, taken), (1 + moved, true));
            }
            Err(refusal) => {
                assert_eq!((refusal, taken), (Refusal::TooLarge("the number of instances"), false));
            }
        }
    }
}
