//! Counter-proposals (RFC 5546 §3.2.7, §3.2.8).

use std::slice;

use chrono_tz::Tz;

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Cx, Message, Method, Notice, Object, Outcome, Proposal, Refusal, Role, Scope, Series, Step,
    Who, change, diff, draft, fields, instances, kind, message, quirks, respond,
};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalAddress, CalTime, InstanceId, Span},
};

/// What an accepted proposal changes, where it says something about it. It is no change of the list of attendees
/// but for those it adds, and none of anyone's answer.
const TAKEN: [&str; 9] =
    ["DESCRIPTION", "DTEND", "DTSTART", "DUE", "DURATION", "GEO", "LOCATION", "SUMMARY", "URL"];

/// The COUNTER of somebody who would have it at another time.
///
/// # Errors
/// It is cancelled, or nobody else organizes it.
pub fn counter(
    object: &Object,
    scope: &Scope,
    who: &Who,
    span: &Span,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let (scope, event) = respond::open_component(object, scope)?;
    let mut event = event.into_owned();
    draft::set_span(&mut event, span);
    counter_message(object, &scope, event, who, comment, cx)
}

/// The DTSTAMP of a new proposal. DTSTAMP counts seconds, and one not after the last decided proposal would look
/// like that one coming again: who proposes anew within the second is a second late. On an attendee's copy the open one
/// counts too, because the organizer may have decided it already.
fn after_earlier(
    object: &Object,
    instance: &InstanceId,
    from: &CalAddress,
    cx: &Cx,
) -> DateTime<Utc> {
    let decided = object.last(instance, from).and_then(|row| row.decided);
    let open = object.proposal(instance, from).filter(|_| object.role == Role::Attendee);
    let earlier = decided.max(open.map(|open| open.stamp));
    let next = earlier.and_then(|earlier| earlier.checked_add_signed(TimeDelta::seconds(1)));
    next.map_or(cx.now, |next| cx.now.max(next))
}

/// Somebody's proposal on the copy that they keep: it is remembered until the organizer decides. `proposed` holds the
/// event as they would have it.
///
/// # Errors
/// As [`counter`]; and the organizer wants no proposals, or the proposal is about something else, or has no time.
pub fn propose(
    object: &Object,
    who: &Who,
    proposed: &Component,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if object.role == Role::Organizer {
        return Err(Refusal::OwnCopy);
    }
    if fields::whole(&object.calendar).is_some_and(quirks::disallows_counter) {
        return Err(Refusal::CounterDisallowed);
    }
    let event = proposed_component(object, proposed).ok_or(Refusal::NoComponent)?;
    let said = fields::comment(event);
    let comment = comment.or(said.as_deref());
    let event = in_our_zones(event, proposed, &object.calendar);
    let (scope, _) = respond::open_component(object, &Scope::of(&event))?;
    let message = counter_message(object, &scope, event, who, comment, cx)?;
    let event = fields::whole(&message.calendar).ok_or(Refusal::NoComponent)?;
    let mut object = object.clone();
    let proposal = Proposal {
        instance: scope.instance(),
        from: who.address.clone(),
        sequence: message.sequence,
        stamp: fields::stamp(event).unwrap_or(cx.now),
        event: event.clone(),
        comment: comment.map(str::to_owned),
    };
    object.take_proposal(&proposal.instance, &proposal.from);
    object.proposals.push(proposal);
    Ok(Step {
        object: Some(object),
        messages: vec![message],
        notices: Vec::new(),
        outcome: Outcome::Updated,
    })
}

/// What somebody proposes: of several components the first that is not as the copy has it.
fn proposed_component<'c>(object: &Object, proposed: &'c Component) -> Option<&'c Component> {
    let is_new = |part: &&Component| {
        instances::resolve(&object.calendar, &Scope::of(part))
            .and_then(|scope| instances::effective(&object.calendar, &scope))
            .is_ok_and(|ours| TAKEN.iter().any(|name| !diff::same(&ours, part, name)))
    };
    fields::scheduled(proposed).find(is_new).or_else(|| fields::whole(proposed))
}

