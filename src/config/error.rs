//! What can be wrong with the settings.

use std::{fmt, io, path::PathBuf};

use crate::when::WhenError;

/// Where in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Why the settings cannot be used. No value is repeated, since it may be a secret.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("{} cannot be read", .file.display())]
    Read {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The text is not TOML.
    #[error("{place}: {reason}")]
    Syntax {
        /// Where.
        place: Place,
        /// What TOML wants. The parser's own error would show the line, and with it what may be a secret.
        reason: String,
    },
    /// A section that does not exist.
    #[error("{place}: there is no section [{name}]{}", hint(*.nearest, "[", "]"))]
    UnknownSection {
        /// Where.
        place: Place,
        /// What stands there.
        name: String,
        /// The nearest that exists.
        nearest: Option<&'static str>,
    },
    /// A key that does not exist.
    #[error("{place}: there is no key \u{201c}{name}\u{201d} in [{section}]{}", hint(*.nearest, "\u{201c}", "\u{201d}"))]
    UnknownKey {
        /// Where.
        place: Place,
        /// The section.
        section: &'static str,
        /// What stands there.
        name: String,
        /// The nearest that exists.
        nearest: Option<&'static str>,
    },
    /// A key outside of any section.
    #[error("{place}: \u{201c}{name}\u{201d} must stand in a section{}", hint(*.section, "[", "]"))]
    NoSection {
        /// Where.
        place: Place,
        /// What stands there.
        name: String,
        /// The section that has such a key.
        section: Option<&'static str>,
    },
    /// A value that cannot be used.
    #[error("{place}: {section}.{name}: {wrong}")]
    Value {
        /// Where.
        place: Place,
        /// The section.
        section: &'static str,
        /// The key.
        name: &'static str,
        /// What is wrong with it.
        wrong: Wrong,
    },
    /// A section without a key that it needs.
    #[error("{place}: [{section}] lacks \u{201c}{name}\u{201d}: {about}")]
    Lacks {
        /// Where.
        place: Place,
        /// The section.
        section: &'static str,
        /// The key.
        name: &'static str,
        /// What it is for.
        about: &'static str,
    },
    /// A variable of the environment that cannot be used.
    #[error("{name} in the environment: {wrong}")]
    Environment {
        /// The variable.
        name: &'static str,
        /// What is wrong with it.
        wrong: Wrong,
    },
}

/// What is wrong with a value.
#[derive(Debug, thiserror::Error)]
pub enum Wrong {
    /// It is of another kind.
    #[error("{expected} is expected, and this is {found}")]
    Kind {
        /// What is expected.
        expected: &'static str,
        /// What is there.
        found: &'static str,
    },
    /// It is none of a few words.
    #[error("one of {} is expected", words(.0))]
    Choice(&'static [&'static str]),
    /// It is out of range.
    #[error("a number from {from} to {to} is expected")]
    Range {
        /// The least.
        from: i64,
        /// The most.
        to: i64,
    },
    /// It is empty.
    #[error("it must not be empty")]
    Empty,
    /// It is not one word.
    #[error("it must be a single word")]
    Spaces,
    /// It is no locale.
    #[error("a locale is expected, such as \u{201c}en\u{201d} or \u{201c}en-GB\u{201d}")]
    Locale,
    /// It is longer than it may be.
    #[error("it must not be longer than {0} characters")]
    Long(usize),
    /// It is no time zone.
    #[error(transparent)]
    Zone(Box<WhenError>),
    /// It is no length.
    #[error("a length such as \u{201c}1h\u{201d} or \u{201c}45 min\u{201d} is expected, up to {0}")]
    Length(&'static str),
    /// It is no URL of a database.
    #[error(
        "a database is expected: \u{201c}sqlite:FILE\u{201d} or \u{201c}postgres://\u{2026}\u{201d}"
    )]
    Url,
    /// It is not what tracing's `EnvFilter` reads.
    #[error(
        "a level is expected (error, warn, info, debug, trace), or for instance \u{201c}info,convene=debug\u{201d}"
    )]
    Level,
    /// It is no homeserver.
    #[error(
        "a homeserver is expected: its name (\u{201c}example.org\u{201d}) or its address \
         (\u{201c}https://matrix.example.org\u{201d})"
    )]
    Homeserver,
    /// It is no account on Matrix.
    #[error(
        "an account is expected: \u{201c}@convene:example.org\u{201d}, or its first part alone, \
         \u{201c}convene\u{201d}"
    )]
    Account,
    /// It names nobody.
    #[error(
        "\u{201c}@user:server\u{201d}, a server or a room (\u{201c}!id\u{201d}) is expected, each with * for any letters"
    )]
    Pattern,
    /// It is no range of shards.
    #[error(
        "\u{201c}all\u{201d} is expected, or the first and the last shard, counted from 0, and how many there are: \
         \u{201c}0-4/10\u{201d}"
    )]
    Shards,
    /// It says the same as another key.
    #[error("password_file is set too; take one of the two away")]
    Both,
    /// There is no such folder.
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    /// The file with a secret cannot be read.
    #[error("{} cannot be read: {source}", .file.display())]
    SecretFile {
        /// The file.
        file: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file with a secret is too long for one.
    #[error("the file has more than {most} octets")]
    LongSecret {
        /// The limit.
        most: u64,
    },
}

fn hint(nearest: Option<&str>, open: &str, close: &str) -> String {
    nearest.map_or_else(String::new, |name| format!("; did you mean {open}{name}{close}?"))
}

fn words(choices: &[&str]) -> String {
    choices.iter().map(|word| format!("\u{201c}{word}\u{201d}")).collect::<Vec<_>>().join(", ")
}
