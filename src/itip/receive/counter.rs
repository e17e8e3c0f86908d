//! COUNTER and DECLINECOUNTER (RFC 5546 §3.2.7, §3.2.8).

use std::slice;

use super::{from_organizer, nothing, present};
use crate::{
    ical::Component,
    itip::{
        Authority, Cx, Method, Notice, Object, Outcome, Proposal, Refusal, Role, Step, Uninvited,
        Who, counter, fields, incoming::Incoming, instances, message, quirks, state::Version,
    },
    model::InstanceId,
};

/// Keeps a proposal until the organizer decides: one for each attendee and instance, the newest.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let Some(object) = present(stored) else { return Ok(nothing(stored, Outcome::Ignored)) };
    if object.role == Role::Attendee {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let scope = instances::resolve(&object.calendar, &incoming.scope)?;
    let event = instances::effective(&object.calendar, &scope)?;
    let who = proposer(&event, incoming, authority, cx)?;
    if object.is_cancelled() {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let instance = scope.instance();
    let row = object.last(&instance, &who.address);
    if row.is_some_and(|row| row.decided >= Some(incoming.version.stamp)) {
        return Ok(nothing(stored, Outcome::Stale));
    }
    if incoming.version.sequence < object.rescheduled_at(&scope, &event) {
        return stale(object, instance, who, cx);
    }
    // Who raises SEQUENCE by themself proposes upon what is there all the same.
    let sequence = incoming.version.sequence.min(object.asked_at(&scope, &event));
    let version = Version { sequence, ..incoming.version };
    let mut proposed = counter::in_our_zones(incoming.event, incoming.calendar, &object.calendar);
    match scope.property() {
        Some(id) => proposed.set(id),
        None => proposed.remove("RECURRENCE-ID"),
    }
    if let Some(open) = object.proposal(&instance, &who.address) {
        let known = Version { sequence: open.sequence, stamp: open.stamp };
        if version < known {
            return Ok(nothing(stored, Outcome::Stale));
        }
        if version == known && open.event == proposed {
            return Ok(nothing(stored, Outcome::Unchanged));
        }
    }
    let disallowed = quirks::disallows_counter(&event);
    let step = keep(object, instance.clone(), proposed, who.clone(), version);
    match step.object {
        Some(object) if disallowed => {
            counter::decline_counter(&object, &who.address, &incoming.scope, None, cx)
        }
        _ => Ok(step),
    }
}

fn keep(
    object: &Object,
    instance: InstanceId,
    proposed: Component,
    who: Who,
    version: Version,
) -> Step {
    let mut object = object.clone();
    object.take_proposal(&instance, &who.address);
    let comment = fields::comment(&proposed);
    let span = fields::span(&proposed);
    object.proposals.push(Proposal {
        instance: instance.clone(),
        from: who.address.clone(),
        sequence: version.sequence,
        stamp: version.stamp,
        event: proposed,
        comment: comment.clone(),
    });
    let notice = Notice::Proposed { instance, from: who, span, comment };
    Step {
        object: Some(object),
        messages: Vec::new(),
        notices: vec![notice],
        outcome: Outcome::Pending,
    }
}

/// Who proposes: an attendee, or one who acts for an attendee; someone who is not invited only where the policy lets
/// them.
fn proposer(
    event: &Component,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Who, Refusal> {
    let not_theirs = Refusal::NotAttendee(Method::Counter);
    let organizer = fields::organizer(event);
    if incoming.organizer.is_some() && incoming.organizer_address() != organizer {
        return Err(Refusal::OrganizerChanged);
    }
    if let Some(attendee) = fields::attendee(event, authority.addresses) {
        return Ok(fields::who(attendee));
    }
    let named = fields::attendees(incoming.event)
        .find(|property| fields::speaks_for(property, authority.addresses));
    let invited = named.and_then(|p| fields::attendee(event, slice::from_ref(&p.address())));
    match (invited, named, cx.policy.proposals) {
        (Some(attendee), ..) => Ok(fields::who(attendee)),
        (None, Some(named), Uninvited::Accept) => Ok(fields::who(named)),
        (None, None, Uninvited::Accept) => {
            let address = authority.addresses.first().cloned().ok_or(not_theirs)?;
            Ok(Who { address, name: None })
        }
        (None, _, Uninvited::Refuse) => Err(not_theirs),
    }
}

/// What it is based on has changed: it falls, and whoever proposed it gets the current state, as one does
/// who answers an earlier version (RFC 5546 §5.2.2).
fn stale(object: &Object, instance: InstanceId, who: Who, cx: &Cx) -> Result<Step, Refusal> {
    let messages = message::current(object, vec![who.address.clone()], cx)?;
    let notices = vec![Notice::ProposalStale { instance, from: who }];
    Ok(Step { messages, notices, ..nothing(Some(object), Outcome::Stale) })
}

/// Takes note that the organizer turned a proposal of the calendar's owner down.
pub(super) fn receive_decline(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    _cx: &Cx,
) -> Result<Step, Refusal> {
    let Some(object) = present(stored) else { return Ok(nothing(stored, Outcome::Ignored)) };
    if object.role == Role::Organizer {
        let own = fields::whole(&object.calendar).and_then(|event| event.property("ORGANIZER"));
        return match own {
            Some(own) if fields::speaks_for(own, authority.addresses) => {
                Ok(nothing(stored, Outcome::Ignored))
            }
            _ => Err(Refusal::NotOrganizer(Method::DeclineCounter)),
        };
    }
    from_organizer(object, incoming, authority)?;
    let mut object = object.clone();
    let instance = incoming.instance.clone();
    let listed: Vec<Who> = fields::attendees(incoming.event).map(fields::who).collect();
    let mut notices = Vec::new();
    for who in listed {
        let open = object.proposal(&instance, &who.address);
        // A later proposal, upon a later version, is not what was turned down.
        let turned_down = open.is_some_and(|open| open.sequence <= incoming.version.sequence);
        if turned_down && let Some(proposal) = object.take_proposal(&instance, &who.address) {
            object.record_decided(&proposal);
            notices.push(Notice::ProposalDecided {
                instance: instance.clone(),
                from: who,
                accepted: false,
                comment: fields::comment(incoming.event),
            });
        }
    }
    let outcome = if notices.is_empty() { Outcome::Ignored } else { Outcome::Updated };
    Ok(Step { object: Some(object), messages: Vec::new(), notices, outcome })
}
