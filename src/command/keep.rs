//! What a step of the engine leaves behind: the object, its cards, its reminders and the log.

use super::{Call, Failure, fallen::Fallen, habits, undo};
use crate::{
    itip::{self, Authority, Date, Edit, Message, Object, Outcome, Scope, Step, Taken},
    model::{InstanceId, ObjectId},
    store::{
        Card, Did, Direction, Indexed, LastStep, LogEntry, LogResult, StoredObject, StoredTaken,
        TakenBy,
    },
    view::Problem,
};

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
        self.keep_step(stored, step).await
    }

    /// Keeps what a step did to a stored object. What was done to it before cannot be taken back any more.
    pub(super) async fn keep(&mut self, stored: StoredObject, step: Step) -> Result<Kept, Failure> {
        let kept = self.keep_step(stored, step).await?;
        if kept.changed {
            self.tx.drop_step(&kept.stored.id).await?;
        }
        Ok(kept)
    }

    async fn keep_step(&mut self, mut stored: StoredObject, step: Step) -> Result<Kept, Failure> {
        self.log_out(&step.messages).await?;
        let Some(object) = step.object else {
            self.tx.delete_object(&stored.id).await?;
            return Ok(Kept { stored, changed: true });
        };
        let fallen = Fallen::of(&stored.object, &step.notices);
        let changed = object != stored.object;
        if changed {
            stored = self.put(stored, object).await?;
        }
        self.tell_fallen(&stored, fallen).await?;
        Ok(Kept { stored, changed })
    }

    /// Applies an edit of the whole without keeping it yet; its messages are logged.
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
        let before = std::mem::replace(&mut stored.object, object);
        self.take_cards_along(&stored, &before).await?;
        let indexed = Indexed::of(&stored.object, self.room_zone(), self.now);
        self.tx.put_object(&mut stored, &indexed).await?;
        self.did(Some(&stored.id)).await?;
        habits::set_reminders(self.tx, &stored, self.defaults, self.now).await?;
        self.tx.enqueue_cards_of(&stored.id, self.now).await?;
        Ok(stored)
    }

    /// The card of a date stays with it where the series moves.
    async fn take_cards_along(
        &mut self,
        stored: &StoredObject,
        before: &Object,
    ) -> Result<(), Failure> {
        let mut moved = Vec::new();
        for card in self.tx.all_cards_of(&stored.id).await? {
            let InstanceId::Instance(id) = &card.instance else { continue };
            if let Some(new) = stored.object.moved_id(before, id) {
                moved.push((id.local(), new, card.clone()));
            }
        }
        // Each goes where the one before it has just left.
        moved.sort_by_key(|(from, ..)| *from);
        if moved.iter().any(|(from, to, _)| to.local() > *from) {
            moved.reverse();
        }
        for (_, to, card) in moved {
            let to = InstanceId::Instance(to);
            if self.tx.find_card_of(&stored.id, &to, &card.room).await?.is_none() {
                self.tx.set_card_instance(&card.id, &to).await?;
            }
        }
        Ok(())
    }

    /// Keeps a new meeting and gives it a card in this room.
    pub(super) async fn add(&mut self, step: Step) -> Result<StoredObject, Failure> {
        self.log_out(&step.messages).await?;
        let object = step.object.ok_or(itip::Refusal::NoComponent)?;
        let id = ObjectId(self.ids.token());
        let indexed = Indexed::of(&object, self.room_zone(), self.now);
        self.tx.add_object(&id, &object, &indexed).await?;
        self.add_card(&id).await?;
        let stored = self.tx.lookup_object(&id).await?;
        let stored = stored.ok_or(itip::Refusal::UnknownObject)?;
        habits::set_reminders(self.tx, &stored, self.defaults, self.now).await?;
        self.remember_step(&stored, None).await?;
        Ok(stored)
    }

    /// Keeps what a meeting was before the caller's last step, for as long as they can take it back.
    pub(super) async fn remember_step(
        &mut self,
        stored: &StoredObject,
        before: Option<&Object>,
    ) -> Result<(), Failure> {
        let before = before.map(|object| object.calendar.clone());
        let step = LastStep { person: self.caller.person.id.clone(), at: self.now, before };
        self.tx.set_step(&stored.id, &step, self.now + undo::GOOD).await?;
        self.did_last(Some(&stored.id), true).await
    }

    /// Keeps that the caller did something here that has no undo, to a meeting or otherwise: what they did before is not
    /// what they did last any more.
    pub(super) async fn did(&mut self, object: Option<&ObjectId>) -> Result<(), Failure> {
        self.did_last(object, false).await
    }

    async fn did_last(&mut self, object: Option<&ObjectId>, step: bool) -> Result<(), Failure> {
        let (command, object) = (self.command.to_owned(), object.cloned());
        let did = Did { at: self.now, command, object, step };
        let whose = (&self.caller.person.id, &self.room.at);
        Ok(self.tx.set_did(whose, &did, self.now + undo::GOOD).await?)
    }

    /// Keeps what a series was before some dates were taken out of it; that counts for those that were taken out before,
    /// too.
    pub(super) async fn remember_taken(
        &mut self,
        stored: &StoredObject,
        by: TakenBy,
        before: &Object,
        dates: &[Date],
    ) -> Result<(), Failure> {
        let ids = dates.iter().filter_map(|date| date.scope().id().cloned());
        let taken = Taken { before: before.calendar.clone(), dates: ids.collect() };
        for mut old in self.tx.list_taken(&stored.id).await? {
            let count = old.taken.dates.len();
            old.taken.dates.retain(|id| !taken.dates.contains(id));
            if old.taken.dates.len() < count {
                self.tx.put_taken(&old).await?;
            }
        }
        let until = dates.iter().map(|date| date.end).max().unwrap_or(self.now);
        let new = StoredTaken { id: self.ids.token(), by, at: self.now, taken };
        Ok(self.tx.add_taken(&stored.id, &new, until).await?)
    }

    /// Gives a meeting a card in this room, where the caller may; gives the card's id.
    pub(super) async fn add_card(&mut self, object: &ObjectId) -> Result<String, Failure> {
        if self.room.moderated == Some(true) && !self.caller.moderator {
            let what = "make meetings here".to_owned();
            return Err(Problem::NotModerator { what }.into());
        }
        let card = Card {
            id: self.ids.token(),
            object: object.clone(),
            instance: InstanceId::Whole,
            room: self.room.at.clone(),
            message: None,
        };
        self.tx.add_card(&card).await?;
        self.tx.enqueue_card(&card.id, self.now).await?;
        Ok(card.id)
    }

    /// The command's own message belongs to the meeting it made, so that an answer to it needs no number.
    pub(super) async fn belongs_to(&mut self, stored: &StoredObject) -> Result<(), Failure> {
        if let Some(message) = &self.message {
            self.tx.add_meeting_message(&self.room.at, message, &stored.id).await?;
        }
        Ok(())
    }

    /// Sets the reminders of the meetings ahead in this room anew, because the room has it otherwise now.
    pub(super) async fn renew_reminders(&mut self) -> Result<(), Failure> {
        for listed in self.ahead(i64::MAX).await? {
            if let Some(stored) = self.tx.lookup_object(&listed.object).await? {
                habits::set_reminders(self.tx, &stored, self.defaults, self.now).await?;
            }
        }
        Ok(())
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
