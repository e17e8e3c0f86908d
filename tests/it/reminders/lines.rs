//! Lines about reminders that would be read wrongly, and several at once.

use convene::testing::World;
use expect_test::expect;

#[tokio::test]
async fn what_would_be_read_wrongly_is_refused_with_what_to_type() {
    let world = World::new().await;
    world.says("ana", "!meet Sync tue 14:00-15:00").await;
    expect![[r#"
        [m2 only for ana]
        A reminder has one time, and that has two. Set one after the other: `!meet remind me every day at 9 pills` and `!meet remind me every day at 18 pills`
    "#]].assert_eq(&world.says("ana", "!remind me every day at 9 and 18 pills").await);
    expect![[r#"
        [m3 only for ana]
        “9:00” and “18:00” are two times; keep one, or put the title in quotes.
        Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
    "#]]
        .assert_eq(&world.says("ana", "!remind us every day at 9:00 and 18:00 to drink").await);
    expect![[r#"
        [m4 only for ana]
        Reminders of “Sync” (#1) come before it. For one after it, say when: `!meet remind me 1 Dec 2026 15:10 Sync`
    "#]].assert_eq(&world.says("ana", "!remind me 10 minutes after sync").await);
    expect![[r#"
        [m5 only for ana]
        Reminders of “Sync” (#1) come before it. For one after it, say when: `!meet remind us 1 Dec 2026 15:10 to write notes`
    "#]].assert_eq(
        &world.says("ana", "!remind us in 10 minutes after the sync to write notes").await,
    );
    world.end().await;
}

#[tokio::test]
async fn several_are_taken_away_at_once() {
    let world = World::new().await;
    for what in ["one", "two", "three", "four", "five"] {
        world.says("bo", &format!("!remind me tomorrow 9:00 {what}")).await;
    }
    world.says("ana", "!remind us tomorrow 9:00 six").await;
    expect![[r#"
        [m7 only for bo]
        Taken away: “one” (r1), “two” (r2).
    "#]]
    .assert_eq(&world.says("bo", "!remind delete 1, r2").await);
    // One that is not theirs, and nothing is taken away.
    expect![[r#"
        [m8 only for bo]
        Only ana and the moderators of this room can take r6 away. Ask one of them.
    "#]]
    .assert_eq(&world.says("bo", "!remind delete 3 and 6").await);
    expect![[r#"
        [m9 only for bo]
        You have nothing to be reminded of by `99`. See what there is: `!meet remind list`
    "#]]
    .assert_eq(&world.says("bo", "!remind delete 3 99").await);
    expect![[r#"
        [m10 only for bo]
        Taken away: “three” (r3), “four” (r4), “five” (r5).
    "#]]
    .assert_eq(&world.says("bo", "!remind delete all").await);
    expect![[r#"
        [m11 only for bo]
        r6 “six”
            Wed 2 Dec, 09:00 · for everyone here

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says("bo", "!remind delete all").await);
    world.end().await;
}

#[tokio::test]
async fn a_time_that_is_over_is_said_to_be() {
    let world = World::new().await;
    world.says("ana", "!meet Offsite 3-4 dec").await;
    world.says("ana", "!meet Review thu 15:00").await;
    world.says("ana", "!meet Sync every thu 16:00").await;
    expect![[r#"
        [m5 only for ana]
        Those who come are reminded of “Offsite” (#1) at 9:00 7 days before.
        That is over already, so nothing comes. Say a shorter time: `!meet remind #1 15 min`
    "#]]
    .assert_eq(&world.says("ana", "!meet remind #1 1 week").await);
    expect![[r#"
        [m6 only for ana]
        I remind you of “Review” (#2) 7 days before.
        That is over already, so nothing comes. Say a shorter time: `!meet remind me #2 15 min`
    "#]]
    .assert_eq(&world.says("ana", "!meet remind me #2 1 week").await);
    expect![[r#"
        [m7 only for ana]
        Those who come are reminded of “Review” (#2) 7 days, 1 day before.
    "#]]
    .assert_eq(&world.says("ana", "!meet remind #2 1 week, 1 day").await);
    expect![[r#"
        [m8 only for ana]
        Those who come are reminded of “Sync” (#3) 7 days before.
    "#]]
    .assert_eq(&world.says("ana", "!meet remind #3 1 week").await);
    world.end().await;
}
