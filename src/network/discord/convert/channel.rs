//! Servers, channels and threads. Pure.

use serde_json::Value;
use serenity::model::id::{ChannelId, GuildId};

use super::{Snowflake, flag, id, list, text};
use crate::{chat::Lack, model::RoomRef};

/// The room in which something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Room {
    /// The room.
    pub(in super::super) id: RoomRef,
    /// What people call it.
    pub(in super::super) name: String,
    /// The thread in it, where it happened in one.
    pub(in super::super) thread: Option<Snowflake>,
    /// Whether it is a direct chat with the bot.
    pub(in super::super) alone: bool,
    /// What the bot may not do in it, as far as that was said.
    pub(in super::super) lacks: Vec<Lack>,
}

/// A server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Server {
    /// Its id.
    pub(in super::super) id: GuildId,
    /// Since when the bot is in it.
    pub(in super::super) joined: String,
    /// The channel for what concerns all of it, where there is one.
    pub(in super::super) system_channel: Option<ChannelId>,
    /// Its channels and its threads.
    pub(in super::super) channels: Vec<Channel>,
}

/// A channel or a thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Channel {
    /// Its id.
    pub(in super::super) id: ChannelId,
    /// The server that it is in.
    pub(in super::super) server: Option<GuildId>,
    /// What it is called.
    pub(in super::super) name: String,
    /// The channel that it is a thread of.
    pub(in super::super) parent: Option<ChannelId>,
}

pub(super) fn server(data: &Value) -> Option<Server> {
    let server = GuildId::from(id(data, "id").filter(|_| !flag(data, "unavailable"))?);
    let mut channels = listed(data, "channels", Some(server));
    channels.extend(listed(data, "threads", Some(server)));
    // Serenity has them in no order.
    channels.sort_unstable_by_key(|channel| channel.id);
    Some(Server {
        id: server,
        joined: text(data, "joined_at").unwrap_or_default().to_owned(),
        system_channel: id(data, "system_channel_id").map(Into::into),
        channels,
    })
}

pub(super) fn listed(data: &Value, field: &str, server: Option<GuildId>) -> Vec<Channel> {
    list(data, field).filter_map(|data| channel(data, server)).collect()
}

/// A channel, of the server it is in where it does not say that itself. A direct message is called after the other one.
pub(in super::super) fn channel(data: &Value, server: Option<GuildId>) -> Option<Channel> {
    let other = || list(data, "recipients").find_map(|user| super::user(user, None));
    let name = match text(data, "name").filter(|name| !name.is_empty()) {
        Some(name) => format!("#{name}"),
        None => other().map(|user| format!("@{}", user.name)).unwrap_or_default(),
    };
    Some(Channel {
        id: id(data, "id")?.into(),
        server: id(data, "guild_id").map(Into::into).or(server),
        name,
        parent: id(data, "parent_id").filter(|_| is_thread(data)).map(Into::into),
    })
}

/// Whether a channel is a thread (resources/channel, "Channel Types": announcement, public and private threads).
pub(in super::super) fn is_thread(channel: &Value) -> bool {
    matches!(channel.get("type").and_then(Value::as_u64), Some(10..=12))
}
