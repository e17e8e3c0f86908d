//! When an object takes place: its rule, its dates, its exceptions and its overrides (RFC 5545 §3.8.5).

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::fields;
use crate::{
    ical::{Component, Zones},
    model::{CalTime, Span},
};

/// The occurrences of one calendar object. Cheap to make; nothing is worked out before it is asked for.
#[derive(Debug)]
pub struct Series<'c> {
    calendar: &'c Component,
    zones: Zones<'c>,
}

/// One time that an object takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence<'c> {
    /// Which one, in the form of the object: when the rule has it.
    pub recurrence_id: CalTime,
    /// When it is, in its own wall time.
    pub span: Span,
    /// The instant it begins.
    pub start: DateTime<Utc>,
    /// The instant it ends.
    pub end: DateTime<Utc>,
    /// The component that says what it is: the master, or the override that counts for it.
    pub component: &'c Component,
}

impl<'c> Series<'c> {
    /// Takes the series of a calendar object.
    pub fn of(calendar: &'c Component) -> Self {
        Self { calendar, zones: Zones::of(calendar) }
    }

    /// Whether it takes place more than once.
    pub fn repeats(&self) -> bool {
        fields::scheduled(self.calendar).any(fields::is_recurring)
    }

    /// The RECURRENCE-ID of an occurrence in the form of this object, for any writing of it. `None` where there is no
    /// such occurrence, or EXDATE takes it out.
    pub fn find(&self, id: &CalTime) -> Option<CalTime> {
        self.original(id)
    }

    /// As [`find`](Self::find), but for occurrences that EXDATE takes out too.
    pub fn original(&self, id: &CalTime) -> Option<CalTime> {
        let id = self.canonical(id);
        let master = fields::master(self.calendar);
        let known = fields::scheduled(self.calendar)
            .any(|part| part.recurrence_id().as_ref() == Some(&id))
            || master.is_some_and(|master| {
                master.start().as_ref() == Some(&id) || master.rdates().any(|date| date == id)
            });
        known.then_some(id)
    }

    /// A RECURRENCE-ID in the form of this object, whether or not there is such an occurrence.
    pub fn canonical(&self, id: &CalTime) -> CalTime {
        id.clone()
    }

    /// What takes place between two instants.
    pub fn between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        floating: Tz,
    ) -> impl Iterator<Item = Occurrence<'c>> {
        let only = |component: &'c Component| {
            let span = fields::span(component)?;
            let start = self.zones.instant(&span.start, floating)?;
            let end = self.zones.instant(&span.end, floating)?;
            let inside = start < to && (end > from || (start == end && start >= from));
            let recurrence_id = component.recurrence_id().unwrap_or(span.start.clone());
            inside.then_some(Occurrence { recurrence_id, span, start, end, component })
        };
        let all: Vec<Occurrence<'c>> = fields::scheduled(self.calendar).filter_map(only).collect();
        all.into_iter()
    }

    /// Whether one occurrence is before another.
    pub fn is_before(&self, one: &CalTime, other: &CalTime) -> bool {
        self.zones.instant(one, Tz::UTC) < self.zones.instant(other, Tz::UTC)
    }
}
