//! From the settings to what a start opens: the database, the templates, what holds unless said otherwise.

use std::fs;

use anyhow::{Context, bail};
use convene::{
    command::{self, Defaults},
    config::{Config, Synchronous},
    store::{self, Store},
    view::{Prompts, Views},
    when::{Dialect, Language},
};

/// Opens a database.
pub(crate) async fn open(url: &str, config: &Config) -> anyhow::Result<Store> {
    let opened = Store::open(url, options(config)).await;
    opened.with_context(|| format!("{} could not be opened{}", without_password(url), advice(url)))
}

/// Opens a database for a bot at work, and holds its file as long as what comes beside it is kept.
pub(crate) async fn open_alone(
    url: &str,
    config: &Config,
) -> anyhow::Result<(Store, Option<fs::File>)> {
    let store = open(url, config).await?;
    Ok((store, hold(url)?))
}

/// Holds a database's file for this program alone, until what it gives is dropped: two bots would send everything twice.
/// A database on a server can be shared.
///
/// SQLite's own locks are of another kind, which this one does not touch.
fn hold(url: &str) -> anyhow::Result<Option<fs::File>> {
    let Some(path) = Store::file_of(url) else { return Ok(None) };
    let failed = || format!("{} could not be opened", path.display());
    let file = fs::File::open(&path).with_context(failed)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => bail!(
            "another bot runs with the database {}: stop that one first, or give this one a file of its own as `url` in \
             [store]",
            path.display()
        ),
        Err(fs::TryLockError::Error(error)) => Err(error).with_context(failed),
    }
}

/// A database's address without the password in it.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    // After `?` there can be a password too.
    let place = rest.split_once('?').map_or(rest, |(place, _)| place);
    match place.rsplit_once('@') {
        Some((login, place)) => {
            let user = login.split_once(':').map_or(login, |(user, _)| user);
            format!("{scheme}://{user}@{place}")
        }
        // A password that is not encoded as it should be can be anywhere.
        None if rest.contains('@') => format!("{scheme}://\u{2026}"),
        None => format!("{scheme}://{place}"),
    }
}

/// What whoever started the program can look at.
fn advice(url: &str) -> &'static str {
    if url.starts_with("postgres") {
        " (is the server running, and are the name and the password right?)"
    } else {
        " (does its folder exist, and may this user write there?)"
    }
}

/// What commands begin with in what the bot says.
pub(crate) fn prefix(config: &Config) -> &str {
    config.bot.prefixes.first().map_or("!meet", String::as_str)
}

/// The templates.
pub(crate) fn views(config: &Config) -> anyhow::Result<Views> {
    let prompts = Prompts { prefix: prefix(config), own: command::own };
    Ok(match &config.templates.folder {
        Some(folder) => Views::with_overrides(folder, prompts)?,
        None => Views::embedded(prompts)?,
    })
}

fn options(config: &Config) -> store::Options {
    let synchronous = match config.store.synchronous {
        Synchronous::Full => store::Synchronous::Full,
        Synchronous::Normal => store::Synchronous::Normal,
    };
    store::Options { synchronous, ..Default::default() }
}

/// What holds unless a room or a person says otherwise.
pub(crate) fn defaults(config: &Config) -> Defaults {
    Defaults {
        prefixes: config.bot.prefixes.clone(),
        zone: config.bot.zone,
        dialect: Dialect::of_locale(&config.bot.locale),
        language: Language::of_locale(&config.bot.locale),
        length: config.meetings.length,
        reminder: config.meetings.reminder,
        uninvited: config.meetings.uninvited,
        max_title: config.meetings.title_length,
        max_file: config.limits.ics_octets,
    }
}
