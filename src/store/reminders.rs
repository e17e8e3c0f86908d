//! When to remind whom of which meeting.

use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

use super::{
    StoreError, Tx,
    row::{Place, instance_key, micros},
};
use crate::model::{InstanceId, Leads, ObjectId, PersonId, RoomRef};

/// A reminder of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reminder {
    /// The instance it reminds of.
    pub instance: InstanceId,
    /// What kind of reminder, in the words of who set it.
    pub kind: String,
    /// Who alone is reminded; `None` for everyone who comes.
    pub person: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A reminder whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueReminder {
    /// The meeting.
    pub object: ObjectId,
    /// The reminder.
    pub reminder: Reminder,
}

/// What somebody wants for themselves of a meeting that they take part in, or that they asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Own {
    /// How long before.
    pub leads: Leads,
    /// Whether they said so of this meeting, and not of all.
    pub asked: bool,
    /// The keys of their addresses that take part.
    pub addresses: Vec<String>,
}

#[derive(sqlx::FromRow)]
struct ReminderRow {
    object_id: String,
    instance: String,
    at: i64,
    kind: String,
    person: String,
}

#[derive(sqlx::FromRow)]
struct OwnRow {
    person: String,
    reminders: String,
    asked: bool,
    address_key: String,
}

impl TryFrom<ReminderRow> for DueReminder {
    type Error = StoreError;

    fn try_from(row: ReminderRow) -> Result<Self, StoreError> {
        let place = Place { table: "reminder", id: &row.object_id };
        let reminder = Reminder {
            instance: place.instance(&row.instance)?,
            at: place.time("at", row.at)?,
            kind: row.kind,
            person: Some(row.person).filter(|person| !person.is_empty()).map(PersonId),
        };
        Ok(Self { object: ObjectId(row.object_id), reminder })
    }
}

impl Reminder {
    /// Whom it is for, as the table has it.
    fn key(&self) -> &str {
        self.person.as_ref().map_or("", |person| &person.0)
    }
}

pub(super) const DUE: &str = "SELECT object_id, instance, at, kind, person FROM reminder
            WHERE at <= $1 ORDER BY at, object_id, instance, kind, person LIMIT $2";

pub(super) const OF_OBJECT: &str = "SELECT object_id, instance, at, kind, person FROM reminder
            WHERE object_id = $1 ORDER BY instance, kind, person, at";

/// When something falls due next: a reminder of a meeting, what people asked to be reminded of, what is on.
pub(super) const NEXT: &str = "SELECT min(at) FROM (SELECT min(at) AS at FROM reminder
            UNION ALL SELECT min(at) FROM memo WHERE at IS NOT NULL
            UNION ALL SELECT min(digest_at) FROM room WHERE digest_at IS NOT NULL) AS next";

pub(super) const OWN: &str =
    "SELECT p.id AS person, coalesce(o.reminders, p.reminders) AS reminders, o.reminders IS NOT NULL AS asked,
                t.address_key
            FROM attendee t JOIN address a ON a.address_key = t.address_key JOIN person p ON p.id = a.person_id
            LEFT JOIN own_reminder o ON o.object_id = t.object_id AND o.person_id = p.id
            WHERE t.object_id = $1 AND t.partstat IS NOT NULL AND coalesce(o.reminders, p.reminders) IS NOT NULL
            UNION SELECT o.person_id, o.reminders, TRUE, '' FROM own_reminder o WHERE o.object_id = $1
            ORDER BY 1, 4";

