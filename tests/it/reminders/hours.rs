//! The hours of a room: digests and quiet.

use convene::testing::World;
use expect_test::expect;

use super::{at, day};

#[tokio::test]
async fn a_room_is_told_each_morning_what_is_on() {
    let world = World::new().await;
    world.says("ana", "!meet Review wed 15:00-15:45").await;
    world.says("ana", "!meet Tea fri 16:00").await;
    world.says("ana", "!meet Dinner fri 19:00").await;
    world.says("ana", "!meet cancel #3").await;
    world.says("mods", "!meet settings reminder off").await;
    expect![[r#"
        [m6 only for mods]
        `digest` is now daily 08:00; it was off.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings digest daily 8:00").await);
    expect![[r#"
        [m7 only for mods]
        `digest` cannot be `hourly`. It takes daily 8:00, weekdays 8:00, weekly mon 8:00, several with commas between them, or off, or default.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings digest hourly").await);
    // Nothing on Thursday, so nothing is said.
    expect![[r#"
        Wed 08:00 [m8] Today, Wed 2 Dec
        Fri 08:00 [m9] Today, Fri 4 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-01T11:00:00", "2026-12-05T09:00:00").await);
    let texts = world.stage.messages();
    let digest = texts.iter().rfind(|shown| shown.message.text.starts_with("Today")).unwrap();
    expect![[r#"
        Today, Fri 4 Dec

        #2 Tea
            Fri 4 Dec 2026, 16:00–17:00 CET · in 8 hours · 1 going"#]]
    .assert_eq(&digest.message.text);
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
    expect![[r#"
        Mon 07:30 [m5] This week, from Mon 7 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-06T20:00:00", "2026-12-07T12:00:00").await);
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
    expect![[r#"
        [m1 only for mods]
        `quiet` is now 22:00-08:00; it was off.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings quiet 22:00-8:00").await);
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet Early wed 7:00-7:30").await;
    world.says("ana", "!meet Standup wed 8:10-8:20").await;
    world.says("ana", "!meet Late wed 23:00-23:30").await;
    world.says("ana", "!meet remind #3 1 day").await;
    // What somebody wants for themselves comes when they want it.
    world.says("ana", "!remind me wed 6:00 get up").await;
    expect![[r#"
        [m8 only for bo]
        I remind everyone here on Wed 2 Dec 2026, 08:00 CET: “bring bread”
        That is in the quiet hours of this room, so it comes when they are over.
        r2 · take it away: `!meet remind delete 2`
    "#]]
    .assert_eq(&world.says("bo", "!remind us wed 6:30 bring bread").await);
    expect![[r#"
        Tue 22:00 [m9 pings ana] ⏰ “Early” starts in 9 hours: Wed 2 Dec 2026, 07:00–07:30 CET
        Wed 06:00 [m10 pings ana] ⏰ “get up”
        Wed 08:00 [m11 pings ana] ⏰ “Late” starts in 15 hours: Wed 2 Dec 2026, 23:00–23:30 CET
        Wed 08:00 [m12 pings ana] ⏰ “Standup” starts in 10 minutes: Wed 2 Dec 2026, 08:10–08:20 CET
        Wed 08:00 [m13] ⏰ “bring bread”
        Wed 08:10 [m14 pings ana] ⏰ “Standup” starts now: Wed 2 Dec 2026, 08:10–08:20 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-01T20:00:00", "2026-12-02T23:59:00").await);
    world.end().await;
}

#[tokio::test]
async fn what_comes_late_waits_for_the_end_of_the_quiet_hours_too() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("ana", "!meet Lunch thu 12:00").await;
    world.says("ana", "!meet remind #1 1 day, 15 min").await;
    world.says("ana", "!meet Early thu 7:00").await;
    world.says("ana", "!meet remind #2 16h").await;
    world.says("bo", "!remind us wed 15:00 water the plants").await;
    world.says("bo", "!remind me wed 22:50 lock the door").await;
    // The bot was away from the morning to the night.
    expect![[r#"
        Wed 23:30 [m8 pings bo] ⏰ “lock the door”
        Thu 08:00 [m9 pings ana] ⏰ “Lunch” starts in 4 hours: Thu 3 Dec 2026, 12:00–13:00 CET
        Thu 08:00 [m10] While I was away:
        Thu 11:45 [m11 pings ana] ⏰ “Lunch” starts in 15 minutes: Thu 3 Dec 2026, 12:00–13:00 CET
    "#]]
    .assert_eq(&day(&world, "2026-12-02T23:30:00", "2026-12-03T12:00:00").await);
    let all = world.stage.messages();
    let missed = all.iter().find(|shown| shown.message.text.starts_with("While")).unwrap();
    expect![[r#"
        While I was away:
        r1 “water the plants” was due Wed 2 Dec, 15:00.
        #2 “Early” began Thu 3 Dec, 07:00."#]]
    .assert_eq(&missed.message.text);
    world.end().await;
}

#[tokio::test]
async fn a_minute_is_not_late() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("bo", "!remind us 21:59 water the plants").await;
    expect![[r#"
        Tue 22:00 [m3] ⏰ “water the plants”
    "#]]
    .assert_eq(&day(&world, "2026-12-01T22:00:30", "2026-12-01T22:05:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_message_that_waits_for_the_morning_holds_nobody_up() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("ana", "!meet Lunch thu 12:00").await;
    world.says("ana", "!meet remind #1 1 day").await;
    world.stage.fail_next(convene::chat::SendError::Retry { after: None, source: "busy".into() });
    assert_eq!(day(&world, "2026-12-02T12:00:00", "2026-12-02T12:00:00").await, "");
    at(&world, "2026-12-02T22:30:00").await;
    assert_eq!(world.look().await, "");
    let said = world.says("ana", "!meet show #1").await;
    assert!(said.contains("Lunch"), "{said}");
    let morning = day(&world, "2026-12-03T07:59:00", "2026-12-03T08:01:00").await;
    assert!(
        morning.contains("Thu 08:00") && morning.contains("“Lunch” starts in 4 hours"),
        "{morning}"
    );
    world.end().await;
}

#[tokio::test]
async fn a_digest_that_is_late_disturbs_nobody() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 12:00-13:00").await;
    world.says("mods", "!meet settings digest daily 8:00").await;
    world.says("mods", "!meet settings reminder off").await;
    world.says("ana", "!meet Lunch wed 15:00").await;
    expect![[r#"
        Wed 13:00 [m5] Today, Wed 2 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-02T12:30:00", "2026-12-02T14:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_made_in_the_quiet_hours_for_them_is_reminded_of_once() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("ana", "!meet Known tue 23:40").await;
    expect![[r#"
        Tue 22:00 [m3 pings ana] ⏰ “Known” starts in 2 hours: Tue 1 Dec 2026, 23:40 – Wed 2 Dec, 00:40 CET
    "#]].assert_eq(&day(&world, "2026-12-01T21:50:00", "2026-12-01T22:20:00").await);
    world.says("ana", "!meet Night tue 23:50 @bo").await;
    world.says("ana", "!meet Dawn wed 7:00").await;
    world.says("bo", "!meet yes #2").await;
    world.says("bo", "!meet yes #1").await;
    world.says("ana", "!meet move #1 to 23:45").await;
    expect![[r#"
        Tue 23:30 [m10 pings ana] ⏰ “Known” starts in 15 minutes: Tue 1 Dec 2026, 23:45 – Wed 2 Dec, 00:45 CET
        Tue 23:35 [m11 pings ana, bo] ⏰ “Night” starts in 15 minutes: Tue 1 Dec 2026, 23:50 – Wed 2 Dec, 00:50 CET
        Wed 06:45 [m12 pings ana] ⏰ “Dawn” starts in 15 minutes: Wed 2 Dec 2026, 07:00–08:00 CET
    "#]].assert_eq(&day(&world, "2026-12-01T22:30:00", "2026-12-02T09:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn who_was_reminded_before_the_quiet_hours_is_not_reminded_in_them() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 22:00-8:00").await;
    world.says("ana", "!meet Known tue 23:40").await;
    expect![[r#"
        Tue 22:00 [m3 pings ana] ⏰ “Known” starts in 2 hours: Tue 1 Dec 2026, 23:40 – Wed 2 Dec, 00:40 CET
    "#]].assert_eq(&day(&world, "2026-12-01T21:50:00", "2026-12-01T22:20:00").await);
    world.says("bo", "!meet yes #1").await;
    world.says("ana", "!meet rename #1 Well known").await;
    assert_eq!(day(&world, "2026-12-01T22:30:00", "2026-12-01T23:39:00").await, "");
    // Who asks for it is.
    world.says("ana", "!meet remind #1 5 min").await;
    world.says("ana", "!meet move #1 to 23:55").await;
    expect![[r#"
        Tue 23:50 [m8 pings ana] ⏰ “Well known” starts in 5 minutes: Tue 1 Dec 2026, 23:55 – Wed 2 Dec, 00:55 CET
    "#]].assert_eq(&day(&world, "2026-12-01T23:39:00", "2026-12-02T00:30:00").await);
    world.end().await;
}

#[tokio::test]
async fn what_takes_whole_days_is_told_of_in_the_morning() {
    let world = World::new().await;
    world.says("mods", "!meet settings start on").await;
    world.says("ana", "!meet Offsite fri to sat").await;
    world.says("ana", "!meet Bank holiday every friday").await;
    expect![[r#"
        [m5 only for ana]
        Those who come are reminded of “Offsite” (#1) at 9:00 2 days before, the day before and on the day.
    "#]].assert_eq(&world.says("ana", "!meet remind #1 2 days, 1 day, 1h, 15 min").await);
    expect![[r#"
        [m6 only for ana]
        I remind you of “Bank holiday” (#2) at 9:00 the day before.
    "#]]
    .assert_eq(&world.says("ana", "!meet remind me #2 36h").await);
    expect![[r#"
        Wed 09:00 [m7 pings ana] ⏰ “Offsite” starts in 2 days: Fri 4 – Sat 5 Dec 2026
        Thu 09:00 [m8 pings ana] ⏰ “Offsite” starts tomorrow: Fri 4 – Sat 5 Dec 2026
        Thu 09:00 [m9 pings ana] ⏰ “Bank holiday” starts tomorrow: Fri 4 Dec 2026, all day
        Fri 09:00 [m10 pings ana] ⏰ “Offsite” starts today: Fri 4 – Sat 5 Dec 2026
        Fri 09:00 [m11] ⏰ “Bank holiday” starts today: Fri 4 Dec 2026, all day
    "#]]
    .assert_eq(&day(&world, "2026-12-01T11:00:00", "2026-12-05T10:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn what_takes_whole_days_is_told_of_after_the_quiet_hours() {
    let world = World::new().await;
    world.says("mods", "!meet settings quiet 20:00-10:00").await;
    world.says("ana", "!meet Offsite fri to sat").await;
    world.says("ana", "!meet remind #1 1 day, 15 min").await;
    expect![[r#"
        Thu 10:00 [m4 pings ana] ⏰ “Offsite” starts tomorrow: Fri 4 – Sat 5 Dec 2026
        Fri 10:00 [m5 pings ana] ⏰ “Offsite” starts today: Fri 4 – Sat 5 Dec 2026
    "#]]
    .assert_eq(&day(&world, "2026-12-01T11:00:00", "2026-12-05T10:00:00").await);
    world.end().await;
}

#[tokio::test]
async fn who_comes_back_late_on_a_whole_day_still_tells_of_it() {
    let world = World::new().await;
    world.says("ana", "!meet Offsite fri to sat").await;
    at(&world, "2026-12-04T15:00:00").await;
    expect![[r#"
        [m2 pings ana]
        ⏰ “Offsite” starts today: Fri 4 – Sat 5 Dec 2026
        ana
        #1
          buttons: snooze #1
        [~m1]
        Offsite

        When       Fri 4 – Sat 5 Dec 2026 · today
        Length     2 days
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.look().await);
    world.says("ana", "!meet Fair mon to tue").await;
    at(&world, "2026-12-08T09:00:00").await;
    expect![[r#"
        [~m1]
        Offsite

        When       Fri 4 – Sat 5 Dec 2026 · 3 days ago
        Length     2 days
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1 · over
        [m4]
        While I was away:
        #2 “Fair” began Mon 7 Dec, 00:00.
    "#]]
    .assert_eq(&world.look().await);
    world.end().await;
}

#[tokio::test]
async fn a_room_is_told_of_each_day_and_of_the_week() {
    let world = World::new().await;
    expect![[r#"
        [m1 only for mods]
        `digest` is now daily 08:30, weekly tue 18:00; it was off.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings digest daily 8:30, weekly tue 18:00").await);
    world.says("ana", "!meet Sync every day 14:00 until 20 dec").await;
    expect![[r#"
        Tue 17:50 [m4] While I was away:
        Tue 18:00 [m5] This week, from Tue 1 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-01T17:50:00", "2026-12-01T18:10:00").await);
    expect![[r#"
        Wed 08:30 [m6] Today, Wed 2 Dec
    "#]]
    .assert_eq(&day(&world, "2026-12-02T08:20:00", "2026-12-02T08:40:00").await);
    expect![[r#"
        [m7 only for mods]
        `digest` is now weekly tue 18:00; it was daily 08:30, weekly tue 18:00.
    "#]]
    .assert_eq(&world.says("mods", "!meet settings digest weekly tue 18:00").await);
    world.end().await;
}
