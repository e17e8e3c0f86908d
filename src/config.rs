//! `bot.toml`, read strictly and checked once.
//!
//! Every key stands in one table ([`KEYS`]) with its default, what it is for and how it is set, so that the file, the
//! manual and the program cannot differ. Secrets are wrapped as they are read and never shown. It never reads the
//! environment itself: the caller passes it in.

use std::path::PathBuf;

use chrono::TimeDelta;
use chrono_tz::Tz;
use secrecy::SecretString;

use crate::itip::Uninvited;

/// The settings of one bot. Its default is what the shipped `bot.toml` says.
#[derive(Debug, Clone)]
pub struct Config {
    /// Who the bot is.
    pub bot: Bot,
    /// Where it remembers.
    pub store: Store,
    /// The terminal room.
    pub console: Console,
    /// What meetings are like when nothing is said.
    pub meetings: Meetings,
    /// The texts.
    pub templates: Templates,
    /// How long things are kept.
    pub keep: Keep,
    /// What is logged.
    pub log: Log,
    /// What is refused.
    pub limits: Limits,
}

/// Who the bot is and how it is spoken to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bot {
    /// What it calls itself.
    pub name: String,
    /// The words a command begins with; the first one is shown in help.
    pub prefixes: Vec<String>,
    /// The zone where neither the text nor a person nor a room says one.
    pub zone: Tz,
    /// The locale, which decides how a date in figures is read.
    pub locale: String,
}

/// Where the bot remembers.
#[derive(Debug, Clone)]
pub struct Store {
    /// The database. May hold a password.
    pub url: SecretString,
    /// How careful SQLite is.
    pub synchronous: Synchronous,
}

/// What SQLite waits for before it calls a commit done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// The disk: survives a power cut.
    Full,
    /// The operating system: survives a kill, and a power cut may cost the last commits.
    Normal,
}

/// The terminal room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Console {
    /// The folder its files are written to.
    pub files: PathBuf,
}

/// What meetings are like when nothing is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meetings {
    /// How long.
    pub length: TimeDelta,
    /// How long before the start people are reminded; `None` for not at all.
    pub reminder: Option<TimeDelta>,
    /// What happens to the answer of someone who was not invited.
    pub uninvited: Uninvited,
    /// The most characters a title may have.
    pub title_length: usize,
}

/// The texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Templates {
    /// A folder whose templates replace the built-in ones of the same name.
    pub folder: Option<PathBuf>,
}

/// How long things are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keep {
    /// Days the log of iTIP messages is kept.
    pub log_days: u32,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The levels, in the syntax of tracing's `EnvFilter`.
    pub level: String,
    /// How a line looks.
    pub format: LogFormat,
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// What is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// The most octets of a calendar file that somebody drops in a room.
    pub ics_octets: usize,
}
