//! What an object is looked up and listed by.

use chrono::{DateTime, NaiveDate, Utc};

use crate::{
    itip::{Meeting, Participant, Status},
    model::{CalAddress, CalTime, InstanceId, Partstat, Uid},
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
    /// When it is over; of a series, the last.
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
}

impl From<&Meeting> for Indexed {
    /// What a meeting without a recurrence rule shows: one occurrence, which is the whole.
    fn from(meeting: &Meeting) -> Self {
        let attending = |participant: &Participant| Attending {
            instance: InstanceId::Whole,
            address: participant.address.clone(),
            name: participant.name.clone(),
            partstat: participant.partstat,
            chair: participant.chair,
        };
        let (starts_at, ends_at) = (meeting.start, meeting.end);
        Self {
            uid: meeting.uid.clone(),
            organizer: meeting.organizer.as_ref().map(|organizer| organizer.address.clone()),
            summary: meeting.summary.clone(),
            starts_at,
            ends_at,
            days: days(meeting),
            status: meeting.status,
            sequence: meeting.sequence,
            attendees: meeting.attendees.iter().map(attending).collect(),
            occurrences: vec![Occurrence { instance: InstanceId::Whole, starts_at, ends_at }],
        }
    }
}

fn days(meeting: &Meeting) -> Option<(NaiveDate, NaiveDate)> {
    match (&meeting.span.start, &meeting.span.end) {
        (CalTime::Date(first), CalTime::Date(after)) => Some((*first, *after)),
        _ => None,
    }
}

impl Indexed {
    /// Whether the one occurrence is the object itself, so that its columns say all about it.
    pub(super) fn is_single(&self) -> bool {
        matches!(self.occurrences.as_slice(), [only] if only.instance == InstanceId::Whole
            && only.starts_at == self.starts_at && only.ends_at == self.ends_at)
    }
}
