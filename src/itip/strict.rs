//! Strict in what is sent: what a copy holds from elsewhere is made to hold to RFC 5545 before others get it.

use std::collections::HashSet;

use super::{Method, Refusal, fields};
use crate::ical::{self, Component, Problem};

/// What a message cannot do without, so that a bad one is refused and not left out.
const NEEDED: [&str; 12] = [
    "ATTENDEE",
    "DTSTAMP",
    "DTSTART",
    "EXDATE",
    "METHOD",
    "ORGANIZER",
    "PRODID",
    "RDATE",
    "RECURRENCE-ID",
    "RRULE",
    "UID",
    "VERSION",
];

/// Leaves out of a message the properties that are not valid, gives addresses their scheme, and makes time zones that
/// are broken anew.
///
/// # Errors
/// What is not valid is needed.
pub(super) fn tidy(calendar: &mut Component) -> Result<(), Refusal> {
    for component in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        give_schemes(component);
    }
    let problems = ical::validate(calendar);
    if problems.is_empty() {
        return Ok(());
    }
    let mut met = HashSet::new();
    for problem in &problems {
        if met.insert((&problem.component, &problem.property)) {
            leave_out(calendar, problem);
        }
    }
    ical::ensure_timezones(calendar);
    match ical::validate(calendar).into_iter().next() {
        Some(problem) => Err(refusal(&problem)),
        None => Ok(()),
    }
}

/// Many programs write a bare mail address where a URI should be.
fn give_schemes(component: &mut Component) {
    for property in &mut component.properties {
        if matches!(property.name.as_str(), "ATTENDEE" | "ORGANIZER")
            && property.value.contains('@')
            && !property.value.contains(':')
        {
            property.value = format!("mailto:{}", property.value.trim());
        }
    }
}

fn leave_out(calendar: &mut Component, problem: &Problem) {
    if matches!(problem.component.as_str(), "VTIMEZONE" | "STANDARD" | "DAYLIGHT") {
        calendar.components.retain(|part| part.name != "VTIMEZONE");
    }
    let Some(property) = problem.property.as_deref() else { return };
    let only_told = property == "DTSTART" && !sets_times(calendar);
    if NEEDED.contains(&property) && !only_told {
        return;
    }
    for component in &mut calendar.components {
        if component.name == problem.component {
            component.remove(property);
            if only_told {
                component.remove("DTEND");
                component.remove("DURATION");
            }
        }
    }
}

/// Whether a message says when something is. An answer or a cancellation only repeats it, and does as well without
/// where the time is in a zone that nobody defines.
fn sets_times(calendar: &Component) -> bool {
    let method = calendar.value("METHOD").and_then(|method| method.parse().ok());
    !matches!(method, Some(Method::Reply | Method::Cancel | Method::DeclineCounter))
}

fn refusal(problem: &Problem) -> Refusal {
    let property = problem.property.as_deref().unwrap_or_default();
    let name = NEEDED.iter().find(|needed| **needed == property).copied();
    match (problem.rule, name) {
        ("missing-property", Some(name)) => Refusal::Missing(name),
        (_, Some(name @ ("DTSTART" | "DTSTAMP" | "RECURRENCE-ID" | "RDATE" | "EXDATE"))) => {
            Refusal::InvalidTime(name)
        }
        (_, Some(name)) => Refusal::InvalidValue(name),
        (_, None) => Refusal::InvalidValue("VCALENDAR"),
    }
}
