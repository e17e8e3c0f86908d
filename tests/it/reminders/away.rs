//! What was missed is told once, however it was asked for.

use convene::testing::World;
use expect_test::expect;

use super::{at, day, with_review};

/// What is said at an instant, the redrawn cards left out, and how many of those there were.
async fn told_at(world: &World, instant: &str) -> (String, usize) {
    at(world, instant).await;
    let look = world.look().await;
    let parts: Vec<_> = look.split_inclusive("\n[").collect();
    let told: String = parts
        .iter()
        .filter(|part| !part.trim_start_matches('[').starts_with('~'))
        .copied()
        .collect();
    (told, look.matches("[~").count())
}

#[tokio::test]
async fn two_weeks_away_are_told_in_one_message() {
    let world = World::new().await;
    world.says("ana", "!meet Standup every weekday 9:15-9:30 @bo").await;
    world.says("bo", "!meet yes all").await;
    let (told, redrawn) = told_at(&world, "2026-12-16T09:31:00").await;
    expect![[r#"
        m5]
        While I was away:
        #1 “Standup” began Wed 2 Dec, 09:15.
        #1 “Standup” began Thu 3 Dec, 09:15.
        #1 “Standup” began Fri 4 Dec, 09:15.
        #1 “Standup” began Mon 7 Dec, 09:15.
        #1 “Standup” began Tue 8 Dec, 09:15.
        #1 “Standup” began Wed 9 Dec, 09:15.
        #1 “Standup” began Thu 10 Dec, 09:15.
        #1 “Standup” began Fri 11 Dec, 09:15.
        #1 “Standup” began Mon 14 Dec, 09:15.
        #1 “Standup” began Tue 15 Dec, 09:15.
        #1 “Standup” began Wed 16 Dec, 09:15.
    "#]]
    .assert_eq(&told);
    assert_eq!(redrawn, 1);
    world.end().await;
}

#[tokio::test]
async fn what_is_told_to_all_is_not_told_to_one_of_them_besides() {
    let world = World::new().await;
    world.says("ana", "!meet Early 2 dec 7:30 @bo").await;
    world.says("bo", "!meet yes #1").await;
    world.says("bo", "!meet remind me 45 min").await;
    world.says("ana", "!meet settings quiet 20:00-8:00").await;
    let (told, _) = told_at(&world, "2026-12-02T09:10:00").await;
    expect![[r#"
        m6 pings bo]
        While I was away:
        #1 “Early” began Wed 2 Dec, 07:30.
    "#]]
    .assert_eq(&told);
    world.end().await;
}

#[tokio::test]
async fn who_wants_it_alone_at_the_time_of_all_is_mentioned_with_all() {
    let world = with_review().await;
    world.says("bo", "!meet remind me 15 min").await;
    world.says("dee", "!meet remind me #1 15 min").await;
    world.says("cy", "!meet remind me 20 min, 15 min").await;
    expect![[r#"
        Wed 14:40 [m6 pings cy] ⏰ “Review” starts in 20 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:45 [m7 pings ana, cy, dee, bo] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:30:00", "2026-12-02T15:30:00").await);
    world.end().await;
}

#[tokio::test]
async fn whole_days_are_told_of_once_in_their_morning() {
    let world = World::new().await;
    world.says("ana", "!meet Offsite 3-4 dec @bo").await;
    world.says("bo", "!meet yes #1").await;
    world.says("bo", "!meet remind me 45 min").await;
    expect![[r#"
        Thu 09:00 [m5 pings ana, bo] ⏰ “Offsite” starts today: Thu 3 – Fri 4 Dec 2026
    "#]]
    .assert_eq(&day(&world, "2026-12-03T08:30:00", "2026-12-03T09:30:00").await);
    world.end().await;
}

#[tokio::test]
async fn once_more_comes_with_what_comes_anyway_and_the_last_word_counts() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 30 min, 10 min").await;
    at(&world, "2026-12-02T14:30:00").await;
    world.look().await;
    at(&world, "2026-12-02T14:30:20").await;
    expect![[r#"
        [m5 only for bo]
        I remind you again of “Review” at 14:50 CET.
    "#]]
    .assert_eq(&world.says("bo", "!snooze #1 20 min").await);
    at(&world, "2026-12-02T14:29:40").await;
    expect![[r#"
        [m6 only for cy]
        I remind you again of “Review” at 14:34 CET.
    "#]]
    .assert_eq(&world.says("cy", "!snooze #1 5 min").await);
    expect![[r#"
        [m7 only for cy]
        I remind you again of “Review” at 14:49 CET, not at 14:34 CET.
    "#]]
    .assert_eq(&world.says("cy", "!snooze #1 20 min").await);
    expect![[r#"
        Wed 14:50 [m8 pings ana, bo, cy] ⏰ “Review” starts in 10 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:31:00", "2026-12-02T15:30:00").await);
    world.end().await;
}

#[tokio::test]
async fn who_has_a_room_for_it_is_reminded_there() {
    let world = with_review().await;
    world.says_in(("stage", "attic"), "bo", "!meet remind me here").await;
    world.says("bo", "!meet remind me 15 min").await;
    expect![[r#"
        Wed 14:45 [m5 pings ana, cy] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:45 [m6 pings bo] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:30:00", "2026-12-02T15:30:00").await);
    world.end().await;
}
