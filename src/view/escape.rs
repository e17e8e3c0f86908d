//! Makes a text of a user harmless: one function that cleans, and one for each flavour that escapes.
//!
//! Nothing here knows a view. What comes out shows what was written, and is never read as markup, as a mention or as
//! an order to a terminal.

use std::io::{self, Write};

use unicode_width::UnicodeWidthChar;

/// How many lines a text may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    /// One; line breaks become blanks.
    One,
    /// Many, with at most one empty line between two others.
    Many,
}

/// Marks that stand on one letter at most; more of them paint over the lines around.
const MARKS_ON_A_LETTER: usize = 6;

/// What follows an `@` that calls a whole room, on any network.
const CALLS: [&str; 3] = ["everyone", "here", "room"];

/// Invisible, and breaks a mention where it stands.
const BREAK: char = '\u{200b}';

/// Escapes for plain text: cleaned is enough.
pub(super) fn text(from: &str, to: &mut dyn Write) -> io::Result<()> {
    to.write_all(clean(from, Lines::Many).as_bytes())
}

/// Escapes for HTML: no tag, no entity, no attribute; line breaks become `<br>`.
pub(super) fn html(from: &str, to: &mut dyn Write) -> io::Result<()> {
    for c in clean(from, Lines::Many).chars() {
        match c {
            '&' => to.write_all(b"&amp;")?,
            '<' => to.write_all(b"&lt;")?,
            '>' => to.write_all(b"&gt;")?,
            '"' => to.write_all(b"&quot;")?,
            '\'' => to.write_all(b"&#39;")?,
            '\n' => to.write_all(b"<br>")?,
            _ => write!(to, "{c}")?,
        }
    }
    Ok(())
}

/// Escapes for Markdown as chat networks read it: whatever begins or ends a format gets a backslash.
///
/// The inside of an address (`https://…`) stays as it is, because networks make their links of the text before they
/// look at backslashes; nothing in there can begin a format.
pub(super) fn markdown(from: &str, to: &mut dyn Write) -> io::Result<()> {
    let cleaned = clean(from, Lines::Many);
    for (at, line) in cleaned.lines().enumerate() {
        if at > 0 {
            to.write_all(b"\n")?;
        }
        // Four blanks before a line would make it code.
        let start = line.trim_start_matches(' ');
        let blanks = (line.len() - start.len()).min(3);
        to.write_all(" ".repeat(blanks).as_bytes())?;
        markdown_line(start, to)?;
    }
    Ok(())
}

fn markdown_line(line: &str, to: &mut dyn Write) -> io::Result<()> {
    let mut rest = line;
    if line.starts_with(['#', '-', '+', '=']) {
        // The others that begin a heading, a list or a quotation are escaped everywhere.
        to.write_all(b"\\")?;
    }
    if line.starts_with(|c: char| c.is_ascii_digit()) {
        // `12.` begins a list.
        let digits = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(line.len());
        let (number, after) = line.split_at(digits);
        to.write_all(number.as_bytes())?;
        if after.starts_with(['.', ')']) {
            to.write_all(b"\\")?;
        }
        rest = after;
    }
    while let Some(c) = rest.chars().next() {
        let (address, after) = rest.split_at(address_length(rest));
        if address.is_empty() {
            if is_special(c) {
                to.write_all(b"\\")?;
            }
            write!(to, "{c}")?;
            rest = rest.get(c.len_utf8()..).unwrap_or_default();
        } else {
            to.write_all(address.as_bytes())?;
            rest = after;
        }
    }
    Ok(())
}

/// Escapes with one of the functions above, into a string.
pub(super) fn escaped(
    with: fn(&str, &mut dyn Write) -> io::Result<()>,
    from: &str,
) -> io::Result<String> {
    let mut out = Vec::with_capacity(from.len());
    with(from, &mut out)?;
    String::from_utf8(out).map_err(io::Error::other)
}

