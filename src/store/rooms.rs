//! Rooms and how they are set.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::{
    itip::Uninvited,
    model::{Digests, Leads, NetworkId, Quiet, RoomRef},
};

/// A room and its settings. `None` is what the instance has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Which room.
    pub at: RoomRef,
    /// What people call it.
    pub name: String,
    /// Its time zone, an IANA name.
    pub zone: Option<String>,
    /// Its language and way to write dates (`en-GB`).
    pub locale: Option<String>,
    /// Whether someone who was not invited may answer.
    pub uninvited: Option<Uninvited>,
    /// How long a meeting is, when nobody says, in minutes.
    pub length_minutes: Option<i64>,
    /// How long before a meeting people are reminded.
    pub reminders: Option<Leads>,
    /// Whether it is said that a meeting begins.
    pub starting: Option<bool>,
    /// When it shall not be disturbed.
    pub quiet: Option<Quiet>,
    /// When it is told what is on.
    pub digest: Option<Digests>,
    /// Whether only moderators may make meetings in it.
    pub moderated: Option<bool>,
    /// Whether its meetings are shown in the network's own calendar.
    pub calendar: Option<bool>,
    /// How long before each date of a series its card comes, in minutes; without it a series has one card alone.
    pub ahead_minutes: Option<i64>,
    /// Whether the bot was taken out of it: nothing is sent there.
    pub away: bool,
}

impl Room {
    /// A room as it is before anybody sets something.
    pub fn new(at: RoomRef, name: impl Into<String>) -> Self {
        Self {
            at,
            name: name.into(),
            zone: None,
            locale: None,
            uninvited: None,
            length_minutes: None,
            reminders: None,
            starting: None,
            quiet: None,
            digest: None,
            moderated: None,
            calendar: None,
            ahead_minutes: None,
            away: false,
        }
    }
}

#[derive(sqlx::FromRow)]
struct RoomRow {
    name: String,
    zone: Option<String>,
    locale: Option<String>,
    open: Option<bool>,
    length_minutes: Option<i64>,
    reminders: Option<String>,
    starting: Option<bool>,
    quiet: Option<String>,
    digest: Option<String>,
    moderated: Option<bool>,
    calendar: Option<bool>,
    ahead_minutes: Option<i64>,
    away: bool,
}

impl RoomRow {
    fn into_room(self, at: RoomRef) -> Result<Room, StoreError> {
        let place = Place { table: "room", id: &at.id };
        Ok(Room {
            reminders: place.parse_some("reminders", self.reminders.as_deref())?,
            quiet: place.parse_some("quiet", self.quiet.as_deref())?,
            digest: place.parse_some("digest", self.digest.as_deref())?,
            starting: self.starting,
            at,
            name: self.name,
            zone: self.zone,
            locale: self.locale,
            uninvited: self
                .open
                .map(|open| if open { Uninvited::Accept } else { Uninvited::Refuse }),
            length_minutes: self.length_minutes,
            moderated: self.moderated,
            calendar: self.calendar,
            ahead_minutes: self.ahead_minutes,
            away: self.away,
        })
    }
}

pub(super) const DUE_DIGESTS: &str = "SELECT network, id, digest_at FROM room
            WHERE digest_at <= $1 ORDER BY digest_at, network, id LIMIT $2";

