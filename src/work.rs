//! What is done after the commit: sending, redrawing, reminding, sweeping.
//!
//! At least once, with a key by which the network shows it once. It reads what was committed and never decides
//! what a meeting is.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::{Mutex as Turn, Notify};

use crate::{
    chat::{Capabilities, Network},
    clock::{Clock, Ids},
    command::Defaults,
    model::{MessageId, NetworkId, RoomRef, UserRef},
    store::{Store, StoreError, Tx},
    view::Views,
};

mod digests;
mod due;
mod memos;
mod mirror;
mod outages;
mod outbox;
mod reminders;
mod running;

pub use running::Running;

use outages::Outages;

/// How long the log and the inbox are kept between two sweeps.
const SWEEP_EVERY: TimeDelta = TimeDelta::hours(1);

/// How long a file is kept whose dropper was asked about it.
const ASKED: TimeDelta = TimeDelta::days(1);

/// When the database is ill: not at once again.
const ILL: TimeDelta = TimeDelta::seconds(5);

/// How long what came for the last time can be asked for once more.
const SAID: TimeDelta = TimeDelta::days(7);

/// Of how many cards it is known how they look.
const DRAWN: usize = 10_000;

/// A card on the screen.
#[derive(Debug, Clone, Copy)]
struct Drawn {
    /// When it was drawn.
    at: DateTime<Utc>,
    /// The fingerprint of its message.
    looks: u64,
}

/// The worker.
pub struct Work {
    store: Store,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    views: Arc<Views>,
    defaults: Defaults,
    /// How long the log is kept.
    keep: TimeDelta,
    networks: HashMap<NetworkId, Arc<dyn Network>>,
    wake: Arc<Notify>,
    /// Rung for those who send, and for those who see to what is due: whoever waits for the one must not miss the other.
    to_send: Notify,
    to_fire: Notify,
    /// One round at a time, so that two rounds never send the same row.
    turn: Turn<()>,
    /// The same for what is due.
    firing: Turn<()>,
    /// How each card was last drawn, to keep a network's distance between two edits and to make none that changes nothing.
    drawn: Mutex<HashMap<String, Drawn>>,
    outages: Outages,
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work").field("networks", &self.networks).finish_non_exhaustive()
    }
}

/// What the worker works with.
#[derive(Debug)]
pub struct Tools {
    /// The database.
    pub store: Store,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Where keys come from.
    pub ids: Arc<dyn Ids>,
    /// The templates.
    pub views: Arc<Views>,
    /// What holds unless said otherwise.
    pub defaults: Defaults,
    /// How long the log is kept.
    pub keep: TimeDelta,
    /// Rung when there is something to do.
    pub wake: Arc<Notify>,
}

impl Work {
    /// What a network can do; nothing where it is not running.
    pub(super) fn capabilities(&self, network: &NetworkId) -> Option<Capabilities> {
        self.networks.get(network).map(|network| network.capabilities())
    }

    /// A worker for these networks.
    pub fn new(tools: Tools, networks: &[Arc<dyn Network>]) -> Self {
        let Tools { store, clock, ids, views, defaults, keep, wake } = tools;
        let networks = networks.iter().map(|network| (network.id(), Arc::clone(network))).collect();
        Self {
            store,
            clock,
            ids,
            views,
            defaults,
            keep,
            networks,
            wake,
            to_send: Notify::new(),
            to_fire: Notify::new(),
            turn: Turn::new(()),
            firing: Turn::new(()),
            drawn: Mutex::default(),
            outages: Outages::default(),
        }
    }

    /// Works until it is dropped: whenever it is woken, and whenever something falls due.
    ///
    /// What is due is seen to beside the sending, which can take as long as a network likes.
    pub async fn run(&self) {
        tokio::join!(self.pass_on(), self.fire_on_time(), self.send_on_time());
    }

    async fn pass_on(&self) {
        loop {
            self.wake.notified().await;
            self.to_fire.notify_one();
            self.to_send.notify_one();
        }
    }

    async fn fire_on_time(&self) {
        loop {
            let woken = self.to_fire.notified();
            let next = match self.fire().await {
                Ok(()) => self.next(Tx::next_reminder).await,
                Err(error) => {
                    say_ill(&error);
                    self.clock.now() + ILL
                }
            };
            tokio::select! {
                () = woken => {}
                () = self.clock.wait_until(next) => {}
            }
        }
    }

    async fn send_on_time(&self) {
        let mut swept = DateTime::<Utc>::MIN_UTC;
        loop {
            let woken = self.to_send.notified();
            if self.clock.now() - swept >= SWEEP_EVERY {
                swept = self.clock.now();
                self.sweep().await;
            }
            self.send_all().await;
            let next = self.next(Tx::next_due).await;
            tokio::select! {
                () = woken => {}
                () = self.clock.wait_until(next) => {}
            }
        }
    }

