//! Discord as one network among others: see `networks`.

use super::{fake::member::Member, play, stage::Stage};
use crate::networks::{self, Room};

impl Stage {
    fn person(&self, who: &str) -> &Member {
        if who == "ana" { &self.ana } else { &self.bo }
    }
}

impl Room for Stage {
    async fn types(&mut self, who: &str, command: &str) {
        self.person(who).slash(&format!("/meet do text:{command}")).await;
    }

    async fn presses(&mut self, who: &str, answer: &str) {
        let label = match answer {
            "yes" => "✅ Going",
            "maybe" => "🤔 Maybe",
            _ => "❌ Can't",
        };
        let card = self.card(self.fake.general, "Sprint review").await;
        self.person(who).press(card, label).await;
    }

    async fn card_says(&mut self, words: &str) {
        let first = |seen: &str| {
            let card = seen.split("\nConvene").next().unwrap_or_default();
            card.contains(words)
        };
        self.bo.waits_for(self.fake.general, first).await;
    }

    async fn sees(&mut self, who: &str, words: &str) {
        let other = |seen: &str| seen.split("\nConvene").skip(1).any(|one| one.contains(words));
        self.person(who).waits_for(self.fake.general, other).await;
    }
}

#[test]
fn discord_is_a_room() {
    play(async {
        let mut stage = Stage::open().await;
        networks::is_a_room(&mut stage).await;
        stage.ends_well();
    });
}
