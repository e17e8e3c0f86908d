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
    state: Mutex<State<L>>,
}

#[derive(Debug)]
struct State<L> {
    /// Until when everything waits.
    closed: Option<Instant>,
    failures: VecDeque<Instant>,
    lanes: HashMap<L, Arc<Turns<Lane>>>,
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
        let state = State { closed: None, failures: VecDeque::new(), lanes: HashMap::new() };
        Self { state: Mutex::new(state) }
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
        let Some(lane) = lane else {
            return self.too_many_failures().map_or(Ok(Turn(None)), Err);
        };
        let began = Instant::now();
        let lane = self.lane(lane);
        let Ok(mut lane) = timeout(PATIENCE, lane.lock_owned()).await else {
            return Err(Closed { after: PATIENCE });
        };
        loop {
            if let Some(closed) = self.too_many_failures() {
                return Err(closed);
            }
            let Some(until) = self.wait(&lane) else { break };
            if until > began + PATIENCE {
                return Err(Closed { after: until - Instant::now() });
            }
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
        let mut state = self.state();
        if let Some(limited) = said.limited.filter(|limited| limited.global) {
            let until = now + limited.after.unwrap_or(UNSAID);
            state.closed = Some(state.closed.map_or(until, |closed| closed.max(until)));
        }
        if said.failure {
            state.failures.push_back(now);
            if state.failures.len() == MOST_FAILURES {
                tracing::error!(
                    "Discord refused {MOST_FAILURES} requests in ten minutes; I send nothing until they are past, because at \
                     10,000 it would shut this machine out"
                );
            }
        }
    }

    fn too_many_failures(&self) -> Option<Closed> {
        let now = Instant::now();
        let mut state = self.state();
        while state.failures.front().is_some_and(|failure| *failure + WINDOW <= now) {
            state.failures.pop_front();
        }
        let oldest = *state.failures.front()?;
        let closed = Closed { after: oldest + WINDOW - now };
        (state.failures.len() >= MOST_FAILURES).then_some(closed)
    }

    /// Until when a request in this lane has to wait.
    fn wait(&self, lane: &Lane) -> Option<Instant> {
        let spent = lane.remaining == Some(0);
        let until = self.state().closed.max(lane.reset.filter(|_| spent))?;
        (until > Instant::now()).then_some(until)
    }

    fn lane(&self, lane: &L) -> Arc<Turns<Lane>> {
        let mut state = self.state();
        if state.lanes.len() > MANY_LANES {
            let now = Instant::now();
            state.lanes.retain(|_, lane| lane.try_lock().map_or(true, |lane| lane.matters(now)));
        }
        Arc::clone(state.lanes.entry(lane.clone()).or_default())
    }

    fn state(&self) -> MutexGuard<'_, State<L>> {
        // Nobody stops half-way through a change of it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
        if let Some(remaining) = said.remaining {
            self.remaining = Some(remaining);
        }
        if let Some(after) = said.reset_after {
            self.reset = Some(now + after);
        }
        if let Some(limited) = said.limited.filter(|limited| !limited.global) {
            self.remaining = Some(0);
            self.reset = Some(now + limited.after.unwrap_or(UNSAID));
        }
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

    /// How long a request in a lane waits.
    async fn waits(gate: &Gate<u8>, lane: u8) -> Duration {
        let began = Instant::now();
        let turn = gate.enter(Some(&lane)).await.unwrap();
        gate.answered(turn, &Said::default());
        began.elapsed()
    }

    async fn answers(gate: &Gate<u8>, lane: u8, said: Said) {
        let turn = gate.enter(Some(&lane)).await.unwrap();
        gate.answered(turn, &said);
    }

    #[tokio::test(start_paused = true)]
    async fn a_lane_that_is_spent_waits_and_no_other() {
        let gate = Gate::default();
        answers(&gate, 1, fine(1, 5 * SECOND)).await;
        assert_eq!(waits(&gate, 1).await, Duration::ZERO, "one is left");
        assert_eq!(waits(&gate, 2).await, Duration::ZERO);
        let waited = waits(&gate, 1).await;
        assert!((5 * SECOND..5 * SECOND + SECOND / 10).contains(&waited), "{waited:?}");
        assert_eq!(waits(&gate, 1).await, Duration::ZERO, "the next answer says how many are left");
    }

    #[tokio::test(start_paused = true)]
    async fn a_global_limit_holds_every_lane_back_but_what_has_none() {
        let gate = Gate::default();
        answers(&gate, 1, limited(3 * SECOND, true)).await;
        gate.enter(None).await.unwrap();
        let began = Instant::now();
        let (one, two) = tokio::join!(waits(&gate, 1), waits(&gate, 2));
        assert!(one >= 3 * SECOND && two >= 3 * SECOND, "{one:?} {two:?}");
        assert!(began.elapsed() < 4 * SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn what_takes_long_is_said_and_not_waited_for() {
        let gate = Gate::default();
        answers(&gate, 1, limited(60 * SECOND, false)).await;
        let closed = gate.enter(Some(&1)).await.unwrap_err();
        assert_eq!(closed.after, 60 * SECOND);
        assert_eq!(waits(&gate, 2).await, Duration::ZERO);
    }

    #[tokio::test(start_paused = true)]
    async fn one_request_at_a_time_goes_through_a_lane() {
        let gate = Gate::default();
        let turn = gate.enter(Some(&1)).await.unwrap();
        let second = gate.enter(Some(&1));
        tokio::pin!(second);
        assert!(timeout(SECOND, &mut second).await.is_err(), "the first is not answered");
        gate.answered(turn, &fine(0, 2 * SECOND));
        let began = Instant::now();
        second.await.unwrap();
        assert!(began.elapsed() >= 2 * SECOND, "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn before_discord_shuts_the_machine_out_nothing_is_sent() {
        let gate = Gate::<u8>::default();
        for _ in 0..MOST_FAILURES {
            let turn = gate.enter(None).await.unwrap();
            gate.answered(turn, &Said { failure: true, ..Said::default() });
        }
        assert_eq!(gate.enter(None).await.unwrap_err().after, WINDOW);
        assert_eq!(gate.enter(Some(&1)).await.unwrap_err().after, WINDOW);
        tokio::time::advance(WINDOW).await;
        gate.enter(Some(&1)).await.unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn lanes_that_nothing_waits_for_are_forgotten() {
        let gate = Gate::default();
        let many = u32::try_from(MANY_LANES).unwrap();
        for lane in 0..=many {
            let turn = gate.enter(Some(&lane)).await.unwrap();
            gate.answered(turn, &fine(0, if lane == 7 { 60 * SECOND } else { SECOND }));
        }
        tokio::time::advance(2 * SECOND).await;
        gate.enter(Some(&(many + 1))).await.unwrap();
        assert_eq!(gate.state().lanes.len(), 2);
        gate.enter(Some(&7)).await.unwrap_err();
    }
}
