//! A meeting on Discord, from its making to its end.

use expect_test::expect;

use super::{play, stage::Stage};

#[test]
fn a_meeting_is_made_and_answered() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Sprint review", "tomorrow 15:00").await;
        let pressed = stage.bo.press(card, "✅ Going").await;
        assert_eq!(pressed.said, "");
        let seen = stage.shows("Going (2").await;
        assert!(seen.contains("Sprint review"), "{seen}");
        expect![[r""]].assert_eq(&seen);
        stage.ends_well();
    });
}
