//! Messages of channels, talks and threads: sent, read, edited, taken away.

use serde_json::Value;

use super::{
    super::{
        change,
        refusal::{Problem, Refusal},
        rights, show,
        world::{Channel, Id, Message, World},
    },
    Answer, Call, done, id, shown,
};

/// For how long a nonce is remembered: "the past few minutes".
const NONCE_MS: i64 = 5 * 60 * 1000;

/// How old a message is whose edits are counted, and how many of those an hour takes.
const OLD_MS: i64 = 60 * 60 * 1000;
const OLD_EDITS: usize = 30;

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    match (call.method.as_str(), path) {
        ("POST", ["channels", channel, "messages"]) => send(world, call, id(channel)),
        ("GET", ["channels", channel, "messages"]) => {
            visible(world, call.bot, id(channel))?;
            shown(list(world, call, id(channel)))
        }
        ("GET", ["channels", channel, "messages", message]) => {
            let found = found(world, call.bot, id(channel), id(message))?;
            if !world.may(call.bot, id(channel), rights::READ_MESSAGE_HISTORY) {
                return Err(Refusal::permissions());
            }
            shown(show::message(world, found, call.bot))
        }
        ("PATCH", ["channels", channel, "messages", message]) => {
            edit(world, call, id(channel), id(message))
        }
        ("DELETE", ["channels", channel, "messages", message]) => {
            let (channel, message) = (id(channel), id(message));
            let author = found(world, call.bot, channel, message)?.author;
            writable(world, channel)?;
            if author != call.bot && !world.may(call.bot, channel, rights::MANAGE_MESSAGES) {
                return Err(Refusal::permissions());
            }
            change::delete(world, message);
            done()
        }
        _ => Err(Refusal::not_found()),
    }
}

/// The channel, where the bot may see it.
pub(super) fn visible(world: &World, bot: Id, channel: Id) -> Result<&Channel, Refusal> {
    let found = world.channels.get(&channel).ok_or_else(Refusal::channel)?;
    if world.may(bot, channel, rights::VIEW_CHANNEL) { Ok(found) } else { Err(Refusal::access()) }
}

/// The message, where the bot may see it there. Ephemeral ones are not to be found this way.
pub(super) fn found(world: &World, bot: Id, channel: Id, message: Id) -> Result<&Message, Refusal> {
    visible(world, bot, channel)?;
    let here = |found: &&Message| found.channel == channel && found.only_for.is_none();
    world.messages.get(&message).filter(here).ok_or_else(Refusal::message)
}

/// Nothing is changed in a thread that is in the archive.
pub(super) fn writable(world: &World, channel: Id) -> Result<(), Refusal> {
    let archived = world.channels.get(&channel).and_then(|found| found.thread.as_ref());
    if archived.is_some_and(|thread| thread.archived) {
        return Err(Refusal::new(400, 50083, "Thread is archived"));
    }
    Ok(())
}

fn send(world: &mut World, call: &Call, channel: Id) -> Result<Answer, Refusal> {
    visible(world, call.bot, channel)?;
    may_send(world, call, channel)?;
    let key = nonce(call).map(|nonce| (call.bot, nonce));
    if let Some(known) = key.as_ref().and_then(|key| said_before(world, key)) {
        return shown(show::message(world, known, call.bot));
    }
    unarchive(world, call.bot, channel)?;
    let reply_to = reference(world, call, channel)?;
    let message = Message { channel, author: call.bot, reply_to, ..Message::default() };
    let sent = change::post(world, message, &call.body, &call.files);
    if let Some(key) = key {
        world.nonces.insert(key, (sent, world.now()));
    }
    let sent = world.messages.get(&sent).ok_or_else(Refusal::message)?;
    shown(show::message(world, sent, call.bot))
}

fn may_send(world: &World, call: &Call, channel: Id) -> Result<(), Refusal> {
    let found = world.channels.get(&channel).ok_or_else(Refusal::channel)?;
    if found.guild.is_none() {
        let closed = |who: &Id| world.users.get(who).is_some_and(|user| user.closed);
        if found.recipients.iter().any(closed) {
            return Err(Refusal::new(403, 50007, "Cannot send messages to this user"));
        }
        return Ok(());
    }
    if !world.may_write(call.bot, channel) {
        return Err(Refusal::permissions());
    }
    may_carry(world, call, channel)
}

/// Embeds and files each take a right of their own.
fn may_carry(world: &World, call: &Call, channel: Id) -> Result<(), Refusal> {
    let embeds = call.body["embeds"].as_array().is_some_and(|all| !all.is_empty());
    let wanted = if embeds { rights::EMBED_LINKS } else { 0 }
        | if call.files.is_empty() { 0 } else { rights::ATTACH_FILES };
    if world.may(call.bot, channel, wanted) { Ok(()) } else { Err(Refusal::permissions()) }
}

/// The nonce that is to hold once only.
fn nonce(call: &Call) -> Option<String> {
    let enforced = call.body["enforce_nonce"].as_bool().unwrap_or_default();
    let nonce = &call.body["nonce"];
    let text = nonce.as_str().map_or_else(|| nonce.to_string(), str::to_owned);
    (enforced && !nonce.is_null()).then_some(text)
}

fn said_before<'w>(world: &'w World, key: &(Id, String)) -> Option<&'w Message> {
    let (message, at) = world.nonces.get(key)?;
    if world.now() - at > NONCE_MS { None } else { world.messages.get(message) }
}

