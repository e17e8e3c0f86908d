//! What a calendar answers by itself: a room or a thing that is free says yes, one that is taken says no.
//!
//! CUTYPE=ROOM and CUTYPE=RESOURCE (RFC 5545 §3.2.3) are answered for; people, groups and whoever has no CUTYPE never
//! are. What is answered counts as taken from then on, so that of two who want a room the first gets it.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::busy::{self, BusyTime};
use super::{
    Authority, Code, Cx, Message, Method, Object, Occurrence, Outcome, Refusal, RequestStatus,
    Role, Scope, Series, Status, Step, Who, answer_busy, fields, instances, message, receive,
    respond,
};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalAddress, Partstat},
};

/// How far ahead of now, or of its beginning, a series is looked at.
const LOOK_AHEAD: TimeDelta = TimeDelta::days(366);

/// How many occurrences of a series are looked at.
const MOST_OCCURRENCES: usize = 400;

/// What a message does in the calendar of one person, room or thing, with what the calendar answers to it by itself.
///
/// As [`receive()`](super::receive()); who asks for busy time is told (RFC 5546 §3.3.2), and who wants a room or a thing
/// hears whether it is free. `others` is everything else in the calendar.
///
/// # Errors
/// As [`receive()`](super::receive()).
pub fn deliver(
    stored: Option<&Object>,
    others: &[&Object],
    message: &Component,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let step = receive(stored, message, authority, cx)?;
    let method: Option<Method> = message.value("METHOD").and_then(|value| value.parse().ok());
    if !matches!(method, Some(Method::Request | Method::Add)) {
        return Ok(step);
    }
    if fields::whole(message).is_some_and(|part| part.name == "VFREEBUSY") {
        let answer = answer_busy(others, message, authority, cx)?;
        return Ok(Step { object: step.object, ..answer });
    }
    if !matches!(step.outcome, Outcome::Created | Outcome::Updated) {
        return Ok(step);
    }
    let object = step.object.as_ref();
    // What cannot be answered for is left to people.
    let answer = object.and_then(|object| auto_reply(object, others, authority.owner, cx).ok()?);
    Ok(match answer {
        Some(answer) => step.then(answer),
        None => step,
    })
}

/// The answer of a room or thing to what it is invited to, by when it is free.
///
/// It is yes where nothing in `others` is at the same time, else no. Of a series the single occurrences that collide are declined, or all of it, if more than half
/// do. A series is looked at a year ahead; one that goes on says so (REQUEST-STATUS 2.11). `None` where there is nothing
/// to answer: it is no room or thing, has answered so already, or takes no part any more.
///
/// # Errors
/// It cannot be answered: nobody organizes it.
pub fn auto_reply(
    object: &Object,
    others: &[&Object],
    owner: &[CalAddress],
    cx: &Cx,
) -> Result<Option<Step>, Refusal> {
    let Some(room) = room(object, owner) else { return Ok(None) };
    let stretch = stretch(&object.calendar, cx);
    let plan = plan(object, others, owner, stretch);
    let mut step: Option<Step> = None;
    for (scope, partstat) in plan.answers {
        let now = step.as_ref().and_then(|step| step.object.as_ref()).unwrap_or(object);
        if answer_of(now, &scope, owner) == Some(partstat) {
            continue;
        }
        let next = respond(now, &scope, &room, partstat, None, cx)?;
        step = Some(match step {
            Some(step) => joined(step, next),
            None => next,
        });
    }
    let Some(mut step) = step else { return Ok(None) };
    for message in &mut step.messages {
        explain(message, plan.clipped.as_ref());
    }
    Ok(Some(step))
}

/// The room or thing that an object is in the calendar of, if it is one and takes part.
fn room(object: &Object, owner: &[CalAddress]) -> Option<Who> {
    let event = fields::whole(&object.calendar)?;
    let takes_place = fields::status(event) != Status::Cancelled;
    if object.role == Role::Organizer || event.name != "VEVENT" || !takes_place {
        return None;
    }
    let mut seats =
        fields::scheduled(&object.calendar).filter_map(|part| fields::attendee(part, owner));
    seats.find(|seat| is_room(seat)).map(fields::who)
}

/// Whether an ATTENDEE is a room or a thing (RFC 5545 §3.2.3).
fn is_room(seat: &Property) -> bool {
    seat.parameter("CUTYPE").is_some_and(|kind| {
        kind.eq_ignore_ascii_case("ROOM") || kind.eq_ignore_ascii_case("RESOURCE")
    })
}

/// From when to when an object is looked at: a series from now on.
fn stretch(calendar: &Component, cx: &Cx) -> (DateTime<Utc>, DateTime<Utc>) {
    let zones = Zones::of(calendar);
    let starts = fields::scheduled(calendar).filter_map(fields::span);
    let first = starts.filter_map(|span| zones.instant(&span.start, Tz::UTC)).min();
    let first = first.unwrap_or(cx.now);
    let repeats = fields::master(calendar).is_some_and(fields::is_recurring);
    let from = if repeats { first.max(cx.now) } else { first };
    (from, from.checked_add_signed(LOOK_AHEAD).unwrap_or(from))
}

