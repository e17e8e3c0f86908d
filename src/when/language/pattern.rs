//! Patterns: runs of words, and what English says for them.
//!
//! A pattern is words with spaces between: a word (itself, or the English of one), `a|b` for either, `a?` for one that may
//! be missing, `_a` for one that stands apart, a mark (`.` `:` `'` touch both neighbours), or a slot such as `{day}`. What stands in `[ ]` at either end has to be
//! there and is not read. In the English `$1` is what the first slot read, `$-1` the hour before it.

use compact_str::{CompactString, ToCompactString, format_compact};

use super::Line;
use crate::when::{lexicon::ENGLISH, words::Kind};

mod written;

pub(super) use written::rules;

/// What a slot reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// A weekday.
    Day,
    /// Weekdays in the plural, "mondays".
    Days,
    Month,
    Unit,
    /// "today", "tomorrow".
    Near,
    /// A number in figures or words.
    Count,
    /// A day of a month in figures.
    Date,
    /// "14." where it is an ordinal.
    Ordinal,
    /// An hour from 0 to 24, in figures or words.
    Hour,
    /// An hour that is the same with and without saying which half of the day.
    Late,
    /// An hour from 1 to 6.
    Small,
    /// An hour from 1 to 12.
    Twelve,
    /// Minutes in two figures.
    Minutes,
    /// A capitalised word.
    Name,
    /// A full stop that touches what is before it.
    Dot,
    /// Nothing, or a mark that ends a part of a sentence.
    End,
}

static SLOTS: &[(&str, Slot)] = &[
    ("day", Slot::Day),
    ("days", Slot::Days),
    ("month", Slot::Month),
    ("unit", Slot::Unit),
    ("near", Slot::Near),
    ("n", Slot::Count),
    ("d", Slot::Date),
    ("o", Slot::Ordinal),
    ("hour", Slot::Hour),
    ("late", Slot::Late),
    ("small", Slot::Small),
    ("twelve", Slot::Twelve),
    ("mm", Slot::Minutes),
    ("name", Slot::Name),
    ("dot", Slot::Dot),
    ("end", Slot::End),
];

/// One thing that has to stand at its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Element {
    Word(CompactString),
    /// A word that does not touch the one before it and is not in capitals.
    Apart(CompactString),
    Mark(char),
    Slot(Slot),
}

/// What a rule says.
#[derive(Debug, Clone)]
pub(super) enum Out {
    Word { kind: Kind, lower: CompactString, glued: bool },
    Capture { index: usize, said: How, glued: bool },
}

/// How what a slot read is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    AsIs,
    /// The hour before.
    Before,
    /// "monday" as "mondays".
    Plural,
}

/// What a slot read.
#[derive(Debug, Clone)]
pub(super) struct Capture {
    kind: Kind,
    lower: CompactString,
}

/// A run of words and its English.
#[derive(Debug)]
pub(super) struct Rule {
    /// What has to stand before, the nearest first.
    before: Vec<Element>,
    body: Vec<Element>,
    after: Vec<Element>,
    pub(super) english: Vec<Out>,
    pub(super) readings: &'static [&'static str],
}

/// English with what the slots read put in, to be shown.
pub(super) fn written(english: &str, captures: &[Capture]) -> String {
    let mut written = english.to_owned();
    for (index, capture) in (1..).zip(captures) {
        written = written.replace(&format!("$-{index}"), &capture.said(How::Before).1);
        written = written.replace(&format!("${index}"), &capture.lower);
    }
    written
}

impl Out {
    pub(super) fn glued(&self) -> bool {
        match self {
            Self::Word { glued, .. } | Self::Capture { glued, .. } => *glued,
        }
    }
}

impl Capture {
    pub(super) fn said(&self, how: How) -> (Kind, CompactString) {
        let lower = match how {
            How::AsIs => self.lower.clone(),
            How::Plural => format_compact!("{}s", self.lower),
            How::Before => match self.lower.parse::<u32>() {
                Ok(1) => "12".into(),
                Ok(hour) => hour.saturating_sub(1).to_compact_string(),
                Err(_) => self.lower.clone(),
            },
        };
        (self.kind, lower)
    }
}

impl Rule {
    pub(super) fn first(&self) -> Option<&Element> {
        self.body.first()
    }

    /// How much it asks for: the more, the surer it is.
    pub(super) fn weight(&self) -> usize {
        self.before.len() + self.body.len() + self.after.len()
    }

    /// The word after the run, where it stands at a place.
    pub(super) fn matches(&self, line: &Line<'_>, at: usize) -> Option<usize> {
        let end = through(&self.body, line, at)?;
        // "19h" is no hour in "19h75".
        let letters = line.key(end.checked_sub(1)?).is_some();
        if letters && line.glued(end) && line.words.get(end)?.kind == Kind::Number {
            return None;
        }
        through(&self.after, line, end)?;
        let mut place = at;
        for element in &self.before {
            place = place.checked_sub(1)?;
            // An ordinal before has its full stop between.
            place = if *element == Element::Slot(Slot::Ordinal) {
                place.checked_sub(1)?
            } else {
                place
            };
            element.reads(line, place)?;
        }
        Some(end)
    }

