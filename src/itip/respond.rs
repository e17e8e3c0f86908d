//! Answers (RFC 5546 §3.2.3).

use super::{Cx, Message, Object, Refusal, Step, Who};
use crate::model::{InstanceId, Partstat};

/// The REPLY of somebody, from what the object says. The object itself stays as it is: on the organizer's copy
/// hand the message to [`super::receive`].
pub fn reply(
    object: &Object,
    instance: &InstanceId,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let _ = (object, instance, who, partstat, comment, cx);
    Err(Refusal::UnknownObject)
}

/// Somebody's answer on the copy that they keep: the copy changes, and an attendee's REPLY goes out.
pub fn respond(
    object: &Object,
    instance: &InstanceId,
    who: &Who,
    partstat: Partstat,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let _ = (object, instance, who, partstat, comment, cx);
    Err(Refusal::UnknownObject)
}
