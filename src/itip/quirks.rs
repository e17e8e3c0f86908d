//! What programs write in words of their own, or write wrong, taken as what they mean. Only what comes in: what goes out
//! is in the RFCs' words.

use chrono::DateTime;

use super::{Object, fields};
use crate::{
    ical::{Component, Property},
    model::CalAddress,
};

/// Exchange's SEQUENCE. Exchange believes it before SEQUENCE, and some of what sends on its behalf counts in it alone.
/// Others keep it as they once found it, so that it counts only where SEQUENCE says nothing: it is missing, or 0.
pub(super) const SEQUENCE: &str = "X-MICROSOFT-CDO-APPT-SEQUENCE";

/// Outlook's SENT-BY of the organizer, as a property.
const SENDER: &str = "X-MS-OLK-SENDER";

/// What Outlook's organizers say who want no proposals.
pub(super) const DISALLOW_COUNTER: &str = "X-MICROSOFT-DISALLOW-COUNTER";

/// Whether an object takes no proposals.
pub(super) fn disallows_counter(event: &Component) -> bool {
    event.property(DISALLOW_COUNTER).and_then(Property::boolean) == Some(true)
}

/// Whether one of these addresses is that of who sends a message for its organizer, as the message has it.
pub(super) fn is_deputy(event: &Component, of: &[CalAddress]) -> bool {
    event.property("ORGANIZER").is_some_and(|organizer| fields::is_deputy(organizer, of))
        || event.property(SENDER).is_some_and(|sender| of.contains(&sender.address()))
}

/// Whether something in a message has no DTSTAMP that can be read. It counts as said now, so that it is newer each
/// time that it comes.
pub(super) fn is_unstamped(message: &Component) -> bool {
    fields::scheduled(message).any(|component| fields::stamp(component).is_none())
}

/// Whether two states differ in nothing but when what led to them was said.
pub(super) fn only_stamps_differ(one: &Object, other: &Object) -> bool {
    let timeless = |object: &Object| {
        let mut object = object.clone();
        for component in &mut object.calendar.components {
            component.remove("DTSTAMP");
        }
        for row in &mut object.received {
            row.stamp = DateTime::UNIX_EPOCH;
        }
        for open in &mut object.proposals {
            open.stamp = DateTime::UNIX_EPOCH;
        }
        object
    };
    timeless(one) == timeless(other)
}

/// Puts a message that is to be kept into the RFCs' words: one ATTENDEE for each attendee, the true SEQUENCE, and who
/// sends for the organizer as SENT-BY.
pub(super) fn settle(calendar: &mut Component) {
    for component in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        fields::unite_attendees(component);
        settle_sequence(component);
        settle_sender(component);
    }
}

/// Leaves the true count in SEQUENCE alone.
pub(super) fn settle_sequence(component: &mut Component) {
    if component.property(SEQUENCE).is_none() {
        return;
    }
    let sequence = fields::sequence(component).to_string();
    component.remove(SEQUENCE);
    component.set(Property::new("SEQUENCE", sequence));
}

fn settle_sender(component: &mut Component) {
    let Some(sender) = component.property(SENDER).map(Property::address) else { return };
    component.remove(SENDER);
    if let Some(organizer) = component.property_mut("ORGANIZER")
        && organizer.parameter("SENT-BY").is_none()
        && organizer.address() != sender
    {
        organizer.set_parameter("SENT-BY", sender.as_str());
    }
}
