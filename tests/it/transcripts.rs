//! What several calendar users save and send, and what the others then have: `tests/data/itip/*.txt`, played against
//! `convene itip serve`.
//!
//! A line with `>` is a step, the lines with `|` below it are its iCalendar text, `#` is a comment. Everything else is
//! what came of it, and is compared; `UPDATE_EXPECT=1` writes it anew. Users are letters: `b` is
//! `mailto:b@example.com`. Each message gets a number when it is sent (`b1`), by which others receive it. Every message
//! that is sent must be valid.
//!
//! ```text
//! > now 1997-06-11T19:00:00Z
//! > a puts                        (with an object; BEGIN:VCALENDAR may be left out)
//! > b receives a1 [from c]        (or `from a`, with a message)
//! > b responds ACCEPTED [75%] [comment]     > b delegates e [f ...]     > b refreshes     > b counters [comment]  (with an event)
//! > a accepts b     > a declines b [comment]     > a deletes     > a adds  (with an instance)     > a publishes
//! > a edits                       (its own object: `NAME:value` puts, `+NAME:value` adds, `-NAME` or `-ATTENDEE:x` removes)
//! > a expands 1997-06-01 1997-09-01   (prints when it takes place)
//! > a busy 1997-07-01T08:00:00Z 1997-07-01T20:00:00Z   (publishes when it is busy)
//! > about UID                     (what the next steps are about, where it is not the last object named)
//! > policy NAME=VALUE             (of all calendars)
//! > a shows [PROPERTY ...]        > a1 [PROPERTY ...]         (prints the object, or a message)
//! ```
//!
//! `@19970701T210000Z` in a step means one occurrence, `@19970701T210000Z+` that one and all later ones.

use std::{collections::BTreeMap, fmt::Write as _, path::Path};

use convene::{ical, itip, serve::Session};
use serde_json::{Value, json};

#[test]
fn every_transcript_plays_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/itip");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    assert!(files.len() >= 8, "the transcripts are gone");
    for file in files {
        let script = std::fs::read_to_string(&file).unwrap();
        expect_test::expect_file![&file].assert_eq(&play(&script));
    }
}

/// Plays a transcript, and gives it back with what came of each step.
fn play(script: &str) -> String {
    let mut room = Room::default();
    let mut out = String::new();
    let mut lines = script.lines().peekable();
    while let Some(line) = lines.next() {
        if line.is_empty() || line.starts_with('#') {
            writeln!(out, "{line}").unwrap();
        }
        let Some(step) = line.strip_prefix("> ") else { continue };
        let mut text = String::new();
        writeln!(out, "{line}").unwrap();
        while let Some(line) = lines.next_if(|line| line.starts_with('|')) {
            writeln!(out, "{line}").unwrap();
            text.push_str(line.strip_prefix("| ").unwrap_or_default());
            text.push_str("\r\n");
        }
        for result in room.step(step, &wrapped(&text)) {
            writeln!(out, "    {result}").unwrap();
        }
    }
    out
}

/// The text as a VCALENDAR.
fn wrapped(text: &str) -> String {
    if !text.contains("BEGIN:V") || text.starts_with("BEGIN:VCALENDAR") {
        return text.to_owned();
    }
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n{text}END:VCALENDAR\r\n")
}

#[derive(Default)]
struct Room {
    session: Session,
    uid: String,
    messages: BTreeMap<String, Value>,
}