/// What to answer, in order.
struct Plan {
    answers: Vec<(Scope, Partstat)>,
    /// The rule of which not everything was looked at.
    clipped: Option<String>,
}

fn plan(
    object: &Object,
    others: &[&Object],
    owner: &[CalAddress],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Plan {
    let series = Series::of(&object.calendar);
    let all: Vec<Occurrence<'_>> =
        series.between(from, to, Tz::UTC).take(MOST_OCCURRENCES + 1).collect();
    let clipped = fields::master(&object.calendar)
        .and_then(Component::rrule)
        .filter(|_| {
            all.len() > MOST_OCCURRENCES || series.last(Tz::UTC).is_none_or(|last| last.start >= to)
        })
        .map(str::to_owned);
    let wanted: Vec<&Occurrence<'_>> = all
        .iter()
        .take(MOST_OCCURRENCES)
        .filter(|occurrence| fields::status(occurrence.component) != Status::Cancelled)
        .filter(|occurrence| fields::attendee(occurrence.component, owner).is_some())
        .collect();
    let until = wanted.iter().map(|occurrence| occurrence.end).max().unwrap_or(to);
    let taken = busy::merged(&busy::taken(others, owner, (from, until), Tz::UTC, false));
    let busy: Vec<bool> = wanted.iter().map(|occurrence| collides(&taken, occurrence)).collect();
    let collisions = busy.iter().filter(|busy| **busy).count();
    let whole = if collisions * 2 > wanted.len() || (collisions > 0 && wanted.len() == 1) {
        Partstat::Declined
    } else {
        Partstat::Accepted
    };
    let master = fields::master(&object.calendar);
    let invited = master.is_some_and(|master| fields::attendee(master, owner).is_some());
    let mut answers = Vec::new();
    if invited {
        answers.push((Scope::Whole, whole));
    }
    let all_off = invited && whole == Partstat::Declined;
    for (occurrence, busy) in wanted.iter().zip(busy).filter(|_| series.repeats()) {
        let partstat = if busy || all_off { Partstat::Declined } else { Partstat::Accepted };
        // An occurrence like all the others needs no answer of its own.
        if partstat != whole || !invited || occurrence.component.recurrence_id().is_some() {
            answers.push((Scope::This(occurrence.recurrence_id.clone()), partstat));
        }
    }
    Plan { answers, clipped }
}

/// Whether an occurrence is at a time that is taken; what lasts no time takes none. The times are in order and without
/// overlaps.
fn collides(taken: &[BusyTime], occurrence: &Occurrence<'_>) -> bool {
    let after = taken.partition_point(|time| time.end <= occurrence.start);
    let lasts = occurrence.start < occurrence.end;
    lasts && taken.get(after).is_some_and(|time| time.start < occurrence.end)
}

/// What the owner has answered for a part of the object.
fn answer_of(object: &Object, scope: &Scope, owner: &[CalAddress]) -> Option<Partstat> {
    let part = match scope {
        Scope::Whole => fields::master(&object.calendar)?,
        _ => &*instances::effective(&object.calendar, scope).ok()?,
    };
    fields::attendee(part, owner).map(fields::partstat)
}

/// Two answers as one: a REPLY may be about the series and about some of its occurrences (RFC 5546 §3.2.3).
fn joined(step: Step, mut next: Step) -> Step {
    let mut messages = step.messages;
    for message in next.messages.drain(..) {
        let same = |known: &&mut Message| {
            known.method == Method::Reply && known.recipients == message.recipients
        };
        match messages.iter_mut().find(same) {
            Some(known) => join(known, message),
            None => messages.push(message),
        }
    }
    Step { messages, ..next }
}

fn join(known: &mut Message, message: Message) {
    for part in message.calendar.components {
        let is_known = part.name == "VTIMEZONE" && known.calendar.components.contains(&part);
        if !is_known {
            known.calendar.components.push(part);
        }
    }
    message::zones_first(&mut known.calendar);
}

/// Says why: what is declined is taken (4.0), and of what is accepted perhaps not all was looked at (2.11).
fn explain(message: &mut Message, clipped: Option<&String>) {
    for part in message.calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        let partstat = fields::attendees(part).next().map(fields::partstat);
        let status = match (partstat, clipped) {
            (Some(Partstat::Declined), _) => RequestStatus::new(Code::BUSY),
            (_, Some(rule)) if part.property("RECURRENCE-ID").is_none() => {
                RequestStatus::about(Code::CLIPPED, format!("RRULE:{rule}"))
            }
            _ => continue,
        };
        part.set(status.property());
    }
}
