//! From Discord's events to happenings. Pure: what has to be asked of Discord is asked by the neighbours.
//!
//! Read from the JSON and not by serenity's types, which refuse a whole event for one odd field in it; such an event comes
//! as JSON anyway. An event is read in two steps: [`read`] says what is in it, with ids where people have names; the
//! neighbours look the names up.

use std::num::NonZeroU64;

use serde_json::Value;
use serenity::model::{
    event::Event,
    id::{GuildId, MessageId as Message},
};

use crate::{
    chat::{Action, Mention, Offer, User},
    model::{CalAddress, MessageId, UserRef},
};

use super::{DISCORD, place::Place};

mod channel;
mod interaction;
mod lack;
mod mention;
mod message;

pub(super) use channel::{Channel, Room, Server, channel, is_thread};
pub(super) use interaction::{Asked, Kind, TYPED, TYPED_FIELD, Token, What, Work};
pub(super) use lack::needless;
pub(super) use message::{Attachment, Deed};

/// An id of Discord's (reference, "Snowflakes").
pub(super) type Snowflake = NonZeroU64;

/// The bot, and what it offers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Me<'o> {
    /// Its account; not known before Discord said so.
    pub(super) user: Option<Snowflake>,
    /// Its commands.
    pub(super) offers: &'o [Offer],
    /// The permissions that it does not miss where it has not got them.
    pub(super) needless: u64,
}

/// An event, as far as it concerns a bot.
#[derive(Debug)]
pub(super) enum Heard {
    /// A session begins. What happened since the last one ended was not told.
    Session(Session),
    /// A server, with what is called how in it.
    Server(Server),
    /// The bot is not in this server any more.
    ServerGone(GuildId),
    /// Channels and threads, new or changed.
    Channels(Vec<Channel>),
    /// A channel was deleted.
    ChannelGone(Place),
    /// Somebody used a command, a button or a form.
    Asked(Box<Asked>),
    /// Somebody did something in a channel.
    Done(Box<Deed>),
    /// All reactions on a message were taken away, or all of one kind.
    Cleared {
        /// Where.
        place: Place,
        /// On which.
        message: Message,
    },
    /// Messages were deleted.
    Gone {
        /// Where.
        place: Place,
        /// Which.
        messages: Vec<Message>,
    },
}

/// A session of the gateway.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Session {
    /// Its id.
    pub(super) id: String,
    /// Who the bot is.
    pub(super) me: Snowflake,
    /// The same, as people know it.
    pub(super) account: User,
    /// The bot's application.
    pub(super) application: Snowflake,
    /// The servers that the bot is in.
    pub(super) servers: Vec<GuildId>,
    /// Which shard it is of, and of how many.
    pub(super) shard: (u64, u64),
}

impl Session {
    /// Whether what happens in a server is told in this session (events/gateway, "Sharding"). Direct messages come to
    /// the first shard.
    pub(super) fn tells_of(&self, server: Option<GuildId>) -> bool {
        let (shard, all) = self.shard;
        server.map_or(shard == 0, |server| (server.get() >> 22) % all.max(1) == shard)
    }
}

/// An event's name and its JSON. `None` for what concerns no bot that plans meetings.
pub(super) fn raw(event: Event) -> Option<(String, Value)> {
    match event {
        // What serenity could not read.
        Event::Unknown(event) => Some((event.kind, event.value)),
        Event::ChannelCreate(_)
        | Event::ChannelDelete(_)
        | Event::ChannelUpdate(_)
        | Event::GuildCreate(_)
        | Event::GuildDelete(_)
        | Event::InteractionCreate(_)
        | Event::MessageCreate(_)
        | Event::MessageDelete(_)
        | Event::MessageDeleteBulk(_)
        | Event::MessageUpdate(_)
        | Event::ReactionAdd(_)
        | Event::ReactionRemove(_)
        | Event::ReactionRemoveAll(_)
        | Event::ReactionRemoveEmoji(_)
        | Event::Ready(_)
        | Event::ThreadCreate(_)
        | Event::ThreadListSync(_)
        | Event::ThreadUpdate(_) => {
            // Serenity leaves out which kind of an interaction it was.
            let interaction = match &event {
                Event::InteractionCreate(event) => Some(u8::from(event.interaction.kind())),
                _ => None,
            };
            let mut event = serde_json::to_value(event).ok()?;
            if let (Some(kind), Some(Value::Object(data))) = (interaction, event.get_mut("d")) {
                data.insert("type".to_owned(), kind.into());
            }
            let kind = event.get("t")?.as_str()?.to_owned();
            Some((kind, event.get_mut("d")?.take()))
        }
        _ => None,
    }
}

