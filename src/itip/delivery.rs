//! What became of the messages about an object, as its owner's program is told: SCHEDULE-STATUS (RFC 6638 §3.2.9, §7.3).

use std::collections::{HashMap, HashSet};

use super::{Code, Message, Method, Object, fields};
use crate::{
    ical::{Component, Property},
    model::CalAddress,
};

/// The parameter that says it. It is never in a message.
const STATUS: &str = "SCHEDULE-STATUS";

/// A message is on its way: the code of one whose delivery is not known yet.
const PENDING: Code = Code(1, 0);

/// Writes down what became of the newest message to somebody (RFC 6638 §3.2.9). A transport calls it.
///
/// `1.1` it was sent, `1.2` it was delivered, `3.7` there is no such calendar user, `3.8` they take nothing from here,
/// `5.1` it could not be delivered, `5.2` nobody knows how to, `5.3` they have no scheduling.
#[must_use]
pub fn delivered(object: &Object, recipient: &CalAddress, code: Code) -> Object {
    let mut object = object.clone();
    mark(&mut object, &HashSet::from([recipient]), code);
    object
}

/// Writes down that a parameter of theirs was not known, and ignored (RFC 6638 §7.2).
pub(super) fn ignored(object: &mut Object, of: &HashSet<CalAddress>) {
    if !of.is_empty() {
        mark(object, &of.iter().collect(), Code(2, 3));
    }
}

/// Writes down that messages are on their way.
pub(super) fn pending(object: &mut Object, messages: &[Message]) {
    let mut to: HashSet<&CalAddress> = HashSet::new();
    for message in messages.iter().filter(|message| message.method != Method::Publish) {
        to.extend(&message.recipients);
    }
    if !to.is_empty() {
        mark(object, &to, PENDING);
    }
}

/// What became of the owner's messages stays known when a newer version comes, which cannot say it.
pub(super) fn keep(before: &Component, event: &mut Component) {
    let told = |property: &&Property| matches!(property.name.as_str(), "ATTENDEE" | "ORGANIZER");
    let known: HashMap<(&str, CalAddress), &str> = before
        .properties
        .iter()
        .filter(told)
        .filter_map(|p| Some(((p.name.as_str(), p.address()), p.parameter(STATUS)?)))
        .collect();
    if known.is_empty() {
        return;
    }
    for property in &mut event.properties {
        if told(&&*property)
            && let Some(code) = known.get(&(property.name.as_str(), property.address()))
        {
            let code = (*code).to_owned();
            property.set_parameter(STATUS, &code);
        }
    }
}

fn mark(object: &mut Object, recipients: &HashSet<&CalAddress>, code: Code) {
    let code = code.to_string();
    // The list of attendees stands in every override, and is read once.
    let mut known: HashMap<String, bool> = HashMap::new();
    let parts = object.calendar.components.iter_mut().filter(|part| fields::is_scheduled(part));
    for part in parts {
        mark_part(part, recipients, &code, &mut known);
    }
}

fn mark_part(
    part: &mut Component,
    recipients: &HashSet<&CalAddress>,
    code: &str,
    known: &mut HashMap<String, bool>,
) {
    // What goes to the organizer is told in ORGANIZER alone, also where they are an attendee too (RFC 6638 §7.3).
    let organizer = fields::organizer(part).filter(|organizer| recipients.contains(organizer));
    for property in &mut part.properties {
        let told = match property.name.as_str() {
            "ATTENDEE" => organizer.as_ref() != Some(&property.address()),
            "ORGANIZER" => true,
            _ => false,
        };
        if !told || !fields::is_ours(property) {
            continue;
        }
        let is_meant = known.get(&property.value).copied().unwrap_or_else(|| {
            let is_meant = recipients.contains(&property.address());
            known.insert(property.value.clone(), is_meant);
            is_meant
        });
        if is_meant {
            property.set_parameter(STATUS, code);
        }
    }
}
