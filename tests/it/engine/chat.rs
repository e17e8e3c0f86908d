//! What chat does: a reaction is a REPLY that is handed to the organizer's copy.

use convene::{
    ical,
    itip::{
        self, Authority, Cx, Edit, Notice, Object, Outcome, Policy, Refusal, Scope, Status,
        Uninvited, Who,
    },
    model::{CalAddress, Partstat, Uid},
};
use proptest::prelude::*;

use super::{fixtures::span, totality::valid, vocabulary::cx};

fn who(address: &str, name: &str) -> Who {
    Who { address: CalAddress::new(address), name: Some(name.to_owned()) }
}

fn ana() -> Who {
    who("matrix:u/ana:example.org", "Ana")
}

fn bo() -> Who {
    who("https://discord.com/users/42", "Bo \"the\" Builder")
}

fn meeting(attendees: Vec<Who>) -> Object {
    let draft = itip::Draft {
        uid: Uid("review".to_owned()),
        summary: "Sprint review".to_owned(),
        span: span(15),
        recurrence: None,
        location: Some("Room 5".to_owned()),
        description: None,
        organizer: ana(),
        attendees,
    };
    let step = itip::create(&draft, &cx(0)).unwrap();
    assert_eq!(step.outcome, Outcome::Created);
    valid(&step);
    step.object.unwrap()
}

fn react(object: &Object, who: &Who, partstat: Partstat, cx: &Cx) -> Result<itip::Step, Refusal> {
    let message = itip::reply(object, &Scope::Whole, who, partstat, None, cx)?;
    let sender = [who.address.clone()];
    itip::receive(Some(object), &message.calendar, &Authority::proven(&sender), cx)
}

#[test]
fn a_meeting_from_nothing_to_its_end() {
    let object = meeting(vec![bo()]);
    let read = object.meeting(chrono_tz::UTC);
    assert_eq!(read.start.to_rfc3339(), "2026-12-04T14:00:00+00:00");
    assert_eq!((read.status, read.sequence, read.attendees.len()), (Status::Confirmed, 0, 2));
    assert!(read.attendees[0].chair);
    assert_eq!(read.attendees[0].partstat, Partstat::Accepted);

    let step = react(&object, &bo(), Partstat::Accepted, &cx(1)).unwrap();
    assert_eq!(step.outcome, Outcome::Updated);
    let object = step.object.unwrap();
    assert_eq!(object.meeting(chrono_tz::UTC).attendees[1].partstat, Partstat::Accepted);

    let step = itip::edit(&object, &Scope::Whole, &Edit::Move(span(16)), &cx(2)).unwrap();
    valid(&step);
    let object = step.object.unwrap();
    let read = object.meeting(chrono_tz::UTC);
    assert_eq!((read.sequence, read.attendees[1].partstat), (1, Partstat::NeedsAction));
    assert_eq!(read.attendees[0].partstat, Partstat::Accepted, "the organizer's own answer stays");

    let published = itip::publish(&object, &cx(3)).unwrap();
    let text = published.write();
    assert!(text.contains("BEGIN:VTIMEZONE") && !text.contains("ATTENDEE"), "{text}");
    assert!(
        text.replace("\r\n ", "").contains("Accepted (1): Ana\\nNo answer (1): Bo \"the\" Builder"),
        "{text}"
    );

    let step = itip::edit(
        &object,
        &Scope::Whole,
        &Edit::Cancel { comment: Some("ill".to_owned()) },
        &cx(4),
    )
    .unwrap();
    assert_eq!(step.outcome, Outcome::Deleted);
    let object = step.object.unwrap();
    assert_eq!(object.meeting(chrono_tz::UTC).status, Status::Cancelled);
    assert_eq!(
        itip::edit(&object, &Scope::Whole, &Edit::Rename("x".to_owned()), &cx(5)),
        Err(Refusal::Cancelled)
    );
    assert_eq!(react(&object, &bo(), Partstat::Accepted, &cx(5)), Err(Refusal::Cancelled));
}

#[test]
fn the_organizer_answers_and_so_does_who_was_not_invited() {
    let object = meeting(Vec::new());
    let object = react(&object, &ana(), Partstat::Declined, &cx(1)).unwrap().object.unwrap();
    let step = react(&object, &bo(), Partstat::Tentative, &cx(1)).unwrap();
    assert!(matches!(&step.notices[..], [Notice::Answered { uninvited: true, .. }]));
    let read = step.object.unwrap().meeting(chrono_tz::UTC);
    let answers: Vec<_> = read.attendees.iter().map(|person| person.partstat).collect();
    assert_eq!(answers, [Partstat::Declined, Partstat::Tentative]);

    let policy =
        Policy { uninvited: Uninvited::Refuse, proposals: Uninvited::Refuse, ..Policy::default() };
    let refused = react(&object, &bo(), Partstat::Accepted, &Cx { policy, ..cx(2) });
    assert_eq!(refused, Err(Refusal::NotInvited));
}

