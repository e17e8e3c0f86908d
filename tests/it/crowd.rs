//! Fifty people at once.

use std::{sync::Arc, time::Duration};

use chrono::TimeDelta;
use convene::{
    chat::Action,
    model::MessageId,
    store::{Options, Store},
    testing::World,
};

/// How far apart two redraws of a card have to be.
const INTERVAL: Duration = Duration::from_millis(300);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_answers_of_fifty_people_are_all_counted_and_the_last_state_is_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("room.db");
    let store = Store::open(file.to_str().unwrap(), Options::default()).await.unwrap();
    let world = Arc::new(World::with(store, INTERVAL));
    let card = world.says("ana", "!meet Sprint review fri 15:00-15:45").await;
    assert!(card.contains("Sprint review"), "{card}");
    let people = (0..50).map(|person| {
        let world = Arc::clone(&world);
        tokio::spawn(async move {
            let name = format!("p{person}");
            for turn in 0..20 {
                // Each ends with what its number says: a third each yes, maybe and no.
                let emoji = ["✅", "🤔", "❌"][(person + 19 - turn) % 3];
                let to = MessageId("m1".to_owned());
                let act = Action::React { to, emoji: emoji.to_owned(), ours: true };
                world.receive(world.happening(&name, act)).await.unwrap();
                if turn % 5 == 0 {
                    // Somebody else looks meanwhile, and a little time passes.
                    world.clock.advance(TimeDelta::milliseconds(20));
                    world.look().await;
                }
            }
        })
    });
    for person in people.collect::<Vec<_>>() {
        person.await.unwrap();
    }
    let passed = 50 * 4 * 20;
    let most = passed / i64::try_from(INTERVAL.as_millis()).unwrap() + 2;
    let edits = i64::try_from(world.stage.edits()).unwrap();
    assert!(edits <= most, "{edits} redraws in {passed} ms");
    world.advance(TimeDelta::seconds(1)).await;
    let shown = world.stage.messages()[0].message.text.clone();
    // Ana comes too: 17 of p0, p3, …, p48 and herself.
    for line in ["Going (18 of 51)", "Maybe (17)", "Can't (16)"] {
        assert!(shown.contains(line), "{line} is not in:\n{shown}");
    }
    assert_eq!(world.stage.messages().len(), 1);
    Arc::into_inner(world).unwrap().end().await;
}