/// Who may write in a thread brings it back from the archive by doing so, unless it is locked.
fn unarchive(world: &mut World, bot: Id, channel: Id) -> Result<(), Refusal> {
    let may = world.may(bot, channel, rights::MANAGE_THREADS);
    let now = world.now();
    let thread = world.channels.get_mut(&channel).and_then(|found| found.thread.as_mut());
    let Some(thread) = thread.filter(|thread| thread.archived) else { return Ok(()) };
    if thread.locked && !may {
        return Err(Refusal::new(400, 50083, "Thread is archived"));
    }
    thread.archived = false;
    thread.changed = now;
    change::channel_changed(world, channel);
    Ok(())
}

/// The message that this one answers, where it is there; where it is not, that is an error unless said otherwise.
fn reference(world: &World, call: &Call, channel: Id) -> Result<Option<Id>, Refusal> {
    let reference = &call.body["message_reference"];
    let Some(message) = change::number(&reference["message_id"]) else { return Ok(None) };
    if !world.may(call.bot, channel, rights::READ_MESSAGE_HISTORY) {
        let what = "Cannot reply without permission to read message history";
        return Err(Refusal::new(400, 160_002, what));
    }
    let there = world.messages.get(&message);
    if there.is_some_and(|found| found.channel == channel && found.only_for.is_none()) {
        return Ok(Some(message));
    }
    if reference["fail_if_not_exists"].as_bool().unwrap_or(true) {
        let problem =
            Problem::new("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message");
        return Err(Refusal::form(&[problem]));
    }
    Ok(None)
}

fn list(world: &World, call: &Call, channel: Id) -> Value {
    if !world.may(call.bot, channel, rights::READ_MESSAGE_HISTORY) {
        return Value::Array(Vec::new());
    }
    let limit = usize::try_from(call.number("limit").unwrap_or(50)).unwrap_or(50);
    let here = |one: &&Message| one.channel == channel && one.only_for.is_none();
    let all = world.messages.values().filter(here);
    let (before, after) = (call.number("before"), call.number("after"));
    let around = call.number("around");
    let mut ids: Vec<Id> = match (before, after, around) {
        (_, Some(after), _) => all.map(|one| one.id).filter(|id| *id > after).take(limit).collect(),
        (_, _, Some(around)) => nearest(all.map(|one| one.id).collect(), around, limit),
        (before, ..) => {
            let older = all.map(|one| one.id).filter(|id| before.is_none_or(|before| *id < before));
            older.collect::<Vec<_>>().into_iter().rev().take(limit).collect()
        }
    };
    ids.sort_unstable_by(|one, other| other.cmp(one));
    let messages = ids.iter().filter_map(|id| world.messages.get(id));
    messages.map(|one| show::message(world, one, call.bot)).collect()
}

fn nearest(ids: Vec<Id>, around: Id, limit: usize) -> Vec<Id> {
    let place = ids.partition_point(|id| *id < around);
    let first = place.saturating_sub(limit / 2);
    ids.into_iter().skip(first).take(limit).collect()
}

fn edit(world: &mut World, call: &Call, channel: Id, message: Id) -> Result<Answer, Refusal> {
    let found = found(world, call.bot, channel, message)?;
    writable(world, channel)?;
    if found.author != call.bot {
        return Err(Refusal::new(403, 50005, "Cannot edit a message authored by another user"));
    }
    let (age, kept) = (world.now() - found.sent, kept(found, &call.body));
    may_carry(world, call, channel)?;
    stays_something(found, &call.body, kept + call.files.len())?;
    if age > OLD_MS && !old_edit(world, channel) {
        let what = "Maximum number of edits to messages older than 1 hour reached. Try again later";
        return Err(Refusal::new(429, 30046, what));
    }
    change::edit(world, message, &call.body, &call.files);
    let edited = world.messages.get(&message).ok_or_else(Refusal::message)?;
    shown(show::message(world, edited, call.bot))
}

/// How many of its files a message keeps.
fn kept(message: &Message, body: &Value) -> usize {
    let Some(named) = body["attachments"].as_array() else { return message.attachments.len() };
    let stays = |id: Id| named.iter().any(|one| change::number(&one["id"]) == Some(id));
    message.attachments.iter().filter(|one| stays(one.id)).count()
}

/// A message cannot be edited away.
pub(super) fn stays_something(
    message: &Message,
    body: &Value,
    files: usize,
) -> Result<(), Refusal> {
    let text =
        body.get("content").map_or(message.content.as_str(), |text| text.as_str().unwrap_or(""));
    let some = |field: &str, now: &[Value]| {
        body.get(field)
            .map_or(!now.is_empty(), |new| new.as_array().is_some_and(|all| !all.is_empty()))
    };
    let something = !text.trim().is_empty()
        || some("embeds", &message.embeds)
        || some("components", &message.components)
        || files > 0;
    if something { Ok(()) } else { Err(Refusal::new(400, 50006, "Cannot send an empty message")) }
}

/// Notes an edit of an old message; no where there were too many in this channel in the last hour.
fn old_edit(world: &mut World, channel: Id) -> bool {
    let now = world.now();
    let edits = world.old_edits.entry(channel).or_default();
    edits.retain(|at| now - at < OLD_MS);
    if edits.len() >= OLD_EDITS {
        return false;
    }
    edits.push(now);
    true
}
