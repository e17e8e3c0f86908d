use chrono::NaiveDateTime;
use chrono_tz::{
    America::{New_York, Sao_Paulo, St_Johns},
    Asia::Kolkata,
    Europe::{Berlin, London},
};

use super::*;

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

fn in_zone(text: &str, tzid: &str) -> CalTime {
    CalTime::Zoned { local: wall(text), tzid: tzid.to_owned() }
}

/// A span in Berlin, read in `reader` on the first of December 2026 at noon, Berlin time.
fn berlin(start: &str, end: &str, reader: Tz) -> TimeText {
    let span = Span { start: in_zone(start, "Europe/Berlin"), end: in_zone(end, "Europe/Berlin") };
    TimeText::of_span(&span, reader, at("2026-12-01T12:00"))
}

fn at(berlin: &str) -> DateTime<Utc> {
    in_zone(berlin, "Europe/Berlin").instant(chrono_tz::UTC).unwrap()
}

#[test]
fn a_time_names_its_day_and_zone() {
    let text = |start, end| berlin(start, end, Berlin).text;
    assert_eq!(text("2026-12-04T15:00", "2026-12-04T15:45"), "Fri 4 Dec 2026, 15:00–15:45 CET");
    assert_eq!(text("2027-06-04T09:05", "2027-06-04T09:05"), "Fri 4 Jun 2027, 09:05 CEST");
    assert_eq!(
        text("2026-12-04T22:00", "2026-12-05T01:00"),
        "Fri 4 Dec 2026, 22:00 – Sat 5 Dec, 01:00 CET"
    );
    assert_eq!(
        text("2026-12-31T22:00", "2027-01-01T02:00"),
        "Thu 31 Dec 2026, 22:00 – Fri 1 Jan 2027, 02:00 CET"
    );
}

#[test]
fn clocks_that_change_during_a_meeting_are_shown() {
    let text = |start, end| berlin(start, end, Berlin).text;
    assert_eq!(
        text("2027-03-28T01:00", "2027-03-28T04:00"),
        "Sun 28 Mar 2027, 01:00 CET – 04:00 CEST"
    );
    assert_eq!(
        text("2027-10-30T22:00", "2027-10-31T04:00"),
        "Sat 30 Oct 2027, 22:00 CEST – Sun 31 Oct, 04:00 CET"
    );
}

#[test]
fn a_reader_elsewhere_sees_both_clocks() {
    let both = |reader| {
        let time = berlin("2026-12-04T15:00", "2026-12-04T15:45", reader);
        (time.text, time.here)
    };
    let text = "Fri 4 Dec 2026, 15:00–15:45 CET (UTC+1)".to_owned();
    assert_eq!(both(London), (text.clone(), Some("14:00–14:45 GMT".to_owned())));
    assert_eq!(both(New_York), (text.clone(), Some("09:00–09:45 EST".to_owned())));
    assert_eq!(both(Sao_Paulo), (text.clone(), Some("11:00–11:45 UTC−3".to_owned())));
    assert_eq!(both(St_Johns), (text.clone(), Some("10:30–11:15 NST".to_owned())));
    assert_eq!(both(Kolkata), (text, Some("19:30–20:15 IST".to_owned())));
}

#[test]
fn a_reader_on_another_day_sees_the_day() {
    let late = berlin("2026-12-04T23:00", "2026-12-04T23:30", Kolkata);
    assert_eq!(late.here.as_deref(), Some("Sat 5 Dec 2026, 03:30–04:00 IST"));
}

#[test]
fn a_zone_of_the_same_clock_is_the_same() {
    let paris = berlin("2026-12-04T15:00", "2026-12-04T15:45", chrono_tz::Europe::Paris);
    assert_eq!((paris.text.as_str(), paris.here), ("Fri 4 Dec 2026, 15:00–15:45 CET", None));
}

