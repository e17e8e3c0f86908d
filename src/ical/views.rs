//! Components as what they are: thin references with the properties that only they have.

use chrono::{DateTime, Utc};

use super::{Component, Duration, Period, Property, Zones};
use crate::model::{CalTime, Span};

/// Makes a view: a reference to a component of one name.
macro_rules! view {
    ($(#[$doc:meta])* $view:ident, $name:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $view<'a>(&'a Component);

        impl<'a> $view<'a> {
            #[doc = concat!("Takes a component, where it is a ", $name, ".")]
            pub fn of(component: &'a Component) -> Option<Self> {
                (component.name == $name).then_some(Self(component))
            }

            /// The component itself.
            pub const fn component(self) -> &'a Component {
                self.0
            }
        }

        impl std::ops::Deref for $view<'_> {
            type Target = Component;

            fn deref(&self) -> &Component {
                self.0
            }
        }
    };
}

view!(
    /// A VCALENDAR (RFC 5545 §3.4, RFC 7986).
    Calendar, "VCALENDAR"
);
view!(
    /// A VEVENT (RFC 5545 §3.6.1).
    Event, "VEVENT"
);
view!(
    /// A VTODO (RFC 5545 §3.6.2).
    Todo, "VTODO"
);
view!(
    /// A VJOURNAL (RFC 5545 §3.6.3).
    Journal, "VJOURNAL"
);
view!(
    /// A VFREEBUSY (RFC 5545 §3.6.4).
    FreeBusy, "VFREEBUSY"
);
view!(
    /// A VTIMEZONE (RFC 5545 §3.6.5).
    TimeZone, "VTIMEZONE"
);
view!(
    /// A VALARM (RFC 5545 §3.6.6).
    Alarm, "VALARM"
);

impl<'a> Calendar<'a> {
    /// METHOD (RFC 5545 §3.7.2).
    pub fn method(self) -> Option<&'a str> {
        self.0.value("METHOD")
    }

    /// PRODID (RFC 5545 §3.7.3).
    pub fn prodid(self) -> Option<&'a str> {
        self.0.value("PRODID")
    }

    /// The calendar's name: NAME (RFC 7986 §5.1), or X-WR-CALNAME of those who came before it.
    pub fn name(self) -> Option<String> {
        self.0.text("NAME").or_else(|| self.0.text("X-WR-CALNAME"))
    }

    /// How often to ask for it again: REFRESH-INTERVAL (RFC 7986 §5.7).
    pub fn refresh_interval(self) -> Option<Duration> {
        self.0.property("REFRESH-INTERVAL")?.duration()
    }

    /// Where to ask for it again: SOURCE (RFC 7986 §5.8).
    pub fn source(self) -> Option<&'a str> {
        self.0.value("SOURCE")
    }

    /// Its events.
    pub fn events(self) -> impl Iterator<Item = Event<'a>> {
        self.0.components.iter().filter_map(Event::of)
    }

    /// Its to-dos.
    pub fn todos(self) -> impl Iterator<Item = Todo<'a>> {
        self.0.components.iter().filter_map(Todo::of)
    }

    /// Its journal entries.
    pub fn journals(self) -> impl Iterator<Item = Journal<'a>> {
        self.0.components.iter().filter_map(Journal::of)
    }

    /// Its busy times.
    pub fn free_busys(self) -> impl Iterator<Item = FreeBusy<'a>> {
        self.0.components.iter().filter_map(FreeBusy::of)
    }

    /// Its time zones.
    pub fn time_zones(self) -> impl Iterator<Item = TimeZone<'a>> {
        self.0.components.iter().filter_map(TimeZone::of)
    }

    /// The components that are scheduled or kept: all but the time zones.
    pub fn objects(self) -> impl Iterator<Item = &'a Component> {
        self.0.components.iter().filter(|component| component.name != "VTIMEZONE")
    }
}

impl<'a> Event<'a> {
    /// When it ends: DTEND, or DTSTART and DURATION; without either a day later for a date, and at once for a time
    /// (RFC 5545 §3.6.1).
    pub fn end(self, zones: &Zones<'_>) -> Option<CalTime> {
        self.0.time("DTEND").or_else(|| {
            let start = self.0.start()?;
            let length = length(self.0).unwrap_or(Duration::days(start.is_date().into()));
            zones.later(&start, length)
        })
    }

