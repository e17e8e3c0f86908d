//! A language as data, and the data made ready to be looked up.

use std::collections::HashMap;

use compact_str::CompactString;

use super::{
    LONG, Line, Seen,
    pattern::{Element, Rule, Slot, Slots, rules},
};
use crate::when::{
    lexicon::ENGLISH,
    slip,
    words::{Kind, Word},
};

/// What is said in English, and what a language says for it.
pub(super) type Meanings = &'static [(&'static str, &'static [&'static str])];

/// A language. Everything in lower case, with its accents; people may leave them out.
#[derive(Debug)]
pub(super) struct Speech {
    /// Words that mean the same wherever they stand.
    pub(super) words: Meanings,
    /// Short names of weekdays, which may be other words too: they count where a date would stand.
    pub(super) short: Meanings,
    /// Runs of words, as [`super::pattern`] writes them.
    pub(super) phrases: Meanings,
    /// Runs of words that people understand in two ways: what to say instead, and the runs.
    pub(super) asked: &'static [(&'static [&'static str], &'static str, &'static [&'static str])],
    /// Words (English ones too) after which a date comes.
    pub(super) before: &'static [&'static str],
    /// Words (English ones too) between several dates.
    pub(super) joins: &'static [&'static str],
    /// Parts of a day, after a short name of a weekday.
    pub(super) parts: &'static [&'static str],
    /// Little words that lead to a time, and say nothing where it is taken out after them.
    pub(super) leads: &'static [&'static str],
    /// Whether a full stop after a figure makes it an ordinal.
    pub(super) ordinals: bool,
    /// How letters with accents are written without, where it is not the letter alone.
    pub(super) folds: &'static [(char, &'static str)],
}

/// A language made ready.
#[derive(Debug)]
pub(super) struct Known {
    speech: &'static Speech,
    words: HashMap<CompactString, &'static str>,
    /// Words of the tables written with the bare letters, and how they are known.
    bare: HashMap<CompactString, CompactString>,
    pub(super) short: HashMap<CompactString, &'static str>,
    rules: Vec<Rule>,
    /// The rules that begin with a word.
    by_word: HashMap<CompactString, Vec<usize>>,
    /// Those that begin with something else, by what it is.
    others: Vec<(Element, Vec<usize>)>,
    /// The slots that read English words.
    slots: HashMap<&'static str, Slots>,
    /// The long names of weekdays and months, to find slips of the keyboard: without accents, and as they are.
    dates: Vec<(CompactString, &'static str)>,
}

impl Known {
    pub(super) fn new(speech: &'static Speech) -> Self {
        let index = |meanings: Meanings| {
            let each = meanings.iter().flat_map(|(english, names)| {
                names.iter().map(|name| (fold(name, speech.folds), *english))
            });
            each.collect::<HashMap<_, _>>()
        };
        let mut known = Self {
            speech,
            words: index(speech.words),
            bare: HashMap::new(),
            short: index(speech.short),
            rules: Vec::new(),
            by_word: HashMap::new(),
            others: Vec::new(),
            slots: ENGLISH.words().map(|word| (word, Slots::of_word(word))).collect(),
            dates: Vec::new(),
        };
        known.dates = speech
            .words
            .iter()
            .filter(|(english, _)| {
                let slots = Slots::of_word(english);
                slots.has(Slot::Day) || (slots.has(Slot::Month) && english.len() > 6)
            })
            .flat_map(|(_, names)| names.iter())
            .filter(|name| name.chars().count() >= LONG)
            .map(|name| (fold(name, speech.folds), *name))
            .collect();
        let accented = speech.words.iter().chain(speech.short).chain(speech.phrases);
        let said = accented
            .flat_map(|(_, names)| names.iter())
            .chain(speech.asked.iter().flat_map(|(.., names)| names.iter()));
        let words = said.flat_map(|name| name.split(|letter: char| !letter.is_alphabetic()));
        let accented = words.filter(|word| !word.is_ascii());
        known.bare = accented.map(|word| (fold(word, &[]), fold(word, speech.folds))).collect();
        let fold = |text: &str| fold(text, speech.folds);
        let said = speech.phrases.iter().flat_map(|(english, patterns)| {
            patterns.iter().flat_map(move |pattern| rules(pattern, english, &[], fold))
        });
        let asked = speech.asked.iter().flat_map(|(readings, english, patterns)| {
            patterns.iter().flat_map(move |pattern| rules(pattern, english, readings, fold))
        });
        known.rules = asked.chain(said).collect();
        // The longest first; of two the one that stands first.
        known.rules.sort_by_key(|rule| std::cmp::Reverse(rule.weight()));
        for (at, rule) in known.rules.iter().enumerate() {
            match rule.first() {
                Some(Element::Word(word) | Element::Apart(word)) => {
                    known.by_word.entry(word.clone()).or_default().push(at);
                }
                Some(other) => match known.others.iter_mut().find(|(first, _)| first == other) {
                    Some((_, list)) => list.push(at),
                    None => known.others.push((other.clone(), vec![at])),
                },
                None => {}
            }
        }
        known
    }

