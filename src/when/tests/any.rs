//! Properties of any text, and of any reading.

use proptest::prelude::*;

use super::*;
use crate::model::zone_abbreviation;

fn zones_of_speakers() -> impl Strategy<Value = Tz> {
    prop::sample::select(vec![
        Tz::UTC,
        Tz::Europe__Berlin,
        Tz::America__New_York,
        Tz::America__St_Johns,
        Tz::Asia__Kolkata,
        Tz::Asia__Beirut,
        Tz::Australia__Lord_Howe,
        Tz::Pacific__Kiritimati,
        Tz::Pacific__Pago_Pago,
    ])
}

/// A rhythm or some days, a time of day, and bounds.
fn series_said() -> impl Strategy<Value = String> {
    let rhythms = prop::sample::select(vec![
        "every day",
        "every 3 days",
        "every weekday",
        "every weekend",
        "every tuesday",
        "mondays and thursdays",
        "every other friday",
        "every 2 weeks on mon and thu",
        "every sun",
        "monthly on the 15th",
        "the 1st and 15th of every month",
        "every month on the 31st",
        "last day of every month",
        "first monday of each month",
        "every 1st and 3rd thursday",
        "last working day of every month",
        "every 3 months on the last fri",
        "every friday the 13th",
        "every 29 feb",
        "every christmas eve",
        "first monday of may every year",
        "every thanksgiving",
        "tue, thu and fri",
        "mon-fri",
        "14-16 dec",
        "4, 11 and 18 dec",
        "the last friday of the month",
        "easter monday",
    ]);
    let times = prop::sample::select(vec![
        "",
        "9:15",
        "at 18:00 for 45 min",
        "22:00-02:00",
        "2:30",
        "2:30-3:15",
        "midnight",
        "1:30 for 2h",
        "23:30 Asia/Tokyo",
        "8:00 America/Los_Angeles",
        "12:00 UTC",
    ]);
    let bounds = prop::sample::select(vec![
        "",
        "until 24 dec",
        "until june",
        "10 times",
        "for 6 weeks",
        "starting next month",
        "starting tomorrow until easter",
        "except 24 dec",
        "except fridays",
        "except 1 jan until the end of next year",
    ]);
    (rhythms, times, bounds).prop_map(|(rhythm, time, bound)| format!("{rhythm} {time} {bound}"))
}

fn anything() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "fri",
        "friday",
        "next",
        "tomorrow",
        "15:00",
        "15:00-15:45",
        "for",
        "30m",
        "-",
        "to",
        "at",
        "9",
        "25:00",
        "3pm",
        "14",
        "Dec",
        "2026-12-14",
        "03/04",
        "31/12/2026",
        "14.12.",
        "Europe/Berlin",
        "CET",
        "UTC+2",
        "in",
        "2",
        "hours",
        "weeks",
        "every",
        "é",
        "€",
        "12am",
        "noon",
        "midnight",
        "99999999999999999999",
        "all day",
        "29 Feb",
        ",",
        "(",
        ")",
        "\"",
        "the",
        "tonight",
        "morning",
        "9999 years",
        "+02:00",
        ":",
        "/",
        "half",
        "a",
        "an",
        "every other",
        "daily",
        "mondays and",
        "until",
        "except",
        "starting",
        "10 times",
        "first",
        "last",
        "of every month",
        "end of",
        "Easter",
        "<t:1767225600>",
    ]);
    let sentence = prop::collection::vec(words, 0..30).prop_map(|words| words.join(" "));
    let glued =
        prop::collection::vec("[0-9a-zA-Z:./+ -]{0,8}", 0..20).prop_map(|parts| parts.concat());
    prop_oneof!["\\PC{0,300}", "[\\x00-\\x7f]{0,300}", ".{0,2000}", sentence, glued]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_text_panics(text in anything(), seconds in -62_000_000_000_i64..250_000_000_000, us in any::<bool>()) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        for (zone, dialect) in [(Tz::Europe__Berlin, Dialect::Uk), (Tz::America__St_Johns, Dialect::Unknown)] {
            let dialect = if us { Dialect::Us } else { dialect };
            let language = Language::English;
            let cx = Cx { now, zone, dialect, language, default_length: TimeDelta::hours(1) };
            if let Ok(Some(reading)) = read_sentence(&text, &cx) {
                for said in &reading.said {
                    prop_assert!(text.get(said.clone()).is_some_and(|said| !said.is_empty()));
                }
                let start = reading.span.start.instant(zone);
                prop_assert!(start < reading.span.end.instant(zone));
                let _ = read_move(&text, &reading.span, &cx);
            }
            if let Err(error) = read_phrase(&text, &cx) {
                prop_assert!(error.to_string().chars().count() < 400);
            }
            let _ = read_range(&text, &cx);
            let _ = read_length(&text, Language::English);
        }
        let _ = zone(&text);
    }

    /// A series, and several dates, said back are read as the same, in any zone.
    #[test]
    fn a_series_said_back_reads_the_same(
        said in series_said(),
        seconds in 1_700_000_000_i64..2_000_000_000,
        (here, there) in (zones_of_speakers(), zones_of_speakers()),
    ) {
        let now = DateTime::from_timestamp(seconds, 0).unwrap();
        let cx = Cx { now, zone: here, ..setting("2026-12-01T10:00:00+01:00 Europe/Berlin en-GB") };
        if let Ok(reading) = read_phrase(&said, &cx) {
            prop_assert_eq!(said_back(&reading, &cx), None, "{} {}", said, here);
            if !reading.span.start.is_date() {
                prop_assert_eq!(said_back(&reading, &Cx { zone: there, ..cx }), None, "{} {} {}", said, here, there);
            }
        }
    }

    /// What is said back reads the same.
    #[test]
    fn a_reading_said_back_reads_the_same(minutes in 0_i64..1_000_000, length in 5_i64..600) {
        let cx = setting("2026-12-01T10:00:00+01:00 Europe/Berlin unknown");
        let start = cx.now + TimeDelta::minutes(minutes);
        let end = start + TimeDelta::minutes(length);
        let [from, to] = [start, end].map(|at| wall_clock(at, cx.zone).naive_local());
        let [name, then] = [start, end].map(|at| zone_abbreviation(at, cx.zone));
        let text = if from.date() == to.date() {
            format!("{}-{} {name}", from.format("%a %-d %b %Y, %H:%M"), to.format("%H:%M"))
        } else {
            let length = show_length(end - start);
            format!("{} {name} for {length}", from.format("%a %-d %b %Y, %H:%M"))
        };
        // A range over a change of the clocks has two names.
        if name == then || from.date() != to.date() {
            let reading = read_phrase(&text, &cx).unwrap();
            prop_assert_eq!(reading.span.start.instant(cx.zone), Some(start), "{}", text);
            prop_assert_eq!(reading.span.end.instant(cx.zone), Some(end), "{}", text);
            prop_assert!(reading.assumed.is_empty(), "{}: {:?}", text, reading.assumed);
        }
    }
}
