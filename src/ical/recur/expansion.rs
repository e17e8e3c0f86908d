//! From a rule to wall times.
//!
//! A rule has periods: the years, months or seconds that its FREQ and INTERVAL give, counted from that of DTSTART.
//! Each period can be worked out alone, from its number, as a set of days and a set of times of day. So nothing is
//! walked from DTSTART: the period of any time is found by division, and COUNT is made an end once.

mod period;

use chrono::{Datelike, Days as DayCount, NaiveDate, NaiveDateTime, TimeDelta, Timelike};

use self::period::Period;
use super::{
    Frequency, Recur,
    days::Days,
    limits::{Limits, MonthDays, Signed, WeekDays, Weeks, year_day, year_length},
    times::Times,
};

/// So many periods without a time end the search. The calendar repeats after 400 years, which are 4800 months: a rule
/// by years or months that gives nothing for so long never gives anything again.
const MOST_EMPTY: u32 = 4_900;
const MOST_EMPTY_YEARS: u32 = 400;

/// The most periods that are gone through for COUNT where it cannot be worked out.
const MOST_COUNTED: u32 = 20_000;

/// The last year of four digits.
const LAST_YEAR: i32 = 9999;

const ALL_HOURS: u32 = (1 << 24) - 1;
const ALL_SIXTY: u64 = (1 << 60) - 1;
const ALL_MONTHS: u16 = 0b1_1111_1111_1110;

/// A rule from its DTSTART to its end, ready to be asked. DTSTART itself is in it only where the rule gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expansion {
    start: NaiveDateTime,
    /// The last time there may be.
    end: NaiveDateTime,
    frequency: Frequency,
    interval: i64,
    /// The number of the first period.
    first: i64,
    set: Set,
    limits: Limits,
    times: Times,
    positions: Vec<i16>,
}

/// How the days of a period are made.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Set {
    /// Weeks of a year, and the weekdays in each, Monday in bit 0.
    WeekYear(Signed, u64),
    /// Days of a year by their number.
    YearDays(Vec<i16>),
    /// Weekdays of a year.
    YearWeekDays(Box<WeekDays>),
    /// Days of months, of all of them that a year or the rule has.
    Months(u16, Box<MonthDays>),
    /// Weekdays of a week, Monday in bit 0.
    Week(u64),
    /// The day of the period itself.
    Day,
}

