//! Busy time: when somebody is taken, by their own calendar (RFC 5546 §3.3, RFC 4791 §7.10).
//!
//! Only what has a time and is theirs counts: events that they organize, have accepted, or keep for themselves, and
//! busy time that they have published. What they have not answered, declined, or marked as transparent leaves them
//! free. To-dos and journal entries take no time.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{Object, Series, Status, fields};
use crate::{
    ical::{Component, FreeBusy, Property, Zones, format_time},
    model::{CalAddress, CalTime, Partstat},
};

mod messages;

pub use messages::{answer_busy, publish_busy};
pub(super) use messages::{change, receive};

/// The most occurrences of all objects together that are looked at, so that a rule for every second ends.
const MOST_OCCURRENCES: usize = 50_000;

/// A stretch of time in which somebody is not free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct BusyTime {
    /// Its first instant.
    pub start: DateTime<Utc>,
    /// The first instant after it.
    pub end: DateTime<Utc>,
    /// How surely.
    pub kind: BusyKind,
}

/// How surely somebody is not free (FBTYPE, RFC 5545 §3.2.9), the weaker first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BusyKind {
    /// Perhaps: they may come, or the event may be.
    Tentative,
    /// They are somewhere.
    Busy,
    /// They cannot be had at all.
    Unavailable,
}

impl BusyKind {
    const ALL: [Self; 3] = [Self::Tentative, Self::Busy, Self::Unavailable];

    /// The value of FBTYPE.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tentative => "BUSY-TENTATIVE",
            Self::Busy => "BUSY",
            Self::Unavailable => "BUSY-UNAVAILABLE",
        }
    }

    /// Reads FBTYPE; what is unknown counts as BUSY. `None` for FREE.
    fn read(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("FREE") {
            return None;
        }
        let known = Self::ALL.into_iter().find(|kind| kind.as_str().eq_ignore_ascii_case(text));
        Some(known.unwrap_or(Self::Busy))
    }
}

impl BusyTime {
    /// As a FREEBUSY property.
    pub(super) fn property(&self) -> Property {
        let [start, end] = [self.start, self.end].map(|at| format_time(&utc(at)));
        let property = Property::new("FREEBUSY", format!("{start}/{end}"));
        match self.kind {
            // What a FREEBUSY without FBTYPE is.
            BusyKind::Busy => property,
            kind => property.with("FBTYPE", kind.as_str()),
        }
    }
}

/// When somebody is taken between two instants, by the objects in their calendar.
///
/// The times are in order, without overlaps, and cut to `from` and `to`. Where several times overlap the surest counts. Dates and floating times are read in `floating`.
pub fn busy(
    objects: &[&Object],
    of: &[CalAddress],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    floating: Tz,
) -> Vec<BusyTime> {
    merged(&taken(objects, of, (from, to), floating, true))
}

/// When somebody is taken, time by time. A room that is booked is taken, also where an event is transparent
/// to people: then TRANSP is not looked at.
pub(super) fn taken(
    objects: &[&Object],
    of: &[CalAddress],
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    floating: Tz,
    transparency: bool,
) -> Vec<BusyTime> {
    let mut left = MOST_OCCURRENCES;
    let mut times = Vec::new();
    for object in objects {
        let before = times.len();
        let counts = |part: &Component| {
            let open = !transparency || !is_transparent(part);
            kind_of(part, of).filter(|_| open)
        };
        let series = Series::of(&object.calendar);
        let may = fields::scheduled(&object.calendar).any(|part| counts(part).is_some());
        let occurrences = series.between(from, to, floating).take(if may { left } else { 0 });
        times.extend(occurrences.filter_map(|occurrence| {
            let kind = counts(occurrence.component)?;
            Some(BusyTime { start: occurrence.start, end: occurrence.end, kind })
        }));
        times.extend(published(&object.calendar, of, floating));
        left = left.saturating_sub(times.len() - before);
    }
    for time in &mut times {
        time.start = time.start.max(from);
        time.end = time.end.min(to);
    }
    times.retain(|time| time.start < time.end);
    times
}

