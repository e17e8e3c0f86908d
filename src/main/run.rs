//! The bot at work: its networks and its worker, from the start until a network ends or somebody says to stop.

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context;
use convene::{
    app::App,
    chat::{Bot, Network},
    clock::{Clock, Ids, SettableClock, SystemClock, SystemIds},
    config::Config,
    network::console,
    store::Store,
    work::{Running, Tools, Work},
};
use tokio::{
    sync::{Notify, watch},
    task::JoinSet,
};

use crate::{environment, networks, parts, say};

/// How long the networks have to finish what they are at.
const LEAVE: Duration = Duration::from_secs(5);

/// Opens the room: in this terminal, as plain lines, or as lines of JSON.
pub(crate) async fn room(config: &Config, json: bool, db: Option<PathBuf>) -> anyhow::Result<()> {
    let clock = Arc::new(SettableClock::default());
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let store = match (&db, json) {
        (None, true) => Store::memory().await.context("no database could be made in memory")?,
        (Some(file), _) => parts::open(&file.to_string_lossy(), config).await?,
        (None, false) => parts::open(config.store.url(), config).await?,
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
    run(config, store, clock, ids, &[network]).await
}

/// Runs the networks of bot.toml, without a terminal.
pub(crate) async fn headless(config: &Config) -> anyhow::Result<()> {
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let networks = networks::configured(config, &ids)?;
    anyhow::ensure!(
        !networks.is_empty(),
        "bot.toml switches no network on: take the `#` away before [network.matrix] and what it needs, or open the room \
         in this terminal by `convene console`"
    );
    let store = parts::open(config.store.url(), config).await?;
    run(config, store, Arc::new(SystemClock), ids, &networks).await
}

fn called(config: &Config) -> console::Called {
    console::Called { name: config.bot.name.clone(), prefix: parts::prefix(config).to_owned() }
}

async fn run(
    config: &Config,
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    networks: &[Arc<dyn Network>],
) -> anyhow::Result<()> {
    let views = Arc::new(parts::views(config)?);
    let wake = Arc::new(Notify::new());
    let app = App::new(
        store.clone(),
        Arc::clone(&clock),
        Arc::clone(&ids),
        parts::defaults(config),
        Arc::clone(&views),
        Arc::clone(&wake),
    );
    let tools = Tools {
        store: store.clone(),
        clock,
        ids,
        views,
        defaults: parts::defaults(config),
        keep: chrono::TimeDelta::days(config.keep.log_days.into()),
        wake,
    };
    let work = Arc::new(Work::new(tools, networks));
    let (stop, stopped) = watch::channel(false);
    let bot = Arc::new(Running::new(app, Arc::clone(&work), stopped));
    let ended = serve(networks, &work, bot, &stop).await;
    store.close().await;
    ended
}

/// Runs the networks and the worker until a network ends or the program is asked to stop. Then all of them stop, and
/// the first error is what is told.
async fn serve(
    networks: &[Arc<dyn Network>],
    work: &Work,
    bot: Arc<dyn Bot>,
    stop: &watch::Sender<bool>,
) -> anyhow::Result<()> {
    for network in networks.iter().filter(|network| !network.capabilities().remembers) {
        work.show_open_cards(&network.id()).await?;
    }
    let mut running = JoinSet::new();
    for network in networks {
        running.spawn(listen(Arc::clone(network), Arc::clone(&bot)));
    }
    let all = async {
        let first = tokio::select! {
            ended = next(&mut running) => ended.unwrap_or(Ok(())),
            () = signal() => Ok(()),
        };
        stop.send_replace(true);
        let others = tokio::time::timeout(LEAVE, rest(&mut running)).await;
        first.and(others.unwrap_or_else(|_| {
            say("convene: not everything stopped in time; what is left is done at the next start.");
            Ok(())
        }))
    };
    tokio::select! {
        ended = all => ended,
        () = work.run() => Ok(()),
    }
}

async fn listen(network: Arc<dyn Network>, bot: Arc<dyn Bot>) -> anyhow::Result<()> {
    let ended = network.run(bot.as_ref()).await.map_err(|error| anyhow::anyhow!(error));
    ended.with_context(|| format!("{} stopped", network.id()))
}

/// How the next network ends; `None` when none is left.
async fn next(running: &mut JoinSet<anyhow::Result<()>>) -> Option<anyhow::Result<()>> {
    let ended = running.join_next().await?;
    Some(ended.context("a network broke down").and_then(|ended| ended))
}

/// Waits for the networks that are left.
async fn rest(running: &mut JoinSet<anyhow::Result<()>>) -> anyhow::Result<()> {
    let mut all = Ok(());
    while let Some(ended) = next(running).await {
        all = all.and(ended);
    }
    all
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
