//! The form that an object's DTSTART has, and with it every RECURRENCE-ID in it.

use chrono::{DateTime, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;
use smallvec::{SmallVec, smallvec};

use crate::{
    ical::{WallClock, Zones},
    model::CalTime,
};

/// A kind of value and, where it has one, a zone.
#[derive(Debug)]
pub(super) struct Form {
    /// DTSTART, or the first RECURRENCE-ID where there is no master.
    pub(super) anchor: CalTime,
}

impl Form {
    pub(super) fn of(anchor: &CalTime) -> Self {
        Self { anchor: anchor.clone() }
    }

    pub(super) const fn is_date(&self) -> bool {
        self.anchor.is_date()
    }

    /// The time of a key.
    pub(super) fn time(&self, key: NaiveDateTime) -> CalTime {
        self.anchor.with_local(key)
    }

    /// The clock that keys are read on. A zone that nobody knows is the reader's.
    pub(super) fn clock<'z>(&self, zones: &'z Zones<'_>, floating: Tz) -> WallClock<'z> {
        clock_of(&self.anchor, zones, floating)
    }

    /// The key of a time, whether or not there is an occurrence.
    pub(super) fn key(&self, time: &CalTime, zones: &Zones<'_>) -> NaiveDateTime {
        match (&self.anchor, time) {
            (CalTime::Date(_), _) => time.local().date().and_time(NaiveTime::MIN),
            (anchor, CalTime::Date(date)) => date.and_time(anchor.local().time()),
            (CalTime::Zoned { tzid: own, .. }, CalTime::Zoned { tzid, local }) if own == tzid => {
                *local
            }
            (CalTime::Floating(_), _) | (_, CalTime::Floating(_)) => time.local(),
            _ => self.instant_key(time, zones).map_or_else(|| time.local(), |(_, key)| key),
        }
    }

    /// The keys that a time may mean. There are two only where a change of clocks skips a key: then the instant of
    /// the one is the instant of the other.
    pub(super) fn keys(&self, time: &CalTime, zones: &Zones<'_>) -> SmallVec<[NaiveDateTime; 2]> {
        let key = self.key(time, zones);
        let same_zone = matches!(&self.anchor, CalTime::Zoned { tzid, .. } if Some(tzid.as_str()) != time.tzid());
        if !same_zone || !matches!(time, CalTime::Utc(_) | CalTime::Zoned { .. }) {
            return smallvec![key];
        }
        let Some((at, _)) = self.instant_key(time, zones) else { return smallvec![key] };
        let mut keys = smallvec![key];
        keys.extend(self.skipped(at, key, zones));
        keys
    }

    /// A key in a gap that has the instant of another key.
    fn skipped(
        &self,
        at: DateTime<Utc>,
        key: NaiveDateTime,
        zones: &Zones<'_>,
    ) -> Option<NaiveDateTime> {
        let clock = self.clock(zones, Tz::UTC);
        let before = at.checked_sub_signed(TimeDelta::days(1))?;
        let offset = clock.wall(before)?.signed_duration_since(before.naive_utc());
        let skipped = at.naive_utc().checked_add_signed(offset)?;
        (skipped != key && clock.instant(skipped) == Some(at)).then_some(skipped)
    }

    fn instant_key(
        &self,
        time: &CalTime,
        zones: &Zones<'_>,
    ) -> Option<(DateTime<Utc>, NaiveDateTime)> {
        let at = zones.instant(time, Tz::UTC)?;
        Some((at, self.clock(zones, Tz::UTC).wall(at)?))
    }
}

/// The clock that a time is read on. A zone that nobody knows is the reader's.
pub(super) fn clock_of<'z>(time: &CalTime, zones: &'z Zones<'_>, floating: Tz) -> WallClock<'z> {
    match time {
        CalTime::Utc(_) => WallClock::iana(Tz::UTC),
        CalTime::Date(_) | CalTime::Floating(_) => WallClock::iana(floating),
        CalTime::Zoned { tzid, .. } => {
            zones.clock(tzid).unwrap_or_else(|| WallClock::iana(floating))
        }
    }
}
