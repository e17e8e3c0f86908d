//! Calendar objects with everything that was received about them.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    StoreError, Tx,
    row::{self, Place, instance_key, micros},
    text,
};
use crate::{
    itip::{Held, Object, Proposal, Rescheduled, Role},
    model::{ObjectId, Uid},
};

pub(super) mod attendees;
mod indexed;
mod occurrences;
mod pending;

pub use indexed::{Attending, Indexed, Occurrence};
pub(super) use occurrences::list_in_rooms;

use attendees::{Counts, Key, Known};

/// A calendar object as it is stored.
#[derive(Debug, Clone)]
pub struct StoredObject {
    /// Our id of it.
    pub id: ObjectId,
    /// The number people call it by (`#12`).
    pub number: i64,
    /// How often it was written. [`Tx::put_object`] refuses to write over a version that it was not made from.
    pub version: i64,
    /// The object itself.
    pub object: Object,
    /// What the tables have, so that only what changed is written.
    kept: Kept,
}

#[derive(Debug, Clone)]
struct Kept {
    columns: Columns,
    attendees: BTreeMap<Key, Known>,
    proposals: Vec<Proposal>,
    held: Vec<Held>,
}

impl Kept {
    fn new(columns: Columns, attendees: BTreeMap<Key, Known>, object: &Object) -> Self {
        let (proposals, held) = (object.proposals.clone(), object.held.clone());
        Self { columns, attendees, proposals, held }
    }
}

/// The columns beside the text, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Columns {
    uid: String,
    role: &'static str,
    organizer_key: Option<String>,
    summary: String,
    starts_at: i64,
    ends_at: i64,
    days: Option<String>,
    status: &'static str,
    occurrences: i64,
}

impl Columns {
    fn new(object: &Object, indexed: &Indexed) -> Self {
        Self {
            uid: indexed.uid.0.clone(),
            role: role_str(object.role),
            organizer_key: indexed.organizer.as_ref().map(|address| address.key().to_owned()),
            summary: indexed.summary.clone(),
            starts_at: micros(indexed.starts_at),
            ends_at: micros(indexed.ends_at),
            days: indexed.days.map(whole_days_text),
            status: row::status_str(indexed.status),
            occurrences: count(&indexed.occurrences),
        }
    }
}

#[derive(sqlx::FromRow)]
struct ObjectRow {
    id: String,
    number: i64,
    version: i64,
    uid: String,
    role: String,
    organizer_key: Option<String>,
    summary: String,
    starts_at: i64,
    ends_at: i64,
    days: Option<String>,
    status: String,
    occurrences: i64,
    proposals: i64,
    held: i64,
    rescheduled: String,
    calendar: String,
}

impl ObjectRow {
    fn place(&self) -> Place<'_> {
        Place { table: "object", id: &self.id }
    }
}

fn count<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

/// The first of some days and the one after the last, as `lists` reads them.
fn whole_days_text((first, after): (NaiveDate, NaiveDate)) -> String {
    format!("{first}/{after}")
}

const fn role_str(role: Role) -> &'static str {
    match role {
        Role::Organizer => "organizer",
        Role::Attendee => "attendee",
    }
}

fn role(text: &str) -> Option<Role> {
    [Role::Organizer, Role::Attendee].into_iter().find(|role| role_str(*role) == text)
}

