//! Discord goes wrong in the ways it is known to. Afterwards everything is as if nothing had happened.

mod gateway;
mod places;
mod requests;
mod shards;

use super::{
    fake::world::Id,
    stage::{Stage, joined},
};

/// When the meetings are.
const WHEN: &str = "2027-03-05 15:00";

/// Asks for all meetings of that day.
const LIST: &str = "/meet list period:2027-03-05";

/// A stage with the card of a meeting on it.
async fn with_a_card() -> (Stage, Id) {
    let stage = Stage::open().await;
    let card = stage.meeting("Lunch", WHEN).await;
    (stage, card)
}

impl Stage {
    /// That the bot does what it is asked, once, and takes answers.
    async fn goes_on(&self, title: &str) {
        let card = self.meeting(title, WHEN).await;
        assert_eq!(self.bo.press(card, "✅ Going").await.said, "");
        self.reads(card, "Going (2").await;
        assert_eq!(self.cards(title), 1, "{}", self.ana.sees(self.fake.general));
    }
}