impl Room {
    fn step(&mut self, step: &str, text: &str) -> Vec<String> {
        if let Some(uid) = unfolded(text).iter().find_map(|line| line.strip_prefix("UID:")) {
            uid.clone_into(&mut self.uid);
        }
        if let Some(uid) = step.strip_prefix("about ") {
            uid.clone_into(&mut self.uid);
            return Vec::new();
        }
        let mut words: Vec<&str> = step.split_whitespace().collect();
        let at = words.iter().position(|word| word.starts_with('@'));
        let at = at.map_or("", |at| words.remove(at).trim_start_matches('@'));
        let rest = |from: usize| {
            let words = words.get(from..).unwrap_or_default();
            (!words.is_empty()).then(|| words.join(" "))
        };
        let user = address(words[0]);
        let uid = self.uid.clone();
        let mut request = match words[1..] {
            ["shows", ..] => return self.show(&user, &words[2..]),
            _ if self.messages.contains_key(words[0]) => {
                return lines_of(self.message(words[0]), &words[1..]);
            }
            [at] if words[0] == "now" => json!({"op": "now", "at": at}),
            [setting] if words[0] == "policy" => {
                let (name, value) = setting.split_once('=').unwrap();
                json!({"op": "policy", name: value})
            }
            ["expands", from, to] => {
                let [from, to] = [from, to].map(|day| format!("{day}T00:00:00Z"));
                json!({"op": "expand", "user": user, "uid": uid, "from": from, "to": to})
            }
            ["edits"] => {
                let object = edited(&self.get(&user), at, text);
                json!({"op": "put", "user": user, "ics": object})
            }
            ["puts"] => json!({"op": "put", "user": user, "ics": text}),
            ["deletes"] => json!({"op": "delete", "user": user, "uid": uid}),
            ["responds", ..] => responding(&user, &uid, &words[2..]),
            ["busy", from, to] => json!({"op": "freebusy", "user": user, "from": from, "to": to}),
            ["delegates", ..] => {
                let to: Vec<String> = words[2..].iter().map(|to| address(to)).collect();
                json!({"op": "delegate", "user": user, "uid": uid, "to": to})
            }
            ["refreshes"] => json!({"op": "refresh", "user": user, "uid": uid}),
            ["counters", ..] => {
                json!({"op": "counter", "user": user, "uid": uid, "ics": text, "comment": rest(2)})
            }
            ["accepts", from] => {
                json!({"op": "accept_counter", "user": user, "uid": uid, "from": address(from)})
            }
            ["declines", from, ..] => {
                json!({"op": "decline_counter", "user": user, "uid": uid, "from": address(from), "comment": rest(3)})
            }
            ["adds"] => json!({"op": "add", "user": user, "uid": uid, "ics": text}),
            ["publishes"] => json!({"op": "publish", "user": user, "uid": uid}),
            ["receives", "from", sender] => {
                json!({"op": "receive", "user": user, "sender": address(sender), "ics": text})
            }
            ["receives", number, ..] if self.message(number).is_null() => {
                return vec![format!("there is no {number}")];
            }
            ["receives", number, ..] => {
                let message = self.message(number);
                let sender = words.get(4).map_or(message["sender"].clone(), |s| address(s).into());
                json!({"op": "receive", "user": user, "sender": sender, "ics": message["ics"]})
            }
            _ if words[0].ends_with(|last: char| last.is_ascii_digit()) => {
                return vec![format!("there is no {}", words[0])];
            }
            _ => panic!("no such step: {step}"),
        };
        if !at.is_empty() {
            request["recurrence_id"] = at.trim_end_matches('+').into();
        }
        if at.ends_with('+') {
            request["range"] = "THISANDFUTURE".into();
        }
        let answer: Value =
            serde_json::from_str(&self.session.answer(&request.to_string())).unwrap();
        self.report(words[0], &answer)
    }

    fn message(&self, number: &str) -> &Value {
        self.messages.get(number).unwrap_or(&Value::Null)
    }

    fn show(&mut self, user: &str, properties: &[&str]) -> Vec<String> {
        lines_of(&json!({"ics": self.get(user)}), properties)
    }

    fn get(&mut self, user: &str) -> String {
        let request = json!({"op": "get", "user": user, "uid": self.uid});
        let answer: Value =
            serde_json::from_str(&self.session.answer(&request.to_string())).unwrap();
        answer["object"].as_str().unwrap_or("nothing").to_owned()
    }

    fn report(&mut self, user: &str, answer: &Value) -> Vec<String> {
        if answer["ok"] == false {
            let [refusal, status] =
                ["refusal", "request_status"].map(|name| answer[name].as_str().unwrap());
            let mut out = vec![format!("refused: {refusal} ({status})")];
            out.extend(self.sent(&answer["messages"]));
            return out;
        }
        if let Some(instances) = answer["instances"].as_array() {
            return instances.iter().map(instance).collect();
        }
        let mut out = Vec::new();
        if !matches!(user, "now" | "policy") {
            let state = answer["object"].as_str().map_or("nothing".to_owned(), state);
            out.push(format!("{}; has {state}", answer["outcome"].as_str().unwrap()));
        }
        out.extend(self.sent(&answer["messages"]));
        out.extend(
            answer["notices"]
                .as_array()
                .unwrap()
                .iter()
                .map(|notice| format!("told: {}", told(notice))),
        );
        out
    }

