//! What an object is looked up and listed by.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::{
    itip::{Date, Meeting, Object, Participant, Scope, Status},
    model::{CalAddress, CalTime, InstanceId, Partstat, Span, Uid},
};

/// How many days before and after the present the occurrences of a series are listed.
const DAYS: (Days, Days) = (Days::new(14), Days::new(400));

/// How many occurrences of a series are listed at most that are over, and that are not.
const MOST: (usize, usize) = (20, 50);

/// When a series without an end is over, for looking it up.
const NEVER: DateTime<Utc> = match DateTime::from_timestamp(253_370_764_800, 0) {
    Some(year_9999) => year_9999,
    None => DateTime::<Utc>::MAX_UTC,
};

/// What one look at an object finds, for looking it up and listing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Its UID.
    pub uid: Uid,
    /// Who organizes it.
    pub organizer: Option<CalAddress>,
    /// Its title.
    pub summary: String,
    /// When it starts; of a series, the first.
    pub starts_at: DateTime<Utc>,
    /// When it is over; of a series, the last, and of one without an end, far off.
    pub ends_at: DateTime<Utc>,
    /// The first of its days and the one after the last, where it is whole days.
    pub days: Option<(NaiveDate, NaiveDate)>,
    /// Whether it takes place.
    pub status: Status,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Who takes part, in each instance that says so itself.
    pub attendees: Vec<Attending>,
    /// Its occurrences; of a series, the next ones.
    pub occurrences: Vec<Occurrence>,
}

/// How somebody takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attending {
    /// In which instance.
    pub instance: InstanceId,
    /// Who.
    pub address: CalAddress,
    /// What they are called.
    pub name: Option<String>,
    /// What they answered.
    pub partstat: Partstat,
    /// Whether they organize or help to.
    pub chair: bool,
}

/// When an instance is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Which instance.
    pub instance: InstanceId,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// Whose attendees are its own: those of the whole, of itself, or of a range that it is in.
    pub roster: InstanceId,
    /// Its title, where it is another than the object's.
    pub summary: Option<String>,
    /// The first of its days and the one after the last, where they are others than the object's.
    pub days: Option<(NaiveDate, NaiveDate)>,
}

impl Occurrence {
    /// An object that takes place once.
    pub const fn single(starts_at: DateTime<Utc>, ends_at: DateTime<Utc>) -> Self {
        let (instance, roster) = (InstanceId::Whole, InstanceId::Whole);
        Self { instance, starts_at, ends_at, roster, summary: None, days: None }
    }
}

impl From<Date> for Occurrence {
    fn from(date: Date) -> Self {
        Self {
            instance: date.instance,
            starts_at: date.start,
            ends_at: date.end,
            roster: date.roster,
            days: days(&date.span),
            summary: date.summary,
        }
    }
}

impl From<&Meeting> for Indexed {
    /// What a meeting without a recurrence rule shows: one occurrence, which is the whole.
    fn from(meeting: &Meeting) -> Self {
        let (starts_at, ends_at) = (meeting.start, meeting.end);
        Self {
            uid: meeting.uid.clone(),
            organizer: meeting.organizer.as_ref().map(|organizer| organizer.address.clone()),
            summary: meeting.summary.clone(),
            starts_at,
            ends_at,
            days: days(&meeting.span),
            status: meeting.status,
            sequence: meeting.sequence,
            attendees: attending(&InstanceId::Whole, meeting).collect(),
            occurrences: vec![Occurrence::single(starts_at, ends_at)],
        }
    }
}

/// Who takes part in an instance.
fn attending(instance: &InstanceId, meeting: &Meeting) -> impl Iterator<Item = Attending> {
    meeting.attendees.iter().map(|participant: &Participant| Attending {
        instance: instance.clone(),
        address: participant.address.clone(),
        name: participant.name.clone(),
        partstat: participant.partstat,
        chair: participant.chair,
    })
}

/// The dates of a series around an instant.
fn in_sight(object: &Object, zone: Tz, now: DateTime<Utc>) -> Vec<Date> {
    let from = now.checked_sub_days(DAYS.0).unwrap_or(now);
    let to = now.checked_add_days(DAYS.1).unwrap_or(now);
    let mut over = object.dates(from, now, zone);
    over.retain(|date| date.end <= now);
    let over = over.split_off(over.len().saturating_sub(MOST.0));
    let ahead = object.dates(now, to, zone).into_iter().filter(|date| date.end > now);
    over.into_iter().chain(ahead.take(MOST.1)).collect()
}

fn days(span: &Span) -> Option<(NaiveDate, NaiveDate)> {
    match (&span.start, &span.end) {
        (CalTime::Date(first), CalTime::Date(after)) => Some((*first, *after)),
        _ => None,
    }
}

impl Indexed {
    /// What an object shows at an instant; dates and floating times are read in a zone. Of a series, it is the occurrences
    /// around that instant.
    pub fn of(object: &Object, zone: Tz, now: DateTime<Utc>) -> Self {
        let whole = Self::from(&object.meeting(zone));
        if !object.is_recurring() {
            return whole;
        }
        let mut dates = Vec::new();
        if whole.status != Status::Cancelled {
            dates = in_sight(object, zone, now);
        }
        if dates.is_empty() {
            // A series that is off, long over, or begins late is found by the date that its card shows.
            dates.extend(object.shown(now, zone));
        }
        let mut attendees = whole.attendees;
        let mut rosters: Vec<&InstanceId> = dates.iter().map(|date| &date.roster).collect();
        rosters.dedup();
        for roster in rosters.into_iter().filter(|roster| **roster != InstanceId::Whole) {
            let scope = Scope::from(roster.clone());
            if let Ok(meeting) = object.meeting_at(&scope, zone) {
                attendees.extend(attending(roster, &meeting));
            }
        }
        Self {
            ends_at: object.ends_at(zone).unwrap_or(NEVER),
            days: None,
            attendees,
            occurrences: dates.into_iter().map(Occurrence::from).collect(),
            ..whole
        }
    }

    /// Whether the one occurrence is the object itself, so that its columns say all about it.
    pub(super) fn is_single(&self) -> bool {
        matches!(self.occurrences.as_slice(), [only] if only.instance == InstanceId::Whole
            && only.starts_at == self.starts_at && only.ends_at == self.ends_at)
    }
}
