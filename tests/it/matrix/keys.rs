//! Devices and keys: they are lost, they are new, or a room begins to need them.

use std::fs;

use serde_json::json;

use super::{
    people::Event,
    person::Person,
    play,
    stage::{CONTROLS, Stage},
};

#[test]
fn a_bot_that_lost_its_keys_takes_its_identity_back() {
    play(async {
        let Some(mut stage) = Stage::open(true).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.bot.stop();
        fs::remove_dir_all(stage.bot.keys()).unwrap();
        stage.bot.start();
        // A reaction needs no key, so it shows when the bot is there again.
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.shows(&card, "Going (2 of 2)").await;
        stage.meeting("Supper", "tomorrow 19:00").await;
        assert!(stage.bot.said().contains("recovered my identity"), "it has a new identity");
    });
}

#[test]
fn a_new_device_of_somebodys_is_heard_and_answered() {
    play(async {
        let Some(stage) = Stage::open(true).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        let telephone = stage.people.device("bo's telephone", "bo").await;
        telephone.say(&stage.room, "!meet maybe lunch the train").await;
        stage.ana.wait_until_shows(&card, "Maybe (1): bo (the train)").await;
        stage.meeting("Supper", "tomorrow 19:00").await;
        telephone
            .wait_for("the card, decrypted", |event| {
                stage.is_said(event) && event.encrypted && event.body().starts_with("Supper\n")
            })
            .await;
    });
}

#[test]
fn whoever_keeps_their_keys_from_it_is_told_once() {
    play(async {
        let Some(stage) = Stage::open(true).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.bo.shun(&stage.bot.id).await;
        stage.bo.say(&stage.room, "!meet yes lunch").await;
        stage.bo.say(&stage.room, "!meet yes lunch, please").await;
        stage.hears(&stage.bo, "I cannot decrypt what you wrote").await;
        // A reaction is never encrypted.
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.shows(&card, "Going (2 of 2)").await;
        stage.meeting("Supper", "tomorrow 19:00").await;
        assert_eq!(stage.count("I cannot decrypt"), 1);
    });
}

#[test]
fn a_room_can_be_encrypted_later() {
    play(async {
        let Some(mut stage) = Stage::open(false).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.ana.encrypt(&stage.room).await;
        stage.encrypted = true;
        stage.meeting("Supper", "tomorrow 19:00").await;
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.shows(&card, "Going (2 of 2)").await;
        let plain = stage.ana.seen(|event| {
            stage.is_said(event) && event.body().contains("Supper") && !event.encrypted
        });
        assert!(plain.is_empty(), "{plain:?}");
    });
}

#[test]
fn whoever_verified_it_sees_no_warning_also_after_it_lost_its_keys() {
    play(async {
        let Some(mut stage) = Stage::open(true).await else { return };
        let eve = stage.joined_by_verifier("eve").await;
        let no_warning = async |stage: &Stage, title: &str| {
            let id = stage.meeting(title, "tomorrow 12:00").await;
            let is_card = |event: &Event| {
                stage.is_said(event)
                    && event.content["body"].as_str().is_some_and(|body| body.starts_with(title))
            };
            let card = eve.wait_for("the card", is_card).await;
            assert_eq!(card.shield, Some(0), "{card}");
            id
        };
        no_warning(&stage, "Breakfast").await;
        eve.verify(&stage.room, &stage.bot.id).await;
        is_trusted(&eve, &stage).await;
        let card = no_warning(&stage, "Lunch").await;
        stage.bot.stop();
        fs::remove_dir_all(stage.bot.keys()).unwrap();
        stage.bot.start();
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.shows(&card, "Going (2").await;
        no_warning(&stage, "Supper").await;
        is_trusted(&eve, &stage).await;
    });
}

#[test]
fn what_it_says_in_two_rooms_at_once_waits_for_nobodys_keys() {
    play(async {
        // Nobody else sees that the library waits for keys until it gives up.
        let log = "[log]\nlevel = \"info,matrix_sdk_crypto=warn\"";
        let Some(mut stage) = Stage::open_with(true, &json!({}), log).await else { return };
        let Stage { ana, bo, .. } = &stage;
        let other = ana.create_room("Choir", true, &[&bo.id, &stage.bot.id]).await;
        bo.join(&other).await;
        ana.wait_for_member(&other, &stage.bot.id).await;
        stage.bot.stop();
        for number in 0..15 {
            for room in [&stage.room, &other] {
                stage.ana.say(room, &format!("!meet new Talk{number} tomorrow 12:00")).await;
            }
        }
        stage.bot.start();
        for room in [&stage.room, &other] {
            let is_last = |event: &Event| {
                stage.is_said(event) && event.room == *room && event.body().starts_with("Talk14\n")
            };
            let card = stage.ana.wait_for("the last card", is_last).await;
            stage.has_controls(&card, &CONTROLS).await;
        }
        let log = stage.bot.said();
        assert!(!log.contains("did not finish yet"), "it waited for keys:\n{log}");
    });
}

/// It is verified by eve, its identity is the one that she knows, and every device of its account is its own.
async fn is_trusted(eve: &Person, stage: &Stage) {
    let trust = eve.trust(&stage.bot.id).await;
    assert_eq!((&trust["verified"], &trust["changed"]), (&json!(true), &json!(false)));
    let signed = trust["signed"].as_array().unwrap();
    assert!(!signed.is_empty() && signed.iter().all(|signed| *signed == true), "{trust}");
}
