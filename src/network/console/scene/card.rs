//! A message of the bot, as the terminal shows it. Pure.

use super::super::{
    clean::{clean, clean_line},
    desk::Letter,
};
use crate::{
    chat::Button,
    model::{MessageId, UserRef},
};

/// A message of the bot.
#[derive(Debug, PartialEq, Eq)]
pub(in super::super) struct Card {
    pub(super) id: MessageId,
    /// Which message it is, counted from 1.
    pub(super) number: usize,
    /// Who alone may see and use it.
    pub(super) only_for: Option<UserRef>,
    /// Whose eyes it is for and what it answers, as a line; empty where there is nothing to say.
    pub(in super::super) marks: String,
    /// The text, its title first.
    pub(in super::super) text: String,
    /// The buttons, their labels cleaned.
    pub(super) buttons: Vec<Button>,
    /// The reactions to choose from.
    pub(super) reactions: Vec<String>,
    /// What became of its files, a line each.
    pub(in super::super) saved: Vec<String>,
}

impl Card {
    pub(super) fn new(
        letter: Letter,
        number: usize,
        only_for: Option<String>,
        thread: Option<String>,
    ) -> Self {
        let Letter { id, message, saved, .. } = letter;
        let marks = [
            thread.map(|root| format!("↳ {root}")),
            only_for.map(|name| format!("(only {name} sees this)")),
        ];
        let label = |button: Button| Button { label: clean_line(&button.label), ..button };
        Self {
            id,
            number,
            only_for: message.only_for,
            marks: marks.into_iter().flatten().collect::<Vec<_>>().join(" "),
            text: clean(message.text.trim_end()),
            buttons: message.buttons.into_iter().map(label).collect(),
            reactions: message.reactions.iter().map(|emoji| clean_line(emoji)).collect(),
            saved: saved.iter().map(|line| clean_line(line)).collect(),
        }
    }

    /// What people call it.
    pub(in super::super) fn handle(&self) -> String {
        format!("m{}", self.number)
    }

    /// Whether somebody can see it, and so use it.
    pub(super) fn is_for(&self, who: &UserRef) -> bool {
        self.only_for.as_ref().is_none_or(|only| only == who)
    }

    /// Whether it waits for people to use it.
    pub(in super::super) const fn has_controls(&self) -> bool {
        !self.buttons.is_empty() || !self.reactions.is_empty()
    }

    /// Whether a reaction is among those to choose from.
    pub(super) fn has_reaction(&self, emoji: &str) -> bool {
        let plain = |emoji: &str| emoji.trim_end_matches('\u{fe0f}').to_owned();
        self.reactions.iter().any(|known| plain(known) == plain(emoji))
    }

    /// Whether one of its buttons stands for what a text begins with: `yes, I come` for the button `yes #12`.
    pub(super) fn asks_for(&self, text: &str) -> bool {
        let first = |text: &str| text.split_whitespace().next().unwrap_or_default().to_lowercase();
        let word = first(text);
        let word = word.trim_end_matches([',', '.', '!']);
        !word.is_empty() && self.buttons.iter().any(|button| first(&button.id) == word)
    }

    /// The button that somebody means: by its number, its words, or how its words begin where only one does.
    pub(super) fn button(&self, meant: &str) -> Option<&Button> {
        if let Ok(number) = meant.parse::<usize>() {
            return self.buttons.get(number.checked_sub(1)?);
        }
        let meant = words(meant);
        let spelled = self.buttons.iter().find(|button| words(&button.label) == meant);
        let mut begins =
            self.buttons.iter().filter(|button| words(&button.label).starts_with(&meant));
        spelled.or_else(|| begins.next().filter(|_| !meant.is_empty() && begins.next().is_none()))
    }

    /// What people can do with it, as they type it: `[1 Going] [2 Maybe]`, or the reactions of a card without buttons.
    pub(in super::super) fn controls(&self) -> Vec<String> {
        if self.buttons.is_empty() {
            return self.reactions.iter().map(|emoji| format!("+{emoji}")).collect();
        }
        let numbered = (1_usize..).zip(&self.buttons);
        numbered.map(|(number, button)| format!("[{number} {}]", button.label)).collect()
    }
}

/// The letters and digits of a label, in small letters: `✅ Going` is pressed with `going`.
fn words(label: &str) -> String {
    let kept: String = label.chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    kept.trim().to_lowercase()
}