impl Expansion {
    pub(super) fn new(recur: &Recur, start: NaiveDateTime, until: Option<NaiveDateTime>) -> Self {
        let weeks = Weeks {
            start: i32::try_from(recur.week_start.num_days_from_monday()).unwrap_or_default(),
        };
        let (mut set, mut limits) = days(recur, start.date(), weeks);
        let mut frequency = recur.frequency;
        if limits.is_week_days_only() && is_each_day(recur) {
            // Each of some weekdays, which a week has and a day has not, so that COUNT needs no counting.
            (frequency, set) = (Frequency::Weekly, Set::Week(limits.take_week_days()));
        }
        let latest =
            NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).and_then(|d| d.and_hms_opt(23, 59, 59));
        let latest = latest.unwrap_or(NaiveDateTime::MAX);
        let mut rule = Self {
            start,
            end: until.map_or(latest, |until| until.min(latest)),
            frequency,
            interval: recur.interval.max(1).into(),
            first: 0,
            set,
            limits,
            times: times(recur, start),
            positions: recur.by_set_pos.clone(),
        };
        rule.first = rule.first_number();
        // The rule of another calendar (RFC 7529 §4.1) is one that nobody here can follow.
        let foreign = recur
            .other
            .iter()
            .any(|(name, value)| name == "RSCALE" && !value.eq_ignore_ascii_case("GREGORIAN"));
        if foreign || rule.times.count() == 0 {
            rule.end = NaiveDateTime::MIN;
        }
        if let Some(count) = recur.count {
            rule.end = rule.end.min(rule.end_of(count.max(1).into()));
        }
        rule
    }

    /// The times from one on, in order.
    pub fn starts_from(&self, at: NaiveDateTime) -> Starts<'_> {
        let from = at.max(self.start);
        let number = self.aligned(self.number(from));
        Starts { rule: self, from, number, period: self.period(number) }
    }

    /// All times.
    pub fn starts(&self) -> Starts<'_> {
        self.starts_from(self.start)
    }

    /// Whether a time is one of them.
    pub fn contains(&self, at: NaiveDateTime) -> bool {
        let number = self.number(at);
        (self.start..=self.end).contains(&at)
            && (number - self.first) % self.interval == 0
            && self.period(number).and_then(|period| period.first_from(at)) == Some(at)
    }

    /// The last one that is not after a time.
    pub fn last_to(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        let to = at.min(self.end);
        if to < self.start {
            return None;
        }
        let mut number = self.aligned_down(self.number(to));
        for _ in 0..self.most_empty() {
            if number < self.first {
                return None;
            }
            let period = self.period(number);
            if let Some(last) = period.as_ref().and_then(|period| period.last_to(to)) {
                return Some(last).filter(|last| *last >= self.start);
            }
            let back = self.aligned_down(self.skipped_back(number)?);
            number = back.min(number - self.interval);
        }
        None
    }

    /// The last time of all, as far as it is found.
    pub fn last(&self) -> Option<NaiveDateTime> {
        self.last_to(self.end)
    }

    const fn most_empty(&self) -> u32 {
        // One more than the empty ones: the period that the search begins in may be partly over.
        match self.frequency {
            Frequency::Yearly => MOST_EMPTY_YEARS + 1,
            _ => MOST_EMPTY,
        }
    }

    /// The number of the period that a time is in.
    fn number(&self, at: NaiveDateTime) -> i64 {
        let day = i64::from(at.num_days_from_ce());
        let time = at.time();
        match self.frequency {
            Frequency::Yearly if matches!(self.set, Set::WeekYear(..)) => {
                self.limits.weeks.year_of(at.date()).into()
            }
            Frequency::Yearly => at.year().into(),
            Frequency::Monthly => i64::from(at.year()) * 12 + i64::from(at.month0()),
            Frequency::Weekly => self.limits.weeks.of(at.num_days_from_ce()).into(),
            Frequency::Daily => day,
            Frequency::Hourly => day * 24 + i64::from(time.hour()),
            Frequency::Minutely => day * 1440 + i64::from(time.num_seconds_from_midnight() / 60),
            Frequency::Secondly => day * 86_400 + i64::from(time.num_seconds_from_midnight()),
        }
    }

    /// The number of the first period: that of DTSTART. Where weeks have numbers it is the year of DTSTART's week, if
    /// the rule has that week; a week of the year that DTSTART is only written in may be one of another year.
    fn first_number(&self) -> i64 {
        match self.set {
            Set::WeekYear(numbers, _)
                if !self.limits.weeks.is_one_of(numbers, self.start.date()) =>
            {
                self.start.year().into()
            }
            _ => self.number(self.start),
        }
    }

    /// The number of the rule's first period that is not before one.
    fn aligned(&self, number: i64) -> i64 {
        let behind = (number - self.first).max(0) + self.interval - 1;
        self.first + behind / self.interval * self.interval
    }

    fn aligned_down(&self, number: i64) -> i64 {
        number - (number - self.first).rem_euclid(self.interval)
    }

    /// A period by its number. `None` past the calendar's end.
    fn period(&self, number: i64) -> Option<Period> {
        let mut times = self.times;
        let (first, mut days) = match self.frequency {
            Frequency::Yearly => self.year(i32::try_from(number).ok()?)?,
            Frequency::Monthly => self.month(number)?,
            Frequency::Weekly => {
                let first = self.limits.weeks.first_day(i32::try_from(number).ok()?);
                (first, Days::of(self.week()))
            }
            Frequency::Daily => (i32::try_from(number).ok()?, Days::FIRST),
            Frequency::Hourly => {
                times.hours &= 1 << number.rem_euclid(24);
                (i32::try_from(number.div_euclid(24)).ok()?, Days::FIRST)
            }
            Frequency::Minutely => {
                times.hours &= 1 << (number.rem_euclid(1440) / 60);
                times.minutes &= 1 << number.rem_euclid(60);
                (i32::try_from(number.div_euclid(1440)).ok()?, Days::FIRST)
            }
            Frequency::Secondly => {
                times.hours &= 1 << (number.rem_euclid(86_400) / 3600);
                times.minutes &= 1 << (number.rem_euclid(3600) / 60);
                times.seconds &= 1 << number.rem_euclid(60);
                (i32::try_from(number.div_euclid(86_400)).ok()?, Days::FIRST)
            }
        };
        self.limits.apply(first, &mut days);
        Some(Period::new(first, days, times, &self.positions))
    }

    /// The days of a year, from its first.
    fn year(&self, year: i32) -> Option<(i32, Days)> {
        let first = NaiveDate::from_ymd_opt(year, 1, 1)?;
        let mut days = Days::default();
        match &self.set {
            Set::WeekYear(numbers, _) => return self.week_year(year, *numbers),
            Set::YearDays(numbers) => {
                let length = year_length(year)?;
                let numbers = numbers.iter().filter_map(|number| year_day(*number, length));
                numbers.for_each(|day| days.insert(day));
            }
            Set::YearWeekDays(week_days) => {
                days = week_days.within(first.weekday(), year_length(year)?);
            }
            Set::Months(months, of_month) => {
                for month in (1..=12).filter(|month| months >> month & 1 == 1) {
                    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
                    days.insert_bits(of_month.of(first), first.ordinal0());
                }
            }
            Set::Week(_) | Set::Day => {}
        }
        Some((first.num_days_from_ce(), days))
    }

    fn week_year(&self, year: i32, numbers: Signed) -> Option<(i32, Days)> {
        let weeks = self.limits.weeks;
        let (first, end) = (weeks.year_start(year)?, weeks.year_start(year + 1)?);
        let all = u32::try_from((end - first) / 7).ok()?;
        let mut days = Days::default();
        for nth in (1..=all).filter(|nth| numbers.has(*nth, all)) {
            days.insert_bits(self.week(), (nth - 1) * 7);
        }
        Some((first, days))
    }

    /// The days of a week, from its first.
    fn week(&self) -> u64 {
        let (Set::Week(mask) | Set::WeekYear(_, mask)) = self.set else { return 0 };
        // From Monday's bit to the bit of the week's first day.
        let start = self.limits.weeks.start;
        (mask >> start | mask << (7 - start)) & 0x7f
    }

    fn month(&self, number: i64) -> Option<(i32, Days)> {
        let year = i32::try_from(number.div_euclid(12)).ok()?;
        let month = u32::try_from(number.rem_euclid(12)).ok()? + 1;
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let Set::Months(months, of_month) = &self.set else { return None };
        let days = if months >> month & 1 == 1 { of_month.of(first) } else { 0 };
        Some((first.num_days_from_ce(), Days::of(days)))
    }

    /// The first time of a period shorter than a month.
    fn begin(&self, number: i64) -> Option<NaiveDateTime> {
        let (day, seconds) = match self.frequency {
            Frequency::Yearly | Frequency::Monthly => return None,
            Frequency::Weekly => {
                (self.limits.weeks.first_day(i32::try_from(number).ok()?).into(), 0)
            }
            Frequency::Daily => (number, 0),
            Frequency::Hourly => (number.div_euclid(24), number.rem_euclid(24) * 3600),
            Frequency::Minutely => (number.div_euclid(1440), number.rem_euclid(1440) * 60),
            Frequency::Secondly => (number.div_euclid(86_400), number.rem_euclid(86_400)),
        };
        let date = NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)?;
        date.and_hms_opt(0, 0, 0)?.checked_add_signed(TimeDelta::seconds(seconds))
    }

    /// The period to go on with after an empty one: that of the next time that the parts let be which only take away.
    /// `None` where there is none; a longer period is its own next.
    fn skipped(&self, number: i64) -> Option<i64> {
        let Some(begin) = self.begin(number) else { return Some(number) };
        let date = begin.date();
        let midnight = |date: NaiveDate| date.and_hms_opt(0, 0, 0);
        if self.frequency >= Frequency::Daily {
            let days = if self.frequency == Frequency::Weekly { 7 } else { 1 };
            let next = self.limits.allowed_from(date.checked_add_days(DayCount::new(days))?)?;
            return Some(self.number(midnight(next)?));
        }
        if self.limits.allow(date)
            && let Some(time) = self.times.first_from(begin.time())
        {
            return Some(self.number(date.and_time(time)));
        }
        Some(self.number(midnight(self.limits.allowed_from(date.succ_opt()?)?)?))
    }

    /// The same, going back.
    fn skipped_back(&self, number: i64) -> Option<i64> {
        let Some(begin) = self.begin(number) else { return Some(number) };
        let date = begin.date();
        if self.frequency < Frequency::Daily
            && self.limits.allow(date)
            && let Some(time) = self.times.last_to(begin.time())
        {
            return Some(self.number(date.and_time(time)));
        }
        Some(self.number(self.limits.allowed_to(date.pred_opt()?)?.and_hms_opt(23, 59, 59)?))
    }

    /// The period after an empty one. `None` where there is none.
    fn after_empty(&self, number: i64) -> Option<i64> {
        let next = number.checked_add(self.interval)?;
        Some(self.aligned(self.skipped(number)?).max(next))
    }

    /// The time that is the last of `count`, the first of which is DTSTART, whether or not the rule gives it.
    fn end_of(&self, count: u64) -> NaiveDateTime {
        let Some(period) = self.period(self.first) else { return self.start };
        let before = period.count_before(self.start);
        let synchronized = period.first_from(self.start) == Some(self.start);
        let mut left = if synchronized { count } else { count - 1 };
        if left == 0 {
            return self.start;
        }
        let of_first = period.count() - before;
        if left <= of_first {
            return period.nth(before + left - 1).unwrap_or(self.start);
        }
        left -= of_first;
        if self.is_even() && period.count() > 0 {
            let periods = i64::try_from((left - 1) / period.count() + 1).unwrap_or(i64::MAX);
            let number = periods.saturating_mul(self.interval).saturating_add(self.first);
            let last = self.period(number).and_then(|last| last.nth((left - 1) % period.count()));
            return last.unwrap_or(self.end);
        }
        self.counted(left)
    }

    /// Counts through the periods after the first.
    fn counted(&self, mut left: u64) -> NaiveDateTime {
        let mut number = self.first.saturating_add(self.interval);
        let mut end = self.start;
        for _ in 0..MOST_COUNTED {
            let Some(period) = self.period(number) else { break };
            let count = period.count();
            if left <= count {
                return period.nth(left - 1).unwrap_or(end);
            }
            left -= count;
            let next =
                if count == 0 { self.after_empty(number) } else { Some(number + self.interval) };
            let Some(next) = next else { break };
            number = next;
            end = count.checked_sub(1).and_then(|last| period.nth(last)).unwrap_or(end);
        }
        end
    }

    /// Whether every period has as many times as any other.
    fn is_even(&self) -> bool {
        let Times { hours, minutes, seconds } = self.times;
        self.limits.is_empty()
            && match self.frequency {
                Frequency::Yearly | Frequency::Monthly => false,
                Frequency::Weekly | Frequency::Daily => true,
                Frequency::Hourly => hours == ALL_HOURS,
                Frequency::Minutely => hours == ALL_HOURS && minutes == ALL_SIXTY,
                Frequency::Secondly => {
                    (hours, minutes, seconds) == (ALL_HOURS, ALL_SIXTY, ALL_SIXTY)
                }
            }
    }
}

