//! Delegation (RFC 5546 §3.2.2.3, §4.2.5).

use std::slice;

use super::{
    Authority, Cx, Message, Method, Object, Refusal, Role, Scope, Step, Who, draft, fields,
    message, progress, receive, respond,
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, Partstat},
};

/// Sends someone else: the REPLY that tells the organizer, and the REQUEST that asks the delegate.
///
/// # Errors
/// It is cancelled, who delegates is not invited, who is sent takes part already, or the delegation would come back
/// to where it began.
pub fn delegate(
    object: &Object,
    scope: &Scope,
    from: &Who,
    to: &Who,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let event = respond::open_event(object, scope)?;
    let [own, theirs] = seats(event, from, to)?;
    let stamp = respond::next_stamp(object, &scope.instance(), &from.address, cx);
    let cx = &Cx { now: stamp, ..*cx };
    let request = forward(object, &own, &theirs, cx)?;
    let reply = respond::reply_message(object, vec![own, theirs], None, cx)?;
    Ok(vec![reply, request])
}

/// Somebody sends someone else, on the copy that they keep: the copy changes, the organizer is told and the delegate
/// is asked.
///
/// # Errors
/// As [`delegate`].
pub fn send_delegate(
    object: &Object,
    scope: &Scope,
    from: &Who,
    to: &Who,
    cx: &Cx,
) -> Result<Step, Refusal> {
    if object.role == Role::Organizer {
        let messages = delegate(object, scope, from, to, cx)?;
        let [reply, request] =
            <[Message; 2]>::try_from(messages).map_err(|_| Refusal::NotInvited)?;
        let authority = Authority::proven(slice::from_ref(&from.address));
        let mut step = receive(Some(object), &reply.calendar, &authority, cx)?;
        step.messages.push(request);
        return Ok(step);
    }
    let event = respond::open_event(object, scope)?;
    let [own, theirs] = seats(event, from, to)?;
    let stamp = respond::next_stamp(object, &scope.instance(), &from.address, cx);
    let request = forward(object, &own, &theirs, &Cx { now: stamp, ..*cx })?;
    let mut step = respond::answer(object, vec![own, theirs], None, cx)?;
    step.messages.push(request);
    Ok(step)
}

/// The ATTENDEEs of both, as the delegation makes them.
fn seats(event: &Component, from: &Who, to: &Who) -> Result<[Property; 2], Refusal> {
    let own = fields::attendee(event, slice::from_ref(&from.address));
    let mut own = own.cloned().ok_or(Refusal::NotInvited)?;
    if comes_back(event, &from.address, &to.address) {
        return Err(Refusal::DelegationLoop);
    }
    let listed = fields::attendee(event, slice::from_ref(&to.address));
    let delegate_already =
        listed.is_some_and(|p| fields::addresses(p, "DELEGATED-FROM").contains(&from.address));
    if fields::organizer(event).as_ref() == Some(&to.address)
        || (listed.is_some() && !delegate_already)
    {
        return Err(Refusal::AlreadyInvited);
    }
    own.set_parameter("PARTSTAT", Partstat::Delegated.as_str());
    fields::set_addresses(&mut own, "DELEGATED-TO", slice::from_ref(&to.address));
    own.set_parameter("RSVP", "TRUE");
    let mut theirs = draft::person("ATTENDEE", to);
    seat_of_delegate(&mut theirs, &own);
    Ok([own, theirs])
}

/// Describes a delegate's seat after the one whose seat it was.
pub(super) fn seat_of_delegate(delegate: &mut Property, delegator: &Property) {
    delegate.set_parameter("CUTYPE", "INDIVIDUAL");
    let role = delegator.parameter("ROLE").filter(|role| !role.eq_ignore_ascii_case("CHAIR"));
    delegate.set_parameter("ROLE", role.unwrap_or("REQ-PARTICIPANT"));
    delegate.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
    delegate.set_parameter("RSVP", "TRUE");
    fields::set_addresses(delegate, "DELEGATED-FROM", &[delegator.address()]);
}

/// Whether a delegation would come back to where it began: the delegate is the delegator, or stands before
/// them in the chain. One of absurd length counts as one that does.
pub(super) fn comes_back(event: &Component, from: &CalAddress, to: &CalAddress) -> bool {
    /// A longer chain is none that people make.
    const LONGEST_CHAIN: usize = 64;
    let mut chain = vec![from.clone()];
    let mut next = 0;
    while let Some(address) = chain.get(next).cloned() {
        if address == *to || chain.len() > LONGEST_CHAIN {
            return true;
        }
        let before = fields::attendee(event, slice::from_ref(&address))
            .map(|property| fields::addresses(property, "DELEGATED-FROM"));
        for delegator in before.unwrap_or_default() {
            if !chain.contains(&delegator) {
                chain.push(delegator);
            }
        }
        next += 1;
    }
    false
}

/// The invitation, forwarded to the delegate (RFC 5546 §4.2.5). Its SEQUENCE stays (§2.1.4).
fn forward(
    object: &Object,
    own: &Property,
    theirs: &Property,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let mut calendar = message::outgoing(&object.calendar, Method::Request, cx);
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::UnknownObject)?;
    if object.role == Role::Attendee {
        // Whether it keeps them busy, and what they wrote on it, is their own affair.
        event.remove("TRANSP");
        event.remove("COMMENT");
        progress::make_public(object, &own.address(), event);
    }
    for seat in [own, theirs] {
        match fields::attendee_mut(event, &seat.address()) {
            Some(old) => *old = message::bare(seat),
            None => event.properties.push(message::bare(seat)),
        }
    }
    Message::new(Method::Request, calendar, own.address(), vec![theirs.address()])
}
