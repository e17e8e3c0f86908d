//! Goldens: events as Discord sends them, one file for each kind, and what the bot is told of them.

use std::{fmt::Write, path::Path};

use expect_test::expect_file;
use proptest::{collection, prelude::*};
use serde_json::json;
use serenity::model::event::GatewayEvent;

use super::*;
use crate::chat::{Inbound, Words};

const fn words(text: &'static str) -> Words {
    Words { text, others: &[] }
}

fn offers() -> Vec<Offer> {
    let offer = |name, form, private| Offer {
        name: words(name),
        about: words("What it does"),
        fields: Vec::new(),
        form,
        one_of: if name == "move" { vec!["when"] } else { Vec::new() },
        private,
    };
    let mut offers = vec![offer("new", true, false), offer("list", false, true)];
    offers.extend(
        ["move", "invite", "import", "cancel", "note"].map(|name| offer(name, true, false)),
    );
    offers
}

fn heard(kind: &str, data: &Value) -> Option<Heard> {
    let offers = offers();
    read(kind, data, &Me { user: Snowflake::new(9), offers: &offers, needless: 0 })
}

/// An event as serenity hands it on.
fn through_serenity(kind: &str, data: &Value) -> Option<(String, Value)> {
    let frame = json!({"op": 0, "s": 1, "t": kind, "d": data});
    match serde_json::from_value(frame).unwrap() {
        GatewayEvent::Dispatch(_, event) => raw(event),
        _ => None,
    }
}

/// What was heard as a person would note it down.
fn noted(heard: Option<Heard>) -> String {
    let mut out = String::new();
    match heard {
        None => writeln!(out, "nothing").unwrap(),
        Some(Heard::Asked(asked)) => note_asked(&mut out, &asked),
        Some(Heard::Done(deed)) => {
            let place = deed.place;
            for file in &deed.files {
                writeln!(out, "{file:?}").unwrap();
            }
            let room = Room {
                id: place.room(),
                name: "#room".to_owned(),
                thread: (place.channel.get() == 77).then_some(place.channel.into()),
                alone: place.guild.is_none(),
                lacks: Vec::new(),
            };
            note_inbound(&mut out, &deed.inbound(|| "fresh".to_owned(), room));
        }
        Some(heard) => writeln!(out, "{heard:#?}").unwrap(),
    }
    out
}

fn note_asked(out: &mut String, asked: &Asked) {
    write!(out, "{:?}: ", asked.kind).unwrap();
    match asked.what.clone() {
        What::Do(Work::Act(action)) => {
            writeln!(out, "do").unwrap();
            note_inbound(out, &asked.inbound(action));
        }
        What::Do(Work::Read(file)) => writeln!(out, "read {file:?}").unwrap(),
        What::Open(filled) => {
            writeln!(out, "open").unwrap();
            note_inbound(out, &asked.inbound(Action::Open(filled)));
        }
        What::Suggest(filled, field, text) => {
            writeln!(out, "suggest {:?}", asked.typing(filled, field, text)).unwrap();
        }
        What::Refuse(sentence) => writeln!(out, "refuse: {sentence}").unwrap(),
    }
}

fn note_inbound(out: &mut String, inbound: &Inbound) {
    let shown = |id: &Option<MessageId>| id.as_ref().map_or("none", |id| &id.0).to_owned();
    let person = |user: &User| format!("{:?} <{}> {}", user.name, user.address, user.account.id);
    let Inbound { id, message, thread, room, room_name, sender, action, lacks, overheard, alone } =
        inbound;
    let moderator = if sender.moderator { ", a moderator" } else { "" };
    writeln!(out, "from {}{moderator}", person(&sender.user)).unwrap();
    assert!(!overheard || !alone, "nobody overhears what two say to each other");
    let read = if *overheard { ", others read the answer" } else { "" };
    writeln!(out, "in {} {room_name:?}{read}", room.id).unwrap();
    writeln!(out, "id {id}, message {}, answered by {}", shown(message), shown(thread)).unwrap();
    match action {
        Action::Say(said) => {
            let to = if said.addressed { " to the bot" } else { "" };
            writeln!(out, "says{to}: {:?}", said.text).unwrap();
            for (what, id) in [("reply to", &said.reply_to), ("edit of", &said.edits)] {
                if let Some(id) = id {
                    writeln!(out, "{what} {}", id.0).unwrap();
                }
            }
        }
        Action::Open(filled) | Action::Fill(filled) => {
            let verb = if matches!(action, Action::Open(_)) { "opens" } else { "fills" };
            writeln!(out, "{verb} {:?} {:?} on {}", filled.form, filled.values, shown(&filled.to))
                .unwrap();
        }
        action => writeln!(out, "{action:?}").unwrap(),
    }
    for mention in action.mentions() {
        writeln!(out, "mentions {:?}: {}", mention.text, person(&mention.user)).unwrap();
    }
    for lack in lacks {
        writeln!(out, "lacks: {} {}", lack.what, lack.remedy).unwrap();
    }
}

