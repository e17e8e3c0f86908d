//! When a series ends, in more words than a day; where it is, and which date goes elsewhere, said with few.

use convene::testing::World;
use expect_test::expect;

async fn with_sync() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00").await;
    world
}

/// What is said to whoever asked, or to all, in one line.
async fn told(world: &World, line: &str) -> String {
    let said = world.says("ana", &format!("!meet {line}")).await;
    let told = said.split("\n[").filter(|part| !part.trim_start_matches('[').starts_with('~'));
    told.map(|part| part.lines().skip(1).collect::<Vec<_>>().join("\n")).collect()
}

#[tokio::test]
async fn so_many_more_times() {
    let world = with_sync().await;
    expect!["ana said when “Sync” (#1) ends: its last date is Tue 29 Dec 2026."]
        .assert_eq(&told(&world, "end sync after 5 more times").await);
    expect!["ana said when “Sync” (#1) ends: its last date is Tue 8 Dec 2026."]
        .assert_eq(&told(&world, "end after two more dates").await);
    world.end().await;
}

#[tokio::test]
async fn after_a_day_without_a_date_is_asked_about() {
    let world = with_sync().await;
    expect!["“Sync” (#1) has no date on Fri 25 Dec 2026. The nearest: Tue 22 Dec 2026, 14:00–15:00 CET and Tue 29 Dec 2026, 14:00–15:00 CET. All dates: `!meet list this year`"].assert_eq(&told(&world, "end after christmas").await);
    expect!["ana said when “Sync” (#1) ends: its last date is Tue 15 Dec 2026."]
        .assert_eq(&told(&world, "end #1 after 15 dec").await);
    world.end().await;
}

#[tokio::test]
async fn a_place_needs_no_in() {
    let world = with_sync().await;
    expect!["ana set the place of “Sync” (#1), all dates: Room 7"]
        .assert_eq(&told(&world, "place all in Room 7").await);
    expect!["ana set the place of “Sync” (#1), all dates: In Bruges"]
        .assert_eq(&told(&world, "place all In Bruges").await);
    world.end().await;
}

#[tokio::test]
async fn a_day_behind_a_whole_title_says_which_date_goes() {
    let world = World::new().await;
    world.says("ana", "!meet US sync every thursday 14:00").await;
    world.says("ana", "!meet 1:1 every tuesday 10:30").await;
    expect![[r#"
        ana moved one date of “US sync” (#1) to Fri 4 Dec 2026, 14:00–15:00 CET; it was Thu 3 Dec 2026, 14:00–15:00 CET.
        Everyone is asked to answer again."#]].assert_eq(&told(&world, "move us sync thursday to friday").await);
    expect![[r#"
        ana moved one date of “1:1” (#2) to Thu 10 Dec 2026, 10:30–11:30 CET; it was Tue 8 Dec 2026, 10:30–11:30 CET.
        Everyone is asked to answer again.I took “1:1” (#2) as Thu 10 Dec 2026, 10:30–11:30 CET: on Thu 10 Dec 2026.
        To take that back: `!meet undo #2`
          buttons: undo #2"#]].assert_eq(&told(&world, "move 1:1 next week to thursday").await);
    world.end().await;
}

#[tokio::test]
async fn my_meetings_of_some_days() {
    let world = World::new().await;
    world.says("ana", "!meet Sync every tuesday 14:00 until 20 dec").await;
    world.says("ana", "!meet Tea fri 14:00").await;
    expect![[r#"
        Your meetings, next week

        #1 Sync
            Tue 8 Dec 2026, 14:00–15:00 CET · in 7 days · 1 going · you said yes"#]]
    .assert_eq(&told(&world, "mine next week").await);
    expect![[r#"
        Your meetings, friday

        #2 Tea
            Fri 4 Dec 2026, 14:00–15:00 CET · in 3 days · 1 going · you said yes"#]]
    .assert_eq(&told(&world, "mine friday").await);
    expect![[r#"
        “all the best” is not a time I can read; write for instance “this week”.
        Try `fri 15:00-15:45` or `tomorrow 9am for 30m`"#]]
    .assert_eq(&told(&world, "mine all the best").await);
    world.end().await;
}
