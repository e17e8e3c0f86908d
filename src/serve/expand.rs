//! When an object takes place between two instants.

use chrono::{DateTime, Utc};

use super::answer::Instance;
use crate::{
    ical::{Status, Zones, format_time},
    itip::{Object, Occurrence, Series},
    model::CalTime,
};

/// The instances that overlap a time; dates and floating times are read as UTC. What is cancelled has none.
pub(super) fn expand(
    object: &Object,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: usize,
) -> Vec<Instance> {
    let series = Series::of(&object.calendar);
    let zones = Zones::of(&object.calendar);
    let takes_place =
        |occurrence: &Occurrence<'_>| occurrence.component.status() != Some(Status::Cancelled);
    let instances = series.between(from, to, chrono_tz::UTC).filter(takes_place).take(limit);
    let instances = instances.map(|occurrence| Instance {
        recurrence_id: format_time(&occurrence.recurrence_id),
        start: format_time(&occurrence.span.start),
        end: format_time(&end(&occurrence, &zones)),
        tzid: occurrence.span.start.tzid().map(str::to_owned),
    });
    instances.collect()
}

/// The end, on the clock of the start: an instance names one zone only.
fn end(occurrence: &Occurrence<'_>, zones: &Zones<'_>) -> CalTime {
    let (start, end) = (&occurrence.span.start, &occurrence.span.end);
    let local = match start {
        CalTime::Utc(_) => Some(occurrence.end.naive_utc()),
        CalTime::Zoned { tzid, .. } if end.tzid() != Some(tzid) => zones.wall(occurrence.end, tzid),
        _ => None,
    };
    local.map_or_else(|| end.clone(), |local| start.with_local(local))
}