/// When answers began to count anew, one instance a line: there are few, and they are always read with the object.
fn rescheduled_text(all: &[Rescheduled]) -> String {
    let line = |one: &Rescheduled| format!("{} {}", one.sequence, instance_key(&one.instance));
    all.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn rescheduled(place: Place<'_>, text: &str) -> Result<Vec<Rescheduled>, StoreError> {
    let line = |line: &str| {
        let (sequence, instance) = line.split_once(' ').ok_or_else(|| place.bad("rescheduled"))?;
        Ok(Rescheduled {
            instance: place.instance(instance)?,
            sequence: place.parse("rescheduled", sequence)?,
        })
    };
    text.lines().map(line).collect()
}

macro_rules! select_object {
    ($where:literal) => {
        concat!(
            "SELECT id, number, version, uid, role, organizer_key, summary, starts_at, ends_at, days, status, occurrences,
                proposals, held, rescheduled, calendar FROM object WHERE ",
            $where
        )
    };
}

pub(super) const BY_ID: &str = select_object!("id = $1");
pub(super) const BY_NUMBER: &str = select_object!("number = $1");
pub(super) const BY_UID: &str = select_object!("uid = $1");

impl Tx {
    /// Stores a new object, and gives it its number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; there is one with its UID already.
    pub async fn add_object(
        &mut self,
        id: &ObjectId,
        object: &Object,
        indexed: &Indexed,
    ) -> Result<i64, StoreError> {
        const NUMBER: &str =
            "UPDATE counter SET last = last + 1 WHERE name = 'object' RETURNING last";
        const SQL: &str = "
            INSERT INTO object (id, number, version, uid, role, organizer_key, summary, summary_key, starts_at, ends_at,
                status, sequence, occurrences, going, maybe, declined, waiting, proposals, held, rescheduled, calendar,
                days)
            VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)";
        let columns = Columns::new(object, indexed);
        let rows = attendees::rows(object, indexed);
        let counts = Counts::new(&rows);
        let bad = || Place { table: "counter", id: "object" }.bad("last");
        let (number,) = optional!(self, (i64,), NUMBER)?.ok_or_else(bad)?;
        execute!(
            self,
            SQL,
            &id.0,
            number,
            &columns.uid,
            columns.role,
            &columns.organizer_key,
            &columns.summary,
            columns.summary.to_lowercase(),
            columns.starts_at,
            columns.ends_at,
            columns.status,
            indexed.sequence,
            columns.occurrences,
            counts.going,
            counts.maybe,
            counts.declined,
            counts.waiting,
            count(&object.proposals),
            count(&object.held),
            rescheduled_text(&object.rescheduled),
            text::write_calendar(&object.calendar),
            &columns.days,
        )?;
        attendees::write(self, id, &BTreeMap::new(), &rows).await?;
        pending::write_proposals(self, id, &object.proposals).await?;
        pending::write_held(self, id, &object.held).await?;
        occurrences::write(self, id, &indexed.occurrences).await?;
        Ok(number)
    }

    /// Looks an object up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_object(
        &mut self,
        id: &ObjectId,
    ) -> Result<Option<StoredObject>, StoreError> {
        let row = optional!(self, ObjectRow, BY_ID, &id.0)?;
        self.whole(row).await
    }

    /// Finds an object by the number people call it by.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_object_by_number(
        &mut self,
        number: i64,
    ) -> Result<Option<StoredObject>, StoreError> {
        let row = optional!(self, ObjectRow, BY_NUMBER, number)?;
        self.whole(row).await
    }

    /// Finds an object by its UID.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_object_by_uid(
        &mut self,
        uid: &Uid,
    ) -> Result<Option<StoredObject>, StoreError> {
        let row = optional!(self, ObjectRow, BY_UID, &uid.0)?;
        self.whole(row).await
    }

    /// Writes an object that was looked up in this transaction or an earlier one, as far as it changed. Afterwards
    /// `stored` is the new version.
    ///
    /// # Errors
    ///
    /// [`StoreError::Conflict`], when somebody else has written it since it was looked up.
    pub async fn put_object(
        &mut self,
        stored: &mut StoredObject,
        indexed: &Indexed,
    ) -> Result<(), StoreError> {
        let columns = Columns::new(&stored.object, indexed);
        let rows = attendees::rows(&stored.object, indexed);
        self.put_row(stored, &columns, &Counts::new(&rows), indexed.sequence).await?;
        let (id, object, kept) = (&stored.id, &stored.object, &stored.kept);
        attendees::write(self, id, &kept.attendees, &rows).await?;
        if object.proposals != kept.proposals {
            pending::write_proposals(self, id, &object.proposals).await?;
        }
        if object.held != kept.held {
            pending::write_held(self, id, &object.held).await?;
        }
        if columns != kept.columns || !indexed.is_single() {
            self.set_occurrences(id, &indexed.occurrences).await?;
        }
        stored.version += 1;
        stored.kept = Kept::new(columns, rows, &stored.object);
        Ok(())
    }

    /// Deletes an object with all that hangs on it: cards, reminders, proposals. Its number is not given again, and the
    /// log keeps what happened. False when there was none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn delete_object(&mut self, id: &ObjectId) -> Result<bool, StoreError> {
        self.take_events_away("c.object_id = $1", &id.0).await?;
        Ok(execute!(self, "DELETE FROM object WHERE id = $1", &id.0)? == 1)
    }

    async fn whole(&mut self, row: Option<ObjectRow>) -> Result<Option<StoredObject>, StoreError> {
        let Some(row) = row else { return Ok(None) };
        let place = row.place();
        let role = role(&row.role).ok_or_else(|| place.bad("role"))?;
        let status = place.status(&row.status).map(row::status_str)?;
        let rescheduled = rescheduled(place, &row.rescheduled)?;
        let calendar = text::read_calendar(&row.calendar).ok_or_else(|| place.bad("calendar"))?;
        let (attendees, received) = attendees::load(self, &row.id).await?;
        let proposals = match row.proposals {
            0 => Vec::new(),
            _ => pending::load_proposals(self, &row.id).await?,
        };
        let held = match row.held {
            0 => Vec::new(),
            _ => pending::load_held(self, &row.id).await?,
        };
        let columns = Columns {
            uid: row.uid,
            role: role_str(role),
            organizer_key: row.organizer_key,
            summary: row.summary,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            days: row.days,
            status,
            occurrences: row.occurrences,
        };
        let object = Object { calendar, role, received, rescheduled, proposals, held };
        Ok(Some(StoredObject {
            id: ObjectId(row.id),
            number: row.number,
            version: row.version,
            kept: Kept::new(columns, attendees, &object),
            object,
        }))
    }

    async fn put_row(
        &mut self,
        stored: &StoredObject,
        columns: &Columns,
        counts: &Counts,
        sequence: i64,
    ) -> Result<(), StoreError> {
        // Most steps are answers, which change no indexed column: then no index is written.
        const TEXT: &str =
            "UPDATE object SET version = version + 1, calendar = $3, sequence = $4, proposals = $5,
                held = $6, rescheduled = $7, going = $8, maybe = $9, declined = $10, waiting = $11 WHERE id = $1 AND version = $2";
        const COLUMNS: &str = "UPDATE object SET uid = $2, role = $3, organizer_key = $4, summary = $5,
                summary_key = $6, starts_at = $7, ends_at = $8, status = $9, occurrences = $10, days = $11 WHERE id = $1";
        let (id, object) = (&stored.id.0, &stored.object);
        let calendar = text::write_calendar(&object.calendar);
        let (proposals, held) = (count(&object.proposals), count(&object.held));
        if execute!(
            self,
            TEXT,
            id,
            stored.version,
            calendar.as_str(),
            sequence,
            proposals,
            held,
            rescheduled_text(&object.rescheduled),
            counts.going,
            counts.maybe,
            counts.declined,
            counts.waiting,
        )? != 1
        {
            return Err(StoreError::Conflict);
        }
        if *columns == stored.kept.columns {
            return Ok(());
        }
        execute!(
            self,
            COLUMNS,
            id,
            &columns.uid,
            columns.role,
            &columns.organizer_key,
            &columns.summary,
            columns.summary.to_lowercase(),
            columns.starts_at,
            columns.ends_at,
            columns.status,
            columns.occurrences,
            &columns.days,
        )
        .map(drop)
    }
}
