//! Reading and writing the few properties that the engine itself looks at.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use super::{Status, Who};
use crate::{
    ical::{Component, Property},
    model::{CalAddress, CalTime, InstanceId, Partstat, Span},
};

/// The largest INTEGER (RFC 5545 §3.3.8); a greater SEQUENCE counts as this one.
pub(crate) const SEQUENCE_MAX: i64 = 2_147_483_647;

/// The components that are scheduled: all but time zones.
pub(crate) fn scheduled(calendar: &Component) -> impl Iterator<Item = &Component> {
    calendar.components.iter().filter(|component| component.name != "VTIMEZONE")
}

/// The component of the object as a whole; the first instance where there is none.
pub(crate) fn whole(calendar: &Component) -> Option<&Component> {
    scheduled(calendar)
        .find(|component| component.property("RECURRENCE-ID").is_none())
        .or_else(|| scheduled(calendar).next())
}

/// The component of the object as a whole, to change it.
pub(crate) fn whole_mut(calendar: &mut Component) -> Option<&mut Component> {
    let at = calendar
        .components
        .iter()
        .position(|c| c.name != "VTIMEZONE" && c.property("RECURRENCE-ID").is_none())
        .or_else(|| calendar.components.iter().position(|c| c.name != "VTIMEZONE"))?;
    calendar.components.get_mut(at)
}

/// SEQUENCE, 0 where there is none (RFC 5545 §3.8.7.4).
pub(crate) fn sequence(component: &Component) -> i64 {
    component
        .value("SEQUENCE")
        .and_then(|value| value.trim().parse::<i64>().ok())
        .unwrap_or(0)
        .clamp(0, SEQUENCE_MAX)
}

/// DTSTAMP, read as UTC whatever it says (RFC 5545 §3.8.7.2).
pub(crate) fn stamp(component: &Component) -> Option<DateTime<Utc>> {
    component.value("DTSTAMP").and_then(instant)
}

fn instant(value: &str) -> Option<DateTime<Utc>> {
    let value = value.trim();
    let local = value.strip_suffix(['Z', 'z']).unwrap_or(value);
    NaiveDateTime::parse_from_str(local, "%Y%m%dT%H%M%S").ok().map(|at| at.and_utc())
}

/// A date-time in UTC, as RFC 5545 §3.3.5 writes it.
pub(crate) fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// The address that a property holds.
pub(crate) fn address(property: &Property) -> CalAddress {
    CalAddress::new(property.value.as_str())
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

/// The ATTENDEE of one of these addresses.
pub(crate) fn attendee<'a>(
    component: &'a Component,
    addresses: &[CalAddress],
) -> Option<&'a Property> {
    component.properties_named("ATTENDEE").find(|property| addresses.contains(&address(property)))
}

/// The ATTENDEE of one of these addresses, to change it.
pub(crate) fn attendee_mut<'a>(
    component: &'a mut Component,
    addresses: &[CalAddress],
) -> Option<&'a mut Property> {
    component
        .properties
        .iter_mut()
        .find(|property| property.name == "ATTENDEE" && addresses.contains(&address(property)))
}

/// The addresses in a parameter (DELEGATED-TO, DELEGATED-FROM, SENT-BY).
pub(crate) fn addresses(property: &Property, parameter: &str) -> Vec<CalAddress> {
    property
        .parameter_values(parameter)
        .iter()
        .map(|value| CalAddress::new(value.as_str()))
        .collect()
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
    let text: Vec<String> = component.properties_named("COMMENT").map(Property::text).collect();
    Some(text.join("\n")).filter(|text| !text.trim().is_empty())
}

/// Which instance a component is (RFC 5545 §3.8.4.4).
pub(crate) fn instance(component: &Component) -> InstanceId {
    component
        .property("RECURRENCE-ID")
        .and_then(time)
        .map_or(InstanceId::Whole, InstanceId::Instance)
}

/// A DATE or DATE-TIME property.
pub(crate) fn time(property: &Property) -> Option<CalTime> {
    let value = property.value.trim();
    if let Ok(date) = chrono::NaiveDate::parse_from_str(value, "%Y%m%d") {
        return Some(CalTime::Date(date));
    }
    let at = |text| NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok();
    if let Some(text) = value.strip_suffix(['Z', 'z']) {
        return Some(CalTime::Utc(at(text)?));
    }
    let local = at(value)?;
    Some(match property.parameter("TZID") {
        Some(tzid) => CalTime::Zoned { local, tzid: tzid.to_owned() },
        None => CalTime::Floating(local),
    })
}

/// A property with a DATE or DATE-TIME.
pub(crate) fn time_property(name: &str, time: &CalTime) -> Property {
    let local = |local: &NaiveDateTime| local.format("%Y%m%dT%H%M%S").to_string();
    match time {
        CalTime::Date(date) => {
            Property::new(name, date.format("%Y%m%d").to_string()).with("VALUE", "DATE")
        }
        CalTime::Floating(at) => Property::new(name, local(at)),
        CalTime::Utc(at) => Property::new(name, local(at) + "Z"),
        CalTime::Zoned { local: at, tzid } => Property::new(name, local(at)).with("TZID", tzid),
    }
}

/// When an event is: DTEND, or DTSTART with DURATION, or the defaults of RFC 5545 §3.6.1 (a date lasts
/// a day, a time lasts no time).
pub(crate) fn span(component: &Component) -> Option<Span> {
    let start = component.property("DTSTART").and_then(time)?;
    let end = match component.property("DTEND").and_then(time) {
        Some(end) => end,
        None if start.is_date() => {
            start.with_local(start.local().checked_add_signed(TimeDelta::days(1))?)
        }
        None => start.clone(),
    };
    Some(Span { start, end })
}

/// Whether one of these addresses is that of an ORGANIZER or ATTENDEE, or of who acts for them (SENT-BY).
pub(crate) fn speaks_for(property: &Property, of: &[CalAddress]) -> bool {
    of.contains(&address(property))
        || addresses(property, "SENT-BY").iter().any(|address| of.contains(address))
}
