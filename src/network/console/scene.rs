//! The terminal room as a value: who speaks where, and everything that was said and shown. Pure.
//!
//! Lines and messages come in, entries stand in order, and whoever draws reads them. Every text in an entry may
//! reach a terminal: what must not was taken out on the way in.

use std::collections::{HashSet, VecDeque};

use super::{
    Called,
    clean::clean_line,
    desk::{Delivery, Letter},
    name::{self, Name},
    pump::Task,
};
use crate::model::{MessageId, RoomRef};

mod act;
mod card;

pub(super) use card::Card;

/// How many entries are kept; older ones can no longer be scrolled to.
const KEPT: usize = 2000;

/// The room, and what is in it.
#[derive(Debug)]
pub(super) struct Scene {
    room: RoomRef,
    help: &'static str,
    called: Called,
    speaker: Option<Name>,
    /// Who spoke, in order, with where.
    people: Vec<(RoomRef, Name)>,
    moderators: HashSet<String>,
    entries: VecDeque<Entry>,
    /// How many entries there ever were.
    count: usize,
    /// How many messages there were.
    messages: usize,
}

/// One thing in a room.
#[derive(Debug)]
pub(super) struct Entry {
    /// Which entry it is, counted from the first.
    pub(super) number: usize,
    pub(super) room: RoomRef,
    pub(super) body: Body,
}

/// What it is.
#[derive(Debug)]
pub(super) enum Body {
    /// A message of the bot.
    Card(Card),
    /// What somebody said; `to` is the number of the message it replies to.
    Said { id: MessageId, who: Name, text: String, to: Option<usize> },
    /// What somebody did without words.
    Did { who: Name, text: String },
    /// A word of the terminal itself.
    Note(String),
}

/// What a line asks of whoever reads it.
#[derive(Debug)]
pub(super) enum Entered {
    Nothing,
    Task(Task),
    Quit,
}

/// What a delivery changed: the number of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Nothing,
    New(usize),
    Redrawn(usize),
}

impl Scene {
    /// An empty room, whose `/help` ends with `help`.
    pub(super) fn new(help: &'static str, called: Called) -> Self {
        let room = RoomRef { network: super::CONSOLE, id: name::DEFAULT_ROOM.to_owned() };
        Self {
            room,
            help,
            called,
            speaker: None,
            people: Vec::new(),
            moderators: HashSet::new(),
            entries: VecDeque::new(),
            count: 0,
            messages: 0,
        }
    }

    /// The room that is looked at.
    pub(super) const fn room(&self) -> &RoomRef {
        &self.room
    }

    /// Who speaks a line without a name.
    pub(super) const fn speaker(&self) -> Option<&Name> {
        self.speaker.as_ref()
    }

    /// Everything, oldest first.
    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.entries.iter()
    }

    /// How many entries there ever were: the number of the next one.
    pub(super) const fn count(&self) -> usize {
        self.count
    }

    /// An entry, unless it is too old.
    pub(super) fn entry(&self, number: usize) -> Option<&Entry> {
        let first = self.count.checked_sub(self.entries.len())?;
        self.entries.get(number.checked_sub(first)?)
    }

    /// Adds a word of the terminal itself.
    pub(super) fn note(&mut self, text: &str) {
        let room = self.room.clone();
        self.push(room, Body::Note(super::clean::clean(text)));
    }

    /// Takes a message of the bot. One that is there already is not shown again, and one that is drawn anew without being
    /// there is new: the terminal was empty when it opened.
    pub(super) fn deliver(&mut self, delivery: Delivery) -> Change {
        let (letter, anew) = match delivery {
            Delivery::Send(letter) => (letter, false),
            Delivery::Edit(letter) => (letter, true),
        };
        let is_it = |entry: &Entry| matches!(&entry.body, Body::Card(card) if card.id == letter.id);
        let there = self.entries.iter().position(is_it);
        match there {
            Some(_) if !anew => Change::Nothing,
            Some(index) => self.redraw(index, letter),
            None => {
                self.messages += 1;
                let room = letter.room.clone();
                let card = self.card(letter, self.messages);
                Change::New(self.push(room, Body::Card(card)))
            }
        }
    }

    fn redraw(&mut self, index: usize, letter: Letter) -> Change {
        let Some(Body::Card(old)) = self.entries.get(index).map(|entry| &entry.body) else {
            return Change::Nothing;
        };
        let card = self.card(letter, old.number);
        if card == *old {
            return Change::Nothing;
        }
        let Some(entry) = self.entries.get_mut(index) else { return Change::Nothing };
        entry.body = Body::Card(card);
        Change::Redrawn(entry.number)
    }

    fn card(&self, letter: Letter, number: usize) -> Card {
        let only_for = letter.message.only_for.as_ref().map(|user| self.name_of(&user.id));
        let thread = letter.message.thread.as_ref().and_then(|root| self.label_of(root));
        Card::new(letter, number, only_for, thread)
    }

    /// How somebody writes their name.
    fn name_of(&self, id: &str) -> String {
        let known = self.people.iter().rev().find(|(_, name)| name.id() == id);
        known.map_or_else(|| clean_line(id), |(_, name)| name.shown().to_owned())
    }

    /// What people call a message.
    fn label_of(&self, id: &MessageId) -> Option<String> {
        let entry = self.entries.iter().rev().find(|entry| entry.id() == Some(id))?;
        match &entry.body {
            Body::Card(card) => Some(card.handle()),
            Body::Said { who, .. } => Some(who.shown().to_owned()),
            Body::Did { .. } | Body::Note(_) => None,
        }
    }

    fn push(&mut self, room: RoomRef, body: Body) -> usize {
        let number = self.count;
        self.count += 1;
        self.entries.push_back(Entry { number, room, body });
        if self.entries.len() > KEPT {
            self.entries.pop_front();
        }
        number
    }
}

impl Entry {
    /// The message's id, where it is one.
    fn id(&self) -> Option<&MessageId> {
        match &self.body {
            Body::Card(card) => Some(&card.id),
            Body::Said { id, .. } => Some(id),
            Body::Did { .. } | Body::Note(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
