//! Anything may come.

use std::collections::HashMap;

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

/// The SEQUENCE of what is there both before and after, the whole and each instance for itself, does not fall.
fn sequence_does_not_fall(before: Option<&Object>, after: &Object) {
    let sequences = |object: &Object| -> Vec<(Option<CalTime>, i64)> {
        let parts = object.calendar.components.iter().filter(|part| part.name == "VEVENT");
        parts
            .map(|part| (part.recurrence_id(), part.sequence().clamp(0, i64::from(i32::MAX))))
            .collect()
    };
    let before: HashMap<_, _> = before.into_iter().flat_map(sequences).collect();
    for (id, after) in sequences(after) {
        assert!(before.get(&id).is_none_or(|before| *before <= after), "SEQUENCE of {id:?} fell");
    }
}

/// The whole, and occurrences that an object may have or not.
fn scopes() -> Vec<Scope> {
    let ids = ["20260301T090000Z", "20260302T090000Z", "20260302", "20260302T100000"];
    let ids = ids.map(|id| ical::parse_time(id, None).unwrap());
    let some = ids.into_iter().flat_map(|id| [Scope::This(id.clone()), Scope::ThisAndFuture(id)]);
    std::iter::once(Scope::Whole).chain(some).collect()
}

/// The convenience functions, on whatever object there is.
fn everything(object: &Object, who: &CalAddress, other: &CalAddress) {
    for scope in scopes() {
        everything_about(object, &scope, who, other);
    }
}

fn everything_about(object: &Object, scope: &Scope, who: &CalAddress, other: &CalAddress) {
    let cx = cx(100);
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
    let _ = itip::reply(object, scope, &who, Partstat::Accepted, Some("x"), &cx);
    let _ = itip::counter(object, scope, &who, &span, None, &cx);
    let _ = itip::delegate(object, scope, &who, std::slice::from_ref(&other), &cx);
    for step in [
        itip::respond(object, scope, &who, Partstat::Declined, None, &cx),
        itip::send_delegate(object, scope, &who, std::slice::from_ref(&other), &cx),
        itip::report(object, scope, &who, &report, &cx),
        itip::delete(object, scope, &who.address, &cx),
        itip::propose(object, &who, &object.calendar, None, &cx),
        itip::accept_counter(object, &who.address, scope, &cx),
        itip::decline_counter(object, &who.address, scope, None, &cx),
        itip::add(object, &object.calendar, &cx),
        itip::edit(object, scope, &itip::Edit::Move(span.clone()), &cx),
        itip::edit(object, scope, &itip::Edit::Invite(vec![other.clone()]), &cx),
        itip::edit(object, scope, &itip::Edit::Uninvite(vec![other.address.clone()]), &cx),
        itip::edit(object, scope, &itip::Edit::Cancel { comment: None }, &cx),
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
    #![proptest_config(crate::cases(500))]

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
            sequence_does_not_fall(stored.as_ref(), object);
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
            if let Some(after) = &step.object {
                sequence_does_not_fall(stored.as_ref(), after);
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
