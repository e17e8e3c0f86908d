use super::*;

#[tokio::test]
async fn a_corrected_command_changes_its_meeting() {
    let world = World::new().await;
    world.says("ana", "!meet Lnch fri 12:30 @bo @cy").await;
    expect![[""]].assert_eq(&world.corrects("ana", "u0", "!meet Lnch fri 12:30 @bo @cy").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 12:30 @bo @cy in Room 5").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Where      Room 5
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, dan

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 pings bo]
        ana moved “Lunch” (#1) to Fri 4 Dec 2026, 13:00–14:00 CET; it was Fri 4 Dec 2026, 12:30–13:30 CET.
        Everyone is asked to answer again.
        [m4 pings dan]
        ana invited dan to “Lunch” (#1), Fri 4 Dec 2026, 13:00–14:00 CET.
        [m5 pings cy]
        ana took cy off the list of “Lunch” (#1).
    "#]]
        .assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 13:00 @bo @dan in Room 5").await);
    world.advance(TimeDelta::seconds(60)).await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 13:00–14:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, dan

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 13:00 @bo @dan").await);
    world.advance(TimeDelta::seconds(1)).await;
    expect![[r#"
        [m6 only for ana]
        A command can be corrected for a minute, and that was longer ago, so nothing was changed. Change the meeting itself: `!meet move #1 to thu 15:00`, `!meet rename #1 TITLE`, `!meet place #1 PLACE`
    "#]].assert_eq(&world.corrects("ana", "u0", "!meet Dinner fri 19:00").await);
    expect![[""]].assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 13:00 @bo @dan").await);
    expect![[""]].assert_eq(&world.corrects("ana", "u0", "never mind").await);
    world.end().await;
}

#[tokio::test]
async fn a_correction_that_cannot_be_read_leaves_the_meeting_alone() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    expect![[r#"
        [m2 only for ana]
        I find no time that I can read in `Lunch frday at noonish`. Which day, and when? For example `fri 15:00-15:45`
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch frday at noonish").await);
    expect![[r#"
        [~m1]
        Lunch

        When       Sat 5 Dec 2026, 12:30–13:30 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch sat 12:30").await);
    world.end().await;
}

#[tokio::test]
async fn who_has_answered_stays_whoever_is_named() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30 @bo").await;
    world.reacts("cy", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 3): ana, cy
        … no answer (1): bob

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 pings bob]
        ana invited bob to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
        [m4 pings bo]
        ana took bo off the list of “Lunch” (#1).
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 12:30 @bob").await);
    world.end().await;
}

#[tokio::test]
async fn a_command_that_failed_is_taken_when_it_is_right() {
    let world = World::new().await;
    world.says("ana", "!meet nwe").await;
    world.advance(TimeDelta::minutes(5)).await;
    expect![[r#"
        [m2]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet new Lunch fri 12:30").await);
    expect![[r#"
        [~m2]
        Lunch

        When       Sat 5 Dec 2026, 12:30–13:30 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet new Lunch sat 12:30").await);
    world.end().await;
}

#[tokio::test]
async fn talk_that_becomes_a_command_is_taken() {
    let world = World::new().await;
    expect![[""]].assert_eq(&world.says("ana", "Lunch fri 12:30").await);
    expect![[""]].assert_eq(&world.corrects("ana", "u0", "Lunch on fri 12:30").await);
    expect![[r#"
        [m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch fri 12:30").await);
    world.end().await;
}

#[tokio::test]
async fn any_other_command_runs_again_within_the_minute() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("bo", "!meet yes").await;
    expect![[r#"
        [~m1]
        Lunch

        When       Fri 4 Dec 2026, 12:30–13:30 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        ❌ Can't (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for bo]
        ❌ You said no to “Lunch” (#1), Fri 4 Dec 2026, 12:30–13:30 CET.
    "#]]
    .assert_eq(&world.corrects("bo", "u1", "!meet no").await);
    world.advance(TimeDelta::seconds(61)).await;
    expect![[r#"
        [m4 only for bo]
        A command can be corrected for a minute, and that was longer ago, so nothing was changed. Write it again as a new message.
    "#]].assert_eq(&world.corrects("bo", "u1", "!meet maybe").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_cancelled_is_not_changed_but_made_anew() {
    let world = World::new().await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world.says("ana", "!meet cancel #1").await;
    expect![[r#"
        [m3]
        Lunch

        When       Sat 5 Dec 2026, 12:30–13:30 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch sat 12:30").await);
    // From now on the command is the new meeting's.
    expect![[r#"
        [~m3]
        Lunch

        When       Sat 5 Dec 2026, 13:00–14:00 CET · in 4 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #2
          buttons: yes #2 | maybe #2 | no #2
    "#]]
    .assert_eq(&world.corrects("ana", "u0", "!meet Lunch sat 13:00").await);
    world.end().await;
}
