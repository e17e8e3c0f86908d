//! Series in calendar files, that come in and go out.

use convene::testing::World;
use expect_test::expect;

use super::{standup, with_standup};
use crate::said::{last_file, says, says_not};

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
        Repeats    every week on Fri until 8 Jan 2027, not on Fri 4 Dec and Fri 18 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (2 of 3): ana, bo
        … no answer (1): cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for ana]
        Updated from the file: “Standup” (#1), Fri 11 Dec 2026, 09:00–09:15 CET, repeats every week on Fri until 8 Jan 2027, not on Fri 4 Dec and Fri 18 Dec.
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
        Repeats    every week on Fri until 8 Jan 2027, not on Fri 4 Dec and Fri 18 Dec
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
        Updated from the file: “Standup” (#1), Fri 11 Dec 2026, 10:00–10:15 CET, repeats every week on Fri until 8 Jan 2027, not on Fri 4 Dec and Fri 18 Dec.
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
        Repeats    every week on Fri until 25 Dec 2026, not on Fri 4 Dec and Fri 18 Dec
        Length     1 h
        Where      Room 7
        Organizer  ana

        ✅ Going (1 of 3): ana
        … no answer (2): bo, cleo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        Taken from the file: “Standup” (#1), Thu 10 Dec 2026, 15:00–16:00 CET, repeats every week on Fri until 25 Dec 2026, not on Fri 4 Dec and Fri 18 Dec.
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
    let file = last_file(&world).content;
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
    let two = file(&[date("20261204"), date("20261211")].concat());
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

#[tokio::test]
async fn dates_that_were_exported_come_back_as_the_same_dates() {
    let world = World::new().await;
    world.says("ana", "!meet Rehearsal Tue, Thu and Fri 18:00").await;
    world.says("ana", "!meet export #1").await;
    let file = last_file(&world).content;
    says(&file, "\r\nRRULE:FREQ=DAILY;COUNT=1\r\n");
    let other = World::new().await;
    says(
        &other.takes("bo", "rehearsal.ics", &file).await,
        "Repeats    on Tue 1 Dec, Thu 3 Dec and Fri 4 Dec",
    );
    world.end().await;
    other.end().await;
}
