//! How things of the world look on the wire, to bots: the same by REST and by the gateway.
//!
//! Each of these is held to Discord's own description, and read back by a library that is not ours, in `spec` and `opinion`.

use serde_json::{Map, Value, json};
use twilight_model::util::Timestamp;

use super::world::{
    Application, Attachment, Channel, Guild, Id, Member, Message, Role, ScheduledEvent, World,
};

/// An id as Discord writes it.
pub(crate) fn id(id: Id) -> Value {
    Value::String(id.to_string())
}

/// An id, or null.
pub(crate) fn maybe_id(known: Option<Id>) -> Value {
    known.map_or(Value::Null, id)
}

/// A time in milliseconds as Discord writes it.
pub(crate) fn time(ms: i64) -> Value {
    json!(Timestamp::from_micros(ms * 1000).unwrap().iso_8601().to_string())
}

/// A time, or null.
pub(crate) fn maybe_time(ms: Option<i64>) -> Value {
    ms.map_or(Value::Null, time)
}

/// Somebody; nobody knows those who are not there.
pub(crate) fn user(world: &World, who: Id) -> Value {
    let unknown = super::world::User { id: who, name: "deleted".to_owned(), ..Default::default() };
    let user = world.users.get(&who).unwrap_or(&unknown);
    json!({
        "id": id(user.id), "username": user.name, "global_name": user.global_name, "avatar": null,
        "discriminator": if user.bot { "0001" } else { "0" }, "public_flags": 0, "flags": 0,
        "bot": user.bot, "system": false, "banner": null, "accent_color": null,
        "avatar_decoration_data": null, "collectibles": null, "primary_guild": null,
    })
}

/// The bot itself, with what only it sees of itself.
pub(crate) fn me(world: &World, who: Id) -> Value {
    let mut shown = user(world, who);
    let own = json!({ "mfa_enabled": true, "locale": "en-US", "verified": true, "email": null });
    merge(&mut shown, own);
    shown
}

/// A member, with their user.
pub(crate) fn member(world: &World, member: &Member) -> Value {
    let roles: Vec<Value> = member.roles.iter().copied().map(id).collect();
    json!({
        "user": user(world, member.user), "nick": member.nick, "avatar": null, "banner": null,
        "roles": roles, "joined_at": time(member.joined), "premium_since": null, "deaf": false,
        "mute": false, "flags": 0, "pending": false, "avatar_decoration_data": null, "collectibles": null,
        "communication_disabled_until": maybe_time(member.timed_out),
    })
}

/// A role.
pub(crate) fn role(role: &Role) -> Value {
    json!({
        "id": id(role.id), "name": role.name, "permissions": role.permissions.to_string(),
        "position": role.position, "color": 0, "hoist": false, "managed": false,
        "colors": { "primary_color": 0, "secondary_color": null, "tertiary_color": null },
        "mentionable": role.mentionable, "icon": null, "unicode_emoji": null, "flags": 0,
    })
}

/// A guild as REST answers it; the gateway adds who and what is in it.
pub(crate) fn guild(guild: &Guild) -> Value {
    let roles: Vec<Value> = guild.roles.values().map(role).collect();
    json!({
        "id": id(guild.id), "name": guild.name, "icon": null, "description": null,
        "home_header": null, "splash": null, "discovery_splash": null, "features": [],
        "banner": null, "owner_id": id(guild.owner), "application_id": null, "region": "deprecated",
        "afk_channel_id": null, "afk_timeout": 300,
        "system_channel_id": maybe_id(guild.system_channel), "system_channel_flags": 0,
        "widget_enabled": false, "widget_channel_id": null, "verification_level": 0,
        "roles": roles, "default_message_notifications": 0, "mfa_level": 0,
        "explicit_content_filter": 0, "max_presences": null, "max_members": 500_000,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
        "vanity_url_code": null, "premium_tier": 0, "premium_subscription_count": 0,
        "preferred_locale": guild.locale, "rules_channel_id": null,
        "safety_alerts_channel_id": null, "public_updates_channel_id": null,
        "premium_progress_bar_enabled": false, "nsfw": false, "nsfw_level": 0, "emojis": [],
        "stickers": [], "incidents_data": null,
    })
}