/// Whether a rule goes through days one by one, and chooses none of them by its place in a period.
fn is_each_day(recur: &Recur) -> bool {
    recur.frequency == Frequency::Daily && recur.interval <= 1 && recur.by_set_pos.is_empty()
}

/// How the days of a period are made, and what is taken away from them: the table of RFC 5545 §3.3.10. A part that it
/// does not allow with a frequency takes away.
fn days(recur: &Recur, start: NaiveDate, weeks: Weeks) -> (Set, Limits) {
    let numbers = |list: &[i16], most| (!list.is_empty()).then(|| Signed::of(list, most));
    let months = numbers(&recur.by_month, 12);
    let mut limits = Limits {
        months: months.map(|months| u16::try_from(months.from_start).unwrap_or_default()),
        month_days: numbers(&recur.by_month_day, 31),
        year_days: (!recur.by_year_day.is_empty()).then(|| recur.by_year_day.clone()),
        week_numbers: numbers(&recur.by_week_no, 53),
        week_days: (!recur.by_day.is_empty()).then(|| WeekDays::of(&recur.by_day)),
        weeks,
    };
    let same_week_day = 1 << start.weekday().num_days_from_monday();
    let set = match recur.frequency {
        Frequency::Yearly => return (year(&mut limits, start, same_week_day), limits),
        Frequency::Monthly => {
            let months = limits.months.take().unwrap_or(ALL_MONTHS);
            Set::Months(months, Box::new(month_days(&mut limits, start, true)))
        }
        Frequency::Weekly => {
            let by_day = limits.week_days.is_some();
            Set::Week(if by_day { limits.take_week_days() } else { same_week_day })
        }
        _ => Set::Day,
    };
    // Ordinals mean something in months and years only.
    limits.week_days = limits.week_days.map(WeekDays::without_ordinals);
    (set, limits)
}

