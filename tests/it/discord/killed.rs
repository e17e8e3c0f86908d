//! The bot is killed, stopped and started while people go on. Nothing is lost, and nothing is shown twice.

use std::time::Duration;

use super::{
    fake::{gateway::Began, trouble::Trouble, world::Id},
    play,
    stage::Stage,
};

/// Where it is killed, and whether what was asked is kept by then.
const POINTS: [(&str, bool); 8] = [
    ("discord.acknowledged", false),
    ("app.remembered", false),
    ("app.before-commit", false),
    ("app.committed", true),
    ("discord.sent", true),
    ("work.sent", true),
    ("work.before-commit", true),
    ("work.committed", true),
];

/// When the meetings are.
const WHEN: &str = "2027-03-05 15:00";

impl Stage {
    /// Starts the bot again, so that it is killed at a point.
    async fn starts_until(&mut self, point: &str) {
        let came = self.came();
        self.bot.start_until(point);
        self.fake.faults().waits_for_bot(Began::Identified, came + 1).await;
    }

    /// The bot stops soon, and goes on later.
    fn stops_soon(&mut self) {
        let took = self.bot.stop();
        assert!(took < Duration::from_secs(5), "{took:?}");
        self.fake.calm();
    }
}

#[test]
fn a_meeting_that_is_made_meanwhile_is_there_once() {
    play(async {
        for (point, kept) in POINTS {
            let ask = format!("/meet new title:Lunch when:{WHEN}");
            let (mut stage, _) = killed_while_ana_asks(&ask, point).await;
            if !kept {
                // Ana saw it thinking and no more, and asks again.
                stage.ana.slash(&ask).await;
            }
            let card = stage.card(stage.fake.general, "Lunch").await;
            stage.bo.press(card, "✅ Going").await;
            stage.reads(card, "Going (2").await;
            assert_eq!(stage.cards("Lunch"), 1, "{point}");
            stage.ends_well();
        }
    });
}

#[test]
fn who_asks_for_something_has_the_answer_after_the_restart_and_has_it_once() {
    play(async {
        for (point, kept) in POINTS {
            let (mut stage, asked) = killed_while_ana_asks("/meet list", point).await;
            if kept {
                let answer = stage.ana.outcome(asked).await;
                assert!(answer.said.contains("No meetings"), "{point}: {}", answer.said);
            }
            // Answered after all that was left to say.
            let again = stage.ana.slash("/meet list").await;
            assert!(again.said.contains("No meetings"), "{point}: {}", again.said);
            let seen = stage.ana.sees(stage.fake.general);
            assert_eq!(
                seen.matches("No meetings").count(),
                1 + usize::from(kept),
                "{point}:\n{seen}"
            );
            stage.ends_well();
        }
    });
}

/// A stage on which the bot was killed at a point while ana asked for something, and is there again.
async fn killed_while_ana_asks(ask: &str, point: &str) -> (Stage, Id) {
    let mut stage = Stage::set("events = false").await;
    stage.bot.start_until(point);
    stage.is_ready().await;
    let asked = stage.ana.types(ask);
    stage.bot.wait_until_killed();
    stage.starts().await;
    (stage, asked)
}

#[test]
fn an_answer_by_a_button_counts_once_it_is_kept() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        // An answer by a button is shown by an edit, and sends nothing.
        let points = POINTS.into_iter().filter(|(point, _)| *point != "discord.sent");
        for (place, (point, kept)) in points.enumerate() {
            stage.bot.stop();
            stage.starts_until(point).await;
            let (label, shown) =
                if place % 2 == 0 { ("✅ Going", "Going (2") } else { ("❌ Can't", "Can't (1") };
            stage.bo.taps(card, label);
            stage.bot.wait_until_killed();
            stage.starts().await;
            if !kept {
                stage.bo.press(card, label).await;
            }
            stage.reads(card, shown).await;
        }
        stage.ends_well();
    });
}

#[test]
fn an_answer_by_a_reaction_counts_whenever_it_is_killed() {
    play(async {
        let mut stage = Stage::open().await;
        let card = stage.meeting("Lunch", WHEN).await;
        let points = POINTS.into_iter().filter(|(point, _)| !point.starts_with("discord."));
        for (place, (point, _)) in points.enumerate() {
            stage.bot.kill();
            // Known by what the card looks like when the bot comes back, and by nothing else.
            let shown = if place % 2 == 0 {
                stage.bo.reacts(card, "✅");
                "Going (2"
            } else {
                stage.bo.unreacts(card, "✅");
                "no answer (1): bo"
            };
            stage.bot.start_until(point);
            stage.bot.wait_until_killed();
            stage.starts().await;
            stage.reads(card, shown).await;
        }
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_while_discord_is_down() {
    play(async {
        let mut stage = Stage::open().await;
        let minutes = Duration::from_mins(10);
        stage.fake.trouble("*", Trouble::Cut, usize::MAX);
        stage.fake.faults().outage(minutes);
        stage.fake.faults().waits_for(|visits| visits.iter().all(|visit| visit.over)).await;
        stage.stops_soon();
        stage.fake.advance(minutes);
        stage.starts().await;
        stage.meeting("Lunch", WHEN).await;
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_before_it_found_discord() {
    play(async {
        let mut stage = Stage::set("").await;
        stage.fake.trouble("*", Trouble::Cut, usize::MAX);
        stage.bot.start();
        stage.is_asked("GET /gateway/bot").await;
        stage.stops_soon();
        stage.bot.start();
        stage.is_ready().await;
        stage.meeting("Lunch", WHEN).await;
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_on_a_dead_connection() {
    play(async {
        let mut stage = Stage::open().await;
        stage.fake.faults().freeze();
        stage.stops_soon();
        stage.fake.faults().cut();
        stage.starts().await;
        stage.meeting("Lunch", WHEN).await;
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_while_it_waits_for_an_answer_and_posts_nothing_twice() {
    play(async {
        let mut stage = Stage::open().await;
        stage.fake.trouble("POST /channels/{id}/messages", Trouble::Held, 1);
        stage.ana.types(&format!("/meet new title:Lunch when:{WHEN}"));
        stage.card(stage.fake.general, "Lunch").await;
        stage.stops_soon();
        stage.starts().await;
        let card = stage.card(stage.fake.general, "Lunch").await;
        stage.bo.press(card, "✅ Going").await;
        stage.reads(card, "Going (2").await;
        assert_eq!(stage.cards("Lunch"), 1);
        stage.ends_well();
    });
}

#[test]
fn asked_to_stop_it_stops_while_it_has_to_wait() {
    play(async {
        let mut stage = Stage::open().await;
        stage.fake.close_all(Duration::from_secs(8));
        let asked = stage.ana.types(&format!("/meet new title:Lunch when:{WHEN}"));
        let acknowledged = stage.ana.until(|world| world.interactions[&asked].answered);
        assert!(acknowledged.await.is_some());
        stage.stops_soon();
        stage.fake.close_all(Duration::ZERO);
        stage.starts().await;
        stage.card(stage.fake.general, "Lunch").await;
        assert_eq!(stage.cards("Lunch"), 1);
        stage.ends_well();
    });
}
