//! A series is made by a sentence.

use expect_test::expect;

use super::*;

const STANDUP: &str =
    "!meet Standup every weekday 9:15 for 15m until 28 Mar 2027 except 24 Dec @bo";

#[tokio::test]
async fn a_sentence_makes_a_series_and_says_it_back() {
    let world = World::new().await;
    expect![[r#"
        [m1]
        Standup

        When       Wed 2 Dec 2026, 09:15–09:30 CET · in 23 hours
        Repeats    every weekday until 26 Mar 2027, not on Thu 24 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        I took “Standup” (#1) as Wed 2 Dec 2026, 09:15–09:30 CET, every weekday until 26 Mar 2027, not on Thu 24 Dec; then Thu 3 Dec, Fri 4 Dec, Mon 7 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
        [m3 pings bo]
        ana invited bo to “Standup” (#1), Wed 2 Dec 2026, 09:15–09:30 CET.
    "#]].assert_eq(&world.says("ana", STANDUP).await);
    expect![[r#"
        [m4 only for bo]
        This week

        #1 Standup
            Wed 2 Dec 2026, 09:15–09:30 CET · in 23 hours · 1 going
        #1 Standup
            Thu 3 Dec 2026, 09:15–09:30 CET · in 2 days · 1 going
        #1 Standup
            Fri 4 Dec 2026, 09:15–09:30 CET · in 3 days · 1 going
    "#]]
    .assert_eq(&world.says("bo", "!meet list this week").await);
    world.says("ana", "!meet export #1").await;
    let files = world.stage.messages().pop().map(|shown| shown.message.files).unwrap();
    let kept = ["RRULE", "EXDATE", "DTSTART", "TZID", "BEGIN:VTIMEZONE"];
    let lines =
        files[0].content.lines().filter(|line| kept.iter().any(|name| line.starts_with(name)));
    expect![[r#"
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        DTSTART:19810329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        DTSTART;TZID=Europe/Berlin:20261202T091500
        RRULE:FREQ=WEEKLY;UNTIL=20270328T215959Z;BYDAY=MO,TU,WE,TH,FR
        EXDATE;TZID=Europe/Berlin:20261224T091500"#]]
    .assert_eq(&lines.collect::<Vec<_>>().join("\n"));
    expect![[r#"
        [~m1]
        CANCELLED: Standup

        When       Wed 2 Dec 2026, 09:15–09:30 CET
        Repeats    every weekday until 26 Mar 2027, not on Thu 24 Dec
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
        [m6 pings bo]
        ana cancelled “Standup” (#1), all dates.
    "#]]
    .assert_eq(&world.presses("ana", "m2", "undo #1").await);
    world.end().await;
}

#[tokio::test]
async fn several_dates_are_one_meeting() {
    let world = World::new().await;
    expect![[r#"
        [m1]
        Rehearsal

        When       Tue 1 Dec 2026, 18:00–19:00 CET · in 8 hours
        Repeats    on Tue 1 Dec, Thu 3 Dec and Fri 4 Dec
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        I took “Rehearsal” (#1) as Tue 1 Dec 2026, 18:00–19:00 CET, on Tue 1 Dec, Thu 3 Dec and Fri 4 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.says("ana", "!meet Rehearsal Tue, Thu and Fri 18:00").await);
    expect![[r#"
        [~m1]
        “Rehearsal” (#1) was taken back, as if it had never been made.
        [m3 only for ana]
        “Rehearsal” (#1) was taken back, as if it had never been made.
    "#]]
    .assert_eq(&world.says("ana", "!meet undo").await);
    world.end().await;
}

#[tokio::test]
async fn a_rule_is_said_in_words() {
    let world = World::new().await;
    let mut said = String::new();
    for sentence in [
        "Payday last working day of each month 10:00",
        "Board first monday of each month 18:00",
        "Retro every other tuesday 15:00 10 times",
        "Tax yearly on 31 may",
    ] {
        let seen = world.says("ana", &format!("!meet {sentence}")).await;
        said.extend(
            seen.lines().filter(|line| line.contains("I took")).map(|line| format!("{line}\n")),
        );
    }
    expect![[r#"
        I took “Payday” (#1) as Thu 31 Dec 2026, 10:00–11:00 CET, every month on the last weekday; then Fri 29 Jan 2027, Fri 26 Feb 2027, Wed 31 Mar 2027.
        I took “Board” (#2) as Mon 7 Dec 2026, 18:00–19:00 CET, every month on the 1st Mon; then Mon 4 Jan 2027, Mon 1 Feb 2027, Mon 1 Mar 2027.
        I took “Retro” (#3) as Tue 1 Dec 2026, 15:00–16:00 CET, every 2 weeks on Tue until 6 Apr 2027; then Tue 15 Dec, Tue 29 Dec, Tue 12 Jan 2027.
        I took “Tax” (#4) as Mon 31 May 2027, all day, every year; then Wed 31 May 2028, Thu 31 May 2029, Fri 31 May 2030: all day.
    "#]].assert_eq(&said);
    world.end().await;
}

#[tokio::test]
async fn a_corrected_sentence_repeats_as_it_says_then() {
    let world = World::new().await;
    world.says("ana", "!meet Standup every weekday 9:15 for 15m @bo").await;
    world.reacts("bo", "m1", "✅").await;
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 09:30–09:45 CET · in 2 days
        Repeats    every week on Mon and Thu
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for ana]
        I took “Standup” (#1) as Thu 3 Dec 2026, 09:30–09:45 CET, every week on Mon and Thu; then Mon 7 Dec, Thu 10 Dec, Mon 14 Dec.
        If that is not what you meant: `!meet move #1 to fri 15:00`
        [m5 pings bo]
        ana moved “Standup” (#1) to Thu 3 Dec 2026, 09:30–09:45 CET; it was Wed 2 Dec 2026, 09:15–09:30 CET.
        Everyone is asked to answer again.
        [m6 pings bo]
        ana said how “Standup” (#1) repeats: every week on Mon and Thu; the next date is Thu 3 Dec 2026, 09:30–09:45 CET.
    "#]].assert_eq(
        &world.corrects("ana", "u0", "!meet Standup every mon and thu 9:30 for 15m @bo").await,
    );
    expect![[r#"
        [~m1]
        Standup

        When       Thu 3 Dec 2026, 09:30–09:45 CET · in 2 days
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m7 pings bo]
        ana said that “Standup” (#1) does not repeat any more; it is at Thu 3 Dec 2026, 09:30–09:45 CET.
    "#]].assert_eq(&world.corrects("ana", "u0", "!meet Standup thu 9:30 for 15m @bo").await);
    world.end().await;
}

#[tokio::test]
async fn what_is_typed_into_a_command_is_understood_before_it_is_sent() {
    let world = World::with_forms().await;
    let typed = |text: &'static str| {
        let world = &world;
        async move { world.types("ana", "new", ("when", text), &[]).await }
    };
    let labels = |found: Vec<(String, String)>| {
        found.into_iter().map(|(_, label)| label).collect::<Vec<_>>().join("\n")
    };
    expect!["Wed 2 Dec 2026, 09:15–09:30 CET, every weekday until 26 Mar 2027; then Thu 3 Dec, Fri 4 Dec"].assert_eq(&labels(typed("every weekday 9:15 for 15m until 28 mar 2027").await));
    expect!["Tue 1 Dec 2026, 18:00–19:00 CET, on Tue 1 Dec, Thu 3 Dec and Fri 4 Dec"]
        .assert_eq(&labels(typed("tue, thu and fri 18:00").await));
    let values = [("title", "Standup"), ("when", "every weekday 9:15 for 15m")];
    expect![[r#"
        [m1]
        Standup

        When       Wed 2 Dec 2026, 09:15–09:30 CET · in 23 hours
        Repeats    every weekday
        Length     15 min
        Organizer  ana

        ✅ Going (1 of 1): ana

        #1
          buttons: yes #1 | maybe #1 | no #1 | form propose #1
          menu: form yes #1 | form maybe #1 | form no #1 | show #1 | form edit #1 | export #1 | form cancel #1
        [m2 only for ana]
        I took “Standup” (#1) as Wed 2 Dec 2026, 09:15–09:30 CET, every weekday; then Thu 3 Dec, Fri 4 Dec, Mon 7 Dec.
        To take that back: `!meet undo #1`
          buttons: undo #1
    "#]].assert_eq(&world.fills("ana", "new", &values).await);
    world.end().await;
}
