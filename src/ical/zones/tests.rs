use chrono::{NaiveDate, NaiveTime, TimeDelta};
use jiff::{Timestamp, tz::TimeZone};
use proptest::prelude::*;

use super::*;
use crate::ical::{Property, parse, validate, write};

/// A zone of a name that IANA does not know, so that its VTIMEZONE decides.
const HOUSE: &str = "House Time";

fn house(timezone: Component) -> Component {
    let mut calendar = Component::new("VCALENDAR");
    let mut timezone = timezone;
    timezone.set(Property::new("TZID", HOUSE));
    calendar.components.push(timezone);
    calendar
}

fn at_house(local: NaiveDateTime) -> CalTime {
    CalTime::Zoned { local, tzid: HOUSE.to_owned() }
}

fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M").unwrap()
}

/// The instant of a wall time by the zone's offsets: the first that shows it, or in a gap that of the offset before.
///
/// Not by jiff's own reading of wall times: it sees a doubled hour in Nuuk in October 2023, where there is none.
fn by_offsets(zone: &TimeZone, local: NaiveDateTime) -> DateTime<Utc> {
    let day = TimeDelta::days(1);
    let offset = |utc| TimeDelta::seconds(i64::from(zone.to_offset(stamp(utc)).seconds()));
    let before = offset(local - day);
    [before, offset(local + day)]
        .into_iter()
        .filter(|shown| offset(local - *shown) == *shown)
        .map(|shown| local - shown)
        .min()
        .unwrap_or(local - before)
        .and_utc()
}

fn day(year: i32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap().and_time(NaiveTime::MIN)
}

fn stamp(at: NaiveDateTime) -> Timestamp {
    Timestamp::from_second(at.and_utc().timestamp()).unwrap()
}

/// Compares a generated VTIMEZONE with the zone itself, at every change in the years and beside it.
fn compare(name: &str, years: std::ops::RangeInclusive<i32>) {
    let zone = TimeZone::get(name).unwrap();
    let (from, to) = (day(*years.start()), day(*years.end() + 1));
    let calendar = house(vtimezone(name, years).unwrap());
    let zones = Zones::of(&calendar);
    let mut walls = vec![from, from + TimeDelta::hours(1), to - TimeDelta::seconds(1)];
    for change in zone.following(stamp(from)).take_while(|change| change.timestamp() < stamp(to)) {
        let utc = DateTime::from_timestamp(change.timestamp().as_second(), 0).unwrap();
        let local = utc.naive_utc() + TimeDelta::seconds(i64::from(change.offset().seconds()));
        let near = [-90_000, -3601, -1, 0, 1799, 3600, 90_000];
        walls.extend(near.map(|seconds| local + TimeDelta::seconds(seconds)));
    }
    for local in walls.into_iter().filter(|local| (from..to).contains(local)) {
        let expected = by_offsets(&zone, local);
        let got = zones.instant(&at_house(local), Tz::UTC);
        assert_eq!(got, Some(expected), "{name} {local}\n{}", write(&calendar));
        let back = zone.to_offset(stamp(expected.naive_utc())).seconds();
        let back = expected.naive_utc() + TimeDelta::seconds(back.into());
        assert_eq!(zones.wall(expected, HOUSE), Some(back), "{name} {expected}");
    }
}

#[test]
fn every_zone_is_right_at_every_change_over_the_years() {
    for zone in chrono_tz::TZ_VARIANTS {
        compare(zone.name(), 1990..=2037);
    }
}

#[test]
fn every_zone_is_right_at_every_change_of_a_year() {
    for zone in chrono_tz::TZ_VARIANTS {
        compare(zone.name(), 2026..=2027);
    }
}

#[test]
fn hard_zones_are_right_far_from_now() {
    for name in ["Europe/Dublin", "Africa/Casablanca", "Australia/Lord_Howe", "Asia/Gaza"] {
        compare(name, 1971..=1975);
        compare(name, 2080..=2120);
    }
    compare("Europe/Berlin", 1890..=1950);
}

proptest! {
    #[test]
    fn a_generated_zone_agrees_with_the_clock_on_the_wall(
        zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        seconds in day(1990).and_utc().timestamp()..day(2038).and_utc().timestamp(),
    ) {
        let local = DateTime::from_timestamp(seconds, 0).unwrap().naive_utc();
        let year = local.year();
        let calendar = house(vtimezone(zone.name(), year..=year).unwrap());
        let expected = CalTime::Floating(local).instant(zone);
        prop_assert_eq!(Zones::of(&calendar).instant(&at_house(local), Tz::UTC), expected);
    }
}

#[test]
fn a_generated_zone_is_short_and_reads_back() {
    for zone in chrono_tz::TZ_VARIANTS {
        let mut calendar = Component::new("VCALENDAR");
        calendar.properties = vec![Property::new("VERSION", "2.0"), Property::new("PRODID", "x")];
        calendar.components.push(vtimezone(zone.name(), 2025..=2036).unwrap());
        assert_eq!(validate(&calendar), [], "{}", zone.name());
        let text = write(&calendar);
        assert!(text.len() < 1600, "{text}");
        let read = parse(&text).unwrap();
        assert_eq!(read.problems, []);
        assert_eq!(write(&read.value), text);
    }
}

