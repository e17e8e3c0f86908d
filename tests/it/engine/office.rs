//! Who organizes a meeting changes by the word of the one who does, once, and by nothing else (RFC 5546 §2.1.4, §4.2.11,
//! §6.1.3): whatever ORGANIZER, DTSTAMP and SEQUENCE a REQUEST has, and however often it comes.

use convene::{
    ical::{self, Component},
    itip::{self, Authority, Object, Outcome, Role, Step, Trust},
    model::CalAddress,
};

use super::vocabulary::{address, cx};

const ORGANIZERS: [&str; 12] = [
    "ORGANIZER:mailto:a@example.com",
    "ORGANIZER:mailto:b@example.com",
    "ORGANIZER;RSVP=TRUE;CN=B:MAILTO:%42@Example.com",
    "ORGANIZER;SENT-BY=\"mailto:a@example.com\":mailto:b@example.com",
    "ORGANIZER;SENT-BY=\"mailto:b@example.com\":mailto:a@example.com",
    "ORGANIZER;SENT-BY=\"mailto:z@example.com\":mailto:b@example.com\r\nX-MS-OLK-SENDER:mailto:a@example.com",
    "ORGANIZER:mailto:c@example.com",
    "ORGANIZER:mailto:z@example.com",
    "ORGANIZER:B",
    "ORGANIZER:",
    "ORGANIZER:mailto:b@example.com\r\nORGANIZER:mailto:a@example.com",
    "X-ORGANIZER:mailto:b@example.com",
];

const STAMPS: [&str; 4] =
    ["DTSTAMP:20300401T090000Z", "DTSTAMP:20200401T090000Z", "DTSTAMP:soon", "X-DTSTAMP:x"];

/// What of a series a message is about.
#[derive(Debug, Clone, Copy, PartialEq)]
enum About {
    Whole,
    WholeAndOne,
    /// As some programs write it, which leave ORGANIZER out of the overrides.
    WholeAndOneOfNobody,
    One,
}

const ONE: &str = "RECURRENCE-ID:20300502T090000Z\r\nDTSTART:20300502T120000Z\r\n";

fn request(organizer: &str, stamps: [&str; 2], sequence: i64, about: About) -> Component {
    let event = |organizer: &str, stamp: &str, when: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:u\r\n{organizer}\r\n{stamp}\r\nSEQUENCE:{sequence}\r\n{when}SUMMARY:x\r\n\
             ATTENDEE:mailto:a@example.com\r\nATTENDEE:mailto:b@example.com\r\n\
             ATTENDEE:mailto:c@example.com\r\nEND:VEVENT\r\n"
        )
    };
    let [stamp, of_one] = stamps;
    let whole = event(organizer, stamp, "DTSTART:20300501T090000Z\r\nRRULE:FREQ=DAILY;COUNT=5\r\n");
    let one = event(organizer, of_one, ONE);
    let parts = match about {
        About::Whole => whole,
        About::WholeAndOne => whole + one.as_str(),
        About::WholeAndOneOfNobody => whole + event("X-NONE:1", of_one, ONE).as_str(),
        About::One => one,
    };
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\n{parts}END:VCALENDAR\r\n"
    );
    ical::parse(&text).unwrap().value
}

fn organizer(object: &Object) -> Option<CalAddress> {
    let mut events = object.calendar.children("VEVENT");
    events.find_map(|event| event.property("ORGANIZER")).map(ical::Property::address)
}

/// Whether somebody is the organizer of an object, or acts for them.
fn speaks_for(object: &Object, who: &CalAddress) -> bool {
    let organizers = object.calendar.children("VEVENT").filter_map(|e| e.property("ORGANIZER"));
    organizers.into_iter().any(|property| {
        let deputies = property.parameter_values("SENT-BY");
        property.address() == *who
            || deputies.iter().any(|deputy| CalAddress::new(deputy.as_str()) == *who)
    })
}

