//! Calendar files that wait for a word of whoever dropped them.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, row::micros};
use crate::model::{MessageId, RoomRef, UserRef};

/// A calendar file that somebody dropped in a room, and was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DroppedFile {
    /// Our id of it.
    pub id: String,
    /// Where it was dropped.
    pub room: RoomRef,
    /// Who dropped it.
    pub account: UserRef,
    /// Its text.
    pub content: String,
}

pub(super) const BY_MESSAGE: &str = "SELECT id, account, content FROM dropped_file
            WHERE network = $1 AND room = $2 AND message = $3";

impl Tx {
    /// Keeps a file until it is decided what comes of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_dropped_file(
        &mut self,
        file: &DroppedFile,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO dropped_file (id, network, room, account, content, at)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let DroppedFile { id, room, account, content } = file;
        let network = room.network.as_str();
        execute!(self, SQL, id, network, &room.id, &account.id, content, micros(now)).map(drop)
    }

    /// Says which message asks about a file.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_question(
        &mut self,
        file: &str,
        message: &MessageId,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE dropped_file SET message = $2 WHERE id = $1";
        execute!(self, SQL, file, &message.0).map(drop)
    }

    /// Finds the file that a message asks about.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_dropped_file(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Option<DroppedFile>, StoreError> {
        let network = room.network.as_str();
        let row =
            optional!(self, (String, String, String), BY_MESSAGE, network, &room.id, &message.0)?;
        Ok(row.map(|(id, account, content)| DroppedFile {
            id,
            room: room.clone(),
            account: UserRef { network: room.network.clone(), id: account },
            content,
        }))
    }

    /// Forgets a file, because it is decided what comes of it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_dropped_file(&mut self, file: &str) -> Result<(), StoreError> {
        execute!(self, "DELETE FROM dropped_file WHERE id = $1", file).map(drop)
    }

    /// Forgets the files about which nobody said anything since `before`; gives how many they were.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn sweep_dropped_files(&mut self, before: DateTime<Utc>) -> Result<u64, StoreError> {
        execute!(self, "DELETE FROM dropped_file WHERE at < $1", micros(before))
    }
}
