//! The bot is killed, stopped and started while people go on. Nothing is lost, and nothing is shown twice.

use std::time::Duration;

use super::stage::{Stage, in_both_rooms};

/// Where it is killed: after it heard what people said, on the way to the commit, behind it, and while it sends.
const POINTS: [&str; 9] = [
    "matrix.heard",
    "app.remembered",
    "app.before-commit",
    "app.committed",
    "matrix.position",
    "matrix.sent",
    "work.sent",
    "work.before-commit",
    "work.committed",
];

async fn killed_at_every_point_nothing_is_lost_or_doubled(mut stage: Stage) {
    let mut before = stage.meeting("Meeting", "tomorrow 10:00 @bo").await;
    for (place, point) in POINTS.into_iter().enumerate() {
        stage.bot.kill();
        let title = format!("After {point}");
        stage.ana.say(&stage.room, &format!("!meet new {title} tomorrow 10:00 @bo")).await;
        stage.bo.react(&stage.room, &before, "✅").await;
        stage.bot.start_until(point);
        stage.bot.wait_until_killed();
        stage.bot.start();
        let card = stage.card(&stage.room, &title).await;
        stage.hears(&stage.bo, &format!("ana invited bo to “{title}” (#{}", place + 2)).await;
        stage.shows(&before, "Going (2 of 2): ana, bo").await;
        before = card;
    }
    for title in POINTS {
        assert_eq!(stage.count(&format!("After {title}\n")), 1, "the card of {title}");
        assert_eq!(stage.count(&format!("“After {title}”")), 1, "the invitation of {title}");
    }
    let controls = stage.ana.seen(|event| {
        event.sender == stage.bot.id && event.relates("m.annotation") == Some(before.as_str())
    });
    assert_eq!(controls.len(), 3, "{controls:?}");
}

async fn asked_to_stop_it_stops_soon_and_goes_on_later(mut stage: Stage) {
    let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
    let took = stage.bot.stop();
    assert!(took < Duration::from_secs(5), "it took {took:?}");
    let reaction = stage.bo.react(&stage.room, &card, "✅").await;
    stage.bot.start();
    stage.shows(&card, "Going (2 of 2)").await;
    // What is taken back while nobody listens is noticed too.
    stage.bot.stop();
    stage.bo.redact(&stage.room, &reaction).await;
    stage.bot.start();
    stage.shows(&card, "no answer (1): bo").await;
}

in_both_rooms!(
    killed_at_every_point_nothing_is_lost_or_doubled,
    asked_to_stop_it_stops_soon_and_goes_on_later,
);
