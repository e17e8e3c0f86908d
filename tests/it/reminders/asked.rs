//! What people ask to be reminded of that is no meeting.

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

use super::{at, day};

#[tokio::test]
async fn somebody_is_reminded_alone_and_everyone_together() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for ana]
        I remind you on Wed 2 Dec 2026, 09:00 CET: “buy cake”
        Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `!meet remind me here`
        r1 · take it away: `!meet remind delete 1`
    "#]].assert_eq(&world.says("ana", "!remind me tomorrow 9:00 to buy cake").await);
    expect![[r#"
        [m2 only for bo]
        I remind everyone here on Fri 4 Dec 2026, 15:00 CET: “submit timesheets”
        r2 · take it away: `!meet remind delete 2`
    "#]]
    .assert_eq(&world.says("bo", "!meet remind us fri 15:00 submit timesheets").await);
    expect![[r#"
        [m3 only for cy]
        I remind you on Tue 1 Dec 2026, 12:00 CET: “call mum @¦everyone”
        Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `!meet remind me here`
        r3 · take it away: `!meet remind delete 3`
    "#]].assert_eq(&world.says("cy", "!remind me in 2 hours call mum @everyone").await.replace('\u{200b}', "¦"));
    expect![[r#"
        [m4 only for ana]
        r1 “buy cake”
            Wed 2 Dec, 09:00 · for you
        r2 “submit timesheets”
            Fri 4 Dec, 15:00 · for everyone here

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says("ana", "!remind").await);
    expect![[r#"
        [m5 only for ana]
        I remind you on Thu 3 Dec 2026, 09:00 CET: “water the plants”
        Assumed: 9:00, since no time was said.
        Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `!meet remind me here`
        r4 · take it away: `!meet remind delete 4`
    "#]].assert_eq(&world.says("ana", "!remind me thu water the plants").await);
    expect![[r#"
        Tue 12:00 [m6 pings cy] ⏰ “call mum @¦everyone”
        Wed 09:00 [m7 pings ana] ⏰ “buy cake”
        Thu 09:00 [m8 pings ana] ⏰ “water the plants”
        Fri 15:00 [m9] ⏰ “submit timesheets”
    "#]]
    .assert_eq(
        &day(&world, "2026-12-01T11:00:00", "2026-12-04T16:00:00").await.replace('\u{200b}', "¦"),
    );
    expect![[r#"
        [m10 only for bo]
        Nothing to be reminded of. Ask for it: `!meet remind me tomorrow 9:00 buy cake`
    "#]]
    .assert_eq(&world.says("bo", "!remind list").await);
    world.end().await;
}

#[tokio::test]
async fn what_cannot_be_kept_is_said() {
    let world = World::new().await;
    for (text, expected) in [
        (
            "!remind me",
            expect![[r#"
            [m1 only for ana]
            You are reminded of meetings together with the others who come.
        "#]],
        ),
        (
            "!remind us",
            expect![[r#"
            [m2 only for ana]
            Say when, and what of: `!meet remind me tomorrow 9:00 buy cake` or, for everyone here, `!meet remind us fri 15:00 submit timesheets`
        "#]],
        ),
        (
            "!remind me tomorrow 9:00",
            expect![[r#"
            [m3 only for ana]
            Say when, and what of: `!meet remind me tomorrow 9:00 buy cake` or, for everyone here, `!meet remind us fri 15:00 submit timesheets`
        "#]],
        ),
        (
            "!remind me buy cake",
            expect![[r#"
                [m4 only for ana]
                I find no time that I can read in `buy cake`.
                Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
            "#]],
        ),
        (
            "!remind me 1 dec 2025 9:00 buy cake",
            expect![[r#"
                [m5 only for ana]
                “1 dec 2025” is over: it was Mon 1 Dec 2025.
                Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
            "#]],
        ),
        (
            "!remind delete 7",
            expect![[r#"
            [m6 only for ana]
            You have nothing to be reminded of by `7`. See what there is: `!meet remind list`
        "#]],
        ),
        (
            "!remind delete",
            expect![[r#"
            [m7 only for ana]
            You have nothing to be reminded of by `…`. See what there is: `!meet remind list`
        "#]],
        ),
        (
            "!remind #7 15 min",
            expect![[r#"
            [m8 only for ana]
            There is no meeting `#7` here. See them all: `!meet list`
        "#]],
        ),
    ] {
        expected.assert_eq(&world.says("ana", text).await);
    }
    world.says("mods", "!meet settings create moderators").await;
    expect![[r#"
        [m10 only for ana]
        Only moderators of this room can set reminders for everyone here. Ask one of them.
    "#]]
    .assert_eq(&world.says("ana", "!remind us fri 15:00 tidy up").await);
    world.end().await;
}

#[tokio::test]
async fn who_asked_takes_it_away_and_nobody_else_but_moderators_what_is_for_all() {
    let world = World::new().await;
    world.says("ana", "!remind me fri 15:00 buy cake").await;
    world.says("ana", "!remind us fri 15:00 tidy up").await;
    for (who, number, expected) in [
        (
            "bo",
            "1",
            expect![[r#"
            [m3 only for bo]
            You have nothing to be reminded of by `1`. See what there is: `!meet remind list`
        "#]],
        ),
        (
            "bo",
            "r2",
            expect![[r#"
                [m4 only for bo]
                Only ana and the moderators of this room can take r2 away. Ask one of them.
            "#]],
        ),
        (
            "mods",
            "1",
            expect![[r#"
            [m5 only for mods]
            You have nothing to be reminded of by `1`. See what there is: `!meet remind list`
        "#]],
        ),
        (
            "mods",
            "r2",
            expect![[r#"
            [m6 only for mods]
            Taken away: “tidy up” (r2).
        "#]],
        ),
        (
            "ana",
            "#1",
            expect![[r#"
            [m7 only for ana]
            Taken away: “buy cake” (r1).
        "#]],
        ),
        (
            "ana",
            "1",
            expect![[r#"
            [m8 only for ana]
            You have nothing to be reminded of by `1`. See what there is: `!meet remind list`
        "#]],
        ),
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
    expect![[r#"
        [m101 only for ana]
        You have 100 reminders to come, which is the most. Take one away first: `!meet remind list`
    "#]]
    .assert_eq(&world.says("ana", "!remind me fri 15:00 one more").await);
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
    expect![[r#"
        [m2]
        ⏰ “tidy up”
        r1
          buttons: snooze r1
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        [m3 only for bo]
        I remind you again of “tidy up” at 11:10 CET.
    "#]]
    .assert_eq(&world.replies("bo", "m2", "snooze").await);
    expect![[r#"
        [m4 only for cy]
        I remind you again of “tidy up” at 11:10 CET.
    "#]]
    .assert_eq(&world.presses("cy", "m2", "snooze r1").await);
    expect![[r#"
        [m5 pings bo]
        ⏰ “tidy up”
        For bo
        r2
          buttons: snooze r2
        [m6 pings cy]
        ⏰ “tidy up”
        For cy
        r3
          buttons: snooze r3
    "#]]
    .assert_eq(&world.advance(TimeDelta::minutes(10)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::hours(1)).await);
    world.end().await;
}

#[tokio::test]
async fn what_repeats_comes_each_time_and_keeps_its_wall_time() {
    let world = World::new().await;
    world.clock.set("2026-10-20T09:00:00Z".parse().unwrap());
    expect![[r#"
        [m1 only for ana]
        I remind everyone here on Fri 23 Oct 2026, 15:00 CEST, every week on Fri: “submit timesheets”
        r1 · take it away: `!meet remind delete 1`
    "#]].assert_eq(&world.says("ana", "!remind us every friday 15:00 submit timesheets").await);
    expect![[r#"
        [m2 only for ana]
        I remind you on Wed 21 Oct 2026, 09:00 CEST, every weekday until 22 Oct 2026: “stretch”
        Assumed: 9:00, since no time was said.
        Everyone here will read it. For your eyes only, say it to me in a room of ours alone, or say there: `!meet remind me here`
        r2 · take it away: `!meet remind delete 2`
    "#]].assert_eq(&world.says("ana", "!remind me every weekday until 22 oct stretch").await);
    expect![[r#"
        [m3 only for ana]
        r2 “stretch”
            Wed 21 Oct, 09:00 · every weekday until 22 Oct 2026 · for you
        r1 “submit timesheets”
            Fri 23 Oct, 15:00 · every week on Fri · for everyone here

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says("ana", "!remind list").await);
    let mut came = Vec::new();
    for _ in 0..(24 * 19) {
        let news = world.advance(TimeDelta::hours(1)).await;
        let now = convene::clock::Clock::now(&*world.clock);
        came.extend(
            news.lines().nth(1).map(|text| format!("{} {text}", now.format("%a %d %H:%M"))),
        );
    }
    expect![[r#"
        Wed 21 07:00 ⏰ “stretch”
        Thu 22 07:00 ⏰ “stretch”
        Fri 23 13:00 ⏰ “submit timesheets”
        Fri 30 14:00 ⏰ “submit timesheets”
        Fri 06 14:00 ⏰ “submit timesheets”"#]]
    .assert_eq(&came.join("\n"));
    expect![[r#"
        [m9 only for ana]
        r1 “submit timesheets”
            Fri 13 Nov, 15:00 · every week on Fri · for everyone here

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says("ana", "!remind list").await);
    // What was missed is said once, and the next one comes as ever.
    at(&world, "2026-12-02T12:00:00").await;
    expect![[r#"
        [m10]
        While I was away:
        r1 “submit timesheets” was due Fri 13 Nov, 15:00.
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        Fri 15:00 [m11] ⏰ “submit timesheets”
    "#]]
    .assert_eq(&day(&world, "2026-12-04T14:00:00", "2026-12-04T16:00:00").await);
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

#[tokio::test]
async fn what_is_for_another_room_is_listed_with_its_name() {
    let world = World::new().await;
    world.says("bo", "!meet remind us fri 15:00 submit timesheets").await;
    let own = ("stage", "bo alone");
    expect![[r#"
        [m2 only for bo]
        r1 “submit timesheets”
            Fri 4 Dec, 15:00 · for everyone in team

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says_in(own, "bo", "!meet remind list").await);
    expect![[r#"
        [m3 only for bo]
        r1 “submit timesheets”
            Fri 4 Dec, 15:00 · for everyone here

        Take one away: `!meet remind delete NUMBER`
    "#]]
    .assert_eq(&world.says("bo", "!meet remind list").await);
    world.end().await;
}