pub(super) const HOME: &str =
    "SELECT network, room FROM card WHERE object_id = $1 ORDER BY shared, network, room LIMIT 1";

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
        const ADD: &str = "INSERT INTO reminder (object_id, instance, at, kind, person)
            VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        for reminder in reminders {
            let instance = instance_key(&reminder.instance);
            let (at, kind) = (micros(reminder.at), &reminder.kind);
            execute!(self, ADD, &object.0, instance.as_str(), at, kind, reminder.key())?;
        }
        Ok(())
    }

    /// The reminders that a meeting has, those that are due among them.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_reminders(&mut self, object: &ObjectId) -> Result<Vec<Reminder>, StoreError> {
        let rows = all!(self, ReminderRow, OF_OBJECT, &object.0)?;
        rows.into_iter().map(|row| Ok(DueReminder::try_from(row)?.reminder)).collect()
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

    /// When a reminder, a digest or what somebody asked to be reminded of is due next. In the past when that is now.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_reminder(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let at = optional!(self, (Option<i64>,), NEXT)?.and_then(|(at,)| at);
        at.map(|at| Place { table: "reminder", id: "" }.time("at", at)).transpose()
    }

    /// Forgets a reminder; false when it was gone already, and somebody else has seen to it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn drop_reminder(
        &mut self,
        object: &ObjectId,
        reminder: &Reminder,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM reminder
            WHERE object_id = $1 AND instance = $2 AND kind = $3 AND person = $4 AND at = $5";
        let instance = instance_key(&reminder.instance);
        let (kind, at) = (&reminder.kind, micros(reminder.at));
        let gone = execute!(self, SQL, &object.0, instance.as_str(), kind, reminder.key(), at)?;
        Ok(gone == 1)
    }

    /// Takes a reminder that is due, and with it all others of its kind that are due by `now` and would say the same;
    /// false when they were gone already, and somebody else has seen to them.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim_reminder(
        &mut self,
        due: &DueReminder,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "DELETE FROM reminder
            WHERE object_id = $1 AND instance = $2 AND kind = $3 AND person = $4 AND at <= $5";
        let DueReminder { object, reminder } = due;
        let instance = instance_key(&reminder.instance);
        let (kind, now) = (&reminder.kind, micros(now));
        let gone = execute!(self, SQL, &object.0, instance.as_str(), kind, reminder.key(), now)?;
        Ok(gone > 0)
    }

    /// How long before a meeting people are reminded, where that was said of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn leads_of(&mut self, object: &ObjectId) -> Result<Option<Leads>, StoreError> {
        const SQL: &str = "SELECT reminders FROM object WHERE id = $1";
        let row = optional!(self, (Option<String>,), SQL, &object.0)?;
        let leads = row.and_then(|(leads,)| leads);
        Place { table: "object", id: &object.0 }.parse_some("reminders", leads.as_deref())
    }

    /// Says how long before a meeting people are reminded; `None` for as it is usual in its room.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_leads(
        &mut self,
        object: &ObjectId,
        leads: Option<&Leads>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE object SET reminders = $2 WHERE id = $1";
        execute!(self, SQL, &object.0, leads.map(ToString::to_string)).map(drop)
    }

    /// How long before meetings somebody wants to be reminded alone, where they said so.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn own_leads(&mut self, person: &PersonId) -> Result<Option<Leads>, StoreError> {
        const SQL: &str = "SELECT reminders FROM person WHERE id = $1";
        let row = optional!(self, (Option<String>,), SQL, &person.0)?;
        let leads = row.and_then(|(leads,)| leads);
        Place { table: "person", id: &person.0 }.parse_some("reminders", leads.as_deref())
    }

    /// Says how long before meetings somebody wants to be reminded alone; `None` for with all the others.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_own_leads(
        &mut self,
        person: &PersonId,
        leads: Option<&Leads>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET reminders = $2 WHERE id = $1";
        execute!(self, SQL, &person.0, leads.map(ToString::to_string)).map(drop)
    }

    /// The same for one meeting; `None` for as they want it of all.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_own_leads_of(
        &mut self,
        person: &PersonId,
        object: &ObjectId,
        leads: Option<&Leads>,
    ) -> Result<(), StoreError> {
        const GONE: &str = "DELETE FROM own_reminder WHERE object_id = $1 AND person_id = $2";
        const SET: &str =
            "INSERT INTO own_reminder (object_id, person_id, reminders) VALUES ($1, $2, $3)
            ON CONFLICT (object_id, person_id) DO UPDATE SET reminders = excluded.reminders";
        match leads {
            None => execute!(self, GONE, &object.0, &person.0).map(drop),
            Some(leads) => execute!(self, SET, &object.0, &person.0, leads.to_string()).map(drop),
        }
    }

    /// Who wants to be reminded of a meeting alone, and how.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn own_reminders(
        &mut self,
        object: &ObjectId,
    ) -> Result<BTreeMap<PersonId, Own>, StoreError> {
        let mut all: BTreeMap<PersonId, Own> = BTreeMap::new();
        for row in all!(self, OwnRow, OWN, &object.0)? {
            let place = Place { table: "own_reminder", id: &row.person };
            let leads: Leads = place.parse("reminders", &row.reminders)?;
            let own = all.entry(PersonId(row.person)).or_default();
            own.leads = leads;
            own.asked = own.asked || row.asked;
            own.addresses.extend(Some(row.address_key).filter(|key| !key.is_empty()));
        }
        Ok(all)
    }

    /// The room where somebody wants what is for them alone, where they chose one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn own_room(&mut self, person: &PersonId) -> Result<Option<RoomRef>, StoreError> {
        const SQL: &str = "SELECT remind_network, remind_room FROM person WHERE id = $1
            AND remind_network IS NOT NULL AND remind_room IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM room r WHERE r.network = remind_network AND r.id = remind_room AND r.away)";
        Ok(optional!(self, (String, String), SQL, &person.0)?.map(super::rooms::room_ref))
    }

    /// Chooses the room where somebody wants what is for them alone; `None` for where it belongs.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_own_room(
        &mut self,
        person: &PersonId,
        room: Option<&RoomRef>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE person SET remind_network = $2, remind_room = $3 WHERE id = $1";
        let network = room.map(|room| room.network.as_str());
        execute!(self, SQL, &person.0, network, room.map(|room| room.id.as_str())).map(drop)
    }

    /// The room that a meeting was made in; another one that shows it where that does no more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn home_of(&mut self, object: &ObjectId) -> Result<Option<RoomRef>, StoreError> {
        Ok(optional!(self, (String, String), HOME, &object.0)?.map(super::rooms::room_ref))
    }
}
