//! What people ask to be reminded of that is no meeting.

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

use super::{at, day};

#[tokio::test]
async fn somebody_is_reminded_alone_and_everyone_together() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("ana", "!remind me tomorrow 9:00 to buy cake").await);
    expect![[""]].assert_eq(&world.says("bo", "!meet remind us fri 15:00 submit timesheets").await);
    expect![[""]].assert_eq(&world.says("cy", "!remind me in 2 hours call mum @everyone").await);
    expect![[""]].assert_eq(&world.says("ana", "!remind").await);
    expect![[""]].assert_eq(&world.says("ana", "!remind me thu water the plants").await);
    expect![[""]].assert_eq(&day(&world, "2026-12-01T11:00:00", "2026-12-04T16:00:00").await);
    expect![[""]].assert_eq(&world.says("bo", "!remind list").await);
    world.end().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_said() {
    let world = World::new().await;
    for (text, expected) in [
        ("!remind me", expect![[""]]),
        ("!remind us", expect![[""]]),
        ("!remind me tomorrow 9:00", expect![[""]]),
        ("!remind me buy cake", expect![[""]]),
        ("!remind me 1 dec 2025 9:00 buy cake", expect![[""]]),
        ("!remind delete 7", expect![[""]]),
        ("!remind delete", expect![[""]]),
        ("!remind #7 15 min", expect![[""]]),
    ] {
        expected.assert_eq(&world.says("ana", text).await);
    }
    world.says("mods", "!meet settings create moderators").await;
    expect![[""]].assert_eq(&world.says("ana", "!remind us fri 15:00 tidy up").await);
    world.end().await;
}

#[tokio::test]
async fn who_asked_takes_it_away_and_nobody_else_but_moderators_what_is_for_all() {
    let world = World::new().await;
    world.says("ana", "!remind me fri 15:00 buy cake").await;
    world.says("ana", "!remind us fri 15:00 tidy up").await;
    for (who, number, expected) in [
        ("bo", "1", expect![[""]]),
        ("bo", "r2", expect![[""]]),
        ("mods", "1", expect![[""]]),
        ("mods", "r2", expect![[""]]),
        ("ana", "#1", expect![[""]]),
        ("ana", "1", expect![[""]]),
    ] {
        expected.assert_eq(&world.says(who, &format!("!remind delete {number}")).await);
    }
    assert_eq!(day(&world, "2026-12-04T14:00:00", "2026-12-04T16:00:00").await, "");
    world.end().await;
}

#[tokio::test]
async fn nobody_is_reminded_of_more_than_a_hundred_things() {
    let world = World::new().await;
    for nth in 0..100 {
        world.says("ana", &format!("!remind me fri 15:00 thing {nth}")).await;
    }
    expect![[""]].assert_eq(&world.says("ana", "!remind me fri 15:00 one more").await);
    world.says("bo", "!remind me fri 15:00 his own").await;
    at(&world, "2026-12-04T15:00:00").await;
    let news = world.look().await;
    assert_eq!(news.matches("thing ").count(), 100);
    world.end().await;
}

#[tokio::test]
async fn it_comes_once_more_for_who_wants_it() {
    let world = World::new().await;
    world.says("ana", "!remind us 11:00 tidy up").await;
    at(&world, "2026-12-01T11:00:00").await;
    expect![[""]].assert_eq(&world.look().await);
    expect![[""]].assert_eq(&world.replies("bo", "m2", "snooze").await);
    expect![[""]].assert_eq(&world.presses("cy", "m2", "snooze r1").await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::minutes(10)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::hours(1)).await);
    world.end().await;
}

#[tokio::test]
async fn by_a_form_it_is_the_same() {
    let world = World::with_forms().await;
    world.says("ana", "!meet Review wed 15:00-15:45").await;
    for values in [
        &[("text", "buy cake"), ("when", "fri 15:00")][..],
        &[("text", "tidy up"), ("when", "fri 15:00"), ("for", "us")],
        &[("before", "1 h"), ("meeting", "#1")],
        &[("before", "1 h"), ("meeting", "#1"), ("for", "us")],
        &[("before", "30 min")],
        &[("delete", "1")],
        &[("text", "no time")],
        &[],
    ] {
        let said = world.fills("ana", "remind", values).await;
        let line = said.lines().nth(1).unwrap_or_default().to_owned();
        let expected = match values {
            [("text", "buy cake"), ..] => "I remind you on Fri 4 Dec 2026, 15:00 CET: “buy cake”",
            [("text", "tidy up"), ..] => {
                "I remind everyone here on Fri 4 Dec 2026, 15:00 CET: “tidy up”"
            }
            [_, _, ("for", "us")] => "Those who come are reminded of “Review” (#1) 1 h before.",
            [("before", _), ("meeting", _)] => "I remind you of “Review” (#1) 1 h before.",
            [("before", _)] => "I remind you of each meeting that you come to 30 min before.",
            [("delete", _)] => "Taken away: “buy cake” (r1).",
            [("text", _)] => {
                "Say when, and what of: `!meet remind me tomorrow 9:00 buy cake` or, for everyone here, `!meet remind us fri 15:00 submit timesheets`"
            }
            _ => "r2 “tidy up”",
        };
        assert_eq!(line, expected, "{said}");
    }
    world.end().await;
}

#[tokio::test]
async fn who_leaves_is_reminded_of_nothing() {
    let world = World::new().await;
    world.says("ana", "!remind me 11:00 buy cake").await;
    world.says("ana", "!remind me 30 min").await;
    world.says("ana", "!meet forget-me yes").await;
    assert_eq!(day(&world, "2026-12-01T10:30:00", "2026-12-01T11:30:00").await, "");
    world.end().await;
}
