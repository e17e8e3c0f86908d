//! How fast a bot may ask.
//!
//! <https://docs.discord.com/developers/topics/rate-limits>: buckets by route and top-level id, one for everything, headers that
//! say how much is left, and a 429 for what comes too soon.

use std::{
    collections::{HashMap, VecDeque},
    hash::{DefaultHasher, Hash, Hasher},
    time::{Duration, Instant},
};

/// So many requests in so much time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    pub(crate) requests: u32,
    pub(crate) per: Duration,
}

/// How fast each kind of request may come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Paces {
    /// Messages sent to one channel.
    pub(crate) sends: Pace,
    /// Messages edited in one channel.
    pub(crate) edits: Pace,
    /// Reactions put or taken back.
    pub(crate) reactions: Pace,
    /// Anything else, each route for itself.
    pub(crate) others: Pace,
    /// Everything but answers to interactions, in a second.
    pub(crate) global: u32,
}

impl Paces {
    /// As people find them at Discord's, which promises none of it.
    pub(crate) const REAL: Self = Self {
        sends: Pace { requests: 5, per: Duration::from_secs(5) },
        edits: Pace { requests: 5, per: Duration::from_secs(5) },
        reactions: Pace { requests: 1, per: Duration::from_millis(250) },
        others: Pace { requests: 10, per: Duration::from_secs(5) },
        global: 50,
    };

    /// The same proportions in less time, so that tests need not wait.
    pub(crate) const QUICK: Self = Self {
        sends: Pace { requests: 5, per: Duration::from_millis(250) },
        edits: Pace { requests: 5, per: Duration::from_millis(250) },
        reactions: Pace { requests: 5, per: Duration::from_millis(100) },
        others: Pace { requests: 50, per: Duration::from_millis(250) },
        global: 500,
    };

    fn of(&self, route: &str) -> Pace {
        match route {
            "POST /channels/{id}/messages" => self.sends,
            "PATCH /channels/{id}/messages/{id}" => self.edits,
            _ if route.contains("/reactions/") && !route.starts_with("GET") => self.reactions,
            _ => self.others,
        }
    }
}

/// What the headers of an answer say.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) limit: u32,
    pub(crate) remaining: u32,
    pub(crate) reset_after: Duration,
    pub(crate) bucket: String,
}

/// Why a request comes too soon.
#[derive(Debug, Clone)]
pub(crate) struct TooSoon {
    /// How long to wait.
    pub(crate) retry_after: Duration,
    /// `user`, `global` or `shared`.
    pub(crate) scope: &'static str,
    /// Whether it was told to wait before, so that it should not have come at all: by how much it came too early.
    pub(crate) disobeyed: Option<Duration>,
}

/// What is on the way already may still come after somebody was told to wait.
const ON_THE_WAY: Duration = Duration::from_millis(250);

/// How exactly clocks agree.
const CLOCKS: Duration = Duration::from_millis(25);

/// The buckets.
#[derive(Debug)]
pub(crate) struct Limits {
    paces: Paces,
    buckets: HashMap<(String, String), Bucket>,
    /// When the requests of the last second came.
    recent: VecDeque<Instant>,
    /// Nothing is taken before.
    closed: Option<Closed>,
}

#[derive(Debug)]
struct Bucket {
    left: u32,
    resets: Instant,
    closed: Option<Closed>,
}

#[derive(Debug, Clone, Copy)]
struct Closed {
    /// Since when the bot knows, by the first refusal that it got.
    told: Option<Instant>,
    until: Instant,
    scope: &'static str,
}

impl Closed {
    fn refuses(&mut self, now: Instant) -> Option<TooSoon> {
        let early = self.until.checked_duration_since(now).filter(|early| !early.is_zero())?;
        let told = *self.told.get_or_insert(now);
        let knew = now.duration_since(told) > ON_THE_WAY && early > CLOCKS;
        Some(TooSoon { retry_after: early, scope: self.scope, disobeyed: knew.then_some(early) })
    }
}

impl Limits {
    pub(crate) fn new(paces: Paces) -> Self {
        Self { paces, buckets: HashMap::new(), recent: VecDeque::new(), closed: None }
    }

    /// Other paces from now on.
    pub(crate) fn set(&mut self, paces: Paces) {
        self.paces = paces;
        self.buckets.clear();
    }

    /// Closes everything for a while, as when a bot asks too fast over all.
    pub(crate) fn close(&mut self, now: Instant, during: Duration) {
        self.closed = Some(Closed { told: None, until: now + during, scope: "global" });
    }

    /// Closes one bucket for a while, as when many bots share it.
    pub(crate) fn close_one(
        &mut self,
        now: Instant,
        (route, major): (&str, &str),
        during: Duration,
    ) {
        let bucket = self.bucket(now, route, major);
        bucket.closed = Some(Closed { told: None, until: now + during, scope: "shared" });
    }

    /// Counts a request, and says how its bucket stands or why it comes too soon.
    pub(crate) fn take(
        &mut self,
        now: Instant,
        route: &str,
        major: &str,
    ) -> (Standing, Option<TooSoon>) {
        let exempt = route.contains("/interactions/") || route.contains("/webhooks/");
        let global = if exempt { None } else { self.global(now) };
        let pace = self.paces.of(route);
        let bucket = self.bucket(now, route, major);
        let closed = bucket.closed.as_mut().and_then(|closed| closed.refuses(now));
        let too_soon = global.or(closed).or_else(|| bucket.take(now));
        let standing = Standing {
            limit: pace.requests,
            remaining: if too_soon.is_some() { 0 } else { bucket.left },
            reset_after: bucket.resets.saturating_duration_since(now),
            bucket: name(route),
        };
        (standing, too_soon)
    }

    fn bucket(&mut self, now: Instant, route: &str, major: &str) -> &mut Bucket {
        let pace = self.paces.of(route);
        let fresh = || Bucket { left: pace.requests, resets: now + pace.per, closed: None };
        let bucket = self.buckets.entry((route.to_owned(), major.to_owned())).or_insert_with(fresh);
        if bucket.resets <= now {
            let closed = bucket.closed.filter(|closed| closed.until > now);
            *bucket = Bucket { closed, ..fresh() };
        }
        bucket
    }

    fn global(&mut self, now: Instant) -> Option<TooSoon> {
        if let Some(too_soon) = self.closed.as_mut().and_then(|closed| closed.refuses(now)) {
            return Some(too_soon);
        }
        let second = Duration::from_secs(1);
        while self.recent.front().is_some_and(|first| now.duration_since(*first) >= second) {
            self.recent.pop_front();
        }
        self.recent.push_back(now);
        if self.recent.len() <= usize::try_from(self.paces.global).unwrap() {
            return None;
        }
        self.close(now, second);
        Some(TooSoon { retry_after: second, scope: "global", disobeyed: None })
    }
}

impl Bucket {
    fn take(&mut self, now: Instant) -> Option<TooSoon> {
        if self.left > 0 {
            self.left -= 1;
            return None;
        }
        self.closed = Some(Closed { told: Some(now), until: self.resets, scope: "user" });
        let retry_after = self.resets.saturating_duration_since(now);
        Some(TooSoon { retry_after, scope: "user", disobeyed: None })
    }
}

/// What the bucket's header says: the same for the same route, and no more than a name.
fn name(route: &str) -> String {
    let mut hasher = DefaultHasher::new();
    route.hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
