//! `convene matrix`: the bot's account, made or tried out before the first start.
//!
//! Secrets come from files or are asked for; on a command line everybody on the machine could read them.

use std::{
    fs,
    io::{self, IsTerminal as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail, ensure};
use clap::{Args, Subcommand};
use convene::{
    clock::{Ids, SystemIds},
    config::{self, Config},
    network::matrix::{Door, Permit, Proof},
};
use secrecy::{ExposeSecret as _, SecretString};

use crate::{environment, say};

/// Where secrets are written where nothing else is said.
const PASSWORD_FILE: &str = "matrix-password";
/// Where an access token is written where nothing else is said.
const TOKEN_FILE: &str = "matrix-token";
/// Where a browser goes after a login. Nothing is there: what counts is the address.
const BACK: &str = "http://localhost/";

#[derive(Debug, Subcommand)]
pub(crate) enum Matrix {
    /// Makes the bot's account, with a password of its own, and says what to write into bot.toml.
    Register {
        #[command(flatten)]
        account: Account,
        /// The file with the `registration_shared_secret` of Synapse's homeserver.yaml; without one it is asked for.
        #[arg(long, value_name = "FILE")]
        shared_secret_file: Option<PathBuf>,
        /// The file with a registration token, for any homeserver that takes them.
        #[arg(long, value_name = "FILE", conflicts_with = "shared_secret_file")]
        registration_token_file: Option<PathBuf>,
    },
    /// Tries an account that is there, keeps its password or an access token in a file, and says what to write into
    /// bot.toml.
    Login {
        #[command(flatten)]
        account: Account,
        /// Keep an access token instead of the password; the only way where logging in needs a browser.
        #[arg(long)]
        token: bool,
    },
}

/// Which account, where bot.toml does not say so yet.
#[derive(Debug, Args)]
pub(crate) struct Account {
    /// The homeserver: its name or its address.
    #[arg(long, value_name = "NAME|URL")]
    homeserver: Option<String>,
    /// The account: its full name or the first part.
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// Where to write the password (or, with --token, the token). Never over a file that is there.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
}

pub(crate) async fn run(command: Matrix, config: &Config) -> anyhow::Result<()> {
    match command {
        Matrix::Register { account, shared_secret_file, registration_token_file } => {
            let target = Target::of(account, config)?;
            let permit = match (shared_secret_file, registration_token_file) {
                (_, Some(file)) => Permit::Token(read(&file)?),
                (Some(file), None) => Permit::SharedSecret(read(&file)?),
                (None, None) => {
                    Permit::SharedSecret(ask("registration_shared_secret of homeserver.yaml: ")?)
                }
            };
            register(&target, &permit).await
        }
        Matrix::Login { account, token } => {
            let target = Target::of(account, config)?;
            let ways = target.door().await?.ways().await?;
            match (token, ways.password) {
                (false, true) => keep_password(&target).await,
                (true, true) => {
                    let proof = target.proof(target.password()?);
                    keep_token(&target, &target.door().await?, &proof, &config.bot.name).await
                }
                (_, false) if ways.browser => by_browser(&target, &config.bot.name).await,
                (_, false) => bail!(
                    "{} lets people in neither by password nor by a browser; ask its administrators for an access token \
                     of an account for the bot, write it to a file, and name that as token_file in [network.matrix]",
                    target.homeserver
                ),
            }
        }
    }
}

/// The account that is meant.
struct Target {
    homeserver: String,
    user: String,
    file: Option<PathBuf>,
    settings: Option<config::Matrix>,
}

impl Target {
    /// From the flags, else from bot.toml.
    fn of(account: Account, config: &Config) -> anyhow::Result<Self> {
        let settings = config.network.matrix.clone();
        let said = settings.as_ref();
        let homeserver = account.homeserver.or_else(|| said.map(|said| said.homeserver.clone()));
        let user = account.user.or_else(|| said.map(|said| said.user.clone()));
        let (Some(homeserver), Some(user)) = (homeserver, user) else {
            bail!(
                "which account? Say it by --homeserver https://matrix.example.org and --user convene, or in \
                 [network.matrix] of bot.toml"
            )
        };
        Ok(Self { homeserver, user, file: account.file, settings })
    }

    async fn door(&self) -> anyhow::Result<Door> {
        Ok(Door::find(&self.homeserver).await?)
    }

    /// Where a secret belongs.
    fn place(&self, set: impl Fn(&config::Matrix) -> Option<PathBuf>, default: &str) -> PathBuf {
        let set = || self.settings.as_ref().and_then(set);
        self.file.clone().or_else(set).unwrap_or_else(|| PathBuf::from(default))
    }

    fn password_file(&self) -> PathBuf {
        self.place(|set| set.password_file.clone(), PASSWORD_FILE)
    }

    fn token_file(&self) -> PathBuf {
        self.place(|set| set.token_file.clone(), TOKEN_FILE)
    }

    /// The password: of the environment, of its file, or asked for.
    fn password(&self) -> anyhow::Result<SecretString> {
        if let Some(password) = environment(config::MATRIX_PASSWORD_VARIABLE) {
            return Ok(SecretString::from(password));
        }
        let file = self.settings.as_ref().and_then(|set| set.password_file.as_ref());
        match file.filter(|file| file.exists()) {
            Some(file) => read(file),
            None => ask(&format!("Password of {}: ", self.user)),
        }
    }

    fn proof(&self, password: SecretString) -> Proof {
        Proof::Password { user: self.user.clone(), password }
    }
}

async fn register(target: &Target, permit: &Permit) -> anyhow::Result<()> {
    let file = target.password_file();
    let door = target.door().await?;
    // Many servers want small and large letters, a figure and a sign.
    let password = SecretString::from(format!("Convene-{}", SystemIds.token()));
    // First, so that there is never an account whose password nobody knows.
    write(&file, &password)?;
    let user = match door.register(&target.user, &password, permit).await {
        Ok(user) => user,
        Err(error) if error.is_uncertain() => {
            say(&format!(
                "Should the account be there now, its password is in {}.",
                file.display()
            ));
            return Err(error.into());
        }
        Err(error) => {
            fs::remove_file(&file)
                .with_context(|| format!("{} could not be taken away again", file.display()))?;
            return Err(error.into());
        }
    };
    say(&format!("The account {user} is made. Its password is in {}.", file.display()));
    say_settings(target, &user, "password_file", &file);
    Ok(())
}

/// Tries the password, as a device that is gone at once, and keeps it where it is not kept yet.
async fn keep_password(target: &Target) -> anyhow::Result<()> {
    let password = target.password()?;
    let door = target.door().await?;
    let granted = door.log_in(&target.proof(password.clone()), "convene matrix login").await?;
    door.log_out().await?;
    let file = target.password_file();
    let kept = file.exists() && read(&file)?.expose_secret() == password.expose_secret();
    if !kept {
        write(&file, &password)?;
    }
    say(&format!("{} can log in. The password is in {}.", granted.user, file.display()));
    say_settings(target, &granted.user, "password_file", &file);
    Ok(())
}

/// Logs in for good, and keeps the access token.
async fn keep_token(
    target: &Target,
    door: &Door,
    proof: &Proof,
    device: &str,
) -> anyhow::Result<()> {
    let file = target.token_file();
    ensure_free(&file)?;
    let granted = door.log_in(proof, device).await?;
    if let Err(error) = write(&file, &granted.token) {
        door.log_out().await?;
        return Err(error);
    }
    say(&format!("{} is logged in. The access token is in {}.", granted.user, file.display()));
    say_settings(target, &granted.user, "token_file", &file);
    Ok(())
}

/// Has somebody log in in a browser, which ends at an address with a word for one login in it.
async fn by_browser(target: &Target, device: &str) -> anyhow::Result<()> {
    let door = target.door().await?;
    ensure_free(&target.token_file())?;
    say(&format!(
        "{} wants a browser for logging in. Open this address and log in as the bot:\n\n    {}\n\nThe browser then goes \
         to an address that begins with {BACK} and cannot be shown. Copy it from its address bar.",
        target.homeserver,
        door.browser_address(BACK).await?
    ));
    let address = ask("The address: ")?;
    let token = login_token(address.expose_secret());
    let token = token
        .context("there is no loginToken in this address; copy all of it, from the address bar")?;
    keep_token(target, &door, &Proof::Browser(token), device).await
}

/// The word for one login, in the address at which a browser ended.
fn login_token(address: &str) -> Option<SecretString> {
    let (_, query) = address.split_once('?')?;
    let query = query.split_once('#').map_or(query, |(query, _)| query);
    let token = query.split('&').find_map(|part| part.strip_prefix("loginToken="))?;
    (!token.is_empty()).then(|| SecretString::from(token))
}

fn say_settings(target: &Target, user: &str, key: &str, file: &Path) {
    let (homeserver, file) = (&target.homeserver, file.to_string_lossy());
    say(&format!(
        "bot.toml wants these lines; then `convene check` tries everything:\n\n[network.matrix]\n\
         homeserver = {homeserver:?}\nuser = {user:?}\n{key} = {file:?}\n"
    ));
}

fn read(file: &Path) -> anyhow::Result<SecretString> {
    let text = fs::read_to_string(file);
    let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
    ensure!(!text.trim().is_empty(), "{} is empty", file.display());
    Ok(SecretString::from(text.trim()))
}

/// Asks in the terminal, without showing what is typed; where there is none, reads a line.
fn ask(question: &str) -> anyhow::Result<SecretString> {
    let answer = if io::stdin().is_terminal() {
        rpassword::prompt_password(question).context("nothing could be asked in this terminal")?
    } else {
        let mut line = String::new();
        io::stdin().read_line(&mut line).context("standard input cannot be read")?;
        line
    };
    ensure!(!answer.trim().is_empty(), "nothing was said to \u{201c}{}\u{201d}", question.trim());
    Ok(SecretString::from(answer.trim()))
}

fn ensure_free(file: &Path) -> anyhow::Result<()> {
    ensure!(
        !file.exists(),
        "{} is there already, and what is in it may still be needed; move it away, or name another file by --file",
        file.display()
    );
    Ok(())
}

/// Writes a file for this user's eyes only, and never over one that is there.
fn write(file: &Path, secret: &SecretString) -> anyhow::Result<()> {
    ensure_free(file)?;
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(file).and_then(|mut file| {
        writeln!(file, "{}", secret.expose_secret())?;
        file.sync_all()
    });
    written.with_context(|| format!("{} cannot be written", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_for_a_login_stands_in_the_address() {
        let token = |address| login_token(address).map(|token| token.expose_secret().to_owned());
        assert_eq!(token("http://localhost/?loginToken=syl_a-b.c"), Some("syl_a-b.c".to_owned()));
        assert_eq!(token("http://localhost/?x=1&loginToken=abc#top"), Some("abc".to_owned()));
        assert_eq!(token("http://localhost/?loginToken="), None);
        assert_eq!(token("http://localhost/"), None);
    }
}
