//! Answers on a copy that several people share: a room that was sent an invitation.
//!
//! Whoever is in the room may answer there. Who was not invited is a guest (RFC 5546 §3.2.3): they stand in this copy
//! alone, and no message ever names them.

use std::slice;

use super::{Cx, Message, Object, Refusal, Role, Scope, Step, Who, fields, respond};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, InstanceId, Partstat},
};

/// Marks an ATTENDEE of the copy whom the organizer did not invite.
const GUEST: &str = "X-CONVENE-GUEST";

impl Object {
    /// Whether the organizer invited somebody to any of it.
    pub fn invites(&self, address: &CalAddress) -> bool {
        let mut seats = fields::scheduled(&self.calendar)
            .filter_map(|event| fields::attendee(event, slice::from_ref(address)));
        seats.any(|seat| !is_guest(seat))
    }
}

/// Somebody's answer on a shared copy. Of who is invited a REPLY goes out; who is not is a guest from now on.
///
/// # Errors
/// As [`respond`](super::respond()); and it is the organizer's own copy.
pub fn respond_here(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if object.role == Role::Organizer {
        return Err(Refusal::OwnCopy);
    }
    let mut step = respond(object, scope, who, partstat, comment, cx)?;
    if object.invites(&who.address) {
        return Ok(step);
    }
    step.messages.clear();
    for event in step.object.iter_mut().flat_map(|object| &mut object.calendar.components) {
        if let Some(seat) = fields::attendee_mut(event, &who.address) {
            seat.set_parameter(GUEST, "TRUE");
        }
    }
    Ok(step)
}

/// What a message of the organizer's did to a shared copy, with what was said here and they cannot know: the guests, and,
/// while the time is the same, everyone's answers.
#[must_use]
pub fn with_answers(before: &Object, mut step: Step) -> Step {
    let Some(old) = fields::whole(&before.calendar) else { return step };
    let event = step.object.as_mut().and_then(|object| fields::whole_mut(&mut object.calendar));
    let Some(event) = event else { return step };
    let stays = fields::span(old) == fields::span(event);
    for mut seat in fields::attendees(old).cloned() {
        let answered = before.last(&InstanceId::Whole, &seat.address());
        let answered = answered.is_some_and(|row| row.answer.is_some())
            && fields::partstat(&seat) != Partstat::NeedsAction;
        if is_guest(&seat) {
            if !stays {
                seat.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
            }
            add(event, seat);
        } else if stays && answered {
            keep(event, &seat);
        }
    }
    step
}

/// Leaves somebody the answer that they gave here, where the organizer knows of none.
fn keep(event: &mut Component, seat: &Property) {
    let own = fields::attendee_mut(event, &seat.address());
    if let Some(own) = own.filter(|own| fields::partstat(own) == Partstat::NeedsAction) {
        own.set_parameter("PARTSTAT", fields::partstat(seat).as_str());
    }
}

/// A message from a shared copy without its guests, of whom nobody elsewhere knows.
#[must_use]
pub fn without_guests(mut message: Message) -> Message {
    for part in &mut message.calendar.components {
        part.properties.retain(|property| property.name != "ATTENDEE" || !is_guest(property));
    }
    message
}

/// Puts a guest into an event that does not list them.
fn add(event: &mut Component, guest: Property) {
    if fields::attendee(event, &[guest.address()]).is_none() {
        event.properties.push(guest);
    }
}

fn is_guest(seat: &Property) -> bool {
    seat.parameter(GUEST).is_some()
}
