//! The gateway's address, users, the bot itself, guilds and members.

use serde_json::{Value, json};

use super::{
    super::{
        refusal::Refusal,
        show,
        world::{Guild, Id, World},
    },
    Answer, Call, id, shown,
};

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    match (call.method.as_str(), path) {
        ("GET", ["gateway"]) => shown(json!({ "url": call.gateway })),
        ("GET", ["gateway", "bot"]) => {
            let limit = json!({ "total": 1000, "remaining": 999, "reset_after": 86_400_000, "max_concurrency": 1 });
            shown(json!({ "url": call.gateway, "shards": 1, "session_start_limit": limit }))
        }
        ("GET", ["applications", "@me"] | ["oauth2", "applications", "@me"]) => {
            let own = world.applications.get(&call.bot).ok_or_else(Refusal::unauthorized)?;
            shown(show::application(world, own))
        }
        ("GET", ["users", "@me"]) => shown(show::me(world, call.bot)),
        ("GET", ["users", "@me", "guilds"]) => shown(own_guilds(world, call)),
        ("DELETE", ["users", "@me", "guilds", guild]) => {
            member_of(world, call.bot, id(guild))?;
            super::super::change::kick_bot(world, id(guild), call.bot);
            super::done()
        }
        ("POST", ["users", "@me", "channels"]) => talk(world, call),
        ("GET", ["users", who]) => {
            let who = id(who);
            if !world.users.contains_key(&who) {
                return Err(Refusal::unknown(10013, "User"));
            }
            shown(show::user(world, who))
        }
        ("GET", ["guilds", guild, rest @ ..]) => in_guild(world, call, id(guild), rest),
        _ => Err(Refusal::not_found()),
    }
}

fn in_guild(world: &World, call: &Call, guild: Id, rest: &[&str]) -> Result<Answer, Refusal> {
    let found = member_of(world, call.bot, guild)?;
    let inside = || world.channels.values().filter(|one| one.guild == Some(guild));
    let seen = |one: &&super::super::world::Channel| world.rights(call.bot, one.id) != 0;
    match rest {
        [] => shown(show::guild(found)),
        ["roles"] => shown(found.roles.values().map(show::role).collect()),
        ["members", who] => {
            let member =
                found.members.get(&id(who)).ok_or_else(|| Refusal::unknown(10007, "Member"))?;
            shown(show::member(world, member))
        }
        ["channels"] => {
            let channels = inside().filter(|one| one.thread.is_none());
            shown(channels.map(|one| show::channel(world, one, call.bot)).collect())
        }
        ["threads", "active"] => {
            let open = |one: &&super::super::world::Channel| {
                one.thread.as_ref().is_some_and(|thread| !thread.archived)
            };
            let threads = inside().filter(open).filter(seen);
            let threads: Vec<Value> =
                threads.map(|one| show::channel(world, one, call.bot)).collect();
            shown(json!({ "threads": threads, "members": [] }))
        }
        _ => Err(Refusal::not_found()),
    }
}

/// The guild, where the bot is in it.
pub(super) fn member_of(world: &World, bot: Id, guild: Id) -> Result<&Guild, Refusal> {
    let found = world.guilds.get(&guild).ok_or_else(|| Refusal::unknown(10004, "Guild"))?;
    if found.members.contains_key(&bot) { Ok(found) } else { Err(Refusal::access()) }
}

fn own_guilds(world: &World, call: &Call) -> Value {
    let after = call.number("after").unwrap_or_default();
    let limit = call.number("limit").unwrap_or(200);
    let own =
        world.guilds.values().filter(|one| one.members.contains_key(&call.bot) && one.id > after);
    let limit = usize::try_from(limit).unwrap_or(200);
    own.take(limit).map(|one| show::own_guild(world, one, call.bot)).collect()
}

/// The talk with somebody; it is made also with somebody who takes no messages, which only a message then shows.
fn talk(world: &mut World, call: &Call) -> Result<Answer, Refusal> {
    let with = super::super::change::number(&call.body["recipient_id"]).unwrap_or_default();
    if !world.users.contains_key(&with) || with == call.bot {
        return Err(Refusal::new(400, 50033, "Invalid Recipient(s)"));
    }
    let talk = world.talk(call.bot, with);
    let found = world.channels.get(&talk).ok_or_else(Refusal::channel)?;
    shown(show::channel(world, found, call.bot))
}
