//! What goes wrong with the gateway: connections, sessions, events.

use std::time::Duration;

use super::{
    super::{
        fake::{faults::Faults, gateway::Began, trouble::Trouble},
        play,
    },
    LIST, Stage, WHEN, joined, with_a_card,
};

/// The time of the fake's for which a session is not remembered.
const OUTAGE: Duration = Duration::from_mins(10);

/// How often a heartbeat is due where one is to be missed, and where none is.
const BEAT: Duration = Duration::from_secs(2);
const USUAL: Duration = Duration::from_millis(41_250);

/// Something happens to the connection, and bo answers by a reaction before the bot is back.
fn survived(comes: Began, fault: impl Fn(&Faults)) {
    play(async {
        let (stage, card) = with_a_card().await;
        is_survived(stage, card, comes, fault).await;
    });
}

async fn is_survived(mut stage: Stage, card: u64, comes: Began, fault: impl Fn(&Faults)) {
    let faults = stage.fake.faults();
    let came = times(&faults, comes);
    fault(&faults);
    stage.bo.reacts(card, "✅");
    faults.waits_for_bot(comes, came + 1).await;
    stage.reads(card, "Going (2").await;
    stage.bo.unreacts(card, "✅");
    stage.reads(card, "no answer (1)").await;
    stage.goes_on("Supper").await;
    stage.ends_well();
}

fn times(faults: &Faults, how: Began) -> usize {
    faults.visits().iter().filter(|visit| visit.began == Some(how)).count()
}

#[test]
fn the_connection_is_cut() {
    survived(Began::Resumed, Faults::cut);
}

#[test]
fn discord_asks_to_come_again() {
    survived(Began::Resumed, Faults::ask_to_reconnect);
}

#[test]
fn the_session_is_not_valid_now_and_can_be_resumed() {
    survived(Began::Resumed, |faults| faults.invalidate(true));
}

#[test]
fn the_session_is_not_valid_any_more() {
    survived(Began::Identified, |faults| faults.invalidate(false));
}

#[test]
fn the_session_is_forgotten_and_the_connection_cut() {
    survived(Began::Identified, |faults| {
        faults.forget_sessions();
        faults.cut();
    });
}

#[test]
fn the_connection_is_closed_and_can_be_resumed() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let faults = stage.fake.faults();
        for (place, code) in [4000, 4001, 4002, 4005, 4008].into_iter().enumerate() {
            faults.close(Some(code));
            let (emoji, shown) =
                if place % 2 == 0 { ("✅", "Going (2") } else { ("❌", "Can't (1") };
            stage.bo.reacts(card, emoji);
            stage.reads(card, shown).await;
            assert_eq!(times(&faults, Began::Resumed), place + 1, "{code:?}");
            stage.bo.unreacts(card, emoji);
            stage.reads(card, "no answer (1)").await;
        }
        stage.ends_well();
    });
}

#[test]
fn the_connection_is_closed_with_1000() {
    survived(Began::Resumed, |faults| faults.close(Some(1000)));
}

#[test]
fn the_connection_is_closed_because_of_the_sequence() {
    survived(Began::Identified, |faults| faults.close(Some(4007)));
}

#[test]
fn the_connection_is_closed_because_the_session_timed_out() {
    survived(Began::Identified, |faults| faults.close(Some(4009)));
}

/// The bot ends with a sentence, because coming again would change nothing.
fn ends_it(code: u16, sentence: &str) {
    play(async {
        let (mut stage, _) = with_a_card().await;
        let faults = stage.fake.faults();
        faults.turn_away(Some(code));
        faults.forget_sessions();
        faults.close(Some(code));
        assert!(!stage.bot.ends());
        assert!(stage.bot.said().contains(sentence), "{}", stage.bot.said());
        assert_eq!(stage.fake.verify(), Vec::<String>::new());
    });
}

#[test]
fn a_token_that_is_none_ends_it() {
    ends_it(4004, "Discord does not take the bot's token. Make a new one in the developer portal");
}

#[test]
fn intents_that_are_not_known_end_it() {
    ends_it(4013, "Discord does not grant the events that I ask for");
}

#[test]
fn intents_that_are_not_granted_end_it() {
    ends_it(4014, "Discord does not grant the events that I ask for");
}

/// The same, noticed by a heartbeat alone.
fn noticed(fault: impl Fn(&Faults)) {
    play(async {
        let mut stage = Stage::set("").await;
        stage.fake.faults().heartbeat_every(BEAT);
        stage.bot.start();
        stage.is_ready().await;
        stage.fake.faults().heartbeat_every(USUAL);
        let card = stage.meeting("Lunch", WHEN).await;
        is_survived(stage, card, Began::Identified, fault).await;
    });
}

#[test]
fn a_connection_that_is_open_and_dead_is_noticed() {
    noticed(Faults::freeze);
}

