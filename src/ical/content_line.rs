//! One content line (RFC 5545 §3.1): unfolding, and its split into name, parameters and raw value.

use std::borrow::Cow;

use compact_str::CompactString;
use memchr::{memchr, memchr_iter, memchr2, memchr3};
use smallvec::smallvec;

use super::{Limits, Parameter, Property, Refused};

/// A content line without its folds and its line end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// The number of its first line in the text, from 1.
    pub(super) number: usize,
    /// Its octets: a fold may have stood inside a character, so they are text only now.
    pub(super) octets: &'a [u8],
}

/// Gives the content lines of a text, one after the other.
#[derive(Debug)]
pub(super) struct Unfolded<'a> {
    rest: &'a [u8],
    /// The number of the line that `rest` begins with.
    number: usize,
    /// What ends a line: LF, with or without CR, or CR in a text that has no LF at all.
    line_end: u8,
    /// Joins a folded line; kept for the next one.
    joined: Vec<u8>,
    limit: usize,
}

impl<'a> Unfolded<'a> {
    /// Begins at the start of a text. A byte order mark is left out.
    pub(super) fn new(text: &'a [u8], limits: &Limits) -> Self {
        let rest = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
        let line_end = if memchr(b'\n', rest).is_none() { b'\r' } else { b'\n' };
        Self { rest, number: 1, line_end, joined: Vec::new(), limit: limits.line_octets }
    }

    /// The next content line; blank ones too.
    pub(super) fn next_line(&mut self) -> Result<Option<Line<'_>>, Refused> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        let number = self.number;
        let first = self.take_line();
        if !self.continues() {
            self.check(first.len(), number)?;
            return Ok(Some(Line { number, octets: first }));
        }
        self.joined.clear();
        self.joined.extend_from_slice(first);
        while self.continues() {
            let more = self.take_line().get(1..).unwrap_or_default();
            self.joined.extend_from_slice(more);
            self.check(self.joined.len(), number)?;
        }
        Ok(Some(Line { number, octets: &self.joined }))
    }

    /// Whether the next line of the text belongs to the one before.
    fn continues(&self) -> bool {
        matches!(self.rest, [b' ' | b'\t', ..])
    }

    fn take_line(&mut self) -> &'a [u8] {
        let end = memchr(self.line_end, self.rest).unwrap_or(self.rest.len());
        let (mut line, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, &[]));
        self.rest = rest.get(1..).unwrap_or_default();
        self.number += 1;
        while let [head @ .., b'\r'] = line {
            line = head;
        }
        line
    }

    fn check(&self, length: usize, line: usize) -> Result<(), Refused> {
        if length > self.limit {
            return Err(Refused::LineOctets { limit: self.limit, line });
        }
        Ok(())
    }
}

/// What had to be put right in a content line, or why it cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flaw {
    /// The rule's name.
    pub(super) rule: &'static str,
    /// What is wrong.
    pub(super) text: &'static str,
}

const fn flaw(rule: &'static str, text: &'static str) -> Flaw {
    Flaw { rule, text }
}

const NOT_UTF_8: Flaw = flaw("not-utf-8", "the line is not UTF-8 and was read as Windows-1252");
const CONTROL: Flaw = flaw("control-character", "control characters were left out");
const NO_COLON: Flaw = flaw("no-colon", "the line has no colon and was left out");
const NO_NAME: Flaw = flaw("no-name", "the line has no name and was left out");
const BAD_NAME: Flaw =
    flaw("bad-name", "a name may only have letters, digits and hyphens; others became hyphens");
const NO_EQUALS: Flaw = flaw("no-parameter-value", "a parameter has no value");
const OPEN_QUOTE: Flaw = flaw("open-quote", "a quoted parameter value has no closing quote");
const AFTER_QUOTE: Flaw = flaw("text-after-quote", "text stands behind a closing quote");
const BARE_COMMA: Flaw =
    flaw("unquoted-comma", "a comma in a parameter with one value must be quoted");

const BARE_COLON: Flaw =
    flaw("unquoted-colon", "a colon in the name of a time zone must be quoted");

