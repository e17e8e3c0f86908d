//! A VTIMEZONE for an IANA zone (RFC 5545 §3.6.5), made from the zone's changes.
//!
//! Changes that come every year become one observance with an RRULE, as far back as the rule goes and without an
//! end where it still holds, so that the text does not depend on the year it was made for. The others become an
//! observance with RDATEs, for the years that are asked for.

use std::{collections::BTreeMap, ops::RangeInclusive};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use compact_str::CompactString;
use jiff::{Timestamp, tz::TimeZone};

use super::windows_zone;
use crate::{
    ical::{Component, Property, UtcOffset, format_time, recur::week_day},
    model::CalTime,
};

/// The last year whose changes are looked at. A rule that holds until then holds without end; Morocco's and Gaza's
/// changes by the moon are tabulated until 2087.
const LAST_YEAR: i32 = 2095;

/// The first year whose changes are looked at, unless an earlier one is asked for.
const FIRST_YEAR: i32 = 1970;

/// A rule that held for fewer years is written as single dates.
const FEWEST_YEARS: usize = 3;

/// How many years after the last one in use are covered where a zone has no rule.
const YEARS_AHEAD: i32 = 10;

/// Adds a VTIMEZONE for every IANA zone that a TZID of the calendar names and that has none. What is there stays.
pub fn ensure_timezones(calendar: &mut Component) {
    let mut used = BTreeMap::new();
    for component in &calendar.components {
        if component.name != "VTIMEZONE" {
            collect(component, &mut used);
        }
    }
    for timezone in calendar.children("VTIMEZONE") {
        if let Some(tzid) = timezone.value("TZID") {
            used.remove(tzid);
        }
    }
    let made: Vec<Component> = used
        .into_iter()
        .filter_map(|(tzid, years)| {
            vtimezone(tzid, years.start() - 1..=years.end().saturating_add(YEARS_AHEAD))
        })
        .collect();
    // Behind the time zones that are there, before what uses them.
    let at =
        calendar.components.iter().take_while(|component| component.name == "VTIMEZONE").count();
    calendar.components.splice(at..at, made);
}

/// Collects the TZIDs of a component and the years they are used in.
fn collect<'c>(component: &'c Component, used: &mut BTreeMap<&'c str, RangeInclusive<i32>>) {
    for property in &component.properties {
        let Some(tzid) = property.parameter("TZID") else { continue };
        for time in property.times().filter(|time| time.tzid().is_some()) {
            let year = time.local().year();
            let years = used.entry(tzid).or_insert(year..=year);
            *years = (*years.start()).min(year)..=(*years.end()).max(year);
        }
    }
    for inside in &component.components {
        collect(inside, used);
    }
}

/// Makes the VTIMEZONE of an IANA zone, right for the years given and, where the zone has a rule, beyond them.
/// `None` where neither IANA nor Windows knows such a zone.
pub fn vtimezone(tzid: &str, years: RangeInclusive<i32>) -> Option<Component> {
    // "Etc/Unknown" is jiff's word for a zone that nobody knows.
    let name = windows_zone(tzid).unwrap_or(tzid);
    let zone = TimeZone::get(name).ok().filter(|zone| !zone.is_unknown())?;
    let years = (*years.start()).clamp(1, 9000)..=(*years.end()).clamp(1, 9000);
    let first_year = FIRST_YEAR.min(years.start() - 1).max(1);
    let last_year = LAST_YEAR.max(years.end().saturating_add(1));
    let begin = timestamp(NaiveDate::from_ymd_opt(first_year, 1, 1)?)?;
    let end = timestamp(NaiveDate::from_ymd_opt(last_year + 1, 1, 1)?)?;

    let before = State::at(&zone, begin)?;
    let runs = runs(changes(&zone, &before, begin, end));
    let mut timezone = Component::new("VTIMEZONE");
    timezone.properties.push(Property::new_text("TZID", tzid));
    timezone.components = observances(runs, &before, first_year, &years, last_year)?;
    Some(timezone)
}

fn timestamp(day: NaiveDate) -> Option<Timestamp> {
    Timestamp::from_second(day.and_hms_opt(0, 0, 0)?.and_utc().timestamp()).ok()
}

/// What a zone's clocks show.
#[derive(Debug, Clone, PartialEq, Eq)]
struct State {
    offset: UtcOffset,
    name: CompactString,
    dst: bool,
}

impl State {
    fn at(zone: &TimeZone, at: Timestamp) -> Option<Self> {
        let info = zone.to_offset_info(at);
        Some(Self {
            offset: UtcOffset::from_seconds(info.offset().seconds()).ok()?,
            name: info.abbreviation().into(),
            dst: info.dst().is_dst(),
        })
    }
}

