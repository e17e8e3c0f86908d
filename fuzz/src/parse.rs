//! Any octets as iCalendar text: what can be read is written exactly, and read again as the same.

use chrono_tz::Tz;
use convene::ical::{self, Property};

pub fn holds(text: &[u8]) {
    let Ok(read) = ical::parse_bytes(text) else { return };
    let mut calendar = read.value;

    let written = ical::write(&calendar);
    assert!(written.split("\r\n").all(|line| line.len() <= 75), "a line is too long");
    let again = ical::parse(&written).expect("what is written can be read");
    assert_eq!(again.problems, []);
    assert_eq!(again.value, calendar);

    ical::ensure_timezones(&mut calendar);
    let zones = ical::Zones::of(&calendar);
    for component in &calendar.components {
        for time in component.properties.iter().filter_map(Property::time) {
            if let Some(at) = zones.instant(&time, Tz::UTC) {
                zones.wall(at, time.tzid().unwrap_or("UTC"));
            }
        }
        if let Some(event) = ical::Event::of(component) {
            event.span(&zones);
        }
    }
}