/// The text of a line's octets, without control characters.
pub(super) fn decode<'a>(octets: &'a [u8], flaws: &mut Vec<Flaw>) -> Cow<'a, str> {
    let text = if let Ok(text) = std::str::from_utf8(octets) {
        Cow::Borrowed(text)
    } else {
        flaws.push(NOT_UTF_8);
        Cow::Owned(octets.iter().map(|octet| windows_1252(*octet)).collect())
    };
    if !has_control(&text) {
        return text;
    }
    flaws.push(CONTROL);
    Cow::Owned(text.chars().filter(|c| !is_control(*c)).collect())
}

/// Whether a text has a control character that no content line may hold.
pub(super) fn has_control(text: &str) -> bool {
    // Without a branch in the loop it runs over many octets at a time.
    text.bytes().fold(0, |found, b| found | u8::from(b < b' ' && b != b'\t' || b == 0x7f)) != 0
}

/// Whether a character is CONTROL of RFC 5545 §3.1.
pub(super) const fn is_control(c: char) -> bool {
    c.is_ascii_control() && c != '\t'
}

fn windows_1252(octet: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    match octet {
        0x80..=0x9f => HIGH.get(usize::from(octet - 0x80)).copied().unwrap_or_default(),
        _ => char::from(octet),
    }
}

/// Reads a content line. `None` where it cannot be read: the last flaw says why.
pub(super) fn read(line: &str, flaws: &mut Vec<Flaw>) -> Option<Property> {
    if memchr(b':', line.as_bytes()).is_none() {
        flaws.push(NO_COLON);
        return None;
    }
    let (name, mut rest) = take_name(line, flaws);
    if name.is_empty() {
        flaws.push(NO_NAME);
        return None;
    }
    let mut parameters = Vec::new();
    while let Some(tail) = rest.strip_prefix(';') {
        if parameters.is_empty() {
            parameters.reserve(6);
        }
        rest = parameter(tail, &mut parameters, flaws);
    }
    let Some(value) = rest.strip_prefix(':') else {
        flaws.push(NO_COLON);
        return None;
    };
    Some(Property { name, parameters, value: value.to_owned() })
}

/// Takes a name in capitals from the start of a text, and what follows it: `:`, `;`, `=` or nothing.
fn take_name<'a>(text: &'a str, flaws: &mut Vec<Flaw>) -> (CompactString, &'a str) {
    let octets = text.as_bytes();
    let end = octets.iter().position(|b| !is_capital(*b)).unwrap_or(octets.len());
    let (written, rest) = split(text, end);
    if matches!(rest.as_bytes(), [] | [b':' | b';' | b'=', ..]) {
        return (CompactString::new(written), rest);
    }
    let end = memchr3(b':', b';', b'=', octets).unwrap_or(octets.len());
    let (written, rest) = split(text, end);
    (name(written, flaws), rest)
}

/// Reads a parameter into `out` and returns what follows: `;`, `:` or nothing.
fn parameter<'a>(text: &'a str, out: &mut Vec<Parameter>, flaws: &mut Vec<Flaw>) -> &'a str {
    let (name, rest) = take_name(text, flaws);
    let Some(rest) = rest.strip_prefix('=') else {
        // `;RSVP:` happens; an empty `;` says nothing.
        flaws.push(NO_EQUALS);
        if !name.is_empty() {
            out.push(Parameter { name, values: smallvec![CompactString::default()] });
        }
        return rest;
    };
    let (value, mut rest) = parameter_value(rest, &name, flaws);
    let mut values = smallvec![value];
    while let Some(tail) = rest.strip_prefix(',') {
        let (value, tail) = parameter_value(tail, &name, flaws);
        values.push(value);
        rest = tail;
    }
    if name.is_empty() {
        flaws.push(NO_NAME);
    } else {
        out.push(Parameter { name, values });
    }
    rest
}

/// Parameters that have one value, so that a comma in them was meant as text: `CN=Doe, Jane`.
const SINGLE: [&str; 17] = [
    "CN", "PARTSTAT", "ROLE", "RSVP", "CUTYPE", "TZID", "VALUE", "EMAIL", "SENT-BY", "LANGUAGE",
    "ALTREP", "DIR", "FMTTYPE", "LABEL", "RELTYPE", "ENCODING", "RANGE",
];

