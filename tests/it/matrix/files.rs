//! Calendar files: what people drop in a room, and what they take from it.

use super::{
    people::Event,
    stage::{Stage, in_both_rooms},
};

/// A title with everything that a file, a cipher or a text can lose.
const TITLE: &str =
    "Größe „Review“; 🎉 \u{5d0}\u{5d1} 100 % <b>& a title that is long enough to be folded";

fn file(lines: &str) -> String {
    let head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:one\r\n\
        DTSTAMP:20261120T100000Z\r\nDTSTART:20991204T140000Z\r\nDTEND:20991204T150000Z\r\n";
    format!("{head}{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

/// A file that the bot sent.
async fn export(stage: &Stage) -> Event {
    let is = |event: &Event| stage.is_said(event) && event.content["msgtype"] == "m.file";
    stage.bo.wait_for("a file", is).await
}

async fn a_file_comes_in_and_goes_out_octet_by_octet(stage: Stage) {
    let Stage { ana, bo, room, .. } = &stage;
    let escaped = TITLE.replace(';', "\\;");
    let ics = file(&format!("SUMMARY:{escaped}\r\n"));
    stage.import("review.ics", &ics).await;
    let card = ana
        .wait_for("the card", |event| {
            stage.is_said(event) && event.body().contains("Organizer  ana")
        })
        .await;
    assert!(card.body().starts_with("Größe"), "{card}");
    assert!(card.body().contains("„Review“; 🎉"), "{card}");
    assert!(
        card.content["formatted_body"].as_str().unwrap().contains("&lt;b&gt;&amp; a title"),
        "{card}"
    );

    bo.say(room, "!meet export #1").await;
    let exported = export(&stage).await;
    assert_eq!(exported.encrypted, stage.encrypted);
    assert_eq!(
        exported.content["info"]["mimetype"].as_str().unwrap().split(';').next(),
        Some("text/calendar")
    );
    let octets = bo.download(&exported).await;
    assert_eq!(exported.content["info"]["size"], octets.len());
    assert_eq!(ana.download(&exported).await, octets);
    let text = String::from_utf8(octets).unwrap();
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"),
        "{text}"
    );
    assert!(text.replace("\r\n ", "").contains(&format!("SUMMARY:{escaped}\r\n")), "{text}");

    ana.upload(room, "again.ics", "text/calendar", text.as_bytes()).await;
    stage.hears(ana, "The file brings nothing new").await;
}

async fn files_that_are_too_large_or_no_calendars_do_no_harm(stage: Stage) {
    let Stage { bo, room, .. } = &stage;
    let ten_megabytes = vec![b'x'; 10_000_000];
    bo.upload(room, "holiday.jpg", "image/jpeg", &ten_megabytes).await;
    bo.upload(room, "huge.ics", "text/calendar", &ten_megabytes).await;
    stage.hears(bo, "`huge.ics` is too big").await;
    bo.upload(room, "broken.ics", "text/calendar", &[0xff, 0x00, 0xfe]).await;
    stage.hears(bo, "I cannot read that calendar file").await;
    stage.meeting("Lunch", "tomorrow 12:00").await;
    assert_eq!(stage.count("is too big"), 1, "a picture is nobody's business");
}

in_both_rooms!(
    a_file_comes_in_and_goes_out_octet_by_octet,
    files_that_are_too_large_or_no_calendars_do_no_harm,
);
