//! A Discord of our own: one server for each test, in the test's own process, made from Discord's description of itself.
//!
//! It never names the bot. `judge` holds each request to Discord's description and to the rules that it lacks, `rest` and
//! `interactions` do what was asked, `gateway` tells it, and `member` is a person at their program. What no fake can show is
//! in `docs/DISCORD.md`.

pub(crate) mod change;
pub(crate) mod events;
pub(crate) mod faults;
pub(crate) mod gateway;
pub(crate) mod interactions;
pub(crate) mod journal;
mod judge;
pub(crate) mod limits;
pub(crate) mod member;
mod mentions;
mod opinion;
mod refusal;
mod rest;
pub(crate) mod rights;
mod rules;
pub(crate) mod server;
mod show;
mod spec;
pub(crate) mod trouble;
pub(crate) mod world;

mod tried;

use std::{
    net::SocketAddr,
    sync::{Arc, MutexGuard},
    time::{Duration, Instant},
};

use tokio::{net::TcpListener, task::JoinHandle};

use self::{
    faults::Faults,
    gateway::Gateway,
    interactions::FIRST_ANSWER,
    journal::Entry,
    limits::Paces,
    member::Member,
    server::{Authority, Shared},
    trouble::Trouble,
    world::{Id, User, World},
};

/// What the bot says with every request, unless a test changes it.
pub(crate) const TOKEN: &str = "MTA.fake.token";

/// What a test can set before the fake starts.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    /// How fast the bot may ask.
    pub(crate) paces: Paces,
    /// How long a bot has for its first answer to an interaction.
    pub(crate) first_answer: Duration,
    /// When it is, in milliseconds.
    pub(crate) now: i64,
    /// Whether the clock goes on by itself, or only where a test moves it.
    pub(crate) running: bool,
    /// How many answers of 401, 403 and 429 are let pass.
    pub(crate) budget: usize,
}

impl Default for Settings {
    fn default() -> Self {
        // 2026-12-01 08:00 UTC.
        let now = 1_796_112_000_000;
        Self { paces: Paces::QUICK, first_answer: FIRST_ANSWER, now, running: false, budget: 5 }
    }
}

/// A Discord with one bot in one guild, which ends where this is dropped.
#[derive(Debug)]
pub(crate) struct Fake {
    shared: Arc<Shared>,
    gateway: Gateway,
    serving: JoinHandle<()>,
    /// Where it answers as discord.com, and as cdn.discordapp.com, where files are.
    pub(crate) address: SocketAddr,
    /// The certificate, in PEM, of who says that it is discord.com.
    pub(crate) certificate: String,
    /// The bot's application and user.
    pub(crate) bot: Id,
    /// The guild it is in, and the guild's channels #general and #random.
    pub(crate) guild: Id,
    pub(crate) general: Id,
    pub(crate) random: Id,
}

impl Fake {
    /// Starts it on ports of its own.
    pub(crate) async fn start(settings: Settings) -> Self {
        // Read now, so that no request waits for it.
        spec::known();
        let mut world = World::new(settings.now, settings.running);
        let bot = world.add_application("Convene", TOKEN);
        let owner = world.add_user(User { name: "olga".to_owned(), ..User::default() });
        let guild = world.add_guild("Team", owner);
        let role = world.add_role(guild, "Convene", rights::EVERYONE | rights::CREATE_EVENTS);
        world.add_member(guild, bot, &[role]);
        let general = world.add_channel(guild, "general");
        let random = world.add_channel(guild, "random");
        if let Some(guild) = world.guilds.get_mut(&guild) {
            guild.system_channel = Some(general);
        }
        let shared = Arc::new(Shared::new(settings, world));
        let gateway = Gateway::start(&shared).await;
        shared.gateway.set(gateway.url()).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let authority = Authority::new();
        let serving = server::serve(listener, &authority, Arc::clone(&shared));
        let certificate = authority.pem;
        Self { shared, gateway, serving, address, certificate, bot, guild, general, random }
    }

    /// The world, while nothing in it moves.
    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }

    /// Somebody in the guild, who looks at #general; they join with the first call.
    pub(crate) fn member(&self, name: &str) -> Member {
        let mut world = self.world();
        let known = world.users.values().find(|user| user.name == name).map(|user| user.id);
        let id = known.unwrap_or_else(|| {
            let new = world.add_user(User { name: name.to_owned(), ..User::default() });
            world.add_member(self.guild, new, &[]);
            new
        });
        drop(world);
        Member::new(Arc::clone(&self.shared), id, self.general)
    }

    /// The hand of the test on the gateway.
    pub(crate) fn faults(&self) -> Faults {
        Faults { hub: Arc::clone(&self.gateway.hub), shared: Arc::clone(&self.shared) }
    }

    /// The next so many requests of a route (`POST /channels/{id}/messages`, `*` for any) go wrong.
    pub(crate) fn trouble(&self, route: &str, trouble: Trouble, times: usize) {
        self.shared.troubles.lock().unwrap().plan(route, trouble, times);
    }

    /// Ends all planned trouble with requests, and lets those go that are held.
    pub(crate) fn calm(&self) {
        self.shared.troubles.lock().unwrap().end();
        self.shared.released.notify_waiters();
    }

    /// Sets how fast the bot may ask from now on.
    pub(crate) fn pace(&self, paces: Paces) {
        self.shared.limits.lock().unwrap().set(paces);
    }

    /// Takes nothing but answers to interactions for a while.
    pub(crate) fn close_all(&self, during: Duration) {
        self.shared.limits.lock().unwrap().close(Instant::now(), during);
    }

    /// Moves the clock, and lets happen what is due then.
    pub(crate) fn advance(&self, by: Duration) {
        let mut world = self.world();
        world.advance(by);
        events::time_passes(&mut world);
    }

    /// The test provokes refusals with this code of Discord's (or status, where it has no code): so many at most.
    pub(crate) fn expect(&self, code: u64, at_most: usize) {
        self.shared.journal.lock().unwrap().expect(code, at_most);
    }

    /// All requests so far.
    pub(crate) fn journal(&self) -> Vec<Entry> {
        self.shared.journal.lock().unwrap().entries.clone()
    }

    /// The requests of a route so far.
    pub(crate) fn asked(&self, route: &str) -> Vec<Entry> {
        self.journal().into_iter().filter(|entry| entry.route == route).collect()
    }

    /// All that was wrong: with requests, with answers of the fake's own, with refusals nobody expected, with frames of the
    /// gateway. A test that has a fake ends with none.
    pub(crate) fn verify(&self) -> Vec<String> {
        let budget = self.shared.settings.budget;
        let mut all = self.shared.journal.lock().unwrap().verdict(budget);
        all.extend(self.gateway.hub.complaints());
        all
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
