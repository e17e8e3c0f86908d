//! The commands, as Discord shows them: `/meet` with a subcommand for each offer, and two for the menus of messages and
//! people (interactions/application-commands). They are sent to Discord only where it has others.
//!
//! Discord takes 25 subcommands and 8,000 characters. Offers that come later than that are left to `/meet do`, which
//! takes what one would type.

use std::{cmp::Reverse, collections::BTreeMap, sync::Arc};

use serde_json::{Map, Value, json};
use serenity::{http::Route, model::id::ApplicationId};

use super::{
    convert::{TYPED, TYPED_FIELD},
    error::ApiError,
    http::{Api, Call},
};
use crate::chat::{Field, FieldKind, Offer, Words};

/// The most subcommands.
const SUBCOMMANDS: usize = 25;
/// The most characters of names, descriptions and choices together; some are left for what Discord may count besides.
const CHARACTERS: usize = 7_900;

/// The command that has all others in it.
pub(super) const MEET: &str = "meet";
const ABOUT_MEET: Words =
    words("Plan meetings and answer them", &[("de", "Termine planen und beantworten")]);
const ABOUT_TYPED: Words = words(
    "Everything else, as you would type it",
    &[("de", "Alles andere, so wie man es tippen würde")],
);
const TEXT: Words = words(TYPED_FIELD, &[]);
const ABOUT_TEXT: Words = words("For example: help", &[("de", "Zum Beispiel: help")]);
const DO: Words = words(TYPED, &[]);
/// On a message.
const OF_THIS: Words = words("Make a meeting of this", &[("de", "Termin daraus machen")]);
/// On a person.
const WITH: Words = words("Meet with", &[("de", "Treffen mit")]);

/// What kinds of commands and options there are (interactions/application-commands).
mod kind {
    pub(super) const SLASH: u8 = 1;
    pub(super) const ON_PERSON: u8 = 2;
    pub(super) const ON_MESSAGE: u8 = 3;
    pub(super) const SUBCOMMAND: u8 = 1;
    pub(super) const TEXT: u8 = 3;
    pub(super) const PERSON: u8 = 6;
    pub(super) const FILE: u8 = 11;
}

/// What of a command Discord is told, so that the rest does not count as a difference.
const TOLD: &[&str] = &[
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "type",
    "options",
    "required",
    "choices",
    "value",
    "autocomplete",
    "contexts",
    "integration_types",
    "default_member_permissions",
];

const fn words(text: &'static str, others: &'static [(&'static str, &'static str)]) -> Words {
    Words { text, others }
}

/// Sends the commands, unless Discord has them already; says whether they were sent.
///
/// # Errors
///
/// [`ApiError`]
pub(super) async fn register(
    api: &Arc<Api>,
    application_id: ApplicationId,
    offers: &[Offer],
) -> Result<bool, ApiError> {
    let route = Route::Commands { application_id };
    let known: Value = api.ask(&Call::get(route).query("with_localizations", "true")).await?;
    let wanted = all(offers);
    if is_same(&known, &wanted) {
        return Ok(false);
    }
    api.tell(&Call::put(route, Some(wanted))).await?;
    Ok(true)
}

/// Whether Discord has these commands.
pub(super) fn is_same(known: &Value, wanted: &Value) -> bool {
    let by_name = |commands: &Value| -> BTreeMap<String, Value> {
        let commands = commands.as_array().into_iter().flatten();
        commands
            .map(|command| (format!("{} {}", command["type"], command["name"]), told(command)))
            .collect()
    };
    by_name(known) == by_name(wanted)
}

/// A command without what Discord adds, and without what is the same as nothing.
fn told(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut kept = Map::new();
            for (name, value) in fields {
                let value =
                    if name.ends_with("_localizations") { value.clone() } else { told(value) };
                if TOLD.contains(&name.as_str()) && !is_nothing(&value) {
                    kept.insert(name.clone(), value);
                }
            }
            Value::Object(kept)
        }
        Value::Array(values) => Value::Array(values.iter().map(told).collect()),
        value => value.clone(),
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(value) => !value,
        Value::Array(values) => values.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Number(_) => false,
    }
}

/// All commands.
pub(super) fn all(offers: &[Offer]) -> Value {
    let mut commands = vec![meet(offers)];
    if offers.iter().any(|offer| offer.name.text == "new") {
        commands.push(command(kind::ON_MESSAGE, OF_THIS));
        commands.push(command(kind::ON_PERSON, WITH));
    }
    Value::Array(commands)
}

fn command(kind: u8, name: Words) -> Value {
    // In servers, with the bot and between people; added to a server or to somebody's account.
    let mut command = json!({"type": kind, "contexts": [0, 1, 2], "integration_types": [0, 1]});
    say(&mut command, "name", name);
    command
}

