//! Whether the parameters of a property are right (RFC 5545 §3.2).

use super::values::{Found, is_uri};
use crate::ical::{Parameter, Property, Zones, property::boolean};

/// Parameters whose values are URIs.
const URIS: [&str; 6] = ["ALTREP", "DELEGATED-FROM", "DELEGATED-TO", "DIR", "MEMBER", "SENT-BY"];

/// Checks the parameters of a property.
pub(super) fn check(property: &Property, zones: &Zones<'_>) -> Vec<Found> {
    let mut found = Vec::new();
    // A parameter is looked for among those before it only up to here: no honest line has more.
    for (index, parameter) in property.parameters.iter().enumerate().take(64) {
        if property.parameters.iter().take(index).any(|before| before.name == parameter.name) {
            found.push((
                "repeated-parameter",
                format!("{} has {} twice", property.name, parameter.name),
            ));
        }
        found.extend(one(property, parameter));
    }
    found.extend(zone(property, zones));
    found
}

fn one(property: &Property, parameter: &Parameter) -> Option<Found> {
    let name = parameter.name.as_str();
    let values = &parameter.values;
    let right = match name {
        "RSVP" => values.iter().all(|value| boolean(value).is_some()),
        "RANGE" => values.iter().all(|value| value.eq_ignore_ascii_case("THISANDFUTURE")),
        "RELATED" => values
            .iter()
            .all(|value| value.eq_ignore_ascii_case("START") || value.eq_ignore_ascii_case("END")),
        _ if URIS.contains(&name) => values.iter().all(|value| is_uri(value)),
        "TZID" | "VALUE" | "PARTSTAT" | "ROLE" | "CUTYPE" => {
            values.iter().all(|value| !value.is_empty())
        }
        _ => true,
    };
    (!right).then(|| ("bad-parameter", format!("{name} of {} has a bad value", property.name)))
}

/// Whether TZID stands where it may, and names a zone of the calendar.
fn zone(property: &Property, zones: &Zones<'_>) -> Option<Found> {
    let tzid = property.parameter("TZID")?;
    if property.name != "TZID" && property.times().any(|time| time.tzid().is_none()) {
        let text = format!("{} is a date or in UTC, so it cannot have TZID", property.name);
        return Some(("tzid-not-allowed", text));
    }
    // A zone with a slash in front is known to everyone (RFC 5545 §3.2.19).
    if tzid.starts_with('/') || zones.defines(tzid) {
        return None;
    }
    Some(("missing-timezone", format!("the calendar has no VTIMEZONE for {tzid}")))
}
