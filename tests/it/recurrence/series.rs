//! Overrides, ranges, lengths and the writings of a RECURRENCE-ID.

use super::*;

/// The events of a calendar, each as its lines.
fn events(events: &[&str]) -> Component {
    parts(&events.iter().map(|lines| ("VEVENT", *lines)).collect::<Vec<_>>())
}

fn parts(parts: &[(&str, &str)]) -> Component {
    let part = |(name, lines): &(&str, &str)| format!("BEGIN:{name}\nUID:u\n{lines}\nEND:{name}\n");
    let parts: String = parts.iter().map(part).collect();
    ical::parse(&format!("BEGIN:VCALENDAR\n{parts}END:VCALENDAR\n")).unwrap().value
}

/// `RECURRENCE-ID START/END SUMMARY` of what there is in a window, the times as instants.
fn listed(calendar: &Component, from: &str, to: &str) -> Vec<String> {
    let series = Series::of(calendar);
    let found = series.between(utc(from), utc(to), Tz::UTC).map(|occurrence| {
        let id = format_time(&occurrence.recurrence_id);
        let [start, end] = [occurrence.start, occurrence.end].map(|at| at.format("%d %H:%M"));
        let summary = occurrence.component.summary().unwrap_or_default();
        format!("{id} {start}/{end} {summary}").trim_end().to_owned()
    });
    found.collect()
}

const JANUARY: [&str; 2] = ["2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"];

#[track_caller]
fn assert_january(calendar: &Component, expected: &[&str]) {
    assert_eq!(listed(calendar, JANUARY[0], JANUARY[1]), expected);
}

fn time(text: &str) -> CalTime {
    match text.split_once(' ') {
        Some((tzid, text)) => ical::parse_time(text, Some(tzid)),
        None => ical::parse_time(text, None),
    }
    .unwrap()
}

const DAILY: &str = "DTSTART;TZID=Europe/Berlin:20260105T100000
DTEND;TZID=Europe/Berlin:20260105T110000
RRULE:FREQ=DAILY;COUNT=4
SUMMARY:all";

#[test]
fn an_override_counts_for_its_occurrence_alone() {
    let moved = "RECURRENCE-ID:20260106T090000Z\nDTSTART:20260106T150000Z\nSUMMARY:moved";
    assert_january(
        &events(&[DAILY, moved]),
        &[
            "20260105T100000 05 09:00/05 10:00 all",
            "20260106T100000 06 15:00/06 15:00 moved",
            "20260107T100000 07 09:00/07 10:00 all",
            "20260108T100000 08 09:00/08 10:00 all",
        ],
    );
}

#[test]
fn a_cancelled_override_does_not_take_place() {
    let gone = "RECURRENCE-ID;TZID=Europe/Berlin:20260106T100000\nSTATUS:cancelled";
    let calendar = events(&[DAILY, gone]);
    assert_eq!(listed(&calendar, JANUARY[0], JANUARY[1]).len(), 3);
    let id = time("Europe/Berlin 20260106T100000");
    assert_eq!(Series::of(&calendar).find(&id), Some(id));
}

