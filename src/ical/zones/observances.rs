//! What a VTIMEZONE says (RFC 5545 §3.6.5), ready to be asked.

mod rule;

use chrono::{NaiveDateTime, TimeDelta};

use self::rule::Rule;
use crate::{
    ical::{Component, Property, UtcOffset},
    model::CalTime,
};

/// More changes by rules in a year than this are no time zone but an attack; a zone with a century of politics has
/// two dozen rules of one month each.
const MOST_RULES: usize = 48;

/// The changes of one zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Observances {
    /// Changes at fixed times, in order.
    fixed: Vec<Change>,
    /// Changes that come every year.
    rules: Vec<Rule>,
    /// The offset before the first change.
    before: UtcOffset,
}

/// One change of the clocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    utc: NaiveDateTime,
    /// The first wall time with the new offset. Where clocks go forward that is the end of the gap (before it the
    /// old offset counts), and where they go back the end of the doubled time (its first pass counts): in both
    /// cases the instant of the change read with the larger offset.
    wall: NaiveDateTime,
    to: UtcOffset,
}

/// What a change is looked up by.
#[derive(Debug, Clone, Copy)]
enum At {
    Wall(NaiveDateTime),
    Utc(NaiveDateTime),
}

impl Observances {
    /// Reads a VTIMEZONE. `None` where it defines nothing that can be followed.
    pub(super) fn of(timezone: &Component) -> Option<Self> {
        let mut all = Self { fixed: Vec::new(), rules: Vec::new(), before: UtcOffset::default() };
        let mut first: Option<(NaiveDateTime, UtcOffset)> = None;
        for component in &timezone.components {
            if !matches!(component.name.as_str(), "STANDARD" | "DAYLIGHT") {
                continue;
            }
            let Some((start, from)) = all.add(component) else { continue };
            if first.is_none_or(|(earliest, _)| start < earliest) {
                first = Some((start, from));
            }
        }
        // Before the first change its TZOFFSETFROM was in force; the RFC leaves that time undefined.
        all.before = first?.1;
        all.fixed.sort_unstable();
        let months: usize = all.rules.iter().map(Rule::months).sum();
        (months <= MOST_RULES).then_some(all)
    }

    fn add(&mut self, component: &Component) -> Option<(NaiveDateTime, UtcOffset)> {
        let start = component.time("DTSTART")?.local();
        let from: UtcOffset = component.value("TZOFFSETFROM")?.parse().ok()?;
        let to: UtcOffset = component.value("TZOFFSETTO")?.parse().ok()?;
        // DTSTART counts even where the rule would not give it (RFC 5545 §3.8.5.3).
        self.fixed.extend(Change::new(start, from, to));
        for time in component.properties_named("RDATE").flat_map(Property::times) {
            self.fixed.extend(Change::new(onset(&time, from), from, to));
        }
        for rrule in component.properties_named("RRULE").take(MOST_RULES + 1) {
            self.rules.extend(Rule::parse(&rrule.value, start, from, to));
        }
        Some((start, from))
    }

    /// The offset of a wall time, by the rules of RFC 5545 §3.3.5 for gaps and overlaps.
    pub(super) fn offset_at_wall(&self, wall: NaiveDateTime) -> UtcOffset {
        self.offset(At::Wall(wall))
    }

    /// The offset at an instant.
    pub(super) fn offset_at(&self, utc: NaiveDateTime) -> UtcOffset {
        self.offset(At::Utc(utc))
    }

    fn offset(&self, at: At) -> UtcOffset {
        let fixed = self.fixed.partition_point(|change| change.is_by(at));
        let fixed = fixed.checked_sub(1).and_then(|index| self.fixed.get(index)).copied();
        let ruled = self.rules.iter().filter_map(|rule| rule.last_change(at));
        let last = fixed.into_iter().chain(ruled).max_by_key(|change| change.utc);
        last.map_or(self.before, |change| change.to)
    }
}

/// The wall time of an onset, before the change; RDATE and UNTIL may be UTC.
fn onset(time: &CalTime, from: UtcOffset) -> NaiveDateTime {
    match time {
        CalTime::Utc(at) => at.checked_add_signed(from.delta()).unwrap_or(*at),
        _ => time.local(),
    }
}

impl Change {
    fn new(onset: NaiveDateTime, from: UtcOffset, to: UtcOffset) -> Option<Self> {
        let forward = (to.as_seconds() - from.as_seconds()).max(0);
        let wall = onset.checked_add_signed(TimeDelta::seconds(i64::from(forward)))?;
        Some(Self { utc: onset.checked_sub_signed(from.delta())?, wall, to })
    }

    /// Whether it has happened.
    fn is_by(&self, at: At) -> bool {
        match at {
            At::Wall(wall) => self.wall <= wall,
            At::Utc(utc) => self.utc <= utc,
        }
    }
}
