//! The list of attendees on the organizer's copy.

use std::collections::HashSet;

use compact_str::CompactString;

use crate::{
    ical::{Component, Property},
    itip::{diff, fields, kind},
    model::{CalAddress, Partstat},
};

/// Sees to it that answers are the attendees' own (RFC 6638 §3.2.1): an answer is the one that was received, whatever
/// the organizer's program writes, and begins anew where the time does (§3.2.8). Someone who sent another
/// stays DELEGATED: their seat is the delegate's, who is asked.
pub(in crate::itip) fn settle_attendees(
    before: Option<&Component>,
    event: &mut Component,
    rescheduled: bool,
) {
    if !rescheduled && before.is_some_and(|old| fields::attendees(old).eq(fields::attendees(event)))
    {
        return;
    }
    let organizer = fields::organizer(event);
    let known = before.map(fields::by_address).unwrap_or_default();
    fields::unite_attendees(event);
    for attendee in event.properties.iter_mut().filter(|p| p.name == "ATTENDEE") {
        let address = attendee.address();
        if Some(&address) == organizer.as_ref() || !fields::is_ours(attendee) {
            continue;
        }
        let old = known.get(&address);
        for name in ["PARTSTAT", "DELEGATED-TO", "DELEGATED-FROM", "SCHEDULE-STATUS"] {
            keep_parameter(attendee, old.copied(), name);
        }
        let partstat = fields::partstat(attendee);
        let ask = old.is_none() || (rescheduled && partstat != Partstat::Delegated);
        if ask {
            attendee.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
            if attendee.parameter("RSVP").is_none() {
                attendee.set_parameter("RSVP", "TRUE");
            }
        }
    }
    mend_delegations(event);
}

/// Ends delegations from and to those who are not in the list any more. Who has nobody left to come in their place is
/// asked again.
fn mend_delegations(event: &mut Component) {
    const ENDS: [&str; 2] = ["DELEGATED-FROM", "DELEGATED-TO"];
    if !fields::attendees(event).any(|p| ENDS.iter().any(|name| p.parameter(name).is_some())) {
        return;
    }
    let listed: HashSet<CalAddress> = fields::attendees(event).map(fields::address).collect();
    for attendee in event.properties.iter_mut().filter(|p| p.name == "ATTENDEE") {
        for name in ENDS {
            let all = fields::addresses(attendee, name);
            let left: Vec<CalAddress> =
                all.iter().filter(|address| listed.contains(*address)).cloned().collect();
            if left.len() == all.len() {
                continue;
            }
            fields::set_addresses(attendee, name, &left);
            if name == "DELEGATED-TO" && left.is_empty() {
                attendee.set_parameter("PARTSTAT", Partstat::NeedsAction.as_str());
                attendee.set_parameter("RSVP", "TRUE");
            }
        }
    }
}

fn keep_parameter(attendee: &mut Property, old: Option<&Property>, name: &str) {
    let values = old.map_or(&[][..], |old| old.parameter_values(name));
    if attendee.parameter_values(name) != values {
        attendee.set_parameter_values(name, values.iter().map(CompactString::as_str));
    }
}

/// The attendees that messages go to: all but the organizer (RFC 6638 §3.2.1).
pub(in crate::itip) fn ours(event: &Component) -> Vec<&Property> {
    let organizer = fields::organizer(event);
    fields::attendees(event)
        .filter(|property| fields::is_ours(property) && Some(property.address()) != organizer)
        .filter(|_| kind::has_attendees(event))
        .collect()
}

pub(in crate::itip) fn addresses(properties: &[&Property]) -> Vec<CalAddress> {
    properties.iter().map(|property| property.address()).collect()
}

/// The attendees of the old version that get no messages any more.
pub(super) fn removed<'a>(before: &'a Component, event: &Component) -> Vec<&'a Property> {
    if fields::attendees(before).eq(fields::attendees(event)) {
        return Vec::new();
    }
    let now: HashSet<CalAddress> = ours(event).iter().map(|property| property.address()).collect();
    ours(before).into_iter().filter(|property| !now.contains(&property.address())).collect()
}

/// Whether the list of attendees, or how it describes them, is different; their order is not looked at. `all` counts
/// the words between a calendar server and its client too.
pub(super) fn roster_changed(before: &Component, event: &Component, all: bool) -> bool {
    if fields::attendees(before).eq(fields::attendees(event)) {
        return false;
    }
    let old = fields::by_address(before);
    let mut met = 0;
    let changed = fields::attendees(event).any(|property| {
        met += 1;
        old.get(&property.address()).is_none_or(|old| {
            if all { *old != property } else { !diff::same_property(old, property) }
        })
    });
    changed || met != old.len()
}

/// Whether an attendee wants to hear of changes: someone who sent another says so by RSVP (RFC 5546 §4.2.5).
pub(in crate::itip) fn wants_updates(attendee: &Property) -> bool {
    let rsvp = attendee.parameter("RSVP").is_none_or(|rsvp| !rsvp.eq_ignore_ascii_case("FALSE"));
    fields::partstat(attendee) != Partstat::Delegated || rsvp
}
