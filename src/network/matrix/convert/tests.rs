//! Goldens: events as people's programs send them, one file for each kind, and what the bot is told of them.

use std::{fmt::Write, path::Path};

use expect_test::expect_file;
use proptest::{collection, prelude::*};
use serde_json::{Value, json};

use super::*;
use crate::{chat::File, network::matrix::draw};

fn me() -> Me {
    Me {
        user: UserId::parse("@convene:example.org").unwrap(),
        names: vec!["Convene".to_owned(), " ".to_owned()],
    }
}

fn names() -> BTreeMap<OwnedUserId, String> {
    let name = |id: &str, name: &str| (UserId::parse(id).unwrap(), name.to_owned());
    BTreeMap::from([
        name("@ana:example.org", "Ana Arias"),
        name("@bo:example.org", "Bo"),
        name("@bob:example.org", "Bo Berg"),
        name("@blank:example.org", " \u{3000}"),
    ])
}

fn raw(event: &Value) -> Raw<AnySyncTimelineEvent> {
    Raw::from_json_string(event.to_string()).unwrap()
}

/// What the bot is told of an event, when nothing is asked of the network.
fn told(event: &Value) -> Option<(Event, Inbound)> {
    let event = read(&raw(event), &me())?;
    let id = |id: &EventId| MessageId(id.to_string());
    let action = match &event.what {
        What::Text(text) => Action::Say(said(text, &names())),
        What::Reaction { to, emoji } => {
            Action::React { to: id(to), emoji: emoji.clone(), ours: false }
        }
        What::Redaction { of } => Action::Remove { message: id(of) },
        What::File { name, mime, .. } => {
            Action::Upload(File { name: name.clone(), mime: mime.clone(), content: String::new() })
        }
        What::Vote { poll, answers } => {
            Action::Vote { to: id(poll), choices: draw::choices(answers) }
        }
    };
    let around = Surroundings {
        room: <&RoomId>::try_from("!room:example.org").unwrap(),
        room_name: "Team".to_owned(),
        names: names(),
        moderator: false,
        lacks: Vec::new(),
        overheard: true,
    };
    let inbound = inbound(&event, action, &around);
    Some((event, inbound))
}

/// The happening as a person would note it down.
fn noted(event: &Event, inbound: &Inbound) -> String {
    let mut out = String::new();
    let shown = |id: &Option<MessageId>| id.as_ref().map_or("none", |id| &id.0).to_owned();
    let person = |user: &User| format!("{} <{}> {}", user.name, user.address, user.account.id);
    let Inbound { id, message, thread, sender, action, .. } = inbound;
    let (message, thread) = (shown(message), shown(thread));
    writeln!(out, "from {}", person(&sender.user)).unwrap();
    writeln!(out, "id {id}, message {message}, answered in the thread of {thread}").unwrap();
    match action {
        Action::Say(said) => {
            let to = if said.addressed { " to the bot" } else { "" };
            writeln!(out, "says{to}: {:?}", said.text).unwrap();
            for (what, id) in [("reply to", &said.reply_to), ("edit of", &said.edits)] {
                if let Some(id) = id {
                    writeln!(out, "{what} {}", id.0).unwrap();
                }
            }
            for mention in &said.mentions {
                writeln!(out, "mentions {:?}: {}", mention.text, person(&mention.user)).unwrap();
            }
            let What::Text(text) = &event.what else { panic!("said, but no text") };
            let unknown = names_in(text);
            if !unknown.is_empty() {
                writeln!(out, "names {unknown:?}").unwrap();
            }
        }
        Action::Upload(_) => writeln!(out, "{:?}", event.what).unwrap(),
        action => writeln!(out, "{action:?}").unwrap(),
    }
    out
}

fn golden(name: &str) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/matrix");
    let cases = std::fs::read(data.join(name).with_extension("json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let notes = cases.iter().map(|case| {
        let note = told(&case["event"])
            .map_or_else(|| "nothing\n".to_owned(), |(event, inbound)| noted(&event, &inbound));
        format!("# {}\n{note}", case["about"].as_str().unwrap())
    });
    let notes: Vec<_> = notes.collect();
    expect_file![data.join(name).with_extension("txt")].assert_eq(&notes.join("\n"));
}

/// One test for each file of events.
macro_rules! goldens {
    ($($test:ident = $file:literal,)*) => {
        $(#[test] fn $test() { golden($file); })*

        #[test]
        fn every_file_of_events_has_a_test() {
            let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/matrix");
            let mut files: Vec<_> = std::fs::read_dir(data)
                .unwrap()
                .map(|file| file.unwrap().path())
                .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
                .map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned())
                .collect();
            files.sort();
            let mut tested = vec![$($file),*];
            tested.sort_unstable();
            assert_eq!(files, tested);
        }
    };
}

goldens! {
    element_web = "element-web",
    element_with_fallbacks = "element-old",
    element_x = "element-x",
    fluffychat = "fluffychat",
    plain_texts = "plain",
    reactions = "reactions",
    redactions = "redactions",
    votes = "votes",
    files = "files",
    what_is_not_for_bots = "other",
    malformed = "malformed",
}

