//! The card of a meeting.

use serde::{Deserialize, Serialize};

use super::times::TimeText;

/// The card of a meeting, which redraws in place with everyone's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The meeting's number in its room.
    pub number: i64,
    /// The title.
    pub title: String,
    /// Whether it is to come, over, or called off.
    pub state: CardState,
    /// When it is.
    pub when: TimeText,
    /// Where it is.
    pub place: Option<String>,
    /// Who called it.
    pub organizer: Option<String>,
    /// What it is about; may have lines.
    pub description: Option<String>,
    /// How many people are asked, those who sent somebody else left out.
    pub invited: usize,
    /// Who comes.
    pub going: Answers,
    /// Who may come.
    pub maybe: Answers,
    /// Who does not come.
    pub declined: Answers,
    /// Who has not answered.
    pub waiting: Answers,
    /// Other times that people propose and nobody has decided on.
    pub proposals: Vec<ProposalLine>,
    /// What was not said and so assumed.
    pub assumed: Vec<Assumed>,
}

/// One meeting in full: every name and every comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Show {
    /// The card it is drawn from.
    pub card: Card,
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardState {
    /// To come, or under way.
    Upcoming,
    /// Over.
    Past,
    /// Called off.
    Cancelled,
}

/// Those who gave the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// How many they are.
    pub count: usize,
    /// The first of them, in the order of the invitation.
    pub people: Vec<Answerer>,
    /// How many are left out of `people`.
    pub more: usize,
}

/// Somebody on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answerer {
    /// What people call them.
    pub name: String,
    /// Who sent them (DELEGATED-FROM).
    pub sent_by: Option<String>,
    /// What they said with their answer.
    pub comment: Option<String>,
}

/// An open counter-proposal on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalLine {
    /// Who proposes.
    pub who: String,
    /// The key of their address, by which the organizer's buttons name the proposal.
    pub key: String,
    /// The time they would have.
    pub when: TimeText,
    /// Why, in their words.
    pub comment: Option<String>,
}

/// Something that was not said when the meeting was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Assumed {
    /// How long it takes.
    Length {
        /// The length in minutes.
        minutes: i64,
    },
    /// Which zone the time is in.
    Zone {
        /// The zone's name.
        zone: String,
        /// Whose zone it is.
        from: ZoneFrom,
    },
    /// Anything else, as a few words.
    Note {
        /// The words.
        text: String,
    },
}

/// Where a zone was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneFrom {
    /// Named in the text.
    Text,
    /// The person's own.
    Person,
    /// The room's.
    Room,
    /// The instance's.
    Instance,
}

/// What a card says beyond the meeting itself.
#[derive(Debug, Clone)]
pub struct CardExtra {
    /// The meeting's number in its room.
    pub number: i64,
    /// The present instant.
    pub now: chrono::DateTime<chrono::Utc>,
    /// The zone of those who read the card.
    pub zone: chrono_tz::Tz,
    /// The open proposals.
    pub proposals: Vec<ProposalLine>,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
}