#[test]
fn several_addresses_of_one_person_are_one_attendee() {
    let object = meeting(vec![who("mailto:bo@example.com", "Bo")]);
    let message =
        itip::reply(&object, &Scope::Whole, &bo(), Partstat::Accepted, None, &cx(1)).unwrap();
    let addresses = [bo().address, CalAddress::new("MAILTO:Bo@Example.com")];
    let step =
        itip::receive(Some(&object), &message.calendar, &Authority::proven(&addresses), &cx(1))
            .unwrap();
    let read = step.object.unwrap().meeting(chrono_tz::UTC);
    assert_eq!(read.attendees.len(), 2);
    assert_eq!(read.attendees[1].partstat, Partstat::Accepted);
}

#[test]
fn a_clock_that_was_ahead_does_not_make_the_next_answer_old() {
    let object = meeting(vec![bo()]);
    let ahead = react(&object, &bo(), Partstat::Accepted, &cx(86_400)).unwrap().object.unwrap();
    let step = react(&ahead, &bo(), Partstat::Declined, &cx(10)).unwrap();
    assert_eq!(step.outcome, Outcome::Updated);
    assert_eq!(
        step.object.unwrap().meeting(chrono_tz::UTC).attendees[1].partstat,
        Partstat::Declined
    );
}

#[test]
fn a_delegate_whom_nobody_vouches_for_waits_where_only_the_invited_may_answer() {
    let policy =
        Policy { uninvited: Uninvited::Refuse, proposals: Uninvited::Refuse, ..Policy::default() };
    let cx = |second| Cx { policy, ..cx(second) };
    let object = meeting(vec![bo()]);
    let eve = who("mailto:eve@example.com", "Eve");
    let messages =
        itip::delegate(&object, &Scope::Whole, &bo(), std::slice::from_ref(&eve), &cx(1)).unwrap();
    let request = &messages[1].calendar;
    let senders = [bo().address];
    let owner = [eve.address.clone()];
    let copy =
        itip::receive(None, request, &Authority::proven(&senders).to(&owner), &cx(1)).unwrap();
    let answer =
        itip::respond(&copy.object.unwrap(), &Scope::Whole, &eve, Partstat::Accepted, None, &cx(2))
            .unwrap();

    let step = itip::receive(
        Some(&object),
        &answer.messages[0].calendar,
        &Authority::proven(&owner),
        &cx(3),
    )
    .unwrap();
    assert_eq!(step.outcome, Outcome::Held);
    let object = step.object.unwrap();
    assert_eq!(object.meeting(chrono_tz::UTC).attendees.len(), 2);

    let step =
        itip::receive(Some(&object), &messages[0].calendar, &Authority::proven(&senders), &cx(4))
            .unwrap();
    let object = step.object.unwrap();
    let read = object.meeting(chrono_tz::UTC);
    let answers: Vec<_> = read.attendees.iter().map(|person| person.partstat).collect();
    assert_eq!(answers, [Partstat::Accepted, Partstat::Delegated, Partstat::Accepted]);
    assert_eq!(object.held, []);
}

#[test]
fn what_waits_is_bounded_in_number_and_age() {
    let cancel = |from: usize| {
        format!(
            "BEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:u\r\nORGANIZER:mailto:{from}@example.com\r\n\
             SEQUENCE:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let mut object = None;
    for from in 0..100 {
        let sender = [CalAddress::new(format!("mailto:{from}@example.com"))];
        let message = ical::parse(&cancel(from)).unwrap().value;
        let step =
            itip::receive(object.as_ref(), &message, &Authority::proven(&sender), &cx(1)).unwrap();
        object = step.object;
    }
    let object = object.unwrap();
    assert!(object.is_placeholder() && object.held.len() <= 16, "{}", object.held.len());
    assert_eq!(object.uid(), Uid("u".to_owned()));

    let sender = [CalAddress::new("mailto:new@example.com")];
    let message = ical::parse(&cancel(0).replace("mailto:0@", "mailto:new@")).unwrap().value;
    let late = cx(40 * 86_400);
    let step = itip::receive(Some(&object), &message, &Authority::proven(&sender), &late).unwrap();
    assert_eq!(step.object.unwrap().held.len(), 1);
    assert!(step.notices.iter().all(|notice| matches!(notice, Notice::HeldExpired { .. })));
}

proptest! {
    #[test]
    fn any_words_make_a_meeting_that_reads_as_it_was_written(
        title in any::<String>(), place in any::<String>(), name in any::<String>(), address in any::<String>(),
    ) {
        let draft = itip::Draft {
            uid: Uid("u".to_owned()),
            summary: title,
            span: span(9),
            recurrence: None,
            location: Some(place),
            description: None,
            organizer: ana(),
            attendees: vec![Who { address: CalAddress::new(address), name: Some(name) }],
        };
        if let Ok(step) = itip::create(&draft, &cx(0)) {
            valid(&step);
            let calendar = step.object.unwrap().calendar;
            prop_assert_eq!(&ical::parse(&ical::write(&calendar)).unwrap().value, &calendar);
        }
    }
}
