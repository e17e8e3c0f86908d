//! Reminders of meetings: when they come, whom they mention, and what is said when they come too late.

use chrono::TimeDelta;
use convene::{chat::SendError, testing::World};
use expect_test::expect;

use crate::said::last_file;

mod asked;
mod hours;

/// A world at an instant of Berlin's winter, in which people have looked at all that is new.
async fn at(world: &World, instant: &str) {
    world.clock.set(format!("{instant}+01:00").parse().unwrap());
}

/// Review tomorrow at 15:00 in `m1`: ana organizes it, bo comes, cy may, dee has not answered.
async fn with_review() -> World {
    let world = World::new().await;
    world.says("ana", "!meet Review wed 15:00-15:45 @bo @cy @dee").await;
    world.reacts("bo", "m1", "✅").await;
    world.reacts("cy", "m1", "🤔").await;
    world
}

/// What was sent at each minute that something was, the redrawn cards left out.
async fn day(world: &World, from: &str, to: &str) -> String {
    use std::fmt::Write as _;
    at(world, from).await;
    let end = format!("{to}+01:00").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let mut out = String::new();
    loop {
        let now = convene::clock::Clock::now(&*world.clock);
        let news = world.look().await;
        for part in news.split("[").skip(1).filter(|part| !part.starts_with('~')) {
            let said: Vec<_> = part.lines().take(2).collect();
            let local = now + TimeDelta::hours(1);
            let _ = writeln!(out, "{} [{}", local.format("%a %H:%M"), said.join(" "));
        }
        if now >= end {
            return out;
        }
        world.clock.advance(TimeDelta::minutes(1));
    }
}

#[tokio::test]
async fn a_meeting_has_as_many_reminders_as_people_want() {
    let world = with_review().await;
    expect![[""]].assert_eq(&world.says("ana", "!meet remind #1 1 day, 1h, 15 min").await);
    expect![[""]].assert_eq(&world.says("dee", "!meet remind #1 off").await);
    expect![[""]].assert_eq(&world.replies("bo", "m1", "!meet remind").await);
    expect![[""]].assert_eq(&world.says("ana", "!meet remind #1 a lot").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-01T14:00:00", "2026-12-02T16:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_without_reminders_has_none_and_the_usual_ones_come_back() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 off").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:00:00", "2026-12-02T14:44:00").await);
    expect![[""]].assert_eq(&world.replies("ana", "m1", "!meet remind default").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:44:00", "2026-12-02T15:44:00").await);
    world.end().await;
}

#[tokio::test]
async fn the_room_says_how_people_are_reminded_and_that_it_begins() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("mods", "!meet settings reminder 15 min, 1 day").await);
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet Review wed 15:00-15:45 @bo").await;
    world.reacts("bo", "m2", "✅").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-01T14:00:00", "2026-12-02T16:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn who_wants_it_otherwise_is_reminded_alone() {
    let world = with_review().await;
    expect![[""]].assert_eq(&world.says("bo", "!meet remind me 1 h, 5 min").await);
    expect![[""]].assert_eq(&world.says("dee", "!remind me #1 30 min").await);
    expect![[""]].assert_eq(&world.replies("cy", "m1", "!meet remind me off").await);
    // A meeting that is made afterwards has them too, for those who come.
    world.says("ana", "!meet Tea wed 17:00 @bo @cy").await;
    world.says("bo", "!meet no #2").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T13:00:00", "2026-12-02T18:00:00").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet remind me").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet remind me default").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_for_one_alone_comes_to_the_room_they_chose() {
    let world = with_review().await;
    let own = ("stage", "bo and the bot");
    expect![[""]].assert_eq(&world.says_in(own, "bo", "!meet remind me here").await);
    world.says("bo", "!meet remind me 30 min").await;
    world.says("bo", "!remind me wed 14:31 buy cake").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:00:00", "2026-12-02T15:00:00").await);
    let shown = world.stage.messages();
    let rooms: Vec<_> = shown.iter().map(|shown| shown.room.id.as_str()).collect();
    let alone = rooms.iter().filter(|room| **room == "bo and the bot").count();
    assert_eq!(alone, 3, "{rooms:?}");
    expect![[""]].assert_eq(&world.says("bo", "!remind me anywhere").await);
    world.end().await;
}

