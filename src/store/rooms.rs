//! Rooms and how they are set.

use super::{StoreError, Tx};
use crate::{itip::Uninvited, model::RoomRef};

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
    /// How long before a meeting people are reminded, in minutes; 0 for not at all.
    pub reminder_minutes: Option<i64>,
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
            reminder_minutes: None,
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
    reminder_minutes: Option<i64>,
}

impl RoomRow {
    fn into_room(self, at: RoomRef) -> Room {
        Room {
            at,
            name: self.name,
            zone: self.zone,
            locale: self.locale,
            uninvited: self
                .open
                .map(|open| if open { Uninvited::Accept } else { Uninvited::Refuse }),
            length_minutes: self.length_minutes,
            reminder_minutes: self.reminder_minutes,
        }
    }
}

impl Tx {
    /// Looks a room up.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn lookup_room(&mut self, at: &RoomRef) -> Result<Option<Room>, StoreError> {
        const SQL: &str = "SELECT name, zone, locale, open, length_minutes, reminder_minutes
            FROM room WHERE network = $1 AND id = $2";
        let row = optional!(self, RoomRow, SQL, at.network.as_str(), &at.id)?;
        Ok(row.map(|row| row.into_room(at.clone())))
    }

    /// Stores a room, or replaces it.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn put_room(&mut self, room: &Room) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO room (network, id, name, zone, locale, open, length_minutes, reminder_minutes)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            ON CONFLICT (network, id) DO UPDATE SET name = excluded.name, zone = excluded.zone,
                locale = excluded.locale, open = excluded.open, length_minutes = excluded.length_minutes,
                reminder_minutes = excluded.reminder_minutes";
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
            room.reminder_minutes,
        )
        .map(drop)
    }
}
