use super::*;

#[tokio::test]
async fn a_proposal_is_decided_by_a_reaction_where_there_are_no_buttons() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    expect![[r#"
        [~m1]
        Sprint review

        When       Fri 4 Dec 2026, 15:00–15:45 CET · in 3 days
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        🕒 bo proposes Thu 3 Dec 2026, 15:00–15:45 CET

        #1
          reactions: ✅ 🤔 ❌
        [m3 pings ana in thread of m1]
        🕒 bo proposes another time for “Sprint review” (#1):
        Thu 3 Dec 2026, 15:00–15:45 CET
        instead of Fri 4 Dec 2026, 15:00–15:45 CET.
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
        ✅ Accept · ❌ Decline
          reactions: ✅ ❌
    "#]]
    .assert_eq(&world.says("bo", "!meet propose thu 15:00").await);
    expect![[r#"
        [m4 only for bo in thread of m3]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.reacts("bo", "m3", "✅").await);
    expect![[""]].assert_eq(&world.reacts("bo", "m3", "🎉").await);
    expect![[r#"
        [~m1]
        Sprint review

        When       Thu 3 Dec 2026, 15:00–15:45 CET · in 2 days
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          reactions: ✅ 🤔 ❌
        [m5 pings bo in thread of m1]
        ✅ bo's time for “Sprint review” (#1) is accepted: it is now Thu 3 Dec 2026, 15:00–15:45 CET.
        bo comes.
    "#]].assert_eq(&world.reacts("ana", "m3", "👍🏽").await);
    expect![[r#"
        [m6 only for ana in thread of m3]
        There is no open proposal for “Sprint review” (#1). See what is open: `!meet show #1`
    "#]]
    .assert_eq(&world.reacts("ana", "m3", "❌").await);
    world.end().await;
}

#[tokio::test]
async fn only_who_was_asked_is_forgotten_by_a_reaction() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.reacts("bo", "m1", "✅").await;
    expect![[r#"
        [m2 only for ana in thread of u2]
        This removes you, 0 of your answers and your settings, and cancels 1 meeting that you organize. It cannot be undone.
        If you mean it: `!meet forget-me yes`
        🗑️ Forget me
          reactions: 🗑️
    "#]].assert_eq(&world.says("ana", "!meet forget-me").await);
    expect![[r#"
        [m3 only for bo in thread of m2]
        Only the one whom I asked can answer that question, so nothing was changed. All that you can ask of me: `!meet help`
    "#]].assert_eq(&world.reacts("bo", "m2", "🗑").await);
    expect![[""]].assert_eq(&world.reacts("ana", "m2", "❌").await);
    expect![[r#"
        [~m1]
        CANCELLED: Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET
        Length     1 h

        ✅ Going (1 of 1): bo

        #1
        [m4 pings bo in thread of m1]
        The organizer cancelled “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
        [m5 only for ana in thread of m2]
        You are forgotten: 0 answers removed, 1 meeting cancelled.
    "#]]
    .assert_eq(&world.reacts("ana", "m2", "🗑️").await);
    world.end().await;
}

#[tokio::test]
async fn reactions_among_people_are_none_of_its_business() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    expect![[""]].assert_eq(&world.reacts("bo", "u0", "✅").await);
    world.end().await;
}

#[tokio::test]
async fn what_a_reaction_did_is_swept() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.says("bo", "!meet propose fri 13:00").await;
    let room = world.stage.messages()[2].room.clone();
    let message = world.stage.messages()[2].id.clone();
    let sweep = async |days| {
        let mut tx = world.store.begin().await.unwrap();
        let swept = tx.sweep(world.clock.now() + TimeDelta::days(days)).await.unwrap();
        let left = tx.controls_of(&room, &message).await.unwrap().len();
        tx.commit().await.unwrap();
        (swept.controls, left)
    };
    assert_eq!(sweep(-1).await, (0, 2));
    // Two commands, two reactions.
    assert_eq!(sweep(1).await, (4, 0));
    world.end().await;
}
