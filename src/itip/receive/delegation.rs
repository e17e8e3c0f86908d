//! Delegation, as it comes in (RFC 5546 §3.2.2.3, §4.2.5).

use std::{borrow::Cow, slice};

use super::{
    merge::{self, Source},
    nothing,
};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Cx, Notice, Object, Outcome, Refusal, Scope, Status, Step, delegate, fields,
        incoming::Incoming, instances,
    },
    model::{CalAddress, Partstat},
};

/// An attendee asks the calendar's owner, who has the meeting already, to come in their place: to all of it, or to some
/// instances.
pub(super) fn asked(
    object: &Object,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let refused = || Refusal::NotOrganizer(incoming.method);
    let known = fields::scheduled(&object.calendar)
        .any(|event| fields::attendee(event, authority.addresses).is_some());
    let mut parts = incoming.parts(Some(object), cx);
    parts.retain(|part| fields::attendee(part.event, authority.addresses).is_some_and(sends));
    if !known || parts.is_empty() {
        return Err(refused());
    }
    parts.retain(|part| {
        let here = here(object, &part.scope);
        here.is_none_or(|event| fields::sequence(&event) <= part.version.sequence)
    });
    if parts.is_empty() {
        return Ok(nothing(Some(object), Outcome::Stale));
    }
    parts.retain(|part| fields::status(part.event) != Status::Cancelled);
    if parts.is_empty() {
        return Ok(nothing(Some(object), Outcome::Ignored));
    }
    let step = current(object, &parts, incoming, authority, cx)?;
    let mut next = step.object.clone().unwrap_or_else(|| object.clone());
    let mut notices = step.notices;
    for part in &parts {
        let Ok(scope) = instances::resolve(&next.calendar, &part.scope) else { continue };
        let Ok(event) = instances::open(&mut next.calendar, &scope) else { continue };
        let delegator = fields::attendee(part.event, authority.addresses).ok_or_else(refused)?;
        notices.extend(delegated(event, delegator, part.event, &delegator.address())?);
    }
    let waits = step.outcome == Outcome::Held;
    if next == *object {
        return Ok(nothing(Some(object), Outcome::Unchanged));
    }
    let outcome = if waits { Outcome::Held } else { Outcome::Updated };
    Ok(Step { notices, messages: step.messages, ..nothing(Some(&next), outcome) })
}

/// Whether an attendee sends others.
fn sends(attendee: &Property) -> bool {
    !fields::addresses(attendee, "DELEGATED-TO").is_empty()
}

/// What a copy has of an instance.
fn here<'c>(object: &'c Object, scope: &Scope) -> Option<Cow<'c, Component>> {
    if *scope == Scope::Whole {
        return fields::master(&object.calendar).map(Cow::Borrowed);
    }
    let scope = instances::resolve(&object.calendar, scope).ok()?;
    instances::effective(&object.calendar, &scope).ok()
}

/// Takes over what the delegator passes on, where the owner has an older version, or was taken off: who is sent gets
/// the meeting as it is now (§3.2.2.3).
fn current(
    object: &Object,
    parts: &[Incoming<'_>],
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let is_current = |part: &Incoming<'_>| {
        here(object, &part.scope).is_some_and(|event| {
            fields::sequence(&event) == part.version.sequence
                && fields::status(&event) != Status::Cancelled
        })
    };
    if parts.iter().all(is_current) {
        return Ok(nothing(Some(object), Outcome::Unchanged));
    }
    let organizer = fields::whole(&object.calendar).and_then(fields::organizer);
    let organizer = organizer.ok_or(Refusal::NoOrganizer)?;
    merge::update(object, &organizer, incoming, authority, Source::Delegator, cx)
}

/// Writes what the delegator says into a meeting that is new here, so that it reads the same however little they
/// said, and the same message again finds it said.
pub(super) fn begun(
    calendar: &mut Component,
    authority: &Authority<'_>,
) -> Result<Vec<Notice>, Refusal> {
    let mut notices = Vec::new();
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        let told = event.clone();
        let delegator = fields::attendee(&told, authority.addresses).filter(|seat| sends(seat));
        let Some(delegator) = delegator else { continue };
        notices.extend(delegated(event, delegator, &told, &delegator.address())?);
    }
    Ok(notices)
}

