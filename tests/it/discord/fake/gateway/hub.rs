//! What all connections of the gateway share: sessions, who is on the line, and what shall go wrong.

use std::{
    fmt,
    sync::{Mutex, MutexGuard},
    time::{Duration, Instant},
};

use serde::de::DeserializeSeed as _;
use serde_json::{Value, json};
use tokio::sync::{mpsc, watch};
use twilight_model::gateway::event::DispatchEventWithTypeDeserializer;

use super::{
    super::world::{Audience, Id, Told, World},
    Door,
    frames::{Frame, Identity},
    greeting,
    session::Session,
};

/// How many sessions a bot may begin in a day.
const MOST_A_DAY: usize = 1000;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// What a connection is told to do.
#[derive(Debug, Clone)]
pub(crate) enum Order {
    /// Close with a code, or without one.
    Close(Option<u16>),
    /// Drop the connection.
    Cut,
    /// Neither read nor write any more, but stay connected.
    Freeze,
    /// Send this text.
    Say(String),
}

/// What is told of a connection afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Visit {
    /// Where it came in.
    pub(crate) door: Door,
    /// How it began: IDENTIFY, RESUME, or neither.
    pub(crate) began: Option<Began>,
    /// The code it was closed with by the fake.
    pub(crate) refused: Option<u16>,
    /// Whether it has ended.
    pub(crate) over: bool,
}

/// How a connection begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Began {
    /// With a new session.
    Identified,
    /// With a known one.
    Resumed,
    /// With a session that is not known any more.
    Forgotten,
}

/// What shall go wrong, and what is set.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each goes wrong by itself")]
pub(crate) struct Faults {
    /// Connections are dropped before a word, until this instant of the fake's clock.
    pub(crate) refuse_until: Option<i64>,
    /// Heartbeats are not acknowledged.
    pub(crate) mute: bool,
    /// Each event comes twice.
    pub(crate) twice: bool,
    /// Objects have fields that nobody knows.
    pub(crate) unknown_fields: bool,
    /// The close code with which whoever identifies or resumes is turned away.
    pub(crate) turn_away: Option<u16>,
    /// Guilds make sharding necessary.
    pub(crate) large: bool,
    /// The privileged intents that bots may have.
    pub(crate) privileged: u64,
    /// How long bots have to wait between two sessions of theirs that they begin.
    pub(crate) spacing: Duration,
    /// How often a heartbeat is due, in milliseconds.
    pub(crate) interval: u64,
}

pub(crate) struct Hub {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

struct State {
    resume_url: String,
    sessions: Vec<Session>,
    lines: Vec<(u64, mpsc::UnboundedSender<Order>)>,
    visits: Vec<Visit>,
    made: u64,
    /// When each session was begun, by the world's clock, and the last one by a real one.
    identified: Vec<i64>,
    identified_last: Option<Instant>,
    /// How much of what the world tells has been passed on.
    passed: usize,
    faults: Faults,
    /// Events that are kept back, to be told in another order.
    held: Option<Vec<Told>>,
    complaints: Vec<String>,
}

impl Hub {
    pub(crate) fn new() -> Self {
        let faults = Faults {
            refuse_until: None,
            mute: false,
            twice: false,
            unknown_fields: false,
            turn_away: None,
            large: false,
            privileged: 0,
            spacing: Duration::ZERO,
            interval: 41_250,
        };
        let state = State {
            resume_url: String::new(),
            sessions: Vec::new(),
            lines: Vec::new(),
            visits: Vec::new(),
            made: 0,
            identified: Vec::new(),
            identified_last: None,
            passed: 0,
            faults,
            held: None,
            complaints: Vec::new(),
        };
        Self { state: Mutex::new(state), changed: watch::Sender::new(0) }
    }

    /// Passes on what the world has told since. What twilight cannot read is complained about.
    pub(crate) fn pass_on(&self, world: &World) {
        let mut state = self.state();
        let Some(news) = world.told.get(state.passed..).filter(|news| !news.is_empty()) else {
            return;
        };
        for told in news {
            state.complaints.extend(understood(told.name, &told.data).err());
            match &mut state.held {
                Some(held) => held.push(told.clone()),
                None => state.tell(told, world),
            }
        }
        state.passed = world.told.len();
        drop(state);
        self.change(|_| ());
    }