#[test]
fn a_connection_that_is_closed_without_a_code_is_noticed() {
    noticed(|faults| faults.close(None));
}

#[test]
fn a_connection_that_is_closed_because_nobody_authenticated_is_noticed() {
    noticed(|faults| faults.close(Some(4003)));
}

#[test]
fn heartbeats_that_nobody_acknowledges_are_noticed() {
    play(async {
        let mut stage = Stage::set("").await;
        stage.fake.faults().heartbeat_every(BEAT);
        stage.bot.start();
        stage.is_ready().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let faults = stage.fake.faults();
        faults.heartbeat_every(USUAL);
        faults.mute(true);
        faults.waits_for(|visits| visits.first().is_some_and(|visit| visit.over)).await;
        faults.mute(false);
        faults.ask_for_heartbeat();
        stage.bo.reacts(card, "✅");
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        stage.ends_well();
    });
}

#[test]
fn after_ten_minutes_without_discord_everything_is_known() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let supper = stage.meeting("Supper", WHEN).await;
        let cleo = joined(&stage.fake, "cleo", "UTC");
        cleo.reacts(card, "❌");
        stage.reads(card, "Can't (1): cleo").await;
        stage.fake.trouble("*", Trouble::Cut, usize::MAX);
        let faults = stage.fake.faults();
        faults.outage(OUTAGE);
        faults.waits_for(|visits| visits.iter().all(|visit| visit.over)).await;
        stage.bo.reacts(card, "✅");
        cleo.unreacts(card, "❌");
        stage.olga.deletes(supper);
        stage.fake.advance(OUTAGE);
        stage.fake.calm();
        faults.waits_for_bot(Began::Identified, 2).await;
        let seen = stage.reads(card, "Going (2").await;
        assert!(seen.contains("no answer (1): cleo"), "{seen}");
        // That the other card is gone is found out once, and it is not edited any more: that would be refused again.
        stage.fake.expect(10008, 1);
        stage.ana.slash("/meet move meeting:#2 when:2027-03-05 20:00").await;
        stage.goes_on("Breakfast").await;
        stage.ends_well();
    });
}

#[test]
fn a_card_that_cannot_be_looked_at_is_looked_at_later() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let route = "GET /channels/{id}/messages/{id}";
        stage.bot.stop();
        stage.bo.reacts(card, "✅");
        stage.fake.trouble(route, Trouble::Broken(503), 2);
        stage.fake.trouble(route, Trouble::Cut, 1);
        stage.bot.start();
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}

#[test]
fn reactions_of_the_time_when_the_bot_was_not_there_are_counted() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let [cleo, dan] = ["cleo", "dan"].map(|name| joined(&stage.fake, name, "UTC"));
        for member in [&stage.bo, &cleo] {
            member.reacts(card, "✅");
        }
        stage.reads(card, "Going (3").await;
        stage.bot.stop();
        stage.bo.unreacts(card, "✅");
        dan.reacts(card, "❌");
        stage.bot.start();
        let seen = stage.reads(card, "Can't (1): dan").await;
        assert!(seen.contains("Going (2"), "{seen}");
        assert!(seen.contains("no answer (1): bo"), "{seen}");
        stage.ends_well();
    });
}

#[test]
fn events_that_nobody_knows_and_nonsense_do_no_harm() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let faults = stage.fake.faults();
        faults.invent_fields(true);
        faults.tell_unknown_event();
        faults.tell_nonsense();
        stage.bo.reacts(card, "✅");
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        assert_eq!(faults.beginnings().len(), 1, "the connection stayed");
        stage.ends_well();
    });
}

#[test]
fn what_is_told_twice_is_done_once() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        stage.fake.faults().double(true);
        stage.bo.reacts(card, "✅");
        stage.reads(card, "Going (2").await;
        stage.goes_on("Supper").await;
        let listed = stage.ana.slash(LIST).await;
        assert_eq!(listed.said.matches("Supper").count(), 1, "{}", listed.said);
        stage.ends_well();
    });
}

#[test]
fn what_is_told_in_another_order_is_done_all_the_same() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let faults = stage.fake.faults();
        let [cleo, dan] = ["cleo", "dan"].map(|name| joined(&stage.fake, name, "UTC"));
        faults.hold_events();
        cleo.reacts(card, "✅");
        dan.reacts(card, "❌");
        stage.bo.taps(card, "🤔 Maybe");
        stage.ana.types("/meet new title:Supper when:2027-03-06 19:00");
        faults.release_reversed();
        stage.card(stage.fake.general, "Supper").await;
        let read = |read: &str| {
            ["Going (2", "Maybe (1", "Can't (1"].iter().all(|count| read.contains(count))
        };
        stage.bo.waits_on(card, read).await;
        stage.ends_well();
    });
}
