//! Reading the few properties that the engine itself looks at.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};

use super::{Status, Who, kind, quirks};
use crate::{
    ical::{Component, Property, format_time},
    model::{CalAddress, CalTime, InstanceId, Partstat, Span},
};

/// The largest INTEGER (RFC 5545 §3.3.8); a greater SEQUENCE counts as this one.
pub(crate) const SEQUENCE_MAX: i64 = 2_147_483_647;

/// The components that are scheduled (RFC 5546 §3).
pub(crate) fn is_scheduled(component: &Component) -> bool {
    matches!(component.name.as_str(), "VEVENT" | "VTODO" | "VJOURNAL" | "VFREEBUSY")
}

/// The components of a calendar that are scheduled: no time zones, nothing that RFC 5546 does not know.
pub(crate) fn scheduled(calendar: &Component) -> impl Iterator<Item = &Component> {
    calendar.components.iter().filter(|component| is_scheduled(component))
}

/// The component of the object as a whole; the first instance where there is none.
pub(crate) fn whole(calendar: &Component) -> Option<&Component> {
    master(calendar).or_else(|| scheduled(calendar).next())
}

/// The component of the object as a whole; none where only instances are there.
pub(crate) fn master(calendar: &Component) -> Option<&Component> {
    scheduled(calendar).find(|component| component.property("RECURRENCE-ID").is_none())
}

/// The component of the object as a whole, to change it; none where only instances are there.
pub(crate) fn master_mut(calendar: &mut Component) -> Option<&mut Component> {
    calendar
        .components
        .iter_mut()
        .find(|component| is_scheduled(component) && component.property("RECURRENCE-ID").is_none())
}

/// The component of the object as a whole, to change it.
pub(crate) fn whole_mut(calendar: &mut Component) -> Option<&mut Component> {
    let components = &calendar.components;
    let at = components
        .iter()
        .position(|component| {
            is_scheduled(component) && component.property("RECURRENCE-ID").is_none()
        })
        .or_else(|| components.iter().position(is_scheduled))?;
    calendar.components.get_mut(at)
}

/// SEQUENCE, 0 where there is none (RFC 5545 §3.8.7.4).
pub(crate) fn sequence(component: &Component) -> i64 {
    if component.name == "VFREEBUSY" {
        // It has none, whatever it says (RFC 5545 §3.6.4).
        return 0;
    }
    let count = |name| component.property(name).and_then(Property::integer).unwrap_or(0);
    let sequence = match count("SEQUENCE") {
        0 => count(quirks::SEQUENCE),
        sequence => sequence,
    };
    sequence.clamp(0, SEQUENCE_MAX)
}

/// DTSTAMP, read as UTC whatever it says (RFC 5545 §3.8.7.2).
pub(crate) fn stamp(component: &Component) -> Option<DateTime<Utc>> {
    component.time("DTSTAMP").map(|time| time.local().and_utc())
}

/// DTSTAMP and its kind, in UTC.
pub(crate) fn instant_property(name: &str, at: DateTime<Utc>) -> Property {
    Property::new(name, format_time(&CalTime::Utc(at.naive_utc())))
}

/// The address that a property holds.
pub(crate) fn address(property: &Property) -> CalAddress {
    property.address()
}

/// Who a property names.
pub(crate) fn who(property: &Property) -> Who {
    let name = property.parameter("CN").map(str::trim).filter(|name| !name.is_empty());
    Who { address: address(property), name: name.map(str::to_owned) }
}

/// The answer in an ATTENDEE; NEEDS-ACTION where there is none or none that is known (RFC 5545 §3.2.12).
pub(crate) fn partstat(property: &Property) -> Partstat {
    property.parameter("PARTSTAT").and_then(|value| value.parse().ok()).unwrap_or_default()
}

/// ORGANIZER.
pub(crate) fn organizer(component: &Component) -> Option<CalAddress> {
    component.property("ORGANIZER").map(address)
}

/// The ATTENDEEs.
pub(crate) fn attendees(component: &Component) -> impl Iterator<Item = &Property> {
    component.properties_named("ATTENDEE")
}

/// The ATTENDEEs by their addresses; the first of each.
pub(crate) fn by_address(component: &Component) -> HashMap<CalAddress, &Property> {
    let mut by_address = HashMap::new();
    for property in attendees(component) {
        by_address.entry(address(property)).or_insert(property);
    }
    by_address
}

