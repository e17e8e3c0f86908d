//! What people say of reminders in their own words: roughly when, whom, before which meeting.

use convene::testing::World;
use expect_test::expect;

use super::{at, day};

/// What is said back to somebody, line by line.
async fn said(world: &World, who: &str, lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        let back = world.says(who, line).await;
        let body: Vec<_> = back
            .lines()
            .skip(1)
            .filter(|line| {
                !line.starts_with("Everyone here will read") && !line.contains("take it away")
            })
            .collect();
        out.extend([line, "\n    ", &body.join("\n    "), "\n"]);
    }
    out
}

#[tokio::test]
#[expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]
async fn a_reminder_needs_no_hour_and_says_which_it_took() {
    let world = World::new().await;
    let lines = [
        "!remind me tonight to lock up",
        "!remind me this evening call",
        "!remind me tomorrow morning call",
        "!remind me next week call",
        "!remind me in 20 to call mum",
        "!remind me at 5 to leave",
        "!remind us at 11 standup notes",
        "!remind me 30 min tea",
        "!remind tonight to lock up",
        "!remind me call mum friday evening",
        "!remind me thu water the plants",
        "!remind me this morning call",
        "!remind me buy cake",
        "!remind me every hour drink",
    ];
    expect![[r#"
        !remind me tonight to lock up
            I remind you on Tue 1 Dec 2026, 20:00 CET: “lock up”
            Assumed: “tonight” as today 20:00.
        !remind me this evening call
            I remind you on Tue 1 Dec 2026, 19:00 CET: “call”
            Assumed: “this evening” as today 19:00.
        !remind me tomorrow morning call
            I remind you on Wed 2 Dec 2026, 09:00 CET: “call”
            Assumed: “tomorrow morning” as tomorrow 9:00.
        !remind me next week call
            I remind you on Mon 7 Dec 2026, 09:00 CET: “call”
            Assumed: “next week” as 7 Dec 2026 9:00.
        !remind me in 20 to call mum
            I remind you on Tue 1 Dec 2026, 10:20 CET: “call mum”
            Assumed: “in 20” as in 20 minutes.
        !remind me at 5 to leave
            I remind you on Tue 1 Dec 2026, 17:00 CET: “leave”
            Assumed: in the afternoon, 17:00.
        !remind us at 11 standup notes
            I remind everyone here on Tue 1 Dec 2026, 11:00 CET: “standup notes”
        !remind me 30 min tea
            I remind you on Tue 1 Dec 2026, 10:30 CET: “tea”
        !remind tonight to lock up
            I remind you on Tue 1 Dec 2026, 20:00 CET: “lock up”
            Assumed: “tonight” as today 20:00.
        !remind me call mum friday evening
            I remind you on Fri 4 Dec 2026, 19:00 CET: “call mum”
            Assumed: “friday evening” as friday 19:00.
        !remind me thu water the plants
            I remind you on Thu 3 Dec 2026, 09:00 CET: “water the plants”
            Assumed: 9:00, since no time was said.
        !remind me this morning call
            “this morning” is not a time I can read; write for instance “9:00 or 18:00”.
            Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
        !remind me buy cake
            I find no time that I can read in `buy cake`.
            Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
        !remind me every hour drink
            “every hour” is no rhythm I can plan; write for instance “every tuesday 18:00”.
            Say for example `!meet remind me tomorrow 9:00 buy cake` or `!meet remind us in 20 min to leave`
    "#]].assert_eq(&said(&world, "bo", &lines).await);
    // A meeting needs its hour.
    let refused = world.says("bo", "!meet Lock up tonight").await;
    assert!(refused.contains("is not a time I can read"), "{refused}");
    expect![[r#"
        Tue 10:20 [m16 pings bo] ⏰ “call mum”
        Tue 10:30 [m17 pings bo] ⏰ “tea”
        Tue 11:00 [m18] ⏰ “standup notes”
        Tue 17:00 [m19 pings bo] ⏰ “leave”
        Tue 19:00 [m20 pings bo] ⏰ “call”
        Tue 20:00 [m21 pings bo] ⏰ “lock up”
        Tue 20:00 [m22 pings bo] ⏰ “lock up”
    "#]]
    .assert_eq(&day(&world, "2026-12-01T10:15:00", "2026-12-01T21:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn so_it_is_in_the_language_of_the_room() {
    let world = World::new().await;
    world.says("mods", "!meet settings dates de").await;
    let lines = ["!remind me morgen früh Brot kaufen", "!remind us heute Abend abschließen"];
    expect![[r#"
        !remind me morgen früh Brot kaufen
            I remind you on Wed 2 Dec 2026, 09:00 CET: “Brot kaufen”
            Assumed: “morgen früh” as morgen 9:00.
        !remind us heute Abend abschließen
            I remind everyone here on Tue 1 Dec 2026, 19:00 CET: “abschließen”
            Assumed: “heute abend” as heute 19:00.
    "#]]
    .assert_eq(&said(&world, "bo", &lines).await);
    world.end().await;
}

#[tokio::test]
async fn nobody_else_is_reminded() {
    let world = World::new().await;
    world.says("ana", "!meet Review fri 15:00 @bo @cy").await;
    world.says("bo", "!remind us fri 9:00 tidy up").await;
    let lines = [
        "!remind cy tomorrow 9:00 bring laptop",
        "!remind @cy tomorrow 9:00 bring laptop",
        "!remind cy to bring laptop tomorrow 9:00",
        "!remind room tomorrow 9:00 tidy up",
        "!remind move 1 to tomorrow",
        "!remind everybody tomorrow 9:00 bring laptop",
        "!remind the team tomorrow 9:00 bring laptop",
        "!remind @everyone tomorrow 9:00 bring laptop",
        "!remind buy cake tomorrow 9:00",
        "!remind tomorrow 9:00 buy cake",
        "!remind review tomorrow at 9",
        "!remind delete 1",
        "!remind delete 9",
    ];
    expect![[r#"
        !remind cy tomorrow 9:00 bring laptop
            I remind whoever asks, or everyone here, and nobody else. Say `!meet remind me tomorrow 9:00 bring laptop` or `!meet remind us tomorrow 9:00 bring laptop`
        !remind @cy tomorrow 9:00 bring laptop
            I remind whoever asks, or everyone here, and nobody else. Say `!meet remind me tomorrow 9:00 bring laptop` or `!meet remind us tomorrow 9:00 bring laptop`
        !remind cy to bring laptop tomorrow 9:00
            I remind whoever asks, or everyone here, and nobody else. Say `!meet remind me to bring laptop tomorrow 9:00` or `!meet remind us to bring laptop tomorrow 9:00`
        !remind room tomorrow 9:00 tidy up
            I remind whoever asks, or everyone here, and nobody else. Say `!meet remind me tomorrow 9:00 tidy up` or `!meet remind us tomorrow 9:00 tidy up`
        !remind move 1 to tomorrow
            A reminder cannot be changed. Take it away and ask for it again: `!meet remind delete 1`, then `!meet remind me tomorrow 9:00 buy cake`
        !remind everybody tomorrow 9:00 bring laptop
            I remind everyone here on Wed 2 Dec 2026, 09:00 CET: “bring laptop”
        !remind the team tomorrow 9:00 bring laptop
            I remind everyone here on Wed 2 Dec 2026, 09:00 CET: “bring laptop”
        !remind @everyone tomorrow 9:00 bring laptop
            I remind everyone here on Wed 2 Dec 2026, 09:00 CET: “bring laptop”
        !remind buy cake tomorrow 9:00
            I remind you on Wed 2 Dec 2026, 09:00 CET: “buy cake”
        !remind tomorrow 9:00 buy cake
            I remind you on Wed 2 Dec 2026, 09:00 CET: “buy cake”
        !remind review tomorrow at 9
            I remind you on Wed 2 Dec 2026, 09:00 CET: “review”
        !remind delete 1
            Only bo and the moderators of this room can take r1 away. Ask one of them.
        !remind delete 9
            You have nothing to be reminded of by `9`. See what there is: `!meet remind list`
    "#]].assert_eq(&said(&world, "ana", &lines).await);
    world.end().await;
}

#[tokio::test]
async fn so_long_before_a_meeting_is_said_with_its_title() {
    let world = World::new().await;
    world.says("ana", "!meet Review fri 15:00 @bo @cy").await;
    world.says("bo", "!meet yes #1").await;
    let lines = [
        "!remind me 20 min before Review",
        "!remind me 10 minutes before every meeting",
        "!remind me 20 min before lunch",
        "!remind us 20 min before Review",
        "!remind 1 day before the review",
    ];
    expect![[r#"
        !remind me 20 min before Review
            I remind you of “Review” (#1) 20 min before.
        !remind me 10 minutes before every meeting
            I remind you of each meeting that you come to 10 min before.
        !remind me 20 min before lunch
            There is no meeting `lunch` here. See them all: `!meet list`
        !remind us 20 min before Review
            Only ana, the co-hosts and the moderators of its room can do that.
        !remind 1 day before the review
            Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&said(&world, "bo", &lines).await);
    let lines =
        ["!remind 1 day before the review", "!remind #1 1d 1h 10m", "!remind #1 1d, 1h, 10m"];
    expect![[r#"
        !remind 1 day before the review
            Those who come are reminded of “Review” (#1) 1 day before.
        !remind #1 1d 1h 10m
            `remind` cannot be `1d 1h 10m`. It takes lengths with commas between them, such as 1 day, 15 min, up to five of at most four weeks; or off, or default.
        !remind #1 1d, 1h, 10m
            Those who come are reminded of “Review” (#1) 1 day, 1 h, 10 min before.
    "#]].assert_eq(&said(&world, "ana", &lines).await);
    world.end().await;
}

#[tokio::test]
async fn a_digest_comes_on_weekdays() {
    let world = World::new().await;
    world.says("ana", "!meet Standup every day 9:15").await;
    world.says("mods", "!meet settings reminder off").await;
    let lines = ["!meet settings digest 8am", "!meet settings digest weekdays 8:00"];
    expect![[r#"
        !meet settings digest 8am
            `digest` is now daily 08:00; it was off.
        !meet settings digest weekdays 8:00
            `digest` is now weekdays 08:00; it was daily 08:00.
    "#]]
    .assert_eq(&said(&world, "mods", &lines).await);
    expect![[r#"
        Fri 08:00 [m6] Today, Fri 4 Dec
        Mon 08:00 [m7] Today, Mon 7 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-04T07:00:00", "2026-12-07T09:00:00").await);
    at(&world, "2026-12-07T12:00:00").await;
    world.look().await;
    world.end().await;
}
