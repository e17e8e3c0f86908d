//! What people write, made fit to keep: no control characters, nothing that turns the direction of other text.

use crate::view::Problem;

/// The longest description or place, in characters.
pub(super) const LONGEST: usize = 4000;

/// An error as a sentence: a capital at its start, and something at its end.
pub(super) fn sentence(error: &str) -> String {
    let mut chars = error.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    let mut sentence: String = first.chain(chars).collect();
    if !sentence.ends_with(['.', '?', '!']) {
        sentence.push('.');
    }
    sentence
}

/// Refuses what is too long to keep.
pub(super) fn bounded(text: &str, field: &str) -> Result<(), Problem> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(Problem::TextTooLong { field: field.to_owned(), length, limit: LONGEST });
    }
    Ok(())
}

/// A text of so many characters at most, the last of them `…` where it was longer.
pub(super) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// A text on one line, without double spaces.
pub(super) fn one_line(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| keeps(*c))
        .collect();
    kept.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text of several lines.
pub(super) fn lines(text: &str) -> String {
    let kept: String = text.chars().filter(|c| *c == '\n' || *c == '\t' || keeps(*c)).collect();
    kept.trim().to_owned()
}

/// Whether a character is kept: not control characters, nor those that override the direction of text.
fn keeps(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{feff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_override_characters_go() {
        assert_eq!(one_line(" a\u{1b}[31m\tb\u{202e}\nc  d\0 "), "a[31m b c d");
        assert_eq!(lines("\na\r\n\u{7}b\n"), "a\nb");
    }
}
