//! The commands that were acknowledged and have no answer yet: whoever used one sees that the bot is thinking.
//!
//! Of what a former run of the bot acknowledged nothing is in here; Discord is asked then.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// So many interactions are known. Of one that is not, Discord is asked.
const REMEMBERED: usize = 1_000;

/// What was acknowledged, by [`crate::chat::Inbound::thread`].
#[derive(Debug, Default)]
pub(super) struct Deferred(Mutex<Known>);

#[derive(Debug, Default)]
struct Known {
    /// The interactions whose first answer is still to come.
    waiting: HashSet<String>,
    /// All that this run of the bot acknowledged, the oldest first.
    heard: VecDeque<String>,
}

impl Deferred {
    /// Discord shows that the bot is thinking about it; also where an answer could not be sent after all.
    pub(super) fn add(&self, interaction: &str) {
        self.known().waiting.insert(interaction.to_owned());
    }

    /// Whether the first answer is still to come. It is the caller's from now on: an answer that is sent edits the
    /// placeholder (`@original`), and whoever has none takes it away.
    pub(super) fn take(&self, interaction: &str) -> bool {
        self.known().waiting.remove(interaction)
    }

    /// This run of the bot acknowledges it.
    pub(super) fn hear(&self, interaction: &str) {
        let mut known = self.known();
        if known.heard.len() >= REMEMBERED {
            known.heard.pop_front();
        }
        known.heard.push_back(interaction.to_owned());
    }

    /// Whether this run of the bot acknowledged it.
    pub(super) fn knows(&self, interaction: &str) -> bool {
        self.known().heard.iter().any(|heard| heard == interaction)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
