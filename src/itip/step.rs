//! What a step gives back.

use chrono::{DateTime, Utc};

use super::{Message, Object, Progress, RequestStatus, Who};
use crate::model::{CalAddress, InstanceId, Partstat, Span};

/// What came of a change or a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The object as it is now; `None` where there is none any more, or none yet.
    pub object: Option<Object>,
    /// What must be sent.
    pub messages: Vec<Message>,
    /// What people would want told.
    pub notices: Vec<Notice>,
    /// What it came to, in a word.
    pub outcome: Outcome,
}

/// What a step came to, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// There is a new object.
    Created,
    /// The object is another than before.
    Updated,
    /// Nothing new was in it.
    Unchanged,
    /// The meeting is off. What is left, if anything, is its cancelled copy, which keeps its SEQUENCE so that
    /// late messages are known to be late (RFC 5546 §4.2.9).
    Deleted,
    /// Something newer was known already (RFC 5546 §2.1.5).
    Stale,
    /// Kept until what it refers to comes (RFC 5546 §5.2).
    Held,
    /// It waits for a decision of the organizer (RFC 5546 §3.2.7).
    Pending,
    /// There was nothing to do.
    Ignored,
}

impl Outcome {
    /// A name that never changes, for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Deleted => "deleted",
            Self::Stale => "stale",
            Self::Held => "held",
            Self::Pending => "pending",
            Self::Ignored => "ignored",
        }
    }
}

impl Step {
    /// This step and the next one, which began with its object, as one. The outcome is the weightier.
    pub(super) fn then(mut self, next: Self) -> Self {
        let new = next.messages.into_iter().filter(|message| !self.messages.contains(message));
        let new: Vec<Message> = new.collect();
        self.messages.extend(new);
        self.notices.extend(next.notices);
        Self { object: next.object, outcome: self.outcome.max_weight(next.outcome), ..self }
    }
}

impl Outcome {
    /// The one of two that says more of what was done.
    fn max_weight(self, other: Self) -> Self {
        const WEIGHT: [Outcome; 8] = [
            Outcome::Ignored,
            Outcome::Stale,
            Outcome::Unchanged,
            Outcome::Held,
            Outcome::Pending,
            Outcome::Updated,
            Outcome::Created,
            Outcome::Deleted,
        ];
        let weight = |outcome| WEIGHT.iter().position(|known| *known == outcome);
        if weight(other) > weight(self) { other } else { self }
    }
}

/// Something a person would want told. `view` words it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notice {
    /// Somebody answered.
    Answered {
        /// Which instance they answered for.
        instance: InstanceId,
        /// Who it is.
        who: Who,
        /// Their answer.
        partstat: Partstat,
        /// What they had answered before.
        before: Partstat,
        /// What they say with it.
        comment: Option<String>,
        /// They were not in the list before (RFC 5546 §3.2.3, the "party crasher").
        uninvited: bool,
    },
    /// Somebody says how far they are with a to-do (RFC 5546 §3.4.3).
    Progress {
        /// Which instance it is about.
        instance: InstanceId,
        /// Who it is.
        who: Who,
        /// How far they are.
        progress: Progress,
    },
    /// Somebody says when they are busy (RFC 5546 §3.3).
    Busy {
        /// Who it is.
        who: Who,
    },
    /// Somebody answered an earlier version and was sent the current one (RFC 5546 §5.2.2).
    AnsweredEarlier {
        /// Which instance they answered for.
        instance: InstanceId,
        /// Who it is.
        who: Who,
        /// The answer that was not counted.
        partstat: Partstat,
    },
    /// Somebody sent someone else.
    Delegated {
        /// Which instance it is about.
        instance: InstanceId,
        /// Who does not come.
        from: Who,
        /// Who comes in their place.
        to: Who,
    },
    /// Somebody proposes something else.
    Proposed {
        /// Which instance it is about.
        instance: InstanceId,
        /// Who proposes.
        from: Who,
        /// When it would be; `None` where its times cannot be read.
        span: Option<Span>,
        /// What they say with it.
        comment: Option<String>,
    },
    /// The organizer took or turned down a proposal.
    ProposalDecided {
        /// Which instance it is about.
        instance: InstanceId,
        /// Who had proposed.
        from: Who,
        /// Whether it was taken.
        accepted: bool,
        /// What the organizer says with it.
        comment: Option<String>,
    },
    /// A proposal fell, because what it was based on has changed.
    ProposalStale {
        /// Which instance it was about.
        instance: InstanceId,
        /// Who had proposed.
        from: Who,
    },
    /// It is at another time.
    Rescheduled {
        /// Which instance.
        instance: InstanceId,
        /// When it was.
        before: Option<Span>,
        /// When it is.
        after: Option<Span>,
    },
    /// There is one more occurrence (RFC 5546 §3.2.4).
    Added {
        /// Which instance.
        instance: InstanceId,
        /// When it is.
        span: Option<Span>,
    },
    /// Words, the place or other things have changed, but not the time.
    Changed {
        /// Which instance.
        instance: InstanceId,
        /// The names of the properties that are new, gone or different.
        properties: Vec<String>,
    },
    /// Somebody is invited who was not.
    Invited {
        /// Which instance.
        instance: InstanceId,
        /// Who it is.
        who: Who,
    },
    /// Somebody is no longer invited.
    Removed {
        /// Which instance.
        instance: InstanceId,
        /// Who it was.
        who: Who,
    },
    /// It does not take place.
    Cancelled {
        /// Which instance.
        instance: InstanceId,
        /// What the organizer says with it.
        comment: Option<String>,
    },
    /// Somebody asked for the current state.
    RefreshAsked {
        /// Who it is.
        who: Who,
    },
    /// It has another organizer (RFC 5546 §3.2.2.4).
    OrganizerChanged {
        /// Who it was.
        from: CalAddress,
        /// Who it is.
        to: CalAddress,
    },
    /// Somebody's calendar reports a difficulty (RFC 5546 §3.6).
    Trouble {
        /// Whose it is.
        who: Who,
        /// What it reports.
        status: RequestStatus,
    },
    /// A message was kept too long for what it refers to, and is gone (RFC 5546 §5.2.1).
    HeldExpired {
        /// Who had sent it.
        from: CalAddress,
        /// When it came.
        since: DateTime<Utc>,
    },
}

impl Notice {
    /// A name that never changes, for programs.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Answered { .. } => "answered",
            Self::Progress { .. } => "progress",
            Self::Busy { .. } => "busy",
            Self::AnsweredEarlier { .. } => "answered-earlier",
            Self::Delegated { .. } => "delegated",
            Self::Proposed { .. } => "proposed",
            Self::ProposalDecided { .. } => "proposal-decided",
            Self::ProposalStale { .. } => "proposal-stale",
            Self::Rescheduled { .. } => "rescheduled",
            Self::Added { .. } => "added",
            Self::Changed { .. } => "changed",
            Self::Invited { .. } => "invited",
            Self::Removed { .. } => "removed",
            Self::Cancelled { .. } => "cancelled",
            Self::RefreshAsked { .. } => "refresh-asked",
            Self::OrganizerChanged { .. } => "organizer-changed",
            Self::Trouble { .. } => "trouble",
            Self::HeldExpired { .. } => "held-expired",
        }
    }
}
