//! Wall times to instants: by IANA's zones, or by the VTIMEZONE that came with the calendar.

mod generate;
mod observances;

use std::{collections::HashMap, sync::OnceLock};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

pub use generate::{ensure_timezones, vtimezone};

use self::observances::Observances;
use super::Component;
use crate::model::CalTime;

/// The time zones of one VCALENDAR.
///
/// A TZID that is an IANA name with an area (`Europe/Berlin`, also behind a prefix as in
/// `/mozilla.org/20050126_1/Europe/Berlin`) is IANA's zone, whatever the VTIMEZONE says: senders cut their VTIMEZONE
/// down to this year's rule, and everyone else who reads the object decides so too. Any other TZID, "EST" and
/// "Eastern Standard Time" among them, is what its VTIMEZONE defines (RFC 5545 §3.6.5); an IANA name without an area
/// counts only where it has none.
#[derive(Debug)]
pub struct Zones<'a> {
    defined: HashMap<&'a str, Definition<'a>>,
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
        let mut defined = HashMap::new();
        for component in calendar.children("VTIMEZONE") {
            if let Some(tzid) = component.value("TZID") {
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
        if let Some(zone) = iana_area(tzid) {
            return CalTime::Floating(*local).instant(zone);
        }
        match self.observances(tzid) {
            Some(observances) => {
                let offset = observances.offset_at_wall(*local);
                Some(local.checked_sub_signed(offset.delta())?.and_utc())
            }
            None => CalTime::Floating(*local).instant(tzid.parse().ok()?),
        }
    }

    fn observances(&self, tzid: &str) -> Option<&Observances> {
        let definition = self.defined.get(tzid)?;
        definition.observances.get_or_init(|| Observances::of(definition.component)).as_ref()
    }
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
