//! Messages and reactions, as far as Discord tells a bot of them: what is said to it, and who reacts. Pure.

use serde_json::Value;

use super::{
    Room, Snowflake, emoji, flag, id, list, mention, message_id, named, place, text, user,
};
use crate::{
    chat::{Action, Inbound, Said, Sender, User},
    model::MessageId,
    network::discord::place::Place,
};

/// Something that somebody did in a channel, before it is known in which room that is.
#[derive(Debug)]
pub(in super::super) struct Deed {
    /// What Discord calls it, where it has an id.
    pub(in super::super) id: Option<String>,
    /// The message it is.
    pub(in super::super) message: Option<Snowflake>,
    /// The message in whose thread an answer belongs, or that an answer replies to.
    about: Snowflake,
    /// Where.
    pub(in super::super) place: Place,
    /// Who. Without a name where Discord does not tell it.
    pub(in super::super) by: User,
    /// What they did.
    pub(in super::super) action: Action,
    /// The calendar files that came with it. Where there are some, they are what was done.
    pub(in super::super) files: Vec<Attachment>,
}

/// A file that somebody uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Attachment {
    /// Its name.
    pub(in super::super) name: String,
    /// Its media type, as Discord has it.
    pub(in super::super) mime: String,
    /// How large it is.
    pub(in super::super) octets: usize,
    /// Where it lies.
    pub(in super::super) url: String,
}

impl Deed {
    /// What the bot is told of it. `id` is for what has none of Discord's.
    pub(in super::super) fn inbound(self, id: impl FnOnce() -> String, room: Room) -> Inbound {
        let Self { message, about, by, mut action, .. } = self;
        if let (Action::Say(said), Some(thread)) = (&mut action, room.thread) {
            said.reply_to.get_or_insert(message_id(thread));
        }
        let overheard = self.place.guild.is_some();
        Inbound {
            id: self.id.unwrap_or_else(id),
            message: message.map(message_id),
            thread: Some(message_id(room.thread.unwrap_or(about))),
            room: room.id,
            room_name: room.name,
            sender: Sender { user: by, moderator: false, locale: None },
            action,
            lacks: room.lacks,
            overheard,
            alone: room.alone,
        }
    }
}

/// A message to the bot: one that mentions it, or a direct one. The texts of others Discord keeps from bots that have no
/// business with them.
pub(super) fn said(data: &Value, me: Snowflake) -> Option<Deed> {
    let message = id(data, "id")?;
    let place = place(data)?;
    let content = text(data, "content").unwrap_or_default();
    let pinged = list(data, "mentions").any(|user| id(user, "id") == Some(me));
    let addressed = place.guild.is_none() || mention::names(content, me);
    if !is_persons(data, me) || !addressed && !pinged {
        return None;
    }
    let said = Said {
        text: mention::without(content, me),
        // Whoever answers a message of the bot's pings it without a word.
        addressed,
        reply_to: reply_to(data),
        edits: None,
        mentions: Vec::new(),
    };
    Some(Deed {
        id: Some(message.to_string()),
        message: Some(message),
        about: message,
        place,
        by: author(data)?,
        action: Action::Say(with_mentions(said, data)),
        files: calendars(data),
    })
}

/// A message to the bot that its author corrected. What Discord itself adds to a message is no correction.
pub(super) fn corrected(data: &Value, me: Snowflake) -> Option<Deed> {
    let at = text(data, "edited_timestamp")?;
    let mut deed = said(data, me)?;
    let original = deed.message?;
    deed.id = Some(format!("{original} corrected {at}"));
    deed.files = Vec::new();
    let Action::Say(said) = &mut deed.action else { return None };
    said.edits = Some(message_id(original));
    Some(deed)
}

/// A reaction that somebody put on a message or took back.
pub(super) fn reacted(data: &Value, me: Snowflake, added: bool) -> Option<Deed> {
    let by = id(data, "user_id").filter(|user| *user != me)?;
    let member = data.get("member");
    let account = member.and_then(|member| member.get("user"));
    if account.is_some_and(|user| flag(user, "bot")) || is_burst(data) {
        return None;
    }
    let author = id(data, "message_author_id");
    if author.is_some_and(|author| author != me) {
        return None;
    }
    let message = id(data, "message_id")?;
    let to = message_id(message);
    let emoji = emoji(data.get("emoji")?)?;
    let nick = member.and_then(|member| text(member, "nick"));
    Some(Deed {
        id: None,
        message: None,
        about: message,
        place: place(data)?,
        by: account.and_then(|account| user(account, nick)).unwrap_or_else(|| named(by, "")),
        action: if added {
            Action::React { to, emoji, ours: author.is_some() }
        } else {
            Action::Unreact { to, emoji }
        },
        files: Vec::new(),
    })
}

/// A reaction that is bought, and shows for a while only.
fn is_burst(data: &Value) -> bool {
    flag(data, "burst") || data.get("type").and_then(Value::as_u64) == Some(1)
}

/// Whether a message is what a person wrote: no bot, no webhook, no line of Discord's own about a pin or a boost
/// (resources/message, "Message Types": default and reply).
fn is_persons(data: &Value, me: Snowflake) -> bool {
    let by_program = data.get("webhook_id").is_some_and(|id| !id.is_null())
        || data
            .get("author")
            .is_none_or(|author| flag(author, "bot") || id(author, "id") == Some(me));
    !by_program && matches!(data.get("type").map_or(Some(0), Value::as_u64), Some(0 | 19))
}

fn author(data: &Value) -> Option<User> {
    user(data.get("author")?, data.get("member").and_then(|member| text(member, "nick")))
}

/// The message that one answers. A forwarded one is no answer.
fn reply_to(data: &Value) -> Option<MessageId> {
    let reference = data.get("message_reference")?;
    let forwarded = reference.get("type").and_then(Value::as_u64) == Some(1);
    id(reference, "message_id").filter(|_| !forwarded).map(message_id)
}

fn with_mentions(mut said: Said, data: &Value) -> Said {
    said.mentions = mention::mentions([said.text.as_str()], &mention::people(data));
    said
}

/// The files of a message that are calendars.
pub(super) fn calendars(data: &Value) -> Vec<Attachment> {
    list(data, "attachments").filter_map(attachment).filter(Attachment::is_calendar).collect()
}

pub(super) fn attachment(data: &Value) -> Option<Attachment> {
    let name = text(data, "filename").or_else(|| text(data, "title")).unwrap_or_default();
    let octets = data.get("size").and_then(Value::as_u64).unwrap_or_default();
    Some(Attachment {
        name: name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned(),
        mime: text(data, "content_type").unwrap_or_default().to_owned(),
        octets: usize::try_from(octets).unwrap_or(usize::MAX),
        url: text(data, "url")?.to_owned(),
    })
}

impl Attachment {
    /// Whether it says of itself that it is a calendar.
    fn is_calendar(&self) -> bool {
        let named =
            self.name.rsplit_once('.').is_some_and(|(_, end)| end.eq_ignore_ascii_case("ics"));
        named || self.mime.to_ascii_lowercase().starts_with("text/calendar")
    }
}
