//! The protocol, line by line, against a bot that answers by a script.

use std::{io::Cursor, sync::Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use expect_test::{Expect, expect};
use tokio::io::{AsyncReadExt as _, DuplexStream};

use super::{super::fake::Fake, *};
use crate::{
    chat::{Action, Button, File, NotTaken},
    clock::SeededIds,
    model::{MessageId, RoomRef, UserRef},
};

type Console = JsonConsole<Cursor<Vec<u8>>, DuplexStream>;

/// A bot that says what it was told, and does what a text asks for.
#[derive(Debug)]
struct Script {
    console: Arc<Console>,
    clock: Arc<SettableClock>,
    heard: Mutex<Vec<Inbound>>,
    due: Mutex<Vec<(DateTime<Utc>, RoomRef)>>,
    stop: bool,
}

impl Script {
    fn count(&self) -> usize {
        self.heard.lock().unwrap().len()
    }

    async fn answer(&self, inbound: &Inbound, said: &str) {
        let room = &inbound.room;
        let plain = Message { text: format!("heard {said}"), ..Message::default() };
        match said {
            "card" | "again" => drop(self.console.send("card-1", room, &card()).await.unwrap()),
            "edit" => {
                let message = Message { text: "moved".to_owned(), ..card() };
                let id = MessageId("card-1".to_owned());
                self.console.edit("edit-1", room, &id, &message).await.unwrap();
            }
            "in an hour" => {
                let at = self.clock.now() + TimeDelta::hours(1);
                self.due.lock().unwrap().push((at, room.clone()));
            }
            "quiet" => {}
            _ => {
                let key = format!("key-{}", self.count());
                let only_for = Some(UserRef { network: CONSOLE, id: "ana".to_owned() });
                let thread = Some(MessageId("card-1".to_owned()));
                let message = Message { only_for, thread, ..plain };
                assert_eq!(self.console.send(&key, room, &message).await.unwrap(), MessageId(key));
            }
        }
    }
}

fn card() -> Message {
    Message {
        text: "Lunch\nFri 12:30".to_owned(),
        html: Some("<b>Lunch</b>".to_owned()),
        buttons: vec![Button { id: "yes:1".to_owned(), label: "Going".to_owned() }],
        reactions: vec!["✅".to_owned()],
        files: vec![File {
            name: "lunch.ics".to_owned(),
            mime: "text/calendar".to_owned(),
            content: "BEGIN:VCALENDAR\r\n".to_owned(),
        }],
        ..Message::default()
    }
}

#[async_trait]
impl Bot for Script {
    async fn receive(&self, inbound: Inbound) -> Result<(), NotTaken> {
        self.heard.lock().unwrap().push(inbound.clone());
        match &inbound.action {
            Action::Say(said) if said.text == "locked" => Err(NotTaken {
                say: "The database is locked; try again in a moment.".to_owned(),
                source: Box::new(std::io::Error::other("locked")),
            }),
            Action::Say(said) => {
                self.answer(&inbound, &said.text).await;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn settle(&self) {
        let now = self.clock.now();
        let due: Vec<_> = self.due.lock().unwrap().extract_if(.., |(at, _)| *at <= now).collect();
        for (at, room) in due {
            let message = Message { text: format!("due {at}, now {now}"), ..Message::default() };
            self.console.send(&format!("due-{at}"), &room, &message).await.unwrap();
        }
    }

    async fn stopped(&self) {
        if !self.stop {
            std::future::pending::<()>().await;
        }
    }

    async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
        Vec::new()
    }
}

/// Runs a whole console; gives back what it printed and what the bot heard.
async fn run(input: impl Into<Vec<u8>>) -> (String, Vec<Inbound>) {
    let (mut out, output) = tokio::io::duplex(1 << 20);
    let clock = Arc::new(SettableClock::default());
    clock.set("2026-12-01T09:00:00Z".parse::<DateTime<Utc>>().unwrap());
    let ids = Arc::new(SeededIds::new(1));
    let input = Cursor::new(input.into());
    let console =
        Arc::new(JsonConsole::new(input, output, Arc::clone(&clock), ids, Called::default()));
    let bot = Script {
        console: Arc::clone(&console),
        clock,
        heard: Mutex::default(),
        due: Mutex::default(),
        stop: false,
    };
    console.run(&bot).await.unwrap();
    let Script { heard, console: other, .. } = bot;
    drop((other, console));
    let mut printed = String::new();
    out.read_to_string(&mut printed).await.unwrap();
    (printed, heard.into_inner().unwrap())
}

async fn check(input: &str, expected: Expect) {
    expected.assert_eq(&run(input).await.0);
}

#[tokio::test]
async fn a_message_has_every_field() {
    check(
        r#"{"from":"a","room":"team","say":"card"}
{"from":"a","room":"team","say":"edit"}
"#,
        expect![[r#"
            {"event":"message","id":"card-1","room":"team","to":null,"thread":null,"text":"Lunch\nFri 12:30","html":"<b>Lunch</b>","buttons":[{"id":"yes:1","label":"Going"}],"reactions":["✅"],"files":[{"name":"lunch.ics","mime":"text/calendar","content":"BEGIN:VCALENDAR\r\n"}]}
            {"event":"idle"}
            {"event":"edit","id":"card-1","room":"team","to":null,"thread":null,"text":"moved","html":"<b>Lunch</b>","buttons":[{"id":"yes:1","label":"Going"}],"reactions":["✅"],"files":[{"name":"lunch.ics","mime":"text/calendar","content":"BEGIN:VCALENDAR\r\n"}]}
            {"event":"idle"}
        "#]],
    )
    .await;
}

#[tokio::test]
async fn an_answer_for_one_says_for_whom() {
    check(
        "{\"from\":\"Ana\",\"say\":\"hello\"}",
        expect![[r#"
            {"event":"message","id":"key-1","room":"room","to":"Ana","thread":"card-1","text":"heard hello","html":null,"buttons":[],"reactions":[],"files":[]}
            {"event":"idle"}
        "#]],
    )
    .await;
}

#[tokio::test]
async fn everything_somebody_can_do_reaches_the_bot() {
    let (_, heard) =
        run(r#"{"from":"Bo ","room":"team","say":"@bot lunch @ana","id":7,"moderator":true}
{"from":"bo","reply":"yes","to":"card-1","id":"x"}
{"from":"bo","react":"✅","to":"card-1"}
{"from":"bo","unreact":"✅","to":"card-1","id":null}
{"from":"bo","press":"yes:1","to":"card-1"}
{"from":"bo","upload":"BEGIN:VCALENDAR","name":"mail/invite.ics"}
"#)
        .await;
    let rows: Vec<_> = heard
        .iter()
        .map(|inbound| {
            let Inbound { id, room, sender, action, .. } = inbound;
            let Sender { user, moderator, .. } = sender;
            format!("{id} {} {} {} {moderator}\n  {action:?}\n", room.id, user.name, user.address)
        })
        .collect();
    expect![[r#"
        7 team Bo mailto:bo@console.invalid true
          Say(Said { text: "lunch @ana", addressed: true, reply_to: None, edits: None, mentions: [Mention { text: "@ana", user: User { account: UserRef { network: NetworkId("console"), id: "ana" }, address: CalAddress { written: "mailto:ana@console.invalid", key: "mailto:ana@console.invalid" }, name: "ana" } }] })
        x room bo mailto:bo@console.invalid false
          Say(Said { text: "yes", addressed: false, reply_to: Some(MessageId("card-1")), edits: None, mentions: [] })
        910a2dec89024cc1beeb8da1658eec67 room bo mailto:bo@console.invalid false
          React { to: MessageId("card-1"), emoji: "✅", ours: true }
        f893a2eefb32455eb1c18690ee42c90b room bo mailto:bo@console.invalid false
          Unreact { to: MessageId("card-1"), emoji: "✅" }
        71bb54d8d10145b9834d0bff90150280 room bo mailto:bo@console.invalid false
          Press { to: MessageId("card-1"), button: "yes:1" }
        e099ec6cd7364ca585e7bb0f12278575 room bo mailto:bo@console.invalid false
          Upload(File { name: "invite.ics", mime: "text/calendar; charset=utf-8", content: "BEGIN:VCALENDAR" })
    "#]]
    .assert_eq(&rows.concat());
}

#[tokio::test]
async fn what_is_due_comes_before_idle_at_the_time_that_was_set() {
    check(
        r#"{"from":"a","say":"in an hour"}
{"now":"2026-12-24T18:00:00+01:00"}
{"from":"a","say":"in an hour"}
{"advance":"PT59M"}
{"advance":"PT2M"}
"#,
        expect![[r#"
            {"event":"idle"}
            {"event":"message","id":"due-2026-12-01 10:00:00 UTC","room":"room","to":null,"thread":null,"text":"due 2026-12-01 10:00:00 UTC, now 2026-12-24 17:00:00 UTC","html":null,"buttons":[],"reactions":[],"files":[]}
            {"event":"idle"}
            {"event":"idle"}
            {"event":"idle"}
            {"event":"message","id":"due-2026-12-24 18:00:00 UTC","room":"room","to":null,"thread":null,"text":"due 2026-12-24 18:00:00 UTC, now 2026-12-24 18:01:00 UTC","html":null,"buttons":[],"reactions":[],"files":[]}
            {"event":"idle"}
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_message_is_printed_once() {
    let (printed, _) = run(r#"{"from":"a","say":"card"}
{"from":"a","say":"again"}
"#)
    .await;
    let events: Vec<_> = printed.lines().map(|line| line.contains("message")).collect();
    assert_eq!(events, [true, false, false], "{printed}");
}

#[tokio::test]
async fn a_bad_line_says_what_is_wrong_and_what_to_do() {
    check(
        r#"{
[]
{}
{"from":"a"}
{"from":"a","say":"x","press":"y"}
{"say":"x"}
{"from":7,"say":"x"}
{"from":" ","say":"x"}
{"from":"everyone","say":"x"}
{"from":"a\u001b[2J","say":"x"}
{"from":"a","say":7}
{"from":"a","react":"✅"}
{"from":"a","say":"x","to":"m"}
{"from":"a","say":"x","romm":"team"}
{"from":"a","say":"x","room":""}
{"from":"a","say":"x","id":1.5}
{"from":"a","say":"x","id":""}
{"from":"a","say":"x","moderator":"yes"}
{"from":"a","upload":"x","name":"folder/"}
"#,
        expect![[r#"
            {"event":"error","text":"this line is not JSON: EOF while parsing an object at line 1 column 1; write one JSON object a line"}
            {"event":"idle"}
            {"event":"error","text":"this line is not a JSON object; write one like {\"from\":\"ana\",\"say\":\"!meet list\"}"}
            {"event":"idle"}
            {"event":"error","text":"nothing happens in this line; give `now`, `advance`, or `from` with one of `say`, `reply`, `react`, `unreact`, `press` or `upload`"}
            {"event":"idle"}
            {"event":"error","text":"nothing happens in this line; give `now`, `advance`, or `from` with one of `say`, `reply`, `react`, `unreact`, `press` or `upload`"}
            {"event":"idle"}
            {"event":"error","text":"`say` and `press` cannot both be in one line; write two lines"}
            {"event":"idle"}
            {"event":"error","text":"`from` is missing; `say` needs it"}
            {"event":"idle"}
            {"event":"error","text":"`from` must be a text"}
            {"event":"idle"}
            {"event":"error","text":"`from`: a name is missing; give one of 1 to 64 characters"}
            {"event":"idle"}
            {"event":"error","text":"`from`: `everyone` is no person's name here, because `@everyone` has a meaning of its own; choose another one"}
            {"event":"idle"}
            {"event":"error","text":"`from`: this name has control characters in it; leave them out"}
            {"event":"idle"}
            {"event":"error","text":"`say` must be a text"}
            {"event":"idle"}
            {"event":"error","text":"`to` is missing; `react` needs it"}
            {"event":"idle"}
            {"event":"error","text":"`to` does not belong in a line with `say`; leave it out"}
            {"event":"idle"}
            {"event":"error","text":"`romm` does not belong in a line with `say`; leave it out"}
            {"event":"idle"}
            {"event":"error","text":"`room`: a name is missing; give one of 1 to 64 characters"}
            {"event":"idle"}
            {"event":"error","text":"`id` must be a text of 1 to 200 characters, or a whole number"}
            {"event":"idle"}
            {"event":"error","text":"`id` must be a text of 1 to 200 characters, or a whole number"}
            {"event":"idle"}
            {"event":"error","text":"`moderator` must be true or false"}
            {"event":"idle"}
            {"event":"error","text":"`name` must be the name of a file, like \"invite.ics\""}
            {"event":"idle"}
        "#]],
    )
    .await;
}

#[tokio::test]
async fn a_bad_time_is_refused_and_the_next_line_counts() {
    check(
        r#"{"now":"tomorrow"}
{"now":"2026-12-01T10:00:00"}
{"advance":"-PT2H"}
{"advance":"P99999999999D"}
{"advance":"P3000000D"}
{"advance":"PT1H","from":"a"}

{"from":"a","say":"locked"}
{"from":"a","say":"card"}"#,
        expect![[r#"
            {"event":"error","text":"`now` must be a time with its offset, like \"2026-12-01T10:00:00+01:00\""}
            {"event":"idle"}
            {"event":"error","text":"`now` must be a time with its offset, like \"2026-12-01T10:00:00+01:00\""}
            {"event":"idle"}
            {"event":"error","text":"`advance` must be a duration like \"PT2H\", \"PT90M\", \"P1D\" or \"P1W\", not below zero"}
            {"event":"idle"}
            {"event":"error","text":"the clock cannot go that far; give a shorter duration"}
            {"event":"idle"}
            {"event":"error","text":"the clock cannot go that far; give a shorter duration"}
            {"event":"idle"}
            {"event":"error","text":"`from` does not belong in a line with `advance`; leave it out"}
            {"event":"idle"}
            {"event":"idle"}
            {"event":"error","text":"The database is locked; try again in a moment."}
            {"event":"idle"}
            {"event":"message","id":"card-1","room":"room","to":null,"thread":null,"text":"Lunch\nFri 12:30","html":"<b>Lunch</b>","buttons":[{"id":"yes:1","label":"Going"}],"reactions":["✅"],"files":[{"name":"lunch.ics","mime":"text/calendar","content":"BEGIN:VCALENDAR\r\n"}]}
            {"event":"idle"}
        "#]],
    )
    .await;
}

#[tokio::test]
async fn bad_octets_and_endless_lines_are_refused() {
    let mut input = b"{\"from\":\"\xff\"}\n".to_vec();
    input.extend(vec![b'x'; 7 << 20]);
    input.extend_from_slice(b"\n{\"from\":\"a\",\"say\":\"quiet\"}");
    let (printed, heard) = run(input).await;
    expect![[r#"
        {"event":"error","text":"this line is not UTF-8; write it in UTF-8"}
        {"event":"idle"}
        {"event":"error","text":"this line is longer than 6 MB; send less"}
        {"event":"idle"}
        {"event":"idle"}
    "#]]
    .assert_eq(&printed);
    assert_eq!(heard.len(), 1);
}

#[tokio::test]
async fn five_megabytes_reach_the_bot() {
    let content = "X".repeat(5 << 20);
    let (_, heard) =
        run(format!("{{\"from\":\"a\",\"upload\":\"{content}\",\"name\":\"a.ics\"}}\n")).await;
    assert!(matches!(&heard[0].action, Action::Upload(file) if file.content.len() == 5 << 20));
}

#[tokio::test]
async fn it_stops_when_the_bot_does_though_the_input_goes_on() {
    let (_open, input) = tokio::io::duplex(64);
    let (_out, output) = tokio::io::duplex(64);
    let clock = Arc::new(SettableClock::default());
    let ids = Arc::new(SeededIds::new(1));
    let input = tokio::io::BufReader::new(input);
    let console = JsonConsole::new(input, output, clock, ids, Called::default());
    let bot = Stopped;
    console.run(&bot).await.unwrap();
    let refused =
        console.send("k", &RoomRef { network: CONSOLE, id: "r".to_owned() }, &card()).await;
    assert!(matches!(refused, Err(SendError::Retry { .. })), "it waits for the next start");
    assert_eq!(console.run(&bot).await.unwrap_err().to_string(), ConsoleError::Twice.to_string());
}

#[tokio::test]
async fn an_output_that_is_gone_ends_it() {
    let (out, output) = tokio::io::duplex(64);
    drop(out);
    let input = Cursor::new("{}\n{}\n");
    let clock = Arc::new(SettableClock::default());
    let console =
        JsonConsole::new(input, output, clock, Arc::new(SeededIds::new(1)), Called::default());
    let ended = console.run(&Fake::default()).await.unwrap_err();
    assert_eq!(ended.to_string(), "the output could not be written");
}

/// A bot that was asked to stop.
struct Stopped;

#[async_trait]
impl Bot for Stopped {
    async fn receive(&self, _inbound: Inbound) -> Result<(), NotTaken> {
        unreachable!("nothing is read any more")
    }

    async fn settle(&self) {}

    async fn stopped(&self) {}

    async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
        Vec::new()
    }
}
