//! A meeting that repeats, in a room.

#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use chrono::TimeDelta;
use convene::testing::World;
use expect_test::expect;

mod answered;
mod cancelled;
mod cards;
mod changed;
mod clocks;
mod edited;
mod ended;
mod files;
mod made;
mod moved;
mod named;
mod paused;
mod titles;
mod undone;
mod uninvited;
mod words;

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
    expect![""].assert_eq(&world.presses("bo", "m1", "maybe #1").await);
    expect![[r#"
        [m6 only for cleo]
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
        [m7 only for cleo]
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
async fn the_card_goes_on_to_the_next_date_and_each_has_its_reminder() {
    let world = with_standup().await;
    world.reacts("bo", "m1", "✅").await;
    world.says("cleo", "!meet yes #1 all").await;
    world.clock.set("2026-12-04T07:44:59Z".parse().unwrap());
    expect![[""]].assert_eq(&world.look().await);
    expect![[r#"
        [m4 pings ana, bo, cleo]
        ⏰ “Standup” starts in 15 minutes: Fri 4 Dec 2026, 09:00–09:15 CET
        ana, bo, cleo
        #1
          buttons: snooze #1
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 15 minutes
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (3 of 3): ana, bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
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
        [m5 pings ana, cleo]
        ⏰ “Standup” starts in 15 minutes: Fri 11 Dec 2026, 09:00–09:15 CET
        ana, cleo
        #1
          buttons: snooze #1
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
          buttons: snooze #1
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
        [m7]
        While I was away:
        #1 “Standup” began Fri 25 Dec, 09:00.
    "#]]
    .assert_eq(&world.look().await);
    expect![[r#"
        [m8 only for bo]
        “Standup” (#1) is over, so nothing about it can change. Make a new one: `!meet Standup fri 15:00`
    "#]].assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[""]].assert_eq(&world.advance(TimeDelta::days(30)).await);
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
