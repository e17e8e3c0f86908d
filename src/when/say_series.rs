//! A series, or several dates, as a phrase that is read back to the same.

use chrono::{NaiveDate, NaiveDateTime, Weekday};
use chrono_tz::Tz;

use super::{
    Cx,
    lexicon::ENGLISH,
    rule::{self, End, Freq, Rule, WORKING},
    runs::{self, Run},
    say::name,
    series::through,
};
use crate::model::{CalTime, Recurrence, Span, wall_clock};

/// Phrases for a series, the likeliest to be read as the same first; none for a rule that nobody has words for.
pub(super) fn phrases(span: &Span, recurrence: &Recurrence, zone: Tz, cx: &Cx) -> Vec<String> {
    let zone = match &span.start {
        CalTime::Utc(_) => Tz::UTC,
        start => start.tzid().and_then(|tzid| tzid.parse().ok()).unwrap_or(zone),
    };
    let zone_name = if span.start.is_date() { String::new() } else { name(zone, cx) };
    let date = |time: &CalTime| time.local().date();
    let first = date(&span.start);
    match &recurrence.rrule {
        Some(rule) if recurrence.rdate.is_empty() => {
            let Some((rule, end)) = rule::read(rule) else { return Vec::new() };
            let Some(rhythm) = rhythm(&rule) else { return Vec::new() };
            let without = without(&rule, first, &recurrence.exdate);
            let bounds = bounds(first, &without, end.as_ref(), zone);
            let said = |clock: String| format!("{rhythm}{clock}{zone_name}{bounds}");
            clocks(span, zone).into_iter().map(said).collect()
        }
        None if recurrence.exdate.is_empty() => {
            let dates: Vec<_> =
                std::iter::once(first).chain(recurrence.rdate.iter().map(date)).collect();
            // Whole days from one to another are one meeting.
            let runs = match &span.start {
                CalTime::Date(_) => dates.iter().map(|date| (*date, *date)).collect(),
                _ => runs::one_run(&dates),
            };
            let days = in_a_row(&runs.into_iter().map(run).collect::<Vec<_>>());
            let said = |clock: String| format!("{days}{clock}{zone_name}");
            clocks(span, zone).into_iter().map(said).collect()
        }
        _ => Vec::new(),
    }
}

/// The time of day of each date, in words.
fn clocks(span: &Span, zone: Tz) -> Vec<String> {
    let (start, end) = (span.start.local(), span.end.local());
    if span.start.is_date() {
        let days = end.signed_duration_since(start).num_days();
        return vec![if days == 1 { " all day".to_owned() } else { format!(" for {days} days") }];
    }
    let from = start.format("%H:%M");
    // All are as long as the first, also where the clocks change on its day and not on theirs.
    let instants = span.start.instant(zone).zip(span.end.instant(zone));
    let length = instants.map_or(end - start, |(start, end)| end.signed_duration_since(start));
    let until = start.checked_add_signed(length).unwrap_or(end);
    let range = format!(" {from}-{}", until.format("%H:%M"));
    let lasting = format!(" {from} for {} min", length.num_minutes());
    let days = end.signed_duration_since(start).num_days();
    let days = (start.time() == end.time()).then(|| format!(" {from} for {days} days"));
    [range, lasting].into_iter().chain(days).collect()
}

/// "every weekday", "every month on the last fri".
fn rhythm(rule: &Rule) -> Option<String> {
    let weekdays: Vec<_> = rule.weekdays.iter().map(|(_, day)| *day).collect();
    let plain = rule.weekdays.iter().all(|(nth, _)| nth.is_none());
    let period = match rule.freq {
        Freq::Daily => "day",
        Freq::Weekly => "week",
        Freq::Monthly => "month",
        Freq::Yearly => "year",
    };
    let every = match rule.interval {
        1 => format!("every {period}"),
        count => format!("every {count} {period}s"),
    };
    match rule.freq {
        Freq::Daily | Freq::Yearly if rule.month_days.is_empty() && rule.month.is_none() => {
            let days = rule.weekdays.is_empty() || (rule.freq == Freq::Daily && plain);
            (days && rule.position.is_none()).then_some(every)
        }
        Freq::Weekly if plain && rule.position.is_none() && !weekdays.is_empty() => {
            Some(weekly(rule.interval, &every, &weekdays))
        }
        Freq::Monthly if rule.month.is_none() => monthly(rule, &every),
        Freq::Yearly => {
            let month = NaiveDate::from_ymd_opt(2000, rule.month?, 1)?.format("%B");
            Some(format!("{every} on the {} of {month}", of_a_month(rule)?))
        }
        _ => None,
    }
}

