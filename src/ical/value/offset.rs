//! UTC-OFFSET (RFC 5545 §3.3.14).

use std::{fmt, str::FromStr};

use chrono::TimeDelta;

use super::digits;

/// How far a wall clock is ahead of UTC, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct UtcOffset(i32);

/// A text or number that is no UTC-OFFSET.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an offset from UTC of RFC 5545")]
pub struct BadOffset;

impl UtcOffset {
    /// An offset of less than a day.
    ///
    /// # Errors
    ///
    /// Where it is a day or more.
    pub const fn from_seconds(seconds: i32) -> Result<Self, BadOffset> {
        if seconds.unsigned_abs() < 86_400 { Ok(Self(seconds)) } else { Err(BadOffset) }
    }

    /// The offset in seconds, positive east of Greenwich.
    pub const fn as_seconds(self) -> i32 {
        self.0
    }

    /// The offset as a span of time.
    pub fn delta(self) -> TimeDelta {
        TimeDelta::seconds(i64::from(self.0))
    }
}

impl FromStr for UtcOffset {
    type Err = BadOffset;

    /// Reads `+HHMM` and `+HHMMSS`; a missing sign counts as plus, and colons do no harm.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text.trim()).ok_or(BadOffset)
    }
}

fn read(text: &str) -> Option<UtcOffset> {
    let (text, sign) = match text.strip_prefix('-') {
        Some(text) => (text, -1),
        None => (text.strip_prefix('+').unwrap_or(text), 1),
    };
    let plain: String = text.chars().filter(|c| *c != ':').collect();
    if !matches!(plain.len(), 4 | 6) {
        return None;
    }
    let number = digits(&plain)?;
    let number = if plain.len() == 4 { number * 100 } else { number };
    let (hours, minutes, seconds) = (number / 10_000, number / 100 % 100, number % 100);
    if minutes > 59 || seconds > 59 {
        return None;
    }
    let total = i32::try_from(hours * 3600 + minutes * 60 + seconds).ok()?;
    UtcOffset::from_seconds(sign * total).ok()
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let total = self.0.unsigned_abs();
        let sign = if self.0 < 0 { '-' } else { '+' };
        write!(f, "{sign}{:02}{:02}", total / 3600, total / 60 % 60)?;
        if total.is_multiple_of(60) { Ok(()) } else { write!(f, "{:02}", total % 60) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, seconds, written) in [
            ("+0100", 3600, "+0100"),
            ("-0500", -18_000, "-0500"),
            ("+053000", 19_800, "+0530"),
            ("-000115", -75, "-000115"),
            ("0200", 7200, "+0200"),
            ("+10:30", 37_800, "+1030"),
            ("-0000", 0, "+0000"),
        ] {
            let offset: UtcOffset = text.parse().unwrap();
            assert_eq!(offset.as_seconds(), seconds, "{text}");
            assert_eq!(offset.to_string(), written, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_offset() {
        for text in ["", "+1", "+010", "+2400", "+0160", "+01:0x", "--0100", "+99999999"] {
            assert_eq!(text.parse::<UtcOffset>(), Err(BadOffset), "{text}");
        }
    }
}
