//! What days a rule lets be, and which days of a month or year its parts name.

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::{WeekDay, days::Days};

/// The calendar repeats after 400 years.
const MOST_MONTHS: u32 = 4_801;

/// Numbers from the start and from the end, each as a set of bits; the first and the last are bit 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Signed {
    pub(super) from_start: u64,
    pub(super) from_end: u64,
}

impl Signed {
    /// Every one there is.
    const EACH: Self = Self { from_start: u64::MAX, from_end: u64::MAX };

    /// The numbers of a list; what is 0 or more than `most` is none.
    pub(super) fn of(numbers: &[i16], most: u16) -> Self {
        let mut bits = Self::default();
        for number in numbers.iter().filter(|number| (1..=most).contains(&number.unsigned_abs())) {
            let bit = 1 << number.unsigned_abs();
            if *number > 0 {
                bits.from_start |= bit;
            } else {
                bits.from_end |= bit;
            }
        }
        bits
    }

    /// Whether the `nth` of `all` is meant.
    pub(super) const fn has(self, nth: u32, all: u32) -> bool {
        (self.from_start >> nth | self.from_end >> (all + 1 - nth)) & 1 == 1
    }

    /// The ones meant of `all`, at most 62; the first is bit 0.
    const fn of_all(self, all: u32) -> u64 {
        // Turned round, so that the last, in bit 1, comes to the bit of its number.
        let from_end = self.from_end.reverse_bits() >> (63 - all);
        (self.from_start >> 1 | from_end) & ((1 << all) - 1)
    }
}

/// The days of BYDAY, from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WeekDays([Signed; 7]);

impl WeekDays {
    pub(super) fn of(days: &[WeekDay]) -> Self {
        let mut all = Self([Signed::default(); 7]);
        for day in days {
            let Some(slot) = all.0.get_mut(day.day.num_days_from_monday() as usize) else {
                continue;
            };
            let bits = day.ordinal.map_or(Signed::EACH, |ordinal| Signed::of(&[ordinal], 53));
            slot.from_start |= bits.from_start;
            slot.from_end |= bits.from_end;
        }
        all
    }

    /// Each day of a weekday whose ordinal says nothing, as outside months and years.
    pub(super) fn without_ordinals(mut self) -> Self {
        for slot in &mut self.0 {
            if *slot != Signed::default() {
                *slot = Signed::EACH;
            }
        }
        self
    }

    /// The weekdays that have any day, Monday in bit 0.
    pub(super) fn mask(&self) -> u64 {
        let days = (0..).zip(&self.0).filter(|(_, bits)| **bits != Signed::default());
        days.map(|(day, _)| 1 << day).sum()
    }

    /// The days of a month or year that begins with a weekday.
    pub(super) fn within(&self, first: Weekday, length: u32) -> Days {
        let mut days = Days::default();
        for (week_day, bits) in (0..7).zip(&self.0) {
            if *bits == Signed::default() {
                continue;
            }
            let offset = (week_day + 7 - first.num_days_from_monday()) % 7;
            let all = (length - offset).div_ceil(7);
            for nth in 1..=all {
                if bits.has(nth, all) {
                    days.insert(offset + 7 * (nth - 1));
                }
            }
        }
        days
    }

    /// Whether a day is one of them: the `nth` of `all` of its weekday.
    fn has(&self, day: Weekday, nth: u32, all: u32) -> bool {
        let bits = self.0.get(day.num_days_from_monday() as usize);
        bits.is_some_and(|bits| bits.has(nth, all))
    }
}

/// Which days of a month: BYMONTHDAY and BYDAY, both where both are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct MonthDays {
    pub(super) month_days: Option<Signed>,
    pub(super) week_days: Option<WeekDays>,
}

impl MonthDays {
    /// The days of the month that begins with `first`, which is bit 0.
    pub(super) fn of(&self, first: NaiveDate) -> u64 {
        let length = u32::from(first.num_days_in_month());
        let days = self.month_days.unwrap_or(Signed::EACH).of_all(length);
        match &self.week_days {
            Some(week_days) => days & week_days.within(first.weekday(), length).low(),
            None => days,
        }
    }
}

/// The weeks of a rule, which begin on the day that WKST names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Weeks {
    /// The first day of the week, from Monday as 0.
    pub(super) start: i32,
}

impl Weeks {
    /// The number of the week of a day, both counted from the year 1.
    pub(super) const fn of(self, day: i32) -> i32 {
        (day - 1 - self.start).div_euclid(7)
    }

    /// The first day of a week.
    pub(super) const fn first_day(self, week: i32) -> i32 {
        week * 7 + 1 + self.start
    }

    /// The first day of a year's first week: the one with at least four of the year's days (RFC 5545 §3.3.10).
    pub(super) fn year_start(self, year: i32) -> Option<i32> {
        let fourth = NaiveDate::from_ymd_opt(year, 1, 4)?.num_days_from_ce();
        Some(self.first_day(self.of(fourth)))
    }

    /// The year that a day's week belongs to.
    pub(super) fn year_of(self, date: NaiveDate) -> i32 {
        let (day, year) = (date.num_days_from_ce(), date.year());
        if self.year_start(year).is_some_and(|start| day < start) {
            year - 1
        } else if self.year_start(year + 1).is_some_and(|start| day >= start) {
            year + 1
        } else {
            year
        }
    }

