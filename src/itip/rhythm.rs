//! How a series repeats, as far as people have words for it.

use chrono::{DateTime, Datelike, Month, NaiveDate, Utc, Weekday};
use chrono_tz::Tz;

use super::{Object, Scope, Series, fields};
use crate::{
    ical::{Component, Frequency, Property, Recur, WeekDay},
    model::{Span, wall_clock},
};

/// The days on which people work.
pub const WORKDAYS: [Weekday; 5] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// Of so many days without a rule it is known how many they are.
const MOST_DAYS: usize = 100;

/// So many days without a rule are named.
const SHOWN_DAYS: usize = 6;

/// How a series repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeats {
    /// How often and when.
    pub rhythm: Rhythm,
    /// The day of its last date; none where there is no last one.
    pub until: Option<NaiveDate>,
    /// The days to come that the rule does not have.
    pub also: Vec<NaiveDate>,
    /// What is left out of the days to come: the first and the last day of each run of dates that do not take place.
    pub except: Vec<(NaiveDate, NaiveDate)>,
    /// The day on which it is looked at.
    pub today: NaiveDate,
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
    MonthWeekday(u32, Vec<i16>, Weekday),
    /// Every so many months, on the how many-th of the days from Monday to Friday; from its end where negative.
    MonthWorkday(u32, Vec<i16>),
    /// Every so many years, on the same day.
    Years(u32),
    /// Every so many years, on the how many-th of a weekday of a month; from its end where negative.
    YearWeekday(u32, i16, Weekday, Month),
    /// On some days without a rule: those to come, in order, the first few of so many.
    Dates(Vec<NaiveDate>, usize),
    /// By a rule that nobody would say in a few words.
    Other,
}

impl Object {
    /// How it repeats at an instant, as people are told; `None` for what takes place once.
    pub fn repeats(&self, at: DateTime<Utc>, zone: Tz) -> Option<Repeats> {
        let master = fields::master(&self.calendar);
        let rules = |name: &str| master.is_some_and(|master| master.property(name).is_some());
        if !self.is_recurring() || (master.is_some() && !rules("RRULE") && !rules("RDATE")) {
            return None;
        }
        let last = Series::of(&self.calendar).last(zone);
        let until = last.map(|last| day(&last.span));
        let today = wall_clock(at, zone).date_naive();
        if !rules("RRULE") {
            let rhythm = self.days_without_rule(at, zone);
            return Some(Repeats { rhythm, until, also: Vec::new(), except: Vec::new(), today });
        }
        let runs = self.gaps(at, zone).into_iter();
        let except = runs.filter_map(|run| Some((day(&run.first()?.span), day(&run.last()?.span))));
        Some(Repeats {
            rhythm: self.rhythm(at, zone).unwrap_or(Rhythm::Other),
            until,
            also: self.added_days(today),
            except: except.collect(),
            today,
        })
    }

    fn days_without_rule(&self, at: DateTime<Utc>, zone: Tz) -> Rhythm {
        let mut days: Vec<NaiveDate> =
            self.next_dates(at, MOST_DAYS, zone).iter().map(|date| day(&date.span)).collect();
        days.dedup();
        let count = days.len();
        days.truncate(SHOWN_DAYS);
        Rhythm::Dates(days, count)
    }

    /// The days from today on that RDATE brings in, where they are now.
    fn added_days(&self, today: NaiveDate) -> Vec<NaiveDate> {
        let series = Series::of(&self.calendar);
        let master = fields::master(&self.calendar);
        let dates = master.into_iter().flat_map(|master| master.properties_named("RDATE"));
        let ids = dates.flat_map(Property::times).filter_map(|date| series.find(&date));
        let mut days: Vec<NaiveDate> = ids
            .map(|id| {
                let own = super::instances::find(&self.calendar, &Scope::This(id.clone()));
                own.and_then(Component::start).unwrap_or(id).local().date()
            })
            .filter(|day| *day >= today)
            .collect();
        days.sort_unstable();
        days.dedup();
        days
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

/// The day on which something begins.
fn day(span: &Span) -> NaiveDate {
    span.start.local().date()
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
        Frequency::Yearly if recur.by_set_pos.is_empty() && recur.by_month_day.is_empty() => {
            year_weekday(recur)
        }
        _ => None,
    }
}

/// `FREQ=YEARLY;BYMONTH=11;BYDAY=4TH`.
fn year_weekday(recur: &Recur) -> Option<Rhythm> {
    let ([day], [month]) = (recur.by_day.as_slice(), recur.by_month.as_slice()) else {
        return None;
    };
    let month = Month::try_from(u8::try_from(*month).ok()?).ok()?;
    Some(Rhythm::YearWeekday(recur.interval, day.ordinal?, day.day, month))
}

fn month(recur: &Recur, start: NaiveDate) -> Option<Rhythm> {
    let every = recur.interval;
    match (recur.by_day.as_slice(), recur.by_set_pos.as_slice()) {
        ([], []) if recur.by_month_day.is_empty() => {
            Some(Rhythm::MonthDays(every, vec![i16::try_from(start.day()).ok()?]))
        }
        ([], []) => Some(Rhythm::MonthDays(every, recur.by_month_day.clone())),
        _ if !recur.by_month_day.is_empty() => None,
        ([one, ..], []) => {
            let same = |day: &WeekDay| day.ordinal.filter(|_| day.day == one.day);
            let nths: Option<Vec<i16>> = recur.by_day.iter().map(same).collect();
            Some(Rhythm::MonthWeekday(every, nths?, one.day))
        }
        ([one], nths) if one.ordinal.is_none() => {
            Some(Rhythm::MonthWeekday(every, nths.to_vec(), one.day))
        }
        (_, [_, ..]) if weekdays(recur)? == WORKDAYS => {
            Some(Rhythm::MonthWorkday(every, recur.by_set_pos.clone()))
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
