//! The occurrences between two instants, in order.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Occurrence, Parts, Series, dates::Keys, shape::Shape};
use crate::{
    ical::{Component, Period, Zones},
    model::{CalTime, Span},
};

/// A change of clocks moves no wall time by more than this.
const DAY: TimeDelta = TimeDelta::days(1);

/// The keys that one component counts for: the master's, or those that a range has begun.
struct Segment<'s, 'c> {
    series: &'s Series<'c>,
    parts: &'s Parts<'c>,
    component: &'c Component,
    shape: Shape<'s>,
    /// How much later than its key an occurrence is on the wall.
    shift: TimeDelta,
    /// Its first and last key.
    keys: (NaiveDateTime, NaiveDateTime),
    takes_place: bool,
    floating: Tz,
}

/// From when to when, as instants.
type Window = (DateTime<Utc>, DateTime<Utc>);

/// Whether something is in a window. What lasts no time takes place at its instant.
fn overlaps(occurrence: &Occurrence<'_>, (from, to): Window) -> bool {
    let Occurrence { start, end, .. } = *occurrence;
    start < to && (end > from || (start == end && start >= from))
}

/// What takes place in a window.
pub(super) fn between<'s, 'c>(
    series: &'s Series<'c>,
    parts: &'s Parts<'c>,
    window: Window,
    floating: Tz,
) -> impl Iterator<Item = Occurrence<'c>> {
    let mut streams: Vec<InOrder<'s, 'c>> = Vec::new();
    for segment in segments(series, parts, floating).filter(|segment| segment.takes_place) {
        streams.extend(segment.within(window));
    }
    let mut single = single(series, parts, floating);
    single.retain(|occurrence| overlaps(occurrence, window));
    single.sort_by_key(|occurrence| occurrence.start);
    let mut single = single.into_iter().peekable();
    std::iter::from_fn(move || {
        let starts = streams.iter_mut().map(|stream| stream.front().map(|first| first.start));
        let first = (0..).zip(starts).filter_map(|(at, start)| Some((start?, at))).min();
        match (first, single.peek()) {
            (Some((start, _)), Some(one)) if one.start < start => single.next(),
            (Some((_, at)), _) => streams.get_mut(at)?.next(),
            (None, _) => single.next(),
        }
    })
}

/// The one that begins last.
pub(super) fn last<'c>(
    series: &Series<'c>,
    parts: &Parts<'c>,
    floating: Tz,
) -> Option<Occurrence<'c>> {
    let mut last = single(series, parts, floating);
    for segment in segments(series, parts, floating).filter(|segment| segment.takes_place) {
        if segment.keys.1 == latest() && parts.dates.is_endless() {
            return None;
        }
        last.extend(segment.last());
    }
    last.into_iter().max_by_key(|occurrence| occurrence.start)
}

fn latest() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(9999, 12, 31)
        .and_then(|day| day.and_hms_opt(23, 59, 59))
        .unwrap_or(NaiveDateTime::MAX)
}

/// The segments of a series: the master's, then that of each range.
fn segments<'s, 'c>(
    series: &'s Series<'c>,
    parts: &'s Parts<'c>,
    floating: Tz,
) -> impl Iterator<Item = Segment<'s, 'c>> {
    let mut ends = parts.overrides.ranges().map(|range| range.key - TimeDelta::seconds(1));
    let keys = (NaiveDateTime::MIN, ends.next().unwrap_or(latest()));
    let master = series.master.map(|component| {
        let start = parts.form.anchor.clone();
        Segment {
            series,
            parts,
            component,
            shape: Shape::of(component, start, &series.zones, floating),
            shift: TimeDelta::zero(),
            keys,
            takes_place: true,
            floating,
        }
    });
    let ranges = parts.overrides.ranges().map(move |range| {
        let start = range.start(&parts.form);
        Segment {
            series,
            parts,
            component: range.component,
            shift: start.local() - range.key,
            shape: Shape::of(range.component, start, &series.zones, floating),
            keys: (range.key, ends.next().unwrap_or(latest())),
            takes_place: range.takes_place(),
            floating,
        }
    });
    master.into_iter().chain(ranges)
}

