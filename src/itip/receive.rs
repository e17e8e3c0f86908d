//! What a message that came in does (RFC 5546 §3.2).

use super::{Authority, Cx, Object, Refusal, Step};
use crate::ical::Component;

/// What a message that came in does to the stored object: the organizer's copy takes answers and proposals,
/// an attendee's takes invitations, changes and cancellations.
///
/// # Errors
/// It is no message of RFC 5546, or not from someone who may send it.
pub fn receive(
    stored: Option<&Object>,
    message: &Component,
    authority: &Authority<'_>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let _ = (stored, message, authority, cx);
    Err(Refusal::UnknownMethod)
}
