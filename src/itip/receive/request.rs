//! REQUEST (RFC 5546 §3.2.2).

use super::{
    delegation, from_organizer, is_echo,
    merge::{self, Source},
    nothing, present,
};
use crate::{
    itip::{
        Authority, Cx, Method, Notice, Object, Outcome, Refusal, Role, Scope, Status, Step,
        delegate, fields, incoming::Incoming, quirks,
    },
    model::{CalAddress, InstanceId},
};

/// In what capacity somebody sends a REQUEST.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sender {
    /// As the organizer, or for them.
    Organizer,
    /// As an attendee who sends the calendar's owner in their place (§3.2.2.3).
    Delegator,
    /// As an attendee who passes the invitation on to someone who has none (§3.2.2.6).
    Forwarder,
}

/// Invites, or changes what the attendee is invited to.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let object = present(stored);
    if let Some(object) = object.filter(|object| object.role == Role::Organizer) {
        // What handed the meeting over to its owner may come again.
        let known = incoming.organizer_address().is_some_and(|organizer| {
            object.last_version(&incoming.instance, &organizer) == Some(incoming.version)
        });
        return match (is_echo(object, authority), known) {
            (true, _) => Ok(nothing(stored, Outcome::Ignored)),
            (false, true) => Ok(nothing(stored, Outcome::Unchanged)),
            (false, false) => Err(Refusal::NotOrganizer(Method::Request)),
        };
    }
    let organizer = incoming.organizer_address().ok_or(Refusal::Missing("ORGANIZER"))?;
    let sender = match (sender(object, incoming, authority), object) {
        (Err(refusal), Some(object)) => {
            let step = update(object, &organizer, incoming, authority, cx);
            return merge::only_if_known(object, step, refusal);
        }
        (sender, _) => sender?,
    };
    match (object, sender) {
        (None, _) => invite(stored, &organizer, sender, incoming, authority, cx),
        (Some(object), Sender::Delegator) => delegation::asked(object, incoming, authority, cx),
        (Some(object), Sender::Forwarder) => Ok(nothing(Some(object), Outcome::Ignored)),
        (Some(object), Sender::Organizer) => update(object, &organizer, incoming, authority, cx),
    }
}

/// Finds out in what capacity somebody sends a REQUEST. An attendee who names themself organizer, or sends as if
/// they were, is none of these.
fn sender(
    object: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Result<Sender, Refusal> {
    if let Some(object) = object {
        match from_organizer(object, incoming, authority) {
            Ok(()) => return Ok(Sender::Organizer),
            // The organizer themself may name another (§3.2.2.4); nobody else may (§6.1.3).
            Err(Refusal::OrganizerChanged) if speaks_for_stored(object, authority) => {
                return Ok(Sender::Organizer);
            }
            Err(refusal @ Refusal::OrganizerChanged) => return Err(refusal),
            Err(_) => {}
        }
    } else if incoming.organizer_address().is_some_and(|organizer| authority.is(&organizer))
        || quirks::is_deputy(incoming.event, authority.addresses)
    {
        return Ok(Sender::Organizer);
    }
    let seats = || {
        fields::scheduled(incoming.calendar)
            .filter_map(|event| Some((event, fields::attendee(event, authority.addresses)?)))
    };
    seats().next().ok_or(Refusal::NotOrganizer(Method::Request))?;
    for (event, seat) in seats() {
        let sent = fields::addresses(seat, "DELEGATED-TO");
        if sent.is_empty()
            || !(authority.owner.is_empty() || sent.iter().any(|to| authority.owns(to)))
        {
            continue;
        }
        let own = seat.address();
        if sent.iter().any(|to| delegate::comes_back(event, &own, to)) {
            return Err(Refusal::DelegationLoop);
        }
        return Ok(Sender::Delegator);
    }
    let invited = fields::scheduled(incoming.calendar)
        .any(|event| fields::attendee(event, authority.owner).is_some());
    if object.is_none() && !invited {
        return Ok(Sender::Forwarder);
    }
    Err(Refusal::NotOrganizer(Method::Request))
}

fn speaks_for_stored(object: &Object, authority: &Authority<'_>) -> bool {
    fields::whole(&object.calendar)
        .and_then(|event| event.property("ORGANIZER"))
        .is_some_and(|organizer| fields::speaks_for(organizer, authority.addresses))
}

/// A meeting that is new here.
fn invite(
    stored: Option<&Object>,
    organizer: &CalAddress,
    sender: Sender,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if fields::status(incoming.event) == Status::Cancelled {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let own = authority.owns(organizer);
    let role = if own && sender == Sender::Organizer { Role::Organizer } else { Role::Attendee };
    let held = stored.map(|object| object.held.clone()).unwrap_or_default();
    let mut object = Object { held, ..Object::new(role) };
    object.calendar = merge::kept(incoming, cx);
    // What someone else passed on says nothing of when the organizer last wrote.
    let source = match sender {
        Sender::Organizer => Source::Organizer,
        Sender::Delegator | Sender::Forwarder => Source::Delegator,
    };
    merge::remember(&mut object, organizer, source, cx);
    let delegated = match sender {
        Sender::Delegator => delegation::begun(&mut object.calendar, authority)?,
        Sender::Organizer | Sender::Forwarder => Vec::new(),
    };
    let mut notices = Vec::new();
    let whole = fields::master(&object.calendar).is_some();
    for event in fields::scheduled(&object.calendar) {
        let instance = Scope::of(event).instance();
        // An override of a meeting to which they are invited is nothing that they are invited to besides.
        if !whole || instance == InstanceId::Whole {
            let owner = fields::attendee(event, authority.owner).map(fields::who);
            notices.extend(owner.map(|who| Notice::Invited { instance, who }));
        }
    }
    notices.extend(delegated);
    Ok(Step { notices, ..nothing(Some(&object), Outcome::Created) })
}

fn update(
    object: &Object,
    organizer: &CalAddress,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let before = fields::whole(&object.calendar).and_then(fields::organizer);
    let before = before.unwrap_or_else(|| organizer.clone());
    if before == *organizer {
        return merge::update(object, organizer, incoming, authority, Source::Organizer, cx);
    }
    // A new organizer begins a new count, which must be ahead of the old one (§3.2.2.4).
    let last = object.organizer_version(&incoming.instance, &before);
    if last.is_some_and(|last| incoming.version.sequence <= last.sequence) {
        return Ok(nothing(Some(object), Outcome::Stale));
    }
    let mut step = merge::update(object, organizer, incoming, authority, Source::Organizer, cx)?;
    step.notices.insert(0, Notice::OrganizerChanged { from: before, to: organizer.clone() });
    Ok(step)
}
