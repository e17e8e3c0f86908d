//! Any octets as iCalendar text: `cargo fuzz run parse fuzz/corpus/parse tests/data/ical`.

#![no_main]

use chrono_tz::Tz;
use convene::ical::{self, Property};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &[u8]| {
    let Ok(read) = ical::parse_bytes(text) else { return };
    let mut calendar = read.value;
    ical::validate(&calendar);

    let written = ical::write(&calendar);
    assert!(written.split("\r\n").all(|line| line.len() <= 75));
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
});
