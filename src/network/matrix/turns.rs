//! Who goes first where listening and speaking both need the keys of others, so that neither holds the other up.
//!
//! What is said in an encrypted room waits for the devices of those in it of whom none is known, where an answer of the
//! homeserver said that they changed. The bot has one device, and that one does not count: so it waits for itself
//! whenever the homeserver names the bot, as Synapse does nearly every time where the bot speaks in several rooms.
//! Listening asks for those devices as soon as it has read the answer. But the library lets one at a time look for keys
//! that are missing, and whoever waits for devices is the one: listening waits for the speaker, the speaker for
//! listening, until the library gives up after five seconds. So a speaker who is in the way steps back and begins again,
//! behind the one who listens. The library is made for that (its futures may be dropped), and what was perhaps on its way
//! already has the same transaction id.

use std::{future, time::Duration};

use tokio::{sync::watch, time::timeout};

/// How long the keys may take before a speaker steps back. Most are there sooner, and nobody notices so little.
const PATIENCE: Duration = Duration::from_millis(200);

/// Whether listening is at the keys.
#[derive(Debug)]
pub(super) struct Turns {
    at_keys: watch::Sender<bool>,
}

impl Default for Turns {
    fn default() -> Self {
        Self { at_keys: watch::Sender::new(false) }
    }
}

impl Turns {
    /// Waits for an answer of the homeserver. From when it is `read` until it is given listening is at the keys.
    pub(super) async fn listen<T>(
        &self,
        answer: impl Future<Output = T>,
        read: impl Future<Output = ()>,
    ) -> T {
        let noted = async {
            read.await;
            self.at_keys.send_replace(true);
            future::pending().await
        };
        let answer = tokio::select! {
            biased;
            answer = answer => answer,
            never = noted => never,
        };
        self.at_keys.send_replace(false);
        answer
    }

    /// Says something, if need be several times. Each try may take longer than the one before, so that what is only slow
    /// comes to its end.
    pub(super) async fn speak<F: Future>(&self, say: impl Fn() -> F) -> F::Output {
        let mut patience = PATIENCE;
        loop {
            tokio::select! {
                biased;
                said = say() => return said,
                () = self.is_held_up(patience) => {}
            }
            tracing::debug!("what I say begins again, since keys are asked for first");
            patience = patience.saturating_mul(2);
        }
    }

    /// Waits until listening has been at the keys for longer than that.
    async fn is_held_up(&self, patience: Duration) {
        let mut at_keys = self.at_keys.subscribe();
        while at_keys.wait_for(|at_keys| *at_keys).await.is_ok() {
            if timeout(patience, at_keys.wait_for(|at_keys| !*at_keys)).await.is_err() {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use tokio::sync::{Mutex, Notify};

    use super::*;

    /// Plays the library: one at a time looks for keys, and the devices are asked for behind that.
    #[tokio::test]
    async fn whoever_speaks_and_whoever_listens_do_not_wait_for_each_other() {
        let (turns, keys, devices) = (Turns::default(), Mutex::new(()), Notify::new());
        let tries = Cell::new(0);
        let speaking = turns.speak(async || {
            tries.set(tries.get() + 1);
            let _one_at_a_time = keys.lock().await;
            devices.notified().await;
        });
        let listening = turns.listen(
            async {
                tokio::task::yield_now().await;
                drop(keys.lock().await);
                devices.notify_one();
            },
            async {},
        );
        tokio::join!(speaking, listening);
        assert_eq!(tries.get(), 2);
    }

    #[tokio::test]
    async fn what_is_slow_with_nobody_at_the_keys_is_said_once() {
        let (turns, tries) = (Turns::default(), Cell::new(0));
        let slow = async || {
            tries.set(tries.get() + 1);
            for _ in 0..100 {
                tokio::task::yield_now().await;
            }
        };
        let listening = turns.listen(future::pending::<()>(), future::pending());
        tokio::select! {
            () = turns.speak(slow) => {}
            () = listening => unreachable!("it listens"),
        }
        assert_eq!(tries.get(), 1);
    }
}
