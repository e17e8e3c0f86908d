//! One meeting in several rooms: the words by which it gets there, and how it leaves a room again.

use chrono::{DateTime, Utc};

use super::{
    NewMessage, StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{MessageId, ObjectId, RoomRef};

/// A word that gives a meeting a card in another room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareCode {
    /// The word.
    pub code: String,
    /// The meeting.
    pub object: ObjectId,
    /// When it was given.
    pub at: DateTime<Utc>,
}

pub(super) const BY_CODE: &str =
    "SELECT code, object_id, at FROM share_code WHERE code = $1 AND at > $2";

pub(super) const CODE_OF: &str = "SELECT code, object_id, at FROM share_code
            WHERE object_id = $1 AND at > $2 ORDER BY at DESC LIMIT 1";

pub(super) const AT_HOME: &str = "SELECT 1 FROM card
            WHERE object_id = $1 AND network = $2 AND room = $3 AND NOT shared";

impl Tx {
    /// Stores a word for a meeting.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; there is no such meeting, or the word is another's.
    pub async fn add_share_code(&mut self, code: &ShareCode) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO share_code (code, object_id, at) VALUES ($1, $2, $3)";
        execute!(self, SQL, &code.code, &code.object.0, micros(code.at)).map(drop)
    }

    /// Finds what a word stands for that was given after `since`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_share_code(
        &mut self,
        code: &str,
        since: DateTime<Utc>,
    ) -> Result<Option<ShareCode>, StoreError> {
        optional!(self, (String, String, i64), BY_CODE, code, micros(since))?.map(read).transpose()
    }

    /// The word for a meeting that was given after `since`.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn share_code_of(
        &mut self,
        object: &ObjectId,
        since: DateTime<Utc>,
    ) -> Result<Option<ShareCode>, StoreError> {
        let row = optional!(self, (String, String, i64), CODE_OF, &object.0, micros(since))?;
        row.map(read).transpose()
    }

    /// Forgets the words that were given before.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn sweep_share_codes(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        execute!(self, "DELETE FROM share_code WHERE at < $1", micros(before))
    }

    /// Says that a card came into its room by such a word.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn mark_shared(&mut self, card: &str) -> Result<(), StoreError> {
        execute!(self, "UPDATE card SET shared = TRUE WHERE id = $1", card).map(drop)
    }

    /// Whether a meeting has a card in a room that did not come there by such a word.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn is_at_home(
        &mut self,
        object: &ObjectId,
        room: &RoomRef,
    ) -> Result<bool, StoreError> {
        let (network, room) = (room.network.as_str(), &room.id);
        Ok(optional!(self, (i32,), AT_HOME, &object.0, network, room)?.is_some())
    }

    /// Forgets a card, and those of its dates in the same room: the meeting is no longer in the room's lists. What a network's
    /// calendar shows of it is to be taken away.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn delete_card(&mut self, card: &str) -> Result<(), StoreError> {
        const DATES: &str =
            "DELETE FROM card WHERE instance <> '' AND EXISTS (SELECT 1 FROM card whole
            WHERE whole.id = $1 AND whole.object_id = card.object_id
                AND whole.network = card.network AND whole.room = card.room)";
        self.take_events_away("c.id = $1", card).await?;
        execute!(self, DATES, card)?;
        execute!(self, "DELETE FROM card WHERE id = $1", card).map(drop)
    }

    /// Puts a message into the outbox that replaces one which was sent.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_replacement(
        &mut self,
        message: &NewMessage,
        replaces: &MessageId,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE outbox SET replaces = $2 WHERE key = $1";
        self.enqueue_message(message).await?;
        execute!(self, SQL, &message.key, &replaces.0).map(drop)
    }
}

fn read((code, object, at): (String, String, i64)) -> Result<ShareCode, StoreError> {
    let at = Place { table: "share_code", id: &code }.time("at", at)?;
    Ok(ShareCode { object: ObjectId(object), at, code })
}
