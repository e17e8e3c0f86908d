//! Whom a message pings: those its text names, as far as `allowed_mentions` and rights let it.
//!
//! <https://docs.discord.com/developers/resources/message#allowed-mentions-object>; what stands in embeds pings nobody.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    rights,
    world::{Id, Message, World},
};

/// Whom a message pings.
#[derive(Debug, Default)]
pub(crate) struct Pings {
    pub(crate) users: BTreeSet<Id>,
    pub(crate) roles: BTreeSet<Id>,
    pub(crate) everyone: bool,
}

/// Whom `message` pings under `allowed` (`allowed_mentions`, null where it was not said).
pub(crate) fn pings(world: &World, message: &Message, allowed: &Value) -> Pings {
    let users = named(&message.content, "<@", world).chain(named(&message.content, "<@!", world));
    let roles = named(&message.content, "<@&", world);
    let mut pings = Pings {
        users: users.filter(|id| lets(allowed, "users", *id)).collect(),
        roles: roles.filter(|id| lets(allowed, "roles", *id)).collect(),
        everyone: everyone(&message.content) && lets_all(allowed, "everyone"),
    };
    pings.users.retain(|id| world.may(*id, message.channel, rights::VIEW_CHANNEL));
    let any = world.may(message.author, message.channel, rights::MENTION_EVERYONE);
    pings.everyone &= any;
    pings.roles.retain(|id| any || mentionable(world, *id));
    pings.users.extend(answered(world, message, allowed));
    pings
}

impl World {
    /// Whether a message pinged somebody when it was sent: themselves, a role of theirs, or everyone.
    pub(crate) fn pinged(&self, message: &Message, user: Id) -> bool {
        let guild = self.root(message.channel).and_then(|channel| channel.guild);
        let member = guild
            .and_then(|guild| self.guilds.get(&guild))
            .and_then(|guild| guild.members.get(&user));
        let by_role = |member: &super::world::Member| {
            member.roles.iter().any(|id| message.pinged_roles.contains(id))
        };
        message.pinged.contains(&user)
            || message.author != user && (message.pinged_everyone || member.is_some_and(by_role))
    }
}

/// Ids behind `opening` and before `>`, of those that exist.
fn named<'t>(text: &'t str, opening: &'t str, world: &'t World) -> impl Iterator<Item = Id> + 't {
    let ids = text.split(opening).skip(1).filter_map(|rest| rest.split_once('>'));
    let ids = ids.filter_map(|(id, _)| id.parse().ok());
    ids.filter(|id| world.users.contains_key(id) || roles(world).any(|role| role.id == *id))
}

fn everyone(text: &str) -> bool {
    text.contains("@everyone") || text.contains("@here")
}

/// Whoever wrote the message that is answered: by themselves they are pinged, but not once anything is said of it.
fn answered(world: &World, message: &Message, allowed: &Value) -> Option<Id> {
    let author = world.messages.get(&message.reply_to?)?.author;
    let asked = allowed["replied_user"].as_bool().unwrap_or(allowed.is_null());
    (asked && author != message.author).then_some(author)
}

fn lets_all(allowed: &Value, what: &str) -> bool {
    let parse = allowed["parse"].as_array();
    allowed.is_null() || parse.is_some_and(|all| all.iter().any(|one| one == what))
}

fn lets(allowed: &Value, what: &str, id: Id) -> bool {
    let listed = allowed[what].as_array();
    let id = Value::String(id.to_string());
    lets_all(allowed, what) || listed.is_some_and(|all| all.contains(&id))
}

fn roles(world: &World) -> impl Iterator<Item = &super::world::Role> {
    world.guilds.values().flat_map(|guild| guild.roles.values())
}

fn mentionable(world: &World, id: Id) -> bool {
    roles(world).any(|role| role.id == id && role.mentionable)
}
