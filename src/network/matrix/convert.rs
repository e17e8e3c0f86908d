//! From the events of a room to happenings. Pure: what has to be asked of the network is asked by its neighbours.
//!
//! An event is read in two steps. [`read`] says what is in it, with ids where people have names; the neighbours look
//! the names up, and [`inbound`] makes of both what the bot is told.

use std::collections::BTreeMap;

use matrix_sdk::ruma::{
    OwnedEventId, OwnedUserId, RoomId, UserId,
    events::{AnySyncTimelineEvent, room::MediaSource},
    serde::Raw,
};

use crate::chat::{Inbound, Lack};

/// Who the bot is, as people may write to it.
#[derive(Debug, Clone)]
pub(super) struct Me {
    /// Its account.
    pub(super) user: OwnedUserId,
    /// What it calls itself, which may be what people see too.
    pub(super) names: Vec<String>,
}

/// An event, as far as it concerns a bot.
#[derive(Debug, Clone)]
pub(super) struct Event {
    /// Its id.
    pub(super) id: OwnedEventId,
    /// Who sent it.
    pub(super) sender: OwnedUserId,
    /// When, in milliseconds since 1970, as the sender's server has it.
    pub(super) at: u64,
    /// The root of the thread it is in.
    pub(super) thread: Option<OwnedEventId>,
    /// What it is.
    pub(super) what: What,
}

/// What an event is.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// A text.
    Text(Text),
    /// A reaction.
    Reaction {
        /// The message it is on.
        to: OwnedEventId,
        /// The reaction.
        emoji: String,
    },
    /// An event was taken away. What it was has to be known from before.
    Redaction {
        /// The event that is gone.
        of: OwnedEventId,
    },
    /// A file.
    File {
        /// Its name, without a folder.
        name: String,
        /// Its media type, as its sender has it.
        mime: String,
        /// Its size in octets, as its sender has it.
        octets: Option<u64>,
        /// Where it lies.
        source: MediaSource,
    },
    /// A vote in a poll.
    Vote {
        /// The poll.
        poll: OwnedEventId,
        /// The ids of the answers chosen.
        answers: Vec<String>,
    },
}

/// A text that somebody wrote.
#[derive(Debug, Clone, Default)]
pub(super) struct Text {
    /// What it says, without the fallback of a reply and without the mention of the bot.
    pub(super) body: String,
    /// Whether the bot was mentioned.
    pub(super) addressed: bool,
    /// The message it answers, or the root of the thread it is in.
    pub(super) reply_to: Option<OwnedEventId>,
    /// The event it replaces.
    pub(super) edits: Option<OwnedEventId>,
    /// Who is mentioned beside the bot, with what stands for them in the body where that is known.
    pub(super) mentions: Vec<Pill>,
}

/// A mention of somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pill {
    /// What stands in the body, `None` where the body does not show it.
    pub(super) text: Option<String>,
    /// Who is meant.
    pub(super) user: OwnedUserId,
}

/// What is known of a room when something happens in it.
#[derive(Debug, Clone)]
pub(super) struct Surroundings<'r> {
    /// The room.
    pub(super) room: &'r RoomId,
    /// What people call it.
    pub(super) room_name: String,
    /// What people are called in it, at least the sender and everyone mentioned.
    pub(super) names: BTreeMap<OwnedUserId, String>,
    /// Whether the sender moderates it.
    pub(super) moderator: bool,
    /// What the bot may not do in it.
    pub(super) lacks: Vec<Lack>,
}