/// The ATTENDEE of one of these addresses.
pub(crate) fn attendee<'a>(
    component: &'a Component,
    addresses: &[CalAddress],
) -> Option<&'a Property> {
    attendees(component).find(|property| addresses.contains(&address(property)))
}

/// Leaves one ATTENDEE, the first, for each address; some programs write two.
pub(crate) fn unite_attendees(component: &mut Component) {
    let mut met = HashSet::new();
    component.properties.retain(|p| p.name != "ATTENDEE" || met.insert(address(p)));
}

/// The ATTENDEE of an address, to change it.
pub(crate) fn attendee_mut<'a>(
    component: &'a mut Component,
    of: &CalAddress,
) -> Option<&'a mut Property> {
    component
        .properties
        .iter_mut()
        .find(|property| property.name == "ATTENDEE" && address(property) == *of)
}

/// The addresses in a parameter (DELEGATED-TO, DELEGATED-FROM, SENT-BY).
pub(crate) fn addresses(property: &Property, parameter: &str) -> Vec<CalAddress> {
    let values = property.parameter_values(parameter);
    values.iter().map(|value| CalAddress::new(value.as_str())).collect()
}

/// Puts addresses into a parameter; none removes it.
pub(crate) fn set_addresses(property: &mut Property, parameter: &str, addresses: &[CalAddress]) {
    property.set_parameter_values(parameter, addresses.iter().map(CalAddress::as_str));
}

/// Whether one of these addresses is that of an ORGANIZER or ATTENDEE, or of who acts for them (SENT-BY).
pub(crate) fn speaks_for(property: &Property, of: &[CalAddress]) -> bool {
    of.contains(&address(property)) || is_deputy(property, of)
}

/// Whether one of these addresses is that of who acts for an ORGANIZER or ATTENDEE (RFC 5545 §3.2.18).
pub(crate) fn is_deputy(property: &Property, of: &[CalAddress]) -> bool {
    addresses(property, "SENT-BY").iter().any(|address| of.contains(address))
}

/// Whether the engine, and not the user's own program, sends to an attendee (RFC 6638 §7.1).
pub(crate) fn is_ours(attendee: &Property) -> bool {
    attendee.parameter("SCHEDULE-AGENT").is_none_or(|agent| agent.eq_ignore_ascii_case("SERVER"))
}

/// Whether the meeting takes place (RFC 5545 §3.8.1.11).
pub(crate) fn status(component: &Component) -> Status {
    match component.value("STATUS").map(str::trim) {
        Some(value) if value.eq_ignore_ascii_case("CANCELLED") => Status::Cancelled,
        Some(value) if value.eq_ignore_ascii_case("TENTATIVE") => Status::Tentative,
        _ => Status::Confirmed,
    }
}

/// COMMENT, if it says anything.
pub(crate) fn comment(component: &Component) -> Option<String> {
    component.property("COMMENT")?;
    let text: Vec<String> = component.properties_named("COMMENT").map(Property::text).collect();
    Some(text.join("\n")).filter(|text| !text.trim().is_empty())
}

/// Which instance a component is (RFC 5545 §3.8.4.4).
pub(crate) fn instance(component: &Component) -> InstanceId {
    component.time("RECURRENCE-ID").map_or(InstanceId::Whole, InstanceId::Instance)
}

/// Whether an object takes place more than once.
pub(crate) fn repeats(calendar: &Component) -> bool {
    scheduled(calendar).any(is_recurring)
}

/// Whether a component repeats, or is one instance of what does.
pub(crate) fn is_recurring(component: &Component) -> bool {
    component
        .properties
        .iter()
        .any(|property| matches!(property.name.as_str(), "RRULE" | "RDATE" | "RECURRENCE-ID"))
}

/// When something is: until its end (DTEND, or DUE of a to-do), or for DURATION, or by the defaults of RFC 5545 §3.6.1 (a
/// date lasts a day, a time lasts no time).
pub(crate) fn span(component: &Component) -> Option<Span> {
    let start = kind::start(component)?;
    let end = component.time(kind::end_name(component));
    let end = end.and_then(|end| kind::of_one_form(&start, end)).or_else(|| {
        let duration = component.property("DURATION").and_then(Property::duration);
        let end = match duration {
            Some(duration) => duration.after(start.local()),
            None => start.local().checked_add_signed(kind::default_length(component, &start)),
        };
        Some(start.with_local(end?))
    });
    Some(Span { end: end.unwrap_or_else(|| start.clone()), start })
}