#[test]
fn a_generated_zone_does_not_depend_on_the_year_where_there_is_a_rule() {
    assert_eq!(vtimezone("Europe/Berlin", 2026..=2026), vtimezone("Europe/Berlin", 2010..=2050));
    for name in ["Nowhere/Atlantis", "Etc/Unknown", "", "/", "Customized Time Zone 1"] {
        assert_eq!(vtimezone(name, 2026..=2026), None, "{name}");
    }
}

#[test]
fn generated_zones_read_as_people_expect() {
    let text = ["Europe/Berlin", "Africa/Cairo", "Asia/Tokyo"]
        .map(|name| write(&vtimezone(name, 2026..=2036).unwrap()).replace("\r\n", "\n"))
        .concat();
    expect_test::expect![["
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19810329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTIMEZONE
        TZID:Africa/Cairo
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0300
        TZNAME:EEST
        DTSTART:20230428T000000
        RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0300
        TZOFFSETTO:+0200
        TZNAME:EET
        DTSTART:20231027T000000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=FR;BYMONTHDAY=26,27,28,29,30,31
        END:STANDARD
        BEGIN:STANDARD
        TZOFFSETFROM:+0300
        TZOFFSETTO:+0200
        TZNAME:EET
        DTSTART:20241101T000000
        RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=FR;BYMONTHDAY=1
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VTIMEZONE
        TZID:Asia/Tokyo
        BEGIN:STANDARD
        TZOFFSETFROM:+0900
        TZOFFSETTO:+0900
        TZNAME:JST
        DTSTART:19700101T000000
        END:STANDARD
        END:VTIMEZONE
    "]]
    .assert_eq(&text);
}

#[test]
fn only_missing_zones_are_added() {
    let mut calendar = parse(
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Europe/Paris\nX-MINE:1\nEND:VTIMEZONE\nBEGIN:VEVENT\n\
         DTSTART;TZID=Europe/Berlin:20261204T150000\nDTEND;TZID=Europe/Paris:20261204T160000\n\
         RECURRENCE-ID;TZID=Lalaland:20261204T160000\nRDATE;TZID=Asia/Tokyo:20261204T160000,20280101T000000\n\
         END:VEVENT\nEND:VCALENDAR\n",
    )
    .unwrap()
    .value;
    ensure_timezones(&mut calendar);
    let names: Vec<_> = calendar.children("VTIMEZONE").map(|zone| zone.value("TZID")).collect();
    assert_eq!(names, [Some("Europe/Paris"), Some("Asia/Tokyo"), Some("Europe/Berlin")]);
    assert_eq!(calendar.children("VTIMEZONE").next().unwrap().value("X-MINE"), Some("1"));
    let once = calendar.clone();
    ensure_timezones(&mut calendar);
    assert_eq!(calendar, once);
}

/// The zone of a VTIMEZONE with the lines given.
fn defined(lines: &str) -> Component {
    let text = format!(
        "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:{HOUSE}\n{lines}END:VTIMEZONE\nEND:VCALENDAR\n"
    );
    parse(&text).unwrap().value
}

const EXCHANGE: &str = "BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:16010101T020000\n\
    TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n";

#[track_caller]
fn reads(lines: &str, cases: &[(&str, &str)]) {
    let calendar = defined(lines);
    let zones = Zones::of(&calendar);
    for (local, utc) in cases {
        let got = zones.instant(&at_house(wall(local)), Tz::UTC).map(|at| at.naive_utc());
        assert_eq!(got, Some(wall(utc)), "{local}");
    }
}

#[test]
fn a_zone_of_exchange_is_followed() {
    reads(
        EXCHANGE,
        &[
            ("2026-01-15T12:00", "2026-01-15T11:00"),
            ("2026-07-15T12:00", "2026-07-15T10:00"),
            // The gap counts with the offset before it, the doubled hour is its first.
            ("2026-03-29T02:30", "2026-03-29T01:30"),
            ("2026-10-25T02:30", "2026-10-25T00:30"),
            ("2026-10-25T03:00", "2026-10-25T02:00"),
        ],
    );
}

#[test]
fn rules_end_by_until_and_count() {
    let zone = |rule: &str| {
        format!(
            "BEGIN:DAYLIGHT\nDTSTART:20000326T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:{rule}\n\
             END:DAYLIGHT\nBEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n\
             RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n"
        )
    };
    for rule in [
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20020331T010000Z",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20020331T020000",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20020331",
        "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;COUNT=3",
        "freq=yearly;bymonth=3;byday=-1su;count=3;wkst=mo",
    ] {
        reads(
            &zone(rule),
            &[("2002-07-01T12:00", "2002-07-01T10:00"), ("2003-07-01T12:00", "2003-07-01T11:00")],
        );
    }
}

#[test]
fn days_of_the_month_and_dates_are_followed() {
    reads(
        "BEGIN:DAYLIGHT\nDTSTART:20130329T020000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0300\n\
         RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=23,24,25,26,27,28,29;BYDAY=FR\nEND:DAYLIGHT\nBEGIN:STANDARD\n\
         DTSTART:20131027T020000\nTZOFFSETFROM:+0300\nTZOFFSETTO:+0200\nRDATE:20141026T020000\n\
         RDATE;VALUE=PERIOD:20151024T230000Z/PT1H\nEND:STANDARD\n",
        &[
            ("2014-03-28T01:00", "2014-03-27T23:00"),
            ("2014-03-28T03:00", "2014-03-28T00:00"),
            ("2014-11-01T03:00", "2014-11-01T01:00"),
            ("2015-11-01T03:00", "2015-11-01T01:00"),
            ("2016-12-01T03:00", "2016-12-01T00:00"),
            // Before the first change the offset that it changes from.
            ("2001-07-01T12:00", "2001-07-01T10:00"),
        ],
    );
}

#[test]
fn what_cannot_be_followed_has_no_instant() {
    for lines in [
        "",
        "BEGIN:STANDARD\nEND:STANDARD\n",
        "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:x\nTZOFFSETTO:+0100\nEND:STANDARD\n",
    ] {
        let calendar = defined(lines);
        let time = at_house(wall("2026-01-01T00:00"));
        assert_eq!(Zones::of(&calendar).instant(&time, Tz::UTC), None, "{lines}");
    }
}

#[test]
fn a_rule_without_days_and_one_nobody_follows_do_no_harm() {
    let february = "BEGIN:STANDARD\nDTSTART:20000229T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n\
        RRULE:FREQ=YEARLY\nEND:STANDARD\n";
    reads(february, &[("2003-01-01T12:00", "2003-01-01T10:00")]);
    for rule in [
        "FREQ=SECONDLY",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31",
        "FREQ=YEARLY;BYSETPOS=1",
        "FREQ=YEARLY;INTERVAL=0",
        "FREQ=YEARLY;INTERVAL=2147483647",
        "FREQ=YEARLY;BYMONTHDAY=99",
        "FREQ=YEARLY;BYDAY=9999999999SU",
        "FREQ=YEARLY;BYDAY=é",
        "nonsense",
    ] {
        let lines = format!(
            "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:{rule}\n\
             END:STANDARD\n"
        );
        reads(&lines, &[("2003-01-01T12:00", "2003-01-01T10:00")]);
    }
}

#[test]
fn iana_decides_where_the_name_has_an_area() {
    let lines = "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0700\nTZOFFSETTO:+0700\nEND:STANDARD\n";
    for (tzid, utc) in [
        ("Europe/Berlin", Some("2026-01-15T11:00")),
        ("/mozilla.org/20050126_1/Europe/Berlin", Some("2026-01-15T11:00")),
        ("/freeassociation.sourceforge.net/America/Argentina/Ushuaia", Some("2026-01-15T15:00")),
        ("EST", Some("2026-01-15T05:00")),
        ("Customized Time Zone", Some("2026-01-15T05:00")),
        ("///", Some("2026-01-15T05:00")),
    ] {
        let mut calendar = defined(lines);
        let zone = calendar.components.first_mut().unwrap();
        zone.set(Property::new("TZID", tzid));
        let time = CalTime::Zoned { local: wall("2026-01-15T12:00"), tzid: tzid.to_owned() };
        let got = Zones::of(&calendar).instant(&time, Tz::UTC).map(|at| at.naive_utc());
        assert_eq!(got, utc.map(wall), "{tzid}");
    }
    let none = Component::new("VCALENDAR");
    let time = CalTime::Zoned { local: wall("2026-01-15T12:00"), tzid: "EST".to_owned() };
    assert_eq!(
        Zones::of(&none).instant(&time, Tz::UTC).map(|at| at.naive_utc()),
        Some(wall("2026-01-15T17:00"))
    );
}

#[test]
fn lengths_are_days_on_the_wall_and_then_exact() {
    let calendar = defined(EXCHANGE);
    let zones = Zones::of(&calendar);
    let berlin = |local| CalTime::Zoned { local, tzid: "Europe/Berlin".to_owned() };
    for (length, to) in [
        ("PT6H", "2026-03-29T06:00"),
        ("P1D", "2026-03-29T23:00"),
        ("P1DT1H", "2026-03-30T00:00"),
        ("PT0S", "2026-03-28T23:00"),
    ] {
        let from = wall("2026-03-28T23:00");
        let length = length.parse().unwrap();
        assert_eq!(zones.later(&berlin(from), length), Some(berlin(wall(to))), "{length}");
        assert_eq!(zones.later(&at_house(from), length), Some(at_house(wall(to))), "{length}");
    }
    let last = CalTime::Utc(wall("9998-12-31T23:00"));
    assert_eq!(zones.later(&last, Duration::seconds(7200)), None);
    assert_eq!(zones.later(&last, Duration::days(i64::MAX)), None);
}
