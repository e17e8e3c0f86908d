//! Calendar files of other programs, dropped in the room.

use convene::testing::World;

use crate::said::says;

/// What Outlook writes for Berlin: a name of Windows, rules since 1601.
const OUTLOOK: &str = "BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nBEGIN:STANDARD\r\n\
    DTSTART:16010101T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\n\
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n\
    DTSTART:16010101T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\n\
    RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n";

/// A zone that nobody else knows, always five and a half hours ahead.
const CUSTOM: &str = "BEGIN:VTIMEZONE\r\nTZID:Customized Time Zone 1\r\nBEGIN:STANDARD\r\n\
    DTSTART:16010101T000000\r\nTZOFFSETFROM:+0530\r\nTZOFFSETTO:+0530\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

/// A zone with rules since 1970 that says which of IANA's it is.
const SINCE_1970: &str = "BEGIN:VTIMEZONE\r\nTZID:Eastern\r\nX-LIC-LOCATION:America/New_York\r\nBEGIN:DAYLIGHT\r\n\
    DTSTART:19700308T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU\r\n\
    END:DAYLIGHT\r\nBEGIN:STANDARD\r\nDTSTART:19701101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\n\
    RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";

const ATTENDEE: &str =
    "ORGANIZER:mailto:eve@example.org\r\nATTENDEE;CN=Dora:mailto:dora@example.org";

fn event(uid: &str, title: &str, lines: &str) -> String {
    format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261120T100000Z\r\nSUMMARY:{title}\r\n{lines}\r\nEND:VEVENT\r\n"
    )
}

fn file(head: &str, events: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n{head}{events}END:VCALENDAR\r\n"
    )
}

fn plain(lines: &str) -> String {
    file("", &event("u1", "Budget", lines))
}

const FRIDAY: &str = "DTSTART:20261204T140000Z\r\nDTEND:20261204T150000Z";

async fn drops(content: &str) -> String {
    let world = World::new().await;
    let mut said = world.uploads("ana", "x.ics", content).await;
    if said.contains("Shall I make ") {
        said.push_str(&world.presses("ana", "m1", "yes").await);
    }
    world.end().await;
    said
}

async fn in_zone(zone: &str, tzid: &str, more: &str) -> String {
    let times =
        format!("DTSTART;TZID={tzid}:20261204T150000\r\nDTEND;TZID={tzid}:20261204T160000{more}");
    drops(&file(zone, &event("u1", "Budget", &times))).await
}

#[tokio::test]
async fn a_zone_of_windows_is_what_its_vtimezone_says() {
    for more in [String::new(), format!("\r\n{ATTENDEE}")] {
        let said = in_zone(OUTLOOK, "W. Europe Standard Time", &more).await;
        says(&said, "When       Fri 4 Dec 2026, 15:00–16:00 CET");
        says(&said, "Taken from the file: “Budget” (#1), Fri 4 Dec 2026, 15:00–16:00 CET.");
    }
}

#[tokio::test]
async fn a_zone_of_windows_without_a_vtimezone_is_known_by_its_name() {
    let said = in_zone("", "W. Europe Standard Time", "").await;
    says(&said, "When       Fri 4 Dec 2026, 15:00–16:00 CET");
    let said = in_zone("", "Tokyo Standard Time", "").await;
    says(&said, "07:00–08:00 CET");
}

#[tokio::test]
async fn a_zone_of_nobody_is_an_instant() {
    let said = in_zone(CUSTOM, "Customized Time Zone 1", "").await;
    says(&said, "When       Fri 4 Dec 2026, 10:30–11:30 CET");
}

#[tokio::test]
async fn a_zone_that_names_its_place_is_that_place() {
    let said = in_zone(SINCE_1970, "Eastern", &format!("\r\n{ATTENDEE}")).await;
    says(&said, "15:00–16:00 EST");
}

#[tokio::test]
async fn a_zone_without_a_definition_is_named() {
    let said = in_zone("", "Our office", "").await;
    says(&said, "line 8: the file does not say what the time zone “Our office” is");
}

#[tokio::test]
async fn an_addition_to_what_is_not_here_is_called_that() {
    let events = event("u1", "Budget", &format!("{FRIDAY}\r\n{ATTENDEE}"));
    let said = drops(&file("METHOD:ADD\r\n", &events)).await;
    says(&said, "That is somebody else's invitation to “Budget”, and I cannot answer it for you.");
    says(&said, "`!meet Title fri 15:00`");
}