    /// Gives messages their numbers.
    fn sent(&mut self, messages: &Value) -> Vec<String> {
        let mut out = Vec::new();
        for message in messages.as_array().into_iter().flatten() {
            must_be_valid(message["ics"].as_str().unwrap());
            let sender = short(message["sender"].as_str().unwrap());
            let sent = self.messages.values().filter(|m| m["sender"] == message["sender"]).count();
            let number = format!("{sender}{}", sent + 1);
            self.messages.insert(number.clone(), message.clone());
            let list = |value: &Value| -> Vec<String> {
                value.as_array().unwrap().iter().map(|a| short(a.as_str().unwrap())).collect()
            };
            out.push(format!(
                "sends {number}: {} {}{} to {}",
                message["method"].as_str().unwrap(),
                message["sequence"],
                instances(message["ics"].as_str().unwrap()),
                list(&message["recipients"]).join(" "),
            ));
        }
        out
    }
}

/// An answer: what, for a to-do perhaps how much is done, and words.
fn responding(user: &str, uid: &str, words: &[&str]) -> Value {
    let (partstat, words) = words.split_first().unwrap();
    let percent = words.first().and_then(|word| word.strip_suffix('%')?.parse::<u8>().ok());
    let comment = words[usize::from(percent.is_some())..].join(" ");
    let comment = Some(comment).filter(|comment| !comment.is_empty());
    json!({"op": "respond", "user": user, "uid": uid, "partstat": partstat, "comment": comment,
        "percent_complete": percent})
}

/// An object with some properties put, added or removed: of the whole, or of one occurrence, which is written out if it
/// was not before.
fn edited(object: &str, at: &str, edits: &str) -> String {
    let mut calendar = ical::parse(object).unwrap().value;
    let is_meant = |part: &&mut ical::Component| {
        part.name != "VTIMEZONE"
            && part.value("RECURRENCE-ID").unwrap_or_default() == at.trim_end_matches('+')
    };
    if calendar.components.iter_mut().find(is_meant).is_none() {
        calendar.components.push(written_out(&calendar, at));
    }
    let event = calendar.components.iter_mut().find(is_meant).unwrap();
    for edit in edits.lines() {
        let line = edit.trim_start_matches(['+', '-']);
        let wrapped = format!("BEGIN:VCALENDAR\r\n{line}\r\nEND:VCALENDAR\r\n");
        let property = ical::parse(&wrapped).unwrap().value.properties.into_iter().next();
        match (edit.chars().next(), property) {
            (Some('+'), Some(property)) => event.properties.push(property),
            (Some('-'), Some(gone)) => {
                let address = address(&gone.value);
                event.properties.retain(|p| p.name != gone.name || p.value != address);
            }
            (Some('-'), None) => event.remove(line),
            (_, Some(property)) => event.set(property),
            _ => panic!("no such edit: {edit}"),
        }
    }
    ical::write(&calendar)
}

/// An occurrence as its master has it.
fn written_out(calendar: &ical::Component, at: &str) -> ical::Component {
    let master = calendar.components.iter().find(|part| part.name != "VTIMEZONE").unwrap();
    let mut own = master.clone();
    for name in ["RRULE", "RDATE", "EXDATE"] {
        own.remove(name);
    }
    let start = master.time("DTSTART").unwrap();
    let id = ical::parse_time(at.trim_end_matches('+'), start.tzid()).unwrap();
    let by = id.local() - start.local();
    for name in ["DTSTART", "DTEND", "DUE"] {
        if let Some(property) = own.property_mut(name) {
            let time = property.time().unwrap();
            property.set_time(&time.with_local(time.local() + by));
        }
    }
    let mut property = ical::Property::new_time("RECURRENCE-ID", &id);
    if at.ends_with('+') {
        property.set_parameter("RANGE", "THISANDFUTURE");
    }
    own.properties.insert(1, property);
    own
}

