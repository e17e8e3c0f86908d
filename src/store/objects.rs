//! Calendar objects with everything that was received about them.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    lists::LONG,
    row::{self, Place, instance_key, micros},
    text,
};
use crate::{
    itip::{Meeting, Object, Participant, Rescheduled, Role, Status},
    model::{CalAddress, InstanceId, ObjectId, Partstat, Uid},
};

pub(super) mod attendees;
mod pending;

use attendees::{Key, Known};

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

/// What one look at an object finds, for looking it up and listing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Its UID.
    pub uid: Uid,
    /// Who organizes it.
    pub organizer: Option<CalAddress>,
    /// Its title.
    pub summary: String,
    /// When it starts; of a series, the first.
    pub starts_at: DateTime<Utc>,
    /// When it is over; of a series, the last.
    pub ends_at: DateTime<Utc>,
    /// Whether it takes place.
    pub status: Status,
    /// Its SEQUENCE.
    pub sequence: i64,
    /// Who takes part, in each instance that says so itself.
    pub attendees: Vec<Attending>,
    /// Its occurrences; of a series, the next ones.
    pub occurrences: Vec<Occurrence>,
}

/// How somebody takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attending {
    /// In which instance.
    pub instance: InstanceId,
    /// Who.
    pub address: CalAddress,
    /// What they are called.
    pub name: Option<String>,
    /// What they answered.
    pub partstat: Partstat,
    /// Whether they organize or help to.
    pub chair: bool,
}

/// When an instance is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    /// Which instance.
    pub instance: InstanceId,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
}

impl From<&Meeting> for Indexed {
    /// What a meeting without a recurrence rule shows: one occurrence, which is the whole.
    fn from(meeting: &Meeting) -> Self {
        let attending = |participant: &Participant| Attending {
            instance: InstanceId::Whole,
            address: participant.address.clone(),
            name: participant.name.clone(),
            partstat: participant.partstat,
            chair: participant.chair,
        };
        let (starts_at, ends_at) = (meeting.start, meeting.end);
        Self {
            uid: meeting.uid.clone(),
            organizer: meeting.organizer.as_ref().map(|organizer| organizer.address.clone()),
            summary: meeting.summary.clone(),
            starts_at,
            ends_at,
            status: meeting.status,
            sequence: meeting.sequence,
            attendees: meeting.attendees.iter().map(attending).collect(),
            occurrences: vec![Occurrence { instance: InstanceId::Whole, starts_at, ends_at }],
        }
    }
}

