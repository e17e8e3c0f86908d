//! Where scenes are played: a fake Discord, people, and a guild with the bot in it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use convene::clock::{Clock as _, SystemClock};

use super::{
    bot,
    fake::{
        self, Fake,
        change::Upload,
        gateway::Began,
        member::Member,
        world::{Id, User},
    },
};
use crate::bot::Bot;

/// A guild with ana, bo and the bot. Olga runs the guild.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) bot: Bot,
    pub(super) fake: Fake,
    pub(super) olga: Member,
    pub(super) ana: Member,
    pub(super) bo: Member,
}

impl Stage {
    /// Everybody is there, and the bot has said what its commands are.
    pub(super) async fn open() -> Self {
        Self::open_with("").await
    }

    /// The same with settings of the bot's.
    pub(super) async fn open_with(settings: &str) -> Self {
        let mut stage = Self::set(settings).await;
        stage.bot.start();
        stage.is_ready().await;
        stage
    }

    /// The same, and the bot still has to be started.
    pub(super) async fn set(settings: &str) -> Self {
        Self::set_at(SystemClock.now(), settings).await
    }

    /// The same at another time, which is the bot's too. From there on it goes as time does.
    pub(super) async fn set_at(now: DateTime<Utc>, settings: &str) -> Self {
        let (ahead, now) = (now - SystemClock.now(), now.timestamp_millis());
        let fake =
            Fake::start(fake::Settings { now, running: true, ..fake::Settings::default() }).await;
        let mut bot = bot::bot(&fake, settings);
        bot.is_ahead(ahead.num_milliseconds());
        let [olga, ana, bo] = ["olga", "ana", "bo"].map(|name| fake.member(name));
        for (person, zone) in [(&ana, "Europe/Berlin"), (&bo, "America/New_York")] {
            zone.clone_into(&mut fake.world().users.get_mut(&person.id).unwrap().zone);
        }
        Self { bot, fake, olga, ana, bo }
    }

    /// The same at another time, with everybody there.
    pub(super) async fn open_at(now: &str, settings: &str) -> Self {
        let mut stage = Self::set_at(now.parse().unwrap(), settings).await;
        stage.bot.start();
        stage.is_ready().await;
        stage
    }

    /// The bot stops, and starts again at another time.
    pub(super) async fn goes_on_at(&mut self, now: &str) {
        self.bot.stop();
        self.is(now);
        self.starts().await;
    }

    /// It is another time for everybody; the bot is not running.
    pub(super) fn is(&mut self, now: &str) {
        let now: DateTime<Utc> = now.parse().unwrap();
        let shown = self.fake.world().now();
        let by = now.timestamp_millis() - shown;
        self.fake.advance(Duration::from_millis(by.try_into().unwrap()));
        self.bot.is_ahead((now - SystemClock.now()).num_milliseconds());
    }

    /// The bot starts again.
    pub(super) async fn starts(&mut self) {
        let came = self.came();
        self.bot.start();
        self.fake.faults().waits_for_bot(Began::Identified, came + 1).await;
    }

    /// How often the bot has come so far.
    pub(super) fn came(&self) -> usize {
        let visits = self.fake.faults().visits();
        visits.iter().filter(|visit| visit.began == Some(Began::Identified)).count()
    }

    /// Waits until the bot listens and its commands are there.
    pub(super) async fn is_ready(&self) {
        self.fake.faults().waits_for_bot(Began::Identified, 1).await;
        self.ana.until(|world| (!world.commands.is_empty()).then_some(())).await.unwrap();
    }

    /// Ana makes a meeting, and gives its card.
    pub(super) async fn meeting(&self, title: &str, when: &str) -> Id {
        self.ana.slash(&format!("/meet new title:{title} when:{when}")).await;
        self.card(self.fake.general, title).await
    }

    /// The card of a meeting in a channel.
    pub(super) async fn card(&self, channel: Id, title: &str) -> Id {
        let found = self.ana.until(|world| {
            let is_card = |one: &&fake::world::Message| {
                one.channel == channel
                    && one.embeds.iter().any(|embed| embed["title"] == title)
                    && !one.components.is_empty()
            };
            world.messages.values().find(is_card).map(|one| one.id)
        });
        found.await.unwrap_or_else(|| panic!("no card of {title}:\n{}", self.ana.sees(channel)))
    }

    /// Waits until these words are on a message, and gives it as ana reads it, without how long it is till then.
    pub(super) async fn reads(&self, message: Id, words: &str) -> String {
        without_distance(&self.ana.waits_on(message, |seen| seen.contains(words)).await)
    }

    /// Waits until bo sees these words in #general, and gives all that he sees there.
    pub(super) async fn shows(&self, words: &str) -> String {
        self.bo.waits_for(self.fake.general, |seen| seen.contains(words)).await
    }

    /// How many cards there are of a meeting.
    pub(super) fn cards(&self, title: &str) -> usize {
        let world = self.fake.world();
        let is_card = |one: &&fake::world::Message| {
            one.embeds.iter().any(|embed| embed["title"] == title) && one.only_for.is_none()
        };
        world.messages.values().filter(is_card).count()
    }

    /// Waits until the bot has asked for something of a route.
    pub(super) async fn is_asked(&self, route: &str) {
        let asked = self.ana.until(|_| (!self.fake.asked(route).is_empty()).then_some(()));
        assert!(asked.await.is_some(), "nobody asked for {route}");
    }

    /// That nothing that went over the wire was against Discord's rules.
    pub(super) fn ends_well(&mut self) {
        let took = self.bot.stop();
        assert!(took.as_secs() < 5, "{took:?}");
        assert_eq!(self.fake.verify(), Vec::<String>::new());
    }
}

/// A calendar file to be uploaded.
pub(super) fn calendar(name: &str, text: &str) -> Upload {
    let mime = Some("text/calendar; charset=utf-8".to_owned());
    Upload { name: name.to_owned(), mime, content: text.as_bytes().to_vec(), ..Upload::default() }
}

/// A text without how long it is till something: that is different tomorrow.
pub(super) fn without_distance(text: &str) -> String {
    let without = |text: &str, before: &str, after: &str| {
        let mut parts = text.split(before);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |read, part| read + part.split_once(after).map_or(part, |(_, rest)| rest))
    };
    without(&without(text, " (in ", ")"), " · in ", " days")
}

/// Somebody more, in a zone.
pub(super) fn joined(fake: &Fake, name: &str, zone: &str) -> Member {
    let member = fake.member(name);
    let mut world = fake.world();
    let user: &mut User = world.users.get_mut(&member.id).unwrap();
    zone.clone_into(&mut user.zone);
    drop(world);
    member
}
