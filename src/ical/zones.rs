//! Wall times to instants: by IANA's zones, or by the VTIMEZONE that came with the calendar.

mod generate;
mod observances;

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};
use chrono_tz::Tz;

pub use generate::{ensure_timezones, vtimezone};

use self::observances::Observances;
use super::{Component, Duration};
use crate::model::{CalTime, instant, wall_clock};

/// The time zones of one VCALENDAR.
///
/// A TZID that is an IANA name with an area (`Europe/Berlin`, also behind a prefix as in
/// `/mozilla.org/20050126_1/Europe/Berlin`) is IANA's zone, whatever the VTIMEZONE says: senders cut their VTIMEZONE
/// down to this year's rule, and everyone else who reads the object decides so too. Any other TZID, "EST" and
/// "Eastern Standard Time" among them, is what its VTIMEZONE defines (RFC 5545 §3.6.5); an IANA name without an area
/// counts only where it has none, and so does a name of Windows ("W. Europe Standard Time"), which is the zone that
/// CLDR has for it anywhere.
#[derive(Debug)]
pub struct Zones<'a> {
    defined: HashMap<Cow<'a, str>, Definition<'a>>,
}

/// The clock on the wall of one zone: what a TZID means, looked up once.
#[derive(Debug, Clone, Copy)]
pub struct WallClock<'z>(Zone<'z>);

/// Who says what a zone is.
#[derive(Debug, Clone, Copy)]
enum Zone<'z> {
    Iana(Tz),
    Defined(&'z Observances),
}

impl WallClock<'_> {
    /// The clock of an IANA zone.
    pub const fn iana(zone: Tz) -> Self {
        Self(Zone::Iana(zone))
    }

    /// The instant of a wall time, by the rules of RFC 5545 §3.3.5 for gaps and overlaps.
    pub fn instant(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        match self.0 {
            Zone::Iana(zone) => instant(local, zone),
            Zone::Defined(observances) => {
                let offset = observances.offset_at_wall(local);
                Some(local.checked_sub_signed(offset.delta())?.and_utc())
            }
        }
    }

    /// The wall time of an instant. `None` past the calendar's end.
    pub fn wall(self, at: DateTime<Utc>) -> Option<NaiveDateTime> {
        match self.0 {
            Zone::Iana(zone) => Some(wall_clock(at, zone).naive_local()),
            Zone::Defined(observances) => {
                let offset = observances.offset_at(at.naive_utc());
                at.naive_utc().checked_add_signed(offset.delta())
            }
        }
    }
}

/// A VTIMEZONE, worked out when it is first asked for.
#[derive(Debug)]
struct Definition<'a> {
    component: &'a Component,
    observances: OnceLock<Option<Observances>>,
}

impl<'a> Zones<'a> {
    /// Takes the time zones of a calendar. The first VTIMEZONE of a TZID counts.
    pub fn of(calendar: &'a Component) -> Self {
        let mut defined: HashMap<Cow<'a, str>, _> = HashMap::new();
        for component in calendar.children("VTIMEZONE") {
            if let Some(property) = component.property("TZID") {
                // Only "(UTC+01:00) Amsterdam\, Berlin" and the like need undoing.
                let escaped = property.value.contains('\\');
                let tzid =
                    if escaped { property.text().into() } else { property.value.as_str().into() };
                defined
                    .entry(tzid)
                    .or_insert_with(|| Definition { component, observances: OnceLock::new() });
            }
        }
        Self { defined }
    }

    /// The instant of a time; dates and floating times are read in `floating`.
    ///
    /// A wall time that a change of clocks skips counts with the offset before the gap, and one that comes twice
    /// is its first occurrence (RFC 5545 §3.3.5). `None` where nobody defines the zone.
    pub fn instant(&self, time: &CalTime, floating: Tz) -> Option<DateTime<Utc>> {
        let CalTime::Zoned { local, tzid } = time else { return time.instant(floating) };
        self.clock(tzid)?.instant(*local)
    }

    /// The wall time of an instant in the zone of a TZID. `None` where nobody defines it.
    pub fn wall(&self, at: DateTime<Utc>, tzid: &str) -> Option<NaiveDateTime> {
        self.clock(tzid)?.wall(at)
    }

    /// The clock of a TZID's zone, for many questions. `None` where nobody defines it.
    pub fn clock(&self, tzid: &str) -> Option<WallClock<'_>> {
        self.zone(tzid).map(WallClock)
    }

    /// The time that is a length later: first the days, on the wall, then the seconds, which are exact where the zone
    /// is known (RFC 5545 §3.3.6). `None` past the calendar's end.
    pub fn later(&self, time: &CalTime, length: Duration) -> Option<CalTime> {
        let days = Duration::days(length.days).nominal();
        let moved = time.with_local(writable(time.local().checked_add_signed(days)?)?);
        let seconds = Duration::seconds(length.seconds).nominal();
        if length.seconds != 0
            && let Some(tzid) = time.tzid()
            && let Some(at) = self.instant(&moved, Tz::UTC)
        {
            let later = writable(at.naive_utc().checked_add_signed(seconds)?)?;
            let wall = self.wall(later.and_utc(), tzid)?;
            return Some(moved.with_local(writable(wall)?));
        }
        Some(moved.with_local(writable(moved.local().checked_add_signed(seconds)?)?))
    }

    /// Whether the zone of a TZID is known.
    pub fn knows(&self, tzid: &str) -> bool {
        self.zone(tzid).is_some()
    }

    /// Whether the calendar has a VTIMEZONE for a TZID.
    pub fn defines(&self, tzid: &str) -> bool {
        self.defined.contains_key(tzid)
    }

    fn zone(&self, tzid: &str) -> Option<Zone<'_>> {
        if let Some(zone) = iana_area(tzid) {
            return Some(Zone::Iana(zone));
        }
        self.observances(tzid).map(Zone::Defined).or_else(|| {
            let zone = tzid.parse().ok().or_else(|| windows_zone(tzid)?.parse().ok());
            zone.map(Zone::Iana)
        })
    }

    fn observances(&self, tzid: &str) -> Option<&Observances> {
        let definition = self.defined.get(tzid)?;
        definition.observances.get_or_init(|| Observances::of(definition.component)).as_ref()
    }
}

/// A time with a year of four digits, as all that can be written have.
fn writable(time: NaiveDateTime) -> Option<NaiveDateTime> {
    (1..=9998).contains(&time.year()).then_some(time)
}

/// The IANA name of a zone that Windows has another name for.
pub fn windows_zone(name: &str) -> Option<&'static str> {
    // Only what looks like one is looked for among the five hundred.
    let likely = name.contains("Standard Time") || name.starts_with("UTC");
    likely.then(|| localzone::win_zone_to_iana(name, Some("001"))).flatten()
}

/// The IANA zone of a TZID with an area, also behind a prefix.
fn iana_area(tzid: &str) -> Option<Tz> {
    let mut name = tzid.trim_start_matches('/');
    // A prefix has a handful of parts; only that many are tried.
    for _ in 0..6 {
        if !name.contains('/') {
            return None;
        }
        if let Ok(zone) = name.parse() {
            return Some(zone);
        }
        name = name.split_once('/').map_or("", |(_, tail)| tail);
    }
    None
}

#[cfg(test)]
mod tests;