    /// The slots that read an English word.
    pub(super) fn slots(&self, word: &str) -> Slots {
        self.slots.get(word).copied().unwrap_or_default()
    }

    /// A word without accents.
    pub(super) fn fold(&self, word: &str) -> CompactString {
        fold(word, self.speech.folds)
    }

    /// The name that is one slip away from a word without accents.
    pub(super) fn slip(&self, folded: &str) -> Option<&'static str> {
        self.dates.iter().find(|(name, _)| slip::near(name, folded, 1)).map(|(_, name)| *name)
    }

    pub(super) fn see(&self, word: &Word) -> Seen {
        let folded = match word.kind {
            Kind::Letters => self.fold(&word.lower),
            Kind::Number => {
                let (folded, slots) = (word.lower.clone(), Slots::of_figure(&word.lower));
                return Seen { folded, slots, ..Seen::default() };
            }
            Kind::Mark(_) | Kind::Opaque => return Seen::default(),
        };
        let folded = self.bare.get(&folded).cloned().unwrap_or(folded);
        let english = self.words.get(&folded).copied();
        let slots = self.slots(english.unwrap_or(&folded));
        Seen { folded, english, slots, ordinal: false }
    }

    /// The rule that says most of the words from a place on, and the word after them.
    pub(super) fn rule(&self, line: &Line<'_>, at: usize) -> Option<(&Rule, usize)> {
        let seen = line.seen.get(at)?;
        let named = |name: &str| self.by_word.get(name).map_or(&[] as &[usize], Vec::as_slice);
        let words = [Some(seen.folded.as_str()), seen.english].into_iter().flatten().map(named);
        let others = self.others.iter().filter(|(first, _)| first.reads(line, at).is_some());
        let lists = words.chain(others.map(|(_, list)| list.as_slice()));
        let first = |list: &[usize]| {
            list.iter().find_map(|index| {
                let rule = self.rules.get(*index)?;
                rule.matches(line, at).map(|end| (*index, rule, end))
            })
        };
        let found = lists.filter_map(first).min_by_key(|(index, ..)| *index);
        found.map(|(_, rule, end)| (rule, end))
    }

    /// Whether a date comes after this word.
    pub(super) fn leads(&self, seen: &Seen) -> bool {
        self.speech.before.iter().any(|word| seen.is(word))
    }

    /// Whether this word stands between several dates.
    pub(super) fn joins(&self, seen: &Seen) -> bool {
        self.speech.joins.iter().any(|word| seen.is(word))
    }

    /// Whether this word is a part of a day.
    pub(super) fn is_part(&self, seen: &Seen) -> bool {
        self.speech.parts.iter().any(|word| seen.is(word))
    }

    /// Whether a word, as it was written ("LA" is a place), only leads to what comes after it.
    pub(super) fn dangles(&self, written: &str) -> bool {
        self.speech.leads.contains(&written)
    }

    pub(super) fn ordinals(&self) -> bool {
        self.speech.ordinals
    }
}

/// A text in lower case without accents.
fn fold(text: &str, folds: &[(char, &str)]) -> CompactString {
    if text.is_ascii() {
        return text.into();
    }
    let mut folded = CompactString::default();
    for letter in text.chars() {
        match folds.iter().find(|(accented, _)| *accented == letter) {
            Some((_, plain)) => folded.push_str(plain),
            None => folded.extend(plain(letter)),
        }
    }
    folded
}

/// A letter without its accent; nothing for an accent alone.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        'à'..='å' => 'a',
        'ç' => 'c',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' => 'o',
        'ù'..='ü' => 'u',
        '\u{300}'..='\u{36f}' => return None,
        other => other,
    })
}
