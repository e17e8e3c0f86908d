//! What goes wrong with requests: lost answers, illness, limits.

use std::time::Duration;

use super::{
    super::{
        fake::{
            limits::{Pace, Paces},
            trouble::Trouble,
        },
        play,
    },
    LIST, Stage, WHEN, with_a_card,
};

const POST: &str = "POST /channels/{id}/messages";
const EDIT: &str = "PATCH /channels/{id}/messages/{id}";
const FIRST: &str = "POST /interactions/{id}/{token}/callback";
const ANSWER: &str = "PATCH /webhooks/{id}/{token}/messages/@original";

/// Requests of a route go wrong while a meeting is made, answered and looked at.
fn survived(route: &str, troubles: &[Trouble]) {
    play(async {
        let (mut stage, card) = with_a_card().await;
        for trouble in troubles {
            stage.fake.trouble(route, *trouble, 1);
        }
        stage.goes_on("Supper").await;
        assert_eq!(stage.bo.press(card, "❌ Can't").await.said, "");
        stage.reads(card, "Can't (1): bo").await;
        let listed = stage.ana.slash(LIST).await;
        assert!(listed.said.contains("Lunch") && listed.said.contains("Supper"), "{}", listed.said);
        assert_eq!(stage.cards("Lunch") + stage.cards("Supper"), 2);
        // The first answer came, and Discord says so.
        stage.fake.expect(40060, troubles.len());
        stage.ends_well();
    });
}

#[test]
fn a_lost_answer_makes_no_second_card() {
    survived(POST, &[Trouble::Lost]);
}

#[test]
fn a_card_waits_until_discord_is_well() {
    survived(POST, &[500, 502, 503].map(Trouble::Broken));
}

#[test]
fn an_edit_waits_until_discord_is_well() {
    survived(EDIT, &[Trouble::Lost, Trouble::Cut, Trouble::Broken(500), Trouble::Broken(503)]);
}

#[test]
fn an_interaction_is_acknowledged_whatever_becomes_of_the_first_try() {
    for trouble in [Trouble::Lost, Trouble::Cut, Trouble::Broken(502)] {
        survived(FIRST, &[trouble]);
    }
}

#[test]
fn an_answer_comes_whatever_becomes_of_the_first_tries() {
    survived(ANSWER, &[Trouble::Lost, Trouble::Cut, Trouble::Broken(500), Trouble::Broken(502)]);
}

#[test]
fn a_card_whose_answer_never_comes_is_there_once() {
    play(async {
        let mut stage = Stage::open().await;
        stage.fake.trouble(POST, Trouble::Held, 1);
        let asked = stage.ana.types(&format!("/meet new title:Lunch when:{WHEN}"));
        stage.card(stage.fake.general, "Lunch").await;
        // Nothing else waits for it.
        let listed = stage.bo.slash(LIST).await;
        assert!(listed.said.contains("Lunch"), "{}", listed.said);
        stage.fake.calm();
        stage.ana.outcome(asked).await;
        assert_eq!(stage.cards("Lunch"), 1);
        stage.goes_on("Supper").await;
        stage.ends_well();
    });
}

#[test]
fn what_comes_too_fast_for_a_channel_waits_for_its_turn() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        let slow = Pace { requests: 2, per: Duration::from_millis(700) };
        stage.fake.pace(Paces { sends: slow, edits: slow, ..Paces::QUICK });
        let titles = ["One", "Two", "Three", "Four", "Five", "Six"];
        let asked =
            titles.map(|title| stage.ana.types(&format!("/meet new title:{title} when:{WHEN}")));
        stage.bo.press(card, "✅ Going").await;
        for (title, asked) in titles.into_iter().zip(asked) {
            stage.card(stage.fake.general, title).await;
            stage.ana.outcome(asked).await;
            assert_eq!(stage.cards(title), 1);
        }
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}

#[test]
fn while_discord_takes_nothing_only_interactions_are_answered() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        stage.fake.trouble(POST, Trouble::Global(Duration::from_secs(3)), 1);
        let asked = stage.ana.types(&format!("/meet new title:Supper when:{WHEN}"));
        stage.is_refused(POST).await;
        assert_eq!(stage.bo.press(card, "✅ Going").await.said, "");
        stage.card(stage.fake.general, "Supper").await;
        stage.reads(card, "Going (2").await;
        stage.ana.outcome(asked).await;
        assert_eq!(stage.cards("Supper"), 1);
        stage.ends_well();
    });
}

#[test]
fn a_page_that_says_too_many_is_obeyed_without_knowing_for_how_long() {
    play(async {
        let (mut stage, _) = with_a_card().await;
        stage.fake.trouble(POST, Trouble::Page429, 1);
        let before = stage.fake.journal().len();
        stage.goes_on("Supper").await;
        let journal = stage.fake.journal();
        let refused = journal.iter().position(|entry| entry.status == 429).unwrap();
        let limited =
            |route: &str| !route.contains("/interactions/") && !route.contains("/webhooks/");
        let next = journal[refused.max(before) + 1..].iter().find(|entry| limited(&entry.route));
        let waited = next.unwrap().at.saturating_sub(journal[refused].at);
        assert!(waited >= Duration::from_secs(9), "{waited:?}");
        stage.ends_well();
    });
}

#[test]
fn what_others_used_up_is_waited_for() {
    survived(POST, &[Trouble::Shared(Duration::from_secs(2))]);
}

#[test]
fn a_token_that_is_taken_back_ends_it() {
    play(async {
        let (mut stage, card) = with_a_card().await;
        "new".clone_into(
            &mut stage.fake.world().applications.get_mut(&stage.fake.bot).unwrap().token,
        );
        stage.fake.expect(401, 5);
        stage.bo.taps(card, "✅ Going");
        assert!(!stage.bot.ends());
        let said = stage.bot.said();
        assert!(said.contains("Discord does not take the bot's token. Make a new one"), "{said}");
        // With the new one it goes on where it was.
        std::fs::write(stage.bot.file("token"), "new").unwrap();
        stage.bot.start();
        stage.reads(card, "Going (2").await;
        stage.ends_well();
    });
}

impl Stage {
    /// Waits until a request of a route was answered 429.
    async fn is_refused(&self, route: &str) {
        let refused = || self.fake.asked(route).iter().any(|entry| entry.status == 429);
        assert!(self.ana.until(|_| refused().then_some(())).await.is_some());
    }
}
