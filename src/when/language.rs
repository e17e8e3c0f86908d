//! Other languages: their words become the English ones that the grammar knows.
//!
//! A text that was cut goes through three steps, each once over its words. Words that mean one thing wherever they stand
//! get their English; short names of weekdays and ordinals ("do", "14.") get it where a date would stand; then runs of words
//! become what English says for them ("halb vier" is "3.30"). Each word keeps the octets of what was written, so that
//! titles and errors show that. English stays readable beside it: what no table knows is left as it is.
//!
//! A language is a [`speech::Speech`], which is data. It never reads a time itself.

use chrono::Weekday;

use super::{
    lexicon::ENGLISH,
    words::{Kind, Text, Word},
};

mod french;
mod german;
mod pattern;
mod settle;
mod spanish;
mod speech;
#[cfg(test)]
mod tests;

use pattern::{Out, Rule, Slots};
use speech::Known;

/// The fewest letters of a name that a slip of the keyboard leaves to be told.
const LONG: usize = 6;
/// The most octets of a word that can be such a name.
const LONGEST: usize = 16;

/// The language that times are said in; English is read beside each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// German.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
}

impl Language {
    /// The language of a locale such as `de-DE`; English where times are not read in it.
    pub fn of_locale(locale: &str) -> Self {
        let language = locale.split(['-', '_']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "de" => Self::German,
            "fr" => Self::French,
            "es" => Self::Spanish,
            _ => Self::English,
        }
    }

    /// The letters that weekdays are told by.
    pub(super) fn day_letters(self) -> &'static [(Weekday, &'static [&'static str])] {
        match self {
            Self::English | Self::German => ENGLISH.letters,
            Self::French => french::LETTERS,
            Self::Spanish => spanish::LETTERS,
        }
    }

    /// What is known of it beside English.
    fn known(self) -> Option<&'static Known> {
        match self {
            Self::English => None,
            Self::German => Some(&german::KNOWN),
            Self::French => Some(&french::KNOWN),
            Self::Spanish => Some(&spanish::KNOWN),
        }
    }

    /// The name of a day or month that is a slip of the keyboard away from a word. Beside other languages only a long one,
    /// since short ones are near words of theirs: "mates" is no Tuesday, and "Marche" no March.
    pub(super) fn misspelt(self, word: &str) -> Option<&'static str> {
        let Some(known) = self.known() else { return ENGLISH.misspelt(word) };
        if word.len() > LONGEST {
            return None;
        }
        let sure = |name: &&str| {
            name.len() > LONG || (name.len() == LONG && ENGLISH.month(name).is_none())
        };
        let slip = || known.slip(&known.fold(word));
        let long = word.chars().count() >= LONG;
        long.then(slip).flatten().or_else(|| ENGLISH.misspelt(word).filter(sure))
    }
}

/// A word as a language sees it.
#[derive(Debug, Clone, Default)]
struct Seen {
    /// Without accents.
    folded: compact_str::CompactString,
    english: Option<&'static str>,
    /// What of a pattern reads it.
    slots: Slots,
    /// Whether it is a figure that its full stop makes an ordinal.
    ordinal: bool,
}

impl Seen {
    /// What a word is known by: its English, or itself.
    fn key(&self) -> &str {
        self.english.unwrap_or(&self.folded)
    }

    fn is(&self, word: &str) -> bool {
        self.english == Some(word) || self.folded == word
    }
}

/// A stretch of a text that can be read in two ways, and how to say each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Open {
    /// The words it became.
    pub(super) words: std::ops::Range<usize>,
    /// What one can say instead.
    pub(super) readings: Vec<String>,
}