impl Tx {
    /// Looks a room up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_room(&mut self, at: &RoomRef) -> Result<Option<Room>, StoreError> {
        const SQL: &str = "SELECT name, zone, locale, open, length_minutes, reminders, starting, quiet, digest, moderated,
                calendar, ahead_minutes, away
            FROM room WHERE network = $1 AND id = $2";
        let row = optional!(self, RoomRow, SQL, at.network.as_str(), &at.id)?;
        row.map(|row| row.into_room(at.clone())).transpose()
    }

    /// Stores a room, or replaces it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn put_room(&mut self, room: &Room) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO room (network, id, name, zone, locale, open, length_minutes, reminders, away,
                moderated, calendar, starting, quiet, digest, ahead_minutes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            ON CONFLICT (network, id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
                locale = excluded.locale, open = excluded.open, length_minutes = excluded.length_minutes,
                reminders = excluded.reminders, away = excluded.away,
                moderated = excluded.moderated, calendar = excluded.calendar, starting = excluded.starting,
                quiet = excluded.quiet, digest = excluded.digest, ahead_minutes = excluded.ahead_minutes";
        execute!(
            self,
            SQL,
            room.at.network.as_str(),
            &room.at.id,
            &room.name,
            &room.zone,
            &room.locale,
            room.uninvited.map(|uninvited| uninvited == Uninvited::Accept),
            room.length_minutes,
            text(room.reminders.as_ref()),
            room.away,
            room.moderated,
            room.calendar,
            room.starting,
            text(room.quiet.as_ref()),
            text(room.digest.as_ref()),
            room.ahead_minutes,
        )
        .map(drop)
    }

    /// Says when a room is told next what is on; `None` for never.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn set_next_digest(
        &mut self,
        at: &RoomRef,
        next: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE room SET digest_at = $3 WHERE network = $1 AND id = $2";
        execute!(self, SQL, at.network.as_str(), &at.id, next.map(micros)).map(drop)
    }

    /// The rooms that are to be told now what is on, and since when, the longest first.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn due_digests(
        &mut self,
        now: DateTime<Utc>,
        limit: i64,
    ) -> Result<Vec<(RoomRef, DateTime<Utc>)>, StoreError> {
        let rows = all!(self, (String, String, i64), DUE_DIGESTS, micros(now), limit)?;
        let read = |(network, id, at): (String, String, i64)| {
            let at = Place { table: "room", id: &id }.time("digest_at", at)?;
            Ok((room_ref((network, id)), at))
        };
        rows.into_iter().map(read).collect()
    }

    /// Takes a digest that is due, and says when the next one is; false when somebody else has seen to it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn claim_digest(
        &mut self,
        at: &RoomRef,
        due: DateTime<Utc>,
        next: Option<DateTime<Utc>>,
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "UPDATE room SET digest_at = $4 WHERE network = $1 AND id = $2 AND digest_at = $3";
        let network = at.network.as_str();
        Ok(execute!(self, SQL, network, &at.id, micros(due), next.map(micros))? == 1)
    }

    /// The bot is in a room no more: nothing that waits goes there, and nothing else until it comes back. The meetings
    /// and their cards stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn leave_room(&mut self, at: &RoomRef) -> Result<(), StoreError> {
        const AWAY: &str = "UPDATE room SET away = TRUE WHERE network = $1 AND id = $2";
        const WAITING: &str = "DELETE FROM outbox WHERE network = $1 AND room = $2";
        const FILES: &str = "DELETE FROM dropped_file WHERE network = $1 AND room = $2";
        for sql in [AWAY, WAITING, FILES] {
            execute!(self, sql, at.network.as_str(), &at.id)?;
        }
        Ok(())
    }

    /// Moves everything of a room to the one that replaces it: its settings, where that has none of its own, its cards
    /// and lists, what waits to be sent, and its feeds. What is known of its messages goes, since nobody can answer them
    /// there; the cards have to be sent again, those of meetings that are over or called off when somebody asks.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn replace_room(
        &mut self,
        old: &RoomRef,
        new: &RoomRef,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const DOUBLE: &str =
            "DELETE FROM card WHERE network = $1 AND room = $2 AND EXISTS (SELECT 1 FROM card n
                WHERE n.object_id = card.object_id AND n.instance = card.instance AND n.network = $3 AND n.room = $4)";
        const GONE: [&str; 8] = [
            "DELETE FROM reaction WHERE card_id IN (SELECT id FROM card WHERE network = $1 AND room = $2)",
            "DELETE FROM dropped_file WHERE network = $1 AND room = $2",
            "DELETE FROM outbox WHERE network = $1 AND room = $2 AND (card_id IS NOT NULL OR event)",
            "DELETE FROM meeting_message WHERE network = $1 AND room = $2",
            "DELETE FROM control WHERE network = $1 AND room = $2",
            "DELETE FROM command_message WHERE network = $1 AND room = $2",
            "DELETE FROM memo_message WHERE network = $1 AND room = $2",
            "DELETE FROM room WHERE network = $1 AND id = $2",
        ];
        const MOVED: [&str; 7] = [
            "UPDATE mirror SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE outbox SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE room_occurrence SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE feed_token SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE memo SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE missed SET network = $3, room = $4 WHERE network = $1 AND room = $2",
            "UPDATE person SET remind_network = $3, remind_room = $4 WHERE remind_network = $1 AND remind_room = $2",
        ];
        const CARDS: &str =
            "UPDATE card SET network = $3, room = $4, message = NULL, posting = posting + 1,
                hidden = hidden OR NOT EXISTS (SELECT 1 FROM object o
                    WHERE o.id = card.object_id AND o.ends_at > $5 AND o.status <> 'CANCELLED')
            WHERE network = $1 AND room = $2";
        const DIGEST: &str =
            "UPDATE room SET digest_at = (SELECT o.digest_at FROM room o WHERE o.network = $1 AND o.id = $2)
            WHERE network = $3 AND id = $4 AND digest_at IS NULL AND digest IS NOT NULL";
        let (from, to) = (old.network.as_str(), new.network.as_str());
        if let Some(known) = self.lookup_room(old).await? {
            self.inherit(&known, new).await?;
            execute!(self, DIGEST, from, &old.id, to, &new.id)?;
        }
        execute!(self, DOUBLE, from, &old.id, to, &new.id)?;
        for sql in GONE {
            execute!(self, sql, from, &old.id)?;
        }
        for sql in MOVED {
            execute!(self, sql, from, &old.id, to, &new.id)?;
        }
        execute!(self, CARDS, from, &old.id, to, &new.id, micros(now))?;
        self.enqueue_cards_in(new, now).await
    }

    /// Gives a room the settings of another, where it has none of its own.
    async fn inherit(&mut self, from: &Room, at: &RoomRef) -> Result<(), StoreError> {
        let known = self.lookup_room(at).await?;
        let own = known.unwrap_or_else(|| Room::new(at.clone(), from.name.clone()));
        let room = Room {
            zone: own.zone.or_else(|| from.zone.clone()),
            locale: own.locale.or_else(|| from.locale.clone()),
            uninvited: own.uninvited.or(from.uninvited),
            length_minutes: own.length_minutes.or(from.length_minutes),
            reminders: own.reminders.or_else(|| from.reminders.clone()),
            starting: own.starting.or(from.starting),
            quiet: own.quiet.or(from.quiet),
            digest: own.digest.or_else(|| from.digest.clone()),
            moderated: own.moderated.or(from.moderated),
            calendar: own.calendar.or(from.calendar),
            ahead_minutes: own.ahead_minutes.or(from.ahead_minutes),
            away: false,
            ..own
        };
        self.put_room(&room).await
    }
}

/// A setting as it is stored.
fn text(value: Option<&impl ToString>) -> Option<String> {
    value.map(ToString::to_string)
}

pub(super) fn room_ref((network, id): (String, String)) -> RoomRef {
    RoomRef { network: NetworkId::from_stored(network), id }
}
