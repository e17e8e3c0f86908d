//! Commands as people type them, held to what was registered.
//!
//! <https://docs.discord.com/developers/interactions/application-commands>

use serde_json::{Map, Value, json};

use super::super::{
    rights,
    world::{Attachment, Channel, Command, Guild, Id, User, World},
};

/// Kinds of commands.
pub(crate) const SLASH: u64 = 1;
pub(crate) const USER: u64 = 2;
pub(crate) const MESSAGE: u64 = 3;

const SUB_COMMAND: u64 = 1;
const SUB_COMMAND_GROUP: u64 = 2;
pub(crate) const STRING: u64 = 3;
const INTEGER: u64 = 4;
const BOOLEAN: u64 = 5;
const PERSON: u64 = 6;
const CHANNEL: u64 = 7;
const ROLE: u64 = 8;
const MENTIONABLE: u64 = 9;
const NUMBER: u64 = 10;
const FILE: u64 = 11;

/// The longest text that fits into an option that says no other.
const LONGEST: u64 = 6000;

/// A command as somebody typed it.
#[derive(Debug, Clone)]
pub(crate) struct Typed {
    pub(crate) command: Command,
    /// `data.options`: the subcommand with what was said with it.
    pub(crate) options: Vec<Value>,
    /// What was named in it: people, files and so on.
    pub(crate) named: Named,
}

/// Who and what was named in a command.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    pub(crate) users: Vec<Id>,
    pub(crate) channels: Vec<Id>,
    pub(crate) roles: Vec<Id>,
    pub(crate) messages: Vec<Id>,
    pub(crate) files: Vec<Attachment>,
}

/// Who types, and where.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'w> {
    pub(crate) world: &'w World,
    pub(crate) user: Id,
    pub(crate) channel: Id,
}

/// The commands of a kind that somebody is offered in a channel.
pub(crate) fn offered(place: Place<'_>, kind: u64) -> Vec<&Command> {
    let Place { world, .. } = place;
    let all = world.commands.iter().filter(|one| one.kind == kind);
    let offered: Vec<_> = all.filter(|one| place.is_offered(one)).collect();
    let same = |one: &Command, other: &Command| {
        one.name == other.name && one.application == other.application
    };
    // A guild's own command hides the one of that name that is everywhere.
    let hides = |one: &Command, other: &Command| other.guild.is_some() && same(one, other);
    let hidden =
        |one: &Command| one.guild.is_none() && offered.iter().any(|other| hides(one, other));
    offered.iter().copied().filter(|one| !hidden(one)).collect()
}

/// Reads what somebody typed after the slash.
///
/// # Errors
///
/// Why their program would not let them send it.
pub(crate) fn typed(place: Place<'_>, text: &str, files: &[Attachment]) -> Result<Typed, String> {
    let text = text.strip_prefix('/').ok_or("a command begins with /")?;
    let offered = offered(place, SLASH);
    let locale = place.locale();
    let (command, rest) = offered
        .iter()
        .find_map(|one| Some((*one, after_word(text, called(&one.shown, locale))?)))
        .ok_or_else(|| format!("/{text} is not offered here"))?;
    let mut named = Named { files: files.to_vec(), ..Named::default() };
    let options = read(place, &command.shown, rest, &mut named)?;
    Ok(Typed { command: command.clone(), options, named })
}

/// Reads what somebody has typed so far, the last option being the one they are at.
///
/// # Errors
///
/// Why there is nothing to suggest.
pub(crate) fn typing(place: Place<'_>, text: &str) -> Result<Typed, String> {
    let text = text.strip_prefix('/').ok_or("a command begins with /")?;
    let locale = place.locale();
    let offered = offered(place, SLASH);
    let (command, rest) = offered
        .iter()
        .find_map(|one| Some((*one, after_word(text, called(&one.shown, locale))?)))
        .ok_or_else(|| format!("/{text} is not offered here"))?;
    let mut options = read_unfinished(place, &command.shown, rest)?;
    let at = last_mut(&mut options).ok_or("no option was begun")?;
    at["focused"] = true.into();
    Ok(Typed { command: command.clone(), options, named: Named::default() })
}

/// The option that somebody is at.
pub(crate) fn focused(data: &Value) -> Option<&Value> {
    let options = data["options"].as_array()?;
    options.iter().find_map(|one| if one["focused"] == true { Some(one) } else { focused(one) })
}

