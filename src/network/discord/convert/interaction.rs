//! Interactions: commands, buttons, lists and forms (interactions/receiving-and-responding). Pure.

use serde_json::Value;
use serenity::model::id::GuildId;

use super::{
    Attachment, Me, Room, Snowflake, channel, flag, id, is_thread, lack, list,
    mention::{self, People},
    message, message_id, text, user,
};
use crate::{
    chat::{Action, Filled, Inbound, OPENS, Offer, Said, Sender, Typing, User},
    model::MessageId,
    network::discord::place::Place,
};

/// The subcommand that takes what a person would type.
pub(in super::super) const TYPED: &str = "do";
/// The field of it.
pub(in super::super) const TYPED_FIELD: &str = "text";
/// The form that the commands on messages and on people open.
const NEW: &str = "new";

/// An option that holds a person (interactions/application-commands, "Application Command Option Type").
const PERSON: u64 = 6;
/// One that holds a file.
const FILE: u64 = 11;

/// The bot is not where somebody used it.
const NOT_HERE: &str = "I am not a member here, so I cannot show a meeting to anybody but you. Ask whoever manages this server to \
    add me to it; in the messages between people I cannot be.";
/// The bot may not write where somebody used it.
const NO_WRITING: &str = "I may not write in this channel, so I cannot show a meeting here. Somebody who manages it can allow it to \
    me: `/meet doctor` says how.";
/// A command that the bot does not have.
const UNKNOWN: &str =
    "I do not know that command any more. Type `/` again: Discord then shows those that I have.";

/// What is needed to answer an interaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Token {
    /// The interaction.
    pub(in super::super) id: Snowflake,
    /// The bot's application.
    pub(in super::super) application: Snowflake,
    /// Good for fifteen minutes, and for this interaction alone.
    pub(in super::super) secret: String,
}

impl Token {
    /// As [`Inbound::thread`] has it.
    pub(in super::super) fn thread(&self) -> MessageId {
        MessageId(format!("{}:{}:{}", self.id, self.application, self.secret))
    }
}

/// Where an interaction comes from, which says how it can be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// A command.
    Command,
    /// A button or a list; or a form that one of them opened.
    Component,
    /// A form that a command opened.
    Form,
    /// Somebody is typing a command.
    Typing,
}

/// Somebody used a command, a button or a form.
#[derive(Debug, Clone)]
pub(in super::super) struct Asked {
    /// What it is answered with.
    pub(in super::super) token: Token,
    /// Where it comes from.
    pub(in super::super) kind: Kind,
    /// Where they did.
    pub(in super::super) room: Room,
    /// Who did.
    pub(in super::super) sender: Sender,
    /// What they want.
    pub(in super::super) what: What,
}

/// What somebody wants.
#[derive(Debug, Clone)]
pub(in super::super) enum What {
    /// To have something done.
    Do(Work),
    /// To fill in a form.
    Open(Filled),
    /// To see what a value could be.
    Suggest(Filled, String, String),
    /// What cannot be, as a sentence.
    Refuse(&'static str),
}

/// What is to be done.
#[derive(Debug, Clone)]
pub(in super::super) enum Work {
    /// This.
    Act(Action),
    /// To read a file.
    Read(Attachment),
}

impl Asked {
    /// What the bot is told, where it is to do something.
    pub(in super::super) fn inbound(&self, action: Action) -> Inbound {
        Inbound {
            id: self.token.id.to_string(),
            message: None,
            thread: Some(self.token.thread()),
            room: self.room.id.clone(),
            room_name: self.room.name.clone(),
            sender: self.sender.clone(),
            action,
            lacks: self.room.lacks.clone(),
            overheard: false,
            alone: self.room.alone,
        }
    }

