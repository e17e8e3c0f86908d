//! What is called how: channels, threads and people, as far as Discord told or was asked.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use serde_json::Value;
use serenity::{
    http::Route,
    model::id::{ChannelId, GuildId, UserId},
};

use super::{
    convert::{self, Channel, Room, Server},
    error::{ApiError, code},
    http::{Api, Call},
    place::Place,
};
use crate::chat::{Action, User};

/// So many names of people are remembered before all are forgotten.
const MANY_NAMES: usize = 20_000;

/// Looks things up.
#[derive(Debug)]
pub(super) struct Directory {
    api: Arc<Api>,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    channels: HashMap<ChannelId, Channel>,
    /// Since when the bot is in a server.
    joined: HashMap<GuildId, String>,
    people: HashMap<(Option<GuildId>, String), String>,
}

impl Directory {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api, known: Mutex::default() }
    }

    /// Learns what a server says of itself.
    pub(super) fn learn_server(&self, server: Server) {
        let mut known = self.known();
        known.joined.insert(server.id, server.joined);
        known.channels.extend(server.channels.into_iter().map(|channel| (channel.id, channel)));
    }

    pub(super) fn learn(&self, channels: Vec<Channel>) {
        self.known().channels.extend(channels.into_iter().map(|channel| (channel.id, channel)));
    }

    pub(super) fn forget_channel(&self, channel: ChannelId) {
        self.known().channels.remove(&channel);
    }

    /// Forgets a server, and says since when the bot was in it.
    pub(super) fn forget_server(&self, server: GuildId) -> Option<String> {
        let mut known = self.known();
        known.channels.retain(|_, channel| channel.server != Some(server));
        known.joined.remove(&server)
    }

    /// What a room is called, where that is known.
    pub(super) fn name(&self, place: Place) -> Option<String> {
        let known = self.known();
        known.channels.get(&place.channel).map(|channel| channel.name.clone())
    }

    /// The room in which something happened. Discord is asked for what it did not tell.
    ///
    /// # Errors
    ///
    /// [`ApiError`]
    pub(super) async fn room(&self, place: Place) -> Result<Room, ApiError> {
        let channel = self.channel(place).await?;
        let Some(parent) = channel.parent else {
            return Ok(room(place, channel.name, None));
        };
        let within = Place { channel: parent, ..place };
        // Whoever may see a thread may see what it is in; and if not, it has a name.
        let name = self.channel(within).await.map_or(channel.name, |parent| parent.name);
        Ok(room(within, name, Some(place.channel)))
    }

    async fn channel(&self, place: Place) -> Result<Channel, ApiError> {
        let known = self.known().channels.get(&place.channel).cloned();
        if let Some(channel) = known {
            return Ok(channel);
        }
        let route = Route::Channel { channel_id: place.channel };
        let found: Value = self.api.ask(&Call::get(route)).await?;
        let channel = convert::channel(&found, place.guild).unwrap_or_else(|| Channel {
            id: place.channel,
            server: place.guild,
            name: String::new(),
            parent: None,
        });
        self.learn(vec![channel.clone()]);
        Ok(channel)
    }

    /// Gives somebody their name, where they have none yet; and remembers it.
    pub(super) async fn call(&self, server: Option<GuildId>, user: &mut User) {
        let key = (server, user.account.id.clone());
        if user.name.is_empty() {
            let known = self.known().people.get(&key).cloned();
            user.name = match known {
                Some(name) => name,
                None => {
                    self.ask_name(server, user).await.unwrap_or_else(|| user.account.id.clone())
                }
            };
        }
        let mut known = self.known();
        if known.people.len() > MANY_NAMES {
            known.people.clear();
        }
        known.people.insert(key, user.name.clone());
    }

    /// Gives everybody who is mentioned their names.
    pub(super) async fn call_mentioned(&self, server: Option<GuildId>, action: &mut Action) {
        for mention in convert::mentions_mut(action) {
            self.call(server, &mut mention.user).await;
        }
    }

    async fn ask_name(&self, server: Option<GuildId>, user: &User) -> Option<String> {
        let user_id: UserId = user.account.id.parse().ok()?;
        if let Some(guild_id) = server {
            let member: Result<Value, _> =
                self.api.ask(&Call::get(Route::GuildMember { guild_id, user_id })).await;
            if let Ok(member) = member {
                let nick = convert::text(&member, "nick");
                return Some(convert::user(member.get("user")?, nick)?.name);
            }
        }
        let found: Value = self.api.ask(&Call::get(Route::User { user_id })).await.ok()?;
        Some(convert::user(&found, None)?.name)
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        // Nobody stops half-way through a change of it.
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn room(place: Place, name: String, thread: Option<ChannelId>) -> Room {
    let (thread, alone) = (thread.map(Into::into), place.guild.is_none());
    Room { id: place.room(), name, thread, alone, lacks: Vec::new() }
}

/// Whether a channel is not there for the bot any more.
pub(super) fn is_gone(error: &ApiError) -> bool {
    matches!(error.code(), Some(code::UNKNOWN_CHANNEL | code::UNKNOWN_GUILD))
}