/// Words turned into English, as far as they are of a language.
pub(super) fn english(
    words: Vec<Word>,
    source: &str,
    language: Language,
) -> (Vec<Word>, Vec<Open>) {
    let Some(known) = language.known() else { return (words, Vec::new()) };
    let mut seen: Vec<_> = words.iter().map(|word| known.see(word)).collect();
    settle::settle(&mut seen, &words, source, known);
    let line = Line { source, words: &words, seen: &seen };
    let mut said = Said { words: Vec::with_capacity(words.len()), open: Vec::new() };
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let end = if let Some((rule, end)) = known.rule(&line, at) {
            said.apply(rule, &line, at, end);
            end
        } else {
            said.words.push(line.plain(word, at));
            at + 1
        };
        at = end.max(at + 1);
    }
    (said.words, said.open)
}

/// Words, and how a language sees each.
#[derive(Debug, Clone, Copy)]
struct Line<'l> {
    source: &'l str,
    words: &'l [Word],
    seen: &'l [Seen],
}

impl Line<'_> {
    fn plain(&self, word: &Word, at: usize) -> Word {
        let english = self.seen.get(at).and_then(|seen| seen.english);
        let lower = english.map_or_else(|| word.lower.clone(), Into::into);
        Word { lower, ..word.clone() }
    }

    fn key(&self, at: usize) -> Option<&str> {
        let letters = self.words.get(at).is_some_and(|word| word.kind == Kind::Letters);
        self.seen.get(at).filter(|_| letters).map(Seen::key)
    }

    /// Whether a word is written with a capital.
    fn capital(&self, at: usize) -> bool {
        let written = self.words.get(at).and_then(|word| self.source.get(word.range.clone()));
        written.and_then(|word| word.chars().next()).is_some_and(char::is_uppercase)
    }

    /// Whether a word is written in capitals.
    fn shouted(&self, at: usize) -> bool {
        let written = self.words.get(at).and_then(|word| self.source.get(word.range.clone()));
        written.is_some_and(|word| word.chars().all(char::is_uppercase) && word.len() > 1)
    }

    fn mark(&self, at: usize, mark: char) -> bool {
        self.words.get(at).is_some_and(|word| word.kind == Kind::Mark(mark))
    }

    fn glued(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.glued)
    }

    /// Whether a mark touches both of its neighbours.
    fn joint(&self, at: usize) -> bool {
        self.glued(at) && self.glued(at + 1)
    }
}

/// What was said, in English.
struct Said {
    words: Vec<Word>,
    open: Vec<Open>,
}

impl Said {
    /// Says the words from `at` to `end` as a rule says them. Each has the octets of them all, since they need not come
    /// in their order.
    fn apply(&mut self, rule: &Rule, line: &Line<'_>, at: usize, end: usize) {
        let Some((first, last)) = line.words.get(at).zip(line.words.get(end.saturating_sub(1)))
        else {
            return;
        };
        let range = first.range.start..last.range.end;
        let captures = rule.captures(line, at);
        let start = self.words.len();
        for (index, out) in rule.english.iter().enumerate() {
            let (kind, lower) = match out {
                Out::Word { kind, lower, .. } => (*kind, lower.clone()),
                Out::Capture { index, said, .. } => match captures.get(*index) {
                    Some(capture) => capture.said(*said),
                    None => continue,
                },
            };
            let glued = if index == 0 { first.glued } else { out.glued() };
            self.words.push(Word { kind, lower, range: range.clone(), glued });
        }
        if !rule.readings.is_empty() {
            let readings = rule.readings.iter().map(|reading| pattern::written(reading, &captures));
            self.open.push(Open { words: start..self.words.len(), readings: readings.collect() });
        }
    }
}

impl Language {
    /// Whether a word, as it was written, only leads to what comes after it.
    pub(super) fn dangles(self, written: &str) -> bool {
        self.known().is_some_and(|known| known.dangles(written))
    }
}

impl Text<'_> {
    /// The stretch of these words that can be read in two ways, if one can.
    pub(super) fn open_in(&self, words: &std::ops::Range<usize>) -> Option<&Open> {
        self.open.iter().find(|open| open.words.start < words.end && words.start < open.words.end)
    }
}
