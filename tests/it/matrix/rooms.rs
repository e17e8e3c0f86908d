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
    });
}
