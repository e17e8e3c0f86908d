//! What people ask of a bot, and how it may answer.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding>: one first answer to each within three seconds,
//! of a kind that fits; what follows goes by the interaction's webhook, which lives for fifteen minutes.

pub(crate) mod asked;
pub(crate) mod commands;
pub(crate) mod components;

use std::time::Duration;

use serde_json::Value;

use super::{
    refusal::{Problem, Refusal},
    world::{Id, Interaction, World},
};

/// How long a bot has for its first answer.
pub(crate) const FIRST_ANSWER: Duration = Duration::from_secs(3);

/// How long the webhook of an interaction lives, by the world's clock.
pub(crate) const WEBHOOK_LIVES_MS: i64 = 15 * 60 * 1000;

/// The flag of a message that one person alone sees.
pub(crate) const EPHEMERAL: u64 = 1 << 6;

/// Kinds of interactions.
pub(crate) mod kind {
    pub(crate) const COMMAND: u8 = 2;
    pub(crate) const COMPONENT: u8 = 3;
    pub(crate) const AUTOCOMPLETE: u8 = 4;
    pub(crate) const FORM: u8 = 5;
}

/// Kinds of first answers.
pub(crate) mod answer {
    pub(crate) const MESSAGE: u8 = 4;
    pub(crate) const DEFER: u8 = 5;
    pub(crate) const DEFER_UPDATE: u8 = 6;
    pub(crate) const UPDATE: u8 = 7;
    pub(crate) const SUGGEST: u8 = 8;
    pub(crate) const FORM: u8 = 9;
}

/// What a first answer makes happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Effect {
    /// A message is posted, which is `@original` from then on: see [`posted`].
    Post {
        channel: Id,
        /// Who alone sees it.
        only_for: Option<Id>,
        /// Whether it says no more than that the bot is thinking.
        thinking: bool,
    },
    /// The message that was pressed on is edited.
    Edit(Id),
    /// Nothing that others see.
    Nothing,
}

/// Takes a first answer: what POST /interactions/ID/TOKEN/callback was sent.
///
/// # Errors
///
/// Why it is not taken; nothing has changed then.
pub(crate) fn take(
    world: &mut World,
    (id, token): (Id, &str),
    body: &Value,
    within: Duration,
) -> Result<Effect, Refusal> {
    let asked = world.interactions.get(&id).filter(|one| one.token == token);
    let asked = asked.ok_or_else(unknown)?;
    if asked.answered.is_some() {
        let already = "Interaction has already been acknowledged.";
        return Err(Refusal::new(400, 40060, already));
    }
    let took = asked.asked.elapsed();
    if took > within {
        return Err(unknown());
    }
    let answered = body["type"].as_u64().and_then(|kind| u8::try_from(kind).ok());
    let answered = answered.ok_or_else(|| unfit("type", "is not a number"))?;
    fits(world, asked, answered, &body["data"])?;
    let ephemeral = body["data"]["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0;
    let effect = effect(asked, answered, ephemeral);
    let asked = world.interactions.get_mut(&id).ok_or_else(unknown)?;
    asked.answered = Some(answered);
    asked.took = Some(took);
    asked.answer = body["data"].clone();
    asked.ephemeral = ephemeral;
    asked.thinking = answered == answer::DEFER;
    if matches!(answered, answer::DEFER_UPDATE | answer::UPDATE) {
        asked.original = asked.message;
    }
    Ok(effect)
}

/// Notes the message that a first answer became.
pub(crate) fn posted(world: &mut World, interaction: Id, message: Id) {
    if let Some(asked) = world.interactions.get_mut(&interaction) {
        asked.original = Some(message);
    }
}

/// How long each interaction waited for its first answer, the oldest first; nothing for those that are not answered.
pub(crate) fn waited(world: &World) -> Vec<Option<Duration>> {
    world.interactions.values().map(|asked| asked.took).collect()
}

fn effect(asked: &Interaction, answered: u8, ephemeral: bool) -> Effect {
    let only_for = ephemeral.then_some(asked.user);
    let channel = asked.channel;
    match (answered, asked.message) {
        (answer::MESSAGE, _) => Effect::Post { channel, only_for, thinking: false },
        (answer::DEFER, _) => Effect::Post { channel, only_for, thinking: true },
        (answer::UPDATE, Some(message)) => Effect::Edit(message),
        _ => Effect::Nothing,
    }
}

/// Whether an answer of a kind fits what was asked.
fn fits(world: &World, asked: &Interaction, answered: u8, data: &Value) -> Result<(), Refusal> {
    let from_message = asked.message.is_some() && asked.kind != kind::COMMAND;
    let fitting: &[u8] = match asked.kind {
        kind::AUTOCOMPLETE => &[answer::SUGGEST],
        kind::COMMAND => &[answer::MESSAGE, answer::DEFER, answer::FORM],
        kind::COMPONENT => {
            &[answer::MESSAGE, answer::DEFER, answer::DEFER_UPDATE, answer::UPDATE, answer::FORM]
        }
        kind::FORM if from_message => {
            &[answer::MESSAGE, answer::DEFER, answer::DEFER_UPDATE, answer::UPDATE]
        }
        _ => &[answer::MESSAGE, answer::DEFER],
    };
    if !fitting.contains(&answered) {
        let why = format!("an interaction of type {} cannot be answered by {answered}", asked.kind);
        return Err(unfit("type", &why));
    }
    match answered {
        answer::DEFER if data["flags"].as_u64().unwrap_or_default() & !EPHEMERAL != 0 => {
            Err(unfit("flags", "of a deferred answer can only say that it is ephemeral"))
        }
        answer::UPDATE if gone(world, asked) => Err(unknown()),
        answer::SUGGEST => suggestions(asked, &data["choices"]),
        _ => Ok(()),
    }
}

fn gone(world: &World, asked: &Interaction) -> bool {
    asked.message.is_none_or(|message| !world.messages.contains_key(&message))
}

/// At most 25 choices, each with a name of 1 to 100 characters and a value of the option's type.
fn suggestions(asked: &Interaction, choices: &Value) -> Result<(), Refusal> {
    let choices = choices.as_array().ok_or_else(|| unfit("choices", "are missing"))?;
    if choices.len() > 25 {
        return Err(unfit("choices", "are more than 25"));
    }
    let typed = commands::focused(&asked.data).map(|option| option["type"].as_u64());
    let text = typed.flatten() == Some(commands::STRING);
    let short = |value: &Value| {
        value.as_str().is_some_and(|text| (1..=100).contains(&text.chars().count()))
    };
    let fits = |choice: &Value| {
        let value = &choice["value"];
        short(&choice["name"]) && if text { short(value) } else { value.is_number() }
    };
    match choices.iter().find(|choice| !fits(choice)) {
        Some(choice) => Err(unfit("choices", &format!("{choice} is no choice here"))),
        None => Ok(()),
    }
}

fn unknown() -> Refusal {
    Refusal::unknown(10062, "interaction")
}

fn unfit(field: &str, why: &str) -> Refusal {
    Refusal::form(&[Problem::new(field, "BASE_TYPE_BAD", why)])
}
