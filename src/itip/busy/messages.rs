//! The three methods of VFREEBUSY (RFC 5546 §3.3): busy time published, asked for, and given.

use std::slice;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{BusyTime, busy, utc};
use crate::{
    ical::{Component, Property, Zones},
    itip::{
        Authority, Busy, Code, Cx, Message, Method, Notice, Object, Outcome, Refusal,
        RequestStatus, Role, Step, Who, change::roster, draft, fields, incoming,
        incoming::Incoming, message,
    },
    model::{CalAddress, InstanceId, Uid},
};

/// The busy time of somebody, for anybody to read (RFC 5546 §3.3.1).
///
/// # Errors
/// The time ends before it begins, or the UID is none.
pub fn publish_busy(
    objects: &[&Object],
    of: &Who,
    window: (DateTime<Utc>, DateTime<Utc>),
    uid: &Uid,
    cx: &Cx,
) -> Result<Message, Refusal> {
    if window.1 <= window.0 {
        return Err(Refusal::InvalidTime("DTEND"));
    }
    let times = busy(objects, slice::from_ref(&of.address), window, Tz::UTC);
    let mut part = Component::new("VFREEBUSY");
    part.properties = vec![Property::new("UID", uid.0.clone()), dtstamp(cx)];
    part.properties.push(draft::person("ORGANIZER", of));
    part.properties.extend(bounds(window));
    part.properties.extend(times.iter().map(BusyTime::property));
    let calendar = message::with_event(Method::Publish, part);
    Message::new(Method::Publish, calendar, of.address.clone(), Vec::new())
}

/// The answer to somebody who asks for the busy time of a calendar's owner (RFC 5546 §3.3.2, §3.3.3).
///
/// It is made from all objects of that calendar. Where the policy lets nobody know, the answer says so and has no times. The step has no object:
/// a question is not kept.
///
/// # Errors
/// It is no such question, does not come from the one who asks, or does not ask the calendar's owner.
pub fn answer_busy(
    objects: &[&Object],
    question: &Component,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let incoming = Incoming::read(question, None, cx)?;
    if !is_question(&incoming) {
        let component = incoming.event.name.to_string();
        return Err(Refusal::MethodNotForComponent { method: incoming.method, component });
    }
    let organizer = incoming.organizer.ok_or(Refusal::Missing("ORGANIZER"))?;
    if !fields::speaks_for(organizer, authority.addresses) {
        return Err(Refusal::NotOrganizer(Method::Request));
    }
    let own = fields::attendee(incoming.event, authority.owner).ok_or(Refusal::NotInvited)?;
    let window = window(question, incoming.event)?;
    let mut part = message::stub(incoming.event, cx);
    part.properties.push(draft::person("ATTENDEE", &fields::who(own)));
    part.properties.extend(bounds(window));
    let code = match cx.policy.busy {
        Busy::Everyone => {
            let times = busy(objects, authority.owner, window, Tz::UTC);
            part.properties.extend(times.iter().map(BusyTime::property));
            Code::SUCCESS
        }
        Busy::Nobody => Code::NO_AUTHORITY,
    };
    part.properties.push(RequestStatus::new(code).property());
    let calendar = message::with_event(Method::Reply, part);
    let recipients = vec![organizer.address()];
    let reply = Message::new(Method::Reply, calendar, own.address(), recipients)?;
    Ok(Step {
        object: None,
        messages: vec![reply],
        notices: Vec::new(),
        outcome: Outcome::Unchanged,
    })
}

/// Whether a message asks for busy time.
pub(in crate::itip) fn is_question(incoming: &Incoming<'_>) -> bool {
    incoming.event.name == "VFREEBUSY" && incoming.method == Method::Request
}

/// When a VFREEBUSY is about. The RFC's own example forgets the `Z`; what has no zone is UTC.
fn window(
    calendar: &Component,
    part: &Component,
) -> Result<(DateTime<Utc>, DateTime<Utc>), Refusal> {
    let span = fields::span(part).ok_or(Refusal::InvalidTime("DTSTART"))?;
    let zones = Zones::of(calendar);
    let instant = |time, name| zones.instant(time, Tz::UTC).ok_or(Refusal::InvalidTime(name));
    let window = (instant(&span.start, "DTSTART")?, instant(&span.end, "DTEND")?);
    if window.0 < window.1 { Ok(window) } else { Err(Refusal::InvalidTime("DTEND")) }
}

fn bounds((from, to): (DateTime<Utc>, DateTime<Utc>)) -> [Property; 2] {
    [Property::new_time("DTSTART", &utc(from)), Property::new_time("DTEND", &utc(to))]
}

fn dtstamp(cx: &Cx) -> Property {
    fields::instant_property("DTSTAMP", cx.now)
}

