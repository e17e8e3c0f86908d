//! What follows the first answer to an interaction: its webhook, which lives for fifteen minutes.
//!
//! <https://docs.discord.com/developers/interactions/receiving-and-responding#followup-messages>

use super::{
    super::{
        change,
        interactions::{EPHEMERAL, WEBHOOK_LIVES_MS},
        refusal::Refusal,
        show,
        world::{Id, Interaction, Message, World},
    },
    Answer, Call, done, id,
    interactions::LOADING,
    messages, shown,
};

pub(super) fn answer(world: &mut World, call: &Call, path: &[&str]) -> Result<Answer, Refusal> {
    let ["webhooks", application, token, rest @ ..] = path else {
        return Err(Refusal::not_found());
    };
    let asked = find(world, id(application), token)?.clone();
    match (call.method.as_str(), rest) {
        ("POST", []) => follow_up(world, call, &asked),
        ("GET", ["messages", which]) => {
            let found = message(world, &asked, which)?;
            shown(show::whole_message(world, found, asked.application))
        }
        ("PATCH", ["messages", which]) => {
            let found = message(world, &asked, which)?;
            messages::stays_something(
                found,
                &call.body,
                found.attachments.len() + call.files.len(),
            )?;
            let edited = found.id;
            edit(world, call, &asked, edited)
        }
        ("DELETE", ["messages", which]) => {
            let gone = message(world, &asked, which)?.id;
            change::delete(world, gone);
            if let Some(asked) = world.interactions.get_mut(&asked.id) {
                asked.original = asked.original.filter(|original| *original != gone);
                asked.thinking = false;
            }
            done()
        }
        _ => Err(Refusal::not_found()),
    }
}

/// The interaction of a token, answered once and not older than its webhook lives.
fn find<'w>(world: &'w World, application: Id, token: &str) -> Result<&'w Interaction, Refusal> {
    let ours = |one: &&Interaction| one.application == application && one.token == token;
    let found = world.interactions.values().find(ours);
    let found = found.filter(|one| one.answered.is_some());
    let found = found.ok_or_else(|| Refusal::unknown(10015, "Webhook"))?;
    if world.now() - found.created > WEBHOOK_LIVES_MS {
        return Err(Refusal::new(401, 50027, "Invalid Webhook Token"));
    }
    Ok(found)
}

fn message<'w>(world: &'w World, asked: &Interaction, which: &str) -> Result<&'w Message, Refusal> {
    let wanted = if which == "@original" { asked.original } else { Some(id(which)) };
    let found = wanted.and_then(|wanted| world.messages.get(&wanted));
    let ours = |one: &&Message| one.interaction == Some(asked.id) || asked.original == Some(one.id);
    found.filter(ours).ok_or_else(Refusal::message)
}

/// The first one after "thinking" takes its place.
fn follow_up(world: &mut World, call: &Call, asked: &Interaction) -> Result<Answer, Refusal> {
    if let (true, Some(original)) = (asked.thinking, asked.original) {
        return edit(world, call, asked, original);
    }
    let ephemeral = call.body["flags"].as_u64().unwrap_or_default() & EPHEMERAL != 0;
    let message = Message {
        channel: asked.channel,
        author: asked.application,
        reply_to: asked.original.filter(|original| public(world, *original)),
        only_for: ephemeral.then_some(asked.user),
        interaction: Some(asked.id),
        ..Message::default()
    };
    let sent = change::post(world, message, &call.body, &call.files);
    let sent = world.messages.get(&sent).ok_or_else(Refusal::message)?;
    shown(show::whole_message(world, sent, asked.application))
}

fn public(world: &World, message: Id) -> bool {
    world.messages.get(&message).is_some_and(|found| found.only_for.is_none())
}

fn edit(
    world: &mut World,
    call: &Call,
    asked: &Interaction,
    message: Id,
) -> Result<Answer, Refusal> {
    if let Some(found) = world.messages.get_mut(&message) {
        found.flags &= !LOADING;
    }
    if let Some(asked) = world.interactions.get_mut(&asked.id) {
        asked.thinking &= asked.original != Some(message);
    }
    change::edit(world, message, &call.body, &call.files);
    let edited = world.messages.get(&message).ok_or_else(Refusal::message)?;
    shown(show::whole_message(world, edited, asked.application))
}