#[derive(Debug, Clone)]
struct Kept {
    columns: Columns,
    attendees: BTreeMap<Key, Known>,
    object: Object,
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
            "SELECT id, number, version, uid, role, organizer_key, summary, starts_at, ends_at, status, occurrences,
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
                status, sequence, occurrences, proposals, held, rescheduled, calendar)
            VALUES ($1, $2, 1, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
        let columns = Columns::new(object, indexed);
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
            count(&object.proposals),
            count(&object.held),
            rescheduled_text(&object.rescheduled),
            text::write_calendar(&object.calendar),
        )?;
        let rows = attendees::rows(object, indexed);
        attendees::write(self, id, &BTreeMap::new(), &rows).await?;
        pending::write_proposals(self, id, &object.proposals).await?;
        pending::write_held(self, id, &object.held).await?;
        write_occurrences(self, id, &indexed.occurrences).await?;
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
        self.put_row(stored, &columns, indexed.sequence).await?;
        let (id, object, kept) = (&stored.id, &stored.object, &stored.kept);
        let rows = attendees::rows(object, indexed);
        attendees::write(self, id, &kept.attendees, &rows).await?;
        if object.proposals != kept.object.proposals {
            pending::write_proposals(self, id, &object.proposals).await?;
        }
        if object.held != kept.object.held {
            pending::write_held(self, id, &object.held).await?;
        }
        if columns != kept.columns || !is_single(indexed) {
            self.set_occurrences(id, &indexed.occurrences).await?;
        }
        stored.version += 1;
        stored.kept = Kept { columns, attendees: rows, object: stored.object.clone() };
        Ok(())
    }

    /// Says when the instances of an object are; of a series, the next ones.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_occurrences(
        &mut self,
        id: &ObjectId,
        occurrences: &[Occurrence],
    ) -> Result<(), StoreError> {
        const OLD: &str = "SELECT instance, starts_at, ends_at FROM occurrence WHERE object_id = $1
            ORDER BY instance";
        const CLEAR: &str = "DELETE FROM occurrence WHERE object_id = $1";
        const UNLIST: &str = "DELETE FROM room_occurrence WHERE object_id = $1";
        let mut new: Vec<_> = occurrences
            .iter()
            .map(|o| (instance_key(&o.instance), micros(o.starts_at), micros(o.ends_at)))
            .collect();
        new.sort_unstable();
        if all!(self, (String, i64, i64), OLD, &id.0)? == new {
            return Ok(());
        }
        execute!(self, CLEAR, &id.0)?;
        execute!(self, UNLIST, &id.0)?;
        write_occurrences(self, id, occurrences).await?;
        list_in_rooms(self, id, None).await
    }

    /// Deletes an object with all that hangs on it: cards, reminders, proposals. Its number is not given again, and the
    /// log keeps what happened. False when there was none.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn delete_object(&mut self, id: &ObjectId) -> Result<bool, StoreError> {
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
            status,
            occurrences: row.occurrences,
        };
        let object = Object { calendar, role, received, rescheduled, proposals, held };
        Ok(Some(StoredObject {
            id: ObjectId(row.id),
            number: row.number,
            version: row.version,
            object: object.clone(),
            kept: Kept { columns, attendees, object },
        }))
    }

    async fn put_row(
        &mut self,
        stored: &StoredObject,
        columns: &Columns,
        sequence: i64,
    ) -> Result<(), StoreError> {
        // Most steps are answers, which change no indexed column: then no index is written.
        const TEXT: &str =
            "UPDATE object SET version = version + 1, calendar = $3, sequence = $4, proposals = $5,
                held = $6, rescheduled = $7 WHERE id = $1 AND version = $2";
        const COLUMNS: &str = "UPDATE object SET uid = $2, role = $3, organizer_key = $4, summary = $5,
                summary_key = $6, starts_at = $7, ends_at = $8, status = $9, occurrences = $10 WHERE id = $1";
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
            rescheduled_text(&object.rescheduled)
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
        )
        .map(drop)
    }
}

/// Whether the one occurrence is the object itself, so that its columns say all about it.
fn is_single(indexed: &Indexed) -> bool {
    matches!(indexed.occurrences.as_slice(), [only] if only.instance == InstanceId::Whole
        && only.starts_at == indexed.starts_at && only.ends_at == indexed.ends_at)
}

async fn write_occurrences(
    tx: &mut Tx,
    id: &ObjectId,
    occurrences: &[Occurrence],
) -> Result<(), StoreError> {
    const ADD: &str =
        "INSERT INTO occurrence (object_id, instance, starts_at, ends_at) VALUES ($1, $2, $3, $4)";
    for Occurrence { instance, starts_at, ends_at } in occurrences {
        execute!(tx, ADD, &id.0, instance_key(instance), micros(*starts_at), micros(*ends_at))?;
    }
    Ok(())
}

/// Puts the occurrences of an object in the lists of the rooms that have a card of it, or of the room of one card.
pub(super) async fn list_in_rooms(
    tx: &mut Tx,
    id: &ObjectId,
    card: Option<&str>,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO room_occurrence (card_id, object_id, network, room, instance, starts_at, ends_at, long)
        SELECT c.id, o.object_id, c.network, c.room, o.instance, o.starts_at, o.ends_at, o.ends_at - o.starts_at > $3
        FROM card c JOIN occurrence o ON o.object_id = c.object_id
        WHERE c.object_id = $1 AND ($2 = '' OR c.id = $2)";
    execute!(tx, SQL, &id.0, card.unwrap_or_default(), LONG).map(drop)
}
