//! What has to go out, until it has gone out.
//!
//! A row is either a message, which may replace another, or something that is due and says what it does when it is sent, or
//! the redraw of a card, or the showing of its meeting in a network's calendar. Messages of one room go out in the order in which they were put
//! here, and so does the first drawing of a card: a later one waits while an earlier one waits for its next try. The
//! redraw of a card that is on the screen waits for nobody and holds nobody up. A card has at most one row: to put it
//! here again while it waits counts its revision up. Neither a hidden card is put here, nor one in a room that the bot is
//! not in.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{
    Reminder, StoreError, Tx,
    row::{Place, instance_key, micros},
};
use crate::model::{InstanceId, MessageId, NetworkId, ObjectId, PersonId, RoomRef};

/// A message to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewMessage {
    /// Names it: the same at every try, so that the network shows it once. A key that is here already is not added again.
    pub key: String,
    /// Where to.
    pub room: RoomRef,
    /// What, as JSON.
    pub payload: String,
    /// The meeting it belongs to.
    pub object: Option<ObjectId>,
    /// Not before.
    pub due: DateTime<Utc>,
}

/// Something that has to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxRow {
    /// Our id of it; rises.
    pub id: i64,
    /// Names this delivery for the network. For a card that is on the screen it is another for each revision; for one that
    /// is not it is the same whatever changes, so that no try makes a second card.
    pub key: String,
    /// Where to.
    pub room: RoomRef,
    /// What.
    pub delivery: Delivery,
    /// The meeting it belongs to.
    pub object: Option<ObjectId>,
    /// How often it was put here since it last went out.
    pub revision: i64,
    /// How many tries have failed.
    pub attempts: i64,
}

/// What has to go out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// A message, as JSON.
    Message {
        /// The JSON.
        payload: String,
    },
    /// A message that replaces one which was sent, as JSON.
    Replacement {
        /// The JSON.
        payload: String,
        /// The message that was sent.
        of: MessageId,
    },
    /// A card, as it is by then.
    Card {
        /// The card's id.
        card: String,
    },
    /// What a network's calendar shows of a card's meeting, as it is by then; the card may be gone.
    Event {
        /// The card's id.
        card: String,
    },
    /// Something whose time has come.
    Due(Due),
}

/// People who would have been reminded alone at the same time, each with the kind of that reminder.
pub type Also = BTreeMap<PersonId, String>;

/// Something whose time has come. What it says, and whether it still says anything, is looked up when it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Due {
    /// A reminder of the row's meeting.
    Reminder {
        /// The card in whose thread it belongs.
        card: Option<String>,
        /// The reminder.
        reminder: Reminder,
        /// Who are reminded by it instead of alone.
        also: Also,
    },
    /// What somebody asked to be reminded of.
    Memo {
        /// Its number.
        number: i64,
        /// When it was due.
        at: DateTime<Utc>,
    },
    /// All that came too late in the room.
    Missed,
}

impl Due {
    fn to_payload(&self) -> String {
        match self {
            Self::Reminder { card, reminder: Reminder { instance, kind, person, at }, also } => json!({
                "card": card,
                "also": also.iter().map(|(person, kind)| (&*person.0, kind)).collect::<BTreeMap<_, _>>(),
                "instance": instance_key(instance),
                "kind": kind,
                "person": person.as_ref().map(|person| &person.0),
                "at": micros(*at),
            }),
            Self::Memo { number, at } => json!({"memo": number, "at": micros(*at)}),
            Self::Missed => json!({}),
        }
        .to_string()
    }

    fn from_payload(place: Place<'_>, payload: &str) -> Result<Self, StoreError> {
        let value: Value = serde_json::from_str(payload)?;
        let text = |field: &str| value.get(field).and_then(Value::as_str);
        let at = || {
            let at = value.get("at").and_then(Value::as_i64).ok_or_else(|| place.bad("payload"))?;
            place.time("payload", at)
        };
        if let Some(number) = value.get("memo").and_then(Value::as_i64) {
            return Ok(Self::Memo { number, at: at()? });
        }
        let Some((instance, kind)) = text("instance").zip(text("kind")) else {
            return Ok(Self::Missed);
        };
        let person = text("person").map(|person| PersonId(person.to_owned()));
        let (instance, kind) = (place.instance(instance)?, kind.to_owned());
        let card = text("card").map(str::to_owned);
        let also = value.get("also").and_then(Value::as_object).into_iter().flatten();
        let also = also.filter_map(|(person, kind)| {
            Some((PersonId(person.clone()), kind.as_str()?.to_owned()))
        });
        let reminder = Reminder { instance, kind, person, at: at()? };
        Ok(Self::Reminder { card, reminder, also: also.collect() })
    }
}

