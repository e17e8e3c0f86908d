//! The Discord network: channels of servers, and direct messages.
//!
//! What Discord says is read in `convert` and what the bot says is drawn in `draw`; both are pure. `listen` hears,
//! `interactions` answers within Discord's three seconds, `send` speaks; whatever is asked of Discord goes through `http` and
//! its `gate`. It knows nothing of meetings.

use std::{error::Error, net::SocketAddr, sync::Arc, time::Duration};

use async_trait::async_trait;
use secrecy::SecretString;

use crate::{
    chat::{Bot, Capabilities, Event, Flavour, Message, Network, Offer, SendError},
    clock::Ids,
    model::{MessageId, NetworkId, RoomRef},
};

mod check;
mod commands;
mod convert;
mod deferred;
mod directory;
mod draw;
mod ear;
mod error;
mod events;
mod files;
mod gate;
mod http;
mod interactions;
mod listen;
mod looks;
mod once;
mod place;
mod resync;
mod send;
mod shards;
mod threads;
mod way;

pub use check::check;

use deferred::Deferred;
use send::Speaker;

/// The name of this network, as the database has it.
pub const DISCORD: NetworkId = NetworkId::new("discord");

/// The longest text of a message outside a panel.
const MAX_TEXT: usize = 2_000;

/// How the bot is on Discord.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The token of the application's bot.
    pub token: SecretString,
    /// The shards that this process serves; all of them where nothing is said.
    pub shards: Option<Shards>,
    /// The commands.
    pub offers: Vec<Offer>,
    /// Whether what happens to a meeting is said in a thread of its own.
    pub threads: bool,
    /// Whether meetings are shown among a server's events.
    pub events: bool,
    /// Whether the bot puts reactions under its cards, as controls beside the buttons.
    pub reactions: bool,
    /// The most octets of a file that is read.
    pub max_file: usize,
    /// Where Discord is found instead, in tests.
    pub connect: Option<TestConnection>,
}

/// Some of the shards of a bot that several processes serve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// The first one.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// How many there are in all.
    pub total: u32,
}

/// A Discord to test with.
#[derive(Debug, Clone)]
pub struct TestConnection {
    /// Where it listens for what goes to `discord.com`.
    pub address: SocketAddr,
    /// The certificate that it is trusted by, as PEM.
    pub certificate: String,
}

/// The connector.
#[derive(Debug)]
pub struct Discord {
    settings: Settings,
    ids: Arc<dyn Ids>,
    /// What has this connector's timeouts and knows where Discord is.
    client: reqwest::Client,
    /// The commands that Discord shows as being thought about.
    deferred: Arc<Deferred>,
    speaker: Speaker,
}

impl Discord {
    /// A connector that is not connected yet.
    ///
    /// # Errors
    ///
    /// The machine's TLS cannot be used.
    pub fn new(settings: Settings, ids: Arc<dyn Ids>) -> Result<Self, reqwest::Error> {
        let client = http::client(settings.connect.as_ref())?;
        let deferred = Arc::new(Deferred::default());
        let speaker = Speaker::new(client.clone(), &settings, Arc::clone(&deferred));
        Ok(Self { settings, ids, client, deferred, speaker })
    }
}

#[async_trait]
impl Network for Discord {
    fn id(&self) -> NetworkId {
        DISCORD
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            flavour: Flavour::Markdown,
            buttons: true,
            reactions: self.settings.reactions,
            ephemeral: true,
            threads: self.settings.threads,
            polls: false,
            panels: true,
            forms: true,
            events: self.settings.events,
            remembers: true,
            max_text: MAX_TEXT,
            edit_interval: Duration::from_secs(1),
        }
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        listen::listen(self, bot).await
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        self.speaker.send(key, room, message).await
    }

    async fn edit(
        &self,
        key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        self.speaker.edit(key, room, id, message).await
    }

    async fn show_event(
        &self,
        key: &str,
        room: &RoomRef,
        known: Option<&str>,
        event: Option<&Event>,
    ) -> Result<Option<String>, SendError> {
        self.speaker.show_event(key, room, known, event).await
    }
}
