//! Which reactions the bot knows of, so that a network can find out what was taken back while nobody listened.

use super::*;

async fn known(world: &World) -> Vec<String> {
    let known = world.known_reactions("m1").await;
    known.into_iter().map(|(who, emoji)| format!("{} {emoji}", who.id)).collect()
}

#[tokio::test]
async fn a_reaction_is_known_until_it_is_taken_back() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    for emoji in ["✅", "❌", "🎉"] {
        world.reacts("bo", "m1", emoji).await;
    }
    assert_eq!(known(&world).await, ["bo ✅", "bo ❌"]);
    world.unreacts("bo", "m1", "✅").await;
    assert_eq!(known(&world).await, ["bo ❌"]);
    world.acts("mods", Action::Remove { message: MessageId("m1".to_owned()) }).await;
    assert_eq!(known(&world).await, [""; 0]);
    world.end().await;
}

#[tokio::test]
async fn a_reaction_that_was_refused_is_known_too() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("mods", "!meet settings answers invited").await;
    let refused = world.reacts("bo", "m1", "✅").await;
    assert!(refused.contains("Only those who are invited"), "{refused}");
    assert_eq!(known(&world).await, ["bo ✅"]);
    world.end().await;
}

#[tokio::test]
async fn the_rooms_with_open_cards_are_told() {
    let world = World::new().await;
    assert_eq!(world.open_rooms().await, []);
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("ana", "!meet Dinner fri 19:30").await;
    assert_eq!(world.open_rooms().await, [room("team")]);
    world.says("ana", "!meet cancel #1").await;
    world.says("ana", "!meet cancel #2").await;
    assert_eq!(world.open_rooms().await, []);
    world.end().await;
}
