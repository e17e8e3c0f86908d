//! What people asked to be reminded of: when it comes next, and how it repeats.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::{
    itip::Again,
    model::{CalTime, instant, morning},
    store::Memo,
    view::repeats_text,
    when::Reading,
};

/// When it comes for the first time after an instant; `None` where it does not repeat, or no more.
pub fn next_of(memo: &Memo, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Again::read(memo.series.as_ref()?)?.next(after, morning(), zone_of(memo))
}

/// How it repeats, in words.
pub fn repeats_of(memo: &Memo, at: DateTime<Utc>) -> Option<String> {
    let repeats = Again::read(memo.series.as_ref()?)?.repeats(at, zone_of(memo))?;
    Some(repeats_text(&repeats))
}

/// When it is; in the morning where only the day was said.
pub(super) fn begins(reading: &Reading) -> Option<DateTime<Utc>> {
    match &reading.span.start {
        CalTime::Date(day) => instant(day.and_time(morning()), reading.zone),
        start => start.instant(reading.zone),
    }
}

pub(super) fn zone_of(memo: &Memo) -> Tz {
    memo.zone.parse().unwrap_or(Tz::UTC)
}