/// Reads an event. `None` where it is none of a bot's business: its own, another bot's, one without what it needs.
pub(super) fn read(kind: &str, data: &Value, me: &Me<'_>) -> Option<Heard> {
    Some(match kind {
        "READY" => Heard::Session(session(data)?),
        "GUILD_CREATE" => Heard::Server(channel::server(data)?),
        "GUILD_DELETE" if flag(data, "unavailable") => return None,
        "GUILD_DELETE" => Heard::ServerGone(id(data, "id")?.into()),
        "CHANNEL_CREATE" | "CHANNEL_UPDATE" | "THREAD_CREATE" | "THREAD_UPDATE" => {
            Heard::Channels(vec![channel(data, None)?])
        }
        "THREAD_LIST_SYNC" => {
            let server = id(data, "guild_id").map(Into::into);
            Heard::Channels(channel::listed(data, "threads", server))
        }
        "CHANNEL_DELETE" => Heard::ChannelGone(Place {
            guild: Some(id(data, "guild_id")?.into()),
            channel: id(data, "id")?.into(),
        }),
        "INTERACTION_CREATE" => Heard::Asked(Box::new(interaction::read(data, me)?)),
        "MESSAGE_CREATE" => Heard::Done(Box::new(message::said(data, me.user?)?)),
        "MESSAGE_UPDATE" => Heard::Done(Box::new(message::corrected(data, me.user?)?)),
        "MESSAGE_REACTION_ADD" => Heard::Done(Box::new(message::reacted(data, me.user?, true)?)),
        "MESSAGE_REACTION_REMOVE" => {
            Heard::Done(Box::new(message::reacted(data, me.user?, false)?))
        }
        "MESSAGE_REACTION_REMOVE_ALL" | "MESSAGE_REACTION_REMOVE_EMOJI" => {
            Heard::Cleared { place: place(data)?, message: id(data, "message_id")?.into() }
        }
        "MESSAGE_DELETE" => {
            Heard::Gone { place: place(data)?, messages: vec![id(data, "id")?.into()] }
        }
        "MESSAGE_DELETE_BULK" => Heard::Gone { place: place(data)?, messages: ids(data, "ids") },
        _ => return None,
    })
}

fn session(data: &Value) -> Option<Session> {
    let shard = data.get("shard").and_then(Value::as_array);
    let number = |place: usize| shard.and_then(|shard| shard.get(place)?.as_u64());
    Some(Session {
        id: text(data, "session_id")?.to_owned(),
        me: id(data.get("user")?, "id")?,
        account: user(data.get("user")?, None)?,
        application: id(data.get("application")?, "id")?,
        servers: list(data, "guilds").filter_map(|server| Some(id(server, "id")?.into())).collect(),
        shard: (number(0).unwrap_or(0), number(1).unwrap_or(1)),
    })
}

/// Where an event happened.
fn place(data: &Value) -> Option<Place> {
    Some(Place {
        guild: id(data, "guild_id").map(Into::into),
        channel: id(data, "channel_id")?.into(),
    })
}

/// Somebody, as the bot knows people: by their name in the server, else by the one they chose, else by their account's.
pub(super) fn user(user: &Value, nick: Option<&str>) -> Option<User> {
    let account = id(user, "id")?;
    // Serenity puts somebody without a name where there is nobody.
    let username = text(user, "username").filter(|name| !name.is_empty())?;
    let names = [nick, text(user, "global_name"), Some(username)];
    let name = names.into_iter().flatten().find(|name| !name.trim().is_empty());
    Some(named(account, name.unwrap_or_default()))
}

/// Somebody with a name, which is empty where it is not known.
pub(super) fn named(account: Snowflake, name: &str) -> User {
    User {
        account: UserRef { network: DISCORD, id: account.to_string() },
        address: CalAddress::new(format!("https://discord.com/users/{account}")),
        name: name.to_owned(),
    }
}

/// Whoever is mentioned in an action, to be given their names.
pub(super) fn mentions_mut(action: &mut Action) -> &mut [Mention] {
    match action {
        Action::Say(said) => &mut said.mentions,
        Action::Open(filled) | Action::Fill(filled) => &mut filled.mentions,
        _ => &mut [],
    }
}

/// An emoji, as it stands in a text.
pub(super) fn emoji(emoji: &Value) -> Option<String> {
    let name = text(emoji, "name").filter(|name| !name.is_empty());
    match id(emoji, "id") {
        None => name.map(str::to_owned),
        Some(id) => {
            let animated = if flag(emoji, "animated") { "a" } else { "" };
            Some(format!("<{animated}:{}:{id}>", name.unwrap_or("_")))
        }
    }
}

pub(super) fn text<'a>(value: &'a Value, field: &str) -> Option<&'a str> {
    value.get(field)?.as_str()
}

/// An id: a number in a string, which older programs write as a number.
pub(super) fn id(value: &Value, field: &str) -> Option<Snowflake> {
    snowflake(value.get(field)?)
}

fn snowflake(value: &Value) -> Option<Snowflake> {
    match value {
        Value::String(text) => text.parse().ok(),
        value => Snowflake::new(value.as_u64()?),
    }
}

fn ids<T: From<Snowflake>>(value: &Value, field: &str) -> Vec<T> {
    list(value, field).filter_map(snowflake).map(T::from).collect()
}

pub(super) fn list<'a>(value: &'a Value, field: &str) -> impl Iterator<Item = &'a Value> {
    value.get(field).and_then(Value::as_array).into_iter().flatten()
}

fn flag(value: &Value, field: &str) -> bool {
    value.get(field).and_then(Value::as_bool).unwrap_or_default()
}

fn message_id(id: Snowflake) -> MessageId {
    MessageId(id.to_string())
}

#[cfg(test)]
mod tests;
