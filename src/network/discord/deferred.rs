//! The commands that were acknowledged and have no answer yet: whoever used one sees that the bot is thinking.
//!
//! What is not in here after a restart is answered by a follow-up, which Discord shows in the same place.

use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// The interactions whose first answer is still to come, by [`crate::chat::Inbound::thread`].
#[derive(Debug, Default)]
pub(super) struct Deferred(Mutex<HashSet<String>>);

impl Deferred {
    /// Discord shows that the bot is thinking about it; also where an answer could not be sent after all.
    pub(super) fn add(&self, interaction: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(interaction.to_owned());
    }

    /// Whether the first answer is still to come. It is the caller's from now on: an answer that is sent edits the
    /// placeholder (`@original`), and whoever has none takes it away.
    pub(super) fn take(&self, interaction: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(interaction)
    }
}