#[test]
fn utc_and_unknown_zones_are_read_where_the_reader_is() {
    let read = |start: CalTime, end: CalTime| {
        TimeText::of_span(&Span { start, end }, Berlin, at("2026-12-01T12:00")).text
    };
    let utc = |text| CalTime::Utc(wall(text));
    assert_eq!(
        read(utc("2026-12-04T14:00"), utc("2026-12-04T14:45")),
        "Fri 4 Dec 2026, 15:00–15:45 CET"
    );
    let custom = |text| in_zone(text, "Customized Time Zone");
    assert_eq!(
        read(custom("2026-12-04T15:00"), custom("2026-12-04T15:45")),
        "Fri 4 Dec 2026, 15:00–15:45 CET"
    );
    let floating = |text| CalTime::Floating(wall(text));
    assert_eq!(
        read(floating("2026-12-04T15:00"), floating("2026-12-04T15:45")),
        "Fri 4 Dec 2026, 15:00–15:45"
    );
}

#[test]
fn whole_days() {
    let day = |text: &str| CalTime::Date(wall(&format!("{text}T00:00")).date());
    let read = |start, end| {
        let span = Span { start: day(start), end: day(end) };
        let time = TimeText::of_span(&span, Berlin, at("2026-12-04T12:00"));
        (time.text, time.relative, time.length.unwrap_or_default())
    };
    let words = |text: &str, relative: &str, length: &str| {
        (text.to_owned(), relative.to_owned(), length.to_owned())
    };
    assert_eq!(
        read("2026-12-04", "2026-12-05"),
        words("Fri 4 Dec 2026, all day", "today", "1 day")
    );
    assert_eq!(
        read("2026-12-05", "2026-12-08"),
        words("Sat 5 – Mon 7 Dec 2026", "tomorrow", "3 days")
    );
    assert_eq!(
        read("2026-11-30", "2026-12-02"),
        words("Mon 30 Nov – Tue 1 Dec 2026", "3 days ago", "2 days")
    );
    assert_eq!(
        read("2026-12-03", "2026-12-04"),
        words("Thu 3 Dec 2026, all day", "yesterday", "1 day")
    );
    assert_eq!(
        read("2026-12-30", "2027-01-02"),
        words("Wed 30 Dec 2026 – Fri 1 Jan 2027", "in 3 weeks", "3 days")
    );
}

#[test]
fn how_far_it_is() {
    let from = |now: &str| {
        let span = Span {
            start: in_zone("2026-12-04T15:00", "Europe/Berlin"),
            end: in_zone("2026-12-04T15:45", "Europe/Berlin"),
        };
        TimeText::of_span(&span, Berlin, at(now)).relative
    };
    for (now, words) in [
        ("2024-12-01T12:00", "in 2 years"),
        ("2026-06-01T12:00", "in 6 months"),
        ("2026-11-10T12:00", "in 3 weeks"),
        ("2026-11-21T12:00", "in 13 days"),
        ("2026-12-01T12:00", "in 3 days"),
        ("2026-12-03T14:59", "tomorrow"),
        ("2026-12-03T15:01", "in 24 hours"),
        ("2026-12-04T12:31", "in 2 hours"),
        ("2026-12-04T13:59", "in 1 hour"),
        ("2026-12-04T14:01", "in 59 minutes"),
        ("2026-12-04T14:59", "in 1 minute"),
        ("2026-12-04T15:00", "now"),
        ("2026-12-04T15:44", "now"),
        ("2026-12-04T15:45", "just over"),
        ("2026-12-04T16:05", "20 minutes ago"),
        ("2026-12-04T17:45", "2 hours ago"),
        ("2026-12-05T16:00", "yesterday"),
        ("2026-12-07T09:00", "3 days ago"),
        ("2027-12-07T09:00", "12 months ago"),
    ] {
        assert_eq!(from(now), words, "{now}");
    }
}

#[test]
fn lengths() {
    let words = |seconds| length(TimeDelta::seconds(seconds)).unwrap_or_default();
    for (seconds, said) in [
        (0, ""),
        (-5, ""),
        (30, "30 s"),
        (45 * 60, "45 min"),
        (60 * 60, "1 h"),
        (90 * 60, "1 h 30"),
        (65 * 60, "1 h 05"),
        (26 * 3600, "26 h"),
        (24 * 3600, "1 day"),
        (50 * 3600, "2 days 2 h"),
        (3 * 24 * 3600, "3 days"),
    ] {
        assert_eq!(words(seconds), said, "{seconds}");
    }
}

#[test]
fn what_the_clock_shows() {
    assert_eq!(clock_text(at("2026-12-04T15:04"), Berlin), "15:04 CET");
    assert_eq!(clock_text(at("2026-12-04T15:04"), Sao_Paulo), "11:04 UTC−3");
}
