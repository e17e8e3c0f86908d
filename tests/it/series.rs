//! A meeting that repeats, in a room.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use chrono::TimeDelta;
use convene::testing::World;
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
    world.takes("ana", "standup.ics", &standup("", "")).await;
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
    expect![[r#"
        [m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        Taken from the file: “Standup” (#1), Fri 4 Dec 2026, 09:00–09:15 CET, repeats every week on Fri until 25 Dec 2026.
    "#]].assert_eq(&world.takes("ana", "standup.ics", &standup("", "")).await);
    expect![[r#"
        [m3 only for bo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 1 going
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    expect![[r#"
        [m4 only for bo]
        Your meetings

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 1 going · you have not answered
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going · you have not answered
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going · you have not answered
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going · you have not answered
    "#]]
    .assert_eq(&world.says("bo", "!meet mine").await);
    expect![[r#"
        [m5 only for bo]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1)
          ana

        … no answer (2)
          bo
          cleo

        #1
    "#]]
    .assert_eq(&world.says("bo", "!meet show #1").await);
    world.end().await;
}

#[tokio::test]
async fn an_answer_is_for_the_date_that_the_card_shows_or_for_all() {
    let world = with_standup().await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        ❌ Can't (1): cleo (until January)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for cleo]
        ❌ You said no to “Standup” (#1), all dates: until January
    "#]]
    .assert_eq(&world.says("cleo", "!meet no #1 all until January").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (3 of 3): ana, bo, cleo (this one I can)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for cleo]
        ✅ You said yes to “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET: this one I can
    "#]]
    .assert_eq(&world.replies("cleo", "m1", "yes this one I can").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo (this one I can)
        🤔 Maybe (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 only for bo]
        🤔 You said maybe to “Standup” (#1), Fri 4 Dec 2026, 09:00–09:15 CET and all later dates.
    "#]]
    .assert_eq(&world.replies("bo", "m1", "maybe this and following").await);
    expect![[r#"
        [m6 only for bo]
        You already said maybe to “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.presses("bo", "m1", "maybe #1").await);
    expect![[r#"
        [m7 only for cleo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 2 going, 1 maybe
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going, 1 maybe, 1 can't
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going, 1 maybe, 1 can't
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going, 1 maybe, 1 can't
    "#]]
    .assert_eq(&world.says("cleo", "!meet list this month").await);
    expect![[r#"
        [m8 only for cleo]
        Your meetings

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 2 going, 1 maybe · you said yes
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going, 1 maybe, 1 can't · you said no
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going, 1 maybe, 1 can't · you said no
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going, 1 maybe, 1 can't · you said no
    "#]]
    .assert_eq(&world.says("cleo", "!meet mine").await);
    world.end().await;
}

#[tokio::test]
async fn one_date_is_cancelled_and_the_others_stay() {
    let world = with_standup().await;
    expect![[r#"
        [m3 only for ana]
        “Standup” (#1) repeats. Say which dates.
        Only Fri 4 Dec 2026, 09:00–09:15 CET: `!meet cancel #1 this nobody is here`
        That and all later dates: `!meet cancel #1 this and following nobody is here`
        All dates: `!meet cancel #1 all nobody is here`
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel #1 nobody is here").await);
    expect![[r#"
        [m4 only for bo]
        Only ana, the co-hosts and the moderators of this room can do that. You can propose another time: `!meet propose thu 15:00`
    "#]].assert_eq(&world.says("bo", "!meet cancel #1 this").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        ana cancelled “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET: nobody is here
    "#]]
    .assert_eq(&world.replies("ana", "m1", "!meet cancel this nobody is here").await);
    expect![[r#"
        [m6 only for bo]
        This month

        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings bo]
        ana cancelled “Standup” (#1), only Fri 11 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet skip next").await);
    expect![[r#"
        [~m1]
        CANCELLED: Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET
        Repeats    every week on Fri
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
        [m8 pings bo]
        ana cancelled “Standup” (#1), Fri 18 Dec 2026, 09:00–09:15 CET and all later dates.
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel #1 this and following").await);
    expect![[r#"
        [m9 only for bo]
        “Standup” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.says("bo", "!meet yes #1").await);
    world.end().await;
}

#[tokio::test]
async fn all_of_a_series_is_cancelled() {
    let world = with_standup().await;
    expect![[r#"
        [~m1]
        CANCELLED: Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
        [m3]
        ana cancelled “Standup” (#1), all dates: we stop
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel all #1 we stop").await);
    expect![[r#"
        [m4 only for bo]
        “Standup” (#1) is cancelled, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.says("bo", "!meet yes #1").await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::days(60)).await);
    world.end().await;
}

#[tokio::test]
async fn from_its_first_date_on_is_all_of_a_series_though_that_date_was_answered_apart() {
    let world = with_standup().await;
    world.says("bo", "!meet yes").await;
    let moved = world.says("ana", "!meet move this and following to 10:00").await;
    says(&moved, "to Fri 4 Dec 2026, 10:00–10:15 CET; it was Fri 4 Dec 2026, 09:00–09:15 CET");
    let cancelled = world.says("ana", "!meet cancel this and following").await;
    says(&cancelled, "CANCELLED: Standup");
    says(&world.says("ana", "!meet list").await, "09:15 CET · cancelled");
    world.end().await;
}

#[tokio::test]
async fn dates_move_one_by_one_from_one_on_or_all_at_once() {
    let world = with_standup().await;
    world.reacts("bo", "m1", "✅").await;
    expect![[r#"
        [m3 only for ana]
        “Standup” (#1) repeats. Say which dates.
        Only Fri 4 Dec 2026, 09:00–09:15 CET: `!meet move #1 this to 16:00`
        That and all later dates: `!meet move #1 this and following to 16:00`
        All dates: `!meet move #1 all to 16:00`
    "#]]
    .assert_eq(&world.says("ana", "!meet move #1 to 16:00").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 16:00–16:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ana moved one date of “Standup” (#1) to Fri 4 Dec 2026, 16:00–16:15 CET; it was Fri 4 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move #1 this to 16:00").await);
    expect![[r#"
        [m5 only for bo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 16:00–16:15 CET · in 3 days · 1 going
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    world.clock.set("2026-12-05T10:00:00Z".parse().unwrap());
    world.look().await;
    expect![[r#"
        [~m1]
        Standup

        When       Thu 10 Dec 2026, 10:00–10:15 CET · in 5 days
        Repeats    every week on Thu until 24 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings bo]
        ana moved one and all later dates of “Standup” (#1) to Thu 10 Dec 2026, 10:00–10:15 CET; it was Fri 11 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]]
        .assert_eq(&world.says("ana", "!meet move standup this and following to thu 10:00").await);
    expect![[r#"
        [m7 only for bo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 16:00–16:15 CET · 19 hours ago · 1 going
        #1 Standup
            Thu 10 Dec 2026, 10:00–10:15 CET · in 5 days · 1 going
        #1 Standup
            Thu 17 Dec 2026, 10:00–10:15 CET · in 12 days · 1 going
        #1 Standup
            Thu 24 Dec 2026, 10:00–10:15 CET · in 2 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 10 Dec 2026, 11:00–11:15 CET · in 5 days
        Repeats    every week on Thu until 24 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m8 pings bo]
        ana moved all dates of “Standup” (#1), the next to Thu 10 Dec 2026, 11:00–11:15 CET; it was Thu 10 Dec 2026, 10:00–10:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move all #1 to 11:00").await);
    expect![[r#"
        [m9 only for bo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 17:00–17:15 CET · 18 hours ago · 1 going
        #1 Standup
            Thu 10 Dec 2026, 11:00–11:15 CET · in 5 days · 1 going
        #1 Standup
            Thu 17 Dec 2026, 11:00–11:15 CET · in 12 days · 1 going
        #1 Standup
            Thu 24 Dec 2026, 11:00–11:15 CET · in 2 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    world.end().await;
}

#[tokio::test]
async fn the_card_goes_on_to_the_next_date_and_each_has_its_reminder() {
    let world = with_standup().await;
    world.reacts("bo", "m1", "✅").await;
    world.says("cleo", "!meet yes #1 all").await;
    world.clock.set("2026-12-04T07:44:59Z".parse().unwrap());
    expect![[""]].assert_eq(&world.look().await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 15 minutes
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (3 of 3): ana, bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings ana, bo, cleo]
        ⏰ “Standup” starts in 15 minutes: Fri 4 Dec 2026, 09:00–09:15 CET
        ana, bo, cleo
        #1
    "#]]
    .assert_eq(&world.advance(TimeDelta::seconds(1)).await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::minutes(30)).await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 7 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.advance(TimeDelta::seconds(1)).await);
    world.clock.set("2026-12-11T07:45:00Z".parse().unwrap());
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 15 minutes
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings ana, cleo]
        ⏰ “Standup” starts in 15 minutes: Fri 11 Dec 2026, 09:00–09:15 CET
        ana, cleo
        #1
    "#]]
    .assert_eq(&world.look().await);
    world.clock.set("2026-12-18T07:50:00Z".parse().unwrap());
    expect![[r#"
        [~m1]
        Standup

        When       Fri 18 Dec 2026, 09:00–09:15 CET · in 10 minutes
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings ana, cleo]
        ⏰ “Standup” starts in 10 minutes: Fri 18 Dec 2026, 09:00–09:15 CET
        ana, cleo
        #1
    "#]]
    .assert_eq(&world.look().await);
    world.clock.set("2026-12-26T00:00:00Z".parse().unwrap());
    expect![[r#"
        [~m1]
        Standup

        When       Fri 25 Dec 2026, 09:00–09:15 CET · 16 hours ago
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, cleo
        … no answer (1): bo

        #1 · over
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        [m7 only for bo]
        “Standup” (#1) is over, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::days(30)).await);
    world.end().await;
}

#[tokio::test]
async fn words_and_people_change_for_some_dates() {
    let world = with_standup().await;
    expect![[r#"
        [m3 only for ana]
        “Standup” (#1) repeats. Say which dates.
        Only Fri 4 Dec 2026, 09:00–09:15 CET: `!meet rename #1 this Retro`
        That and all later dates: `!meet rename #1 this and following Retro`
        All dates: `!meet rename #1 all Retro`
    "#]]
    .assert_eq(&world.says("ana", "!meet rename #1 Retro").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        ana renamed “Standup” to “Retro” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet rename #1 this Retro").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        ana set the place of “Retro” (#1), all dates: Room 5
    "#]]
    .assert_eq(&world.says("ana", "!meet place all #1 Room 5").await);
    expect![[r#"
        [m6 only for ana]
        “Retro” (#1) repeats. Say which dates.
        Only Fri 4 Dec 2026, 09:00–09:15 CET: `!meet invite #1 this @dan`
        That and all later dates: `!meet invite #1 this and following @dan`
        All dates: `!meet invite #1 all @dan`
    "#]]
    .assert_eq(&world.says("ana", "!meet invite #1 @dan").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 4): ana
        … no answer (3): bo, cleo, dan

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings dan]
        ana invited dan to “Retro” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet invite #1 this @dan").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, dan

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m8 pings cleo]
        ana took cleo off the list of “Retro” (#1), all dates.
    "#]]
    .assert_eq(&world.says("ana", "!meet uninvite #1 all @cleo").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, dan

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m9 pings bo]
        ana added bo as co-host of “Retro” (#1): moving, editing and cancelling it is allowed now.
    "#]]
    .assert_eq(&world.says("ana", "!meet cohost #1 @bo").await);
    expect![[r#"
        [m10 only for ana]
        This month

        #1 Retro
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 1 going
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list this month").await);
    expect![[r#"
        [m11 only for dan]
        Your meetings

        #1 Retro
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 1 going · you have not answered
    "#]]
    .assert_eq(&world.says("dan", "!meet mine").await);
    expect![[r#"
        [~m1]
        Retro

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): dan, bo → eve

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m12 pings eve]
        bo → eve: bo asks eve to go to “Retro” (#1) instead, only Fri 4 Dec 2026, 09:00–09:15 CET.
        eve can answer: `!meet yes #1`
    "#]]
    .assert_eq(&world.says("bo", "!meet delegate #1 @eve").await);
    world.end().await;
}

#[tokio::test]
async fn another_time_is_proposed_for_one_date() {
    let world = with_standup().await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        🕒 bo proposes Thu 3 Dec 2026, 10:00–10:15 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
        [m3 pings ana]
        🕒 bo proposes another time for “Standup” (#1):
        Thu 3 Dec 2026, 10:00–10:15 CET
        instead of Fri 4 Dec 2026, 09:00–09:15 CET.
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
    "#]].assert_eq(&world.says("bo", "!meet propose #1 thu 10:00").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ✅ bo's time for “Standup” (#1) is accepted: it is now Thu 3 Dec 2026, 10:00–10:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet accept #1").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        🕒 cleo proposes Fri 4 Dec 2026, 09:30–09:45 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:cleo@stage.invalid | decline #1 mailto:cleo@stage.invalid
        [m5 pings ana]
        🕒 cleo proposes another time for “Standup” (#1), this and all later dates:
        Fri 4 Dec 2026, 09:30–09:45 CET
        instead of Thu 3 Dec 2026, 10:00–10:15 CET.
        ana decides: `!meet accept #1 cleo` or `!meet decline #1 cleo`
          buttons: accept #1 mailto:cleo@stage.invalid | decline #1 mailto:cleo@stage.invalid
    "#]]
        .assert_eq(&world.says("cleo", "!meet propose #1 this and following fri 9:30").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings cleo]
        ❌ cleo's time for “Standup” (#1) is declined: it stays Thu 3 Dec 2026, 10:00–10:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet decline #1").await);
    expect![[r#"
        [m7 only for bo]
        This month

        #1 Standup
            Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days · 1 going
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    world.end().await;
}

#[tokio::test]
async fn a_newer_file_brings_the_series_up_to_it() {
    let world = with_standup().await;
    world.says("ana", "!meet skip #1").await;
    world.reacts("bo", "m1", "✅").await;
    let newer = standup(
        "LAST-MODIFIED:20261130T100000Z\r\nEXDATE;TZID=Europe/Berlin:20261218T090000\r\n",
        "",
    )
    .replace("UNTIL=20261225T080000Z", "COUNT=6");
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 8 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for ana]
        Updated from the file: “Standup” (#1), Fri 11 Dec 2026, 09:00–09:15 CET, repeats every week on Fri until 8 Jan 2027.
    "#]]
    .assert_eq(&world.takes("ana", "standup.ics", &newer).await);
    expect![[r#"
        [m5 only for ana]
        The file brings nothing new: “Standup” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.takes("ana", "standup.ics", &newer).await);
    expect![[r#"
        [m6 only for ana]
        2026-12-01 to 2027-02-01

        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 2 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
        #1 Standup
            Fri 1 Jan 2027, 09:00–09:15 CET · in 4 weeks · 1 going
        #1 Standup
            Fri 8 Jan 2027, 09:00–09:15 CET · in 5 weeks · 1 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list 2026-12-01 to 2027-02-01").await);
    let later = newer
        .replace("LAST-MODIFIED:20261130", "LAST-MODIFIED:20261201")
        .replace("T090000", "T100000")
        .replace("T091500", "T101500");
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 10:00–10:15 CET · in 10 days
        Repeats    every week on Fri until 8 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings bo]
        ana moved all dates of “Standup” (#1), the next to Fri 11 Dec 2026, 10:00–10:15 CET; it was Fri 11 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
        [m8 only for ana]
        Updated from the file: “Standup” (#1), Fri 11 Dec 2026, 10:00–10:15 CET, repeats every week on Fri until 8 Jan 2027.
    "#]].assert_eq(&world.takes("ana", "standup.ics", &later).await);
    expect![[r#"
        [m9 only for ana]
        2026-12-01 to 2027-02-01

        #1 Standup
            Fri 11 Dec 2026, 10:00–10:15 CET · in 10 days · 1 going
        #1 Standup
            Fri 25 Dec 2026, 10:00–10:15 CET · in 3 weeks · 1 going
        #1 Standup
            Fri 1 Jan 2027, 10:00–10:15 CET · in 4 weeks · 1 going
        #1 Standup
            Fri 8 Jan 2027, 10:00–10:15 CET · in 5 weeks · 1 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list 2026-12-01 to 2027-02-01").await);
    world.end().await;
}

#[tokio::test]
async fn dates_that_are_different_in_the_file_are_different_here() {
    let world = World::new().await;
    let moved = "BEGIN:VEVENT\r\nUID:standup\r\nDTSTAMP:20261120T100000Z\r\nRECURRENCE-ID:20261211T080000Z\r\n\
        SUMMARY:Retro\r\nLOCATION:Room 7\r\nDTSTART;TZID=Europe/Berlin:20261210T150000\r\n\
        DTEND;TZID=Europe/Berlin:20261210T160000\r\nEND:VEVENT\r\n\
        BEGIN:VEVENT\r\nUID:standup\r\nDTSTAMP:20261120T100000Z\r\nRECURRENCE-ID;TZID=Europe/Berlin:20261218T090000\r\n\
        STATUS:CANCELLED\r\nSUMMARY:Standup\r\nDTSTART;TZID=Europe/Berlin:20261218T090000\r\n\
        DTEND;TZID=Europe/Berlin:20261218T091500\r\nEND:VEVENT\r\n";
    let file = standup("EXDATE;TZID=Europe/Berlin:20261204T090000\r\n", moved);
    expect![[r#"
        [m1]
        Retro

        When       Thu 10 Dec 2026, 15:00–16:00 CET · in 9 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     1 h
        Where      Room 7
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        Taken from the file: “Standup” (#1), Thu 10 Dec 2026, 15:00–16:00 CET, repeats every week on Fri until 25 Dec 2026.
    "#]].assert_eq(&world.takes("ana", "standup.ics", &file).await);
    expect![[r#"
        [m3 only for bo]
        This month

        #1 Retro
            Thu 10 Dec 2026, 15:00–16:00 CET · in 9 days · 1 going
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this month").await);
    world.end().await;
}

#[tokio::test]
async fn a_series_keeps_its_hour_when_the_clocks_change() {
    let world = World::new().await;
    let file =
        standup("", "").replace("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T080000Z", "FREQ=WEEKLY");
    world.takes("ana", "standup.ics", &file).await;
    world.clock.set("2027-03-27T10:00:00Z".parse().unwrap());
    let said = world.look().await;
    says(&said, "Fri 2 Apr 2027, 09:00–09:15 CEST");
    says(&said, "Repeats    every week on Fri\n");
    // Summer time came between: it is an hour earlier in UTC.
    world.clock.set("2027-04-02T06:45:00Z".parse().unwrap());
    says(&world.look().await, "starts in 15 minutes: Fri 2 Apr 2027, 09:00–09:15 CEST");
    world.end().await;
}

#[tokio::test]
async fn a_whole_series_is_exported() {
    let world = with_standup().await;
    world.says("ana", "!meet skip #1").await;
    world.says("ana", "!meet rename #1 this Retro").await;
    says(&world.says("bo", "!meet export #1").await, "file: Standup-1.ics");
    let file = world.stage.messages().last().unwrap().message.files[0].content.clone();
    for line in [
        "METHOD:PUBLISH",
        "RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T080000Z",
        "EXDATE;TZID=Europe/Berlin:20261204T090000",
        "RECURRENCE-ID;TZID=Europe/Berlin:20261211T090000",
        "SUMMARY:Retro",
        "BEGIN:VTIMEZONE",
    ] {
        assert!(file.lines().any(|l| l == line), "no {line} in\n{file}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_series_is_over_when_its_file_comes_too_late() {
    let world = World::new().await;
    world.clock.set("2026-12-11T10:00:00Z".parse().unwrap());
    says(&world.takes("ana", "s.ics", &standup("", "")).await, "Fri 18 Dec 2026");
    world.clock.set("2027-01-11T10:00:00Z".parse().unwrap());
    says(&world.look().await, "over");
    let other = standup("", "").replace("UID:standup", "UID:other");
    says(&world.takes("ana", "s.ics", &other).await, "is over");
    world.end().await;
}

#[tokio::test]
async fn what_is_not_a_series_takes_no_dates() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00 @bo").await;
    expect![[r#"
        [m3 only for ana]
        “Lunch” (#1) does not repeat, so there is no date to skip. To call it off: `!meet cancel #1`
    "#]]
    .assert_eq(&world.says("ana", "!meet skip #1").await);
    expect![[r#"
        [~m1]
        this is it

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        ana renamed “Lunch” to “this is it” (#1).
    "#]]
    .assert_eq(&world.replies("ana", "m1", "!meet rename this is it").await);
    expect![[r#"
        [~m1]
        this is it

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo (all good)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 only for bo]
        ✅ You said yes to “this is it” (#1), Fri 4 Dec 2026, 12:00–13:00 CET: all good
    "#]]
    .assert_eq(&world.replies("bo", "m1", "yes all good").await);
    expect![[r#"
        [~m1]
        CANCELLED: this is it

        When       Fri 4 Dec 2026, 12:00–13:00 CET
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo (all good)

        #1
        [m6 pings bo]
        ana cancelled “this is it” (#1), Fri 4 Dec 2026, 12:00–13:00 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel all #1").await);
    world.end().await;
}

#[tokio::test]
async fn whatever_a_rule_says_the_room_stays_quiet() {
    let world = World::new().await;
    let rules = [
        ("FREQ=SECONDLY", "it repeats more often than once an hour"),
        (
            "FREQ=YEARLY;BYHOUR=1,2;BYMINUTE=0,1,2,3,4,5,6,7,8,9,10,11,12",
            "more often than once an hour",
        ),
        ("FREQ=HOURLY;COUNT=999999999", "Taken from the file"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "Taken from the file"),
        ("FREQ=NEVER", "line 10: RRULE is no rule"),
        ("FREQ=DAILY;UNTIL=19700101T000000Z", "Taken from the file"),
    ];
    for (nth, (rule, words)) in rules.into_iter().enumerate() {
        let file = standup("", "")
            .replace("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T080000Z", rule)
            .replace("UID:standup", &format!("UID:u{nth}"));
        says(&world.takes("ana", "x.ics", &file).await, words);
    }
    says(&world.says("ana", "!meet list this year").await, "more");
    world.clock.set("2026-12-04T08:00:00Z".parse().unwrap());
    world.look().await;
    world.clock.set("2027-12-05T08:00:00Z".parse().unwrap());
    world.look().await;
    world.end().await;
}

#[tokio::test]
async fn dates_without_their_series_are_refused_and_one_alone_is_a_meeting() {
    let world = World::new().await;
    let date = |day: &str| {
        format!(
            "BEGIN:VEVENT\r\nUID:standup\r\nDTSTAMP:20261120T100000Z\r\nRECURRENCE-ID:{day}T080000Z\r\n\
             SUMMARY:Standup\r\nDTSTART:{day}T080000Z\r\nDTEND:{day}T081500Z\r\nEND:VEVENT\r\n"
        )
    };
    let file = |dates: &str| format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{dates}END:VCALENDAR\r\n");
    let two = file(&(date("20261204") + &date("20261211")));
    says(&world.takes("ana", "x.ics", &two).await, "export the whole series");
    let said = world.takes("ana", "x.ics", &file(&date("20261211"))).await;
    says(&said, "Fri 11 Dec 2026, 09:00–09:15 CET");
    says_not(&said, "Repeats");
    world.end().await;
}

#[tokio::test]
async fn a_series_in_a_zone_that_only_its_file_knows_keeps_its_hour_there() {
    let world = World::new().await;
    let zone = "BEGIN:VTIMEZONE\r\nTZID:Somewhere\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n\
        TZOFFSETFROM:+0500\r\nTZOFFSETTO:+0400\r\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n\
        BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0400\r\nTZOFFSETTO:+0500\r\n\
        RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";
    let file = standup("", "")
        .replace("FREQ=WEEKLY;BYDAY=FR;UNTIL=20261225T080000Z", "FREQ=MONTHLY;COUNT=5")
        .replace("TZID=Europe/Berlin", "TZID=Somewhere")
        .replacen("BEGIN:VEVENT", &format!("{zone}BEGIN:VEVENT"), 1);
    says(&world.takes("ana", "x.ics", &file).await, "Fri 4 Dec 2026, 06:00–06:15 CET");
    world.clock.set("2027-04-01T10:00:00Z".parse().unwrap());
    says(&world.look().await, "Sun 4 Apr 2027, 06:00–06:15 CEST");
    says(
        &world.says("ana", "!meet move all #1 to 10:00").await,
        "Sun 4 Apr 2027, 10:00–10:15 CEST",
    );
    world.end().await;
}
