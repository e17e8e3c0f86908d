//! One connection to the gateway, from HELLO to its end.

use std::{
    collections::VecDeque,
    sync::{Arc, MutexGuard},
    time::Duration,
};

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::mpsc,
    task::JoinSet,
    time::{self, Instant},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        self, Message,
        handshake::server::{Request, Response},
        protocol::CloseFrame,
    },
};

use super::{
    super::{server::Shared, world::World},
    Door,
    frames::{self, Identity},
    hub::{Hub, Order},
    rules::{close, op},
};

/// How much a bot may send: so many, in so long.
const MOST: usize = 120;
const WHILE: Duration = Duration::from_mins(1);

/// How long the fake waits for a bot to go after it closed.
const PARTING: Duration = Duration::from_secs(1);

/// How a connection ends.
enum End {
    /// The fake closes it, with a code or without.
    Close(Option<u16>),
    /// The fake drops it.
    Cut,
    /// The bot closed it, with a code or without.
    Left(Option<u16>),
}

struct Connection {
    id: u64,
    hub: Arc<Hub>,
    shared: Arc<Shared>,
    socket: WebSocketStream<TcpStream>,
    orders: mpsc::UnboundedReceiver<Order>,
    /// The session, once there is one, and how much of it was told over this connection or an earlier one.
    session: Option<(String, u64)>,
    beat_by: Instant,
    sent: VecDeque<Instant>,
}

/// Takes connections at a door.
pub(super) async fn listen(listener: TcpListener, door: Door, hub: Arc<Hub>, shared: Arc<Shared>) {
    let mut connections = JoinSet::new();
    loop {
        let (tcp, _) = listener.accept().await.unwrap();
        if hub.faults().refuse_until.is_none_or(|until| until <= shared.world().now()) {
            connections.spawn(welcome(tcp, door, Arc::clone(&hub), Arc::clone(&shared)));
        }
    }
}

async fn welcome(tcp: TcpStream, door: Door, hub: Arc<Hub>, shared: Arc<Shared>) {
    let (id, orders) = hub.arrive(door);
    let mut query = String::new();
    #[expect(clippy::result_large_err, reason = "the WebSocket library wants this type")]
    let note = |request: &Request, response: Response| {
        request.uri().query().unwrap_or_default().clone_into(&mut query);
        Ok(response)
    };
    let Ok(socket) = tokio_tungstenite::accept_hdr_async(tcp, note).await else {
        hub.complain("a connection to the gateway was not a WebSocket".to_owned());
        return hub.leave(id, None, false, shared.world().now());
    };
    let beat_by = beat_by(&hub);
    let (session, sent) = (None, VecDeque::new());
    let connection = Connection { id, hub, shared, socket, orders, session, beat_by, sent };
    connection.serve(&query).await;
}