/// What a VFREEBUSY that comes in does: what is published and what is answered is kept, the newest of each person. A
/// question changes nothing here; [`answer_busy`] answers it.
///
/// Answers are kept beside the question, where this calendar asked it: one VFREEBUSY for each ATTENDEE.
pub(in crate::itip) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Result<Step, Refusal> {
    let organizer = incoming.organizer_address();
    let organizer = organizer.ok_or(Refusal::Missing("ORGANIZER"))?;
    let (from, who) = match incoming.method {
        Method::Request => return Ok(quiet(stored.cloned(), Outcome::Ignored)),
        Method::Reply => {
            let mut told = fields::attendees(incoming.event);
            let told = told.find(|property| fields::speaks_for(property, authority.addresses));
            let told = told.ok_or(Refusal::NotAttendee(Method::Reply))?;
            (told.address(), fields::who(told))
        }
        method => {
            let told = incoming.organizer.ok_or(Refusal::NoOrganizer)?;
            if !fields::speaks_for(told, authority.addresses) {
                return Err(Refusal::NotOrganizer(method));
            }
            (organizer.clone(), fields::who(told))
        }
    };
    let reply = incoming.method == Method::Reply;
    if reply && !(authority.owner.is_empty() || authority.owns(&organizer)) {
        // Somebody else asked.
        return Ok(quiet(stored.cloned(), Outcome::Ignored));
    }
    keep(stored, incoming, &from, who)
}

fn keep(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    from: &CalAddress,
    who: Who,
) -> Result<Step, Refusal> {
    let mut object = stored.cloned().unwrap_or_else(|| Object::new(Role::Attendee));
    let known = fields::whole(&object.calendar).and_then(fields::organizer);
    if known.is_some() && known != incoming.organizer_address() {
        return Err(Refusal::OrganizerChanged);
    }
    let whole = InstanceId::Whole;
    // A VFREEBUSY has no SEQUENCE: the newest by DTSTAMP counts (§2.1.5).
    match object.last_version(&whole, from) {
        Some(last) if incoming.version < last => return Ok(quiet(Some(object), Outcome::Stale)),
        Some(last) if incoming.version == last => {
            return Ok(quiet(Some(object), Outcome::Unchanged));
        }
        _ => {}
    }
    let outcome = if object.is_placeholder() { Outcome::Created } else { Outcome::Updated };
    let asked = usize::from(object.role == Role::Organizer);
    let mut place = 0;
    object.calendar.components.retain(|part| {
        place += usize::from(fields::is_scheduled(part));
        !fields::is_scheduled(part) || place <= asked || of(part) != of(incoming.event)
    });
    object.calendar.components.extend(fields::scheduled(incoming.calendar).cloned());
    object.record(&whole, from, incoming.version, None);
    let trouble = incoming
        .event
        .properties_named("REQUEST-STATUS")
        .filter_map(RequestStatus::read)
        .find(|status| status.code.0 != 2);
    let notice = match trouble {
        Some(status) => Notice::Trouble { who, status },
        None => Notice::Busy { who },
    };
    Ok(Step { notices: vec![notice], ..quiet(Some(object), outcome) })
}

/// Whose busy time a VFREEBUSY is: the ATTENDEE's in an answer, and else the ORGANIZER's.
fn of(part: &Component) -> Option<CalAddress> {
    part.property("ATTENDEE").or_else(|| part.property("ORGANIZER")).map(fields::address)
}

/// What somebody does to a VFREEBUSY in their calendar: saving one with ATTENDEEs asks them for their busy time, unless
/// they were asked the same before. Nobody is told of anything else.
pub(in crate::itip) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let Some(new) = new else { return Ok(quiet(None, Outcome::Deleted)) };
    let part = fields::whole(new).ok_or(Refusal::NoComponent)?;
    let uid = incoming::one_object(new, part)?;
    if old.is_some_and(|old| old.uid().0 != uid) {
        return Err(Refusal::WrongUid);
    }
    let asked = window(new, part)?;
    let organizer = fields::organizer(part).unwrap_or_else(|| user.clone());
    let own =
        part.property("ORGANIZER").is_none_or(|p| fields::speaks_for(p, slice::from_ref(user)));
    let outcome = if old.is_some() { Outcome::Updated } else { Outcome::Created };
    let mut object = Object::new(if own { Role::Organizer } else { Role::Attendee });
    object.calendar = new.clone();
    object.calendar.remove("METHOD");
    let to = roster::addresses(&roster::ours(part));
    if !own || to.is_empty() {
        return Ok(quiet(Some(object), outcome));
    }
    if let Some(old) = old.filter(|old| is_same_question(old, part, asked, &to)) {
        return Ok(quiet(Some(old.clone()), Outcome::Unchanged));
    }
    let mut question = message::stub(part, cx);
    question.set(Property::new("ORGANIZER", organizer.as_str()));
    question.properties.extend(bounds(asked));
    question.properties.extend(fields::attendees(part).map(message::bare));
    question.properties.extend(part.properties_named("COMMENT").cloned());
    object.calendar.components = vec![question.clone()];
    let calendar = message::with_event(Method::Request, question);
    let message = Message::new(Method::Request, calendar, organizer, to)?;
    Ok(Step { messages: vec![message], ..quiet(Some(object), outcome) })
}

fn is_same_question(
    old: &Object,
    part: &Component,
    asked: (DateTime<Utc>, DateTime<Utc>),
    to: &[CalAddress],
) -> bool {
    let Some(before) = fields::whole(&old.calendar) else { return false };
    window(&old.calendar, before).is_ok_and(|window| window == asked)
        && roster::addresses(&roster::ours(before)) == to
        && fields::organizer(before) == fields::organizer(part)
}

fn quiet(object: Option<Object>, outcome: Outcome) -> Step {
    Step { object, messages: Vec::new(), notices: Vec::new(), outcome }
}
