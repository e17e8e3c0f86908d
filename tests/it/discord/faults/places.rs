//! What is taken away from the bot: servers, channels, cards.

use super::{super::play, Stage, WHEN, with_a_card};

#[test]
fn taken_out_of_a_server_and_brought_back_it_goes_on() {
    play(async {
        // Brought back, it has no role yet that lets it make events.
        let mut stage = Stage::open_with("events = false").await;
        let card = stage.meeting("Lunch", WHEN).await;
        let bot = stage.fake.bot;
        stage.olga.kicks_bot(bot);
        stage.olga.invites_bot(bot);
        stage.shows("Hello! I plan").await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        stage.ends_well();
    });
}

#[test]
fn a_server_that_discord_loses_for_a_while_is_not_left() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let (guild, bot) = (stage.fake.guild, stage.fake.bot);
        let faults = stage.fake.faults();
        faults.lose_guild(guild, bot, true);
        faults.lose_guild(guild, bot, false);
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2").await;
        let seen = stage.bo.sees(stage.fake.general);
        assert!(!seen.contains("Hello!"), "it greets nobody who knows it:\n{seen}");
        stage.ends_well();
    });
}

#[test]
fn a_channel_that_is_deleted_takes_its_cards_along() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let random = stage.fake.random;
        let there = stage.ana.at(random);
        there.slash(&format!("/meet new title:Walk when:{WHEN}")).await;
        stage.card(random, "Walk").await;
        stage.olga.deletes_channel(random);
        // In turn behind that, so that the bot knows.
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        stage.ends_well();
    });
}

#[test]
fn a_channel_that_is_deleted_while_the_bot_is_away_is_known_to_be_gone() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let random = stage.fake.random;
        stage.ana.at(random).slash(&format!("/meet new title:Walk when:{WHEN}")).await;
        stage.card(random, "Walk").await;
        stage.bot.stop();
        stage.olga.deletes_channel(random);
        // The bot looks for the card there.
        stage.fake.expect(10003, 1);
        stage.bot.start();
        stage.bo.reacts(card, "✅");
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        stage.ends_well();
    });
}

#[test]
fn a_card_that_is_deleted_is_not_edited_and_comes_when_asked_for() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        stage.olga.deletes(card);
        stage.ana.slash("/meet move meeting:#1 when:2027-03-05 16:00").await;
        assert_eq!(stage.cards("Lunch"), 0, "{}", stage.ana.sees(stage.fake.general));
        stage.ana.slash("/meet show meeting:#1").await;
        let card = stage.card(stage.fake.general, "Lunch").await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}
