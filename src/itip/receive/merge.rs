//! A newer version of a meeting, on an attendee's copy.

use std::collections::{HashMap, HashSet};

use super::nothing;
use crate::{
    ical::{Component, Property},
    itip::{
        Authority, Cx, Notice, Object, Outcome, Refusal, Status, Step, Who, counter,
        diff::{self, Diff},
        fields,
        incoming::Incoming,
        progress, quirks, respond,
    },
    model::{CalAddress, InstanceId, Partstat},
};

/// The message without METHOD, as it is kept: in the RFCs' words.
pub(super) fn without_method(message: &Component) -> Component {
    let mut calendar = message.clone();
    calendar.remove("METHOD");
    quirks::settle(&mut calendar);
    calendar
}

/// What comes of a message whose sender may not change anything: nothing, if it only says once more what is known.
pub(super) fn only_if_known(
    object: &Object,
    step: Result<Step, Refusal>,
    refusal: Refusal,
) -> Result<Step, Refusal> {
    match step.map(|step| step.outcome) {
        Ok(outcome @ (Outcome::Unchanged | Outcome::Stale)) => Ok(nothing(Some(object), outcome)),
        _ => Err(refusal),
    }
}

/// Takes over a newer version from the organizer. What is private to the copy stays. With `keep_roster` the list of
/// attendees stays too: what is published has none.
pub(super) fn update(
    object: &Object,
    organizer: &CalAddress,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    keep_roster: bool,
) -> Result<Step, Refusal> {
    let before = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    if incoming.instance != fields::instance(before) {
        return Err(Refusal::RecurrenceUnsupported);
    }
    let last = object.organizer_version(organizer);
    if incoming.version < last {
        return Ok(nothing(Some(object), Outcome::Stale));
    }
    let mut calendar = without_method(incoming.calendar);
    keep_private(before, fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?);
    if let Some(todo) = fields::whole_mut(&mut calendar) {
        progress::keep(object, authority.owner, &InstanceId::Whole, todo);
    }
    let diff = diff::diff(&object.calendar, &calendar);
    let raised = incoming.version.sequence > fields::sequence(before);
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    let mut asked_again = None;
    if keep_roster {
        event.remove("ATTENDEE");
        event.properties.extend(fields::attendees(before).cloned());
    } else if !raised && !diff.asks_anew() {
        asked_again = keep_answers(object, before, event, authority);
    }
    let changed = is_changed(before, event, &diff, raised);
    let told_news = !diff.properties.is_empty() || answers(before) != answers(event);
    if !changed && incoming.version == last {
        return Ok(nothing(Some(object), Outcome::Unchanged));
    }
    let notices = notices(before, event, &diff);
    let cancelled =
        fields::status(event) == Status::Cancelled && fields::status(before) != Status::Cancelled;
    let mut next = Object { calendar, ..object.clone() };
    next.record(&InstanceId::Whole, organizer, incoming.version, None);
    let mut step = Step { notices, ..nothing(None, Outcome::Unchanged) };
    if diff.asks_anew() {
        next.reschedule(&InstanceId::Whole, incoming.version.sequence);
    }
    if diff.rescheduled || raised {
        step.notices.extend(settle_proposals(&mut next, diff.asks_anew()));
    }
    if let (Some(own), false) = (asked_again, told_news) {
        step.messages.push(repeat_answer(&next, own, incoming)?);
    }
    step.outcome = match (cancelled, changed) {
        (true, _) => Outcome::Deleted,
        (false, true) => Outcome::Updated,
        (false, false) => Outcome::Unchanged,
    };
    step.object = Some(next);
    Ok(step)
}

/// What an attendee may have changed on their copy stays as they have it (RFC 6638 §3.2.2.1): alarms, TRANSP,
/// CATEGORIES, and what their programs keep in properties of their own.
fn keep_private(before: &Component, event: &mut Component) {
    event.components.retain(|part| part.name != "VALARM");
    event.components.extend(before.children("VALARM").cloned());
    for name in ["TRANSP", "CATEGORIES"] {
        if before.property(name).is_some() {
            event.remove(name);
            event.properties.extend(before.properties_named(name).cloned());
        }
    }
    let known: HashSet<&str> = event.properties.iter().map(|p| p.name.as_str()).collect();
    let theirs: Vec<Property> = before
        .properties
        .iter()
        .filter(|property| property.name.starts_with("X-"))
        .filter(|property| property.name != quirks::DISALLOW_COUNTER)
        .filter(|property| !known.contains(property.name.as_str()))
        .cloned()
        .collect();
    event.properties.extend(theirs);
}

