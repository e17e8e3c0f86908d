//! What goes wrong, and what the person is told: each a sentence, and nothing has changed.

use convene::testing::World;
use expect_test::expect;

#[tokio::test]
async fn lines_that_cannot_be_understood() {
    let world = World::new().await;
    for (line, said) in [
        ("!meet Lunch fri 25:00", expect![[""]]),
        ("!meet Lunch", expect![[""]]),
        ("!meet lsit", expect![[""]]),
        ("!meet frobnicate", expect![[""]]),
        ("!meet fri 15:00", expect![[""]]),
        ("!meet new", expect![[""]]),
        ("!meet Lunch 2020-01-01 12:00", expect![[""]]),
        ("!meet Lunch fri 15:00 @everyone", expect![[""]]),
        ("!meet Lunch 03/04 12:00-11:00", expect![[""]]),
        ("!meet yes", expect![[""]]),
        ("!meet move", expect![[""]]),
        ("!meet show #7", expect![[""]]),
    ] {
        said.assert_eq(&world.says("ana", line).await);
    }
    world.end().await;
}

#[tokio::test]
async fn hostile_titles_are_shown_harmlessly_or_refused() {
    let world = World::new().await;
    let long = format!("!meet {} fri 15:00", "x".repeat(10_000));
    expect![[""]].assert_eq(&world.says("ana", &long).await);
    expect![[""]].assert_eq(
        &world.says("ana", "!meet <b>Bold</b> & \u{202e}reverse\u{1b}[31m fri 15:00").await,
    );
    expect![[""]].assert_eq(&world.says("ana", "!meet rename #1 \u{7}\u{200e}").await);
    world.end().await;
}

#[tokio::test]
async fn reactions_on_other_messages_and_other_reactions_are_left_alone() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    assert_eq!(world.reacts("bo", "m99", "✅").await, "");
    assert_eq!(world.reacts("bo", "m1", "🎉").await, "");
    assert_eq!(world.says("bo", "hello everyone").await, "");
    assert_eq!(world.replies("bo", "m1", "that sounds nice").await, "");
    expect![[""]].assert_eq(&world.presses("bo", "m99", "yes #99").await);
    expect![[""]].assert_eq(&world.presses("bo", "m1", "rm -rf #1").await);
    world.end().await;
}

#[tokio::test]
async fn files_that_are_too_big_or_broken() {
    let world = World::new().await;
    let big = format!("BEGIN:VCALENDAR\r\n{}", "X-A:b\r\n".repeat(800_000));
    expect![[""]].assert_eq(&world.uploads("ana", "big.ics", &big).await);
    expect![[""]].assert_eq(&world.uploads("ana", "broken.ics", "BEGIN:VCALENDAR\r\nhello").await);
    expect![[""]].assert_eq(&world.uploads("ana", "text.ics", "hello").await);
    assert_eq!(world.uploads("ana", "photo.jpg", "hello").await, "");
    world.end().await;
}

#[tokio::test]
async fn an_export_comes_back_as_the_meeting_it_is() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30 in the garden").await;
    expect![[""]].assert_eq(&world.says("bo", "!meet export #1").await);
    let file = world.stage.messages().last().unwrap().message.files[0].clone();
    expect![[""]].assert_eq(&world.uploads("bo", &file.name, &file.content).await);
    let other = file.content.replace("UID:", "UID:other-").replace("Lunch", "Dinner");
    expect![[""]].assert_eq(&world.uploads("bo", &file.name, &other).await);
    world.end().await;
}
