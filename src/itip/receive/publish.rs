//! PUBLISH (RFC 5546 §3.2.1).

use super::{
    from_organizer, is_echo,
    merge::{self, Source},
    nothing, present,
};
use crate::{
    itip::{Authority, Cx, Method, Object, Outcome, Refusal, Role, Step, incoming::Incoming},
    model::CalAddress,
};

/// Keeps what is published. Anyone may hand on what is new; only the organizer changes what is there.
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let organizer = incoming.organizer_address().unwrap_or_else(|| CalAddress::new(""));
    let Some(object) = present(stored) else {
        let mut object = stored.cloned().unwrap_or_else(|| Object::new(Role::Attendee));
        object.calendar = merge::kept(incoming, cx);
        merge::remember(&mut object, &organizer, Source::Organizer, cx);
        return Ok(nothing(Some(&object), Outcome::Created));
    };
    if is_echo(object, authority) {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    if object.role == Role::Organizer {
        return Err(Refusal::NotOrganizer(Method::Publish));
    }
    let step = merge::update(object, &organizer, incoming, authority, Source::Published, cx);
    match from_organizer(object, incoming, authority) {
        Ok(()) => step,
        Err(refusal) => merge::only_if_known(object, step, refusal),
    }
}
