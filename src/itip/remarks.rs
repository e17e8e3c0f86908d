//! What an answer says of how the request was read (RFC 5546 §3.6, 2.x).
//!
//! Much that is wrong in an invitation is let pass. The organizer hears of it with the answer, so that they can see why
//! their event may look otherwise here.

use super::{Code, RequestStatus, restrictions};
use crate::ical::{self, Component, Problem, Zones};

/// The most remarks in one answer.
const MOST: usize = 8;

/// Properties that RFC 5546 does not name and other RFCs do (RFC 7986, 9073, 9074, 9253, 7953).
const STANDARD: [&str; 18] = [
    "CALENDAR-ADDRESS",
    "COLOR",
    "CONCEPT",
    "CONFERENCE",
    "IMAGE",
    "LINK",
    "LOCATION-TYPE",
    "NAME",
    "PARTICIPANT-TYPE",
    "PROXIMITY",
    "REFID",
    "REFRESH-INTERVAL",
    "RESOURCE-TYPE",
    "SOURCE",
    "STRUCTURED-DATA",
    "STYLED-DESCRIPTION",
    "ACKNOWLEDGED",
    "BUSYTYPE",
];

/// How a component of a copy was read: what was ignored, or taken otherwise than it was written; 2.0 where all is well.
pub(super) fn remarks(calendar: &Component, part: &Component) -> Vec<RequestStatus> {
    let mut alone = Component::new("VCALENDAR");
    alone.components = calendar.children("VTIMEZONE").cloned().collect();
    alone.components.push(part.clone());
    let zones = Zones::of(&alone);
    let mut remarks: Vec<RequestStatus> = Vec::new();
    let found = ical::validate(&alone);
    let wrong = found.iter().filter_map(|problem| remark(problem, part, &zones));
    for status in wrong.chain(unknown(part)).take(MOST * MOST) {
        if !remarks.contains(&status) && remarks.len() < MOST {
            remarks.push(status);
        }
    }
    if remarks.is_empty() {
        remarks.push(RequestStatus::new(Code::SUCCESS));
    }
    remarks
}

fn remark(problem: &Problem, part: &Component, zones: &Zones<'_>) -> Option<RequestStatus> {
    if problem.component == "VTIMEZONE" {
        return Some(RequestStatus::about(Code::COMPONENT_IGNORED, "BEGIN:VTIMEZONE"));
    }
    let name = problem.property.as_deref().filter(|_| problem.component == part.name)?;
    let whole = || format!("{name}:{}", part.value(name).unwrap_or_default());
    let starts_on_date = part.start().is_some_and(|start| start.is_date());
    Some(match (problem.rule, name) {
        ("bad-rule", _) | ("bad-value", "RRULE") => {
            let todo = part.name == "VTODO";
            let code = if todo { Code::SINGLE_TODO_ONLY } else { Code::SINGLE_ONLY };
            RequestStatus::about(code, whole())
        }
        ("bad-value", "STATUS" | "TRANSP") => RequestStatus::about(Code::VALUE_IGNORED, whole()),
        ("kinds-differ", "DTEND" | "DUE") if starts_on_date => {
            RequestStatus::about(Code::TRUNCATED, whole())
        }
        ("kinds-differ" | "end-before-start" | "utc-required", _) => {
            RequestStatus::about(Code::FALLBACK, whole())
        }
        ("missing-timezone", _) => {
            let tzid = part.property(name)?.parameter("TZID")?;
            if zones.knows(tzid) {
                return None;
            }
            RequestStatus::about(Code::FALLBACK, format!("{name};TZID={tzid}"))
        }
        ("bad-parameter" | "repeated-parameter" | "tzid-not-allowed" | "value-type", _) => {
            RequestStatus::about(Code::PARAMETER_IGNORED, name)
        }
        (
            "bad-value" | "property-not-allowed" | "repeated-property" | "exclusive-properties",
            _,
        ) => RequestStatus::about(Code::PROPERTY_IGNORED, name),
        _ => return None,
    })
}

/// Properties that are no RFC's and not marked as somebody's own either (`X-`).
fn unknown(part: &Component) -> impl Iterator<Item = RequestStatus> {
    part.properties
        .iter()
        .map(|property| property.name.as_str())
        .filter(|name| !name.starts_with("X-") && !STANDARD.contains(name))
        .filter(|name| !restrictions::knows(name))
        .map(|name| RequestStatus::about(Code::UNKNOWN_IGNORED, name))
}
