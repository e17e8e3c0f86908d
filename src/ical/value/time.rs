//! DATE and DATE-TIME (RFC 5545 §3.3.4, §3.3.5).

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

use super::{digits, push_digits};
use crate::model::CalTime;

/// Reads a DATE or DATE-TIME; a wall time is in the zone of `tzid`, or floating without one.
///
/// Second 60 counts as 59 (RFC 5545 §3.3.5). Seconds may be left out, and 24:00 is midnight of the next day,
/// because both are seen in the field.
pub fn parse_time(text: &str, tzid: Option<&str>) -> Option<CalTime> {
    let text = text.trim();
    let Some((date, time)) = text.split_once(['T', 't']) else {
        return parse_date(text).map(CalTime::Date);
    };
    let date = parse_date(date)?;
    let (time, utc) = match time.strip_suffix(['Z', 'z']) {
        Some(time) => (time, true),
        None => (time, false),
    };
    let local = with_time(date, time)?;
    Some(match tzid {
        _ if utc => CalTime::Utc(local),
        Some(tzid) if !tzid.is_empty() => CalTime::Zoned { local, tzid: tzid.to_owned() },
        _ => CalTime::Floating(local),
    })
}

fn parse_date(text: &str) -> Option<NaiveDate> {
    if text.len() != 8 {
        return None;
    }
    let year = i32::try_from(digits(text.get(..4)?)?).ok()?;
    NaiveDate::from_ymd_opt(year, digits(text.get(4..6)?)?, digits(text.get(6..)?)?)
}

fn with_time(date: NaiveDate, text: &str) -> Option<NaiveDateTime> {
    let hour = digits(text.get(..2)?)?;
    let minute = digits(text.get(2..4)?)?;
    let second = match text.get(4..)? {
        "" => 0,
        second if second.len() == 2 => digits(second)?,
        _ => return None,
    };
    if (hour, minute, second) == (24, 0, 0) {
        return Some(date.checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN));
    }
    date.and_hms_opt(hour, minute, if second == 60 { 59 } else { second })
}

/// Writes a DATE or DATE-TIME; the zone's name belongs in a parameter. The year must be within 0 to 9999.
pub fn format_time(time: &CalTime) -> String {
    let mut out = String::with_capacity(16);
    let local = time.local();
    push_date(&mut out, local.date());
    if !time.is_date() {
        push_time(&mut out, local.time());
    }
    if matches!(time, CalTime::Utc(_)) {
        out.push('Z');
    }
    out
}

fn push_date(out: &mut String, date: NaiveDate) {
    push_digits(out, u32::try_from(date.year()).unwrap_or_default(), 4);
    push_digits(out, date.month(), 2);
    push_digits(out, date.day(), 2);
}

fn push_time(out: &mut String, time: NaiveTime) {
    out.push('T');
    push_digits(out, time.hour(), 2);
    push_digits(out, time.minute(), 2);
    push_digits(out, time.second(), 2);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form() {
        for (text, tzid, written) in [
            ("19970714", None, "19970714"),
            ("19980118T230000", None, "19980118T230000"),
            ("19980119T070000Z", None, "19980119T070000Z"),
            ("19980119T070000z", Some("Europe/Berlin"), "19980119T070000Z"),
            ("19980119T020000", Some("America/New_York"), "19980119T020000"),
            ("19970630T235960Z", None, "19970630T235959Z"),
            ("20261204T1500", None, "20261204T150000"),
            ("20261231T240000", None, "20270101T000000"),
            (" 20261204t150000 ", None, "20261204T150000"),
        ] {
            let time = parse_time(text, tzid).unwrap();
            assert_eq!(format_time(&time), written, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_time() {
        for text in [
            "",
            "T",
            "2026",
            "20260230",
            "20261301",
            "2026120",
            "2026-12-04",
            "20261204T",
            "20261204T15",
            "20261204T256000",
            "20261204T15000",
            "20261204T150000+0100",
            "+2261204",
            "２０２６1204",
            "20261204T1٢0000",
        ] {
            assert_eq!(parse_time(text, None), None, "{text}");
        }
    }

    #[test]
    fn the_zone_of_a_utc_time_does_not_count() {
        assert!(matches!(
            parse_time("20261204T150000Z", Some("Asia/Tokyo")),
            Some(CalTime::Utc(_))
        ));
        assert!(matches!(parse_time("20261204T150000", Some("")), Some(CalTime::Floating(_))));
    }
}
