//! Once more, by a word or a reaction.

use convene::testing::World;
use expect_test::expect;

use super::{at, day, with_review};

/// Review in fifteen minutes, and the reminder of it.
async fn reminded(world: &World) -> String {
    at(world, "2026-12-02T14:45:00").await;
    world.look().await;
    world.stage.messages().last().unwrap().id.0.clone()
}

#[tokio::test]
async fn a_bare_number_is_one_of_minutes() {
    let world = with_review().await;
    let reminder = reminded(&world).await;
    expect![[r#"
        [m4 only for bo]
        I remind you again of “Review” at 15:05 CET.
    "#]]
    .assert_eq(&world.replies("bo", &reminder, "snooze 20").await);
    expect![[r#"
        [m5 only for cy]
        I remind you again of “Review” at 14:50 CET.
    "#]]
    .assert_eq(&world.replies("cy", &reminder, "snooze for 5").await);
    expect![[r#"
        [m6 only for ana]
        I remind you again of “Review” at 14:55 CET.
    "#]]
    .assert_eq(&world.replies("ana", &reminder, "later").await);
    world.says("cy", "!remind me 14:50 buy cake").await;
    at(&world, "2026-12-02T14:50:00").await;
    world.look().await;
    let memo = world.stage.messages().last().unwrap().id.0.clone();
    expect![[r#"
        [m10 only for cy]
        I remind you again of “buy cake” at Thu 3 Dec 2026, 09:00 CET.
    "#]]
    .assert_eq(&world.replies("cy", &memo, "snooze until tomorrow morning").await);
    expect![[r#"
        [m11 only for cy]
        I remind you again of “buy cake” at 15:10 CET.
    "#]]
    .assert_eq(&world.replies("cy", &memo, "later 20").await);
    // What people say to each other.
    assert_eq!(world.replies("ana", &memo, "later, I am in a call").await, "");
    assert_eq!(world.replies("ana", "m1", "again and again").await, "");
    expect![[r#"
        Wed 14:55 [m12 pings ana] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 15:05 [m13 pings bo] ⏰ “Review” began 5 min ago: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 15:10 [m14 pings cy] ⏰ “buy cake”
    "#]]
    .assert_eq(&day(&world, "2026-12-02T14:51:00", "2026-12-02T15:30:00").await);
    world.end().await;
}

#[tokio::test]
async fn nothing_is_promised_that_does_not_come() {
    let world = with_review().await;
    let reminder = reminded(&world).await;
    world.says("bo", "!meet no #1").await;
    expect![[r#"
        [m5 only for bo]
        You said no to “Review” (#1), so I do not remind you of it. If you come after all: `!meet yes #1`; to be reminded all the same: `!meet remind me 2 Dec 2026 14:55 Review`
    "#]].assert_eq(&world.replies("bo", &reminder, "snooze").await);
    expect![[r#"
        [m6 only for bo]
        You said no to “Review” (#1), so I do not remind you of it. If you come after all: `!meet yes #1`; to be reminded all the same: `!meet remind me WHEN Review`
    "#]].assert_eq(&world.says("bo", "!remind me #1 5 min").await);
    expect![[r#"
        [m7 only for cy]
        “Review” (#1) is over by then. To be reminded all the same: `!meet remind me 2 Dec 2026 17:00 Review`
    "#]].assert_eq(&world.replies("cy", &reminder, "snooze until 17:00").await);
    assert_eq!(day(&world, "2026-12-02T14:46:00", "2026-12-02T16:00:00").await, "");
    world.end().await;
}

#[tokio::test]
async fn a_reaction_is_as_good_as_the_button() {
    let world = with_review().await;
    let reminder = reminded(&world).await;
    expect![[r#"
        [m4 only for bo]
        I remind you again of “Review” at 14:55 CET.
    "#]]
    .assert_eq(&world.reacts("bo", &reminder, "⏰").await);
    expect![[r#"
        [m5 only for cy]
        I remind you again of “Review” at 14:55 CET.
    "#]]
    .assert_eq(&world.reacts("cy", "m1", "⏰").await);
    world.says("cy", "!remind us 14:50 tidy up").await;
    at(&world, "2026-12-02T14:50:00").await;
    world.look().await;
    let memo = world.stage.messages().last().unwrap().id.0.clone();
    expect![[r#"
        [m8 only for ana]
        I remind you again of “tidy up” at 15:00 CET.
    "#]]
    .assert_eq(&world.reacts("ana", &memo, "⏰").await);
    expect![[r#"
        Wed 14:55 [m9 pings cy] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:55 [m10 pings bo] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 15:00 [m11 pings ana] ⏰ “tidy up”
    "#]]
    .assert_eq(&day(&world, "2026-12-02T14:51:00", "2026-12-02T15:30:00").await);
    world.end().await;
}