fn golden(name: &str) {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/discord");
    let cases = std::fs::read(data.join(name).with_extension("json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let notes = cases.iter().map(|case| {
        let (about, kind) = (case["about"].as_str().unwrap(), case["event"].as_str().unwrap());
        let handed_on = through_serenity(kind, &case["data"]);
        let note = noted(handed_on.and_then(|(kind, data)| heard(&kind, &data)));
        let as_it_came = noted(heard(kind, &case["data"]));
        if as_it_came != note {
            return format!("# {about}\n{note}but for serenity:\n{as_it_came}");
        }
        format!("# {about}\n{note}")
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
            let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/discord");
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
    commands = "commands",
    commands_on_messages_and_people = "menus",
    buttons_and_lists = "buttons",
    forms = "forms",
    what_is_being_typed = "typing",
    messages = "messages",
    reactions = "reactions",
    servers_and_channels = "servers",
    what_is_not_for_bots = "other",
    malformed = "malformed",
}

#[test]
fn a_server_is_told_of_by_one_shard() {
    let session = |shard, all| Session {
        id: String::new(),
        me: Snowflake::MIN,
        account: named(Snowflake::MIN, ""),
        application: Snowflake::MIN,
        servers: Vec::new(),
        shard: (shard, all),
    };
    let server = GuildId::new((7 << 22) + 5);
    assert!(session(0, 1).tells_of(Some(server)));
    assert!(session(1, 3).tells_of(Some(server)));
    assert!(!session(0, 3).tells_of(Some(server)));
    assert!(session(0, 3).tells_of(None));
    assert!(!session(1, 3).tells_of(None));
}

/// Texts that mean something to one reader or another.
fn telling_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<@9>"),
        Just("<@!9>"),
        Just("<@"),
        Just("<@102>"),
        Just(">"),
        Just("<@>"),
        Just("<@!"),
        Just(" "),
        Just("form "),
        Just("9"),
        Just("é"),
        Just("\u{202e}"),
        Just("0"),
        Just("18446744073709551616"),
        Just("new"),
    ];
    collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0..20_i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        telling_text().prop_map(Value::from),
    ];
    let key = prop_oneof![
        Just("id"),
        Just("type"),
        Just("token"),
        Just("application_id"),
        Just("channel_id"),
        Just("guild_id"),
        Just("data"),
        Just("options"),
        Just("name"),
        Just("value"),
        Just("focused"),
        Just("resolved"),
        Just("users"),
        Just("messages"),
        Just("attachments"),
        Just("target_id"),
        Just("member"),
        Just("user"),
        Just("author"),
        Just("content"),
        Just("components"),
        Just("component"),
        Just("custom_id"),
        Just("values"),
        Just("message"),
        Just("channel"),
        Just("emoji"),
        Just("user_id"),
        Just("message_id"),
    ];
    leaf.prop_recursive(5, 60, 8, move |inner| {
        prop_oneof![
            collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            collection::btree_map(key.clone().prop_map(str::to_owned), inner, 0..10)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_event_is_too_odd(
        kind in prop_oneof![
            Just("READY"), Just("GUILD_CREATE"), Just("GUILD_DELETE"), Just("CHANNEL_UPDATE"),
            Just("CHANNEL_DELETE"), Just("THREAD_LIST_SYNC"), Just("INTERACTION_CREATE"), Just("MESSAGE_CREATE"),
            Just("MESSAGE_UPDATE"), Just("MESSAGE_REACTION_ADD"), Just("MESSAGE_DELETE_BULK"),
        ],
        data in any_json(),
    ) {
        noted(heard(kind, &data));
    }

    #[test]
    fn no_interaction_is_too_odd(kind in 1..7_u8, data in any_json(), message in any_json(), channel in any_json()) {
        noted(heard("INTERACTION_CREATE", &json!({
            "id": "500", "application_id": "8", "token": "t", "type": kind, "guild_id": "41", "channel_id": "42",
            "user": {"id": "101", "username": "ana"}, "data": data, "message": message, "channel": channel,
        })));
    }

    #[test]
    fn no_text_is_too_odd(content in telling_text()) {
        let data = json!({
            "id": "300", "channel_id": "42", "author": {"id": "101", "username": "ana"}, "content": content,
            "mentions": [{"id": "102", "username": "bo"}],
        });
        let Some(Heard::Done(deed)) = heard("MESSAGE_CREATE", &data) else { panic!("nothing was said") };
        let Action::Say(said) = &deed.action else { panic!("no text") };
        for mention in &said.mentions {
            prop_assert!(said.text.contains(&mention.text), "{:?} is not in {:?}", mention.text, said.text);
        }
    }
}
