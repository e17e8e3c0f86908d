//! What makes a personal calendar ring (RFC 5545 §3.6.6). Alarms are a copy's own: no scheduling message carries them.

use chrono::TimeDelta;

use crate::ical::{Component, Property};

/// Gives everything in an object these alarms: each so long before its start, to be shown.
pub fn with_alarms(calendar: &mut Component, leads: impl Iterator<Item = TimeDelta>) {
    let leads: Vec<TimeDelta> = leads.collect();
    let timed = |part: &&mut Component| matches!(part.name.as_str(), "VEVENT" | "VTODO");
    for part in calendar.components.iter_mut().filter(timed) {
        if part.property("DTSTART").is_none() {
            continue;
        }
        // A DESCRIPTION is what is shown, and has to be there.
        let title = part.text("SUMMARY").filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| "Reminder".to_owned());
        part.components.extend(leads.iter().map(|lead| alarm(*lead, &title)));
    }
}

fn alarm(lead: TimeDelta, title: &str) -> Component {
    let mut alarm = Component::new("VALARM");
    alarm.properties = vec![
        Property::new("ACTION", "DISPLAY"),
        Property::new_text("DESCRIPTION", title),
        Property::new("TRIGGER", trigger(lead)),
    ];
    alarm
}

/// A DURATION before the start (RFC 5545 §3.3.6): `-P1D`, `-PT1H30M`. Minutes and hours alone where it is no whole number
/// of days, since a day is 23 hours once a year.
fn trigger(lead: TimeDelta) -> String {
    let minutes = lead.num_minutes();
    let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
    match (hours, rest) {
        _ if minutes > 0 && minutes % 1440 == 0 => format!("-P{days}D"),
        (0, rest) => format!("-PT{rest}M"),
        (hours, 0) => format!("-PT{hours}H"),
        (hours, rest) => format!("-PT{hours}H{rest}M"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_before_the_start_is_a_duration() {
        for (minutes, expected) in [
            (15, "-PT15M"),
            (60, "-PT1H"),
            (90, "-PT1H30M"),
            (1440, "-P1D"),
            (1500, "-PT25H"),
            (20_160, "-P14D"),
        ] {
            assert_eq!(trigger(TimeDelta::minutes(minutes)), expected);
        }
    }
}
