//! Why the engine does not do something.

use super::{Code, Method, RequestStatus};

/// Something the engine does not do, and why. Each has a status of RFC 5546 §3.6.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// There is no METHOD, or none of RFC 5546's.
    #[error("the message has no method of RFC 5546")]
    UnknownMethod,
    /// The method is not for this component (RFC 5546 §3).
    #[error("{component} does not take METHOD:{method}")]
    MethodNotForComponent {
        /// The method.
        method: Method,
        /// The component.
        component: String,
    },
    /// There is nothing in it to schedule.
    #[error("there is no event in it")]
    NoComponent,
    /// A message or object holds components of different kinds (RFC 5546 §1.4).
    #[error("it mixes components of different kinds")]
    MixedComponents,
    /// Components with different UIDs (RFC 5546 §3.2).
    #[error("its components have different UIDs")]
    MixedUids,
    /// Components with different organizers (RFC 6638 §3.2.4.2).
    #[error("its components have different organizers")]
    MixedOrganizers,
    /// It is about another object than the one at hand.
    #[error("its UID is another one")]
    WrongUid,
    /// A property that is required is not there.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A value that cannot be.
    #[error("{0} cannot be what it is")]
    InvalidValue(&'static str),
    /// A time that cannot be read, or an end before its start.
    #[error("{0} is no valid time")]
    InvalidTime(&'static str),
    /// Only the organizer may do this (RFC 5546 §1.4).
    #[error("only the organizer may send {0}")]
    NotOrganizer(Method),
    /// Only the attendee may do this for themself (RFC 5546 §6.1.2).
    #[error("only the attendee themself may send {0}")]
    NotAttendee(Method),
    /// Someone who was not invited, where only the invited may answer (RFC 5546 §3.2.3).
    #[error("they are not invited")]
    NotInvited,
    /// A delegation that comes back to where it began, or to oneself.
    #[error("the delegation goes in a circle")]
    DelegationLoop,
    /// Delegated to someone who takes part already.
    #[error("they take part already")]
    AlreadyInvited,
    /// Someone else organizes it now (RFC 5546 §6.1.3).
    #[error("the organizer is someone else")]
    OrganizerChanged,
    /// An attendee changed what only the organizer may (RFC 6638 §3.2.4.4).
    #[error("{0} is the organizer's to change")]
    NotYours(String),
    /// The organizer set an attendee's answer (RFC 6638 §3.2.4.3).
    #[error("an answer is the attendee's to give")]
    AnswerOfAnother,
    /// The meeting is cancelled.
    #[error("it is cancelled")]
    Cancelled,
    /// There is no such object.
    #[error("there is no such object")]
    UnknownObject,
    /// There is no such instance.
    #[error("there is no such instance")]
    UnknownInstance,
    /// Nobody made this proposal.
    #[error("there is no such proposal")]
    UnknownProposal,
    /// The organizer says that they take no proposals (X-MICROSOFT-DISALLOW-COUNTER).
    #[error("the organizer takes no proposals")]
    CounterDisallowed,
    /// What it was based on has changed since.
    #[error("it is based on an earlier version")]
    OutOfDate,
    /// The answer is none that this kind of component takes.
    #[error("that is no answer to this")]
    InvalidAnswer,
    /// It has no organizer, so there is nobody to tell.
    #[error("it has no organizer")]
    NoOrganizer,
    /// The organizer keeps this copy, so there is nobody to ask.
    #[error("it is the organizer's own copy")]
    OwnCopy,
    /// Repeating objects are not handled here.
    #[error("repeating objects are not supported")]
    RecurrenceUnsupported,
    /// Not a kind of component that is handled here.
    #[error("{0} is not supported")]
    UnsupportedComponent(String),
    /// Too many people, or too much text.
    #[error("{0} is too large")]
    TooLarge(&'static str),
}

impl Refusal {
    /// A name that never changes, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UnknownMethod => "unknown-method",
            Self::MethodNotForComponent { .. } => "method-not-for-component",
            Self::NoComponent => "no-component",
            Self::MixedComponents => "mixed-components",
            Self::MixedUids => "mixed-uids",
            Self::MixedOrganizers => "mixed-organizers",
            Self::WrongUid => "wrong-uid",
            Self::Missing(_) => "missing-property",
            Self::InvalidValue(_) => "invalid-value",
            Self::InvalidTime(_) => "invalid-time",
            Self::NotOrganizer(_) => "not-organizer",
            Self::NotAttendee(_) => "not-attendee",
            Self::NotInvited => "not-invited",
            Self::DelegationLoop => "delegation-loop",
            Self::AlreadyInvited => "already-invited",
            Self::OrganizerChanged => "organizer-changed",
            Self::NotYours(_) => "not-yours",
            Self::AnswerOfAnother => "answer-of-another",
            Self::Cancelled => "cancelled",
            Self::UnknownObject => "unknown-object",
            Self::UnknownInstance => "unknown-instance",
            Self::UnknownProposal => "unknown-proposal",
            Self::CounterDisallowed => "counter-disallowed",
            Self::OutOfDate => "out-of-date",
            Self::InvalidAnswer => "invalid-answer",
            Self::NoOrganizer => "no-organizer",
            Self::OwnCopy => "own-copy",
            Self::RecurrenceUnsupported => "recurrence-unsupported",
            Self::UnsupportedComponent(_) => "unsupported-component",
            Self::TooLarge(_) => "too-large",
        }
    }

    /// The status that the sender is told (RFC 5546 §3.6).
    pub fn request_status(&self) -> RequestStatus {
        match self {
            Self::UnknownMethod => RequestStatus::about(Code::INVALID_VALUE, "METHOD"),
            Self::MethodNotForComponent { method, .. } => {
                RequestStatus::about(Code::UNSUPPORTED, method.as_str())
            }
            Self::NoComponent => RequestStatus::about(Code::MISSING, "VEVENT"),
            Self::MixedComponents => RequestStatus::new(Code::INVALID_COMPONENTS),
            Self::MixedUids | Self::WrongUid | Self::UnknownObject => {
                RequestStatus::about(Code::INVALID_VALUE, "UID")
            }
            Self::MixedOrganizers => RequestStatus::about(Code::INVALID_VALUE, "ORGANIZER"),
            Self::Missing(name) => RequestStatus::about(Code::MISSING, *name),
            Self::InvalidValue(name) => RequestStatus::about(Code::INVALID_VALUE, *name),
            Self::InvalidTime(name) => RequestStatus::about(Code::INVALID_TIME, *name),
            Self::NotOrganizer(method) | Self::NotAttendee(method) => {
                RequestStatus::about(Code::NO_AUTHORITY, method.as_str())
            }
            Self::OrganizerChanged | Self::AnswerOfAnother | Self::OwnCopy => {
                RequestStatus::new(Code::NO_AUTHORITY)
            }
            Self::NotYours(name) => RequestStatus::about(Code::NO_AUTHORITY, name),
            Self::NotInvited | Self::DelegationLoop | Self::AlreadyInvited => {
                RequestStatus::new(Code::INVALID_USER)
            }
            Self::Cancelled | Self::OutOfDate => {
                RequestStatus::about(Code::INVALID_VALUE, "SEQUENCE")
            }
            Self::UnknownInstance => RequestStatus::about(Code::INVALID_VALUE, "RECURRENCE-ID"),
            Self::CounterDisallowed => RequestStatus::about(Code::UNSUPPORTED, "COUNTER"),
            Self::UnknownProposal => RequestStatus::about(Code::INVALID_VALUE, "ATTENDEE"),
            Self::InvalidAnswer => RequestStatus::about(Code::INVALID_VALUE, "PARTSTAT"),
            Self::NoOrganizer => RequestStatus::about(Code::MISSING, "ORGANIZER"),
            Self::RecurrenceUnsupported => RequestStatus::about(Code::UNSUPPORTED, "RRULE"),
            Self::UnsupportedComponent(name) => {
                RequestStatus::about(Code::UNSUPPORTED_COMPONENT, name)
            }
            Self::TooLarge(_) => RequestStatus::new(Code::TOO_LARGE),
        }
    }
}
