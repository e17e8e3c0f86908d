//! Messages that must go out, and how they are made.

use std::fmt::Write as _;

use super::{Cx, Method, Object, Who, draft, fields};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, Partstat, Uid},
};

/// Who wrote a text (RFC 5545 §3.7.3). Without a version, so that the same object keeps its octets.
const PRODID: &str = "-//Convene//Convene//EN";

/// Parameters that a calendar server and its client tell each other, and nobody else (RFC 6638 §7).
const SERVER_ONLY: [&str; 3] = ["SCHEDULE-AGENT", "SCHEDULE-FORCE-SEND", "SCHEDULE-STATUS"];

/// A message that must go out (RFC 5546 §3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// What it is for.
    pub method: Method,
    /// The object it is about.
    pub uid: Uid,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// On whose behalf it goes.
    pub sender: CalAddress,
    /// Whom it goes to.
    pub recipients: Vec<CalAddress>,
    /// The VCALENDAR, with METHOD.
    pub calendar: Component,
}

impl Message {
    /// The kind of component it carries (`VEVENT`).
    pub fn component_name(&self) -> &str {
        fields::scheduled(&self.calendar).next().map_or("VEVENT", |component| &component.name)
    }
}

/// Asks the organizer for the current state (RFC 5546 §3.2.6).
pub fn refresh(object: &Object, who: &Who, cx: &Cx) -> Message {
    let uid = object.uid();
    let organizer = fields::whole(&object.calendar).and_then(|c| c.property("ORGANIZER"));
    let name = fields::whole(&object.calendar).map_or("VEVENT", |c| c.name.as_str());
    let mut event = Component::new(name);
    event.properties =
        vec![Property::new("UID", uid.0.as_str()), Property::new("DTSTAMP", fields::utc(cx.now))];
    event.properties.extend(organizer.map(bare));
    event.properties.push(draft::person("ATTENDEE", who));
    Message {
        method: Method::Refresh,
        sequence: object.sequence(),
        sender: who.address.clone(),
        recipients: organizer.map(fields::address).into_iter().collect(),
        calendar: with_event(Method::Refresh, event),
        uid,
    }
}

/// The object for anyone to read (RFC 5546 §3.2.1): no ATTENDEE, and who comes as words in DESCRIPTION.
pub fn publish(object: &Object, cx: &Cx) -> Message {
    let mut calendar = outgoing(&object.calendar, Method::Publish, cx);
    for event in calendar.components.iter_mut().filter(|c| c.name != "VTIMEZONE") {
        let roster = roster(event);
        if !roster.is_empty() {
            let text = event.text("DESCRIPTION").unwrap_or_default();
            let gap = if text.is_empty() { "" } else { "\n\n" };
            event.set(Property::new_text("DESCRIPTION", &format!("{text}{gap}{roster}")));
        }
        event.remove("ATTENDEE");
    }
    let whole = fields::whole(&object.calendar);
    let organizer = whole.and_then(fields::organizer).unwrap_or_else(|| CalAddress::new(""));
    Message {
        method: Method::Publish,
        uid: object.uid(),
        sequence: object.sequence(),
        sender: organizer,
        recipients: Vec::new(),
        calendar,
    }
}

/// Who comes and who does not, one answer a line.
fn roster(event: &Component) -> String {
    const LINES: [(Partstat, &str); 5] = [
        (Partstat::Accepted, "Accepted"),
        (Partstat::Tentative, "Tentative"),
        (Partstat::Declined, "Declined"),
        (Partstat::Delegated, "Delegated"),
        (Partstat::NeedsAction, "No answer"),
    ];
    let mut text = String::new();
    for (partstat, words) in LINES {
        let names: Vec<String> = event
            .properties_named("ATTENDEE")
            .filter(|property| fields::partstat(property) == partstat)
            .map(name)
            .collect();
        if !names.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            // Writing to a String cannot fail.
            let _ = write!(text, "{gap}{words} ({}): {}", names.len(), names.join(", "));
        }
    }
    text
}

fn name(property: &Property) -> String {
    let who = fields::who(property);
    who.name.unwrap_or_else(|| {
        who.address.mail().map_or_else(|| who.address.as_str().to_owned(), str::to_owned)
    })
}

/// An empty VCALENDAR.
pub(super) fn calendar(method: Option<Method>) -> Component {
    let mut calendar = Component::new("VCALENDAR");
    calendar.properties = vec![Property::new("VERSION", "2.0"), Property::new("PRODID", PRODID)];
    calendar.properties.extend(method.map(|method| Property::new("METHOD", method.as_str())));
    calendar
}

/// A VCALENDAR with one component.
pub(super) fn with_event(method: Method, event: Component) -> Component {
    let mut calendar = calendar(Some(method));
    calendar.components.push(event);
    calendar
}

/// A whole object as it is sent: with our name, without what is private to a copy (alarms, and the words
/// between a calendar server and its client, RFC 6638 §7).
pub(super) fn outgoing(object: &Component, method: Method, cx: &Cx) -> Component {
    let mut calendar = calendar(Some(method));
    calendar.components.clone_from(&object.components);
    for component in calendar.components.iter_mut().filter(|c| c.name != "VTIMEZONE") {
        component.components.retain(|inner| inner.name != "VALARM");
        component.remove("REQUEST-STATUS");
        for property in &mut component.properties {
            property.parameters.retain(|p| !SERVER_ONLY.contains(&p.name.as_str()));
        }
        component.set(Property::new("DTSTAMP", fields::utc(cx.now)));
    }
    calendar
}

/// ORGANIZER or ATTENDEE without the words between a calendar server and its client.
pub(super) fn bare(property: &Property) -> Property {
    let mut property = property.clone();
    property.parameters.retain(|p| !SERVER_ONLY.contains(&p.name.as_str()));
    property
}
