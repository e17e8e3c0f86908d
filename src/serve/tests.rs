use serde_json::{Value, json};

use super::{LONGEST_LINE, Session, run};

const EVENT: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTAMP:20261201T100000Z\r\n\
    DTSTART;TZID=Europe/Berlin:20261204T150000\r\nDTEND;TZID=Europe/Berlin:20261204T154500\r\nSUMMARY:Review\r\n\
    ORGANIZER:mailto:a@example.com\r\nATTENDEE:mailto:b@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

fn ask(session: &mut Session, request: &Value) -> Value {
    serde_json::from_str(&session.answer(&request.to_string())).unwrap()
}

/// A session in which A has the meeting `u` with B.
fn begun() -> Session {
    let mut session = Session::default();
    ask(&mut session, &json!({"op": "now", "at": "2026-12-01T11:00:00+01:00"}));
    let answer =
        ask(&mut session, &json!({"id": 1, "op": "put", "user": "a@example.com", "ics": EVENT}));
    assert_eq!(
        (&answer["id"], &answer["ok"], &answer["outcome"]),
        (&json!(1), &json!(true), &json!("created"))
    );
    let invitation = &answer["messages"][0]["ics"];
    assert!(
        invitation.as_str().unwrap().contains("DTSTAMP:20261201T100000Z"),
        "the clock is the one that was set"
    );
    let request = json!({"op": "receive", "user": "mailto:b@example.com", "sender": "A@example.com", "ics": invitation});
    assert_eq!(ask(&mut session, &request)["outcome"], "created");
    session
}