impl<'w> Place<'w> {
    fn here(&self) -> Option<&'w Channel> {
        self.world.root(self.channel)
    }

    fn guild(&self) -> Option<&'w Guild> {
        self.world.guilds.get(&self.here()?.guild?)
    }

    fn locale(&self) -> &'w str {
        self.world.users.get(&self.user).map_or("en-US", |user| &user.locale)
    }

    fn is_offered(&self, command: &Command) -> bool {
        let Some(here) = self.here() else { return false };
        let bot = command.application;
        let there = self.world.has_bot(bot, here.id);
        let added = self.world.installs.contains(&(bot, self.user));
        let allows = |list: &str, wanted: u64| {
            let all = command.shown[list].as_array();
            all.is_none_or(|all| all.iter().any(|one| one.as_u64() == Some(wanted)))
        };
        let context = match here.guild {
            Some(_) => 0,
            None if there => 1,
            None => 2,
        };
        let installed = there && allows("integration_types", 0)
            || command.guild.is_none() && added && allows("integration_types", 1);
        let only = command.guild.is_none_or(|only| here.guild == Some(only));
        allows("contexts", context) && only && installed && self.may_use(command)
    }

    fn may_use(&self, command: &Command) -> bool {
        let rights = self.world.rights(self.user, self.channel);
        let needed = command.shown["default_member_permissions"].as_str();
        let needed = needed.and_then(|bits| bits.parse::<u64>().ok());
        let allowed = match needed {
            None => true,
            Some(_) if self.guild().is_none() => true,
            Some(0) => rights & rights::ADMINISTRATOR != 0,
            Some(bits) => rights & bits == bits,
        };
        allowed && rights & rights::USE_APPLICATION_COMMANDS != 0
    }
}

/// What a command, an option or a choice is called in somebody's language.
pub(crate) fn called<'c>(one: &'c Value, locale: &str) -> &'c str {
    let localised = one["name_localizations"][locale].as_str();
    localised.or_else(|| one["name"].as_str()).unwrap_or_default()
}

/// What follows a word, if a text begins with it.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(word)?;
    (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim_start())
}

fn options(of: &Value) -> &[Value] {
    of["options"].as_array().map_or(&[], Vec::as_slice)
}

fn subcommand<'c, 't>(
    place: Place<'_>,
    of: &'c Value,
    text: &'t str,
) -> Result<Option<(&'c Value, &'t str)>, String> {
    let subs = || {
        options(of)
            .iter()
            .filter(|one| matches!(one["type"].as_u64(), Some(SUB_COMMAND | SUB_COMMAND_GROUP)))
    };
    if subs().next().is_none() {
        return Ok(None);
    }
    let found = subs()
        .find_map(|one| Some((one, after_word(text, called(one, place.locale()))?)))
        .ok_or_else(|| format!("there is no {text:?} under {}", of["name"]))?;
    Ok(Some(found))
}

fn read(place: Place<'_>, of: &Value, text: &str, named: &mut Named) -> Result<Vec<Value>, String> {
    if let Some((sub, rest)) = subcommand(place, of, text)? {
        let inner = read(place, sub, rest, named)?;
        return Ok(vec![json!({ "name": sub["name"], "type": sub["type"], "options": inner })]);
    }
    let said = split(place, of, text)?;
    for option in options(of).iter().filter(|option| option["required"] == true) {
        if !said.iter().any(|(one, _)| one["name"] == option["name"]) {
            return Err(format!("{} is required", option["name"]));
        }
    }
    said.into_iter()
        .map(|(option, value)| {
            let value = valued(place, option, value, named)?;
            Ok(json!({ "name": option["name"], "type": option["type"], "value": value }))
        })
        .collect()
}

fn read_unfinished(place: Place<'_>, of: &Value, text: &str) -> Result<Vec<Value>, String> {
    if let Some((sub, rest)) = subcommand(place, of, text)? {
        let inner = read_unfinished(place, sub, rest)?;
        return Ok(vec![json!({ "name": sub["name"], "type": sub["type"], "options": inner })]);
    }
    let said = split(place, of, text)?;
    if let Some((at, _)) = said.last().filter(|(at, _)| at["autocomplete"] != true) {
        return Err(format!("{} has no autocomplete", at["name"]));
    }
    let unfinished = |(option, value): (&Value, &str)| json!({ "name": option["name"], "type": option["type"], "value": value });
    Ok(said.into_iter().map(unfinished).collect())
}

fn last_mut(options: &mut [Value]) -> Option<&mut Value> {
    let last = options.last_mut()?;
    if last.get("options").is_none() {
        return Some(last);
    }
    last_mut(last["options"].as_array_mut()?)
}

