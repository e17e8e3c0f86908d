//! What a typed line does. Pure.

use std::path::PathBuf;

use super::{
    super::{
        clean::{clean, clean_line},
        input::{self, Deed, HELP, Handle, Unclear, What},
        name::{self, Name, NotAName},
        pump::{Stamp, Task},
        said::said,
    },
    Body, Card, Entered, Scene,
};
use crate::{
    chat::{Action, Sender},
    clock::Ids,
    model::MessageId,
};

/// Why nothing is done: what is wrong and what to do.
#[derive(Debug, thiserror::Error)]
enum Idle {
    #[error(transparent)]
    Unclear(#[from] Unclear),
    #[error(
        "who says that? begin with a name, like `ana: {0}`; ana then speaks until another name does"
    )]
    Nobody(String),
    #[error("there is no message m{0} in this room")]
    NoSuchMessage(usize),
    #[error(
        "there is no card here yet; make a meeting first, like `ana: {0} Lunch tomorrow 12:30`"
    )]
    NoCard(String),
    #[error("only {0} sees {1}")]
    NotYours(String, String),
    #[error("no message here has buttons")]
    NoButtons,
    #[error("{0} has no button `{1}`; it has {2}")]
    NoSuchButton(String, String, String),
    #[error("say something after the `>`")]
    Silent,
}

impl From<NotAName> for Idle {
    fn from(why: NotAName) -> Self {
        Self::Unclear(Unclear::Name(why))
    }
}

impl Scene {
    /// Takes a line that was typed.
    pub(in super::super) fn enter(&mut self, line: &str, ids: &dyn Ids) -> Entered {
        self.act(line, ids).unwrap_or_else(|idle| {
            self.note(&idle.to_string());
            Entered::Nothing
        })
    }

    fn act(&mut self, line: &str, ids: &dyn Ids) -> Result<Entered, Idle> {
        let input::Typed { who, what } = input::parse(line)?;
        if let Some(name) = who {
            self.meet(name.unless(&self.called.name)?);
        }
        match what {
            What::Nothing => {}
            What::Help => self.note(&format!("{}{}", self.called.words(HELP), self.help)),
            What::Who => self.note(&self.who()),
            What::Quit => return Ok(Entered::Quit),
            What::Room(room) => self.go(room)?,
            What::Moderator => {
                let who = self.someone(line)?;
                self.moderate(&who);
            }
            What::Do(deed) => {
                let who = self.someone(line)?;
                return self.deed(&who, &deed, ids).map(Entered::Task);
            }
        }
        Ok(Entered::Nothing)
    }

    /// Something for the bot.
    fn deed(&mut self, who: &Name, what: &Deed<'_>, ids: &dyn Ids) -> Result<Task, Idle> {
        let stamp = self.stamp(who, ids);
        let action = match *what {
            Deed::Upload(path) => {
                self.did(who, format!("drops {} in the room", clean_line(path)));
                return Ok(Task::Upload { path: PathBuf::from(path), stamp: Box::new(stamp) });
            }
            Deed::React { emoji, on } => {
                let (to, handle) = self.reacted_to(who, on, emoji)?.names();
                self.did(who, format!("reacts with {} to {handle}", clean_line(emoji)));
                Action::React { to, emoji: emoji.to_owned(), ours: true }
            }
            Deed::Unreact { emoji, on } => {
                let (to, handle) = self.reacted_to(who, on, emoji)?.names();
                self.did(who, format!("takes {} back from {handle}", clean_line(emoji)));
                Action::Unreact { to, emoji: emoji.to_owned() }
            }
            Deed::Press { button, on } => {
                let card = self.with_buttons(who, on)?;
                let (to, handle) = card.names();
                let button = card.button(button).ok_or_else(|| no_button(card, button))?.clone();
                self.did(who, format!("presses [{}] on {handle}", button.label));
                Action::Press { to, button: button.id }
            }
            Deed::Reply { text: "", .. } => return Err(Idle::Silent),
            Deed::Reply { text, to } => {
                let card = self.replied_to(who, to, text)?;
                let (to, number) = (card.id.clone(), card.number);
                self.says(&stamp, who, text, Some(number));
                Action::Say(said(text, Some(to), &self.called.name))
            }
            Deed::Say(text) => {
                self.says(&stamp, who, text, None);
                Action::Say(said(text, None, &self.called.name))
            }
        };
        Ok(Task::Hand(Box::new(stamp.on(action))))
    }

    fn stamp(&self, who: &Name, ids: &dyn Ids) -> Stamp {
        let sender = Sender {
            user: who.user(),
            moderator: self.moderators.contains(who.id()),
            locale: None,
        };
        Stamp { id: ids.token(), room: self.room.clone(), sender }
    }

    fn says(&mut self, stamp: &Stamp, who: &Name, text: &str, to: Option<usize>) {
        let id = MessageId(stamp.id.clone());
        let said = Body::Said { id, who: who.clone(), text: clean(text), to };
        self.push(stamp.room.clone(), said);
    }