/// How surely an event takes somebody's time; `None` where it leaves them free.
fn kind_of(event: &Component, of: &[CalAddress]) -> Option<BusyKind> {
    if event.name != "VEVENT" || fields::status(event) == Status::Cancelled {
        return None;
    }
    let organizes = event.property("ORGANIZER").is_some_and(|p| of.contains(&p.address()));
    let kind = match fields::attendee(event, of).map(fields::partstat) {
        Some(Partstat::Accepted) => BusyKind::Busy,
        Some(Partstat::Tentative) => BusyKind::Tentative,
        // Who organizes it and has said nothing else comes.
        Some(Partstat::NeedsAction) | None if organizes => BusyKind::Busy,
        // What nobody is invited to is kept because somebody wants to be there.
        None if event.property("ATTENDEE").is_none() => BusyKind::Busy,
        _ => return None,
    };
    let perhaps = fields::status(event) == Status::Tentative;
    Some(if perhaps { kind.min(BusyKind::Tentative) } else { kind })
}

fn is_transparent(event: &Component) -> bool {
    event.value("TRANSP").is_some_and(|value| value.trim().eq_ignore_ascii_case("TRANSPARENT"))
}

/// The busy time that somebody has published themself.
fn published(
    calendar: &Component,
    of: &[CalAddress],
    floating: Tz,
) -> impl Iterator<Item = BusyTime> {
    let own = |part: &&Component| {
        part.property("ATTENDEE").is_none()
            && part.property("ORGANIZER").is_some_and(|p| of.contains(&p.address()))
    };
    let parts: Vec<FreeBusy<'_>> =
        calendar.components.iter().filter(own).filter_map(FreeBusy::of).collect();
    let zones = Zones::of(calendar);
    let mut times = Vec::new();
    for part in &parts {
        times.extend(part.periods().filter_map(|(kind, period)| {
            let start = zones.instant(period.start(), floating)?;
            let end = zones.instant(&period.end()?, floating)?;
            Some(BusyTime { start, end, kind: BusyKind::read(kind)? })
        }));
    }
    times.into_iter()
}

/// The times in order and without overlaps: where several do, the surest counts.
pub(super) fn merged(times: &[BusyTime]) -> Vec<BusyTime> {
    let mut bounds: Vec<(DateTime<Utc>, bool, BusyKind)> = times
        .iter()
        .flat_map(|time| [(time.start, true, time.kind), (time.end, false, time.kind)])
        .collect();
    bounds.sort_unstable();
    let mut open = [0_usize; BusyKind::ALL.len()];
    let mut merged: Vec<BusyTime> = Vec::new();
    let mut since: Option<(DateTime<Utc>, BusyKind)> = None;
    for (at, begins, kind) in bounds {
        if let Some(count) = open.get_mut(kind as usize) {
            *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        }
        let now = BusyKind::ALL.into_iter().rev();
        let now = now.zip(open.iter().rev()).find(|(_, count)| **count > 0).map(|(kind, _)| kind);
        if since.map(|(_, kind)| kind) == now {
            continue;
        }
        if let Some((start, kind)) = since {
            push(&mut merged, BusyTime { start, end: at, kind });
        }
        since = now.map(|kind| (at, kind));
    }
    merged
}

/// Adds a time, as one with the last where they meet.
fn push(merged: &mut Vec<BusyTime>, time: BusyTime) {
    if time.start == time.end {
        return;
    }
    match merged.last_mut() {
        Some(last) if last.end == time.start && last.kind == time.kind => last.end = time.end,
        _ => merged.push(time),
    }
}

fn utc(at: DateTime<Utc>) -> CalTime {
    CalTime::Utc(at.naive_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(start: i64, end: i64, kind: BusyKind) -> BusyTime {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap();
        BusyTime { start: at(start), end: at(end), kind }
    }

    #[test]
    fn times_that_meet_are_one() {
        use BusyKind::Busy;
        let times = [time(30, 40, Busy), time(0, 10, Busy), time(10, 20, Busy), time(5, 15, Busy)];
        assert_eq!(merged(&times), [time(0, 20, Busy), time(30, 40, Busy)]);
    }

    #[test]
    fn where_times_overlap_the_surest_counts() {
        use BusyKind::{Busy, Tentative, Unavailable};
        let times = [time(0, 60, Tentative), time(10, 20, Busy), time(15, 30, Unavailable)];
        let expected = [
            time(0, 10, Tentative),
            time(10, 15, Busy),
            time(15, 30, Unavailable),
            time(30, 60, Tentative),
        ];
        assert_eq!(merged(&times), expected);
        assert_eq!(merged(&expected), expected, "the same again");
    }
}