/// Something that was given up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadRow {
    /// What it is.
    pub row: OutboxRow,
    /// Why.
    pub error: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    key: Option<String>,
    network: String,
    room: String,
    card_id: Option<String>,
    object_id: Option<String>,
    payload: Option<String>,
    ordered: bool,
    revision: i64,
    attempts: i64,
    error: Option<String>,
    posting: Option<i64>,
    replaces: Option<String>,
    event: bool,
    reminds: bool,
}

impl TryFrom<Row> for OutboxRow {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let id = row.id.to_string();
        let bad = |column| Place { table: "outbox", id: &id }.bad(column);
        let (key, delivery) = match (row.card_id, row.payload) {
            // The key by which it waits is the same for every event of the card; the network gets one for each.
            (None, Some(card)) if row.event => {
                (format!("{card}.event.{id}"), Delivery::Event { card })
            }
            (None, Some(payload)) if row.reminds => {
                let due = Due::from_payload(Place { table: "outbox", id: &id }, &payload)?;
                let key = row.key.ok_or_else(|| bad("key"))?;
                // The key under which what was missed waits is that of the room.
                let key = if due == Due::Missed { format!("missed.{id}") } else { key };
                (key, Delivery::Due(due))
            }
            (None, Some(payload)) => {
                let key = row.key.ok_or_else(|| bad("key"))?;
                (
                    key,
                    match row.replaces {
                        Some(of) => Delivery::Replacement { payload, of: MessageId(of) },
                        None => Delivery::Message { payload },
                    },
                )
            }
            (Some(card), None) if row.ordered => {
                (first_key(&card, row.posting.unwrap_or_default()), Delivery::Card { card })
            }
            // The id is never given twice, so neither is the key, however often the card is redrawn.
            (Some(card), None) => {
                (format!("{card}.{id}.{}", row.revision), Delivery::Card { card })
            }
            _ => return Err(bad("payload")),
        };
        Ok(Self {
            id: row.id,
            key,
            room: RoomRef { network: NetworkId::from_stored(row.network), id: row.room },
            delivery,
            object: row.object_id.map(ObjectId),
            revision: row.revision,
            attempts: row.attempts,
        })
    }
}

/// The key of a card that is not on the screen: another one for each message that was taken away, or the network would
/// take the next for that one.
fn first_key(card: &str, posting: i64) -> String {
    if posting == 0 { card.to_owned() } else { format!("{card}.{posting}") }
}

macro_rules! columns {
    () => {
        "SELECT o.id, o.key, o.network, o.room, o.card_id, o.object_id, o.payload, o.ordered, o.revision, o.attempts, o.error,
            o.replaces, o.event, o.reminds,
            (SELECT c.posting FROM card c WHERE c.id = o.card_id) AS posting"
    };
}

/// Whether no earlier row of the same room has to go first.
macro_rules! free {
    () => {
        "NOT (o.ordered AND EXISTS (
            SELECT 1 FROM outbox p
            WHERE p.network = o.network AND p.room = o.room AND p.id < o.id AND p.ordered AND NOT p.dead
                AND (p.due <= o.due OR p.attempts > 0)))"
    };
}

macro_rules! enqueue_cards {
    () => {
        "INSERT INTO outbox (network, room, card_id, object_id, ordered, revision, attempts, due, dead)
         SELECT c.network, c.room, c.id, c.object_id, c.message IS NULL, 1, 0, $2, FALSE FROM card c
         WHERE NOT c.hidden AND NOT EXISTS (
            SELECT 1 FROM room r WHERE r.network = c.network AND r.id = c.room AND r.away)"
    };
}

macro_rules! again {
    () => {
        "ON CONFLICT (card_id) DO UPDATE SET revision = outbox.revision + 1,
            due = CASE WHEN outbox.dead OR (outbox.attempts = 0 AND excluded.due < outbox.due)
                THEN excluded.due ELSE outbox.due END,
            attempts = CASE WHEN outbox.dead THEN 0 ELSE outbox.attempts END,
            ordered = excluded.ordered, dead = FALSE"
    };
}

pub(super) const ENQUEUE_CARDS_OF: &str = concat!(
    enqueue_cards!(),
    " AND c.object_id = $1 AND (c.until IS NULL OR c.until > $2) ",
    again!()
);

pub(super) const DUE: &str = concat!(
    columns!(),
    " FROM outbox o WHERE NOT o.dead AND o.due <= $1 AND ",
    free!(),
    " ORDER BY o.due, o.id LIMIT $2"
);

pub(super) const NEXT_DUE: &str =
    concat!("SELECT min(o.due) FROM outbox o WHERE NOT o.dead AND ", free!());

