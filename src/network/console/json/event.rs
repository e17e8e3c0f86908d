//! What goes out: one event a line.

use std::collections::{HashMap, HashSet, VecDeque};

use serde::Serialize;

use super::super::{desk::Letter, name::Name};
use crate::{
    chat::{Button, File},
    model::MessageId,
};

/// Everything that a line caused is done.
pub(super) const IDLE: &str = "{\"event\":\"idle\"}\n";

/// A line that says what is wrong.
pub(super) fn error(text: &str) -> String {
    line(&Event::Error { text })
}

/// How many messages are remembered: far more than can be on their way when a message is sent again.
const REMEMBERED: usize = 10_000;

/// The messages that were printed, and how people write their names.
#[derive(Debug, Default)]
pub(super) struct Printed {
    ids: HashSet<MessageId>,
    order: VecDeque<MessageId>,
    names: HashMap<String, String>,
}

impl Printed {
    /// Notes how somebody writes their name.
    pub(super) fn meet(&mut self, who: &Name) {
        self.names.insert(who.id().to_owned(), who.shown().to_owned());
    }

    /// A message as a line; nothing where it was printed before.
    pub(super) fn message(&mut self, letter: &Letter) -> String {
        if !self.ids.insert(letter.id.clone()) {
            return String::new();
        }
        self.order.push_back(letter.id.clone());
        if self.order.len() > REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        line(&Event::Message(self.body(letter)))
    }

    /// The message as it is now, as a line.
    pub(super) fn edit(&self, letter: &Letter) -> String {
        line(&Event::Edit(self.body(letter)))
    }

    fn body<'a>(&'a self, letter: &'a Letter) -> Body<'a> {
        let Letter { id, room, message, .. } = letter;
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
