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
    chat::{Bot, Capabilities, Event, Flavour, Message, Network, SendError},
    model::{MessageId, NetworkId, RoomRef},
};

/// The network of the World.
#[derive(Debug)]
pub struct Stage {
    id: NetworkId,
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
    /// Whether it cannot be reached.
    down: bool,
    /// How often it was tried while it could not be reached.
    knocks: usize,
    /// What somebody has taken away.
    gone: Vec<MessageId>,
    /// What the calendar shows, by id; the key that each was made with.
    events: Vec<ShownEvent>,
    /// How often the calendar was changed.
    event_calls: usize,
    /// Whether the answer to the next change of the calendar is lost.
    deaf: bool,
}

/// A date in the calendar.
#[derive(Debug)]
struct ShownEvent {
    id: String,
    /// The key it was made with.
    key: String,
    room: RoomRef,
    /// What it says; nothing once it was taken away.
    event: Option<Event>,
}

impl State {
    /// How this call fails, if it does.
    fn failure(&mut self) -> Option<SendError> {
        if self.down {
            self.knocks += 1;
            return Some(SendError::Offline("the line is dead".into()));
        }
        self.failures.pop_front()
    }
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
            panels: false,
            forms: false,
            events: false,
            remembers: true,
            max_text: 4000,
            edit_interval,
        };
        Self { id: Self::ID, can, state: Mutex::default() }
    }

    /// A network without buttons and without messages for one person alone, which has reactions and threads instead.
    pub fn plain(edit_interval: Duration) -> Self {
        let Self { id, can, state } = Self::new(edit_interval);
        let can = Capabilities { flavour: Flavour::Html, buttons: false, ephemeral: false, ..can };
        Self { id, can, state }
    }

    /// A network whose buttons open forms and stand in lists, too.
    pub fn with_forms(edit_interval: Duration) -> Self {
        let Self { id, can, state } = Self::new(edit_interval);
        Self { id, can: Capabilities { forms: true, ..can }, state }
    }

    /// A network with panels, a calendar of its own and times that each reader's clock shows.
    pub fn rich(edit_interval: Duration) -> Self {
        let Self { id, can, state } = Self::new(edit_interval);
        let flavour = Flavour::Markdown;
        let can = Capabilities { flavour, panels: true, forms: true, events: true, ..can };
        Self { id, can, state }
    }

    /// The same under another name.
    #[must_use]
    pub fn named(self, id: NetworkId) -> Self {
        Self { id, ..self }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the next call fail.
    pub fn fail_next(&self, error: SendError) {
        self.state().failures.push_back(error);
    }

    /// Has it be out of reach from now on, or be there again; gives how often it was tried meanwhile.
    pub fn down(&self, down: bool) -> usize {
        let mut state = self.state();
        state.down = down;
        std::mem::take(&mut state.knocks)
    }

    /// Somebody takes a message away; whoever would redraw it is told that it is gone.
    pub fn take_away(&self, message: &str) {
        self.state().gone.push(MessageId(message.to_owned()));
    }

    /// Has the last message never been sent, so that the next one has its id.
    pub fn unsay(&self) -> Option<MessageId> {
        self.state().messages.pop().map(|shown| shown.id)
    }

    /// What the calendar shows, each as `e1 in team: Lunch 1796382000-1796385600 (Room 5)`; what was taken away is left out.
    pub fn calendar(&self) -> String {
        let mut out = String::new();
        for shown in &self.state().events {
            let Some(event) = &shown.event else { continue };
            let (id, room, title) = (&shown.id, &shown.room.id, &event.title);
            let _ = write!(out, "{id} in {room}: {title} {}-{}", event.start, event.end);
            let place = event.place.iter().map(|place| format!(" ({place})"));
            let _ = writeln!(out, "{}", place.collect::<String>());
        }
        out
    }

    /// How often the calendar was changed.
    pub fn event_calls(&self) -> usize {
        self.state().event_calls
    }

    /// Has the answer to the next change of the calendar be lost on its way: it is done, and nobody is told.
    pub fn lose_next_event(&self) {
        self.state().deaf = true;
    }

    /// Somebody takes a date out of the calendar.
    pub fn take_event_away(&self, id: &str) {
        self.state().events.retain(|shown| shown.id != id);
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
                write(&mut out, at + 1, *fresh, shown, &self.can);
            }
        }
        out
    }

    /// Whether there is nothing new.
    pub fn is_quiet(&self) -> bool {
        self.state().news.is_empty()
    }
}

fn write(out: &mut String, number: usize, fresh: bool, shown: &Shown, can: &Capabilities) {
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
    // Where people see all of it, it matters where it stands.
    if let (Some(root), false) = (&message.thread, can.ephemeral) {
        let _ = write!(head, " in thread of {}", root.0);
    }
    let _ = writeln!(out, "[{head}]");
    match &message.panel {
        Some(panel) => {
            let _ = writeln!(out, "{:?}: {}\n{}", panel.tone, panel.title, panel.text);
            for (name, value) in &panel.fields {
                let _ = writeln!(out, "## {name}\n{value}");
            }
            let _ = writeln!(out, "-# {}", panel.footer);
        }
        None => {
            let _ = writeln!(out, "{}", message.text);
        }
    }
    if !message.buttons.is_empty() {
        let buttons: Vec<_> = message.buttons.iter().map(|button| button.id.as_str()).collect();
        let _ = writeln!(out, "  buttons: {}", buttons.join(" | "));
    }
    if !message.menu.is_empty() {
        let menu: Vec<_> = message.menu.iter().map(|button| button.id.as_str()).collect();
        let _ = writeln!(out, "  menu: {}", menu.join(" | "));
    }
    if !message.reactions.is_empty() && !can.buttons {
        let _ = writeln!(out, "  reactions: {}", message.reactions.join(" "));
    }
    for file in &message.files {
        let _ = writeln!(out, "  file: {} ({})", file.name, file.mime);
    }
}

#[async_trait]
impl Network for Stage {
    fn id(&self) -> NetworkId {
        self.id.clone()
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
        if let Some(error) = state.failure() {
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
        if let Some(error) = state.failure() {
            return Err(error);
        }
        if state.gone.contains(id) {
            return Err(SendError::Gone);
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

    async fn show_event(
        &self,
        key: &str,
        room: &RoomRef,
        known: Option<&str>,
        event: Option<&Event>,
    ) -> Result<Option<String>, SendError> {
        if !self.can.events {
            return Err(SendError::Unsupported);
        }
        let mut state = self.state();
        if let Some(error) = state.failure() {
            return Err(error);
        }
        state.event_calls += 1;
        if let Some(known) = known {
            let shown = state.events.iter_mut().find(|shown| shown.id == known);
            let Some(shown) = shown else { return Err(SendError::Gone) };
            shown.event = event.cloned();
            return Ok(event.map(|_| known.to_owned()));
        }
        if let Some(made) = state.events.iter().find(|shown| shown.key == key) {
            return Ok(Some(made.id.clone()));
        }
        let id = format!("e{}", state.events.len() + 1);
        let (key, room) = (key.to_owned(), room.clone());
        state.events.push(ShownEvent { id: id.clone(), key, room, event: event.cloned() });
        if std::mem::take(&mut state.deaf) {
            return Err(SendError::Retry { after: None, source: "the answer was lost".into() });
        }
        Ok(Some(id))
    }
}
