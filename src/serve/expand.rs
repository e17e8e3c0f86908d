//! When an object takes place between two instants.

use chrono::{DateTime, Utc};

use super::answer::Instance;
use crate::{
    ical::format_time,
    itip::{Object, Series},
};

/// The instances that overlap a time; dates and floating times are read as UTC.
pub(super) fn expand(
    object: &Object,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: usize,
) -> Vec<Instance> {
    let series = Series::of(&object.calendar);
    let instances = series.between(from, to, chrono_tz::UTC).take(limit);
    let instances = instances.map(|occurrence| Instance {
        recurrence_id: format_time(&occurrence.recurrence_id),
        start: format_time(&occurrence.span.start),
        end: format_time(&occurrence.span.end),
        tzid: occurrence.span.start.tzid().map(str::to_owned),
    });
    instances.collect()
}
