//! An attendee's own copy (RFC 6638 §3.2.2).

use std::slice;

use crate::{
    ical::{self, Component, Property},
    itip::{
        Cx, Object, Outcome, Refusal, Role, Scope, Status, Step, delegate, diff, fields, incoming,
        kind, progress, respond,
    },
    model::{CalAddress, InstanceId, Partstat},
};

/// Properties that an attendee may change on their copy (RFC 6638 §3.2.2.1), and those that their programs change
/// without meaning anything by it.
const THEIRS: [&str; 11] = [
    "CATEGORIES",
    "COMMENT",
    "COMPLETED",
    "CREATED",
    "DTSTAMP",
    "LAST-MODIFIED",
    "ORGANIZER",
    "PERCENT-COMPLETE",
    "REQUEST-STATUS",
    "SEQUENCE",
    "TRANSP",
];

/// What an attendee did to their copy.
pub(super) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    match (old, new) {
        (None, None) => Err(Refusal::UnknownObject),
        (None, Some(new)) => create(new, user, cx),
        (Some(old), None) => delete(old, user, cx),
        (Some(old), Some(new)) => modify(old, new, user, cx),
    }
}

/// An invitation that came another way and was saved by hand (RFC 6638 §3.2.2.2). If it holds the attendee's answer,
/// the organizer is told.
fn create(new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut object = Object::new(Role::Attendee);
    object.calendar = checked(new)?;
    let event = fields::whole(&object.calendar).ok_or(Refusal::NoComponent)?;
    let own = fields::attendee(event, slice::from_ref(user)).cloned();
    let answered = own.filter(|own| kind::may_answer(event, fields::partstat(own)).is_ok());
    let answered = answered.filter(|own| fields::partstat(own) != Partstat::NeedsAction);
    let step = match answered {
        Some(own) if fields::status(event) != Status::Cancelled => {
            respond::answer(&object, vec![own], fields::comment(event).as_deref(), cx)?
        }
        _ => quiet(object, Outcome::Created),
    };
    Ok(Step { outcome: Outcome::Created, ..step })
}

/// Who deletes an invitation declines it (RFC 6638 §3.2.2.4), unless they have, or sent another, or it is off.
fn delete(old: &Object, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let event = fields::whole(&old.calendar).ok_or(Refusal::UnknownObject)?;
    let own = fields::attendee(event, slice::from_ref(user));
    let partstat = own.map(fields::partstat);
    let silent = matches!(partstat, None | Some(Partstat::Declined | Partstat::Delegated))
        || fields::status(event) == Status::Cancelled
        || event.property("ORGANIZER").is_none();
    let gone =
        Step { object: None, messages: Vec::new(), notices: Vec::new(), outcome: Outcome::Deleted };
    let (Some(own), false) = (own, silent) else { return Ok(gone) };
    let mut own = own.clone();
    own.set_parameter("PARTSTAT", Partstat::Declined.as_str());
    let step = respond::answer(old, vec![own], None, cx)?;
    Ok(Step { messages: step.messages, ..gone })
}

fn modify(old: &Object, new: &Component, user: &CalAddress, cx: &Cx) -> Result<Step, Refusal> {
    let mut calendar = checked(new)?;
    let before = fields::whole(&old.calendar).ok_or(Refusal::UnknownObject)?;
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    only_theirs(before, event)?;
    let own = own_answer(before, event, user)?;
    let further = progress::saved(before, event, user, own.as_ref());
    let commented = fields::comment(event).filter(|_| !diff::same(before, event, "COMMENT"));
    restore(before, event);
    same_instances(&old.calendar, &calendar)?;
    ical::ensure_timezones(&mut calendar);
    let mut copy = Object { calendar, ..old.clone() };
    let own = match further {
        Some((own, progress)) => {
            copy.set_progress(&InstanceId::Whole, &own.address(), Some(progress));
            Some(own)
        }
        None => own,
    };
    let Some(own) = own else {
        let outcome = if copy == *old { Outcome::Unchanged } else { Outcome::Updated };
        return Ok(quiet(copy, outcome));
    };
    if fields::status(before) == Status::Cancelled {
        return Err(Refusal::Cancelled);
    }
    if fields::partstat(&own) == Partstat::Delegated {
        let to = fields::addresses(&own, "DELEGATED-TO");
        let to = to.into_iter().next().ok_or(Refusal::Missing("DELEGATED-TO"))?;
        let to = new_delegate(new, to);
        return delegate::send_delegate(&copy, &Scope::Whole, &fields::who(&own), &to, cx);
    }
    kind::may_answer(before, fields::partstat(&own))?;
    respond::answer(&copy, vec![own], commented.as_deref(), cx)
}

