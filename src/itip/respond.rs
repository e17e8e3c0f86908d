//! Answers (RFC 5546 §3.2.3).

use std::slice;

use super::{
    Authority, Code, Cx, Message, Method, Object, Outcome, Progress, Refusal, RequestStatus, Role,
    Scope, Status, Step, Who, draft, fields, kind, message, receive, remarks, state::Version,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, InstanceId, Partstat},
};

/// The REPLY of somebody, from what the object says. The object itself stays as it is: on the organizer's copy
/// hand the message to [`receive()`], on an attendee's use [`respond`].
///
/// # Errors
/// It is cancelled, nobody organizes it, or the answer is none for an event (delegating is [`super::delegate`]).
pub fn reply(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let event = open_event(object, scope)?;
    let attendee = answering(event, who, partstat)?;
    let stamp = next_stamp(object, &scope.instance(), &who.address, cx);
    reply_message(object, vec![attendee], comment, &Cx { now: stamp, ..*cx })
}

/// Somebody's answer on the copy that they keep: the copy changes, and an attendee's REPLY goes out.
///
/// # Errors
/// As [`reply`].
pub fn respond(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if object.role == Role::Organizer {
        let message = reply(object, scope, who, partstat, comment, cx)?;
        let authority = Authority::proven(slice::from_ref(&who.address));
        return receive(Some(object), &message.calendar, &authority, cx);
    }
    let attendee = answering(open_event(object, scope)?, who, partstat)?;
    answer(object, vec![attendee], comment, cx)
}

/// Writes an attendee's own answer into their copy, and the REPLY that tells of it. The first of the properties is
/// their own.
pub(super) fn answer(
    copy: &Object,
    attendees: Vec<Property>,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let own = attendees.first().ok_or(Refusal::NotInvited)?;
    let (own, partstat) = (own.address(), fields::partstat(own));
    let whole = InstanceId::Whole;
    let cx = &Cx { now: next_stamp(copy, &whole, &own, cx), ..*cx };
    let mut object = copy.clone();
    let event = fields::whole_mut(&mut object.calendar).ok_or(Refusal::UnknownObject)?;
    let sequence = fields::sequence(event);
    for attendee in &attendees {
        match fields::attendee_mut(event, &attendee.address()) {
            Some(old) => *old = attendee.clone(),
            None => event.properties.push(attendee.clone()),
        }
    }
    let version = Version { sequence, stamp: cx.now };
    object.record(&whole, &own, version, Some((partstat, comment.map(str::to_owned))));
    let message = reply_message(&object, attendees, comment, cx)?;
    Ok(Step {
        object: Some(object),
        messages: vec![message],
        notices: Vec::new(),
        outcome: Outcome::Updated,
    })
}

/// The component that an answer is about, if it still takes place.
pub(super) fn open_event<'a>(object: &'a Object, scope: &Scope) -> Result<&'a Component, Refusal> {
    if *scope != Scope::Whole {
        let recurring = object.is_recurring();
        return Err(if recurring {
            Refusal::RecurrenceUnsupported
        } else {
            Refusal::UnknownInstance
        });
    }
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    match fields::status(event) {
        Status::Cancelled => Err(Refusal::Cancelled),
        Status::Tentative | Status::Confirmed => Ok(event),
    }
}

/// The ATTENDEE of somebody with an answer. Who sent another and now answers is back in their own seat.
fn answering(event: &Component, who: &Who, partstat: Partstat) -> Result<Property, Refusal> {
    kind::may_answer(event, partstat)?;
    let listed = fields::attendee(event, slice::from_ref(&who.address)).cloned();
    let mut attendee = listed.unwrap_or_else(|| draft::person("ATTENDEE", who));
    attendee.set_parameter("PARTSTAT", partstat.as_str());
    attendee.remove_parameter("DELEGATED-TO");
    Ok(attendee)
}

/// The present instant, but never before the newest message of the same person: a clock that was ahead must not
/// make their next answer look old.
pub(super) fn next_stamp(
    object: &Object,
    instance: &InstanceId,
    from: &CalAddress,
    cx: &Cx,
) -> chrono::DateTime<chrono::Utc> {
    object.last(instance, from).map_or(cx.now, |row| row.stamp.max(cx.now))
}

/// A REPLY with these ATTENDEEs: the one who answers, and who else their answer is about. It goes to the organizer,
/// and to those who sent the one who answers (RFC 5546 §3.2.2.3).
pub(super) fn reply_message(
    object: &Object,
    attendees: Vec<Property>,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let own = attendees.first().ok_or(Refusal::NotInvited)?;
    let sender = own.address();
    let mut recipients = vec![organizer];
    for delegator in fields::addresses(own, "DELEGATED-FROM") {
        if !recipients.contains(&delegator) {
            recipients.push(delegator);
        }
    }
    let mut replying = message::stub(event, cx);
    replying.properties.extend(event.property("SUMMARY").cloned());
    replying.properties.extend(times(event));
    for mut attendee in attendees.into_iter().map(|attendee| message::bare(&attendee)) {
        if fields::addresses(&attendee, "DELEGATED-TO").is_empty() {
            // Asking for an answer is the organizer's; who sends another says by it whether they want to hear more.
            attendee.remove_parameter("RSVP");
        }
        replying.properties.push(attendee);
    }
    replying.properties.extend(
        comment
            .filter(|text| !text.trim().is_empty())
            .map(|text| Property::new_text("COMMENT", text)),
    );
    let row = object.last(&InstanceId::Whole, &sender);
    let progress = row.and_then(|row| row.progress).filter(|_| event.name == "VTODO");
    replying.properties.extend(progress.into_iter().flat_map(Progress::properties));
    let remarks = match object.role {
        Role::Attendee => remarks::remarks(&object.calendar, event),
        Role::Organizer => vec![RequestStatus::new(Code::SUCCESS)],
    };
    replying.properties.extend(remarks.iter().map(RequestStatus::property));
    let mut calendar = message::with_event(Method::Reply, replying);
    message::copy_timezones(&object.calendar, &mut calendar);
    Message::new(Method::Reply, calendar, sender, recipients)
}

/// When it is, as far as one time zone can say it: a REPLY may carry no more.
fn times(event: &Component) -> impl Iterator<Item = Property> {
    let zone = |name| event.property(name).and_then(|property| property.parameter("TZID"));
    let end = kind::end_name(event);
    let one_zone = zone(end).is_none() || zone(end) == zone("DTSTART");
    ["DTSTART", end, "DURATION"]
        .into_iter()
        .filter(move |name| *name == "DTSTART" || one_zone)
        .filter_map(|name| event.property(name).cloned())
}
