//! The room alive: keys in, a bot that makes cards, a terminal in memory.

use std::sync::Mutex;

use chrono_tz::Europe::Berlin;
use ratatui::{
    backend::TestBackend,
    crossterm::event::{KeyCode, KeyEvent, KeyModifiers},
};

use super::*;
use crate::{
    chat::{Inbound, NotTaken},
    clock::{ManualClock, SeededIds},
    model::{MessageId, RoomRef},
    network::console::fake::Fake,
};

fn room() -> Arc<FullScreen> {
    let clock = Arc::new(ManualClock::new("2026-12-01T09:00:00Z".parse().unwrap()));
    let ids = Arc::new(SeededIds::new(1));
    Arc::new(FullScreen::new(clock, ids, PathBuf::from("files"), Berlin, false, Called::default()))
}

/// Types `text` while the room lives with `bot`; gives back the last thing on the screen.
async fn live(full: &FullScreen, bot: &dyn Bot, text: &str) -> String {
    let (orders, screen) = full.desk.open().unwrap();
    let (keys, events) = mpsc::channel(KEYS);
    let mut terminal = Terminal::new(TestBackend::new(60, 16)).unwrap();
    let (clock, ids) = (&*full.clock, &*full.ids);
    let mut room = Room { screen, clock, ids, bot, work: Work::begin(bot) };
    let typing = async {
        for c in text.chars() {
            let code = if c == '\n' { KeyCode::Enter } else { KeyCode::Char(c) };
            let key = Event::Key(KeyEvent::new(code, KeyModifiers::NONE));
            keys.send(key).await.unwrap();
        }
        // The terminal is gone, as far as the room can tell.
        drop(keys);
    };
    let (result, ()) = tokio::join!(room.live(&mut terminal, orders, events), typing);
    result.unwrap();
    room.leave().await;
    terminal.backend().to_string()
}

#[tokio::test]
async fn a_card_comes_and_changes() {
    let full = room();
    let bot = Fake::on(Arc::clone(&full) as Arc<dyn Network>);
    let shown = live(&full, &bot, "ana: !meet Lunch\nbo: +yes\nlocked\n").await;
    assert!(shown.contains("┃ Lunch"), "{shown}");
    assert!(shown.contains("✅ bo"), "{shown}");
    assert!(shown.contains("The database is locked"), "{shown}");
}

/// A bot that keeps what it hears once it is allowed to.
#[derive(Debug, Default)]
struct Slow {
    heard: Mutex<usize>,
    free: tokio::sync::Notify,
}

#[async_trait]
impl Bot for Slow {
    async fn receive(&self, _inbound: Inbound) -> Result<(), NotTaken> {
        self.free.notified().await;
        *self.heard.lock().unwrap() += 1;
        self.free.notify_one();
        Ok(())
    }

    async fn settle(&self) {}

    async fn stopped(&self) {
        std::future::pending::<()>().await;
    }

    async fn open_cards(&self, _room: &RoomRef) -> Vec<MessageId> {
        Vec::new()
    }
}

#[tokio::test]
async fn what_was_typed_before_leaving_still_reaches_the_bot() {
    let (full, bot) = (room(), Slow::default());
    let free = async {
        tokio::task::yield_now().await;
        bot.free.notify_one();
    };
    let (shown, ()) = tokio::join!(live(&full, &bot, "ana: one\ntwo\nthree\n/quit\n"), free);
    assert_eq!(*bot.heard.lock().unwrap(), 3);
    assert!(shown.contains("ana: three"), "{shown}");
}

#[tokio::test]
async fn what_comes_after_the_end_waits_for_the_next_start() {
    let full = room();
    let bot = Fake::on(Arc::clone(&full) as Arc<dyn Network>);
    live(&full, &bot, "/quit\n").await;
    let room = RoomRef { network: CONSOLE, id: "room".to_owned() };
    let late = full.send("key", &room, &Message::default()).await;
    assert!(matches!(late, Err(SendError::Retry { .. })), "{late:?}");
}

#[test]
fn the_clock_on_the_screen_changes_with_the_minute() {
    let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    assert_eq!(next_minute(at("2026-12-01T09:00:00Z")), at("2026-12-01T09:01:00Z"));
    assert_eq!(next_minute(at("2026-12-01T23:59:59.5Z")), at("2026-12-02T00:00:00Z"));
}
