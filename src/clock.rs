//! The time and randomness, as values that are passed in.
//!
//! Nothing else in the crate reads the clock or draws a random number.

use std::{
    fmt,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use uuid::{Builder, Uuid};

/// Tells the time, and waits for it.
#[async_trait]
pub trait Clock: Send + Sync + fmt::Debug {
    /// The present instant.
    fn now(&self) -> DateTime<Utc>;

    /// Returns once `now` is at or after `at`. Cancel-safe.
    async fn wait_until(&self, at: DateTime<Utc>);
}

/// Gives ids that nobody can guess and nobody gives twice.
pub trait Ids: Send + Sync + fmt::Debug {
    /// A fresh UUID.
    fn uuid(&self) -> Uuid;

    /// A fresh token: 32 hexadecimal digits.
    fn token(&self) -> String {
        self.uuid().simple().to_string()
    }
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

#[async_trait]
impl Clock for SystemClock {
    fn now(&self) -> DateTime<Utc> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the clock")]
        Utc::now()
    }

    async fn wait_until(&self, at: DateTime<Utc>) {
        // In slices, so that a clock that is set forward is noticed.
        const SLICE: std::time::Duration = std::time::Duration::from_secs(30);
        while let Ok(left) = (at - self.now()).to_std() {
            if left.is_zero() {
                break;
            }
            tokio::time::sleep(left.min(SLICE)).await;
        }
    }
}

/// A clock that stands still until it is set.
#[derive(Debug)]
pub struct ManualClock(watch::Sender<DateTime<Utc>>);

impl ManualClock {
    /// Stops the time at `at`.
    pub fn new(at: DateTime<Utc>) -> Self {
        Self(watch::Sender::new(at))
    }

    /// Sets the time, also backwards.
    pub fn set(&self, at: DateTime<Utc>) {
        self.0.send_replace(at);
    }

    /// Moves the time on.
    pub fn advance(&self, by: TimeDelta) {
        self.0.send_modify(|now| *now = now.checked_add_signed(by).unwrap_or(*now));
    }
}

#[async_trait]
impl Clock for ManualClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.borrow()
    }

    async fn wait_until(&self, at: DateTime<Utc>) {
        let mut now = self.0.subscribe();
        // The sender lives as long as `self`, so waiting cannot fail.
        let _ = now.wait_for(|now| *now >= at).await;
    }
}

/// The operating system's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemIds;

impl Ids for SystemIds {
    fn uuid(&self) -> Uuid {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that draws randomness"
        )]
        Uuid::new_v4()
    }
}

/// Ids that are the same in every run: a counter, mixed so that they look like ids.
#[derive(Debug, Default)]
pub struct SeededIds {
    state: AtomicU64,
}

impl SeededIds {
    /// Begins the series of a seed.
    pub const fn new(seed: u64) -> Self {
        Self { state: AtomicU64::new(seed) }
    }

    fn next(&self) -> u64 {
        // SplitMix64 (Steele, Lea, Flood 2014): every seed gives a full-period series.
        let step = self.state.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
        let mut z = step.wrapping_add(0x9e37_79b9_7f4a_7c15);
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl Ids for SeededIds {
    fn uuid(&self) -> Uuid {
        let bits = u128::from(self.next()) << 64 | u128::from(self.next());
        Builder::from_random_bytes(bits.to_be_bytes()).into_uuid()
    }
}

/// A clock that follows the machine until it is set, and then stands where it was put.
#[derive(Debug, Default)]
pub struct SettableClock {
    system: SystemClock,
    manual: Mutex<Option<std::sync::Arc<ManualClock>>>,
    switched: tokio::sync::Notify,
}

impl SettableClock {
    /// Stops the time at `at`.
    pub fn set(&self, at: DateTime<Utc>) {
        let mut manual = self.manual.lock().unwrap_or_else(PoisonError::into_inner);
        match manual.as_ref() {
            Some(clock) => clock.set(at),
            None => *manual = Some(std::sync::Arc::new(ManualClock::new(at))),
        }
        self.switched.notify_waiters();
    }

    fn manual(&self) -> Option<std::sync::Arc<ManualClock>> {
        self.manual.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

#[async_trait]
impl Clock for SettableClock {
    fn now(&self) -> DateTime<Utc> {
        self.manual().map_or_else(|| self.system.now(), |clock| clock.now())
    }

    async fn wait_until(&self, at: DateTime<Utc>) {
        loop {
            let switched = self.switched.notified();
            if let Some(clock) = self.manual() {
                return clock.wait_until(at).await;
            }
            tokio::select! {
                () = self.system.wait_until(at) => return,
                () = switched => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_manual_clock_wakes_who_waits() {
        let clock = std::sync::Arc::new(ManualClock::new(DateTime::UNIX_EPOCH));
        let waiter = tokio::spawn({
            let clock = std::sync::Arc::clone(&clock);
            async move { clock.wait_until(DateTime::UNIX_EPOCH + TimeDelta::hours(1)).await }
        });
        clock.advance(TimeDelta::hours(2));
        waiter.await.unwrap();
    }

    #[test]
    fn a_seed_gives_the_same_ids_and_no_id_twice() {
        let (one, two) = (SeededIds::new(7), SeededIds::new(7));
        let first: Vec<_> = (0..1000).map(|_| one.uuid()).collect();
        assert!(first.iter().all(|id| *id == two.uuid()));
        let mut unique = first.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), first.len());
    }
}
