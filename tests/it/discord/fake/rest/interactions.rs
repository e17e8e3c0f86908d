//! The first answer to an interaction, on the wire.

use serde_json::{Value, json};

use super::{
    super::{
        change,
        interactions::{self, Effect},
        refusal::Refusal,
        show,
        world::{Id, Interaction, Message, World},
    },
    Answer, Call, done, id, shown,
};

/// The flag of a message that says no more than that the bot is thinking.
pub(super) const LOADING: u64 = 1 << 7;

/// Kinds of messages that answer a slash command, and the other commands.
const ANSWERS_SLASH: u8 = 20;
const ANSWERS_MENU: u8 = 23;

pub(super) fn answer(
    world: &mut World,
    call: &Call,
    asked: &str,
    token: &str,
) -> Result<Answer, Refusal> {
    let asked = id(asked);
    let effect = interactions::take(world, (asked, token), &call.body, call.within)?;
    let data = &call.body["data"];
    let message = match effect {
        Effect::Post { channel, only_for, thinking } => {
            let posted = post(world, asked, (channel, only_for), (data, thinking), call);
            interactions::posted(world, asked, posted);
            Some(posted)
        }
        Effect::Edit(message) => {
            change::edit(world, message, data, &call.files);
            Some(message)
        }
        Effect::Nothing => {
            world.touch();
            None
        }
    };
    if call.wants("with_response") { shown(callback(world, asked, message)) } else { done() }
}

fn post(
    world: &mut World,
    asked: Id,
    (channel, only_for): (Id, Option<Id>),
    (data, thinking): (&Value, bool),
    call: &Call,
) -> Id {
    let found = world.interactions.get(&asked);
    let message = Message {
        channel,
        author: found.map_or(0, |found| found.application),
        kind: found.map_or(0, answers),
        only_for,
        interaction: Some(asked),
        ..Message::default()
    };
    let mut body = data.clone();
    if thinking {
        body = json!({ "flags": data["flags"].as_u64().unwrap_or_default() | LOADING });
    }
    change::post(world, message, &body, &call.files)
}

/// What kind of message an answer is.
fn answers(asked: &Interaction) -> u8 {
    match (asked.kind, asked.data["type"].as_u64()) {
        (interactions::kind::COMMAND, Some(2 | 3)) => ANSWERS_MENU,
        (interactions::kind::COMMAND, _) => ANSWERS_SLASH,
        _ => 0,
    }
}

fn callback(world: &World, asked: Id, message: Option<Id>) -> Value {
    let Some(found) = world.interactions.get(&asked) else { return Value::Null };
    let mut interaction = json!({ "id": show::id(asked), "type": found.kind });
    let message = message.and_then(|message| world.messages.get(&message));
    let mut resource = Value::Null;
    if let Some(message) = message {
        show::merge(
            &mut interaction,
            json!({
                "response_message_id": show::id(message.id),
                "response_message_loading": found.thinking, "response_message_ephemeral": found.ephemeral,
            }),
        );
        let message = show::message(world, message, found.application);
        resource = json!({ "type": found.answered, "message": message });
    }
    let mut shown = json!({ "interaction": interaction });
    if !resource.is_null() && matches!(found.answered, Some(4 | 7)) {
        show::merge(&mut shown, json!({ "resource": resource }));
    }
    shown
}