/// The occurrences that a message is about, where it is not about the whole; `+` for RANGE=THISANDFUTURE.
fn instances(text: &str) -> String {
    let calendar = ical::parse(text).unwrap().value;
    let mut out = String::new();
    for part in calendar.components.iter().filter(|part| part.name != "VTIMEZONE") {
        match part.property("RECURRENCE-ID") {
            Some(id) => {
                let range = if id.parameter("RANGE").is_some() { "+" } else { "" };
                write!(out, " @{}{range}", id.value).unwrap();
            }
            None if calendar
                .components
                .iter()
                .any(|part| part.property("RECURRENCE-ID").is_some()) =>
            {
                out.push_str(" whole");
            }
            None => {}
        }
    }
    out
}

/// One time that an object takes place, in one line.
fn instance(instance: &Value) -> String {
    let [id, start, end] =
        ["recurrence_id", "start", "end"].map(|name| instance[name].as_str().unwrap());
    let moved = if id == start { String::new() } else { format!(" (was {id})") };
    format!("at {start}/{end}{moved}")
}

fn address(word: &str) -> String {
    if word.contains(':') { word.to_owned() } else { format!("mailto:{word}@example.com") }
}

fn short(address: &str) -> String {
    address.replace("mailto:", "").replace("@example.com", "")
}

fn must_be_valid(text: &str) {
    let read = ical::parse(text).unwrap();
    assert_eq!(read.problems, [], "{text}");
    assert_eq!(ical::validate(&read.value), [], "{text}");
    assert_eq!(itip::validate(&read.value), [], "{text}");
    assert_eq!(ical::write(&read.value), text, "not stable");
}

/// An object in one line: SEQUENCE, time, STATUS, and everyone's answer.
fn state(text: &str) -> String {
    let calendar = ical::parse(text).unwrap().value;
    let mut parts = Vec::new();
    for event in calendar.components.iter().filter(|part| part.name != "VTIMEZONE") {
        let value = |name| event.value(name).unwrap_or("-");
        let ends = ["DTEND", "DUE", "DURATION"];
        let end = ends.iter().find_map(|name| event.value(name)).unwrap_or("-");
        let at = event.property("RECURRENCE-ID").map_or_else(String::new, |id| {
            let range = if id.parameter("RANGE").is_some() { "+" } else { "" };
            format!("@{}{range} ", id.value)
        });
        let mut part =
            format!("{at}{} {}/{end} {}", value("SEQUENCE"), value("DTSTART"), value("STATUS"));
        for attendee in event.properties_named("ATTENDEE") {
            let to: Vec<String> =
                attendee.parameter_values("DELEGATED-TO").iter().map(|to| short(to)).collect();
            let partstat = attendee.parameter("PARTSTAT").unwrap_or("-");
            let arrow = if to.is_empty() { "" } else { ">" };
            write!(part, " {}={partstat}{arrow}{}", short(&attendee.value), to.join(",")).unwrap();
        }
        parts.push(part);
    }
    parts.join(" + ")
}

/// A notice in one line: its name, and its fields that are not null.
fn told(notice: &Value) -> String {
    let fields = notice.as_object().unwrap();
    let mut out = notice["notice"].as_str().unwrap().to_owned();
    for (name, value) in fields.iter().filter(|(name, value)| *name != "notice" && !value.is_null())
    {
        let text = match value {
            Value::Object(person) if person.contains_key("address") => {
                short(person["address"].as_str().unwrap())
            }
            Value::Object(span) => {
                let [start, end] = ["start", "end"].map(|name| span[name].as_str().unwrap());
                format!("{start}/{end}")
            }
            Value::String(text) => short(text),
            other => other.to_string(),
        };
        write!(out, ", {name} {text}").unwrap();
    }
    out
}

/// The content lines of a message or object, unfolded; only those of some properties, where they are named.
fn lines_of(message: &Value, properties: &[&str]) -> Vec<String> {
    let named = |line: &String| {
        let name = line.split([':', ';']).next().unwrap_or_default();
        properties.is_empty() || properties.contains(&name)
    };
    unfolded(message["ics"].as_str().unwrap()).into_iter().filter(named).collect()
}

fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").lines().map(str::to_owned).collect()
}
