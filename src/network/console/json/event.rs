//! What goes out: one event a line.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::super::name::Name;
use crate::{
    chat::{Button, File, Message},
    model::{MessageId, RoomRef},
};

/// Everything that a line caused is done.
pub(super) const IDLE: &str = "{\"event\":\"idle\"}\n";

/// A line that says what is wrong.
pub(super) fn error(text: &str) -> String {
    line(&Event::Error { text })
}

/// The messages that were printed, and how people write their names.
#[derive(Debug, Default)]
pub(super) struct Printed {
    ids: HashSet<MessageId>,
    names: HashMap<String, String>,
}

impl Printed {
    /// Notes how somebody writes their name.
    pub(super) fn meet(&mut self, who: &Name) {
        self.names.insert(who.id().to_owned(), who.shown().to_owned());
    }

    /// A message as a line; nothing where it was printed before.
    pub(super) fn message(&mut self, id: &MessageId, room: &RoomRef, message: &Message) -> String {
        if !self.ids.insert(id.clone()) {
            return String::new();
        }
        line(&Event::Message(self.body(id, room, message)))
    }

    /// The message as it is now, as a line.
    pub(super) fn edit(&mut self, id: &MessageId, room: &RoomRef, message: &Message) -> String {
        self.ids.insert(id.clone());
        line(&Event::Edit(self.body(id, room, message)))
    }

    fn body<'a>(&'a self, id: &'a MessageId, room: &'a RoomRef, message: &'a Message) -> Body<'a> {
        let only_for = message.only_for.as_ref().map(|user| user.id.as_str());
        Body {
            id: &id.0,
            room: &room.id,
            to: only_for.map(|id| self.names.get(id).map_or(id, String::as_str)),
            thread: message.thread.as_ref().map(|root| root.0.as_str()),
            text: &message.text,
            html: message.html.as_deref(),
            buttons: &message.buttons,
            reactions: &message.reactions,
            files: &message.files,
        }
    }
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Event<'a> {
    Message(Body<'a>),
    Edit(Body<'a>),
    Error { text: &'a str },
}

/// A message, with the fields in the protocol's order.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    room: &'a str,
    to: Option<&'a str>,
    thread: Option<&'a str>,
    text: &'a str,
    html: Option<&'a str>,
    buttons: &'a [Button],
    reactions: &'a [String],
    files: &'a [File],
}

fn line(event: &Event<'_>) -> String {
    // A struct of texts always has a JSON form.
    let mut line = serde_json::to_string(event).unwrap_or_default();
    line.push('\n');
    line
}
