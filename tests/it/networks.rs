//! What a room is like on every network: one script, played on each. How a network draws it is tried elsewhere.

use std::path::Path;

use convene::testing::World;
use serde_json::json;

use crate::killed::{Process, Shown};

/// A room of a network, with ana, bo and the bot in it.
pub(crate) trait Room {
    /// Somebody types a command, given here without what it begins with on the network.
    async fn types(&mut self, who: &str, command: &str);

    /// Somebody presses the first message's button for `yes`, `maybe` or `no`.
    async fn presses(&mut self, who: &str, answer: &str);

    /// Waits until the first message says this.
    async fn card_says(&mut self, words: &str);

    /// Waits until somebody sees another message that says this.
    async fn sees(&mut self, who: &str, words: &str);
}

/// A meeting from its making to its end. The card is one message, redrawn in its place.
pub(crate) async fn is_a_room(room: &mut impl Room) {
    room.types("ana", "Sprint review 2027-03-05 15:00").await;
    room.card_says("Sprint review").await;
    room.card_says("Going (1 of 1)").await;
    room.presses("bo", "yes").await;
    room.card_says("Going (2 of 2)").await;
    room.presses("bo", "yes").await;
    room.card_says("Going (2 of 2)").await;
    room.types("bo", "no #1 a train").await;
    room.card_says("Can't (1)").await;
    room.types("bo", "move #1 to 2027-03-05 16:00").await;
    room.sees("bo", "Only ana").await;
    room.types("ana", "move #1 to 2027-03-05 16:00").await;
    room.card_says("no answer (1)").await;
    room.sees("bo", "ana moved").await;
    room.presses("bo", "maybe").await;
    room.card_says("Maybe (1)").await;
    room.types("ana", "rename #1 Sprint demo").await;
    room.card_says("Sprint demo").await;
    room.card_says("Maybe (1)").await;
    room.types("ana", "cancel #1 because of snow").await;
    room.card_says("CANCELLED").await;
    room.sees("bo", "snow").await;
}

/// The console, as a program speaks with it.
#[derive(Debug)]
struct Console {
    process: Process,
    shown: Shown,
}

impl Console {
    fn start(folder: &Path) -> Self {
        let process = Process::start(&folder.join("room.db"), None);
        Self { process, shown: Shown::default() }
    }
}

impl Room for Console {
    async fn types(&mut self, who: &str, command: &str) {
        let line = json!({ "from": who, "say": format!("!meet {command}") });
        assert!(self.process.play(&line, &mut self.shown));
    }

    async fn presses(&mut self, who: &str, answer: &str) {
        let line = json!({ "from": who, "press": format!("{answer} #1"), "to": "card" });
        assert!(self.process.play(&line, &mut self.shown));
    }

    async fn card_says(&mut self, words: &str) {
        let card = &self.shown.0.first().unwrap().1;
        assert!(card["text"].as_str().unwrap().contains(words), "{words:?} is not in {card:#}");
    }

    async fn sees(&mut self, who: &str, words: &str) {
        let seen = self.shown.0.iter().skip(1).any(|(_, shown)| {
            (shown["to"].is_null() || shown["to"] == who)
                && shown["text"].as_str().unwrap().contains(words)
        });
        assert!(seen, "{who} does not see {words:?} in {:#?}", self.shown);
    }
}

impl Room for World {
    async fn types(&mut self, who: &str, command: &str) {
        self.says(who, &format!("!meet {command}")).await;
    }

    async fn presses(&mut self, who: &str, answer: &str) {
        Self::presses(self, who, "m1", &format!("{answer} #1")).await;
    }

    async fn card_says(&mut self, words: &str) {
        let card = self.stage.messages().swap_remove(0).message.text;
        assert!(card.contains(words), "{words:?} is not in {card}");
    }

    async fn sees(&mut self, who: &str, words: &str) {
        let messages = self.stage.messages();
        let seen = messages.iter().skip(1).any(|shown| {
            shown.message.only_for.as_ref().is_none_or(|one| one.id == who)
                && shown.message.text.contains(words)
        });
        assert!(seen, "{who} does not see {words:?} in {messages:#?}");
    }
}

#[tokio::test]
async fn the_console_is_a_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut console = Console::start(folder.path());
    is_a_room(&mut console).await;
    console.process.end();
}

#[tokio::test]
async fn the_world_of_the_tests_is_a_room() {
    let mut world = World::new().await;
    is_a_room(&mut world).await;
    world.end().await;
}
