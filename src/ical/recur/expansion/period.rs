//! One period of a rule: each of its days at each of its times, or those of them that BYSETPOS names.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime};

use crate::ical::recur::{days::Days, times::Times};

/// What a rule gives within one period.
#[derive(Debug, Clone)]
pub(super) struct Period {
    /// The first day, counted from the year 1.
    first: i32,
    days: Days,
    times: Times,
    /// What BYSETPOS chooses, in order.
    chosen: Option<Vec<NaiveDateTime>>,
}

impl Period {
    pub(super) fn new(first: i32, days: Days, times: Times, positions: &[i16]) -> Self {
        let mut period = Self { first, days, times, chosen: None };
        if !positions.is_empty() {
            period.chosen = Some(period.choose(positions));
        }
        period
    }

    fn choose(&self, positions: &[i16]) -> Vec<NaiveDateTime> {
        let count = self.count();
        let index = |position: &i16| {
            let size = u64::from(position.unsigned_abs());
            if *position > 0 { size.checked_sub(1) } else { count.checked_sub(size.max(1)) }
        };
        let given = positions.iter().filter(|position| **position != 0);
        let mut chosen: Vec<_> = given.filter_map(index).filter_map(|i| self.nth(i)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.chosen {
            Some(chosen) => chosen.is_empty(),
            None => self.days.is_empty() || self.times.count() == 0,
        }
    }

    pub(super) fn count(&self) -> u64 {
        match &self.chosen {
            Some(chosen) => u64::try_from(chosen.len()).unwrap_or_default(),
            None => self.days.count() * self.times.count(),
        }
    }

    /// How many are before a time.
    pub(super) fn count_before(&self, at: NaiveDateTime) -> u64 {
        if let Some(chosen) = &self.chosen {
            return u64::try_from(chosen.partition_point(|time| *time < at)).unwrap_or_default();
        }
        let Ok(day) = u32::try_from(at.num_days_from_ce() - self.first) else { return 0 };
        let days = self.days.iter().take_while(|earlier| *earlier < day).count();
        let days = u64::try_from(days).unwrap_or_default();
        let same_day = self.days.first_from(day) == Some(day);
        let times = if same_day { self.times.count_before(at.time()) } else { 0 };
        days * self.times.count() + times
    }

    /// The one of an index, from 0.
    pub(super) fn nth(&self, index: u64) -> Option<NaiveDateTime> {
        if let Some(chosen) = &self.chosen {
            return chosen.get(usize::try_from(index).ok()?).copied();
        }
        let times = self.times.count();
        let day = self.days.nth(index.checked_div(times)?)?;
        Some(self.date(day)?.and_time(self.times.nth(index % times)?))
    }

    /// Whether all of it is after a time.
    pub(super) fn begins_after(&self, at: NaiveDateTime) -> bool {
        self.first > at.num_days_from_ce()
    }

    /// The first one that is not before a time.
    pub(super) fn first_from(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if let Some(chosen) = &self.chosen {
            return chosen.get(chosen.partition_point(|time| *time < at)).copied();
        }
        let offset = at.num_days_from_ce() - self.first;
        let Ok(from) = u32::try_from(offset) else {
            return self.at(self.days.first_from(0)?, self.times.first_from(NaiveTime::MIN)?);
        };
        let day = self.days.first_from(from)?;
        if day > from {
            return self.at(day, self.times.first_from(NaiveTime::MIN)?);
        }
        if let Some(time) = self.times.first_from(at.time()) {
            return self.at(day, time);
        }
        let day = self.days.first_from(day + 1)?;
        self.at(day, self.times.first_from(NaiveTime::MIN)?)
    }

    /// The last one that is not after a time.
    pub(super) fn last_to(&self, at: NaiveDateTime) -> Option<NaiveDateTime> {
        if let Some(chosen) = &self.chosen {
            let after = chosen.partition_point(|time| *time <= at);
            return chosen.get(after.checked_sub(1)?).copied();
        }
        let to = u32::try_from(at.num_days_from_ce() - self.first).ok()?.min(Days::LAST);
        let day = self.days.last_to(to)?;
        if self.date(day)? == at.date()
            && let Some(time) = self.times.last_to(at.time())
        {
            return self.at(day, time);
        }
        let day = if self.date(day)? == at.date() {
            self.days.last_to(day.checked_sub(1)?)?
        } else {
            day
        };
        self.at(day, self.times.last()?)
    }

    fn at(&self, day: u32, time: NaiveTime) -> Option<NaiveDateTime> {
        Some(self.date(day)?.and_time(time))
    }

    fn date(&self, day: u32) -> Option<NaiveDate> {
        NaiveDate::from_num_days_from_ce_opt(self.first.checked_add(i32::try_from(day).ok()?)?)
    }
}
