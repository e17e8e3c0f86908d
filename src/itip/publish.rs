//! An object for anyone to read (RFC 5546 §3.2.1).

use std::fmt::Write as _;

use super::{Cx, Message, Method, Object, Refusal, fields, kind, message};
use crate::{
    ical::{Component, Property},
    model::Partstat,
};

/// The object for anyone to read: no ATTENDEE, and who comes as words in DESCRIPTION.
///
/// # Errors
/// There is nothing in it, or nobody organizes it.
pub fn publish(object: &Object, cx: &Cx) -> Result<Message, Refusal> {
    let event = fields::whole(&object.calendar).ok_or(Refusal::UnknownObject)?;
    let organizer = fields::organizer(event).ok_or(Refusal::NoOrganizer)?;
    if event.name == "VFREEBUSY" && event.property("ATTENDEE").is_some() {
        // When others are busy is not for anybody to read.
        return Err(Refusal::NotYours("FREEBUSY".to_owned()));
    }
    let mut calendar = message::outgoing(&object.calendar, Method::Publish, cx);
    for event in calendar.components.iter_mut().filter(|part| fields::is_scheduled(part)) {
        let roster = roster(event);
        if !roster.is_empty() && kind::has_attendees(event) {
            let text = event.text("DESCRIPTION").unwrap_or_default();
            let gap = if text.is_empty() { "" } else { "\n\n" };
            event.set(Property::new_text("DESCRIPTION", &format!("{text}{gap}{roster}")));
        }
        event.remove("ATTENDEE");
    }
    Message::new(Method::Publish, calendar, organizer, Vec::new())
}

/// Makes a first date that readers agree on where there are dates and no rule: the rule of that date alone.
///
/// DTSTART counts among the dates of RDATE (RFC 5545 §3.8.5.2), but ical.js leaves it out where there is no rule, and
/// libical has it twice where RDATE has it too.
pub fn with_first_date(calendar: &mut Component) {
    let scheduled = |part: &&mut Component| fields::is_scheduled(part);
    for event in calendar.components.iter_mut().filter(scheduled) {
        if event.property("RDATE").is_some() && event.property("RRULE").is_none() {
            event.properties.push(Property::new("RRULE", "FREQ=DAILY;COUNT=1"));
        }
    }
}

/// Who comes and who does not, one answer a line.
fn roster(event: &Component) -> String {
    const LINES: [(Partstat, &str); 7] = [
        (Partstat::Completed, "Completed"),
        (Partstat::InProcess, "In process"),
        (Partstat::Accepted, "Accepted"),
        (Partstat::Tentative, "Tentative"),
        (Partstat::Declined, "Declined"),
        (Partstat::Delegated, "Delegated"),
        (Partstat::NeedsAction, "No answer"),
    ];
    let mut text = String::new();
    for (partstat, words) in LINES {
        let with = fields::attendees(event).filter(|p| fields::partstat(p) == partstat);
        let names: Vec<String> = with.map(name).collect();
        if !names.is_empty() {
            let gap = if text.is_empty() { "" } else { "\n" };
            // Writing to a String cannot fail.
            let _ = write!(text, "{gap}{words} ({}): {}", names.len(), names.join(", "));
        }
    }
    text
}

fn name(property: &Property) -> String {
    let who = fields::who(property);
    who.name.unwrap_or_else(|| {
        let address = &who.address;
        address.mail().unwrap_or_else(|| address.as_str()).to_owned()
    })
}
