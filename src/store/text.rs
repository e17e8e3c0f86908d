//! Calendars and events as text in a column.

use crate::ical::{self, Component, Limits};

const CALENDAR: &str = "VCALENDAR";

/// A calendar as iCalendar text.
pub(super) fn write_calendar(calendar: &Component) -> String {
    ical::write(calendar)
}

/// The calendar that [`write_calendar`] wrote; `None` for any other text.
pub(super) fn read_calendar(text: &str) -> Option<Component> {
    // Reading is lenient, so that it would take half a calendar for a whole one.
    text.ends_with("END:VCALENDAR\r\n").then_some(())?;
    Some(ical::parse_with(text.as_bytes(), &limits()).ok()?.value)
}

/// An event as iCalendar text, in a calendar of its own so that it can be read again.
pub(super) fn write_event(event: &Component) -> String {
    let mut out = String::from("BEGIN:VCALENDAR\r\n");
    ical::write_to(event, &mut out);
    out.push_str("END:VCALENDAR\r\n");
    out
}

/// The event that [`write_event`] wrote; `None` for any other text.
pub(super) fn read_event(text: &str) -> Option<Component> {
    let calendar = read_calendar(text)?;
    let mut events = calendar.components.into_iter();
    events.next().filter(|event| event.name != CALENDAR && events.len() == 0)
}

/// What was stored was let in once, so its size is no reason to refuse it. Only the depth is: it costs stack.
fn limits() -> Limits {
    Limits {
        octets: usize::MAX,
        line_octets: usize::MAX,
        components: usize::MAX,
        properties: usize::MAX,
        parameters: usize::MAX,
        ..Limits::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ical::Property;

    #[test]
    fn an_event_comes_back_and_half_of_one_does_not() {
        let mut event = Component::new("VEVENT");
        event.properties.push(Property::new_text("SUMMARY", "Räte, and; \\ more\nlines"));
        let text = write_event(&event);
        assert_eq!(read_event(&text), Some(event));
        assert_eq!(read_event(text.get(..40).unwrap()), None);
        assert_eq!(read_event("nothing"), None);
    }
}