/// The COUNTER with an event as somebody would have it. What identifies the object is the copy's, whatever the
/// proposal says: UID, ORGANIZER, and SEQUENCE, which it must echo.
fn counter_message(
    object: &Object,
    scope: &Scope,
    mut event: Component,
    who: &Who,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let (_, base) = respond::open_component(object, scope)?;
    let organizer = base.property("ORGANIZER").ok_or(Refusal::NoOrganizer)?;
    if organizer.address() == who.address {
        return Err(Refusal::OwnCopy);
    }
    if event.value("UID") != base.value("UID") {
        return Err(Refusal::WrongUid);
    }
    kind::as_before(&base, &mut event);
    kind::begins(&event)?;
    if fields::span(&event).is_none() {
        return Err(Refusal::InvalidTime("DTSTART"));
    }
    message::make_public(&mut event);
    event.remove("COMMENT");
    if object.role == Role::Attendee {
        event.remove("TRANSP");
    }
    match scope.property() {
        Some(id) => event.set(id),
        None => event.remove("RECURRENCE-ID"),
    }
    if !fields::is_recurring(&event) {
        // Another time for the series leaves it a series.
        event.properties.extend(base.property("RRULE").cloned());
    }
    event.set(Property::new("SEQUENCE", fields::sequence(&base).to_string()));
    let stamp = after_earlier(object, &scope.instance(), &who.address, cx);
    event.set(fields::instant_property("DTSTAMP", stamp));
    event.set(message::bare(organizer));
    if event.property("SUMMARY").is_none() {
        let summary = base.property("SUMMARY").cloned();
        event.properties.push(summary.unwrap_or_else(|| Property::new("SUMMARY", "")));
    }
    if fields::attendee(&event, slice::from_ref(&who.address)).is_none() {
        event.properties.push(draft::person("ATTENDEE", who));
    }
    let comment = comment.filter(|text| !text.trim().is_empty());
    event.properties.extend(comment.map(|text| Property::new_text("COMMENT", text)));
    let mut calendar = message::with_event(Method::Counter, event);
    message::copy_timezones(&object.calendar, &mut calendar);
    let recipients = vec![organizer.address()];
    Message::new(Method::Counter, calendar, who.address.clone(), recipients)
}

/// The event with its times in zones that an object can say: those that IANA does not know and the object does not
/// define are told by their instants, in the zone of the object where it has one. A proposal is kept without the time
/// zones that came with it.
pub(super) fn in_our_zones(event: &Component, from: &Component, object: &Component) -> Component {
    let mut event = event.clone();
    let (theirs, ours) = (Zones::of(from), Zones::of(object));
    let zone = fields::whole(object).and_then(|base| base.time("DTSTART"));
    let zone = zone.as_ref().and_then(CalTime::tzid);
    for name in ["DTSTART", "DTEND", "DUE", "RECURRENCE-ID"] {
        let Some(property) = event.property_mut(name) else { continue };
        let Some(time @ CalTime::Zoned { tzid, .. }) = &property.time() else { continue };
        if tzid.parse::<Tz>().is_ok()
            || object.children("VTIMEZONE").any(|z| z.value("TZID") == Some(tzid))
        {
            continue;
        }
        let Some(at) = theirs.instant(time, Tz::UTC) else { continue };
        let wall = zone.and_then(|zone| Some((zone, ours.wall(at, zone)?)));
        property.set_time(&match wall {
            Some((zone, local)) => CalTime::Zoned { local, tzid: zone.to_owned() },
            None => CalTime::Utc(at.naive_utc()),
        });
    }
    event
}