    /// What the bot is asked about a value of a form so far.
    pub(in super::super) fn typing(&self, so_far: Filled, field: String, text: String) -> Typing {
        Typing {
            room: self.room.id.clone(),
            sender: self.sender.clone(),
            form: so_far.form,
            field,
            text,
            values: so_far.values,
        }
    }
}

/// Reads an interaction.
pub(super) fn read(interaction: &Value, me: &Me<'_>) -> Option<Asked> {
    let token = Token {
        id: id(interaction, "id")?,
        application: id(interaction, "application_id")?,
        secret: text(interaction, "token")?.to_owned(),
    };
    let member = interaction.get("member").filter(|member| member.is_object());
    let account = member.and_then(|member| member.get("user"));
    let account = account.or_else(|| interaction.get("user"))?;
    let nick = member.and_then(|member| text(member, "nick"));
    let rights = member.and_then(|member| permissions(member, "permissions")).unwrap_or_default();
    let sender = Sender {
        user: user(account, nick)?,
        moderator: lack::moderates(rights),
        locale: text(interaction, "locale").map(str::to_owned),
    };
    let here = is_here(interaction);
    let guild = id(interaction, "guild_id").map(Into::into);
    let may = permissions(interaction, "app_permissions").filter(|_| here && guild.is_some());
    let mute = match may {
        _ if !here => Some(NOT_HERE),
        Some(may) if !lack::writes(may) => Some(NO_WRITING),
        _ => None,
    };
    let mut room = room(interaction, &sender.user, guild)?;
    room.lacks = may.map(|may| lack::lacks(may | me.needless)).unwrap_or_default();
    let (kind, what) = what(interaction, me.offers, mute, &room)?;
    Some(Asked { token, kind, room, sender, what })
}

fn permissions(value: &Value, field: &str) -> Option<u64> {
    text(value, field)?.parse().ok()
}

/// Whether the bot itself is where it was used. A person who added the bot to their account uses it everywhere.
fn is_here(interaction: &Value) -> bool {
    let owners = interaction.get("authorizing_integration_owners").and_then(Value::as_object);
    let installed = owners.is_none_or(|owners| owners.is_empty() || owners.contains_key("0"));
    match interaction.get("context").and_then(Value::as_u64) {
        Some(1) => true,
        Some(2) => false,
        _ => installed,
    }
}

fn room(interaction: &Value, by: &User, guild: Option<GuildId>) -> Option<Room> {
    let within = interaction.get("channel");
    let place = id(interaction, "channel_id").or_else(|| id(within?, "id"))?;
    let thread = within.filter(|channel| is_thread(channel));
    let parent = thread.and_then(|thread| id(thread, "parent_id"));
    let named = within.and_then(|within| channel(within, guild)).map(|channel| channel.name);
    let name = named.filter(|name| !name.is_empty());
    Some(Room {
        id: Place { guild, channel: parent.unwrap_or(place).into() }.room(),
        name: name.unwrap_or_else(|| format!("@{}", by.name)),
        thread: parent.map(|_| place),
        alone: guild.is_none(),
        lacks: Vec::new(),
    })
}

fn what(
    interaction: &Value,
    offers: &[Offer],
    mute: Option<&'static str>,
    room: &Room,
) -> Option<(Kind, What)> {
    let data = interaction.get("data")?;
    let on = interaction.get("message").and_then(|message| id(message, "id"));
    let thread = room.thread.map(message_id);
    match interaction.get("type")?.as_u64()? {
        2 => Some((Kind::Command, command(data, offers, mute, thread))),
        4 => Some((Kind::Typing, typed_so_far(data)?)),
        3 => Some((Kind::Component, pressed(data, message_id(on?))?)),
        5 => {
            let filled = submitted(data, on.map(message_id).or(thread))?;
            let kind = if on.is_some() { Kind::Component } else { Kind::Form };
            Some((kind, What::Do(Work::Act(Action::Fill(filled)))))
        }
        _ => None,
    }
}

/// A command (interactions/application-commands, "Application Command Types": 2 on a person, 3 on a message). `mute` says why
/// nobody but its user can see what comes of it, where that is so.
fn command(
    data: &Value,
    offers: &[Offer],
    mute: Option<&'static str>,
    thread: Option<MessageId>,
) -> What {
    let kind = data.get("type").and_then(Value::as_u64).unwrap_or(1);
    let new = offers.iter().find(|offer| offer.name.text == NEW);
    let refusal =
        |offer: Option<&Offer>| mute.filter(|_| !offer.is_some_and(|offer| offer.private));
    if let Some(why) = refusal(new).filter(|_| matches!(kind, 2 | 3)) {
        return What::Refuse(why);
    }
    match kind {
        2 => on_person(data).map_or(What::Refuse(UNKNOWN), What::Open),
        3 => on_message(data).unwrap_or(What::Refuse(UNKNOWN)),
        _ => {
            let Some((name, options)) = subcommand(data) else { return What::Refuse(UNKNOWN) };
            let offer = offers.iter().find(|offer| offer.name.text == name);
            if offer.is_none() && name != TYPED {
                return What::Refuse(UNKNOWN);
            }
            if let Some(why) = refusal(offer) {
                return What::Refuse(why);
            }
            used(data, name, &options, offer, thread)
        }
    }
}

/// A subcommand, with what was said with it.
fn used(
    data: &Value,
    name: &str,
    options: &[&Value],
    offer: Option<&Offer>,
    thread: Option<MessageId>,
) -> What {
    if let Some(file) = options.iter().find_map(|option| attached(data, option)) {
        return What::Do(Work::Read(file));
    }
    let filled = filled(data, name, options, thread);
    if name == TYPED {
        let text = filled.value(TYPED_FIELD).unwrap_or_default().to_owned();
        let Filled { mentions, to: reply_to, .. } = filled;
        let said = Said { text, addressed: true, reply_to, edits: None, mentions };
        return What::Do(Work::Act(Action::Say(said)));
    }
    if offer.is_some_and(|offer| offer.form && is_open(offer, &filled)) {
        return What::Open(filled);
    }
    What::Do(Work::Act(Action::Fill(filled)))
}

/// Whether what has to be said with a command is not said yet.
fn is_open(offer: &Offer, filled: &Filled) -> bool {
    let said = |field: &&str| filled.value(field).is_some();
    filled.values.is_empty() || (!offer.one_of.is_empty() && !offer.one_of.iter().any(said))
}

/// The innermost subcommand, and what was said with it.
fn subcommand(data: &Value) -> Option<(&str, Vec<&Value>)> {
    let inner = list(data, "options")
        .find(|option| matches!(option.get("type").and_then(Value::as_u64), Some(1 | 2)))?;
    subcommand(inner).or_else(|| Some((text(inner, "name")?, list(inner, "options").collect())))
}

fn filled(data: &Value, name: &str, options: &[&Value], to: Option<MessageId>) -> Filled {
    let values = options.iter().filter_map(|option| {
        let value = value(option)?;
        Some((text(option, "name")?.to_owned(), value)).filter(|(_, value)| !value.is_empty())
    });
    with_mentions(
        Filled { form: name.to_owned(), values: values.collect(), to, ..Filled::default() },
        &resolved(data),
    )
}

/// What was said with an option: a person by their mention, everything else as it is. A file is no value.
fn value(option: &Value) -> Option<String> {
    let kind = option.get("type").and_then(Value::as_u64);
    Some(match option.get("value")? {
        Value::String(_) if kind == Some(FILE) => return None,
        Value::String(id) if kind == Some(PERSON) => format!("<@{id}>"),
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(yes) => yes.to_string(),
        _ => return None,
    })
}

/// The file that an option holds.
fn attached(data: &Value, option: &Value) -> Option<Attachment> {
    let file = text(option, "value")
        .filter(|_| option.get("type").and_then(Value::as_u64) == Some(FILE))?;
    message::attachment(data.get("resolved")?.get("attachments")?.get(file)?)
}

/// Who is meant by the ids in a command, by what they are called in the server.
fn resolved(data: &Value) -> People {
    let part = |name| data.get("resolved").and_then(|resolved: &Value| resolved.get(name));
    let nick = |id: &str| part("members").and_then(|members| text(members.get(id)?, "nick"));
    let users = part("users").and_then(Value::as_object).into_iter().flatten();
    users.filter_map(|(id, account)| Some((id.parse().ok()?, user(account, nick(id))?))).collect()
}

/// "Meet with": a form for a meeting with that person.
fn on_person(data: &Value) -> Option<Filled> {
    let person = id(data, "target_id")?;
    let values = vec![("with".to_owned(), format!("<@{person}>"))];
    let filled = Filled { form: NEW.to_owned(), values, ..Filled::default() };
    Some(with_mentions(filled, &resolved(data)))
}

/// "Make a meeting of this": the calendar file that is in the message, or a form with its text.
fn on_message(data: &Value) -> Option<What> {
    let message = data.get("resolved")?.get("messages")?.get(text(data, "target_id")?)?;
    if let Some(file) = message::calendars(message).into_iter().next() {
        return Some(What::Do(Work::Read(file)));
    }
    let text = text(message, "content").unwrap_or_default().trim();
    let values = (!text.is_empty()).then(|| ("text".to_owned(), text.to_owned()));
    let values = values.into_iter().collect();
    let filled = Filled { form: NEW.to_owned(), values, ..Filled::default() };
    Some(What::Open(with_mentions(filled, &mention::people(message))))
}

/// Somebody is typing a command. What they mean is asked for the field they are in.
fn typed_so_far(data: &Value) -> Option<What> {
    let (name, options) = subcommand(data)?;
    let focused = options.iter().find(|option| flag(option, "focused"))?;
    let field = text(focused, "name")?.to_owned();
    let so_far = value(focused).unwrap_or_default();
    let others: Vec<_> =
        options.iter().copied().filter(|option| !flag(option, "focused")).collect();
    Some(What::Suggest(filled(data, name, &others, None), field, so_far))
}

/// A button, or a choice in a list, which means what a button with that id would.
fn pressed(data: &Value, to: MessageId) -> Option<What> {
    let button = match data.get("values").filter(|values| values.is_array()) {
        Some(_) => list(data, "values").find_map(Value::as_str)?,
        None => text(data, "custom_id")?,
    };
    Some(match button.strip_prefix(OPENS) {
        Some(form) => {
            let filled = Filled { form: form.to_owned(), to: Some(to), ..Filled::default() };
            What::Open(with_mentions(filled, &People::new()))
        }
        None => What::Do(Work::Act(Action::Press { to, button: button.to_owned() })),
    })
}

/// A form that was filled in.
fn submitted(data: &Value, to: Option<MessageId>) -> Option<Filled> {
    let values = list(data, "components").flat_map(inputs).filter_map(|input| {
        let value = text(input, "value")?.trim();
        Some((text(input, "custom_id")?.to_owned(), value.to_owned()))
            .filter(|(_, value)| !value.is_empty())
    });
    let form = text(data, "custom_id")?.to_owned();
    let filled = Filled { form, values: values.collect(), to, ..Filled::default() };
    Some(with_mentions(filled, &resolved(data)))
}

/// The inputs of a row, or the one under a label.
fn inputs(row: &Value) -> impl Iterator<Item = &Value> {
    list(row, "components").chain(row.get("component"))
}

fn with_mentions(mut filled: Filled, people: &People) -> Filled {
    let texts = filled.values.iter().map(|(_, value)| value.as_str());
    filled.mentions = mention::mentions(texts.chain([filled.form.as_str()]), people);
    filled
}
