//! Calendar user addresses.

use std::{fmt, hash};

/// A calendar user's address: a URI (RFC 5545 §3.3.3), most often `mailto:`.
///
/// Kept as it was written; compared as the same address when it names the same one: the scheme in any case,
/// `%40` as `@`, and a mail address in any case throughout, because no one in the field tells them apart.
#[derive(Debug, Clone)]
pub struct CalAddress {
    written: String,
    key: String,
}

impl CalAddress {
    /// Takes an address as written.
    pub fn new(written: impl Into<String>) -> Self {
        let written = written.into();
        let key = key(&written);
        Self { written, key }
    }

    /// The address as it was written.
    pub fn as_str(&self) -> &str {
        &self.written
    }

    /// The form by which addresses are compared and stored in an index.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The mail address, where it is one.
    pub fn mail(&self) -> Option<&str> {
        self.key.strip_prefix("mailto:")
    }
}

fn key(written: &str) -> String {
    let trimmed = written.trim();
    let Some((scheme, rest)) = trimmed.split_once(':') else {
        // Some clients write the bare mail address.
        return if trimmed.contains('@') {
            format!("mailto:{}", decode(trimmed).to_lowercase())
        } else {
            trimmed.to_owned()
        };
    };
    if is_key(scheme, rest) {
        return trimmed.to_owned();
    }
    let scheme = scheme.to_ascii_lowercase();
    if scheme == "mailto" {
        format!("mailto:{}", decode(rest.trim()).to_lowercase())
    } else {
        format!("{scheme}:{rest}")
    }
}

/// Whether an address is written as its key already, as nearly all are.
fn is_key(scheme: &str, rest: &str) -> bool {
    let plain =
        |octet: u8| !matches!(octet, b'A'..=b'Z' | b'%' | 0x80..) && !octet.is_ascii_whitespace();
    match scheme {
        "mailto" => rest.bytes().all(plain),
        _ => !scheme.bytes().any(|octet| octet.is_ascii_uppercase()) && scheme.is_ascii(),
    }
}

/// Undoes percent-encoding; an incomplete or non-UTF-8 escape stays as it is.
fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(h, l)| h << 4 | l),
            _ => None,
        };
        if let Some(byte) = escaped {
            out.push(byte);
            rest = rest.get(3..).unwrap_or_default();
        } else {
            out.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

impl PartialEq for CalAddress {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for CalAddress {}

impl hash::Hash for CalAddress {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.key.hash(state);
    }
}

impl PartialOrd for CalAddress {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for CalAddress {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

impl fmt::Display for CalAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.written)
    }
}

#[cfg(test)]
mod tests {
    use super::CalAddress;

    #[test]
    fn the_same_mailbox_in_every_spelling() {
        let plain = CalAddress::new("mailto:ana@example.com");
        for spelling in ["MAILTO:Ana@Example.com", "mailto:ana%40example.com", "ana@example.com"] {
            assert_eq!(CalAddress::new(spelling), plain, "{spelling}");
        }
        assert_eq!(CalAddress::new(" mailto: ana@example.com "), plain);
        assert_ne!(CalAddress::new("mailto:ana@example.org"), plain);
        assert_eq!(
            CalAddress::new("mailto:yıldız@example.com"),
            CalAddress::new("MAILTO:Yıldız@example.com")
        );
        assert_eq!(CalAddress::new("MATRIX:u/Ana:x"), CalAddress::new("matrix:u/Ana:x"));
        assert_ne!(CalAddress::new("matrix:u/ana:x"), CalAddress::new("matrix:u/Ana:x"));
    }

    #[test]
    fn broken_escapes_stay() {
        assert_eq!(CalAddress::new("mailto:a%4").key(), "mailto:a%4");
        assert_eq!(CalAddress::new("mailto:a%ff").key(), "mailto:a%ff");
    }
}
