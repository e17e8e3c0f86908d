//! The iTIP engine (RFC 5546, RFC 6638): values in, values out.
//!
//! Pure functions over one calendar object. It never does I/O, never reads the clock, never draws a random number,
//! and never panics on input: what it cannot do it refuses with a REQUEST-STATUS.

use chrono::{DateTime, Utc};

use crate::{
    ical::Component,
    model::{CalAddress, InstanceId, Partstat, Uid},
};

/// What a step may know of the world.
#[derive(Debug, Clone, Copy)]
pub struct Cx {
    /// The present instant; becomes DTSTAMP.
    pub now: DateTime<Utc>,
    /// What the room or calendar allows.
    pub policy: Policy,
}

/// What the owner of a calendar allows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policy {
    /// Who may answer.
    pub uninvited: Uninvited,
}

/// What happens to an answer of someone who was not invited (RFC 5546 §3.2.3, the "party crasher").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Uninvited {
    /// They become an attendee.
    #[default]
    Accept,
    /// They are refused.
    Refuse,
}

/// All components with one UID and what was received about them (RFC 6638 §3.1, a scheduling object resource).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The VCALENDAR: time zones, the master, its overrides. Without METHOD.
    pub calendar: Component,
    /// Whose copy it is.
    pub role: Role,
    /// The newest message applied, for each sender and instance.
    pub received: Vec<Received>,
    /// Counter-proposals that nobody has decided.
    pub proposals: Vec<Proposal>,
    /// Messages that came before what they refer to.
    pub held: Vec<Held>,
}

/// Whose copy of a calendar object it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The organizer's: the truth.
    Organizer,
    /// An attendee's, or that of several attendees who share it (a room).
    Attendee,
}

/// What orders the messages of one sender about one instance (RFC 5546 §2.1.5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The instance.
    pub instance: InstanceId,
    /// Who sent it.
    pub from: CalAddress,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Its DTSTAMP.
    pub stamp: DateTime<Utc>,
}

/// An open counter-proposal (RFC 5546 §3.2.7).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The instance it is about.
    pub instance: InstanceId,
    /// Who proposes.
    pub from: CalAddress,
    /// The SEQUENCE it is based on.
    pub sequence: i64,
    /// Its DTSTAMP.
    pub stamp: DateTime<Utc>,
    /// The VEVENT as they would have it.
    pub event: Component,
    /// Why, in their words.
    pub comment: Option<String>,
}

/// A message kept until what it refers to comes (RFC 5546 §5.2.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Who sent it.
    pub from: CalAddress,
    /// When it came.
    pub since: DateTime<Utc>,
    /// The whole message.
    pub message: Component,
}
