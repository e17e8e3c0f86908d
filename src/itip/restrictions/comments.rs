//! The comments of the restriction tables, as far as one message shows them.

use std::collections::HashSet;

use super::problem;
use crate::{
    ical::{Component, Problem},
    itip::{Method, RequestStatus, fields},
};

pub(super) fn check(method: Method, calendar: &Component, problems: &mut Vec<Problem>) {
    if calendar.value("VERSION").is_some_and(|version| version.trim() != "2.0") {
        problems.push(problem(calendar, "VERSION", "itip-value", "VERSION must be 2.0"));
    }
    one_uid(method, calendar, problems);
    zones(calendar, problems);
    let mut class = None;
    for component in fields::scheduled(calendar) {
        status(method, component, problems);
        sequence(method, component, problems);
        exclusive(component, problems);
        free_busy(component, problems);
        request_status(component, &mut class, problems);
    }
}

/// "All components MUST have the same UID." Only what is published may be of several.
fn one_uid(method: Method, calendar: &Component, problems: &mut Vec<Problem>) {
    let mut uids = fields::scheduled(calendar).map(|component| component.value("UID"));
    let first = uids.next();
    if method != Method::Publish && uids.any(|uid| Some(uid) != first) {
        let text = "all components must have the same UID";
        problems.push(problem(calendar, "UID", "itip-value", text));
    }
}

/// "VTIMEZONE MUST be present if any date/time refers to a timezone."
fn zones(calendar: &Component, problems: &mut Vec<Problem>) {
    let mut known: HashSet<&str> =
        calendar.children("VTIMEZONE").filter_map(|zone| zone.value("TZID")).collect();
    for component in fields::scheduled(calendar) {
        for property in &component.properties {
            let Some(tzid) = property.parameter("TZID") else { continue };
            // Inserted, so that each is told of once.
            if !tzid.starts_with('/') && known.insert(tzid) {
                let text = format!("there is no VTIMEZONE for {tzid}");
                problems.push(problem(component, &property.name, "itip-timezone", &text));
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

fn status(method: Method, component: &Component, problems: &mut Vec<Problem>) {
    let allowed = allowed_status(method, &component.name);
    let Some(status) = component.value("STATUS").map(str::trim) else { return };
    if !allowed.is_empty() && !allowed.iter().any(|value| value.eq_ignore_ascii_case(status)) {
        let text = format!("with METHOD:{method}, STATUS must be {}", allowed.join(" or "));
        problems.push(problem(component, "STATUS", "itip-value", &text));
    }
}

/// "MUST be greater than 0" in an ADD.
fn sequence(method: Method, component: &Component, problems: &mut Vec<Problem>) {
    let Some(property) = component.property("SEQUENCE") else { return };
    let value = property.integer();
    if value.is_none_or(|value| !(0..=fields::SEQUENCE_MAX).contains(&value)) {
        let text = "SEQUENCE must be a whole number from 0";
        problems.push(problem(component, "SEQUENCE", "itip-value", text));
    } else if method == Method::Add && value == Some(0) {
        let text = "with METHOD:ADD, SEQUENCE must be greater than 0";
        problems.push(problem(component, "SEQUENCE", "itip-value", text));
    }
}

/// "If present, DURATION MUST NOT be present", and the pairs of an alarm and an observance.
fn exclusive(component: &Component, problems: &mut Vec<Problem>) {
    let has = |name| component.property(name).is_some();
    for end in ["DTEND", "DUE"] {
        if has(end) && has("DURATION") {
            let text = format!("{end} and DURATION must not both be there");
            problems.push(problem(component, "DURATION", "itip-forbidden", &text));
        }
    }
    for alarm in component.children("VALARM") {
        if alarm.property("DURATION").is_some() != alarm.property("REPEAT").is_some() {
            let text = "DURATION and REPEAT must both be there, or neither";
            problems.push(problem(alarm, "REPEAT", "itip-missing", text));
        }
    }
}

/// What the tables say of times in a VFREEBUSY: in UTC, and busy.
fn free_busy(component: &Component, problems: &mut Vec<Problem>) {
    if component.name != "VFREEBUSY" {
        return;
    }
    for name in ["DTSTART", "DTEND"] {
        let value = component.value(name).map(str::trim);
        if value.is_some_and(|value| !value.ends_with(['Z', 'z'])) {
            let text = format!("{name} must be in UTC");
            problems.push(problem(component, name, "itip-value", &text));
        }
    }
    let free = component
        .properties_named("FREEBUSY")
        .filter_map(|property| property.parameter("FBTYPE"))
        .any(|kind| kind.eq_ignore_ascii_case("FREE"));
    if free {
        problems.push(problem(component, "FREEBUSY", "itip-value", "FREEBUSY must be busy time"));
    }
}

/// The rules for mixing status codes (RFC 5546 §3.6): one class in a component; beside a component with 3.x or 5.x
/// only others of the same class. 2.x and 4.x go together.
fn request_status(component: &Component, first: &mut Option<u8>, problems: &mut Vec<Problem>) {
    let mut classes = component
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
        problems.push(problem(component, "REQUEST-STATUS", "itip-value", text));
    }
    first.get_or_insert(class);
}
