//! The networks the bot is on. What each key means is in the table; here is what belongs together.

use std::path::PathBuf;

use secrecy::SecretString;

use super::{ConfigError, Wrong, reader::Lines, secret};

/// The variable that holds the password of the Matrix account, where no file shall.
pub const PASSWORD_VARIABLE: &str = "CONVENE_MATRIX_PASSWORD";
/// The variable that holds an access token of the Matrix account.
const TOKEN_VARIABLE: &str = "CONVENE_MATRIX_TOKEN";
/// The section of Matrix.
const MATRIX: &str = "network.matrix";
/// The variable that holds the token of the Discord bot, where no file shall.
const DISCORD_TOKEN_VARIABLE: &str = "CONVENE_DISCORD_TOKEN";
/// The section of Discord.
const DISCORD: &str = "network.discord";

/// The networks that have a section.
#[derive(Debug, Clone, Default)]
pub struct Networks {
    /// A bot on Discord.
    pub discord: Option<Discord>,
    /// An account on a Matrix homeserver.
    pub matrix: Option<Matrix>,
}

/// How the bot is on Discord.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of bot.toml")]
pub struct Discord {
    /// Whether it is there at all.
    pub enabled: bool,
    /// The file with the token.
    pub token_file: Option<PathBuf>,
    /// The token. `None` until the file or the environment was looked at.
    pub token: Option<SecretString>,
    /// Whether what happens to a meeting is said in a thread of its own.
    pub threads: bool,
    /// Whether meetings are shown among a server's events.
    pub events: bool,
    /// Whether the bot puts reactions under its cards.
    pub reactions: bool,
    /// The shards that this process serves; `None` for all.
    pub shards: Option<Shards>,
}

/// Some of the shards of a bot that several processes serve: from the first to the last, of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shards {
    /// The first one.
    pub first: u32,
    /// The last one.
    pub last: u32,
    /// How many there are in all.
    pub total: u32,
}

/// How the bot is on a Matrix homeserver.
#[derive(Debug, Clone)]
pub struct Matrix {
    /// Whether it is there at all.
    pub enabled: bool,
    /// The homeserver's name or address.
    pub homeserver: String,
    /// The account, or its first part alone.
    pub user: String,
    /// The file with the password.
    pub password_file: Option<PathBuf>,
    /// The file with an access token.
    pub token_file: Option<PathBuf>,
    /// How it proves who it is: what the files or the environment hold. `None` until they were looked at.
    pub login: Option<Login>,
    /// The folder where session and keys are kept.
    pub folder: PathBuf,
    /// The file with the passphrase of the folder; without one, a passphrase is made there.
    pub passphrase_file: Option<PathBuf>,
    /// The passphrase. `None` until the file was looked at.
    pub passphrase: Option<SecretString>,
    /// The file with the recovery key.
    pub recovery_key_file: PathBuf,
    /// Whose invitations are accepted.
    pub allow: Vec<String>,
    /// Whose invitations are not.
    pub block: Vec<String>,
    /// Whose requests to verify are answered.
    pub verify: Vec<String>,
}

/// How the bot proves who it is.
#[derive(Debug, Clone)]
pub enum Login {
    /// By its password.
    Password(SecretString),
    /// By an access token.
    Token(SecretString),
}

impl Default for Discord {
    fn default() -> Self {
        Self {
            enabled: true,
            token_file: None,
            token: None,
            threads: false,
            events: true,
            reactions: false,
            shards: None,
        }
    }
}

impl Default for Matrix {
    fn default() -> Self {
        Self {
            enabled: true,
            homeserver: String::new(),
            user: String::new(),
            password_file: None,
            token_file: None,
            login: None,
            folder: PathBuf::from("matrix"),
            passphrase_file: None,
            passphrase: None,
            recovery_key_file: PathBuf::from("matrix-recovery-key"),
            allow: vec!["*".to_owned()],
            block: Vec::new(),
            verify: vec!["*".to_owned()],
        }
    }
}

impl Networks {
    /// The settings of Discord, to be changed.
    pub(super) fn discord(&mut self) -> &mut Discord {
        self.discord.get_or_insert_default()
    }

    /// The settings of Matrix, to be changed.
    pub(super) fn matrix(&mut self) -> &mut Matrix {
        self.matrix.get_or_insert_default()
    }

    /// Takes note of a section, which may be there without a single key.
    pub(super) fn begin(&mut self, section: &str) {
        match section {
            DISCORD => _ = self.discord(),
            MATRIX => _ = self.matrix(),
            _ => {}
        }
    }

    /// Whether the bot is on any of them.
    pub fn any(&self) -> bool {
        self.matrix.as_ref().is_some_and(|matrix| matrix.enabled)
            || self.discord.as_ref().is_some_and(|discord| discord.enabled)
    }

    /// Reads the secrets that the settings only name. Those of a network that is switched off may be missing.
    pub(super) fn look_around(
        &mut self,
        lines: &Lines<'_>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        if let Some(discord) = self.discord.as_mut().filter(|discord| discord.enabled) {
            discord.look_around(lines, env)?;
        }
        match self.matrix.as_mut().filter(|matrix| matrix.enabled) {
            Some(matrix) => matrix.look_around(lines, env),
            None => Ok(()),
        }
    }
}

impl Discord {
    fn look_around(
        &mut self,
        lines: &Lines<'_>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        let variable = env(DISCORD_TOKEN_VARIABLE).filter(|token| !token.is_empty());
        let token = match (variable, &self.token_file) {
            (Some(token), _) => SecretString::from(token),
            (None, Some(file)) => {
                secret(file).map_err(|wrong| lines.wrong(DISCORD, "token_file", wrong))?
            }
            (None, None) => return Err(lines.lacks(DISCORD, "token_file")),
        };
        self.token = Some(token);
        Ok(())
    }
}

impl Matrix {
    fn look_around(
        &mut self,
        lines: &Lines<'_>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<(), ConfigError> {
        let read =
            |name, file: &PathBuf| secret(file).map_err(|wrong| lines.wrong(MATRIX, name, wrong));
        let variable = |name| env(name).filter(|text| !text.is_empty()).map(SecretString::from);
        self.login = Some(if let Some(token) = variable(TOKEN_VARIABLE) {
            Login::Token(token)
        } else if let Some(password) = variable(PASSWORD_VARIABLE) {
            Login::Password(password)
        } else {
            match (&self.password_file, &self.token_file) {
                (Some(_), Some(_)) => return Err(lines.wrong(MATRIX, "token_file", Wrong::Both)),
                (Some(file), None) => Login::Password(read("password_file", file)?),
                (None, Some(file)) => Login::Token(read("token_file", file)?),
                (None, None) => return Err(lines.lacks(MATRIX, "password_file")),
            }
        });
        let passphrase = self.passphrase_file.as_ref();
        self.passphrase = passphrase.map(|file| read("passphrase_file", file)).transpose()?;
        Ok(())
    }
}
