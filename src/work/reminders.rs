//! Reminders, and the end of a meeting: both are rows with an instant, taken in a transaction.

use chrono::{DateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::Work;
use crate::{
    command::{BEFORE, Note, OVER, name_of, reminders},
    itip::{Scope, Status},
    model::{InstanceId, Partstat, UserRef},
    store::{Card, DueReminder, Indexed, NewMessage, Room, StoreError, StoredObject, Tx},
    view::{self, Names, TimeText, View},
};

/// How long after its start people can still be reminded of a meeting.
const LATEST: TimeDelta = TimeDelta::minutes(5);

/// How many reminders one transaction takes.
const AT_ONCE: i64 = 100;

impl Work {
    /// Turns due reminders into messages; the row goes in the same transaction in which its message comes.
    pub(super) async fn fire_reminders(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        if self.store.read().await?.due_reminders(now, 1).await?.is_empty() {
            return Ok(0);
        }
        let mut tx = self.store.begin().await?;
        let due = tx.due_reminders(now, AT_ONCE).await?;
        for reminder in &due {
            let ours = tx.drop_reminder(reminder).await?;
            if ours && let Some(mut stored) = tx.lookup_object(&reminder.object).await? {
                self.fire(&mut tx, &mut stored, reminder, now).await?;
            }
        }
        stop_point!("work.reminding");
        tx.commit().await?;
        Ok(due.len())
    }

    async fn fire(
        &self,
        tx: &mut Tx,
        stored: &mut StoredObject,
        due: &DueReminder,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let cards = tx.cards_of(&stored.id).await?;
        if due.reminder.kind == OVER {
            self.roll_on(tx, stored, cards.first(), now).await?;
        }
        for card in cards {
            // The card itself says "in 3 days": it is drawn again in either case.
            tx.enqueue_card(&card.id, now).await?;
            if due.reminder.kind == BEFORE {
                self.remind(tx, stored, &due.reminder.instance, &card, now).await?;
            }
        }
        Ok(())
    }

    /// One date of a series is over: the lists get the dates that are in sight from now on, and those their reminders.
    async fn roll_on(
        &self,
        tx: &mut Tx,
        stored: &mut StoredObject,
        card: Option<&Card>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if !stored.object.is_recurring() {
            return Ok(());
        }
        let room = match card {
            Some(card) => tx.lookup_room(&card.room).await?,
            None => None,
        };
        let zone = self.zone_of(room.as_ref());
        let indexed = Indexed::of(&stored.object, zone, now);
        tx.put_object(stored, &indexed).await?;
        let lead = self.defaults.reminder_in(room.as_ref());
        // Those that are set stay: one may be due this moment.
        tx.add_reminders(&stored.id, &reminders(&stored.object, lead, zone, now)).await
    }

    /// The zone of those in a room.
    pub(super) fn zone_of(&self, room: Option<&Room>) -> Tz {
        room.and_then(|room| room.zone.as_ref()?.parse().ok()).unwrap_or(self.defaults.zone)
    }

    async fn remind(
        &self,
        tx: &mut Tx,
        stored: &StoredObject,
        instance: &InstanceId,
        card: &Card,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let zone = self.zone_of(tx.lookup_room(&card.room).await?.as_ref());
        let scope = Scope::from(instance.clone());
        // A date that is called off is gone.
        let Ok(meeting) = stored.object.meeting_at(&scope, zone) else { return Ok(()) };
        // A reminder that comes when all are there, because the bot was down, helps nobody.
        if meeting.status == Status::Cancelled || meeting.start + LATEST < now {
            return Ok(());
        }
        let coming = meeting.attendees.iter().filter(|attendee| {
            matches!(attendee.partstat, Partstat::Accepted | Partstat::Tentative)
        });
        let (mut mentions, mut names): (Vec<UserRef>, Vec<String>) = Default::default();
        for attendee in coming {
            let account = tx.find_account_of_address(&attendee.address, &card.room.network).await?;
            mentions.extend(account);
            names.push(name_of(attendee));
        }
        let view = View::Reminder(view::Reminder {
            number: stored.number,
            when: TimeText::of(&meeting.span, meeting.start, meeting.end, zone, now),
            title: meeting.summary,
            place: meeting.location,
            names: Names::from(names),
        });
        let note = Note::to_all(view).pinging(mentions).in_thread_of(Some(card.id.clone()));
        let message = NewMessage {
            key: self.ids.token(),
            room: card.room.clone(),
            payload: note.to_payload()?,
            object: Some(stored.id.clone()),
            due: now,
        };
        tx.enqueue_message(&message).await
    }
}
