//! What can happen in the world, whoever makes it happen: each changes it and tells the gateway.
//!
//! Asks nobody for a permission; requests of bots are judged in `rest`, and what people may do in `member`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    mentions, show,
    world::{Attachment, Audience, Channel, Id, Message, Reaction, Thread, World, channel},
};

/// The flag of a message that one person alone sees.
const EPHEMERAL: u64 = 1 << 6;

/// The flags that an edit can change: whether links show what they lead to.
const SUPPRESS_EMBEDS: u64 = 1 << 2;

/// The flag of a message at which a thread began.
const HAS_THREAD: u64 = 1 << 5;

/// Kinds of messages.
const REPLY: u8 = 19;
const THREAD_CREATED: u8 = 18;

/// A file that comes with a message.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Upload {
    /// What `attachments[].id` calls it.
    pub(crate) n: u64,
    pub(crate) name: String,
    pub(crate) mime: Option<String>,
    pub(crate) content: Vec<u8>,
}

/// Says something: `message` says where, who and in answer to what, `body` the rest as REST would have it.
pub(crate) fn post(world: &mut World, message: Message, body: &Value, files: &[Upload]) -> Id {
    let mut message = Message { id: world.next_id(), sent: world.now(), ..message };
    message.nonce = Some(body["nonce"].clone()).filter(|nonce| !nonce.is_null());
    message.tts = body["tts"].as_bool().unwrap_or_default();
    message.flags = body["flags"].as_u64().unwrap_or_default();
    if message.only_for.is_some() {
        message.flags |= EPHEMERAL;
    }
    if message.reply_to.is_some() && message.kind == 0 {
        message.kind = REPLY;
    }
    fill(world, &mut message, body, files);
    let pings = mentions::pings(world, &message, &body["allowed_mentions"]);
    message.pinged.clone_from(&pings.users);
    message.mentions = pings.users;
    message.pinged_roles = pings.roles;
    message.pinged_everyone = pings.everyone;
    let (id, channel) = (message.id, message.channel);
    world.messages.insert(id, message);
    if let Some(found) = world.channels.get_mut(&channel) {
        found.last_message = Some(id);
        if let Some(thread) = &mut found.thread {
            thread.messages += 1;
        }
    }
    tell_message(world, "MESSAGE_CREATE", id);
    id
}

/// Edits a message. What `body` does not name stays; files stay that it names, or all where it names none.
pub(crate) fn edit(world: &mut World, id: Id, body: &Value, files: &[Upload]) {
    let Some(mut message) = world.messages.get(&id).cloned() else { return };
    if let Some(flags) = body["flags"].as_u64() {
        message.flags = message.flags & !SUPPRESS_EMBEDS | flags & SUPPRESS_EMBEDS;
    }
    fill(world, &mut message, body, files);
    message.mentions = mentions::pings(world, &message, &body["allowed_mentions"]).users;
    message.edited = Some(world.now());
    message.edits += 1;
    world.messages.insert(id, message);
    tell_message(world, "MESSAGE_UPDATE", id);
}

/// Takes a message away.
pub(crate) fn delete(world: &mut World, id: Id) {
    let Some(message) = world.messages.remove(&id) else { return };
    if message.only_for.is_some() {
        return world.touch();
    }
    let audience = world.audience(message.channel);
    let gone = located(world, message.channel, json!({ "id": show::id(id) }));
    world.tell("MESSAGE_DELETE", audience, gone);
}

/// Puts a reaction under a message; twice is once.
pub(crate) fn react(world: &mut World, id: Id, user: Id, emoji: &str) {
    let Some(message) = world.messages.get_mut(&id) else { return };
    let place = message.reactions.iter().position(|one| one.emoji == emoji);
    let place = place.unwrap_or_else(|| {
        message.reactions.push(Reaction { emoji: emoji.to_owned(), users: Vec::new() });
        message.reactions.len() - 1
    });
    if message.reactions[place].users.contains(&user) {
        return;
    }
    message.reactions[place].users.push(user);
    let (channel, author) = (message.channel, message.author);
    let mut told = reaction(world, (id, channel), user, emoji);
    show::merge(&mut told, json!({ "message_author_id": show::id(author), "burst_colors": [] }));
    let guild = world.root(channel).and_then(|found| found.guild);
    let member =
        guild.and_then(|guild| world.guilds.get(&guild)).and_then(|guild| guild.members.get(&user));
    if let Some(member) = member {
        show::merge(&mut told, json!({ "member": show::member(world, member) }));
    }
    world.tell("MESSAGE_REACTION_ADD", world.audience(channel), told);
}

