//! ISO 8601 durations. Pure.

use chrono::TimeDelta;

/// Weeks, days, and the like, largest first, with their seconds.
const DATE: [(char, i64); 2] = [('W', 7 * 24 * 60 * 60), ('D', 24 * 60 * 60)];
const TIME: [(char, i64); 3] = [('H', 60 * 60), ('M', 60), ('S', 1)];

/// Reads `PT2H`, `P1DT12H` or `P2W`. Months and years have no length, and time only goes on: neither is read.
pub(super) fn parse(text: &str) -> Option<TimeDelta> {
    let text = text.strip_prefix('P')?;
    let (date, time) = match text.split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None if text.is_empty() => return None,
        None => (text, ""),
    };
    TimeDelta::try_seconds(seconds(date, &DATE)?.checked_add(seconds(time, &TIME)?)?)
}

fn seconds(mut text: &str, units: &[(char, i64)]) -> Option<i64> {
    let mut units = units.iter();
    let mut sum = 0_i64;
    while !text.is_empty() {
        let (digits, rest) = text.split_at(text.find(|c: char| !c.is_ascii_digit())?);
        let mut rest = rest.chars();
        let unit = rest.next()?;
        // Units come in order, each once.
        let (_, seconds) = units.find(|(name, _)| *name == unit)?;
        sum = sum.checked_add(digits.parse::<i64>().ok()?.checked_mul(*seconds)?)?;
        text = rest.as_str();
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_duration() {
        for (text, minutes) in [
            ("PT2H", Some(120)),
            ("PT90M", Some(90)),
            ("P1D", Some(1440)),
            ("P1DT1H1M60S", Some(1440 + 62)),
            ("P1W", Some(7 * 1440)),
            ("PT0S", Some(0)),
            ("", None),
            ("P", None),
            ("PT", None),
            ("P1DT", None),
            ("2H", None),
            ("-PT2H", None),
            ("PT-2H", None),
            ("P1M", None),
            ("P1Y", None),
            ("PT1M1H", None),
            ("PT1H1H", None),
            ("PT2", None),
            ("PTH", None),
            ("PT2H ", None),
            ("PT٢H", None),
            ("PT9223372036854775807H", None),
            ("PT99999999999999999999S", None),
        ] {
            assert_eq!(parse(text), minutes.map(TimeDelta::minutes), "{text:?}");
        }
    }
}
