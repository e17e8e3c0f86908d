//! The organizer's own copy (RFC 6638 §3.2.1).

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{
    parts::{self, Part, Wanted},
    tell,
};
use crate::{
    ical::{self, Component, Property},
    itip::{
        Cx, Notice, Object, Outcome, Proposal, Refusal, Role, Scope, Series, Status, Step,
        delivery, fields, incoming, instances, kind, message, state::Version,
    },
    model::{CalAddress, CalTime, InstanceId},
};

/// What the organizer did to their copy. `old` may be what is left of a deleted one.
pub(super) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let there = old.filter(|object| !object.is_placeholder());
    if let Some(old) = there {
        may_edit(old, user)?;
    }
    match (there, new) {
        (None, None) => Err(Refusal::UnknownObject),
        (None, Some(new)) => create(old, new, user, cx),
        (Some(old), None) => delete(old, user, cx),
        (Some(old), Some(new)) => modify(old, wanted(old, new, user)?, cx),
    }
}

/// Takes a part of the occurrences out.
pub(super) fn delete_some(
    old: &Object,
    scope: &Scope,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    may_edit(old, user)?;
    let scope = instances::resolve(&old.calendar, scope)?;
    let mut calendar = old.calendar.clone();
    let left = match &scope {
        Scope::Whole => false,
        Scope::This(id) => {
            instances::exclude(&mut calendar, id);
            takes_place(&calendar)
        }
        Scope::ThisAndFuture(id) => instances::cut(&mut calendar, id),
    };
    if !left {
        return delete(old, user, cx);
    }
    let mut wanted = wanted(old, &calendar, user)?;
    if let Scope::ThisAndFuture(_) = &scope {
        wanted.cancelled.insert(0, (scope, None));
    }
    modify(old, wanted, cx)
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

fn create(
    old: Option<&Object>,
    new: &Component,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let calendar = checked(new, user)?;
    let mut wanted = Wanted { calendar, cancelled: Vec::new() };
    take_cancelled(&mut wanted);
    valid_instances(&wanted.calendar)?;
    tidy_timezones(&mut wanted.calendar);
    // What was deleted and comes again must look newer than its CANCEL (RFC 5546 §2.1.5).
    let deleted = old.and_then(|old| old.received.iter().map(|row| row.sequence).max());
    let floor = deleted.map_or(0, |sequence| sequence.saturating_add(1).min(fields::SEQUENCE_MAX));
    wanted.cancelled.clear();
    let forced = take_forced(&mut wanted.calendar);
    let mut parts = parts::parts(None, &mut wanted);
    for part in &mut parts {
        part.settle();
        part.number(floor, &[]);
        part.finish(cx);
    }
    let mut object = Object::new(Role::Organizer);
    object.calendar = assembled(wanted.calendar, &parts);
    let messages = tell::messages(None, &object, &parts, &forced.ask, floor, cx)?;
    delivery::pending(&mut object, &messages);
    delivery::ignored(&mut object, &forced.ignored);
    let notices = invited(&parts);
    Ok(Step { messages, notices, outcome: Outcome::Created, object: Some(object) })
}

/// What is wanted instead of a version that is there.
fn wanted(old: &Object, new: &Component, user: &CalAddress) -> Result<Wanted, Refusal> {
    let calendar = checked(new, user)?;
    let before = fields::whole(&old.calendar).ok_or(Refusal::UnknownObject)?;
    let event = fields::whole(&calendar).ok_or(Refusal::NoComponent)?;
    if event.value("UID") != before.value("UID") {
        return Err(Refusal::WrongUid);
    }
    let organizer = fields::organizer(event);
    let stays = before.property("ORGANIZER").is_none() || fields::organizer(before) == organizer;
    // Only who takes part already can be handed it (RFC 5546 §3.2.2.4, §4.2.11).
    let heir = organizer.as_slice();
    if !stays && (fields::attendee(before, heir).is_none() || is_off(&calendar)) {
        return Err(Refusal::OrganizerChanged);
    }
    let mut wanted = Wanted { calendar, cancelled: Vec::new() };
    take_cancelled(&mut wanted);
    valid_instances(&wanted.calendar)?;
    let said: HashSet<Scope> = wanted.cancelled.iter().map(|(scope, _)| scope.clone()).collect();
    let excluded = parts::excluded(&old.calendar, &wanted.calendar);
    let more = excluded.into_iter().filter(|scope| !said.contains(scope));
    wanted.cancelled.extend(more.map(|scope| (scope, None)));
    if !is_off(&wanted.calendar) {
        parts::keep_dropped(&old.calendar, &mut wanted);
    }
    tidy_timezones(&mut wanted.calendar);
    Ok(wanted)
}

fn modify(old: &Object, mut wanted: Wanted, cx: &Cx) -> Result<Step, Refusal> {
    let next = old.next_sequence();
    let forced = take_forced(&mut wanted.calendar);
    let known = told_by_cancel(&old.calendar, &wanted);
    let mut parts = parts::parts(Some(&old.calendar), &mut wanted);
    for part in &mut parts {
        part.settle();
        part.number(next, if part.is_whole() { known } else { &[] });
    }
    invite_back(&mut parts, next);
    let handed = handed_over(&old.calendar, &mut parts, next);
    let highest = parts.iter().filter_map(|part| part.after.as_ref()).map(fields::sequence).max();
    if highest < Some(old.highest_sequence())
        && let Some(whole) = parts.first_mut()
    {
        // What is gone had a higher one, and an object never counts back.
        whole.raise(next);
    }
    if parts.iter().all(|part| !part.is_changed())
        && forced.ask.is_empty()
        && forced.ignored.is_empty()
    {
        return Ok(unchanged(old));
    }
    parts.retain_mut(|part| {
        if part.after.is_none() {
            return true;
        }
        if part.is_changed() {
            part.finish(cx);
            return true;
        }
        !part.leave()
    });
    let mut object = Object { calendar: assembled(wanted.calendar, &parts), ..old.clone() };
    let mut notices = notices(&parts);
    notices.extend(remember(&mut object, &parts, cx));
    let messages = match &handed {
        Some((from, to)) => {
            object.role = Role::Attendee;
            let (from, to) = (from.clone(), to.clone());
            notices.insert(0, Notice::OrganizerChanged { from: from.clone(), to });
            told_of_heir(&object, &from, cx)?
        }
        None => tell::messages(Some(&old.calendar), &object, &parts, &forced.ask, next, cx)?,
    };
    delivery::pending(&mut object, &messages);
    delivery::ignored(&mut object, &forced.ignored);
    let off = parts.first().is_some_and(Part::is_called_off);
    let outcome = if off { Outcome::Deleted } else { Outcome::Updated };
    Ok(Step { object: Some(object), messages, notices, outcome })
}

/// Whether the organizer hands the object over to another, and who they are: everything gets the next SEQUENCE
/// (RFC 5546 §4.2.11), and who organizes it now is not taken off for it.
fn handed_over(
    old: &Component,
    parts: &mut [Part<'_>],
    next: i64,
) -> Option<(CalAddress, CalAddress)> {
    let from = fields::whole(old).and_then(fields::organizer)?;
    let now = parts.first().and_then(|part| part.after.as_ref());
    let to = now.and_then(fields::organizer).filter(|to| *to != from)?;
    for part in parts {
        part.removed.retain(|seat| seat.address() != to);
        part.raise(next);
    }
    Some((from, to))
}

/// The new version with another organizer, for all others: from the one before, whom alone they believe it (§6.1.3).
fn told_of_heir(
    object: &Object,
    from: &CalAddress,
    cx: &Cx,
) -> Result<Vec<message::Message>, Refusal> {
    let mut met = HashSet::new();
    let all = fields::scheduled(&object.calendar).flat_map(fields::attendees);
    let others = all.filter(|seat| fields::is_ours(seat)).map(fields::address);
    let others = others.filter(|address| address != from && met.insert(address.clone()));
    let mut messages = message::current(object, others.collect(), cx)?;
    for message in &mut messages {
        message.sender = from.clone();
    }
    Ok(messages)
}

/// Who is taken off a series but comes to some of its occurrences gets a CANCEL with the next SEQUENCE; the invitation to
/// those occurrences, written in the same second, has to be newer than that.
fn invite_back(parts: &mut [Part<'_>], next: i64) {
    let Some((whole, others)) = parts.split_first_mut() else { return };
    let removed: HashSet<CalAddress> = whole.removed.iter().map(fields::address).collect();
    if !whole.is_whole() || removed.is_empty() {
        return;
    }
    let newer = next.saturating_add(1).min(fields::SEQUENCE_MAX);
    for part in others {
        let is_theirs = |event: &Component| {
            fields::attendees(event).any(|seat| removed.contains(&seat.address()))
        };
        let sequence = part.after.as_ref().filter(|event| is_theirs(event)).map(fields::sequence);
        if let Some(sequence) = sequence {
            part.raise(sequence.max(newer));
        }
    }
}

/// What is left of a deleted object says only how far its SEQUENCE had come, so that the same UID begins above it when it
/// is put again.
fn delete(old: &Object, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = old.calendar.clone();
    let event = fields::master_mut(&mut calendar).ok_or(Refusal::UnknownObject)?;
    let uid = event.property("UID").cloned();
    let organizer = fields::organizer(event).unwrap_or_else(|| user.clone());
    event.set(Property::new("STATUS", "CANCELLED"));
    let wanted = Wanted { calendar: without_overrides(calendar), cancelled: Vec::new() };
    let step = modify(old, wanted, cx)?;
    let sequence = step.object.as_ref().map_or(0, Object::highest_sequence);
    let mut left = Object::new(Role::Organizer);
    left.calendar.properties.extend(uid);
    let version = Version { sequence, stamp: cx.now };
    left.record(&InstanceId::Whole, &organizer, version, None);
    Ok(Step { object: Some(left), outcome: Outcome::Deleted, ..step })
}

/// The new copy without METHOD, once it is sure that it is one object with a beginning. Whoever invites others is
/// its organizer, even if they do not say so.
fn checked(new: &Component, user: &CalAddress) -> Result<Component, Refusal> {
    let event = fields::master(new).ok_or(match fields::whole(new) {
        Some(_) => Refusal::UnknownInstance,
        None => Refusal::NoComponent,
    })?;
    incoming::one_object(new, event)?;
    for part in fields::scheduled(new) {
        kind::begins(part)?;
        kind::ends(part)?;
    }
    let mut calendar = new.clone();
    calendar.remove("METHOD");
    instances::normalize(&mut calendar);
    let organizer = event.property("ORGANIZER").cloned();
    let invites = fields::scheduled(new).any(|part| part.property("ATTENDEE").is_some());
    let organizer =
        organizer.or_else(|| invites.then(|| Property::new("ORGANIZER", user.as_str())));
    for part in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if part.property("ORGANIZER").is_none() {
            part.properties.extend(organizer.clone());
        }
    }
    Ok(calendar)
}

/// Whether the object as a whole is off.
fn is_off(calendar: &Component) -> bool {
    fields::master(calendar).is_some_and(|event| fields::status(event) == Status::Cancelled)
}

/// A cancelled occurrence is one that the series does not have (RFC 5545 §3.8.5.1); where all is off, no occurrence
/// differs from the others.
fn take_cancelled(wanted: &mut Wanted) {
    if is_off(&wanted.calendar) {
        let calendar = std::mem::take(&mut wanted.calendar);
        wanted.calendar = without_overrides(calendar);
        return;
    }
    let off: Vec<(Scope, Component)> = instances::overrides(&wanted.calendar)
        .filter(|(_, part)| fields::status(part) == Status::Cancelled)
        .map(|(scope, part)| (scope, part.clone()))
        .collect();
    for (scope, component) in off {
        let before = wanted.calendar.clone();
        let is_left = match &scope {
            Scope::Whole => true,
            Scope::This(id) => {
                instances::exclude(&mut wanted.calendar, id);
                takes_place(&wanted.calendar)
            }
            Scope::ThisAndFuture(id) => instances::cut(&mut wanted.calendar, id),
        };
        if !is_left {
            *wanted = called_off(before, &component);
            return;
        }
        wanted.cancelled.push((scope, Some(component)));
    }
    // A range that begins with an occurrence that is off begins after it.
    let pushed: Vec<CalTime> = {
        let series = Series::of(&wanted.calendar);
        instances::overrides(&wanted.calendar)
            .filter(|(_, part)| part.is_this_and_future())
            .filter_map(|(scope, _)| scope.id().cloned())
            .filter(|id| series.original(id).is_some() && series.find(id).is_none())
            .collect()
    };
    for id in pushed {
        instances::exclude(&mut wanted.calendar, &id);
    }
}

/// Whether anything of it takes place.
fn takes_place(calendar: &Component) -> bool {
    Series::of(calendar).next_from(DateTime::<Utc>::MIN_UTC, Tz::UTC).is_some()
}

/// What is called off from its first occurrence on, or at its only one, is off as a whole.
fn called_off(calendar: Component, said: &Component) -> Wanted {
    let mut calendar = without_overrides(calendar);
    if let Some(master) = fields::master_mut(&mut calendar) {
        master.set(Property::new("STATUS", "CANCELLED"));
        if let Some(comment) = said.property("COMMENT") {
            master.set(comment.clone());
        }
    }
    Wanted { calendar, cancelled: Vec::new() }
}

fn without_overrides(mut calendar: Component) -> Component {
    calendar
        .components
        .retain(|part| !fields::is_scheduled(part) || part.property("RECURRENCE-ID").is_none());
    calendar
}

/// Checks that every override is of an occurrence, and none has two.
fn valid_instances(calendar: &Component) -> Result<(), Refusal> {
    let of_rule = |part: &&Component| {
        part.name == "VTIMEZONE"
            || fields::is_scheduled(part) && part.property("RECURRENCE-ID").is_none()
    };
    // An override makes no occurrence of itself.
    let mut rule = Component::new(&calendar.name);
    rule.components = calendar.components.iter().filter(of_rule).cloned().collect();
    let series = Series::of(&rule);
    let mut met = HashSet::new();
    let mut wholes = 0;
    for component in fields::scheduled(calendar) {
        let scope = Scope::of(component);
        let known = match &scope {
            Scope::Whole => {
                wholes += 1;
                wholes == 1 && component.property("RECURRENCE-ID").is_none()
            }
            Scope::This(id) => series.find(id).is_some() && met.insert(id.clone()),
            Scope::ThisAndFuture(id) => series.original(id).is_some() && met.insert(id.clone()),
        };
        if !known {
            return Err(Refusal::UnknownInstance);
        }
    }
    Ok(())
}

/// The properties of the master of which those hear whom it concerns by a CANCEL.
fn told_by_cancel(old: &Component, wanted: &Wanted) -> &'static [&'static str] {
    let is_range = |(scope, _): &(Scope, _)| matches!(scope, Scope::ThisAndFuture(_));
    if wanted.cancelled.iter().any(is_range) {
        return &["EXDATE", "RDATE", "RRULE"];
    }
    let scopes: Vec<Scope> = wanted.cancelled.iter().map(|(scope, _)| scope.clone()).collect();
    if parts::only_excludes(old, &wanted.calendar, &scopes) { &["EXDATE"] } else { &[] }
}

/// What the organizer's program asks of its server by SCHEDULE-FORCE-SEND (RFC 6638 §7.2).
#[derive(Debug, Default)]
struct Forced {
    /// Who is to be sent a REQUEST though nothing is new.
    ask: HashSet<CalAddress>,
    /// Of whom something else was asked.
    ignored: HashSet<CalAddress>,
}

/// Takes SCHEDULE-FORCE-SEND out, which is not kept.
fn take_forced(calendar: &mut Component) -> Forced {
    const NAME: &str = "SCHEDULE-FORCE-SEND";
    let mut forced = Forced::default();
    let parts = calendar.components.iter_mut().filter(|part| fields::is_scheduled(part));
    for attendee in parts.flat_map(|part| &mut part.properties) {
        let Some(method) = attendee.parameter(NAME) else { continue };
        let is_request = method.eq_ignore_ascii_case("REQUEST");
        let to = if is_request { &mut forced.ask } else { &mut forced.ignored };
        to.insert(attendee.address());
        attendee.remove_parameter(NAME);
    }
    forced
}

/// A VTIMEZONE for every zone that is referred to, none for those that are not.
fn tidy_timezones(calendar: &mut Component) {
    let others: Vec<Component> = std::mem::take(&mut calendar.components);
    let (zones, parts): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|part| part.name == "VTIMEZONE");
    let used = message::used_zones(&parts);
    let is_used = |zone: &Component| zone.text("TZID").is_some_and(|tzid| used.contains(&*tzid));
    calendar.components = zones.into_iter().filter(is_used).collect();
    calendar.components.extend(parts);
    ical::ensure_timezones(calendar);
}