/// Takes a reaction back.
pub(crate) fn unreact(world: &mut World, id: Id, user: Id, emoji: &str) {
    let Some(message) = world.messages.get_mut(&id) else { return };
    let Some(found) = message.reactions.iter_mut().find(|one| one.emoji == emoji) else { return };
    let before = found.users.len();
    found.users.retain(|one| *one != user);
    let gone = found.users.len() != before;
    message.reactions.retain(|one| !one.users.is_empty());
    let channel = message.channel;
    if gone {
        let told = reaction(world, (id, channel), user, emoji);
        world.tell("MESSAGE_REACTION_REMOVE", world.audience(channel), told);
    }
}

fn reaction(world: &World, (message, channel): (Id, Id), user: Id, emoji: &str) -> Value {
    let told = json!({
        "user_id": show::id(user), "message_id": show::id(message), "emoji": show::emoji(emoji),
        "burst": false, "type": 0,
    });
    located(world, channel, told)
}

/// Begins a thread: at a message, whose id it then has, or by itself.
pub(crate) fn start_thread(
    world: &mut World,
    (parent, at): (Id, Option<Id>),
    owner: Id,
    name: &str,
    auto_archive: u64,
) -> Id {
    let id = at.unwrap_or_else(|| world.next_id());
    let changed = world.now();
    let members = BTreeSet::from([owner]);
    let thread = Thread { owner, auto_archive, changed, members, ..Thread::default() };
    let guild = world.channels.get(&parent).and_then(|found| found.guild);
    let begun = Channel {
        id,
        kind: channel::PUBLIC_THREAD,
        guild,
        name: name.to_owned(),
        parent: Some(parent),
        thread: Some(thread),
        ..Channel::default()
    };
    let mut told = show::channel(world, &begun, owner);
    show::merge(&mut told, json!({ "newly_created": true }));
    world.channels.insert(id, begun);
    world.tell("THREAD_CREATE", world.audience(parent), told);
    if let Some(message) = at.and_then(|at| world.messages.get_mut(&at)) {
        message.flags |= HAS_THREAD;
        tell_message(world, "MESSAGE_UPDATE", id);
    } else {
        let said =
            Message { channel: parent, author: owner, kind: THREAD_CREATED, ..Message::default() };
        post(world, said, &json!({ "content": name }), &[]);
    }
    id
}

/// Tells what a channel or a thread is now.
pub(crate) fn channel_changed(world: &mut World, id: Id) {
    let Some(found) = world.channels.get(&id) else { return };
    let name = if found.thread.is_some() { "THREAD_UPDATE" } else { "CHANNEL_UPDATE" };
    let told = show::channel(world, found, 0);
    world.tell(name, world.audience(id), told);
}

/// Takes a channel away, with its threads and all that was said there.
pub(crate) fn delete_channel(world: &mut World, id: Id) {
    let threads: Vec<Id> =
        world.channels.values().filter(|one| one.parent == Some(id)).map(|one| one.id).collect();
    for thread in threads {
        delete_channel(world, thread);
    }
    let audience = world.audience(id);
    let Some(gone) = world.channels.remove(&id) else { return };
    world.messages.retain(|_, message| message.channel != id);
    let name = if gone.thread.is_some() { "THREAD_DELETE" } else { "CHANNEL_DELETE" };
    let told = show::channel(world, &gone, 0);
    world.tell(name, audience, told);
}

/// Takes a bot out of a guild, with the commands it had there.
pub(crate) fn kick_bot(world: &mut World, guild: Id, bot: Id) {
    let Some(found) = world.guilds.get_mut(&guild) else { return };
    found.members.remove(&bot);
    world.commands.retain(|one| one.application != bot || one.guild != Some(guild));
    world.tell("GUILD_DELETE", Audience::Bot(bot, Some(guild)), json!({ "id": show::id(guild) }));
}

