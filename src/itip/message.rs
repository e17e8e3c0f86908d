//! Messages that must go out, and how they are made.

use std::collections::HashSet;

use super::{
    Cx, Method, Object, Refusal, Scope, Status, Who, draft, fields, instances, kind, quirks,
    restrictions, split, strict, views,
};
use crate::{
    ical::{self, Component, Property},
    model::{CalAddress, Uid},
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
    /// Its SEQUENCE; 0 where it has none.
    pub sequence: i64,
    /// On whose behalf it goes.
    pub sender: CalAddress,
    /// Whom it goes to; nobody in particular, where it is published.
    pub recipients: Vec<CalAddress>,
    /// The VCALENDAR, with METHOD.
    pub calendar: Component,
}

impl Message {
    /// The kind of component it carries (`VEVENT`).
    pub fn component_name(&self) -> &str {
        fields::scheduled(&self.calendar).next().map_or("VEVENT", |component| &component.name)
    }

    /// The message as text.
    pub fn write(&self) -> String {
        ical::write(&self.calendar)
    }

    /// Takes a calendar as a message, and reads the rest out of it. What would not hold to RFC 5545 and the
    /// restriction tables is left out, or the message is not sent.
    pub(super) fn new(
        method: Method,
        mut calendar: Component,
        sender: CalAddress,
        recipients: Vec<CalAddress>,
    ) -> Result<Self, Refusal> {
        kind::all_take(method, &calendar)?;
        kind::complete(method, &mut calendar);
        strict::tidy(&mut calendar)?;
        restrictions::refuse_invalid(&calendar)?;
        let event = fields::whole(&calendar).ok_or(Refusal::NoComponent)?;
        let uid = Uid(event.value("UID").unwrap_or_default().to_owned());
        let sequence = fields::sequence(event);
        Ok(Self { method, uid, sequence, sender, recipients, calendar })
    }
}

/// Asks the organizer for the current state (RFC 5546 §3.2.6).
pub fn refresh(object: &Object, who: &Who, cx: &Cx) -> Result<Message, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    refresh_of(event, who, cx)
}

/// Asks for the current state of what a component, not necessarily of the copy at hand, is about.
pub(super) fn refresh_of(event: &Component, who: &Who, cx: &Cx) -> Result<Message, Refusal> {
    let organizer = event.property("ORGANIZER").ok_or(Refusal::NoOrganizer)?;
    if fields::address(organizer) == who.address {
        return Err(Refusal::OwnCopy);
    }
    let mut asking = stub(event, cx);
    asking.remove("SEQUENCE");
    asking.properties.push(draft::person("ATTENDEE", who));
    let recipients = vec![fields::address(organizer)];
    let calendar = with_event(Method::Refresh, asking);
    Message::new(Method::Refresh, calendar, who.address.clone(), recipients)
}

/// The current state for some of its attendees (RFC 5546 §3.2.2): a REQUEST, or the CANCEL where it is cancelled. Each
/// gets what they are invited to, and who is in none of it gets nothing; those who see the same share a message.
pub(super) fn current(
    object: &Object,
    recipients: Vec<CalAddress>,
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    if fields::status(event) == Status::Cancelled {
        let off = cancelled(event, fields::sequence(event), fields::attendees(event), true, cx);
        return Ok(vec![cancel(&object.calendar, vec![off], recipients)?]);
    }
    let mut messages = Vec::new();
    for (places, to) in views::groups(&object.calendar, recipients) {
        if split::is_split(&object.calendar, cx) {
            for series in split::series(&object.calendar, &places) {
                messages.push(request(&series, to.clone(), cx)?);
            }
        } else {
            messages.push(request(&views::view(&object.calendar, &places), to, cx)?);
        }
    }
    Ok(messages)
}

/// The present state of one occurrence, or of it and the later ones, for those of some people who are in it.
pub(super) fn current_instance(
    object: &Object,
    scope: &Scope,
    recipients: &[CalAddress],
    cx: &Cx,
) -> Result<Vec<Message>, Refusal> {
    let event = instances::effective(&object.calendar, scope)?.into_owned();
    let invited = fields::by_address(&event);
    let to = recipients.iter().filter(|address| invited.contains_key(*address)).cloned();
    let to: Vec<CalAddress> = to.collect();
    if to.is_empty() {
        return Ok(Vec::new());
    }
    if split::is_split(&object.calendar, cx) {
        // An occurrence of a range has another name in the range's own series.
        return current(object, to, cx);
    }
    let zones = object.calendar.children("VTIMEZONE").cloned();
    let mut seen = calendar(None);
    seen.components = zones.chain(std::iter::once(event)).collect();
    Ok(vec![request(&seen, to, cx)?])
}

