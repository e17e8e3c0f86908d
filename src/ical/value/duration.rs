//! DURATION (RFC 5545 §3.3.6).

use std::{
    fmt::{self, Write as _},
    str::FromStr,
};

use chrono::{NaiveDateTime, TimeDelta};

use super::digits;

/// A length of time: days, which are as long as the calendar makes them, then exact seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Duration {
    /// Days, a week being seven. Of the same sign as the seconds.
    pub days: i64,
    /// Seconds.
    pub seconds: i64,
}

impl Duration {
    /// Seconds only.
    pub const fn seconds(seconds: i64) -> Self {
        Self { days: 0, seconds }
    }

    /// Whole days.
    pub const fn days(days: i64) -> Self {
        Self { days, seconds: 0 }
    }

    /// The length where every day has 24 hours.
    pub fn nominal(self) -> TimeDelta {
        let seconds = self.days.saturating_mul(86_400).saturating_add(self.seconds);
        TimeDelta::try_seconds(seconds).unwrap_or(if seconds < 0 {
            TimeDelta::MIN
        } else {
            TimeDelta::MAX
        })
    }

    /// The wall time that is this much later; exact where no change of clocks lies between. `None` past the
    /// calendar's end.
    pub fn after(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        local.checked_add_signed(self.nominal())
    }

    /// Whether it points back.
    pub const fn is_negative(self) -> bool {
        self.days < 0 || self.seconds < 0
    }
}

/// A text that is no DURATION.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a duration of RFC 5545")]
pub struct BadDuration;

impl FromStr for Duration {
    type Err = BadDuration;

    /// Reads the RFC's form, and weeks mixed with days, units in any order and a `T` that says nothing.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text.trim()).ok_or(BadDuration)
    }
}

fn read(text: &str) -> Option<Duration> {
    let (text, sign) = match text.strip_prefix('-') {
        Some(text) => (text, -1),
        None => (text.strip_prefix('+').unwrap_or(text), 1),
    };
    let mut rest = text.strip_prefix(['P', 'p'])?;
    let mut duration = Duration::default();
    let mut in_time = false;
    let mut any = false;
    while !rest.is_empty() {
        if let Some(tail) = rest.strip_prefix(['T', 't']) {
            in_time = true;
            rest = tail;
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let (number, tail) = rest.split_at_checked(end)?;
        let number = sign * i64::from(digits(number)?);
        let unit = tail.chars().next()?;
        rest = tail.get(unit.len_utf8()..)?;
        any = true;
        match (unit.to_ascii_uppercase(), in_time) {
            ('W', false) => duration.days += number * 7,
            ('D', false) => duration.days += number,
            ('H', true) => duration.seconds += number * 3600,
            ('M', true) => duration.seconds += number * 60,
            ('S', true) => duration.seconds += number,
            _ => return None,
        }
    }
    // "P" alone is nothing; "PT" is what some write for zero.
    (any || in_time).then_some(duration)
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut seconds = self.seconds.unsigned_abs();
        let days = self.days.unsigned_abs();
        if self.is_negative() {
            f.write_char('-')?;
        }
        f.write_char('P')?;
        if seconds == 0 && days > 0 && days.is_multiple_of(7) {
            return write!(f, "{}W", days / 7);
        }
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if seconds == 0 && days > 0 {
            return Ok(());
        }
        f.write_char('T')?;
        let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
        seconds %= 60;
        if hours > 0 {
            write!(f, "{hours}H")?;
        }
        // The RFC lets no unit be left out between two others.
        if minutes > 0 || (hours > 0 && seconds > 0) {
            write!(f, "{minutes}M")?;
        }
        if seconds > 0 || (hours == 0 && minutes == 0) {
            write!(f, "{seconds}S")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for (text, days, seconds, written) in [
            ("P15DT5H0M20S", 15, 18_020, "P15DT5H0M20S"),
            ("P7W", 49, 0, "P7W"),
            ("PT1H", 0, 3600, "PT1H"),
            ("-PT15M", 0, -900, "-PT15M"),
            ("+P1D", 1, 0, "P1D"),
            ("PT0S", 0, 0, "PT0S"),
            ("PT", 0, 0, "PT0S"),
            ("P1WT1H", 7, 3600, "P7DT1H"),
            ("PT30M1H", 0, 5400, "PT1H30M"),
            ("P1DT", 1, 0, "P1D"),
            ("pt90m", 0, 5400, "PT1H30M"),
            ("PT3605S", 0, 3605, "PT1H0M5S"),
        ] {
            let duration: Duration = text.parse().unwrap();
            assert_eq!(duration, Duration { days, seconds }, "{text}");
            assert_eq!(duration.to_string(), written, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_duration() {
        for text in
            ["", "P", "1H", "P1H", "PT1D", "PT1", "P1Y", "PT1.5H", "P-1D", "PT99999999999H", "P1é"]
        {
            assert_eq!(text.parse::<Duration>(), Err(BadDuration), "{text}");
        }
    }
}
