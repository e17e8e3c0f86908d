//! The organizer's own copy (RFC 6638 §3.2.1).

use std::collections::HashSet;

use super::roster::{addresses, ours, removed, roster_changed, settle_attendees, wants_updates};
use crate::{
    ical::{self, Component, Property},
    itip::{
        Cx, Message, Notice, Object, Outcome, Refusal, Role, Status, Step,
        diff::{self, Diff},
        fields, incoming, kind, message,
        state::Version,
    },
    model::{CalAddress, InstanceId},
};

/// What the organizer did to their copy.
pub(super) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if let Some(old) = old {
        may_edit(old, user)?;
    }
    match (old, new) {
        (None, None) => Err(Refusal::UnknownObject),
        (None, Some(new)) => create(new, user, cx),
        (Some(old), None) => delete(old, cx),
        (Some(old), Some(new)) => modify(old, new, user, cx),
    }
}

/// Only the organizer, or who acts for them, changes the organizer's copy; anyone, where nobody organizes it.
fn may_edit(old: &Object, user: &CalAddress) -> Result<(), Refusal> {
    let organizer = fields::whole(&old.calendar).and_then(|event| event.property("ORGANIZER"));
    match organizer {
        Some(organizer) if !fields::speaks_for(organizer, std::slice::from_ref(user)) => {
            Err(Refusal::NotYours("ORGANIZER".to_owned()))
        }
        _ => Ok(()),
    }
}

fn create(new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = checked(new, user)?;
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    settle_attendees(None, event, false);
    let sequence = fields::sequence(event);
    finish(event, None, sequence, cx);
    tidy_timezones(&mut calendar);
    let mut object = Object::new(Role::Organizer);
    object.calendar = calendar;
    let event = fields::whole(&object.calendar).ok_or(Refusal::NoComponent)?;
    let invited = ours(event);
    let mut messages = Vec::new();
    if !invited.is_empty() && fields::status(event) != Status::Cancelled {
        messages.push(message::current(&object, addresses(&invited), cx)?);
    }
    let notices = invited.iter().map(|property| invited_notice(property)).collect();
    Ok(Step { messages, notices, outcome: Outcome::Created, object: Some(object) })
}

fn modify(old: &Object, new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = checked(new, user)?;
    let before = fields::whole(&old.calendar).ok_or(Refusal::UnknownObject)?;
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    if event.value("UID") != before.value("UID") {
        return Err(Refusal::WrongUid);
    }
    let organizer = fields::organizer(before);
    if organizer.is_some() && fields::organizer(event) != organizer {
        return Err(Refusal::OrganizerChanged);
    }
    // SEQUENCE rises where the times change, and with every CANCEL (RFC 5546 §2.1.4).
    let diff = diff::diff(&old.calendar, &calendar);
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    settle_attendees(Some(before), event, diff.asks_anew());
    let removed = removed(before, event);
    let raise = diff.significant || !removed.is_empty();
    let sequence = fields::sequence(before).saturating_add(i64::from(raise));
    let sequence = sequence.max(fields::sequence(event)).min(fields::SEQUENCE_MAX);
    if !is_changed(before, event, &diff) {
        return Ok(unchanged(old));
    }
    finish(event, Some(before), sequence, cx);
    tidy_timezones(&mut calendar);
    let mut object = Object { calendar, ..old.clone() };
    let Some(event) = fields::whole(&object.calendar).cloned() else {
        return Err(Refusal::NoComponent);
    };
    let mut notices = notices(before, &event, &diff, &removed);
    notices.extend(remember(&mut object, &event, &diff, &removed, cx));
    let messages = messages(&object, before, &event, &diff, &removed, cx)?;
    let outcome = match (fields::status(before), fields::status(&event)) {
        (old, Status::Cancelled) if old != Status::Cancelled => Outcome::Deleted,
        _ => Outcome::Updated,
    };
    Ok(Step { object: Some(object), messages, notices, outcome })
}

fn delete(old: &Object, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = old.calendar.clone();
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::UnknownObject)?;
    let cancelled_before = fields::status(event) == Status::Cancelled;
    let sequence = fields::sequence(event).saturating_add(1).min(fields::SEQUENCE_MAX);
    event.set(Property::new("SEQUENCE", sequence.to_string()));
    let event = fields::whole(&calendar).ok_or(Refusal::UnknownObject)?;
    let invited = ours(event);
    let mut messages = Vec::new();
    let mut notices = Vec::new();
    if !cancelled_before {
        if !invited.is_empty() {
            let attendees: Vec<&Property> = fields::attendees(event).collect();
            let to = addresses(&invited);
            messages.push(message::cancel(&calendar, &attendees, true, to, cx)?);
        }
        notices.push(Notice::Cancelled { instance: InstanceId::Whole, comment: None });
    }
    Ok(Step { object: None, messages, notices, outcome: Outcome::Deleted })
}

