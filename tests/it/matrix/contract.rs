//! Matrix as one network among others: see `networks`.

use super::{
    person::Person,
    stage::{Stage, in_both_rooms},
};
use crate::networks::{self, Room};

impl Stage {
    fn named(&self, who: &str) -> &Person {
        if who == "ana" { &self.ana } else { &self.bo }
    }
}

impl Room for Stage {
    async fn types(&mut self, who: &str, command: &str) {
        self.named(who).say(&self.room, &format!("!meet {command}")).await;
    }

    /// A reaction that is there stays there when it is meant once more.
    async fn presses(&mut self, who: &str, answer: &str) {
        let key = match answer {
            "yes" => "✅",
            "maybe" => "🤔",
            _ => "❌",
        };
        let card = self.sees_card(&self.ana, "Sprint review").await.id();
        let person = self.named(who);
        let pressed = person.seen(|event| {
            event.sender == person.id
                && event.relates("m.annotation") == Some(&card)
                && event.content["m.relates_to"]["key"] == key
        });
        if pressed.is_empty() {
            person.react(&self.room, &card, key).await;
        }
    }

    async fn card_says(&mut self, words: &str) {
        let card = self.sees_card(&self.bo, "Sprint review").await;
        self.shows(&card.id(), words).await;
    }

    async fn sees(&mut self, who: &str, words: &str) {
        self.hears(self.named(who), words).await;
    }
}

async fn matrix_is_a_room(mut stage: Stage) {
    networks::is_a_room(&mut stage).await;
}

in_both_rooms!(matrix_is_a_room);
