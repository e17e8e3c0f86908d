//! `convene check`: what a start would find, without starting.

use anyhow::Context;
use convene::config::Config;

use crate::{networks, parts, say};

/// Opens everything that a start opens, and says what it found.
pub(crate) async fn check(config: &Config) -> anyhow::Result<()> {
    say("The settings can be read.");
    parts::views(config)?;
    say("Every template can be drawn.");
    let store = parts::open(config.store.url(), config).await?;
    store.begin().await.context("the database cannot be written")?.rollback().await?;
    store.close().await;
    say("The database can be read and written.");
    networks::check(config).await
}