    /// Tells something as it is, understood or not.
    pub(crate) fn blurt(&self, name: &str, data: &Value) {
        self.change(|state| {
            for session in &mut state.sessions {
                session.append(name, data);
            }
        });
    }

    /// Keeps events back from now on.
    pub(crate) fn hold(&self, world: &World) {
        self.pass_on(world);
        self.change(|state| state.held = Some(Vec::new()));
    }

    /// Tells the events that were kept back, the last one first.
    pub(crate) fn release_reversed(&self, world: &World) {
        self.pass_on(world);
        self.change(|state| {
            for told in state.held.take().unwrap_or_default().iter().rev() {
                state.tell(told, world);
            }
        });
    }

    /// Gives an order to every connection.
    pub(crate) fn order(&self, order: &Order) {
        self.change(|state| state.order(order));
    }

    pub(crate) fn cut(&self) {
        self.order(&Order::Cut);
    }

    /// Forgets every session, so that nothing can be resumed.
    pub(crate) fn forget(&self) {
        self.change(|state| state.sessions.clear());
    }

    /// Changes what shall go wrong.
    pub(crate) fn set(&self, how: impl FnOnce(&mut Faults)) {
        self.change(|state| how(&mut state.faults));
    }

    /// Every connection there was, the oldest first.
    pub(crate) fn visits(&self) -> Vec<Visit> {
        self.state().visits.clone()
    }

    /// What was wrong so far with what the bot sent, or with the fake.
    pub(crate) fn complaints(&self) -> Vec<String> {
        self.state().complaints.clone()
    }

    /// Says each time when something may have changed.
    pub(crate) fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    pub(super) fn opens(&self, resume_url: &str) {
        resume_url.clone_into(&mut self.state().resume_url);
    }

    pub(super) fn faults(&self) -> Faults {
        self.state().faults.clone()
    }

    pub(super) fn complain(&self, what: String) {
        self.change(|state| state.complaints.push(what));
    }

    /// Somebody connected.
    pub(super) fn arrive(&self, door: Door) -> (u64, mpsc::UnboundedReceiver<Order>) {
        let (orders, taken) = mpsc::unbounded_channel();
        let connection = self.change(|state| {
            let connection = state.visits.len() as u64;
            state.visits.push(Visit { door, began: None, refused: None, over: false });
            state.lines.push((connection, orders));
            connection
        });
        (connection, taken)
    }

    /// Somebody is gone; with the session, if they ended it.
    pub(super) fn leave(&self, connection: u64, refused: Option<u16>, for_good: bool, now: i64) {
        self.change(|state| {
            state.lines.retain(|(line, _)| *line != connection);
            if for_good {
                state.sessions.retain(|session| session.connection != Some(connection));
            }
            for session in &mut state.sessions {
                session.leave(connection, now);
            }
            let visit = state.visit(connection);
            visit.over = true;
            visit.refused = refused;
        });
    }

    /// Whether a bot may begin a session now: not more often than in the spacing, and a thousand times a day.
    pub(super) fn may_identify(&self, now: i64) -> bool {
        self.change(|state| {
            state.identified.retain(|then| now - then < DAY_MS);
            let early =
                state.identified_last.is_some_and(|last| last.elapsed() < state.faults.spacing);
            if state.identified.len() >= MOST_A_DAY {
                state
                    .complaints
                    .push("a bot identified so often that its token is reset".to_owned());
            }
            if early || state.identified.len() >= MOST_A_DAY {
                return false;
            }
            state.identified.push(now);
            state.identified_last = Some(Instant::now());
            true
        })
    }

