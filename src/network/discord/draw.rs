//! From what the bot says to what Discord takes (resources/message). Pure: it sends nothing and knows no channel.
//!
//! What is longer than Discord takes is cut, so nothing is refused for its size. Nobody is pinged whom the message does not
//! name, whatever its text says.

use std::collections::HashSet;

use serde_json::{Map, Value, json};
use serenity::model::id::MessageId as Snowflake;
use sha1::{Digest as _, Sha1};

use super::DISCORD;
use crate::{
    chat::{Button, File, Message, Panel, Tone},
    model::UserRef,
};

/// The `custom_id` of the list under a message; what was chosen in it comes back as a value.
pub(super) const MENU: &str = "menu";

/// The flag of a message that one person alone sees (resources/message, "Message Flags").
pub(super) const EPHEMERAL: u64 = 1 << 6;
/// The flag of a message that does not notify.
const SUPPRESS_NOTIFICATIONS: u64 = 1 << 12;

// Discord's limits, in characters where they are of texts (resources/message, components/reference).
pub(super) const CONTENT: usize = 2_000;
const TITLE: usize = 256;
const DESCRIPTION: usize = 4_096;
const FIELDS: usize = 25;
const FIELD_NAME: usize = 256;
const FIELD_VALUE: usize = 1_024;
const FOOTER: usize = 2_048;
const EMBED: usize = 6_000;
const ROWS: usize = 5;
const ROW: usize = 5;
const OPTIONS: usize = 25;
const BUTTON_LABEL: usize = 80;
const OPTION_LABEL: usize = 100;
const CUSTOM_ID: usize = 100;
const PINGS: usize = 100;
const NONCE: usize = 25;

/// What stands where something was cut.
const ELLIPSIS: &str = "…";
/// What stands where Discord wants a text and there is none.
const NOTHING: &str = "\u{200b}";

/// Draws a message to be posted. The same key twice, within minutes, is one message (resources/message, `enforce_nonce`).
pub(super) fn post(key: &str, message: &Message) -> Value {
    let pinged = pinged(message);
    let mut body = body(message, &pinged);
    body.insert("nonce".to_owned(), json!(nonce(key)));
    body.insert("enforce_nonce".to_owned(), json!(true));
    if message.quiet {
        body.insert("flags".to_owned(), json!(SUPPRESS_NOTIFICATIONS));
    }
    body.into()
}

/// The same as an answer to another message, which may be gone meanwhile.
pub(super) fn reply(mut post: Value, to: Snowflake) -> Value {
    if let Some(body) = post.as_object_mut() {
        let reference = json!({ "message_id": to.to_string(), "fail_if_not_exists": false });
        body.insert("message_reference".to_owned(), reference);
    }
    post
}

/// Draws a message in the place of one that was sent. All of it is said: what is left out here is gone there.
pub(super) fn edit(message: &Message) -> Value {
    // Whom it named at first stays in the text, and is not pinged again by an edit.
    body(message, &pinged(message)).into()
}

/// Draws an answer that its one reader alone sees, in the place of what says that the bot is thinking.
pub(super) fn first_answer(message: &Message) -> Value {
    body(message, &[]).into()
}

/// Draws a further answer that its one reader alone sees.
pub(super) fn next_answer(message: &Message) -> Value {
    let mut body = body(message, &[]);
    body.insert("flags".to_owned(), json!(EPHEMERAL));
    body.into()
}

/// A text that is cut where it is longer, counted as Discord might: no way to count gives more than UTF-16 units.
pub(super) fn cut(text: &str, most: usize) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= most {
        return text.to_owned();
    }
    let mut left = most.saturating_sub(length(ELLIPSIS));
    let fits = |c: &char| match left.checked_sub(c.len_utf16()) {
        Some(rest) => {
            left = rest;
            true
        }
        None => false,
    };
    let mut short: String = text.chars().take_while(fits).collect();
    if most > 0 {
        short.push_str(ELLIPSIS);
    }
    short
}

/// What stands for a person in a text.
pub(super) fn mention(user: &str) -> String {
    format!("<@{user}>")
}

/// Whom a message pings: what it says so of, and, where everybody sees what is meant for one, that one.
fn pinged(message: &Message) -> Vec<&str> {
    let mut seen = HashSet::new();
    let users = message.mentions.iter().chain(&message.only_for).filter_map(snowflake);
    users.filter(|user| seen.insert(*user)).take(PINGS).collect()
}

fn snowflake(user: &UserRef) -> Option<&str> {
    let is = user.network == DISCORD && user.id.bytes().all(|octet| octet.is_ascii_digit());
    is.then_some(user.id.as_str())
}

fn body(message: &Message, pinged: &[&str]) -> Map<String, Value> {
    let embeds: Vec<_> = message.panel.iter().map(embed).collect();
    let body = json!({
        "content": content(message, pinged),
        "embeds": embeds,
        "components": components(&message.buttons, &message.menu),
        "attachments": attachments(&message.files),
        "allowed_mentions": { "parse": [], "users": pinged, "replied_user": false },
    });
    match body {
        Value::Object(body) => body,
        _ => Map::new(),
    }
}

