//! The contract between the bot and a chat network.
//!
//! Ids are opaque outside their connector. Nothing here knows a network by name, does I/O of its own or reads
//! the clock.

use std::{error::Error, fmt, time::Duration};

use async_trait::async_trait;

use crate::model::{CalAddress, MessageId, NetworkId, RoomRef, UserRef};

/// Something that happened in a room.
#[derive(Debug, Clone)]
pub struct Inbound {
    /// What the network calls this happening; the same id is acted on once, also over restarts.
    pub id: String,
    /// The message it is, where it is one that others can answer.
    pub message: Option<MessageId>,
    /// The message in whose thread an answer to it belongs, where the network has no messages for one person alone:
    /// the root of the thread it happened in, else what it was said in or done to.
    pub thread: Option<MessageId>,
    /// Where it happened.
    pub room: RoomRef,
    /// What people call the room.
    pub room_name: String,
    /// Who did it.
    pub sender: Sender,
    /// What they did.
    pub action: Action,
    /// What the bot may not do in this room, as far as the network said so with this happening.
    pub lacks: Vec<Lack>,
}

/// Somebody with an account on a network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Their account.
    pub account: UserRef,
    /// The account as a calendar user's address (`matrix:u/name:server`, `https://discord.com/users/ID`).
    pub address: CalAddress,
    /// What people call them here.
    pub name: String,
}

/// Who did something.
#[derive(Debug, Clone)]
pub struct Sender {
    /// Who it is.
    pub user: User,
    /// Whether they moderate this room (Manage Events on Discord, power level 50 on Matrix).
    pub moderator: bool,
}

/// What somebody did.
#[derive(Debug, Clone)]
pub enum Action {
    /// Wrote something.
    Say(Said),
    /// Put a reaction on a message.
    React {
        /// The message reacted to.
        to: MessageId,
        /// The reaction as typed, variation selectors and skin tones included.
        emoji: String,
        /// Whether the network knows that the message is the bot's, so that a reaction on it means the bot. Where
        /// people react to each other too, a reaction that is not on a card is none of its business.
        ours: bool,
    },
    /// Took a reaction back.
    Unreact {
        /// The message it was on.
        to: MessageId,
        /// The reaction that is gone.
        emoji: String,
    },
    /// Pressed a button.
    Press {
        /// The message that carries the button.
        to: MessageId,
        /// The button's id, as the message had it.
        button: String,
    },
    /// Dropped a file in the room.
    Upload(File),
    /// Dropped a file that is larger than what is read.
    Oversized {
        /// Its name.
        name: String,
        /// How large it is, in octets.
        octets: usize,
    },
    /// Voted in a poll of the bot's, or changed their vote; all of their choices, none where it was taken back.
    Vote {
        /// The message that is the poll.
        to: MessageId,
        /// Places in [`Poll::choices`].
        choices: Vec<usize>,
    },
    /// Took a message of the bot's away, as moderators can.
    Remove {
        /// The message that is gone.
        message: MessageId,
    },
    /// Wrote something that the bot cannot decrypt and has waited for.
    Unreadable {
        /// Whether their program says that it keeps the key from devices which are not verified.
        withheld: bool,
    },
    /// Brought the bot into the room.
    Join,
    /// Took the bot out of the room, or closed it. Nothing can be sent there any more.
    Leave,
    /// Replaced the room by another one, in which the bot is now.
    Replace {
        /// The other room.
        by: RoomRef,
    },
}

impl Action {
    /// The message it is about: the one reacted to, pressed on or answered.
    pub const fn message(&self) -> Option<&MessageId> {
        match self {
            Self::Say(said) => said.reply_to.as_ref(),
            Self::React { to, .. }
            | Self::Unreact { to, .. }
            | Self::Press { to, .. }
            | Self::Vote { to, .. }
            | Self::Remove { message: to } => Some(to),
            Self::Upload(_)
            | Self::Oversized { .. }
            | Self::Unreadable { .. }
            | Self::Join
            | Self::Leave
            | Self::Replace { .. } => None,
        }
    }

    /// Who is mentioned in it.
    pub fn mentions(&self) -> &[Mention] {
        match self {
            Self::Say(said) => &said.mentions,
            _ => &[],
        }
    }
}

/// A text somebody wrote.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// The text, without the mention of the bot.
    pub text: String,
    /// Whether it was spoken to the bot: by a mention, or because the network has commands of its own.
    pub addressed: bool,
    /// The message it answers, or the root of the thread it is in.
    pub reply_to: Option<MessageId>,
    /// The message of the same person that it replaces: they corrected what they had written.
    pub edits: Option<MessageId>,
    /// Who is mentioned, with the text that stands for them.
    pub mentions: Vec<Mention>,
}

/// A mention inside a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What stands in the text, for instance `@ana`.
    pub text: String,
    /// Who is meant.
    pub user: User,
}

/// A file that came or goes.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Its media type, for instance `text/calendar; charset=utf-8`.
    pub mime: String,
    /// Its octets. Calendar files are text; others are refused before they come here.
    pub content: String,
}

/// Something the bot needs and may not do in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// What does not work, as a sentence.
    pub what: String,
    /// How to grant it, as a sentence.
    pub remedy: String,
}

