//! When an object takes place, as lists and cards have it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Meeting, Object, Occurrence, Scope, Series, Status, fields, instances};
use crate::model::{InstanceId, Span};

/// The most dates that are given at once.
const MOST: usize = 500;

/// One time that an object takes place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// Which one; the whole, where there is only one.
    pub instance: InstanceId,
    /// Whose attendees are its own: those of the whole, of itself, or of a range that it is in.
    pub roster: InstanceId,
    /// Its title, where it is another than that of the whole.
    pub summary: Option<String>,
    /// When it is, in its own wall time.
    pub span: Span,
    /// The instant it begins.
    pub start: DateTime<Utc>,
    /// The instant it ends.
    pub end: DateTime<Utc>,
}

impl Date {
    /// The date for those who name it.
    pub fn scope(&self) -> Scope {
        Scope::from(self.instance.clone())
    }
}

impl Object {
    /// The dates that overlap `[from, to)`, in order of start and without those that are called off; only the first few
    /// hundred. Dates and floating times are read in `zone`.
    pub fn dates(&self, from: DateTime<Utc>, to: DateTime<Utc>, zone: Tz) -> Vec<Date> {
        if !self.is_recurring() {
            let only = self.only_date(zone);
            return if only.start < to && only.end > from { vec![only] } else { Vec::new() };
        }
        let series = Series::of(&self.calendar);
        let held = series.between(from, to, zone).filter(takes_place);
        held.take(MOST).map(|occurrence| self.date(occurrence)).collect()
    }

    /// The first dates that are not over at an instant.
    pub fn next_dates(&self, at: DateTime<Utc>, most: usize, zone: Tz) -> Vec<Date> {
        let series = Series::of(&self.calendar);
        let ahead = series.between(at, DateTime::<Utc>::MAX_UTC, zone).filter(takes_place);
        let ahead = ahead.filter(|occurrence| occurrence.end > at);
        ahead.take(most).map(|occurrence| self.date(occurrence)).collect()
    }

    /// The date that concerns people at an instant: the first that is not over, else the last. `None` where all dates
    /// of a series are called off.
    pub fn shown(&self, at: DateTime<Utc>, zone: Tz) -> Option<Date> {
        if !self.is_recurring() {
            return Some(self.only_date(zone));
        }
        let series = Series::of(&self.calendar);
        let ahead = series.between(at, DateTime::<Utc>::MAX_UTC, zone).filter(takes_place);
        let next = ahead.take(MOST).find(|occurrence| occurrence.end > at);
        next.or_else(|| series.last(zone)).map(|occurrence| self.date(occurrence))
    }

    /// The date that concerns people at an instant as they read it, and which it is. A series without any is one that
    /// is called off.
    pub fn shown_meeting(&self, at: DateTime<Utc>, zone: Tz) -> (Scope, Meeting) {
        let shown = self.shown(at, zone).map(|date| date.scope());
        let shown = shown.and_then(|scope| Some((scope.clone(), self.on(&scope, zone)?)));
        shown.unwrap_or_else(|| (Scope::Whole, called_off(self.meeting(zone))))
    }

    /// One date as people read it, and which it is; one that the object has no more is called off. Where no date is named, the
    /// one that concerns people at an instant.
    pub fn meeting_of(
        &self,
        instance: &InstanceId,
        at: DateTime<Utc>,
        zone: Tz,
    ) -> (Scope, Meeting) {
        let scope = Scope::from(instance.clone());
        if scope == Scope::Whole || !self.is_recurring() {
            return self.shown_meeting(at, zone);
        }
        let would_be = || {
            let event = instances::effective(&self.calendar, &scope);
            event.map_or_else(|_| self.meeting(zone), |event| self.read(&event, instance, zone))
        };
        let meeting = self.on(&scope, zone).unwrap_or_else(|| called_off(would_be()));
        (scope, meeting)
    }

    /// A date as people read it: called off where all of them are. `None` where there is none.
    fn on(&self, scope: &Scope, zone: Tz) -> Option<Meeting> {
        let meeting = self.meeting_at(scope, zone).ok()?;
        let status = fields::whole(&self.calendar).map(fields::status);
        Some(if status == Some(Status::Cancelled) { called_off(meeting) } else { meeting })
    }

    /// Whether any date begins before an instant.
    pub fn begins_before(&self, at: DateTime<Utc>, zone: Tz) -> bool {
        let series = Series::of(&self.calendar);
        let mut all = series.between(DateTime::<Utc>::MIN_UTC, at, zone).filter(takes_place);
        all.any(|date| date.start < at)
    }

    /// When the last date is over; `None` where there is no last one.
    pub fn ends_at(&self, zone: Tz) -> Option<DateTime<Utc>> {
        let only = self.only_date(zone);
        if !self.is_recurring() {
            return Some(only.end);
        }
        let series = Series::of(&self.calendar);
        let is_endless = || {
            let mut all = series.between(only.start, DateTime::<Utc>::MAX_UTC, zone);
            all.next().is_some()
        };
        match series.last(zone) {
            Some(last) => Some(last.end),
            None if is_endless() => None,
            None => Some(only.end),
        }
    }

    fn only_date(&self, zone: Tz) -> Date {
        let Meeting { span, start, end, .. } = self.meeting(zone);
        let (instance, roster) = (InstanceId::Whole, InstanceId::Whole);
        Date { instance, roster, summary: None, span, start, end }
    }

    pub(super) fn date(&self, occurrence: Occurrence<'_>) -> Date {
        let Occurrence { recurrence_id, span, start, end, component } = occurrence;
        let title = fields::whole(&self.calendar).and_then(|whole| whole.text("SUMMARY"));
        Date {
            instance: InstanceId::Instance(recurrence_id),
            roster: Scope::of(component).instance(),
            summary: component.text("SUMMARY").filter(|own| Some(own) != title.as_ref()),
            span,
            start,
            end: end.max(start),
        }
    }
}

fn called_off(meeting: Meeting) -> Meeting {
    Meeting { status: Status::Cancelled, ..meeting }
}

/// Whether an occurrence is not called off by an override of its own.
fn takes_place(occurrence: &Occurrence<'_>) -> bool {
    occurrence.component.property("RECURRENCE-ID").is_none()
        || fields::status(occurrence.component) != Status::Cancelled
}
