//! A text cut into words, each with its octets.

use std::{
    cell::Cell,
    ops::{Range, RangeInclusive},
};

use chrono::{DateTime, Utc, Weekday};
use compact_str::CompactString;

use super::{
    Part, WhenError,
    clock::Half,
    day::Day,
    language::{self, Language, Open},
    lexicon::{Sense, Unit},
};

mod cut;

pub(super) use cut::first_word;

/// The most octets that are looked at.
const MAX_OCTETS: usize = 6_000;
/// The most words that are looked at.
const MAX_WORDS: usize = 120;
/// The most characters of the text that an error repeats.
const SHOWN: usize = 60;

/// What a word is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// ASCII digits.
    Number,
    /// Letters and underscores.
    Letters,
    /// One other character; every dash is `-`, every colon `:`.
    Mark(char),
    /// Something to keep whole: a quotation, a mention, a link, an address.
    Opaque,
}

/// A word.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) kind: Kind,
    /// The word in lower case.
    pub(super) lower: CompactString,
    pub(super) range: Range<usize>,
    /// Whether it touches the word before it.
    pub(super) glued: bool,
}

/// The date that begins at a word and the word after it, or that none does.
type DateThere = Option<(Day, usize)>;

/// A text and its words.
#[derive(Debug)]
pub(super) struct Text<'a> {
    source: &'a str,
    words: Vec<Word>,
    /// What the tables say of each word.
    senses: Vec<Option<&'static Sense>>,
    /// The date that begins at each word, once one was looked for there.
    days: Vec<Cell<Option<DateThere>>>,
    language: Language,
    /// The stretches that can be read in two ways.
    pub(super) open: Vec<Open>,
}

impl<'a> Text<'a> {
    /// Cuts a text into words, which are English where they are of this language.
    pub(super) fn cut(source: &'a str, language: Language) -> Result<Self, WhenError> {
        if source.len() > MAX_OCTETS {
            return Err(WhenError::LongText);
        }
        let mut words: Vec<Word> = Vec::new();
        let mut at = 0;
        while let Some(rest) = source.get(at..) {
            let trimmed = rest.trim_start();
            let start = at + (rest.len() - trimmed.len());
            let glued = start == at && at > 0;
            let Some((kind, length)) = first_word(trimmed, glued) else { break };
            at = start + length;
            let text = trimmed.get(..length).unwrap_or_default();
            let lower = lower(text);
            words.push(Word { kind, lower, range: start..at, glued });
            if words.len() > MAX_WORDS {
                return Err(WhenError::LongText);
            }
        }
        let (words, open) = language::english(words, source, language);
        let letters = |word: &Word| word.kind == Kind::Letters;
        let sense = |word: &Word| letters(word).then(|| Sense::of(&word.lower)).flatten();
        let senses = words.iter().map(sense).collect();
        let days = vec![Cell::new(None); words.len()];
        Ok(Self { source, words, senses, days, language, open })
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Word> {
        self.words.get(at)
    }

    /// The words' text as it was written.
    pub(super) fn written(&self, words: Range<usize>) -> &'a str {
        self.source.get(self.octets(words)).unwrap_or_default()
    }

    /// The instant of a Discord timestamp, `<t:1767225600>` or `<t:1767225600:F>`
    /// (<https://discord.com/developers/docs/reference#message-formatting>).
    pub(super) fn stamp(&self, at: usize) -> Option<DateTime<Utc>> {
        let word = self.get(at).filter(|word| word.kind == Kind::Opaque)?;
        let inner = word.lower.strip_prefix("<t:")?.strip_suffix('>')?;
        let (seconds, style) = inner.split_once(':').unwrap_or((inner, ""));
        DateTime::from_timestamp(seconds.parse().ok()?, 0).filter(|_| style.len() <= 1)
    }

    /// The letters at a place, in lower case.
    pub(super) fn letters(&self, at: usize) -> Option<&str> {
        self.get(at).filter(|word| word.kind == Kind::Letters).map(|word| word.lower.as_str())
    }

