//! What a user does to their own copy, and the messages that follow (RFC 6638 §3.2).

use std::slice;

use super::{Cx, Object, Refusal, Role, Scope, Step, fields, instances};
use crate::{ical::Component, model::CalAddress};

mod attendee;
mod organizer;
mod roster;

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
    let old = old.filter(|object| !object.is_placeholder());
    match role(old, new, user) {
        Role::Organizer => organizer::change(old, new, user, cx),
        Role::Attendee => attendee::change(old, new, user, cx),
    }
}

/// What a user did who deleted one occurrence of their copy, or one and all later ones.
///
/// # Errors
/// There is no such occurrence, it is off, or as [`change`].
pub fn remove(object: &Object, scope: &Scope, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    if *scope == Scope::Whole {
        return change(Some(object), None, user, cx);
    }
    if object.role == Role::Attendee {
        return attendee::remove(object, scope, user, cx);
    }
    let scope = instances::resolve(&object.calendar, scope)?;
    let mut calendar = object.calendar.clone();
    let is_left = match &scope {
        Scope::Whole => false,
        Scope::This(id) => {
            instances::exclude(&mut calendar, id);
            true
        }
        Scope::ThisAndFuture(id) => instances::cut(&mut calendar, id),
    };
    change(Some(object), is_left.then_some(&calendar), user, cx)
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