fn weekly(interval: u32, every: &str, days: &[Weekday]) -> String {
    let names = in_a_row(&days.iter().map(|day| short(*day)).collect::<Vec<_>>());
    match days {
        _ if interval > 1 => format!("{every} on {names}"),
        days if *days == WORKING => "every weekday".to_owned(),
        [Weekday::Sat, Weekday::Sun] => "every weekend".to_owned(),
        _ => format!("every {names}"),
    }
}

/// "last fri", "first working day", "last day": the one day of a month that a rule has.
fn of_a_month(rule: &Rule) -> Option<String> {
    match (rule.position, rule.month_days.as_slice(), rule.weekdays.as_slice()) {
        (None, [], [(Some(nth), day)]) => Some(format!("{} {}", ordinal(*nth), short(*day))),
        (None, [day], []) => Some(format!("{} day", ordinal(*day))),
        (Some(position), [], days) if days == Rule::weekly(1, &WORKING).weekdays => {
            Some(format!("{} working day", ordinal(position)))
        }
        _ => None,
    }
}

fn monthly(rule: &Rule, every: &str) -> Option<String> {
    if rule.position.is_some() {
        return of_a_month(rule).map(|day| format!("{every} on the {day}"));
    }
    match (rule.month_days.as_slice(), rule.weekdays.as_slice()) {
        (days @ [_, ..], []) => {
            let nths = in_a_row(&days.iter().map(|day| ordinal(*day)).collect::<Vec<_>>());
            let of = if days.iter().any(|day| *day < 0) { " day" } else { "" };
            Some(format!("{every} on the {nths}{of}"))
        }
        ([date], [(None, day)]) if rule.interval == 1 && *date > 0 => {
            Some(format!("every {} the {}", short(*day), ordinal(*date)))
        }
        ([], [(_, day), ..]) => {
            let nths: Option<Vec<_>> = rule
                .weekdays
                .iter()
                .map(|(nth, other)| nth.filter(|_| other == day).map(ordinal))
                .collect();
            Some(format!("{every} on the {} {}", in_a_row(&nths?), short(*day)))
        }
        _ => None,
    }
}

/// What a series leaves out: some days of the week, and dates.
fn without(rule: &Rule, first: NaiveDate, dates: &[CalTime]) -> Vec<String> {
    let all = through(Weekday::Mon, Weekday::Sun);
    let has = |day: &Weekday| rule.weekdays.iter().any(|(_, other)| other == day);
    let some = rule.freq == Freq::Daily && !rule.weekdays.is_empty();
    let weekdays = all.into_iter().filter(|day| some && !has(day));
    let plural = |day| format!("{}s", full(day));
    let dates: Vec<_> = dates.iter().map(|time| time.local().date()).collect();
    let runs = rule.runs(first, &dates);
    weekdays.map(plural).chain(runs.into_iter().map(run)).collect()
}

fn bounds(first: NaiveDate, without: &[String], end: Option<&End>, zone: Tz) -> String {
    let starting = format!(" starting {}", day(first));
    let except = match without {
        [] => String::new(),
        dates => format!(" except {}", in_a_row(dates)),
    };
    let end = match end {
        Some(End::Count(count)) => format!(" {count} times"),
        Some(End::Until(until, last)) => {
            let at = NaiveDateTime::parse_from_str(until, "%Y%m%dT%H%M%SZ");
            let there = at.map(|at| wall_clock(at.and_utc(), zone).date_naive());
            format!(" until {}", day(there.unwrap_or(*last)))
        }
        None => String::new(),
    };
    format!("{starting}{except}{end}")
}

fn run((first, last): Run) -> String {
    if first == last { day(first) } else { format!("{} to {}", day(first), day(last)) }
}

fn day(date: NaiveDate) -> String {
    date.format("%-d %b %Y").to_string()
}

fn full(day: Weekday) -> &'static str {
    let names = ENGLISH.weekdays.iter().find(|(other, _)| *other == day);
    names.and_then(|(_, names)| names.first()).copied().unwrap_or_default()
}

fn short(day: Weekday) -> String {
    day.to_string().to_lowercase()
}

/// "1st", "second last", "last".
fn ordinal(nth: i32) -> String {
    match nth {
        -1 => return "last".to_owned(),
        -2 => return "second last".to_owned(),
        _ => {}
    }
    let ending = match (nth % 10, nth % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{nth}{ending}")
}

/// "a", "a and b", "a, b and c".
pub fn in_a_row(names: &[String]) -> String {
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => names.join(""),
    }
}
