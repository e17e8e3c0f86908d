//! Cards, and other messages that belong to a meeting.

use chrono::{DateTime, TimeDelta, Utc};

use super::{
    StoreError, Tx, objects,
    row::{Place, instance_key, micros},
};
use crate::model::{InstanceId, MessageId, NetworkId, ObjectId, RoomRef};

/// The card of a meeting in a room, or of one date of it. A room has one card for a meeting, and at most one for a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Our id of it.
    pub id: String,
    /// The meeting.
    pub object: ObjectId,
    /// The date that it is the card of; the whole for the meeting's own.
    pub instance: InstanceId,
    /// The room.
    pub room: RoomRef,
    /// The message it is, once it was sent.
    pub message: Option<MessageId>,
}

#[derive(sqlx::FromRow)]
struct CardRow {
    id: String,
    object_id: String,
    instance: String,
    network: String,
    room: String,
    message: Option<String>,
}

impl TryFrom<CardRow> for Card {
    type Error = StoreError;

    fn try_from(row: CardRow) -> Result<Self, StoreError> {
        let instance = Place { table: "card", id: &row.id }.instance(&row.instance)?;
        Ok(Self {
            instance,
            id: row.id,
            object: ObjectId(row.object_id),
            room: RoomRef { network: NetworkId::from_stored(row.network), id: row.room },
            message: row.message.map(MessageId),
        })
    }
}

/// What is read of a card.
macro_rules! columns {
    () => {
        "SELECT c.id, c.object_id, c.instance, c.network, c.room, c.message "
    };
}

/// The cards of an object in rooms where the bot is; those of its dates are meant where the condition says so.
macro_rules! cards_of {
    ($condition:literal) => {
        concat!(
            columns!(),
            "FROM card c WHERE c.object_id = $1 ",
            $condition,
            " AND NOT EXISTS (
                SELECT 1 FROM room r WHERE r.network = c.network AND r.id = c.room AND r.away)
            ORDER BY c.network, c.room, c.instance"
        )
    };
}

pub(super) const CARD_BY_MESSAGE: &str =
    concat!(columns!(), "FROM card c WHERE c.network = $1 AND c.room = $2 AND c.message = $3");

pub(super) const CARD_IN_ROOM: &str = concat!(
    columns!(),
    "FROM card c WHERE c.object_id = $1 AND c.network = $2 AND c.room = $3 AND c.instance = $4"
);

pub(super) const CARDS_OF: &str = cards_of!("AND c.instance = ''");

pub(super) const ALL_CARDS_OF: &str = cards_of!("");

pub(super) const OPEN_CARDS: &str = concat!(
    columns!(),
    "FROM object o JOIN card c ON c.object_id = o.id
            WHERE o.ends_at > $2 AND o.status <> 'CANCELLED' AND c.network = $1
                AND (c.until IS NULL OR c.until > $2)
            ORDER BY o.number, c.room, c.instance"
);

pub(super) const ADD_DATES: &str =
    "INSERT INTO card (id, object_id, instance, network, room, shared, until)
            SELECT c.id || '.' || o.instance, c.object_id, o.instance, c.network, c.room, c.shared, o.ends_at
            FROM card c
            JOIN room r ON r.network = c.network AND r.id = c.room
            JOIN occurrence o ON o.object_id = c.object_id
            WHERE c.object_id = $1 AND c.instance = '' AND o.instance <> '' AND NOT r.away
                AND o.ends_at > $2 AND o.starts_at - r.ahead_minutes * 60000000 <= $2
            ON CONFLICT (object_id, network, room, instance) DO NOTHING";

pub(super) const AHEAD: &str = "SELECT DISTINCT r.ahead_minutes FROM card c
            JOIN room r ON r.network = c.network AND r.id = c.room
            WHERE c.object_id = $1 AND c.instance = '' AND r.ahead_minutes IS NOT NULL
            ORDER BY r.ahead_minutes";

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
        const SQL: &str = "INSERT INTO card (id, object_id, instance, network, room, message)
            VALUES ($1, $2, $3, $4, $5, $6)";
        let message = card.message.as_ref().map(|message| message.0.as_str());
        let (network, room) = (card.room.network.as_str(), &card.room.id);
        let instance = instance_key(&card.instance);
        execute!(self, SQL, &card.id, &card.object.0, instance, network, room, message)?;
        objects::list_in_rooms(self, &card.object, Some(&card.id)).await
    }

    /// Looks a card up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_card(&mut self, id: &str) -> Result<Option<Card>, StoreError> {
        const SQL: &str = concat!(columns!(), "FROM card c WHERE c.id = $1");
        optional!(self, CardRow, SQL, id)?.map(Card::try_from).transpose()
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
        row.map(Card::try_from).transpose()
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
        self.find_card_of(object, &InstanceId::Whole, room).await
    }

    /// Finds the card that a date of a meeting has for itself in a room.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn find_card_of(
        &mut self,
        object: &ObjectId,
        instance: &InstanceId,
        room: &RoomRef,
    ) -> Result<Option<Card>, StoreError> {
        let (network, instance) = (room.network.as_str(), instance_key(instance));
        let row = optional!(self, CardRow, CARD_IN_ROOM, &object.0, network, &room.id, instance)?;
        row.map(Card::try_from).transpose()
    }

    /// The cards of a meeting, each in a room of its own, where the bot is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn cards_of(&mut self, object: &ObjectId) -> Result<Vec<Card>, StoreError> {
        read(all!(self, CardRow, CARDS_OF, &object.0)?)
    }

    /// The same, and those that dates of it have for themselves.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn all_cards_of(&mut self, object: &ObjectId) -> Result<Vec<Card>, StoreError> {
        read(all!(self, CardRow, ALL_CARDS_OF, &object.0)?)
    }

    /// How long before a date of a meeting its rooms want a card for it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn cards_ahead(&mut self, object: &ObjectId) -> Result<Vec<TimeDelta>, StoreError> {
        let rows = all!(self, (i64,), AHEAD, &object.0)?;
        Ok(rows.into_iter().map(|(minutes,)| TimeDelta::minutes(minutes)).collect())
    }

    /// Gives the dates of a series a card each, in the rooms that want one by now, and has them drawn. Those that have one
    /// keep it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn add_date_cards(
        &mut self,
        object: &ObjectId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if execute!(self, ADD_DATES, &object.0, micros(now))? > 0 {
            self.enqueue_cards_of(object, now).await?;
        }
        Ok(())
    }

    /// The cards on a network of all meetings that are not over and not cancelled, in the order they were made; of those of
    /// dates, which are not over.
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
        read(rows)
    }

    /// Says which date of a meeting a card is of, which has another RECURRENCE-ID now.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; the date has a card in that room already.
    pub async fn set_card_instance(
        &mut self,
        card: &str,
        instance: &InstanceId,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE card SET instance = $2 WHERE id = $1";
        execute!(self, SQL, card, instance_key(instance)).map(drop)
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

fn read(rows: Vec<CardRow>) -> Result<Vec<Card>, StoreError> {
    rows.into_iter().map(Card::try_from).collect()
}
