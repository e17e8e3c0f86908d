//! What lines and messages make of the room.

use super::*;
use crate::{
    chat::{Action, Button, Inbound, Message},
    clock::SeededIds,
    model::UserRef,
};

/// A room in which some lines were typed; gives back what went to the bot.
fn typed(scene: &mut Scene, lines: &[&str]) -> Vec<Inbound> {
    let ids = SeededIds::new(1);
    let entered = lines.iter().map(|line| scene.enter(line, &ids));
    entered
        .filter_map(|entered| match entered {
            Entered::Task(Task::Hand(inbound)) => Some(*inbound),
            _ => None,
        })
        .collect()
}

fn send(id: &str, message: Message) -> Delivery {
    let room = name::room("room").unwrap();
    Delivery::Send(Letter { id: MessageId(id.to_owned()), room, message, saved: Vec::new() })
}

fn edit(id: &str, message: Message) -> Delivery {
    match send(id, message) {
        Delivery::Send(letter) | Delivery::Edit(letter) => Delivery::Edit(letter),
    }
}

fn text(text: &str) -> Message {
    Message { text: text.to_owned(), ..Message::default() }
}

fn card(labels: &[&str]) -> Message {
    let button = |label: &&str| Button { id: format!("id of {label}"), label: (*label).to_owned() };
    Message { buttons: labels.iter().map(button).collect(), ..text("Lunch") }
}

#[test]
fn who_and_where_go_with_what_is_done() {
    let mut scene = Scene::new("", Called::default());
    let lines = [
        "Ana: hi",
        "/moderator",
        "still me",
        "/room #team",
        "BO: hi",
        "ana: hi",
        "/moderator",
        "hi",
    ];
    let rows: Vec<_> = typed(&mut scene, &lines)
        .into_iter()
        .map(|inbound| {
            let Inbound { room, room_name, sender, .. } = inbound;
            assert_eq!(room.id, room_name);
            format!(
                "{} {} {} {}",
                room.id, sender.user.name, sender.user.account.id, sender.moderator
            )
        })
        .collect();
    let expected = [
        "room Ana ana false",
        "room Ana ana true",
        "team BO bo false",
        "team ana ana true",
        "team ana ana false",
    ];
    assert_eq!(rows, expected);
}

#[test]
fn a_deed_finds_the_message_it_is_meant_for() {
    let mut scene = Scene::new("", Called::default());
    let private = Message {
        only_for: Some(UserRef { network: super::super::CONSOLE, id: "ana".to_owned() }),
        ..card(&["Sure"])
    };
    for (id, message) in [
        ("card", card(&["✅ Going", "Maybe", "Maybe not"])),
        ("private", private),
        ("words", text("Done.")),
    ] {
        scene.deliver(send(id, message));
    }
    let lines = [
        "bo: +✅",
        ">when?",
        "[1]",
        "[maybe]",
        "[going m1]",
        "[may]",
        "+✅ m3",
        "[1 m3]",
        "[1 m2]",
        "ana: [1]",
        "+✅",
        "[1 m1]",
        "[0]",
        "[9]",
    ];
    let done: Vec<_> = typed(&mut scene, &lines)
        .into_iter()
        .map(|inbound| match inbound.action {
            Action::Say(said) => format!("{} to {}", said.text, said.reply_to.unwrap().0),
            Action::React { to, emoji, .. } => format!("{emoji} on {}", to.0),
            Action::Press { to, button } => format!("{button} on {}", to.0),
            other => panic!("{other:?}"),
        })
        .collect();
    let expected = [
        "✅ on card",
        "when? to card",
        "id of ✅ Going on card",
        "id of Maybe on card",
        "id of ✅ Going on card",
        "✅ on words",
        "id of Sure on private",
        "✅ on card",
        "id of ✅ Going on card",
    ];
    assert_eq!(done, expected);
}