/// A yearly rule's days. What makes them is taken out of the limits.
fn year(limits: &mut Limits, start: NaiveDate, same_week_day: u64) -> Set {
    if let Some(numbers) = limits.week_numbers.take() {
        let others = limits.month_days.is_some() || limits.year_days.is_some();
        let mask = limits.week_days.take().map(|days| days.mask());
        return Set::WeekYear(numbers, mask.unwrap_or(if others { 0x7f } else { same_week_day }));
    }
    let by_month = limits.months.is_some();
    if let Some(numbers) = limits.year_days.take() {
        return Set::YearDays(numbers);
    }
    if !by_month && limits.month_days.is_none() {
        if let Some(week_days) = limits.week_days.take() {
            return Set::YearWeekDays(Box::new(week_days));
        }
        let days = MonthDays { month_days: Some(day_of(start)), week_days: None };
        return Set::Months(1 << start.month(), Box::new(days));
    }
    // Without BYMONTH an ordinal counts in the year, also where it only limits.
    let days = month_days(limits, start, by_month);
    Set::Months(limits.months.take().unwrap_or(ALL_MONTHS), Box::new(days))
}

/// Which days of a month; that of DTSTART where no part says so.
fn month_days(limits: &mut Limits, start: NaiveDate, by_month: bool) -> MonthDays {
    let week_days = if by_month { limits.week_days.take() } else { None };
    let named = week_days.is_some() || limits.year_days.is_some() || limits.week_numbers.is_some();
    let month_days = limits.month_days.take();
    MonthDays { month_days: month_days.or_else(|| (!named).then(|| day_of(start))), week_days }
}