impl Connection {
    async fn serve(mut self, query: &str) {
        let end = match self.hello(query).await {
            Err(end) => end,
            Ok(()) => loop {
                if let Err(end) = self.step().await {
                    break end;
                }
            },
        };
        let now = self.world().now();
        let (refused, for_good) = match &end {
            End::Close(code) => {
                (*code, matches!(code, Some(close::INVALID_SEQUENCE | close::TIMED_OUT)))
            }
            End::Cut => (None, false),
            End::Left(code) => (None, matches!(code, Some(1000 | 1001))),
        };
        self.hub.leave(self.id, refused, for_good, now);
        if let End::Close(code) = end {
            self.part(code).await;
        }
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    async fn hello(&mut self, query: &str) -> Result<(), End> {
        let has = |part: &str| query.split('&').any(|said| said == part);
        if !has("v=10") {
            return Err(End::Close(Some(close::INVALID_VERSION)));
        }
        // Discord takes JSON where nothing is said.
        let json = has("encoding=json") || !query.contains("encoding=");
        if !json || query.contains("compress=") {
            self.hub.complain(format!("the gateway speaks JSON as plain frames, not {query}"));
            return Err(End::Close(Some(close::DECODE)));
        }
        let interval = self.hub.faults().interval;
        self.say(&json!({ "op": op::HELLO, "s": null, "t": null, "d": { "heartbeat_interval": interval, "_trace": ["fake"] } })).await
    }

    /// Does the next thing.
    async fn step(&mut self) -> Result<(), End> {
        let mut changes = self.hub.changes();
        let mut moves = self.world().changes();
        self.hub.pass_on(&self.world());
        self.tell().await?;
        tokio::select! {
            biased;
            Some(order) = self.orders.recv() => self.obey(order).await,
            frame = self.socket.next() => self.hear(frame).await,
            _ = changes.changed() => Ok(()),
            _ = moves.changed() => Ok(()),
            () = time::sleep_until(self.beat_by) => Err(End::Close(Some(close::TIMED_OUT))),
        }
    }

    /// Tells what has happened since.
    async fn tell(&mut self) -> Result<(), End> {
        let Some((id, told)) = &mut self.session else { return Ok(()) };
        let (news, last) = self.hub.news(id, *told);
        *told = last;
        for frame in news {
            self.socket.send(frame.message()).await.map_err(|_| End::Left(None))?;
        }
        Ok(())
    }

    async fn obey(&mut self, order: Order) -> Result<(), End> {
        match order {
            Order::Close(code) => Err(End::Close(code)),
            Order::Cut => Err(End::Cut),
            Order::Say(text) => {
                self.socket.send(Message::text(text)).await.map_err(|_| End::Left(None))
            }
            Order::Freeze => {
                while !matches!(self.orders.recv().await, Some(Order::Cut) | None) {}
                Err(End::Cut)
            }
        }
    }

    async fn hear(
        &mut self,
        frame: Option<Result<Message, tungstenite::Error>>,
    ) -> Result<(), End> {
        let text = match frame {
            None | Some(Err(_)) => return Err(End::Left(None)),
            Some(Ok(Message::Close(said))) => {
                return Err(End::Left(said.map(|said| said.code.into())));
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(_)) => return self.refuse(close::DECODE, "a frame was not text"),
        };
        if text.len() > frames::LONGEST {
            return self.refuse(close::DECODE, "a frame was longer than 4096 octets");
        }
        self.count()?;
        match serde_json::from_str::<Value>(&text) {
            Ok(said) => self.take(&said).await,
            Err(_) => self.refuse(close::DECODE, "a frame was not JSON"),
        }
    }

    fn count(&mut self) -> Result<(), End> {
        let now = Instant::now();
        self.sent.retain(|sent| now - *sent < WHILE);
        self.sent.push_back(now);
        if self.sent.len() > MOST {
            return self.refuse(close::TOO_MANY, "more than 120 frames came in a minute");
        }
        Ok(())
    }

    async fn take(&mut self, said: &Value) -> Result<(), End> {
        match (said["op"].as_u64(), &self.session) {
            (Some(op::HEARTBEAT), _) => self.beat(&said["d"]).await,
            (Some(op::IDENTIFY), None) => self.identify(&said["d"]).await,
            (Some(op::RESUME), None) => self.resume(&said["d"]).await,
            (Some(op::IDENTIFY | op::RESUME), Some(_)) => {
                self.refuse(close::ALREADY_AUTHENTICATED, "IDENTIFY or RESUME came twice")
            }
            (Some(op::PRESENCE | op::VOICE_STATE | op::MEMBERS), Some(_)) => Ok(()),
            (Some(op::PRESENCE | op::VOICE_STATE | op::MEMBERS), None) => {
                self.refuse(close::NOT_AUTHENTICATED, "something came before IDENTIFY")
            }
            _ => self.refuse(close::UNKNOWN_OPCODE, "an opcode is not known"),
        }
    }

    async fn beat(&mut self, seen: &Value) -> Result<(), End> {
        let told = self.session.as_ref().map_or(0, |(_, told)| *told);
        if !seen.is_null() && seen.as_u64().is_none_or(|seen| seen > told) {
            return self.refuse(close::DECODE, "a heartbeat said what was never told");
        }
        self.beat_by = beat_by(&self.hub);
        if self.hub.faults().mute {
            return Ok(());
        }
        self.say(&json!({ "op": op::ACK, "s": null, "t": null, "d": null })).await
    }

    async fn identify(&mut self, said: &Value) -> Result<(), End> {
        self.turn_away()?;
        match self.begin(said)? {
            Some(id) => self.session = Some((id, 0)),
            None => return self.say(&json!({ "op": op::INVALID_SESSION, "d": false })).await,
        }
        Ok(())
    }

    /// Begins a session, where the bot may begin one now.
    fn begin(&self, said: &Value) -> Result<Option<String>, End> {
        let faults = self.hub.faults();
        let world = self.world();
        let bot = frames::bot(said, &world).ok_or(End::Close(Some(close::AUTHENTICATION)))?;
        let identity = Identity::read(said, faults.privileged, !faults.large)
            .map_err(|code| End::Close(Some(code)))?;
        let may = self.hub.may_identify(world.now());
        Ok(may.then(|| self.hub.identify(self.id, bot, identity, &world)))
    }

    async fn resume(&mut self, said: &Value) -> Result<(), End> {
        self.turn_away()?;
        let (bot, now) = {
            let world = self.world();
            self.hub.pass_on(&world);
            (frames::bot(said, &world), world.now())
        };
        let bot = bot.ok_or(End::Close(Some(close::AUTHENTICATION)))?;
        let (Some(id), Some(seen)) = (said["session_id"].as_str(), said["seq"].as_u64()) else {
            return self.refuse(close::DECODE, "RESUME named no session or no event");
        };
        match self.hub.resume(self.id, bot, (id, seen), now) {
            Some(Ok(())) => self.session = Some((id.to_owned(), seen)),
            Some(Err(())) => return Err(End::Close(Some(close::INVALID_SEQUENCE))),
            None => return self.say(&json!({ "op": op::INVALID_SESSION, "d": false })).await,
        }
        Ok(())
    }

    fn turn_away(&self) -> Result<(), End> {
        self.hub.faults().turn_away.map_or(Ok(()), |code| Err(End::Close(Some(code))))
    }

    /// Closes because of what a bot must never do.
    fn refuse(&self, code: u16, why: &str) -> Result<(), End> {
        self.hub.complain(format!("the gateway closed with {code}: {why}"));
        Err(End::Close(Some(code)))
    }

    async fn say(&mut self, what: &Value) -> Result<(), End> {
        self.socket.send(Message::text(what.to_string())).await.map_err(|_| End::Left(None))
    }

    /// Says goodbye and waits for the bot to go.
    async fn part(mut self, code: Option<u16>) {
        let frame = code.map(|code| CloseFrame { code: code.into(), reason: "as told".into() });
        let gone = async {
            if self.socket.close(frame).await.is_err() {
                return;
            }
            while let Some(Ok(_)) = self.socket.next().await {}
        };
        // A bot that stays is left.
        let _ = time::timeout(PARTING, gone).await;
    }
}

/// Until when the next heartbeat must have come: Discord is patient for half an interval.
fn beat_by(hub: &Hub) -> Instant {
    Instant::now() + Duration::from_millis(hub.faults().interval * 3 / 2)
}
