//! REPLY (RFC 5546 §3.2.3).

use std::slice;

use super::{delegation, nothing, present};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Code, Cx, Method, Notice, Object, Outcome, Progress, Refusal, RequestStatus,
        Role, Status, Step, Trust, Uninvited, Who, draft, fields, incoming::Incoming, kind,
        message, state::Version,
    },
    model::{CalAddress, InstanceId, Partstat},
};

/// An answer, and how it stands to the object.
struct Answer<'a> {
    /// The ATTENDEE of the message whose answer it is.
    told: &'a Property,
    /// Their address as the object has it; as the message has it, where they are not in the object.
    own: CalAddress,
    partstat: Partstat,
    comment: Option<String>,
    progress: Option<Progress>,
    version: Version,
    seat: Seat,
}

/// How somebody who answers stands to the meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Seat {
    /// In the list of attendees.
    Invited,
    /// The organizer, answering for themself without being in the list.
    Organizer,
    /// Sent by an attendee, who has not said so yet (RFC 5546 §5.2.2).
    Delegate,
    /// None of these: the "party crasher".
    Uninvited,
}

/// Writes an answer into the object.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let told = replier(stored, incoming, authority)?;
    let Some(object) = present(stored) else { return Ok(nothing(stored, Outcome::Ignored)) };
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let answer = read(event, told, incoming, authority)?;
    if object.role == Role::Attendee && !concerns_owner(event, &answer, authority) {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let last = object.last_version(&InstanceId::Whole, &answer.own);
    if last.is_some_and(|last| answer.version < last) {
        return Ok(nothing(stored, Outcome::Stale));
    }
    if fields::status(event) == Status::Cancelled {
        // "Messages related to a previously canceled event MUST be ignored" (§4.2.9).
        return Ok(nothing(stored, Outcome::Ignored));
    }
    if incoming.version.sequence < object.rescheduled_at(&InstanceId::Whole) {
        // One that was counted before the time changed, and comes again, asks for nothing.
        let known = last == Some(answer.version) && is_known(object, &answer);
        return if known {
            Ok(nothing(stored, Outcome::Stale))
        } else {
            earlier(object, &answer, cx)
        };
    }
    if last == Some(answer.version) && is_known(object, &answer) {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    match (answer.seat, cx.policy.uninvited) {
        (Seat::Uninvited, Uninvited::Refuse) => Err(Refusal::NotInvited),
        (Seat::Delegate, Uninvited::Refuse) => {
            // It waits until the attendee says that they sent them.
            let mut object = object.clone();
            object.hold(&answer.own, incoming.calendar, cx);
            Ok(nothing(Some(&object), Outcome::Held))
        }
        _ => apply(object, &answer, incoming, cx),
    }
}

/// The ATTENDEE whose answer it is: the sender's, or that of someone whom they act for (§6.1.2). That they act for them
/// must be known already, or the sender for sure.
fn replier<'a>(
    stored: Option<&Object>,
    incoming: &Incoming<'a>,
    authority: &Authority<'_>,
) -> Result<&'a Property, Refusal> {
    if let Some(own) = fields::attendee(incoming.event, authority.addresses) {
        return Ok(own);
    }
    let known = |property: &Property| {
        stored
            .and_then(|object| fields::whole(&object.calendar))
            .and_then(|event| fields::attendee(event, &[property.address()]))
            .is_some_and(|seat| fields::is_deputy(seat, authority.addresses))
    };
    fields::attendees(incoming.event)
        .filter(|property| fields::is_deputy(property, authority.addresses))
        .find(|property| authority.trust == Trust::Proven || known(property))
        .ok_or(Refusal::NotAttendee(Method::Reply))
}

fn read<'a>(
    event: &Component,
    told: &'a Property,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Result<Answer<'a>, Refusal> {
    let partstat = fields::partstat(told);
    if partstat != Partstat::Delegated {
        kind::may_answer(event, partstat)?;
    }
    let written = told.address();
    let acts_for_self = authority.is(&written);
    let seated = fields::attendee(event, slice::from_ref(&written))
        .or_else(|| fields::attendee(event, authority.addresses).filter(|_| acts_for_self));
    let seat = match seated {
        Some(_) => Seat::Invited,
        None if fields::organizer(event).as_ref() == Some(&written) => Seat::Organizer,
        None => {
            let from = fields::addresses(told, "DELEGATED-FROM");
            let sent = !from.is_empty() && fields::attendee(event, &from).is_some();
            if sent { Seat::Delegate } else { Seat::Uninvited }
        }
    };
    // Who raises SEQUENCE by themself answers what is there, and their next answer is no older for it.
    let sequence = incoming.version.sequence.min(fields::sequence(event));
    Ok(Answer {
        own: seated.map_or(written, fields::address),
        told,
        partstat,
        comment: fields::comment(incoming.event),
        progress: Progress::of(incoming.event),
        version: Version { sequence, ..incoming.version },
        seat,
    })
}

/// Whether an answer that comes to an attendee is that of someone they sent (§4.2.6: it goes to them too).
fn concerns_owner(event: &Component, answer: &Answer<'_>, authority: &Authority<'_>) -> bool {
    let seat = fields::attendee(event, slice::from_ref(&answer.own));
    let from = seat.map(|seat| fields::addresses(seat, "DELEGATED-FROM")).unwrap_or_default();
    from.iter().any(|from| authority.owns(from))
}

/// Whether this very answer was applied already.
fn is_known(object: &Object, answer: &Answer<'_>) -> bool {
    object
        .last(&InstanceId::Whole, &answer.own)
        .filter(|row| row.answer == Some(answer.partstat) && row.comment == answer.comment)
        .is_some_and(|row| row.progress == answer.progress)
}

