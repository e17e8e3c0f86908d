//! What the calendars of networks show of meetings.

use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{NetworkId, RoomRef};

/// What a network's calendar shows of a meeting, beside a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mirror {
    /// The meeting's card in the room.
    pub card: String,
    /// The room.
    pub room: RoomRef,
    /// The network's id of what it shows; nothing where it shall not show these times, because somebody took them away or
    /// the network could not.
    pub event: Option<String>,
    /// When what is shown begins.
    pub starts_at: DateTime<Utc>,
    /// When it ends.
    pub ends_at: DateTime<Utc>,
    /// What is shown, in short.
    pub digest: String,
}

#[derive(sqlx::FromRow)]
struct MirrorRow {
    card_id: String,
    network: String,
    room: String,
    event: Option<String>,
    starts_at: i64,
    ends_at: i64,
    digest: String,
}

impl TryFrom<MirrorRow> for Mirror {
    type Error = StoreError;

    fn try_from(row: MirrorRow) -> Result<Self, StoreError> {
        let place = Place { table: "mirror", id: &row.card_id };
        Ok(Self {
            starts_at: place.time("starts_at", row.starts_at)?,
            ends_at: place.time("ends_at", row.ends_at)?,
            room: RoomRef { network: NetworkId::from_stored(row.network), id: row.room },
            event: row.event,
            digest: row.digest,
            card: row.card_id,
        })
    }
}

pub(super) const OF_CARD: &str = "SELECT card_id, network, room, event, starts_at, ends_at, digest
            FROM mirror WHERE card_id = $1";

/// Another chance for what waits or was given up.
macro_rules! again {
    () => {
        "ON CONFLICT (key) DO UPDATE SET revision = outbox.revision + 1,
            due = CASE WHEN outbox.dead OR (outbox.attempts = 0 AND excluded.due < outbox.due)
                THEN excluded.due ELSE outbox.due END,
            attempts = CASE WHEN outbox.dead THEN 0 ELSE outbox.attempts END, dead = FALSE"
    };
}

impl Tx {
    /// What a network's calendar shows of a meeting, by its card.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_mirror(&mut self, card: &str) -> Result<Option<Mirror>, StoreError> {
        optional!(self, MirrorRow, OF_CARD, card)?.map(Mirror::try_from).transpose()
    }

    /// Remembers what is shown.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn put_mirror(&mut self, mirror: &Mirror) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO mirror (card_id, network, room, event, starts_at, ends_at, digest)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (card_id) DO UPDATE SET network = excluded.network, room = excluded.room,
                event = excluded.event, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
                digest = excluded.digest";
        let Mirror { card, room, event, digest, .. } = mirror;
        let (starts_at, ends_at) = (micros(mirror.starts_at), micros(mirror.ends_at));
        let network = room.network.as_str();
        execute!(self, SQL, card, network, &room.id, event, starts_at, ends_at, digest).map(drop)
    }

    /// Forgets what was shown: it is shown no more.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_mirror(&mut self, card: &str) -> Result<(), StoreError> {
        execute!(self, "DELETE FROM mirror WHERE card_id = $1", card).map(drop)
    }

    /// Forgets what is not shown beside a room, so that it is tried again.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn retry_events_in(&mut self, room: &RoomRef) -> Result<(), StoreError> {
        const SQL: &str = "DELETE FROM mirror WHERE network = $1 AND room = $2 AND event IS NULL";
        execute!(self, SQL, room.network.as_str(), &room.id).map(drop)
    }

    /// Has a network's calendar brought into step with a card.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_event(
        &mut self,
        card: &str,
        room: &RoomRef,
        due: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            "INSERT INTO outbox (key, network, room, payload, event, ordered, revision, attempts, due, dead)
            VALUES ($1, $2, $3, $4, TRUE, FALSE, 1, 0, $5, FALSE) ",
            again!()
        );
        let (key, network) = (format!("{card}.event"), room.network.as_str());
        execute!(self, SQL, key, network, &room.id, card, micros(due)).map(drop)
    }

    /// Has taken away at once what calendars show of the cards for which `condition` holds of `$1`: they go.
    pub(super) async fn take_events_away(
        &mut self,
        condition: &'static str,
        of: &str,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "INSERT INTO outbox (key, network, room, payload, event, ordered, revision, attempts, due, dead)
            SELECT m.card_id || '.event', m.network, m.room, m.card_id, TRUE, FALSE, 1, 0, 0, FALSE
            FROM card c JOIN mirror m ON m.card_id = c.id WHERE {condition} {}",
            again!()
        );
        execute!(self, AssertSqlSafe(sql), of).map(drop)
    }
}
