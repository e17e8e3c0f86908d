//! Some dates of a series, or all of it, are called off.

use chrono::TimeDelta;
use expect_test::expect;

use super::with_standup;
use crate::said::says;

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
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says("bo", "!meet cancel #1 this").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 4 Dec
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
        Repeats    every week on Fri until 25 Dec 2026, not from Fri 4 Dec to Fri 11 Dec
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
        Repeats    every week on Fri, not from Fri 4 Dec to Fri 11 Dec
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