#[test]
fn names_are_found_where_no_pill_is() {
    let text = |body: &str, pills: &[&str]| Text {
        body: body.to_owned(),
        mentions: pills
            .iter()
            .map(|text| Pill { text: Some((*text).to_owned()), user: me().user })
            .collect(),
        ..Text::default()
    };
    for (body, pills, expected) in [
        ("with @ana and @bo.", &[][..], &["@ana", "@bo"][..]),
        ("(@ana:example.org), @Ana: @j.doe-x!", &[], &["@ana:example.org", "@Ana", "@j.doe-x"]),
        ("@ana @ana", &[], &["@ana"]),
        ("@\"Ana Arias\" and @\"open", &[], &["@\"Ana Arias\""]),
        ("@Ana Arias and @Ana", &["@Ana Arias"], &["@Ana"]),
        ("@Ana Arias", &["@Ana Arias"], &[]),
        ("kim@example.com @ @. @room @\"\"", &[], &[]),
        ("@अर्जुन और", &[], &["@अर्जुन"]),
    ] {
        assert_eq!(names_in(&text(body, pills)), expected, "{body}");
    }
}

#[test]
fn a_hostile_name_is_passed_on_as_it_is() {
    let id = UserId::parse("@ana:example.org").unwrap();
    for name in ["\u{202e}nimda", "Ana\nArias", &"x".repeat(5_000)] {
        let names = BTreeMap::from([(id.clone(), name.to_owned())]);
        assert_eq!(user(&id, &names).name, name);
    }
}

#[test]
fn a_thread_the_client_knows_wins() {
    let (mut event, inbound_before) = told(&json!({
        "type": "m.reaction", "event_id": "$e", "sender": "@ana:example.org", "origin_server_ts": 1,
        "content": {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$card", "key": "👍"}},
    }))
    .unwrap();
    assert_eq!(inbound_before.thread, Some(MessageId("$card".to_owned())));
    event.thread = Some(EventId::parse("$root").unwrap());
    let around = Surroundings {
        room: <&RoomId>::try_from("!room:example.org").unwrap(),
        room_name: String::new(),
        names: names(),
        moderator: true,
        lacks: Vec::new(),
        overheard: true,
    };
    let inbound = inbound(&event, inbound_before.action, &around);
    assert_eq!(inbound.thread, Some(MessageId("$root".to_owned())));
    assert!(inbound.sender.moderator);
}

#[test]
fn a_text_full_of_mentions_is_read_in_one_go() {
    let told_of = |body: String, html: String| {
        let (_, inbound) = told(&json!({
            "type": "m.room.message", "event_id": "$e", "sender": "@ana:example.org",
            "origin_server_ts": 1, "content": {
                "msgtype": "m.text", "body": body, "format": "org.matrix.custom.html",
                "formatted_body": html,
            },
        }))
        .unwrap();
        inbound.action.mentions().len()
    };
    let link = |n: u32| format!("<a href='matrix:u/{n}:x'>a</a> ");
    let links: String = (0..1_500).map(link).collect();
    assert_eq!(told_of("a ".repeat(15_000), links.clone()), 1_500);
    assert_eq!(told_of("[a](".repeat(8_000), links), 1_500);
    assert_eq!(told_of(String::new(), "<!-- ".repeat(12_000)), 0);
    assert_eq!(told_of("@".repeat(60_000), "<a href=".repeat(8_000)), 0);
}

/// Texts that mean something to one reader or another.
fn telling_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("@convene:example.org"),
        Just("Convene"),
        Just("@"),
        Just("Bo"),
        Just(":"),
        Just(" "),
        Just("<a href=\"https://matrix.to/#/@bo:example.org\">"),
        Just("</a>"),
        Just("["),
        Just("]("),
        Just("https://matrix.to/#/@bo:example.org"),
        Just(")"),
        Just("<mx-reply>"),
        Just("</mx-reply>"),
        Just("> <@"),
        Just("\n"),
        Just("&#x"),
        Just("&amp;"),
        Just("İ"),
        Just("ß"),
        Just("\""),
        Just("\u{301}"),
        Just("<a href=https://matrix.to/#/%40convene:example.org>"),
        Just("%4"),
        Just("é"),
        Just("m.text"),
    ];
    collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        telling_text().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("msgtype"),
        Just("body"),
        Just("format"),
        Just("formatted_body"),
        Just("m.mentions"),
        Just("user_ids"),
        Just("m.relates_to"),
        Just("rel_type"),
        Just("event_id"),
        Just("key"),
        Just("m.in_reply_to"),
        Just("m.new_content"),
        Just("info"),
        Just("url"),
        Just("file"),
        Just("m.selections"),
        Just("redacts"),
        Just("filename"),
    ];
    leaf.prop_recursive(4, 40, 8, move |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..8)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_content_is_too_odd(
        kind in prop_oneof![
            Just("m.room.message"), Just("m.reaction"), Just("m.room.redaction"), Just("m.poll.response"),
        ],
        content in any_json(),
    ) {
        told(&json!({
            "type": kind, "event_id": "$e", "sender": "@ana:example.org", "origin_server_ts": 1,
            "content": content,
        }));
    }

    #[test]
    fn no_text_is_too_odd(
        body in telling_text(),
        html in telling_text(),
        mentions in prop_oneof![Just(Value::Null), Just(json!({"user_ids": ["@convene:example.org", "@bo:example.org"]}))],
    ) {
        let (_, inbound) = told(&json!({
            "type": "m.room.message", "event_id": "$e", "sender": "@ana:example.org", "origin_server_ts": 1,
            "content": {
                "msgtype": "m.text", "body": body, "format": "org.matrix.custom.html",
                "formatted_body": html, "m.mentions": mentions,
            },
        })).unwrap();
        let Action::Say(said) = inbound.action else { panic!("no text") };
        for mention in said.mentions {
            prop_assert!(said.text.contains(&mention.text), "{:?} is not in {:?}", mention.text, said.text);
        }
    }
}
