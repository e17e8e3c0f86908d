//! How a series repeats, as far as people have words for it.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

use super::{Object, Scope, Series, fields};
use crate::ical::{Frequency, Recur};

/// How a series repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeats {
    /// How often and when.
    pub rhythm: Rhythm,
    /// The day of its last date; none where there is no last one.
    pub until: Option<NaiveDate>,
}

/// How often something is, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rhythm {
    /// Every so many days.
    Days(u32),
    /// Every so many weeks, on these days, in the order of the week.
    Weeks(u32, Vec<Weekday>),
    /// Every so many months, on these days of the month; from its end where negative.
    MonthDays(u32, Vec<i16>),
    /// Every so many months, on the how many-th of a weekday; from the end of the month where negative.
    MonthWeekday(u32, i16, Weekday),
    /// Every so many years, on the same day.
    Years(u32),
    /// By a rule that nobody would say in a few words, or by no rule.
    Other,
}

impl Object {
    /// How it repeats at an instant, as people are told; `None` for what takes place once.
    pub fn repeats(&self, at: DateTime<Utc>, zone: Tz) -> Option<Repeats> {
        if !self.is_recurring() {
            return None;
        }
        let last = Series::of(&self.calendar).last(zone);
        let until = last.map(|last| last.span.start.local().date());
        Some(Repeats { rhythm: self.rhythm(at, zone).unwrap_or(Rhythm::Other), until })
    }

    fn rhythm(&self, at: DateTime<Utc>, zone: Tz) -> Option<Rhythm> {
        let master = fields::master(&self.calendar)?;
        let start = master.start()?.local().date();
        let mut rules = master.properties_named("RRULE");
        let (rule, other) = (rules.next()?, rules.next());
        let recur: Recur = rule.value.parse().ok()?;
        let rhythm = read(&recur, start).filter(|_| other.is_none())?;
        shifted(rhythm, self.days_off(at, zone))
    }

    /// How many days the dates from an instant on are after those of the rule, where a range has moved them.
    fn days_off(&self, at: DateTime<Utc>, zone: Tz) -> i64 {
        let shown = self.shown(at, zone);
        let range = shown.and_then(|shown| {
            let mut all = super::instances::overrides(&self.calendar);
            all.find(|(scope, _)| {
                matches!(scope, Scope::ThisAndFuture(_)) && scope.instance() == shown.roster
            })
        });
        range
            .and_then(|(scope, range)| {
                let (rule, own) = (scope.id()?.local().date(), range.start()?.local().date());
                Some(own.signed_duration_since(rule).num_days())
            })
            .unwrap_or_default()
    }
}

/// The words for a rule, where it has some.
fn read(recur: &Recur, start: NaiveDate) -> Option<Rhythm> {
    let finer = [&recur.by_second, &recur.by_minute, &recur.by_hour, &recur.by_year_day];
    if finer.iter().any(|part| !part.is_empty()) || !recur.by_week_no.is_empty() {
        return None;
    }
    let every = recur.interval;
    let plain = recur.by_month.is_empty() && recur.by_set_pos.is_empty();
    match recur.frequency {
        Frequency::Daily if plain && recur.by_month_day.is_empty() => {
            match weekdays(recur)?.as_slice() {
                [] => Some(Rhythm::Days(every)),
                days if every == 1 => Some(Rhythm::Weeks(1, days.to_vec())),
                _ => None,
            }
        }
        Frequency::Weekly if plain && recur.by_month_day.is_empty() => {
            let days = weekdays(recur)?;
            Some(Rhythm::Weeks(every, if days.is_empty() { vec![start.weekday()] } else { days }))
        }
        Frequency::Monthly if recur.by_month.is_empty() => month(recur, start),
        Frequency::Yearly if recur.by_set_pos.is_empty() && recur.by_day.is_empty() => {
            let month = i16::try_from(start.month()).ok()?;
            let day = i16::try_from(start.day()).ok()?;
            let same = |part: &[i16], own| part.is_empty() || part == [own];
            let same = same(&recur.by_month, month) && same(&recur.by_month_day, day);
            same.then_some(Rhythm::Years(every))
        }
        _ => None,
    }
}

fn month(recur: &Recur, start: NaiveDate) -> Option<Rhythm> {
    let every = recur.interval;
    match (recur.by_day.as_slice(), recur.by_set_pos.as_slice()) {
        ([], []) if recur.by_month_day.is_empty() => {
            Some(Rhythm::MonthDays(every, vec![i16::try_from(start.day()).ok()?]))
        }
        ([], []) => Some(Rhythm::MonthDays(every, recur.by_month_day.clone())),
        ([one], []) if recur.by_month_day.is_empty() => {
            Some(Rhythm::MonthWeekday(every, one.ordinal?, one.day))
        }
        ([one], [nth]) if recur.by_month_day.is_empty() && one.ordinal.is_none() => {
            Some(Rhythm::MonthWeekday(every, *nth, one.day))
        }
        _ => None,
    }
}

/// The days of BYDAY in the order of the week; `None` where they are counted.
fn weekdays(recur: &Recur) -> Option<Vec<Weekday>> {
    let mut days: Vec<Weekday> = Vec::new();
    for day in &recur.by_day {
        if day.ordinal.is_some() {
            return None;
        }
        days.push(day.day);
    }
    days.sort_unstable_by_key(Weekday::num_days_from_monday);
    days.dedup();
    Some(days)
}

/// The same some days later.
fn shifted(rhythm: Rhythm, days: i64) -> Option<Rhythm> {
    match rhythm {
        rhythm if days == 0 => Some(rhythm),
        Rhythm::Days(every) => Some(Rhythm::Days(every)),
        Rhythm::Weeks(every, on) => {
            let later = |day: Weekday| (0..days.rem_euclid(7)).fold(day, |day, _| day.succ());
            let mut on: Vec<Weekday> = on.into_iter().map(later).collect();
            on.sort_unstable_by_key(Weekday::num_days_from_monday);
            Some(Rhythm::Weeks(every, on))
        }
        _ => None,
    }
}
