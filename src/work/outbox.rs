//! The outbox: each row is sent until the network has it, later each time, and at last put aside.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    Drawn, Work,
    mirror::{self, Mirrored},
};
use crate::{
    chat::{Capabilities, Message, Network, SendError},
    command::{self, Note},
    model::{InstanceId, MessageId, NetworkId},
    store::{Card, Control, Delivery, Due, Missed, OutboxRow, StoreError, Tx},
    view::{self, View},
};

/// How many rows one round takes.
const AT_ONCE: i64 = 64;

/// After so many tries a message is put aside; `doctor` shows it.
const TRIES: i64 = 12;

/// What was put aside longer ago than this helps nobody any more.
const TRIED_AGAIN: TimeDelta = TimeDelta::days(1);

/// How sending a row ended.
pub(super) enum Sent {
    /// The network has it.
    Done(Option<Posted>),
    /// The network's calendar is in step.
    Mirrored(Mirrored),
    /// Nothing is to be sent any more.
    Nothing,
    /// It came too late; its room is told together with what else did.
    Missed(Missed),
    /// The room was told of everything up to this that came too late.
    Told(i64),
    /// Not yet: the network's distance between two edits.
    TooSoon(DateTime<Utc>),
    /// It goes behind what is in the outbox by now, since that may belong to it.
    Behind,
    /// Not yet: the quiet hours of its room. However often it was tried, others need not wait for it.
    Quiet(DateTime<Utc>),
    /// The network cannot be reached; nothing on it is tried before.
    Unreachable(DateTime<Utc>),
    /// Somebody has taken away the message that was to be drawn again.
    Gone(MessageId),
    /// Another try.
    Later(DateTime<Utc>, String),
    /// No other try.
    Never(String),
}

/// A message that the network shows now.
pub(super) struct Posted {
    id: MessageId,
    /// What reactions to it do.
    controls: Vec<Control>,
    /// The file that it asks about.
    file: Option<String>,
}

impl Posted {
    fn new(id: MessageId) -> Self {
        Self { id, controls: Vec::new(), file: None }
    }
}

