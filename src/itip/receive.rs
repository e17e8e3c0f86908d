//! What a message that came in does (RFC 5546 §3.2).

use std::borrow::Cow;

use super::{
    Authority, Cx, Message, Method, Notice, Object, Outcome, Refusal, Role, Step, Trust, Who, busy,
    fields, incoming::Incoming, message, quirks, split, state::Version,
};
use crate::{ical::Component, model::InstanceId};

mod add;
mod cancel;
mod counter;
mod delegation;
mod keep;
mod merge;
mod publish;
mod refresh;
mod reply;
mod request;

/// What a message that came in does to the stored object: the organizer's copy takes answers and proposals,
/// an attendee's takes invitations, changes and cancellations.
///
/// The object in the step is always the one to keep, also where the outcome is `unchanged`, `stale` or `held`.
///
/// # Errors
/// It is no message of RFC 5546, or not from someone who may send it.
pub fn receive(
    stored: Option<&Object>,
    message: &Component,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let about_range = stored.and_then(|object| split::about_base(object, message));
    let message = about_range.as_ref().unwrap_or(message);
    let incoming = Incoming::read(message, stored, cx)?;
    if let Some(object) = stored
        && object.uid().0 != incoming.uid
    {
        return Err(Refusal::WrongUid);
    }
    if let Some(step) = to_deleted(stored, &incoming, authority) {
        return Ok(step);
    }
    // What is left of a deleted object of one's own has nothing to do with somebody else's.
    let stored = stored.filter(|o| !o.is_placeholder() || o.role != Role::Organizer);
    same_kind(stored, &incoming)?;
    if incoming.event.name == "VFREEBUSY" {
        return busy::receive(present(stored), &incoming, authority);
    }
    let mut current = stored.map(Cow::Borrowed);
    let waits = current.as_mut().filter(|object| !object.held.is_empty());
    let expired = waits.map(|object| object.to_mut().expire_held(cx)).unwrap_or_default();
    let step = dispatch(current.as_deref(), &incoming, authority, cx)?;
    let mut step = apply_held(step, message, authority, cx);
    let repeated = quirks::is_unstamped(message)
        && stored.zip(step.object.as_ref()).is_some_and(|(a, b)| quirks::only_stamps_differ(a, b));
    if repeated {
        return Ok(nothing(stored, Outcome::Unchanged));
    }
    step.notices.extend(expired);
    Ok(step)
}

/// Checks that a message is about the kind of component that is there.
fn same_kind(stored: Option<&Object>, incoming: &Incoming<'_>) -> Result<(), Refusal> {
    let mut known = stored.into_iter().flat_map(|object| fields::scheduled(&object.calendar));
    if known.any(|known| known.name != incoming.event.name) {
        return Err(Refusal::MixedComponents);
    }
    Ok(())
}

