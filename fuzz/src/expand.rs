//! Any rules and dates: how a series repeats is found in bounded work, in order, and between the times asked for.
//!
//! The text is the properties of the event.

use convene::serve::Session;
use serde_json::{Value, json};

const FROM: &str = "2026-12-01T00:00:00Z";
const TO: &str = "2027-06-01T00:00:00Z";

pub fn holds(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    let event = format!(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Test//EN\nBEGIN:VEVENT\nUID:u\nDTSTAMP:20261101T000000Z\n\
         {text}\nEND:VEVENT\nEND:VCALENDAR\n"
    );
    let mut session = Session::default();
    let user = "mailto:a@example.com";
    ask(&mut session, &json!({ "op": "put", "user": user, "ics": event }));
    let expand = |to: &str, limit: usize| json!({ "op": "expand", "user": user, "uid": "u", "from": FROM, "to": to, "limit": limit });
    let all = instances(&ask(&mut session, &expand(TO, 50)));
    assert!(all.len() <= 50);
    assert_eq!(instances(&ask(&mut session, &expand(TO, 3))), all[..all.len().min(3)]);
}

fn ask(session: &mut Session, request: &Value) -> Value {
    serde_json::from_str(&session.answer(&request.to_string())).expect("an answer is JSON")
}

fn instances(answer: &Value) -> Vec<Value> {
    answer["instances"].as_array().cloned().unwrap_or_default()
}
