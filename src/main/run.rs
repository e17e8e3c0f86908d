//! The bot at work: its networks and its worker, from the start until a network ends or somebody says to stop.

use std::{path::PathBuf, sync::Arc, time::Duration};

use anyhow::Context;
use convene::{
    app::App,
    chat::{Bot, Network},
    clock::{Clock, Ids, SettableClock, SystemIds},
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

/// How long closing the database may take.
const CLOSE: Duration = Duration::from_secs(1);

/// Opens the room: in this terminal, as plain lines, or as lines of JSON.
pub(crate) async fn room(config: &Config, json: bool, db: Option<PathBuf>) -> anyhow::Result<()> {
    let clock = Arc::new(SettableClock::default());
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let (store, _held) = match (&db, json) {
        (None, true) => {
            (Store::memory().await.context("no database could be made in memory")?, None)
        }
        (Some(file), _) => parts::open_alone(&file.to_string_lossy(), config).await?,
        (None, false) => parts::open_alone(config.store.url(), config).await?,
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
pub(crate) async fn headless(config: &Config, clock: Arc<dyn Clock>) -> anyhow::Result<()> {
    let ids: Arc<dyn Ids> = Arc::new(SystemIds);
    let networks = networks::configured(config, &ids)?;
    anyhow::ensure!(
        !networks.is_empty(),
        "bot.toml switches no network on: take the `#` away before [network.discord] or [network.matrix] and what it \
         needs, or open the room in this terminal by `convene console`"
    );
    let (store, _held) = parts::open_alone(config.store.url(), config).await?;
    run(config, store, clock, ids, &networks).await
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
    // Another program may hold the database. What is not closed is put in order at the next start.
    let _ = tokio::time::timeout(CLOSE, store.close()).await;
    ended
}

/// Runs the networks and the worker until a network ends or the program is asked to stop.
async fn serve(
    networks: &[Arc<dyn Network>],
    work: &Work,
    bot: Arc<dyn Bot>,
    stop: &watch::Sender<bool>,
) -> anyhow::Result<()> {
    work.try_again().await?;
    for network in networks.iter().filter(|network| !network.capabilities().remembers) {
        work.show_open_cards(&network.id()).await?;
    }
    tokio::select! {
        ended = together(networks, &bot, stop, signal()) => ended,
        () = work.run() => Ok(()),
    }
}

/// Runs the networks until one ends or somebody asks to stop. Then all of them stop, and the first error is told.
async fn together(
    networks: &[Arc<dyn Network>],
    bot: &Arc<dyn Bot>,
    stop: &watch::Sender<bool>,
    asked: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let mut running = JoinSet::new();
    for network in networks {
        running.spawn(listen(Arc::clone(network), Arc::clone(bot)));
    }
    let first = tokio::select! {
        ended = next(&mut running) => ended.unwrap_or(Ok(())),
        () = asked => Ok(()),
    };
    stop.send_replace(true);
    let others = tokio::time::timeout(LEAVE, rest(&mut running)).await;
    first.and(others.unwrap_or_else(|_| {
        say("convene: not everything stopped in time; what is left is done at the next start.");
        Ok(())
    }))
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

#[cfg(test)]
mod tests {
    use std::{
        error::Error,
        sync::atomic::{AtomicBool, Ordering},
    };

    use async_trait::async_trait;
    use convene::{
        chat::{Capabilities, Flavour, Inbound, Message, NotTaken, SendError},
        model::{MessageId, NetworkId, RoomRef},
    };

    use super::*;

    /// A network that fails at once, or one that ends when it is asked to.
    #[derive(Debug)]
    struct Line {
        name: &'static str,
        broken: bool,
        ended: AtomicBool,
    }

    impl Line {
        fn new(name: &'static str, broken: bool) -> Arc<Self> {
            Arc::new(Self { name, broken, ended: AtomicBool::new(false) })
        }
    }

    #[async_trait]
    impl Network for Line {
        fn id(&self) -> NetworkId {
            NetworkId::new(self.name)
        }

        fn capabilities(&self) -> Capabilities {
            Capabilities {
                flavour: Flavour::Text,
                buttons: false,
                reactions: false,
                ephemeral: false,
                threads: false,
                polls: false,
                panels: false,
                forms: false,
                events: false,
                remembers: true,
                max_text: 1000,
                edit_interval: Duration::ZERO,
            }
        }

        async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
            if self.broken {
                return Err("the wire is cut".into());
            }
            bot.stopped().await;
            self.ended.store(true, Ordering::SeqCst);
            Ok(())
        }

        async fn send(
            &self,
            _key: &str,
            _room: &RoomRef,
            _message: &Message,
        ) -> Result<MessageId, SendError> {
            Err(SendError::Unsupported)
        }

        async fn edit(
            &self,
            _key: &str,
            _room: &RoomRef,
            _id: &MessageId,
            _message: &Message,
        ) -> Result<(), SendError> {
            Err(SendError::Unsupported)
        }
    }

    /// A bot that is only asked to stop.
    struct Idle(watch::Receiver<bool>);

    #[async_trait]
    impl Bot for Idle {
        async fn receive(&self, _inbound: Inbound) -> Result<(), NotTaken> {
            Ok(())
        }

        async fn settle(&self) {}

        async fn stopped(&self) {
            let _ = self.0.clone().wait_for(|stop| *stop).await;
        }

        async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
            Vec::new()
        }
    }

    async fn run(lines: &[Arc<Line>], asked: impl Future<Output = ()>) -> anyhow::Result<()> {
        let (stop, stopped) = watch::channel(false);
        let bot: Arc<dyn Bot> = Arc::new(Idle(stopped));
        let networks: Vec<_> =
            lines.iter().map(|line| Arc::clone(line) as Arc<dyn Network>).collect();
        together(&networks, &bot, &stop, asked).await
    }

    #[tokio::test]
    async fn a_network_that_fails_stops_the_others_and_is_named() {
        let lines = [Line::new("one", false), Line::new("two", true), Line::new("three", false)];
        let error = run(&lines, std::future::pending()).await.unwrap_err();
        assert_eq!(format!("{error:#}"), "two stopped: the wire is cut");
        let ended = lines.map(|line| line.ended.load(Ordering::SeqCst));
        assert_eq!(ended, [true, false, true]);
    }

    #[tokio::test]
    async fn all_networks_stop_when_somebody_asks() {
        let lines = [Line::new("one", false), Line::new("two", false)];
        run(&lines, std::future::ready(())).await.unwrap();
        assert!(lines.iter().all(|line| line.ended.load(Ordering::SeqCst)));
    }
}
