//! `convene when`, as a person and a program run it.
//!
//! Every row of the tables of `tests/data/when` whose settings name a locale goes through the program and back.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use chrono::{DateTime, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use convene::model::wall_clock;
use serde_json::Value;

/// What the tables have at least.
const ROWS: usize = 1_500;
/// Of them, what has to be refused or asked about.
const REFUSED: usize = 200;

/// `convene when` in a folder of its own, on a machine that says neither a zone nor a locale.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_convene"));
    command.arg("when").current_dir(folder).env("TZ", "UTC").env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What the program answers to these words.
fn answer(words: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    command(folder.path()).args(words).output().unwrap()
}

/// What the program prints about each line.
fn lines(flags: &[&str], input: String) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut child =
        command(folder.path()).arg("--lines").args(flags).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
}

/// A row of a table.
#[derive(Debug)]
struct Row {
    place: String,
    text: String,
    /// What is left, when, and how it repeats.
    expected: String,
}

/// The rows of all tables, by what they are read against.
fn rows() -> BTreeMap<String, Vec<Row>> {
    let mut rows: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for file in fs::read_dir("tests/data/when").unwrap() {
        let path = file.unwrap().path();
        let mut against = None;
        for (number, line) in (1..).zip(fs::read_to_string(&path).unwrap().lines()) {
            if let Some(settings) = line.strip_prefix("@ ") {
                let locale = settings.rsplit(' ').next().unwrap();
                let new = locale == "en" || locale.contains('-');
                against = new.then(|| settings.to_owned());
            } else if let Some(against) = &against
                && !line.is_empty()
                && !line.starts_with('#')
            {
                let (text, expected) = line.split_once('\t').unwrap();
                rows.entry(against.clone()).or_default().push(Row {
                    place: format!("{}:{number}", path.display()),
                    text: text.to_owned(),
                    expected: expected.trim_end().to_owned(),
                });
            }
        }
    }
    rows
}

/// A date or a time, as iCalendar writes it, on the wall of a zone.
fn time(text: &str, zone: Tz) -> NaiveDateTime {
    if let Some(utc) = text.strip_suffix('Z') {
        let utc = NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").unwrap();
        return wall_clock(utc.and_utc(), zone).naive_local();
    }
    let date = |text| NaiveDate::parse_from_str(text, "%Y%m%d").unwrap().into();
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").unwrap_or_else(|_| date(text))
}

fn day(at: NaiveDateTime) -> String {
    at.format("%a %F").to_string()
}

/// When an answer says that it is, as the tables write it.
fn when(answer: &Value) -> String {
    let tzid = answer["tzid"].as_str().unwrap_or("UTC");
    let zone = tzid.parse().unwrap();
    let [start, end] = ["start", "end"].map(|name| time(answer[name].as_str().unwrap(), zone));
    if answer["all_day"] == true {
        let last = end - chrono::TimeDelta::days(1);
        let to = if last == start { String::new() } else { format!(" .. {}", day(last)) };
        return format!("{}{to}", day(start));
    }
    let to = if start.date() == end.date() { "-".to_owned() } else { format!(" .. {} ", day(end)) };
    format!("{} {}{to}{} {tzid}", day(start), start.format("%H:%M"), end.format("%H:%M"))
}

/// How an answer repeats, as the tables write it: UNTIL is the last day.
fn repeats(answer: &Value) -> String {
    let mut out = String::new();
    if let Some(rule) = answer["rrule"].as_str() {
        let parts = rule.split(';').map(|part| match part.strip_prefix("UNTIL=") {
            Some(until) => format!("UNTIL={}", last_day(until, answer)),
            None => part.to_owned(),
        });
        out = parts.collect::<Vec<_>>().join(";");
    }
    for (name, sign) in [("exdate", '-'), ("rdate", '+')] {
        for date in answer[name].as_array().unwrap() {
            let date = date.as_str().unwrap().trim_end_matches('Z');
            write!(out, " {sign}{date}").unwrap();
        }
    }
    out.trim_start().to_owned()
}