/// A message to a room, rendered for its network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message {
    /// The plain text, complete by itself (Markdown where the network's flavour is [`Flavour::Markdown`]).
    pub text: String,
    /// The same as HTML, where the network takes it.
    pub html: Option<String>,
    /// Buttons under it.
    pub buttons: Vec<Button>,
    /// Reactions the bot puts on it itself, as controls.
    pub reactions: Vec<String>,
    /// Files with it.
    pub files: Vec<File>,
    /// Whom it shall ping; nobody else is pinged, whatever the text says.
    pub mentions: Vec<UserRef>,
    /// Who alone shall see it, where the network can; elsewhere everyone in the room does.
    pub only_for: Option<UserRef>,
    /// The message whose thread it belongs in, or that it answers.
    pub thread: Option<MessageId>,
    /// Whether it is news that should not notify.
    pub quiet: bool,
    /// A poll with it, where the network has polls.
    pub poll: Option<Poll>,
}

/// A question with choices.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Poll {
    /// What is asked.
    pub question: String,
    /// What can be chosen, at most twenty.
    pub choices: Vec<String>,
    /// How many one person may choose.
    pub most: usize,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Button {
    /// What comes back when it is pressed; at most 100 octets, and it holds what is needed after a restart.
    pub id: String,
    /// The words on it.
    pub label: String,
}

/// How a network writes text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Flavour {
    /// Plain text only.
    Text,
    /// Plain text with HTML beside it.
    Html,
    /// Markdown.
    Markdown,
}

/// What a network can do.
///
/// Whoever draws a message asks this, never the network's name.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing of its own that a network has or has not"
)]
pub struct Capabilities {
    /// How it writes text.
    pub flavour: Flavour,
    /// Whether it has buttons.
    pub buttons: bool,
    /// Whether it has reactions that the bot can read and set.
    pub reactions: bool,
    /// Whether a message can be for one person's eyes only.
    pub ephemeral: bool,
    /// Whether messages have threads.
    pub threads: bool,
    /// Whether it has polls of its own.
    pub polls: bool,
    /// Whether the network shows old messages after a restart of the bot. Where it does not, open cards are
    /// sent again.
    pub remembers: bool,
    /// The longest text in characters.
    pub max_text: usize,
    /// How long to wait between two edits of the same message.
    pub edit_interval: Duration,
}

/// Why a message could not be sent.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// Another try can help, not before `after` where the network named a time.
    #[error("the network could not take the message now")]
    Retry {
        /// How long the network asked to wait.
        after: Option<Duration>,
        /// What it said.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
    /// The network cannot be reached. Another try helps once it can, however long that takes.
    #[error("the network cannot be reached")]
    Offline(#[source] Box<dyn Error + Send + Sync>),
    /// The message to be edited is not there any more.
    #[error("the message is gone")]
    Gone,
    /// No other try will help.
    #[error("the network refused the message")]
    Permanent(#[source] Box<dyn Error + Send + Sync>),
    /// The network has no such thing.
    #[error("the network cannot do that")]
    Unsupported,
}

/// A chat network.
#[async_trait]
pub trait Network: Send + Sync + fmt::Debug {
    /// Names the network. A constant, because it is a database key.
    fn id(&self) -> NetworkId;

    /// What the network can do. Does no I/O.
    fn capabilities(&self) -> Capabilities;

    /// Listens, and hands every happening to `bot`, until `bot` says to stop or the network ends. Called once.
    ///
    /// # Errors
    ///
    /// What made it end; the caller says so and stops.
    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>>;

    /// Sends one message and gives back the network's id for it. `key` is the same for every try, and the
    /// network shows one message for it.
    ///
    /// # Errors
    ///
    /// [`SendError`], which says whether another try can help.
    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError>;

    /// Redraws a message that was sent. The same edit twice looks like once.
    ///
    /// # Errors
    ///
    /// [`SendError`], which says whether another try can help.
    async fn edit(
        &self,
        key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError>;

    /// Closes a poll that was sent, so that no more votes count.
    ///
    /// # Errors
    ///
    /// [`SendError`]; [`SendError::Unsupported`] where the network has no polls.
    async fn close_poll(
        &self,
        _key: &str,
        _room: &RoomRef,
        _id: &MessageId,
    ) -> Result<(), SendError> {
        Err(SendError::Unsupported)
    }
}

/// The bot, as a network sees it.
#[async_trait]
pub trait Bot: Send + Sync {
    /// Takes a happening. When it returns `Ok` everything it caused is kept, and the network may forget it.
    ///
    /// # Errors
    ///
    /// [`NotTaken`] where nothing was kept: the sentence tells the person, and the network may try the same
    /// happening again.
    async fn receive(&self, inbound: Inbound) -> Result<(), NotTaken>;

    /// Returns once nothing more is due at the present instant: everything sent, every reminder fired.
    async fn settle(&self);

    /// Returns when the bot is asked to stop.
    async fn stopped(&self);

    /// The messages in a room whose reactions count as answers: the cards of meetings that still take answers. What
    /// happened to them while nobody listened is worth asking the network for.
    async fn open_cards(&self, room: &RoomRef) -> Vec<MessageId>;
}

/// A happening the bot could not keep, as a sentence for the person who caused it.
#[derive(Debug, thiserror::Error)]
#[error("{say}")]
pub struct NotTaken {
    /// What to tell the person: what is wrong and what to do.
    pub say: String,
    /// What went wrong underneath.
    #[source]
    pub source: Box<dyn Error + Send + Sync>,
}
