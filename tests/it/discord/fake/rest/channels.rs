//! Channels and threads.

use serde_json::{Value, json};

use super::{
    super::{
        change,
        refusal::Refusal,
        rights, show,
        world::{Id, Message, World},
    },
    Answer, Call, done, id, messages, shown,
};

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    let ["channels", channel, rest @ ..] = path else { return Err(Refusal::not_found()) };
    let channel = id(channel);
    messages::visible(world, call.bot, channel)?;
    match (call.method.as_str(), rest) {
        ("GET", []) => show_channel(world, call, channel),
        ("PATCH", []) => change_channel(world, call, channel),
        ("DELETE", []) => {
            if !world.may(call.bot, channel, rights::MANAGE_CHANNELS) {
                return Err(Refusal::permissions());
            }
            let gone = show_channel(world, call, channel);
            change::delete_channel(world, channel);
            gone
        }
        ("POST", ["typing"]) => done(),
        _ => Err(Refusal::not_found()),
    }
}

fn show_channel(world: &World, call: &Call, channel: Id) -> Result<Answer, Refusal> {
    let found = world.channels.get(&channel).ok_or_else(Refusal::channel)?;
    shown(show::channel(world, found, call.bot))
}

/// A thread's name, archive and lock; of other channels only the name.
fn change_channel(world: &mut World, call: &Call, channel: Id) -> Result<Answer, Refusal> {
    let manages = world.may(call.bot, channel, rights::MANAGE_THREADS);
    let (writes, now) = (world.may_write(call.bot, channel), world.now());
    let manages_channels = world.may(call.bot, channel, rights::MANAGE_CHANNELS);
    let found = world.channels.get_mut(&channel).ok_or_else(Refusal::channel)?;
    let flag = |name: &str| call.body[name].as_bool();
    match &mut found.thread {
        None if !manages_channels => return Err(Refusal::permissions()),
        None => {}
        Some(thread) => {
            let only_opens = flag("archived") == Some(false)
                && call.body.as_object().is_some_and(|all| all.len() == 1);
            // Who began it may change it, but not open it where it is locked.
            let own = thread.owner == call.bot && flag("locked").is_none() && !thread.locked;
            let opens = only_opens && writes && !thread.locked;
            if !manages && !own && !opens {
                return Err(Refusal::permissions());
            }
            if thread.archived && flag("archived") != Some(false) {
                return Err(Refusal::new(400, 50083, "Thread is archived"));
            }
            thread.archived = flag("archived").unwrap_or(thread.archived);
            thread.locked = flag("locked").unwrap_or(thread.locked);
            thread.auto_archive =
                call.body["auto_archive_duration"].as_u64().unwrap_or(thread.auto_archive);
            thread.changed = now;
        }
    }
    if let Some(name) = call.body["name"].as_str() {
        name.clone_into(&mut found.name);
    }
    change::channel_changed(world, channel);
    show_channel(world, call, channel)
}

pub(super) fn threads(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    match (call.method.as_str(), path) {
        ("POST", ["channels", channel, "messages", message, "threads"]) => {
            let (channel, message) = (id(channel), id(message));
            messages::found(world, call.bot, channel, message)?;
            start(world, call, channel, Some(message))
        }
        ("POST", ["channels", channel, "threads"]) => {
            messages::visible(world, call.bot, id(channel))?;
            start(world, call, id(channel), None)
        }
        ("GET", ["channels", channel, "threads", "archived", "public"]) => {
            messages::visible(world, call.bot, id(channel))?;
            shown(archived(world, call, id(channel)))
        }
        ("PUT" | "DELETE", ["channels", thread, "thread-members", who]) => {
            messages::visible(world, call.bot, id(thread))?;
            messages::writable(world, id(thread))?;
            let who = if *who == "@me" { call.bot } else { id(who) };
            let found = world.channels.get_mut(&id(thread)).and_then(|found| found.thread.as_mut());
            let members = &mut found.ok_or_else(Refusal::channel)?.members;
            if call.method == "PUT" {
                members.insert(who)
            } else {
                members.remove(&who)
            };
            done()
        }
        _ => Err(Refusal::not_found()),
    }
}

fn start(world: &mut World, call: &Call, channel: Id, at: Option<Id>) -> Result<Answer, Refusal> {
    if !world.may(call.bot, channel, rights::CREATE_PUBLIC_THREADS) {
        return Err(Refusal::permissions());
    }
    let parent = world.channels.get(&channel).ok_or_else(Refusal::channel)?;
    if parent.guild.is_none() || parent.thread.is_some() {
        return Err(Refusal::new(400, 50024, "Cannot execute action on this channel type"));
    }
    let system = |message: &Message| !matches!(message.kind, 0 | 19 | 20 | 23);
    if at.and_then(|at| world.messages.get(&at)).is_some_and(system) {
        return Err(Refusal::new(400, 50068, "Invalid message type"));
    }
    if at.is_some_and(|at| world.channels.contains_key(&at)) {
        let what = "A thread has already been created for this message";
        return Err(Refusal::new(400, 160_004, what));
    }
    let name = call.body["name"].as_str().unwrap_or_default();
    let auto_archive = call.body["auto_archive_duration"].as_u64().unwrap_or(4320);
    let thread = change::start_thread(world, (channel, at), call.bot, name, auto_archive);
    let (_, body) = show_channel(world, call, thread)?;
    Ok((201, body))
}

fn archived(world: &World, call: &Call, channel: Id) -> Value {
    let here = world.channels.values().filter(|one| {
        one.parent == Some(channel) && one.thread.as_ref().is_some_and(|thread| thread.archived)
    });
    let threads: Vec<Value> = here.map(|one| show::channel(world, one, call.bot)).collect();
    json!({ "threads": threads, "members": [], "has_more": false })
}
