//! The quirks of the world: what other programs write that the RFCs do not, each taken as what it means. Who does it
//! stands with each.

use convene::serve::Session;
use serde_json::{Value, json};

/// What a organizes, with b and c.
const MEETING: &str = "\
    UID:u\r\nDTSTAMP:20261122T090000Z\r\nSEQUENCE:1\r\nSUMMARY:Review\r\nSTATUS:CONFIRMED\r\n\
    DTSTART:20261204T140000Z\r\nDTEND:20261204T150000Z\r\nORGANIZER:mailto:a@example.com\r\n\
    ATTENDEE:mailto:b@example.com\r\nATTENDEE:mailto:c@example.com\r\n";

fn message(method: &str, event: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nMETHOD:{method}\r\n\
         BEGIN:VEVENT\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn object(event: &str) -> String {
    message("X", event).replace("METHOD:X\r\n", "")
}

fn address(person: &str) -> String {
    format!("mailto:{person}@example.com")
}

/// Calendar users, a with the meeting.
struct Users(Session);

impl Users {
    fn ask(&mut self, request: &Value) -> Value {
        serde_json::from_str(&self.0.answer(&request.to_string())).unwrap()
    }

    fn new() -> Self {
        let mut users = Self(Session::default());
        users.ask(&json!({ "op": "now", "at": "2026-11-22T10:00:00Z" }));
        users
    }

    fn meeting() -> Self {
        let mut users = Self::new();
        assert_eq!(users.puts("a", &object(MEETING))["outcome"], "created");
        users
    }

    fn puts(&mut self, user: &str, ics: &str) -> Value {
        self.ask(&json!({ "op": "put", "user": address(user), "ics": ics }))
    }

    fn receives(&mut self, user: &str, sender: &str, ics: &str) -> Value {
        let (user, sender) = (address(user), address(sender));
        self.ask(&json!({ "op": "receive", "user": user, "sender": sender, "ics": ics }))
    }

    /// A user who has nothing receives a message of the organizer, and takes it.
    fn takes(&mut self, ics: &str) -> Value {
        let answer = self.receives("b", "a", ics);
        assert_eq!(answer["outcome"], "created", "{answer}");
        answer
    }

    fn accepts(&mut self, user: &str) -> Value {
        let (user, partstat) = (address(user), "ACCEPTED");
        self.ask(&json!({ "op": "respond", "user": user, "uid": "u", "partstat": partstat }))
    }

    /// Whether it takes place at an instant.
    fn is_on(&mut self, user: &str, from: &str, to: &str) -> bool {
        let request =
            json!({ "op": "expand", "user": address(user), "uid": "u", "from": from, "to": to });
        self.ask(&request)["instances"].as_array().unwrap().len() == 1
    }
}

/// The lines of a property, in the object or in the first message of an answer.
fn lines(ics: &Value, property: &str) -> Vec<String> {
    let text = ics.as_str().unwrap().replace("\r\n ", "");
    let named = text.lines().filter(|line| {
        line.strip_prefix(property).is_some_and(|rest| rest.starts_with([':', ';']))
    });
    named.map(str::to_owned).collect()
}

/// The rules that a text breaks.
fn broken(ics: &str) -> Vec<String> {
    let answer = Users::new().ask(&json!({ "op": "validate", "ics": ics }));
    let problems = answer["problems"].as_array().unwrap();
    problems.iter().map(|problem| problem["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn exchange_answers_without_naming_the_organizer() {
    let reply = message(
        "REPLY",
        "UID:u\r\nDTSTAMP:20261122T110000Z\r\nSEQUENCE:1\r\nATTENDEE;PARTSTAT=ACCEPTED:MAILTO:B@example.com\r\n",
    );
    let answer = Users::meeting().receives("a", "b", &reply);
    assert_eq!(answer["outcome"], "updated");
    assert!(lines(&answer["object"], "ATTENDEE")[0].contains("PARTSTAT=ACCEPTED"), "{answer}");
    assert!(broken(&reply).contains(&"itip-missing".to_owned()), "it is said all the same");
}

#[test]
fn google_answers_with_the_status_of_the_meeting() {
    for status in ["CONFIRMED", "TENTATIVE", "CANCELLED"] {
        let event = MEETING.replace("STATUS:CONFIRMED", &format!("STATUS:{status}"));
        let event = event.replace("ATTENDEE:mailto:b", "ATTENDEE;PARTSTAT=DECLINED:mailto:b");
        let reply = message("REPLY", &event.replace("ATTENDEE:mailto:c@example.com\r\n", ""));
        let answer = Users::meeting().receives("a", "b", &reply);
        assert_eq!(answer["outcome"], "updated");
        assert_eq!(lines(&answer["object"], "STATUS"), ["STATUS:CONFIRMED"]);
        assert!(lines(&answer["object"], "ATTENDEE")[0].contains("PARTSTAT=DECLINED"));
    }
}

#[test]
fn home_made_senders_write_the_method_in_small_letters() {
    Users::new().takes(&message("request", MEETING));
    Users::new().takes(&message("Request", MEETING));
}

#[test]
fn home_made_senders_leave_out_prodid_and_version() {
    let bare = message("REQUEST", MEETING).replace("PRODID:-//Test//EN\r\n", "");
    let bare = bare.replace("VERSION:2.0\r\n", "");
    let mut users = Users::new();
    users.takes(&bare);
    let answer = users.accepts("b");
    assert_eq!(broken(answer["messages"][0]["ics"].as_str().unwrap()), [] as [String; 0]);
    assert!(broken(&bare).contains(&"missing-property".to_owned()));
}

#[test]
fn home_made_senders_leave_out_the_stamp() {
    for stamp in ["", "DTSTAMP:10130561T090000Z\r\n"] {
        comes_twice(&MEETING.replace("DTSTAMP:20261122T090000Z\r\n", stamp));
    }
}

/// Every message with this meeting in it changes nothing when it comes again.
fn comes_twice(bare: &str) {
    let reply = bare.replace("ATTENDEE:mailto:c@example.com\r\n", "");
    let accepted = reply.replace("ATTENDEE:", "ATTENDEE;PARTSTAT=ACCEPTED:");
    let later = bare.replace("SEQUENCE:1", "SEQUENCE:2");
    for (user, sender, message) in [
        ("b", "a", message("REQUEST", &later)),
        ("a", "b", message("REPLY", &accepted)),
        ("a", "b", message("COUNTER", &reply.replace("T14", "T13"))),
        ("b", "a", message("CANCEL", &later.replace("CONFIRMED", "CANCELLED"))),
    ] {
        let mut users = Users::meeting();
        users.takes(&self::message("REQUEST", MEETING));
        let first = users.receives(user, sender, &message);
        assert!(["updated", "pending", "deleted"].contains(&first["outcome"].as_str().unwrap()));
        users.ask(&json!({ "op": "now", "at": "2026-11-23T10:00:00Z" }));
        let again = users.receives(user, sender, &message);
        assert!(["unchanged", "stale"].contains(&again["outcome"].as_str().unwrap()), "{again}");
        assert_eq!(again["object"], first["object"]);
    }
}

#[test]
fn exchange_counts_in_a_property_of_its_own() {
    let counted = |sequence: &str, of_exchange: &str| {
        let event = MEETING.replace("SEQUENCE:1\r\n", sequence);
        message("REQUEST", &format!("{event}X-MICROSOFT-CDO-APPT-SEQUENCE:{of_exchange}\r\n"))
    };
    for (sequence, of_exchange, meant) in [
        ("SEQUENCE:0\r\n", "3", "3"),
        ("", "3", "3"),
        ("SEQUENCE:5\r\n", "3", "5"),
        ("SEQUENCE:0\r\n", "x", "0"),
    ] {
        let mut users = Users::new();
        let answer = users.takes(&counted(sequence, of_exchange));
        assert_eq!(lines(&answer["object"], "SEQUENCE"), [format!("SEQUENCE:{meant}")]);
        let reply = users.accepts("b");
        assert_eq!(reply["messages"][0]["sequence"].to_string(), meant);
        assert_eq!(
            users.receives("b", "a", &counted(sequence, of_exchange))["outcome"],
            "unchanged"
        );
    }
    // An earlier one is stale, a later one is not.
    let mut users = Users::new();
    users.takes(&counted("SEQUENCE:0\r\n", "3"));
    assert_eq!(users.receives("b", "a", &counted("SEQUENCE:0\r\n", "2"))["outcome"], "stale");
    assert_eq!(users.receives("b", "a", &counted("SEQUENCE:0\r\n", "4"))["outcome"], "updated");
}

#[test]
fn exchange_is_sent_no_count_that_it_would_believe_before_ours() {
    let mut users = Users::new();
    let event = MEETING.replace("SEQUENCE:1", "X-MICROSOFT-CDO-APPT-SEQUENCE:4\r\nSEQUENCE:0");
    let answer = users.puts("a", &object(&event));
    let sent = &answer["messages"][0]["ics"];
    assert_eq!(lines(sent, "X-MICROSOFT-CDO-APPT-SEQUENCE"), [] as [String; 0]);
    assert_eq!(lines(sent, "SEQUENCE"), ["SEQUENCE:4"]);
}

#[test]
fn outlook_names_in_a_property_who_sends_for_the_organizer() {
    let by = "X-MS-OLK-SENDER;CN=Flo:mailto:f@example.com\r\n";
    let request = message("REQUEST", &format!("{MEETING}{by}"));
    let mut users = Users::new();
    let answer = users.receives("b", "f", &request);
    assert_eq!(answer["outcome"], "created");
    assert_eq!(
        lines(&answer["object"], "ORGANIZER"),
        ["ORGANIZER;SENT-BY=\"mailto:f@example.com\":mailto:a@example.com"]
    );
    assert_eq!(users.receives("b", "f", &request)["outcome"], "unchanged");
    // It counts only for whom the transport knows as the sender.
    assert_eq!(Users::new().receives("b", "g", &request)["refusal"], "not-organizer");

    let mut users = Users::new();
    users.takes(&message("REQUEST", MEETING));
    let cancel = MEETING.replace("SEQUENCE:1", "SEQUENCE:2").replace("CONFIRMED", "CANCELLED");
    assert_eq!(users.receives("b", "f", &message("CANCEL", &cancel))["refusal"], "not-organizer");
    let cancel = message("CANCEL", &format!("{cancel}{by}"));
    assert_eq!(users.receives("b", "f", &cancel)["outcome"], "deleted");
}

#[test]
fn outlooks_organizers_can_want_no_proposals() {
    let event = format!("{MEETING}X-MICROSOFT-DISALLOW-COUNTER:TRUE\r\n");
    let proposed = MEETING.replace("T14", "T13").replace("ATTENDEE:mailto:c@example.com\r\n", "");
    let counter = message("COUNTER", &proposed);

    // On our side it is turned down at once, and stays so.
    let mut users = Users::new();
    users.puts("a", &object(&event));
    let answer = users.receives("a", "b", &counter);
    assert_eq!(answer["messages"][0]["method"], "DECLINECOUNTER", "{answer}");
    assert_eq!(answer["messages"][0]["recipients"], json!([address("b")]));
    assert_eq!(users.receives("a", "b", &counter)["outcome"], "stale");

    // On theirs it is not even sent.
    let mut users = Users::new();
    users.takes(&message("REQUEST", &event));
    let propose =
        json!({ "op": "counter", "user": address("b"), "uid": "u", "ics": object(&proposed) });
    assert_eq!(users.ask(&propose)["refusal"], "counter-disallowed");

    // Until the organizer thinks better of it.
    let later = MEETING.replace("SEQUENCE:1", "SEQUENCE:2");
    assert_eq!(users.receives("b", "a", &message("REQUEST", &later))["outcome"], "updated");
    assert_eq!(users.ask(&propose)["outcome"], "updated");
}

#[test]
fn exchange_lists_one_person_twice() {
    let twice = format!("{MEETING}ATTENDEE;CN=Bo;ROLE=OPT-PARTICIPANT:MAILTO:B@Example.com\r\n");
    let mut users = Users::new();
    let answer = users.takes(&message("REQUEST", &twice));
    assert_eq!(lines(&answer["object"], "ATTENDEE").len(), 2);
    let reply = users.accepts("b");
    assert_eq!(lines(&reply["messages"][0]["ics"], "ATTENDEE").len(), 1);
}

#[test]
fn outlook_names_zones_as_windows_does() {
    let event = MEETING
        .replace("DTSTART:20261204T140000Z", "DTSTART;TZID=W. Europe Standard Time:20261204T150000")
        .replace("DTEND:20261204T150000Z", "DTEND;TZID=W. Europe Standard Time:20261204T160000");
    let mut users = Users::new();
    users.takes(&message("REQUEST", &event));
    assert!(users.is_on("b", "2026-12-04T14:59:00Z", "2026-12-04T15:00:00Z"));
    assert!(!users.is_on("b", "2026-12-04T15:00:00Z", "2026-12-04T18:00:00Z"));
    // Who is sent it by us is told what the zone is.
    let mut users = Users::new();
    let answer = users.puts("a", &object(&event));
    let sent = &answer["messages"][0]["ics"];
    assert_eq!(lines(sent, "TZID"), ["TZID:W. Europe Standard Time"]);
    assert_eq!(broken(sent.as_str().unwrap()), [] as [String; 0]);
}

#[test]
fn many_name_a_zone_and_do_not_say_what_it_is() {
    let event = MEETING.replace("DTSTART:20261204T140000Z", "DTSTART;TZID=Office:20261204T140000");
    let request = message("REQUEST", &event.replace("DTEND:20261204T150000Z", "DURATION:PT1H"));
    let mut users = Users::new();
    let answer = users.takes(&request);
    assert_eq!(lines(&answer["object"], "DTSTART"), ["DTSTART;TZID=Office:20261204T140000"]);
    assert_eq!(users.accepts("b")["outcome"], "updated");
    assert!(broken(&request).contains(&"missing-timezone".to_owned()));
}

#[test]
fn outlooks_zones_have_colons_in_their_names_and_no_quotes() {
    let zone = "BEGIN:VTIMEZONE\r\nTZID:(UTC+01:00) Amsterdam\\, Berlin\r\nBEGIN:STANDARD\r\n\
                DTSTART:16010101T000000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n\
                END:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID";
    for between in ["", ";VALUE=DATE-TIME"] {
        let start = format!("DTSTART;TZID=(UTC+01:00) Amsterdam, Berlin{between}:20261204T150000");
        let event = MEETING.replace("DTSTART:20261204T140000Z", &start);
        let request = message("REQUEST", &event).replace("BEGIN:VEVENT\r\nUID", zone);
        let mut users = Users::new();
        let answer = users.takes(&request);
        let start = &lines(&answer["object"], "DTSTART")[1];
        assert!(start.starts_with("DTSTART;TZID=\"(UTC+01:00) Amsterdam, Berlin\""), "{start}");
        assert!(start.ends_with(":20261204T150000"), "{start}");
        assert!(users.is_on("b", "2026-12-04T14:00:00Z", "2026-12-04T14:01:00Z"));
        assert!(broken(&request).contains(&"unquoted-colon".to_owned()));
    }
}

#[test]
fn some_meetings_end_before_they_start() {
    let event = MEETING.replace("DTEND:20261204T15", "DTEND:20261204T13");
    let request = message("REQUEST", &event);
    let mut users = Users::new();
    users.takes(&request);
    assert!(users.is_on("b", "2026-12-04T14:00:00Z", "2026-12-04T14:01:00Z"));
    assert_eq!(users.receives("b", "a", &request)["outcome"], "unchanged");
    assert!(broken(&request).contains(&"end-before-start".to_owned()));
    // What we send of it has no such end.
    let reply = users.accepts("b");
    assert_eq!(lines(&reply["messages"][0]["ics"], "DTEND"), [] as [String; 0]);
}

#[test]
fn unix_programs_end_lines_with_a_line_feed_alone() {
    Users::new().takes(&message("REQUEST", MEETING).replace("\r\n", "\n"));
}

#[test]
fn windows_programs_begin_texts_with_a_byte_order_mark() {
    Users::new().takes(&format!("\u{feff}{}", message("REQUEST", MEETING)));
}

#[test]
fn web_programs_do_not_fold() {
    let long = MEETING.replace("SUMMARY:Review", &format!("SUMMARY:{}", "ä".repeat(100_000)));
    let answer = Users::new().takes(&message("REQUEST", &long));
    assert!(answer["object"].as_str().unwrap().lines().all(|line| line.len() <= 75));
    assert_eq!(lines(&answer["object"], "SUMMARY")[0].len(), "SUMMARY:".len() + 200_000);
}

#[test]
fn a_sequence_that_nobody_gave_does_not_make_an_earlier_answer_newer() {
    let mut users = Users::meeting();
    let answer = |stamp: &str, partstat: &str| {
        message(
            "REPLY",
            &format!(
                "UID:u\r\nSEQUENCE:9\r\nDTSTAMP:{stamp}\r\nORGANIZER:mailto:a@example.com\r\n\
                 ATTENDEE;PARTSTAT={partstat}:mailto:b@example.com\r\n"
            ),
        )
    };
    let first = users.receives("a", "b", &answer("20261122T100200Z", "ACCEPTED"));
    assert_eq!(first["outcome"], "updated", "{first}");
    // The time moves: the SEQUENCE that an answer is held to is another now.
    users.ask(&json!({ "op": "now", "at": "2026-11-22T11:00:00Z" }));
    let moved = users.puts("a", &object(&MEETING.replace("T14", "T13")));
    assert_eq!(moved["outcome"], "updated", "{moved}");
    let late = users.receives("a", "b", &answer("20261122T100100Z", "DECLINED"));
    assert_eq!(late["outcome"], "stale", "{late}");
    let next = users.receives("a", "b", &answer("20261122T110100Z", "TENTATIVE"));
    assert_eq!(next["outcome"], "updated", "{next}");
}

#[test]
fn what_goes_to_the_organizer_is_told_in_organizer_alone() {
    let mut users = Users::new();
    let seat = "ATTENDEE:mailto:b@example.com";
    let own = MEETING.replace(
        seat,
        "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com\r\n\
         ATTENDEE;PARTSTAT=ACCEPTED:mailto:b@example.com",
    );
    let answer = users.puts("b", &object(&own));
    let text = answer["object"].as_str().unwrap();
    assert!(text.contains("\r\nORGANIZER;SCHEDULE-STATUS=1.0:mailto:a@example.com"), "{text}");
    assert!(text.contains("\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:a@example.com"), "{text}");
}

#[test]
fn everyone_is_asked_for_an_instance_that_is_added() {
    let mut users = Users::new();
    let series = object(&format!("{MEETING}RRULE:FREQ=DAILY;COUNT=2\r\n"));
    assert_eq!(users.puts("a", &series)["outcome"], "created");
    let one = MEETING
        .replace("20261204", "20261224")
        .replace("ATTENDEE:mailto:b", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:b");
    let answer =
        users.ask(&json!({ "op": "add", "user": address("a"), "uid": "u", "ics": object(&one) }));
    let text = answer["messages"][0]["ics"].as_str().unwrap();
    assert!(
        text.contains("ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:b@example.com"),
        "{text}"
    );
}