/// Reads one value of the parameter of a name, and returns it with what follows it.
fn parameter_value<'a>(
    text: &'a str,
    name: &str,
    flaws: &mut Vec<Flaw>,
) -> (CompactString, &'a str) {
    if let Some(quoted) = text.strip_prefix('"') {
        if let Some(end) = memchr(b'"', quoted.as_bytes()) {
            let (value, rest) = split(quoted, end);
            let rest = rest.strip_prefix('"').unwrap_or_default();
            if matches!(rest.as_bytes(), [] | [b';' | b':' | b',', ..]) {
                return (decode_value(value), rest);
            }
            flaws.push(AFTER_QUOTE);
            let (more, rest) = split(rest, end_of_bare(rest, name, flaws));
            return (decode_value(value) + &decode_value(more), rest);
        }
        flaws.push(OPEN_QUOTE);
    }
    let (value, rest) = split(text, end_of_bare(text, name, flaws));
    (decode_value(value), rest)
}

/// Where a value without quotes ends.
fn end_of_bare(text: &str, name: &str, flaws: &mut Vec<Flaw>) -> usize {
    let octets = text.as_bytes();
    let end = memchr3(b';', b':', b',', octets).unwrap_or(octets.len());
    let end = if octets.get(end) == Some(&b',') && SINGLE.contains(&name) {
        flaws.push(BARE_COMMA);
        memchr2(b';', b':', octets).unwrap_or(octets.len())
    } else {
        end
    };
    if name != "TZID" {
        return end;
    }
    let whole = end_of_zone(octets, end);
    if whole != end {
        flaws.push(BARE_COLON);
    }
    whole
}

/// Where the name of a zone ends that may hold a colon, as Outlook's do: "(UTC+01:00) Berlin". What follows the name is
/// a time, which begins with its date.
fn end_of_zone(octets: &[u8], first: usize) -> usize {
    /// No zone's name is longer; without a bound a line could ask to be searched again and again.
    const LONGEST: usize = 128;
    let begins_date = |at: usize| {
        let date = octets.get(at + 1..).and_then(|rest| rest.get(..8));
        date.is_some_and(|date| date.iter().all(u8::is_ascii_digit))
    };
    if octets.get(first) != Some(&b':') || begins_date(first) {
        return first;
    }
    let near = octets.get(..octets.len().min(first + LONGEST)).unwrap_or_default();
    let Some(value) = memchr_iter(b':', near).find(|at| *at > first && begins_date(*at)) else {
        return first;
    };
    // Other parameters may stand between the name and the time.
    let between = near.get(first..value).and_then(|text| memchr(b';', text));
    between.map_or(value, |at| first + at)
}

/// Undoes RFC 6868's escapes.
fn decode_value(text: &str) -> CompactString {
    if memchr(b'^', text.as_bytes()).is_none() {
        return CompactString::new(text);
    }
    let mut out = CompactString::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        let mut ahead = chars.clone();
        let decoded = match (c, ahead.next()) {
            ('^', Some('n')) => '\n',
            ('^', Some('^')) => '^',
            ('^', Some('\'')) => '"',
            _ => {
                // A caret before anything else is itself (RFC 6868 §3.1).
                out.push(c);
                continue;
            }
        };
        out.push(decoded);
        chars = ahead;
    }
    out
}

/// A name in capitals, of letters, digits and hyphens only.
pub(super) fn name(written: &str, flaws: &mut Vec<Flaw>) -> CompactString {
    if written.bytes().all(is_capital) {
        return CompactString::new(written);
    }
    let trimmed = written.trim();
    if trimmed.chars().any(|c| !c.eq_ignore_ascii_case(&name_char(c))) {
        flaws.push(BAD_NAME);
    }
    trimmed.chars().map(name_char).collect()
}

/// What stands for a character in a name: only letters, digits and hyphens may (RFC 5545 §3.1, iana-token).
pub(super) const fn name_char(c: char) -> char {
    if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '-' }
}

/// Whether an octet may stand in a name in capitals.
pub(super) const fn is_capital(octet: u8) -> bool {
    matches!(octet, b'A'..=b'Z' | b'-' | b'0'..=b'9')
}

fn split(text: &str, at: usize) -> (&str, &str) {
    text.split_at_checked(at).unwrap_or((text, ""))
}
