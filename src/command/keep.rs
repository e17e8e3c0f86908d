//! What a step of the engine leaves behind: the object, its cards, its reminders and the log.

use chrono::TimeDelta;

use super::{Call, Failure};
use crate::{
    itip::{Authority, Message, Object, Status, Step, Trust},
    model::{InstanceId, ObjectId},
    store::{Direction, Indexed, LogEntry, Reminder, ReminderKind, StoredObject},
};

impl Call<'_> {
    /// Hands a message of the caller's to the engine and keeps what it does.
    pub(super) async fn receive(
        &mut self,
        stored: StoredObject,
        message: &Message,
    ) -> Result<Kept, Failure> {
        let authority =
            Authority { addresses: &self.caller.addresses, trust: Trust::Proven };
        let step = crate::itip::receive(
            Some(&stored.object),
            &message.calendar,
            &authority,
            &self.cx(),
        )?;
        self.log(Direction::In, message, Some(step.outcome.as_str())).await?;
        self.keep(stored, step).await
    }

    /// Keeps what a step did to a stored object.
    pub(super) async fn keep(&mut self, stored: StoredObject, step: Step) -> Result<Kept, Failure> {
        for message in &step.messages {
            self.log(Direction::Out, message, None).await?;
        }
        let before = stored.object.clone();
        let Some(object) = step.object else {
            self.tx.delete_object(&stored.id).await?;
            return Ok(Kept { stored, notices: step.notices, changed: true });
        };
        let changed = object != before;
        let stored = StoredObject { object, ..stored };
        let stored = if changed { self.put(stored, &before).await? } else { stored };
        Ok(Kept { stored, notices: step.notices, changed })
    }

    /// Keeps a new meeting and gives it a card in this room.
    pub(super) async fn add(&mut self, step: Step) -> Result<StoredObject, Failure> {
        for message in &step.messages {
            self.log(Direction::Out, message, None).await?;
        }
        let object = step.object.ok_or(crate::view::Problem::NoMeetingHere)?;
        let id = ObjectId(self.ids.token());
        let indexed = self.indexed(&object);
        let number = self.tx.add_object(&id, &object, &indexed).await?;
        let stored = StoredObject { id, number, version: 1, object };
        self.set_reminders(&stored, &indexed).await?;
        let card = self.ids.token();
        self.tx.add_card(&card, &stored.id, &self.room.at).await?;
        self.tx.enqueue_card(&card, self.now).await?;
        Ok(stored)
    }

    async fn put(&mut self, stored: StoredObject, before: &Object) -> Result<StoredObject, Failure> {
        let indexed = self.indexed(&stored.object);
        let stored = self.tx.put_object(stored, before, &indexed).await?;
        if self.indexed(before) != indexed {
            self.set_reminders(&stored, &indexed).await?;
        }
        self.redraw(&stored.id).await?;
        Ok(stored)
    }

    /// Has every card of a meeting drawn again.
    pub(super) async fn redraw(&mut self, object: &ObjectId) -> Result<(), Failure> {
        for card in self.tx.cards_of(object).await? {
            self.tx.enqueue_card(&card.id, self.now).await?;
        }
        Ok(())
    }

    fn indexed(&self, object: &Object) -> Indexed {
        Indexed::of(&object.meeting(self.room_zone()))
    }

    async fn set_reminders(&mut self, stored: &StoredObject, at: &Indexed) -> Result<(), Failure> {
        let mut reminders = Vec::new();
        if at.status != Status::Cancelled {
            let mut add = |when, kind| {
                if when > self.now {
                    reminders.push(Reminder { instance: InstanceId::Whole, at: when, kind });
                }
            };
            if let Some(lead) = self.reminder() {
                add(at.starts_at - lead, ReminderKind::Before);
            }
            // A minute late, so that the meeting is over for sure when its card loses its controls.
            add(at.ends_at + TimeDelta::minutes(1), ReminderKind::Over);
        }
        Ok(self.tx.set_reminders(&stored.id, &reminders).await?)
    }

    async fn log(
        &mut self,
        direction: Direction,
        message: &Message,
        result: Option<&str>,
    ) -> Result<(), Failure> {
        let entry = LogEntry::of(self.now, direction, message, result);
        Ok(self.tx.log(&entry).await?)
    }
}

/// What was kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// The meeting as it is now.
    pub(super) stored: StoredObject,
    /// What people would want told.
    pub(super) notices: Vec<crate::itip::Notice>,
    /// Whether anything is different from before.
    pub(super) changed: bool,
}