impl Work {
    /// Tries again what was put aside lately: whoever has started the program again may have mended why.
    ///
    /// # Errors
    ///
    /// The database's.
    pub async fn try_again(&self) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        tx.revive_dead(self.clock.now() - TRIED_AGAIN).await?;
        tx.commit().await
    }

    /// A network can be reached again: what waits for that goes out at once.
    pub(super) async fn reached(&self, network: &NetworkId) -> Result<(), StoreError> {
        let now = self.clock.now();
        let Some(until) = self.outages.until(network, now) else { return Ok(()) };
        self.outages.end(network);
        let mut tx = self.store.begin().await?;
        tx.outbox_go_on(network, until, now).await?;
        tx.commit().await?;
        self.wake.notify_one();
        Ok(())
    }

    /// Sends what is due; gives how many rows it dealt with.
    pub(super) async fn deliver(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let due = self.store.read().await?.due_outbox(now, AT_ONCE).await?;
        let mut unreachable = HashSet::new();
        for row in &due {
            if unreachable.contains(&row.room.network) {
                // With the first of them, all rows of the network wait.
                continue;
            }
            let sent = match self.outages.until(&row.room.network, now) {
                Some(until) => Sent::Unreachable(until),
                None => self.send(row, now).await?,
            };
            match &sent {
                Sent::Done(_) | Sent::Mirrored(_) | Sent::Told(_) | Sent::Never(_) => {
                    self.outages.end(&row.room.network);
                }
                Sent::Unreachable(_) => {
                    unreachable.insert(&row.room.network);
                }
                _ => {}
            }
            stop_point!("work.sent");
            let drawn = match (&row.delivery, &sent) {
                (Delivery::Card { card }, Sent::Done(_)) => Some(card),
                _ => None,
            };
            let stale = match drawn {
                Some(card) if self.is_out_of_step(row, card, now).await? => Some(card),
                _ => None,
            };
            let mut tx = self.store.begin().await?;
            if let (Delivery::Due(Due::Reminder { card: Some(card), .. }), Sent::Done(_)) =
                (&row.delivery, &sent)
            {
                // The card itself says "in 3 days".
                tx.enqueue_card(card, now).await?;
            }
            settle_row(&mut tx, row, sent, now).await?;
            if let Some(card) = stale {
                tx.enqueue_event(card, &row.room, now).await?;
            }
            stop_point!("work.before-commit");
            tx.commit().await?;
            stop_point!("work.committed");
        }
        Ok(due.len())
    }

    async fn send(&self, row: &OutboxRow, now: DateTime<Utc>) -> Result<Sent, StoreError> {
        let Some(network) = self.networks.get(&row.room.network) else {
            return Ok(Sent::Later(
                now + TimeDelta::minutes(5),
                "network is not running".to_owned(),
            ));
        };
        match &row.delivery {
            Delivery::Card { card } => self.send_card(network, row, card, now).await,
            Delivery::Message { payload } => self.send_note(network, row, payload, now).await,
            Delivery::Due(due) => self.send_due(network, row, due, now).await,
            Delivery::Replacement { payload, of } => {
                self.send_replacement(network, row, (payload, of), now).await
            }
            Delivery::Event { card } => {
                let shown = self.send_event(network, row, card, now).await?;
                Ok(match shown {
                    Ok(mirrored) => Sent::Mirrored(mirrored),
                    Err(error) => self.outcome(Err(error), row, now),
                })
            }
        }
    }

    async fn send_card(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        card: &str,
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        let interval =
            TimeDelta::from_std(network.capabilities().edit_interval).unwrap_or_default();
        if let Some(free) = self.last_drawn(card).map(|at| at + interval).filter(|at| *at > now) {
            return Ok(Sent::TooSoon(free));
        }
        let Some((card, message)) = self.draw(network, card, now).await? else {
            return Ok(Sent::Nothing);
        };
        let looks = fingerprint(&message);
        if card.message.is_some() && self.drawn_as(&card.id) == Some(looks) {
            // What happened to one date of a series is nothing to the cards of others.
            return Ok(Sent::Done(None));
        }
        let sent = match &card.message {
            Some(id) => match network.edit(&row.key, &card.room, id, &message).await {
                Err(SendError::Gone) => return Ok(Sent::Gone(id.clone())),
                edited => edited.map(|()| None),
            },
            None => network.send(&row.key, &card.room, &message).await.map(Posted::new).map(Some),
        };
        if sent.is_ok() {
            self.note_drawn(&card.id, Drawn { at: now, looks });
        }
        Ok(self.outcome(sent, row, now))
    }

    /// A card as it looks now; `None` where its meeting is gone.
    async fn draw(
        &self,
        network: &Arc<dyn Network>,
        card: &str,
        now: DateTime<Utc>,
    ) -> Result<Option<(Card, Message)>, StoreError> {
        let mut tx = self.store.read().await?;
        let Some(card) = tx.lookup_card(card).await? else { return Ok(None) };
        let Some(stored) = tx.lookup_object(&card.object).await? else { return Ok(None) };
        let zone = tx.lookup_room(&card.room).await?.and_then(|room| room.zone?.parse().ok());
        let others = tx.zones_of_attendees(&stored.id).await?;
        let zone = zone.unwrap_or(self.defaults.zone);
        let taken = if card.instance == InstanceId::Whole {
            Vec::new()
        } else {
            tx.list_taken(&stored.id).await?.into_iter().map(|one| one.taken).collect()
        };
        let view = command::card(&stored, &card.instance, &taken, zone, others, now);
        Ok(self.render(&View::Card(view), network).map(|message| (card, message)))
    }

    async fn send_note(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        payload: &str,
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        match Note::from_payload(payload) {
            Ok(note) => self.send_this(network, row, note, now).await,
            Err(error) => Ok(Sent::Never(error.to_string())),
        }
    }

    pub(super) async fn send_this(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        note: Note,
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        let Some(message) = self.render(&note.view, network) else {
            return Ok(Sent::Never("the template failed".to_owned()));
        };
        let thread = self.thread_of(&note, row).await?;
        let file = match &note.view {
            View::FileAsk(ask) => Some(ask.key.clone()),
            _ => None,
        };
        let controls = controls(&note, row, &network.capabilities());
        let message = Message {
            mentions: note.mentions,
            only_for: note.only_for,
            thread,
            quiet: note.quiet,
            ..message
        };
        let sent = network.send(&row.key, &row.room, &message).await;
        Ok(self.outcome(sent.map(|id| Some(Posted { id, controls, file })), row, now))
    }

    /// Replaces a message that was sent; one that is gone needs it no more.
    async fn send_replacement(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        (payload, of): (&str, &MessageId),
        now: DateTime<Utc>,
    ) -> Result<Sent, StoreError> {
        let note = match Note::from_payload(payload) {
            Ok(note) => note,
            Err(error) => return Ok(Sent::Never(error.to_string())),
        };
        let Some(message) = self.render(&note.view, network) else {
            return Ok(Sent::Never("the template failed".to_owned()));
        };
        Ok(match network.edit(&row.key, &row.room, of, &message).await {
            Err(SendError::Gone) => Sent::Nothing,
            edited => self.outcome(edited.map(|()| None), row, now),
        })
    }

    /// The message in whose thread a note belongs: its card, or what it answers.
    async fn thread_of(
        &self,
        note: &Note,
        row: &OutboxRow,
    ) -> Result<Option<MessageId>, StoreError> {
        if let Some(card) = &note.card {
            let card = self.store.read().await?.lookup_card(card).await?;
            return Ok(card.and_then(|card| card.message));
        }
        let answers = note.only_for.is_some();
        let here = note.thread.as_ref().filter(|thread| answers && thread.room == row.room);
        Ok(here.map(|thread| thread.root.clone()))
    }

    fn outcome(
        &self,
        sent: Result<Option<Posted>, SendError>,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Sent {
        match sent {
            Ok(posted) => Sent::Done(posted),
            Err(SendError::Retry { after, source }) if row.attempts < TRIES => {
                let asked = after.and_then(|after| TimeDelta::from_std(after).ok());
                let wait = asked.unwrap_or_else(|| back_off(row.attempts));
                Sent::Later(now + wait, source.to_string())
            }
            Err(SendError::Offline(why)) => {
                tracing::warn!(%why, "a network cannot be reached: {why}");
                Sent::Unreachable(self.outages.add(&row.room.network, now))
            }
            Err(error) => {
                let why = std::error::Error::source(&error)
                    .map_or_else(|| error.to_string(), ToString::to_string);
                Sent::Never(why)
            }
        }
    }

    fn render(&self, view: &View, network: &Arc<dyn Network>) -> Option<Message> {
        match self.views.render(view, &network.capabilities()) {
            Ok(message) => Some(message),
            Err(error) => {
                tracing::error!(%error, "a template failed: {error}");
                None
            }
        }
    }
}

