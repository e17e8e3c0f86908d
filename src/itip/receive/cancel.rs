//! CANCEL (RFC 5546 §3.2.5).

use std::{borrow::Cow, collections::HashSet};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{ask_for_all, from_organizer, is_echo, newly_deputized, nothing, present};
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Cx, Method, Notice, Object, Outcome, Refusal, Role, Scope, Series, Status, Step,
        fields, incoming::Incoming, instances,
    },
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// An instant before all that are planned, in seconds: early in the year 5.
const BEGINNING: i64 = -62_000_000_000;

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
    if object.is_behind(&incoming.instance, &organizer, incoming.version) {
        return Ok(nothing(stored, Outcome::Stale));
    }
    let scope = match standing(object, incoming, &organizer) {
        Standing::Applied => {
            let mut object = object.clone();
            object.record(&incoming.instance, &organizer, incoming.version, None);
            if let Some(event) = fields::whole_mut(&mut object.calendar)
                && incoming.scope == Scope::Whole
            {
                stamp(event, incoming);
            }
            return Ok(nothing(Some(&object), Outcome::Unchanged));
        }
        Standing::Without => {
            return Ok(without(object, &organizer, incoming, authority, cx));
        }
        Standing::Has(scope) => scope,
    };
    let last = object.organizer_version(&incoming.instance, &organizer);
    let component = instances::effective(&object.calendar, &scope).or_else(|_| {
        fields::whole(&object.calendar).map(Cow::Borrowed).ok_or(Refusal::UnknownObject)
    })?;
    if last == Some(incoming.version) && sent_since(&component, incoming) {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    let removed = removed(&component, incoming, authority);
    let mut next = object.clone();
    next.record(&incoming.instance, &organizer, incoming.version, None);
    let step = match removed {
        Some(removed) => remove(next, incoming, &scope, &removed),
        None => cancel(next, incoming, &organizer, &scope, authority),
    };
    let same = step.object.as_ref().is_some_and(|next| next.calendar == object.calendar);
    if same && last == Some(incoming.version) {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    Ok(step)
}

/// How the copy stands to what a CANCEL is about.
enum Standing {
    /// It is off already.
    Applied,
    /// It has no such instance, and should.
    Without,
    /// It has what this is about.
    Has(Scope),
}

fn standing(object: &Object, incoming: &Incoming<'_>, organizer: &CalAddress) -> Standing {
    let off = |event| fields::status(event) == Status::Cancelled;
    if fields::whole(&object.calendar).is_some_and(off) {
        return Standing::Applied;
    }
    let Some(id) = incoming.scope.id() else { return Standing::Has(Scope::Whole) };
    let series = Series::of(&object.calendar);
    let range = matches!(incoming.scope, Scope::ThisAndFuture(_));
    if let Some(id) = if range { series.original(id) } else { series.find(id) } {
        return Standing::Has(incoming.scope.with_id(id));
    }
    let any_later = range
        && instances::overrides(&object.calendar)
            .any(|(scope, _)| scope.id().is_some_and(|own| !series.is_before(own, id)));
    if any_later && fields::master(&object.calendar).is_none() {
        return Standing::Has(incoming.scope.clone());
    }
    let known = series.original(id).is_some()
        || object.last(&incoming.instance, organizer).is_some()
        || object.ended(&series, id, organizer).is_some();
    if known { Standing::Applied } else { Standing::Without }
}

/// Whether an attendee has sent those whom a CANCEL takes off: at its SEQUENCE, and so after it. It comes once more, then,
/// and does not take them off again (RFC 5546 §2.1.5, §3.2.2.3).
fn sent_since(event: &Component, incoming: &Incoming<'_>) -> bool {
    let known = fields::by_address(event);
    let sends = |seat: &Property, to: &CalAddress| {
        fields::partstat(seat) == Partstat::Delegated
            && fields::addresses(seat, "DELEGATED-TO").contains(to)
    };
    let sent = |seat: &Property| {
        let (own, from) = (seat.address(), fields::addresses(seat, "DELEGATED-FROM"));
        from.iter().filter_map(|from| known.get(from)).any(|delegator| sends(delegator, &own))
    };
    let listed =
        fields::attendees(incoming.event).filter_map(|listed| known.get(&listed.address()));
    let mut seats = listed.peekable();
    fields::status(incoming.event) != Status::Cancelled
        && seats.peek().is_some()
        && seats.all(|seat| sent(seat))
}

/// What is called off, and the copy has not, waits for it; the organizer is asked for the whole (RFC 5546 §4.7.2).
fn without(
    object: &Object,
    organizer: &CalAddress,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Step {
    let mut object = object.clone();
    if !object.hold(organizer, &incoming.alone(), cx) {
        return nothing(Some(&object), Outcome::Unchanged);
    }
    let messages = ask_for_all(incoming, authority, cx).into_iter().collect();
    Step { messages, ..nothing(Some(&object), Outcome::Held) }
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
    let new = object.hold(&organizer.address(), &incoming.alone(), cx);
    Ok(nothing(Some(&object), if new { Outcome::Held } else { Outcome::Unchanged }))
}

/// The organizer whom the object names; else the message.
fn organizer_of(object: &Object, incoming: &Incoming<'_>) -> CalAddress {
    fields::whole(&object.calendar)
        .and_then(fields::organizer)
        .or_else(|| incoming.organizer_address())
        .unwrap_or_else(|| CalAddress::new(""))
}

/// Who is taken off, where the meeting itself goes on for the calendar's owner: the message lists attendees, does not
/// say STATUS:CANCELLED, and the owner is not among them. In a calendar that people share it goes on as long
/// as someone else is invited.
fn removed(
    event: &Component,
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
    let organizer = fields::organizer(event);
    let others = fields::attendees(event)
        .map(fields::address)
        .any(|address| Some(&address) != organizer.as_ref() && !listed.contains(&address));
    (others || !authority.owner.is_empty()).then_some(listed)
}

/// Takes people off a list of attendees: of what is meant, and of all overrides that it reaches.
fn remove(
    mut object: Object,
    incoming: &Incoming<'_>,
    scope: &Scope,
    removed: &HashSet<CalAddress>,
) -> Step {
    let mut notices = Vec::new();
    if let Ok(event) = instances::open(&mut object.calendar, scope) {
        stamp(event, incoming);
    }
    let reached = reached(&object.calendar, scope);
    let mut told = HashSet::new();
    for event in object.calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if !reached.contains(&event.recurrence_id()) {
            continue;
        }
        event.properties.retain(|property| {
            let listed = property.name == "ATTENDEE" && removed.contains(&property.address());
            if listed && told.insert(property.address()) {
                let who = fields::who(property);
                notices.push(Notice::Removed { instance: incoming.instance.clone(), who });
            }
            !listed
        });
    }
    let outcome = if notices.is_empty() { Outcome::Unchanged } else { Outcome::Updated };
    Step { object: Some(object), messages: Vec::new(), notices, outcome }
}

/// The RECURRENCE-IDs of the components that are about what is meant, or a part of it.
fn reached(calendar: &Component, scope: &Scope) -> HashSet<Option<CalTime>> {
    let series = Series::of(calendar);
    let ids = fields::scheduled(calendar).map(Component::recurrence_id);
    ids.filter(|id| match id {
        None => *scope == Scope::Whole,
        Some(id) => instances::covers(&series, scope, id),
    })
    .collect()
}

/// What is called off is taken out. Of the whole, or the last that there was, the copy stays, cancelled: its SEQUENCE
/// tells which messages are older (RFC 5546 §4.2.9).
fn cancel(
    mut object: Object,
    incoming: &Incoming<'_>,
    organizer: &CalAddress,
    scope: &Scope,
    authority: &Authority<'_>,
) -> Step {
    let mut notices = drop_proposals(&mut object, scope);
    let is_left = if *scope == Scope::Whole {
        whole(&mut object, incoming, organizer)
    } else {
        take_out(&mut object, scope)
    };
    if !is_left {
        let parts = object.calendar.components.iter_mut();
        for event in parts.filter(|part| fields::is_scheduled(part)) {
            stamp(event, incoming);
        }
    }
    let instance = incoming.instance.clone();
    let owner = fields::attendee(incoming.event, authority.owner);
    // Without STATUS:CANCELLED it goes on for others (§4.2.10).
    notices.push(match owner.filter(|_| fields::status(incoming.event) != Status::Cancelled) {
        Some(owner) => Notice::Removed { instance, who: fields::who(owner) },
        None => Notice::Cancelled { instance, comment: fields::comment(incoming.event) },
    });
    let outcome = if is_left { Outcome::Updated } else { Outcome::Deleted };
    Step { object: Some(object), messages: Vec::new(), notices, outcome }
}

fn drop_proposals(object: &mut Object, scope: &Scope) -> Vec<Notice> {
    let series = Series::of(&object.calendar);
    let mut about: Vec<InstanceId> = Vec::new();
    for proposal in &object.proposals {
        let falls = match &proposal.instance {
            InstanceId::Whole => *scope == Scope::Whole,
            InstanceId::Instance(id) => instances::covers(&series, scope, id),
        };
        if falls && !about.contains(&proposal.instance) {
            about.push(proposal.instance.clone());
        }
    }
    about.iter().flat_map(|instance| object.drop_proposals(instance)).collect()
}

/// Calls the whole off, but for the instances that the organizer invited to later. Gives whether there are any.
fn whole(object: &mut Object, incoming: &Incoming<'_>, organizer: &CalAddress) -> bool {
    let later: HashSet<Option<CalTime>> = instances::overrides(&object.calendar)
        .filter(|(scope, _)| {
            let known = object.last_version(&scope.instance(), organizer);
            known.is_some_and(|known| known.is_later_than(incoming.version))
        })
        .map(|(scope, _)| scope.id().cloned())
        .collect();
    if later.is_empty() {
        mark(&mut object.calendar);
        return false;
    }
    object
        .calendar
        .components
        .retain(|part| !fields::is_scheduled(part) || later.contains(&part.recurrence_id()));
    true
}

/// Takes instances out of a copy. Where they were the last the copy is marked as cancelled. Gives whether others are left.
pub(super) fn take_out(object: &mut Object, scope: &Scope) -> bool {
    let mut calendar = object.calendar.clone();
    let is_left = match scope {
        Scope::Whole => false,
        Scope::This(id) => {
            instances::exclude(&mut calendar, id);
            let ever = DateTime::<Utc>::from_timestamp(BEGINNING, 0).unwrap_or_default();
            Series::of(&calendar).next_from(ever, Tz::UTC).is_some()
        }
        Scope::ThisAndFuture(id) if fields::master(&calendar).is_some() => {
            instances::cut(&mut calendar, id)
        }
        Scope::ThisAndFuture(_) => {
            let reached = reached(&calendar, scope);
            calendar.components.retain(|part| {
                !fields::is_scheduled(part) || !reached.contains(&part.recurrence_id())
            });
            fields::whole(&calendar).is_some()
        }
    };
    if is_left {
        object.calendar = calendar;
    } else {
        mark(&mut object.calendar);
    }
    is_left
}

/// Marks everything as cancelled.
pub(super) fn mark(calendar: &mut Component) {
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        event.set(Property::new("STATUS", "CANCELLED"));
    }
}

/// Takes over what the organizer's messages are ordered by.
pub(super) fn stamp(event: &mut Component, incoming: &Incoming<'_>) {
    let sequence = incoming.version.sequence.max(fields::sequence(event));
    event.set(Property::new("SEQUENCE", sequence.to_string()));
    event.set(fields::instant_property("DTSTAMP", incoming.version.stamp));
}
