//! Rust text as words and marks: as much of the grammar as finding names needs.
//!
//! Comments, doc comments, lifetimes and character literals are left out. It never fails: what it does not know
//! is a mark.

#![expect(clippy::string_slice, reason = "every place comes from `char_indices`")]

use std::{iter::Peekable, str::CharIndices};

/// A word, a mark or a string, with its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// What it is.
    pub(super) kind: Kind<'a>,
    /// The line it begins on, from one.
    pub(super) line: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// An identifier or a keyword, without `r#`.
    Word(&'a str),
    /// What stands between the quotes of a string.
    Text(&'a str),
    /// `::`
    Path,
    /// Any other mark.
    Mark(char),
}

impl<'a> Token<'a> {
    /// The word, where it is one.
    pub(super) fn word(self) -> Option<&'a str> {
        match self.kind {
            Kind::Word(word) => Some(word),
            Kind::Text(_) | Kind::Path | Kind::Mark(_) => None,
        }
    }

    /// Whether it is this mark.
    pub(super) fn is(self, mark: char) -> bool {
        self.kind == Kind::Mark(mark)
    }
}

/// Takes a file apart.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer { text, chars: text.char_indices().peekable(), line: 1 };
    let mut out = Vec::new();
    while let Some((at, c)) = lexer.next() {
        let line = lexer.line;
        if let Some(kind) = lexer.token(at, c) {
            out.push(Token { kind, line });
        }
    }
    out
}

struct Lexer<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    line: usize,
}

impl<'a> Lexer<'a> {
    fn token(&mut self, at: usize, c: char) -> Option<Kind<'a>> {
        let rest = &self.text[at..];
        if rest.starts_with("//") {
            self.skip_while(|c| c != '\n');
            return None;
        }
        if rest.starts_with("/*") {
            self.block_comment();
            return None;
        }
        if let Some(hashes) = raw_string(rest) {
            return Some(self.raw_text(hashes));
        }
        match c {
            '"' => Some(self.text()),
            '\'' => {
                self.quote();
                None
            }
            ':' if self.next_if(':') => Some(Kind::Path),
            'r' if rest.starts_with("r#") => {
                self.next();
                Some(self.word(at + 2))
            }
            'b' | 'c' if rest[1..].starts_with(['"', '\'']) => None,
            _ if is_word(c) => Some(self.word(at)),
            _ if c.is_whitespace() => None,
            _ => Some(Kind::Mark(c)),
        }
    }

    fn next(&mut self) -> Option<(usize, char)> {
        let next = self.chars.next();
        // The line of a token is the one it begins on, so a break counts when it is passed.
        self.line += usize::from(next.is_some_and(|(_, c)| c == '\n'));
        next
    }

    fn next_if(&mut self, expected: char) -> bool {
        let found = self.chars.peek().is_some_and(|(_, c)| *c == expected);
        if found {
            self.next();
        }
        found
    }

    fn skip_while(&mut self, more: impl Fn(char) -> bool) {
        while self.chars.peek().is_some_and(|(_, c)| more(*c)) {
            self.next();
        }
    }

    fn position(&mut self) -> usize {
        self.chars.peek().map_or(self.text.len(), |(at, _)| *at)
    }

    fn word(&mut self, start: usize) -> Kind<'a> {
        self.skip_while(is_word);
        Kind::Word(&self.text[start..self.position()])
    }

    fn text(&mut self) -> Kind<'a> {
        let start = self.position();
        while let Some((at, c)) = self.next() {
            match c {
                '"' => return Kind::Text(&self.text[start..at]),
                '\\' => _ = self.next(),
                _ => {}
            }
        }
        Kind::Text(&self.text[start..])
    }

    fn raw_text(&mut self, hashes: usize) -> Kind<'a> {
        while self.next().is_some_and(|(_, c)| c != '"') {}
        let start = self.position();
        let end = format!("\"{}", "#".repeat(hashes));
        let len = self.text[start..].find(&end).unwrap_or(self.text.len() - start);
        while self.position() < (start + len + end.len()).min(self.text.len()) {
            self.next();
        }
        Kind::Text(&self.text[start..start + len])
    }

    fn block_comment(&mut self) {
        let mut depth = 1;
        self.next();
        while let (true, Some((_, c))) = (depth > 0, self.next()) {
            match c {
                '*' if self.next_if('/') => depth -= 1,
                '/' if self.next_if('*') => depth += 1,
                _ => {}
            }
        }
    }

    /// A character literal to its end, or the name of a lifetime.
    fn quote(&mut self) {
        let start = self.position();
        let mut ahead = self.text[start..].chars();
        match (ahead.next(), ahead.next()) {
            (Some('\\'), _) => {
                self.next();
                self.next();
                self.skip_while(|c| c != '\'');
                self.next();
            }
            (Some(_), Some('\'')) => {
                self.next();
                self.next();
            }
            _ => self.skip_while(is_word),
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// How many `#` a raw string that begins here has.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix(['b', 'c']).unwrap_or(rest).strip_prefix('r')?;
    let text = after.trim_start_matches('#');
    text.starts_with('"').then(|| after.len() - text.len())
}

#[test]
fn comments_literals_and_lifetimes_hide_nothing() {
    let text = r##"
        /// crate::a
        /* crate::b /* crate::c */ crate::d */ one // crate::e
        fn f<'a>(x: &'a str, c: char) -> bool { c == '"' || c == '\'' || c == '\u{1F600}' } two
        let s = "crate::f \" crate::g"; let r = r#"a " crate::h"#; let b = b'"'; let r#type = br"\";
        three
    "##;
    let words: Vec<_> = tokens(text).into_iter().filter_map(Token::word).collect();
    assert!(!words.contains(&"crate"), "{words:?}");
    for word in ["one", "two", "type", "three"] {
        assert!(words.contains(&word), "{word} in {words:?}");
    }
    let last = tokens(text).pop().unwrap();
    assert_eq!((last.kind, last.line), (Kind::Word("three"), 6));
}

#[test]
fn an_open_end_ends() {
    for text in ["\"open", "r#\"open\"", "/* open", "'", "b'", "'\\", "r#"] {
        tokens(text);
    }
}
