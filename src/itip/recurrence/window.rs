//! The occurrences between two instants, in order.

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Occurrence, Parts, Series, dates::Keys, shape::Shape};
use crate::{
    ical::{Component, Period, WallClock, Zones},
    model::{CalTime, Span},
};

/// Longer than any change of clocks, and shorter than there is between two of them.
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
        let periods = parts.dates.periods(segment.keys).filter(|(key, _)| !segment.is_out(*key));
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
        let earliest = window.0.checked_sub_signed(self.shape.longest()).unwrap_or(window.0);
        let (from, _) = around(earliest, clock)?;
        let (_, to) = around(window.1, clock)?;
        let first = from.checked_sub_signed(self.shift)?.max(self.keys.0);
        let last = to.checked_sub_signed(self.shift)?.min(self.keys.1);
        let keys = self.parts.dates.keys(first, last);
        Some(InOrder { segment: self, keys, window, waiting: VecDeque::new(), passed: None })
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

/// The earliest and the latest wall time that an instant may have, as clocks change around it.
fn around(at: DateTime<Utc>, clock: WallClock<'_>) -> Option<(NaiveDateTime, NaiveDateTime)> {
    let first = NaiveDate::from_ymd_opt(1, 1, 3)?.and_hms_opt(0, 0, 0)?.and_utc();
    let at = at.clamp(first, latest().and_utc() - DAY - DAY);
    let walls = [at - DAY, at, at + DAY].into_iter().filter_map(|near| {
        let offset = clock.wall(near)? - near.naive_utc();
        Some(at.naive_utc() + offset)
    });
    walls.fold(None, |bounds, wall| {
        let (first, last) = bounds.unwrap_or((wall, wall));
        Some((wall.min(first), wall.max(last)))
    })
}

/// The occurrences of a segment by their instants. Where clocks go forward these are not in the order of the keys: a
/// time that is skipped has an instant of the hour after, as times that follow it on the wall have.
struct InOrder<'s, 'c> {
    segment: Segment<'s, 'c>,
    keys: Keys<'s>,
    window: Window,
    waiting: VecDeque<Waiting<'c>>,
    /// The last instant that nothing to come is before.
    passed: Option<DateTime<Utc>>,
}

struct Waiting<'c> {
    occurrence: Occurrence<'c>,
    is_skipped: bool,
}

impl<'c> InOrder<'_, 'c> {
    /// The next one, when nothing to come is before it.
    fn front(&mut self) -> Option<&Occurrence<'c>> {
        while self.waiting.front().is_none_or(|first| {
            first.is_skipped && self.passed.is_none_or(|passed| passed < first.occurrence.start)
        }) {
            let Some(next) = self.pull() else { break };
            if !next.is_skipped {
                self.passed = Some(next.occurrence.start);
            }
            let start = next.occurrence.start;
            let at = self.waiting.partition_point(|earlier| earlier.occurrence.start <= start);
            self.waiting.insert(at, next);
        }
        self.waiting.front().map(|first| &first.occurrence)
    }

    fn next(&mut self) -> Option<Occurrence<'c>> {
        self.front()?;
        self.waiting.pop_front().map(|first| first.occurrence)
    }

    fn pull(&mut self) -> Option<Waiting<'c>> {
        let Self { segment, keys, window, .. } = self;
        let occurrence = keys
            .filter(|(key, period)| period.is_none() && !segment.is_out(*key))
            .filter_map(|(key, _)| segment.occurrence(key, None))
            .find(|occurrence| overlaps(occurrence, *window))?;
        let shown = segment.shape.clock().wall(occurrence.start);
        let is_skipped = shown != Some(occurrence.span.start.local());
        Some(Waiting { occurrence, is_skipped })
    }
}
