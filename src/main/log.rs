//! Where the log goes.

use std::io;

use anyhow::Context;
use convene::config::{Config, LogFormat};
use tracing_subscriber::{EnvFilter, fmt::writer::BoxMakeWriter};

/// Logs to standard error; a screen has no place for lines of a log, so there they go to a file.
pub(crate) fn start(config: &Config, screen: bool) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&config.log.level).context("[log] level cannot be read")?;
    // It repeats what it cannot read of a database's URL, which may be a password.
    let filter = filter.add_directive("sqlx_postgres::options=off".parse()?);
    // It names accounts and rooms in most of its lines. What matters of them the connector says in its own words.
    let filter = if config.log.level.contains("matrix_sdk") {
        filter
    } else {
        filter.add_directive("matrix_sdk=off".parse()?)
    };
    // It repeats what it cannot read of Discord, which may be what somebody wrote.
    let filter = if config.log.level.contains("serenity") {
        filter
    } else {
        filter.add_directive("serenity=off".parse()?)
    };
    let writer = if screen {
        let file = std::fs::OpenOptions::new().create(true).append(true).open("convene.log");
        BoxMakeWriter::new(file.context("convene.log could not be opened")?)
    } else {
        BoxMakeWriter::new(io::stderr)
    };
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(writer).with_ansi(false);
    match config.log.format {
        LogFormat::Text => lines.init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