#[tokio::test]
async fn messages_about_unknown_meetings_are_called_that() {
    for method in ["REPLY", "COUNTER", "CANCEL", "REFRESH"] {
        let events = event("u1", "Budget", &format!("{FRIDAY}\r\n{ATTENDEE}"));
        let said = drops(&file(&format!("METHOD:{method}\r\n"), &events)).await;
        says(&said, &format!("no meeting but a message ({method}) about one that I do not know"));
    }
}

const NEWER: &str =
    "SEQUENCE:1\r\nLOCATION:Room 7\r\nDTSTART:20261204T160000Z\r\nDTEND:20261204T170000Z";

#[tokio::test]
async fn a_newer_version_changes_the_meeting_for_who_may() {
    let world = World::new().await;
    world.takes("ana", "x.ics", &plain(FRIDAY)).await;
    let newer = file("", &event("u1", "Budget 2027", NEWER));
    let bo = world.takes("bo", "x.ics", &newer).await;
    says(&bo, "only for bo");
    says(&bo, "ana");
    assert!(!bo.contains("Updated"), "{bo}");
    let said = world.takes("ana", "x.ics", &newer).await;
    says(&said, "Updated from the file: “Budget 2027” (#1), Fri 4 Dec 2026, 17:00–18:00 CET.");
    says(&said, "Where      Room 7");
    says(&world.takes("ana", "x.ics", &newer).await, "The file brings nothing new");
    says(&world.takes("ana", "x.ics", &plain(FRIDAY)).await, "The file brings nothing new");
    world.end().await;
}

#[tokio::test]
async fn a_later_stamp_is_newer_too() {
    let world = World::new().await;
    world.takes("ana", "x.ics", &plain(FRIDAY)).await;
    let renamed =
        plain(FRIDAY).replace("Budget", "Money").replace("20261120T100000Z", "20261121T100000Z");
    says(&world.takes("ana", "x.ics", &renamed).await, "Updated from the file: “Money” (#1)");
    let older = renamed.replace("Money", "Old").replace("20261121T100000Z", "20261119T100000Z");
    says(&world.takes("ana", "x.ics", &older).await, "The file brings nothing new");
    world.end().await;
}

#[tokio::test]
async fn every_meeting_of_a_file_is_taken() {
    let past = "DTSTART:20261104T140000Z\r\nDTEND:20261104T150000Z";
    let events =
        [event("u0", "Gone", past), event("u1", "Budget", FRIDAY), event("u2", "Lunch", FRIDAY)];
    let said = drops(&file("", &events.concat())).await;
    says(&said, "Taken from the file: “Budget” (#1)");
    says(&said, "Taken from the file: “Lunch” (#2)");
    says(
        &said,
        "Not all of the file can be taken: “Gone” is over (Wed 4 Nov 2026, 15:00–16:00 CET).",
    );
    assert_eq!(said.matches("Not all").count(), 1, "{said}");
}

#[tokio::test]
async fn twenty_meetings_are_taken_and_one_more_is_too_many() {
    let many = |count: usize| -> String {
        (0..count).map(|n| event(&format!("u{n}"), &format!("M{n}"), FRIDAY)).collect()
    };
    let said = drops(&file("", &many(20))).await;
    assert_eq!(said.matches("Taken from the file").count(), 20, "{said}");
    let said = drops(&file("", &many(21))).await;
    says(&said, "There are 21 meetings in that file, and 20 at once are allowed; none was taken.");
}

#[tokio::test]
async fn the_line_that_is_wrong_is_named() {
    let said = drops(&plain("DTSTART:banana")).await;
    says(&said, "I cannot read that calendar file: line 8: DTSTART is no time.");
    let said = drops(&plain("DTSTART:20261204T140000Z\r\nDTEND:20261204T130000Z")).await;
    says(&said, "line 9: the event ends before it starts.");
    let said = drops("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nhello\r\n").await;
    says(&said, "there is no event in it, and line 3 is broken: the line has no colon");
}

#[tokio::test]
async fn a_line_that_is_left_out_is_named() {
    let said = drops(&plain(&format!("what is this\r\n{FRIDAY}"))).await;
    says(&said, "Taken from the file: “Budget” (#1)");
    says(
        &said,
        "Not all of the file can be taken: line 8: the line has no colon and was left out.",
    );
    let cut = plain(FRIDAY).replace("END:VEVENT\r\nEND:VCALENDAR\r\n", "");
    let said = drops(&cut).await;
    says(
        &said,
        "Not all of the file can be taken: line 9: the text ends before the calendar does.",
    );
}
