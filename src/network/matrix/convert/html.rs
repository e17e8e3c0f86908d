//! The HTML that people's programs send, read for what it shows and whom it links to. Pure; nothing of it is kept.
//!
//! Only as much of HTML is understood as programs write into a `formatted_body`; whatever else comes is text.

use std::ops::Range;

use matrix_sdk::ruma::OwnedUserId;

use super::link::user_of;

/// What an HTML shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// Its text.
    pub(super) text: String,
    /// The links to people, in order.
    pub(super) links: Vec<Link>,
}

/// A link to somebody.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Link {
    /// Who it is.
    pub(super) user: OwnedUserId,
    /// Where it stands in the text.
    pub(super) at: Range<usize>,
}

/// Reads an HTML, without the message that it quotes.
pub(super) fn shown(html: &str) -> Shown {
    let mut shown = Shown::default();
    let mut open = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        unescape(text, &mut shown.text);
        let Some((tag, after)) = tag(from) else {
            shown.text.push('<');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        match name(tag).to_ascii_lowercase().as_str() {
            "mx-reply" => rest = after_quote(rest),
            "a" => {
                close(&mut shown, &mut open);
                open =
                    href(tag).and_then(|href| user_of(&href)).map(|user| (user, shown.text.len()));
            }
            "/a" => close(&mut shown, &mut open),
            "br" | "br/" | "p" | "/p" | "div" | "/div" | "li" | "/li" | "blockquote" => {
                shown.text.push('\n');
            }
            _ => {}
        }
    }
    unescape(rest, &mut shown.text);
    close(&mut shown, &mut open);
    shown
}

fn close(shown: &mut Shown, open: &mut Option<(OwnedUserId, usize)>) {
    if let Some((user, from)) = open.take() {
        shown.links.push(Link { user, at: from..shown.text.len() });
    }
}

/// The tag that a text begins with, without its brackets, and what comes after it.
fn tag(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    if let Some(comment) = inner.strip_prefix("!--") {
        return Some(comment.split_once("-->").unwrap_or((comment, "")));
    }
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let mut quote = None;
    for (at, c) in inner.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return Some((inner.get(..at)?, inner.get(at + 1..)?)),
            _ => {}
        }
    }
    // A tag that never ends hides what follows, as it does for those who read it.
    Some((inner, ""))
}

fn name(tag: &str) -> &str {
    tag.split(|c: char| c.is_ascii_whitespace()).next().unwrap_or_default()
}

/// The address of a link.
fn href(tag: &str) -> Option<String> {
    let mut rest = tag.get(name(tag).len()..)?;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let end = rest.find(|c: char| c.is_ascii_whitespace() || c == '=').unwrap_or(rest.len());
        let (key, after) = rest.split_at(end);
        let (value, after) = value(after);
        if key.eq_ignore_ascii_case("href") {
            let mut plain = String::new();
            unescape(value, &mut plain);
            return Some(plain);
        }
        if after.len() >= rest.len() || after.is_empty() {
            return None;
        }
        rest = after;
    }
}

/// The value of an attribute, in quotes or not, and what comes after it.
fn value(text: &str) -> (&str, &str) {
    let Some(text) = text.trim_ascii_start().strip_prefix('=') else { return ("", text) };
    let text = text.trim_ascii_start();
    for quote in ['"', '\''] {
        if let Some(quoted) = text.strip_prefix(quote) {
            return quoted.split_once(quote).unwrap_or((quoted, ""));
        }
    }
    text.split_at(text.find(|c: char| c.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// What comes after the quotation of the message that is answered.
fn after_quote(text: &str) -> &str {
    text.split_once("</mx-reply>").map_or("", |(_, after)| after)
}

/// Writes a text with its character references replaced.
fn unescape(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if let Some((c, after)) = reference(from) {
            out.push(c);
            rest = after;
        } else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
        }
    }
    out.push_str(rest);
}

/// The character reference that a text begins with, and what comes after it.
fn reference(text: &str) -> Option<(char, &str)> {
    /// The longest that is known: `&#x10ffff;`.
    const LONGEST: usize = 10;
    let end = text.bytes().take(LONGEST).position(|octet| octet == b';')?;
    let (name, after) = (text.get(1..end)?, text.get(end + 1..)?);
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        _ => {
            let digits = name.strip_prefix('#')?;
            let code = match digits.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => digits.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((c, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(html: &str) -> Vec<(String, String)> {
        let shown = shown(html);
        let text = |link: &Link| shown.text.get(link.at.clone()).unwrap().to_owned();
        shown.links.iter().map(|link| (text(link), link.user.to_string())).collect()
    }

    #[test]
    fn links_to_people_are_found_however_they_are_written() {
        let ana = |text: &str| vec![(text.to_owned(), "@ana:x.org".to_owned())];
        for (html, expected) in [
            (r#"<a href="https://matrix.to/#/@ana:x.org">Ana</a>: hi"#, ana("Ana")),
            (r"<A title=x HREF='matrix:u/ana:x.org'><b>A</b>na</A>", ana("Ana")),
            (r"<a href=https://matrix.to/#/%40ana%3Ax.org>A &amp; B</a>", ana("A & B")),
            (r#"<a data-x="a>b" href = "https://matrix.to/#/@ana:x.org">Ana"#, ana("Ana")),
            (r#"<a href="https://matrix.to/#/@ana:x.org"><img alt="x"/></a>"#, ana("")),
            (r#"<a href="https://matrix.to/#/#room:x.org">room</a>"#, vec![]),
            (r#"<a href="https://example.org/@ana:x.org">Ana</a>"#, vec![]),
            (r"<a>Ana</a> <a href>Ana</a> <a / href=", vec![]),
            (r#"<!-- <a href="matrix:u/ana:x.org">Ana</a> -->"#, vec![]),
            (r#"<!-- <a href="matrix:u/ana:x.org">Ana</a>"#, vec![]),
        ] {
            assert_eq!(links(html), expected, "{html}");
        }
    }

    #[test]
    fn the_quoted_message_is_left_out() {
        let html =
            r#"<mx-reply><a href="matrix:u/bo:x">Bo</a> said</mx-reply>yes 1 < 2 &lt; &#x33;"#;
        assert_eq!(shown(html), Shown { text: "yes 1 < 2 < 3".to_owned(), links: vec![] });
    }

    #[test]
    fn what_is_not_html_is_text() {
        for text in ["a < b", "&", "&;", "&#xd800;", "&ouml;", "<", "é<é"] {
            assert_eq!(shown(text).text, text);
        }
    }
}
