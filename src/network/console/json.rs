//! The console for programs: one JSON value a line.

use std::{error::Error, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::Datelike as _;
use tokio::io::{AsyncBufRead, AsyncWrite};

use super::{
    CONSOLE, Called, ConsoleError,
    desk::{Delivery, Desk},
    lines::Line,
    pump::{self, Stamp, Talk, Task, Turn},
};
use crate::{
    chat::{Bot, Capabilities, Flavour, Inbound, Message, Network, SendError, Sender},
    clock::{Clock as _, Ids, SettableClock},
    model::{MessageId, NetworkId, RoomRef},
};

mod duration;
mod event;
mod request;

use event::Printed;
use request::{BadLine, Happening, Request};

/// `convene console --json`. The module's page has the protocol.
pub struct JsonConsole<R, W> {
    desk: Desk<(R, W)>,
    clock: Arc<SettableClock>,
    ids: Arc<dyn Ids>,
    called: Called,
}

impl<R, W> JsonConsole<R, W> {
    /// A console between two streams. The lines set `clock`, so it must be the bot's own.
    pub fn new(
        input: R,
        output: W,
        clock: Arc<SettableClock>,
        ids: Arc<dyn Ids>,
        called: Called,
    ) -> Self {
        Self { desk: Desk::new((input, output)), clock, ids, called }
    }
}

impl<R, W> fmt::Debug for JsonConsole<R, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonConsole").finish_non_exhaustive()
    }
}

#[async_trait]
impl<R, W> Network for JsonConsole<R, W>
where
    R: AsyncBufRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin,
{
    fn id(&self) -> NetworkId {
        CONSOLE
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities {
            flavour: Flavour::Html,
            buttons: true,
            reactions: true,
            ephemeral: true,
            polls: false,
            panels: false,
            forms: false,
            events: false,
            threads: true,
            remembers: true,
            max_text: 4000,
            edit_interval: Duration::ZERO,
        }
    }

    async fn run(&self, bot: &dyn Bot) -> Result<(), Box<dyn Error + Send + Sync>> {
        let (orders, (input, output)) = self.desk.open().ok_or(ConsoleError::Twice)?;
        let talk = JsonTalk {
            clock: Arc::clone(&self.clock),
            ids: Arc::clone(&self.ids),
            called: self.called.clone(),
            printed: Printed::default(),
        };
        Ok(pump::run(talk, orders, input, output, bot).await?)
    }

    async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        self.desk.send(key, room, message, Vec::new()).await
    }

    async fn edit(
        &self,
        _key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        self.desk.edit(room, id, message, Vec::new()).await
    }
}

/// What the protocol makes of lines and messages.
struct JsonTalk {
    clock: Arc<SettableClock>,
    ids: Arc<dyn Ids>,
    called: Called,
    printed: Printed,
}

impl Talk for JsonTalk {
    fn start(&mut self) -> String {
        String::new()
    }

    fn catches_up(&self) -> bool {
        // The first line may set the clock, which says what is due.
        false
    }

    fn line(&mut self, line: Line) -> Turn {
        let request = match line {
            Line::Text(text) if text.trim().is_empty() => return Turn::default(),
            Line::Text(text) => request::parse(&text, &self.called.name),
            Line::Long => Err(BadLine::Long),
            Line::NotUtf8 => Err(BadLine::NotUtf8),
        };
        match request.and_then(|request| self.take(request)) {
            Ok(task) => Turn { task, ..Turn::default() },
            Err(bad) => Turn { print: event::error(&bad.to_string()), ..Turn::default() },
        }
    }

    fn refused(&mut self, say: &str) -> String {
        event::error(say)
    }

    fn idle(&self) -> &'static str {
        event::IDLE
    }

    fn show(&mut self, delivery: Delivery) -> String {
        match delivery {
            Delivery::Send(letter) => self.printed.message(&letter),
            Delivery::Edit(letter) => self.printed.edit(&letter),
        }
    }
}

impl JsonTalk {
    fn take(&mut self, request: Request) -> Result<Option<Task>, BadLine> {
        match request {
            Request::Now(at) => {
                self.clock.set(at);
                Ok(None)
            }
            Request::Advance(by) => {
                // Calendars write years with four digits.
                let at = self.clock.now().checked_add_signed(by).filter(|at| at.year() <= 9999);
                let at = at.ok_or(BadLine::TooFar)?;
                self.clock.set(at);
                Ok(None)
            }
            Request::Happening(happening) => {
                self.printed.meet(&happening.who);
                Ok(Some(Task::Hand(Box::new(self.inbound(*happening)))))
            }
        }
    }

    fn inbound(&self, happening: Happening) -> Inbound {
        let Happening { id, who, room, moderator, action } = happening;
        let id = id.unwrap_or_else(|| self.ids.token());
        Stamp { id, room, sender: Sender { user: who.user(), moderator, locale: None } }.on(action)
    }
}

#[cfg(test)]
mod tests;
