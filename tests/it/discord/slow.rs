//! The database or Discord is slow. Interactions are acknowledged all the same, and whoever waits is told why.

use convene::store::{Options, Store, Tx};

use super::{fake::world::Id, play, stage::Stage};

/// When the meetings are.
const WHEN: &str = "2027-03-05 15:00";

impl Stage {
    /// Takes the database from the bot until this is dropped.
    async fn lock(&self) -> (Store, Tx) {
        let file = self.bot.file("convene.db");
        let store = Store::open(file.to_str().unwrap(), Options::default()).await.unwrap();
        let tx = store.begin().await.unwrap();
        (store, tx)
    }

    /// Waits until something that was asked has its first answer.
    async fn is_acknowledged(&self, asked: Id) {
        let answered = self.ana.until(|world| world.interactions[&asked].answered);
        assert!(answered.await.is_some());
    }
}

#[test]
fn while_the_database_is_locked_people_are_heard_and_answered_later() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let lock = stage.lock().await;
        let asked = stage.ana.types(&format!("/meet new title:Supper when:{WHEN}"));
        let pressed = stage.bo.taps(card, "✅ Going");
        stage.is_acknowledged(asked).await;
        stage.is_acknowledged(pressed).await;
        // What only reads is not held up.
        let form = stage.bo.slash("/meet new").await;
        assert!(form.said.contains("Title"), "{}", form.said);
        drop(lock);
        stage.ana.outcome(asked).await;
        stage.card(stage.fake.general, "Supper").await;
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}

#[test]
fn where_the_database_stays_locked_people_are_told() {
    play(async {
        let mut stage = Stage::open().await;
        let lock = stage.lock().await;
        let ask = format!("/meet new title:Supper when:{WHEN}");
        let asked = stage.ana.types(&ask);
        stage.is_acknowledged(asked).await;
        // The bot tries for twenty seconds, which is as long as anybody here waits.
        stage.ana.until(|world| (!world.interactions[&asked].thinking).then_some(())).await;
        let told = stage.ana.outcome(asked).await;
        assert!(told.said.contains("Please try again in a moment"), "{}", told.said);
        drop(lock);
        stage.ana.slash(&ask).await;
        stage.card(stage.fake.general, "Supper").await;
        assert_eq!(stage.cards("Supper"), 1);
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_while_the_database_is_locked() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let lock = stage.lock().await;
        let pressed = stage.bo.taps(card, "✅ Going");
        stage.is_acknowledged(pressed).await;
        let took = stage.bot.stop();
        assert!(took.as_secs() < 5, "{took:?}");
        drop(lock);
        stage.bot.start();
        stage.bo.reacts(card, "✅");
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}
