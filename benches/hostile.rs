//! A mebibyte of trouble in each of many shapes: how long it takes to read it or refuse it, to check it, to write it,
//! to receive it, and to receive it anew and answer it where it was taken.
//!
//! Prints milliseconds, the best of a few rounds, and fails where reading, refusing or checking is over the limit, or
//! anything else takes a second: what is linear does not, and what is quadratic takes minutes.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "it prints a table, and a benchmark fails by panicking"
)]

use std::{
    fmt::Write as _,
    hint::black_box,
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta};
use convene::{
    ical::{self, Component, Limits},
    itip::{self, Authority, Cx, Object, Policy, Role},
    model::CalAddress,
};

/// A text is read or refused, and checked, within this.
const MOST: Duration = Duration::from_millis(50);
/// Whatever is done with what was read is done within this.
const MOST_OF_ENGINE: Duration = Duration::from_secs(1);
const ROUNDS: usize = 5;
const SIZE: usize = 1 << 20;

/// A text of a mebibyte: a head, as many units as there is room for, each numbered, and an end.
fn filled(head: &str, unit: impl Fn(usize) -> String, tail: &str) -> String {
    let mut text = head.to_owned();
    for number in 0.. {
        let unit = unit(number);
        if text.len() + unit.len() + tail.len() > SIZE {
            break;
        }
        text.push_str(&unit);
    }
    text + tail
}

/// The same, with no more than so many units.
fn some(most: usize, head: &str, unit: impl Fn(usize) -> String, tail: &str) -> String {
    let unit = |number| if number < most { unit(number) } else { " ".repeat(SIZE) };
    filled(head, unit, tail)
}

const HEAD: &str = "BEGIN:VCALENDAR\nMETHOD:REQUEST\n";
const EVENT: &str = "BEGIN:VEVENT\nUID:u\nDTSTAMP:20261122T090000Z\nDTSTART:20261204T150000Z\n\
                     ORGANIZER:mailto:a@b.c\nATTENDEE:mailto:b@b.c\n";
const END: &str = "END:VEVENT\nEND:VCALENDAR\n";

