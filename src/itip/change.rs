//! What a user does to their own copy, and the messages that follow (RFC 6638 §3.2).

use std::slice;

use super::{Cx, Object, Refusal, Role, Scope, Step, busy, fields};
use crate::{ical::Component, model::CalAddress};

mod attendee;
mod journal;
mod organizer;
mod parts;
pub(super) mod roster;
mod tell;

/// What a user did to their own copy of an object: created it (`old` is `None`), changed it, or deleted it
/// (`new` is `None`). Gives the copy as it is to be kept, and the messages that must go out.
///
/// The organizer's changes become REQUEST and CANCEL (RFC 6638 §3.2.1); an attendee's answer becomes a REPLY,
/// and their deletion one that declines (RFC 6638 §3.2.2).
///
/// # Errors
/// An attendee changed what only the organizer may, or the new copy is no calendar object that could be sent.
pub fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let there = old.filter(|object| !object.is_placeholder());
    let before = there.and_then(|old| fields::whole(&old.calendar));
    let after = new.and_then(fields::whole);
    if let (Some(before), Some(after)) = (before, after)
        && before.name != after.name
    {
        return Err(Refusal::MixedComponents);
    }
    if after.or(before).is_some_and(|part| part.name == "VFREEBUSY") {
        return busy::change(there, new, user, cx);
    }
    match role(there, new, user) {
        Role::Organizer => journal::tell(there, organizer::change(old, new, user, cx)?, cx),
        Role::Attendee => attendee::change(there, new, user, cx),
    }
}

/// A user takes an object out of their calendar, or some of its occurrences: the organizer cancels them, an attendee
/// declines them (RFC 6638 §3.2.1.3, §3.2.2.3, §3.2.2.4).
///
/// # Errors
/// There is no such occurrence, or it is not theirs to delete.
pub fn delete(object: &Object, scope: &Scope, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    match (object.role, scope) {
        (_, Scope::Whole) => change(Some(object), None, user, cx),
        (Role::Organizer, _) => {
            journal::tell(Some(object), organizer::delete_some(object, scope, user, cx)?, cx)
        }
        (Role::Attendee, _) => attendee::remove(object, scope, user, cx),
    }
}

/// Whose copy it is: the organizer's, where the user is ORGANIZER or acts for them (SENT-BY), or where
/// nobody organizes it.
fn role(old: Option<&Object>, new: Option<&Component>, user: &CalAddress) -> Role {
    if let Some(old) = old {
        return old.role;
    }
    let organizer = new.and_then(fields::whole).and_then(|event| event.property("ORGANIZER"));
    match organizer {
        Some(organizer) if !fields::speaks_for(organizer, slice::from_ref(user)) => Role::Attendee,
        _ => Role::Organizer,
    }
}
