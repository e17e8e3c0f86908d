//! The terminal room on the whole terminal.

use std::{collections::VecDeque, error::Error, fmt, io, path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::{DateTime, DurationRound as _, TimeDelta, Utc};
use chrono_tz::Tz;
use ratatui::{
    DefaultTerminal, Terminal,
    backend::Backend,
    crossterm::{
        event::{self, DisableBracketedPaste, EnableBracketedPaste, Event},
        execute,
    },
};
use tokio::sync::mpsc;

use super::{
    CONSOLE, Called, ConsoleError, WELCOME,
    desk::{Desk, Order},
    files, plain,
    pump::{Doing, Task, finish},
    scene::Entered,
    screen::Screen,
};
use crate::{
    chat::{Bot, Capabilities, Message, Network, SendError},
    clock::{Clock, Ids},
    model::{MessageId, NetworkId, RoomRef},
};

/// How long the thread that reads keys waits before it looks whether it is still wanted.
const GLANCE: Duration = Duration::from_millis(100);

/// How many keys may wait to be handled.
const KEYS: usize = 64;

/// The terminal room on the whole terminal. Standard input and output must be one.
pub struct FullScreen {
    desk: Desk<Screen>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    files: PathBuf,
}

impl FullScreen {
    /// A room that shows the time of `zone` in its last line but one, and writes the files the bot sends into the folder
    /// `files`. Without `colour` it tells things apart by weight alone.
    pub fn new(
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
        files: PathBuf,
        zone: Tz,
        colour: bool,
        called: Called,
    ) -> Self {
        Self { desk: Desk::new(Screen::new(WELCOME, zone, colour, called)), clock, ids, files }
    }
}

impl fmt::Debug for FullScreen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullScreen").finish_non_exhaustive()
    }
}

#[async_trait]
impl Network for FullScreen {
    fn id(&self) -> NetworkId {
        CONSOLE
    }

    fn capabilities(&self) -> Capabilities {
        plain::capabilities(Duration::from_millis(250))
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (orders, screen) = self.desk.open().ok_or(ConsoleError::Twice)?;
        let mut terminal = Taken::new().map_err(ConsoleError::Output)?;
        let (keys, events) = mpsc::channel(KEYS);
        let reader = tokio::task::spawn_blocking(move || read(&keys));
        let mut room =
            Room { screen, clock: &*self.clock, ids: &*self.ids, bot, work: Work::begin(bot) };
        let result = room.live(&mut terminal.0, orders, events).await;
        drop(terminal);
        // It notices that nobody takes its keys any more.
        let _ = reader.await;
        room.leave().await;
        Ok(result?)
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        let saved = files::save_all(&self.files, &message.files).await;
        self.desk.send(key, room, message, saved).await
    }

    async fn edit(
        &self,
        _key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let saved = files::save_all(&self.files, &message.files).await;
        self.desk.edit(room, id, message, saved).await
    }
}

/// The terminal while it is ours; it is as it was before when this is dropped, and also after a panic.
struct Taken(DefaultTerminal);

impl Taken {
    fn new() -> io::Result<Self> {
        let taken = Self(ratatui::try_init()?);
        execute!(io::stdout(), EnableBracketedPaste)?;
        Ok(taken)
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        // Nothing is left to do where the terminal is gone.
        let _ = execute!(io::stdout(), DisableBracketedPaste);
        // The panic hook restored the rest before it said what happened; a second time would write over that.
        if !std::thread::panicking() {
            let _ = ratatui::try_restore();
        }
    }
}

/// Reads keys until nobody takes them, or the terminal is gone.
fn read(keys: &mpsc::Sender<Event>) {
    while !keys.is_closed() {
        match event::poll(GLANCE) {
            Ok(false) => {}
            Ok(true) => {
                let Ok(event) = event::read() else { return };
                if keys.blocking_send(event).is_err() {
                    return;
                }
            }
            Err(_) => return,
        }
    }
}

/// What waits for the bot: one thing at a time, in the order it was typed.
struct Work<'a> {
    doing: Option<Doing<'a>>,
    waiting: VecDeque<Task>,
}

impl<'a> Work<'a> {
    /// The first thing is what waited for this start, so that what is typed can be about it.
    fn begin(bot: &'a dyn Bot) -> Self {
        let settled = async {
            bot.settle().await;
            Ok(())
        };
        Self { doing: Some(Box::pin(settled)), waiting: VecDeque::new() }
    }

    fn add(&mut self, task: Task, bot: &'a dyn Bot) {
        self.waiting.push_back(task);
        if self.doing.is_none() {
            self.next(bot);
        }
    }

    fn next(&mut self, bot: &'a dyn Bot) {
        let task = self.waiting.pop_front();
        self.doing = task.map(|task| -> Doing<'a> { Box::pin(task.carry_out(bot)) });
    }
}

/// The room while people are in it.
struct Room<'a> {
    screen: Screen,
    clock: &'a dyn Clock,
    ids: &'a dyn Ids,
    bot: &'a dyn Bot,
    work: Work<'a>,
}

impl Room<'_> {
    /// Shows what there is and takes what is typed, until somebody leaves, the terminal is gone, or the bot is asked to
    /// stop.
    async fn live(
        &mut self,
        terminal: &mut Terminal<impl Backend>,
        mut orders: mpsc::Receiver<Order>,
        mut events: mpsc::Receiver<Event>,
    ) -> Result<(), ConsoleError> {
        let mut stopped = std::pin::pin!(self.bot.stopped());
        loop {
            let now = self.clock.now();
            let draw = terminal.draw(|frame| self.screen.draw(frame, now));
            draw.map_err(ConsoleError::Output)?;
            tokio::select! {
                biased;
                () = &mut stopped => return Ok(()),
                Some(order) = orders.recv() => {
                    self.screen.deliver(order.delivery);
                    // Nobody waits any more where the bot was stopped meanwhile.
                    let _ = order.done.send(());
                }
                result = finish(&mut self.work.doing) => {
                    if let Err(say) = result {
                        self.screen.refused(&say);
                    }
                    self.work.next(self.bot);
                }
                event = events.recv() => {
                    let Some(event) = event else { return Ok(()) };
                    match self.screen.event(&event, self.ids) {
                        Entered::Nothing => {}
                        Entered::Task(task) => self.work.add(task, self.bot),
                        Entered::Quit => return Ok(()),
                    }
                }
                () = self.clock.wait_until(next_minute(now)) => {}
            }
        }
    }

    /// Hands the bot what was typed before somebody left.
    async fn leave(mut self) {
        let finished = async {
            while self.work.doing.is_some() {
                // Nobody is there to be told.
                let _ = finish(&mut self.work.doing).await;
                self.work.next(self.bot);
            }
        };
        tokio::select! {
            () = finished => {}
            () = self.bot.stopped() => {}
        }
    }
}

/// When the clock on the screen changes.
fn next_minute(now: DateTime<Utc>) -> DateTime<Utc> {
    let minute = TimeDelta::minutes(1);
    let begun = now.duration_trunc(minute).ok();
    begun.and_then(|at| at.checked_add_signed(minute)).unwrap_or(DateTime::<Utc>::MAX_UTC)
}

#[cfg(test)]
mod tests;