type Shape = (&'static str, String);

fn in_event(unit: impl Fn(usize) -> String) -> String {
    filled(&format!("{HEAD}{EVENT}"), unit, END)
}

fn up_to(most: usize, unit: impl Fn(usize) -> String) -> String {
    some(most, &format!("{HEAD}{EVENT}"), unit, END)
}

/// An event with one endless line.
fn line(begin: &str, unit: &str) -> String {
    filled(&format!("{HEAD}{EVENT}{begin}"), |_| unit.into(), "\n")
}

/// An event with lines that are just short enough to be read.
fn quarter(begin: &str, unit: &str) -> String {
    let long = format!("{begin}{}\n", unit.repeat(250_000 / unit.len()));
    in_event(|_| long.clone())
}

fn lines() -> Vec<Shape> {
    vec![
        ("one line", line("SUMMARY:", "x")),
        ("lines of 250 kB", quarter("SUMMARY:", "x")),
        ("lines of 250 kB of escapes", quarter("SUMMARY:", "\\")),
        ("a fold after every character", line("SUMMARY:", "\n x")),
        ("empty lines, LF", in_event(|_| "\n".into())),
        ("empty lines, CR", in_event(|_| "\n".into()).replace('\n', "\r")),
        ("lines without a colon", in_event(|_| "junk\n".into())),
        ("text outside of a calendar", filled("", |_| "A:B\n".into(), "")),
        ("calendars", filled("", |_| "BEGIN:VCALENDAR\n".into(), "")),
        ("control characters", in_event(|_| "COMMENT:\u{7f}xx\n".into())),
        ("parameters on a line", line("A", ";A=b")),
        ("as many parameters as are read", quarter("A", ";ABCDEFGHIJKLMNOP=q")),
        ("quotes", line("A;B=", "\"\",")),
        ("open quotes", in_event(|_| "A;B=\"\n".into())),
        ("carets", quarter("A;B=", "^n")),
        ("colons in zones", quarter("DTSTART", ";TZID=(UTC+01:00) x")),
        ("comments", in_event(|_| "COMMENT:xxxxxxxx\n".into())),
        ("statuses", in_event(|_| "REQUEST-STATUS:3.7;x;y\n".into())),
        ("properties of their own", in_event(|n| format!("X-PROPERTY-{n}:x\n"))),
    ]
}

fn people() -> Vec<Shape> {
    let chain = |n: usize| {
        let (before, after) = (n.wrapping_sub(1), n + 1);
        format!("ATTENDEE;DELEGATED-FROM=\"m:{before}\";DELEGATED-TO=\"m:{after}\":m:{n}\n")
    };
    let spelt = |n| format!("ATTENDEE:MAILTO:%41%42%43{n}%40EXAMPLE.com\n");
    let sent = |n| format!("ATTENDEE;DELEGATED-FROM=\"mailto:b@b.c\":m:{n}\n");
    vec![
        ("distinct attendees", up_to(49_000, |n| format!("ATTENDEE:m:{n}@x\n"))),
        ("the same attendee", up_to(49_000, |_| "ATTENDEE:m:b@x\n".into())),
        ("attendees in capitals and escapes", in_event(spelt)),
        ("a chain of delegates", in_event(chain)),
        ("delegates of one", quarter("ATTENDEE;DELEGATED-TO=m:c", ",m:x")),
        ("all delegates of one", in_event(sent)),
    ]
}

fn times() -> Vec<Shape> {
    let nobody = |n| format!("EXDATE;TZID={n} Standard Time:20260101T000000\n");
    let slashes = |n| format!("EXDATE;TZID=a/b/c/d/e/{n}:20260101T000000\n");
    let dates = ",20261205T150000Z";
    vec![
        ("starts", in_event(|_| "DTSTART:20260101T000000\n".into())),
        ("zones of nobody", in_event(nobody)),
        ("zones with slashes", in_event(slashes)),
        ("rules", in_event(|_| "RRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30\n".into())),
        ("a long rule", quarter("RRULE:FREQ=YEARLY;BYSECOND=", "1,2,3,")),
        ("dates", quarter("RDATE:20261204T150000Z", dates)),
        ("exceptions", quarter("EXDATE:20261204T150000Z", dates)),
        ("periods", quarter("RDATE;VALUE=PERIOD:20261204T150000Z/PT1H", ",20261205T15Z/PT1H")),
    ]
}

fn zones() -> Vec<Shape> {
    let offsets = "TZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n";
    let year = |n: usize| n % 9000 + 1;
    let zone = |n| {
        format!(
            "BEGIN:VTIMEZONE\nTZID:{n}\nBEGIN:STANDARD\nDTSTART:19700101T000000\n{offsets}\
             RRULE:FREQ=YEARLY\nEND:STANDARD\nEND:VTIMEZONE\n"
        )
    };
    let observance = |n| {
        let start = format!("DTSTART:{:04}0101T000000\n", year(n));
        format!("BEGIN:STANDARD\n{start}{offsets}RRULE:FREQ=YEARLY\nEND:STANDARD\n")
    };
    let onset = |n| format!("RDATE:{:04}0101T000000\n", year(n));
    let begin = format!("{HEAD}BEGIN:VTIMEZONE\nTZID:Z\n");
    let standard = format!("{begin}BEGIN:STANDARD\nDTSTART:19700101T000000\n{offsets}");
    let here = format!("END:VTIMEZONE\n{}{END}", EVENT.replace("START:", "START;TZID=Z:"));
    vec![
        ("zones", some(4_900, HEAD, zone, &format!("{EVENT}{END}"))),
        ("observances", some(9_900, &begin, observance, &here)),
        ("onsets", filled(&standard, onset, &format!("END:STANDARD\n{here}"))),
    ]
}

fn components() -> Vec<Shape> {
    let instance =
        |at: &str| format!("BEGIN:VEVENT\nUID:u\nRECURRENCE-ID:{at}\nDTSTART:{at}\nEND:VEVENT\n");
    let hours = |n: usize| {
        let first = chrono::NaiveDate::from_ymd_opt(2026, 12, 4).unwrap();
        let day = first + TimeDelta::days((n / 24).try_into().unwrap());
        instance(&format!("{}T{:02}0000Z", day.format("%Y%m%d"), n % 24))
    };
    let series = format!("{HEAD}{EVENT}RRULE:FREQ=HOURLY\nEND:VEVENT\n");
    let one = |_| instance("20261204T150000Z");
    let end = "END:VCALENDAR\n";
    let alarm = |_| "BEGIN:VALARM\nTRIGGER:-PT1H\nEND:VALARM\n".into();
    vec![
        ("components in components", filled(HEAD, |_| "BEGIN:A\n".into(), "")),
        ("ENDs", in_event(|_| "END:A\n".into())),
        ("empty components", some(9_990, HEAD, |_| "BEGIN:VEVENT\nEND:VEVENT\n".into(), "")),
        ("overrides", some(9_990, &series, hours, end)),
        ("overrides of one occurrence", some(9_990, &series, one, end)),
        ("alarms", up_to(9_990, alarm)),
    ]
}

/// The best time of a few rounds.
fn best<T>(mut work: impl FnMut() -> T) -> Duration {
    let timed = |_| {
        let begun = Instant::now();
        black_box(work());
        begun.elapsed()
    };
    (0..ROUNDS).map(timed).min().unwrap()
}

fn cx() -> Cx {
    Cx { now: DateTime::UNIX_EPOCH + TimeDelta::days(20_800), policy: Policy::default() }
}

fn receive(stored: Option<&Object>, message: &Component, sender: &str) -> Option<Object> {
    let (sender, owner) = ([CalAddress::new(sender)], [CalAddress::new("mailto:b@b.c")]);
    let authority = Authority::proven(&sender).to(&owner);
    itip::receive(stored, message, &authority, &cx()).ok()?.object
}

/// What is done with a text, each with its time.
fn measure(text: &str) -> Vec<(&'static str, Duration)> {
    let mut out = vec![("read", best(|| ical::parse(text)))];
    out.push(("check text", best(|| ical::validate_text(text.as_bytes(), &Limits::default()))));
    let Ok(read) = ical::parse(text) else { return out };
    let message = read.value;
    out.push(("check", best(|| itip::validate(&message))));
    out.push(("write", best(|| ical::write(&message))));
    out.push(("receive", best(|| receive(None, &message, "mailto:a@b.c"))));
    let Some(object) = receive(None, &message, "mailto:a@b.c") else { return out };
    out.push(("again", best(|| receive(Some(&object), &message, "mailto:a@b.c"))));
    let later = text.replace("DTSTAMP:20261122T09", "SEQUENCE:3\nDTSTAMP:20261122T10");
    let later = later.replacen("DTSTART:20261204T15", "DTSTART:20261204T16", 1);
    if let Ok(later) = ical::parse(&later) {
        out.push(("moved", best(|| receive(Some(&object), &later.value, "mailto:a@b.c"))));
    }
    let organized = Object { role: Role::Organizer, ..object.clone() };
    let mut answer = message.clone();
    answer.set(ical::Property::new("METHOD", "REPLY"));
    out.push(("answer", best(|| receive(Some(&organized), &answer, "mailto:b@b.c"))));
    let who = itip::Who { address: CalAddress::new("mailto:b@b.c"), name: None };
    let accepted = convene::model::Partstat::Accepted;
    let whole = itip::Scope::Whole;
    out.push(("respond", best(|| itip::respond(&object, &whole, &who, accepted, None, &cx()))));
    out.push((
        "take as one's own",
        best(|| {
            itip::change(None, Some(&object.calendar), &CalAddress::new("mailto:a@b.c"), &cx())
        }),
    ));
    out.push(("show", best(|| object.meeting(chrono_tz::UTC))));
    out
}

fn main() {
    let only = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    let mut worst = (Duration::ZERO, String::new());
    let mut worst_text = Duration::ZERO;
    let mut over = 0;
    let shapes = [lines(), people(), times(), zones(), components()];
    for (name, text) in shapes.into_iter().flatten().filter(|(name, _)| name.contains(&only)) {
        let mut row = String::new();
        for (what, took) in measure(&text) {
            let text = matches!(what, "read" | "check text" | "check" | "write");
            let is_over = took > if text { MOST } else { MOST_OF_ENGINE };
            let mark = if is_over { "!" } else { "" };
            over += usize::from(is_over);
            if text {
                worst_text = worst_text.max(took);
            }
            write!(row, "  {what} {:.1}{mark}", took.as_secs_f64() * 1e3).unwrap();
            if took > worst.0 {
                worst = (took, format!("{name}, {what}"));
            }
        }
        println!("{name:34}{row}");
    }
    let millis = |took: Duration| took.as_secs_f64() * 1e3;
    println!("worst\t{:.1}\t{}", millis(worst.0), worst.1);
    println!("worst-text\t{:.1}\treading, checking or writing", millis(worst_text));
    assert_eq!(over, 0, "something takes too long");
}
