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
    /// the root of the thread it happened in, else what it was said in or done to. Where the network has such messages,
    /// what it needs to know to send one in answer to this.
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
    /// Whether others than the sender read what the bot answers to them alone: the network has no messages for one
    /// person, or none in answer to this, and somebody else is there.
    pub overheard: bool,
    /// Whether nobody is in the room but the sender and the bot.
    pub alone: bool,
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
    /// The language and region of their program (BCP 47), where the network says that.
    pub locale: Option<String>,
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
    /// Wants to fill in a form. Nothing is done yet; [`Bot::form`] says what is asked.
    Open(Filled),
    /// Filled in a form, or used one of the network's own commands, which are forms too.
    Fill(Filled),
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
            Self::Open(filled) | Self::Fill(filled) => filled.to.as_ref(),
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
            Self::Open(filled) | Self::Fill(filled) => &filled.mentions,
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

/// A form with what somebody put into it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// Which form: [`Form::id`], or the name of an [`Offer`].
    pub form: String,
    /// The values by the names of their fields, those left out that are empty. A person is the text of their mention.
    pub values: Vec<(String, String)>,
    /// Who is mentioned in the values and in the form's id.
    pub mentions: Vec<Mention>,
    /// The message that the form was opened on.
    pub to: Option<MessageId>,
}

impl Filled {
    /// The value of a field, where there is one.
    pub fn value(&self, field: &str) -> Option<&str> {
        self.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.as_str())
    }
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
    /// The same as a panel, where the network has panels; it stands for the text there.
    pub panel: Option<Panel>,
    /// Buttons under it.
    pub buttons: Vec<Button>,
    /// More buttons, for which there is room in a list that opens, where the network has such lists.
    pub menu: Vec<Button>,
    /// Reactions the bot puts on it itself, as controls.
    pub reactions: Vec<String>,
    /// Files with it.
    pub files: Vec<File>,
    /// Whom it shall ping; nobody else is pinged, whatever the text says.
    pub mentions: Vec<UserRef>,
    /// Who alone shall see it, where the network can; elsewhere everyone in the room does.
    pub only_for: Option<UserRef>,
    /// The message whose thread it belongs in, or that it answers; of a message for one person where the network has
    /// them, [`Inbound::thread`] of what it answers.
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

/// A message in parts, for networks that set them out themselves. All texts are in the network's flavour.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Panel {
    /// Its head; plain text.
    pub title: String,
    /// What stands under the head.
    pub text: String,
    /// Its fields: what each is called, and what it says.
    pub fields: Vec<(String, String)>,
    /// Small print.
    pub footer: String,
    /// What its colour shall say.
    pub tone: Tone,
}

/// What a colour says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// All is well.
    #[default]
    Open,
    /// Somebody has to decide.
    Asking,
    /// It is over.
    Over,
    /// It is called off.
    Cancelled,
}

/// Words, and the same in other languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Words {
    /// In English.
    pub text: &'static str,
    /// In other languages, by the language's tag (`de`).
    pub others: &'static [(&'static str, &'static str)],
}

/// A command, as a network with commands of its own offers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its name: small letters and hyphens. What comes back in [`Filled::form`] is the English one.
    pub name: Words,
    /// What it does, in a sentence of at most 100 characters.
    pub about: Words,
    /// What can be said with it, what must be said first.
    pub fields: Vec<Field>,
    /// Whether it opens a form where nothing is said with it.
    pub form: bool,
    /// Those of its fields of which one has to be said: where none is, it opens its form too.
    pub one_of: Vec<&'static str>,
    /// Whether it works where the bot cannot write, because only its user sees the answer.
    pub private: bool,
}

/// Something that can be said with a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name: small letters and hyphens. What comes back in [`Filled::values`] is the English one.
    pub name: Words,
    /// What it is for, in at most 100 characters.
    pub about: Words,
    /// What it holds.
    pub kind: FieldKind,
    /// Whether the command needs it.
    pub required: bool,
}

