//! A change that comes every year: the RRULE of a STANDARD or DAYLIGHT, as far as time zones have them.

use chrono::{Datelike, NaiveDateTime, NaiveTime};

use super::{At, Change, onset};
use crate::{
    ical::{Expansion, Frequency, Recur, UtcOffset},
    model::CalTime,
};

/// Within how many periods a rule must come. A rule for 29 February does once in eight years.
const PERIODS: i32 = 12;

/// A rule with more onsets in that time is none of a time zone.
const MOST_ONSETS: usize = 144;

/// A yearly rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    expansion: Expansion,
    months: usize,
    from: UtcOffset,
    to: UtcOffset,
}

impl Rule {
    /// Reads an RRULE. `None` where it is not one that this follows: then only DTSTART counts.
    pub(super) fn parse(
        text: &str,
        start: NaiveDateTime,
        from: UtcOffset,
        to: UtcOffset,
    ) -> Option<Self> {
        let recur: Recur = text.parse().ok()?;
        let until = recur.until.as_ref().map(|until| last_onset(until, from));
        let expansion = recur.starting(start, until);
        let is_yearly = recur.frequency == Frequency::Yearly;
        (is_yearly && is_of_a_zone(&recur, &expansion, start)).then(|| Self {
            expansion,
            months: months(&recur),
            from,
            to,
        })
    }

    /// In how many months it comes.
    pub(super) const fn months(&self) -> usize {
        self.months
    }

    /// The last change that has happened.
    pub(super) fn last_change(&self, at: At) -> Option<Change> {
        let latest = match at {
            // A wall time counts from the end of a gap on.
            At::Wall(wall) => {
                let forward = self.to.delta() - self.from.delta();
                wall.checked_sub_signed(forward.max(chrono::TimeDelta::zero()))?
            }
            At::Utc(utc) => utc.checked_add_signed(self.from.delta())?,
        };
        Change::new(self.expansion.last_to(latest)?, self.from, self.to)
    }
}

/// Whether it comes at all, and not all the time: what a rule costs to follow is bounded by that.
fn is_of_a_zone(recur: &Recur, expansion: &Expansion, start: NaiveDateTime) -> bool {
    let interval = i32::try_from(recur.interval).unwrap_or(i32::MAX);
    let end = start.year().saturating_add(interval.saturating_mul(PERIODS));
    let onsets = expansion.starts().take_while(|onset| onset.year() < end);
    (1..=MOST_ONSETS).contains(&onsets.take(MOST_ONSETS + 1).count())
}

fn months(recur: &Recur) -> usize {
    let mut months = recur.by_month.clone();
    months.sort_unstable();
    months.dedup();
    let all = !recur.by_month_day.is_empty() || !recur.by_year_day.is_empty();
    if months.is_empty() && all { 12 } else { months.len().max(1) }
}

/// The last onset that UNTIL lets be. In UTC as the RFC wants it, or loosely as a date or wall time.
fn last_onset(until: &CalTime, from: UtcOffset) -> NaiveDateTime {
    match until {
        CalTime::Date(date) => {
            date.and_time(NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default())
        }
        time => onset(time, from),
    }
}
