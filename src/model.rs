//! The words every module shares: identities, addresses and times.
//!
//! Plain values. It never does I/O, never reads the clock and knows no network by name.

use std::{borrow::Cow, fmt, str::FromStr};

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use serde::{Deserialize, Serialize};

mod address;
mod hours;
mod leads;
mod time;
mod zone;

pub use address::CalAddress;
pub use hours::{Digest, Digests, NoHours, Quiet};
pub use leads::{Leads, NoLeads, morning};
pub use time::{CalTime, Recurrence, Span};
pub use zone::{instant, instants, wall_clock, zone_abbreviation, zone_edition};

/// Names a chat network ("console", "matrix", "discord"). A database key, so it never changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NetworkId(Cow<'static, str>);

impl NetworkId {
    /// Names a network at compile time.
    pub const fn new(name: &'static str) -> Self {
        Self(Cow::Borrowed(name))
    }

    /// Takes a name that was stored.
    pub fn from_stored(name: String) -> Self {
        Self(Cow::Owned(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for NetworkId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A room of a network; `id` is opaque outside its connector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RoomRef {
    /// The network the room is on.
    pub network: NetworkId,
    /// The network's own id of the room.
    pub id: String,
}

/// A user of a network; `id` is opaque outside its connector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UserRef {
    /// The network the user is on.
    pub network: NetworkId,
    /// The network's own id of the user.
    pub id: String,
}

/// A message of a network, inside its room; opaque outside its connector.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MessageId(pub String);

/// A person, whichever addresses they are known by. Our own id, never shown.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PersonId(pub String);

/// A stored calendar object. Our own id, never shown; people see its number (`#12`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ObjectId(pub String);

/// The globally unique identifier of a calendar object (RFC 5545 §3.8.4.7), compared octet by octet.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid(pub String);

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Which occurrence of a calendar object is meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum InstanceId {
    /// The object as a whole: the only instance, or the master of a series.
    Whole,
    /// One occurrence, by its RECURRENCE-ID (RFC 5545 §3.8.4.4).
    Instance(CalTime),
}

/// What an attendee has answered (RFC 5545 §3.2.12).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Default,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "SCREAMING-KEBAB-CASE")]
pub enum Partstat {
    /// No answer yet; also what an unknown value counts as.
    #[default]
    NeedsAction,
    /// Comes.
    Accepted,
    /// Does not come.
    Declined,
    /// May come.
    Tentative,
    /// Sent someone else.
    Delegated,
    /// To-dos only: done.
    Completed,
    /// To-dos only: under way.
    InProcess,
}

impl Partstat {
    /// The value as the RFC writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NeedsAction => "NEEDS-ACTION",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Tentative => "TENTATIVE",
            Self::Delegated => "DELEGATED",
            Self::Completed => "COMPLETED",
            Self::InProcess => "IN-PROCESS",
        }
    }
}

impl FromStr for Partstat {
    type Err = UnknownPartstat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [
            Self::NeedsAction,
            Self::Accepted,
            Self::Declined,
            Self::Tentative,
            Self::Delegated,
            Self::Completed,
            Self::InProcess,
        ]
        .into_iter()
        .find(|partstat| partstat.as_str().eq_ignore_ascii_case(text))
        .ok_or(UnknownPartstat)
    }
}

/// A PARTSTAT value that RFC 5545 does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a participation status of RFC 5545")]
pub struct UnknownPartstat;