/// Sets what a body says of a message's content, and only that.
fn fill(world: &mut World, message: &mut Message, body: &Value, files: &[Upload]) {
    if let Some(content) = body.get("content") {
        message.content = content.as_str().unwrap_or_default().trim().to_owned();
    }
    if let Some(embeds) = body.get("embeds") {
        message.embeds = list(embeds).iter().map(drawn_embed).collect();
    }
    if let Some(components) = body.get("components") {
        let mut count = 0;
        message.components = list(components).iter().map(|one| numbered(one, &mut count)).collect();
    }
    if let Some(named) = body.get("attachments") {
        let named = list(named);
        message
            .attachments
            .retain(|one| named.iter().any(|entry| number(&entry["id"]) == Some(one.id)));
    }
    for file in files {
        let named =
            list(&body["attachments"]).iter().find(|one| number(&one["id"]) == Some(file.n));
        let text = |field: &str| named.and_then(|one| one[field].as_str()).map(str::to_owned);
        let id = world.next_id();
        message.attachments.push(world.keep(Attachment {
            id,
            name: text("filename").unwrap_or_else(|| file.name.clone()),
            mime: file.mime.clone(),
            description: text("description"),
            content: file.content.clone(),
            ephemeral: message.only_for.is_some(),
        }));
    }
}

/// An id in a body, which may be a number too.
pub(crate) fn number(id: &Value) -> Option<u64> {
    id.as_u64().or_else(|| id.as_str()?.parse().ok())
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// An embed as it is answered: it says of what type it is, and of each field whether it is in line.
fn drawn_embed(embed: &Value) -> Value {
    let mut drawn = embed.clone();
    show::merge(&mut drawn, json!({ "type": "rich" }));
    if let Some(fields) = drawn.get_mut("fields").and_then(Value::as_array_mut) {
        for field in fields {
            let inline = field["inline"].as_bool().unwrap_or_default();
            show::merge(field, json!({ "inline": inline }));
        }
    }
    drop_nulls(&mut drawn);
    drawn
}

/// A component as it is answered: numbered, and with what was left out.
fn numbered(component: &Value, count: &mut u64) -> Value {
    *count += 1;
    let mut shown = component.clone();
    show::merge(&mut shown, json!({ "id": *count }));
    if shown["type"].as_u64().is_some_and(|kind| matches!(kind, 3 | 5..=8)) {
        let or = |field: &str, usual: u64| component[field].as_u64().unwrap_or(usual);
        let (least, most) = (or("min_values", 1), or("max_values", 1));
        show::merge(&mut shown, json!({ "min_values": least, "max_values": most }));
    }
    if let Some(inner) = component["components"].as_array() {
        let inner: Vec<Value> = inner.iter().map(|one| numbered(one, count)).collect();
        show::merge(&mut shown, json!({ "components": inner }));
    }
    drop_nulls(&mut shown);
    shown
}

fn drop_nulls(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, field| !field.is_null());
    }
}

/// Tells of a message as a bot sees it that did not write it; the gateway shows each bot its own.
fn tell_message(world: &mut World, name: &'static str, id: Id) {
    let Some(message) = world.messages.get(&id) else { return };
    if message.only_for.is_some() {
        return world.touch();
    }
    let (channel, author) = (message.channel, message.author);
    let mut told = located(world, channel, show::whole_message(world, message, author));
    let guild = world.root(channel).and_then(|found| found.guild);
    let member = guild
        .and_then(|guild| world.guilds.get(&guild))
        .and_then(|guild| guild.members.get(&author));
    if let Some(member) = member {
        let mut member = show::member(world, member);
        if let Value::Object(fields) = &mut member {
            fields.remove("user");
        }
        show::merge(&mut told, json!({ "member": member }));
    }
    world.tell(name, world.audience(channel), told);
}

/// Adds where something happened.
fn located(world: &World, channel: Id, mut told: Value) -> Value {
    show::merge(&mut told, json!({ "channel_id": show::id(channel) }));
    if let Some(guild) = world.root(channel).and_then(|found| found.guild) {
        show::merge(&mut told, json!({ "guild_id": show::id(guild) }));
    }
    told
}
