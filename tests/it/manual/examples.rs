//! Examples of the line protocols, run.
//!
//! A fenced block of the manual that is called `console-json`, `itip-serve` or `when` has lines in (`> …`) and lines out
//! (`< …`). The lines in are given to a program of its own for each block, and the lines out are what it answers,
//! with long texts cut short. Ids that differ from run to run are called `ID-1`, `ID-2` and so on, by when they are
//! first seen; in a line in they stand for what they stood for then. Flags can stand behind `when`.

use std::{
    fmt::Write as _,
    io::{BufRead, BufReader, Lines, Write as _},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

/// A line protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protocol {
    /// `convene console --json`
    Console,
    /// `convene itip serve`
    Itip,
    /// `convene when --lines`
    When,
}

/// What sentences are read against where a block does not say so.
const AGAINST: [[&str; 2]; 3] =
    [["--now", "2026-12-01T10:00:00+01:00"], ["--zone", "Europe/Berlin"], ["--locale", "en-GB"]];

impl Protocol {
    pub(super) const ALL: [Self; 3] = [Self::Console, Self::Itip, Self::When];

    /// How a block of it begins.
    pub(super) const fn fence(self) -> &'static str {
        match self {
            Self::Console => "```console-json",
            Self::Itip => "```itip-serve",
            Self::When => "```when",
        }
    }

    /// The flags in the first line of a block of it; nothing for any other line.
    fn flags(self, line: &str) -> Option<Vec<&str>> {
        let flags = line.strip_prefix(self.fence())?;
        let own = flags.is_empty() || (self == Self::When && flags.starts_with(' '));
        own.then(|| flags.split_whitespace().collect())
    }

    fn arguments<'a>(self, flags: &[&'a str]) -> Vec<&'a str> {
        match self {
            Self::Console => vec!["console", "--json"],
            Self::Itip => vec!["itip", "serve"],
            Self::When => {
                let mut all = vec!["when", "--lines"];
                all.extend(AGAINST.iter().filter(|[name, _]| !flags.contains(name)).flatten());
                all.extend(flags);
                all
            }
        }
    }

    /// Whether a line out is the last one that a line in causes.
    fn is_last(self, line: &str) -> bool {
        match self {
            Self::Console => line == "{\"event\":\"idle\"}",
            Self::Itip | Self::When => true,
        }
    }
}

/// What answers lines.
pub(super) trait Answers {
    /// All that a line in causes.
    fn answers(&mut self, line: &str) -> Vec<String>;
}

/// The program itself, speaking a protocol.
#[derive(Debug)]
pub(super) struct Program {
    protocol: Protocol,
    child: Child,
    input: Option<ChildStdin>,
    output: Lines<BufReader<ChildStdout>>,
}

impl Program {
    pub(super) fn start(protocol: Protocol, flags: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_convene"))
            .args(protocol.arguments(flags))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { protocol, child, input, output }
    }
}

impl Answers for Program {
    fn answers(&mut self, line: &str) -> Vec<String> {
        writeln!(self.input.as_mut().unwrap(), "{line}").unwrap();
        let mut out = Vec::new();
        loop {
            out.push(self.output.next().expect("the program ended").unwrap());
            if out.last().is_some_and(|line| self.protocol.is_last(line)) {
                return out;
            }
        }
    }
}

impl Drop for Program {
    /// Its input ends, so the program does too; that it ends well is part of the protocol.
    fn drop(&mut self) {
        drop(self.input.take());
        let status = self.child.wait();
        if !std::thread::panicking() {
            assert!(status.unwrap().success(), "the program did not end well");
        }
    }
}

