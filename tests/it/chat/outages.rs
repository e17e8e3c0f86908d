use super::*;

#[tokio::test]
async fn an_outage_of_any_length_loses_nothing_and_turns_nothing_around() {
    let world = World::new().await;
    world.stage.down(true);
    for text in ["!meet Lunch fri 12:30", "!meet list", "!meet zone Europe/Lisbon"] {
        assert_eq!(world.says("ana", text).await, "");
    }
    // A day, in which it is tried about once a minute and no more.
    for _ in 0..24 * 60 {
        assert_eq!(world.advance(TimeDelta::minutes(1)).await, "");
    }
    assert_eq!(world.says("bo", "!meet mine").await, "");
    let knocks = world.stage.down(false);
    assert!((1440..1450).contains(&knocks), "{knocks}");
    let said = world.advance(TimeDelta::minutes(1)).await;
    let order = ["Lunch", "The next 14 days", "Europe/Lisbon", "only for bo"];
    let places = order.map(|words| said.find(words).unwrap_or_else(|| panic!("{words}: {said}")));
    assert!(places.is_sorted(), "{said}");
    assert_eq!(world.store.read().await.unwrap().list_dead(10).await.unwrap(), []);
    world.end().await;
}

#[tokio::test]
async fn an_outage_of_one_network_is_none_of_another() {
    let world = World::new().await;
    world.stage.down(true);
    world.says("ana", "!meet list").await;
    let mut happening = world.happening("ana", Action::Join);
    happening.room.network = NetworkId::new("elsewhere");
    world.receive(happening).await.unwrap();
    world.look().await;
    assert!(world.elsewhere.news().starts_with("[m1]\nHello!"));
    world.stage.down(false);
    assert!(world.advance(TimeDelta::seconds(1)).await.contains("The next 14 days"));
    world.end().await;
}

#[tokio::test]
async fn only_what_the_network_refuses_for_good_is_put_aside() {
    let world = World::new().await;
    let dead = async || world.store.read().await.unwrap().list_dead(10).await.unwrap().len();
    world.stage.fail_next(SendError::Permanent("no".into()));
    world.says("ana", "!meet list").await;
    assert_eq!(dead().await, 1);
    world.stage.down(true);
    world.says("ana", "!meet mine").await;
    for _ in 0..20 {
        world.advance(TimeDelta::minutes(1)).await;
    }
    world.stage.down(false);
    assert_ne!(world.advance(TimeDelta::minutes(1)).await, "");
    assert_eq!(dead().await, 1);
    world.end().await;
}