impl Tx {
    /// Puts a message here. A key that is here already stays as it is.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_message(&mut self, message: &NewMessage) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO outbox (key, network, room, object_id, payload, ordered, revision, attempts, due, dead)
            VALUES ($1, $2, $3, $4, $5, TRUE, 1, 0, $6, FALSE)
            ON CONFLICT (key) DO NOTHING";
        let object = message.object.as_ref().map(|object| object.0.as_str());
        let (network, room) = (message.room.network.as_str(), &message.room.id);
        let due = micros(message.due);
        execute!(self, SQL, &message.key, network, room, object, &message.payload, due).map(drop)
    }

    /// Puts something here whose time has come, in the room where it is to be said. What was missed in a room waits here once.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_due(
        &mut self,
        key: &str,
        room: &RoomRef,
        due: &Due,
        object: Option<&ObjectId>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO outbox (key, network, room, object_id, payload, ordered, revision, attempts, due, dead, reminds)
            VALUES ($1, $2, $3, $4, $5, TRUE, 1, 0, $6, FALSE, TRUE)
            ON CONFLICT (key) DO NOTHING";
        let missed = format!("missed.{}.{}", room.network, room.id);
        let key = if *due == Due::Missed { &missed } else { key };
        let object = object.map(|object| object.0.as_str());
        let (network, payload, now) = (room.network.as_str(), due.to_payload(), micros(now));
        execute!(self, SQL, key, network, &room.id, object, payload, now).map(drop)
    }

    /// What else is due of the same meeting in the same room behind a row.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_behind(
        &mut self,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Result<Vec<Due>, StoreError> {
        const SQL: &str = concat!(
            columns!(),
            " FROM outbox o WHERE o.object_id = $1 AND o.network = $2 AND o.room = $3 AND o.id > $4
            AND o.reminds AND NOT o.dead AND o.due <= $5 ORDER BY o.id"
        );
        let Some(object) = &row.object else { return Ok(Vec::new()) };
        let (network, room) = (row.room.network.as_str(), &row.room.id);
        let rows = all!(self, Row, SQL, &object.0, network, room, row.id, micros(now))?;
        let mut behind = Vec::new();
        for row in rows {
            if let Delivery::Due(due) = OutboxRow::try_from(row)?.delivery {
                behind.push(due);
            }
        }
        Ok(behind)
    }

    /// Whether more of what is due waits in the same room behind a row.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn has_more_due(
        &mut self,
        row: &OutboxRow,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT count(*) FROM outbox
            WHERE network = $1 AND room = $2 AND id > $3 AND reminds AND NOT dead AND due <= $4";
        let (network, room) = (row.room.network.as_str(), &row.room.id);
        let more = optional!(self, (i64,), SQL, network, room, row.id, micros(now))?;
        Ok(more.is_some_and(|(more,)| more > 0))
    }

    /// Has a card drawn. One that waits already goes out once, as soon as the earlier of the two times; one that waits for
    /// its next try keeps waiting; one that was given up gets another chance.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_card(&mut self, card: &str, due: DateTime<Utc>) -> Result<(), StoreError> {
        const SQL: &str = concat!(enqueue_cards!(), " AND c.id = $1 ", again!());
        execute!(self, SQL, card, micros(due)).map(drop)
    }

    /// Has all cards of a meeting drawn, like [`Tx::enqueue_card`], but for those of dates that are over.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_cards_of(
        &mut self,
        object: &ObjectId,
        due: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        execute!(self, ENQUEUE_CARDS_OF, &object.0, micros(due)).map(drop)
    }

    /// Has the cards drawn that a date of a meeting has for itself, like [`Tx::enqueue_card`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_cards_of_date(
        &mut self,
        object: &ObjectId,
        instance: &InstanceId,
        due: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            enqueue_cards!(),
            " AND c.object_id = $1 AND c.instance = $3 AND c.instance <> '' ",
            again!()
        );
        execute!(self, SQL, &object.0, micros(due), instance_key(instance)).map(drop)
    }

    /// Has the cards of a room drawn whose meetings lie ahead, like [`Tx::enqueue_card`].
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn enqueue_cards_in(
        &mut self,
        room: &RoomRef,
        due: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = concat!(
            enqueue_cards!(),
            " AND c.network = $1 AND c.room = $3 AND (c.until IS NULL OR c.until > $2) AND EXISTS (SELECT 1 FROM object o
                WHERE o.id = c.object_id AND o.ends_at > $2 AND o.status <> 'CANCELLED') ",
            again!()
        );
        execute!(self, SQL, room.network.as_str(), micros(due), &room.id).map(drop)
    }

    /// What has to go out now, in order; of the messages of one room only the first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_outbox(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<OutboxRow>, StoreError> {
        all!(self, Row, DUE, micros(now), limit)?.into_iter().map(OutboxRow::try_from).collect()
    }

    /// Takes away what went out. When it was put here again meanwhile it stays, to go out at `again`, and false is given.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_done(
        &mut self,
        row: &OutboxRow,
        again: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const DONE: &str = "DELETE FROM outbox WHERE id = $1 AND revision = $2";
        const STAYS: &str =
            "UPDATE outbox SET attempts = 0, due = $2, ordered = FALSE, error = NULL
            WHERE id = $1";
        if execute!(self, DONE, row.id, row.revision)? == 1 {
            return Ok(true);
        }
        execute!(self, STAYS, row.id, micros(again))?;
        Ok(false)
    }

    /// Notes that a try failed, and when the next one shall be.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_retry(
        &mut self,
        row: &OutboxRow,
        at: DateTime<Utc>,
        error: &str,
    ) -> Result<(), StoreError> {
        const SQL: &str =
            "UPDATE outbox SET attempts = attempts + 1, due = $2, error = $3 WHERE id = $1";
        execute!(self, SQL, row.id, micros(at), error).map(drop)
    }

    /// Has something wait until the network takes the next edit; that is no failed try.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_wait(
        &mut self,
        row: &OutboxRow,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE outbox SET due = $2 WHERE id = $1";
        execute!(self, SQL, row.id, micros(until)).map(drop)
    }

    /// The same for something that nothing else of its room waits for.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_wait_aside(
        &mut self,
        row: &OutboxRow,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE outbox SET due = $2, attempts = 0, error = NULL WHERE id = $1";
        execute!(self, SQL, row.id, micros(until)).map(drop)
    }

    /// Has everything wait that is to go to a network which cannot be reached; that is no failed try.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_wait_for(
        &mut self,
        network: &NetworkId,
        until: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE outbox SET due = $2 WHERE network = $1 AND due < $2 AND NOT dead";
        execute!(self, SQL, network.as_str(), micros(until)).map(drop)
    }

    /// Has everything go on that waits for a network until an instant.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_go_on(
        &mut self,
        network: &NetworkId,
        until: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE outbox SET due = $3 WHERE network = $1 AND due = $2 AND NOT dead";
        execute!(self, SQL, network.as_str(), micros(until), micros(now)).map(drop)
    }

    /// Gives something up: no other try will help. It stays to be looked at. A card that was put here again meanwhile is
    /// not given up, since it may look different now, and false is given.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn outbox_dead(&mut self, row: &OutboxRow, error: &str) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE outbox SET dead = TRUE, attempts = attempts + 1, error = $3
            WHERE id = $1 AND revision = $2";
        Ok(execute!(self, SQL, row.id, row.revision, error)? == 1)
    }

    /// When next something has to go out. In the past when that is now.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn next_due(&mut self) -> Result<Option<DateTime<Utc>>, StoreError> {
        let due = optional!(self, (Option<i64>,), NEXT_DUE)?.and_then(|(due,)| due);
        due.map(|due| Place { table: "outbox", id: "" }.time("due", due)).transpose()
    }

    /// Whether a card waits to be drawn.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn is_card_on_its_way(&mut self, card: &str) -> Result<bool, StoreError> {
        const SQL: &str = "SELECT id FROM outbox WHERE card_id = $1 AND NOT dead";
        Ok(optional!(self, (i64,), SQL, card)?.is_some())
    }

    /// How many messages to a room were given up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn count_dead(&mut self, room: &RoomRef) -> Result<i64, StoreError> {
        const SQL: &str = "SELECT count(*) FROM outbox WHERE dead AND network = $1 AND room = $2";
        let count = optional!(self, (i64,), SQL, room.network.as_str(), &room.id)?;
        Ok(count.map_or(0, |(count,)| count))
    }

    /// What was given up, the oldest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn list_dead(&mut self, limit: i64) -> Result<Vec<DeadRow>, StoreError> {
        const SQL: &str = concat!(columns!(), " FROM outbox o WHERE o.dead ORDER BY o.id LIMIT $1");
        let rows = all!(self, Row, SQL, limit)?;
        rows.into_iter()
            .map(|mut row| {
                let error = row.error.take().unwrap_or_default();
                Ok(DeadRow { row: row.try_into()?, error })
            })
            .collect()
    }

    /// Gives another chance to what was given up and was due at `since` or later; gives how much that is. It stays due
    /// when it was, so that no number of chances makes it younger.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn revive_dead(&mut self, since: DateTime<Utc>) -> Result<u64, StoreError> {
        const SQL: &str = "UPDATE outbox SET dead = FALSE, attempts = 0, error = NULL
            WHERE dead AND due >= $1";
        execute!(self, SQL, micros(since))
    }
}
