//! PERIOD (RFC 5545 §3.3.9).

use super::{Duration, format_time, parse_time};
use crate::model::CalTime;

/// A stretch of time, in either of its two forms.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Period {
    /// From one time to another.
    Explicit {
        /// The first instant of it.
        start: CalTime,
        /// The first instant after it.
        end: CalTime,
    },
    /// From a time, for a length.
    Start {
        /// The first instant of it.
        start: CalTime,
        /// How long it is.
        duration: Duration,
    },
}

impl Period {
    /// Reads a period; wall times are in the zone of `tzid`, or floating without one.
    pub fn parse(text: &str, tzid: Option<&str>) -> Option<Self> {
        let (start, end) = text.split_once('/')?;
        let start = parse_time(start, tzid).filter(|start| !start.is_date())?;
        if let Ok(duration) = end.parse() {
            return Some(Self::Start { start, duration });
        }
        let end = parse_time(end, tzid).filter(|end| !end.is_date())?;
        Some(Self::Explicit { start, end })
    }

    /// Writes it in the form it has; the zone's name belongs in a parameter.
    pub fn format(&self) -> String {
        match self {
            Self::Explicit { start, end } => {
                format!("{}/{}", format_time(start), format_time(end))
            }
            Self::Start { start, duration } => format!("{}/{duration}", format_time(start)),
        }
    }

    /// Its first instant.
    pub const fn start(&self) -> &CalTime {
        match self {
            Self::Explicit { start, .. } | Self::Start { start, .. } => start,
        }
    }

    /// The first instant after it, on the wall. `None` past the calendar's end.
    pub fn end(&self) -> Option<CalTime> {
        match self {
            Self::Explicit { end, .. } => Some(end.clone()),
            Self::Start { start, duration } => {
                Some(start.with_local(duration.after(start.local())?))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_both_forms() {
        for text in ["19970101T180000Z/19970102T070000Z", "19970101T180000Z/PT5H30M"] {
            assert_eq!(Period::parse(text, None).unwrap().format(), text);
        }
        let end = Period::parse("19970101T180000Z/PT5H30M", None).unwrap().end().unwrap();
        assert_eq!(format_time(&end), "19970101T233000Z");
    }

    #[test]
    fn refuses_what_is_no_period() {
        for text in ["", "/", "19970101T180000Z", "19970101/19970102", "19970101T180000Z/"] {
            assert_eq!(Period::parse(text, None), None, "{text}");
        }
    }
}
