//! What each request does, once it is known to be well-formed: its rights, its world, its answer.

mod channels;
mod commands;
mod events;
mod interactions;
mod messages;
mod reactions;
mod users;
mod webhooks;

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;

use super::{
    change::Upload,
    refusal::Refusal,
    world::{Id, World},
};

/// A request that was read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Call {
    pub(crate) method: String,
    /// The parts of its path behind `/api/v10`, decoded.
    pub(crate) path: Vec<String>,
    pub(crate) query: BTreeMap<String, String>,
    /// Null where it has none.
    pub(crate) body: Value,
    pub(crate) files: Vec<Upload>,
    /// The bot that asks; 0 where the path has a token instead.
    pub(crate) bot: Id,
    /// How long a bot has for its first answer to an interaction.
    pub(crate) within: Duration,
    /// What GET /gateway answers.
    pub(crate) gateway: String,
}

impl Call {
    /// A number of its query.
    fn number(&self, name: &str) -> Option<u64> {
        self.query.get(name)?.parse().ok()
    }

    /// Whether its query says yes to something.
    fn wants(&self, name: &str) -> bool {
        matches!(self.query.get(name).map(String::as_str), Some("true" | "1" | "True"))
    }
}

/// What is answered: a status, and a body where there is one.
pub(crate) type Answer = (u16, Option<Value>);

/// Done, with something to show.
#[expect(clippy::unnecessary_wraps, reason = "it is how what can be refused ends well")]
fn shown(value: Value) -> Result<Answer, Refusal> {
    Ok((200, Some(value)))
}

/// Done.
#[expect(clippy::unnecessary_wraps, reason = "it is how what can be refused ends well")]
const fn done() -> Result<Answer, Refusal> {
    Ok((204, None))
}

/// Does what was asked.
///
/// # Errors
///
/// What Discord answers where it does not.
pub(crate) fn answer(world: &mut World, call: &Call) -> Result<Answer, Refusal> {
    let path: Vec<&str> = call.path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["gateway" | "users" | "oauth2", ..]
        | ["guilds", _]
        | ["guilds", _, "members" | "roles" | "channels" | "threads", ..]
        | ["applications", "@me"] => users::answer(world, call, &path),
        ["channels", _, "messages", _, "reactions", ..] => reactions::answer(world, call, &path),
        ["channels", _, "messages", _, "threads"]
        | ["channels", _, "threads" | "thread-members", ..] => {
            channels::threads(world, call, &path)
        }
        ["channels", _, "messages", ..] => messages::answer(world, call, &path),
        ["channels", ..] => channels::answer(world, call, &path),
        ["guilds", _, "scheduled-events", ..] => events::answer(world, call, &path),
        ["applications", _, "commands", ..] | ["applications", _, "guilds", _, "commands", ..] => {
            commands::answer(world, call, &path)
        }
        ["interactions", id, token, "callback"] => interactions::answer(world, call, id, token),
        ["webhooks", _, _, ..] => webhooks::answer(world, call, &path),
        _ => Err(Refusal::not_found()),
    }
}

/// An id in a path. The description of the routes has looked at its form already.
fn id(part: &str) -> Id {
    part.parse().unwrap_or_default()
}
