//! Reactions: the bot's own put and taken back, others' read.

use serde_json::Value;

use super::{
    super::{
        change,
        refusal::Refusal,
        rights, show,
        world::{Id, World},
    },
    Answer, Call, done, id, messages, shown,
};

/// How many different reactions a message takes.
const DISTINCT: usize = 20;

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    let ["channels", channel, "messages", message, "reactions", rest @ ..] = path else {
        return Err(Refusal::not_found());
    };
    let (channel, message) = (id(channel), id(message));
    messages::found(world, call.bot, channel, message)?;
    if !world.may(call.bot, channel, rights::READ_MESSAGE_HISTORY) {
        return Err(Refusal::permissions());
    }
    if let Some(emoji) = rest.first() {
        known(emoji)?;
    }
    match (call.method.as_str(), rest) {
        ("GET", [emoji]) => shown(users(world, call, message, emoji)),
        ("PUT", [emoji, "@me"]) => put(world, call, (channel, message), emoji),
        ("DELETE", [emoji, "@me"]) => take(world, message, call.bot, emoji),
        ("DELETE", rest) => {
            moderates(world, call.bot, channel)?;
            match rest {
                [emoji, user] => take(world, message, id(user), emoji),
                [emoji] => take_all(world, message, Some(emoji)),
                _ => take_all(world, message, None),
            }
        }
        _ => Err(Refusal::not_found()),
    }
}

/// Emoji are written out and percent-encoded; anything else, `:smile:` or a letter, is unknown.
fn known(emoji: &str) -> Result<(), Refusal> {
    let own = emoji.split_once(':').is_some_and(|(_, id)| id.parse::<Id>().is_ok());
    let drawn = !emoji.is_empty()
        && emoji.chars().count() <= 16
        && emoji.chars().all(|one| !one.is_alphanumeric() || one.is_ascii_digit())
        && !emoji.is_ascii();
    if own || drawn { Ok(()) } else { Err(Refusal::unknown(10014, "Emoji")) }
}

fn users(world: &World, call: &Call, message: Id, emoji: &str) -> Value {
    let reactions = world.messages.get(&message).map_or(&[][..], |found| &found.reactions);
    let users = reactions.iter().find(|one| one.emoji == emoji).map_or(&[][..], |one| &one.users);
    let after = call.number("after").unwrap_or_default();
    let limit = usize::try_from(call.number("limit").unwrap_or(25)).unwrap_or(25);
    let mut users: Vec<Id> = users.iter().copied().filter(|id| *id > after).collect();
    users.sort_unstable();
    users.into_iter().take(limit).map(|id| show::user(world, id)).collect()
}

fn put(
    world: &mut World,
    call: &Call,
    (channel, message): (Id, Id),
    emoji: &str,
) -> Result<Answer, Refusal> {
    messages::writable(world, channel)?;
    let reactions = world.messages.get(&message).map_or(&[][..], |found| &found.reactions);
    let there = reactions.iter().any(|one| one.emoji == emoji);
    let full = reactions.len() >= DISTINCT;
    if !there && !world.may(call.bot, channel, rights::ADD_REACTIONS) {
        return Err(Refusal::permissions());
    }
    if !there && full {
        return Err(Refusal::new(400, 30010, "Maximum number of reactions reached (20)"));
    }
    change::react(world, message, call.bot, emoji);
    done()
}

fn take(world: &mut World, message: Id, user: Id, emoji: &str) -> Result<Answer, Refusal> {
    change::unreact(world, message, user, emoji);
    done()
}

fn take_all(world: &mut World, message: Id, emoji: Option<&str>) -> Result<Answer, Refusal> {
    let reactions =
        world.messages.get(&message).map_or(Vec::new(), |found| found.reactions.clone());
    for one in reactions.iter().filter(|one| emoji.is_none_or(|emoji| emoji == one.emoji)) {
        for user in &one.users {
            change::unreact(world, message, *user, &one.emoji);
        }
    }
    done()
}

fn moderates(world: &World, bot: Id, channel: Id) -> Result<(), Refusal> {
    if world.may(bot, channel, rights::MANAGE_MESSAGES) {
        Ok(())
    } else {
        Err(Refusal::permissions())
    }
}
