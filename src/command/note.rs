//! A message that waits in the outbox until its transaction is committed.

use serde::{Deserialize, Serialize};

use crate::{
    model::{MessageId, RoomRef, UserRef},
    view::View,
};

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
    /// The thread it belongs in where the network has no messages for one person alone, and what it answers elsewhere.
    #[serde(default)]
    pub thread: Option<Thread>,
}

/// The thread of a message. It is one in that room only, which a note can leave with all that is to be sent there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The room.
    pub room: RoomRef,
    /// The message.
    pub root: MessageId,
}

impl Note {
    /// Something everyone in the room may read.
    pub fn to_all(view: View) -> Self {
        Self { view, mentions: Vec::new(), only_for: None, card: None, quiet: true, thread: None }
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

    /// The same, as an answer to what was said in a thread.
    #[must_use]
    pub fn in_thread(self, thread: Option<Thread>) -> Self {
        Self { thread, ..self }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::Problem;

    #[test]
    fn what_an_earlier_version_kept_is_still_read() {
        let note = Note::to_all(View::Problem(Problem::EmptyTitle));
        let before = r#"{"view":{"view":"problem","kind":"empty-title"},"mentions":[],"only_for":null,"card":null,"quiet":true}"#;
        assert_eq!(Note::from_payload(before).unwrap(), note);
    }
}
