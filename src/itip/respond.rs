//! Answers (RFC 5546 §3.2.3).

use std::{borrow::Cow, collections::HashSet, slice};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    Authority, Code, Cx, Message, Method, Object, Outcome, Progress, Refusal, RequestStatus, Role,
    Scope, Series, Status, Step, Who, delivery, draft, fields, instances, kind, message, receive,
    remarks, state::Version,
};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalAddress, CalTime, InstanceId, Partstat},
};

/// The REPLY of somebody, from what the object says. The object itself stays as it is: on the organizer's copy
/// hand the message to [`receive()`], on an attendee's use [`respond`].
///
/// # Errors
/// It is cancelled, nobody organizes it, or the answer is none for an event (delegating is [`super::delegate`]).
pub fn reply(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let parts = answers(object, scope, who, partstat)?;
    let now = stamp_of(object, &parts, &who.address, cx);
    reply_message(object, parts, comment, &Cx { now, ..*cx })
}

/// The REPLY of somebody for all of a series, or for one date and all later ones: what they said of single dates to come
/// among these counts no more, so it names these.
///
/// # Errors
/// As [`reply`].
pub fn reply_for_all(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let mut about = scopes(object, scope, &who.address)?;
    let all = instances::resolve(&object.calendar, scope)?;
    let series = Series::of(&object.calendar);
    let is_meant = |id: &CalTime| instances::covers(&series, &all, id);
    for (scope, event) in answered_apart(object, &who.address, cx.now) {
        let is_meant = scope.id().is_some_and(is_meant);
        if is_meant && about.iter().all(|(known, _)| *known != scope) {
            about.push((scope, Cow::Borrowed(event)));
        }
    }
    not_too_many(&about)?;
    let parts = answering_all(about, who, partstat)?;
    let now = stamp_of(object, &parts, &who.address, cx);
    reply_message(object, parts, comment, &Cx { now, ..*cx })
}

/// The dates to come, and the ranges, for which somebody has an answer of their own.
fn answered_apart<'c>(
    object: &'c Object,
    from: &CalAddress,
    now: DateTime<Utc>,
) -> Vec<(Scope, &'c Component)> {
    let zones = Zones::of(&object.calendar);
    let is_over = |event: &Component| {
        let end = fields::span(event).and_then(|span| zones.instant(&span.end, Tz::UTC));
        !event.is_this_and_future() && end.is_some_and(|end| end <= now)
    };
    instances::overrides(&object.calendar)
        .filter(|(scope, event)| has_own_answer(object, scope, event, from))
        .filter(|(_, event)| fields::status(event) != Status::Cancelled && !is_over(event))
        .collect()
}

/// Somebody's answer on the copy that they keep: the copy changes, and an attendee's REPLY goes out.
///
/// # Errors
/// As [`reply`].
pub fn respond(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if object.role == Role::Organizer {
        let message = reply(object, scope, who, partstat, comment, cx)?;
        let authority = Authority::proven(slice::from_ref(&who.address));
        return receive(Some(object), &message.calendar, &authority, cx);
    }
    answer(object, answers(object, scope, who, partstat)?, comment, cx)
}

/// What an answer says of one instance, or of the whole: the ATTENDEE who answers, and who else it is about.
pub(super) type Answered = (Scope, Vec<Property>);

/// An answer for all that it is about.
fn answers(
    object: &Object,
    scope: &Scope,
    who: &Who,
    partstat: Partstat,
) -> Result<Vec<Answered>, Refusal> {
    answering_all(scopes(object, scope, &who.address)?, who, partstat)
}

