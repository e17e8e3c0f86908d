//! Reminders, and the end of a meeting: both are rows with an instant, taken in a transaction.
//!
//! To fire one is to put into the outbox that it is due, nothing else: what it says is worked out when it is sent, so that
//! a hundred thousand of one minute are taken within it.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Work, due::PUNCTUAL};
use crate::{
    command::{BEFORE, CARD, OVER, SNOOZED, START, TOLD, roll_reminders},
    model::{InstanceId, PersonId},
    store::{Also, Card, Due, DueReminder, Indexed, Reminder, Room, StoreError, Tx},
};

/// How many reminders one transaction takes: as many as others do not notice to wait for.
const AT_ONCE: i64 = 500;

/// What comes within this time of something else comes with it.
const TOGETHER: TimeDelta = TimeDelta::minutes(1);

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
                let also = take_along(tx, due, now).await?;
                for card in &cards {
                    self.put(tx, due, (card, &also), now).await?;
                }
                Ok(())
            }
            Some(person) if waits(tx, due, person, now).await? => Ok(()),
            Some(person) => self.put_alone(tx, due, person, &cards, now).await,
        }
    }

    async fn put(
        &self,
        tx: &mut Tx,
        due: &DueReminder,
        (card, also): (&Card, &Also),
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
        let (card_id, also) = (Some(card_id), also.clone());
        let what = Due::Reminder { card: card_id, reminder: due.reminder.clone(), also };
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
            let (reminder, also) = (due.reminder.clone(), Also::new());
            let what = Due::Reminder { card: None, reminder, also };
            return tx.enqueue_due(&self.ids.token(), &room, &what, Some(&due.object), now).await;
        }
        let accounts = tx.accounts_of(person).await?;
        let theirs = |card: &&Card| accounts.iter().any(|user| user.network == card.room.network);
        match cards.iter().find(theirs) {
            Some(card) => self.put(tx, due, (card, &Also::new()), now).await,
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

/// Takes the reminders of single people that would come within the minute of one that is for all, and gives who they are: they
/// are mentioned in that one. Where they want theirs in a room of their own it comes there; what is late is not held back by
/// the quiet hours of others.
async fn take_along(
    tx: &mut Tx,
    due: &DueReminder,
    now: DateTime<Utc>,
) -> Result<Also, StoreError> {
    let mut also = Also::new();
    if due.reminder.at + PUNCTUAL < now {
        return Ok(also);
    }
    for other in tx.list_reminders(&due.object).await? {
        let Some(person) = other.person.clone().filter(|_| is_together(&other, &due.reminder))
        else {
            continue;
        };
        if tx.own_room(&person).await?.is_none() && tx.drop_reminder(&due.object, &other).await? {
            also.insert(person, other.kind);
        }
    }
    Ok(also)
}

/// Whether a reminder of one person waits for another that comes within the minute: the one for all takes it along.
/// Another one for the same person is dropped, as it would say the same.
async fn waits(
    tx: &mut Tx,
    due: &DueReminder,
    person: &PersonId,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    if due.reminder.at + PUNCTUAL < now {
        return Ok(false);
    }
    let elsewhere = tx.own_room(person).await?.is_some();
    for other in tx.list_reminders(&due.object).await? {
        if !is_together(&due.reminder, &other) {
            continue;
        }
        match &other.person {
            None if !elsewhere => {
                let later = Reminder { at: other.at, ..due.reminder.clone() };
                tx.add_reminders(&due.object, &[later]).await?;
                return Ok(true);
            }
            Some(same) if same == person => {
                tx.drop_reminder(&due.object, &other).await?;
            }
            _ => {}
        }
    }
    Ok(false)
}

/// Whether two reminders of one date come within a minute, so that who gets both reads the same twice.
fn is_together(one: &Reminder, other: &Reminder) -> bool {
    let says = |reminder: &Reminder| [BEFORE, START, SNOOZED].contains(&&*reminder.kind);
    one.instance == other.instance
        && says(one)
        && says(other)
        && (one.at - other.at).abs() < TOGETHER
}