    /// Whether the word at a place is English and no word of the language that it is said in: French "mon" is "my".
    pub(super) fn is_only_english(&self, at: usize) -> bool {
        !(self.language == Language::French && self.letters(at) == Some("mon"))
    }

    /// The letters that weekdays are told by.
    pub(super) fn day_letters(&self) -> &'static [(Weekday, &'static [&'static str])] {
        self.language.day_letters()
    }

    /// Whether a word is between the letters of two days: "L a V".
    pub(super) fn is_day_letter_range(&self, at: usize) -> bool {
        self.language == Language::Spanish && self.letters(at) == Some("a")
    }

    /// What the tables say of the letters at a place, if one has them.
    fn sense(&self, at: usize) -> Option<&'static Sense> {
        self.senses.get(at).copied().flatten()
    }

    /// Whether the name of a day may begin here.
    pub(super) fn begins_holiday(&self, at: usize) -> bool {
        self.sense(at).is_some_and(|sense| sense.holiday)
    }

    /// Whether a table has the letters at a place.
    pub(super) fn is_known(&self, at: usize) -> bool {
        self.sense(at).is_some()
    }

    pub(super) fn weekday(&self, at: usize) -> Option<Weekday> {
        self.sense(at)?.weekday
    }

    /// The weekday that a word in the plural names.
    pub(super) fn plural(&self, at: usize) -> Option<Weekday> {
        self.sense(at)?.plural
    }

    /// The number of the month at a place, from 1.
    pub(super) fn month(&self, at: usize) -> Option<u32> {
        self.sense(at)?.month
    }

    pub(super) fn unit(&self, at: usize) -> Option<Unit> {
        self.sense(at)?.unit
    }

    /// The number that a word says.
    pub(super) fn count(&self, at: usize) -> Option<u32> {
        self.sense(at)?.count
    }

    /// How many days from today a word means.
    pub(super) fn day(&self, at: usize) -> Option<i32> {
        self.sense(at)?.day
    }

    /// The half of the day that a word names.
    pub(super) fn half(&self, at: usize) -> Option<Half> {
        self.sense(at)?.half
    }

    /// Whether a word is more than an article or a letter for a unit.
    pub(super) fn is_long(&self, at: usize) -> bool {
        self.letters(at).is_some_and(|word| word.len() > 2)
    }

    /// The date that begins at a place. It is asked for again and again where words look like several dates, and read
    /// once.
    pub(super) fn date(&self, at: usize, read: impl FnOnce() -> DateThere) -> DateThere {
        let known = self.days.get(at)?;
        known.get().unwrap_or_else(|| {
            let found = read();
            known.set(Some(found));
            found
        })
    }

    /// Whether these letters, in any case, stand at a place.
    pub(super) fn is(&self, at: usize, letters: &str) -> bool {
        self.is_any(at, &[letters])
    }

    /// Whether one of these stands at a place.
    pub(super) fn is_any(&self, at: usize, letters: &[&str]) -> bool {
        debug_assert!(
            letters.iter().flat_map(|words| words.split(' ')).all(|word| Sense::of(word).is_some()),
            "a word that no table has: {letters:?}"
        );
        self.sense(at).is_some() && self.letters(at).is_some_and(|word| letters.contains(&word))
    }

    /// The word after the longest of these that stands at a place. Each is of words parted by spaces; an apostrophe or
    /// a hyphen may join them.
    pub(super) fn after_any(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        self.sense(at)?;
        let first = self.letters(at)?;
        let letter = first.as_bytes().first();
        let phrases = phrases.iter().filter(|phrase| phrase.as_bytes().first() == letter);
        let rest = phrases.filter_map(|phrase| phrase.strip_prefix(first));
        rest.filter_map(|rest| self.after(at + 1, rest)).max()
    }

    /// The word after the words of a phrase, each with the space before it.
    fn after(&self, mut next: usize, mut rest: &str) -> Option<usize> {
        while !rest.is_empty() {
            let words = rest.strip_prefix(' ')?;
            let joined = ['\'', '\u{2019}', '-'].iter().any(|mark| self.joint(next, *mark));
            next += usize::from(joined);
            rest = words.strip_prefix(self.letters(next)?)?;
            next += 1;
        }
        Some(next)
    }

    /// The day's name that is a slip of the keyboard away from the letters at a place.
    pub(super) fn misspelt(&self, at: usize) -> Option<&'static str> {
        self.letters(at).and_then(|word| self.language.misspelt(word))
    }

    /// Whether nothing but English is read.
    pub(super) fn is_english(&self) -> bool {
        self.language == Language::English
    }

    /// Whether a word only leads to what comes after it: "à", "el".
    pub(super) fn dangles(&self, at: usize) -> bool {
        self.letters(at).is_some()
            && !self.glued(at)
            && self.language.dangles(self.written(at..at + 1))
    }

    pub(super) fn mark(&self, at: usize, mark: char) -> bool {
        self.get(at).is_some_and(|word| word.kind == Kind::Mark(mark))
    }

    pub(super) fn is_number(&self, at: usize) -> bool {
        self.get(at).is_some_and(|word| word.kind == Kind::Number)
    }

    /// The number at a place, where it has that many digits (nine at most).
    pub(super) fn number(&self, at: usize, digits: RangeInclusive<usize>) -> Option<u32> {
        let word = self.get(at).filter(|word| word.kind == Kind::Number)?;
        let fits = word.lower.len() <= 9 && digits.contains(&word.lower.len());
        word.lower.parse().ok().filter(|_| fits)
    }

    /// Whether a word touches the one before it.
    pub(super) fn glued(&self, at: usize) -> bool {
        self.get(at).is_some_and(|word| word.glued)
    }

    /// Whether a mark stands at a place and touches both of its neighbours.
    pub(super) fn joint(&self, at: usize, mark: char) -> bool {
        self.mark(at, mark) && self.glued(at) && self.glued(at + 1)
    }

    /// The word after an arrow that stands at a place: "->", "-->", "=>", "→"; "~" between two words.
    pub(super) fn arrow(&self, at: usize) -> Option<usize> {
        if self.mark(at, '\u{2192}') || self.joint(at, '~') {
            return Some(at + 1);
        }
        let shaft = |at: usize| self.mark(at, '-') || self.mark(at, '=');
        let head = (at + 1..=at + 2).find(|at| self.mark(*at, '>') && self.glued(*at))?;
        let whole = (at..head).all(|at| shaft(at) && (at + 1 == head || self.glued(at + 1)));
        whole.then_some(head + 1)
    }

    /// Whether a time may begin here: not in the middle of something written together.
    pub(super) fn starts(&self, at: usize) -> bool {
        if !self.glued(at) || at == 0 {
            return true;
        }
        let before = at.saturating_sub(1);
        let loose = !self.glued(before);
        match self.get(before).map(|word| word.kind) {
            Some(Kind::Mark('(' | '[' | '{' | ',' | ';' | '|' | '*' | '@') | Kind::Opaque)
            | None => true,
            Some(Kind::Mark('-' | '~')) => loose,
            Some(Kind::Mark(':')) => before > 0 && self.letters(before.saturating_sub(1)).is_some(),
            Some(Kind::Mark(_) | Kind::Number | Kind::Letters) => false,
        }
    }

    /// Whether a time may begin with this word: letters have to be of a table, or of the name of a zone.
    pub(super) fn may_begin(&self, at: usize) -> bool {
        let letters = self.get(at).is_some_and(|word| word.kind == Kind::Letters);
        self.starts(at) && (!letters || self.sense(at).is_some() || self.joint(at + 1, '/'))
    }

    /// Whether a time may end before this word.
    pub(super) fn ends(&self, next: usize) -> bool {
        if !self.glued(next) {
            return true;
        }
        match self.get(next).map(|word| word.kind) {
            Some(
                Kind::Mark('-' | '@' | '(' | ')' | ']' | '}' | ';' | '!' | '?' | '*' | '|')
                | Kind::Opaque,
            )
            | None => true,
            // "tue+thu"
            Some(Kind::Mark('+')) => self.weekday(next + 1).is_some(),
            Some(Kind::Mark(',')) if self.glued(next + 1) => !self.in_figure(next),
            Some(Kind::Mark('.' | ',' | ':')) => {
                !self.glued(next + 1)
                    || matches!(self.get(next + 1), Some(word) if matches!(word.kind, Kind::Mark(_)))
            }
            // "2pm→3pm"
            Some(Kind::Mark('\u{2192}' | '=' | '~')) => {
                self.arrow(next).is_some_and(|end| self.is_number(end))
            }
            Some(Kind::Mark(_) | Kind::Number | Kind::Letters) => false,
        }
    }

    /// Whether a comma that touches its neighbours is inside a figure: "1,5 h", but not "Dec 11,2026" and "fri,8pm".
    fn in_figure(&self, comma: usize) -> bool {
        let before = comma.saturating_sub(1);
        let month = before > 0 && self.month(before.saturating_sub(1)).is_some();
        self.is_number(before) && self.is_number(comma + 1) && !month
    }

    /// The octets of a run of words.
    pub(super) fn octets(&self, words: Range<usize>) -> Range<usize> {
        let start = self.get(words.start).map_or(self.source.len(), |word| word.range.start);
        let end = words.end.checked_sub(1).and_then(|last| self.get(last));
        start..end.map_or(start, |word| word.range.end).max(start)
    }

    /// A run of words, for an error.
    pub(super) fn part(&self, words: Range<usize>) -> Part {
        let range = self.octets(words);
        let written = self.between(range.clone());
        let mut text: String = written.chars().take(SHOWN).collect();
        if text.len() < written.len() {
            text.push('…');
        }
        Part { text, range }
    }

    /// What is left of the text between octets, trimmed, and its runs of white space made one space.
    pub(super) fn between(&self, octets: Range<usize>) -> String {
        let text = self.source.get(octets).unwrap_or_default();
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    pub(super) fn octet_len(&self) -> usize {
        self.source.len()
    }
}

