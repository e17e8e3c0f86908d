//! What each person did last in a room.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{ObjectId, PersonId, RoomRef};

/// What somebody did last in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Did {
    /// When.
    pub at: DateTime<Utc>,
    /// The name of the command.
    pub command: String,
    /// The meeting that it was done to; `None` for anything else, and where it is gone.
    pub object: Option<ObjectId>,
    /// Whether it is kept what the meeting was before.
    pub step: bool,
}

#[derive(sqlx::FromRow)]
struct DidRow {
    at: i64,
    command: String,
    object_id: Option<String>,
    step: bool,
}

pub(super) const LAST: &str = "SELECT at, command, object_id, step FROM did
            WHERE person_id = $1 AND network = $2 AND room = $3";

impl Tx {
    /// Keeps what a person did last in a room, instead of what they did there before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_did(
        &mut self,
        (person, room): (&PersonId, &RoomRef),
        did: &Did,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO did (person_id, network, room, at, until, command, object_id, step)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (person_id, network, room) DO UPDATE SET at = excluded.at, until = excluded.until,
                command = excluded.command, object_id = excluded.object_id, step = excluded.step";
        let (network, object) = (room.network.as_str(), did.object.as_ref().map(|id| &id.0));
        let (at, until) = (micros(did.at), micros(until));
        execute!(self, SQL, &person.0, network, &room.id, at, until, &did.command, object, did.step)
            .map(drop)
    }

    /// What a person did last in a room, as far as it is still known.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn last_did(
        &mut self,
        person: &PersonId,
        room: &RoomRef,
    ) -> Result<Option<Did>, StoreError> {
        let network = room.network.as_str();
        let Some(row) = optional!(self, DidRow, LAST, &person.0, network, &room.id)? else {
            return Ok(None);
        };
        let at = Place { table: "did", id: &person.0 }.time("at", row.at)?;
        let (command, object) = (row.command, row.object_id.map(ObjectId));
        Ok(Some(Did { at, command, object, step: row.step }))
    }
}
