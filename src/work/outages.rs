//! Networks that cannot be reached: until when nothing is tried there. In memory alone: after a restart, trying once more
//! does no harm.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use chrono::{DateTime, TimeDelta, Utc};

use crate::model::NetworkId;

/// The longest time between two tries.
const LONGEST: TimeDelta = TimeDelta::minutes(1);

/// The networks that could not be reached.
#[derive(Debug, Default)]
pub(super) struct Outages(Mutex<HashMap<NetworkId, Outage>>);

#[derive(Debug, Clone, Copy)]
struct Outage {
    /// How long was waited last.
    waited: TimeDelta,
    until: DateTime<Utc>,
}

impl Outages {
    /// Until when nothing is to be tried on a network.
    pub(super) fn until(&self, network: &NetworkId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.all().get(network).map(|outage| outage.until).filter(|until| *until > now)
    }

    /// A network could not be reached: gives when it is worth another try, one second later, then twice as long each
    /// time, at most a minute.
    pub(super) fn add(&self, network: &NetworkId, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut all = self.all();
        let known = all.get(network).map(|outage| outage.waited * 2);
        let waited = known.unwrap_or(TimeDelta::seconds(1)).min(LONGEST);
        let until = now + waited;
        all.insert(network.clone(), Outage { waited, until });
        until
    }

    /// A network was reached.
    pub(super) fn end(&self, network: &NetworkId) {
        self.all().remove(network);
    }

    fn all(&self) -> MutexGuard<'_, HashMap<NetworkId, Outage>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_a_minute_and_begins_anew() {
        let (outages, network) = (Outages::default(), NetworkId::new("a"));
        let mut now = DateTime::UNIX_EPOCH;
        let mut next = || {
            let until = outages.add(&network, now);
            assert_eq!(outages.until(&network, now), Some(until));
            assert_eq!(outages.until(&network, until), None);
            let waited = (until - now).num_seconds();
            now = until;
            waited
        };
        let waits: Vec<_> = std::iter::repeat_with(&mut next).take(8).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60]);
        outages.end(&network);
        assert_eq!(next(), 1);
        assert_eq!(outages.until(&NetworkId::new("b"), DateTime::UNIX_EPOCH), None);
    }
}