/// What reactions to a note do, for the meeting it belongs to and the one it is for.
/// What tells one look of a message from another, while the program runs.
fn fingerprint(message: &Message) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{message:?}").hash(&mut hasher);
    hasher.finish()
}

fn controls(note: &Note, row: &OutboxRow, can: &Capabilities) -> Vec<Control> {
    let control = |control: view::Control| Control {
        emoji: control.emoji,
        line: control.line,
        only_for: note.only_for.clone(),
        object: row.object.clone(),
    };
    note.view.controls(can).into_iter().map(control).collect()
}

/// One second, then twice as long each time, at most ten minutes.
fn back_off(attempts: i64) -> TimeDelta {
    let doublings = u32::try_from(attempts.clamp(0, 10)).unwrap_or(10);
    TimeDelta::seconds((1_i64 << doublings).min(600))
}

async fn settle_row(
    tx: &mut Tx,
    row: &OutboxRow,
    sent: Sent,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match sent {
        Sent::Done(posted) => {
            if let Some(posted) = posted {
                keep_id(tx, row, &posted, now).await?;
            }
            tx.outbox_done(row, now).await?;
        }
        Sent::Nothing => {
            tx.outbox_done(row, now).await?;
        }
        Sent::Missed(missed) => {
            tx.outbox_done(row, now).await?;
            tx.add_missed(&row.room, &missed).await?;
            tx.enqueue_due("", &row.room, &Due::Missed, None, now).await?;
        }
        Sent::Behind => {
            tx.outbox_done(row, now).await?;
            tx.enqueue_due("", &row.room, &Due::Missed, None, now).await?;
        }
        Sent::Told(last) => {
            tx.outbox_done(row, now).await?;
            if !tx.drop_missed(&row.room, last).await? {
                tx.enqueue_due("", &row.room, &Due::Missed, None, now).await?;
            }
        }
        Sent::Mirrored(mirrored) => {
            if let Delivery::Event { card } = &row.delivery {
                mirror::keep(tx, row, card, mirrored, now).await?;
            }
        }
        Sent::TooSoon(at) => tx.outbox_wait(row, at).await?,
        Sent::Quiet(until) => tx.outbox_wait_aside(row, until).await?,
        Sent::Unreachable(until) => tx.outbox_wait_for(&row.room.network, until).await?,
        Sent::Gone(message) => tx.forget_message(&row.room, &message).await?,
        Sent::Later(at, why) => {
            tracing::warn!(%why, "a message waits for another try: {why}");
            tx.outbox_retry(row, at, &why).await?;
        }
        Sent::Never(why) => {
            let network = row.room.network.as_str();
            tracing::error!(network, "a message was put aside: {why}");
            tx.outbox_dead(row, &why).await?;
        }
    }
    Ok(())
}

/// Remembers which message it became, for the next edit, for replies and for reactions.
async fn keep_id(
    tx: &mut Tx,
    row: &OutboxRow,
    posted: &Posted,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    let Posted { id, controls, file } = posted;
    if let Some(file) = file {
        tx.set_question(file, id).await?;
    }
    for control in controls {
        tx.add_control(&row.room, id, control, now).await?;
    }
    match (&row.delivery, &row.object) {
        (Delivery::Card { card }, _) => tx.set_card_message(card, Some(id)).await,
        (Delivery::Due(Due::Memo { number, .. }), _) => {
            tx.add_memo_message(&row.room, id, *number).await
        }
        (Delivery::Message { .. } | Delivery::Due(_), Some(object)) => {
            tx.add_meeting_message(&row.room, id, object).await
        }
        (Delivery::Message { .. } | Delivery::Due(_), None)
        | (Delivery::Replacement { .. } | Delivery::Event { .. }, _) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_ten_minutes() {
        let waits: Vec<_> =
            [0, 1, 5, 9, 10, 1000].map(back_off).map(|wait| wait.num_seconds()).into();
        assert_eq!(waits, [1, 2, 32, 512, 600, 600]);
    }
}
