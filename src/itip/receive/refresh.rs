//! REFRESH (RFC 5546 §3.2.6).

use super::{nothing, present};
use crate::itip::{
    Authority, Cx, Method, Notice, Object, Outcome, Refusal, Role, Scope, Step, fields,
    incoming::Incoming, instances, message,
};

/// Answers an attendee with the current state. Nobody else is told anything (RFC 5546 §6.1.6).
pub(super) fn receive(
    stored: Option<&Object>,
    incoming: &Incoming<'_>,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let asking = fields::attendees(incoming.event)
        .find(|property| fields::speaks_for(property, authority.addresses))
        .ok_or(Refusal::NotAttendee(Method::Refresh))?;
    let Some(object) = present(stored) else { return Ok(nothing(stored, Outcome::Ignored)) };
    if object.role == Role::Attendee {
        return Ok(nothing(stored, Outcome::Ignored));
    }
    let scope = instances::resolve(&object.calendar, &incoming.scope)?;
    let mut addresses = authority.addresses.to_vec();
    addresses.push(asking.address());
    let seat = fields::scheduled(&object.calendar)
        .find_map(|event| fields::attendee(event, &addresses))
        .ok_or(Refusal::NotInvited)?;
    let messages = match &scope {
        Scope::Whole => message::current(object, vec![seat.address()], cx)?,
        scope => message::current_instance(object, scope, &[seat.address()], cx)?,
    };
    let notices = vec![Notice::RefreshAsked { who: fields::who(seat) }];
    Ok(Step { messages, notices, ..nothing(stored, Outcome::Unchanged) })
}