/// The copies of B: none, one that A invited them to, and one that A handed over to them.
fn copies() -> Vec<Option<Object>> {
    let (a, b) = ([address("a")], [address("b")]);
    let authority = Authority::proven(&a).to(&b);
    let stamp = STAMPS[0];
    let invitation = request(ORGANIZERS[0], ["DTSTAMP:20300301T090000Z"; 2], 1, About::WholeAndOne);
    let invited = itip::receive(None, &invitation, &authority, &cx(0)).unwrap().object;
    let handing_over = request(ORGANIZERS[1], [stamp; 2], 2, About::Whole);
    let own = itip::receive(invited.as_ref(), &handing_over, &authority, &cx(1)).unwrap().object;
    assert_eq!(own.as_ref().map(|object| object.role), Some(Role::Organizer));
    vec![None, invited, own]
}

/// What must hold of who organizes it after a message.
fn office_is_kept(before: Option<&Object>, step: &Step, sender: &CalAddress, owner: &CalAddress) {
    let (Some(before), Some(after)) = (before, &step.object) else { return };
    if organizer(before) != organizer(after) {
        assert!(speaks_for(before, sender), "taken by {}", sender.as_str());
        assert_eq!(before.role, Role::Attendee, "taken from the calendar's owner");
    }
    if after.role != before.role {
        assert_eq!(after.role, Role::Organizer, "taken from the calendar's owner");
        assert!(speaks_for(before, sender), "given by {}", sender.as_str());
        assert_eq!(organizer(after).as_ref(), Some(owner), "given to somebody else");
    }
}

fn messages() -> Vec<Component> {
    let abouts = [About::Whole, About::WholeAndOne, About::WholeAndOneOfNobody, About::One];
    let mut messages = Vec::new();
    for organizer in ORGANIZERS {
        for stamps in STAMPS.into_iter().flat_map(|stamp| [[stamp, STAMPS[0]], [stamp, STAMPS[2]]])
        {
            for sequence in 1..4 {
                messages.extend(abouts.map(|about| request(organizer, stamps, sequence, about)));
            }
        }
    }
    messages.sort_by_cached_key(ical::write);
    messages.dedup();
    messages
}

/// Receives a message twice. Gives whether it made the calendar's owner the organizer.
fn comes_twice(
    stored: Option<&Object>,
    message: &Component,
    sender: &CalAddress,
    authority: &Authority<'_>,
) -> bool {
    let Ok(step) = itip::receive(stored, message, authority, &cx(100)) else { return false };
    let text = || format!("{}: {}", sender.as_str(), ical::write(message));
    office_is_kept(stored, &step, sender, &address("b"));
    if step.outcome != Outcome::Held {
        let again = itip::receive(step.object.as_ref(), message, authority, &cx(200));
        let again = again.unwrap_or_else(|refusal| panic!("then {refusal}, {}", text()));
        let idle = matches!(again.outcome, Outcome::Unchanged | Outcome::Stale | Outcome::Ignored);
        assert!(idle, "{:?}, then {:?}, {}", step.outcome, again.outcome, text());
        assert_eq!(again.object, step.object, "{}", text());
    }
    let after = step.object.as_ref();
    stored.is_some_and(|before| after.is_some_and(|after| after.role != before.role))
}

#[test]
fn nobody_takes_a_meeting_over_and_what_hands_it_over_may_come_again() {
    let owner = [address("b")];
    let mut handed_over = 0;
    let messages = messages();
    for stored in copies() {
        for sender in ["a", "b", "c", "z"].map(address) {
            let senders = [sender.clone()];
            for trust in [Trust::Proven, Trust::Claimed] {
                let authority = Authority { trust, ..Authority::proven(&senders).to(&owner) };
                for message in &messages {
                    let taken = comes_twice(stored.as_ref(), message, &sender, &authority);
                    handed_over += usize::from(taken);
                }
            }
        }
    }
    assert!(handed_over > 0, "nothing was handed over");
}