    /// Does everything that is due at the present instant.
    pub async fn settle(&self) {
        self.fire().await.unwrap_or_else(|error| say_ill(&error));
        self.send_all().await;
    }

    async fn send_all(&self) {
        let _turn = self.turn.lock().await;
        loop {
            match self.send_round().await {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) => return say_ill(&error),
            }
        }
    }

    /// Sends what is due. What fell due long ago is seen to first, all of it, so that it is said in one piece and no card
    /// is drawn once for each date that was over.
    async fn send_round(&self) -> Result<usize, StoreError> {
        let now = self.clock.now();
        let next = self.store.read().await?.next_reminder().await?;
        if next.is_some_and(|next| next + due::PUNCTUAL < now) {
            self.fire().await?;
        }
        self.deliver(now).await
    }

    /// Sees to all whose time has come. What shall be said of it is in the outbox then.
    async fn fire(&self) -> Result<(), StoreError> {
        let _firing = self.firing.lock().await;
        loop {
            let now = self.clock.now();
            let next = self.store.read().await?.next_reminder().await?;
            if next.is_none_or(|next| next > now) {
                return Ok(());
            }
            self.fire_reminders(now).await?;
            self.fire_memos(now).await?;
            self.fire_digests(now).await?;
            self.to_send.notify_one();
        }
    }

    /// When something is due next; where nothing is known, soon enough to notice another process's work, and that the clock
    /// was set.
    async fn next<F>(&self, find: F) -> DateTime<Utc>
    where
        F: AsyncFnOnce(&mut Tx) -> Result<Option<DateTime<Utc>>, StoreError>,
    {
        let now = self.clock.now();
        let idle = now + TimeDelta::minutes(1);
        let due = async { find(&mut self.store.read().await?).await };
        match due.await {
            Ok(due) => due.map_or(idle, |due| due.clamp(now + TimeDelta::milliseconds(1), idle)),
            Err(_) => now + ILL,
        }
    }

    async fn sweep(&self) {
        let (before, asked) = (self.clock.now() - self.keep, self.clock.now() - ASKED);
        let swept = async {
            let mut tx = self.store.begin().await?;
            tx.sweep(before).await?;
            tx.sweep_dropped_files(asked).await?;
            tx.sweep_share_codes(asked).await?;
            tx.sweep_memos(self.clock.now() - SAID).await?;
            tx.commit().await
        };
        if let Err(error) = swept.await {
            tracing::warn!(%error, "old log rows could not be swept: {error}");
        }
    }

    /// Has the cards of a network drawn again that does not show what was sent before a restart.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn show_open_cards(&self, network: &NetworkId) -> Result<(), StoreError> {
        let now = self.clock.now();
        let mut tx = self.store.begin().await?;
        for card in tx.open_cards(network, now).await? {
            tx.enqueue_card(&card.id, now).await?;
        }
        tx.commit().await?;
        self.wake.notify_one();
        Ok(())
    }

    /// The messages of a room that are cards of meetings which still take answers.
    pub(crate) async fn open_cards(&self, room: &RoomRef) -> Result<Vec<MessageId>, StoreError> {
        let mut tx = self.store.read().await?;
        let cards = tx.open_cards(&room.network, self.clock.now()).await?;
        Ok(cards
            .into_iter()
            .filter(|card| card.room == *room)
            .filter_map(|card| card.message)
            .collect())
    }

    /// The rooms of a network that have cards of meetings which still take answers.
    pub(crate) async fn open_rooms(&self, network: &NetworkId) -> Result<Vec<RoomRef>, StoreError> {
        let cards = self.store.read().await?.open_cards(network, self.clock.now()).await?;
        let mut rooms: Vec<_> = cards.into_iter().map(|card| card.room).collect();
        rooms.sort_unstable_by(|one, other| one.id.cmp(&other.id));
        rooms.dedup();
        Ok(rooms)
    }

    /// The reactions to a card that are known.
    pub(crate) async fn reactions(
        &self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Vec<(UserRef, String)>, StoreError> {
        self.store.read().await?.reactions(room, message).await
    }

    /// When a card was last drawn; nothing where that lies ahead, because the clock was set back.
    fn last_drawn(&self, card: &str) -> Option<DateTime<Utc>> {
        let now = self.clock.now();
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.get(card).map(|drawn| drawn.at).filter(|at| *at <= now)
    }

    /// How a card looks, as far as that is known.
    fn drawn_as(&self, card: &str) -> Option<u64> {
        let drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        drawn.get(card).map(|drawn| drawn.looks)
    }

    fn note_drawn(&self, card: &str, now: Drawn) {
        let mut drawn = self.drawn.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever is forgotten is drawn once more than needed.
        if drawn.len() >= DRAWN {
            drawn.retain(|_, then| now.at - then.at < TimeDelta::minutes(1));
        }
        drawn.insert(card.to_owned(), now);
    }
}

fn say_ill(error: &StoreError) {
    tracing::error!(%error, "the worker could not use the database: {error}");
}