/// What a field of a command holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A text.
    Text {
        /// Whether [`Bot::suggest`] knows what it could be.
        suggests: bool,
    },
    /// One of at most 25 choices, with the value that each stands for.
    Choice(Vec<(Words, &'static str)>),
    /// Somebody.
    Person,
    /// A file, which comes as [`Action::Upload`].
    File,
}

/// A form to be filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What comes back when it is filled in; at most 100 octets, and it holds what is needed after a restart.
    pub id: String,
    /// Its head, at most 45 characters.
    pub title: String,
    /// What is asked: one to five things.
    pub inputs: Vec<Input>,
}

/// Something that a form asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Input {
    /// Its name, which comes back in [`Filled::values`].
    pub name: String,
    /// The words over it, at most 45 characters.
    pub label: String,
    /// What stands in it already.
    pub value: String,
    /// What stands in it while it is empty, at most 100 characters.
    pub hint: String,
    /// Whether it must be filled in.
    pub required: bool,
    /// Whether there is room for lines.
    pub long: bool,
    /// The most characters it takes.
    pub max: usize,
}

/// Somebody is typing a value, and wants to know what it could be or how it is understood.
#[derive(Debug, Clone)]
pub struct Typing {
    /// Where.
    pub room: RoomRef,
    /// Who.
    pub sender: Sender,
    /// The name of the [`Offer`].
    pub form: String,
    /// The field's name.
    pub field: String,
    /// What stands in it so far.
    pub text: String,
    /// The other fields so far.
    pub values: Vec<(String, String)>,
}

/// What a value could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The words to show, at most 100 characters.
    pub label: String,
    /// The value, at most 100 characters.
    pub value: String,
}

/// A date of a meeting, as networks show them that have a calendar of their own.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Event {
    /// The title; plain text.
    pub title: String,
    /// When it begins, in seconds of Unix time.
    pub start: i64,
    /// When it ends, later than it begins.
    pub end: i64,
    /// Where it is, where that was said.
    pub place: Option<String>,
    /// What it is about and how to answer, in the network's flavour.
    pub text: String,
}

/// How the id of a button begins that opens a form; what follows is [`Filled::form`].
pub const OPENS: &str = "form ";

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
    /// Whether it has panels.
    pub panels: bool,
    /// Whether buttons can open forms and stand in lists.
    pub forms: bool,
    /// Whether it has a calendar of its own, in which the bot can show meetings.
    pub events: bool,
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

    /// Shows an event in the network's own calendar beside a room, or what became of the `known` one, and gives its id
    /// there; with no event, the known one is taken away.
    ///
    /// # Errors
    ///
    /// [`SendError`]; [`SendError::Gone`] where somebody took the known one away, and [`SendError::Unsupported`] where
    /// the network has no calendar or may not write in it.
    async fn show_event(
        &self,
        _key: &str,
        _room: &RoomRef,
        _known: Option<&str>,
        _event: Option<&Event>,
    ) -> Result<Option<String>, SendError> {
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

    /// A network answers again after it did not: what waits for it need not wait for its next try.
    async fn reachable(&self, _network: &NetworkId) {}

    /// The messages in a room whose reactions count as answers: the cards of meetings that still take answers. What
    /// happened to them while nobody listened is worth asking the network for.
    async fn open_cards(&self, room: &RoomRef) -> Vec<MessageId>;

    /// The rooms of a network that have open cards.
    async fn open_rooms(&self, _network: &NetworkId) -> Vec<RoomRef> {
        Vec::new()
    }

    /// The reactions to a message that the bot knows of: who put there what. Where a network does not tell afterwards what
    /// was taken back meanwhile, the difference does.
    async fn reactions(&self, _room: &RoomRef, _message: &MessageId) -> Vec<(UserRef, String)> {
        Vec::new()
    }

    /// The form for an [`Action::Open`]; nothing where there is nothing to ask.
    ///
    /// # Errors
    ///
    /// [`NotTaken`], whose sentence tells the person what is wrong and what to do.
    async fn form(&self, _inbound: &Inbound) -> Result<Option<Form>, NotTaken> {
        Ok(None)
    }

    /// What a value could be that somebody is typing, at most 25 things.
    async fn suggest(&self, _typing: &Typing) -> Vec<Suggestion> {
        Vec::new()
    }
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
