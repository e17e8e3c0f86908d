//! The comments of the restriction tables, as far as one message shows them.

use std::collections::HashSet;

use super::Place;
use crate::{
    ical::Problem,
    itip::{Method, RequestStatus, fields},
};

pub(super) fn check(method: Method, calendar: Place<'_>, problems: &mut Vec<Problem>) {
    if calendar.component.value("VERSION").is_some_and(|version| version.trim() != "2.0") {
        problems.push(calendar.problem("VERSION", "itip-value", "VERSION must be 2.0"));
    }
    one_uid(method, calendar, problems);
    zones(calendar, problems);
    let mut class = None;
    for place in calendar.scheduled() {
        status(method, place, problems);
        sequence(method, place, problems);
        exclusive(place, problems);
        free_busy(place, problems);
        request_status(place, &mut class, problems);
    }
}

/// "All components MUST have the same UID." Only what is published may be of several.
fn one_uid(method: Method, calendar: Place<'_>, problems: &mut Vec<Problem>) {
    let mut places = calendar.scheduled();
    let first = places.next().map(|place| place.component.value("UID"));
    if method == Method::Publish {
        return;
    }
    if let Some(other) = places.find(|place| Some(place.component.value("UID")) != first) {
        let text = "all components must have the same UID";
        problems.push(other.problem("UID", "itip-value", text));
    }
}

/// "VTIMEZONE MUST be present if any date/time refers to a timezone." Not for a zone of a registry, which RFC 5545
/// §3.2.19 marks by a slash.
fn zones(calendar: Place<'_>, problems: &mut Vec<Problem>) {
    let zones = calendar.component.children("VTIMEZONE");
    let mut known: HashSet<&str> = zones.filter_map(|zone| zone.value("TZID")).collect();
    for place in calendar.scheduled() {
        for property in &place.component.properties {
            let Some(tzid) = property.parameter("TZID") else { continue };
            // Inserted, so that each is told of once.
            if !tzid.starts_with('/') && known.insert(tzid) {
                let text = format!("there is no VTIMEZONE for {tzid}");
                problems.push(place.problem(&property.name, "itip-timezone", text));
            }
        }
    }
}

/// What STATUS may be, where the tables say so; empty where they do not.
fn allowed_status(method: Method, component: &str) -> &'static [&'static str] {
    use Method::{Add, Cancel, Counter, DeclineCounter, Publish, Request};
    match (component, method) {
        (_, Cancel) => &["CANCELLED"],
        ("VEVENT", Publish | Counter) => &["TENTATIVE", "CONFIRMED", "CANCELLED"],
        ("VEVENT", Request | Add | DeclineCounter) => &["TENTATIVE", "CONFIRMED"],
        ("VTODO", Publish | Counter) => &["COMPLETED", "NEEDS-ACTION", "IN-PROCESS", "CANCELLED"],
        ("VTODO", Request | Add | DeclineCounter) => &["COMPLETED", "NEEDS-ACTION", "IN-PROCESS"],
        ("VJOURNAL", Publish | Add) => &["DRAFT", "FINAL", "CANCELLED"],
        _ => &[],
    }
}

fn status(method: Method, place: Place<'_>, problems: &mut Vec<Problem>) {
    let allowed = allowed_status(method, &place.component.name);
    let Some(status) = place.component.value("STATUS").map(str::trim) else { return };
    if !allowed.is_empty() && !allowed.iter().any(|value| value.eq_ignore_ascii_case(status)) {
        let text = format!("with METHOD:{method}, STATUS must be {}", allowed.join(" or "));
        problems.push(place.problem("STATUS", "itip-value", text));
    }
}

/// "MUST be greater than 0" in an ADD.
fn sequence(method: Method, place: Place<'_>, problems: &mut Vec<Problem>) {
    let Some(property) = place.component.property("SEQUENCE") else { return };
    let value = property.integer();
    let text = if value.is_none_or(|value| !(0..=fields::SEQUENCE_MAX).contains(&value)) {
        "SEQUENCE must be a whole number from 0"
    } else if method == Method::Add && value == Some(0) {
        "with METHOD:ADD, SEQUENCE must be greater than 0"
    } else {
        return;
    };
    problems.push(place.problem("SEQUENCE", "itip-value", text));
}

/// "If present, DURATION MUST NOT be present", and the pairs of an alarm and of an observance.
fn exclusive(place: Place<'_>, problems: &mut Vec<Problem>) {
    let has = |name| place.component.property(name).is_some();
    for end in ["DTEND", "DUE"] {
        if has(end) && has("DURATION") {
            let text = format!("{end} and DURATION must not both be there");
            problems.push(place.problem("DURATION", "itip-forbidden", text));
        }
    }
    for alarm in place.inside().filter(|part| part.component.name == "VALARM") {
        let has = |name| alarm.component.property(name).is_some();
        if has("DURATION") != has("REPEAT") {
            let text = "DURATION and REPEAT must both be there, or neither";
            problems.push(alarm.problem("REPEAT", "itip-missing", text));
        }
    }
}

/// What the tables say of times in a VFREEBUSY: in UTC, and busy.
fn free_busy(place: Place<'_>, problems: &mut Vec<Problem>) {
    if place.component.name != "VFREEBUSY" {
        return;
    }
    for name in ["DTSTART", "DTEND"] {
        let value = place.component.value(name).map(str::trim);
        if value.is_some_and(|value| !value.ends_with(['Z', 'z'])) {
            problems.push(place.problem(name, "itip-value", format!("{name} must be in UTC")));
        }
    }
    let mut busy = place.component.properties_named("FREEBUSY");
    let free = busy.any(|property| {
        property.parameter("FBTYPE").is_some_and(|kind| kind.eq_ignore_ascii_case("FREE"))
    });
    if free {
        problems.push(place.problem("FREEBUSY", "itip-value", "FREEBUSY must be busy time"));
    }
}

/// The rules for mixing status codes (RFC 5546 §3.6): one class in a component; beside a component with 3.x or 5.x
/// only others of the same class. 2.x and 4.x go together.
fn request_status(place: Place<'_>, first: &mut Option<u8>, problems: &mut Vec<Problem>) {
    let mut classes = place
        .component
        .properties_named("REQUEST-STATUS")
        .filter_map(RequestStatus::read)
        .map(|status| status.code.0);
    let Some(class) = classes.next() else { return };
    let mixes =
        |one: u8, other: u8| one == other || (matches!(one, 2 | 4) && matches!(other, 2 | 4));
    let inside = classes.all(|other| other == class);
    let across = first.is_none_or(|first| mixes(first, class));
    if !inside || !across {
        let text = "status codes of these classes must not stand together";
        problems.push(place.problem("REQUEST-STATUS", "itip-value", text));
    }
    first.get_or_insert(class);
}
