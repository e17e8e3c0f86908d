//! The cards that are still to be looked at, and those that could not be and are looked at again later.

use std::{collections::VecDeque, future, mem, sync::Arc, time::Duration};

use tokio::time::{Instant, sleep_until};

use super::convert::Session;
use crate::model::{MessageId, RoomRef};

/// A card that is to be looked at.
#[derive(Debug)]
pub(super) struct Look {
    pub(super) session: Arc<Session>,
    pub(super) room: RoomRef,
    pub(super) card: MessageId,
}

/// What is to be looked at.
#[derive(Debug, Default)]
pub(super) struct Looks {
    now: VecDeque<Look>,
    later: Vec<Look>,
    /// When the later ones are due.
    due: Option<Instant>,
    /// How often in a row some had to be put off.
    rounds: u32,
}

impl Looks {
    /// Adds what is to be looked at now.
    pub(super) fn extend(&mut self, looks: impl IntoIterator<Item = Look>) {
        self.now.extend(looks);
    }

    /// What is to be looked at next.
    pub(super) fn next(&mut self) -> Option<Look> {
        self.now.pop_front()
    }

    /// Puts one off: a second, then twice as long each time, at most a minute.
    pub(super) fn put_off(&mut self, look: Look, now: Instant) {
        let wait = Duration::from_secs(1 << self.rounds.min(6)).min(Duration::from_mins(1));
        self.due.get_or_insert(now + wait);
        self.later.push(look);
    }

    /// Waits until those that were put off are to be looked at; for ever where there are none.
    pub(super) async fn wait(&mut self) {
        match self.due {
            Some(due) => sleep_until(due).await,
            None => future::pending().await,
        }
        self.look_again();
    }

    fn look_again(&mut self) {
        self.due = None;
        self.rounds += 1;
        self.now.extend(mem::take(&mut self.later));
    }

    /// Whether nothing is to be looked at now.
    pub(super) fn is_empty(&self) -> bool {
        self.now.is_empty()
    }

    /// One could be looked at.
    pub(super) fn succeeded(&mut self) {
        if self.later.is_empty() {
            self.rounds = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::discord::{DISCORD, convert};

    fn look() -> Look {
        let me = convert::Snowflake::new(1).unwrap();
        let session = Session {
            id: "session".to_owned(),
            me,
            account: convert::named(me, "Convene"),
            application: me,
            servers: Vec::new(),
            shard: (0, 1),
        };
        let room = RoomRef { network: DISCORD, id: "1/2".to_owned() };
        Look { session: Arc::new(session), room, card: MessageId("3".to_owned()) }
    }

    #[test]
    fn what_could_not_be_looked_at_comes_again_later_and_later() {
        let (mut looks, now) = (Looks::default(), Instant::now());
        looks.extend([look()]);
        let mut wait = || {
            let look = looks.next().unwrap();
            looks.put_off(look, now);
            assert!(looks.is_empty());
            let due = looks.due.unwrap();
            looks.look_again();
            (due - now).as_secs()
        };
        let waits: Vec<_> = std::iter::repeat_with(&mut wait).take(8).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        let seen = looks.next().unwrap();
        looks.succeeded();
        looks.put_off(seen, now);
        assert_eq!(looks.due, Some(now + Duration::from_secs(1)));
    }
}