#[test]
fn what_is_no_request_is_answered_and_the_next_is_served() {
    let mut session = begun();
    for (line, detail) in [
        ("", "no JSON"),
        ("[]", "no JSON object"),
        ("{}", "\"op\" is missing"),
        (r#"{"op": 3}"#, "\"op\" is no text"),
        (r#"{"op": "dance", "user": "a"}"#, "there is no op"),
        (r#"{"op": "put", "user": "a"}"#, "\"ics\" is missing"),
        (r#"{"op": "list", "user": ""}"#, "\"user\" is empty"),
        (r#"{"op": "now", "at": "tomorrow"}"#, "RFC 3339"),
        (r#"{"op": "receive", "user": "a", "sender": [1], "ics": ""}"#, "list of texts"),
        (
            r#"{"op": "respond", "user": "a@example.com", "uid": "u", "partstat": "SURE"}"#,
            "no PARTSTAT",
        ),
        (
            r#"{"op": "respond", "user": "a@example.com", "uid": "u", "partstat": "ACCEPTED", "recurrence_id": "x"}"#,
            "no time",
        ),
        (
            r#"{"op": "expand", "user": "a@example.com", "uid": "u", "from": "2026-12-01T00:00:00Z",
            "to": "2026-12-31T00:00:00Z", "limit": -1}"#,
            "whole number",
        ),
    ] {
        let answer: Value = serde_json::from_str(&session.answer(line)).unwrap();
        assert_eq!(
            (&answer["ok"], &answer["refusal"]),
            (&json!(false), &json!("bad-request")),
            "{line}"
        );
        assert!(answer["detail"].as_str().unwrap().contains(detail), "{line}: {answer}");
    }
    assert_eq!(
        ask(&mut session, &json!({"op": "list", "user": "a@example.com"}))["uids"],
        json!(["u"])
    );
}

#[test]
fn every_refusal_has_a_name_and_a_status() {
    let mut session = begun();
    for (request, refusal, status) in [
        (json!({"op": "put", "user": "a", "ics": "nothing"}), "no-calendar", "3.4;"),
        (
            json!({"op": "put", "user": "a", "ics": "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"}),
            "missing-property",
            "3.11;",
        ),
        (json!({"op": "put", "user": "a", "ics": "x".repeat(1 << 21)}), "too-large", "3.10;"),
        (
            json!({"op": "respond", "user": "c", "uid": "u", "partstat": "ACCEPTED"}),
            "unknown-object",
            "3.1;",
        ),
        (
            json!({"op": "respond", "user": "b@example.com", "uid": "u", "partstat": "COMPLETED"}),
            "invalid-answer",
            "3.1;",
        ),
        (
            json!({"op": "respond", "user": "b@example.com", "uid": "u", "partstat": "ACCEPTED",
            "recurrence_id": "20261205T140000Z"}),
            "unknown-instance",
            "3.1;",
        ),
        (
            json!({"op": "respond", "user": "b@example.com", "uid": "u", "partstat": "ACCEPTED",
            "range": "THISANDFUTURE"}),
            "bad-request",
            "5.0;",
        ),
        (json!({"op": "refresh", "user": "a@example.com", "uid": "u"}), "own-copy", "3.8;"),
        (json!({"op": "publish", "user": "b@example.com", "uid": "u"}), "not-organizer", "3.8;"),
        (
            json!({"op": "receive", "user": "b@example.com", "sender": "c@example.com",
            "ics": EVENT.replace("BEGIN:VEVENT", "METHOD:CANCEL\r\nBEGIN:VEVENT")}),
            "not-organizer",
            "3.8;",
        ),
        (
            json!({"op": "receive", "user": "b@example.com", "sender": "a@example.com", "ics": EVENT}),
            "unknown-method",
            "3.1;",
        ),
        (
            json!({"op": "receive", "user": "b@example.com", "sender": "a@example.com",
            "ics": EVENT.replace("BEGIN:VEVENT", "METHOD:REQUEST\r\nBEGIN:VEVENT").replace("VEVENT", "VPOLL")}),
            "unsupported-component",
            "3.13;",
        ),
    ] {
        let answer = ask(&mut session, &request);
        assert_eq!(answer["refusal"], refusal, "{request} {answer}");
        assert!(answer["request_status"].as_str().unwrap().starts_with(status), "{answer}");
    }
}

#[test]
fn expanding_gives_what_overlaps() {
    let mut session = begun();
    let mut expand = |from: &str, to: &str, limit: Value| {
        let request = json!({"op": "expand", "user": "a@example.com", "uid": "u", "from": from, "to": to, "limit": limit});
        ask(&mut session, &request)["instances"].clone()
    };
    let instance = json!([{
        "recurrence_id": "20261204T150000", "start": "20261204T150000", "end": "20261204T154500",
        "tzid": "Europe/Berlin",
    }]);
    assert_eq!(expand("2026-12-04T00:00:00Z", "2026-12-05T00:00:00Z", Value::Null), instance);
    assert_eq!(expand("2026-12-04T14:44:00Z", "2026-12-04T14:44:30Z", json!(1)), instance);
    assert_eq!(
        expand("2026-12-04T14:45:00Z", "2026-12-05T00:00:00Z", Value::Null),
        json!([]),
        "its end is not in it"
    );
    assert_eq!(expand("2026-12-01T00:00:00Z", "2026-12-04T14:00:00Z", Value::Null), json!([]));
    assert_eq!(expand("2026-12-04T00:00:00Z", "2026-12-05T00:00:00Z", json!(0)), json!([]));

    let weekly =
        EVENT.replace("SUMMARY", "RRULE:FREQ=WEEKLY\r\nSUMMARY").replace("UID:u", "UID:weekly");
    ask(&mut session, &json!({"op": "put", "user": "a@example.com", "ics": weekly}));
    let request = json!({"op": "expand", "user": "a@example.com", "uid": "weekly", "from": "2026-12-04T00:00:00Z",
        "to": "2027-12-04T00:00:00Z"});
    let instances = ask(&mut session, &request)["instances"].clone();
    assert_eq!(instances.as_array().map(Vec::len), Some(53));
    assert_eq!(instances[0], instance[0]);
}

#[test]
fn validating_names_the_line() {
    let mut session = Session::default();
    let mut problems =
        |ics: &str| ask(&mut session, &json!({"op": "validate", "ics": ics}))["problems"].clone();
    assert_eq!(
        problems(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:u\r\n\
        DTSTAMP:20261201T100000Z\r\nDTSTART:20261204T150000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        ),
        json!([])
    );
    let found = problems(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:u\r\n\
        DTSTAMP:20261201T100000Z\r\nORGANIZER:mailto:a@example.com\r\nSTATUS:CONFIRMED\r\nEND:VEVENT\r\n\
        END:VCALENDAR\r\n",
    );
    let lines: Vec<_> =
        found.as_array().unwrap().iter().map(|p| (&p["line"], &p["property"])).collect();
    assert_eq!(lines, [(&json!(5), &json!("SEQUENCE")), (&json!(9), &json!("STATUS"))], "{found}");
}

#[test]
fn a_session_is_forgotten_by_reset_and_lines_end_with_the_input() {
    let mut session = begun();
    assert_eq!(ask(&mut session, &json!({"id": "x", "op": "reset"}))["id"], "x");
    let request = json!({"op": "get", "user": "a@example.com", "uid": "u"});
    assert_eq!(ask(&mut session, &request)["object"], Value::Null);

    let mut input = b"\xff\xfe\n\n{\"id\":1,\"op\":\"reset\"}\r\n".to_vec();
    input.extend(vec![b' '; LONGEST_LINE + 10]);
    input.extend(b"x\n{\"id\":2,\"op\":\"reset\"}");
    let mut output = Vec::new();
    run(&input[..], &mut output).unwrap();
    let answers: Vec<Value> = str::from_utf8(&output)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let short: Vec<_> = answers.iter().map(|answer| (&answer["id"], &answer["ok"])).collect();
    let (yes, no, none) = (&json!(true), &json!(false), &Value::Null);
    assert_eq!(short, [(none, no), (&json!(1), yes), (none, no), (&json!(2), yes)]);
    assert_eq!(answers[2]["detail"], "the line is too long");
}

#[test]
fn an_instance_ends_on_the_clock_that_it_begins_on() {
    let mut session = Session::default();
    let there = "DTEND;TZID=America/New_York:20261204T120000";
    let flight = EVENT
        .replace("DTEND;TZID=Europe/Berlin:20261204T154500", there)
        .replace("UID:u", "UID:flight");
    ask(&mut session, &json!({"op": "put", "user": "a@example.com", "ics": flight}));
    let request = json!({"op": "expand", "user": "a@example.com", "uid": "flight",
        "from": "2026-12-04T00:00:00Z", "to": "2026-12-05T00:00:00Z"});
    assert_eq!(
        ask(&mut session, &request)["instances"],
        json!([{"recurrence_id": "20261204T150000", "start": "20261204T150000",
            "end": "20261204T180000", "tzid": "Europe/Berlin"}])
    );
}
