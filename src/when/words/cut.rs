//! Where a word ends.

use super::Kind;

/// The most characters a quotation may have.
const QUOTED: usize = 200;

/// The first word of a text that begins with one, and its octets.
pub(in crate::when) fn first_word(text: &str, glued: bool) -> Option<(Kind, usize)> {
    let first = text.chars().next()?;
    if let Some(length) = quotation(text, first) {
        return Some((Kind::Opaque, length));
    }
    if !glued && let Some(length) = opaque(text, first) {
        return Some((Kind::Opaque, length));
    }
    if first.is_ascii_digit() {
        return Some((Kind::Number, run(text, |c| c.is_ascii_digit())));
    }
    if is_letter(first) {
        return Some((Kind::Letters, run(text, is_letter)));
    }
    let mark = match first {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{301c}' | '\u{ff5e}' => '-',
        '\u{ff1a}' => ':',
        other => other,
    };
    Some((Kind::Mark(mark), first.len_utf8()))
}

fn is_letter(c: char) -> bool {
    // An accent may be a character of its own after its letter.
    c.is_alphabetic() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c)
}

fn run(text: &str, is: impl Fn(char) -> bool) -> usize {
    text.find(|c| !is(c)).unwrap_or(text.len())
}

/// The octets of a quotation that is closed soon.
fn quotation(text: &str, first: char) -> Option<usize> {
    let close = match first {
        '"' => '"',
        '\u{201c}' | '\u{201e}' => '\u{201d}',
        '\u{ab}' => '\u{bb}',
        '`' => '`',
        _ => return None,
    };
    let mut inside = text.char_indices().skip(1).take(QUOTED);
    inside.find(|(_, c)| *c == close).map(|(at, _)| at + close.len_utf8())
}

/// The octets of a mention, a link, a mail address or a meeting's number.
fn opaque(text: &str, first: char) -> Option<usize> {
    let length = run(text, |c| !c.is_whitespace());
    let chunk = text.get(..length)?;
    if chunk.starts_with("<t:") {
        return chunk.find('>').map(|end| end + 1);
    }
    let mut tail = chunk.chars().skip(1);
    let second = tail.next();
    let whole = match first {
        '@' => second.is_some_and(|c| !c.is_ascii_digit()),
        '<' => chunk.contains('>'),
        '#' => second.is_some(),
        _ => chunk.contains("://") || mail(chunk),
    };
    whole.then_some(length)
}

fn mail(chunk: &str) -> bool {
    chunk.split_once('@').is_some_and(|(name, host)| {
        name.ends_with(char::is_alphanumeric) && host.contains('.') && !host.starts_with('.')
    })
}
