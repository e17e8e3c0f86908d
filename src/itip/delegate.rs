//! Delegation (RFC 5546 §3.2.2.3, §4.2.5).

use std::slice;

use super::{
    Authority, Cx, Message, Method, Object, Refusal, Role, Scope, Step, Who, delivery, draft,
    fields, instances, message, progress, receive,
    respond::{self, Answered},
};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, CalTime, Partstat},
};

/// The most people that one attendee may send.
pub(super) const MOST_DELEGATES: usize = 16;

/// Sends someone else, or several: the REPLY that tells the organizer, and the REQUEST that asks the delegates.
///
/// # Errors
/// It is cancelled, who delegates is not invited, who is sent takes part already, or the delegation would come back
/// to where it began.
pub fn delegate(
    object: &Object,
    scope: &Scope,
    from: &Who,
    to: &[Who],
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let parts = parts(object, scope, from, to)?;
    let cx = &stamped(object, &parts, from, cx);
    let request = forward(object, scope, &parts, to, cx)?;
    let reply = respond::reply_message(object, parts, None, cx)?;
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
    to: &[Who],
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
    let parts = parts(object, scope, from, to)?;
    let request = forward(object, scope, &parts, to, &stamped(object, &parts, from, cx))?;
    let mut step = respond::answer(object, parts, None, cx)?;
    step.messages.push(request);
    if let Some(copy) = &mut step.object {
        delivery::pending(copy, &step.messages);
    }
    Ok(step)
}

/// What is delegated: each component with the ATTENDEEs of all of them.
fn parts(object: &Object, scope: &Scope, from: &Who, to: &[Who]) -> Result<Vec<Answered>, Refusal> {
    match to.len() {
        0 => return Err(Refusal::Missing("DELEGATED-TO")),
        1..=MOST_DELEGATES => {}
        _ => return Err(Refusal::TooLarge("DELEGATED-TO")),
    }
    let about = respond::scopes(object, scope, &from.address)?;
    let seated =
        about.into_iter().map(|(scope, event)| seats(&event, from, to).map(|seats| (scope, seats)));
    seated.collect()
}

fn stamped(object: &Object, parts: &[Answered], from: &Who, cx: &Cx) -> Cx {
    Cx { now: respond::stamp_of(object, parts, &from.address, cx), ..*cx }
}

/// The ATTENDEEs of all of them, as the delegation makes them: first who delegates.
fn seats(event: &Component, from: &Who, to: &[Who]) -> Result<Vec<Property>, Refusal> {
    let own = fields::attendee(event, slice::from_ref(&from.address));
    let mut own = own.cloned().ok_or(Refusal::NotInvited)?;
    for delegate in to {
        may_send(event, from, delegate)?;
    }
    own.set_parameter("PARTSTAT", Partstat::Delegated.as_str());
    let addresses: Vec<CalAddress> = to.iter().map(|who| who.address.clone()).collect();
    fields::set_addresses(&mut own, "DELEGATED-TO", &addresses);
    own.set_parameter("RSVP", "TRUE");
    let mut seats = vec![own.clone()];
    seats.extend(to.iter().map(|who| {
        let mut theirs = draft::person("ATTENDEE", who);
        seat_of_delegate(&mut theirs, &own);
        theirs
    }));
    Ok(seats)
}

/// Whether somebody may send somebody else.
fn may_send(event: &Component, from: &Who, to: &Who) -> Result<(), Refusal> {
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
    Ok(())
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

/// The invitation, forwarded to the delegate (RFC 5546 §4.2.5): what the delegator is invited to of what they delegate,
/// and nothing else. Its SEQUENCE stays (§2.1.4).
fn forward(
    object: &Object,
    scope: &Scope,
    parts: &[Answered],
    to: &[Who],
    cx: &Cx,
) -> Result<Message, Refusal> {
    let (first, seats) = parts.first().ok_or(Refusal::NotInvited)?;
    let own = seats.first().ok_or(Refusal::NotInvited)?;
    let from = own.address();
    let all = *scope == Scope::Whole && *first == Scope::Whole;
    let passed_on = if all { own_view(&object.calendar, &from) } else { only(object, parts)? };
    let mut calendar = message::outgoing(&passed_on, Method::Request, cx);
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        if object.role == Role::Attendee {
            // Whether it keeps them busy, and what they wrote on it, is their own affair.
            event.remove("TRANSP");
            event.remove("COMMENT");
            progress::make_public(object, &from, event);
        }
        let named = parts.iter().find(|(scope, _)| *scope == Scope::of(event));
        for seat in named.map_or(seats, |(_, seats)| seats) {
            match fields::attendee_mut(event, &seat.address()) {
                Some(old) => *old = message::bare(seat),
                None => event.properties.push(message::bare(seat)),
            }
        }
    }
    let recipients = to.iter().map(|who| who.address.clone()).collect();
    Message::new(Method::Request, calendar, from, recipients)
}

/// The object without the instances that somebody is not invited to.
fn own_view(calendar: &Component, from: &CalAddress) -> Component {
    let mut view = calendar.clone();
    let others: Vec<CalTime> = instances::overrides(calendar)
        .filter(|(_, event)| fields::attendee(event, slice::from_ref(from)).is_none())
        .filter_map(|(scope, _)| scope.id().cloned())
        .collect();
    for id in &others {
        instances::exclude(&mut view, id);
    }
    view
}

/// Only what is delegated, each for itself.
fn only(object: &Object, parts: &[Answered]) -> Result<Component, Refusal> {
    let mut calendar = object.calendar.clone();
    calendar.components.retain(|part| part.name == "VTIMEZONE");
    for (scope, _) in parts {
        let event = instances::effective(&object.calendar, scope)?;
        calendar.components.push(event.into_owned());
    }
    let parts: Vec<Component> = fields::scheduled(&calendar).cloned().collect();
    let used = message::used_zones(&parts);
    calendar.components.retain(|part| {
        part.name != "VTIMEZONE" || part.text("TZID").is_some_and(|tzid| used.contains(&*tzid))
    });
    Ok(calendar)
}
