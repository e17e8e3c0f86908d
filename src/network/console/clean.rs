//! What of a text may reach a terminal. Pure.

/// What stands where something was that must not be shown.
const MARK: char = '\u{fffd}';

/// How many marks may stand on one letter, before they would cover the lines above and below.
const MARKS_ON_ONE: usize = 8;

/// Whether a character does something else than being shown: it controls the terminal, turns the direction of the
/// text around it, or hides.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0001}')
}

/// The text as it may be shown, lines kept. Where something was taken out there is a mark.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        match c {
            // The line feed after it ends the line.
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => out.push('\n'),
            '\t' => out.push_str("    "),
            c if is_hidden(c) => out.push(MARK),
            _ if marks > MARKS_ON_ONE => {}
            c => out.push(c),
        }
    }
    out
}

/// The same for a text that must stay on one line.
pub(super) fn clean_line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

/// Whether a character stands on the one before it.
pub(super) fn is_mark(c: char) -> bool {
    !c.is_ascii() && unicode_width::UnicodeWidthChar::width(c) == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_passes() {
        for (text, shown) in [
            ("plain ✅ 👩‍👩‍👧 é", "plain ✅ 👩‍👩‍👧 é"),
            ("\u{1b}[31mred\u{1b}]0;title\u{7}", "\u{fffd}[31mred\u{fffd}]0;title\u{fffd}"),
            ("a\u{9b}2J", "a\u{fffd}2J"),
            ("a\u{202e}b\u{2066}c\u{200f}", "a\u{fffd}b\u{fffd}c\u{fffd}"),
            ("one\r\ntwo\rthree\u{2028}four\n", "one\ntwo\nthree\nfour\n"),
            ("a\tb", "a    b"),
        ] {
            assert_eq!(clean(text), shown, "{text:?}");
        }
    }

    #[test]
    fn a_letter_keeps_a_few_marks() {
        let tower = format!("z{}!", "\u{0301}".repeat(500));
        assert_eq!(clean(&tower), format!("z{}!", "\u{0301}".repeat(8)));
    }

    #[test]
    fn one_line_stays_one() {
        assert_eq!(clean_line("a\nb\r\nc"), "a b c");
    }
}
