//! The reactions that the bot puts under its own messages as controls.
//!
//! A message is there, and people answer it, before its controls are: a homeserver may put those off for many seconds.
//! So they are sent apart from their message. What is left to send is kept, and a restart goes on with it.

use std::{collections::HashMap, sync::PoisonError, time::Duration};

use matrix_sdk::{
    Client, StoreError,
    ruma::{EventId, OwnedEventId, OwnedRoomId},
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{Mutex, Notify},
    time::sleep,
};

use super::{
    memory::{get, put},
    send,
};
use crate::chat::SendError;

/// Under which the list is kept.
const LEFT: &str = "convene.controls";
/// Of how many messages that is known at most.
const KNOWN: usize = 10_000;
/// How long to wait where the homeserver names no time.
const PAUSE: Duration = Duration::from_secs(2);

/// The controls of one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Controls {
    /// The room.
    pub(super) room: OwnedRoomId,
    /// The message.
    pub(super) message: OwnedEventId,
    /// What the message was sent under.
    pub(super) key: String,
    /// The reactions.
    pub(super) emoji: Vec<String>,
}

/// What is left to send.
#[derive(Debug, Default)]
pub(super) struct Left {
    turn: Mutex<()>,
    more: Notify,
    /// Of which messages it is known whether they have controls, or get them. What is forgotten is asked for again.
    known: std::sync::Mutex<HashMap<OwnedEventId, bool>>,
}

impl Left {
    /// Has controls sent.
    pub(super) async fn add(&self, client: &Client, controls: Controls) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let mut left: Vec<Controls> = get(client, LEFT).await?.unwrap_or_default();
        if !left.contains(&controls) {
            left.push(controls);
            put(client, LEFT, &left).await?;
        }
        self.more.notify_one();
        Ok(())
    }

    /// Whether a message has its controls, or gets them; nothing where that is not known.
    pub(super) fn known(&self, message: &EventId) -> Option<bool> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(message).copied()
    }

    /// Notes whether a message has its controls.
    pub(super) fn note(&self, message: &EventId, has: bool) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KNOWN {
            known.clear();
        }
        known.insert(message.to_owned(), has);
    }

    /// Sends what is left, and what comes, for ever.
    pub(super) async fn work(&self, client: &Client) {
        loop {
            let next: Result<Option<Vec<Controls>>, _> = get(client, LEFT).await;
            let Some(controls) = next.ok().flatten().and_then(|left| left.into_iter().next())
            else {
                self.more.notified().await;
                continue;
            };
            match put_on(client, &controls).await {
                Err(SendError::Retry { after, .. }) => sleep(after.unwrap_or(PAUSE)).await,
                Err(SendError::Offline(_)) => sleep(PAUSE).await,
                // What the homeserver does not take at all, people can do without: every control has a word.
                done => {
                    if let Err(error) = done {
                        tracing::warn!("the controls of a message could not be put there: {error}");
                    }
                    if let Err(error) = self.forget(client, &controls.message).await {
                        tracing::warn!("the list of controls could not be kept: {error}");
                        sleep(PAUSE).await;
                    }
                }
            }
        }
    }

    /// A message shall have no controls any more.
    pub(super) async fn forget(
        &self,
        client: &Client,
        message: &EventId,
    ) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
        let mut left: Vec<Controls> = get(client, LEFT).await?.unwrap_or_default();
        let before = left.len();
        left.retain(|controls| controls.message != message);
        if left.len() < before { put(client, LEFT, &left).await } else { Ok(()) }
    }
}

async fn put_on(client: &Client, controls: &Controls) -> Result<(), SendError> {
    let room = client.get_room(&controls.room).ok_or(SendError::Gone)?;
    for (place, emoji) in controls.emoji.iter().enumerate() {
        let key = format!("{}.r{place}", controls.key);
        send::control(&room, &key, &controls.message, emoji).await?;
    }
    Ok(())
}