/// The new copy without METHOD, once it is sure that it is one object with a beginning. Whoever invites others is
/// its organizer, even if they do not say so.
fn checked(new: &Component, user: &CalAddress) -> Result<Component, Refusal> {
    let event = fields::whole(new).ok_or(Refusal::NoComponent)?;
    incoming::one_object(new, event)?;
    if fields::scheduled(new).any(|part| part.property("RECURRENCE-ID").is_some()) {
        return Err(Refusal::RecurrenceUnsupported);
    }
    kind::begins(event)?;
    kind::ends(event)?;
    let mut calendar = new.clone();
    calendar.remove("METHOD");
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    if event.property("ORGANIZER").is_none() && event.property("ATTENDEE").is_some() {
        event.properties.push(Property::new("ORGANIZER", user.as_str()));
    }
    Ok(calendar)
}

/// Whether anything but the bookkeeping is different.
fn is_changed(before: &Component, event: &Component, diff: &Diff) -> bool {
    !diff.properties.is_empty()
        || fields::sequence(event) > fields::sequence(before)
        || before.components != event.components
        || roster_changed(before, event, true)
}

/// Writes the bookkeeping: SEQUENCE, DTSTAMP, CREATED, LAST-MODIFIED.
fn finish(event: &mut Component, before: Option<&Component>, sequence: i64, cx: &Cx) {
    event.set(Property::new("SEQUENCE", sequence.to_string()));
    event.set(fields::instant_property("DTSTAMP", cx.now));
    let created = before.and_then(|old| old.property("CREATED")).or(event.property("CREATED"));
    let created = created.cloned().unwrap_or_else(|| fields::instant_property("CREATED", cx.now));
    event.set(created);
    event.set(fields::instant_property("LAST-MODIFIED", cx.now));
}

/// A VTIMEZONE for every zone that is referred to, none for those that are not.
fn tidy_timezones(calendar: &mut Component) {
    let others: Vec<Component> = std::mem::take(&mut calendar.components);
    let (zones, parts): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|part| part.name == "VTIMEZONE");
    let used = zones
        .into_iter()
        .filter(|zone| zone.value("TZID").is_some_and(|tzid| message::refers_to(&parts, tzid)));
    calendar.components = used.collect();
    calendar.components.extend(parts);
    ical::ensure_timezones(calendar);
}

/// Brings the state beside the components up to the change.
fn remember(
    object: &mut Object,
    event: &Component,
    diff: &Diff,
    removed: &[&Property],
    cx: &Cx,
) -> Vec<Notice> {
    let whole = InstanceId::Whole;
    let sequence = fields::sequence(event);
    for property in removed {
        // An answer that was on its way when they were taken off must not bring them back.
        let version = Version { sequence, stamp: cx.now };
        object.record(&whole, &property.address(), version, None);
        object.proposals.retain(|open| open.from != property.address());
    }
    if diff.asks_anew() {
        object.reschedule(&whole, sequence);
    }
    if !diff.asks_anew() && fields::status(event) != Status::Cancelled {
        return Vec::new();
    }
    object.drop_proposals(&whole)
}

fn messages(
    object: &Object,
    before: &Component,
    event: &Component,
    diff: &Diff,
    removed: &[&Property],
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let mut messages = Vec::new();
    if fields::status(event) == Status::Cancelled {
        if fields::status(before) != Status::Cancelled {
            let mut to = addresses(&ours(event));
            to.extend(addresses(removed));
            if !to.is_empty() {
                let attendees: Vec<&Property> =
                    fields::attendees(event).chain(removed.iter().copied()).collect();
                messages.push(message::cancel(&object.calendar, &attendees, true, to, cx)?);
            }
        }
        return Ok(messages);
    }
    if !removed.is_empty() {
        let to = addresses(removed);
        messages.push(message::cancel(&object.calendar, removed, false, to, cx)?);
    }
    let shared = !diff.properties.is_empty()
        || fields::sequence(event) != fields::sequence(before)
        || roster_changed(before, event, false);
    let to: Vec<&Property> = ours(event).into_iter().filter(|p| wants_updates(p)).collect();
    if shared && !to.is_empty() {
        messages.push(message::current(object, addresses(&to), cx)?);
    }
    Ok(messages)
}

fn notices(
    before: &Component,
    event: &Component,
    diff: &Diff,
    removed: &[&Property],
) -> Vec<Notice> {
    let instance = InstanceId::Whole;
    let status = fields::status(event);
    let mut notices = diff.notices(before, event);
    if status == Status::Cancelled && fields::status(before) != status {
        notices = vec![Notice::Cancelled { instance, comment: fields::comment(event) }];
    }
    let known: HashSet<CalAddress> = fields::attendees(before).map(fields::address).collect();
    let added = fields::attendees(event).filter(|property| !known.contains(&property.address()));
    notices.extend(added.map(invited_notice));
    notices.extend(removed.iter().map(|property| Notice::Removed {
        instance: InstanceId::Whole,
        who: fields::who(property),
    }));
    notices
}

fn invited_notice(attendee: &Property) -> Notice {
    Notice::Invited { instance: InstanceId::Whole, who: fields::who(attendee) }
}

fn unchanged(old: &Object) -> Step {
    Step {
        object: Some(old.clone()),
        messages: Vec::new(),
        notices: Vec::new(),
        outcome: Outcome::Unchanged,
    }
}
