//! The eight methods (RFC 5546 §1.4).

use std::{fmt, str::FromStr};

/// What a message is for (RFC 5546 §1.4, §3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// Tells of an event without asking for anything.
    Publish,
    /// Invites, moves, updates, or sends someone else.
    Request,
    /// Answers.
    Reply,
    /// Adds instances.
    Add,
    /// Calls off, wholly or for those named.
    Cancel,
    /// Asks for the current state.
    Refresh,
    /// Proposes a change.
    Counter,
    /// Turns a proposal down.
    DeclineCounter,
}

impl Method {
    /// All of them, in the order of the RFC.
    pub const ALL: [Self; 8] = [
        Self::Publish,
        Self::Request,
        Self::Reply,
        Self::Add,
        Self::Cancel,
        Self::Refresh,
        Self::Counter,
        Self::DeclineCounter,
    ];

    /// The value of the METHOD property.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Publish => "PUBLISH",
            Self::Request => "REQUEST",
            Self::Reply => "REPLY",
            Self::Add => "ADD",
            Self::Cancel => "CANCEL",
            Self::Refresh => "REFRESH",
            Self::Counter => "COUNTER",
            Self::DeclineCounter => "DECLINECOUNTER",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A METHOD that RFC 5546 does not define.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a method of RFC 5546")]
pub struct UnknownMethod;

impl FromStr for Method {
    type Err = UnknownMethod;

    /// Reads a method in any case; some clients write it in small letters.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        Self::ALL
            .into_iter()
            .find(|method| method.as_str().eq_ignore_ascii_case(text))
            .ok_or(UnknownMethod)
    }
}
