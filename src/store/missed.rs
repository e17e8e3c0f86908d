//! What came too late to help, until its room is told of it.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{ObjectId, PersonId, RoomRef};

/// Something that came too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// What it was.
    pub of: MissedOf,
    /// The number people call it by.
    pub number: i64,
    /// What it is called, or what it says.
    pub title: String,
    /// Who alone should have been reminded.
    pub person: Option<PersonId>,
    /// When the meeting began, or when it should have come.
    pub at: DateTime<Utc>,
}

/// What can come too late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissedOf {
    /// A meeting.
    Meeting(ObjectId),
    /// What somebody asked to be reminded of.
    Memo,
}

#[derive(sqlx::FromRow)]
struct MissedRow {
    id: i64,
    object_id: Option<String>,
    number: i64,
    title: String,
    person: String,
    at: i64,
}

pub(super) const IN_ROOM: &str = "SELECT id, object_id, number, title, person, at FROM missed
            WHERE network = $1 AND room = $2 ORDER BY at, id";

impl Tx {
    /// Keeps that something came too late, once for everybody whom it was for.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_missed(&mut self, room: &RoomRef, missed: &Missed) -> Result<(), StoreError> {
        const KNOWN: &str = "SELECT count(*) FROM missed
            WHERE network = $1 AND room = $2 AND number = $3 AND at = $4 AND person = $5
                AND (memo IS NOT NULL) = $6";
        const SQL: &str =
            "INSERT INTO missed (network, room, object_id, memo, number, title, person, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let (network, room, at) = (room.network.as_str(), &room.id, micros(missed.at));
        let person = missed.person.as_ref().map_or("", |person| &person.0);
        let (object, memo) = match &missed.of {
            MissedOf::Meeting(object) => (Some(&object.0), None),
            MissedOf::Memo => (None, Some(missed.number)),
        };
        let number = missed.number;
        let known =
            optional!(self, (i64,), KNOWN, network, room, number, at, person, memo.is_some())?;
        if known.is_some_and(|(known,)| known > 0) {
            return Ok(());
        }
        let title = &missed.title;
        execute!(self, SQL, network, room, object, memo, number, title, person, at).map(drop)
    }

    /// What came too late in a room, in order, and by what [`Tx::drop_missed`] knows the last of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_missed(&mut self, room: &RoomRef) -> Result<(Vec<Missed>, i64), StoreError> {
        let rows = all!(self, MissedRow, IN_ROOM, room.network.as_str(), &room.id)?;
        let last = rows.iter().map(|row| row.id).max().unwrap_or_default();
        let read = |row: MissedRow| {
            let at = Place { table: "missed", id: &room.id }.time("at", row.at)?;
            let of = row.object_id.map_or(MissedOf::Memo, |id| MissedOf::Meeting(ObjectId(id)));
            let person = Some(row.person).filter(|person| !person.is_empty()).map(PersonId);
            Ok(Missed { of, number: row.number, title: row.title, person, at })
        };
        let missed: Result<_, StoreError> = rows.into_iter().map(read).collect();
        Ok((missed?, last))
    }

    /// Forgets what a room was told of; false where there is more by now.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn drop_missed(&mut self, room: &RoomRef, last: i64) -> Result<bool, StoreError> {
        const GONE: &str = "DELETE FROM missed WHERE network = $1 AND room = $2 AND id <= $3";
        const LEFT: &str = "SELECT count(*) FROM missed WHERE network = $1 AND room = $2";
        let network = room.network.as_str();
        execute!(self, GONE, network, &room.id, last)?;
        Ok(optional!(self, (i64,), LEFT, network, &room.id)?.is_none_or(|(left,)| left == 0))
    }
}
