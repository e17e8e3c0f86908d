//! What can go wrong on the way to the gateway, as a test calls for it.
//!
//! What goes wrong with requests is scripted where requests are taken.

use std::{
    sync::{Arc, MutexGuard},
    time::Duration,
};

use serde_json::{Value, json};
use tokio::time;

use super::{
    gateway::{Began, Door, Hub, Order, Visit},
    server::Shared,
    world::{Audience, World},
};

/// How long a test waits for a bot to come back.
const PATIENCE: Duration = Duration::from_secs(20);

/// The hand of the test on the gateway.
#[derive(Clone)]
pub(crate) struct Faults {
    pub(crate) hub: Arc<Hub>,
    pub(crate) shared: Arc<Shared>,
}

impl Faults {
    /// Drops every connection.
    pub(crate) fn cut(&self) {
        self.hub.cut();
    }

    /// Leaves every connection open and dead: nothing is read from it or written to it any more.
    pub(crate) fn freeze(&self) {
        self.hub.order(&Order::Freeze);
    }

    /// Closes every connection, with a code or without.
    pub(crate) fn close(&self, code: Option<u16>) {
        self.hub.order(&Order::Close(code));
    }

    /// Asks every bot to come again (op 7), as Discord does several times a day.
    pub(crate) fn ask_to_reconnect(&self) {
        self.say(&json!({ "op": 7, "s": null, "t": null, "d": null }));
    }

    /// Says that the session is not valid (op 9), and whether it can be resumed. One that cannot is forgotten.
    pub(crate) fn invalidate(&self, resumable: bool) {
        if !resumable {
            self.hub.forget();
        }
        self.say(&json!({ "op": 9, "s": null, "t": null, "d": resumable }));
    }

    /// Asks for a heartbeat at once (op 1).
    pub(crate) fn ask_for_heartbeat(&self) {
        self.say(&json!({ "op": 1, "s": null, "t": null, "d": null }));
    }

    /// Stops acknowledging heartbeats, or begins to again.
    pub(crate) fn mute(&self, mute: bool) {
        self.hub.set(|faults| faults.mute = mute);
    }

    /// How often a heartbeat is due, from the next connection on.
    pub(crate) fn heartbeat_every(&self, interval: Duration) {
        let interval = u64::try_from(interval.as_millis()).unwrap();
        self.hub.set(|faults| faults.interval = interval);
    }

    /// Tells each event twice, or once again.
    pub(crate) fn double(&self, twice: bool) {
        self.hub.set(|faults| faults.twice = twice);
    }

    /// Puts things into events that nobody knows, or no longer.
    pub(crate) fn invent_fields(&self, invent: bool) {
        self.hub.set(|faults| faults.unknown_fields = invent);
    }

    /// Closes whoever identifies or resumes with a code, or lets them in again.
    pub(crate) fn turn_away(&self, code: Option<u16>) {
        self.hub.set(|faults| faults.turn_away = code);
    }

    /// Wants bots to be sharded, as Discord does from 2500 guilds on.
    pub(crate) fn want_shards(&self, wanted: bool) {
        self.hub.set(|faults| faults.large = wanted);
    }

    /// Has bots wait between two sessions that they begin, as Discord does: five seconds.
    pub(crate) fn space_sessions(&self, spacing: Duration) {
        self.hub.set(|faults| faults.spacing = spacing);
    }

    /// Lets bots have privileged intents.
    pub(crate) fn allow_intents(&self, intents: u64) {
        self.hub.set(|faults| faults.privileged = intents);
    }

    /// Forgets all sessions, without telling anybody.
    pub(crate) fn forget_sessions(&self) {
        self.hub.forget();
    }

    /// Keeps events back, so that they can come in another order.
    pub(crate) fn hold_events(&self) {
        self.hub.hold(&self.world());
    }

    /// Tells the events that were kept back, the last one first.
    pub(crate) fn release_reversed(&self) {
        self.hub.release_reversed(&self.world());
    }

    /// Tells an event that nobody knows.
    pub(crate) fn tell_unknown_event(&self) {
        self.hub.blurt("MEETING_INVENTED", &json!({ "id": "1", "what": { "kind": 99 } }));
    }

    /// Tells events that are known and say nonsense.
    pub(crate) fn tell_nonsense(&self) {
        self.hub.blurt("MESSAGE_CREATE", &json!({ "id": { "not": "an id" }, "content": 5 }));
        self.hub.blurt("INTERACTION_CREATE", &json!({ "id": "1", "type": 77, "token": "t" }));
        self.hub.blurt("GUILD_SCHEDULED_EVENT_CREATE", &Value::Null);
    }

    /// Loses a guild for a while, or finds it again.
    pub(crate) fn lose_guild(&self, guild: u64, bot: u64, lost: bool) {
        let mut world = self.world();
        world.guilds.get_mut(&guild).unwrap().unavailable = lost;
        let (name, told) = if lost {
            ("GUILD_DELETE", json!({ "id": guild.to_string(), "unavailable": true }))
        } else {
            ("GUILD_CREATE", super::gateway::guild_create(&world, bot, guild))
        };
        world.tell(name, Audience::Bot(bot, Some(guild)), told);
    }

    /// Refuses all connections for so long by the fake's clock, and drops those there are.
    pub(crate) fn outage(&self, length: Duration) {
        let until = self.world().now() + i64::try_from(length.as_millis()).unwrap();
        self.hub.set(|faults| faults.refuse_until = Some(until));
        self.hub.cut();
    }

    /// Every connection so far, the oldest first.
    pub(crate) fn visits(&self) -> Vec<Visit> {
        self.hub.visits()
    }

    /// How each connection so far began, the oldest first.
    pub(crate) fn beginnings(&self) -> Vec<(Door, Option<Began>)> {
        self.visits().iter().map(|visit| (visit.door, visit.began)).collect()
    }

    /// Waits until the visits are as wanted.
    pub(crate) async fn waits_for(&self, wanted: impl Fn(&[Visit]) -> bool) {
        let mut changes = self.hub.changes();
        let seen = async {
            loop {
                changes.mark_unchanged();
                if wanted(&self.visits()) {
                    return;
                }
                changes.changed().await.unwrap();
            }
        };
        let in_time = time::timeout(PATIENCE, seen).await.is_ok();
        assert!(in_time, "waited in vain; the bot came like this: {:#?}", self.visits());
    }

    /// Waits until a bot has begun so many times in one way, and still is there the last time.
    pub(crate) async fn waits_for_bot(&self, how: Began, times: usize) {
        self.waits_for(|visits| {
            visits.iter().filter(|visit| visit.began == Some(how)).count() >= times
                && visits.last().is_some_and(|visit| !visit.over)
        })
        .await;
    }

    fn say(&self, what: &Value) {
        self.hub.order(&Order::Say(what.to_string()));
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.shared.world()
    }
}
