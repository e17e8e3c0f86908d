//! What is different between two versions of an object, and what that means (RFC 5546 §2.1.4, RFC 6638 §3.2.8).

use std::collections::BTreeMap;

use chrono_tz::Tz;

use super::{Notice, Status, fields, kind, message};
use crate::{
    ical::{Component, Property, Zones},
    model::{CalTime, Span},
};

/// Properties whose change raises SEQUENCE (RFC 5546 §2.1.4), but for STATUS, which is compared by its meaning.
const TIMES: [&str; 7] = ["DTSTART", "DTEND", "DURATION", "DUE", "RRULE", "RDATE", "EXDATE"];

/// Properties that tell of the writing, not of the meeting.
const BOOKKEEPING: [&str; 6] =
    ["CREATED", "DTSTAMP", "LAST-MODIFIED", "RECURRENCE-ID", "REQUEST-STATUS", "SEQUENCE"];

/// What is different between two versions of a component.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Diff {
    /// It takes place at another time, so answers are asked for anew (RFC 6638 §3.2.8).
    pub(super) rescheduled: bool,
    /// SEQUENCE must rise (RFC 5546 §2.1.4). Also where the time is only written otherwise: the RFC asks for it
    /// when the property changes, and for new answers only when the occurrences do.
    pub(super) significant: bool,
    /// It was off, and is on again. People have made other plans since, so they are asked anew too.
    pub(super) reinstated: bool,
    /// The names of the properties that are different, but for ATTENDEE and what only tells of the writing.
    pub(super) properties: Vec<String>,
}

/// Compares a component in two versions, each with the calendar that defines its time zones.
pub(super) fn diff_components(
    (old, before): (&Component, &Component),
    (new, after): (&Component, &Component),
) -> Diff {
    let properties: Vec<String> = changed(before, after)
        .into_iter()
        .filter(|name| *name != "ATTENDEE" && !BOOKKEEPING.contains(name))
        .filter(|name| *name != "STATUS" || kind::status(before) != kind::status(after))
        .map(str::to_owned)
        .collect();
    let times = properties.iter().any(|name| TIMES.contains(&name.as_str()));
    Diff {
        rescheduled: times && moved((old, before), (new, after)),
        significant: times || kind::status(before) != kind::status(after),
        reinstated: fields::status(before) == Status::Cancelled
            && fields::status(after) != Status::Cancelled,
        properties,
    }
}

/// The names of the properties that do not mean the same, in order.
pub(super) fn changed<'c>(old: &'c Component, new: &'c Component) -> Vec<&'c str> {
    type Both<'p> = [Vec<&'p Property>; 2];
    let mut names: BTreeMap<&str, Both<'_>> = BTreeMap::new();
    for property in &old.properties {
        let [before, _] = names.entry(&property.name).or_default();
        before.push(property);
    }
    for property in &new.properties {
        let [_, after] = names.entry(&property.name).or_default();
        after.push(property);
    }
    let mean_the_same = |[before, after]: &Both<'_>| {
        before.len() == after.len()
            && before.iter().zip(after).all(|(one, other)| same_property(one, other))
    };
    names.into_iter().filter(|(_, both)| !mean_the_same(both)).map(|(name, _)| name).collect()
}

/// Whether all properties of a name mean the same.
pub(super) fn same(old: &Component, new: &Component, name: &str) -> bool {
    let mut one = old.properties_named(name);
    let mut other = new.properties_named(name);
    loop {
        match (one.next(), other.next()) {
            (None, None) => return true,
            (Some(one), Some(other)) if same_property(one, other) => {}
            _ => return false,
        }
    }
}

/// Whether two properties mean the same: a time however it is written, an address in any spelling, parameters in
/// any order.
pub(super) fn same_property(one: &Property, other: &Property) -> bool {
    if one == other {
        return true;
    }
    if one.name == "RRULE" && rule_parts(one).eq(&rule_parts(other)) {
        return same_parameters(one, other);
    }
    if TIMES.contains(&one.name.as_str())
        && let (Some(one), Some(other)) = (one.time(), other.time())
    {
        return one == other;
    }
    let value = if matches!(one.name.as_str(), "ORGANIZER" | "ATTENDEE") {
        one.address() == other.address()
    } else {
        one.value == other.value
    };
    value && same_parameters(&message::bare(one), &message::bare(other))
}

fn same_parameters(one: &Property, other: &Property) -> bool {
    one.parameters.len() == other.parameters.len()
        && one.parameters.iter().all(|parameter| {
            let values = other.parameters.iter().find(|p| p.name == parameter.name);
            values.is_some_and(|found| found.values == parameter.values)
        })
}

/// Whether it takes place at another time: not where only the zone's name or DTEND for DURATION is another, and not where
/// a series only begins to end, goes on for longer, or has an occurrence more or less. Those that stay are when they were.
fn moved(
    (old_calendar, old): (&Component, &Component),
    (new_calendar, new): (&Component, &Component),
) -> bool {
    if !same(old, new, "RRULE") && rhythm(old) != rhythm(new) {
        return true;
    }
    match (fields::span(old), fields::span(new)) {
        (None, None) => false,
        (Some(before), Some(after)) => {
            before != after && instants(old_calendar, &before) != instants(new_calendar, &after)
        }
        _ => true,
    }
}

/// The rules of a series without their ends: the parts of each, in no order and no case.
fn rhythm(event: &Component) -> Vec<Vec<String>> {
    let is_end = |part: &String| part.starts_with("COUNT=") || part.starts_with("UNTIL=");
    let rules = event.properties_named("RRULE").map(rule_parts);
    rules.map(|parts| parts.into_iter().filter(|part| !is_end(part)).collect()).collect()
}

/// The parts of a rule, in an order of their own.
fn rule_parts(rule: &Property) -> Vec<String> {
    let parts = rule.value.split(';').map(|part| part.trim().to_ascii_uppercase());
    let mut parts: Vec<String> =
        parts.filter(|part| !part.is_empty() && part != "INTERVAL=1").collect();
    parts.sort_unstable();
    parts
}

/// When something is, so that two writings of one time are the same and a date is never a time.
fn instants(calendar: &Component, span: &Span) -> [Option<(bool, bool, i64)>; 2] {
    let zones = Zones::of(calendar);
    [&span.start, &span.end].map(|time| {
        let fixed = time.tzid().is_some() || matches!(time, CalTime::Utc(_));
        let at = zones.instant(time, Tz::UTC)?;
        Some((time.is_date(), fixed, at.timestamp()))
    })
}

impl Diff {
    /// Whether answers begin anew.
    pub(super) fn asks_anew(&self) -> bool {
        self.rescheduled || self.reinstated
    }

    /// What people would want told of it.
    pub(super) fn notices(&self, before: &Component, after: &Component) -> Vec<Notice> {
        let mut notices = Vec::new();
        let instance = fields::instance(after);
        if self.rescheduled {
            notices.push(Notice::Rescheduled {
                instance: instance.clone(),
                before: fields::span(before),
                after: fields::span(after),
            });
        }
        let told = |name: &&String| !TIMES.contains(&name.as_str()) && name.as_str() != "COMMENT";
        let properties: Vec<String> = self.properties.iter().filter(told).cloned().collect();
        if !properties.is_empty() {
            notices.push(Notice::Changed { instance, properties });
        }
        notices
    }
}
