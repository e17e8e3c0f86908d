//! The program: flags, bot.toml, signals and wiring. The only module that names concrete networks.

use std::{
    io::{self, IsTerminal},
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use anyhow::Context;
use clap::{Parser, Subcommand};
use convene::{
    app::App,
    chat::{Bot, Network},
    clock::{Clock, Ids, SettableClock, SystemIds},
    command::Defaults,
    config::Config,
    network::console,
    store::Store,
    view::Views,
    when::Dialect,
    work::{Running, Tools, Work},
};
use tokio::sync::{Notify, watch};

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
        /// Keep everything in this file, instead of the database of bot.toml (with --json: of memory).
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
    if let Some(Command::Itip { command: Itip::Serve }) = flags.command {
        let lines = convene::serve::run(io::stdin().lock(), io::stdout().lock());
        return lines.context("the lines could not be read or written");
    }
    let config = config(flags.config.as_deref())?;
    let (json, db) = match flags.command {
        Some(Command::Check) => return runtime()?.block_on(check(&config)),
        Some(Command::Console { json, db }) => (json, db),
        Some(Command::Itip { .. }) | None => (false, None),
    };
    let screen = !json && io::stdin().is_terminal() && io::stdout().is_terminal();
    log(&config, screen)?;
    runtime()?.block_on(room(&config, json, db))
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

/// Opens a database.
async fn open(url: &str, config: &Config) -> anyhow::Result<Store> {
    let opened = Store::open(url, options(config)).await;
    opened.with_context(|| format!("{} could not be opened{}", without_password(url), advice(url)))
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

/// Opens the room: in this terminal, as plain lines, or as lines of JSON.
async fn room(config: &Config, json: bool, db: Option<PathBuf>) -> anyhow::Result<()> {
    let clock = Arc::new(SettableClock::default());
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let store = match (&db, json) {
        (None, true) => Store::memory().await.context("no database could be made in memory")?,
        (Some(file), _) => open(&file.to_string_lossy(), config).await?,
        (None, false) => open(config.store.url(), config).await?,
    };
    let network: Arc<dyn Network> = if json {
        let (input, output) = (console::stdin(), tokio::io::stdout());
        let (clock, ids) = (Arc::clone(&clock), Arc::clone(&ids));
        Arc::new(console::JsonConsole::new(input, output, clock, ids, called(config)))
    } else {
        let (shown, files) = (Arc::clone(&clock) as Arc<dyn Clock>, config.console.files.clone());
        let colour = environment("NO_COLOR").is_none();
        let ids = Arc::clone(&ids);
        console::terminal(shown, ids, files, config.bot.zone, colour, called(config))
    };
    let networks = [network];
    let views = Arc::new(views(config)?);
    let wake = Arc::new(Notify::new());
    let app = App::new(
        store.clone(),
        Arc::clone(&clock) as Arc<dyn Clock>,
        Arc::clone(&ids),
        defaults(config),
        Arc::clone(&views),
        Arc::clone(&wake),
    );
    let tools = Tools {
        store: store.clone(),
        clock,
        ids,
        views,
        defaults: defaults(config),
        keep: chrono::TimeDelta::days(config.keep.log_days.into()),
        wake,
    };
    let work = Arc::new(Work::new(tools, &networks));
    let (stop, stopped) = watch::channel(false);
    let bot = Running::new(app, Arc::clone(&work), stopped);
    let ended = serve(&networks, &work, &bot, &stop).await;
    store.close().await;
    ended
}

/// Runs the networks and the worker until a network ends or the program is asked to stop.
async fn serve(
    networks: &[Arc<dyn Network>],
    work: &Arc<Work>,
    bot: &dyn Bot,
    stop: &watch::Sender<bool>,
) -> anyhow::Result<()> {
    for network in networks.iter().filter(|network| !network.capabilities().remembers) {
        work.show_open_cards(&network.id()).await?;
    }
    let [network] = networks else { anyhow::bail!("there is no network to run") };
    let asked = async {
        signal().await;
        stop.send_replace(true);
        // The network stops by itself now.
        std::future::pending::<()>().await;
    };
    tokio::select! {
        ended = network.run(bot) => ended.map_err(|error| anyhow::anyhow!("{error}")),
        () = work.run() => Ok(()),
        () = asked => Ok(()),
    }
}

/// Returns when the program is asked to stop.
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let terminated = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminated => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// What commands begin with in what the bot says.
fn prefix(config: &Config) -> &str {
    config.bot.prefixes.first().map_or("!meet", String::as_str)
}

fn called(config: &Config) -> console::Called {
    console::Called { name: config.bot.name.clone(), prefix: prefix(config).to_owned() }
}

fn views(config: &Config) -> anyhow::Result<Views> {
    Ok(match &config.templates.folder {
        Some(folder) => Views::with_overrides(folder, prefix(config))?,
        None => Views::embedded(prefix(config))?,
    })
}

fn options(config: &Config) -> convene::store::Options {
    let synchronous = match config.store.synchronous {
        convene::config::Synchronous::Full => convene::store::Synchronous::Full,
        convene::config::Synchronous::Normal => convene::store::Synchronous::Normal,
    };
    convene::store::Options { synchronous, ..Default::default() }
}

fn defaults(config: &Config) -> Defaults {
    Defaults {
        prefixes: config.bot.prefixes.clone(),
        zone: config.bot.zone,
        dialect: Dialect::of_locale(&config.bot.locale),
        length: config.meetings.length,
        reminder: config.meetings.reminder,
        uninvited: config.meetings.uninvited,
        max_title: config.meetings.title_length,
        max_file: config.limits.ics_octets,
    }
}

/// Logs to standard error; a screen has no place for lines of a log, so there they go to a file.
fn log(config: &Config, screen: bool) -> anyhow::Result<()> {
    use convene::config::LogFormat;
    use tracing_subscriber::{EnvFilter, fmt::writer::BoxMakeWriter};
    let filter = EnvFilter::try_new(&config.log.level).context("[log] level cannot be read")?;
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

/// Opens everything that a start opens, and says what it found.
async fn check(config: &Config) -> anyhow::Result<()> {
    say("The settings can be read.");
    views(config)?;
    say("Every template can be drawn.");
    let store = open(config.store.url(), config).await?;
    store.begin().await.context("the database cannot be written")?.rollback().await?;
    store.close().await;
    say("The database can be read and written.");
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the program's own words to whoever started it")]
fn say(line: &str) {
    eprintln!("{line}");
}
