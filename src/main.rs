//! The program: flags, bot.toml, signals and wiring. The only module that names concrete networks.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, LazyLock},
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use convene::{clock::Clock, config::Config, model};

#[path = "main/check.rs"]
mod check;
#[path = "main/log.rs"]
mod log;
#[cfg(feature = "matrix")]
#[path = "main/matrix.rs"]
mod matrix;
#[path = "main/networks.rs"]
mod networks;
#[path = "main/parts.rs"]
mod parts;
#[path = "main/run.rs"]
mod run;
#[path = "main/when.rs"]
mod when;

/// The version of the program, and the edition of the time zones that is part of it.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!("{} (time zones: IANA {})", env!("CARGO_PKG_VERSION"), model::zone_edition())
});

/// The meeting bot that a whole team can answer.
#[derive(Debug, Parser)]
#[command(version = VERSION.as_str(), about, long_about = None)]
struct Flags {
    /// The settings; without it `bot.toml` of this folder, or the defaults.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,

    /// Kills the program at a named point (`name` or `name:nth`).
    #[cfg(feature = "testing")]
    #[arg(long, global = true, hide = true, value_name = "POINT")]
    stop_at: Option<String>,

    /// Has the bot's clock show another time: so many milliseconds ahead of the machine's.
    #[cfg(feature = "testing")]
    #[arg(
        long,
        global = true,
        hide = true,
        value_name = "MILLISECONDS",
        allow_hyphen_values = true
    )]
    ahead: Option<i64>,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the bot on the networks of bot.toml (also without a command, where there are any).
    Run,
    /// Opens the room in this terminal (also without a command, where bot.toml has no network), or drives it by lines of
    /// JSON.
    Console {
        /// Speak JSON, one value a line, on standard input and output.
        #[arg(long)]
        json: bool,
        /// Keep everything in this file, instead of the database of bot.toml (with --json: of memory).
        #[arg(long, value_name = "FILE")]
        db: Option<PathBuf>,
    },
    /// The scheduling engine by itself.
    Itip {
        #[command(subcommand)]
        command: Itip,
    },
    /// Reads a sentence as the bot would, and says which meeting it makes.
    When(when::When),
    /// The bot's account on a Matrix homeserver.
    #[cfg(feature = "matrix")]
    Matrix {
        #[command(subcommand)]
        command: matrix::Matrix,
    },
    /// Checks the settings, the templates, the database and the networks, and says what is wrong.
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
            say(&format!("convene: {}", causes(&error)));
            ExitCode::FAILURE
        }
    }
}

fn begin(flags: Flags) -> anyhow::Result<()> {
    #[cfg(feature = "testing")]
    if let Some(point) = &flags.stop_at {
        let (name, nth) = point.split_once(':').unwrap_or((point, "1"));
        convene::testing::stop_at(
            name,
            nth.parse().context("--stop-at wants POINT or POINT:COUNT")?,
        );
    }
    let clock = clock(&flags);
    if let Some(Command::Itip { command: Itip::Serve }) = flags.command {
        let lines = convene::serve::run(io::stdin().lock(), io::stdout().lock());
        return lines.context("the lines could not be read or written");
    }
    if let Some(Command::When(phrase)) = &flags.command {
        return when::run(phrase, flags.config.as_deref());
    }
    #[cfg(feature = "matrix")]
    if let Some(Command::Matrix { command }) = flags.command {
        let config = Config::load_alone(flags.config.as_deref())?;
        return runtime()?.block_on(matrix::run(command, &config));
    }
    let config = config(flags.config.as_deref())?;
    match flags.command {
        Some(Command::Check) => runtime()?.block_on(check::check(&config)),
        Some(Command::Console { json, db }) => room(&config, json, db),
        None if !config.network.any() => room(&config, false, None),
        Some(_) | None => {
            log::start(&config, false)?;
            runtime()?.block_on(run::headless(&config, clock))
        }
    }
}

/// The clock of the bot on its networks.
#[cfg(feature = "testing")]
fn clock(flags: &Flags) -> Arc<dyn Clock> {
    let ahead = chrono::TimeDelta::milliseconds(flags.ahead.unwrap_or_default());
    Arc::new(convene::testing::Ahead::of(ahead))
}

/// The clock of the bot on its networks.
#[cfg(not(feature = "testing"))]
fn clock(_: &Flags) -> Arc<dyn Clock> {
    Arc::new(convene::clock::SystemClock)
}

fn room(config: &Config, json: bool, db: Option<PathBuf>) -> anyhow::Result<()> {
    let screen = !json && io::stdin().is_terminal() && io::stdout().is_terminal();
    log::start(config, screen)?;
    runtime()?.block_on(run::room(config, json, db))
}

/// An error and its causes. Some libraries repeat a cause in the error above it; here each is said once.
fn causes(error: &anyhow::Error) -> String {
    let mut said: Vec<String> = Vec::new();
    for cause in error.chain().map(ToString::to_string) {
        if let Some(last) = said.last_mut()
            && last.ends_with(&cause)
        {
            let above = last.len() - cause.len();
            last.truncate(above);
            *last = last.trim_end_matches([':', ' ']).to_owned();
        }
        said.push(cause);
    }
    // What an error only wrapped is the cause itself.
    said.retain(|cause| !cause.is_empty() && cause != "error returned from database");
    said.dedup();
    said.join(": ")
}

/// Two threads: the work is waiting, and each thread costs memory.
fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().context("the runtime did not start")
}

fn config(path: Option<&Path>) -> anyhow::Result<Config> {
    Ok(Config::load(path, &environment)?)
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the environment")]
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

#[expect(clippy::print_stderr, reason = "the program's own words to whoever started it")]
fn say(line: &str) {
    eprintln!("{line}");
}