/// What a message does to an object that its organizer has deleted: nothing, if it is the organizer's own come back, or an
/// attendee's. Somebody else's invitation with the same UID is another matter.
fn to_deleted(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Option<Step> {
    let left = stored.filter(|o| o.is_placeholder() && o.role == Role::Organizer)?;
    let own = left.received.iter().any(|row| authority.is(&row.from));
    let to_organizer = matches!(incoming.method, Method::Reply | Method::Refresh | Method::Counter);
    (own || to_organizer).then(|| nothing(stored, Outcome::Ignored))
}

/// Hands a message to its method's rules.
fn dispatch(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    match incoming.method {
        Method::Publish => publish::receive(stored, incoming, authority, cx),
        Method::Request if is_known_office(stored, incoming) => {
            Ok(nothing(stored, Outcome::Ignored))
        }
        Method::Request => {
            let step = request::receive(stored, incoming, authority, cx);
            step.map(|step| take_office(step, incoming, authority))
        }
        Method::Reply => each(reply::receive, stored, incoming, authority, cx),
        Method::Add => add::receive(stored, incoming, authority, cx),
        Method::Cancel => each(cancel::receive, stored, incoming, authority, cx),
        Method::Refresh => refresh::receive(stored, incoming, authority, cx),
        Method::Counter => each(counter::receive, stored, incoming, authority, cx),
        Method::DeclineCounter => each(counter::receive_decline, stored, incoming, authority, cx),
    }
}

/// Whether it is the message once more by which the calendar's owner became the organizer, or an older one. One without
/// a DTSTAMP is told by its SEQUENCE alone, which handing over raises (RFC 5546 §2.1.4, §3.2.2.4).
fn is_known_office(stored: Option<&Object>, incoming: &Incoming<'_>) -> bool {
    let Some(object) = stored.filter(|object| object.role == Role::Organizer) else { return false };
    let organizer = fields::whole(&object.calendar).and_then(fields::organizer);
    let known = |instance| object.last_version(instance, organizer.as_ref()?);
    let is_known = |known: Version| match fields::stamp(incoming.event) {
        Some(_) => incoming.version <= known,
        None => incoming.version.sequence <= known.sequence,
    };
    [&InstanceId::Whole, &incoming.instance].into_iter().filter_map(known).any(is_known)
}

/// Who was named organizer by the one before organizes their copy from now on (RFC 5546 §3.2.2.4).
fn take_office(mut step: Step, incoming: &Incoming<'_>, authority: &Authority<'_>) -> Step {
    // Of a whole object: one occurrence has no organizer of its own.
    let whole = fields::master(incoming.calendar).is_some();
    let named = whole
        && step.notices.iter().any(|notice| match notice {
            Notice::OrganizerChanged { to, .. } => authority.owns(to),
            _ => false,
        });
    if let Some(object) = step.object.as_mut().filter(|_| named) {
        object.role = Role::Organizer;
        if !is_known_office(Some(object), incoming) {
            // What could not be told apart from the same message once more changes nobody's part.
            object.role = Role::Attendee;
        }
    }
    step
}

/// The rules of one method.
type Rules = fn(Option<&Object>, &Incoming<'_>, &Authority<'_>, &Cx) -> Result<Step, Refusal>;

/// Applies each component of a message for itself, one after the other: the master and its instances may be answered,
/// cancelled and countered in one message. What is refused of several is left out.
///
/// # Errors
/// Nothing in it can be applied.
fn each(
    rules: Rules,
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let mut done: Option<Step> = None;
    let mut refused = None;
    for part in incoming.parts(stored, cx) {
        let object = done.as_ref().map_or(stored, |step| step.object.as_ref());
        match rules(object, &part, authority, cx) {
            Ok(step) => {
                done = Some(match done {
                    Some(done) => done.then(step),
                    None => step,
                });
            }
            Err(refusal) => refused = refused.or(Some(refusal)),
        }
    }
    done.ok_or_else(|| refused.unwrap_or(Refusal::NoComponent))
}

/// Applies the messages that waited, now that something has come (RFC 5546 §5.2.1), also parts of the same that the rest
/// of it decides. Their senders were checked when they came, against what they themselves say; against the object they
/// are checked now.
fn apply_held(mut step: Step, message: &Component, authority: &Authority<'_>, cx: &Cx) -> Step {
    if matches!(step.outcome, Outcome::Held | Outcome::Stale | Outcome::Ignored) {
        return step;
    }
    let Some(object) = step.object.as_mut() else { return step };
    for held in std::mem::take(&mut object.held) {
        let Some(object) = step.object.as_ref() else { return step };
        let addresses = [held.from.clone()];
        let from = Authority { addresses: &addresses, trust: Trust::Claimed, ..*authority };
        let Ok(incoming) = Incoming::read(&held.message, Some(object), cx) else { continue };
        let Ok(mut next) = dispatch(Some(object), &incoming, &from, cx) else { continue };
        if next.outcome == Outcome::Held {
            // It waits on, from when it came.
            if let Some(object) = step.object.as_mut() {
                object.held.push(held);
            }
            continue;
        }
        if takes_back(message, &next, authority, cx) {
            // It has come, and is known when it comes again.
            if let Some(object) = step.object.as_mut() {
                object.record(&incoming.instance, &held.from, incoming.version, None);
            }
            continue;
        }
        step.messages.append(&mut next.messages);
        step.notices.append(&mut next.notices);
        if matches!(next.outcome, Outcome::Deleted) {
            step.outcome = next.outcome;
            step.notices.retain(|notice| !matches!(notice, Notice::Invited { .. }));
        }
        step.object = next.object;
    }
    step
}

/// Whether a REQUEST takes back what a message that waited for it does: whom the organizer took off, and an attendee sends
/// in the version that the others then had, is invited again (RFC 5546 §3.2.2.3, §4.2.5).
fn takes_back(message: &Component, waited: &Step, authority: &Authority<'_>, cx: &Cx) -> bool {
    let object = waited.object.as_ref();
    let again = Incoming::read(message, object, cx)
        .ok()
        .filter(|incoming| incoming.method == Method::Request)
        .and_then(|incoming| dispatch(object, &incoming, authority, cx).ok());
    again.is_some_and(|again| again.outcome == Outcome::Updated)
}

/// Whether an object is there: not nothing, and not only messages that wait for one.
fn present(stored: Option<&Object>) -> Option<&Object> {
    stored.filter(|object| !object.is_placeholder())
}

/// The REFRESH that asks the organizer for the whole, where a message is about what the owner of the calendar does not
/// have (RFC 5546 §4.7.2). `None` where nobody owns it, since someone has to ask, or the owner would ask themself.
fn ask_for_all(incoming: &Incoming<'_>, authority: &Authority<'_>, cx: &Cx) -> Option<Message> {
    let listed = fields::attendee(incoming.event, authority.owner).map(fields::who);
    let owner = authority.owner.first().cloned().map(|address| Who { address, name: None });
    let who = listed.or(owner)?;
    let mut about = incoming.event.clone();
    about.remove("RECURRENCE-ID");
    if let Some(organizer) = incoming.organizer {
        about.set(organizer.clone());
    }
    message::refresh_of(&about, &who, cx).ok()
}

/// A step that changes nothing.
fn nothing(stored: Option<&Object>, outcome: Outcome) -> Step {
    Step { object: stored.cloned(), messages: Vec::new(), notices: Vec::new(), outcome }
}

/// Checks that a message is the organizer's (RFC 5546 §1.4, §6.1.1): from the one whom the stored object names, or
/// from one who acts for them. Who newly claims by SENT-BY to act for them must be known for sure.
fn from_organizer(
    object: &Object,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
) -> Result<(), Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let stored = event.property("ORGANIZER");
    let named = incoming.organizer_address();
    if named.is_some() && stored.is_some() && named != stored.map(fields::address) {
        return Err(Refusal::OrganizerChanged);
    }
    let Some(organizer) = stored.or(incoming.organizer) else { return Ok(()) };
    if fields::speaks_for(organizer, authority.addresses) || newly_deputized(incoming, authority) {
        Ok(())
    } else {
        Err(Refusal::NotOrganizer(incoming.method))
    }
}

/// Whether the message says that its sender acts for the organizer, and they are known for sure.
fn newly_deputized(incoming: &Incoming<'_>, authority: &Authority<'_>) -> bool {
    authority.trust == Trust::Proven && quirks::is_deputy(incoming.event, authority.addresses)
}

/// Whether this is the organizer's own copy and the message their own, come back to them.
fn is_echo(object: &Object, authority: &Authority<'_>) -> bool {
    object.role == Role::Organizer
        && fields::whole(&object.calendar)
            .and_then(|event| event.property("ORGANIZER"))
            .is_some_and(|organizer| fields::speaks_for(organizer, authority.addresses))
}
