//! Where scenes are played: a homeserver, people, and a room with the bot in it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::{
    bot::{self, Bot},
    homeserver::Homeserver,
    people::{Event, People},
    person::Person,
    tools,
};

/// What the bot puts on the card of a meeting.
pub(super) const CONTROLS: [&str; 3] = ["✅", "🤔", "❌"];

/// A room with ana, bo and the bot. Ana made the room.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) bot: Bot,
    pub(super) ana: Person,
    pub(super) bo: Person,
    pub(super) room: String,
    /// Whether the room is encrypted.
    pub(super) encrypted: bool,
    pub(super) people: Arc<People>,
    pub(super) homeserver: Homeserver,
}

impl Stage {
    /// Everybody comes into the room; nothing where there is no homeserver to be had.
    pub(super) async fn open(encrypted: bool) -> Option<Self> {
        Self::open_with(encrypted, &json!({}), "").await
    }

    /// The same with settings of the homeserver's and of the bot's.
    pub(super) async fn open_with(encrypted: bool, homeserver: &Value, bot: &str) -> Option<Self> {
        Self::open_as(encrypted, homeserver, |homeserver| Bot::new(homeserver, bot, &[], &[])).await
    }

    /// The same with a bot that has more than this network.
    pub(super) async fn open_as(
        encrypted: bool,
        homeserver: &Value,
        bot: impl FnOnce(&Homeserver) -> Bot,
    ) -> Option<Self> {
        let tools = tools()?;
        let homeserver = Homeserver::start_with(&tools, homeserver);
        let people = People::start(&tools, &homeserver);
        people.register(bot::NAME).await;
        let mut bot = bot(&homeserver);
        bot.start();
        let (ana, bo) = (people.person("ana").await, people.person("bo").await);
        let room = ana.create_room("Team", encrypted, &[&bo.id, &bot.id]).await;
        bo.join(&room).await;
        for person in [&ana, &bo] {
            for member in [&bo.id, &bot.id] {
                person.wait_for_member(&room, member).await;
            }
        }
        Some(Self { bot, ana, bo, room, encrypted, people, homeserver })
    }

    /// Somebody else comes into the room.
    pub(super) async fn joined_by(&self, name: &str) -> Person {
        let person = self.people.person(name).await;
        self.ana.invite(&self.room, &person.id).await;
        person.join(&self.room).await;
        for there in [&self.ana, &self.bo] {
            there.wait_for_member(&self.room, &person.id).await;
        }
        person
    }

    /// Ana makes a meeting, and gives its card.
    pub(super) async fn meeting(&self, title: &str, when: &str) -> String {
        self.ana.say(&self.room, &format!("!meet new {title} {when}")).await;
        self.card(&self.room, title).await
    }

    /// The card of a meeting in a room with all that belongs to it, as ana sees it.
    pub(super) async fn card(&self, room: &str, title: &str) -> String {
        let card = self.sees_card(&self.ana, title).await;
        assert_eq!((&*card.room, card.encrypted), (room, self.encrypted));
        self.has_controls(&card, &CONTROLS).await;
        card.id()
    }

    /// The card of a meeting at its first sight.
    pub(super) async fn sees_card(&self, person: &Person, title: &str) -> Event {
        let is_card =
            |event: &Event| self.is_said(event) && event.body().starts_with(&format!("{title}\n"));
        person.wait_for(&format!("the card of {title}"), is_card).await
    }

    /// Waits until a message has all the reactions that the bot puts there itself, for others to use.
    pub(super) async fn has_controls(&self, message: &Event, controls: &[&str]) {
        for control in controls {
            let is_it = |event: &Event| {
                event.sender == self.bot.id
                    && event.relates("m.annotation") == message.id.as_deref()
                    && event.content["m.relates_to"]["key"] == *control
            };
            self.ana.wait_for(control, is_it).await;
        }
    }

    /// Ana drops a calendar file, and says that it shall become a meeting.
    pub(super) async fn import(&self, name: &str, ics: &str) {
        self.ana.upload(&self.room, name, "text/calendar", ics.as_bytes()).await;
        let question = self.hears(&self.ana, "Shall I make").await;
        self.has_controls(&question, &["✅", "❌"]).await;
        self.ana.react(&self.room, &question.id(), "✅").await;
        self.hears(&self.ana, "Taken from the file").await;
    }

    /// Waits until the bot says something with these words, other than by an edit.
    pub(super) async fn hears(&self, person: &Person, words: &str) -> Event {
        person
            .wait_for(&format!("{words:?}"), |event| {
                self.is_said(event) && event.body().contains(words)
            })
            .await
    }

    /// Somebody whose program looks at who is verified comes into the room.
    pub(super) async fn joined_by_verifier(&self, name: &str) -> Person {
        let programs = People::verifiers(&tools().unwrap(), &self.homeserver);
        self.people.register(name).await;
        let person = programs.device(name, name).await;
        self.ana.invite(&self.room, &person.id).await;
        person.join(&self.room).await;
        self.ana.wait_for_member(&self.room, &person.id).await;
        person
    }

    /// Waits until the card shows a text to both.
    pub(super) async fn shows(&self, card: &str, text: &str) -> String {
        self.bo.wait_until_shows(card, text).await;
        self.ana.wait_until_shows(card, text).await
    }

    /// Whether it is a message of the bot's that stands for itself.
    pub(super) fn is_said(&self, event: &Event) -> bool {
        event.sender == self.bot.id
            && event.kind == "m.room.message"
            && event.relates("m.replace").is_none()
    }

    /// How often the bot said something with these words, other than by edits, to whoever is there.
    pub(super) fn count(&self, words: &str) -> usize {
        self.ana.seen(|event| self.is_said(event) && event.body().contains(words)).len()
    }
}

/// Plays a scene in an encrypted room and in a plain one.
macro_rules! in_both_rooms {
    ($($name:ident),* $(,)?) => {
        mod encrypted {
            $(#[test] fn $name() { crate::matrix::stage::play(true, super::$name); })*
        }
        mod plain {
            $(#[test] fn $name() { crate::matrix::stage::play(false, super::$name); })*
        }
    };
}
pub(super) use in_both_rooms;

/// Opens a stage and plays a scene on it.
pub(super) fn play(encrypted: bool, scene: impl AsyncFnOnce(Stage)) {
    super::play(async {
        if let Some(stage) = Stage::open(encrypted).await {
            scene(stage).await;
        }
    });
}
