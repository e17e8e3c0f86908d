//! The bot comes into rooms, is put out of them, and goes along when one takes the place of another.

use serde_json::json;

use super::{play, stage::Stage};

#[test]
fn a_room_that_is_replaced_takes_its_meetings_along() {
    play(async {
        let Some(stage) = Stage::open(false).await else { return };
        stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        let settings = json!({
            "name": "Team, again", "invite": [stage.bot.id, stage.bo.id],
            "predecessor": { "room_id": stage.room, "event_id": "$last" },
        });
        let made = stage.people.ask("ana", "create_room", settings).await;
        let next = made["room"].as_str().unwrap();
        let tombstone = json!({ "body": "We have moved.", "replacement_room": next });
        stage.ana.set_state(&stage.room, "m.room.tombstone", &tombstone).await;
        let card = stage
            .ana
            .wait_for("the card in the other room", |event| {
                event.room == next && stage.is_said(event) && event.body().starts_with("Lunch\n")
            })
            .await;
        stage.bo.join(next).await;
        stage.bo.react(next, &card.id(), "✅").await;
        stage.shows(&card.id(), "Going (2 of 2)").await;
    });
}

#[test]
fn whoever_is_not_on_the_list_is_turned_down() {
    play(async {
        let Some(stage) = Stage::open_with(false, &json!({}), "allow = [\"@ana:*\"]").await else {
            return;
        };
        let room = stage.bo.create_room("Elsewhere", false, &[&stage.bot.id]).await;
        let gone = |event: &super::people::Event| {
            event.room == room && event.is_member("leave", &stage.bot.id)
        };
        stage.bo.wait_for("the bot's no", gone).await;
    });
}

#[test]
fn put_out_of_a_room_it_comes_back_when_it_is_asked() {
    play(async {
        let Some(stage) = Stage::open(false).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.ana.kick(&stage.room, &stage.bot.id).await;
        stage.ana.say(&stage.room, "!meet While away tomorrow 13:00").await;
        stage.ana.invite(&stage.room, &stage.bot.id).await;
        let back = |events: &[&super::people::Event]| {
            let comes = |event: &&&super::people::Event| {
                event.room == stage.room && event.is_member("join", &stage.bot.id)
            };
            (events.iter().filter(comes).count() > 1).then_some(())
        };
        stage.people.until("ana", "the bot again", back).await;
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.shows(&card, "Going (2 of 2)").await;
        // What was said meanwhile was said to others.
        stage.meeting("Supper", "tomorrow 19:00").await;
        assert_eq!(stage.count("While away"), 0);
    });
}

#[test]
fn a_bot_with_nothing_but_its_account_leaves_alone_what_was_said_before() {
    play(async {
        let Some(mut stage) = Stage::open(false).await else { return };
        stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.bot.stop();
        std::fs::remove_dir_all(stage.bot.keys()).unwrap();
        for file in ["convene.db", "convene.db-wal", "convene.db-shm"] {
            drop(std::fs::remove_file(stage.bot.file(file)));
        }
        stage.bot.start();
        // It listens once the invitation to another room is accepted; then it is asked in the old one.
        let other = stage.ana.create_room("Other", false, &[&stage.bot.id]).await;
        stage.ana.wait_for_member(&other, &stage.bot.id).await;
        stage.meeting("Supper", "tomorrow 19:00").await;
        let lunches =
            stage.ana.seen(|event| stage.is_said(event) && event.body().starts_with("Lunch\n"));
        assert_eq!(lunches.len(), 1, "{lunches:?}");
    });
}

#[test]
fn a_second_bot_with_the_same_folder_is_refused() {
    play(async {
        let Some(mut stage) = Stage::open(false).await else { return };
        stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        let said = stage.bot.second(&[]);
        assert!(said.contains("another bot runs with the database"), "{said}");
        let elsewhere = stage.bot.second(&[("CONVENE_STORE_URL", "sqlite:other.db")]);
        assert!(elsewhere.contains("another program runs with the folder"), "{elsewhere}");
        stage.bot.stop();
    });
}

#[test]
fn invited_to_a_space_it_comes_to_the_rooms_of_the_space_too() {
    play(async {
        let Some(stage) = Stage::open(false).await else { return };
        let make = async |settings| {
            let made = stage.people.ask("ana", "create_room", settings).await;
            made["room"].as_str().unwrap().to_owned()
        };
        let room = async |name: &str| make(json!({ "name": name, "preset": "public_chat" })).await;
        let (first, later) = (room("First").await, room("Later").await);
        let locked = make(json!({ "name": "Locked", "preset": "private_chat" })).await;
        let space = make(json!({ "name": "Everybody", "space": true })).await;
        for room in [&locked, &first] {
            stage.ana.add_to_space(&space, room).await;
        }
        let comes = async |room: &str| {
            let said = |event: &super::people::Event| event.room == room && stage.is_said(event);
            let hello = stage.ana.wait_for("the bot in a room of the space", said).await;
            assert!(hello.body().contains("!meet"), "{}", hello.body());
        };
        stage.ana.invite(&space, &stage.bot.id).await;
        comes(&first).await;
        stage.ana.add_to_space(&space, &later).await;
        comes(&later).await;
        // A space is no room to talk in, and a room that needs an invitation of its own waits for it.
        let strays = |events: &[&super::people::Event]| {
            let stray = |event: &&&super::people::Event| {
                [&space, &locked].contains(&&event.room) && stage.is_said(event)
            };
            Some(events.iter().filter(stray).count())
        };
        assert_eq!(stage.people.until("ana", "nothing", strays).await, 0);
    });
}