    /// Makes a session of a bot, whose first events are READY and the guilds, and gives its id.
    pub(super) fn identify(
        &self,
        connection: u64,
        bot: Id,
        identity: Identity,
        world: &World,
    ) -> String {
        self.pass_on(world);
        self.change(|state| {
            state.made += 1;
            let id = format!("session-{}", state.made);
            let ready = greeting::ready(world, bot, &identity, &id, &state.resume_url);
            state.complaints.extend(understood("READY", &ready).err());
            let mut session = Session::new(id.clone(), identity, bot, connection);
            session.append("READY", &ready);
            for guild in greeting::guilds(world, bot) {
                let data = greeting::guild(world, bot, guild);
                state.complaints.extend(understood("GUILD_CREATE", &data).err());
                session
                    .tell(&Told { name: "GUILD_CREATE", data, to: Audience::Guild(guild) }, world);
            }
            state.sessions.push(session);
            state.visit(connection).began = Some(Began::Identified);
            id
        })
    }

    /// Goes on with a session from an event that was received, and cuts the connection it was on. `None` where it is not
    /// known any more, and an error where so much was never told.
    pub(super) fn resume(
        &self,
        connection: u64,
        bot: Id,
        (id, seen): (&str, u64),
        now: i64,
    ) -> Option<Result<(), ()>> {
        self.change(|state| {
            state.sessions.retain(|session| !session.is_over(now));
            let known = |session: &&mut Session| session.id == id && session.bot == bot;
            let Some(session) = state.sessions.iter_mut().find(known) else {
                state.visit(connection).began = Some(Began::Forgotten);
                return None;
            };
            if seen > session.last() {
                return Some(Err(()));
            }
            let before = session.connection;
            session.join(connection);
            session.append("RESUMED", &json!({ "_trace": ["fake"] }));
            state.order_to(&Order::Cut, |line| Some(line) == before);
            state.visit(connection).began = Some(Began::Resumed);
            Some(Ok(()))
        })
    }

    /// What a session was told after an event, and how much it was told in all.
    pub(super) fn news(&self, id: &str, seen: u64) -> (Vec<Frame>, u64) {
        let state = self.state();
        let session = state.sessions.iter().find(|session| session.id == id);
        session.map_or_else(|| (Vec::new(), seen), |session| (session.after(seen), session.last()))
    }

    fn change<T>(&self, how: impl FnOnce(&mut State) -> T) -> T {
        let outcome = how(&mut self.state());
        self.changed.send_modify(|times| *times += 1);
        outcome
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }
}

impl State {
    fn tell(&mut self, told: &Told, world: &World) {
        let mut told = told.clone();
        if self.faults.unknown_fields {
            estrange(&mut told.data);
        }
        for _ in 0..=usize::from(self.faults.twice) {
            self.sessions.iter_mut().for_each(|session| session.tell(&told, world));
        }
    }

    fn order(&self, order: &Order) {
        self.order_to(order, |_| true);
    }

    fn order_to(&self, order: &Order, whom: impl Fn(u64) -> bool) {
        for (_, orders) in self.lines.iter().filter(|(line, _)| whom(*line)) {
            // Who has just left takes no orders.
            let _ = orders.send(order.clone());
        }
    }

    fn visit(&mut self, connection: u64) -> &mut Visit {
        &mut self.visits[usize::try_from(connection).unwrap()]
    }
}

impl fmt::Debug for Hub {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hub").field("visits", &self.visits()).finish_non_exhaustive()
    }
}

/// Has twilight read an event.
fn understood(name: &str, data: &Value) -> Result<(), String> {
    let text = data.to_string();
    DispatchEventWithTypeDeserializer::new(name)
        .deserialize(&mut serde_json::Deserializer::from_str(&text))
        .map_err(|why| format!("the fake's {name} is not Discord's: {why}: {text}"))?;
    Ok(())
}

/// Puts a field into every object that nobody knows, as Discord does with each thing it invents.
fn estrange(value: &mut Value) {
    match value {
        Value::Array(all) => all.iter_mut().for_each(estrange),
        Value::Object(fields) => {
            fields.values_mut().for_each(estrange);
            // What is sorted by ids has no fields.
            if fields.keys().all(|name| name.parse::<Id>().is_ok()) {
                return;
            }
            fields.insert("invented_since".to_owned(), json!({ "kind": 99, "list": [null, 1.5] }));
        }
        _ => {}
    }
}
