//! The iTIP engine (RFC 5546, RFC 6638): values in, values out.
//!
//! Pure functions over one calendar object. It never does I/O, never reads the clock, never draws a random number,
//! and never panics on input: what it cannot do it refuses with a REQUEST-STATUS.

use chrono::{DateTime, Utc};

mod add;
mod again;
mod agenda;
mod alarm;
mod authority;
mod busy;
mod change;
mod counter;
mod delegate;
mod delivery;
mod diff;
mod draft;
mod edit;
mod error_reply;
mod fields;
mod file;
mod forget;
mod gaps;
mod guests;
mod incoming;
mod instances;
mod kind;
mod meeting;
mod message;
mod method;
mod other_rule;
mod progress;
mod publish;
mod quirks;
mod reading;
mod receive;
mod recurrence;
mod refusal;
mod remarks;
mod request_status;
mod respond;
mod restrictions;
mod rhythm;
mod room;
mod scope;
mod shift;
mod skip;
mod split;
mod state;
mod step;
mod strict;
mod taken;
mod views;

pub use add::add;
pub use again::Again;
pub use agenda::Date;
pub use alarm::with_alarms;
pub use authority::{Authority, Trust};
pub use busy::{BusyKind, BusyTime, answer_busy, busy, publish_busy};
pub use change::{change, delete};
pub use counter::{accept_counter, counter, decline_counter, propose};
pub use delegate::{delegate, send_delegate};
pub use delivery::delivered;
pub use draft::{Draft, Edit, create};
pub use edit::{edit, edit_all, revise};
pub use error_reply::error_reply;
pub use file::{CalendarFile, FileDates, Unreadable, read};
pub use forget::{forget, is_nobody};
pub use guests::{respond_here, with_answers, without_guests};
pub use meeting::{Meeting, Participant, Status, Who};
pub use message::{Message, refresh};
pub use method::{Method, UnknownMethod};
pub use progress::{Progress, Report, report};
pub use publish::{publish, with_first_date};
pub use receive::receive;
pub use recurrence::{Occurrence, Series};
pub use refusal::Refusal;
pub use request_status::{Code, RequestStatus};
pub use respond::{reply, reply_for_all, respond};
pub use restrictions::{validate, validate_at};
pub use rhythm::{Repeats, Rhythm, WORKDAYS};
pub use room::{auto_reply, deliver};
pub use scope::Scope;
pub use shift::{Alike, ToCome};
pub use skip::{add_date, lasting, skip};
pub use split::base_uid;
pub use step::{Notice, Outcome, Step};
pub use taken::{Taken, forget_in_calendar, put_back, take_back};

use crate::{
    ical::Component,
    model::{CalAddress, InstanceId, Partstat},
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
    /// Whether people who are not invited may answer (RFC 5546 §3.2.3).
    pub uninvited: Uninvited,
    /// Whether people who are not invited may propose something else (RFC 5546 §3.2.7).
    pub proposals: Uninvited,
    /// Whether an answer is passed on to the other attendees (RFC 5546 §3.2.2: a REQUEST with the same SEQUENCE).
    pub tell_others: bool,
    /// Who is told when somebody is busy (RFC 5546 §3.3.2).
    pub busy: Busy,
    /// How this and all later occurrences are sent (RFC 5545 §3.2.13).
    pub ranges: Ranges,
}

/// How a change of one occurrence and all later ones is sent (RFC 5545 §3.2.13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ranges {
    /// With RANGE=THISANDFUTURE, as it is kept.
    #[default]
    Keep,
    /// As a series of its own, for receivers that do not take RANGE.
    Split,
}

/// Who is told when somebody is busy (RFC 5546 §3.3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Busy {
    /// Whoever asks.
    #[default]
    Everyone,
    /// Nobody: who asks is told that they may not (REQUEST-STATUS 3.8).
    Nobody,
}

/// What happens to a message of someone who was not invited (RFC 5546 §3.2.3, the "party crasher").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Uninvited {
    /// It counts as that of an attendee, which they become by answering.
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
    /// For each instance, the SEQUENCE at which its time was last changed.
    pub rescheduled: Vec<Rescheduled>,
    /// Counter-proposals that nobody has decided.
    pub proposals: Vec<Proposal>,
    /// Messages that came before what they refer to.
    pub held: Vec<Held>,
}

impl Object {
    /// An object with nothing in it yet.
    pub(crate) fn new(role: Role) -> Self {
        Self {
            calendar: message::calendar(None),
            role,
            received: Vec::new(),
            rescheduled: Vec::new(),
            proposals: Vec::new(),
            held: Vec::new(),
        }
    }
}

/// Whose copy of a calendar object it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    /// On whose behalf it was sent.
    pub from: CalAddress,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Its DTSTAMP.
    pub stamp: DateTime<Utc>,
    /// The answer that it brought, where it was one. What the object has now may be another: a new time, or a
    /// delegate who declines, makes it begin anew.
    pub answer: Option<Partstat>,
    /// What an attendee said with their answer. Never sent to others.
    pub comment: Option<String>,
    /// How far an attendee is with a to-do. The to-do's own PERCENT-COMPLETE is the organizer's.
    pub progress: Option<Progress>,
    /// The DTSTAMP of their newest proposal that was decided or fell, so that it does not open again.
    pub decided: Option<DateTime<Utc>>,
}

/// When answers to an instance began to count anew: an answer to a lower SEQUENCE is out of date
/// (RFC 5546 §5.2.2). SEQUENCE itself also rises where answers stay good, as when someone is uninvited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rescheduled {
    /// The instance.
    pub instance: InstanceId,
    /// The SEQUENCE that brought its present time.
    pub sequence: i64,
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
