//! Taking a person out of an object for good.

use super::{Object, fields};
use crate::{
    ical::{Component, Property},
    model::CalAddress,
};

/// Who organizes what a forgotten person organized. Nobody: the top-level domain `.invalid` is nobody's (RFC 2606 §2).
const NOBODY: &str = "mailto:nobody@convene.invalid";

/// Whether an address stands for whoever organized something and is forgotten.
pub fn is_nobody(address: &CalAddress) -> bool {
    *address == CalAddress::new(NOBODY)
}

/// The object without a trace of somebody: not among its attendees, their delegations and comments, its proposals and
/// the messages that wait; what they organized is nobody's.
///
/// It is no scheduling message and tells nobody anything: whoever shall know that a meeting is off has to be told before.
#[must_use]
pub fn forget(object: &Object, addresses: &[CalAddress]) -> Object {
    let is_theirs = |address: &CalAddress| addresses.contains(address);
    let mut object = object.clone();
    object.received.retain(|received| !is_theirs(&received.from));
    object.proposals.retain(|open| !is_theirs(&open.from));
    for open in &mut object.proposals {
        forget_in(&mut open.event, addresses);
    }
    object.held.retain(|held| !is_theirs(&held.from));
    for component in &mut object.calendar.components {
        forget_in(component, addresses);
    }
    object
}

pub(super) fn forget_in(component: &mut Component, addresses: &[CalAddress]) {
    let theirs = |property: &Property| addresses.contains(&fields::address(property));
    component
        .properties
        .retain(|property| !matches!(&*property.name, "ATTENDEE" | "CONTACT") || !theirs(property));
    for property in &mut component.properties {
        if property.name == "ORGANIZER" && theirs(property) {
            *property = Property::new("ORGANIZER", NOBODY);
        }
        for name in ["DELEGATED-TO", "DELEGATED-FROM", "SENT-BY"] {
            if fields::addresses(property, name).iter().any(|address| addresses.contains(address)) {
                property.remove_parameter(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ical, itip::Role};

    #[test]
    fn nothing_of_them_is_left() {
        let text = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nORGANIZER;CN=Bo:mailto:bo@example.com\r\n\
            ATTENDEE;CN=Bo:MAILTO:Bo@example.com\r\n\
            ATTENDEE;CN=Cy;DELEGATED-FROM=\"mailto:bo@example.com\":mailto:cy@example.com\r\n\
            END:VEVENT\r\nEND:VCALENDAR\r\n";
        let mut object = Object::new(Role::Organizer);
        object.calendar = ical::parse(text).unwrap().value;
        let left =
            ical::write(&forget(&object, &[CalAddress::new("mailto:bo@example.com")]).calendar);
        assert_eq!(
            left,
            "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nORGANIZER:mailto:nobody@convene.invalid\r\n\
            ATTENDEE;CN=Cy:mailto:cy@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }
}