fn answering_all(
    about: Vec<(Scope, Cow<'_, Component>)>,
    who: &Who,
    partstat: Partstat,
) -> Result<Vec<Answered>, Refusal> {
    let answers = about.into_iter().map(|(scope, event)| {
        answering(&event, who, partstat).map(|attendee| (scope, vec![attendee]))
    });
    answers.collect()
}

/// More instances than these are not answered at once: nobody is invited to so many one by one, and the work for each
/// grows with the number of them.
const MOST_AT_ONCE: usize = 1000;

/// Checks that not too many instances are answered at once.
fn not_too_many(instances: &[(Scope, Cow<'_, Component>)]) -> Result<(), Refusal> {
    if instances.len() > MOST_AT_ONCE {
        return Err(Refusal::TooLarge("the number of instances"));
    }
    Ok(())
}

/// What an answer for a scope must name: the scope itself; and the overrides in it that are at a higher SEQUENCE, for
/// which an answer to the scope's own would be out of date, unless they were answered by themselves. Who is in some
/// instances only, or has no more, means all these by the whole; who is in none of it means all of it.
///
/// # Errors
/// There is no such instance, it is off, or there are too many.
pub(super) fn scopes<'c>(
    object: &'c Object,
    scope: &Scope,
    from: &CalAddress,
) -> Result<Vec<(Scope, Cow<'c, Component>)>, Refusal> {
    let calendar = &object.calendar;
    let of = slice::from_ref(from);
    let open = |event: &Component| fields::status(event) != Status::Cancelled;
    let listed = |event: &Component| fields::attendee(event, of).is_some();
    let master = fields::master(calendar);
    if *scope == Scope::Whole && master.is_none_or(|master| !listed(master)) {
        let mut own: Vec<(Scope, Cow<'c, Component>)> = instances::overrides(calendar)
            .filter(|(_, event)| master.is_none() || listed(event))
            .map(|(scope, event)| (scope, Cow::Borrowed(event)))
            .collect();
        let any = !own.is_empty();
        own.retain(|(_, event)| open(event));
        not_too_many(&own)?;
        if any {
            return if own.is_empty() { Err(Refusal::Cancelled) } else { Ok(own) };
        }
    }
    let (scope, event) = open_component(object, scope)?;
    if let Some(own) = instances::find(calendar, &scope)
        && Scope::of(own) != scope
        && matches!(scope, Scope::ThisAndFuture(_))
    {
        // The first of the range has a component of its own, so the range is what comes after it.
        let mut scopes = vec![(Scope::of(own), Cow::Borrowed(own))];
        if let Some(rest) = instances::rest(calendar, &scope) {
            scopes.extend(self::scopes(object, &rest, from)?);
        }
        return Ok(scopes);
    }
    let series = Series::of(calendar);
    let above = |(own, part): &(Scope, &Component)| {
        *own != scope
            && own.id().is_some_and(|id| instances::covers(&series, &scope, id))
            && fields::sequence(part) > fields::sequence(&event)
            && open(part)
            && (listed(part) || !listed(&event))
            && !has_own_answer(object, own, part, from)
    };
    let above: Vec<(Scope, Cow<'c, Component>)> = instances::overrides(calendar)
        .filter(above)
        .map(|(scope, event)| (scope, Cow::Borrowed(event)))
        .take(MOST_AT_ONCE + 1)
        .collect();
    not_too_many(&above)?;
    let mut scopes = vec![(scope, event)];
    scopes.extend(above);
    Ok(scopes)
}

/// Whether somebody answered for one instance by itself.
pub(super) fn has_own_answer(
    object: &Object,
    scope: &Scope,
    event: &Component,
    address: &CalAddress,
) -> bool {
    let seat = fields::attendee(event, slice::from_ref(address));
    seat.is_some_and(|seat| fields::partstat(seat) != Partstat::NeedsAction)
        && object.last(&scope.instance(), address).is_some_and(|row| row.answer.is_some())
}

/// Writes an attendee's own answers into their copy, and the REPLY that tells of them, which is on its way
/// (RFC 6638 §3.2.9). The first of the properties of each is their own.
pub(super) fn answer(
    copy: &Object,
    parts: Vec<Answered>,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let mut object = copy.clone();
    let cx = &write(&mut object, &parts, comment, cx)?;
    let messages = vec![reply_message(&object, parts, comment, cx)?];
    delivery::pending(&mut object, &messages);
    Ok(Step { object: Some(object), messages, notices: Vec::new(), outcome: Outcome::Updated })
}

/// Writes answers into a copy. Gives when they were given.
pub(super) fn write(
    object: &mut Object,
    parts: &[Answered],
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Cx, Refusal> {
    let own = parts.first().and_then(|(_, attendees)| attendees.first());
    let own = own.ok_or(Refusal::NotInvited)?.address();
    let now = stamp_of(object, parts, &own, cx);
    for (scope, attendees) in parts {
        let event = instances::open(&mut object.calendar, scope)?;
        let sequence = fields::sequence(event);
        seat(event, attendees);
        let partstat = attendees.first().map(fields::partstat).unwrap_or_default();
        write_along(object, scope, sequence, attendees, parts);
        let version = Version { sequence, stamp: now };
        let answer = Some((partstat, comment.map(str::to_owned)));
        object.record(&scope.instance(), &own, version, answer);
    }
    Ok(Cx { now, ..*cx })
}

/// Puts people in their seats, each as the property has them.
fn seat(event: &mut Component, attendees: &[Property]) {
    for attendee in attendees {
        match fields::attendee_mut(event, &attendee.address()) {
            Some(old) => *old = attendee.clone(),
            None => event.properties.push(attendee.clone()),
        }
    }
}

/// Writes an answer for a series or a range into the overrides that have no other, as the organizer does who gets it.
fn write_along(
    object: &mut Object,
    scope: &Scope,
    sequence: i64,
    attendees: &[Property],
    parts: &[Answered],
) {
    let Some(own) = attendees.first() else { return };
    let address = own.address();
    let series = Series::of(&object.calendar);
    let along: HashSet<Scope> = instances::overrides(&object.calendar)
        .filter(|(this, _)| this.id().is_some_and(|id| instances::covers(&series, scope, id)))
        .filter(|(this, _)| parts.iter().all(|(named, _)| named != this))
        .filter(|(this, event)| !has_own_answer(object, this, event, &address))
        .filter(|(this, _)| object.moved_at(&this.instance()) <= sequence)
        .map(|(this, _)| this)
        .collect();
    let events = object.calendar.components.iter_mut().filter(|part| fields::is_scheduled(part));
    for event in events.filter(|event| along.contains(&Scope::of(event))) {
        let Some(listed) = fields::attendee(event, slice::from_ref(&address)) else { continue };
        let mut seats = vec![listed.clone()];
        if let Some(seat) = seats.first_mut() {
            seat.set_parameter("PARTSTAT", fields::partstat(own).as_str());
            let sent = fields::addresses(own, "DELEGATED-TO");
            fields::set_addresses(seat, "DELEGATED-TO", &sent);
        }
        let others = attendees.iter().skip(1);
        seats.extend(others.filter(|p| fields::attendee(event, &[p.address()]).is_none()).cloned());
        seat(event, &seats);
    }
}

/// The component of a scope, if it still takes place, and the scope in the form of the object.
///
/// # Errors
/// There is no such instance, or it is off.
pub(super) fn open_component<'a>(
    object: &'a Object,
    scope: &Scope,
) -> Result<(Scope, Cow<'a, Component>), Refusal> {
    let whole = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    if fields::status(whole) == Status::Cancelled {
        return Err(Refusal::Cancelled);
    }
    let only_instances = *scope == Scope::Whole && fields::master(&object.calendar).is_none();
    let scope = if only_instances { &Scope::of(whole) } else { scope };
    let scope = instances::resolve(&object.calendar, scope)?;
    let event = instances::effective(&object.calendar, &scope)?;
    match fields::status(&event) {
        Status::Cancelled => Err(Refusal::Cancelled),
        Status::Tentative | Status::Confirmed => Ok((scope, event)),
    }
}

/// The ATTENDEE of somebody with an answer. Who sent another and now answers is back in their own seat.
fn answering(event: &Component, who: &Who, partstat: Partstat) -> Result<Property, Refusal> {
    kind::may_answer(event, partstat)?;
    let listed = fields::attendee(event, slice::from_ref(&who.address)).cloned();
    let mut attendee = listed.unwrap_or_else(|| draft::person("ATTENDEE", who));
    attendee.set_parameter("PARTSTAT", partstat.as_str());
    attendee.remove_parameter("DELEGATED-TO");
    Ok(attendee)
}

/// The present instant, but never before the newest message of the same person: a clock that was ahead must not
/// make their next answer look old.
pub(super) fn next_stamp(
    object: &Object,
    instance: &InstanceId,
    from: &CalAddress,
    cx: &Cx,
) -> DateTime<Utc> {
    object.last(instance, from).map_or(cx.now, |row| row.stamp.max(cx.now))
}

/// The same for all that is answered in one message.
pub(super) fn stamp_of(
    object: &Object,
    parts: &[Answered],
    from: &CalAddress,
    cx: &Cx,
) -> DateTime<Utc> {
    let stamps = parts.iter().map(|(scope, _)| next_stamp(object, &scope.instance(), from, cx));
    stamps.max().unwrap_or(cx.now)
}

/// A REPLY with these answers, a component for each. It goes to the organizer, and to those who sent the one who answers
/// (RFC 5546 §3.2.2.3).
pub(super) fn reply_message(
    object: &Object,
    parts: Vec<Answered>,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let own = parts.first().and_then(|(_, attendees)| attendees.first());
    let sender = own.ok_or(Refusal::NotInvited)?.address();
    let mut recipients = Vec::new();
    let mut calendar = message::calendar(Some(Method::Reply));
    let mut zone = None;
    for (scope, attendees) in parts {
        let event = instances::effective(&object.calendar, &scope)?;
        let organizer = fields::organizer(&event).ok_or(Refusal::NoOrganizer)?;
        let own = attendees.first().ok_or(Refusal::NotInvited)?;
        let senders = fields::addresses(own, "DELEGATED-FROM");
        for recipient in std::iter::once(organizer).chain(senders) {
            if !recipients.contains(&recipient) {
                recipients.push(recipient);
            }
        }
        let row = object.last(&scope.instance(), &sender);
        let progress = row.and_then(|row| row.progress).filter(|_| event.name == "VTODO");
        let mut part = replying(&event, attendees, comment, &mut zone, cx);
        part.properties.extend(progress.into_iter().flat_map(Progress::properties));
        let remarks = match object.role {
            Role::Attendee => remarks::remarks(&object.calendar, &event),
            Role::Organizer => vec![RequestStatus::new(Code::SUCCESS)],
        };
        part.properties.extend(remarks.iter().map(RequestStatus::property));
        calendar.components.push(part);
    }
    message::copy_timezones(&object.calendar, &mut calendar);
    Message::new(Method::Reply, calendar, sender, recipients)
}

/// One component of a REPLY.
fn replying(
    event: &Component,
    attendees: Vec<Property>,
    comment: Option<&str>,
    zone: &mut Option<String>,
    cx: &Cx,
) -> Component {
    let mut replying = message::stub(event, cx);
    replying.properties.extend(event.property("SUMMARY").cloned());
    replying.properties.extend(times(event, zone));
    for mut attendee in attendees.into_iter().map(|attendee| message::bare(&attendee)) {
        if fields::addresses(&attendee, "DELEGATED-TO").is_empty() {
            // Asking for an answer is the organizer's; who sends another says by it whether they want to hear more.
            attendee.remove_parameter("RSVP");
        }
        replying.properties.push(attendee);
    }
    replying.properties.extend(
        comment
            .filter(|text| !text.trim().is_empty())
            .map(|text| Property::new_text("COMMENT", text)),
    );
    replying
}

/// When it is, as far as one time zone can say it: a REPLY may carry no more. That of a RECURRENCE-ID must be it.
fn times(event: &Component, zone: &mut Option<String>) -> Vec<Property> {
    let mut fits = |name: &str| {
        let Some(tzid) = event.property(name).and_then(|property| property.parameter("TZID"))
        else {
            return true;
        };
        zone.get_or_insert_with(|| tzid.to_owned()) == tzid
    };
    fits("RECURRENCE-ID");
    if !fits("DTSTART") {
        return Vec::new();
    }
    let names =
        ["DTSTART", kind::end_name(event), "DURATION"].into_iter().filter(|name| fits(name));
    names.filter_map(|name| event.property(name).cloned()).collect()
}
