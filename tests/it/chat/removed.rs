use super::*;

async fn with_a_card_less() -> World {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.stage.take_away("m1");
    world
}

#[tokio::test]
async fn a_card_that_was_taken_away_comes_back_when_somebody_asks() {
    let world = with_a_card_less().await;
    let gone = Action::Remove { message: MessageId("m1".to_owned()) };
    expect![[""]].assert_eq(&world.acts("mods", gone).await);
    expect![[""]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[r#"
        [m3 only for bo in thread of u3]
        ✅ You said yes to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
    "#]]
    .assert_eq(&world.says("bo", "!meet yes #1").await);
    expect![[r#"
        [m4 pings bo]
        ana moved “Lunch” (#1) to Fri 4 Dec 2026, 13:00–14:00 CET; it was Fri 4 Dec 2026, 12:30–13:30 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move #1 to 13:00").await);
    expect![[r#"
        [m5]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          reactions: ✅ 🤔 ❌
    "#]]
    .assert_eq(&world.says("cy", "!meet show #1").await);
    expect![[r#"
        [~m5]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          reactions: ✅ 🤔 ❌
    "#]]
    .assert_eq(&world.reacts("bo", "m5", "✅").await);
    assert!(world.says("cy", "!meet show #1").await.contains("in thread of u"));
    world.end().await;
}

#[tokio::test]
async fn a_card_is_not_drawn_again_where_the_network_says_it_is_gone() {
    let world = with_a_card_less().await;
    expect![[r#"
        [m3 only for bo in thread of u1]
        ✅ You said yes to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
    "#]]
    .assert_eq(&world.says("bo", "!meet yes #1").await);
    expect![[r#"
        [m4 only for bo in thread of u2]
        ❌ You said no to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
    "#]]
    .assert_eq(&world.says("bo", "!meet no #1").await);
    expect![[r#"
        [m5]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        ❌ Can't (1): bo

        #1
          reactions: ✅ 🤔 ❌
    "#]]
    .assert_eq(&world.says("cy", "!meet show #1").await);
    world.end().await;
}

#[tokio::test]
async fn a_card_can_be_taken_away_again() {
    let world = with_a_card_less().await;
    for (message, next) in [("m1", "[m3]"), ("m3", "[m4]")] {
        let message = MessageId(message.to_owned());
        assert_eq!(world.acts("mods", Action::Remove { message }).await, "");
        let shown = world.says("cy", "!meet show #1").await;
        assert!(shown.starts_with(next), "{shown}");
    }
    world.end().await;
}

#[tokio::test]
async fn what_a_message_did_goes_with_it() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.says("bo", "!meet propose fri 13:00").await;
    let message = MessageId("m3".to_owned());
    world.acts("mods", Action::Remove { message: message.clone() }).await;
    expect![[r#""#]].assert_eq(&world.replies("cy", "m3", "yes").await);
    let mut tx = world.store.begin().await.unwrap();
    assert_eq!(tx.controls_of(&room("team"), &message).await.unwrap(), []);
    drop(tx);
    world.end().await;
}
