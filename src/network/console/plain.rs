//! The terminal room as plain text: what there is when the terminal is a pipe.

use std::{error::Error, fmt, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use tokio::io::{AsyncBufRead, AsyncWrite};

use super::{
    CONSOLE, Called, ConsoleError, WELCOME,
    desk::{Delivery, Desk},
    files,
    lines::Line,
    pump::{self, Talk, Turn},
    scene::{Body, Card, Change, Entered, Entry, Scene},
};
use crate::{
    chat::{Bot, Capabilities, Flavour, Message, Network, SendError},
    clock::Ids,
    model::{MessageId, NetworkId, RoomRef},
};

/// The terminal room between two streams: lines in, plain text out, one line at a time.
pub struct Plain<R, W> {
    desk: Desk<(R, W)>,
    ids: Arc<dyn Ids>,
    files: PathBuf,
    echo: bool,
    called: Called,
}

impl<R, W> Plain<R, W> {
    /// A room between two streams, which writes the files the bot sends into the folder `files`. `echo` prints what
    /// people did too: wanted where no terminal shows what was typed.
    pub fn new(
        input: R,
        output: W,
        ids: Arc<dyn Ids>,
        files: PathBuf,
        echo: bool,
        called: Called,
    ) -> Self {
        Self { desk: Desk::new((input, output)), ids, files, echo, called }
    }
}

impl<R, W> fmt::Debug for Plain<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Plain").finish_non_exhaustive()
    }
}

/// What the terminal room can do, with an edit of a message after `edit_interval`.
pub(super) const fn capabilities(edit_interval: Duration) -> Capabilities {
    Capabilities {
        flavour: Flavour::Text,
        buttons: true,
        reactions: true,
        ephemeral: true,
        polls: false,
        panels: false,
        forms: false,
        events: false,
        threads: true,
        remembers: false,
        max_text: 4000,
        edit_interval,
    }
}

#[async_trait]
impl<R, W> Network for Plain<R, W>
where
    R: AsyncBufRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin,
{
    fn id(&self) -> NetworkId {
        CONSOLE
    }

    fn capabilities(&self) -> Capabilities {
        // Nobody watches, and the last state must be out before the input ends.
        capabilities(Duration::ZERO)
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (orders, (input, output)) = self.desk.open().ok_or(ConsoleError::Twice)?;
        let talk = PlainTalk::new(Arc::clone(&self.ids), self.echo, self.called.clone());
        Ok(pump::run(talk, orders, input, output, bot).await?)
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        let saved = files::save_all(&self.files, &message.files).await;
        self.desk.send(key, room, message, saved).await
    }

    async fn edit(
        &self,
        _key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let saved = files::save_all(&self.files, &message.files).await;
        self.desk.edit(room, id, message, saved).await
    }
}

/// The room as text.
struct PlainTalk {
    scene: Scene,
    welcome: String,
    ids: Arc<dyn Ids>,
    echo: bool,
    /// How many entries were printed.
    printed: usize,
}

impl PlainTalk {
    fn new(ids: Arc<dyn Ids>, echo: bool, called: Called) -> Self {
        let welcome = called.words(WELCOME);
        Self { scene: Scene::new("", called), welcome, ids, echo, printed: 0 }
    }

    /// Prints what is new.
    fn news(&mut self) -> String {
        let mut text = String::new();
        for number in self.printed..self.scene.count() {
            if let Some(entry) = self.scene.entry(number) {
                text.push_str(&self.print(entry));
            }
        }
        self.printed = self.scene.count();
        text
    }

    fn print(&self, entry: &Entry) -> String {
        let elsewhere = if entry.room == *self.scene.room() {
            String::new()
        } else {
            format!("#{} ", entry.room.id)
        };
        match &entry.body {
            Body::Card(card) => format!("{elsewhere}{}", print_card(card)),
            Body::Note(text) => prefixed("* ", text),
            Body::Said { .. } | Body::Did { .. } if !self.echo => String::new(),
            Body::Said { who, text, to: None, .. } => prefixed(&format!("{}: ", who.shown()), text),
            Body::Said { who, text, to: Some(to), .. } => {
                prefixed(&format!("{}: ↳ m{to} ", who.shown()), text)
            }
            Body::Did { who, text } => format!("{} {text}\n", who.shown()),
        }
    }
}

impl Talk for PlainTalk {
    fn start(&mut self) -> String {
        if !self.echo {
            self.scene.note(&self.welcome);
        }
        self.news()
    }

    fn catches_up(&self) -> bool {
        true
    }

    fn line(&mut self, line: Line) -> Turn {
        let entered = match line {
            Line::Text(text) => self.scene.enter(&text, &*self.ids),
            Line::Long => self.unread("this line is longer than 6 MB; say less"),
            Line::NotUtf8 => self.unread("this line is not UTF-8; write it in UTF-8"),
        };
        let print = self.news();
        match entered {
            Entered::Nothing => Turn { print, ..Turn::default() },
            Entered::Task(task) => Turn { print, task: Some(task), quit: false },
            Entered::Quit => Turn { print, task: None, quit: true },
        }
    }

    fn refused(&mut self, say: &str) -> String {
        self.scene.note(say);
        self.news()
    }

    fn idle(&self) -> &'static str {
        ""
    }

    fn show(&mut self, delivery: Delivery) -> String {
        match self.scene.deliver(delivery) {
            Change::Nothing => String::new(),
            Change::New(_) => self.news(),
            Change::Redrawn(number) => match self.scene.entry(number) {
                Some(entry) => match &entry.body {
                    Body::Card(card) => {
                        format!("~ {} changed:\n{}", card.handle(), self.print(entry))
                    }
                    Body::Said { .. } | Body::Did { .. } | Body::Note(_) => String::new(),
                },
                None => String::new(),
            },
        }
    }
}

impl PlainTalk {
    fn unread(&mut self, why: &str) -> Entered {
        self.scene.note(why);
        Entered::Nothing
    }
}

/// A message: its handle, and everything else indented under its first line.
fn print_card(card: &Card) -> String {
    let controls = card.controls().join(" ");
    let parts = [card.marks.clone(), card.text.clone(), controls, card.saved.join("\n")];
    let shown: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    prefixed(&format!("{:<4}", format!("{} ", card.handle())), &shown.join("\n"))
}

/// The text with something before its first line, and as many spaces before the others.
fn prefixed(prefix: &str, text: &str) -> String {
    let indent = " ".repeat(unicode_width::UnicodeWidthStr::width(prefix));
    let mut out = String::new();
    for (number, line) in text.split('\n').enumerate() {
        out.push_str(if number == 0 { prefix } else { &indent });
        out.push_str(line);
        // No blanks at the end of empty lines.
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests;
