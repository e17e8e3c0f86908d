//! The whole bot as a network sees it: happenings go to `app`, and what they leave to do is done by the worker.

use std::sync::Arc;

use async_trait::async_trait;
use tokio::sync::watch;

use super::Work;
use crate::{
    app::App,
    chat::{Bot, Form, Inbound, NotTaken, Suggestion, Typing},
    model::{MessageId, NetworkId, RoomRef, UserRef},
};

/// The bot at work.
#[derive(Debug)]
pub struct Running {
    app: App,
    work: Arc<Work>,
    stop: watch::Receiver<bool>,
}

impl Running {
    /// The bot, until `stop` says true or its sender is gone.
    pub const fn new(app: App, work: Arc<Work>, stop: watch::Receiver<bool>) -> Self {
        Self { app, work, stop }
    }
}

#[async_trait]
impl Bot for Running {
    async fn receive(&self, inbound: Inbound) -> Result<(), NotTaken> {
        // Somebody can be quicker than the network, which says only at the end of a sending what the message is called.
        if self.app.is_about_a_stranger(&inbound).await {
            self.work.settle().await;
        }
        self.app.receive(&inbound).await
    }

    async fn settle(&self) {
        self.work.settle().await;
    }

    async fn reachable(&self, network: &NetworkId) {
        if let Err(error) = self.work.reached(network).await {
            tracing::warn!(%error, "what waits for a network goes on waiting: {error}");
        }
    }

    async fn form(&self, inbound: &Inbound) -> Result<Option<Form>, NotTaken> {
        let Some(can) = self.work.capabilities(&inbound.room.network) else { return Ok(None) };
        self.app.form(inbound, &can).await
    }

    async fn suggest(&self, typing: &Typing) -> Vec<Suggestion> {
        self.app.suggest(typing).await
    }

    async fn stopped(&self) {
        // An error means that nobody is left who could ask to go on.
        let _ = self.stop.clone().wait_for(|stop| *stop).await;
    }

    async fn open_cards(&self, room: &RoomRef) -> Vec<MessageId> {
        self.work.open_cards(room).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the open cards could not be read: {error}");
            Vec::new()
        })
    }

    async fn open_rooms(&self, network: &NetworkId) -> Vec<RoomRef> {
        self.work.open_rooms(network).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the rooms with open cards could not be read: {error}");
            Vec::new()
        })
    }

    async fn reactions(&self, room: &RoomRef, message: &MessageId) -> Vec<(UserRef, String)> {
        self.work.reactions(room, message).await.unwrap_or_else(|error| {
            tracing::warn!(%error, "the reactions to a card could not be read: {error}");
            Vec::new()
        })
    }
}
