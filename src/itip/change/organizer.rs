//! The organizer's own copy (RFC 6638 §3.2.1).

use crate::{
    ical::{Component, Property},
    itip::{Cx, Message, Method, Object, Outcome, Refusal, Role, Step, fields, message},
    model::{CalAddress, Uid},
};

pub(super) fn change(
    old: Option<&Object>,
    new: Option<&Component>,
    user: &CalAddress,
    cx: &Cx,
) -> Result<Step, Refusal> {
    let new = new.ok_or(Refusal::UnknownObject)?;
    let mut calendar = new.clone();
    calendar.remove("METHOD");
    let event = fields::whole_mut(&mut calendar).ok_or(Refusal::NoComponent)?;
    event.set(Property::new("DTSTAMP", fields::utc(cx.now)));
    let uid = Uid(event.value("UID").unwrap_or_default().to_owned());
    let recipients: Vec<CalAddress> = event
        .properties_named("ATTENDEE")
        .map(fields::address)
        .filter(|address| address != user)
        .collect();
    let sequence = fields::sequence(event);
    let mut object = old.cloned().unwrap_or_else(|| Object::new(Role::Organizer));
    let message = Message {
        method: Method::Request,
        uid,
        sequence,
        sender: user.clone(),
        recipients,
        calendar: message::outgoing(&calendar, Method::Request, cx),
    };
    object.calendar = calendar;
    Ok(Step {
        object: Some(object),
        messages: vec![message],
        notices: Vec::new(),
        outcome: if old.is_some() { Outcome::Updated } else { Outcome::Created },
    })
}
