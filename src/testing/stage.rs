//! A chat network that is a value: it remembers what was sent and can be told to fail.

use std::{
    collections::VecDeque,
    error::Error,
    fmt::Write as _,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use async_trait::async_trait;

use crate::{
    chat::{Bot, Capabilities, Flavour, Message, Network, SendError},
    model::{MessageId, NetworkId, RoomRef},
};

/// The network of the World.
#[derive(Debug)]
pub struct Stage {
    can: Capabilities,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    messages: Vec<Shown>,
    /// What was not looked at yet: places in `messages`, and whether it was new.
    news: Vec<(usize, bool)>,
    edits: usize,
    /// How the next calls fail.
    failures: VecDeque<SendError>,
}

/// A message as the room shows it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its id.
    pub id: MessageId,
    /// The key it was sent with.
    pub key: String,
    /// Where.
    pub room: RoomRef,
    /// What it says now.
    pub message: Message,
}

impl Stage {
    /// The name of this network.
    pub const ID: NetworkId = NetworkId::new("stage");

    /// A network that can do everything, with a distance between two edits.
    pub fn new(edit_interval: Duration) -> Self {
        let can = Capabilities {
            flavour: Flavour::Text,
            buttons: true,
            reactions: true,
            ephemeral: true,
            threads: true,
            polls: true,
            remembers: true,
            max_text: 4000,
            edit_interval,
        };
        Self { can, state: Mutex::default() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the next call fail.
    pub fn fail_next(&self, error: SendError) {
        self.state().failures.push_back(error);
    }

    /// Every message, in order.
    pub fn messages(&self) -> Vec<Shown> {
        self.state().messages.clone()
    }

    /// How often a message was redrawn.
    pub fn edits(&self) -> usize {
        self.state().edits
    }

    /// What is new since the last look, as a transcript; the same message redrawn twice shows once.
    pub fn news(&self) -> String {
        let mut state = self.state();
        let news = std::mem::take(&mut state.news);
        let mut out = String::new();
        for (at, fresh) in &news {
            // A later redraw of the same message says all that this one does.
            let last =
                news.iter().rev().find(|(other, _)| other == at).is_some_and(|l| l.1 == *fresh);
            if let (Some(shown), true) = (state.messages.get(*at), *fresh || last) {
                write(&mut out, at + 1, *fresh, shown);
            }
        }
        out
    }

    /// Whether there is nothing new.
    pub fn is_quiet(&self) -> bool {
        self.state().news.is_empty()
    }
}

fn write(out: &mut String, number: usize, fresh: bool, shown: &Shown) {
    let message = &shown.message;
    let sign = if fresh { "" } else { "~" };
    let mut head = format!("{sign}m{number}");
    if let Some(only) = &message.only_for {
        let _ = write!(head, " only for {}", only.id);
    }
    if !message.mentions.is_empty() {
        let pinged: Vec<_> = message.mentions.iter().map(|user| user.id.as_str()).collect();
        let _ = write!(head, " pings {}", pinged.join(", "));
    }
    let _ = writeln!(out, "[{head}]");
    let _ = writeln!(out, "{}", message.text);
    if !message.buttons.is_empty() {
        let buttons: Vec<_> = message.buttons.iter().map(|button| button.id.as_str()).collect();
        let _ = writeln!(out, "  buttons: {}", buttons.join(" | "));
    }
    for file in &message.files {
        let _ = writeln!(out, "  file: {} ({})", file.name, file.mime);
    }
}

#[async_trait]
impl Network for Stage {
    fn id(&self) -> NetworkId {
        Self::ID
    }

    fn capabilities(&self) -> Capabilities {
        self.can
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        bot.stopped().await;
        Ok(())
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        let mut state = self.state();
        if let Some(error) = state.failures.pop_front() {
            return Err(error);
        }
        if let Some(known) = state.messages.iter().find(|shown| shown.key == key) {
            return Ok(known.id.clone());
        }
        let at = state.messages.len();
        let id = MessageId(format!("m{}", at + 1));
        state.messages.push(Shown {
            id: id.clone(),
            key: key.to_owned(),
            room: room.clone(),
            message: message.clone(),
        });
        state.news.push((at, true));
        Ok(id)
    }

    async fn edit(
        &self,
        _key: &str,
        _room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let mut state = self.state();
        if let Some(error) = state.failures.pop_front() {
            return Err(error);
        }
        let at = state.messages.iter().position(|shown| shown.id == *id);
        let Some(at) = at else { return Err(SendError::Permanent("no such message".into())) };
        if let Some(shown) = state.messages.get_mut(at) {
            shown.message = message.clone();
        }
        state.edits += 1;
        state.news.push((at, false));
        Ok(())
    }
}
