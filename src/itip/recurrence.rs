//! When an object takes place: its rule, its dates, its exceptions and its overrides (RFC 5545 §3.8.5).
//!
//! An occurrence is known by its *key*: the wall time that the rule or date has for it, in the form of the object's
//! DTSTART (its zone, UTC, floating, or a date). All writings of a RECURRENCE-ID, an EXDATE or an RDATE are brought
//! into that form first and only then compared. So a series keeps its wall time over changes of clocks, and instants
//! are worked out at the very end.
//!
//! Nothing is stored or walked from the beginning, and every answer takes a bounded number of steps for each
//! occurrence that is given.

mod dates;
mod form;
mod overrides;
mod shape;
mod window;

use std::sync::OnceLock;

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use self::{dates::Dates, form::Form, overrides::Overrides};
use super::fields;
use crate::{
    ical::{Component, Zones},
    model::{CalTime, Span},
};

/// The occurrences of one calendar object. Cheap to make; nothing is worked out before it is asked for.
#[derive(Debug)]
pub struct Series<'c> {
    calendar: &'c Component,
    master: Option<&'c Component>,
    zones: Zones<'c>,
    parts: OnceLock<Option<Parts<'c>>>,
}

/// What a series is made of, read.
#[derive(Debug)]
struct Parts<'c> {
    form: Form,
    dates: Dates,
    overrides: Overrides<'c>,
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
        let master = fields::master(calendar);
        Self { calendar, master, zones: Zones::of(calendar), parts: OnceLock::new() }
    }

    /// Whether it takes place more than once.
    pub fn repeats(&self) -> bool {
        fields::repeats(self.calendar)
    }

    /// The RECURRENCE-ID of an occurrence in the form of this object, for any writing of it: in another zone, in UTC,
    /// floating, or as a date for the only one of that day. `None` where there is no such occurrence, or EXDATE takes
    /// it out. DTSTART is one whatever the rule says (RFC 5545 §3.8.5.3).
    pub fn find(&self, id: &CalTime) -> Option<CalTime> {
        let parts = self.parts()?;
        let key = self.key(parts, id)?;
        (!parts.dates.excludes(key)).then(|| parts.form.time(key))
    }

    /// As [`find`](Self::find), but for occurrences that EXDATE takes out too.
    pub fn original(&self, id: &CalTime) -> Option<CalTime> {
        let parts = self.parts()?;
        Some(parts.form.time(self.key(parts, id)?))
    }

    /// A RECURRENCE-ID in the form of this object, whether or not there is such an occurrence.
    pub fn canonical(&self, id: &CalTime) -> CalTime {
        let Some(parts) = self.parts() else { return id.clone() };
        let key = self.key(parts, id).unwrap_or_else(|| parts.form.key(id, &self.zones));
        parts.form.time(key)
    }

    /// Whether one occurrence is before another, in time and across zones.
    pub fn is_before(&self, one: &CalTime, other: &CalTime) -> bool {
        if one.tzid() == other.tzid()
            && std::mem::discriminant(one) == std::mem::discriminant(other)
        {
            return one.local() < other.local();
        }
        match self.parts() {
            Some(parts) => parts.form.key(one, &self.zones) < parts.form.key(other, &self.zones),
            None => self.zones.instant(one, Tz::UTC) < self.zones.instant(other, Tz::UTC),
        }
    }

    /// What takes place between two instants, in order of start: all that overlaps `[from, to)`. What lasts no time
    /// takes place at its instant. Dates and floating times are read in `floating`.
    pub fn between(
        &self,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        floating: Tz,
    ) -> impl Iterator<Item = Occurrence<'c>> {
        self.parts()
            .into_iter()
            .flat_map(move |parts| window::between(self, parts, (from, to), floating))
    }

    /// The first that ends after an instant.
    pub fn next_from(&self, at: DateTime<Utc>, floating: Tz) -> Option<Occurrence<'c>> {
        self.between(at, DateTime::<Utc>::MAX_UTC, floating).find(|occurrence| occurrence.end > at)
    }

    /// The one that begins last. `None` where there is none, or no end of them.
    pub fn last(&self, floating: Tz) -> Option<Occurrence<'c>> {
        window::last(self, self.parts()?, floating)
    }

    fn parts(&self) -> Option<&Parts<'c>> {
        self.parts.get_or_init(|| Parts::of(self)).as_ref()
    }

    /// The key of an occurrence, excluded or not.
    fn key(&self, parts: &Parts<'c>, id: &CalTime) -> Option<NaiveDateTime> {
        if id.is_date() && !parts.form.is_date() {
            return only_of_day(parts, id.local());
        }
        let mut keys = parts.form.keys(id, &self.zones).into_iter();
        keys.find(|key| parts.dates.has(*key) || parts.overrides.has(*key))
    }
}

impl<'c> Parts<'c> {
    fn of(series: &Series<'c>) -> Option<Self> {
        let anchor = match series.master {
            // A to-do may have nothing but DUE.
            Some(master) => master.start().or_else(|| master.time("DUE"))?,
            None => fields::scheduled(series.calendar).find_map(Component::recurrence_id)?,
        };
        let form = Form::of(&anchor);
        let dates = Dates::of(series.master, &form, &series.zones);
        let overrides = Overrides::of(series.calendar, &form, &series.zones);
        Some(Self { form, dates, overrides })
    }
}

/// The only occurrence of a day.
fn only_of_day(parts: &Parts<'_>, day: NaiveDateTime) -> Option<NaiveDateTime> {
    let end = day.checked_add_signed(TimeDelta::days(1) - TimeDelta::seconds(1))?;
    let dated = parts.dates.keys(day, end).map(|(key, _)| key).take(2);
    let mut keys: Vec<_> = dated.chain(parts.overrides.keys(day, end)).collect();
    keys.sort_unstable();
    keys.dedup();
    match keys.as_slice() {
        [key] => Some(*key),
        _ => None,
    }
}

/// The last second of a day.
fn end_of_day(day: NaiveDateTime) -> NaiveDateTime {
    let last = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
    day.date().and_time(last)
}

#[cfg(test)]
mod tests;
