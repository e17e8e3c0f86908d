//! A meeting that repeats, in a room.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use chrono::TimeDelta;
use convene::{store::Store, testing::World};
use expect_test::expect;

/// Every Friday at nine in Berlin until the end of the year, from the fourth of December 2026 on.
fn standup(more: &str, overrides: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\nUID:standup\r\n\
         DTSTAMP:20261120T100000Z\r\nSUMMARY:Standup\r\nDTSTART;TZID=Europe/Berlin:20261204T090000\r\n\
         DTEND;TZID=Europe/Berlin:20261204T091500\r\nRRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T080000Z\r\n\
         ATTENDEE;CN=bo:mailto:bo@stage.invalid\r\nATTENDEE;CN=cleo:mailto:cleo@stage.invalid\r\n\
         {more}END:VEVENT\r\n{overrides}END:VCALENDAR\r\n"
    )
}

/// A room with the standup in it.
async fn with_standup() -> World {
    let world = World::new().await;
    world.uploads("ana", "standup.ics", &standup("", "")).await;
    world
}

#[track_caller]
fn says(said: &str, words: &str) {
    assert!(said.contains(words), "no “{words}” in:\n{said}");
}

#[track_caller]
fn says_not(said: &str, words: &str) {
    assert!(!said.contains(words), "“{words}” in:\n{said}");
}

#[tokio::test]
async fn a_series_comes_in_by_a_file_and_its_card_shows_the_next_date() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.uploads("ana", "standup.ics", &standup("", "")).await);
    expect![[""]].assert_eq(&world.says("bo", "!meet list this month").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet mine").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet show #1").await);
    world.end().await;
}
