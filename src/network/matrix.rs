//! The Matrix network: rooms of a homeserver, encrypted or not.
//!
//! What a room says is read in `convert` and what the bot says is drawn in `draw`; both are pure. `listen` hears,
//! `send` speaks, `session` is who the bot is on the homeserver and `trust` why others believe it. It knows nothing of
//! meetings.

use std::{error::Error, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use matrix_sdk::{
    Client,
    ruma::{EventId, UserId},
};
use secrecy::SecretString;
use tokio::{
    sync::watch,
    time::{sleep, timeout},
};

use crate::{
    chat::{Bot, Capabilities, Flavour, Message, Network, SendError},
    clock::Ids,
    model::{MessageId, NetworkId, RoomRef},
};

mod account;
mod check;
mod controls;
mod convert;
mod draw;
mod error;
mod files;
mod listen;
mod memory;
mod room;
mod rooms;
mod send;
mod session;
mod space;
mod trust;
mod turns;
mod unread;
mod verify;

pub use account::{AccountError, Door, Granted, Permit, Proof, Ways};
pub use check::check;
pub use session::SessionError;
pub use trust::TrustError;

use controls::{Controls, Left};
use listen::{Ended, Listener};
use turns::Turns;

/// The name of this network, as the database has it.
pub const MATRIX: NetworkId = NetworkId::new("matrix");

/// How long a message waits for the client before it is put off.
const CONNECTING: Duration = Duration::from_secs(3);

/// The longest text: what an event may hold, less what HTML, encryption and its envelope take.
const MAX_TEXT: usize = 12_000;

/// How the bot is on a homeserver.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The homeserver's name (`example.org`) or address (`https://matrix.example.org`).
    pub homeserver: String,
    /// The account: `@convene:example.org` or its first part alone.
    pub user: String,
    /// How it proves who it is.
    pub login: Login,
    /// The folder where session and keys are kept.
    pub folder: PathBuf,
    /// What the stores in the folder are encrypted with; where it is not given, one is made there.
    pub passphrase: Option<SecretString>,
    /// The file with the recovery key, which is made at the first start. Not in the folder: it is what is left when
    /// the folder is lost.
    pub recovery_key: PathBuf,
    /// What the bot calls itself.
    pub name: String,
    /// Whose invitations are accepted: `@user:server`, `server`, `!room`, with `*` for any letters.
    pub allow: Vec<String>,
    /// Whose invitations are not, whatever `allow` says.
    pub block: Vec<String>,
    /// Whose requests to verify are answered.
    pub verify: Vec<String>,
    /// The most octets of a file that is read.
    pub max_file: usize,
}

/// How the bot proves who it is.
#[derive(Debug, Clone)]
pub enum Login {
    /// By its password: a device is made at the first start, and another where the first is lost.
    Password(SecretString),
    /// By an access token that somebody made, for the device that it was made with.
    Token(SecretString),
}

/// The connector.
#[derive(Debug)]
pub struct Matrix {
    settings: Settings,
    ids: Arc<dyn Ids>,
    /// The controls that are not under their messages yet.
    controls: Left,
    /// Who of listening and speaking goes first.
    turns: Turns,
    /// The client, while there is one.
    client: watch::Sender<Option<Client>>,
}

impl Matrix {
    /// A connector that is not connected yet.
    pub fn new(settings: Settings, ids: Arc<dyn Ids>) -> Self {
        Self {
            settings,
            ids,
            controls: Left::default(),
            turns: Turns::default(),
            client: watch::Sender::new(None),
        }
    }

    /// Connects, listens, and connects again wherever the homeserver wants that.
    async fn live(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        let _held = session::hold(&self.settings)?;
        let mut client = self.connect().await?;
        loop {
            self.make_trusted(&client).await;
            verify::answer_requests(&client, &self.settings.verify);
            let mut listener =
                Listener::new(client.clone(), &self.settings, &self.turns, bot).await?;
            self.client.send_replace(Some(client.clone()));
            let name = client.user_id().map(UserId::localpart).unwrap_or_default();
            tracing::info!("connected to the homeserver as {name}; invite it into a room");
            let Ended::Refused { soft } = tokio::select! {
                ended = listener.listen() => ended?,
                () = self.controls.work(&client) => continue,
            };
            tracing::warn!("the homeserver does not take my token any more; I log in again");
            self.client.send_replace(None);
            drop(listener);
            client = self.patiently(|| session::renew(&self.settings, &*self.ids, soft)).await?;
        }
    }