fn last_day(until: &str, answer: &Value) -> String {
    if !until.ends_with('Z') {
        assert_eq!(answer["all_day"], true, "{answer}");
        return until.to_owned();
    }
    let zone: Tz = answer["tzid"].as_str().unwrap().parse().unwrap();
    time(until, zone).format("%Y%m%d").to_string()
}

/// An answer as the tables write it.
fn shown(answer: &Value, text: &str) -> String {
    let Some(error) = answer["error"].as_str() else {
        let title = answer["title"].as_str().unwrap();
        return format!("{title}\t{}\t{}", when(answer), repeats(answer)).trim_end().to_owned();
    };
    let words = answer["text"].as_str().unwrap();
    let at = |name: &str| usize::try_from(answer[name].as_u64().unwrap()).unwrap();
    assert_eq!(text.get(at("from")..at("to")), Some(words), "{answer}");
    if error.starts_with("there is no time in it") {
        return format!("{text}\t-");
    }
    let asked = answer.get("readings").is_some();
    format!("\t{} {words}", if asked { '?' } else { '!' })
}

#[test]
fn every_row_of_the_tables_is_read_as_it_says() {
    let (mut wrong, mut count, mut refused) = (String::new(), 0, 0);
    for (against, rows) in rows() {
        let [now, zone, locale] = against.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let texts: Vec<&str> = rows.iter().map(|row| &*row.text).collect();
        let input = texts.join("\n") + "\n";
        let flags = ["--json", "--now", now, "--zone", zone, "--locale", locale];
        let answers = lines(&flags, input);
        assert_eq!(answers.len(), rows.len(), "each line has its answer");
        for (row, answer) in rows.iter().zip(answers) {
            let found = shown(&serde_json::from_str(&answer).unwrap(), &row.text);
            count += 1;
            refused +=
                usize::from(["\t! ", "\t? "].iter().any(|mark| row.expected.starts_with(mark)));
            if found != row.expected {
                let Row { place, text, expected } = row;
                writeln!(wrong, "{place}: {text}\n   said {expected}\n   read {found}").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count >= ROWS && refused >= REFUSED, "{count} rows, {refused} of them refused");
}

#[test]
fn one_sentence_needs_no_quotes_and_its_failure_is_the_programs() {
    let base = ["--now", "2026-12-01T10:00:00Z"];
    let read = answer(&[&base[..], &["Review", "fri", "15:00-15:45"]].concat());
    assert!(read.status.success());
    let said = "“Review”: Fri 4 Dec 2026, 15:00–15:45 UTC, in 3 days.\n";
    assert_eq!(String::from_utf8(read.stdout).unwrap(), said);

    let refused = answer(&[&base[..], &["Review fri 25:00"]].concat());
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let why = String::from_utf8(refused.stderr).unwrap();
    assert!(why.starts_with("convene: “25:00” is not a time I can read"), "{why}");

    let refused = answer(&[&base[..], &["--json", "Review fri 25:00"]].concat());
    assert_eq!(refused.status.code(), Some(1));
    let json: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!((&json["from"], &json["to"]), (&Value::from(11), &Value::from(16)));
}

#[test]
fn without_flags_the_settings_count_and_without_settings_the_machine() {
    let folder = tempfile::tempdir().unwrap();
    let zone = |flags: &[&str]| {
        let mut command = command(folder.path());
        command.env("TZ", "Asia/Tokyo").arg("--json").args(flags).arg("4 feb 2030 10:00");
        let output = command.output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["tzid"].as_str().unwrap().to_owned()
    };
    assert_eq!(zone(&[]), "Asia/Tokyo");
    assert_eq!(zone(&["--zone", "berlin"]), "Europe/Berlin");
    fs::write(folder.path().join("bot.toml"), "[bot]\nzone = \"Europe/Paris\"\n").unwrap();
    assert_eq!(zone(&[]), "Europe/Paris");
    assert_eq!(zone(&["--zone", "berlin"]), "Europe/Berlin");
}

#[test]
fn the_machines_locale_decides_which_figure_is_the_month() {
    let folder = tempfile::tempdir().unwrap();
    let day = |locale: &str, flags: &[&str]| {
        let mut command = command(folder.path());
        command.env("LC_ALL", locale).args(["--json", "--now", "2026-12-01T10:00:00Z"]);
        let output = command.args(flags).arg("03/04/2027").output().unwrap();
        let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
        answer["start"].as_str().map(str::to_owned)
    };
    assert_eq!(day("en_GB.UTF-8", &[]).as_deref(), Some("20270403"));
    assert_eq!(day("en_US.UTF-8", &[]).as_deref(), Some("20270304"));
    assert_eq!(day("C", &[]), None, "it is asked");
    assert_eq!(day("en_US.UTF-8", &["--locale", "de-DE"]).as_deref(), Some("20270403"));
}

#[test]
fn a_flag_that_cannot_be_read_says_how_to_write_it() {
    for (flags, words) in [
        (["--now", "tomorrow"], "2026-12-01T10:00:00+01:00"),
        (["--zone", "Europe/Berln"], "did you mean Europe/Berlin?"),
        (["--locale", "klingon"], "a locale is en, en-GB"),
    ] {
        let output = answer(&[&flags[..], &["fri"]].concat());
        assert!(!output.status.success());
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn an_answer_does_not_wait_for_the_next_line() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    command.args(["--lines", "--now", "2026-12-01T10:00:00Z"]).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap()).lines();
    for hour in 11..20 {
        writeln!(input, "Call {hour}:00").unwrap();
        let said = output.next().unwrap().unwrap();
        assert!(said.contains(&format!("Tue 1 Dec 2026, {hour}:00")), "{said}");
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn what_is_no_sentence_is_answered_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(folder.path());
    command.args(["--lines", "--now", "2026-12-01T10:00:00Z"]).stdin(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"\n\xff\xfe\nCall 11:00\r\n").unwrap();
    let output = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let said: Vec<_> = output.lines().collect();
    let [empty, no_text, call] = said[..] else { panic!("{said:?}") };
    assert!(empty.starts_with("there is no time in it"), "{empty}");
    assert_eq!(no_text, "the line is no UTF-8");
    assert!(call.starts_with("“Call”: Tue 1 Dec 2026, 11:00"), "{call}");
}

#[test]
fn many_lines_stream() {
    const MANY: usize = 2_000;
    let phrases: Vec<String> = (0..MANY).map(|n| format!("Call {n} in 2 hours\n")).collect();
    let text = phrases.concat();
    let answers = lines(&["--json", "--now", "2026-12-01T10:00:00Z"], text);
    assert_eq!(answers.len(), MANY);
    for (number, answer) in answers.iter().enumerate() {
        assert!(answer.starts_with(&format!("{{\"title\":\"Call {number}\"")), "{answer}");
    }
}

#[test]
fn the_version_names_the_edition_of_the_zones() {
    let output = Command::new(env!("CARGO_BIN_EXE_convene")).arg("--version").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let edition = convene::model::zone_edition();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(said, format!("convene {version} (time zones: IANA {edition})\n"));
}

/// The tables have instants in their settings, so that a row means the same on every day.
#[test]
fn what_the_tables_are_read_against_can_be_read() {
    for against in rows().into_keys() {
        let [now, zone, _] = against.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let now = DateTime::parse_from_rfc3339(now).unwrap();
        let zone: Tz = zone.parse().unwrap();
        let on_the_wall = wall_clock(now.to_utc(), zone).naive_local();
        assert_eq!(now.naive_local(), on_the_wall, "the instant of {against} is in another zone");
    }
}
