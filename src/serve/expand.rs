//! When an object takes place between two instants.

use chrono::{DateTime, Utc};

use super::answer::Instance;
use crate::{
    ical::format_time,
    itip::{Object, Refusal},
};

/// The instances that overlap a time; dates and floating times are read as UTC.
pub(super) fn expand(
    object: &Object,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    limit: usize,
) -> Result<Vec<Instance>, Refusal> {
    if object.is_recurring() {
        return Err(Refusal::RecurrenceUnsupported);
    }
    let meeting = object.meeting(chrono_tz::UTC);
    let (start, end) = (meeting.start, meeting.end);
    // What lasts no time takes place at its instant.
    let inside = start < to && (end > from || (start == end && start >= from));
    let (start, end) = (format_time(&meeting.span.start), format_time(&meeting.span.end));
    let tzid = meeting.span.start.tzid().map(str::to_owned);
    let instance = Instance { recurrence_id: start.clone(), start, end, tzid };
    Ok(Some(instance).filter(|_| inside && limit > 0).into_iter().collect())
}
