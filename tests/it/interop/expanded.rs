//! Series that a sentence made, expanded by other libraries and by us to the same instants.

use std::{fs, path::Path, process::Command};

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};
use chrono_tz::Tz;
use convene::{
    ical,
    itip::Series,
    model::{instant, wall_clock},
    testing::World,
};

use super::tools;
use crate::{machine::or_left_out, said::last_file};

const FROM: &str = "2026-12-01T00:00:00Z";
const TO: &str = "2031-01-01T00:00:00Z";

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A library of another language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Library {
    RecurringIcalEvents,
    IcalJs,
    Libical,
}

impl Library {
    const ALL: [Self; 3] = [Self::RecurringIcalEvents, Self::IcalJs, Self::Libical];

    /// How it expands what is in a folder; nothing where it is not installed.
    fn command(self, tools: &Path, folder: &Path) -> Option<Command> {
        let [from, to] = [FROM, TO].map(|text| at(text).timestamp().to_string());
        let mut command = match self {
            Self::RecurringIcalEvents => {
                let mut command = Command::new(tools.join("python/bin/python"));
                command.args(["tests/interop/expand.py".as_ref(), folder]).args([from, to]);
                command
            }
            Self::IcalJs => {
                let mut command = Command::new("node");
                command.args(["tests/interop/expand.cjs".as_ref(), folder]).args([from, to]);
                command
            }
            Self::Libical => {
                let program = tools.join("libical/expand");
                let program = program.exists().then_some(program);
                let mut command = Command::new(or_left_out(
                    program,
                    "scripts/install-interop builds what expands by libical",
                )?);
                let mut files: Vec<_> =
                    fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
                files.sort();
                command.args([from, to]).args(files);
                command
            }
        };
        command.env("PYTHONUTF8", "1").env("NODE_PATH", tools.join("node/node_modules"));
        Some(command)
    }

    /// When what is in each file of a folder begins, by the names of the files.
    fn starts(self, tools: &Path, folder: &Path) -> Option<Vec<(String, Vec<i64>)>> {
        let output = self.command(tools, folder)?.output().unwrap();
        assert!(output.status.success(), "{self:?}: {}", String::from_utf8_lossy(&output.stderr));
        let lines = String::from_utf8(output.stdout).unwrap();
        let starts = lines.lines().map(|line| {
            let (name, starts) = line.split_once(' ').unwrap();
            let mut starts: Vec<i64> =
                starts.split(' ').map(|start| start.parse().unwrap()).collect();
            starts.sort_unstable();
            (name.to_owned(), starts)
        });
        Some(starts.collect())
    }
}

/// When an exported series begins, by us.
fn ours(ics: &str) -> Vec<i64> {
    let calendar = ical::parse(ics).unwrap().value;
    let series = Series::of(&calendar);
    series.between(at(FROM), at(TO), Tz::UTC).map(|date| date.start.timestamp()).collect()
}

/// What somebody gets who exports the meeting of a sentence.
async fn exported(sentence: &str) -> String {
    let world = World::new().await;
    let card = world.says("ana", &format!("!meet {sentence}")).await;
    assert!(card.contains("#1"), "{sentence}: {card}");
    world.says("ana", "!meet export #1").await;
    let file = last_file(&world).content;
    world.end().await;
    file
}

/// Wall time in a zone, on the days that are `meant`, as many as there are at most.
fn on_the_wall(
    zone: Tz,
    hour: (u32, u32),
    most: usize,
    meant: impl Fn(NaiveDate) -> bool,
) -> Vec<i64> {
    let clock = NaiveTime::from_hms_opt(hour.0, hour.1, 0).unwrap();
    let first = NaiveDate::from_ymd_opt(2026, 12, 1).unwrap();
    let days = first.iter_days().take(366 * 4).filter(|day| meant(*day)).take(most);
    days.map(|day| instant(day.and_time(clock), zone).unwrap().timestamp()).collect()
}

