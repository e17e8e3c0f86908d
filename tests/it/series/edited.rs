//! Some dates of a series, or all of it, are at another time, have other words, or other people.

use expect_test::expect;

use super::with_standup;

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
        [m7 pings bo]
        ana moved one and all later dates of “Standup” (#1) to Thu 10 Dec 2026, 10:00–10:15 CET; it was Fri 11 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]]
        .assert_eq(&world.says("ana", "!meet move standup this and following to thu 10:00").await);
    expect![[r#"
        [m8 only for bo]
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
        [m9 pings bo]
        ana moved all dates of “Standup” (#1), the next to Thu 10 Dec 2026, 11:00–11:15 CET; it was Thu 10 Dec 2026, 10:00–10:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move all #1 to 11:00").await);
    expect![[r#"
        [m10 only for bo]
        This month

        #1 Standup
            Fri 4 Dec 2026, 16:00–16:15 CET · 19 hours ago · 1 going
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
        eve can answer: `!meet yes #1 on 4 Dec 2026`
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
          buttons: yes #1 | maybe #1 | no #1 | accept #1 on 4 Dec 2026 mailto:bo@stage.invalid | decline #1 on 4 Dec 2026 mailto:bo@stage.invalid
        [m3 pings ana]
        🕒 bo proposes another time for “Standup” (#1):
        Thu 3 Dec 2026, 10:00–10:15 CET
        instead of Fri 4 Dec 2026, 09:00–09:15 CET.
        ana decides: `!meet accept #1 on 4 Dec 2026 bo` or `!meet decline #1 on 4 Dec 2026 bo`
          buttons: accept #1 on 4 Dec 2026 mailto:bo@stage.invalid | decline #1 on 4 Dec 2026 mailto:bo@stage.invalid
    "#]].assert_eq(&world.says("bo", "!meet propose #1 thu 10:00").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ✅ bo's time for “Standup” (#1) is accepted: it is now Thu 3 Dec 2026, 10:00–10:15 CET.
        bo comes; everyone else is asked to answer again.
    "#]]
    .assert_eq(&world.says("ana", "!meet accept #1").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        🕒 cleo proposes for this and all later dates Fri 4 Dec 2026, 09:30–09:45 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 this and following mailto:cleo@stage.invalid | decline #1 this and following mailto:cleo@stage.invalid
        [m5 pings ana]
        🕒 cleo proposes another time for “Standup” (#1), this and all later dates:
        Fri 4 Dec 2026, 09:30–09:45 CET
        instead of Thu 3 Dec 2026, 10:00–10:15 CET.
        ana decides: `!meet accept #1 cleo` or `!meet decline #1 cleo`
          buttons: accept #1 this and following mailto:cleo@stage.invalid | decline #1 this and following mailto:cleo@stage.invalid
    "#]]
        .assert_eq(&world.says("cleo", "!meet propose #1 this and following fri 9:30").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

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
            Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days · 2 going
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