/// Keeps the answers given on this copy where the organizer, who may not have them yet, asks for none anew: SEQUENCE
/// and the time are as they were. Gives the owner's, if they are asked for it (RFC 5546 §3.2.2.7).
fn keep_answers(
    object: &Object,
    before: &Component,
    event: &mut Component,
    authority: &Authority<'_>,
) -> Option<Property> {
    let known = fields::by_address(before);
    let mut asked_again = None;
    let mut delegates = Vec::new();
    let declined: Vec<CalAddress> = fields::attendees(event)
        .filter(|property| fields::partstat(property) == Partstat::Declined)
        .map(fields::address)
        .collect();
    for attendee in event.properties.iter_mut().filter(|p| p.name == "ATTENDEE") {
        let address = attendee.address();
        let own = authority.owns(&address);
        let answered_here =
            object.last(&InstanceId::Whole, &address).is_some_and(|row| row.answer.is_some());
        if !(own || answered_here) {
            continue;
        }
        let Some(old) = known.get(&address) else { continue };
        let answer = fields::partstat(old);
        if answer == Partstat::NeedsAction || fields::partstat(attendee) != Partstat::NeedsAction {
            continue;
        }
        let sent = fields::addresses(old, "DELEGATED-TO");
        if answer == Partstat::Delegated && sent.iter().any(|to| declined.contains(to)) {
            // The delegate does not come either, so they are asked in earnest (§4.2.7).
            continue;
        }
        let asked =
            attendee.parameter("RSVP").is_some_and(|rsvp| rsvp.eq_ignore_ascii_case("TRUE"));
        attendee.set_parameter("PARTSTAT", answer.as_str());
        fields::set_addresses(attendee, "DELEGATED-TO", &sent);
        delegates.extend(sent);
        if own && asked {
            asked_again = Some(attendee.clone());
        }
    }
    let listed: HashSet<CalAddress> = fields::attendees(event).map(fields::address).collect();
    let missing = delegates.iter().filter(|delegate| !listed.contains(delegate));
    event.properties.extend(missing.filter_map(|delegate| known.get(delegate).copied().cloned()));
    asked_again
}

/// Who is invited, and what they answered.
fn answers(event: &Component) -> Vec<(CalAddress, Partstat)> {
    fields::attendees(event).map(|p| (p.address(), fields::partstat(p))).collect()
}

fn is_changed(before: &Component, event: &Component, diff: &Diff, raised: bool) -> bool {
    raised || !diff.properties.is_empty() || !diff::same(before, event, "ATTENDEE")
}

fn notices(before: &Component, event: &Component, diff: &Diff) -> Vec<Notice> {
    let instance = InstanceId::Whole;
    let status = fields::status(event);
    if status == Status::Cancelled && fields::status(before) != status {
        return vec![Notice::Cancelled { instance, comment: fields::comment(event) }];
    }
    let mut notices = diff.notices(before, event);
    let (old, new) = (fields::by_address(before), fields::by_address(event));
    let only_in = |one: &Component, other: &HashMap<CalAddress, &Property>| -> Vec<Who> {
        let people = fields::attendees(one).map(fields::who);
        people.filter(|who| !other.contains_key(&who.address)).collect()
    };
    let added = only_in(event, &old).into_iter();
    notices.extend(added.map(|who| Notice::Invited { instance: InstanceId::Whole, who }));
    let gone = only_in(before, &new).into_iter();
    notices.extend(gone.map(|who| Notice::Removed { instance: InstanceId::Whole, who }));
    notices
}

/// The owner's open proposals are decided by a new version: taken, if it is when they would have it; out of date, if
/// everyone is asked `anew`. SEQUENCE also rises for what has nothing to do with them, and then they stay open, as they
/// do with the organizer.
fn settle_proposals(object: &mut Object, anew: bool) -> Vec<Notice> {
    let Some(event) = fields::whole(&object.calendar).cloned() else { return Vec::new() };
    let now = fields::span(&event);
    let (decided, open): (Vec<_>, Vec<_>) = std::mem::take(&mut object.proposals)
        .into_iter()
        .partition(|open| anew || counter::is_taken(&event, &open.event));
    object.proposals = open;
    decided
        .into_iter()
        .map(|proposal| {
            object.record_decided(&proposal);
            let instance = proposal.instance;
            let from = object.who(&proposal.from);
            if now.is_some() && fields::span(&proposal.event) == now {
                Notice::ProposalDecided { instance, from, accepted: true, comment: None }
            } else {
                Notice::ProposalStale { instance, from }
            }
        })
        .collect()
}

/// The same answer once more, for an organizer who asks for it.
fn repeat_answer(
    object: &Object,
    own: Property,
    incoming: &Incoming<'_>,
) -> Result<crate::itip::Message, Refusal> {
    let row = object.last(&InstanceId::Whole, &own.address());
    let comment = row.and_then(|row| row.comment.clone());
    let stamp = row.map_or(incoming.version.stamp, |row| row.stamp.max(incoming.version.stamp));
    let cx = Cx { now: stamp, policy: crate::itip::Policy::default() };
    respond::reply_message(object, vec![own], comment.as_deref(), &cx)
}
