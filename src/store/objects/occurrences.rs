//! When the instances of an object are, and which rooms list them.

use super::{
    super::{StoreError, Tx, lists::LONG},
    Occurrence, instance_key, micros, whole_days_text,
};
use crate::model::ObjectId;

impl Tx {
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
        const OLD: &str =
            "SELECT instance, starts_at, ends_at, roster, summary, days FROM occurrence
            WHERE object_id = $1 ORDER BY instance";
        const CLEAR: &str = "DELETE FROM occurrence WHERE object_id = $1";
        const UNLIST: &str = "DELETE FROM room_occurrence WHERE object_id = $1";
        // The cards that dates have for themselves; those of dates that are out of sight stay as they are.
        const MOVED: &str = "UPDATE card SET until = o.ends_at FROM occurrence o
            WHERE card.object_id = $1 AND card.instance <> '' AND o.object_id = card.object_id AND o.instance = card.instance";
        let mut new: Vec<_> = occurrences.iter().map(row).collect();
        new.sort_unstable();
        let old = all!(self, Row, OLD, &id.0)?;
        if old == new {
            return Ok(());
        }
        if old.iter().map(times).eq(new.iter().map(times)) {
            // Most that happens to a series moves none of it: the lists of the rooms stay.
            execute!(self, CLEAR, &id.0)?;
            return write(self, id, occurrences).await;
        }
        execute!(self, CLEAR, &id.0)?;
        execute!(self, UNLIST, &id.0)?;
        write(self, id, occurrences).await?;
        execute!(self, MOVED, &id.0)?;
        list_in_rooms(self, id, None).await
    }
}

/// The columns of an occurrence after its object.
type Row = (String, i64, i64, String, Option<String>, Option<String>);

fn row(occurrence: &Occurrence) -> Row {
    let Occurrence { instance, starts_at, ends_at, roster, summary, days } = occurrence;
    (
        instance_key(instance),
        micros(*starts_at),
        micros(*ends_at),
        instance_key(roster),
        summary.clone(),
        days.map(whole_days_text),
    )
}

/// What the lists of rooms have of a row.
const fn times(row: &Row) -> (&String, i64, i64) {
    (&row.0, row.1, row.2)
}

pub(super) async fn write(
    tx: &mut Tx,
    id: &ObjectId,
    occurrences: &[Occurrence],
) -> Result<(), StoreError> {
    const ADD: &str =
        "INSERT INTO occurrence (object_id, instance, starts_at, ends_at, roster, summary, days)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    for occurrence in occurrences {
        let (instance, starts_at, ends_at, roster, summary, days) = row(occurrence);
        execute!(tx, ADD, &id.0, instance, starts_at, ends_at, roster, summary, days)?;
    }
    Ok(())
}

/// Puts the occurrences of an object in the lists of the rooms that have a card of it, or of the room of one card.
pub(in crate::store) async fn list_in_rooms(
    tx: &mut Tx,
    id: &ObjectId,
    card: Option<&str>,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO room_occurrence (card_id, object_id, network, room, instance, starts_at, ends_at, long)
        SELECT c.id, o.object_id, c.network, c.room, o.instance, o.starts_at, o.ends_at, o.ends_at - o.starts_at > $3
        FROM card c JOIN occurrence o ON o.object_id = c.object_id
        WHERE c.object_id = $1 AND c.instance = '' AND ($2 = '' OR c.id = $2)";
    execute!(tx, SQL, &id.0, card.unwrap_or_default(), LONG).map(drop)
}