/// The REQUEST with what somebody sees of an object.
pub(super) fn request(
    seen: &Component,
    recipients: Vec<CalAddress>,
    cx: &Cx,
) -> Result<Message, Refusal> {
    let event = fields::whole(seen).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    let calendar = outgoing(seen, Method::Request, cx);
    Message::new(Method::Request, calendar, organizer, recipients)
}

/// A CANCEL of some components (RFC 5546 §3.2.5), made by [`cancelled`].
pub(super) fn cancel(
    object: &Component,
    off: Vec<Component>,
    recipients: Vec<CalAddress>,
) -> Result<Message, Refusal> {
    let organizer = off.first().and_then(fields::organizer).ok_or(Refusal::NoOrganizer)?;
    let mut calendar = calendar(Some(Method::Cancel));
    calendar.components = off;
    copy_timezones(object, &mut calendar);
    Message::new(Method::Cancel, calendar, organizer, recipients)
}

/// What a CANCEL says of a component: it is off for everyone, or for those who are no longer invited, which STATUS tells
/// apart.
pub(super) fn cancelled<'a>(
    event: &Component,
    sequence: i64,
    attendees: impl IntoIterator<Item = &'a Property>,
    for_all: bool,
    cx: &Cx,
) -> Component {
    let mut off = stub(event, cx);
    off.set(Property::new("SEQUENCE", sequence.to_string()));
    if for_all {
        off.properties.push(Property::new("STATUS", "CANCELLED"));
    }
    for name in ["SUMMARY", "DTSTART", "DTEND", "DUE", "DURATION", "LOCATION"] {
        off.properties.extend(event.property(name).cloned());
    }
    if for_all {
        off.properties.extend(event.properties_named("COMMENT").cloned());
    }
    off.properties.extend(attendees.into_iter().map(bare));
    off
}

/// What every message says about its object: UID, RECURRENCE-ID, SEQUENCE, DTSTAMP, ORGANIZER.
pub(super) fn stub(event: &Component, cx: &Cx) -> Component {
    let mut stub = Component::new(&event.name);
    let copy = |name| event.property(name).cloned();
    stub.properties.extend(copy("UID"));
    stub.properties.extend(copy("RECURRENCE-ID"));
    stub.properties.extend(copy("SEQUENCE"));
    stub.properties.push(fields::instant_property("DTSTAMP", cx.now));
    stub.properties.extend(event.property("ORGANIZER").map(bare));
    stub
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
    calendar.components = object
        .components
        .iter()
        .filter(|component| fields::is_scheduled(component))
        .cloned()
        .collect();
    for component in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        make_public(component);
        component.set(fields::instant_property("DTSTAMP", cx.now));
        if component.property("SUMMARY").is_none() {
            // "Can be null", but must be there.
            component.properties.push(Property::new("SUMMARY", ""));
        }
    }
    copy_timezones(object, &mut calendar);
    calendar
}

/// Takes out of a component what is private to a copy.
pub(super) fn make_public(component: &mut Component) {
    component.components.retain(|part| part.name != "VALARM");
    component.remove("REQUEST-STATUS");
    quirks::settle_sequence(component);
    for property in &mut component.properties {
        property.parameters.retain(|p| !SERVER_ONLY.contains(&p.name.as_str()));
    }
}

/// ORGANIZER or ATTENDEE without the words between a calendar server and its client.
pub(super) fn bare(property: &Property) -> Property {
    let mut property = property.clone();
    property.parameters.retain(|p| !SERVER_ONLY.contains(&p.name.as_str()));
    property
}

/// Brings the time zones that a message refers to over from the object.
pub(super) fn copy_timezones(object: &Component, message: &mut Component) {
    let used = used_zones(&message.components);
    let is_used = |zone: &&Component| zone.text("TZID").is_some_and(|tzid| used.contains(&*tzid));
    let zones: Vec<Component> = object.children("VTIMEZONE").filter(is_used).cloned().collect();
    message.components.splice(0..0, zones);
    ical::ensure_timezones(message);
}

/// Puts the time zones of a message before all else.
pub(super) fn zones_first(calendar: &mut Component) {
    calendar.components.sort_by_key(|part| part.name != "VTIMEZONE");
}

/// The TZIDs that are named in components.
pub(super) fn used_zones(components: &[Component]) -> HashSet<&str> {
    let mut used = HashSet::new();
    for component in components {
        used.extend(component.properties.iter().filter_map(|property| property.parameter("TZID")));
        used.extend(used_zones(&component.components));
    }
    used
}