    /// What the slots read.
    pub(super) fn captures(&self, line: &Line<'_>, at: usize) -> Vec<Capture> {
        let mut place = at;
        let mut captures = Vec::new();
        for element in &self.body {
            let Some(next) = element.reads(line, place) else { break };
            if matches!(element, Element::Slot(_)) {
                captures.extend(capture(line, place));
            }
            place = next;
        }
        captures
    }
}

fn through(elements: &[Element], line: &Line<'_>, at: usize) -> Option<usize> {
    elements.iter().try_fold(at, |at, element| element.reads(line, at))
}

fn capture(line: &Line<'_>, at: usize) -> Option<Capture> {
    if let Some(figure) = line.words.get(at).filter(|word| word.kind == Kind::Number) {
        let plain = figure.lower.trim_start_matches('0');
        // "05" minutes stay as they are.
        let lower = if plain.is_empty() || figure.lower.len() > 1 { &figure.lower } else { plain };
        return Some(Capture { kind: Kind::Number, lower: lower.into() });
    }
    let key = line.key(at)?;
    Some(match counted(key) {
        Some(count) => Capture { kind: Kind::Number, lower: count.to_compact_string() },
        None => Capture { kind: Kind::Letters, lower: key.into() },
    })
}

/// The number that an English word says; an article is none.
fn counted(word: &str) -> Option<u32> {
    ENGLISH.count(word).filter(|_| word.len() > 2)
}

impl Element {
    /// The word after what it reads at a place.
    pub(super) fn reads(&self, line: &Line<'_>, at: usize) -> Option<usize> {
        match self {
            Self::Word(name) => {
                let word = line.words.get(at)?;
                let letters = word.kind == Kind::Letters && line.seen.get(at)?.is(name);
                let figures = word.kind == Kind::Number && word.lower == *name;
                (letters || figures).then_some(at + 1)
            }
            Self::Apart(name) => {
                let is = line.key(at).is_some() && line.seen.get(at)?.is(name);
                (is && !line.glued(at) && !line.shouted(at)).then_some(at + 1)
            }
            Self::Mark(mark) => {
                let is = line.mark(at, *mark) || (*mark == '\'' && line.mark(at, '\u{2019}'));
                let tight = !matches!(mark, '.' | ':' | '\'') || line.joint(at);
                (is && tight).then_some(at + 1)
            }
            Self::Slot(slot) => slot.reads(line, at),
        }
    }
}

impl Slot {
    /// The word after what it reads at a place.
    fn reads(self, line: &Line<'_>, at: usize) -> Option<usize> {
        let word = line.words.get(at);
        match self {
            Self::End => {
                let ends = |mark: char| "),;!?.".contains(mark);
                let ends =
                    word.is_none_or(|word| matches!(word.kind, Kind::Mark(mark) if ends(mark)));
                ends.then_some(at)
            }
            Self::Dot => (line.mark(at, '.') && line.glued(at)).then_some(at + 1),
            Self::Name => (line.key(at).is_some() && line.capital(at)).then_some(at + 1),
            Self::Ordinal => line.seen.get(at).filter(|seen| seen.ordinal).map(|_| at + 2),
            _ => line.seen.get(at).filter(|seen| seen.slots.has(self)).map(|_| at + 1),
        }
    }

    /// Whether it reads a number.
    fn counts(self, number: u32) -> bool {
        match self {
            Self::Count => true,
            Self::Date => (1..=31).contains(&number),
            Self::Hour => number <= 24,
            Self::Late => number == 0 || (7..=24).contains(&number),
            Self::Small => (1..=6).contains(&number),
            Self::Twelve => (1..=12).contains(&number),
            Self::Minutes => number <= 59,
            _ => false,
        }
    }
}

/// The slots that read a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Slots(u32);

impl Slots {
    pub(super) const fn has(self, slot: Slot) -> bool {
        self.0 & Self::bit(slot) != 0
    }

    const fn bit(slot: Slot) -> u32 {
        1 << slot as u32
    }

    fn of(slots: impl Iterator<Item = Slot>) -> Self {
        Self(slots.fold(0, |bits, slot| bits | Self::bit(slot)))
    }

    /// Those that read a figure.
    pub(super) fn of_figure(figure: &str) -> Self {
        let Some(number) = figure.parse::<u32>().ok().filter(|_| figure.len() <= 4) else {
            return Self::default();
        };
        let two = figure.len() == 2;
        let slots = SLOTS.iter().map(|(_, slot)| *slot).filter(|slot| slot.counts(number));
        Self::of(slots.filter(|slot| two || *slot != Slot::Minutes))
    }

    /// Those that read an English word.
    pub(super) fn of_word(word: &str) -> Self {
        let is = |slot: &Slot| match slot {
            Slot::Day => ENGLISH.weekday(word).is_some(),
            Slot::Days => ENGLISH.plural(word).is_some(),
            Slot::Month => ENGLISH.month(word).is_some(),
            Slot::Unit => ENGLISH.unit(word).is_some(),
            Slot::Near => ENGLISH.day(word).is_some(),
            // "dreißig", but no "five": minutes have two figures.
            Slot::Minutes => counted(word).is_some_and(|count| (10..=59).contains(&count)),
            Slot::Count | Slot::Hour | Slot::Late | Slot::Small | Slot::Twelve => {
                counted(word).is_some_and(|count| slot.counts(count))
            }
            _ => false,
        };
        Self::of(SLOTS.iter().map(|(_, slot)| *slot).filter(is))
    }
}
