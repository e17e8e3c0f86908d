//! What a step of the engine leaves behind: the object, its cards, its reminders and the log.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Call, Done, Failure, call::name_of_who};
use crate::{
    itip::{self, Authority, Edit, Meeting, Message, Notice, Object, Outcome, Scope, Status, Step},
    model::{InstanceId, ObjectId},
    store::{Card, Direction, Indexed, LogEntry, LogResult, Reminder, StoredObject},
    view::{Problem, View},
};

/// The reminder that goes to those who come.
pub const BEFORE: &str = "before";

/// The end of a meeting: its card loses its controls.
const OVER: &str = "over";

/// What was kept.
#[derive(Debug)]
pub(super) struct Kept {
    /// The meeting as it is now.
    pub(super) stored: StoredObject,
    /// Whether anything is different from before.
    pub(super) changed: bool,
}

impl Call<'_> {
    /// Hands a message of the caller's to the engine and keeps what it does.
    pub(super) async fn receive(
        &mut self,
        stored: StoredObject,
        message: &Message,
    ) -> Result<Kept, Failure> {
        let authority = Authority::proven(&self.caller.addresses);
        let step = itip::receive(Some(&stored.object), &message.calendar, &authority, &self.cx())?;
        self.log(Direction::In, message, step.outcome).await?;
        self.keep(stored, step).await
    }

    /// Keeps what a step did to a stored object.
    pub(super) async fn keep(
        &mut self,
        mut stored: StoredObject,
        step: Step,
    ) -> Result<Kept, Failure> {
        self.log_out(&step.messages).await?;
        let Some(object) = step.object else {
            self.tx.delete_object(&stored.id).await?;
            return Ok(Kept { stored, changed: true });
        };
        let changed = object != stored.object;
        if changed {
            stored = self.put(stored, object).await?;
        }
        self.tell_stale(&stored, &step.notices).await?;
        Ok(Kept { stored, changed })
    }

    /// Whose proposal fell because the meeting changed is told so.
    async fn tell_stale(&mut self, stored: &StoredObject, notices: &[Notice]) -> Done {
        for notice in notices {
            if let Notice::ProposalStale { from, .. } = notice {
                let title = self.meeting(stored).summary;
                let (number, who) = (stored.number, name_of_who(from));
                let view = View::Problem(Problem::StaleProposal { number, title, who });
                self.announce(view, stored, std::slice::from_ref(&from.address)).await?;
            }
        }
        Ok(())
    }

    /// Applies an edit without keeping it yet; its messages are logged.
    pub(super) async fn apply(&mut self, object: &Object, edit: &Edit) -> Result<Object, Failure> {
        let step = itip::edit(object, &Scope::Whole, edit, &self.cx())?;
        self.log_out(&step.messages).await?;
        Ok(step.object.unwrap_or_else(|| object.clone()))
    }

    /// Keeps another state of a meeting, and has its cards drawn again.
    pub(super) async fn put(
        &mut self,
        mut stored: StoredObject,
        object: Object,
    ) -> Result<StoredObject, Failure> {
        let before = self.meeting(&stored);
        stored.object = object;
        let after = self.meeting(&stored);
        self.tx.put_object(&mut stored, &Indexed::from(&after)).await?;
        if (before.start, before.end, before.status) != (after.start, after.end, after.status) {
            self.set_reminders(&stored.id, &after).await?;
        }
        self.tx.enqueue_cards_of(&stored.id, self.now).await?;
        Ok(stored)
    }

    /// Keeps a new meeting and gives it a card in this room.
    pub(super) async fn add(&mut self, step: Step) -> Result<StoredObject, Failure> {
        self.log_out(&step.messages).await?;
        let object = step.object.ok_or(itip::Refusal::NoComponent)?;
        let meeting = object.meeting(self.room_zone());
        let id = ObjectId(self.ids.token());
        self.tx.add_object(&id, &object, &Indexed::from(&meeting)).await?;
        self.set_reminders(&id, &meeting).await?;
        let card = Card {
            id: self.ids.token(),
            object: id.clone(),
            room: self.room.at.clone(),
            message: None,
        };
        self.tx.add_card(&card).await?;
        self.tx.enqueue_card(&card.id, self.now).await?;
        let stored = self.tx.lookup_object(&id).await?;
        Ok(stored.ok_or(itip::Refusal::UnknownObject)?)
    }

    /// Sets the reminders of the meetings ahead in this room anew, because the room has it otherwise now.
    pub(super) async fn renew_reminders(&mut self) -> Result<(), Failure> {
        for listed in self.ahead(i64::MAX).await? {
            if let Some(stored) = self.tx.lookup_object(&listed.object).await? {
                let meeting = self.meeting(&stored);
                self.set_reminders(&stored.id, &meeting).await?;
            }
        }
        Ok(())
    }

    async fn set_reminders(&mut self, object: &ObjectId, meeting: &Meeting) -> Result<(), Failure> {
        let mut reminders = Vec::new();
        if meeting.status != Status::Cancelled {
            let mut add = |at: DateTime<Utc>, kind: &str| {
                if at > self.now {
                    let instance = InstanceId::Whole;
                    reminders.push(Reminder { instance, at, kind: kind.to_owned() });
                }
            };
            if let Some(lead) = self.reminder() {
                add(meeting.start - lead, BEFORE);
            }
            // A second late, so that the meeting is over for sure when its card is drawn.
            add(meeting.end + TimeDelta::seconds(1), OVER);
        }
        Ok(self.tx.set_reminders(object, &reminders).await?)
    }

    async fn log_out(&mut self, messages: &[Message]) -> Result<(), Failure> {
        for message in messages {
            self.log(Direction::Out, message, Outcome::Updated).await?;
        }
        Ok(())
    }

    pub(super) async fn log(
        &mut self,
        direction: Direction,
        message: &Message,
        outcome: Outcome,
    ) -> Result<(), Failure> {
        let entry = LogEntry {
            at: self.now,
            uid: message.uid.clone(),
            direction,
            method: message.method.as_str().to_owned(),
            sender: message.sender.clone(),
            recipients: message.recipients.clone(),
            sequence: message.sequence,
            stamp: Some(self.now),
            result: LogResult::Outcome(outcome.as_str().to_owned()),
            text: None,
        };
        Ok(self.tx.log(&entry).await?)
    }
}
