//! A meeting in other places than the room it was made in: other rooms, and the calendars of networks.

use serde::{Deserialize, Serialize};

use super::{
    Card, Samples,
    escape::{Lines, clean, cut},
    samples,
};
use crate::chat::Event;

/// The longest title and place that a network's calendar takes, in columns
/// (<https://docs.discord.com/developers/resources/guild-scheduled-event#guild-scheduled-event-object>).
const WIDTH: usize = 100;

/// How long a date is shown that takes no time at all, in seconds.
const MOMENT: i64 = 60;

/// The word by which a meeting gets a card in another room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCode {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The word: `K7QM-2FXD`.
    pub code: String,
    /// For how many hours it is good.
    pub hours: i64,
}

/// A meeting is no longer shown in a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unshared {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
}

/// What the calendar of a network says about a meeting, beside its title, its time and its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarEntry {
    /// The meeting's number.
    pub number: i64,
    /// How it repeats.
    pub repeats: Option<String>,
    /// Who called it.
    pub organizer: Option<String>,
    /// What it is about; may have lines.
    pub description: Option<String>,
}

impl From<&Card> for CalendarEntry {
    fn from(card: &Card) -> Self {
        Self {
            number: card.number,
            repeats: card.repeats.clone(),
            organizer: card.organizer.clone(),
            description: card.description.clone(),
        }
    }
}

/// The date that a card shows, with the words for it.
pub(super) fn event(card: &Card, text: String) -> Event {
    let line = |text: &str| cut(&clean(text, Lines::One), WIDTH);
    let place = card.place.as_deref().map(line);
    Event {
        title: line(&card.title),
        start: card.when.start,
        end: card.when.end.max(card.when.start + MOMENT),
        place: place.filter(|place| !place.is_empty()),
        text,
    }
}

impl Samples for ShareCode {
    fn samples() -> Vec<Self> {
        let code = Self {
            number: 12,
            title: "Sprint review".to_owned(),
            code: "K7QM-2FXD".to_owned(),
            hours: 24,
        };
        let hostile = Self { title: samples::HOSTILE.to_owned(), hours: 1, ..code.clone() };
        vec![code, hostile]
    }
}

impl Samples for Unshared {
    fn samples() -> Vec<Self> {
        ["Sprint review", samples::HOSTILE]
            .map(|title| Self { number: 12, title: title.to_owned() })
            .to_vec()
    }
}

impl Samples for CalendarEntry {
    fn samples() -> Vec<Self> {
        Card::samples().iter().map(Self::from).collect()
    }
}
