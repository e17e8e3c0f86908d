//! What holds for every rule, window and text.

use convene::ical::Recur;
use proptest::{prelude::*, sample};
use rrule::RRuleSet;

use super::*;

/// The numbers of a part, separated by commas.
fn numbers(range: std::ops::RangeInclusive<i32>, most: usize) -> impl Strategy<Value = String> {
    let number = range.prop_filter("no number is 0", |number| *number != 0);
    prop::collection::btree_set(number, 1..=most)
        .prop_map(|numbers| numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
}

fn week_days() -> impl Strategy<Value = String> {
    sample::subsequence(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"], 1..=3)
        .prop_map(|days| days.join(","))
}

fn part(name: &'static str, value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::option::weighted(0.3, value)
        .prop_map(move |value| value.map_or(String::new(), |value| format!(";{name}={value}")))
}

fn frequency(of: &[&'static str]) -> sample::Select<&'static str> {
    sample::select(of.to_vec())
}

/// Rules of every shape, without an end.
fn rule() -> impl Strategy<Value = String> {
    let all = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY", "SECONDLY"];
    (
        (frequency(&all), 1..5_u32),
        part("BYMONTH", numbers(1..=12, 3)),
        part("BYWEEKNO", numbers(-53..=53, 3)),
        part("BYYEARDAY", numbers(-366..=366, 3)),
        part("BYMONTHDAY", numbers(-31..=31, 3)),
        part("BYDAY", week_days()),
        part("BYHOUR", numbers(1..=23, 3)),
        part("BYMINUTE", numbers(1..=59, 2)),
        part("BYSETPOS", numbers(-3..=3, 2)),
        part("WKST", frequency(&["MO", "SU", "WE"]).prop_map(str::to_owned)),
    )
        .prop_map(|((frequency, interval), a, b, c, d, e, f, g, h, i)| {
            format!("FREQ={frequency};INTERVAL={interval}{a}{b}{c}{d}{e}{f}{g}{h}{i}")
        })
}

/// Rules of the shapes that the `rrule` crate reads well: no BYSETPOS with weeks, no BYWEEKNO without BYDAY.
fn plain_rule() -> impl Strategy<Value = String> {
    let by_day = (frequency(&["WEEKLY", "DAILY", "HOURLY"]), part("BYDAY", week_days()))
        .prop_map(|(frequency, days)| format!("FREQ={frequency}{days}"));
    let of_month = (
        frequency(&["MONTHLY", "YEARLY"]),
        part("BYMONTHDAY", numbers(-31..=31, 3)),
        part("BYDAY", week_days()),
        part("BYSETPOS", numbers(-2..=2, 2)),
    )
        .prop_filter("BYSETPOS needs another part", |(_, days, week_days, positions)| {
            positions.is_empty() || !days.is_empty() || !week_days.is_empty()
        })
        .prop_map(|(frequency, days, week_days, positions)| {
            format!("FREQ={frequency}{days}{week_days}{positions}")
        });
    let of_year = prop_oneof![
        numbers(-366..=366, 3).prop_map(|days| format!("FREQ=YEARLY;BYYEARDAY={days}")),
        (numbers(2..=51, 2), week_days())
            .prop_map(|(weeks, days)| format!("FREQ=YEARLY;BYWEEKNO={weeks};BYDAY={days}")),
        (-4..=4_i32, frequency(&["MONTHLY", "YEARLY"])).prop_filter_map("0", |(nth, frequency)| {
            (nth != 0).then(|| format!("FREQ={frequency};BYDAY={nth}TU"))
        }),
    ];
    (prop_oneof![by_day, of_month, of_year], 1..4_u32, part("BYMONTH", numbers(1..=12, 4)))
        .prop_filter("weeks have no months", |(rule, ..)| !rule.is_empty())
        .prop_map(|(rule, interval, months)| {
            let months = if rule.contains("BYWEEKNO") { String::new() } else { months };
            format!("{rule}{months};INTERVAL={interval}")
        })
}

fn start() -> impl Strategy<Value = NaiveDateTime> {
    (0..20_000_i64, 0..1440_i64).prop_map(|(days, minutes)| {
        let first = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap().and_time(NaiveTime::MIN);
        first + TimeDelta::days(days) + TimeDelta::minutes(minutes)
    })
}

fn zoned(zone: &str, start: NaiveDateTime, rule: &str, more: &str) -> Component {
    let start = format_time(&CalTime::Floating(start));
    calendar(&format!("DTSTART;TZID={zone}:{start}\nDURATION:PT90M\nRRULE:{rule}{more}"))
}

proptest! {
    #![proptest_config(crate::cases(100))]

    #[test]
    fn another_implementation_gives_the_same(rule in plain_rule(), start in start()) {
        let text = format!("DTSTART:{}\nRRULE:{rule}", format_time(&CalTime::Utc(start)));
        let set: RRuleSet = text.parse().unwrap();
        let theirs: Vec<_> = set.into_iter().take(12).map(|at| at.naive_utc()).collect();
        let ours: Vec<_> = rule
            .parse::<Recur>()
            .unwrap()
            .starting(start, None)
            .starts()
            .take(theirs.len())
            .collect();
        prop_assert_eq!(ours, theirs, "{}", text);
    }
}

// A rule that hardly ever comes takes its time to be asked for in full.
proptest! {
    #![proptest_config(crate::cases(50))]

    #[test]
    fn what_begins_in_the_middle_is_what_comes_from_the_start(
        rule in rule(), start in start(), skipped in 0..40_usize, count in prop::option::of(1..60_u32),
    ) {
        let count = count.map_or(String::new(), |count| format!(";COUNT={count}"));
        let expansion = format!("{rule}{count}").parse::<Recur>().unwrap().starting(start, None);
        let all: Vec<_> = expansion.starts().take(50).collect();
        prop_assert!(all.is_sorted_by(|one, next| one < next));
        if let Some(at) = all.get(skipped) {
            let rest: Vec<_> = expansion.starts_from(*at).take(all.len() - skipped).collect();
            prop_assert_eq!(&rest, &all[skipped..]);
            prop_assert!(expansion.contains(*at));
            prop_assert_eq!(expansion.last_to(*at), Some(*at));
            let before = skipped.checked_sub(1).map(|before| all[before]);
            prop_assert_eq!(expansion.last_to(*at - TimeDelta::seconds(1)), before);
        }
    }

    #[test]
    fn count_is_so_many_with_dtstart(rule in rule(), start in start(), count in 1..60_u32) {
        let endless: Recur = rule.parse().unwrap();
        let endless = endless.starting(start, None);
        let own = usize::from(!endless.contains(start));
        let wanted: Vec<_> = endless.starts().take(usize::try_from(count).unwrap() - own).collect();
        let counted = format!("{rule};COUNT={count}").parse::<Recur>().unwrap();
        let counted: Vec<_> = counted.starting(start, None).starts().collect();
        prop_assert_eq!(counted, wanted);
    }

    #[test]
    fn a_window_has_what_the_whole_has_there(
        rule in rule(),
        start in start(),
        zone in sample::select(vec!["Europe/Berlin", "Australia/Lord_Howe", "UTC", "Africa/Casablanca"]),
        from in 0..100_000_i64,
        length in 0..100_000_i64,
        range in prop::option::of((0..8_usize, -3000..3000_i64)),
    ) {
        let mut object = zoned(zone, start, &rule, ";COUNT=30");
        if let Some((nth, shift)) = range {
            let series = Series::of(&object);
            let all = series.between(utc("1970-01-01T00:00:00Z"), utc("2999-01-01T00:00:00Z"), Tz::UTC);
            let ids: Vec<_> = all.map(|occurrence| occurrence.recurrence_id).collect();
            let id = ids[nth % ids.len()].clone();
            let moved = id.with_local(id.local() + TimeDelta::minutes(shift));
            let mut part = object.components[0].clone();
            part.remove("RRULE");
            part.set(ical::Property::new_time("DTSTART", &moved));
            part.set(ical::Property::new_time("RECURRENCE-ID", &id).with("RANGE", "THISANDFUTURE"));
            object.components.push(part);
        }
        let series = Series::of(&object);
        let all: Vec<_> = series
            .between(utc("1970-01-01T00:00:00Z"), utc("9999-01-01T00:00:00Z"), Tz::UTC)
            .collect();
        prop_assert!(all.is_sorted_by_key(|occurrence| occurrence.start));
        let from = (start + TimeDelta::minutes(from - 3000)).and_utc();
        let to = from + TimeDelta::minutes(length);
        let expected: Vec<_> =
            all.iter().filter(|one| one.start < to && one.end > from).cloned().collect();
        let found: Vec<_> = series.between(from, to, Tz::UTC).collect();
        prop_assert_eq!(found, expected);
        let next = series.next_from(from, Tz::UTC);
        prop_assert_eq!(next.as_ref(), all.iter().find(|one| one.end > from));
        let last = all.iter().map(|one| one.start).max();
        prop_assert_eq!(series.last(Tz::UTC).map(|one| one.start), last);
    }

    #[test]
    fn a_rule_that_is_written_reads_the_same(rule in rule(), count in prop::option::of(0..9_u32)) {
        let count = count.map_or(String::new(), |count| format!(";COUNT={count};X-WHAT=Ever"));
        let read: Recur = format!("{rule}{count}").parse().unwrap();
        prop_assert_eq!(&read.to_string().parse::<Recur>().unwrap(), &read);
    }

    #[test]
    fn no_text_of_a_rule_does_harm(text in "((FREQ|freq|UNTIL|COUNT|INTERVAL|BYDAY|BYSETPOS|BYHOUR|BYWEEKNO|BYYEARDAY|WKST|X)=(SECONDLY|YEARLY|-?[0-9]{1,11}|20260101T000000Z?|[-+]?[0-9]{0,3}(MO|SU)|,| |é){1,3};){0,6}") {
        let object = calendar(&format!("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:FREQ=DAILY;{text}"));
        ask_everything(&object);
        let object = calendar(&format!("DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:{text}"));
        ask_everything(&object);
    }

    #[test]
    fn no_calendar_does_harm(
        lines in prop::collection::vec(
            "(DTSTART|DTEND|RRULE|RDATE|EXDATE|RECURRENCE-ID|DURATION|DUE)(;TZID=Europe/Berlin|;VALUE=DATE|;VALUE=PERIOD|;RANGE=THISANDFUTURE)?:(00010101|99991231|20260105)(T235959Z?)?(/P9999999W|,20260106)?",
            0..8,
        ),
    ) {
        let (first, rest) = lines.split_at(lines.len() / 2);
        let parts = [first, rest].map(|lines| {
            format!("BEGIN:VTODO\nUID:u\n{}\nEND:VTODO", lines.join("\n"))
        });
        let text = format!("BEGIN:VCALENDAR\n{}\nEND:VCALENDAR\n", parts.join("\n"));
        ask_everything(&ical::parse(&text).unwrap().value);
    }
}

/// Asks all that a series can be asked; what spins never comes back.
fn ask_everything(object: &Component) {
    let series = Series::of(object);
    let (first, last) = (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC);
    for (from, to) in [(first, last), (last, first), (utc("2026-01-01T00:00:00Z"), last)] {
        let _ = series.between(from, to, Tz::Pacific__Apia).take(20).count();
        let _ = series.next_from(from, Tz::Pacific__Apia);
    }
    let _ = series.last(Tz::UTC);
    for id in ["20260105", "20260105T090000Z", "20260105T090000", "99991231T235959Z", "00010101"] {
        let id = ical::parse_time(id, None).unwrap();
        let _ = (series.find(&id), series.original(&id), series.canonical(&id));
        let _ = series.is_before(&id, &series.canonical(&id));
    }
}

#[test]
fn rules_made_to_spin_end() {
    for rule in [
        "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;COUNT=4294967295;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=SECONDLY;INTERVAL=4294967295;BYHOUR=3;BYSECOND=7",
        "FREQ=SECONDLY;INTERVAL=86399;BYHOUR=9;BYMINUTE=59;BYSECOND=59",
        "FREQ=SECONDLY;BYYEARDAY=366;BYWEEKNO=20",
        "FREQ=MINUTELY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=6",
        "FREQ=DAILY;COUNT=4294967295;BYMONTHDAY=31;BYMONTH=2,4,6",
        "FREQ=YEARLY;BYSETPOS=366;BYDAY=MO",
        "FREQ=YEARLY;COUNT=4294967295;BYSETPOS=-366;BYDAY=MO",
        "FREQ=YEARLY;INTERVAL=4294967295;BYMONTH=2;BYMONTHDAY=29",
        "FREQ=WEEKLY;INTERVAL=4294967295;UNTIL=99991231",
    ] {
        ask_everything(&calendar(&format!(
            "DTSTART;TZID=Europe/Berlin:20260105T100000\nRRULE:{rule}"
        )));
    }
}
