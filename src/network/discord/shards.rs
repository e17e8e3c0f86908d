//! The gateway: serenity's connections, on a thread of their own.
//!
//! Serenity hands every event to a task of its own. On a runtime with one thread tasks are begun in the order in which
//! they were made, so that events arrive here in the order in which Discord sent them. Heartbeats wait for nothing else
//! of the bot's either, and what serenity would go on with is gone with the runtime when the bot stops.

use std::{io, ops::ControlFlow, thread, time::Duration};

use async_trait::async_trait;
use serenity::{
    client::{ClientBuilder, Context, RawEventHandler},
    gateway::GatewayError,
    http::{Http, HttpBuilder},
    model::{event::Event, gateway::GatewayIntents},
};
use tokio::{
    runtime,
    sync::{mpsc, oneshot},
    time::{sleep, timeout},
};

use super::Shards;

/// What the bot is told of. None of it needs Discord's leave.
pub(super) const INTENTS: GatewayIntents = GatewayIntents::GUILDS
    .union(GatewayIntents::GUILD_SCHEDULED_EVENTS)
    .union(GatewayIntents::GUILD_MESSAGES)
    .union(GatewayIntents::GUILD_MESSAGE_REACTIONS)
    .union(GatewayIntents::DIRECT_MESSAGES)
    .union(GatewayIntents::DIRECT_MESSAGE_REACTIONS);

/// How long saying goodbye may take. Discord notices without it, a minute later.
const GOODBYE: Duration = Duration::from_secs(1);
/// How long to wait before serenity is begun again, which ends by itself for no reason that is known.
const AGAIN: Duration = Duration::from_secs(5);

/// Why there is no gateway for this bot.
#[derive(Debug, thiserror::Error)]
pub(super) enum Ended {
    /// The token is not one (4004).
    #[error(
        "Discord does not take the bot's token. Make a new one in the developer portal (Bot, then Reset Token), put it where \
         [network.discord] of bot.toml says, and start me again"
    )]
    Token,
    /// The intents are not granted (4013, 4014).
    #[error(
        "Discord does not grant the events that I ask for, though none of them needs leave. Look in the developer portal \
         whether the application is disabled or in quarantine; if it is not, this is a mistake of mine, and worth telling"
    )]
    Intents,
}

/// The connections, which end when this is dropped.
#[derive(Debug)]
pub(super) struct Gateway {
    stop: Option<oneshot::Sender<()>>,
}

/// What comes from the gateway.
#[derive(Debug)]
pub(super) enum Told {
    /// An event.
    Event(Box<Event>),
    /// Nothing comes any more.
    End(Ended),
}

/// Where the gateway is, and which of its shards are served.
#[derive(Debug, Clone)]
pub(super) struct Way {
    /// The address.
    pub(super) url: String,
    /// The shards.
    pub(super) shards: Shards,
}

impl Gateway {
    /// Connects, and connects again whatever happens.
    ///
    /// # Errors
    ///
    /// The machine gives no thread.
    pub(super) fn open(
        client: reqwest::Client,
        token: String,
        way: Way,
    ) -> io::Result<(Self, mpsc::UnboundedReceiver<Told>)> {
        let (told, events) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        thread::Builder::new().name("discord-gateway".to_owned()).spawn(move || {
            runtime.block_on(serve(&client, &token, &way, &told, stopped));
            runtime.shutdown_background();
        })?;
        Ok((Self { stop: Some(stop) }, events))
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        // Where nobody takes it, the thread has ended by itself.
        let _ = self.stop.take().map(|stop| stop.send(()));
    }
}

/// Serves the shards until the bot stops or Discord wants it no more.
async fn serve(
    client: &reqwest::Client,
    token: &str,
    way: &Way,
    told: &mpsc::UnboundedSender<Told>,
    mut stopped: oneshot::Receiver<()>,
) {
    loop {
        let http = HttpBuilder::new(token).client(client.clone()).build();
        match connect(http, way, told, &mut stopped).await {
            ControlFlow::Break(ended) => {
                let _ = ended.map(|ended| told.send(Told::End(ended)));
                return;
            }
            ControlFlow::Continue(()) => tokio::select! {
                () = sleep(AGAIN) => {}
                _ = &mut stopped => return,
            },
        }
    }
}

async fn connect(
    http: Http,
    way: &Way,
    told: &mpsc::UnboundedSender<Told>,
    stopped: &mut oneshot::Receiver<()>,
) -> ControlFlow<Option<Ended>> {
    let ear = Ear(told.clone());
    let building = ClientBuilder::new_with_http(http, INTENTS).raw_event_handler(ear);
    let built = tokio::select! {
        built = building => built,
        _ = &mut *stopped => return ControlFlow::Break(None),
    };
    let mut client = match built {
        Ok(client) => client,
        Err(error) => {
            tracing::warn!("the connection to Discord could not be begun: {error}");
            return ControlFlow::Continue(());
        }
    };
    way.url.clone_into(&mut *client.ws_url.lock().await);
    let manager = std::sync::Arc::clone(&client.shard_manager);
    let Shards { first, last, total } = way.shards;
    // The end of serenity's range is served too.
    let ended = tokio::select! {
        ended = client.start_shard_range(first..last, total) => ended,
        _ = stopped => {
            // What does not end in time ends with the runtime.
            let _ = timeout(GOODBYE, manager.shutdown_all()).await;
            return ControlFlow::Break(None);
        }
    };
    match ended {
        Err(serenity::Error::Gateway(GatewayError::InvalidAuthentication)) => {
            ControlFlow::Break(Some(Ended::Token))
        }
        Err(serenity::Error::Gateway(
            GatewayError::InvalidGatewayIntents | GatewayError::DisallowedGatewayIntents,
        )) => ControlFlow::Break(Some(Ended::Intents)),
        ended => {
            let why = ended.err().map(|error| error.to_string()).unwrap_or_default();
            tracing::warn!("the connection to Discord ended; I begin it again. {why}");
            ControlFlow::Continue(())
        }
    }
}

/// What serenity hands events to.
struct Ear(mpsc::UnboundedSender<Told>);

#[async_trait]
impl RawEventHandler for Ear {
    async fn raw_event(&self, _: Context, event: Event) {
        // Where nobody listens any more, the bot is stopping.
        let _ = self.0.send(Told::Event(Box::new(event)));
    }
}
