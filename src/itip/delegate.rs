//! Delegation (RFC 5546 §3.2.2.3).

use super::{Cx, Message, Object, Refusal, Who};
use crate::model::InstanceId;

/// Sends someone else: a REPLY to the organizer, and a REQUEST to the delegate.
pub fn delegate(
    object: &Object,
    instance: &InstanceId,
    from: &Who,
    to: &Who,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let _ = (object, instance, from, to, cx);
    Err(Refusal::UnknownObject)
}
