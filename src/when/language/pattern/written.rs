//! How patterns are written.

use compact_str::CompactString;

use super::{Element, How, Out, Rule, SLOTS};
use crate::when::words::{Kind, first_word};

/// The rules that a pattern writes.
pub(in crate::when::language) fn rules(
    pattern: &str,
    english: &str,
    readings: &'static [&'static str],
    fold: impl Fn(&str) -> CompactString,
) -> Vec<Rule> {
    let english = said(english);
    let parse = |words: Vec<(bool, &str)>| {
        let mut rule = Rule {
            before: Vec::new(),
            body: Vec::new(),
            after: Vec::new(),
            english: english.clone(),
            readings,
        };
        for (aside, word) in words {
            let found = elements(word, &fold);
            match (aside, rule.body.is_empty()) {
                (false, _) => rule.body.extend(found),
                (true, true) => rule.before.extend(found),
                (true, false) => rule.after.extend(found),
            }
        }
        rule.before.reverse();
        rule
    };
    written_out(pattern).into_iter().map(parse).collect()
}

/// Each way to read the choices of a pattern: its words, and whether each only has to be there.
fn written_out(pattern: &str) -> Vec<Vec<(bool, &str)>> {
    let mut ways: Vec<Vec<(bool, &str)>> = vec![Vec::new()];
    let mut aside = false;
    for word in pattern.split_whitespace() {
        aside |= word.starts_with('[');
        let bare = word.trim_start_matches('[').trim_end_matches(']');
        let optional = bare.strip_suffix('?');
        let choices: Vec<_> = optional.unwrap_or(bare).split('|').collect();
        let mut next = if optional.is_some() { ways.clone() } else { Vec::new() };
        for way in &ways {
            next.extend(
                choices.iter().map(|choice| [way.as_slice(), &[(aside, *choice)]].concat()),
            );
        }
        ways = next;
        aside &= !word.ends_with(']');
    }
    ways
}

fn elements(word: &str, fold: impl Fn(&str) -> CompactString) -> Vec<Element> {
    let slot = word.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
    if let Some(name) = slot {
        let slot = SLOTS.iter().find(|(known, _)| *known == name);
        debug_assert!(slot.is_some(), "no slot: {name}");
        return slot.map(|(_, slot)| Element::Slot(*slot)).into_iter().collect();
    }
    if let Some(word) = word.strip_prefix('_') {
        return vec![Element::Apart(fold(word))];
    }
    let element = |(kind, text, _): (Kind, &str, bool)| match kind {
        Kind::Mark(mark) => Element::Mark(mark),
        Kind::Number | Kind::Letters | Kind::Opaque => Element::Word(fold(text)),
    };
    cut(word).into_iter().map(element).collect()
}

/// The words of a short text, and whether each touches the one before.
fn cut(text: &str) -> Vec<(Kind, &str, bool)> {
    let mut found = Vec::new();
    let mut rest = text;
    loop {
        let trimmed = rest.trim_start();
        let glued = trimmed.len() == rest.len() && !found.is_empty();
        let word = first_word(trimmed, true)
            .and_then(|(kind, length)| Some((kind, trimmed.split_at_checked(length)?)));
        let Some((kind, (word, after))) = word else { return found };
        found.push((kind, word, glued));
        rest = after;
    }
}

/// The words of a rule's English.
fn said(english: &str) -> Vec<Out> {
    let mut words = cut(english).into_iter().peekable();
    let mut said = Vec::new();
    while let Some((kind, text, glued)) = words.next() {
        if kind != Kind::Mark('$') {
            said.push(Out::Word { kind, lower: text.into(), glued });
            continue;
        }
        let before = words.next_if(|(kind, ..)| *kind == Kind::Mark('-')).is_some();
        let index = words.next().and_then(|(_, text, _)| text.parse::<usize>().ok()).unwrap_or(0);
        let plural = words.next_if(|(_, text, glued)| *text == "s" && *glued).is_some();
        let how = match (before, plural) {
            (true, _) => How::Before,
            (false, true) => How::Plural,
            (false, false) => How::AsIs,
        };
        said.push(Out::Capture { index: index.saturating_sub(1), said: how, glued });
    }
    said
}
