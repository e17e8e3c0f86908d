//! One meeting on Matrix and on Discord: a real homeserver on one side, the fake Discord on the other, one bot between them,
//! and one list of answers.

use convene::clock::{Clock as _, SystemClock};
use serde_json::json;

use super::{bot::Bot, homeserver::Homeserver, shared::word_in, stage::Stage};
use crate::discord::fake::{self, Fake, TOKEN, gateway::Began};

/// A bot that is on both networks.
fn on_both(homeserver: &Homeserver, fake: &Fake) -> Bot {
    let files = [("token", TOKEN), ("certificate.pem", &*fake.certificate)];
    let address = fake.address.to_string();
    let at =
        [("CONVENE_DISCORD_AT", &*address), ("CONVENE_DISCORD_CERTIFICATE", "certificate.pem")];
    Bot::new(homeserver, "\n[network.discord]\ntoken_file = \"token\"", &files, &at)
}

fn one_meeting_is_on_two_networks(encrypted: bool) {
    super::play(async {
        let now = SystemClock.now().timestamp_millis();
        let fake =
            Fake::start(fake::Settings { now, running: true, ..fake::Settings::default() }).await;
        let opened =
            Stage::open_as(encrypted, &json!({}), |homeserver| on_both(homeserver, &fake)).await;
        let Some(mut stage) = opened else { return };
        fake.faults().waits_for_bot(Began::Identified, 1).await;
        let dora = fake.member("dora");
        dora.until(|world| (!world.commands.is_empty()).then_some(())).await.unwrap();

        // Made on Matrix, answered on Discord.
        let card = stage.meeting("Lunch", "tomorrow 12:30 @bo").await;
        stage.ana.say(&stage.room, "!meet share #1").await;
        let word = word_in(stage.hears(&stage.ana, "in another room").await.body());
        dora.slash(&format!("/meet share word:{word}")).await;
        let there = dora.until(|world| {
            let lunch = |one: &&fake::world::Message| {
                one.embeds.iter().any(|embed| embed["title"] == "Lunch")
            };
            world.messages.values().find(lunch).map(|one| one.id)
        });
        let there = there.await.expect("the card on Discord");
        dora.press(there, "✅ Going").await;
        stage.shows(&card, "Going (2 of 3): ana, dora").await;
        stage.bo.react(&stage.room, &card, "🤔").await;
        dora.waits_on(there, |seen| seen.contains("Maybe (1)") && seen.contains("bo")).await;

        // What the organizer changes on one is seen and told on both; who changed their mind is on one list.
        stage.ana.say(&stage.room, "!meet move #1 to 13:00").await;
        stage.shows(&card, "no answer (2): bo, dora").await;
        dora.waits_for(fake.general, |seen| seen.contains("ana moved")).await;
        dora.press(there, "❌ Can't").await;
        stage.shows(&card, "Can't (1): dora").await;

        // A proposal from Discord is decided on Matrix.
        dora.slash("/meet propose meeting:#1 when:15:00").await;
        stage.shows(&card, "dora proposes").await;
        stage.ana.say(&stage.room, "!meet accept #1").await;
        stage.shows(&card, "15:00–16:00 UTC ·").await;
        dora.waits_on(there, |seen| !seen.contains("proposes")).await;

        // The bot was away while somebody answered on Matrix: both cards have it.
        stage.bot.stop();
        stage.bo.react(&stage.room, &card, "✅").await;
        stage.bot.start();
        stage.shows(&card, "Going (3 of 3): ana").await;
        dora.waits_on(there, |seen| seen.contains("Going (3 of 3)")).await;

        stage.ana.say(&stage.room, "!meet cancel #1").await;
        stage.shows(&card, "CANCELLED: Lunch").await;
        dora.waits_on(there, |seen| seen.contains("CANCELLED")).await;
        assert_eq!(fake.verify(), Vec::<String>::new());
    });
}

#[test]
fn a_plain_room_and_a_channel_have_one_list_of_answers() {
    one_meeting_is_on_two_networks(false);
}

#[test]
fn an_encrypted_room_and_a_channel_have_one_list_of_answers() {
    one_meeting_is_on_two_networks(true);
}
