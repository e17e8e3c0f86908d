//! What is said of the dates of a series that were over while the bot was away.

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

use super::{at, day, with_review};

/// What is said once at an instant, the redrawn cards left out.
async fn news_at(world: &World, instant: &str) -> String {
    at(world, instant).await;
    world.look().await.split_inclusive("\n[").filter(|part| !part.starts_with('~')).collect()
}

#[tokio::test]
async fn every_date_that_was_missed_is_named() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every weekday 9:15-9:30").await;
    assert!(news_at(&world, "2026-12-03T09:00:00").await.contains("“Sync” starts in 15 minutes"));
    // The end of Thursday's, all of Friday's.
    expect![[r#"
        [~m1]
        Sync

        When       Mon 7 Dec 2026, 09:15–09:30 CET · in 3 days
        Repeats    every weekday
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        While I was away:
        #1 “Sync” began Fri 4 Dec, 09:15.
    "#]]
    .assert_eq(&news_at(&world, "2026-12-04T09:31:00").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-04T10:00:00", "2026-12-07T08:59:00").await);
    expect![[r#"
        Mon 09:00 [m6 pings ana] ⏰ “Sync” starts in 15 minutes: Mon 7 Dec 2026, 09:15–09:30 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-07T09:00:00", "2026-12-07T09:10:00").await);
    world.end().await;
}

#[tokio::test]
async fn however_long_the_bot_was_away_the_latest_are_named_and_the_others_counted() {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 19:00").await;
    world.says("ana", "!meet Sync every weekday 9:15-9:30").await;
    expect![[r#"
        [~m3]
        Sync

        When       Mon 29 Mar 2027, 09:15–09:30 CEST · in 2 days
        Repeats    every weekday
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
        [m5]
        While I was away:
        #2 “Sync” began Thu 4 Mar, 09:15.
        #2 “Sync” began Fri 5 Mar, 09:15.
        #2 “Sync” began Mon 8 Mar, 09:15.
        #1 “Chess” began Mon 8 Mar, 19:00.
        #2 “Sync” began Tue 9 Mar, 09:15.
        #2 “Sync” began Wed 10 Mar, 09:15.
        #2 “Sync” began Thu 11 Mar, 09:15.
        #2 “Sync” began Fri 12 Mar, 09:15.
        #2 “Sync” began Mon 15 Mar, 09:15.
        #1 “Chess” began Mon 15 Mar, 19:00.
        #2 “Sync” began Tue 16 Mar, 09:15.
        #2 “Sync” began Wed 17 Mar, 09:15.
        #2 “Sync” began Thu 18 Mar, 09:15.
        #2 “Sync” began Fri 19 Mar, 09:15.
        #2 “Sync” began Mon 22 Mar, 09:15.
        #1 “Chess” began Mon 22 Mar, 19:00.
        #2 “Sync” began Tue 23 Mar, 09:15.
        #2 “Sync” began Wed 24 Mar, 09:15.
        #2 “Sync” began Thu 25 Mar, 09:15.
        #2 “Sync” began Fri 26 Mar, 09:15.
        +77 earlier.
    "#]]
    .assert_eq(&news_at(&world, "2027-03-27T10:00:00").await);
    expect![[r#"
        Mon 08:00 [m6 pings ana] ⏰ “Sync” starts in 15 minutes: Mon 29 Mar 2027, 09:15–09:30 CEST
    "#]]
    .assert_eq(&day(&world, "2027-03-27T10:00:00", "2027-03-29T10:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn years_away_do_not_take_long() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every day 9:15-9:30").await;
    expect![[r#"
        [~m1]
        Sync

        When       Tue 2 Dec 2036, 09:15–09:30 CET · in 23 hours
        Repeats    every day
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3]
        While I was away:
        #1 “Sync” began Wed 12 Nov, 09:15.
        #1 “Sync” began Thu 13 Nov, 09:15.
        #1 “Sync” began Fri 14 Nov, 09:15.
        #1 “Sync” began Sat 15 Nov, 09:15.
        #1 “Sync” began Sun 16 Nov, 09:15.
        #1 “Sync” began Mon 17 Nov, 09:15.
        #1 “Sync” began Tue 18 Nov, 09:15.
        #1 “Sync” began Wed 19 Nov, 09:15.
        #1 “Sync” began Thu 20 Nov, 09:15.
        #1 “Sync” began Fri 21 Nov, 09:15.
        #1 “Sync” began Sat 22 Nov, 09:15.
        #1 “Sync” began Sun 23 Nov, 09:15.
        #1 “Sync” began Mon 24 Nov, 09:15.
        #1 “Sync” began Tue 25 Nov, 09:15.
        #1 “Sync” began Wed 26 Nov, 09:15.
        #1 “Sync” began Thu 27 Nov, 09:15.
        #1 “Sync” began Fri 28 Nov, 09:15.
        #1 “Sync” began Sat 29 Nov, 09:15.
        #1 “Sync” began Sun 30 Nov, 09:15.
        #1 “Sync” began Mon 1 Dec, 09:15.
        +90 earlier.
    "#]]
    .assert_eq(&news_at(&world, "2036-12-01T10:00:00").await);
    expect![[r#"
        Tue 09:00 [m4 pings ana] ⏰ “Sync” starts in 15 minutes: Tue 2 Dec 2036, 09:15–09:30 CET
    "#]]
    .assert_eq(&day(&world, "2036-12-02T09:00:00", "2036-12-02T10:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn somebody_who_is_faster_than_the_bot_changes_nothing_of_what_is_told() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every weekday 9:15-9:30").await;
    // Thursday's and Friday's are over, and nobody has seen to it yet when bo answers.
    at(&world, "2026-12-04T09:31:00").await;
    let said = world.says("bo", "!meet yes #1").await;
    assert!(!said.contains("starts"), "{said}");
    expect![[r#"
        [~m1]
        Sync

        When       Mon 7 Dec 2026, 09:15–09:30 CET · in 3 days
        Repeats    every weekday
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for bo]
        ✅ You said yes to “Sync” (#1), only Mon 7 Dec 2026, 09:15–09:30 CET.
        You were not invited; you are on the list now.
        [m4]
        While I was away:
        #1 “Sync” began Wed 2 Dec, 09:15.
        #1 “Sync” began Thu 3 Dec, 09:15.
        #1 “Sync” began Fri 4 Dec, 09:15.
    "#]]
    .assert_eq(&said);
    world.end().await;
}

#[tokio::test]
async fn a_reminder_that_comes_late_says_how_long_ago_it_began() {
    let world = World::new().await;
    world.says("ana", "!meet Sync tomorrow 9:15-9:30").await;
    at(&world, "2026-12-02T09:20:00").await;
    let news = world.look().await;
    assert!(news.contains("⏰ “Sync” began 5 min ago: Wed 2 Dec 2026"), "{news}");
    assert_eq!(world.advance(TimeDelta::minutes(5)).await, "");
    world.end().await;
}

#[tokio::test]
async fn several_that_waited_for_the_network_come_as_one() {
    let world = with_review().await;
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet remind #1 1 day, 5 min, 3 min, 1 min").await;
    at(&world, "2026-12-02T14:50:00").await;
    world.look().await;
    world.stage.down(true);
    for minute in ["14:55", "14:57", "14:59", "15:00", "15:03"] {
        at(&world, &format!("2026-12-02T{minute}:00")).await;
        assert_eq!(world.look().await, "");
    }
    world.stage.down(false);
    let news = world.is_back().await;
    expect![[r#"
        [m6 pings ana, bo, cy]
        ⏰ “Review” began 3 min ago: Wed 2 Dec 2026, 15:00–15:45 CET
        ana, bo, cy
        #1
          buttons: snooze #1
    "#]]
    .assert_eq(news.split("[~m1]").next().unwrap());
    world.end().await;
}

#[tokio::test]
async fn several_that_waited_for_the_end_of_the_quiet_hours_come_as_one() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("ana", "!meet Lunch thu 12:00").await;
    world.says("ana", "!meet remind #1 14 hours, 13 hours").await;
    at(&world, "2026-12-02T21:00:00").await;
    world.look().await;
    world.stage.down(true);
    at(&world, "2026-12-02T23:30:00").await;
    world.look().await;
    world.stage.down(false);
    assert_eq!(world.is_back().await, "");
    at(&world, "2026-12-03T08:00:00").await;
    expect![[r#"
        [m4 pings ana]
        ⏰ “Lunch” starts in 4 hours: Thu 3 Dec 2026, 12:00–13:00 CET
        ana
        #1
          buttons: snooze #1
    "#]]
    .assert_eq(world.look().await.split("[~m").next().unwrap());
    world.end().await;
}