/// The overrides, and the dates of RDATE that have ends of their own.
fn single<'c>(series: &Series<'c>, parts: &Parts<'c>, floating: Tz) -> Vec<Occurrence<'c>> {
    let takes_place =
        parts.overrides.iter().filter(|one| one.takes_place() && !parts.dates.excludes(one.key));
    let overrides = takes_place.filter_map(|one| {
        let start = one.start(&parts.form);
        let local = start.local();
        let shape = Shape::of(one.component, start, &series.zones, floating);
        let (start, end) = shape.at(local, &series.zones)?;
        Some(occurrence(parts.form.time(one.key), start, end, one.component))
    });
    let mut all: Vec<_> = overrides.collect();
    for segment in segments(series, parts, floating).filter(|segment| segment.takes_place) {
        let periods = parts.dates.periods().filter(|(key, _)| {
            (segment.keys.0..=segment.keys.1).contains(key) && !segment.is_out(*key)
        });
        all.extend(periods.filter_map(|(key, period)| segment.occurrence(key, period)));
    }
    all
}

fn occurrence(
    recurrence_id: CalTime,
    (start, from): (CalTime, DateTime<Utc>),
    (end, to): (CalTime, DateTime<Utc>),
    component: &Component,
) -> Occurrence<'_> {
    Occurrence { recurrence_id, span: Span { start, end }, start: from, end: to, component }
}

impl<'s, 'c> Segment<'s, 'c> {
    /// The occurrences in a window.
    fn within(self, window: Window) -> Option<InOrder<'s, 'c>> {
        let clock = self.shape.clock();
        let day = |at: DateTime<Utc>| clamp(at).and_then(|at| clock.wall(at));
        let from = day(window.0)?.checked_sub_signed(self.shape.longest())?;
        let from = from.checked_sub_signed(self.shift)?.checked_sub_signed(DAY)?;
        let to = day(window.1)?.checked_sub_signed(self.shift)?.checked_add_signed(DAY)?;
        let keys = self.parts.dates.keys(from.max(self.keys.0), to.min(self.keys.1));
        Some(InOrder { segment: self, keys, window, waiting: VecDeque::new() })
    }

    /// Whether the component says nothing of a key.
    fn is_out(&self, key: NaiveDateTime) -> bool {
        self.parts.dates.excludes(key) || self.parts.overrides.has(key)
    }

    fn occurrence(&self, key: NaiveDateTime, period: Option<&Period>) -> Option<Occurrence<'c>> {
        let zones: &Zones<'_> = &self.series.zones;
        let local = key.checked_add_signed(self.shift)?;
        let (start, end) = match period {
            Some(period) => self.shape.period(local, period, zones, self.floating)?,
            None => self.shape.at(local, zones)?,
        };
        Some(occurrence(self.parts.form.time(key), start, end, self.component))
    }

    /// The last occurrence that no other component counts for.
    fn last(&self) -> Option<Occurrence<'c>> {
        let mut to = self.keys.1;
        loop {
            let (key, period) = self.parts.dates.last_to(to)?;
            if key < self.keys.0 {
                return None;
            }
            if !self.is_out(key) {
                return self.occurrence(key, period);
            }
            to = key.checked_sub_signed(TimeDelta::seconds(1))?;
        }
    }
}

/// An instant with a year of four digits.
fn clamp(at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let first = NaiveDate::from_ymd_opt(1, 1, 3)?.and_hms_opt(0, 0, 0)?.and_utc();
    let last = latest().and_utc().checked_sub_signed(DAY)?;
    Some(at.clamp(first, last))
}

/// The occurrences of a segment by their instants. Where clocks go forward these are not in the order of the keys.
struct InOrder<'s, 'c> {
    segment: Segment<'s, 'c>,
    keys: Keys<'s>,
    window: Window,
    waiting: VecDeque<Occurrence<'c>>,
}

impl<'c> InOrder<'_, 'c> {
    /// Lets nothing wait that something still to come might have to go before.
    fn front(&mut self) -> Option<&Occurrence<'c>> {
        while self
            .waiting
            .front()
            .zip(self.waiting.back())
            .is_none_or(|(f, b)| f.start + DAY > b.start)
        {
            let Some(next) = self.pull() else { break };
            let at = self.waiting.partition_point(|earlier| earlier.start <= next.start);
            self.waiting.insert(at, next);
        }
        self.waiting.front()
    }

    fn next(&mut self) -> Option<Occurrence<'c>> {
        self.front()?;
        self.waiting.pop_front()
    }

    fn pull(&mut self) -> Option<Occurrence<'c>> {
        let Self { segment, keys, window, .. } = self;
        keys.filter(|(key, period)| period.is_none() && !segment.is_out(*key))
            .filter_map(|(key, _)| segment.occurrence(key, None))
            .find(|occurrence| overlaps(occurrence, *window))
    }
}
