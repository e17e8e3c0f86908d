//! What people asked to be reminded of: a text and when, for one person or for a room.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    rooms::room_ref,
    row::{Place, micros},
};
use crate::model::{MessageId, PersonId, RoomRef};

/// Something that somebody asked to be reminded of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memo {
    /// The number people call it by.
    pub number: i64,
    /// Who asked.
    pub person: PersonId,
    /// Where they asked.
    pub room: RoomRef,
    /// Whether it is for them alone.
    pub personal: bool,
    /// What it says.
    pub text: String,
    /// When it comes next; `None` once it has come for the last time.
    pub at: Option<DateTime<Utc>>,
    /// How it repeats, as iCalendar.
    pub series: Option<String>,
    /// Whose clocks it goes by, an IANA name.
    pub zone: String,
}

#[derive(sqlx::FromRow)]
struct MemoRow {
    number: i64,
    person_id: String,
    network: String,
    room: String,
    personal: bool,
    text: String,
    at: Option<i64>,
    series: Option<String>,
    zone: String,
}

impl TryFrom<MemoRow> for Memo {
    type Error = StoreError;

    fn try_from(row: MemoRow) -> Result<Self, StoreError> {
        let id = row.number.to_string();
        let place = Place { table: "memo", id: &id };
        Ok(Self {
            number: row.number,
            person: PersonId(row.person_id),
            room: room_ref((row.network, row.room)),
            personal: row.personal,
            text: row.text,
            at: row.at.map(|at| place.time("at", at)).transpose()?,
            series: row.series,
            zone: row.zone,
        })
    }
}

macro_rules! select_memo {
    ($where:literal) => {
        concat!("SELECT number, person_id, network, room, personal, text, at, series, zone FROM memo WHERE ", $where)
    };
}

pub(super) const DUE: &str = select_memo!("at <= $1 ORDER BY at, number LIMIT $2");
pub(super) const BY_NUMBER: &str = select_memo!("number = $1");

/// Those that somebody asked for anywhere, and those of everybody in a room.
pub(super) const OF: &str = concat!(
    select_memo!("person_id = $1 AND at IS NOT NULL"),
    " UNION ",
    select_memo!("network = $2 AND room = $3 AND NOT personal AND at IS NOT NULL"),
    " ORDER BY 7, 1"
);

pub(super) const BY_MESSAGE: &str =
    "SELECT memo FROM memo_message WHERE network = $1 AND room = $2 AND message = $3";

impl Tx {
    /// Keeps what somebody asked to be reminded of, and gives it its number; the one that it has does not matter.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_memo(&mut self, memo: &Memo, now: DateTime<Utc>) -> Result<i64, StoreError> {
        const NUMBER: &str =
            "UPDATE counter SET last = last + 1 WHERE name = 'memo' RETURNING last";
        const SQL: &str =
            "INSERT INTO memo (number, person_id, network, room, personal, text, at, series, since, zone)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
        let bad = || Place { table: "counter", id: "memo" }.bad("last");
        let (number,) = optional!(self, (i64,), NUMBER)?.ok_or_else(bad)?;
        execute!(
            self,
            SQL,
            number,
            &memo.person.0,
            memo.room.network.as_str(),
            &memo.room.id,
            memo.personal,
            &memo.text,
            memo.at.map(micros),
            &memo.series,
            micros(now),
            &memo.zone,
        )?;
        Ok(number)
    }

    /// Looks one up by its number, whether it is still to come or not.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_memo(&mut self, number: i64) -> Result<Option<Memo>, StoreError> {
        optional!(self, MemoRow, BY_NUMBER, number)?.map(Memo::try_from).transpose()
    }

    /// Those to come that somebody asked for, and those of a room, the next first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_memos(
        &mut self,
        person: &PersonId,
        room: &RoomRef,
    ) -> Result<Vec<Memo>, StoreError> {
        let rows = all!(self, MemoRow, OF, &person.0, room.network.as_str(), &room.id)?;
        rows.into_iter().map(Memo::try_from).collect()
    }

    /// Those whose time has come, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_memos(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<Memo>, StoreError> {
        all!(self, MemoRow, DUE, micros(now), limit)?.into_iter().map(Memo::try_from).collect()
    }

    /// Says when one that was due comes again; false when somebody else has seen to it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim_memo(
        &mut self,
        memo: &Memo,
        next: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE memo SET at = $3, since = $2 WHERE number = $1 AND at = $2";
        Ok(execute!(self, SQL, memo.number, memo.at.map(micros), next.map(micros))? == 1)
    }

    /// Deletes one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn delete_memo(&mut self, number: i64) -> Result<(), StoreError> {
        execute!(self, "DELETE FROM memo WHERE number = $1", number).map(drop)
    }

    /// Remembers which message one was said in.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_memo_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
        memo: i64,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO memo_message (network, room, message, memo)
            SELECT $1, $2, $3, number FROM memo WHERE number = $4 ON CONFLICT DO NOTHING";
        execute!(self, SQL, room.network.as_str(), &room.id, &message.0, memo).map(drop)
    }

    /// Finds the one that a message said.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_memo_by_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Option<i64>, StoreError> {
        let row = optional!(self, (i64,), BY_MESSAGE, room.network.as_str(), &room.id, &message.0)?;
        Ok(row.map(|(memo,)| memo))
    }

    /// Forgets those that came for the last time before an instant.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn sweep_memos(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        const SQL: &str = "DELETE FROM memo WHERE at IS NULL AND since < $1";
        execute!(self, SQL, micros(before))
    }
}
