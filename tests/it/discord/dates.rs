//! Dates of a series that have cards of their own.

use super::{fake::world::Id, play, stage::Stage};

/// The card of a date of a series, beside the series' own.
async fn date_card(stage: &Stage, series: Id, title: &str) -> Id {
    let found = stage.ana.until(|world| {
        let is_card = |one: &&super::fake::world::Message| {
            one.id != series
                && one.only_for.is_none()
                && one.embeds.iter().any(|embed| embed["title"] == title)
                && !one.components.is_empty()
        };
        world.messages.values().find(is_card).map(|one| one.id)
    });
    found.await.expect("no card of the date")
}

#[test]
fn a_date_of_a_series_has_a_card_of_its_own() {
    play(async {
        let mut stage = Stage::open().await;
        let series = stage.meeting("Standup", "every friday 9:15 for 15m 10 times").await;
        stage.olga.slash("/meet settings name:cards value:each 1 week").await;
        let date = date_card(&stage, series, "Standup").await;

        stage.bo.taps(date, "✅ Going");
        stage.reads(date, "Going (2 of 2)").await;
        stage.ana.replies(date, "@Convene move to 11:00");
        let shown = stage.reads(date, " 11:00").await;
        assert!(shown.contains("no answer (1): bo"), "{shown}");
        stage.ana.replies(date, "@Convene skip");
        stage.reads(date, "CANCELLED: Standup").await;
        let shown = stage.reads(series, ", not on Fri ").await;
        assert!(shown.contains("09:15"), "{shown}");
        stage.ends_well();
    });
}
