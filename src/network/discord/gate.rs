//! The gate before Discord's REST API: what Discord asked to wait is waited, and nothing is sent any more long before it
//! would shut this machine's address out (topics/rate-limits). Knows neither requests nor messages.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{
    sync::{Mutex as Turns, OwnedMutexGuard},
    time::{Instant, sleep_until, timeout},
};

/// How long a request waits for its turn. What would take longer is told to the caller, who has other things to do.
const PATIENCE: Duration = Duration::from_secs(10);
/// Discord counts the answers 401, 403 and 429 over so long.
const WINDOW: Duration = Duration::from_mins(10);
/// So many of them are enough to stop; at 10,000 Discord shuts an address out.
const MOST_FAILURES: usize = 2_000;
/// How long to wait where Discord says that there were too many requests, but not how long.
const UNSAID: Duration = Duration::from_secs(10);
/// So many lanes may be remembered before those are dropped that nothing waits for.
const MANY_LANES: usize = 1_000;

/// What came with an answer and says how many requests may follow.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Said {
    /// The status is one of those that are counted: 401, 403, or 429 unless somebody else caused it.
    pub(super) failure: bool,
    /// How many more may come now.
    pub(super) remaining: Option<u32>,
    /// How long until more may come.
    pub(super) reset_after: Option<Duration>,
    /// There were too many requests.
    pub(super) limited: Option<Limited>,
}

/// There were too many requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limited {
    /// How long to wait, where it was said.
    pub(super) after: Option<Duration>,
    /// Whether it is for every request, not for this kind.
    pub(super) global: bool,
}

/// Nothing can be sent now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Closed {
    /// How long it takes until another try is worth it.
    pub(super) after: Duration,
}

/// The gate. A lane is what Discord limits together; one request at a time goes through each.
#[derive(Debug)]
pub(super) struct Gate<L> {
    bounds: Mutex<Bounds>,
    lanes: Mutex<HashMap<L, Arc<Turns<Lane>>>>,
}

/// What holds for all requests.
#[derive(Debug, Default)]
struct Bounds {
    /// Until when everything waits.
    closed: Option<Instant>,
    failures: VecDeque<Instant>,
}

/// What is known of a lane.
#[derive(Debug, Default)]
struct Lane {
    remaining: Option<u32>,
    reset: Option<Instant>,
}

/// The turn of a request in its lane.
#[derive(Debug)]
pub(super) struct Turn(Option<OwnedMutexGuard<Lane>>);

impl<L> Default for Gate<L> {
    fn default() -> Self {
        Self { bounds: Mutex::default(), lanes: Mutex::default() }
    }
}

impl<L: Hash + Eq + Clone> Gate<L> {
    /// Waits until a request may be sent. One without a lane is not limited, and waits for nothing but the bound on
    /// failures.
    ///
    /// # Errors
    ///
    /// [`Closed`] where that is not soon.
    pub(super) async fn enter(&self, lane: Option<&L>) -> Result<Turn, Closed> {
        let began = Instant::now();
        let Some(lane) = lane else {
            return held(&self.bounds).too_many_failures(began).map_or(Ok(Turn(None)), Err);
        };
        let lane = self.lane(lane, began);
        let Ok(mut lane) = timeout(PATIENCE, lane.lock_owned()).await else {
            return Err(Closed { after: PATIENCE });
        };
        while let Some(until) = self.wait(&lane, began, Instant::now())? {
            sleep_until(until).await;
        }
        lane.take_one();
        Ok(Turn(Some(lane)))
    }

    /// Takes note of an answer.
    pub(super) fn answered(&self, turn: Turn, said: &Said) {
        let now = Instant::now();
        if let Some(mut lane) = turn.0 {
            lane.learn(said, now);
        }
        held(&self.bounds).learn(said, now);
    }

    /// Until when a request has to wait that came when `began` says.
    fn wait(&self, lane: &Lane, began: Instant, now: Instant) -> Result<Option<Instant>, Closed> {
        let mut bounds = held(&self.bounds);
        if let Some(closed) = bounds.too_many_failures(now) {
            return Err(closed);
        }
        match bounds.closed.max(lane.spent_until()).filter(|until| *until > now) {
            Some(until) if until > began + PATIENCE => Err(Closed { after: until - now }),
            until => Ok(until),
        }
    }

    fn lane(&self, lane: &L, now: Instant) -> Arc<Turns<Lane>> {
        let mut lanes = held(&self.lanes);
        if lanes.len() > MANY_LANES {
            let matters =
                |lane: &Arc<Turns<Lane>>| lane.try_lock().map_or(true, |lane| lane.matters(now));
            lanes.retain(|_, lane| matters(lane));
        }
        Arc::clone(lanes.entry(lane.clone()).or_default())
    }
}

/// What a lock holds. Nobody stops half-way through a change of it.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bounds {
    fn learn(&mut self, said: &Said, now: Instant) {
        if let Some(limited) = said.limited.filter(|limited| limited.global) {
            self.closed = self.closed.max(Some(now + limited.after.unwrap_or(UNSAID)));
        }
        if said.failure {
            self.failures.push_back(now);
            if self.failures.len() == MOST_FAILURES {
                tracing::error!(
                    "Discord refused {MOST_FAILURES} requests in ten minutes; I send nothing until they are past, because at \
                     10,000 it would shut this machine out"
                );
            }
        }
    }

    fn too_many_failures(&mut self, now: Instant) -> Option<Closed> {
        while self.failures.front().is_some_and(|failure| *failure + WINDOW <= now) {
            self.failures.pop_front();
        }
        let oldest = *self.failures.front()?;
        (self.failures.len() >= MOST_FAILURES).then(|| Closed { after: oldest + WINDOW - now })
    }
}