fn lower(text: &str) -> CompactString {
    if !text.is_ascii() {
        return CompactString::from_str_to_lowercase(text);
    }
    let mut lower = CompactString::new(text);
    lower.make_ascii_lowercase();
    lower
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<String> {
        let text = Text::cut(text, Language::English).unwrap();
        (0..text.len()).map(|at| text.written(at..at + 1).to_owned()).collect()
    }

    #[test]
    fn numbers_letters_and_marks_come_apart() {
        assert_eq!(cut("fri 15:00–15:45"), ["fri", "15", ":", "00", "–", "15", ":", "45"]);
        assert_eq!(cut("1h30"), ["1", "h", "30"]);
    }

    #[test]
    fn mentions_links_and_quotations_stay_whole() {
        assert_eq!(
            cut(r#""9:30 club" @ana <@1:30> kim@example.com #12 https://x/15:00 @9"#),
            [
                "\"9:30 club\"",
                "@ana",
                "<@1:30>",
                "kim@example.com",
                "#12",
                "https://x/15:00",
                "@",
                "9"
            ]
        );
    }

    #[test]
    fn what_an_error_repeats_is_one_short_line() {
        let text = Text::cut("fri\n\n 25:00 and\r\nso on", Language::English).unwrap();
        assert_eq!(text.part(0..text.len()).text, "fri 25:00 and so on");
        let long = "25:00 ".repeat(20);
        let text = Text::cut(&long, Language::English).unwrap();
        assert_eq!(text.part(0..text.len()).text.chars().count(), SHOWN + 1);
    }

    #[test]
    fn long_texts_are_refused() {
        assert_eq!(
            Text::cut(&"x".repeat(10_000), Language::English).unwrap_err(),
            WhenError::LongText
        );
        assert_eq!(
            Text::cut(&"1:".repeat(2_000), Language::English).unwrap_err(),
            WhenError::LongText
        );
    }
}
