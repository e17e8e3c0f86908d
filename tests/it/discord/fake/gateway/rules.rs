//! What the gateway's rules say as tables: opcodes, close codes, intents.

use serde_json::Value;

/// <https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes>
pub(super) mod op {
    pub(in super::super) const DISPATCH: u64 = 0;
    pub(in super::super) const HEARTBEAT: u64 = 1;
    pub(in super::super) const IDENTIFY: u64 = 2;
    pub(in super::super) const PRESENCE: u64 = 3;
    pub(in super::super) const VOICE_STATE: u64 = 4;
    pub(in super::super) const RESUME: u64 = 6;
    pub(in super::super) const MEMBERS: u64 = 8;
    pub(in super::super) const INVALID_SESSION: u64 = 9;
    pub(in super::super) const HELLO: u64 = 10;
    pub(in super::super) const ACK: u64 = 11;
}

/// <https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes>
pub(super) mod close {
    pub(in super::super) const UNKNOWN_OPCODE: u16 = 4001;
    pub(in super::super) const DECODE: u16 = 4002;
    pub(in super::super) const NOT_AUTHENTICATED: u16 = 4003;
    pub(in super::super) const AUTHENTICATION: u16 = 4004;
    pub(in super::super) const ALREADY_AUTHENTICATED: u16 = 4005;
    pub(in super::super) const INVALID_SEQUENCE: u16 = 4007;
    pub(in super::super) const TOO_MANY: u16 = 4008;
    pub(in super::super) const TIMED_OUT: u16 = 4009;
    pub(in super::super) const INVALID_SHARD: u16 = 4010;
    pub(in super::super) const SHARDING_REQUIRED: u16 = 4011;
    pub(in super::super) const INVALID_VERSION: u16 = 4012;
    pub(in super::super) const INVALID_INTENTS: u16 = 4013;
    pub(in super::super) const DISALLOWED_INTENTS: u16 = 4014;
}

pub(super) const GUILDS: u64 = 1 << 0;
const MEMBERS: u64 = 1 << 1;
const MODERATION: u64 = 1 << 2;
const EXPRESSIONS: u64 = 1 << 3;
const INTEGRATIONS: u64 = 1 << 4;
const WEBHOOKS: u64 = 1 << 5;
const INVITES: u64 = 1 << 6;
const VOICE: u64 = 1 << 7;
const PRESENCES: u64 = 1 << 8;
const GUILD_MESSAGES: u64 = 1 << 9;
const GUILD_REACTIONS: u64 = 1 << 10;
const GUILD_TYPING: u64 = 1 << 11;
const DIRECT_MESSAGES: u64 = 1 << 12;
const DIRECT_REACTIONS: u64 = 1 << 13;
const DIRECT_TYPING: u64 = 1 << 14;
pub(super) const MESSAGE_CONTENT: u64 = 1 << 15;
const SCHEDULED_EVENTS: u64 = 1 << 16;
const AUTO_MODERATION: u64 = 0b11 << 20;
const POLLS: u64 = 0b11 << 24;

/// Every intent there is.
pub(super) const KNOWN: u64 = ((1 << 17) - 1) | AUTO_MODERATION | POLLS;

/// The intents that have to be switched on for an application first.
pub(super) const PRIVILEGED: u64 = MEMBERS | PRESENCES | MESSAGE_CONTENT;

/// The intents with which an event comes, any of which is enough; nothing where it comes with any.
pub(super) fn wanted(event: &str, in_guild: bool) -> Option<u64> {
    let pick = |guild, direct| Some(if in_guild { guild } else { direct });
    match event {
        "GUILD_MEMBER_ADD" | "GUILD_MEMBER_UPDATE" | "GUILD_MEMBER_REMOVE" => Some(MEMBERS),
        "GUILD_BAN_ADD" | "GUILD_BAN_REMOVE" | "GUILD_AUDIT_LOG_ENTRY_CREATE" => Some(MODERATION),
        "GUILD_EMOJIS_UPDATE" | "GUILD_STICKERS_UPDATE" => Some(EXPRESSIONS),
        "WEBHOOKS_UPDATE" => Some(WEBHOOKS),
        "INVITE_CREATE" | "INVITE_DELETE" => Some(INVITES),
        "VOICE_STATE_UPDATE" => Some(VOICE),
        "PRESENCE_UPDATE" => Some(PRESENCES),
        "THREAD_MEMBERS_UPDATE" => Some(GUILDS | MEMBERS),
        "TYPING_START" => pick(GUILD_TYPING, DIRECT_TYPING),
        "CHANNEL_PINS_UPDATE" => pick(GUILDS, DIRECT_MESSAGES),
        name if name.starts_with("MESSAGE_REACTION_") => pick(GUILD_REACTIONS, DIRECT_REACTIONS),
        name if name.starts_with("MESSAGE_POLL_") => Some(POLLS),
        name if name.starts_with("MESSAGE_") => pick(GUILD_MESSAGES, DIRECT_MESSAGES),
        name if name.starts_with("GUILD_SCHEDULED_EVENT_") => Some(SCHEDULED_EVENTS),
        name if name.starts_with("GUILD_INTEGRATIONS_") || name.starts_with("INTEGRATION_") => {
            Some(INTEGRATIONS)
        }
        name if ["GUILD_", "CHANNEL_", "THREAD_", "STAGE_"].iter().any(|p| name.starts_with(p)) => {
            Some(GUILDS)
        }
        _ => None,
    }
}

/// The message as a bot sees it that has no `MESSAGE_CONTENT`: without its content, unless it is the bot's own, mentions it
/// or was written to it alone.
pub(super) fn without_content(mut message: Value, bot: &str) -> Value {
    let own = message["author"]["id"] == bot;
    let mentioned = message["mentions"]
        .as_array()
        .is_some_and(|people| people.iter().any(|person| person["id"] == bot));
    if own || mentioned || message["guild_id"].is_null() {
        return message;
    }
    if message.get("content").is_some() {
        message["content"] = "".into();
    }
    for list in ["embeds", "attachments", "components"] {
        if message.get(list).is_some() {
            message[list] = Value::Array(Vec::new());
        }
    }
    message
}

/// Which shard of so many a guild belongs to; direct messages belong to the first.
pub(super) fn shard_of(guild: Option<u64>, shards: u64) -> u64 {
    guild.map_or(0, |guild| (guild >> 22) % shards)
}
