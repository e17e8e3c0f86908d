//! The escapes of TEXT (RFC 5545 §3.3.11).

use icalendar::parser::ParseString;
use memchr::memchr3_iter;

/// Whether a TEXT is one value or a list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    One,
    List,
}

/// Escapes a text. Line breaks of every kind become `\n`; other control characters, which no content line may hold,
/// are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push_str("\\n");
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Undoes the escapes; a backslash that escapes nothing stays.
pub(super) fn unescape(value: &str) -> String {
    ParseString::from(value).unescape_text().to_string()
}

/// The shape of the properties that people write words into. Their values are put right on reading; identifiers are
/// not, because others compare them octet by octet.
pub(super) fn words(property: &str) -> Option<Shape> {
    match property {
        "SUMMARY" | "DESCRIPTION" | "LOCATION" | "COMMENT" | "CONTACT" => Some(Shape::One),
        "CATEGORIES" | "RESOURCES" => Some(Shape::List),
        _ => None,
    }
}

/// What a value has that must be escaped.
pub(super) fn fault(value: &str, shape: Shape) -> Option<&'static str> {
    let octets = value.as_bytes();
    let mut escaped = None;
    for at in memchr3_iter(b'\\', b';', b',', octets) {
        if escaped == Some(at) {
            continue;
        }
        match octets.get(at) {
            Some(b'\\') => match octets.get(at + 1) {
                Some(b'\\' | b';' | b',' | b'n' | b'N') => escaped = Some(at + 1),
                Some(_) => return Some("a backslash that escapes nothing"),
                None => return Some("a backslash at its end"),
            },
            Some(b';') => return Some("a semicolon without a backslash"),
            _ if shape == Shape::One => return Some("a comma without a backslash"),
            _ => {}
        }
    }
    None
}

/// The value with escapes where they are missing; it unescapes to the same text.
pub(super) fn mend(value: &str, shape: Shape) -> String {
    let mut out = String::with_capacity(value.len() + 8);
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let next = chars.clone().next();
        match (c, next) {
            ('\\', Some(escaped @ ('\\' | ';' | ',' | 'n' | 'N'))) => {
                out.extend([c, escaped]);
                chars.next();
            }
            // Some escape the colon, which stands for itself.
            ('\\', Some(':')) => {}
            ('\\' | ';', _) => out.extend(['\\', c]),
            (',', _) if shape == Shape::One => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_must_be_escaped_is_found_and_mended() {
        for (value, shape, mended) in [
            ("a, b; c", Shape::One, "a\\, b\\; c"),
            ("a,b;c", Shape::List, "a,b\\;c"),
            ("C:\\temp\\new", Shape::One, "C:\\\\temp\\new"),
            ("https\\://example.com", Shape::One, "https://example.com"),
            ("end\\", Shape::One, "end\\\\"),
            ("\\é", Shape::One, "\\\\é"),
        ] {
            assert!(fault(value, shape).is_some(), "{value}");
            assert_eq!(mend(value, shape), mended);
        }
        for value in ["", "a\\, b\\; c\\\\", "\\n\\N", "\\\\n"] {
            assert_eq!(fault(value, Shape::One), None, "{value}");
            assert_eq!(mend(value, Shape::One), value);
        }
    }

    proptest! {
        #[test]
        fn a_mended_value_says_the_same(value in "[a\\\\;,:nN é]{0,20}") {
            for shape in [Shape::One, Shape::List] {
                let mended = mend(&value, shape);
                prop_assert_eq!(fault(&mended, shape), None);
                prop_assert_eq!(unescape(&mended), unescape(&value));
            }
            let mended = mend(&value, Shape::List);
            prop_assert_eq!(fault(&value, Shape::List).is_none(), mended == value);
        }

        #[test]
        fn escaping_is_undone(text in "[ -~é\n]{0,40}") {
            prop_assert_eq!(fault(&escape(&text), Shape::One), None);
            prop_assert_eq!(unescape(&escape(&text)), text);
        }
    }
}
