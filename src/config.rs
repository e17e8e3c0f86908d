//! `bot.toml`, read strictly and checked once.
//!
//! Every key stands in one table ([`KEYS`]) with its default, what it is for and how it is set, so that the file, the
//! manual and the program cannot differ. A secret can stand in a file of its own (`url_file`) or in the environment
//! instead; it is wrapped as it is read and never shown, and neither is a line of the file that may hold one. This
//! module never reads the environment itself: the caller passes it in.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use chrono::TimeDelta;
use chrono_tz::Tz;
use secrecy::{ExposeSecret as _, SecretString};

use crate::itip::Uninvited;

mod error;
mod keys;
mod network;
mod reader;
#[cfg(test)]
mod tests;
mod values;

pub use error::{ConfigError, Place, Wrong};
pub use keys::{KEYS, Key};
pub use network::{
    Discord, Login, Matrix, Networks, PASSWORD_VARIABLE as MATRIX_PASSWORD_VARIABLE, Shards,
};
pub use values::is_locale;

/// The file that is read when none is named.
pub const FILE: &str = "bot.toml";
/// The variable that holds the database's URL, where the file should not.
const URL_VARIABLE: &str = "CONVENE_STORE_URL";
/// The most octets a file with a secret may have.
const MAX_SECRET: u64 = 4096;

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
    /// Where it is beside the terminal room.
    pub network: Networks,
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
    url: SecretString,
    /// A file that holds the database's URL instead.
    url_file: Option<PathBuf>,
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

impl Default for Config {
    fn default() -> Self {
        Self {
            bot: Bot {
                name: "Convene".to_owned(),
                prefixes: vec!["!meet".to_owned(), "!m".to_owned()],
                zone: Tz::UTC,
                locale: "en".to_owned(),
            },
            store: Store {
                url: SecretString::from("sqlite:convene.db"),
                url_file: None,
                synchronous: Synchronous::Full,
            },
            console: Console { files: PathBuf::from("files") },
            meetings: Meetings {
                length: TimeDelta::hours(1),
                reminder: Some(TimeDelta::minutes(15)),
                uninvited: Uninvited::Accept,
                title_length: 200,
            },
            templates: Templates { folder: None },
            keep: Keep { log_days: 90 },
            log: Log { level: "info".to_owned(), format: LogFormat::Text },
            limits: Limits { ics_octets: 1_000_000 },
            network: Networks::default(),
        }
    }
}

impl Config {
    /// Reads the settings: from a file that was named, else from `bot.toml` where there is one, else the defaults.
    ///
    /// `env` gives a variable of the environment.
    ///
    /// # Errors
    /// Fails on the first thing that is wrong, naming the file and the line: a file that was named and is not there,
    /// text that is not TOML, a key that does not exist (with the nearest that does), a value of the wrong kind or out
    /// of range, a section without a key that it needs, a folder or a file with a secret that is not there.
    ///
    /// # Example
    /// ```
    /// use convene::config::Config;
    ///
    /// let settings = |name: &str| (name == "CONVENE_STORE_URL").then(|| "sqlite:team.db".to_owned());
    /// let config = Config::load(None, &settings)?;
    /// assert_eq!(config.store.url(), "sqlite:team.db");
    /// assert!(!format!("{config:?}").contains("team.db"));
    /// # Ok::<(), convene::config::ConfigError>(())
    /// ```
    pub fn load(
        path: Option<&Path>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        Self::load_file(path.unwrap_or(Path::new(FILE)), path.is_some(), env)
    }

    fn load_file(
        file: &Path,
        named: bool,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, ConfigError> {
        let text = text_of(file, named)?;
        let name = file.to_string_lossy();
        let (mut config, lines) = reader::read(&text, &name)?;
        config.look_around(&lines, env)?;
        Ok(config)
    }

    /// Reads the settings as [`Self::load`] does, but neither looks at the folders and files that they name nor into the
    /// environment. For what makes those files.
    ///
    /// # Errors
    /// As [`Self::load`], but for what is only named.
    pub fn load_alone(path: Option<&Path>) -> Result<Self, ConfigError> {
        let file = path.unwrap_or(Path::new(FILE));
        Self::parse(&text_of(file, path.is_some())?, &file.to_string_lossy())
    }

    /// Reads settings from text; `file` is what errors call it. Neither folders nor files with secrets are looked at.
    pub fn parse(text: &str, file: &str) -> Result<Self, ConfigError> {
        reader::read(text, file).map(|(config, _)| config)
    }

    /// Checks and reads what the settings only name.
    fn look_around(
        &mut self,
        lines: &reader::Lines<'_>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        if let Some(folder) = self.templates.folder.as_ref().filter(|folder| !folder.is_dir()) {
            let wrong = Wrong::NoFolder(folder.clone());
            return Err(lines.wrong("templates", "folder", wrong));
        }
        if let Some(url) = env(URL_VARIABLE).filter(|url| !url.is_empty()) {
            values::check_url(&url)
                .map_err(|wrong| ConfigError::Environment { name: URL_VARIABLE, wrong })?;
            self.store.url = SecretString::from(url);
        } else if let Some(file) = &self.store.url_file {
            let url = secret(file).map_err(|wrong| lines.wrong("store", "url_file", wrong))?;
            values::check_url(url.expose_secret())
                .map_err(|wrong| lines.wrong("store", "url_file", wrong))?;
            self.store.url = url;
        }
        self.network.look_around(lines, env)
    }
}

impl Store {
    /// The database's URL. May hold a password: for whoever connects, never for a log.
    pub fn url(&self) -> &str {
        self.url.expose_secret()
    }
}

/// The text of a file; one that nobody named may be missing.
fn text_of(file: &Path, named: bool) -> Result<String, ConfigError> {
    match fs::read_to_string(file) {
        Err(error) if !named && error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        read => read.map_err(|source| ConfigError::Read { file: file.to_owned(), source }),
    }
}

/// The secret in a file, without the end of its line.
fn secret(file: &Path) -> Result<SecretString, Wrong> {
    let unreadable = |source| Wrong::SecretFile { file: file.to_owned(), source };
    let length = fs::metadata(file).map_err(unreadable)?.len();
    if length > MAX_SECRET {
        return Err(Wrong::LongSecret { most: MAX_SECRET });
    }
    let text = fs::read_to_string(file).map_err(unreadable)?;
    let secret = text.trim();
    if secret.is_empty() { Err(Wrong::Empty) } else { Ok(SecretString::from(secret)) }
}
