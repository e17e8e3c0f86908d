//! A calendar of 2,000 events, 500 of which recur: what expansion is measured on, here and in other libraries.
//!
//! Made and not stored, the same each time. The events are of the kinds that calendars have, begun up to nine years
//! before the window that is asked for.

use chrono::{Datelike, NaiveDate, NaiveDateTime, TimeDelta};
use convene::ical::{self, Component};

/// The first day of the six months that are expanded.
pub(crate) const FROM: (i32, u32, u32) = (2026, 7, 1);
/// The day after the last.
pub(crate) const TO: (i32, u32, u32) = (2027, 1, 1);

const SINGLE: i64 = 1500;
const RECURRING: i64 = 500;

const ZONES: [&str; 4] = ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Sydney"];

/// The rules, with the day that DTSTART is moved to so that they give it.
const RULES: [(&str, Start); 14] = [
    ("FREQ=WEEKLY;BYDAY=MO", Start::WeekDay(0)),
    ("FREQ=WEEKLY", Start::AsIs),
    ("FREQ=DAILY", Start::AsIs),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", Start::WeekDay(0)),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH", Start::WeekDay(1)),
    ("FREQ=WEEKLY;COUNT=500", Start::AsIs),
    ("FREQ=MONTHLY;BYDAY=1MO", Start::Day(1, 0)),
    ("FREQ=MONTHLY;BYMONTHDAY=15", Start::DayOfMonth(15)),
    ("FREQ=WEEKLY;UNTIL=20261001T000000Z", Start::AsIs),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", Start::Day(1, 0)),
    ("FREQ=YEARLY", Start::AsIs),
    ("FREQ=DAILY;COUNT=4000;BYDAY=MO,WE,FR", Start::WeekDay(0)),
    ("FREQ=YEARLY;BYMONTH=3,9,12;BYDAY=-1FR", Start::LastOfMarch),
    ("FREQ=DAILY;INTERVAL=3", Start::AsIs),
];

#[derive(Clone, Copy)]
enum Start {
    AsIs,
    /// The next of a weekday, Monday being 0.
    WeekDay(u32),
    /// The first of a weekday from a day of the month on.
    Day(u32, u32),
    DayOfMonth(u32),
    LastOfMarch,
}

impl Start {
    fn of(self, date: NaiveDate) -> NaiveDate {
        match self {
            Self::AsIs => date.with_day(date.day().min(28)).unwrap(),
            Self::WeekDay(day) => next(date, day),
            Self::Day(from, day) => next(date.with_day(from).unwrap(), day),
            Self::DayOfMonth(day) => date.with_day(day).unwrap(),
            Self::LastOfMarch => next(NaiveDate::from_ymd_opt(date.year(), 3, 25).unwrap(), 4),
        }
    }
}

fn next(date: NaiveDate, day: u32) -> NaiveDate {
    let days = (day + 7 - date.weekday().num_days_from_monday()) % 7;
    date + TimeDelta::days(days.into())
}

/// The calendar, with the time zones that it uses.
pub(crate) fn agenda() -> Component {
    let events: String = (0..SINGLE).map(single).chain((0..RECURRING).map(recurring)).collect();
    let text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example.com//Agenda//EN\r\n{events}END:VCALENDAR\r\n"
    );
    let outcome = ical::parse(&text).unwrap();
    assert_eq!(outcome.problems, []);
    let mut calendar = outcome.value;
    ical::ensure_timezones(&mut calendar);
    calendar
}

/// An event within a year and a half around the window.
fn single(at: i64) -> String {
    let date = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap() + TimeDelta::days(at * 7 % 547);
    event(&format!("single-{at}"), at, date, "")
}

fn recurring(at: i64) -> String {
    let (rule, start) = RULES[usize::try_from(at).unwrap() % RULES.len()];
    let date = NaiveDate::from_ymd_opt(2017, 7, 1).unwrap() + TimeDelta::days(at * 13 % 3000);
    let date = start.of(date);
    let mut more = format!("RRULE:{rule}\r\n");
    // One in five has dates that are left out, as the rule has them or not.
    if at % 5 == 0 {
        for week in [470, 474] {
            let out = time(at, (date + TimeDelta::days(7 * week)).and_time(clock(at)));
            more = format!("{more}EXDATE{out}\r\n");
        }
    }
    let uid = format!("recurring-{at}");
    let mut text = event(&uid, at, date, &more);
    // One weekly meeting in four has one that was moved.
    if at % 4 == 1 && rule == "FREQ=WEEKLY" {
        let first = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
        let id = next(first, date.weekday().num_days_from_monday());
        let id = time(at, id.and_time(clock(at)));
        text.push_str(&event(&uid, at, first, &format!("RECURRENCE-ID{id}\r\n")));
    }
    text
}

fn clock(at: i64) -> chrono::NaiveTime {
    chrono::NaiveTime::from_hms_opt(u32::try_from(7 + at % 11).unwrap(), 30, 0).unwrap()
}

/// Parameters and value of a time: one event in ten is of whole days, one in ten in UTC.
fn time(at: i64, local: NaiveDateTime) -> String {
    match at % 10 {
        3 => format!(";VALUE=DATE:{}", local.format("%Y%m%d")),
        7 => format!(":{}", local.format("%Y%m%dT%H%M%SZ")),
        _ => {
            let zone = ZONES[usize::try_from(at / 2).unwrap() % ZONES.len()];
            format!(";TZID={zone}:{}", local.format("%Y%m%dT%H%M%S"))
        }
    }
}

fn event(uid: &str, at: i64, date: NaiveDate, more: &str) -> String {
    let start = date.and_time(clock(at));
    let length =
        if at % 10 == 3 { TimeDelta::days(1) } else { TimeDelta::minutes(30 + at % 4 * 15) };
    // A rule of whole days has no time in its UNTIL.
    let more = if at % 10 == 3 { more.replace("T000000Z\r\n", "\r\n") } else { more.to_owned() };
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}@example.com\r\nDTSTAMP:20260601T080000Z\r\nDTSTART{}\r\nDTEND{}\r\n{more}SUMMARY:Meeting {at}\r\nEND:VEVENT\r\n",
        time(at, start),
        time(at, start + length),
    )
}