/// `/meet`, with as many offers as Discord takes.
fn meet(offers: &[Offer]) -> Value {
    let mut subcommands: Vec<_> = offers.iter().map(subcommand).collect();
    let mut whole = with(&subcommands);
    if subcommands.len() > SUBCOMMANDS || characters(&whole) > CHARACTERS {
        subcommands.truncate(SUBCOMMANDS - 1);
        subcommands.push(typed());
        whole = with(&subcommands);
        while characters(&whole) > CHARACTERS && subcommands.len() > 1 {
            subcommands.remove(subcommands.len() - 2);
            whole = with(&subcommands);
        }
    }
    whole
}

fn with(subcommands: &[Value]) -> Value {
    let mut command = command(kind::SLASH, words(MEET, &[]));
    say(&mut command, "description", ABOUT_MEET);
    put(&mut command, "options", Value::Array(subcommands.to_vec()));
    command
}

fn subcommand(offer: &Offer) -> Value {
    let mut fields: Vec<_> = offer.fields.iter().collect();
    // Discord wants what must be said first; the order is kept otherwise.
    fields.sort_by_key(|field| Reverse(field.required));
    let options: Vec<_> = fields.into_iter().take(SUBCOMMANDS).map(option).collect();
    let mut subcommand = json!({"type": kind::SUBCOMMAND, "options": options});
    say(&mut subcommand, "name", offer.name);
    say(&mut subcommand, "description", offer.about);
    subcommand
}

fn option(field: &Field) -> Value {
    let mut option = match &field.kind {
        FieldKind::Text { suggests } => json!({"type": kind::TEXT, "autocomplete": suggests}),
        FieldKind::Choice(choices) => {
            let choices: Vec<_> = choices.iter().map(choice).collect();
            json!({"type": kind::TEXT, "choices": choices})
        }
        FieldKind::Person => json!({"type": kind::PERSON}),
        FieldKind::File => json!({"type": kind::FILE}),
    };
    put(&mut option, "required", Value::Bool(field.required));
    say(&mut option, "name", field.name);
    say(&mut option, "description", field.about);
    option
}

fn choice((words, value): &(Words, &'static str)) -> Value {
    let mut choice = json!({"value": value});
    say(&mut choice, "name", *words);
    choice
}

fn typed() -> Value {
    let mut text = json!({"type": kind::TEXT, "required": true});
    say(&mut text, "name", TEXT);
    say(&mut text, "description", ABOUT_TEXT);
    let mut subcommand = json!({"type": kind::SUBCOMMAND, "options": [text]});
    say(&mut subcommand, "name", DO);
    say(&mut subcommand, "description", ABOUT_TYPED);
    subcommand
}

/// Puts words into a command, in all languages that Discord shows.
fn say(into: &mut Value, field: &str, words: Words) {
    put(into, field, json!(words.text));
    let others = words.others.iter().filter_map(|(tag, text)| Some((locale(tag)?, json!(text))));
    let others: Map<_, _> = others.map(|(locale, text)| (locale.to_owned(), text)).collect();
    if !others.is_empty() {
        put(into, &format!("{field}_localizations"), Value::Object(others));
    }
}

fn put(into: &mut Value, field: &str, value: Value) {
    if let Value::Object(fields) = into {
        fields.insert(field.to_owned(), value);
    }
}

/// What Discord calls a language (reference, "Locales").
fn locale(tag: &str) -> Option<&'static str> {
    const LOCALES: [&str; 32] = [
        "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
        "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi",
        "th", "zh-CN", "ja", "zh-TW", "ko",
    ];
    let is_it = |locale: &&&str| locale.eq_ignore_ascii_case(tag);
    let begins = |locale: &&&str| {
        locale.split('-').next().is_some_and(|start| start.eq_ignore_ascii_case(tag))
    };
    LOCALES.iter().find(is_it).or_else(|| LOCALES.iter().find(begins)).copied()
}

/// How many characters of a command Discord counts: of each word the longest language.
fn characters(value: &Value) -> usize {
    match value {
        Value::Object(fields) => {
            let words = ["name", "description", "value"].iter().map(|field| longest(fields, field));
            let inner = ["options", "choices"].iter().filter_map(|field| fields.get(*field));
            words.sum::<usize>() + inner.map(characters).sum::<usize>()
        }
        Value::Array(values) => values.iter().map(characters).sum(),
        _ => 0,
    }
}

fn longest(fields: &Map<String, Value>, field: &str) -> usize {
    let count = |value: &Value| value.as_str().map_or(0, |text| text.chars().count());
    let others = fields.get(&format!("{field}_localizations")).and_then(Value::as_object);
    let others = others.into_iter().flatten().map(|(_, text)| count(text)).max();
    fields.get(field).map_or(0, count).max(others.unwrap_or(0))
}

#[cfg(test)]
mod tests;
