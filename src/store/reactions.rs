//! The reactions to cards that are known. Where a network does not tell what was taken back while nobody listened, the
//! difference does.

use super::{StoreError, Tx};
use crate::model::{MessageId, RoomRef, UserRef};

pub(super) const ADD: &str = "INSERT INTO reaction (card_id, account, emoji)
            SELECT id, $4, $5 FROM card WHERE network = $1 AND room = $2 AND message = $3
            ON CONFLICT DO NOTHING";

pub(super) const DROP: &str = "DELETE FROM reaction WHERE account = $4 AND emoji = $5 AND card_id =
            (SELECT id FROM card WHERE network = $1 AND room = $2 AND message = $3)";

pub(super) const OF: &str =
    "SELECT r.account, r.emoji FROM card c JOIN reaction r ON r.card_id = c.id
            WHERE c.network = $1 AND c.room = $2 AND c.message = $3 ORDER BY r.account, r.emoji";

impl Tx {
    /// Remembers that somebody put a reaction on a message, or took it off. Of messages that are no cards nothing is kept.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn note_reaction(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
        (account, emoji): (&UserRef, &str),
        there: bool,
    ) -> Result<(), StoreError> {
        let sql = if there { ADD } else { DROP };
        let (network, room) = (room.network.as_str(), &room.id);
        execute!(self, sql, network, room, &message.0, &account.id, emoji).map(drop)
    }

    /// The reactions to a message that are known.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn reactions(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Vec<(UserRef, String)>, StoreError> {
        let (network, id) = (room.network.as_str(), &room.id);
        let rows = all!(self, (String, String), OF, network, id, &message.0)?;
        let user = |id| UserRef { network: room.network.clone(), id };
        Ok(rows.into_iter().map(|(account, emoji)| (user(account), emoji)).collect())
    }
}
