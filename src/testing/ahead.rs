//! The machine's clock, put forward or back: what waits for hours or weeks is seen without waiting.

use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};

use crate::clock::{Clock, SystemClock};

/// A clock that goes like the machine's and shows another time.
#[derive(Debug, Clone, Copy)]
pub struct Ahead(TimeDelta);

impl Ahead {
    /// So far ahead of the machine's; behind it where that is negative.
    pub const fn of(by: TimeDelta) -> Self {
        Self(by)
    }
}

#[async_trait]
impl Clock for Ahead {
    fn now(&self) -> DateTime<Utc> {
        SystemClock.now() + self.0
    }

    async fn wait_until(&self, at: DateTime<Utc>) {
        SystemClock.wait_until(at - self.0).await;
    }
}
