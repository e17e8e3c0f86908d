//! The Matrix network: rooms of a homeserver, encrypted or not.
//!
//! What a room says is read in [`convert`] and what the bot says is drawn in [`draw`]; both are pure. Everything else is
//! the client's business. It knows nothing of meetings.

use std::path::PathBuf;

use secrecy::SecretString;

use crate::model::NetworkId;

#[cfg_attr(not(test), expect(dead_code, reason = "the client that calls it is not there yet"))]
mod convert;
#[expect(dead_code, reason = "the client that calls it is not there yet")]
mod draw;

/// The name of this network, as the database has it.
pub const MATRIX: NetworkId = NetworkId::new("matrix");

/// How the bot is on a homeserver.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The homeserver's name (`example.org`) or address (`https://matrix.example.org`).
    pub homeserver: String,
    /// The account: `@convene:example.org` or its first part alone.
    pub user: String,
    /// How it proves who it is.
    pub login: Login,
    /// The folder where session and keys are kept.
    pub folder: PathBuf,
    /// What the stores in the folder are encrypted with; where it is not given, one is made there.
    pub passphrase: Option<SecretString>,
    /// The file with the recovery key, which is made at the first start. Not in the folder: it is what is left when
    /// the folder is lost.
    pub recovery_key: PathBuf,
    /// What the bot calls itself.
    pub name: String,
    /// Whose invitations are accepted: `@user:server`, `server`, `!room`, with `*` for any letters.
    pub allow: Vec<String>,
    /// Whose invitations are not, whatever `allow` says.
    pub block: Vec<String>,
    /// Whose requests to verify are answered.
    pub verify: Vec<String>,
    /// The most octets of a file that is read.
    pub max_file: usize,
}

/// How the bot proves who it is.
#[derive(Debug, Clone)]
pub enum Login {
    /// By its password: a device is made at the first start, and another where the first is lost.
    Password(SecretString),
    /// By an access token that somebody made, for the device that it was made with.
    Token(SecretString),
}
