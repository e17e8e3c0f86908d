//! The times of a day that a rule gives.

use chrono::{NaiveTime, Timelike};

use super::days::nth_bit;

/// Hours, minutes and seconds, as sets of bits: every one of each with every one of the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Times {
    pub(super) hours: u32,
    pub(super) minutes: u64,
    pub(super) seconds: u64,
}

impl Times {
    /// How many there are.
    pub(super) const fn count(self) -> u64 {
        let hours = self.hours.count_ones() as u64;
        hours * self.minutes.count_ones() as u64 * self.seconds.count_ones() as u64
    }

    /// The time of an index, from 0.
    pub(super) fn nth(self, index: u64) -> Option<NaiveTime> {
        let seconds = u64::from(self.seconds.count_ones());
        let minutes = u64::from(self.minutes.count_ones());
        let second = nth_bit(self.seconds, index.checked_rem(seconds)?)?;
        let rest = index.checked_div(seconds)?;
        let minute = nth_bit(self.minutes, rest.checked_rem(minutes)?)?;
        let hour = nth_bit(self.hours.into(), rest.checked_div(minutes)?)?;
        NaiveTime::from_hms_opt(hour, minute, second)
    }

    /// The first one that is not before a time.
    pub(super) fn first_from(self, from: NaiveTime) -> Option<NaiveTime> {
        let (hour, minute, second) = (from.hour(), from.minute(), from.second());
        let hours = u64::from(self.hours);
        if hours >> hour & 1 == 1 {
            if self.minutes >> minute & 1 == 1
                && let Some(second) = first(self.seconds, second)
            {
                return NaiveTime::from_hms_opt(hour, minute, second);
            }
            if let Some(minute) = first(self.minutes, minute + 1) {
                return NaiveTime::from_hms_opt(hour, minute, first(self.seconds, 0)?);
            }
        }
        let hour = first(hours, hour + 1)?;
        NaiveTime::from_hms_opt(hour, first(self.minutes, 0)?, first(self.seconds, 0)?)
    }

    /// How many are before a time.
    pub(super) fn count_before(self, time: NaiveTime) -> u64 {
        let below = |bits: u64, bit: u32| u64::from((bits & ((1 << bit) - 1)).count_ones());
        let (hours, seconds) = (u64::from(self.hours), u64::from(self.seconds.count_ones()));
        let minutes = u64::from(self.minutes.count_ones());
        let mut count = below(hours, time.hour()) * minutes * seconds;
        if hours >> time.hour() & 1 == 1 {
            count += below(self.minutes, time.minute()) * seconds;
            if self.minutes >> time.minute() & 1 == 1 {
                count += below(self.seconds, time.second());
            }
        }
        count
    }

    /// The last of all.
    pub(super) fn last(self) -> Option<NaiveTime> {
        self.nth(self.count().checked_sub(1)?)
    }

    /// The last one that is not after a time.
    pub(super) fn last_to(self, to: NaiveTime) -> Option<NaiveTime> {
        let (hour, minute, second) = (to.hour(), to.minute(), to.second());
        let hours = u64::from(self.hours);
        if hours >> hour & 1 == 1 {
            if self.minutes >> minute & 1 == 1
                && let Some(second) = last(self.seconds, second + 1)
            {
                return NaiveTime::from_hms_opt(hour, minute, second);
            }
            if let Some(minute) = last(self.minutes, minute) {
                return NaiveTime::from_hms_opt(hour, minute, last(self.seconds, 60)?);
            }
        }
        let hour = last(hours, hour)?;
        NaiveTime::from_hms_opt(hour, last(self.minutes, 60)?, last(self.seconds, 60)?)
    }
}

/// The first bit from one on; `from` is at most 60.
fn first(bits: u64, from: u32) -> Option<u32> {
    let bits = bits >> from;
    (bits != 0).then(|| from + bits.trailing_zeros())
}

/// The last bit before one, which is at most 60.
fn last(bits: u64, before: u32) -> Option<u32> {
    (bits & ((1 << before) - 1)).checked_ilog2()
}