    async fn connect(&self) -> Result<Client, SessionError> {
        self.patiently(|| session::open(&self.settings, &*self.ids)).await
    }

    /// Tries until the homeserver answers.
    async fn patiently<F>(&self, open: impl Fn() -> F) -> Result<Client, SessionError>
    where
        F: Future<Output = Result<Client, SessionError>>,
    {
        let mut failures = 0_u32;
        loop {
            match open().await {
                Err(SessionError::Offline { homeserver, source }) => {
                    if failures == 0 {
                        tracing::warn!("{homeserver} cannot be reached; I keep trying: {source}");
                    }
                    failures += 1;
                    sleep(Duration::from_millis(500 << failures.min(5))).await;
                }
                opened => return opened,
            }
        }
    }

    /// A bot whose encryption is not quite set up still works; people see warnings, and the log says why.
    async fn make_trusted(&self, client: &Client) {
        if let Err(error) = trust::establish(client, &self.settings).await {
            let cause = error.source().map(ToString::to_string).unwrap_or_default();
            tracing::error!("{error} {cause}");
        }
    }

    /// Has the controls of a message put under it.
    async fn add_controls(
        &self,
        room: &matrix_sdk::Room,
        key: &str,
        id: &EventId,
        message: &Message,
    ) -> Result<(), SendError> {
        let controls = Controls {
            room: room.room_id().to_owned(),
            message: id.to_owned(),
            key: key.to_owned(),
            emoji: message.reactions.clone(),
        };
        self.controls.add(&room.client(), controls).await.map_err(later)?;
        self.controls.note(id, true);
        Ok(())
    }

    /// A room, as soon as there is a client. At a start that takes a moment, which is no reason to put off what waits.
    async fn room(&self, room: &RoomRef) -> Result<matrix_sdk::Room, SendError> {
        let mut connected = self.client.subscribe();
        let client = timeout(CONNECTING, connected.wait_for(Option::is_some)).await;
        let client = client.ok().and_then(|client| client.ok()?.clone());
        send::room(&client.ok_or_else(|| SendError::Offline("not connected yet".into()))?, room)
    }
}

/// What could not be kept may be another time.
fn later(error: matrix_sdk::StoreError) -> SendError {
    SendError::Retry { after: None, source: Box::new(error) }
}

#[async_trait]
impl Network for Matrix {
    fn id(&self) -> NetworkId {
        MATRIX
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            flavour: Flavour::Html,
            buttons: false,
            reactions: true,
            ephemeral: false,
            threads: true,
            polls: true,
            panels: false,
            forms: false,
            events: false,
            remembers: true,
            max_text: MAX_TEXT,
            edit_interval: Duration::from_secs(1),
        }
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        let ended = tokio::select! {
            ended = self.live(bot) => ended,
            () = bot.stopped() => Ok(()),
        };
        self.client.send_replace(None);
        ended
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        let room = self.room(room).await?;
        let id = send::message(&self.turns, &room, key, message).await?;
        if !message.reactions.is_empty() {
            self.add_controls(&room, key, &id, message).await?;
        }
        Ok(MessageId(id.to_string()))
    }

    async fn edit(
        &self,
        key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let room = self.room(room).await?;
        let event = send::event_id(id)?;
        if message.reactions.is_empty() {
            self.controls.forget(&room.client(), &event).await.map_err(later)?;
            send::edit(&self.turns, &room, key, id, message).await?;
            self.controls.note(&event, false);
            return Ok(());
        }
        send::edit(&self.turns, &room, key, id, message).await?;
        let has = match self.controls.known(&event) {
            Some(has) => has,
            None => send::has_controls(&room, &event).await?,
        };
        self.controls.note(&event, has);
        // What had been called off and is not any more takes answers again.
        if has {
            Ok(())
        } else {
            self.add_controls(&room, &format!("{key}.c"), &event, message).await
        }
    }

    async fn close_poll(&self, key: &str, room: &RoomRef, id: &MessageId) -> Result<(), SendError> {
        send::close_poll(&self.turns, &self.room(room).await?, key, id).await
    }
}