impl Lane {
    /// Counts a request. Where one gets no answer, the next one counts on all the same.
    fn take_one(&mut self) {
        self.remaining = match self.remaining {
            // The time to wait is over, and how many may come now is not known before the answer.
            Some(0) => None,
            remaining => remaining.map(|remaining| remaining - 1),
        };
    }

    fn learn(&mut self, said: &Said, now: Instant) {
        self.remaining = said.remaining.or(self.remaining);
        self.reset = said.reset_after.map(|after| now + after).or(self.reset);
        if let Some(limited) = said.limited.filter(|limited| !limited.global) {
            self.remaining = Some(0);
            self.reset = Some(now + limited.after.unwrap_or(UNSAID));
        }
    }

    fn spent_until(&self) -> Option<Instant> {
        self.reset.filter(|_| self.remaining == Some(0))
    }

    fn matters(&self, now: Instant) -> bool {
        self.reset.is_some_and(|reset| reset > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn fine(remaining: u32, reset_after: Duration) -> Said {
        Said { remaining: Some(remaining), reset_after: Some(reset_after), ..Said::default() }
    }

    fn limited(after: Duration, global: bool) -> Said {
        let limited = Some(Limited { after: Some(after), global });
        Said { failure: true, limited, ..Said::default() }
    }

    fn knowing(said: &Said, now: Instant) -> (Gate<u8>, Lane) {
        let (gate, mut lane) = (Gate::default(), Lane::default());
        lane.learn(said, now);
        held(&gate.bounds).learn(said, now);
        (gate, lane)
    }

    #[test]
    fn a_lane_that_is_spent_waits_and_no_other() {
        let now = Instant::now();
        let (gate, mut lane) = knowing(&fine(1, 5 * SECOND), now);
        assert_eq!(gate.wait(&lane, now, now), Ok(None), "one is left");
        lane.take_one();
        assert_eq!(gate.wait(&lane, now, now), Ok(Some(now + 5 * SECOND)));
        assert_eq!(gate.wait(&Lane::default(), now, now), Ok(None));
        let later = now + 5 * SECOND;
        assert_eq!(gate.wait(&lane, now, later), Ok(None));
        lane.take_one();
        assert_eq!(gate.wait(&lane, later, later), Ok(None), "the answer says how many are left");
    }

    #[test]
    fn a_global_limit_holds_every_lane_back() {
        let now = Instant::now();
        let (gate, lane) = knowing(&limited(3 * SECOND, true), now);
        assert_eq!(gate.wait(&lane, now, now), Ok(Some(now + 3 * SECOND)));
        assert_eq!(gate.wait(&Lane::default(), now, now), Ok(Some(now + 3 * SECOND)));
        assert_eq!(gate.wait(&lane, now, now + 3 * SECOND), Ok(None));
    }

    #[test]
    fn what_takes_long_is_said_and_not_waited_for() {
        let now = Instant::now();
        let (gate, lane) = knowing(&limited(60 * SECOND, false), now);
        assert_eq!(gate.wait(&lane, now, now), Err(Closed { after: 60 * SECOND }));
        assert_eq!(gate.wait(&Lane::default(), now, now), Ok(None));
    }

    #[tokio::test]
    async fn one_request_at_a_time_goes_through_a_lane() {
        let gate = Gate::default();
        let turn = gate.enter(Some(&1)).await.unwrap();
        let second = gate.enter(Some(&1));
        tokio::pin!(second);
        let waits = tokio::select! {
            biased;
            _ = &mut second => false,
            other = gate.enter(Some(&2)) => other.is_ok(),
        };
        assert!(waits, "the first is not answered, which is nothing to another lane");
        gate.answered(turn, &Said::default());
        second.await.unwrap();
    }

    #[tokio::test]
    async fn before_discord_shuts_the_machine_out_nothing_is_sent() {
        let gate = Gate::<u8>::default();
        for _ in 0..MOST_FAILURES {
            let turn = gate.enter(None).await.unwrap();
            gate.answered(turn, &Said { failure: true, ..Said::default() });
        }
        let closed = gate.enter(None).await.unwrap_err();
        assert!(closed.after + 60 * SECOND > WINDOW && closed.after <= WINDOW, "{closed:?}");
        gate.enter(Some(&1)).await.unwrap_err();
        let now = Instant::now() + WINDOW;
        assert_eq!(gate.wait(&Lane::default(), now, now), Ok(None), "they are past");
    }

    #[tokio::test]
    async fn lanes_that_nothing_waits_for_are_forgotten() {
        let gate = Gate::default();
        let many = u32::try_from(MANY_LANES).unwrap();
        for lane in 0..=many {
            let turn = gate.enter(Some(&lane)).await.unwrap();
            gate.answered(turn, &fine(0, if lane == 7 { 60 * SECOND } else { Duration::ZERO }));
        }
        gate.enter(Some(&(many + 1))).await.unwrap();
        assert_eq!(held(&gate.lanes).len(), 2);
        gate.enter(Some(&7)).await.unwrap_err();
    }
}