/// An answer to an earlier time is not counted; who gave it gets the current state (§5.2.2), unless they are nobody
/// that the organizer knows (§6.1.6).
fn earlier(object: &Object, answer: &Answer<'_>, cx: &Cx) -> Result<Step, Refusal> {
    let mut step = nothing(Some(object), Outcome::Stale);
    if matches!(answer.seat, Seat::Invited | Seat::Delegate) && object.role == Role::Organizer {
        step.messages.push(message::current(object, vec![answer.own.clone()], cx)?);
    }
    step.notices.push(Notice::AnsweredEarlier {
        instance: InstanceId::Whole,
        who: named(object, answer),
        partstat: answer.partstat,
    });
    Ok(step)
}

/// Who answers, with the name that the object has for them; else the message's.
fn named(object: &Object, answer: &Answer<'_>) -> Who {
    let who = object.who(&answer.own);
    Who { name: who.name.or_else(|| fields::who(answer.told).name), ..who }
}

fn apply(
    object: &Object,
    answer: &Answer<'_>,
    incoming: &Incoming<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let who = named(object, answer);
    let mut next = object.clone();
    let event = fields::whole_mut(&mut next.calendar).ok_or(Refusal::UnknownObject)?;
    let known = fields::attendee(event, slice::from_ref(&answer.own)).map(fields::partstat);
    if known.is_none() {
        event.properties.push(seat(answer));
    }
    let before = known.unwrap_or_default();
    let trouble = trouble(incoming.event, &who);
    let mut notices = Vec::new();
    let mut ask = Vec::new();
    if answer.partstat == Partstat::Delegated {
        let told = delegation::delegated(event, answer.told, incoming.event, &answer.own)?;
        notices.extend(told.into_iter().filter(|_| !is_known(object, answer)));
    } else if trouble.is_none() || answer.partstat != Partstat::NeedsAction {
        ask = write(event, answer, object.role);
    }
    let changed = next.calendar != object.calendar;
    let row = object.last(&InstanceId::Whole, &answer.own);
    let said = row.and_then(|row| row.comment.as_ref()) != answer.comment.as_ref();
    let uninvited = answer.seat == Seat::Uninvited;
    let (partstat, comment) = (answer.partstat, answer.comment.clone());
    if (changed || said) && partstat != Partstat::Delegated && trouble.is_none() {
        let instance = InstanceId::Whole;
        let comment = comment.clone();
        notices.push(Notice::Answered { instance, who, partstat, before, comment, uninvited });
    }
    let further = row.and_then(|row| row.progress) != answer.progress;
    if let Some(progress) = answer.progress.filter(|_| further) {
        let (instance, who) = (InstanceId::Whole, named(object, answer));
        notices.push(Notice::Progress { instance, who, progress });
    }
    if changed || said {
        notices.extend(remark(incoming.event, &named(object, answer)));
    }
    let outcome = if changed || said || further || trouble.is_some() {
        Outcome::Updated
    } else {
        Outcome::Unchanged
    };
    notices.extend(trouble);
    next.record(&InstanceId::Whole, &answer.own, answer.version, Some((partstat, comment)));
    next.set_progress(&InstanceId::Whole, &answer.own, answer.progress);
    if uninvited && object.role == Role::Organizer {
        // "The Organizer SHOULD send the new CU a REQUEST" (§3.2.2.6).
        ask.push(answer.own.clone());
    }
    let mut messages = Vec::new();
    if !ask.is_empty() {
        messages.push(message::current(&next, ask, cx)?);
    }
    Ok(Step { object: Some(next), messages, notices, outcome })
}

/// Writes an answer into the list. Gives whom it makes necessary to ask again.
fn write(event: &mut Component, answer: &Answer<'_>, role: Role) -> Vec<CalAddress> {
    delegation::release(event, &answer.own, &[]);
    if let Some(seat) = fields::attendee_mut(event, &answer.own) {
        seat.set_parameter("PARTSTAT", answer.partstat.as_str());
        if let Some(deputy) = answer.told.parameter("SENT-BY") {
            seat.set_parameter("SENT-BY", deputy);
        }
    }
    if answer.partstat == Partstat::Declined && role == Role::Organizer {
        return delegation::ask_delegators(event, &answer.own);
    }
    Vec::new()
}

/// A seat for someone who has none: what the organizer thinks right of what they say of themself (§3.2.2.6).
fn seat(answer: &Answer<'_>) -> Property {
    let mut seat = draft::attendee(&fields::who(answer.told));
    if answer.seat == Seat::Organizer {
        seat.set_parameter("ROLE", "CHAIR");
        seat.remove_parameter("RSVP");
    }
    if answer.seat == Seat::Delegate {
        let from = fields::addresses(answer.told, "DELEGATED-FROM");
        fields::set_addresses(&mut seat, "DELEGATED-FROM", &from);
    }
    seat
}

/// What the attendee's calendar reports, if it is no success (§3.6).
fn trouble(event: &Component, who: &Who) -> Option<Notice> {
    reported(event, who, |code| matches!(code.0, 3 | 5))
}

/// What the attendee's calendar reports beside an answer that counts all the same: that the time is taken, or that it
/// has not taken all of it.
fn remark(event: &Component, who: &Who) -> Option<Notice> {
    reported(event, who, |code| code.0 == 4 || matches!((code.0, code.1), (2, 8..=11)))
}

fn reported(event: &Component, who: &Who, is_it: impl Fn(Code) -> bool) -> Option<Notice> {
    event
        .properties_named("REQUEST-STATUS")
        .filter_map(RequestStatus::read)
        .find(|status| is_it(status.code))
        .map(|status| Notice::Trouble { who: who.clone(), status })
}
