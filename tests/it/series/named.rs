//! A date of a series is named by its day.

use expect_test::expect;

use super::*;

#[tokio::test]
async fn an_answer_is_for_the_day_that_it_names() {
    let world = with_standup().await;
    expect![[r#"
        [m3 only for bo]
        ❌ You said no to “Standup” (#1), only Fri 11 Dec 2026, 09:00–09:15 CET: I am away
    "#]]
    .assert_eq(&world.says("bo", "!meet no #1 on 11 dec, I am away").await);
    expect![[r#"
        [m4 only for bo]
        ✅ You said yes to “Standup” (#1), only Fri 18 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.replies("bo", "m1", "yes on 18 December").await);
    expect![[r#"
        [m5 only for cleo]
        🤔 You said maybe to “Standup” (#1), Fri 18 Dec 2026, 09:00–09:15 CET and all later dates.
    "#]]
    .assert_eq(&world.says("cleo", "!meet maybe from 18 dec on").await);
    expect![[r#"
        [m6 only for cleo]
        “Standup” (#1) has no date on Sat 12 Dec 2026. The nearest: Fri 11 Dec 2026, 09:00–09:15 CET and Fri 18 Dec 2026, 09:00–09:15 CET. All dates: `!meet list this year`
    "#]].assert_eq(&world.says("cleo", "!meet no #1 on 12 dec").await);
    expect![[r#"
        [m7 only for cleo]
        “Standup” (#1) has no date on Wed 2 Dec 2026. The nearest: Fri 4 Dec 2026, 09:00–09:15 CET. All dates: `!meet list this year`
    "#]]
    .assert_eq(&world.says("cleo", "!meet no #1 tomorrow I am ill").await);
    expect![[r#"
        [m8 only for cleo]
        Your meetings

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 1 going · you have not answered
        #1 Standup
            Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days · 1 going, 1 can't · you have not answered
        #1 Standup
            Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks · 2 going, 1 maybe · you said maybe
        #1 Standup
            Fri 25 Dec 2026, 09:00–09:15 CET · in 3 weeks · 1 going, 1 maybe · you said maybe
    "#]]
    .assert_eq(&world.says("cleo", "!meet mine").await);
    world.end().await;
}

#[tokio::test]
async fn a_date_moves_or_is_off_by_its_day() {
    let world = with_standup().await;
    expect![[r#"
        [m3]
        ana moved one date of “Standup” (#1) to Fri 11 Dec 2026, 16:00–16:15 CET; it was Fri 11 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move 11 dec to 16:00").await);
    expect![[r#"
        [m4]
        ana moved one and all later dates of “Standup” (#1) to Fri 18 Dec 2026, 10:00–10:15 CET; it was Fri 18 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
    "#]].assert_eq(&world.says("ana", "!meet move #1 from 18 dec on to 10:00").await);
    expect![[r#"
        [m5]
        ana renamed “Standup” to “Planning” (#1), only Fri 18 Dec 2026, 10:00–10:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet rename #1 on 18 dec to Planning").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 18 Dec 2026, not on Fri 25 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6]
        ana cancelled “Standup” (#1), only Fri 25 Dec 2026, 10:00–10:15 CET: it is Christmas
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel 25 dec it is Christmas").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 16:00–16:15 CET · in 10 days
        Repeats    every week on Fri until 18 Dec 2026, not on Fri 4 Dec and Fri 25 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7]
        ana cancelled “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet skip 4 dec").await);
    expect![[r#"
        [m8 only for ana]
        “Standup” (#1) is off on Fri 4 Dec 2026. To put that date back: `!meet unskip #1 Fri 4 Dec 2026`
    "#]].assert_eq(&world.says("ana", "!meet cancel standup on 4 dec").await);
    expect![[r#"
        [m9 only for ana]
        This month

        #1 Standup
            Fri 11 Dec 2026, 16:00–16:15 CET · in 10 days · 1 going
        #1 Planning
            Fri 18 Dec 2026, 10:00–10:15 CET · in 2 weeks · 1 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list this month").await);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_that_does_not_repeat_is_on_its_day_only() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:00 @bo").await;
    expect![[r#"
        [m3 only for ana]
        “Lunch” (#1) has no date on Wed 2 Dec 2026. The nearest: Fri 4 Dec 2026, 12:00–13:00 CET. All dates: `!meet list this year`
    "#]].assert_eq(&world.says("ana", "!meet cancel tomorrow").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:00–13:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        ❌ Can't (1): bo (on monday I am back)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for bo]
        ❌ You said no to “Lunch” (#1), Fri 4 Dec 2026, 12:00–13:00 CET: on monday I am back
    "#]]
    .assert_eq(&world.says("bo", "!meet no on monday I am back").await);
    expect![[r#"
        [~m1]
        CANCELLED: Lunch

        When       Fri 4 Dec 2026, 12:00–13:00 CET
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        ❌ Can't (1): bo (on monday I am back)

        #1
        [m5 pings bo]
        ana cancelled “Lunch” (#1), Fri 4 Dec 2026, 12:00–13:00 CET: no room
    "#]]
    .assert_eq(&world.says("ana", "!meet cancel 4 dec no room").await);
    world.end().await;
}

#[tokio::test]
async fn a_form_takes_a_day_too() {
    let world = World::with_forms().await;
    world.takes("ana", "standup.ics", &standup("", "")).await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 18 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m3]
        ana cancelled “Standup” (#1), only Fri 18 Dec 2026, 09:00–09:15 CET: party
    "#]].assert_eq(
        &world.fills("ana", "cancel #1", &[("why", "party"), ("dates", "18 Dec")]).await,
    );
    expect![[r#"
        [m4 only for ana]
        `dates` cannot be `some day`. It takes this, this and following, all, or a day such as 24 dec.
    "#]].assert_eq(&world.fills("ana", "cancel #1", &[("dates", "some day")]).await);
    world.end().await;
}

#[tokio::test]
async fn an_answer_whose_end_nobody_can_tell_is_refused_with_what_works() {
    let world = with_standup().await;
    expect![[r#"
        [m3 only for bo]
        I cannot tell which dates of #1 `until January` stands for, so nothing was changed. Name one: `!meet no #1 on 24 dec`, one and all later ones: `!meet no #1 from 24 dec on`, or all: `!meet no #1 all`
    "#]]
    .assert_eq(&world.says("bo", "!meet no until January").await);
    // What is no day is a comment.
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        ❌ Can't (1): bo (until further notice)
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for bo]
        ❌ You said no to “Standup” (#1), only Fri 4 Dec 2026, 09:00–09:15 CET: until further notice
    "#]]
    .assert_eq(&world.says("bo", "!meet no until further notice").await);
    world.end().await;
}
