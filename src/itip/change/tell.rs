//! Who is told what of a change by the organizer (RFC 6638 §3.2.1): each of what they are in, and of nothing else. Those
//! for whom it is the same share a message.

use std::collections::{HashMap, HashSet};

use super::{parts::Part, roster::wants_updates};
use crate::{
    ical::{Component, Property},
    itip::{
        Cx, Message, Object, Refusal, Scope, fields, kind, message,
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
    object: &Object,
    parts: &[Part<'_>],
    forced: &HashSet<CalAddress>,
    next: i64,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let people = people(parts);
    let off = parts.first().is_some_and(Part::is_called_off);
    let silent = !off && object.is_cancelled();
    let mut cancels: Groups<Cancel, &Property> = Groups::default();
    let mut requests: Groups<Request, CalAddress> = Groups::default();
    for person in people.iter().filter(|_| !silent) {
        let cancel = if off { person.called_off() } else { person.cancel(parts) };
        if let Some(cancel) = cancel {
            cancels.add(cancel, person.seat);
        }
        let forced = !forced.is_empty() && forced.contains(&person.seat.address());
        let request = person.request(parts, forced).filter(|_| !off);
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
    for (request, to) in requests.list {
        let seen = match &request {
            Request::View(places) => views::view(&object.calendar, places),
            Request::Parts(places) => views::only(&object.calendar, places),
        };
        messages.push(message::request(&seen, to, cx)?);
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

    /// What they are asked or told by a REQUEST.
    fn request(&self, parts: &[Part<'_>], forced: bool) -> Option<Request> {
        if self.after.is_empty() {
            return None;
        }
        // Who is not in the series sees nothing but their occurrences.
        let all = if self.is_in_whole() { Request::View } else { Request::Parts };
        let all = Some(all(self.after.clone()));
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
        let event = part.after.as_ref().or(part.before.as_deref())?;
        let sequence = if part.after.is_some() { fields::sequence(event) } else { next };
        let event = &with_scope(event, &part.scope);
        if !off && part.after.is_some() {
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
