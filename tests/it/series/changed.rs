//! A series gets dates, loses some, ends, or repeats otherwise.

use expect_test::expect;

use super::*;
use crate::said::{says, says_not};

#[tokio::test]
async fn several_dates_are_skipped_and_one_is_put_back() {
    let world = with_standup().await;
    world.says("bo", "!meet yes all").await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 18 Dec 2026, 09:00–09:15 CET · in 2 weeks
        Repeats    every week on Fri until 25 Dec 2026, not from Fri 4 Dec to Fri 11 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ana took 2 dates (Fri 4 Dec and Fri 11 Dec: we are away) out of “Standup” (#1); the next is Fri 18 Dec 2026, 09:00–09:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet skip next 2 we are away").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 11 Dec 2026, 09:00–09:15 CET · in 10 days
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 4 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        ana put one date (Fri 11 Dec) of “Standup” (#1) back; the next is Fri 11 Dec 2026, 09:00–09:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet unskip #1 11 dec").await);
    expect![[r#"
        [m6 only for ana]
        “Standup” (#1) already has that date: Fri 11 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet unskip 11 dec").await);
    expect![[r#"
        [m7 only for ana]
        “Standup” (#1) has no date on Sat 12 Dec 2026. The nearest: Fri 11 Dec 2026, 09:00–09:15 CET and Fri 18 Dec 2026, 09:00–09:15 CET. All dates: `!meet list this year`
    "#]].assert_eq(&world.says("ana", "!meet unskip 12 dec").await);
    expect![[r#"
        [m8 only for ana]
        That would leave no date of “Standup” (#1). To call it off: `!meet cancel #1 all`
    "#]]
    .assert_eq(&world.says("ana", "!meet skip next 3").await);
    world.end().await;
}

#[tokio::test]
async fn a_pause_takes_dates_out_and_ends() {
    let world = World::new().await;
    world.says("ana", "!meet Standup every friday 9:00 for 15m @bo").await;
    world.says("bo", "!meet yes all").await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 5 Feb 2027, 09:00–09:15 CET · in 2 months
        Repeats    every week on Fri, not from Fri 4 Dec to Fri 29 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        ana took 9 dates (from Fri 4 Dec to Fri 29 Jan 2027) out of “Standup” (#1); the next is Fri 5 Feb 2027, 09:00–09:15 CET. To have them back: `!meet resume #1`
    "#]].assert_eq(&world.says("ana", "!meet pause #1 until 1 feb").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 15 Jan 2027, 09:00–09:15 CET · in 6 weeks
        Repeats    every week on Fri, not from Fri 4 Dec to Fri 8 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings bo]
        ana put 3 dates (Fri 15 Jan 2027, Fri 22 Jan 2027 and Fri 29 Jan 2027) of “Standup” (#1) back; the next is Fri 15 Jan 2027, 09:00–09:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet resume #1 from 10 jan").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings bo]
        ana put 6 dates (from Fri 4 Dec to Fri 8 Jan 2027) of “Standup” (#1) back; the next is Fri 4 Dec 2026, 09:00–09:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet resume").await);
    expect![[r#"
        [m8 only for ana]
        No date to come of “Standup” (#1) was taken out by a pause, so there is none to put back.
    "#]]
    .assert_eq(&world.says("ana", "!meet resume").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri, not from Fri 25 Dec to Fri 1 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m9 pings bo]
        ana took 2 dates (Fri 25 Dec and Fri 1 Jan 2027) out of “Standup” (#1); the next is Fri 4 Dec 2026, 09:00–09:15 CET. To have them back: `!meet resume #1`
    "#]].assert_eq(&world.says("ana", "!meet pause from 20 dec until 7 jan").await);
    expect![[r#"
        [m10 only for ana]
        “Standup” (#1) has no date to take out before Thu 3 Dec. See when it is: `!meet list this year`
    "#]].assert_eq(&world.says("ana", "!meet pause until 3 dec").await);
    expect![[r#"
        [m11 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.says("bo", "!meet resume").await);
    world.end().await;
}

#[tokio::test]
async fn a_date_is_added_and_answered_for_itself() {
    let world = with_standup().await;
    world.says("bo", "!meet yes all").await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 25 Dec 2026, also on Sat 5 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ana added a date to “Standup” (#1): Sat 5 Dec 2026, 10:00–10:15 CET. To answer that date: `!meet yes #1 on 5 Dec 2026`
    "#]].assert_eq(&world.says("ana", "!meet add #1 sat 10:00").await);
    expect![[r#"
        [m5 only for bo]
        ✅ You said yes to “Standup” (#1), only Sat 5 Dec 2026, 10:00–10:15 CET.
    "#]]
    .assert_eq(&world.says("bo", "!meet yes on 5 dec").await);
    expect![[r#"
        [m6 only for ana]
        “Standup” (#1) already has that date: Fri 11 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("ana", "!meet add 11 dec").await);
    expect![[r#"
        [m7 only for ana]
        This week

        #1 Standup
            Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days · 2 going
        #1 Standup
            Sat 5 Dec 2026, 10:00–10:15 CET · in 4 days · 2 going
    "#]]
    .assert_eq(&world.says("ana", "!meet list this week").await);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_that_does_not_repeat_is_held_once_more() {
    let world = World::new().await;
    world.says("ana", "!meet Workshop fri 10:00-12:00 @bo").await;
    expect![[r#"
        [~m1]
        Workshop

        When       Fri 4 Dec 2026, 10:00–12:00 CET · in 3 days
        Repeats    on Fri 4 Dec and Mon 7 Dec
        Length     2 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 pings bo]
        ana added a date to “Workshop” (#1): Mon 7 Dec 2026, 14:00–16:00 CET. To answer that date: `!meet yes #1 on 7 Dec 2026`
    "#]].assert_eq(&world.says("ana", "!meet add mon 14:00").await);
    world.end().await;
}

#[tokio::test]
async fn a_series_ends_earlier_later_or_never() {
    let world = with_standup().await;
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 11 Dec 2026
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3]
        ana said when “Standup” (#1) ends: its last date is Fri 11 Dec 2026.
    "#]]
    .assert_eq(&world.says("ana", "!meet end #1 on 14 dec").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri until 29 Jan 2027
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4]
        ana said when “Standup” (#1) ends: its last date is Fri 29 Jan 2027.
    "#]]
    .assert_eq(&world.says("ana", "!meet end #1 in january").await);
    expect![[r#"
        [~m1]
        Standup

        When       Fri 4 Dec 2026, 09:00–09:15 CET · in 3 days
        Repeats    every week on Fri
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5]
        ana said that “Standup” (#1) goes on without an end.
    "#]]
    .assert_eq(&world.says("ana", "!meet end never").await);
    expect![[r#"
        [m6 only for ana]
        That would leave no date of “Standup” (#1). To call it off: `!meet cancel #1 all`
    "#]]
    .assert_eq(&world.says("ana", "!meet end today").await);
    expect![[r#"
        [m7 only for ana]
        That would leave no date of “Standup” (#1). To call it off: `!meet cancel #1 all`
    "#]]
    .assert_eq(&world.says("ana", "!meet end on 2 dec").await);
    world.end().await;
}

#[tokio::test]
async fn a_meeting_repeats_otherwise_or_no_more() {
    let world = World::new().await;
    world.says("ana", "!meet Standup thu 9:00 for 15m @bo").await;
    world.reacts("bo", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Standup

        When       Tue 8 Dec 2026, 09:00–09:15 CET · in 7 days
        Repeats    every week on Tue
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 pings bo]
        ana said how “Standup” (#1) repeats: every week on Tue; the next date is Tue 8 Dec 2026, 09:00–09:15 CET.
        Everyone is asked to answer again.
        [m4 only for ana]
        I took “Standup” (#1) as Tue 8 Dec 2026, 09:00–09:15 CET, every week on Tue; then Tue 15 Dec, Tue 22 Dec, Tue 29 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet repeat #1 every tuesday").await);
    expect![[r#"
        [m5 only for bo]
        ✅ You said yes to “Standup” (#1), only Tue 15 Dec 2026, 09:00–09:15 CET.
    "#]]
    .assert_eq(&world.says("bo", "!meet yes on 15 dec").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Repeats    every week on Mon and Thu
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m6 pings bo]
        ana said how “Standup” (#1) repeats: every week on Mon and Thu; the next date is Thu 3 Dec 2026, 10:00–10:15 CET.
        Everyone is asked to answer again.
        [m7 only for ana]
        I took “Standup” (#1) as Thu 3 Dec 2026, 10:00–10:15 CET, every week on Mon and Thu; then Mon 7 Dec, Thu 10 Dec, Mon 14 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet repeat every mon and thu 10:00").await);
    expect![[r#"
        [m8 only for ana]
        `every friday` says how a meeting repeats. To change that: `!meet repeat #1 every friday`
    "#]]
    .assert_eq(&world.says("ana", "!meet move #1 all to every friday").await);
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 10:00–10:15 CET · in 2 days
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m9 pings bo]
        ana said that “Standup” (#1) does not repeat any more; it is at Thu 3 Dec 2026, 10:00–10:15 CET.
    "#]].assert_eq(&world.says("ana", "!meet repeat never").await);
    expect![[r#"
        [m10 only for ana]
        “Standup” (#1) already takes place only once.
    "#]]
    .assert_eq(&world.says("ana", "!meet repeat never").await);
    world.end().await;
}

#[tokio::test]
async fn another_rhythm_has_its_time_for_the_ranges_too() {
    for (moves, phrase, expected) in [
        (
            vec!["move this and following to 15:00"],
            "every wed 10:00",
            [("2 dec", "10:00–11:00"), ("16 dec", "10:00–11:00")],
        ),
        (
            vec!["move this and following to 15:00"],
            "every wed",
            [("2 dec", "15:00–16:00"), ("16 dec", "15:00–16:00")],
        ),
        (
            vec!["move from 15 dec on to 16:00"],
            "every wed 10:00",
            [("9 dec", "10:00–11:00"), ("16 dec", "10:00–11:00")],
        ),
        (
            vec!["move from 15 dec on to 16:00 for 2h"],
            "every wed",
            [("9 dec", "14:00–15:00"), ("16 dec", "16:00–18:00")],
        ),
        (
            vec!["move from 15 dec on to thu 17 dec 16:00", "move this to 1 dec 18:00"],
            "every wed",
            [("9 dec", "14:00–15:00"), ("16 dec", "16:00–17:00")],
        ),
    ] {
        let world = World::new().await;
        world.says("ana", "!meet Sync every tuesday 14:00 @bo").await;
        for line in &moves {
            world.says("ana", &format!("!meet {line}")).await;
        }
        world.says("ana", &format!("!meet repeat {phrase}")).await;
        for (day, hours) in expected {
            let said = world.says("ana", &format!("!meet show #1 on {day}")).await;
            assert!(said.contains(hours), "{moves:?}, {phrase}, {day}: no {hours} in\n{said}");
        }
        world.end().await;
    }
}

#[tokio::test]
async fn what_another_rhythm_leaves_behind_is_said() {
    let world = World::new().await;
    world.says("ana", "!meet Chess every monday 9:00 @bo").await;
    world.says("ana", "!meet skip next 2").await;
    world.says("ana", "!meet move on 21 dec to 1 dec 18:00").await;
    let said = world.says("ana", "!meet repeat tuesdays 10:00").await;
    says(&said, "every week on Tue");
    says(
        &said,
        "What was off or different on Mon 7 Dec, Mon 14 Dec, Mon 21 Dec is not so any more, because these are no dates of it now",
    );
    says(&said, "`!meet skip #1 8 dec`");
    expect![[r#"
        Chess · Tue 1 Dec 2026, 10:00–11:00
        Chess · Tue 8 Dec 2026, 10:00–11:00
        Chess · Tue 15 Dec 2026, 10:00–11:00
        Chess · Tue 22 Dec 2026, 10:00–11:00
        Chess · Tue 29 Dec 2026, 10:00–11:00
    "#]]
    .assert_eq(&moved::dates(&world).await);
    // A date on the same day stays as it was.
    world.says("ana", "!meet rename on 22 dec Blitz").await;
    world.says("ana", "!meet skip 8 dec").await;
    let said = world.says("ana", "!meet repeat every tue and thu").await;
    says_not(&said, "any more");
    let dates = moved::dates(&world).await;
    says(&dates, "Blitz · Tue 22 Dec 2026, 10:00–11:00");
    says_not(&dates, "Tue 8 Dec");
    says(&dates, "Chess · Thu 10 Dec 2026, 10:00–11:00");
    world.end().await;
}