/// The text with every block answered anew by a program of its own.
pub(super) fn answered<A: Answers>(text: &str, start: impl Fn(Protocol, &[&str]) -> A) -> String {
    let mut out = String::new();
    let mut block: Option<(A, Ids)> = None;
    for line in text.lines() {
        match &mut block {
            None => {
                block = Protocol::ALL.into_iter().find_map(|protocol| {
                    let flags = protocol.flags(line)?;
                    Some((start(protocol, &flags), Ids::default()))
                });
                push(&mut out, line);
            }
            Some(_) if line == "```" => {
                block = None;
                push(&mut out, line);
            }
            Some((program, ids)) => {
                let Some(asked) = line.strip_prefix("> ") else { continue };
                push(&mut out, line);
                for answer in program.answers(&ids.real(asked)) {
                    push(&mut out, &format!("< {}", shortened(&ids.named(&answer))));
                }
            }
        }
    }
    assert!(block.is_none(), "a block has no end");
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

/// The ids of a block that differ from run to run, in the order they were seen.
#[derive(Debug, Default)]
struct Ids(Vec<String>);

impl Ids {
    /// The line with a name in the place of each id.
    fn named(&mut self, line: &str) -> String {
        let mut out = String::new();
        for (word, id) in words(line) {
            if id {
                let known = self.0.iter().position(|known| known == word);
                let number = known.unwrap_or_else(|| {
                    self.0.push(word.to_owned());
                    self.0.len() - 1
                });
                write!(out, "ID-{}", number + 1).unwrap();
            } else {
                out += word;
            }
        }
        out
    }

    /// The line with each id in the place of its name.
    fn real(&self, line: &str) -> String {
        let mut out = line.to_owned();
        // From the back, since `ID-1` begins `ID-10` too.
        for (number, id) in self.0.iter().enumerate().rev() {
            out = out.replace(&format!("ID-{}", number + 1), id);
        }
        out
    }
}

/// The line in pieces, each with whether it is a UUID, with its hyphens or without.
fn words(line: &str) -> Vec<(&str, bool)> {
    let within = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut out = Vec::new();
    let mut rest = line;
    while !rest.is_empty() {
        let length = rest.find(|c| !within(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        let digits = word.chars().filter(char::is_ascii_hexdigit).count();
        if !word.is_empty() {
            out.push((word, digits == 32 && matches!(word.len(), 32 | 36)));
        }
        let gap = after.find(within).unwrap_or(after.len());
        let (between, next) = after.split_at(gap);
        out.push((between, false));
        rest = next;
    }
    out
}

/// The line with long texts cut short. It stays one line, but is no JSON any more where it was cut.
fn shortened(line: &str) -> String {
    const LONG: usize = 100;
    const SHORT: usize = 60;
    let mut out = String::new();
    for (place, piece) in pieces(line).into_iter().enumerate() {
        let text = place % 2 == 1;
        if text && piece.chars().count() > LONG {
            let cut: String = piece.chars().take(SHORT).collect();
            // An escape is kept whole or not at all.
            let open = cut.chars().rev().take_while(|c| *c == '\\').count() % 2;
            out += cut.get(..cut.len() - open).unwrap();
            out.push('…');
        } else {
            out += piece;
        }
    }
    out
}

/// The line in turn outside of a JSON text, with its quotes, and inside of it.
fn pieces(line: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let (mut start, mut inside, mut escaped) = (0, false, false);
    for (at, c) in line.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == '"' {
            let end = if inside { at } else { at + 1 };
            out.push(line.get(start..end).unwrap());
            start = end;
            inside = !inside;
        }
    }
    out.push(line.get(start..).unwrap());
    out
}

/// Answers with what it was asked, and an id, the same for the same question.
#[cfg(test)]
struct Echo;

impl Answers for Echo {
    fn answers(&mut self, line: &str) -> Vec<String> {
        let id = if line.contains("one") {
            "0".repeat(32)
        } else {
            format!("{:036}", 7).replacen('0', "-", 4)
        };
        vec![format!("{{\"asked\":\"{line}\",\"id\":\"{id}\"}}"), "idle".to_owned()]
    }
}

#[test]
fn a_block_is_answered_anew() {
    let text =
        "Say:\n\n```itip-serve\n> one\n< old\n< older\n> two\n> one ID-1 ID-2\n```\n\n> a quote\n";
    let zeros = "0".repeat(32);
    let expected = "Say:\n\n```itip-serve\n> one\n< {\"asked\":\"one\",\"id\":\"ID-1\"}\n< idle\n> two\n\
        < {\"asked\":\"two\",\"id\":\"ID-2\"}\n< idle\n> one ID-1 ID-2\n\
        < {\"asked\":\"one ID-1 ID-2\",\"id\":\"ID-1\"}\n< idle\n```\n\n> a quote\n";
    assert!(!text.contains(&zeros));
    assert_eq!(answered(text, |_, _| Echo), expected);
    assert_eq!(answered(expected, |_, _| Echo), expected, "the same again");
}

#[test]
fn long_texts_are_cut_between_escapes() {
    let long = format!("{{\"a\":\"{}\",\"b\":\"c\"}}", "\\n\\\"".repeat(40));
    let cut = format!("{{\"a\":\"{}…\",\"b\":\"c\"}}", "\\n\\\"".repeat(15));
    assert_eq!(shortened(&long), cut);
    let odd = format!("\"x{}\"", "\\\\".repeat(60));
    assert_eq!(shortened(&odd), format!("\"x{}…\"", "\\\\".repeat(29)));
    let short = "{\"a\":\"b\\\\\",\"c\":[1,\"ü\"]}";
    assert_eq!(shortened(short), short);
}
