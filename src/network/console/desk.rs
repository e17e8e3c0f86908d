//! Where the bot's messages wait for the loop that shows them.
//!
//! [`crate::chat::Network::send`] is called from anywhere, and one loop owns the screen: the desk stands between them, so
//! that nothing is locked while something is written. A message counts as sent once it was written.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

use crate::{
    chat::{Message, SendError},
    model::{MessageId, RoomRef},
};

/// What the bot wants shown.
#[derive(Debug)]
pub(super) enum Delivery {
    /// A new message.
    Send(Letter),
    /// A message that was sent, drawn anew.
    Edit(Letter),
}

/// A message, and where it goes.
#[derive(Debug)]
pub(super) struct Letter {
    pub(super) id: MessageId,
    pub(super) room: RoomRef,
    pub(super) message: Message,
    /// What became of its files, a line each, where they were written to a folder.
    pub(super) saved: Vec<String>,
}

/// A delivery, and who waits for it.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) delivery: Delivery,
    /// Told when it is shown; dropped when it never will be.
    pub(super) done: oneshot::Sender<()>,
}

/// The console ended before it could show this.
#[derive(Debug, thiserror::Error)]
#[error("the console is closed")]
struct Closed;

/// The two ends of the way from the bot to the loop, and `T`, which the loop takes with it.
pub(super) struct Desk<T> {
    orders: mpsc::Sender<Order>,
    taken: Mutex<Option<(mpsc::Receiver<Order>, T)>>,
}

impl<T> Desk<T> {
    /// A desk whose loop will need `with`.
    pub(super) fn new(with: T) -> Self {
        // Room for one: whoever sends waits until it is shown anyway.
        let (orders, waiting) = mpsc::channel(1);
        Self { orders, taken: Mutex::new(Some((waiting, with))) }
    }

    /// What the loop works with; there is one loop.
    pub(super) fn open(&self) -> Option<(mpsc::Receiver<Order>, T)> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Has a message shown. Its id is the key it is sent with.
    pub(super) async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
        saved: Vec<String>,
    ) -> Result<MessageId, SendError> {
        let id = MessageId(key.to_owned());
        let (room, message) = (room.clone(), message.clone());
        self.hand_over(Delivery::Send(Letter { id: id.clone(), room, message, saved })).await?;
        Ok(id)
    }

    /// Has a message drawn anew.
    pub(super) async fn edit(
        &self,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
        saved: Vec<String>,
    ) -> Result<(), SendError> {
        let (id, room, message) = (id.clone(), room.clone(), message.clone());
        self.hand_over(Delivery::Edit(Letter { id, room, message, saved })).await
    }

    async fn hand_over(&self, delivery: Delivery) -> Result<(), SendError> {
        // It waits in the outbox for the next time the program runs.
        let closed = || SendError::Retry { after: None, source: Box::new(Closed) };
        let (done, shown) = oneshot::channel();
        self.orders.send(Order { delivery, done }).await.map_err(|_| closed())?;
        shown.await.map_err(|_| closed())
    }
}