/// Writes into an event that an attendee (`own`, as the event has them) sends others. `told` is their ATTENDEE in the
/// message, `message` what else it says of the delegates.
pub(super) fn delegated(
    event: &mut Component,
    told: &Property,
    message: &Component,
    own: &CalAddress,
) -> Result<Vec<Notice>, Refusal> {
    let to = delegates(told, message)?;
    if to.iter().any(|to| delegate::comes_back(event, own, to)) {
        return Err(Refusal::DelegationLoop);
    }
    release(event, own, &to);
    let seat = fields::attendee_mut(event, own).ok_or(Refusal::NotInvited)?;
    seat.set_parameter("PARTSTAT", Partstat::Delegated.as_str());
    // By these they say whether they want to hear more (§3.2.2.3, §4.2.5).
    for name in ["ROLE", "RSVP"] {
        if let Some(value) = told.parameter(name) {
            seat.set_parameter(name, value);
        }
    }
    let seat = seat.clone();
    let mut notices = Vec::new();
    for delegate in &to {
        let who = invite_delegate(event, &seat, delegate, message);
        notices.push(Notice::Delegated {
            instance: fields::instance(event),
            from: fields::who(&seat),
            to: fields::who(&who),
        });
    }
    Ok(notices)
}

/// Whom an attendee sends: DELEGATED-TO; else whom the message shows to be sent by them.
fn delegates(told: &Property, message: &Component) -> Result<Vec<CalAddress>, Refusal> {
    let own = told.address();
    let mut to = fields::addresses(told, "DELEGATED-TO");
    if to.is_empty() {
        to = fields::attendees(message)
            .filter(|other| fields::addresses(other, "DELEGATED-FROM").contains(&own))
            .map(fields::address)
            .collect();
    }
    match to.len() {
        0 => Err(Refusal::Missing("DELEGATED-TO")),
        1..=delegate::MOST_DELEGATES => Ok(to),
        _ => Err(Refusal::TooLarge("DELEGATED-TO")),
    }
}

/// Puts a delegate into the list, or marks who is there already, having answered before the delegator did
/// (RFC 5546 §5.2.2).
fn invite_delegate(
    event: &mut Component,
    seat: &Property,
    delegate: &CalAddress,
    message: &Component,
) -> Property {
    let own = seat.address();
    if let Some(listed) = fields::attendee_mut(event, delegate) {
        let mut from = fields::addresses(listed, "DELEGATED-FROM");
        if !from.contains(&own) {
            from.push(own);
            fields::set_addresses(listed, "DELEGATED-FROM", &from);
        }
        return listed.clone();
    }
    let mut listed = Property::new("ATTENDEE", delegate.as_str());
    let named = fields::attendee(message, slice::from_ref(delegate));
    if let Some(name) = named.and_then(|property| property.parameter("CN")) {
        listed.set_parameter("CN", name);
    }
    delegate::seat_of_delegate(&mut listed, seat);
    event.properties.push(listed.clone());
    listed
}

/// Leaves an attendee only the delegations that go on. Who was sent stays invited in their own right,
/// until the organizer says otherwise.
pub(super) fn release(event: &mut Component, own: &CalAddress, but: &[CalAddress]) {
    let Some(seat) = fields::attendee_mut(event, own) else { return };
    let before = fields::addresses(seat, "DELEGATED-TO");
    fields::set_addresses(seat, "DELEGATED-TO", but);
    for delegate in before.iter().filter(|delegate| !but.contains(delegate)) {
        if let Some(delegate) = fields::attendee_mut(event, delegate) {
            let mut from = fields::addresses(delegate, "DELEGATED-FROM");
            from.retain(|address| address != own);
            fields::set_addresses(delegate, "DELEGATED-FROM", &from);
        }
    }
}

/// A delegate declines: those who sent them are asked again (RFC 5546 §4.2.5, §4.2.7). Gives who they are.
pub(super) fn ask_delegators(event: &mut Component, delegate: &CalAddress) -> Vec<CalAddress> {
    let seat = fields::attendee(event, slice::from_ref(delegate));
    let from = seat.map(|seat| fields::addresses(seat, "DELEGATED-FROM")).unwrap_or_default();
    let mut asked = Vec::new();
    for delegator in from {
        let Some(seat) = fields::attendee_mut(event, &delegator) else { continue };
        let mut to = fields::addresses(seat, "DELEGATED-TO");
        if fields::partstat(seat) != Partstat::Delegated || !to.contains(delegate) {
            continue;
        }
        to.retain(|address| address != delegate);
        fields::set_addresses(seat, "DELEGATED-TO", &to);
        if to.is_empty() {
            seat.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
            seat.set_parameter("RSVP", "TRUE");
        }
        asked.push(delegator);
    }
    asked
}