/// A change of the clocks.
#[derive(Debug, Clone)]
struct Change {
    /// The wall time before the change, when it happens.
    onset: NaiveDateTime,
    kind: Kind,
}

/// What one observance has in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    daylight: bool,
    from: UtcOffset,
    to: UtcOffset,
    name: CompactString,
}

/// The changes between two instants, in order.
fn changes(zone: &TimeZone, before: &State, begin: Timestamp, end: Timestamp) -> Vec<Change> {
    let mut last = before.clone();
    let mut changes = Vec::new();
    for transition in zone.following(begin) {
        let at = transition.timestamp();
        if at >= end {
            break;
        }
        let Ok(offset) = UtcOffset::from_seconds(transition.offset().seconds()) else { continue };
        let state = State {
            offset,
            name: transition.abbreviation().into(),
            dst: transition.dst().is_dst(),
        };
        let Some(utc) = DateTime::<Utc>::from_timestamp(at.as_second(), 0) else { continue };
        let Some(onset) = utc.naive_utc().checked_add_signed(last.offset.delta()) else { continue };
        if (state.offset, &state.name) != (last.offset, &last.name) {
            changes.push(Change { onset, kind: kind(&last, &state) });
        }
        last = state;
    }
    changes
}

fn kind(from: &State, to: &State) -> Kind {
    // Where winter is the exception (Dublin, Morocco), readers who know DAYLIGHT only as the time with the larger
    // offset still get that.
    let daylight = if from.dst == to.dst { to.dst } else { to.offset > from.offset };
    Kind { daylight, from: from.offset, to: to.offset, name: to.name.clone() }
}

/// Changes of one kind that come once a year, on the same weekday in a week that is the same every year.
#[derive(Debug)]
struct Run {
    kind: Kind,
    onsets: Vec<NaiveDateTime>,
    /// The earliest and latest day, counted in a year that is not a leap year.
    days: RangeInclusive<i32>,
}

/// Puts changes into runs, in the order in which these begin.
fn runs(changes: Vec<Change>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for change in changes {
        let day = day_of_year(change.onset.date());
        // Only runs of last year or this one can go on, and those are the last few.
        let open = runs.iter_mut().rev().take(8).find(|run| run.takes(&change, day));
        match open {
            Some(run) => {
                run.onsets.push(change.onset);
                run.days = (*run.days.start()).min(day)..=(*run.days.end()).max(day);
            }
            None => {
                runs.push(Run { kind: change.kind, onsets: vec![change.onset], days: day..=day });
            }
        }
    }
    runs
}

impl Run {
    fn takes(&self, change: &Change, day: i32) -> bool {
        let Some(last) = self.onsets.last() else { return false };
        let span = (*self.days.end()).max(day) - (*self.days.start()).min(day);
        self.kind == change.kind
            && last.year() + 1 == change.onset.year()
            && last.weekday() == change.onset.weekday()
            && last.time() == change.onset.time()
            && span < 7
    }

    fn start(&self) -> Option<NaiveDateTime> {
        self.onsets.first().copied()
    }

    fn last(&self) -> Option<NaiveDateTime> {
        self.onsets.last().copied()
    }
}

/// Days before each month of a year that is not a leap year.
const MONTHS: [i32; 12] = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

/// The day's number in a year that is not a leap year; 29 February counts as 1 March.
fn day_of_year(day: NaiveDate) -> i32 {
    let month = usize::try_from(day.month0()).unwrap_or_default();
    let before = MONTHS.get(month).copied().unwrap_or_default();
    before + i32::try_from(day.day()).unwrap_or_default()
}

/// The month and day of a number that [`day_of_year`] gives.
fn month_and_day(number: i32) -> (u32, i32) {
    let month = MONTHS.partition_point(|before| *before < number).max(1);
    let before = MONTHS.get(month - 1).copied().unwrap_or_default();
    (u32::try_from(month).unwrap_or(1), number - before)
}

