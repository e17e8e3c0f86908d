//! Which meeting somebody means, and whether they mean a meeting at all.

use super::*;
use crate::said::{says, says_not};

async fn with(lines: &[(&str, &str)]) -> World {
    let world = World::new().await;
    for (who, line) in lines {
        world.says(who, line).await;
    }
    world
}

#[tokio::test]
async fn a_mistyped_command_makes_no_meeting() {
    let world = with(&[("ana", "!meet Tea fri 15:00")]).await;
    for line in ["!meet mvoe tea 16:00", "!meet mvoe #1 to sat 16:00", "!meet mvoe all tea 16:00"] {
        let said = world.says("ana", line).await;
        says(&said, "I do not know `mvoe`. Do you mean `!meet move`?");
        says_not(&said, "#2");
    }
    // What names no meeting, or begins as titles do, is one.
    says(&world.says("ana", "!meet mvoe lunch 16:00").await, "[m5]\nmvoe lunch\n");
    says(&world.says("ana", "!meet Mvoe tea 17:00").await, "[m6]\nMvoe tea\n");
    world.end().await;
}

#[tokio::test]
async fn a_title_without_a_time_is_asked_for_one() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for ana]
        “next week” is not a time I can read; write for instance “14 Dec 15:00”.
        Try `fri 15:00-15:45` or `tomorrow 9am for 30m`
    "#]]
    .assert_eq(&world.says("ana", "!meet Thing next week").await);
    world.end().await;
}

#[tokio::test]
async fn a_whole_title_wins_over_others_with_its_letters() {
    let world = with(&[
        ("ana", "!meet Tea thu 15:00"),
        ("ana", "!meet Tea party fri 15:00"),
        ("ana", "!meet Team tea sat 15:00"),
    ])
    .await;
    says(&world.says("bo", "!meet show TEA").await, "Thu 3 Dec 2026");
    let off = world.says("ana", "!meet cancel tea party the cake is gone").await;
    says(&off, "ana cancelled “Tea party” (#2), Fri 4 Dec 2026, 15:00–16:00 CET: the cake is gone");
    let yes = world.says("bo", "!meet yes tea with cake").await;
    says(&yes, "“Tea” (#1), Thu 3 Dec 2026, 15:00–16:00 CET: with cake");
    world.end().await;
}

#[tokio::test]
async fn what_is_called_off_or_over_loses_against_what_is_not() {
    let world = with(&[
        ("ana", "!meet Retro planning today 11:00-11:30"),
        ("ana", "!meet Retro lunch thu 15:00"),
        ("ana", "!meet Retro review fri 15:00"),
        ("ana", "!meet cancel #2"),
    ])
    .await;
    world.advance(TimeDelta::hours(2)).await;
    says(&world.says("bo", "!meet show retro").await, "Retro review");
    says(&world.says("bo", "!meet show retro lunch").await, "Retro lunch");
    world.end().await;
}

#[tokio::test]
async fn a_command_looks_first_at_the_meetings_it_can_be_about() {
    let world = with(&[
        ("ana", "!meet Tea thu 15:00 @bo"),
        ("ana", "!meet Lunch fri 12:30 @bo"),
        ("bo", "!meet propose #1 sat 15:00"),
    ])
    .await;
    says(&world.says("ana", "!meet decline").await, "“Tea” (#1)");
    world.says("bo", "!meet propose #2 sat 12:30").await;
    says(&world.says("ana", "!meet accept").await, "bo's time for “Lunch” (#2) is accepted");
    world.says("ana", "!meet Standup every fri 9:00").await;
    says(&world.says("ana", "!meet skip").await, "“Standup” (#3)");
    // What could be about any of them is asked.
    says(&world.says("ana", "!meet cancel").await, "More than one meeting fits.");
    world.end().await;
}

#[tokio::test]
async fn an_answer_is_for_what_somebody_is_in_or_for_what_came_last() {
    let world = with(&[
        ("ana", "!meet Tea thu 15:00 @bo"),
        ("ana", "!meet Lunch fri 12:30 @cy"),
        ("cy", "!meet Walk wed 12:30"),
    ])
    .await;
    let yes = world.says("bo", "!meet yes I bring cake").await;
    says(&yes, "“Tea” (#1), Thu 3 Dec 2026, 15:00–16:00 CET: I bring cake");
    says(&world.says("eve", "!meet maybe").await, "You said maybe to “Walk” (#3)");
    // Who is in several says which of them.
    let which = world.says("cy", "!meet no").await;
    says(&which, "More than one meeting fits.");
    says(&which, "#2 Lunch");
    says_not(&which, "#1 Tea");
    world.end().await;
}

#[tokio::test]
async fn of_several_meetings_the_one_on_that_day_is_meant_and_the_one_that_can_be_changed() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00 @bo @dan").await;
    world.says("ana", "!meet Sync thu 14:00 @bo").await;
    world.says("eve", "!meet Tea wed 15:00 @bo @dan").await;
    let said = world.says("bo", "!meet no friday").await;
    says(&said, "You said no to “Lunch” (#1)");
    let asked = world.says("bo", "!meet no").await;
    says(&asked, "#2");
    let gone = world.says("ana", "!meet uninvite @dan").await;
    says(&gone, "ana took dan off the list of “Lunch” (#1)");
    says(&world.says("eve", "!meet place Room 5").await, "“Tea” (#3)");
    world.end().await;
}
