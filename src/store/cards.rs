//! Cards, and other messages that belong to a meeting.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, objects, row::micros};
use crate::model::{MessageId, NetworkId, ObjectId, RoomRef};

/// The card of a meeting in a room. A room has one card for a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Our id of it.
    pub id: String,
    /// The meeting.
    pub object: ObjectId,
    /// The room.
    pub room: RoomRef,
    /// The message it is, once it was sent.
    pub message: Option<MessageId>,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: String,
    object_id: String,
    network: String,
    room: String,
    message: Option<String>,
}

impl From<CardRow> for Card {
    fn from(row: CardRow) -> Self {
        Self {
            id: row.id,
            object: ObjectId(row.object_id),
            room: RoomRef { network: NetworkId::from_stored(row.network), id: row.room },
            message: row.message.map(MessageId),
        }
    }
}

pub(super) const CARD_BY_MESSAGE: &str = "SELECT id, object_id, network, room, message FROM card
            WHERE network = $1 AND room = $2 AND message = $3";

pub(super) const CARD_IN_ROOM: &str = "SELECT id, object_id, network, room, message FROM card
            WHERE object_id = $1 AND network = $2 AND room = $3";

pub(super) const CARDS_OF: &str =
    "SELECT c.id, c.object_id, c.network, c.room, c.message FROM card c
            WHERE c.object_id = $1 AND NOT EXISTS (
                SELECT 1 FROM room r WHERE r.network = c.network AND r.id = c.room AND r.away)
            ORDER BY c.network, c.room";

pub(super) const OPEN_CARDS: &str = "SELECT c.id, c.object_id, c.network, c.room, c.message
            FROM object o JOIN card c ON c.object_id = o.id
            WHERE o.ends_at > $2 AND o.status <> 'CANCELLED' AND c.network = $1
            ORDER BY o.number, c.room";

pub(super) const OBJECT_BY_MESSAGE: &str = "
            SELECT object_id FROM card WHERE network = $1 AND room = $2 AND message = $3
            UNION ALL
            SELECT object_id FROM meeting_message WHERE network = $1 AND room = $2 AND message = $3
            LIMIT 1";

impl Tx {
    /// Stores a new card. The meeting is in the room's lists from now on.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the room has a card of the meeting already, or there is no such meeting.
    pub async fn add_card(&mut self, card: &Card) -> Result<(), StoreError> {
        const SQL: &str =
            "INSERT INTO card (id, object_id, network, room, message) VALUES ($1, $2, $3, $4, $5)";
        let message = card.message.as_ref().map(|message| message.0.as_str());
        let (network, room) = (card.room.network.as_str(), &card.room.id);
        execute!(self, SQL, &card.id, &card.object.0, network, room, message)?;
        objects::list_in_rooms(self, &card.object, Some(&card.id)).await
    }

    /// Looks a card up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_card(&mut self, id: &str) -> Result<Option<Card>, StoreError> {
        const SQL: &str = "SELECT id, object_id, network, room, message FROM card WHERE id = $1";
        Ok(optional!(self, CardRow, SQL, id)?.map(Card::from))
    }

    /// Finds the card that a message is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_card_by_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Option<Card>, StoreError> {
        let row =
            optional!(self, CardRow, CARD_BY_MESSAGE, room.network.as_str(), &room.id, &message.0)?;
        Ok(row.map(Card::from))
    }

    /// Finds the card of a meeting in a room.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_card_in_room(
        &mut self,
        object: &ObjectId,
        room: &RoomRef,
    ) -> Result<Option<Card>, StoreError> {
        let row =
            optional!(self, CardRow, CARD_IN_ROOM, &object.0, room.network.as_str(), &room.id)?;
        Ok(row.map(Card::from))
    }

    /// All cards of a meeting, each in a room of its own, where the bot is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn cards_of(&mut self, object: &ObjectId) -> Result<Vec<Card>, StoreError> {
        Ok(all!(self, CardRow, CARDS_OF, &object.0)?.into_iter().map(Card::from).collect())
    }

    /// The cards on a network of all meetings that are not over and not cancelled, in the order they were made.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn open_cards(
        &mut self,
        network: &NetworkId,
        now: DateTime<Utc>,
    ) -> Result<Vec<Card>, StoreError> {
        let rows = all!(self, CardRow, OPEN_CARDS, network.as_str(), micros(now))?;
        Ok(rows.into_iter().map(Card::from).collect())
    }

    /// Says which message a card is; `None` when it is gone and has to be sent again.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_card_message(
        &mut self,
        card: &str,
        message: Option<&MessageId>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE card SET message = $2 WHERE id = $1";
        execute!(self, SQL, card, message.map(|message| message.0.as_str())).map(drop)
    }

    /// Remembers that a message belongs to a meeting, so that an answer to it needs no number.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; there is no such meeting.
    pub async fn add_meeting_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
        object: &ObjectId,
    ) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO meeting_message (network, room, message, object_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (network, room, message) DO UPDATE SET object_id = excluded.object_id";
        execute!(self, SQL, room.network.as_str(), &room.id, &message.0, &object.0).map(drop)
    }

    /// Finds the meeting that a message belongs to, be it a card or another one.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_object_by_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Option<ObjectId>, StoreError> {
        let row = optional!(
            self,
            (String,),
            OBJECT_BY_MESSAGE,
            room.network.as_str(),
            &room.id,
            &message.0
        )?;
        Ok(row.map(|(id,)| ObjectId(id)))
    }
}
