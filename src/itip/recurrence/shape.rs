//! How long an occurrence is, and in what form its start and end are said.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{super::kind, form::clock_of};
use crate::{
    ical::{Component, Duration, Period, Property, WallClock, Zones},
    model::CalTime,
};

/// What the occurrences of one component have in common.
#[derive(Debug)]
pub(super) struct Shape<'z> {
    start: CalTime,
    clock: WallClock<'z>,
    /// The form of the end, and its clock.
    end: CalTime,
    end_clock: WallClock<'z>,
    length: Length,
}

/// How long it is (RFC 5545 §3.8.5.3).
#[derive(Debug, Clone, Copy)]
pub(super) enum Length {
    /// By DTEND: as long as the first, to the second.
    Exact(TimeDelta),
    /// As long on the wall.
    Wall(TimeDelta),
    /// By DURATION: days on the wall, then exact seconds.
    Nominal(Duration),
}

/// A time with its instant.
type At = (CalTime, DateTime<Utc>);

impl<'z> Shape<'z> {
    /// The shape of a component that begins at `start`.
    pub(super) fn of(
        component: &Component,
        start: CalTime,
        zones: &'z Zones<'_>,
        floating: Tz,
    ) -> Self {
        let clock = clock_of(&start, zones, floating);
        let end = end_of(component, &start).unwrap_or_else(|| start.clone());
        let end_clock = clock_of(&end, zones, floating);
        let length = length(component, (&start, clock), (&end, end_clock));
        Self { start, clock, end, end_clock, length }
    }

    pub(super) const fn clock(&self) -> WallClock<'z> {
        self.clock
    }

    /// How long the longest can be.
    pub(super) fn longest(&self) -> TimeDelta {
        match self.length {
            Length::Exact(length) => length,
            // A day on the wall may be longer than 24 hours.
            Length::Wall(length) => length.checked_add(&TimeDelta::days(1)).unwrap_or(length),
            Length::Nominal(Duration { days: 0, seconds }) => Duration::seconds(seconds).nominal(),
            Length::Nominal(Duration { days, seconds }) => {
                Duration { days: days.saturating_add(1), seconds }.nominal()
            }
        }
    }

    /// From a start on the wall to an end.
    pub(super) fn at(&self, local: NaiveDateTime, zones: &Zones<'_>) -> Option<(At, At)> {
        let start = self.start.with_local(local);
        let from = self.clock.instant(local)?;
        let (end, to) = self.end(&start, from, zones)?;
        Some(((start, from), (end, to.max(from))))
    }

    fn end(&self, start: &CalTime, from: DateTime<Utc>, zones: &Zones<'_>) -> Option<At> {
        match self.length {
            Length::Exact(length) if length.is_zero() && self.end == self.start => {
                Some((start.clone(), from))
            }
            Length::Exact(length) => {
                let to = from.checked_add_signed(length)?;
                Some((self.end.with_local(self.end_clock.wall(to)?), to))
            }
            Length::Wall(length) => {
                let local = start.local().checked_add_signed(length)?;
                Some((self.end.with_local(local), self.end_clock.instant(local)?))
            }
            Length::Nominal(length) => {
                let end = zones.later(start, length)?;
                let to = self.clock.instant(end.local())?;
                Some((end, to))
            }
        }
    }

    /// From a start on the wall to the end that a date of RDATE has of its own.
    pub(super) fn period(
        &self,
        local: NaiveDateTime,
        period: &Period,
        zones: &Zones<'_>,
        floating: Tz,
    ) -> Option<(At, At)> {
        let start = self.start.with_local(local);
        let from = self.clock.instant(local)?;
        let end = match period {
            Period::Explicit { end, .. } => {
                let to = clock_of(end, zones, floating).instant(end.local())?;
                start.with_local(self.clock.wall(to)?)
            }
            Period::Start { duration, .. } => zones.later(&start, *duration)?,
        };
        let to = self.clock.instant(end.local())?.max(from);
        Some(((start, from), (end, to)))
    }
}

/// When a component says that it ends: DTEND, of a to-do DUE; in the form of its start.
fn end_of(component: &Component, start: &CalTime) -> Option<CalTime> {
    if component.name == "VJOURNAL" {
        return None;
    }
    kind::of_one_form(start, component.time(kind::end_name(component))?)
}

fn length(
    component: &Component,
    start: (&CalTime, WallClock<'_>),
    end: (&CalTime, WallClock<'_>),
) -> Length {
    let (start, clock) = start;
    let (end, end_clock) = end;
    if end_of(component, start).is_some() {
        if matches!(
            (start, end),
            (CalTime::Date(_), _) | (CalTime::Floating(_), CalTime::Floating(_))
        ) {
            let length = end.local() - start.local();
            return Length::Wall(length.max(TimeDelta::zero()));
        }
        let instants = clock.instant(start.local()).zip(end_clock.instant(end.local()));
        let length = instants.map_or(TimeDelta::zero(), |(start, end)| end - start);
        return Length::Exact(length.max(TimeDelta::zero()));
    }
    let duration = component.property("DURATION").and_then(Property::duration);
    match duration.filter(|duration| !duration.is_negative()) {
        Some(duration) => Length::Nominal(duration),
        // A date lasts a day, a time no time (RFC 5545 §3.6.1); but a DUE alone is the end of its day.
        None if start.is_date() => Length::Wall(TimeDelta::days(1)),
        None => Length::Exact(TimeDelta::zero()),
    }
}
