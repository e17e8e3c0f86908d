#![expect(clippy::too_many_lines, reason = "what people see is long, and stands where it is seen")]

use super::*;

/// A message of chris, who organizes elsewhere, to bo of this room and to dora.
fn message(method: &str, lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:u1\r\n\
        SUMMARY:Budget\r\nORGANIZER;CN=Chris:mailto:chris@example.org\r\n\
        ATTENDEE;CN=bo;RSVP=TRUE:mailto:bo@stage.invalid\r\n\
        ATTENDEE;CN=Dora;PARTSTAT=ACCEPTED:mailto:dora@example.org\r\n{lines}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

const FRIDAY: &str =
    "DTSTAMP:20261120T100000Z\r\nDTSTART:20261204T140000Z\r\nDTEND:20261204T150000Z";

fn request() -> String {
    message("REQUEST", FRIDAY)
}

/// The file that came with the last message, in lines that are whole.
fn attached(world: &World) -> String {
    let shown = world.stage.messages();
    let content = &shown.last().unwrap().message.files[0].content;
    content.replace("\r\n ", "").replace("\r\n", "\n")
}

#[tokio::test]
async fn an_invitation_from_outside_is_answered_on_a_card() {
    let world = World::new().await;
    expect![[r#"
        [m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  Chris

        ✅ Going (1 of 2): Dora
        … no answer (1): bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m2 only for ana]
        “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET, is on a card now, where everyone here can answer.
        Chris organizes it elsewhere, and I cannot tell them yet: whoever is invited gets their answer as a file to send on.
    "#]].assert_eq(&world.uploads("ana", "invite.ics", &request()).await);
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  Chris

        ✅ Going (2 of 2): bo, Dora

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m3 only for bo]
        ✅ You said yes to “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.
        The organizer does not know yet: send them this file, and their calendar takes your answer.
          file: reply-1.ics (text/calendar; charset=utf-8)
    "#]]
    .assert_eq(&world.reacts("bo", "m1", "✅").await);
    expect![[r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Convene//Convene//EN
        METHOD:REPLY
        BEGIN:VEVENT
        UID:u1
        DTSTAMP:20261201T090000Z
        ORGANIZER;CN=Chris:mailto:chris@example.org
        SUMMARY:Budget
        DTSTART:20261204T140000Z
        DTEND:20261204T150000Z
        ATTENDEE;CN=bo;PARTSTAT=ACCEPTED:mailto:bo@stage.invalid
        REQUEST-STATUS:2.0;Success
        END:VEVENT
        END:VCALENDAR
    "#]]
    .assert_eq(&attached(&world));
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  Chris

        ✅ Going (2 of 3): bo, Dora
        🤔 Maybe (1): cy

        #1
          buttons: yes #1 | maybe #1 | no #1
    "#]]
    .assert_eq(&world.reacts("cy", "m1", "🤔").await);
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  Chris

        ✅ Going (2 of 3): bo, Dora
        ❌ Can't (1): cy (I am away)

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for cy]
        ❌ You said no to “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET: I am away
        You were not invited by the organizer, so your answer stands on the card alone.
    "#]]
    .assert_eq(&world.says("cy", "!meet no #1 I am away").await);
    expect![[r#"
        [m5 only for ana]
        The file brings nothing new: “Budget” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.uploads("ana", "invite.ics", &request()).await);
    world.end().await;
}

#[tokio::test]
async fn what_only_the_organizer_may_do_is_refused() {
    let world = World::new().await;
    world.uploads("ana", "invite.ics", &request()).await;
    // A guest is in no file.
    world.reacts("cy", "m1", "✅").await;
    expect![[r#"
        [m3 only for mods]
        Chris organizes “Budget” (#1) elsewhere, so nothing about it can change here. Answer it, or propose another time: `!meet propose #1 thu 15:00`
    "#]].assert_eq(&world.says("mods", "!meet move #1 to 16:00").await);
    for text in
        ["cancel #1", "rename #1 Money", "invite #1 @cy", "cohost #1 @bo", "delegate #1 @cy"]
    {
        let said = world.says("bo", &format!("!meet {text}")).await;
        assert!(said.contains("Chris organizes “Budget” (#1) elsewhere"), "{said}");
    }
    expect![[r#"
        [m9 only for bo]
        Chris organizes “Budget” (#1) elsewhere, and I cannot ask them for Thu 3 Dec 2026, 15:00–16:00 CET. Send them this file: their calendar offers that time.
          file: counter-1.ics (text/calendar; charset=utf-8)
    "#]].assert_eq(&world.says("bo", "!meet propose #1 thu 15:00").await);
    expect![[r#"
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-//Convene//Convene//EN
        METHOD:COUNTER
        BEGIN:VTIMEZONE
        TZID:Europe/Berlin
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19810329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        BEGIN:VEVENT
        UID:u1
        SUMMARY:Budget
        ORGANIZER;CN=Chris:mailto:chris@example.org
        ATTENDEE;CN=bo;RSVP=TRUE:mailto:bo@stage.invalid
        ATTENDEE;CN=Dora;PARTSTAT=ACCEPTED:mailto:dora@example.org
        DTSTAMP:20261201T090000Z
        DTSTART;TZID=Europe/Berlin:20261203T150000
        DTEND;TZID=Europe/Berlin:20261203T160000
        SEQUENCE:0
        END:VEVENT
        END:VCALENDAR
    "#]]
    .assert_eq(&attached(&world));
    expect![[r#"
        [m10 only for cy]
        Only those who are invited may answer, propose another time or send somebody else here. Ask the organizer to invite you: `!meet invite #12 @you`
    "#]].assert_eq(&world.says("cy", "!meet propose #1 thu 15:00").await);
    world.end().await;
}

#[tokio::test]
async fn the_card_follows_what_the_organizer_sends_later() {
    let world = World::new().await;
    world.uploads("ana", "invite.ics", &request()).await;
    world.reacts("bo", "m1", "✅").await;
    world.reacts("cy", "m1", "✅").await;
    let there = format!("SEQUENCE:1\r\nLOCATION:Room 7\r\n{FRIDAY}");
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Where      Room 7
        Organizer  Chris

        ✅ Going (3 of 3): bo, Dora, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 only for cy]
        Updated from the file: “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.
    "#]]
    .assert_eq(&world.uploads("cy", "x.ics", &message("REQUEST", &there)).await);
    let later = there.replace("SEQUENCE:1", "SEQUENCE:2").replace("20261204T1", "20261205T1");
    expect![[r#"
        [~m1]
        Budget

        When       Sat 5 Dec 2026, 15:00–16:00 CET · in 4 days
        Length     1 h
        Where      Room 7
        Organizer  Chris

        ✅ Going (1 of 3): Dora
        … no answer (2): bo, cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 pings bo]
        Chris moved “Budget” (#1) to Sat 5 Dec 2026, 15:00–16:00 CET; it was Fri 4 Dec 2026, 15:00–16:00 CET.
        Everyone is asked to answer again.
        [m6 only for cy]
        Updated from the file: “Budget” (#1), Sat 5 Dec 2026, 15:00–16:00 CET.
    "#]].assert_eq(&world.uploads("cy", "x.ics", &message("REQUEST", &later)).await);
    expect![[r#"
        [m7 only for cy]
        The file brings nothing new: “Budget” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.uploads("cy", "x.ics", &message("REQUEST", &there)).await);
    let off = later.replace("SEQUENCE:2", "SEQUENCE:3\r\nSTATUS:CANCELLED");
    expect![[r#"
        [~m1]
        CANCELLED: Budget

        When       Sat 5 Dec 2026, 15:00–16:00 CET
        Length     1 h
        Where      Room 7
        Organizer  Chris

        ✅ Going (1 of 3): Dora
        … no answer (2): bo, cy

        #1
        [m8 pings bo]
        Chris cancelled “Budget” (#1), Sat 5 Dec 2026, 15:00–16:00 CET.
        [m9 only for cy]
        Updated from the file: “Budget” (#1), Sat 5 Dec 2026, 15:00–16:00 CET.
    "#]]
    .assert_eq(&world.uploads("cy", "x.ics", &message("CANCEL", &off)).await);
    world.end().await;
}

#[tokio::test]
async fn nobody_takes_a_meeting_over_by_a_file() {
    let world = World::new().await;
    world.uploads("ana", "invite.ics", &request()).await;
    let mine = format!("SEQUENCE:1\r\n{FRIDAY}");
    let mine = message("REQUEST", &mine).replace("chris@example.org", "cy@stage.invalid");
    expect![[r#"
        [m3 only for cy]
        That is not possible: the organizer is someone else. See how the meeting stands: `!meet show` (3.8)
    "#]].assert_eq(&world.uploads("cy", "x.ics", &mine).await);
    world.end().await;
}

#[tokio::test]
async fn an_invitation_with_a_zone_of_outlook_is_at_its_time() {
    let world = World::new().await;
    let zoned = "DTSTAMP:20261120T100000Z\r\nDTSTART;TZID=W. Europe Standard Time:20261204T150000\r\n\
        DTEND;TZID=W. Europe Standard Time:20261204T160000";
    let said = world.uploads("ana", "x.ics", &message("REQUEST", zoned)).await;
    assert!(said.contains("Fri 4 Dec 2026, 15:00–16:00 CET"), "{said}");
    world.end().await;
}

/// A message of another calendar about the first meeting, which is of this room.
fn about(world: &World, method: &str, lines: &str) -> String {
    let shown = world.stage.messages();
    let content = &shown.last().unwrap().message.files[0].content;
    let uid = content.lines().find(|line| line.starts_with("UID:")).unwrap();
    message(method, lines).replace("UID:u1", uid).replace(
        "ORGANIZER;CN=Chris:mailto:chris@example.org",
        "ORGANIZER:mailto:ana@stage.invalid",
    )
}

#[tokio::test]
async fn a_counter_proposal_of_another_calendar_is_decided_like_any() {
    let world = World::new().await;
    world.says("ana", "!meet Budget fri 15:00 @bo").await;
    world.says("bo", "!meet export #1").await;
    let counter = about(&world, "COUNTER", &FRIDAY.replace("1204T1", "1203T1"));
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        🕒 bo proposes Thu 3 Dec 2026, 15:00–16:00 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
        [m4 pings ana]
        🕒 bo proposes another time for “Budget” (#1):
        Thu 3 Dec 2026, 15:00–16:00 CET
        instead of Fri 4 Dec 2026, 15:00–16:00 CET.
        ana decides: `!meet accept #1 bo` or `!meet decline #1 bo`
          buttons: accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid
    "#]].assert_eq(&world.uploads("bo", "x.ics", &counter).await);
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        🕒 bo proposes Thu 3 Dec 2026, 15:00–16:00 CET
        🕒 cy@stage.invalid proposes Thu 3 Dec 2026, 15:00–16:00 CET

        #1
          buttons: yes #1 | maybe #1 | no #1 | accept #1 mailto:bo@stage.invalid | decline #1 mailto:bo@stage.invalid | accept #1 mailto:cy@stage.invalid | decline #1 mailto:cy@stage.invalid
        [m5 pings ana]
        🕒 cy proposes another time for “Budget” (#1):
        Thu 3 Dec 2026, 15:00–16:00 CET
        instead of Fri 4 Dec 2026, 15:00–16:00 CET.
        ana decides: `!meet accept #1 cy` or `!meet decline #1 cy`
          buttons: accept #1 mailto:cy@stage.invalid | decline #1 mailto:cy@stage.invalid
    "#]].assert_eq(&world.uploads("cy", "x.ics", &counter).await);
    expect![[r#"
        [m6 only for ana]
        More than one proposal is open for #1. Say whose: `!meet accept #1 bo` or `!meet accept #1 cy@stage.invalid`
    "#]].assert_eq(&world.says("ana", "!meet accept #1").await);
    world.end().await;
}

#[tokio::test]
async fn a_cancellation_of_another_calendar_is_one_here_for_who_may() {
    let world = World::new().await;
    world.says("ana", "!meet Budget fri 15:00 @bo").await;
    world.says("bo", "!meet export #1").await;
    let off = about(&world, "CANCEL", &format!("SEQUENCE:1\r\nCOMMENT:no money\r\n{FRIDAY}"));
    expect![[r#"
        [m4 only for bo]
        Only ana, the co-hosts and the moderators of its room can do that.
    "#]]
    .assert_eq(&world.uploads("bo", "x.ics", &off).await);
    expect![[r#"
        [~m1]
        CANCELLED: Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): bo

        #1
        [m5 pings bo]
        ana cancelled “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET: no money
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &off).await);
    expect![[r#"
        [m6 only for ana]
        The file brings nothing new: “Budget” (#1) is here already, as new or newer.
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &off).await);
    world.end().await;
}

#[tokio::test]
async fn a_cancellation_for_some_takes_them_off_the_list() {
    let world = World::new().await;
    world.says("ana", "!meet Budget fri 15:00 @bo @cy").await;
    world.says("bo", "!meet export #1").await;
    let off = about(&world, "CANCEL", &format!("SEQUENCE:1\r\n{FRIDAY}"));
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (1 of 2): ana
        … no answer (1): cy

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m4 pings bo]
        ana took bo off the list of “Budget” (#1).
    "#]]
    .assert_eq(&world.uploads("ana", "x.ics", &off).await);
    world.end().await;
}

#[tokio::test]
async fn an_answer_of_another_calendar_counts_for_who_drops_it() {
    let world = World::new().await;
    world.says("ana", "!meet Budget fri 15:00 @bo").await;
    world.says("bo", "!meet export #1").await;
    let dora = "ATTENDEE;CN=Dora;PARTSTAT=ACCEPTED:mailto:dora@example.org\r\n";
    let yes =
        about(&world, "REPLY", FRIDAY).replace(dora, "").replace("RSVP=TRUE", "PARTSTAT=ACCEPTED");
    expect![[r#"
        [m4 only for cy]
        That is not possible: only the attendee themself may send REPLY. See how the meeting stands: `!meet show` (3.8)
    "#]].assert_eq(&world.uploads("cy", "x.ics", &yes).await);
    expect![[r#"
        [~m1]
        Budget

        When       Fri 4 Dec 2026, 15:00–16:00 CET · in 3 days
        Length     1 h
        Organizer  ana

        ✅ Going (2 of 2): ana, bo

        #1
          buttons: yes #1 | maybe #1 | no #1
        [m5 only for bo]
        Updated from the file: “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.
    "#]]
    .assert_eq(&world.uploads("bo", "x.ics", &yes).await);
    world.end().await;
}
