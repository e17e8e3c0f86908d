//! When to remind whom of what.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, instance_key, micros},
};
use crate::model::{InstanceId, ObjectId};

/// A reminder of a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The instance it reminds of.
    pub instance: InstanceId,
    /// When.
    pub at: DateTime<Utc>,
    /// What kind of reminder, in the words of who set it.
    pub kind: String,
}

/// A reminder whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReminder {
    /// The meeting.
    pub object: ObjectId,
    /// The reminder.
    pub reminder: Reminder,
}

#[derive(sqlx::FromRow)]
struct ReminderRow {
    object_id: String,
    instance: String,
    at: i64,
    kind: String,
}

impl TryFrom<ReminderRow> for DueReminder {
    type Error = StoreError;

    fn try_from(row: ReminderRow) -> Result<Self, StoreError> {
        let place = Place { table: "reminder", id: &row.object_id };
        let reminder = Reminder {
            instance: place.instance(&row.instance)?,
            at: place.time("at", row.at)?,
            kind: row.kind,
        };
        Ok(Self { object: ObjectId(row.object_id), reminder })
    }
}

pub(super) const DUE: &str = "SELECT object_id, instance, at, kind FROM reminder
            WHERE at <= $1 ORDER BY at, object_id, instance, kind LIMIT $2";

impl Tx {
    /// Replaces all reminders of a meeting.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_reminders(
        &mut self,
        object: &ObjectId,
        reminders: &[Reminder],
    ) -> Result<(), StoreError> {
        const CLEAR: &str = "DELETE FROM reminder WHERE object_id = $1";
        execute!(self, CLEAR, &object.0)?;
        self.add_reminders(object, reminders).await
    }

    /// Adds reminders of a meeting to those that it has.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_reminders(
        &mut self,
        object: &ObjectId,
        reminders: &[Reminder],
    ) -> Result<(), StoreError> {
        const ADD: &str = "INSERT INTO reminder (object_id, instance, at, kind)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        for reminder in reminders {
            let instance = instance_key(&reminder.instance);
            execute!(self, ADD, &object.0, instance.as_str(), micros(reminder.at), &reminder.kind)?;
        }
        Ok(())
    }

    /// The reminders whose time has come, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_reminders(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<DueReminder>, StoreError> {
        let rows = all!(self, ReminderRow, DUE, micros(now), limit)?;
        rows.into_iter().map(DueReminder::try_from).collect()
    }

    /// Forgets a reminder; false when it was gone already, and somebody else has seen to it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn drop_reminder(&mut self, due: &DueReminder) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM reminder
            WHERE object_id = $1 AND instance = $2 AND at = $3 AND kind = $4";
        let Reminder { instance, at, kind } = &due.reminder;
        let instance = instance_key(instance);
        Ok(execute!(self, SQL, &due.object.0, instance.as_str(), micros(*at), kind)? == 1)
    }
}
