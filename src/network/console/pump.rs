//! The loop of a console that reads lines: one line in, everything that it causes out, the next line.

use std::{future::Future, path::PathBuf, pin::Pin};

use tokio::{
    io::{AsyncBufRead, AsyncWrite, AsyncWriteExt as _},
    sync::mpsc,
};

use super::{
    ConsoleError,
    desk::{Delivery, Order},
    files,
    lines::{Line, Lines},
};
use crate::{
    chat::{Action, Bot, Inbound, Sender},
    model::RoomRef,
};

/// What one kind of console makes of lines and messages. Does no I/O.
pub(super) trait Talk: Send {
    /// What is printed before anything else.
    fn start(&mut self) -> String;

    /// Whether the first line is read only after what waited for this start is shown, so that it can be about that.
    fn catches_up(&self) -> bool;

    /// What a line asks for.
    fn line(&mut self, line: Line) -> Turn;

    /// How a happening is reported that the bot did not take.
    fn refused(&mut self, say: &str) -> String;

    /// What is printed once everything that a line caused is done.
    fn idle(&self) -> &'static str;

    /// How a message is printed; empty where it is not.
    fn show(&mut self, delivery: Delivery) -> String;
}

/// What follows from a line.
#[derive(Debug, Default)]
pub(super) struct Turn {
    /// What is printed at once.
    pub(super) print: String,
    /// What is handed to the bot.
    pub(super) task: Option<Task>,
    /// Whether it was the last one.
    pub(super) quit: bool,
}

/// Something for the bot.
#[derive(Debug)]
pub(super) enum Task {
    /// Somebody did something.
    Hand(Box<Inbound>),
    /// Somebody drops a file of this machine in the room.
    Upload { path: PathBuf, stamp: Box<Stamp> },
}

/// Who does something, and where.
#[derive(Debug)]
pub(super) struct Stamp {
    pub(super) id: String,
    pub(super) room: RoomRef,
    pub(super) sender: Sender,
}

impl Stamp {
    /// What they do.
    pub(super) fn on(self, action: Action) -> Inbound {
        let Self { id, room, sender } = self;
        Inbound {
            id,
            message: None,
            thread: None,
            room_name: room.id.clone(),
            room,
            sender,
            action,
            lacks: Vec::new(),
            overheard: false,
            alone: false,
        }
    }
}

impl Task {
    /// Hands it to the bot; gives back what to tell the person where it was not taken.
    pub(super) async fn carry_out(self, bot: &dyn Bot) -> Result<(), String> {
        let inbound = match self {
            Self::Hand(inbound) => *inbound,
            Self::Upload { path, stamp } => {
                let file = files::read(&path).await.map_err(|unreadable| unreadable.to_string())?;
                stamp.on(Action::Upload(file))
            }
        };
        bot.receive(inbound).await.map_err(|refused| refused.say)
    }
}

/// What is being done.
pub(super) type Doing<'a> = Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// Reads, hands over and prints until the input ends, a line says so, or the bot is asked to stop.
pub(super) async fn run<R, W>(
    mut talk: impl Talk,
    mut orders: mpsc::Receiver<Order>,
    input: R,
    mut output: W,
    bot: &dyn Bot,
) -> Result<(), ConsoleError>
where
    R: AsyncBufRead + Send + Unpin,
    W: AsyncWrite + Send + Unpin,
{
    print(&mut output, &talk.start()).await?;
    let mut lines = Lines::new(input);
    let mut doing: Option<Doing<'_>> =
        if talk.catches_up() { Some(Box::pin(carry_out(None, bot))) } else { None };
    let (mut last, mut ended) = (false, false);
    let mut stopped = std::pin::pin!(bot.stopped());
    loop {
        tokio::select! {
            biased;
            Some(order) = orders.recv() => {
                print(&mut output, &talk.show(order.delivery)).await?;
                // Nobody waits any more where the bot was stopped meanwhile.
                let _ = order.done.send(());
            }
            result = finish(&mut doing) => {
                doing = None;
                if ended {
                    return Ok(());
                }
                let refused = result.err().map(|say| talk.refused(&say)).unwrap_or_default();
                print(&mut output, &format!("{refused}{}", talk.idle())).await?;
                if last {
                    return Ok(());
                }
            }
            () = &mut stopped => return Ok(()),
            line = lines.next(), if doing.is_none() => {
                let line = line.map_err(ConsoleError::Input)?;
                ended = line.is_none();
                // Without a line, what is due is still shown before the program ends.
                let turn = line.map(|line| talk.line(line)).unwrap_or_default();
                print(&mut output, &turn.print).await?;
                last = turn.quit;
                doing = Some(Box::pin(carry_out(turn.task, bot)));
            }
        }
    }
}

async fn carry_out(task: Option<Task>, bot: &dyn Bot) -> Result<(), String> {
    let result = match task {
        Some(task) => task.carry_out(bot).await,
        None => Ok(()),
    };
    bot.settle().await;
    result
}

/// Waits for what is being done, for ever where nothing is.
pub(super) async fn finish(doing: &mut Option<Doing<'_>>) -> Result<(), String> {
    match doing {
        Some(doing) => doing.await,
        None => std::future::pending().await,
    }
}

async fn print(output: &mut (impl AsyncWrite + Unpin), text: &str) -> Result<(), ConsoleError> {
    if text.is_empty() {
        return Ok(());
    }
    output.write_all(text.as_bytes()).await.map_err(ConsoleError::Output)?;
    output.flush().await.map_err(ConsoleError::Output)
}
