//! The homeserver goes away, the bot was away for long, or is told to wait.

use serde_json::json;

use super::{
    play,
    stage::{Stage, in_both_rooms},
};

async fn the_homeserver_goes_away_and_comes_back(mut stage: Stage) {
    let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
    // What is said just before may be known to the homeserver only, or to the bot already.
    stage.ana.say(&stage.room, "!meet new Supper tomorrow 19:00 @bo").await;
    stage.homeserver.stop();
    stage.homeserver.resume();
    stage.card(&stage.room, "Supper").await;
    stage.bo.react(&stage.room, &card, "✅").await;
    stage.shows(&card, "Going (2 of 2)").await;
    assert_eq!(stage.count("Supper\n"), 1);
    // The other way round: the bot is there first.
    stage.bot.stop();
    stage.homeserver.stop();
    stage.bot.start();
    stage.homeserver.resume();
    stage.meeting("Breakfast", "tomorrow 08:00").await;
}

in_both_rooms!(the_homeserver_goes_away_and_comes_back);

#[test]
fn what_was_said_meanwhile_is_heard_however_much_it_was() {
    play(async {
        let Some(mut stage) = Stage::open(true).await else { return };
        let card = stage.meeting("Lunch", "tomorrow 12:00 @bo").await;
        stage.bot.stop();
        let (early, late) =
            tokio::join!(stage.ana.chatter(&stage.room, 100), stage.bo.chatter(&stage.room, 100));
        assert_eq!(early + late, 200);
        stage.ana.say(&stage.room, "!meet new Supper tomorrow 19:00").await;
        stage.bo.react(&stage.room, &card, "✅").await;
        tokio::join!(stage.ana.chatter(&stage.room, 150), stage.bo.chatter(&stage.room, 150));
        stage.bot.start();
        stage.card(&stage.room, "Supper").await;
        stage.shows(&card, "Going (2 of 2)").await;
        assert_eq!(stage.count("Supper\n"), 1);
    });
}

/// Ten meetings in one file.
fn ten_meetings() -> String {
    let event = |number: u32| {
        format!(
            "BEGIN:VEVENT\r\nUID:{number}\r\nDTSTAMP:20261120T100000Z\r\nDTSTART:20991204T1{number}0000Z\r\n\
             DTEND:20991204T1{number}3000Z\r\nSUMMARY:Meeting {number}\r\nEND:VEVENT\r\n"
        )
    };
    let events: String = (0..10).map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn fifty_reactions_made_meanwhile_are_counted() {
    play(async {
        let Some(mut stage) = Stage::open(false).await else { return };
        let mut crowd = vec![stage.bo.clone()];
        for name in ["cleo", "dan", "eve", "finn"] {
            crowd.push(stage.joined_by(name).await);
        }
        stage.import("ten.ics", &ten_meetings()).await;
        let mut cards = Vec::new();
        for number in 0..10 {
            cards.push(stage.card(&stage.room, &format!("Meeting {number}")).await);
        }
        stage.bot.stop();
        for card in &cards {
            for person in &crowd {
                person.react(&stage.room, card, "✅").await;
            }
        }
        stage.bot.start();
        for card in &cards {
            stage.shows(card, "Going (6").await;
        }
    });
}

/// The homeserver has the bot wait in the middle of a card, between the reactions that it puts there.
#[test]
fn told_to_wait_it_says_everything_once_and_misses_nothing() {
    play(async {
        let tight = json!({ "rc_message": { "per_second": 2, "burst_count": 3 } });
        let Some(stage) = Stage::open_with(true, &tight, "").await else { return };
        let titles = ["Breakfast", "Lunch", "Supper"];
        for title in titles {
            stage.ana.say(&stage.room, &format!("!meet new {title} tomorrow 10:00 @bo")).await;
        }
        for title in titles {
            let card = stage.sees_card(&stage.bo, title).await;
            stage.bo.react(&stage.room, &card.id(), "✅").await;
        }
        for title in titles {
            let card = stage.card(&stage.room, title).await;
            stage.shows(&card, "Going (2 of 2)").await;
            assert_eq!(stage.count(&format!("{title}\n")), 1);
        }
    });
}
