//! From the events of a room to happenings. Pure: what has to be asked of the network is asked by its neighbours.
//!
//! An event is read in two steps. [`read`] says what is in it, with ids where people have names; the neighbours look
//! the names up, and [`inbound`] makes of both what the bot is told.

use std::collections::BTreeMap;

use matrix_sdk::ruma::{
    EventId, OwnedEventId, OwnedUserId, RoomId, UserId,
    events::{AnySyncTimelineEvent, room::MediaSource},
    serde::Raw,
};
use serde_json::Value;

use crate::{
    chat::{Action, Inbound, Lack, Mention, Said, Sender, User},
    model::{CalAddress, MessageId, UserRef},
};

use super::MATRIX;
use relation::Relation;

mod html;
mod link;
mod mention;
mod message;
mod relation;

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
    /// What it says, without the fallback of a reply and without the mention of the bot; whoever has a pill in it is
    /// named in one way, by `@` and what they are called.
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
    /// Whether others are there than the sender and the bot.
    pub(super) overheard: bool,
}

/// Reads an event, which is decrypted already. `None` where it is none of a bot's business: its own, another bot's,
/// a state event, a redacted one, one that is not as the specification has it.
///
/// Read from the JSON and not by ruma's types, which refuse a whole message for one odd field in it.
pub(super) fn read(event: &Raw<AnySyncTimelineEvent>, me: &Me) -> Option<Event> {
    let event: Value = serde_json::from_str(event.json().get()).ok()?;
    let content = event.get("content")?;
    let sender = UserId::parse(text(&event, "sender")?).ok()?;
    if sender == me.user || event.get("state_key").is_some() {
        return None;
    }
    let what = match text(&event, "type")? {
        "m.room.message" => message::read(content, me)?,
        "m.reaction" => reaction(content)?,
        "m.room.redaction" => What::Redaction { of: redacted(&event)? },
        "m.poll.response" | "org.matrix.msc3381.poll.response" => vote(content)?,
        _ => return None,
    };
    Some(Event { id: event_id(&event)?, sender, thread: Relation::of(content).thread, what })
}

fn reaction(content: &Value) -> Option<What> {
    let to = Relation::of(content).annotates?;
    let emoji = text(content.get("m.relates_to")?, "key").filter(|key| !key.is_empty())?;
    Some(What::Reaction { to, emoji: emoji.to_owned() })
}

/// What a redaction takes away. Room versions before 11 say so beside the content, later ones in it, and servers add
/// the other one for older programs (MSC2174). Where both are there and differ, one of them is forged.
fn redacted(event: &Value) -> Option<OwnedEventId> {
    let beside = text(event, "redacts");
    let inside = event.get("content").and_then(|content| text(content, "redacts"));
    let id = beside.or(inside)?;
    inside.is_none_or(|inside| inside == id).then(|| OwnedEventId::try_from(id).ok()).flatten()
}

/// A vote (MSC3381). One whose choices cannot be read is spoiled, which takes back what was voted before.
fn vote(content: &Value) -> Option<What> {
    let poll = Relation::of(content).references?;
    let unstable = || content.get("org.matrix.msc3381.poll.response")?.get("answers");
    let chosen = content.get("m.selections").or_else(unstable).and_then(Value::as_array);
    let answers: Option<Vec<String>> =
        chosen.and_then(|ids| ids.iter().map(|id| id.as_str().map(str::to_owned)).collect());
    Some(What::Vote { poll, answers: answers.unwrap_or_default() })
}

/// What the bot is told of an event.
pub(super) fn inbound(event: &Event, action: Action, around: &Surroundings<'_>) -> Inbound {
    let id = message_id(&event.id);
    // A thread cannot begin at an event that relates to another one, as an edit does.
    let (message, about) = match &event.what {
        What::Text(Text { edits: Some(original), .. }) => {
            (Some(message_id(original)), message_id(original))
        }
        What::Text(_) | What::File { .. } => (Some(id.clone()), id.clone()),
        What::Reaction { to: about, .. }
        | What::Vote { poll: about, .. }
        | What::Redaction { of: about } => (None, message_id(about)),
    };
    // What a redacted reaction was on is known to the action alone.
    let about = match (&event.what, action.message()) {
        (What::Redaction { .. }, Some(message)) => message.clone(),
        _ => about,
    };
    Inbound {
        id: id.0,
        message,
        thread: Some(event.thread.as_deref().map_or(about, message_id)),
        room: super::room::reference(around.room),
        room_name: around.room_name.clone(),
        sender: Sender {
            user: user(&event.sender, &around.names),
            moderator: around.moderator,
            locale: None,
        },
        action,
        lacks: around.lacks.clone(),
        overheard: around.overheard,
        alone: !around.overheard,
    }
}

/// A text as the bot is told of it. `names` is what people are called in the room.
pub(super) fn said(text: &Text, names: &BTreeMap<OwnedUserId, String>) -> Said {
    let (body, pills) = mention::marked(text, names);
    // Who is mentioned without being named is only pinged, as whoever a reply answers is.
    let mentions: Vec<_> = pills
        .into_iter()
        .filter_map(|pill| Some(Mention { text: pill.text?, user: user(&pill.user, names) }))
        .filter(|mention| body.contains(&mention.text))
        .collect();
    Said {
        text: body,
        addressed: text.addressed,
        reply_to: text.reply_to.as_deref().map(message_id),
        edits: text.edits.as_deref().map(message_id),
        mentions,
    }
}

/// The words of a text that name somebody by `@` and have no pill: `@ana`, `@ana:server`, `@"Ana Maria"`.
pub(super) fn names_in(text: &Text) -> Vec<&str> {
    mention::names_in(text)
}

/// Somebody, as the bot knows people. Who has no name is called by the first part of their id.
pub(super) fn user(id: &UserId, names: &BTreeMap<OwnedUserId, String>) -> User {
    let name = names.get(id).filter(|name| !name.trim().is_empty());
    User {
        account: UserRef { network: MATRIX, id: id.to_string() },
        address: CalAddress::new(id.matrix_uri(false).to_string()),
        name: name.map_or_else(|| id.localpart().to_owned(), Clone::clone),
    }
}

fn message_id(id: &EventId) -> MessageId {
    MessageId(id.to_string())
}

fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

fn event_id(value: &Value) -> Option<OwnedEventId> {
    OwnedEventId::try_from(text(value, "event_id")?).ok()
}

#[cfg(test)]
mod tests;