/// Writes the runs that count in the years as observances, by their start.
fn observances(
    runs: Vec<Run>,
    before: &State,
    first_year: i32,
    years: &RangeInclusive<i32>,
    last_year: i32,
) -> Option<Vec<Component>> {
    let opening = NaiveDate::from_ymd_opt(*years.start(), 1, 1)?.and_hms_opt(0, 0, 0)?;
    // The change before the years, which says what they begin with.
    let initial =
        runs.iter().flat_map(|run| &run.onsets).filter(|onset| **onset < opening).max().copied();
    let counts = |onset: &NaiveDateTime| Some(*onset) == initial || years.contains(&onset.year());

    let mut out = Vec::new();
    let mut dates: BTreeMap<Kind, Vec<NaiveDateTime>> = BTreeMap::new();
    if initial.is_none() {
        let start = NaiveDate::from_ymd_opt(first_year, 1, 1)?.and_hms_opt(0, 0, 0)?;
        let kind = Kind {
            daylight: before.dst,
            from: before.offset,
            to: before.offset,
            name: before.name.clone(),
        };
        out.push((start, observance(&kind, start)));
    }
    for run in runs {
        if !run.onsets.iter().any(counts) {
            continue;
        }
        if let Some(rules) = run.rules(last_year) {
            out.extend(rules);
        } else {
            let single = run.onsets.into_iter().filter(counts);
            dates.entry(run.kind).or_default().extend(single);
        }
    }
    out.extend(dates.into_iter().filter_map(|(kind, onsets)| dated(&kind, &onsets)));
    out.sort_by_key(|(start, _)| *start);
    Some(out.into_iter().map(|(_, component)| component).collect())
}

/// An observance of single dates.
fn dated(kind: &Kind, onsets: &[NaiveDateTime]) -> Option<(NaiveDateTime, Component)> {
    let mut onsets = onsets.to_vec();
    onsets.sort_unstable();
    let (start, others) = onsets.split_first()?;
    let mut component = observance(kind, *start);
    if !others.is_empty() {
        let dates: Vec<String> =
            others.iter().map(|onset| format_time(&CalTime::Floating(*onset))).collect();
        component.properties.push(Property::new("RDATE", dates.join(",")));
    }
    Some((*start, component))
}

fn observance(kind: &Kind, start: NaiveDateTime) -> Component {
    let mut component = Component::new(if kind.daylight { "DAYLIGHT" } else { "STANDARD" });
    component.properties = vec![
        Property::new("TZOFFSETFROM", kind.from.to_string()),
        Property::new("TZOFFSETTO", kind.to.to_string()),
        Property::new_text("TZNAME", &kind.name),
        Property::new_time("DTSTART", &CalTime::Floating(start)),
    ];
    component
}

impl Run {
    /// The run as observances with an RRULE: one, or two where its week goes over the end of a month. `None` where
    /// it is too short for a rule, or has none.
    fn rules(&self, last_year: i32) -> Option<Vec<(NaiveDateTime, Component)>> {
        if self.onsets.len() < FEWEST_YEARS {
            return None;
        }
        let first = self.start()?;
        let until = self.last().filter(|last| last.year() < last_year);
        let day = week_day(first.weekday());
        if let Some(nth) = self.nth() {
            let rule = format!("FREQ=YEARLY;BYMONTH={};BYDAY={nth}{day}", first.month());
            return Some(vec![self.ruled(first, rule, until)]);
        }
        // Seven days in a row have the weekday once. Over the end of February they may be eight.
        let begin = (*self.days.end() - 6).max(1);
        if begin <= 59 && begin + 6 > 59 || begin + 6 > 365 {
            return None;
        }
        let mut months: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        for number in begin..begin + 7 {
            let (month, day) = month_and_day(number);
            months.entry(month).or_default().push(day.to_string());
        }
        let rules = months.into_iter().filter_map(|(month, days)| {
            let first = self.onsets.iter().find(|onset| onset.month() == month)?;
            let days = days.join(",");
            let rule = format!("FREQ=YEARLY;BYMONTH={month};BYDAY={day};BYMONTHDAY={days}");
            Some(self.ruled(*first, rule, until))
        });
        Some(rules.collect())
    }

    fn ruled(
        &self,
        start: NaiveDateTime,
        mut rule: String,
        until: Option<NaiveDateTime>,
    ) -> (NaiveDateTime, Component) {
        let until = until.and_then(|until| until.checked_sub_signed(self.kind.from.delta()));
        if let Some(until) = until {
            rule.push_str(";UNTIL=");
            rule.push_str(&format_time(&CalTime::Utc(until)));
        }
        let mut component = observance(&self.kind, start);
        component.properties.push(Property::new("RRULE", rule));
        (start, component)
    }

    /// Which one of its weekday in the month every change is: -1 for the last.
    fn nth(&self) -> Option<i32> {
        let first = self.start()?;
        if self.onsets.iter().any(|onset| onset.month() != first.month()) {
            return None;
        }
        let week = TimeDelta::days(7);
        if self.onsets.iter().all(|onset| (*onset + week).month() != onset.month()) {
            return Some(-1);
        }
        let nth = first.day0() / 7;
        let same = nth < 4 && self.onsets.iter().all(|onset| onset.day0() / 7 == nth);
        same.then(|| i32::try_from(nth).map_or(1, |nth| nth + 1))
    }
}