#[tokio::test]
async fn a_reminder_comes_once_more_for_who_wants_it() {
    let world = with_review().await;
    at(&world, "2026-12-02T14:45:00").await;
    world.look().await;
    let reminder = world.stage.messages().last().unwrap().id.0.clone();
    expect![[""]].assert_eq(&world.presses("bo", &reminder, "snooze #1").await);
    expect![[""]].assert_eq(&world.replies("cy", &reminder, "snooze 20 min").await);
    expect![[""]].assert_eq(&world.says("dee", "!snooze #1 until 14:50").await);
    expect![[""]].assert_eq(&world.says("dee", "!snooze").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:46:00", "2026-12-02T15:45:00").await);
    world.end().await;
}

#[tokio::test]
async fn without_buttons_a_reaction_snoozes() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Review wed 15:00-15:45").await;
    at(&world, "2026-12-02T14:45:00").await;
    expect![[""]].assert_eq(&world.look().await);
    let reminder = world.stage.messages().last().unwrap().id.0.clone();
    expect![[""]].assert_eq(&world.reacts("ana", &reminder, "⏰").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:46:00", "2026-12-02T15:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_date_that_is_moved_or_called_off_takes_its_reminders_along() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 1 h, 15 min").await;
    world.says("ana", "!meet move #1 to 17:00").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T13:30:00", "2026-12-02T16:10:00").await);
    world.says("ana", "!meet cancel #1").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T16:10:00", "2026-12-02T17:10:00").await);
    world.end().await;
}

#[tokio::test]
async fn after_an_outage_what_helps_comes_once_and_the_rest_in_one_message() {
    let world = with_review().await;
    world.says("ana", "!meet Tea wed 16:30 @bo").await;
    world.says("ana", "!meet Dinner wed 18:30").await;
    world.says("ana", "!meet remind #3 1 day, 4h, 2 h, 1 h, 10 min").await;
    world.says("bo", "!remind me wed 9:00 buy cake").await;
    world.says("cy", "!remind us wed 17:20 lock the door").await;
    world.look().await;
    // The bot was away for a day.
    at(&world, "2026-12-02T17:40:00").await;
    expect![[""]].assert_eq(&world.look().await);
    world.end().await;
}

#[tokio::test]
async fn while_a_network_is_away_reminders_wait_and_are_weighed_when_it_is_back() {
    let world = with_review().await;
    world.stage.down(true);
    at(&world, "2026-12-02T14:45:00").await;
    assert_eq!(world.look().await, "");
    at(&world, "2026-12-02T15:30:00").await;
    assert_eq!(world.look().await, "");
    world.stage.down(false);
    let news = world.advance(TimeDelta::minutes(2)).await;
    assert!(news.contains("While I was away:\n#1 “Review” began Wed 2 Dec, 15:00."), "{news}");
    assert!(!news.contains("starts"), "{news}");
    world.end().await;
}

#[tokio::test]
async fn a_message_that_fails_comes_once_all_the_same() {
    let world = with_review().await;
    at(&world, "2026-12-02T14:45:00").await;
    world.stage.fail_next(SendError::Retry { after: None, source: "busy".into() });
    world.look().await;
    let news = world.advance(TimeDelta::seconds(30)).await;
    let all = format!("{news}{}", world.advance(TimeDelta::minutes(4)).await);
    assert_eq!(all.matches("“Review” starts in").count(), 1, "{all}");
    world.end().await;
}

#[tokio::test]
async fn a_clock_that_jumps_brings_nothing_twice() {
    let world = with_review().await;
    world.says("bo", "!remind me every day 8:00 stretch").await;
    at(&world, "2026-12-02T14:50:00").await;
    let forward = world.look().await;
    assert_eq!(forward.matches("“Review” starts in 10 minutes").count(), 1, "{forward}");
    at(&world, "2026-12-02T14:00:00").await;
    assert_eq!(world.look().await, "");
    let again = day(&world, "2026-12-02T14:00:00", "2026-12-02T15:00:00").await;
    assert!(!again.contains("Review"), "{again}");
    world.end().await;
}

#[tokio::test]
async fn the_file_of_a_meeting_rings_in_other_calendars() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 1 day, 15 min").await;
    world.says("ana", "!meet export #1").await;
    let file = last_file(&world).unwrap();
    let alarm = |trigger: &str| {
        format!(
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Review\r\nTRIGGER:{trigger}\r\nEND:VALARM\r\n"
        )
    };
    let both = format!("{}{}END:VEVENT", alarm("-P1D"), alarm("-PT15M"));
    assert!(file.contains(&both), "{file}");
    // It comes back in as it would without them.
    let file = file.replace("UID:", "UID:other-");
    let taken = world.takes("bo", "review.ics", &file).await;
    assert!(taken.contains("“Review” (#2)"), "{taken}");
    world.end().await;
}
