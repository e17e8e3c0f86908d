//! How the gateway tells a bot what somebody asks of it: `INTERACTION_CREATE`.

use std::time::Instant;

use serde_json::{Map, Value, json};

use super::{
    super::{
        show,
        world::{Audience, Id, Interaction, World},
    },
    commands::Named,
};

/// What somebody asks, and where.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) application: Id,
    pub(crate) user: Id,
    pub(crate) channel: Id,
    /// One of [`super::kind`].
    pub(crate) kind: u8,
    pub(crate) data: Value,
    /// The message that was pressed on, or that a form was opened from.
    pub(crate) message: Option<Id>,
}

/// Keeps what somebody asks and has the gateway tell it.
pub(crate) fn ask(world: &mut World, asked: Asked) -> Id {
    let id = world.next_id();
    let guild = world.channels.get(&asked.channel).and_then(|channel| channel.guild);
    let Asked { application, user, channel, kind, data, message } = asked;
    let interaction = Interaction {
        id,
        token: format!("aW50ZXJhY3Rpb246{id}.{user}"),
        kind,
        application,
        guild,
        channel,
        user,
        data,
        message,
        created: world.now(),
        asked: Instant::now(),
        answered: None,
        took: None,
        answer: Value::Null,
        original: None,
        ephemeral: false,
        thinking: false,
    };
    let told = told(world, &interaction);
    world.interactions.insert(id, interaction);
    world.tell("INTERACTION_CREATE", Audience::Bot(application, guild), told);
    id
}

fn told(world: &World, asked: &Interaction) -> Value {
    let mut told = json!({
        "id": show::id(asked.id),
        "application_id": show::id(asked.application),
        "type": asked.kind,
        "token": asked.token,
        "version": 1,
        "data": asked.data,
        "channel_id": show::id(asked.channel),
        "channel": channel(world, asked.channel, asked),
        "locale": world.users[&asked.user].locale,
        "app_permissions": rights(world, asked.application, asked.channel),
        "entitlements": [],
        "entitlement_sku_ids": [],
        "attachment_size_limit": 10_485_760,
        "context": context(world, asked),
        "authorizing_integration_owners": owners(world, asked),
    });
    if let Some(message) = asked.message.and_then(|message| world.messages.get(&message)) {
        told["message"] = show::whole_message(world, message, asked.application);
    }
    let whose = match asked.guild {
        Some(guild) => {
            let locale = &world.guilds[&guild].locale;
            json!({
                "guild_id": show::id(guild),
                "guild_locale": locale,
                "guild": { "id": show::id(guild), "locale": locale, "features": [] },
                "member": member(world, guild, asked.user, asked.channel),
            })
        }
        None => json!({ "user": show::user(world, asked.user) }),
    };
    show::merge(&mut told, whose);
    told
}

/// In a guild, in a talk with the bot, or between people.
fn context(world: &World, asked: &Interaction) -> u8 {
    match asked.guild {
        Some(_) => 0,
        None if world.has_bot(asked.application, asked.channel) => 1,
        None => 2,
    }
}

/// Whose the bot is here: the guild's (0 in a talk), and the user's.
fn owners(world: &World, asked: &Interaction) -> Value {
    let mut owners = json!({});
    if world.has_bot(asked.application, asked.channel) {
        owners["0"] = show::id(asked.guild.unwrap_or(0));
    }
    if world.installs.contains(&(asked.application, asked.user)) {
        owners["1"] = show::id(asked.user);
    }
    owners
}

fn member(world: &World, guild: Id, user: Id, channel: Id) -> Value {
    let mut shown = show::member(world, &world.guilds[&guild].members[&user]);
    shown["permissions"] = rights(world, user, channel);
    shown
}

fn rights(world: &World, user: Id, channel: Id) -> Value {
    world.rights(user, channel).to_string().into()
}

fn channel(world: &World, id: Id, asked: &Interaction) -> Value {
    let mut shown = show::channel(world, &world.channels[&id], asked.application);
    shown["permissions"] = rights(world, asked.user, id);
    shown
}

/// `data.resolved`: what the people, roles, channels and files are that a command names.
pub(crate) fn resolved(world: &World, channel_of: Id, named: &Named) -> Map<String, Value> {
    let guild = world.channels.get(&channel_of).and_then(|channel| channel.guild);
    let guild = guild.and_then(|guild| world.guilds.get(&guild));
    let mut resolved = Map::new();
    let mut add = |list: &str, id: Id, shown: Value| {
        let list = resolved.entry(list).or_insert_with(|| json!({}));
        list[id.to_string()] = shown;
    };
    for id in &named.users {
        add("users", *id, show::user(world, *id));
        if let Some(guild) = guild.filter(|guild| guild.members.contains_key(id)) {
            let mut shown = member(world, guild.id, *id, channel_of);
            // Discord leaves out what it does not know here, and what the user says already.
            shown
                .as_object_mut()
                .unwrap()
                .retain(|name, _| !["user", "deaf", "mute"].contains(&&**name));
            add("members", *id, shown);
        }
    }
    for id in &named.channels {
        let mut shown = show::channel(world, &world.channels[id], 0);
        shown["permissions"] = "0".into();
        add("channels", *id, shown);
    }
    for role in named.roles.iter().filter_map(|id| guild?.roles.get(id)) {
        add("roles", role.id, show::role(role));
    }
    for id in &named.messages {
        add("messages", *id, show::whole_message(world, &world.messages[id], 0));
    }
    for file in &named.files {
        add("attachments", file.id, show::attachment(channel_of, file));
    }
    resolved
}