/// The text. A panel stands for it, but pings nobody; then those stand there who are to be pinged.
fn content(message: &Message, pinged: &[&str]) -> String {
    let text = if message.panel.is_some() { "" } else { message.text.as_str() };
    let named = |user: &&&str| !text.contains(&mention(user));
    let mut whole: Vec<_> = pinged.iter().filter(named).map(|user| mention(user)).collect();
    if !text.is_empty() {
        whole.push(text.to_owned());
    }
    cut(&whole.join(" "), CONTENT)
}

fn embed(panel: &Panel) -> Value {
    // The description gives way to all else: it is the longest, and the rest is what people look for.
    let mut left = EMBED;
    let mut spend = |text: &str, most: usize| {
        let text = cut(text, most.min(left));
        left -= text.encode_utf16().count();
        text
    };
    let (title, footer) = (spend(&panel.title, TITLE), spend(&panel.footer, FOOTER));
    let mut fields = Vec::new();
    for (name, value) in panel.fields.iter().take(FIELDS) {
        let name = spend(or_nothing(name), FIELD_NAME);
        let value = spend(or_nothing(value), FIELD_VALUE);
        if !name.is_empty() && !value.is_empty() {
            fields.push(json!({ "name": name, "value": value, "inline": true }));
        }
    }
    let description = spend(&panel.text, DESCRIPTION);
    let mut embed = Map::new();
    embed.insert("color".to_owned(), json!(colour(panel.tone)));
    for (key, text) in [("title", title), ("description", description)] {
        if !text.is_empty() {
            embed.insert(key.to_owned(), text.into());
        }
    }
    if !fields.is_empty() {
        embed.insert("fields".to_owned(), fields.into());
    }
    if !footer.is_empty() {
        embed.insert("footer".to_owned(), json!({ "text": footer }));
    }
    embed.into()
}

fn or_nothing(text: &str) -> &str {
    if text.trim().is_empty() { NOTHING } else { text }
}

const fn colour(tone: Tone) -> u32 {
    match tone {
        Tone::Open => 0x0023_A55A,
        Tone::Asking => 0x00F0_B232,
        Tone::Over => 0x0080_848E,
        Tone::Cancelled => 0x00DA_373C,
    }
}

/// Rows of buttons, and the list in the last row. Buttons for which there is no row are in the list.
fn components(buttons: &[Button], menu: &[Button]) -> Vec<Value> {
    let mut seen = HashSet::new();
    // Of two with the same id Discord takes neither.
    let mut known = |button: &&Button| {
        let length = button.id.chars().count();
        (1..=CUSTOM_ID).contains(&length) && seen.insert(button.id.clone())
    };
    let buttons: Vec<_> = buttons.iter().filter(&mut known).collect();
    let menu: Vec<_> = menu.iter().filter(&mut known).collect();
    let whole = ROWS * ROW;
    let shown = if menu.is_empty() && buttons.len() <= whole { whole } else { whole - ROW };
    let (shown, rest) = buttons.split_at(shown.min(buttons.len()));
    let mut rows: Vec<_> = shown
        .chunks(ROW)
        .map(|row| action_row(&row.iter().copied().map(button).collect::<Vec<_>>()))
        .collect();
    let listed: Vec<_> = rest.iter().chain(&menu).take(OPTIONS).copied().map(option).collect();
    if !listed.is_empty() {
        let list =
            json!({ "type": 3, "custom_id": MENU, "placeholder": ELLIPSIS, "options": listed });
        rows.push(action_row(&[list]));
    }
    rows
}

fn action_row(components: &[Value]) -> Value {
    json!({ "type": 1, "components": components })
}

fn button(button: &Button) -> Value {
    let label = cut(or_nothing(&button.label), BUTTON_LABEL);
    json!({ "type": 2, "style": style(&button.id), "label": label, "custom_id": button.id })
}

fn option(button: &Button) -> Value {
    let label = cut(or_nothing(&button.label), OPTION_LABEL);
    json!({ "label": label, "value": button.id })
}

/// The colour of a button, by the command that it stands for: green, red or grey.
fn style(id: &str) -> u8 {
    match id.split_whitespace().next() {
        Some("yes" | "accept") => 3,
        Some("no" | "decline" | "cancel" | "forget-me") => 4,
        _ => 2,
    }
}

fn attachments(files: &[File]) -> Vec<Value> {
    let draw =
        |(place, file): (usize, &File)| json!({ "id": place.to_string(), "filename": file.name });
    files.iter().enumerate().map(draw).collect()
}

/// What stands for a key in a nonce: a digest, of which so much fits.
fn nonce(key: &str) -> String {
    let digest = Sha1::digest(key.as_bytes());
    let digits = digest.iter().flat_map(|octet| [octet >> 4, octet & 0xF]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).take(NONCE).collect()
}

#[cfg(test)]
mod tests;
