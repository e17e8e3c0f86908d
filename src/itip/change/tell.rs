//! Who is told what of a change by the organizer (RFC 6638 §3.2.1): each of what they are in, and of nothing else. Those
//! for whom it is the same share a message.

use std::collections::{HashMap, HashSet};

use super::{parts::Part, roster::wants_updates};
use crate::{
    ical::{Component, Property},
    itip::{
        Cx, Message, Object, Ranges, Refusal, Scope, fields, kind, message, split,
        views::{self, Groups, Register},
    },
    model::CalAddress,
};

/// An attendee whom the engine sends to, in both versions.
#[derive(Debug)]
struct Person<'p> {
    seat: &'p Property,
    /// The parts that they were in.
    before: Vec<usize>,
    /// The parts that they are in.
    after: Vec<usize>,
}

/// What a CANCEL is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Cancel {
    /// All of it.
    Whole,
    /// Some of the parts.
    Parts(Vec<usize>),
}

/// What a REQUEST is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Request {
    /// All that somebody in these parts sees.
    View(Vec<usize>),
    /// Only these parts.
    Parts(Vec<usize>),
}

/// The messages about a change: first what is off, then what is on.
pub(super) fn messages(
    old: Option<&Component>,
    object: &Object,
    parts: &[Part<'_>],
    forced: &HashSet<CalAddress>,
    next: i64,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let people = people(parts);
    let off = parts.first().is_some_and(Part::is_called_off);
    let silent = !off && object.is_cancelled();
    let split = cx.policy.ranges == Ranges::Split
        && parts.iter().any(|part| matches!(part.scope, Scope::ThisAndFuture(_)));
    let old = old.filter(|_| split);
    let mut series: Groups<usize, &Property> = Groups::default();
    let mut cancels: Groups<Cancel, &Property> = Groups::default();
    let mut requests: Groups<Request, CalAddress> = Groups::default();
    for person in people.iter().filter(|_| !silent) {
        let cancel = if off { person.called_off() } else { person.cancel(parts) };
        let forced = !forced.is_empty() && forced.contains(&person.seat.address());
        let mut request = person.request(parts, forced).filter(|_| !off);
        if split && (request.is_some() || cancel.is_some()) {
            request = person.all().filter(|_| !off);
        }
        for place in old.into_iter().flat_map(|old| person.lost_ranges(old, parts, off)) {
            series.add(place, person.seat);
        }
        let cancel =
            if split { cancel.and_then(|cancel| person.split(cancel, parts)) } else { cancel };
        if let Some(cancel) = cancel {
            cancels.add(cancel, person.seat);
        }
        if let Some(request) = request {
            requests.add(request, person.seat.address());
        }
    }
    let mut messages = Vec::new();
    for (cancel, seats) in cancels.list {
        messages.push(message::cancel(
            &object.calendar,
            stubs(parts, &cancel, &seats, next, cx),
            seats.iter().map(|seat| seat.address()).collect(),
        )?);
    }
    for (place, seats) in series.list {
        messages.extend(series_off((old, object), parts, place, &seats, (off, next), cx)?);
    }
    for (request, to) in requests.list {
        let seen = match &request {
            Request::View(places) | Request::Parts(places) if split => {
                split::series(&object.calendar, places)
            }
            Request::View(places) => vec![views::view(&object.calendar, places)],
            Request::Parts(places) => vec![views::only(&object.calendar, places)],
        };
        for seen in seen {
            messages.push(message::request(&seen, to.clone(), cx)?);
        }
    }
    Ok(messages)
}

/// The attendees whom the engine sends to, in the order in which they are met: first those of the new version.
fn people<'p>(parts: &'p [Part<'_>]) -> Vec<Person<'p>> {
    let mut register = Register::default();
    let mut numbers: HashMap<usize, usize> = HashMap::new();
    let mut people: Vec<Person<'p>> = Vec::new();
    for is_now in [true, false] {
        for (place, part) in parts.iter().enumerate() {
            let version = if is_now { part.after.as_ref() } else { part.before.as_deref() };
            let Some(event) = version.filter(|event| kind::has_attendees(event)) else { continue };
            let organizer = event.property("ORGANIZER").map(|property| register.number(property));
            for seat in fields::attendees(event).filter(|seat| fields::is_ours(seat)) {
                let number = register.number(seat);
                if Some(number) == organizer {
                    continue;
                }
                let at = *numbers.entry(number).or_insert_with(|| {
                    people.push(Person { seat, before: Vec::new(), after: Vec::new() });
                    people.len() - 1
                });
                if let Some(person) = people.get_mut(at) {
                    let places = if is_now { &mut person.after } else { &mut person.before };
                    if places.last() != Some(&place) {
                        places.push(place);
                    }
                }
            }
        }
    }
    people
}

impl Person<'_> {
    fn was_in_whole(&self) -> bool {
        self.before.first() == Some(&0)
    }

    fn is_in_whole(&self) -> bool {
        self.after.first() == Some(&0)
    }

    /// What is off for them, where the object as a whole is.
    fn called_off(&self) -> Option<Cancel> {
        if self.was_in_whole() || self.is_in_whole() {
            return Some(Cancel::Whole);
        }
        (!self.before.is_empty()).then(|| Cancel::Parts(self.before.clone()))
    }

    /// What is off for them, where the object goes on.
    fn cancel(&self, parts: &[Part<'_>]) -> Option<Cancel> {
        if self.was_in_whole() && !self.is_in_whole() {
            return Some(Cancel::Whole);
        }
        let after: HashSet<usize> = self.after.iter().copied().collect();
        let lost = self.before.iter().copied().filter(|place| {
            let part = parts.get(*place);
            // What falls with the times of the series is told by the series.
            let told = part.is_some_and(|part| part.after.is_none() && !part.cancelled);
            !(after.contains(place) || told && self.is_in_whole())
        });
        let lost: Vec<usize> = lost.collect();
        (!lost.is_empty()).then_some(Cancel::Parts(lost))
    }

    /// What is left of a CANCEL where ranges are series of their own: those are cancelled by themselves, and what is
    /// out of a series is told by its dates.
    fn split(&self, cancel: Cancel, parts: &[Part<'_>]) -> Option<Cancel> {
        let Cancel::Parts(places) = cancel else { return Some(cancel) };
        let is_one = |place: &usize| {
            parts.get(*place).is_some_and(|part| matches!(part.scope, Scope::This(_)))
        };
        let left: Vec<usize> = places.into_iter().filter(is_one).collect();
        (!left.is_empty() && !self.is_in_whole()).then_some(Cancel::Parts(left))
    }

    /// The ranges that they had as series of their own, and do not have any more.
    fn lost_ranges(&self, old: &Component, parts: &[Part<'_>], off: bool) -> Vec<usize> {
        let was_range = |place: &usize| {
            parts.get(*place).is_some_and(|part| split::master(old, &part.scope).is_some())
        };
        let lost = |place: &usize| (off || !self.after.contains(place)) && was_range(place);
        self.before.iter().copied().filter(lost).collect()
    }

    /// All that they are in. Who is not in the series sees nothing but their occurrences.
    fn all(&self) -> Option<Request> {
        let all = if self.is_in_whole() { Request::View } else { Request::Parts };
        (!self.after.is_empty()).then(|| all(self.after.clone()))
    }

    /// What they are asked or told by a REQUEST.
    fn request(&self, parts: &[Part<'_>], forced: bool) -> Option<Request> {
        let all = Some(self.all()?);
        let is_new = self.before.is_empty() || self.was_in_whole() != self.is_in_whole();
        if forced || is_new {
            return all;
        }
        if !wants_updates(self.seat) {
            return None;
        }
        if self.is_in_whole() && parts.first().is_some_and(|whole| whole.told) {
            return all;
        }
        let told = |place: &usize| parts.get(*place).is_some_and(|part| part.told);
        let changed: Vec<usize> = self.after.iter().copied().filter(told).collect();
        (!changed.is_empty()).then_some(Request::Parts(changed))
    }
}

/// The CANCEL of the series that a range was sent as.
fn series_off(
    (old, object): (Option<&Component>, &Object),
    parts: &[Part<'_>],
    place: usize,
    seats: &[&Property],
    (off, next): (bool, i64),
    cx: &Cx,
) -> Result<Option<Message>, Refusal> {
    let Some(part) = parts.get(place) else { return Ok(None) };
    let Some(master) = old.and_then(|old| split::master(old, &part.scope)) else { return Ok(None) };
    let cancelled = if off || part.after.is_none() {
        message::cancelled(&master, next, fields::attendees(&master), true, cx)
    } else {
        message::cancelled(&master, next, seats.iter().copied(), false, cx)
    };
    let to = seats.iter().map(|seat| seat.address()).collect();
    message::cancel(&object.calendar, vec![cancelled], to).map(Some)
}

/// What the CANCEL for some attendees says of each component.
fn stubs(
    parts: &[Part<'_>],
    cancel: &Cancel,
    seats: &[&Property],
    next: i64,
    cx: &Cx,
) -> Vec<Component> {
    let off = parts.first().is_some_and(Part::is_called_off);
    let places = match cancel {
        Cancel::Whole => &[0][..],
        Cancel::Parts(places) => places,
    };
    let stubs = places.iter().filter_map(|place| {
        let part = parts.get(*place)?;
        let sequence = part.after.as_ref().map_or(next, fields::sequence);
        let goes_on = !off && part.after.is_some();
        let (before, after) = (part.before.as_deref(), part.after.as_ref());
        // What is new of a meeting is not for those who are no longer in it.
        let event = if goes_on { before.or(after)? } else { after.or(before)? };
        let event = &with_scope(event, &part.scope);
        if goes_on {
            return Some(message::cancelled(event, sequence, seats.iter().copied(), false, cx));
        }
        let removed = part.removed.iter().filter(|_| part.is_whole());
        let listed = fields::attendees(event).chain(removed);
        Some(message::cancelled(event, sequence, listed, true, cx))
    });
    stubs.collect()
}

/// A component as that of a scope.
fn with_scope(event: &Component, scope: &Scope) -> Component {
    let mut event = event.clone();
    if Scope::of(&event) != *scope
        && let Some(id) = scope.property()
    {
        event.set(id);
    }
    event
}
