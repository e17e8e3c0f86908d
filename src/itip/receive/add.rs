//! ADD (RFC 5546 §3.2.4).

use super::{
    ask_for_all, cancel, from_organizer, is_echo, newly_deputized, nothing, present, publish,
};
use crate::{
    ical::Property,
    itip::{
        Authority, Cx, Method, Notice, Object, Outcome, Refusal, Role, Status, Step, add, fields,
        incoming::Incoming, instances,
    },
    model::{CalAddress, InstanceId},
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
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).or_else(|| incoming.organizer_address());
    let organizer = organizer.ok_or(Refusal::NoOrganizer)?;
    let last = object.organizer_version(&InstanceId::Whole, &organizer);
    if last.is_some_and(|last| incoming.version < last) {
        return Ok(nothing(stored, Outcome::Stale));
    }
    if last == Some(incoming.version) {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    from_organizer(object, incoming, authority)?;
    if fields::status(event) == Status::Cancelled {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    if fields::scheduled(incoming.calendar).any(|part| part.property("RRULE").is_some()) {
        // It may have none, and one more rule is nothing that RDATE could say: they send it all.
        let messages = ask_for_all(incoming, authority, cx).into_iter().collect();
        return Ok(Step { messages, ..nothing(stored, Outcome::Ignored) });
    }
    let mut object = object.clone();
    let mut notices = Vec::new();
    for part in incoming.parts(stored, cx) {
        notices.push(insert(&mut object, &organizer, &part)?);
    }
    if let Some(event) = fields::master_mut(&mut object.calendar) {
        cancel::stamp(event, incoming);
    }
    object.record(&InstanceId::Whole, &organizer, incoming.version, None);
    Ok(Step { object: Some(object), messages: Vec::new(), notices, outcome: Outcome::Updated })
}

/// Puts one instance in: to the series; or to the other instances, where the owner is invited to some only.
fn insert(
    object: &mut Object,
    organizer: &CalAddress,
    part: &Incoming<'_>,
) -> Result<Notice, Refusal> {
    let mut event = part.event.clone();
    fields::unite_attendees(&mut event);
    event.remove("RECURRENCE-ID");
    let start = event.start().ok_or(Refusal::InvalidTime("DTSTART"))?;
    if fields::master(&object.calendar).is_some() {
        let notice = add::insert(&mut object.calendar, part.calendar, &event)?;
        if let Notice::Added { instance, .. } = &notice {
            object.record(instance, organizer, part.version, None);
        }
        return Ok(notice);
    }
    let instance = InstanceId::Instance(start.clone());
    event.set(Property::new_time("RECURRENCE-ID", &start));
    let span = fields::span(&event);
    instances::put(&mut object.calendar, event);
    object.record(&instance, organizer, part.version, None);
    Ok(Notice::Added { instance, span })
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
        let mut step = publish::receive(stored, incoming, authority, cx)?;
        if let (Some(object), Some(organizer)) = (&mut step.object, incoming.organizer_address()) {
            object.record(&InstanceId::Whole, &organizer, incoming.version, None);
        }
        return Ok(step);
    }
    let organizer = incoming.organizer.ok_or(Refusal::Missing("ORGANIZER"))?;
    if !authority.is(&organizer.address()) && !newly_deputized(incoming, authority) {
        return Err(Refusal::NotOrganizer(Method::Add));
    }
    let mut object = stored.cloned().unwrap_or_else(|| Object::new(Role::Attendee));
    if !object.hold(&organizer.address(), incoming.calendar, cx) {
        return Ok(nothing(Some(&object), Outcome::Unchanged));
    }
    let messages = ask_for_all(incoming, authority, cx).into_iter().collect();
    Ok(Step { messages, ..nothing(Some(&object), Outcome::Held) })
}
