//! Anything may come.

use convene::{
    ical,
    itip::{self, Authority, Notice, Object, Outcome, Scope, Step, Who},
    model::{CalAddress, CalTime, Partstat, Span},
};
use proptest::prelude::*;

use super::vocabulary::{address, anybody, calendar, cx, object};

/// What is sent holds to both RFCs.
pub(super) fn valid(step: &Step) {
    for message in &step.messages {
        let text = message.write();
        assert_eq!(ical::validate(&message.calendar), [], "{text}");
        assert_eq!(itip::validate(&message.calendar), [], "{text}");
        let read = ical::parse(&text).unwrap();
        assert_eq!(read.problems, [], "{text}");
        assert_eq!(read.value, message.calendar, "what is read is not what was written");
    }
}

/// The convenience functions, on whatever object there is.
fn everything(object: &Object, who: &CalAddress, other: &CalAddress) {
    let cx = cx(100);
    let whole = Scope::Whole;
    let (who, other) =
        (Who { address: who.clone(), name: None }, Who { address: other.clone(), name: None });
    let start = CalTime::Utc(cx.now.naive_utc());
    let span = Span { end: start.clone(), start };
    let _ = object.meeting(chrono_tz::Tz::Europe__Berlin);
    let _ = itip::publish(object, &cx);
    let window = (cx.now, cx.now + chrono::TimeDelta::days(30));
    let _ = itip::publish_busy(&[object], &who, window, &object.uid(), &cx);
    let progress = itip::Progress { percent: Some(50), ..itip::Progress::default() };
    let report = itip::Report { partstat: Partstat::InProcess, progress, comment: None };
    let _ = itip::refresh(object, &who, &cx);
    let _ = itip::reply(object, &whole, &who, Partstat::Accepted, Some("x"), &cx);
    let _ = itip::counter(object, &whole, &who, &span, None, &cx);
    let _ = itip::delegate(object, &whole, &who, &other, &cx);
    for step in [
        itip::respond(object, &whole, &who, Partstat::Declined, None, &cx),
        itip::send_delegate(object, &whole, &who, &other, &cx),
        itip::report(object, &whole, &who, &report, &cx),
        itip::propose(object, &who, &object.calendar, None, &cx),
        itip::accept_counter(object, &who.address, &whole, &cx),
        itip::decline_counter(object, &who.address, &whole, None, &cx),
        itip::add(object, &object.calendar, &cx),
        itip::edit(object, &whole, &itip::Edit::Move(span.clone()), &cx),
        itip::edit(object, &whole, &itip::Edit::Invite(vec![other.clone()]), &cx),
        itip::edit(object, &whole, &itip::Edit::Uninvite(vec![other.address.clone()]), &cx),
        itip::edit(object, &whole, &itip::Edit::Cancel { comment: None }, &cx),
    ]
    .into_iter()
    .flatten()
    {
        valid(&step);
    }
}

#[test]
fn whom_a_bare_delegation_sends_is_invited_once() {
    for (delegate, seat) in [
        ("mailto:a@example.com", "ATTENDEE;DELEGATED-TO=\"MAILTO:A%40EXAMPLE.com\""),
        ("mailto:b@example.com", "ATTENDEE;DELEGATED-TO=\"mailto:b@example.com\";RSVP=TRUE"),
    ] {
        let text = format!(
            "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART:20260301T090000Z\r\n\
             ORGANIZER:mailto:a@example.com\r\n{seat}:mailto:e@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
        let message = ical::parse(&text).unwrap().value;
        let (senders, owners) = ([address("e")], [CalAddress::new(delegate)]);
        let authority = Authority::proven(&senders).to(&owners);
        let step = itip::receive(None, &message, &authority, &cx(0)).unwrap();
        assert_eq!(step.outcome, Outcome::Created);
        let notices: Vec<_> = step.notices.iter().collect();
        assert!(
            matches!(notices[..], [Notice::Invited { .. }, Notice::Delegated { .. }]),
            "{notices:?}"
        );
        let again = itip::receive(step.object.as_ref(), &message, &authority, &cx(0)).unwrap();
        assert_eq!((again.outcome, &again.object), (Outcome::Unchanged, &step.object));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn receiving_is_total_and_a_message_twice_changes_nothing(
        stored in object(), message in calendar(), sender in anybody(), owner in anybody()
    ) {
        let (senders, owners) = ([sender], [owner]);
        let authority = Authority::proven(&senders).to(&owners);
        let _ = itip::validate(&message);
        let Ok(step) = itip::receive(stored.as_ref(), &message, &authority, &cx(100)) else {
            return Ok(());
        };
        valid(&step);
        if let Some(object) = &step.object {
            let before = stored.as_ref().map_or(0, Object::sequence);
            prop_assert!(object.sequence() >= before, "SEQUENCE fell");
        }
        if step.outcome != Outcome::Held {
            let again = itip::receive(step.object.as_ref(), &message, &authority, &cx(200)).unwrap();
            prop_assert!(
                matches!(again.outcome, Outcome::Unchanged | Outcome::Stale | Outcome::Ignored),
                "{:?} then {:?}", step.outcome, again.outcome
            );
            prop_assert_eq!(&again.object, &step.object);
        }
    }

    #[test]
    fn delivering_is_total_and_rooms_answer_once(
        stored in object(), other in object(), message in calendar(), sender in anybody(), owner in anybody()
    ) {
        let (senders, owners) = ([sender], [owner]);
        let authority = Authority::proven(&senders).to(&owners);
        let others: Vec<&Object> = other.iter().collect();
        let step = match itip::deliver(stored.as_ref(), &others, &message, &authority, &cx(100)) {
            Ok(step) => step,
            Err(refusal) => {
                let reply = itip::error_reply(&message, &authority, &refusal, &cx(100));
                let (messages, outcome) = (reply.into_iter().collect(), Outcome::Ignored);
                valid(&Step { object: None, messages, notices: Vec::new(), outcome });
                return Ok(());
            }
        };
        valid(&step);
        if let Some(object) = &step.object {
            let again = itip::auto_reply(object, &others, &owners, &cx(200));
            prop_assert!(!again.is_ok_and(|step| step.is_some()) || step.outcome != Outcome::Updated);
        }
    }

    #[test]
    fn changing_is_total(
        stored in object(), new in prop::option::weighted(0.8, calendar()), user in anybody(), other in anybody()
    ) {
        if let Ok(step) = itip::change(stored.as_ref(), new.as_ref(), &user, &cx(100)) {
            valid(&step);
            if let (Some(before), Some(after)) = (&stored, &step.object) {
                prop_assert!(after.sequence() >= before.sequence());
            }
            if let Some(object) = &step.object {
                let again = itip::change(Some(object), Some(&object.calendar), &user, &cx(200));
                prop_assert!(again.is_err() || again.is_ok_and(|step| step.messages.is_empty()));
            }
        }
        if let Some(object) = &stored {
            everything(object, &user, &other);
        }
    }
}
