//! A meeting as people read it.

use chrono::{DateTime, Utc};

use super::Progress;
use crate::model::{CalAddress, Partstat, Span, Uid};

/// A calendar user and what people call them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Who {
    /// Their address.
    pub address: CalAddress,
    /// Their name (CN).
    pub name: Option<String>,
}

/// Whether a meeting takes place (RFC 5545 §3.8.1.11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Status {
    /// Perhaps.
    Tentative,
    /// It does; also where nothing is said.
    #[default]
    Confirmed,
    /// It does not.
    Cancelled,
}

/// A meeting as people read it: the whole object, out of its iCalendar form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Its UID.
    pub uid: Uid,
    /// Its SEQUENCE; 0 where there is none.
    pub sequence: i64,
    /// Whether it takes place.
    pub status: Status,
    /// Its title; empty where there is none.
    pub summary: String,
    /// What it is about.
    pub description: Option<String>,
    /// Where it is.
    pub location: Option<String>,
    /// When it is, in its own wall time.
    pub span: Span,
    /// The instant it begins.
    pub start: DateTime<Utc>,
    /// The instant it ends.
    pub end: DateTime<Utc>,
    /// Who organizes it.
    pub organizer: Option<Participant>,
    /// Who is invited, in the order of the invitation.
    pub attendees: Vec<Participant>,
}

/// Somebody in a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Their address.
    pub address: CalAddress,
    /// Their name (CN).
    pub name: Option<String>,
    /// Their answer.
    pub partstat: Partstat,
    /// Whether they lead it (ROLE=CHAIR).
    pub chair: bool,
    /// Whom they sent in their place.
    pub delegated_to: Vec<CalAddress>,
    /// Who sent them.
    pub delegated_from: Vec<CalAddress>,
    /// What they said with their answer.
    pub comment: Option<String>,
    /// How far they are with a to-do.
    pub progress: Option<Progress>,
}

impl super::Proposal {
    /// Who proposes, with the name that the proposal has for them.
    pub fn who(&self) -> Who {
        let named = super::fields::attendee(&self.event, std::slice::from_ref(&self.from));
        named.map_or_else(|| Who { address: self.from.clone(), name: None }, super::fields::who)
    }
}
