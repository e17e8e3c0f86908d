//! What makes a personal calendar ring (RFC 5545 §3.6.6). Alarms are a copy's own: no scheduling message carries them.

use chrono::{TimeDelta, Timelike as _};

use crate::{
    ical::{Component, Property},
    model::{Leads, morning},
};

/// Gives everything in an object these alarms, to be shown: each so long before its start, and of whole days in the morning.
pub fn with_alarms(calendar: &mut Component, leads: &Leads) {
    let timed = |part: &&mut Component| matches!(part.name.as_str(), "VEVENT" | "VTODO");
    for part in calendar.components.iter_mut().filter(timed) {
        let Some(start) = part.start() else { continue };
        let triggers: Vec<String> = if start.is_date() {
            leads.days().map(on_the_morning).collect()
        } else {
            leads.iter().map(before).collect()
        };
        // A DESCRIPTION is what is shown, and has to be there.
        let title = part.text("SUMMARY").filter(|title| !title.is_empty());
        let title = title.unwrap_or_else(|| "Reminder".to_owned());
        part.components.extend(triggers.into_iter().map(|trigger| alarm(trigger, &title)));
    }
}

fn alarm(trigger: String, title: &str) -> Component {
    let mut alarm = Component::new("VALARM");
    alarm.properties = vec![
        Property::new("ACTION", "DISPLAY"),
        Property::new_text("DESCRIPTION", title),
        Property::new("TRIGGER", trigger),
    ];
    alarm
}

/// A DURATION before the start (RFC 5545 §3.3.6): `-P1D`, `-PT1H30M`. Minutes and hours alone where it is no whole number
/// of days, since a day is 23 hours once a year.
fn before(lead: TimeDelta) -> String {
    let minutes = lead.num_minutes();
    let (days, hours, rest) = (minutes / 1440, minutes / 60, minutes % 60);
    match (hours, rest) {
        _ if minutes > 0 && minutes % 1440 == 0 => format!("-P{days}D"),
        (0, rest) => format!("-PT{rest}M"),
        (hours, 0) => format!("-PT{hours}H"),
        (hours, rest) => format!("-PT{hours}H{rest}M"),
    }
}

/// The DURATION from the midnight at which a first day begins (RFC 5545 §3.8.6.3) to the morning so many days before it.
fn on_the_morning(days: i64) -> String {
    let hour = i64::from(morning().hour());
    match days {
        0 => format!("PT{hour}H"),
        1 => format!("-PT{}H", 24 - hour),
        days => format!("-P{}DT{}H", days - 1, 24 - hour),
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
            assert_eq!(before(TimeDelta::minutes(minutes)), expected);
        }
    }

    #[test]
    fn whole_days_are_reminded_of_in_the_morning() {
        for (days, expected) in [(0, "PT9H"), (1, "-PT15H"), (2, "-P1DT15H")] {
            assert_eq!(on_the_morning(days), expected);
        }
    }
}
