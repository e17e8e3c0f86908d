//! The hours of a room: digests and quiet.

use convene::testing::World;
use expect_test::expect;

use super::day;

#[tokio::test]
async fn a_room_is_told_each_morning_what_is_on() {
    let world = World::new().await;
    world.says("ana", "!meet Review wed 15:00-15:45").await;
    world.says("ana", "!meet Tea fri 16:00").await;
    world.says("ana", "!meet Dinner fri 19:00").await;
    world.says("ana", "!meet cancel #3").await;
    world.says("mods", "!meet settings reminder off").await;
    expect![[""]].assert_eq(&world.says("mods", "!meet settings digest daily 8:00").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings digest hourly").await);
    // Nothing on Thursday, so nothing is said.
    expect![[""]].assert_eq(&day(&world, "2026-12-01T11:00:00", "2026-12-05T09:00:00").await);
    let texts = world.stage.messages();
    let digest = texts.iter().rfind(|shown| shown.message.text.starts_with("Today")).unwrap();
    expect![[""]].assert_eq(&digest.message.text);
    world.says("mods", "!meet settings digest off").await;
    world.says("ana", "!meet Brunch sun 11:00").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-06T07:00:00", "2026-12-06T09:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_weekly_digest_is_about_the_week_and_waits_for_the_quiet_hours_to_end() {
    let world = World::new().await;
    world.says("ana", "!meet Review 9 dec 15:00-15:45").await;
    world.says("mods", "!meet settings digest weekly mon 6:00").await;
    world.says("mods", "!meet settings quiet 22:00-7:30").await;
    world.says("mods", "!meet settings reminder off").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-06T20:00:00", "2026-12-07T12:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_digest_that_comes_a_day_late_does_not_come() {
    let world = World::new().await;
    world.says("ana", "!meet Review fri 15:00-15:45").await;
    world.says("mods", "!meet settings reminder off").await;
    world.says("mods", "!meet settings digest daily 8:00").await;
    // The bot was away over two mornings, and comes back on the third one.
    let news = day(&world, "2026-12-04T00:30:00", "2026-12-04T08:30:00").await;
    assert_eq!(news.matches("Today").count(), 1, "{news}");
    world.end().await;
}

#[tokio::test]
async fn in_quiet_hours_a_reminder_waits_where_it_still_helps_and_else_comes_before() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("mods", "!meet settings quiet 22:00-8:00").await);
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet Early wed 7:00-7:30").await;
    world.says("ana", "!meet Standup wed 8:10-8:20").await;
    world.says("ana", "!meet Late wed 23:00-23:30").await;
    world.says("ana", "!meet remind #3 1 day").await;
    // What somebody wants for themselves comes when they want it.
    world.says("ana", "!remind me wed 6:00 get up").await;
    expect![[""]].assert_eq(&world.says("bo", "!remind us wed 6:30 bring bread").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-01T20:00:00", "2026-12-02T23:59:00").await);
    world.end().await;
}
