//! A message that waits in the outbox until its transaction is committed.

use serde::{Deserialize, Serialize};

use crate::{model::UserRef, view::View};

/// What shall be said, to whom, and about which card. Drawn when it is sent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// What is said.
    pub view: View,
    /// Whom it pings.
    pub mentions: Vec<UserRef>,
    /// Who alone shall see it.
    pub only_for: Option<UserRef>,
    /// The card in whose thread it belongs.
    pub card: Option<String>,
    /// Whether it is news that should not notify.
    pub quiet: bool,
}

impl Note {
    /// Something everyone in the room may read.
    pub fn to_all(view: View) -> Self {
        Self { view, mentions: Vec::new(), only_for: None, card: None, quiet: true }
    }

    /// Something for one person.
    pub fn to_one(view: View, user: UserRef) -> Self {
        Self { only_for: Some(user), ..Self::to_all(view) }
    }

    /// The same, pinging these.
    #[must_use]
    pub fn pinging(self, mentions: Vec<UserRef>) -> Self {
        Self { quiet: mentions.is_empty(), mentions, ..self }
    }

    /// The same, in the thread of a card.
    #[must_use]
    pub fn in_thread_of(self, card: Option<String>) -> Self {
        Self { card, ..self }
    }

    /// As the outbox keeps it.
    ///
    /// # Errors
    ///
    /// Where a view cannot be written as JSON; none of ours is such.
    pub fn to_payload(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Back from the outbox.
    ///
    /// # Errors
    ///
    /// Where the row was not written by us.
    pub fn from_payload(payload: &str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(payload)
    }
}
