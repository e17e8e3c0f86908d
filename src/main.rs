//! The program: flags, bot.toml, signals and wiring. The only module that names concrete networks.

use std::{
    io::{self, IsTerminal},
    path::PathBuf,
    process::ExitCode,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use convene::config::Config;

mod run;
mod setup;

/// The meeting bot that a whole team can answer.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None)]
struct Flags {
    /// The settings; without it `bot.toml` of this folder, or the defaults.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Kills the program at a named point (`name` or `name:nth`).
    #[cfg(feature = "testing")]
    #[arg(long, global = true, hide = true, value_name = "POINT")]
    stop_at: Option<String>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Opens the room in this terminal (also without a command), or drives it by lines of JSON.
    Console {
        /// Speak JSON, one value a line, on standard input and output.
        #[arg(long)]
        json: bool,
        /// Keep everything in this file instead of the database of bot.toml (with --json: instead of memory).
        #[arg(long, value_name = "FILE")]
        db: Option<PathBuf>,
    },
    /// The scheduling engine by itself.
    Itip {
        #[command(subcommand)]
        command: Itip,
    },
    /// Checks the settings, the templates and the database, and says what is wrong.
    Check,
}

#[derive(Debug, Subcommand)]
enum Itip {
    /// Answers requests, one JSON value a line, on standard input and output.
    Serve,
}

fn main() -> ExitCode {
    match begin(Flags::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[expect(clippy::print_stderr, reason = "the last word of a program that cannot go on")]
            {
                eprintln!("convene: {error:#}");
            }
            ExitCode::FAILURE
        }
    }
}

fn begin(flags: Flags) -> anyhow::Result<()> {
    #[cfg(feature = "testing")]
    if let Some(point) = &flags.stop_at {
        let (name, nth) = point.split_once(':').unwrap_or((point, "1"));
        convene::testing::stop_at(name, nth.parse().context("the count of --stop-at is no number")?);
    }
    if let Some(Command::Itip { command: Itip::Serve }) = flags.command {
        let (input, output) = (io::stdin().lock(), io::stdout().lock());
        return convene::serve::run(input, output).context("the lines could not be read or written");
    }
    let config = setup::config(flags.config.as_deref())?;
    let (json, db) = match flags.command {
        Some(Command::Console { json, db }) => (json, db),
        Some(Command::Check) => return runtime()?.block_on(setup::check(&config)),
        Some(Command::Itip { .. }) | None => (false, None),
    };
    let screen = !json && io::stdin().is_terminal() && io::stdout().is_terminal();
    setup::log(&config, screen)?;
    runtime()?.block_on(run::console(&config, json, db, screen))
}

/// Two threads: the work is waiting, and each thread costs memory.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .context("the runtime did not start")
}
