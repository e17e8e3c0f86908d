//! Reminders, and the end of a meeting: both are rows with an instant, taken in a transaction.
//!
//! To fire one is to put into the outbox that it is due, nothing else: what it says is worked out when it is sent, so that
//! a hundred thousand of one minute are taken within it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::Work;
use crate::{
    command::{CARD, OVER, TOLD, roll_reminders},
    model::{InstanceId, PersonId},
    store::{Card, Due, DueReminder, Indexed, Room, StoreError, Tx},
};

/// How many reminders one transaction takes: as many as others do not notice to wait for.
const AT_ONCE: i64 = 500;

impl Work {
    /// Takes the reminders that are due; the row goes in the same transaction in which what is due comes.
    pub(super) async fn fire_reminders(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        for due in tx.due_reminders(now, AT_ONCE).await? {
            // One that was gone went with another that says the same.
            if tx.claim_reminder(&due, now).await? {
                self.fire_one(&mut tx, &due, now).await?;
            }
        }
        stop_point!("work.reminding");
        tx.commit().await
    }

    async fn fire_one(
        &self,
        tx: &mut Tx,
        due: &DueReminder,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let DueReminder { object, reminder } = due;
        if reminder.kind == OVER {
            if reminder.instance != InstanceId::Whole {
                self.roll_on(tx, due, now).await?;
                tx.enqueue_cards_of_date(object, &reminder.instance, now).await?;
            }
            return tx.enqueue_cards_of(object, now).await;
        }
        if reminder.kind == CARD {
            return tx.add_date_cards(object, now).await;
        }
        if reminder.kind.starts_with(TOLD) {
            return Ok(());
        }
        let cards = tx.cards_of(object).await?;
        match &reminder.person {
            None => {
                for card in &cards {
                    self.put(tx, due, card, now).await?;
                }
                Ok(())
            }
            Some(person) => self.put_alone(tx, due, person, &cards, now).await,
        }
    }

    async fn put(
        &self,
        tx: &mut Tx,
        due: &DueReminder,
        card: &Card,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        // It comes in the thread of the date, where that has one.
        let own = match &due.reminder.instance {
            InstanceId::Whole => None,
            date @ InstanceId::Instance(_) => {
                tx.find_card_of(&due.object, date, &card.room).await?
            }
        };
        let own = own.filter(|own| own.message.is_some()).map(|own| own.id);
        let card_id = own.unwrap_or_else(|| card.id.clone());
        let what = Due::Reminder { card: Some(card_id), reminder: due.reminder.clone() };
        tx.enqueue_due(&self.ids.token(), &card.room, &what, Some(&due.object), now).await
    }

    /// What is for one person comes where they chose, else in the first room of the meeting that is on a network of theirs.
    async fn put_alone(
        &self,
        tx: &mut Tx,
        due: &DueReminder,
        person: &PersonId,
        cards: &[Card],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if let Some(room) = tx.own_room(person).await? {
            let what = Due::Reminder { card: None, reminder: due.reminder.clone() };
            return tx.enqueue_due(&self.ids.token(), &room, &what, Some(&due.object), now).await;
        }
        let accounts = tx.accounts_of(person).await?;
        let theirs = |card: &&Card| accounts.iter().any(|user| user.network == card.room.network);
        match cards.iter().find(theirs) {
            Some(card) => self.put(tx, due, card, now).await,
            None => Ok(()),
        }
    }

    /// One date of a series is over: the lists get the dates that are in sight from now on, and those their reminders.
    async fn roll_on(
        &self,
        tx: &mut Tx,
        due: &DueReminder,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Some(mut stored) = tx.lookup_object(&due.object).await? else { return Ok(()) };
        let room = match tx.home_of(&stored.id).await? {
            Some(home) => tx.lookup_room(&home).await?,
            None => None,
        };
        let indexed = Indexed::of(&stored.object, self.zone_of(room.as_ref()), now);
        tx.put_object(&mut stored, &indexed).await?;
        roll_reminders(tx, &stored, &self.defaults, due.reminder.at, now).await
    }

    /// The zone of those in a room.
    pub(super) fn zone_of(&self, room: Option<&Room>) -> Tz {
        room.and_then(|room| room.zone.as_ref()?.parse().ok()).unwrap_or(self.defaults.zone)
    }
}
