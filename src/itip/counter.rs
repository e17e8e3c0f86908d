//! Counter-proposals (RFC 5546 §3.2.7, §3.2.8).

use super::{Cx, Message, Object, Refusal, Step, Who};
use crate::model::{CalAddress, InstanceId, Span};

/// The COUNTER of somebody who would have it at another time.
pub fn counter(
    object: &Object,
    instance: &InstanceId,
    who: &Who,
    span: &Span,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let _ = (object, instance, who, span, comment, cx);
    Err(Refusal::UnknownObject)
}

/// Takes a proposal on the organizer's copy: it becomes the meeting, and everyone is asked again.
pub fn accept_counter(
    object: &Object,
    from: &CalAddress,
    instance: &InstanceId,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let _ = (object, from, instance, cx);
    Err(Refusal::UnknownProposal)
}

/// Turns a proposal down on the organizer's copy.
pub fn decline_counter(
    object: &Object,
    from: &CalAddress,
    instance: &InstanceId,
    comment: Option<&str>,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let _ = (object, from, instance, comment, cx);
    Err(Refusal::UnknownProposal)
}