fn day_of(start: NaiveDate) -> Signed {
    Signed { from_start: 1 << start.day(), from_end: 0 }
}

/// The times of day; those of DTSTART where no part says so and the frequency does not go through them.
fn times(recur: &Recur, start: NaiveDateTime) -> Times {
    let bits = |list: &[i16], most: i16| {
        // A leap second is the second before it, as in a time (RFC 5545 §3.3.5).
        let list = list.iter().map(|n| if most == 59 && *n == 60 { 59 } else { *n });
        list.filter(|n| (0..=most).contains(n)).fold(0_u64, |bits, n| bits | 1 << n)
    };
    let of = |list: &[i16], most, all: u64, through: Frequency, own: u32| {
        if !list.is_empty() {
            bits(list, most)
        } else if recur.frequency <= through {
            all
        } else {
            1 << own
        }
    };
    let hours = of(&recur.by_hour, 23, ALL_HOURS.into(), Frequency::Hourly, start.hour());
    Times {
        hours: u32::try_from(hours).unwrap_or_default(),
        minutes: of(&recur.by_minute, 59, ALL_SIXTY, Frequency::Minutely, start.minute()),
        seconds: of(&recur.by_second, 59, ALL_SIXTY, Frequency::Secondly, start.second()),
    }
}

/// The times of a rule in order, from one on.
#[derive(Debug, Clone)]
pub struct Starts<'r> {
    rule: &'r Expansion,
    /// The earliest that the next one may be.
    from: NaiveDateTime,
    number: i64,
    period: Option<Period>,
}

impl Iterator for Starts<'_> {
    type Item = NaiveDateTime;

    fn next(&mut self) -> Option<NaiveDateTime> {
        for _ in 0..self.rule.most_empty() {
            let period = self.period.as_ref()?;
            if period.begins_after(self.rule.end) {
                break;
            }
            if let Some(next) = period.first_from(self.from) {
                if next > self.rule.end {
                    break;
                }
                self.from = next.checked_add_signed(TimeDelta::seconds(1))?;
                return Some(next);
            }
            let next = if period.is_empty() {
                self.rule.after_empty(self.number)
            } else {
                self.number.checked_add(self.rule.interval)
            };
            self.number = next.unwrap_or(self.number);
            self.period = next.and_then(|next| self.rule.period(next));
        }
        self.period = None;
        None
    }
}
