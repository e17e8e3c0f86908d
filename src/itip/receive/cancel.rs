//! CANCEL (RFC 5546 §3.2.5).

use std::collections::HashSet;

use super::{from_organizer, is_echo, newly_deputized, nothing, present};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Cx, Method, Notice, Object, Outcome, Refusal, Role, Status, Step, fields,
        incoming::Incoming,
    },
    model::{CalAddress, InstanceId},
};

/// Calls off the meeting, or takes off those whom the message lists.
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
        return Err(Refusal::NotOrganizer(Method::Cancel));
    }
    from_organizer(object, incoming, authority)?;
    let organizer = organizer_of(object, incoming);
    let last = object.organizer_version(&organizer);
    if incoming.version < last {
        return Ok(nothing(stored, Outcome::Stale));
    }
    if incoming.version == last && is_applied(object, incoming, authority) {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    let mut object = object.clone();
    object.record(&InstanceId::Whole, &organizer, incoming.version, None);
    Ok(match removed(&object, incoming, authority) {
        Some(removed) => remove(object, incoming, &removed),
        None => cancel(object, incoming, authority),
    })
}

/// A CANCEL that comes before the invitation is kept until that comes, if its SEQUENCE says that there is one
/// (RFC 5546 §5.2.1).
fn unknown(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let organizer = incoming.organizer.ok_or(Refusal::Missing("ORGANIZER"))?;
    let theirs = authority.is(&organizer.address()) || newly_deputized(incoming, authority);
    if !theirs {
        return Err(Refusal::NotOrganizer(Method::Cancel));
    }
    if incoming.version.sequence == 0 {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let mut object = stored.cloned().unwrap_or_else(|| Object::new(Role::Attendee));
    object.hold(&organizer.address(), incoming.calendar, cx);
    Ok(nothing(Some(&object), Outcome::Held))
}

/// The organizer whom the object names; else the message.
fn organizer_of(object: &Object, incoming: &Incoming<'_>) -> CalAddress {
    fields::whole(&object.calendar)
        .and_then(fields::organizer)
        .or_else(|| incoming.organizer_address())
        .unwrap_or_else(|| CalAddress::new(""))
}

/// Whether the same message was applied already.
fn is_applied(object: &Object, incoming: &Incoming<'_>, authority: &Authority<'_>) -> bool {
    let Some(event) = fields::whole(&object.calendar) else { return false };
    fields::status(event) == Status::Cancelled
        || removed(object, incoming, authority).is_some_and(|removed| {
            fields::attendees(event).all(|property| !removed.contains(&property.address()))
        })
}

/// Who is taken off, where the meeting itself goes on for the calendar's owner: the message lists attendees, does not
/// say STATUS:CANCELLED, and the owner is not among them. In a calendar that people share it goes on as long
/// as someone else is invited.
fn removed(
    object: &Object,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Option<HashSet<CalAddress>> {
    let listed: HashSet<CalAddress> =
        fields::attendees(incoming.event).map(fields::address).collect();
    let whole = listed.is_empty()
        || fields::status(incoming.event) == Status::Cancelled
        || authority.owner.iter().any(|address| listed.contains(address));
    if whole {
        return None;
    }
    let event = fields::whole(&object.calendar)?;
    let organizer = fields::organizer(event);
    let others = fields::attendees(event)
        .map(fields::address)
        .any(|address| Some(&address) != organizer.as_ref() && !listed.contains(&address));
    (others || !authority.owner.is_empty()).then_some(listed)
}

fn remove(mut object: Object, incoming: &Incoming<'_>, removed: &HashSet<CalAddress>) -> Step {
    let mut notices = Vec::new();
    if let Some(event) = fields::whole_mut(&mut object.calendar) {
        stamp(event, incoming);
        event.properties.retain(|property| {
            let listed = property.name == "ATTENDEE" && removed.contains(&property.address());
            if listed {
                let who = fields::who(property);
                notices.push(Notice::Removed { instance: InstanceId::Whole, who });
            }
            !listed
        });
    }
    let outcome = if notices.is_empty() { Outcome::Unchanged } else { Outcome::Updated };
    Step { object: Some(object), messages: Vec::new(), notices, outcome }
}

/// The copy stays, cancelled: its SEQUENCE tells which messages are older (RFC 5546 §4.2.9).
fn cancel(mut object: Object, incoming: &Incoming<'_>, authority: &Authority<'_>) -> Step {
    let mut notices = object.drop_proposals(&InstanceId::Whole);
    let Some(event) = fields::whole_mut(&mut object.calendar) else {
        return nothing(Some(&object), Outcome::Ignored);
    };
    stamp(event, incoming);
    if fields::status(event) == Status::Cancelled {
        return nothing(Some(&object), Outcome::Unchanged);
    }
    event.set(Property::new("STATUS", "CANCELLED"));
    let instance = InstanceId::Whole;
    let owner = fields::attendee(incoming.event, authority.owner);
    // Without STATUS:CANCELLED it goes on for others (§4.2.10).
    notices.push(match owner.filter(|_| fields::status(incoming.event) != Status::Cancelled) {
        Some(owner) => Notice::Removed { instance, who: fields::who(owner) },
        None => Notice::Cancelled { instance, comment: fields::comment(incoming.event) },
    });
    Step { object: Some(object), messages: Vec::new(), notices, outcome: Outcome::Deleted }
}

/// Takes over what the organizer's messages are ordered by.
pub(super) fn stamp(event: &mut Component, incoming: &Incoming<'_>) {
    event.set(Property::new("SEQUENCE", incoming.version.sequence.to_string()));
    event.set(fields::instant_property("DTSTAMP", incoming.version.stamp));
}