/// The calendar with its components.
fn assembled(mut frame: Component, parts: &[Part<'_>]) -> Component {
    frame.components.extend(parts.iter().filter_map(|part| part.after.clone()));
    frame
}

/// Brings the state beside the components up to the change.
fn remember(object: &mut Object, parts: &[Part<'_>], cx: &Cx) -> Vec<Notice> {
    let mut fallen: HashSet<InstanceId> = HashSet::new();
    for part in parts {
        let instance = part.scope.instance();
        let sequence = part.after.as_ref().map_or(0, fields::sequence);
        for property in &part.removed {
            // An answer that was on its way when they were taken off must not bring them back.
            let (address, version) = (property.address(), Version { sequence, stamp: cx.now });
            object.record(&instance, &address, version, None);
            let falls = |open: &Proposal| {
                open.from == address && (part.is_whole() || open.instance == instance)
            };
            let all = std::mem::take(&mut object.proposals);
            let (gone, left): (Vec<Proposal>, _) = all.into_iter().partition(falls);
            object.proposals = left;
            for proposal in &gone {
                object.record_decided(proposal);
            }
        }
        let Some(after) = &part.after else {
            fallen.insert(instance);
            continue;
        };
        if part.asks_anew() {
            object.reschedule(&instance, sequence);
        }
        if part.asks_anew() || fields::status(after) == Status::Cancelled {
            fallen.insert(instance);
        }
    }
    let own: HashSet<InstanceId> = parts.iter().map(|part| part.scope.instance()).collect();
    let proposed = object.proposals.iter().map(|open| open.instance.clone());
    let off: HashSet<InstanceId> = {
        let series = Series::of(&object.calendar);
        let is_off = |instance: &InstanceId| match instance {
            InstanceId::Whole => false,
            InstanceId::Instance(id) => series.repeats() && series.find(id).is_none(),
        };
        proposed.filter(is_off).collect()
    };
    object.drop_proposals_if(|instance| {
        // An occurrence without a component of its own moves with the series.
        fallen.contains(instance)
            || off.contains(instance)
            || (fallen.contains(&InstanceId::Whole) && !own.contains(instance))
    })
}

fn notices(parts: &[Part<'_>]) -> Vec<Notice> {
    let mut notices = Vec::new();
    for part in parts {
        let instance = part.scope.instance();
        match (part.before.as_deref(), &part.after) {
            (_, Some(after)) if part.is_called_off() => {
                notices.push(Notice::Cancelled { instance, comment: fields::comment(after) });
            }
            (Some(before), Some(after)) => notices.extend(part.diff.notices(before, after)),
            (None, Some(after)) => {
                notices.push(Notice::Added { instance, span: fields::span(after) });
            }
            (Some(before), None) if part.cancelled => {
                notices.push(Notice::Cancelled { instance, comment: fields::comment(before) });
            }
            (_, None) => {}
        }
    }
    notices.extend(invited(parts));
    notices.extend(gone(parts));
    notices
}

/// Who is invited that was not: to the whole, or only to an occurrence.
fn invited(parts: &[Part<'_>]) -> Vec<Notice> {
    let whole = parts.first().and_then(|part| part.after.as_ref());
    let listed: HashSet<CalAddress> =
        whole.into_iter().flat_map(fields::attendees).map(fields::address).collect();
    let mut to_whole: HashSet<CalAddress> = HashSet::new();
    let mut notices = Vec::new();
    for part in parts {
        let after = part.after.as_ref().filter(|after| kind::has_attendees(after));
        let Some(after) = after.filter(|after| part.lists_others(after)) else { continue };
        let before = part.before.as_deref().into_iter();
        let known: HashSet<CalAddress> =
            before.flat_map(fields::attendees).map(fields::address).collect();
        let organizer = fields::organizer(after);
        for seat in fields::attendees(after).filter(|_| kind::has_attendees(after)) {
            let address = seat.address();
            let is_known = known.contains(&address) || Some(&address) == organizer.as_ref();
            let is_told = part.before.is_none() && !part.is_whole() && listed.contains(&address);
            if is_known || is_told || to_whole.contains(&address) {
                continue;
            }
            if part.is_whole() {
                to_whole.insert(address);
            }
            notices
                .push(Notice::Invited { instance: part.scope.instance(), who: fields::who(seat) });
        }
    }
    notices
}

/// Who is not invited any more: from the whole, or only from an occurrence.
fn gone(parts: &[Part<'_>]) -> Vec<Notice> {
    let whole = parts.first().into_iter().flat_map(|part| &part.removed);
    let from_whole: HashSet<CalAddress> = whole.map(fields::address).collect();
    let mut notices = Vec::new();
    for part in parts {
        for seat in &part.removed {
            if part.is_whole() || !from_whole.contains(&seat.address()) {
                let instance = part.scope.instance();
                notices.push(Notice::Removed { instance, who: fields::who(seat) });
            }
        }
    }
    notices
}

fn unchanged(old: &Object) -> Step {
    Step {
        object: Some(old.clone()),
        messages: Vec::new(),
        notices: Vec::new(),
        outcome: Outcome::Unchanged,
    }
}