#[test]
fn an_override_is_found_where_it_has_moved_to() {
    let moved = "RECURRENCE-ID:20260106T090000Z\nDTSTART:20260310T150000Z\nSUMMARY:moved";
    let calendar = events(&[DAILY, moved]);
    assert_eq!(listed(&calendar, JANUARY[0], JANUARY[1]).len(), 3);
    let march = listed(&calendar, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z");
    assert_eq!(march, ["20260106T100000 10 15:00/10 15:00 moved"]);
    let last = Series::of(&calendar).last(Tz::UTC).unwrap();
    assert_eq!(last.component.summary().unwrap(), "moved");
}

#[test]
fn of_two_overrides_for_one_occurrence_the_newer_counts() {
    let new = "RECURRENCE-ID:20260106T090000Z\nSEQUENCE:2\nDTSTART:20260106T150000Z\nSUMMARY:new";
    let old = "RECURRENCE-ID:20260106T090000Z\nSEQUENCE:1\nDTSTART:20260106T160000Z\nSUMMARY:old";
    for parts in [[DAILY, new, old], [DAILY, old, new]] {
        let found = listed(&events(&parts), JANUARY[0], JANUARY[1]);
        assert_eq!(found[1], "20260106T100000 06 15:00/06 15:00 new");
        assert_eq!(found.len(), 4);
    }
}

#[test]
fn a_range_shifts_all_that_follow_and_gives_them_its_length() {
    let later = "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/Berlin:20260106T100000
DTSTART;TZID=Europe/Berlin:20260106T123000\nDURATION:PT2H\nSUMMARY:later";
    let one = "RECURRENCE-ID:20260107T090000Z\nDTSTART:20260107T090000Z\nSUMMARY:one";
    assert_january(
        &events(&[DAILY, later, one]),
        &[
            "20260105T100000 05 09:00/05 10:00 all",
            "20260106T100000 06 11:30/06 13:30 later",
            "20260107T100000 07 09:00/07 09:00 one",
            "20260108T100000 08 11:30/08 13:30 later",
        ],
    );
}

#[test]
fn a_range_ends_where_the_next_begins() {
    let second = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T090000Z
DTSTART;TZID=Europe/Berlin:20260106T120000\nSUMMARY:second";
    let third = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260108T090000Z
DTSTART;TZID=Europe/Berlin:20260105T080000\nSUMMARY:third";
    let forever = DAILY.replace(";COUNT=4", "");
    let calendar = events(&[&forever, third, second]);
    let found = listed(&calendar, "2026-01-05T00:00:00Z", "2026-01-08T00:00:00Z");
    assert_eq!(
        found,
        [
            "20260108T100000 05 07:00/05 07:00 third",
            "20260105T100000 05 09:00/05 10:00 all",
            "20260109T100000 06 07:00/06 07:00 third",
            "20260106T100000 06 11:00/06 11:00 second",
            "20260110T100000 07 07:00/07 07:00 third",
            "20260107T100000 07 11:00/07 11:00 second",
        ]
    );
    assert_eq!(Series::of(&calendar).last(Tz::UTC), None);
}

#[test]
fn a_range_keeps_its_own_wall_time() {
    let moved = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T090000Z
DTSTART;TZID=America/New_York:20260106T080000\nSUMMARY:there";
    let forever = DAILY.replace(";COUNT=4", "");
    let calendar = events(&[&forever, moved]);
    // New York has summer time three weeks before Berlin.
    for (day, hour) in [("2026-02-01", 13), ("2026-03-15", 12), ("2026-04-15", 12)] {
        let from = utc(&format!("{day}T00:00:00Z"));
        let next = Series::of(&calendar).next_from(from, Tz::UTC).unwrap();
        assert_eq!(next.start, from + TimeDelta::hours(hour), "{day}");
        assert_eq!(next.span.start.tzid(), Some("America/New_York"));
        assert_eq!(next.recurrence_id.tzid(), Some("Europe/Berlin"));
    }
}

#[test]
fn a_cancelled_range_ends_an_endless_series() {
    let forever = DAILY.replace(";COUNT=4", "");
    let gone = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z\nSTATUS:CANCELLED";
    let calendar = events(&[&forever, gone]);
    assert_eq!(listed(&calendar, JANUARY[0], JANUARY[1]).len(), 2);
    let last = Series::of(&calendar).last(Tz::UTC).unwrap();
    assert_eq!(format_time(&last.recurrence_id), "20260106T100000");
}

#[test]
fn instances_without_a_master_are_all_there_is() {
    let one = "RECURRENCE-ID;TZID=Europe/Berlin:20260106T100000
DTSTART;TZID=Europe/Berlin:20260106T120000";
    let other = "RECURRENCE-ID;TZID=Europe/Berlin:20260108T100000
DTSTART;TZID=Europe/Berlin:20260108T100000\nDURATION:PT1H";
    let calendar = events(&[one, other]);
    assert_january(
        &calendar,
        &["20260106T100000 06 11:00/06 11:00", "20260108T100000 08 09:00/08 10:00"],
    );
    let series = Series::of(&calendar);
    assert!(series.repeats());
    let id = time("Europe/Berlin 20260106T100000");
    assert_eq!(series.find(&time("20260106T090000Z")), Some(id));
    assert_eq!(series.find(&time("20260107T090000Z")), None);
}

#[test]
fn a_single_event_is_a_series_of_one() {
    let calendar = events(&["DTSTART:20260106T090000Z\nDURATION:PT1H"]);
    assert_january(&calendar, &["20260106T090000Z 06 09:00/06 10:00"]);
    let series = Series::of(&calendar);
    assert!(!series.repeats());
    assert_eq!(series.last(Tz::UTC), series.next_from(utc(JANUARY[0]), Tz::UTC));
    assert_eq!(series.next_from(utc("2026-01-06T10:00:00Z"), Tz::UTC), None);
    assert_eq!(series.find(&time("Europe/Berlin 20260106T100000")), Some(time("20260106T090000Z")));
    assert_eq!(series.find(&time("20260106")), Some(time("20260106T090000Z")));
    assert_eq!(series.find(&time("20260107")), None);
}

#[test]
fn without_a_start_there_is_nothing() {
    for lines in ["SUMMARY:x", "DTSTART:then\nRRULE:FREQ=DAILY"] {
        let calendar = events(&[lines]);
        let series = Series::of(&calendar);
        assert_january(&calendar, &[]);
        assert_eq!(series.last(Tz::UTC), None);
        assert_eq!(series.find(&time("20260106")), None);
        assert_eq!(series.canonical(&time("20260106")), time("20260106"));
    }
}

#[test]
fn a_window_takes_in_what_overlaps_it() {
    let calendar = events(&[DAILY]);
    let count = |from: &str, to: &str| {
        listed(&calendar, &format!("2026-01-05T{from}Z"), &format!("2026-01-05T{to}Z")).len()
    };
    assert_eq!(count("08:00:00", "09:00:00"), 0);
    assert_eq!(count("08:00:00", "09:00:01"), 1);
    assert_eq!(count("09:59:59", "12:00:00"), 1);
    assert_eq!(count("10:00:00", "12:00:00"), 0);
    let moment = events(&["DTSTART:20260106T090000Z\nRRULE:FREQ=DAILY"]);
    assert_eq!(listed(&moment, "2026-01-06T09:00:00Z", "2026-01-07T09:00:00Z").len(), 1);
    assert_eq!(listed(&moment, "2026-01-06T09:00:01Z", "2026-01-07T09:00:01Z").len(), 1);
    assert_eq!(listed(&moment, "2026-01-07T09:00:00Z", "2026-01-06T09:00:00Z").len(), 0);
}

#[test]
fn what_is_longer_than_its_interval_overlaps_itself() {
    let calendar = events(&["DTSTART:20260101T000000Z\nDURATION:P3D\nRRULE:FREQ=DAILY"]);
    let found = listed(&calendar, "2026-01-10T12:00:00Z", "2026-01-10T13:00:00Z");
    assert_eq!(found.len(), 3);
    assert!(found[0].starts_with("20260108T000000Z 08 00:00/11 00:00"), "{found:?}");
}

#[test]
fn a_length_by_dtend_is_exact_and_one_by_duration_nominal() {
    let night = |end: &str| {
        let lines =
            format!("DTSTART;TZID=Europe/Berlin:20260327T220000\n{end}\nRRULE:FREQ=DAILY;COUNT=3");
        listed(&events(&[&lines]), "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")
    };
    assert_eq!(
        night("DTEND;TZID=Europe/Berlin:20260328T220000"),
        [
            "20260327T220000 27 21:00/28 21:00",
            "20260328T220000 28 21:00/29 21:00",
            "20260329T220000 29 20:00/30 20:00",
        ]
    );
    assert_eq!(
        night("DURATION:P1D"),
        [
            "20260327T220000 27 21:00/28 21:00",
            "20260328T220000 28 21:00/29 20:00",
            "20260329T220000 29 20:00/30 20:00",
        ]
    );
}

#[test]
fn an_end_keeps_the_zone_it_is_written_in() {
    let flight = events(&["DTSTART;TZID=Europe/Berlin:20260320T100000
DTEND;TZID=America/New_York:20260320T130000\nRRULE:FREQ=WEEKLY;COUNT=3"]);
    let series = Series::of(&flight);
    let ends = series.between(utc("2026-03-01T00:00:00Z"), utc("2026-05-01T00:00:00Z"), Tz::UTC);
    let ends: Vec<_> =
        ends.map(|o| (format_time(&o.span.end), o.span.end.tzid().unwrap().to_owned())).collect();
    let there = "America/New_York".to_owned();
    // Berlin has summer time from the second to the third, New York has had it all along.
    assert_eq!(ends[0], ("20260320T130000".to_owned(), there.clone()));
    assert_eq!(ends[2], ("20260403T120000".to_owned(), there));
}

#[test]
fn an_end_before_the_start_is_none() {
    assert_january(
        &events(&["DTSTART:20260106T090000Z\nDTEND:20260106T080000Z"]),
        &["20260106T090000Z 06 09:00/06 09:00"],
    );
    assert_january(
        &events(&["DTSTART:20260106T090000Z\nDURATION:-PT1H"]),
        &["20260106T090000Z 06 09:00/06 09:00"],
    );
}

#[test]
fn days_are_days_wherever_the_reader_is() {
    let calendar = events(&["DTSTART;VALUE=DATE:20260105\nRRULE:FREQ=WEEKLY;COUNT=2"]);
    let series = Series::of(&calendar);
    let zone = Tz::Asia__Tokyo;
    let found: Vec<_> =
        series.between(utc("2026-01-04T15:00:00Z"), utc("2026-01-05T15:00:00Z"), zone).collect();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].start, utc("2026-01-04T15:00:00Z"));
    assert_eq!(found[0].end, utc("2026-01-05T15:00:00Z"));
    assert_eq!(found[0].span.end, time("20260106"));
}

#[test]
fn a_to_do_has_its_due_and_a_journal_entry_its_day() {
    let todo = |lines: &str| listed(&parts(&[("VTODO", lines)]), JANUARY[0], JANUARY[1]);
    let rule = "RRULE:FREQ=WEEKLY;COUNT=2";
    assert_eq!(
        todo(&format!("DTSTART:20260105T090000Z\nDUE:20260106T170000Z\n{rule}")),
        ["20260105T090000Z 05 09:00/06 17:00", "20260112T090000Z 12 09:00/13 17:00"]
    );
    assert_eq!(
        todo(&format!("DTSTART:20260105T090000Z\nDURATION:PT2H\n{rule}")),
        ["20260105T090000Z 05 09:00/05 11:00", "20260112T090000Z 12 09:00/12 11:00"]
    );
    assert_eq!(
        todo(&format!("DTSTART:20260105T090000Z\n{rule}")),
        ["20260105T090000Z 05 09:00/05 09:00", "20260112T090000Z 12 09:00/12 09:00"]
    );
    assert_eq!(
        todo(&format!("DUE:20260105T090000Z\n{rule}")),
        ["20260105T090000Z 05 09:00/05 09:00", "20260112T090000Z 12 09:00/12 09:00"]
    );
    assert_eq!(todo("SUMMARY:some day"), [""; 0]);
    let journal = parts(&[("VJOURNAL", &format!("DTSTART;VALUE=DATE:20260105\n{rule}"))]);
    assert_january(&journal, &["20260105 05 00:00/06 00:00", "20260112 12 00:00/13 00:00"]);
}

#[test]
fn a_period_of_rdate_has_its_own_end() {
    let calendar = events(&["DTSTART:20260105T090000Z\nDURATION:PT1H
RDATE;VALUE=PERIOD:20260106T090000Z/PT5H,20260107T090000Z/20260108T120000Z
RDATE:20260109T090000Z"]);
    let expected = [
        "20260105T090000Z 05 09:00/05 10:00",
        "20260106T090000Z 06 09:00/06 14:00",
        "20260107T090000Z 07 09:00/08 12:00",
        "20260109T090000Z 09 09:00/09 10:00",
    ];
    assert_january(&calendar, &expected);
    let found = listed(&calendar, "2026-01-08T11:00:00Z", "2026-01-08T12:00:00Z");
    assert_eq!(found, expected[2..3]);
}

#[test]
fn a_zone_that_only_the_calendar_defines_is_followed() {
    let zone = "BEGIN:VTIMEZONE\nTZID:House\nBEGIN:STANDARD\nDTSTART:16010101T030000
TZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD
BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\nEND:VTIMEZONE";
    let text = format!(
        "BEGIN:VCALENDAR\n{zone}\nBEGIN:VEVENT\nUID:u\nDTSTART;TZID=House:20260327T100000
DURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20260328T090000Z\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let calendar = ical::parse(&text).unwrap().value;
    assert_eq!(
        listed(&calendar, "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"),
        ["20260327T100000 27 09:00/27 10:00", "20260329T100000 29 08:00/29 09:00"]
    );
    let id = time("House 20260329T100000");
    assert_eq!(Series::of(&calendar).find(&time("20260329T080000Z")), Some(id));
}

#[test]
fn a_zone_that_nobody_knows_is_the_readers() {
    let calendar =
        events(&["DTSTART;TZID=Nowhere:20260105T100000\nDURATION:PT1H\nRRULE:FREQ=DAILY"]);
    let next = Series::of(&calendar).next_from(utc(JANUARY[0]), Tz::Asia__Tokyo).unwrap();
    assert_eq!(next.start, utc("2026-01-05T01:00:00Z"));
}

#[test]
fn every_writing_of_a_recurrence_id_is_the_same_occurrence() {
    let calendar = events(&[DAILY]);
    let series = Series::of(&calendar);
    let id = time("Europe/Berlin 20260106T100000");
    for writing in [
        "Europe/Berlin 20260106T100000",
        "America/New_York 20260106T040000",
        "/mozilla.org/20050126_1/Europe/Berlin 20260106T100000",
        "20260106T090000Z",
        "20260106T100000",
        "20260106",
    ] {
        assert_eq!(series.find(&time(writing)), Some(id.clone()), "{writing}");
        assert_eq!(series.canonical(&time(writing)), id, "{writing}");
    }
    for other in ["20260106T100000Z", "20260106T090000", "20260104", "20260109T090000Z"] {
        assert_eq!(series.find(&time(other)), None, "{other}");
    }
    let never = time("Europe/Berlin 20260204T100000");
    assert_eq!(series.canonical(&time("20260204T090000Z")), never);
    assert_eq!(series.canonical(&time("20260204")), never);
}

#[test]
fn a_date_means_the_only_occurrence_of_its_day() {
    let calendar = events(&["DTSTART:20260105T090000Z\nRRULE:FREQ=HOURLY;INTERVAL=10;COUNT=4"]);
    let series = Series::of(&calendar);
    assert_eq!(series.find(&time("20260105")), None);
    assert_eq!(series.find(&time("20260106")), None);
    let calendar = events(&["DTSTART:20260105T090000Z\nRRULE:FREQ=HOURLY;INTERVAL=20;COUNT=4"]);
    let series = Series::of(&calendar);
    assert_eq!(series.find(&time("20260106")), Some(time("20260106T050000Z")));
}

#[test]
fn what_exdate_takes_out_is_known_but_not_there() {
    let calendar = events(&[&format!("{DAILY}\nEXDATE:20260106T090000Z")]);
    let series = Series::of(&calendar);
    let id = time("Europe/Berlin 20260106T100000");
    assert_eq!(series.find(&id), None);
    assert_eq!(series.original(&id), Some(id));
    assert_eq!(series.original(&time("20260206T090000Z")), None);
}

#[test]
fn occurrences_are_compared_in_time_whatever_their_zone() {
    let calendar = events(&[DAILY]);
    let series = Series::of(&calendar);
    let (one, other) = (time("America/New_York 20260106T040001"), time("20260106T090000Z"));
    assert!(series.is_before(&other, &one) && !series.is_before(&one, &other));
    let same = time("Europe/Berlin 20260106T100000");
    assert!(!series.is_before(&other, &same) && !series.is_before(&same, &other));
    assert!(series.is_before(&time("20260105"), &same));
}

#[test]
fn times_in_a_gap_come_in_the_order_of_instants() {
    let calendar = events(&[
        "DTSTART;TZID=Europe/Berlin:20260329T010000\nRRULE:FREQ=MINUTELY;INTERVAL=30;COUNT=7",
    ]);
    let found = listed(&calendar, "2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z");
    assert_eq!(
        found,
        [
            "20260329T010000 29 00:00/29 00:00",
            "20260329T013000 29 00:30/29 00:30",
            "20260329T020000 29 01:00/29 01:00",
            "20260329T030000 29 01:00/29 01:00",
            "20260329T023000 29 01:30/29 01:30",
            "20260329T033000 29 01:30/29 01:30",
            "20260329T040000 29 02:00/29 02:00",
        ]
    );
}

#[test]
fn a_series_from_long_ago_is_not_walked() {
    let calendar = events(&["DTSTART:00010101T000000Z\nRRULE:FREQ=SECONDLY;COUNT=4000000000"]);
    let series = Series::of(&calendar);
    assert!(
        series.next_from(DateTime::<Utc>::MIN_UTC, Tz::UTC).is_some(),
        "from the first instant on"
    );
    let next = series.next_from(utc("0120-01-01T00:00:00Z"), Tz::UTC);
    assert_eq!(format_time(&next.unwrap().recurrence_id), "01200101T000001Z");
    assert_eq!(format_time(&series.last(Tz::UTC).unwrap().recurrence_id), "01271004T070639Z");
}
