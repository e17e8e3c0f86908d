//! Times as calendars mean them: a wall time with its zone, not an instant.

use chrono::NaiveTime;

use super::{DateTime, NaiveDate, NaiveDateTime, Utc, instant};

/// A DATE or DATE-TIME (RFC 5545 §3.3.4, §3.3.5). The wall time and the zone's name are the truth;
/// an instant is worked out when one is needed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CalTime {
    /// A date without a time: a whole day.
    Date(NaiveDate),
    /// A wall time wherever the reader is.
    Floating(NaiveDateTime),
    /// An instant, written with `Z`.
    Utc(NaiveDateTime),
    /// A wall time in a zone.
    Zoned {
        /// What the clock on the wall shows.
        local: NaiveDateTime,
        /// The TZID as written; an IANA name in everything we write.
        tzid: String,
    },
}

impl CalTime {
    /// The wall time: midnight for a date.
    pub fn local(&self) -> NaiveDateTime {
        match self {
            Self::Date(date) => date.and_time(NaiveTime::MIN),
            Self::Floating(local) | Self::Utc(local) | Self::Zoned { local, .. } => *local,
        }
    }

    /// Whether it is a date without a time.
    pub const fn is_date(&self) -> bool {
        matches!(self, Self::Date(_))
    }

    /// The zone's name, where there is one.
    pub fn tzid(&self) -> Option<&str> {
        match self {
            Self::Zoned { tzid, .. } => Some(tzid),
            Self::Date(_) | Self::Floating(_) | Self::Utc(_) => None,
        }
    }

    /// The instant, where the zone is an IANA name; dates and floating times are read in `fallback`.
    ///
    /// A wall time that a change of clocks skips counts with the offset before the gap, and one that comes
    /// twice is its first occurrence (RFC 5545 §3.3.5). `None` for a zone that is not an IANA name: those are
    /// for `ical`, which has their VTIMEZONE.
    pub fn instant(&self, fallback: chrono_tz::Tz) -> Option<DateTime<Utc>> {
        match self {
            Self::Utc(at) => Some(at.and_utc()),
            Self::Date(_) | Self::Floating(_) => instant(self.local(), fallback),
            Self::Zoned { local, tzid } => instant(*local, tzid.parse().ok()?),
        }
    }

    /// The same kind of time in the same zone, at another wall time.
    #[must_use]
    pub fn with_local(&self, to: NaiveDateTime) -> Self {
        match self {
            Self::Date(_) => Self::Date(to.date()),
            Self::Floating(_) => Self::Floating(to),
            Self::Utc(_) => Self::Utc(to),
            Self::Zoned { tzid, .. } => Self::Zoned { local: to, tzid: tzid.clone() },
        }
    }
}

/// When a meeting is: from its start to, not including, its end.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Span {
    /// The start (DTSTART).
    pub start: CalTime,
    /// The end (DTEND), of the same kind as the start; for dates the day after the last one.
    pub end: CalTime,
}

/// How a meeting repeats (RFC 5545 §3.8.5).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Recurrence {
    /// Its rule, as iCalendar writes it (`FREQ=WEEKLY;COUNT=10`).
    pub rrule: Option<String>,
    /// When it is besides.
    pub rdate: Vec<CalTime>,
    /// When it is not, though the rule says so.
    pub exdate: Vec<CalTime>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin(text: &str) -> Option<DateTime<Utc>> {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap();
        CalTime::Zoned { local, tzid: "Europe/Berlin".to_owned() }.instant(chrono_tz::UTC)
    }

    #[test]
    fn a_skipped_wall_time_takes_the_offset_before_the_gap() {
        assert_eq!(berlin("2026-03-29T02:30").unwrap().to_rfc3339(), "2026-03-29T01:30:00+00:00");
    }

    #[test]
    fn a_doubled_wall_time_is_its_first() {
        assert_eq!(berlin("2026-10-25T02:30").unwrap().to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn a_zone_of_nobody_has_no_instant() {
        let local = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap().and_time(NaiveTime::MIN);
        let time = CalTime::Zoned { local, tzid: "Customized Time Zone".to_owned() };
        assert_eq!(time.instant(chrono_tz::UTC), None);
    }
}