/// Takes out what is not to be seen: control characters, directional overrides and isolates, invisible
/// characters; and breaks mentions of whole rooms. The same again changes nothing.
pub(super) fn clean(from: &str, lines: Lines) -> String {
    let seen = visible(from);
    let shaped = match lines {
        Lines::One => seen.split_whitespace().collect::<Vec<_>>().join(" "),
        Lines::Many => shape_lines(&seen),
    };
    break_mentions(&shaped)
}

/// Puts an invisible break into `@everyone`, `@here`, `@room` and `<@…`.
pub(super) fn break_mentions(from: &str) -> String {
    let mut out = String::with_capacity(from.len());
    let mut before = ' ';
    for (at, c) in from.char_indices() {
        out.push(c);
        let after = from.get(at + c.len_utf8()..).unwrap_or_default();
        let calls = |word: &&str| {
            after.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        if c == '@' && !after.starts_with(BREAK) && (before == '<' || CALLS.iter().any(calls)) {
            out.push(BREAK);
        }
        before = c;
    }
    out
}

/// Cuts to a width in columns and says so with `…`, which counts.
pub(super) fn cut(text: &str, width: usize) -> String {
    if text.chars().map(columns).sum::<usize>() <= width {
        return text.to_owned();
    }
    let mut room = width.saturating_sub(1);
    let mut out = String::new();
    for c in text.chars() {
        let Some(left) = room.checked_sub(columns(c)) else { break };
        room = left;
        out.push(c);
    }
    let kept = out.trim_end_matches(|c: char| c.is_whitespace() || is_joiner(c));
    format!("{kept}…")
}

/// How wide a character is, at most: the selector of the emoji form makes the letter before it wide.
fn columns(c: char) -> usize {
    if c == '\u{fe0f}' { 1 } else { c.width().unwrap_or(0) }
}

fn visible(from: &str) -> String {
    let mut out = String::with_capacity(from.len());
    let (mut before, mut marks) = (' ', 0);
    let mut chars = from.chars().peekable();
    while let Some(c) = chars.next() {
        let shown = match c {
            '\r' if chars.peek() == Some(&'\n') => continue,
            '\r' | '\n' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            _ if c.is_control() || is_hidden(c) => continue,
            _ if is_joiner(c) && !joins(before, chars.peek().copied()) => continue,
            _ => c,
        };
        marks = if shown.width() == Some(0) { marks + 1 } else { 0 };
        if marks <= MARKS_ON_A_LETTER {
            out.push(shown);
            before = shown;
        }
    }
    out
}

/// Invisible characters that text can do without: they hide words, turn their direction or fake blanks.
fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Zero-width joiner and non-joiner: parts of emoji and of words in some scripts.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

fn joins(before: char, after: Option<char>) -> bool {
    let can = |c: char| !c.is_ascii() && !is_joiner(c) && !c.is_whitespace();
    can(before) && after.is_some_and(|c| can(c) && !is_hidden(c) && c.width() > Some(0))
}

fn shape_lines(from: &str) -> String {
    let mut out = String::with_capacity(from.len());
    let mut empty = 0;
    for line in from.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        out.push_str(line);
        empty = 0;
    }
    out
}

fn is_special(c: char) -> bool {
    matches!(c, '\\' | '`' | '*' | '_' | '~' | '|' | '<' | '>' | '[' | ']' | '&')
}

/// How many octets of an address stand at the start, as far as nothing in it could begin a format.
fn address_length(from: &str) -> usize {
    if !(from.starts_with("https://") || from.starts_with("http://")) {
        return 0;
    }
    let mut before = ' ';
    let mut chars = from.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |(_, after)| *after);
        // Between two letters an underscore is only an underscore.
        let plain = c == '_' && before.is_alphanumeric() && after.is_alphanumeric();
        if !(c.is_alphanumeric() || plain || "-./:?&=%+,;#@".contains(c)) {
            return at;
        }
        before = c;
    }
    from.len()
}

#[cfg(test)]
pub(super) mod tests;
