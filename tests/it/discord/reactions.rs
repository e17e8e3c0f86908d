//! Reactions as controls, beside the buttons.

use super::{play, stage::Stage};

const WHEN: &str = "2027-03-05 15:00";

#[test]
fn reactions_and_buttons_lead_to_the_same_answer() {
    play(async {
        let mut stage = Stage::open_with("reactions = true").await;
        let card = stage.meeting("Lunch", WHEN).await;
        stage.shows("✅ 1, 🤔 1, ❌ 1").await;
        stage.bo.reacts(card, "✅");
        stage.shows("Going (2").await;
        stage.bo.press(card, "🤔 Maybe").await;
        stage.shows("Maybe (1").await;
        stage.bo.reacts(card, "❌");
        stage.shows("Can't (1").await;
        stage.bo.unreacts(card, "❌");
        stage.bo.waits_for(stage.fake.general, |seen| !seen.contains("Can't (1")).await;
        stage.ends_well();
    });
}

#[test]
fn the_bots_own_reactions_go_with_the_meeting() {
    play(async {
        let mut stage = Stage::open_with("reactions = true").await;
        let card = stage.meeting("Lunch", WHEN).await;
        stage.shows("✅ 1, 🤔 1, ❌ 1").await;
        stage.bo.reacts(card, "✅");
        stage.shows("Going (2").await;
        stage.ana.slash("/meet cancel meeting:#1").await;
        let left = |seen: &str| seen.contains("\n  ✅ 1\n") && !seen.contains("🤔 1");
        stage.bo.waits_for(stage.fake.general, left).await;
        stage.ends_well();
    });
}