/// Takes a proposal on the organizer's copy: it becomes the meeting, and everyone is asked again.
///
/// Who proposed is asked too, as in RFC 5546 §4.2.4: a proposal is no answer, and an answer is only its
/// attendee's to give.
///
/// # Errors
/// There is no such proposal, the meeting is cancelled, or what the proposal is based on has changed since.
pub fn accept_counter(
    object: &Object,
    from: &CalAddress,
    scope: &Scope,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let (object, proposal) = decide(object, from, scope)?;
    if object.is_cancelled() {
        return Err(Refusal::Cancelled);
    }
    let scope = instances::resolve(&object.calendar, &Scope::of(&proposal.event))?;
    let event = instances::effective(&object.calendar, &scope)?;
    if proposal.sequence < object.rescheduled_at(&scope, &event) {
        return Err(Refusal::OutOfDate);
    }
    let organizer = fields::organizer(&event).ok_or(Refusal::NoOrganizer)?;
    let who = object.who(from);
    let mut calendar = object.calendar.clone();
    let event = instances::open(&mut calendar, &scope)?;
    take(event, &proposal.event);
    // A REQUEST with a higher SEQUENCE takes it, whatever it changes (§3.2.7, §3.2.2.1).
    event.set(Property::new("SEQUENCE", object.next_sequence().to_string()));
    let mut step = change(Some(&object), Some(&calendar), &organizer, cx)?;
    let (instance, comment) = (scope.instance(), None);
    step.notices
        .insert(0, Notice::ProposalDecided { instance, from: who, accepted: true, comment });
    Ok(step)
}

/// Turns a proposal down on the organizer's copy. The DECLINECOUNTER echoes the SEQUENCE that was proposed upon.
///
/// # Errors
/// There is no such proposal.
pub fn decline_counter(
    object: &Object,
    from: &CalAddress,
    scope: &Scope,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let (object, proposal) = decide(object, from, scope)?;
    let scope = Scope::of(&proposal.event);
    let event = instances::effective(&object.calendar, &scope)?.into_owned();
    let event = &event;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let who = object.who(from);
    let mut declined = message::stub(event, cx);
    declined.set(Property::new("SEQUENCE", proposal.sequence.to_string()));
    declined.properties.extend(event.property("SUMMARY").cloned());
    let listed = fields::attendee(event, slice::from_ref(from)).map(message::bare);
    declined.properties.push(listed.unwrap_or_else(|| draft::person("ATTENDEE", &who)));
    let comment = comment.filter(|text| !text.trim().is_empty());
    declined.properties.extend(comment.map(|text| Property::new_text("COMMENT", text)));
    let calendar = message::with_event(Method::DeclineCounter, declined);
    let message = Message::new(Method::DeclineCounter, calendar, organizer, vec![from.clone()])?;
    let notice = Notice::ProposalDecided {
        instance: scope.instance(),
        from: who,
        accepted: false,
        comment: comment.map(str::to_owned),
    };
    Ok(Step {
        object: Some(object),
        messages: vec![message],
        notices: vec![notice],
        outcome: Outcome::Updated,
    })
}

/// The organizer's copy without the proposal, and the proposal.
fn decide(
    object: &Object,
    from: &CalAddress,
    scope: &Scope,
) -> Result<(Object, Proposal), Refusal> {
    if object.role != Role::Organizer {
        return Err(Refusal::NotOrganizer(Method::DeclineCounter));
    }
    let mut object = object.clone();
    let scope = match scope.id() {
        Some(id) => scope.with_id(Series::of(&object.calendar).canonical(id)),
        None => Scope::Whole,
    };
    let proposal = object.take_proposal(&scope.instance(), from).ok_or(Refusal::UnknownProposal)?;
    object.record_decided(&proposal);
    Ok((object, proposal))
}

/// Whether an event is what a proposal says.
pub(super) fn is_taken(event: &Component, proposed: &Component) -> bool {
    let said = TAKEN.iter().filter(|name| proposed.property(name).is_some());
    fields::span(event) == fields::span(proposed)
        && said
            .filter(|name| !matches!(**name, "DTSTART" | "DTEND" | "DUE" | "DURATION"))
            .all(|name| diff::same(event, proposed, name))
}

/// Makes an event what a proposal says.
fn take(event: &mut Component, proposed: &Component) {
    let end = kind::end_name(event);
    if proposed.property(end).is_some() || proposed.property("DURATION").is_some() {
        event.remove(end);
        event.remove("DURATION");
    }
    for name in TAKEN {
        if let Some(property) = proposed.property(name) {
            event.set(property.clone());
        }
    }
    let people: Vec<Who> = fields::attendees(proposed).map(fields::who).collect();
    draft::invite(event, &people);
}