    /// Whether the number of a day's week is one of these.
    pub(super) fn is_one_of(self, numbers: Signed, date: NaiveDate) -> bool {
        self.number(date).is_some_and(|(nth, all)| numbers.has(nth, all))
    }

    /// Which week of its year a day is in, and how many that year has.
    fn number(self, date: NaiveDate) -> Option<(u32, u32)> {
        let year = self.year_of(date);
        let (start, end) = (self.year_start(year)?, self.year_start(year + 1)?);
        let number = (date.num_days_from_ce() - start) / 7 + 1;
        Some((u32::try_from(number).ok()?, u32::try_from((end - start) / 7).ok()?))
    }
}

/// The parts of a rule that only take days away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Limits {
    /// The months, January in bit 1.
    pub(super) months: Option<u16>,
    pub(super) month_days: Option<Signed>,
    pub(super) year_days: Option<Vec<i16>>,
    pub(super) week_numbers: Option<Signed>,
    /// With ordinals within the year.
    pub(super) week_days: Option<WeekDays>,
    pub(super) weeks: Weeks,
}

impl Limits {
    /// Whether they let every day be.
    pub(super) const fn is_empty(&self) -> bool {
        self.months.is_none()
            && self.month_days.is_none()
            && self.year_days.is_none()
            && self.week_numbers.is_none()
            && self.week_days.is_none()
    }

    /// Whether there is nothing but weekdays.
    pub(super) const fn is_week_days_only(&self) -> bool {
        self.week_days.is_some()
            && self.months.is_none()
            && self.month_days.is_none()
            && self.year_days.is_none()
            && self.week_numbers.is_none()
    }

    /// The weekdays, Monday in bit 0; they are no limit any more.
    pub(super) fn take_week_days(&mut self) -> u64 {
        self.week_days.take().map_or(0, |days| days.mask())
    }

    /// Whether they let a day be.
    pub(super) fn allow(&self, date: NaiveDate) -> bool {
        self.allow_month(date)
            && self
                .month_days
                .is_none_or(|days| days.has(date.day(), date.num_days_in_month().into()))
            && self.week_days.is_none_or(|days| is_week_day(&days, date))
            && self.year_days.as_ref().is_none_or(|days| is_year_day(days, date))
            && self.week_numbers.is_none_or(|numbers| self.weeks.is_one_of(numbers, date))
    }

    /// The first day from one on that they let be.
    pub(super) fn allowed_from(&self, date: NaiveDate) -> Option<NaiveDate> {
        let mut firsts =
            (0..MOST_MONTHS).map_while(|n| date.with_day(1)?.checked_add_months(Months::new(n)));
        firsts.find_map(|first| self.allowed_of(first).find(|day| *day >= date))
    }

    /// The last day up to one that they let be.
    pub(super) fn allowed_to(&self, date: NaiveDate) -> Option<NaiveDate> {
        let mut firsts =
            (0..MOST_MONTHS).map_while(|n| date.with_day(1)?.checked_sub_months(Months::new(n)));
        firsts.find_map(|first| self.allowed_of(first).filter(|day| *day <= date).last())
    }

    /// The days that they let be of the month that begins with `first`.
    fn allowed_of(&self, first: NaiveDate) -> impl Iterator<Item = NaiveDate> {
        // An ordinal says nothing where days are gone through one by one, so that those of a month are those of a year.
        let days = MonthDays { month_days: self.month_days, week_days: self.week_days };
        let days = if self.allow_month(first) { days.of(first) } else { 0 };
        let dates = Days::of(days).iter().filter_map(move |day| first.with_day(day + 1));
        dates.filter(|date| self.allow(*date))
    }

    /// Whether they let any day of a day's month be.
    fn allow_month(&self, date: NaiveDate) -> bool {
        self.months.is_none_or(|months| months >> date.month() & 1 == 1)
    }

    /// Takes the days away that they do not let be; the first is a number from the year 1.
    pub(super) fn apply(&self, first: i32, days: &mut Days) {
        if self.is_empty() {
            return;
        }
        for day in days.iter() {
            let date = i32::try_from(day)
                .ok()
                .and_then(|day| NaiveDate::from_num_days_from_ce_opt(first + day));
            if !date.is_some_and(|date| self.allow(date)) {
                days.remove(day);
            }
        }
    }
}

fn days_in_year(date: NaiveDate) -> u32 {
    if date.leap_year() { 366 } else { 365 }
}

fn is_week_day(days: &WeekDays, date: NaiveDate) -> bool {
    let nth = date.ordinal0() / 7 + 1;
    let all = nth + (days_in_year(date) - date.ordinal()) / 7;
    days.has(date.weekday(), nth, all)
}

fn is_year_day(days: &[i16], date: NaiveDate) -> bool {
    let length = days_in_year(date);
    days.iter().any(|day| year_day(*day, length) == Some(date.ordinal0()))
}

/// The day of a year from 0, of a number that may count from the end.
pub(super) fn year_day(number: i16, length: u32) -> Option<u32> {
    let size = u32::from(number.unsigned_abs());
    if size == 0 || size > length {
        return None;
    }
    Some(if number > 0 { size - 1 } else { length - size })
}

/// The days in a year.
pub(super) fn year_length(year: i32) -> Option<u32> {
    NaiveDate::from_ymd_opt(year, 1, 1).map(days_in_year)
}
