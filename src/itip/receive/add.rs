//! ADD (RFC 5546 §3.2.4).

use super::{cancel, from_organizer, is_echo, newly_deputized, nothing, present, publish};
use crate::{
    itip::{
        Authority, Cx, Method, Object, Outcome, Refusal, Role, Status, Step, Who, add, fields,
        incoming::Incoming, message,
    },
    model::InstanceId,
};

/// Adds an instance to an attendee's copy.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let Some(object) = present(stored) else { return unknown(stored, incoming, authority, cx) };
    if is_echo(object, authority) {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    if object.role == Role::Organizer {
        return Err(Refusal::NotOrganizer(Method::Add));
    }
    from_organizer(object, incoming, authority)?;
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let last = object.organizer_version(&organizer);
    if incoming.version < last {
        return Ok(nothing(stored, Outcome::Stale));
    }
    if incoming.version == last || fields::status(event) == Status::Cancelled {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    let mut object = object.clone();
    let notice = add::insert(&mut object.calendar, incoming.calendar, incoming.event)?;
    if let Some(event) = fields::whole_mut(&mut object.calendar) {
        cancel::stamp(event, incoming);
    }
    object.record(&InstanceId::Whole, &organizer, incoming.version, None);
    Ok(Step {
        object: Some(object),
        messages: Vec::new(),
        notices: vec![notice],
        outcome: Outcome::Updated,
    })
}

/// What it adds to is not there: the organizer is asked for it, and the instance waits.
fn unknown(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if incoming.event.name == "VJOURNAL" {
        // "The recipient MAY treat the ADD as a PUBLISH" (§3.5.2), and there is no REFRESH to ask for more.
        return publish::receive(stored, incoming, authority, cx);
    }
    let organizer = incoming.organizer.ok_or(Refusal::Missing("ORGANIZER"))?;
    if !authority.is(&organizer.address()) && !newly_deputized(incoming, authority) {
        return Err(Refusal::NotOrganizer(Method::Add));
    }
    let mut object = stored.cloned().unwrap_or_else(|| Object::new(Role::Attendee));
    object.hold(&organizer.address(), incoming.calendar, cx);
    let listed = fields::attendee(incoming.event, authority.owner).map(fields::who);
    let owner = authority.owner.first().cloned().map(|address| Who { address, name: None });
    let mut step = nothing(Some(&object), Outcome::Held);
    if let Some(who) = listed.or(owner) {
        step.messages.push(message::refresh_of(incoming.event, &who, cx)?);
    }
    Ok(step)
}