/// A guild in a list of a bot's own.
pub(crate) fn own_guild(world: &World, guild: &Guild, bot: Id) -> Value {
    json!({
        "id": id(guild.id), "name": guild.name, "icon": null, "banner": null,
        "owner": guild.owner == bot, "features": [],
        "permissions": world.rights_in_guild(bot, guild.id).to_string(),
    })
}

/// A channel, a talk or a thread.
pub(crate) fn channel(world: &World, channel: &Channel, viewer: Id) -> Value {
    let mut shown = json!({
        "id": id(channel.id), "type": channel.kind, "flags": 0,
        "last_message_id": maybe_id(channel.last_message),
    });
    let more = match (channel.guild, &channel.thread) {
        (None, _) => {
            let others = channel.recipients.iter().filter(|who| **who != viewer);
            json!({ "recipients": others.map(|who| user(world, *who)).collect::<Vec<_>>() })
        }
        (Some(guild), None) => json!({
            "guild_id": id(guild), "name": channel.name, "position": 0, "nsfw": false,
            "parent_id": maybe_id(channel.parent), "topic": null, "rate_limit_per_user": 0,
            "permission_overwrites": overwrites(channel),
        }),
        (Some(guild), Some(thread)) => json!({
            "guild_id": id(guild), "name": channel.name, "parent_id": maybe_id(channel.parent),
            "owner_id": id(thread.owner), "rate_limit_per_user": 0,
            "message_count": thread.messages, "total_message_sent": thread.messages,
            "member_count": thread.members.len(),
            "thread_metadata": {
                "archived": thread.archived, "locked": thread.locked,
                "archive_timestamp": time(thread.changed),
                "auto_archive_duration": thread.auto_archive,
                "create_timestamp": time(thread.changed),
            },
        }),
    };
    merge(&mut shown, more);
    shown
}

fn overwrites(channel: &Channel) -> Vec<Value> {
    let shown = channel.overwrites.iter().map(|one| {
        let (allow, deny) = (one.allow.to_string(), one.deny.to_string());
        json!({ "id": id(one.id), "type": u8::from(one.member), "allow": allow, "deny": deny })
    });
    shown.collect()
}

/// A message as a bot sees it: without the intent for what people write, that is kept from it unless the message is its own,
/// mentions it, or is in a talk with it.
pub(crate) fn message(world: &World, message: &Message, viewer: Id) -> Value {
    let mut shown = whole_message(world, message, viewer);
    let talk = world.channels.get(&message.channel).is_some_and(|found| found.guild.is_none());
    let open = talk || message.author == viewer || message.mentions.contains(&viewer);
    if !open {
        let nothing = json!({ "content": "", "embeds": [], "components": [], "attachments": [] });
        merge(&mut shown, nothing);
    }
    shown
}

/// A message with all of it, as a message command hands it over.
pub(crate) fn whole_message(world: &World, message: &Message, viewer: Id) -> Value {
    let mut shown = bare_message(world, message);
    if !message.reactions.is_empty() {
        let reactions = message.reactions.iter().map(|one| {
            json!({
                "emoji": emoji(&one.emoji), "count": one.users.len(),
                "count_details": { "burst": 0, "normal": one.users.len() },
                "burst_colors": [], "me_burst": false, "me": one.users.contains(&viewer),
            })
        });
        merge(&mut shown, json!({ "reactions": reactions.collect::<Vec<_>>() }));
    }
    if let Some(answered) = message.reply_to {
        let reference = json!({
            "type": 0, "message_id": id(answered), "channel_id": id(message.channel),
        });
        let there = world.messages.get(&answered).map(|found| bare_message(world, found));
        merge(&mut shown, json!({ "message_reference": reference, "referenced_message": there }));
    }
    if let Some(thread) = world.channels.get(&message.id) {
        merge(&mut shown, json!({ "thread": channel(world, thread, viewer) }));
    }
    if let (Some(nonce), true) = (&message.nonce, message.author == viewer) {
        merge(&mut shown, json!({ "nonce": nonce }));
    }
    shown
}