#[test]
fn a_question_catches_only_what_it_asks_for() {
    let mut scene = Scene::new("", Called::default());
    let buttons = |ids: &[&str]| {
        let button = |id: &&str| Button { id: (*id).to_owned(), label: (*id).to_owned() };
        ids.iter().map(button).collect()
    };
    let reactions = ["✅", "🤔", "❌"].map(str::to_owned).to_vec();
    let lunch = Message { buttons: buttons(&["yes #1", "no #1"]), reactions, ..text("Lunch") };
    let proposed =
        Message { buttons: buttons(&["accept #1 bo", "decline #1 bo"]), ..text("Thu 15:00?") };
    let file = Message {
        only_for: Some(UserRef { network: super::super::CONSOLE, id: "ana".to_owned() }),
        buttons: buttons(&["yes", "no"]),
        ..text("Shall I make a meeting of that file?")
    };
    for (id, message) in [("lunch", lunch), ("proposed", proposed), ("file", file)] {
        scene.deliver(send(id, message));
    }
    for (line, to) in [
        ("ana: +yes", "lunch"),
        ("-yes", "lunch"),
        ("+👍", "lunch"),
        ("+yes m2", "proposed"),
        (">yes", "file"),
        (">No, thanks", "file"),
        (">accept", "proposed"),
        (">when?", "proposed"),
        (">m1 yes", "lunch"),
        ("bo: >yes", "lunch"),
    ] {
        let done = typed(&mut scene, &[line]).remove(0).action;
        let on = match done {
            Action::Say(said) => said.reply_to.unwrap(),
            Action::React { to, .. } | Action::Unreact { to, .. } => to,
            other => panic!("{other:?}"),
        };
        assert_eq!(on.0, to, "{line}");
    }
}

#[test]
fn a_message_stands_once_and_changes_in_place() {
    let mut scene = Scene::new("", Called::default());
    assert_eq!(scene.deliver(send("a", text("one"))), Change::New(0));
    assert_eq!(scene.deliver(send("a", text("one"))), Change::Nothing);
    assert_eq!(scene.deliver(edit("a", text("one"))), Change::Nothing);
    assert_eq!(scene.deliver(edit("a", text("two"))), Change::Redrawn(0));
    assert_eq!(scene.deliver(edit("older", text("from before"))), Change::New(1));
    let shown: Vec<_> = scene
        .entries()
        .map(|entry| match &entry.body {
            Body::Card(card) => format!("{} {}", card.handle(), card.text),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(shown, ["m1 two", "m2 from before"]);
}

#[test]
fn a_message_whose_id_is_that_of_a_line_is_shown() {
    let mut scene = Scene::new("", Called::default());
    let inbound = typed(&mut scene, &["ana: hi"]).remove(0);
    let answer = Message { thread: Some(MessageId(inbound.id.clone())), ..text("hi") };
    assert_eq!(scene.deliver(send(&inbound.id, answer)), Change::New(1));
    let Body::Card(card) = &scene.entry(1).unwrap().body else { panic!("no card") };
    assert_eq!(card.marks, "↳ ana");
}

#[test]
fn old_entries_go() {
    let mut scene = Scene::new("", Called::default());
    for n in 0..KEPT + 5 {
        scene.deliver(send(&n.to_string(), text("x")));
    }
    assert_eq!(scene.entries().count(), KEPT);
    assert!(scene.entry(4).is_none() && scene.entry(KEPT + 5).is_none());
    assert_eq!(scene.entry(5).unwrap().number, 5);
    assert_eq!(scene.deliver(edit("7", text("y"))), Change::Redrawn(7));
}

proptest::proptest! {
    #[test]
    fn whatever_is_typed_only_harmless_text_stands_in_the_room(
        lines in proptest::collection::vec("(ana: ?)?[-+>\\[/!]?(m1 ?)?\\PC{0,12}[\u{0}-\u{ff}\u{202a}-\u{202e}]{0,6}", 1..8),
    ) {
        let mut scene = Scene::new("", Called::default());
        scene.deliver(send("card", card(&["Going"])));
        for line in &lines {
            scene.enter(line, &SeededIds::new(1));
        }
        for entry in scene.entries() {
            let text = match &entry.body {
                Body::Card(card) => card.text.clone(),
                Body::Said { who, text, .. } | Body::Did { who, text } => format!("{}{text}", who.shown()),
                Body::Note(text) => text.clone(),
            };
            let steers = |c: char| c != '\n' && super::super::clean::is_hidden(c);
            proptest::prop_assert!(!text.contains(steers), "{text:?}");
        }
    }
}
