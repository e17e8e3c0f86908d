//! Rules between the properties of a component, and between components.

use std::collections::HashSet;

use chrono_tz::Tz;

use super::{Checks, Place};
use crate::{
    ical::{Component, Duration, Event, Property, parse_time},
    model::CalTime,
};

impl Checks<'_> {
    /// Checks what must fit together.
    pub(super) fn relations(&mut self, place: Place<'_>) {
        match place.component.name.as_str() {
            "VCALENDAR" => self.calendar(place),
            "VEVENT" => {
                self.event(place);
                self.recurrence(place);
            }
            "VTODO" => {
                self.todo(place);
                self.recurrence(place);
            }
            "VJOURNAL" => self.recurrence(place),
            "VFREEBUSY" => self.free_busy(place),
            "VTIMEZONE" => self.timezone(place),
            "STANDARD" | "DAYLIGHT" => self.observance(place),
            "VALARM" => self.alarm(place),
            _ => {}
        }
    }

    fn calendar(&mut self, place: Place<'_>) {
        if place.component.components.is_empty() {
            let text = "VCALENDAR must have a component".to_owned();
            self.report(place.problem("missing-component", text));
        }
        let mut seen = HashSet::new();
        for (index, timezone) in place.component.components.iter().enumerate() {
            if timezone.name == "VTIMEZONE"
                && let Some(tzid) = timezone.value("TZID")
                && !seen.insert(tzid)
            {
                let lines = place.lines.components.get(index).unwrap_or(place.lines);
                let here = Place { component: timezone, lines };
                let text = format!("there is another VTIMEZONE for {tzid}");
                self.report(here.named_problem("TZID", "repeated-timezone", text));
            }
        }
    }

    fn event(&mut self, place: Place<'_>) {
        if !self.has_method && !place.has("DTSTART") {
            let text = "VEVENT must have DTSTART where the calendar has no METHOD".to_owned();
            self.report(place.named_problem("DTSTART", "missing-property", text));
        }
        self.ends(place, "DTEND");
        let days_only = place
            .component
            .property("DURATION")
            .and_then(Property::duration)
            .is_none_or(|duration| duration.seconds == 0);
        if place.component.start().is_some_and(|start| start.is_date()) && !days_only {
            let text = "a date lasts for days or weeks, not hours".to_owned();
            self.report(place.named_problem("DURATION", "kinds-differ", text));
        }
        if let Some(event) = Event::of(place.component)
            && event
                .property("DURATION")
                .and_then(Property::duration)
                .is_some_and(Duration::is_negative)
        {
            let text = "an event cannot end before it starts".to_owned();
            self.report(place.named_problem("DURATION", "end-before-start", text));
        }
    }

    fn todo(&mut self, place: Place<'_>) {
        self.ends(place, "DUE");
        if place.has("DURATION") && !place.has("DTSTART") {
            let text = "VTODO with DURATION must have DTSTART".to_owned();
            self.report(place.named_problem("DTSTART", "missing-property", text));
        }
    }

    /// Checks that an end is of the start's kind and after it (RFC 5545 §3.8.2.2, §3.8.2.3).
    fn ends(&mut self, place: Place<'_>, name: &str) {
        let Some(start) = place.component.start() else { return };
        let Some(end) = place.component.time(name) else { return };
        if kind(&start) != kind(&end) {
            let text = format!("{name} must be of the same kind as DTSTART");
            self.report(place.named_problem(name, "kinds-differ", text));
        }
        let (Some(from), Some(to)) =
            (self.zones.instant(&start, Tz::UTC), self.zones.instant(&end, Tz::UTC))
        else {
            return;
        };
        if to <= from {
            let text = format!("{name} must be later than DTSTART");
            self.report(place.named_problem(name, "end-before-start", text));
        }
    }

    /// Checks what a series must have (RFC 5545 §3.8.4.4, §3.8.5).
    fn recurrence(&mut self, place: Place<'_>) {
        let start = place.component.start();
        for name in ["RRULE", "RDATE", "EXDATE"] {
            if place.has(name) && start.is_none() {
                let text = format!("{} with {name} must have DTSTART", place.component.name);
                self.report(place.named_problem(name, "missing-property", text));
            }
        }
        let Some(start) = start else { return };
        if let Some(id) = place.component.recurrence_id()
            && id.is_date() != start.is_date()
            && !place.has("RRULE")
        {
            let text = "RECURRENCE-ID must be a date if and only if DTSTART is".to_owned();
            self.report(place.named_problem("RECURRENCE-ID", "kinds-differ", text));
        }
        let until = place.component.rrule().and_then(until);
        let right = match (&start, &until) {
            (_, None) | (CalTime::Date(_), Some(CalTime::Date(_))) => true,
            (CalTime::Floating(_), Some(until)) => matches!(until, CalTime::Floating(_)),
            (CalTime::Utc(_) | CalTime::Zoned { .. }, Some(until)) => {
                matches!(until, CalTime::Utc(_))
            }
            (CalTime::Date(_), Some(_)) => false,
        };
        if !right {
            let text =
                "UNTIL must be a date where DTSTART is, without a zone where DTSTART has none, \
                        and else in UTC"
                    .to_owned();
            self.report(place.named_problem("RRULE", "kinds-differ", text));
        }
    }

    fn free_busy(&mut self, place: Place<'_>) {
        for name in ["DTSTART", "DTEND"] {
            if place.component.time(name).is_some_and(|time| !matches!(time, CalTime::Utc(_))) {
                let text = format!("{name} of VFREEBUSY must be in UTC");
                self.report(place.named_problem(name, "utc-required", text));
            }
        }
        for (index, property) in place.component.properties.iter().enumerate() {
            let utc = |time: &CalTime| matches!(time, CalTime::Utc(_));
            if property.name == "FREEBUSY" && !property.periods().all(|p| utc(p.start())) {
                let text = "FREEBUSY must be in UTC".to_owned();
                self.report(place.property_problem(index, "utc-required", text));
            }
        }
        self.ends(place, "DTEND");
    }

    fn timezone(&mut self, place: Place<'_>) {
        if !place.component.components.iter().any(is_observance) {
            let text = "VTIMEZONE must have a STANDARD or DAYLIGHT".to_owned();
            self.report(place.problem("missing-component", text));
        }
    }

    fn observance(&mut self, place: Place<'_>) {
        let local = |time: &CalTime| matches!(time, CalTime::Floating(_));
        if place.component.start().is_some_and(|start| !local(&start)) {
            let name = &place.component.name;
            let text = format!("DTSTART of {name} must be a wall time without a zone");
            self.report(place.named_problem("DTSTART", "local-time-required", text));
        }
    }

    fn alarm(&mut self, place: Place<'_>) {
        let action = place.component.value("ACTION").unwrap_or_default().to_ascii_uppercase();
        let required: &[&str] = match action.as_str() {
            "DISPLAY" => &["DESCRIPTION"],
            "EMAIL" => &["DESCRIPTION", "SUMMARY", "ATTENDEE"],
            _ => &[],
        };
        for name in required {
            if !place.has(name) {
                let text = format!("VALARM with ACTION:{action} must have {name}");
                self.report(place.named_problem(name, "missing-property", text));
            }
        }
        if place.has("DURATION") != place.has("REPEAT") {
            let missing = if place.has("REPEAT") { "DURATION" } else { "REPEAT" };
            let text = "VALARM has both DURATION and REPEAT, or neither".to_owned();
            self.report(place.named_problem(missing, "missing-property", text));
        }
    }
}

fn is_observance(component: &Component) -> bool {
    matches!(component.name.as_str(), "STANDARD" | "DAYLIGHT")
}

/// The kinds of time that a start and its end must share.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Date,
    Floating,
    Utc,
    Zoned,
}

fn kind(time: &CalTime) -> Kind {
    match time {
        CalTime::Date(_) => Kind::Date,
        CalTime::Floating(_) => Kind::Floating,
        CalTime::Utc(_) => Kind::Utc,
        CalTime::Zoned { .. } => Kind::Zoned,
    }
}

/// The UNTIL of a rule.
fn until(rule: &str) -> Option<CalTime> {
    rule.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.eq_ignore_ascii_case("UNTIL").then(|| parse_time(value, None))?
    })
}
