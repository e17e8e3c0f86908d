//! The one place that asks chrono-english.
//!
//! chrono-english 0.2.1 reads well what it was made for and, beside that, takes much that it should not. So it is
//! given single dates, clock times and amounts, in the spelling it knows, and never a sentence:
//!
//! * It slices words by octets and adds without a check: `é`, `ab€` and large numbers panic. Only short ASCII text
//!   with numbers of at most four digits is passed on.
//! * It knows a word by its first three letters (`Monkey` is Monday, `decide` is December), only in lower case, and
//!   takes a number alone for a year. Words come from our own table, spelt its way.
//! * After `today`, `tomorrow` and `yesterday` it drops the rest (`tomorrow 3pm` keeps the clock of the base), and
//!   after a clock time it takes `-15:45` for an offset from UTC, so that `15:00-15:45` is neither. A date and a clock
//!   time are asked for apart; and as a clock time with nothing after it is no time to it, with a date before it.
//! * `13am` is one o'clock in the afternoon to it, `15:5` is five past, `12/10/41` is in 1941. Clock times and years
//!   are checked and written out before.
//! * It reads against the zone of the base, and gives up on midnights that do not exist or come twice. The base is
//!   the wall clock's date at midnight with no zone at all, and zones are for [`super::resolve`]. At midnight a weekday
//!   also means today where it is that day, so that the caller decides whether the clock time is over.
//! * `next friday` is the coming Friday in its American dialect and seven days after the coming Friday otherwise,
//!   which on a Tuesday makes `next monday` the one in 13 days. The caller asks for the plain weekday instead.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};
use chrono_english::{Dialect, Interval, parse_date_string, parse_duration};

use super::lexicon::{ENGLISH, Unit};

/// Reads one date against the date of the base.
pub(super) fn day(phrase: &str, base: NaiveDate, dialect: Dialect) -> Option<NaiveDate> {
    let base = base.and_time(NaiveTime::MIN).and_utc();
    harmless(phrase)
        .then(|| parse_date_string(phrase, base, dialect).ok())?
        .map(|at| at.date_naive())
}

/// Reads one clock time, for instance `15:45` or `3:30pm`.
pub(super) fn clock(phrase: &str) -> Option<NaiveTime> {
    let base = DateTime::UNIX_EPOCH;
    let phrase = format!("{} {phrase}", base.date_naive());
    let at = harmless(&phrase).then(|| parse_date_string(&phrase, base, Dialect::Uk).ok())??;
    (at.date_naive() == base.date_naive()).then(|| at.time())
}

/// Reads an amount of minutes, hours, days or weeks.
pub(super) fn amount(count: u32, unit: Unit) -> Option<TimeDelta> {
    let phrase = format!("{count} {}", name(unit)?);
    match harmless(&phrase).then(|| parse_duration(&phrase).ok())?? {
        Interval::Seconds(seconds) => TimeDelta::try_seconds(seconds.into()),
        Interval::Days(days) => TimeDelta::try_days(days.into()),
        Interval::Months(_) => None,
    }
}

/// The date some days, weeks, months or years after the base.
pub(super) fn later(count: u32, unit: Unit, base: NaiveDate) -> Option<NaiveDate> {
    day(&format!("{count} {}", name(unit)?), base, Dialect::Uk)
}

/// The name chrono-english knows a unit by.
fn name(unit: Unit) -> Option<&'static str> {
    ENGLISH.units.iter().find(|(known, _)| *known == unit)?.1.first().copied()
}

/// Whether chrono-english survives this.
fn harmless(phrase: &str) -> bool {
    let few_digits = phrase.split(|c: char| !c.is_ascii_digit()).all(|digits| digits.len() <= 4);
    phrase.len() <= 40 && phrase.is_ascii() && few_digits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn at_midnight_a_weekday_means_today_too() {
        let friday = date("2026-12-04");
        assert_eq!(day("friday", friday, Dialect::Uk), Some(friday));
        assert_eq!(day("thursday", friday, Dialect::Uk), Some(date("2026-12-10")));
    }

    #[test]
    fn what_would_panic_is_not_passed_on() {
        for hostile in ["é", "ab€", "5 é", "99999999999 days", "4294967295pm", "1:2:3:4:5 €"]
        {
            assert_eq!(day(hostile, date("2026-12-04"), Dialect::Uk), None, "{hostile}");
            assert_eq!(clock(hostile), None, "{hostile}");
        }
    }

    #[test]
    fn amounts_and_later_dates() {
        assert_eq!(amount(90, Unit::Minute), Some(TimeDelta::minutes(90)));
        assert_eq!(amount(2, Unit::Week), Some(TimeDelta::days(14)));
        assert_eq!(amount(2, Unit::Month), None);
        assert_eq!(later(1, Unit::Month, date("2026-01-31")), Some(date("2026-02-28")));
        assert_eq!(later(9999, Unit::Year, date("2026-01-31")), Some(date("+12025-01-31")));
    }
}
