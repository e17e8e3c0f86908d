//! Reminders of meetings: when they come, whom they mention, and what is said when they come too late.

use chrono::TimeDelta;
use convene::{chat::SendError, testing::World};
use expect_test::expect;

use crate::said::last_file;

mod asked;
mod away;
mod hours;
mod lines;
mod meant;
mod missed;
mod snoozed;

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
        for part in news.split('[').skip(1).filter(|part| !part.starts_with('~')) {
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
    expect![[r#"
        [m3 only for ana]
        Those who come are reminded of “Review” (#1) 1 day, 1 h, 15 min before.
    "#]]
    .assert_eq(&world.says("ana", "!meet remind #1 1 day, 1h, 15 min").await);
    expect![[r#"
        [m4 only for dee]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says("dee", "!meet remind #1 off").await);
    expect![[r#"
        [m5 only for bo]
        Those who come are reminded of “Review” (#1) 1 day, 1 h, 15 min before.
    "#]]
    .assert_eq(&world.replies("bo", "m1", "!meet remind").await);
    expect![[r#"
        [m6 only for ana]
        `remind` cannot be `a lot`. It takes lengths with commas between them, such as 1 day, 15 min, up to five of at most four weeks; or off, or default.
    "#]].assert_eq(&world.says("ana", "!meet remind #1 a lot").await);
    expect![[r#"
        Tue 15:00 [m7 pings ana, bo, cy] ⏰ “Review” starts tomorrow: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:00 [m8 pings ana, bo, cy] ⏰ “Review” starts in 1 hour: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:45 [m9 pings ana, bo, cy] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-01T14:00:00", "2026-12-02T16:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_without_reminders_has_none_and_the_usual_ones_come_back() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 off").await;
    expect![[""]].assert_eq(&day(&world, "2026-12-02T14:00:00", "2026-12-02T14:44:00").await);
    expect![[r#"
        [m4 only for ana]
        Those who come are reminded of “Review” (#1) 15 min before, as usual here.
    "#]]
    .assert_eq(&world.replies("ana", "m1", "!meet remind default").await);
    expect![[r#"
        Wed 14:45 [m5 pings ana, bo, cy] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:44:00", "2026-12-02T15:44:00").await);
    world.end().await;
}

#[tokio::test]
async fn the_room_says_how_people_are_reminded_and_that_it_begins() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for mods]
        `reminder` is now 1 day, 15 min; it was 15 min.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings reminder 15 min, 1 day").await);
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet Review wed 15:00-15:45 @bo").await;
    world.reacts("bo", "m3", "✅").await;
    expect![[r#"
        Tue 15:00 [m5 pings ana, bo] ⏰ “Review” starts tomorrow: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:45 [m6 pings ana, bo] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 15:00 [m7 pings ana, bo] ⏰ “Review” starts now: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-01T14:00:00", "2026-12-02T16:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn who_wants_it_otherwise_is_reminded_alone() {
    let world = with_review().await;
    expect![[r#"
        [m3 only for bo]
        I remind you of each meeting that you come to 1 h, 5 min before.
    "#]]
    .assert_eq(&world.says("bo", "!meet remind me 1 h, 5 min").await);
    expect![[r#"
        [m4 only for dee]
        I remind you of “Review” (#1) 30 min before.
    "#]]
    .assert_eq(&world.says("dee", "!remind me #1 30 min").await);
    expect![[r#"
        [m5 only for cy]
        I do not remind you of “Review” (#1).
    "#]]
    .assert_eq(&world.replies("cy", "m1", "!meet remind me off").await);
    // A meeting that is made afterwards has them too, for those who come.
    world.says("ana", "!meet Tea wed 17:00 @bo @cy").await;
    world.says("bo", "!meet no #2").await;
    expect![[r#"
        Wed 14:00 [m9 pings bo] ⏰ “Review” starts in 1 hour: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:30 [m10 pings dee] ⏰ “Review” starts in 30 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:45 [m11 pings ana] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:55 [m12 pings bo] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 16:45 [m13 pings ana] ⏰ “Tea” starts in 15 minutes: Wed 2 Dec 2026, 17:00–18:00 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-02T13:00:00", "2026-12-02T18:00:00").await);
    expect![[r#"
        [m14 only for bo]
        I remind you of each meeting that you come to 1 h, 5 min before.
    "#]]
    .assert_eq(&world.says("bo", "!meet remind me").await);
    expect![[r#"
        [m15 only for bo]
        You are reminded of meetings together with the others who come.
    "#]]
    .assert_eq(&world.says("bo", "!meet remind me default").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_for_one_alone_comes_to_the_room_they_chose() {
    let world = with_review().await;
    let own = ("stage", "bo and the bot");
    expect![[r#"
        [m3 only for bo]
        What is for you alone comes here from now on; `!meet remind me anywhere` undoes that.
    "#]]
    .assert_eq(&world.says_in(own, "bo", "!meet remind me here").await);
    world.says("bo", "!meet remind me 30 min").await;
    world.says("bo", "!remind me wed 14:31 buy cake").await;
    expect![[r#"
        Wed 14:30 [m6 pings bo] ⏰ “Review” starts in 30 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:31 [m7 pings bo] ⏰ “buy cake”
        Wed 14:45 [m8 pings ana, cy] ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:00:00", "2026-12-02T15:00:00").await);
    let shown = world.stage.messages();
    let rooms: Vec<_> = shown.iter().map(|shown| shown.room.id.as_str()).collect();
    let alone = rooms.iter().filter(|room| **room == "bo and the bot").count();
    assert_eq!(alone, 3, "{rooms:?}");
    expect![[r#"
        [m9 only for bo]
        What is for you alone comes to the room it belongs to from now on.
    "#]]
    .assert_eq(&world.says("bo", "!remind me anywhere").await);
    world.end().await;
}

#[tokio::test]
async fn a_reminder_comes_once_more_for_who_wants_it() {
    let world = with_review().await;
    at(&world, "2026-12-02T14:45:00").await;
    world.look().await;
    let reminder = world.stage.messages().last().unwrap().id.0.clone();
    expect![[r#"
        [m4 only for bo]
        I remind you again of “Review” at 14:55 CET.
    "#]]
    .assert_eq(&world.presses("bo", &reminder, "snooze #1").await);
    expect![[r#"
        [m5 only for cy]
        I remind you again of “Review” at 15:05 CET.
    "#]]
    .assert_eq(&world.replies("cy", &reminder, "snooze 20 min").await);
    expect![[r#"
        [m6 only for dee]
        I remind you again of “Review” at 14:50 CET.
    "#]]
    .assert_eq(&world.says("dee", "!snooze #1 until 14:50").await);
    expect![[r#"
        [m7 only for dee]
        Reply to a reminder, or name a meeting: `!meet snooze #12 10 min`
    "#]]
    .assert_eq(&world.says("dee", "!snooze").await);
    expect![[r#"
        Wed 14:50 [m8 pings dee] ⏰ “Review” starts in 10 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 14:55 [m9 pings bo] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        Wed 15:05 [m10 pings cy] ⏰ “Review” began 5 min ago: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-02T14:46:00", "2026-12-02T15:45:00").await);
    world.end().await;
}

#[tokio::test]
async fn without_buttons_a_reaction_snoozes() {
    let world = World::without_buttons().await;
    world.says("ana", "!meet Review wed 15:00-15:45").await;
    at(&world, "2026-12-02T14:45:00").await;
    expect![[r#"
        [m2 pings ana in thread of m1]
        ⏰ “Review” starts in 15 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
        ana
        #1
        ⏰ Again in 10 min
          reactions: ⏰
        [~m1]
        Review

        When       Wed 2 Dec 2026, 15:00–15:45 CET · in 15 minutes
        Length     45 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          reactions: ✅ 🤔 ❌
    "#]]
    .assert_eq(&world.look().await);
    let reminder = world.stage.messages().last().unwrap().id.0.clone();
    expect![[r#"
        [m3 only for ana in thread of m2]
        I remind you again of “Review” at 14:55 CET.
    "#]]
    .assert_eq(&world.reacts("ana", &reminder, "⏰").await);
    expect![[r#"
        Wed 14:55 [m4 pings ana in thread of m1] ⏰ “Review” starts in 5 minutes: Wed 2 Dec 2026, 15:00–15:45 CET
    "#]].assert_eq(&day(&world, "2026-12-02T14:46:00", "2026-12-02T15:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_date_that_is_moved_or_called_off_takes_its_reminders_along() {
    let world = with_review().await;
    world.says("ana", "!meet remind #1 1 h, 15 min").await;
    world.says("ana", "!meet move #1 to 17:00").await;
    expect![[r#"
        Wed 16:00 [m5 pings ana] ⏰ “Review” starts in 1 hour: Wed 2 Dec 2026, 17:00–17:45 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-02T13:30:00", "2026-12-02T16:10:00").await);
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
    expect![[r#"
        [m9 pings ana]
        ⏰ “Dinner” starts in 50 minutes: Wed 2 Dec 2026, 18:30–19:30 CET
        ana
        #3
          buttons: snooze #3
        [~m1]
        Review

        When       Wed 2 Dec 2026, 15:00–15:45 CET · 2 hours ago
        Length     45 min
        Organizer  ana

        ✅ Going (2 of 4): ana, bo
        🤔 Maybe (1): cy
        … no answer (1): dee

        #1 · over
        [~m3]
        Tea

        When       Wed 2 Dec 2026, 16:30–17:30 CET · 10 minutes ago
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #2 · over
        [~m5]
        Dinner

        When       Wed 2 Dec 2026, 18:30–19:30 CET · in 50 minutes
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #3
          buttons: yes #3 | maybe #3 | no #3
        [m10]
        ⏰ “lock the door”
        It was due Wed 2 Dec, 17:20; I was away then.
        r2
          buttons: snooze r2
        [m11 pings bo]
        While I was away:
        r1 “buy cake” was due Wed 2 Dec, 09:00.
        #1 “Review” began Wed 2 Dec, 15:00.
        #2 “Tea” began Wed 2 Dec, 16:30.
    "#]]
    .assert_eq(&world.look().await);
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
    let file = last_file(&world).content;
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