fn bare_message(world: &World, message: &Message) -> Value {
    let mentions: Vec<Value> = message.mentions.iter().map(|who| user(world, *who)).collect();
    let roles: Vec<Value> = message.pinged_roles.iter().copied().map(id).collect();
    let files: Vec<Value> =
        message.attachments.iter().map(|one| attachment(message.channel, one)).collect();
    let mut shown = json!({
        "id": id(message.id), "channel_id": id(message.channel), "type": message.kind,
        "author": user(world, message.author), "content": message.content,
        "embeds": message.embeds, "components": message.components, "attachments": files,
        "mentions": mentions, "mention_roles": roles, "mention_everyone": message.pinged_everyone,
        "timestamp": time(message.sent), "edited_timestamp": maybe_time(message.edited),
        "flags": message.flags, "tts": message.tts, "pinned": message.pinned,
    });
    if world.applications.contains_key(&message.author) && message.interaction.is_some() {
        let application = id(message.author);
        merge(&mut shown, json!({ "application_id": application, "webhook_id": application }));
    }
    if let Some(asked) = message.interaction.and_then(|id| world.interactions.get(&id)) {
        let kind = if asked.kind == 5 { 5 } else { asked.kind };
        let owners = asked.guild.map_or_else(|| json!({}), |guild| json!({ "0": id(guild) }));
        let metadata = json!({
            "id": id(asked.id), "type": kind, "user": user(world, asked.user),
            "authorizing_integration_owners": owners,
        });
        if kind == 2 {
            merge(&mut shown, json!({ "interaction_metadata": metadata }));
        }
    }
    shown
}

/// A file with a message.
pub(crate) fn attachment(channel: Id, file: &Attachment) -> Value {
    // The address is signed, and without its signature leads nowhere.
    let signed = format!("{}/{}?ex=1&is=0&hm={:x}", file.id, file.name, file.id);
    let url = format!("https://cdn.discordapp.com/attachments/{channel}/{signed}");
    let mut shown = json!({
        "id": id(file.id), "filename": file.name, "size": file.content.len(), "url": url,
        "proxy_url": url.replace("cdn.discordapp.com", "media.discordapp.net"),
    });
    if let Some(mime) = &file.mime {
        merge(&mut shown, json!({ "content_type": mime }));
    }
    if let Some(description) = &file.description {
        merge(&mut shown, json!({ "description": description }));
    }
    if file.ephemeral {
        merge(&mut shown, json!({ "ephemeral": true }));
    }
    shown
}

/// An emoji: a character, or `name:id`.
pub(crate) fn emoji(text: &str) -> Value {
    match text.split_once(':') {
        Some((name, id)) => json!({ "id": id, "name": name }),
        None => json!({ "id": null, "name": text }),
    }
}

/// An event of a guild's Events tab.
pub(crate) fn event(world: &World, event: &ScheduledEvent) -> Value {
    json!({
        "id": id(event.id), "guild_id": id(event.guild), "channel_id": maybe_id(event.channel),
        "creator_id": id(event.creator), "creator": user(world, event.creator),
        "name": event.name, "description": event.description, "image": null,
        "scheduled_start_time": time(event.start), "scheduled_end_time": maybe_time(event.end),
        "privacy_level": 2, "status": event.status, "entity_type": event.kind, "entity_id": null,
        "entity_metadata": event.location.as_ref().map(|place| json!({ "location": place })),
        "recurrence_rule": event.recurrence, "guild_scheduled_event_exceptions": [],
    })
}

/// A bot's application, as it sees it itself.
pub(crate) fn application(world: &World, application: &Application) -> Value {
    json!({
        "id": id(application.id), "name": application.name, "icon": null, "description": "",
        "type": null, "bot": user(world, application.id), "bot_public": true,
        "bot_require_code_grant": false, "verify_key": "0".repeat(64), "flags": 0,
        "flags_new": "0", "redirect_uris": [], "interactions_endpoint_url": null,
        "role_connections_verification_url": null, "owner": user(world, application.id),
        "approximate_guild_count": world.guilds.len(), "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": null,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
        "integration_types_config": { "0": {}, "1": {} },
    })
}

/// Puts the fields of one object into another.
pub(crate) fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend::<Map<String, Value>>(more);
    }
}
