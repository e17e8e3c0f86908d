use std::{
    io,
    sync::{Arc, Mutex},
};

use super::*;
use crate::said::{says, says_not};

#[tokio::test]
async fn an_outage_of_any_length_loses_nothing_and_turns_nothing_around() {
    let world = World::new().await;
    world.stage.down(true);
    for text in ["!meet Lunch fri 12:30", "!meet list", "!meet zone Europe/Lisbon"] {
        assert_eq!(world.says("ana", text).await, "");
    }
    // A day, in which it is tried about once a minute and no more.
    for _ in 0..24 * 60 {
        assert_eq!(world.advance(TimeDelta::minutes(1)).await, "");
    }
    assert_eq!(world.says("bo", "!meet mine").await, "");
    let knocks = world.stage.down(false);
    assert!((1440..1450).contains(&knocks), "{knocks}");
    let said = world.advance(TimeDelta::minutes(1)).await;
    let order = ["Lunch", "The next 14 days", "Europe/Lisbon", "only for bo"];
    let places = order.map(|words| said.find(words).unwrap_or_else(|| panic!("{words}: {said}")));
    assert!(places.is_sorted(), "{said}");
    assert_eq!(world.store.read().await.unwrap().list_dead(10).await.unwrap(), []);
    world.end().await;
}

#[tokio::test]
async fn a_network_that_says_that_it_is_back_need_not_be_tried() {
    let world = World::new().await;
    world.stage.down(true);
    world.says("ana", "!meet Lunch fri 12:30").await;
    for _ in 0..10 {
        world.advance(TimeDelta::minutes(1)).await;
    }
    // Nobody knows of it yet, and it was tried a moment ago.
    world.stage.down(false);
    assert_eq!(world.says("bo", "!meet mine").await, "");
    let said = world.is_back().await;
    assert!(said.find("Lunch") < said.find("only for bo"), "{said}");
    assert_eq!(world.is_back().await, "");
    world.end().await;
}

#[tokio::test]
async fn an_outage_of_one_network_is_none_of_another() {
    let world = World::new().await;
    world.stage.down(true);
    world.says("ana", "!meet list").await;
    let mut happening = world.happening("ana", Action::Join);
    happening.room.network = NetworkId::new("elsewhere");
    world.receive(happening).await.unwrap();
    world.look().await;
    assert!(world.elsewhere.news().starts_with("[m1]\nHello!"));
    world.stage.down(false);
    assert!(world.advance(TimeDelta::seconds(1)).await.contains("The next 14 days"));
    world.end().await;
}

#[tokio::test]
async fn only_what_the_network_refuses_for_good_is_put_aside() {
    let world = World::new().await;
    let dead = async || world.store.read().await.unwrap().list_dead(10).await.unwrap().len();
    world.stage.fail_next(SendError::Permanent("no".into()));
    world.says("ana", "!meet list").await;
    assert_eq!(dead().await, 1);
    world.stage.down(true);
    world.says("ana", "!meet mine").await;
    for _ in 0..20 {
        world.advance(TimeDelta::minutes(1)).await;
    }
    world.stage.down(false);
    assert_ne!(world.advance(TimeDelta::minutes(1)).await, "");
    assert_eq!(dead().await, 1);
    world.end().await;
}

/// A room that the bot may not write in while ana makes a meeting.
async fn with_lost_card() -> World {
    let world = World::new().await;
    world.stage.fail_next(SendError::Permanent("forbidden".into()));
    assert_eq!(world.says("ana", "!meet Lunch fri 12:30-13:30").await, "");
    world
}

#[tokio::test]
async fn what_was_put_aside_is_tried_again_at_a_start() {
    let world = with_lost_card().await;
    let ill = "1 message to this room could not be sent";
    says(&world.says("ana", "!meet doctor").await, ill);
    // It is nothing to another room.
    says_not(&world.says_in(("stage", "other"), "ana", "!meet doctor").await, "could not be sent");
    world.stage.fail_next(SendError::Permanent("still forbidden".into()));
    assert_eq!(world.restarts().await, "");
    says(&world.says("ana", "!meet doctor").await, ill);
    says(&world.restarts().await, "Lunch\n\nWhen       Fri 4 Dec 2026");
    says(&world.says("ana", "!meet doctor").await, "Every message went out.");
    world.end().await;
}

#[tokio::test]
async fn what_was_put_aside_long_ago_is_left_and_show_posts_its_card() {
    let world = with_lost_card().await;
    world.advance(TimeDelta::hours(25)).await;
    assert_eq!(world.restarts().await, "");
    let card = world.says("bo", "!meet show #1").await;
    says(&card, "buttons: yes #1");
    says_not(&card, "only for bo");
    says(&world.says("bo", "!meet show #1").await, "only for bo");
    world.end().await;
}

/// What is logged, to be read.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, octets: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(octets)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_says_once_why_something_was_put_aside_and_on_which_network() {
    let log = Log::default();
    let written = log.clone();
    let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || written.clone());
    let _logged = tracing::subscriber::set_default(lines.finish());
    let world = with_lost_card().await;
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let line = log.lines().find(|line| line.contains("ERROR")).unwrap();
    assert_eq!(line.matches("forbidden").count(), 1, "{line}");
    says(line, "network=\"stage\"");
    world.end().await;
}