/// The new copy without METHOD, once it is sure that it is one object with a beginning.
fn checked(new: &Component) -> Result<Component, Refusal> {
    let event = fields::whole(new).ok_or(Refusal::NoComponent)?;
    incoming::one_object(new, event)?;
    kind::begins(event)?;
    let mut calendar = new.clone();
    calendar.remove("METHOD");
    Ok(calendar)
}

/// Refuses a change of what is the organizer's (RFC 6638 §3.2.2.1).
fn only_theirs(before: &Component, event: &Component) -> Result<(), Refusal> {
    if before.value("UID") != event.value("UID") {
        return Err(Refusal::WrongUid);
    }
    if fields::organizer(before) != fields::organizer(event) {
        return Err(Refusal::NotYours("ORGANIZER".to_owned()));
    }
    for name in diff::changed(before, event) {
        // A program that ticks off a to-do sets STATUS beside COMPLETED.
        let ticked = name == "STATUS" && event.name == "VTODO" && !is_off(event);
        let theirs =
            ticked || name == "ATTENDEE" || name.starts_with("X-") || THEIRS.contains(&name);
        if !theirs {
            return Err(match name {
                // To decline one date is an attendee's right (item 8), but needs instances.
                "EXDATE" => Refusal::RecurrenceUnsupported,
                _ => Refusal::NotYours(name.to_owned()),
            });
        }
    }
    Ok(())
}

fn is_off(event: &Component) -> bool {
    fields::status(event) == Status::Cancelled
}

/// The user's own ATTENDEE, where it has another answer than before. The answers of others are not theirs to change,
/// nor is the list; but who is not in it may add themself, and who sends another may add them.
fn own_answer(
    before: &Component,
    event: &Component,
    user: &CalAddress,
) -> Result<Option<Property>, Refusal> {
    let user = slice::from_ref(user);
    let own = fields::attendee(event, user);
    let sent = own.map(|own| fields::addresses(own, "DELEGATED-TO")).unwrap_or_default();
    let refused = || Refusal::NotYours("ATTENDEE".to_owned());
    let (old, new) = (fields::by_address(before), fields::by_address(event));
    for (address, theirs) in new.iter().filter(|(address, _)| !user.contains(address)) {
        match old.get(address) {
            Some(old) if fields::partstat(old) == fields::partstat(theirs) => {}
            None if sent.contains(address) => {}
            _ => return Err(refused()),
        }
    }
    if old.keys().any(|address| !new.contains_key(address)) {
        return Err(refused());
    }
    let answered = |property: &Property| {
        (fields::partstat(property), fields::addresses(property, "DELEGATED-TO"))
    };
    let old = fields::attendee(before, user).map(answered);
    Ok(own.filter(|own| old.as_ref() != Some(&answered(own))).cloned())
}

/// Puts back what the organizer's messages are ordered by, and the list of attendees as the organizer had it.
fn restore(before: &Component, event: &mut Component) {
    for name in ["SEQUENCE", "DTSTAMP"] {
        match before.property(name) {
            Some(property) => event.set(property.clone()),
            None => event.remove(name),
        }
    }
    if let Some(organizer) = before.property("ORGANIZER") {
        event.set(organizer.clone());
    }
    if fields::attendees(before).eq(fields::attendees(event)) {
        return;
    }
    let end = event.properties.len();
    let at = event.properties.iter().position(|p| p.name == "ATTENDEE").unwrap_or(end);
    event.remove("ATTENDEE");
    event.properties.splice(at..at, fields::attendees(before).cloned());
}

/// Changes to single instances need recurrence.
fn same_instances(old: &Component, new: &Component) -> Result<(), Refusal> {
    let instances = |calendar: &Component| -> Vec<Component> {
        let parts = fields::scheduled(calendar);
        parts.filter(|part| part.property("RECURRENCE-ID").is_some()).cloned().collect()
    };
    if instances(old) == instances(new) { Ok(()) } else { Err(Refusal::RecurrenceUnsupported) }
}

/// The delegate, with the name that the new copy has for them.
fn new_delegate(new: &Component, to: CalAddress) -> crate::itip::Who {
    let named = fields::whole(new).and_then(|event| fields::attendee(event, slice::from_ref(&to)));
    named.map_or(crate::itip::Who { address: to, name: None }, fields::who)
}

fn quiet(object: Object, outcome: Outcome) -> Step {
    Step { object: Some(object), messages: Vec::new(), notices: Vec::new(), outcome }
}