    /// From when to when it is.
    pub fn span(self, zones: &Zones<'_>) -> Option<Span> {
        Some(Span { start: self.0.start()?, end: self.end(zones)? })
    }

    /// Whether it takes no time in searches for free time: TRANSP (RFC 5545 §3.8.2.7).
    pub fn is_transparent(self) -> bool {
        self.0.value("TRANSP").is_some_and(|text| text.trim().eq_ignore_ascii_case("TRANSPARENT"))
    }

    /// Its alarms.
    pub fn alarms(self) -> impl Iterator<Item = Alarm<'a>> {
        self.0.components.iter().filter_map(Alarm::of)
    }
}

fn length(component: &Component) -> Option<Duration> {
    component.property("DURATION").and_then(Property::duration)
}

impl<'a> Todo<'a> {
    /// When it must be done: DUE, or DTSTART and DURATION.
    pub fn due(self, zones: &Zones<'_>) -> Option<CalTime> {
        self.0.time("DUE").or_else(|| zones.later(&self.0.start()?, length(self.0)?))
    }

    /// When it was done: COMPLETED (RFC 5545 §3.8.2.1).
    pub fn completed(self) -> Option<DateTime<Utc>> {
        self.0.utc("COMPLETED")
    }

    /// How much of it is done: PERCENT-COMPLETE (RFC 5545 §3.8.1.8), 0 to 100.
    pub fn percent_complete(self) -> Option<i64> {
        let percent = self.0.property("PERCENT-COMPLETE")?.integer()?;
        (0..=100).contains(&percent).then_some(percent)
    }

    /// Its alarms.
    pub fn alarms(self) -> impl Iterator<Item = Alarm<'a>> {
        self.0.components.iter().filter_map(Alarm::of)
    }
}

impl Journal<'_> {
    /// DESCRIPTION, each of them: a journal entry may have several.
    pub fn descriptions(&self) -> impl Iterator<Item = String> {
        self.0.properties_named("DESCRIPTION").map(Property::text)
    }
}

impl FreeBusy<'_> {
    /// DTEND: up to when the answer or question goes.
    pub fn end(self) -> Option<CalTime> {
        self.0.time("DTEND")
    }

    /// The times, with their FBTYPE: BUSY where there is none (RFC 5545 §3.2.9).
    pub fn periods(&self) -> impl Iterator<Item = (&str, Period)> {
        self.0.properties_named("FREEBUSY").flat_map(|property| {
            let kind = property.parameter("FBTYPE").unwrap_or("BUSY");
            property.periods().map(move |period| (kind, period))
        })
    }
}

impl<'a> TimeZone<'a> {
    /// TZID (RFC 5545 §3.8.3.1).
    pub fn tzid(self) -> Option<&'a str> {
        self.0.value("TZID")
    }

    /// Its STANDARD and DAYLIGHT.
    pub fn observances(self) -> impl Iterator<Item = &'a Component> {
        self.0
            .components
            .iter()
            .filter(|component| matches!(component.name.as_str(), "STANDARD" | "DAYLIGHT"))
    }
}

/// When an alarm goes off (RFC 5545 §3.8.6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// So long after the start; before it where negative.
    FromStart(Duration),
    /// So long after the end; before it where negative.
    FromEnd(Duration),
    /// At an instant.
    At(DateTime<Utc>),
}

impl<'a> Alarm<'a> {
    /// ACTION (RFC 5545 §3.8.6.1).
    pub fn action(self) -> Option<&'a str> {
        self.0.value("ACTION")
    }

    /// TRIGGER.
    pub fn trigger(self) -> Option<Trigger> {
        let property = self.0.property("TRIGGER")?;
        if let Some(duration) = property.duration() {
            let from_end = property
                .parameter("RELATED")
                .is_some_and(|related| related.eq_ignore_ascii_case("END"));
            return Some(if from_end {
                Trigger::FromEnd(duration)
            } else {
                Trigger::FromStart(duration)
            });
        }
        property.time().map(|time| Trigger::At(time.local().and_utc()))
    }

    /// How often it goes off again, and how long after each other: REPEAT and DURATION, which come together.
    pub fn repeat(self) -> Option<(i64, Duration)> {
        let times = self.0.property("REPEAT")?.integer().filter(|times| *times > 0)?;
        Some((times, length(self.0)?))
    }
}

#[cfg(test)]
mod tests;