/// Takes `title:Sprint review when:fri 15:00` apart at the names of options, each of which counts once.
fn split<'c, 't>(
    place: Place<'_>,
    of: &'c Value,
    text: &'t str,
) -> Result<Vec<(&'c Value, &'t str)>, String> {
    let mut said: Vec<(&Value, &str)> = Vec::new();
    let mut rest = text;
    while !rest.trim().is_empty() {
        let unsaid = |option: &&Value| said.iter().all(|(one, _)| one["name"] != option["name"]);
        let left: Vec<_> = options(of).iter().filter(unsaid).collect();
        let (option, value) = left
            .iter()
            .find_map(|option| Some((*option, rest.strip_prefix(&head(place, option))?)))
            .ok_or_else(|| format!("{rest:?} says no option of {}", of["name"]))?;
        let others = left.iter().filter(|other| other["name"] != option["name"]);
        let heads = others.map(|other| format!(" {}", head(place, other)));
        // The value goes on until the next name, wherever that is.
        let next = heads.filter_map(|head| value.split_once(&head)).map(|(value, _)| value);
        let value_alone = next.min_by_key(|value| value.len()).unwrap_or(value);
        said.push((option, value_alone.trim()));
        rest = value.strip_prefix(value_alone).unwrap_or_default().trim_start();
    }
    Ok(said)
}

/// How an option begins in somebody's language.
fn head(place: Place<'_>, option: &Value) -> String {
    format!("{}:", called(option, place.locale()))
}

fn valued(
    place: Place<'_>,
    option: &Value,
    value: &str,
    named: &mut Named,
) -> Result<Value, String> {
    let name = &option["name"];
    if let Some(choices) = option["choices"].as_array().filter(|all| !all.is_empty()) {
        let chosen = choices.iter().find(|one| called(one, place.locale()) == value);
        let chosen = chosen.ok_or_else(|| format!("{value:?} is no choice of {name}"))?;
        return Ok(chosen["value"].clone());
    }
    let no = |what: &str| format!("{value:?} is {what}, for {name}");
    match option["type"].as_u64() {
        Some(STRING) => {
            let length = value.chars().count() as u64;
            let least = option["min_length"].as_u64().unwrap_or(0);
            let most = option["max_length"].as_u64().unwrap_or(LONGEST);
            (least..=most)
                .contains(&length)
                .then(|| value.into())
                .ok_or_else(|| no("too long or too short"))
        }
        Some(INTEGER) => {
            let number = value.parse::<i64>().map_err(|_| no("no whole number"))?;
            #[expect(clippy::cast_precision_loss, reason = "bounds are far smaller")]
            within(option, number as f64).then(|| number.into()).ok_or_else(|| no("out of bounds"))
        }
        Some(NUMBER) => {
            let number = value.parse::<f64>().map_err(|_| no("no number"))?;
            within(option, number).then(|| number.into()).ok_or_else(|| no("out of bounds"))
        }
        Some(BOOLEAN) => value
            .to_lowercase()
            .parse::<bool>()
            .map(Value::from)
            .map_err(|_| no("neither True nor False")),
        Some(kind @ (PERSON | CHANNEL | ROLE | MENTIONABLE)) => picked(place, kind, value, named)
            .map(|id| id.to_string().into())
            .ok_or_else(|| no("nobody and nothing here")),
        Some(FILE) => {
            let file = named.files.iter().find(|file| file.name == value);
            file.map(|file| file.id.to_string().into()).ok_or_else(|| no("no file that was chosen"))
        }
        _ => Err(no("of a kind that is not known")),
    }
}

fn within(option: &Value, number: f64) -> bool {
    let least = option["min_value"].as_f64().unwrap_or(f64::MIN);
    let most = option["max_value"].as_f64().unwrap_or(f64::MAX);
    (least..=most).contains(&number)
}

/// Finds who or what `@bo`, `#general` or `@team` is.
fn picked(place: Place<'_>, kind: u64, value: &str, named: &mut Named) -> Option<Id> {
    let world = place.world;
    if let Some(name) = value.strip_prefix('#').filter(|_| kind == CHANNEL) {
        let guild = place.here()?.guild;
        let found = world.channels.values().find(|one| one.guild == guild && one.name == name)?;
        named.channels.push(found.id);
        return Some(found.id);
    }
    let name = value.strip_prefix('@')?;
    let called = |user: &&User| user.name == name || user.global_name.as_deref() == Some(name);
    let person = world.users.values().find(called).filter(|_| kind != ROLE && kind != CHANNEL);
    if let Some(person) = person {
        named.users.push(person.id);
        return Some(person.id);
    }
    let roles = place.guild().filter(|_| matches!(kind, ROLE | MENTIONABLE))?.roles.values();
    let role = roles.into_iter().find(|role| role.name == name)?;
    named.roles.push(role.id);
    Some(role.id)
}

/// `data` of a command.
pub(crate) fn data(typed: &Typed, resolved: Map<String, Value>, target: Option<Id>) -> Value {
    let Typed { command, options, .. } = typed;
    let mut data =
        json!({ "id": command.id.to_string(), "name": command.name, "type": command.kind });
    if !options.is_empty() {
        data["options"] = options.clone().into();
    }
    if !resolved.is_empty() {
        data["resolved"] = resolved.into();
    }
    if let Some(guild) = command.guild {
        data["guild_id"] = guild.to_string().into();
    }
    if let Some(target) = target {
        data["target_id"] = target.to_string().into();
    }
    data
}
