//! What a team does in a room, and what it sees.

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

#[tokio::test]
async fn a_meeting_from_the_first_line_to_the_reminder() {
    let world = World::new().await;
    expect![[""]].assert_eq(
        &world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo @cleo in Room 5").await,
    );
    expect![[""]].assert_eq(&world.reacts("bo", "m1", "👍🏽").await);
    expect![[""]].assert_eq(&world.says("cleo", "!meet maybe depends on the train").await);
    expect![[""]].assert_eq(&world.replies("dan", "m1", "yes").await);
    expect![[""]].assert_eq(&world.unreacts("bo", "m1", "👍🏽").await);
    expect![[""]].assert_eq(&world.presses("bo", "m1", "no #1").await);
    world.clock.set("2026-12-04T13:44:59Z".parse().unwrap());
    expect![[""]].assert_eq(&world.look().await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::seconds(1)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::hours(1)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::minutes(1)).await);
    expect![[""]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    world.end().await;
}

#[tokio::test]
async fn another_time_is_proposed_declined_proposed_and_accepted() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo @cleo").await;
    world.reacts("cleo", "m1", "✅").await;
    expect![[""]].assert_eq(
        &world.replies("bo", "m1", "!meet propose thu 15:00 because I am in a train").await,
    );
    expect![[""]].assert_eq(&world.presses("cleo", "m3", "accept #1 mailto:bo@stage.invalid").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet decline #1 @bo the room is taken").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet propose #1 thu 16:00").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet accept").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet accept #1 @bo").await);
    world.end().await;
}

#[tokio::test]
async fn the_organizer_and_co_hosts_edit_and_nobody_else() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.reacts("bo", "m1", "✅").await;
    expect![[""]].assert_eq(&world.says("bo", "!meet move #1 to 16:00").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet cohost #1 @bo").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet rename #1 Sprint review and demo").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet move sprint to 16:00").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet place Room 7").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet describe #1 Bring the numbers").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet invite @dan mail kim@example.com").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet uninvite @dan").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet cohost @bo off").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet cancel #1 the office is closed").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet yes #1").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet move #1 to 17:00").await);
    world.end().await;
}

#[tokio::test]
async fn somebody_else_goes() {
    let world = World::new().await;
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    expect![[""]].assert_eq(&world.says("bo", "!meet delegate @sam").await);
    expect![[""]].assert_eq(&world.reacts("sam", "m1", "✅").await);
    expect![[""]].assert_eq(&world.says("sam", "!meet delegate @bo").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet delegate @bo").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet delegate @bo").await);
    world.end().await;
}

#[tokio::test]
async fn lists_and_one_meeting_in_full() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("ana", "!meet list").await);
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.says("bo", "!meet Lunch tomorrow 12:30").await;
    world.says("bo", "!meet no #1 sick that day").await;
    expect![[""]].assert_eq(&world.says("ana", "!meet list this week").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet list tomorrow").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet mine").await);
    expect![[""]].assert_eq(&world.says("cleo", "!meet mine").await);
    expect![[""]].assert_eq(&world.says("cleo", "!meet show spri").await);
    expect![[""]].assert_eq(&world.says("cleo", "!meet yes").await);
    expect![[""]].assert_eq(&world.says("cleo", "!meet show #9").await);
    world.end().await;
}

#[tokio::test]
async fn zones_and_settings() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("ana", "!meet zone").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet zone America/New_York").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet Call fri 15:00").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet zone Nowhere/Atall").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet zone none").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet settings").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet settings length 30m").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings length 30m").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings answers invited").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings anwsers open").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings reminder 3 parsecs").await);
    expect![[""]].assert_eq(&world.reacts("bo", "m3", "✅").await);
    expect![[""]].assert_eq(&world.says("mods", "!meet settings reminder off").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet Tea fri 16:00").await);
    world.end().await;
}

#[tokio::test]
async fn help_doctor_and_what_is_kept_of_me() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("ana", "!meet").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet help propose").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet doctor").await);
    world.says("ana", "!meet Sprint review fri 15:00-15:45 @bo").await;
    world.says("bo", "!meet Lunch tomorrow 12:30 @ana").await;
    expect![[""]].assert_eq(&world.says("bo", "!meet my-data").await);
    let data = world.stage.messages().last().unwrap().message.files[0].content.clone();
    assert!(data.contains("mailto:bo@stage.invalid"), "{data}");
    expect![[""]].assert_eq(&world.says("bo", "!meet forget-me").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet forget-me really").await);
    let left = world.stage.messages().first().unwrap().message.text.clone();
    assert!(!left.contains("bo"), "{left}");
    world.end().await;
}