    fn did(&mut self, who: &Name, text: String) {
        self.push(self.room.clone(), Body::Did { who: who.clone(), text });
    }

    fn someone(&self, line: &str) -> Result<Name, Idle> {
        let line = || clean_line(line.trim()).chars().take(40).collect();
        self.speaker.clone().ok_or_else(|| Idle::Nobody(line()))
    }

    fn meet(&mut self, name: Name) {
        self.people.retain(|(room, known)| *room != self.room || known.id() != name.id());
        self.people.push((self.room.clone(), name.clone()));
        self.speaker = Some(name);
    }

    fn moderate(&mut self, who: &Name) {
        let says = if self.moderators.remove(who.id()) {
            "no longer moderates"
        } else {
            self.moderators.insert(who.id().to_owned());
            "moderates"
        };
        self.note(&format!("{} {says} this terminal", who.shown()));
    }

    fn go(&mut self, room: &str) -> Result<(), Idle> {
        self.room = name::room(room)?;
        if let Some(speaker) = self.speaker.clone() {
            self.meet(speaker);
        }
        self.note(&format!("you are in #{} now", self.room.id));
        Ok(())
    }

    fn who(&self) -> String {
        let speaks = |name: &Name| self.speaker.as_ref().is_some_and(|now| now.id() == name.id());
        let here = self.people.iter().filter(|(room, _)| *room == self.room).map(|(_, name)| {
            let moderates = self.moderators.contains(name.id());
            let marks = [(speaks(name), " (speaks now)"), (moderates, " (moderates)")];
            let marks = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark);
            format!("{}{}", name.shown(), marks.collect::<String>())
        });
        let here = here.collect::<Vec<_>>().join(", ");
        if here.is_empty() {
            format!("nobody has spoken in #{} yet", self.room.id)
        } else {
            format!("in #{}: {here}", self.room.id)
        }
    }

    /// The card that a reaction is meant for: the latest that has it to choose from, else the latest with any.
    fn reacted_to(&self, who: &Name, on: Handle, emoji: &str) -> Result<&Card, Idle> {
        let has_it = |card: &&Card| card.has_reaction(emoji);
        let has_any = |card: &&Card| !card.reactions.is_empty();
        let fitting = self.usable(who).find(has_it).or_else(|| self.usable(who).find(has_any));
        fitting.filter(|_| on.is_none()).map_or_else(|| self.target(who, on), Ok)
    }

    /// The message that a reply is meant for: the latest that asks for just that, be it for the speaker's eyes only.
    fn replied_to(&self, who: &Name, to: Handle, text: &str) -> Result<&Card, Idle> {
        let asking = self.usable(who).find(|card| card.asks_for(text));
        asking.filter(|_| to.is_none()).map_or_else(|| self.target(who, to), Ok)
    }

    /// The card that a reaction or a reply is meant for, where nothing else says which.
    fn target(&self, who: &Name, on: Handle) -> Result<&Card, Idle> {
        if let Some(number) = on {
            return self.numbered(who, number);
        }
        let latest = self.usable(who).find(|card| card.only_for.is_none() && card.has_controls());
        latest
            .or_else(|| self.usable(who).next())
            .ok_or_else(|| Idle::NoCard(self.called.prefix.clone()))
    }

    /// The card that a press is meant for.
    fn with_buttons(&self, who: &Name, on: Handle) -> Result<&Card, Idle> {
        match on {
            Some(number) => self.numbered(who, number),
            None => self.usable(who).find(|card| !card.buttons.is_empty()).ok_or(Idle::NoButtons),
        }
    }

    fn numbered(&self, who: &Name, number: usize) -> Result<&Card, Idle> {
        let card = self.cards().find(|card| card.number == number);
        let card = card.ok_or(Idle::NoSuchMessage(number))?;
        match &card.only_for {
            Some(only) if !card.is_for(&who.user().account) => {
                Err(Idle::NotYours(self.name_of(&only.id), card.handle()))
            }
            _ => Ok(card),
        }
    }

    /// The messages of this room that somebody can see, latest first.
    fn usable(&self, who: &Name) -> impl Iterator<Item = &Card> {
        let account = who.user().account;
        self.cards().filter(move |card| card.is_for(&account))
    }

    fn cards(&self) -> impl Iterator<Item = &Card> {
        let here = self.entries.iter().rev().filter(|entry| entry.room == self.room);
        here.filter_map(|entry| match &entry.body {
            Body::Card(card) => Some(card),
            Body::Said { .. } | Body::Did { .. } | Body::Note(_) => None,
        })
    }
}

impl Card {
    fn names(&self) -> (MessageId, String) {
        (self.id.clone(), self.handle())
    }
}

fn no_button(card: &Card, meant: &str) -> Idle {
    let has = if card.buttons.is_empty() { "none".to_owned() } else { card.controls().join(" ") };
    Idle::NoSuchButton(card.handle(), clean_line(meant), has)
}