fn is_workday(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// The last day of a month that is no Saturday and no Sunday.
fn ends_the_month(day: NaiveDate) -> bool {
    let mut later = day.iter_days().skip(1).take_while(|later| later.month() == day.month());
    is_workday(day) && !later.any(is_workday)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[tokio::test]
async fn a_series_of_a_sentence_is_at_the_same_instants_for_everybody() {
    // The room is in Berlin, on Tuesday 1 December 2026 at ten.
    let off = day(2026, 12, 24);
    let workdays = on_the_wall(Tz::Europe__Berlin, (9, 15), 501, |day| {
        is_workday(day) && day > self::day(2026, 12, 1)
    });
    let of_month = on_the_wall(Tz::Australia__Sydney, (17, 0), 40, |day| {
        ends_the_month(day) && day < self::day(2029, 1, 1)
    });
    let fortnights = on_the_wall(Tz::America__New_York, (18, 0), 500, |day| {
        day.signed_duration_since(self::day(2026, 12, 1)).num_days() % 14 == 0
            && day <= self::day(2028, 10, 31)
    });
    let several = on_the_wall(Tz::Europe__Berlin, (18, 0), 3, |day| [1, 3, 4].contains(&day.day()));
    // The clocks of its first night go from 02:00 to 03:00.
    let skipped = on_the_wall(Tz::Europe__Berlin, (2, 30), 40, |day| {
        day.weekday() == Weekday::Sun && day >= self::day(2027, 3, 28)
    });
    let off = instant(off.and_hms_opt(9, 15, 0).unwrap(), Tz::Europe__Berlin).unwrap().timestamp();
    let workdays = workdays.into_iter().take(501).filter(|start| *start != off).collect();
    let series: [(&str, &str, Vec<i64>); 5] = [
        (
            "fortnights",
            "Review every other tuesday 18:00 New York time until 31 Oct 2028",
            fortnights,
        ),
        (
            "month",
            "Books last working day of every month 17:00 Sydney time until Dec 2028",
            of_month,
        ),
        ("several", "Training Tue, Thu and Fri 18:00", several),
        ("skipped", "Watch every sunday 2:30 starting 28 mar 2027 40 times", skipped),
        ("workdays", "Standup every weekday 9:15 for 15m 501 times except 24 Dec", workdays),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, sentence, expected) in &series {
        let ics = exported(sentence).await;
        assert_eq!(ours(&ics), *expected, "{sentence}");
        fs::write(folder.path().join(format!("{name}.ics")), ics).unwrap();
    }
    let (_, _, workdays) = &series[4];
    assert_eq!(workdays.len(), 500);
    assert_eq!(changes_of_clocks(workdays), 4);
    let Some(tools) = tools() else { return };
    for library in Library::ALL {
        let Some(read) = library.starts(&tools, folder.path()) else { continue };
        for ((name, sentence, expected), (file, starts)) in series.iter().zip(&read) {
            assert_eq!(*file, format!("{name}.ics"));
            // libical takes a DTSTART that the clocks skip for the later one, and all other dates with it.
            if library == Library::Libical && *name == "skipped" {
                continue;
            }
            // ical.js takes the other offset for an hour that the clocks skip or have twice (RFC 5545 §3.3.5).
            let is_odd = |start: &&i64| {
                library == Library::IcalJs && *name == "skipped" && changes_the_clocks(**start)
            };
            let read: Vec<_> = starts.iter().filter(|start| !is_odd(start)).collect();
            let meant: Vec<_> = expected.iter().filter(|start| !is_odd(start)).collect();
            assert_eq!(read, meant, "{library:?}: {sentence}");
            assert_eq!(starts.len(), expected.len(), "{library:?}: {sentence}");
        }
        assert_eq!(read.len(), series.len(), "{library:?}");
    }
}

/// Whether the clocks of Berlin change on the day of an instant.
fn changes_the_clocks(start: i64) -> bool {
    let offset = |hours: i64| {
        let at = DateTime::from_timestamp(start + hours * 3_600, 0).unwrap();
        wall_clock(at, Tz::Europe__Berlin).offset().local_minus_utc()
    };
    offset(-12) != offset(12)
}

/// How often the clocks of Berlin change between the first and the last instant.
fn changes_of_clocks(starts: &[i64]) -> usize {
    let offset = |start: &i64| {
        let at = DateTime::from_timestamp(*start, 0).unwrap();
        wall_clock(at, Tz::Europe__Berlin).offset().local_minus_utc()
    };
    starts.windows(2).filter(|pair| offset(&pair[0]) != offset(&pair[1])).count()
}
