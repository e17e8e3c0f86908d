//! What a bot hears first: READY, and each guild it is in.

use serde_json::{Value, json};

use super::{
    super::{
        show,
        world::{Id, World, channel},
    },
    frames::Identity,
    rules,
};

/// READY, for one shard of a bot.
pub(super) fn ready(
    world: &World,
    bot: Id,
    identity: &Identity,
    session: &str,
    resume_url: &str,
) -> Value {
    let (shard, shards) = identity.shard;
    let mine = |guild: &Id| rules::shard_of(Some(*guild), shards) == shard;
    let away = |guild: Id| json!({ "id": guild.to_string(), "unavailable": true });
    let guilds: Vec<Value> = guilds(world, bot).into_iter().filter(mine).map(away).collect();
    json!({
        "v": 10,
        "user": show::me(world, bot),
        "user_settings": {},
        "guilds": guilds,
        "session_id": session,
        "resume_gateway_url": resume_url,
        "session_type": "normal",
        "shard": [shard, shards],
        "application": { "id": bot.to_string(), "flags": 0 },
        "private_channels": [],
        "relationships": [],
        "presences": [],
        "guild_join_requests": [],
        "geo_ordered_rtc_regions": [],
        "_trace": ["[\"gateway-fake\",{\"micros\":1}]"],
    })
}

/// The guilds that a bot is in.
pub(super) fn guilds(world: &World, bot: Id) -> Vec<Id> {
    let there = world.guilds.values().filter(|guild| guild.members.contains_key(&bot));
    there.map(|guild| guild.id).collect()
}

/// `GUILD_CREATE`, as a bot without the intent for members gets it: of the members itself alone.
pub(crate) fn guild(world: &World, bot: Id, id: Id) -> Value {
    let guild = &world.guilds[&id];
    if guild.unavailable {
        return json!({ "id": id.to_string(), "unavailable": true });
    }
    let here = || world.channels.values().filter(|one| one.guild == Some(id));
    let shown = |threads: bool| -> Vec<Value> {
        let wanted = here().filter(|one| (one.kind == channel::PUBLIC_THREAD) == threads);
        wanted.map(|one| show::channel(world, one, bot)).collect()
    };
    let own = &guild.members[&bot];
    let events = world.events.values().filter(|event| event.guild == id);
    let mut said = show::guild(guild);
    let more = json!({
        "joined_at": show::time(own.joined),
        "large": false,
        "unavailable": false,
        "member_count": guild.members.len(),
        "members": [show::member(world, own)],
        "channels": shown(false),
        "threads": shown(true),
        "guild_scheduled_events": events.map(|one| show::event(world, one)).collect::<Vec<_>>(),
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "soundboard_sounds": [],
        "lazy": true,
    });
    show::merge(&mut said, more);
    said
}
