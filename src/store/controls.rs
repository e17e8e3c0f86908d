//! Reactions that do what a button does elsewhere, and commands that can be corrected: what is known of a message
//! beside the meeting it belongs to.

use chrono::{DateTime, Utc};

use super::{
    StoreError, Tx,
    row::{Place, micros},
};
use crate::model::{MessageId, NetworkId, ObjectId, RoomRef, UserRef};

/// What a reaction to a message does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Control {
    /// The reaction.
    pub emoji: String,
    /// The command line that it stands for.
    pub line: String,
    /// Who alone may use it.
    pub only_for: Option<UserRef>,
    /// The meeting it is about.
    pub object: Option<ObjectId>,
}

#[derive(sqlx::FromRow)]
struct ControlRow {
    emoji: String,
    line: String,
    account: Option<String>,
    object_id: Option<String>,
}

impl ControlRow {
    fn into_control(self, network: &NetworkId) -> Control {
        let user = |id| UserRef { network: network.clone(), id };
        Control {
            emoji: self.emoji,
            line: self.line,
            only_for: self.account.map(user),
            object: self.object_id.map(ObjectId),
        }
    }
}

pub(super) const CONTROLS_OF: &str = "SELECT emoji, line, account, object_id FROM control
            WHERE network = $1 AND room = $2 AND message = $3 ORDER BY emoji";

pub(super) const MESSAGES_FOR: &str = "SELECT message FROM control
            WHERE network = $1 AND room = $2 AND line = $3 ORDER BY message";

pub(super) const COMMAND_TAKEN: &str = "SELECT at FROM command_message
            WHERE network = $1 AND room = $2 AND message = $3";

impl Tx {
    /// Remembers what a reaction to a message does.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; there is no such meeting.
    pub async fn add_control(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
        control: &Control,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "
            INSERT INTO control (network, room, message, emoji, line, account, object_id, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
        let (network, Control { emoji, line, .. }) = (room.network.as_str(), control);
        let account = control.only_for.as_ref().map(|user| user.id.as_str());
        let object = control.object.as_ref().map(|object| object.0.as_str());
        let at = micros(now);
        execute!(self, SQL, network, &room.id, &message.0, emoji, line, account, object, at)
            .map(drop)
    }

    /// What reactions to a message do.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn controls_of(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Vec<Control>, StoreError> {
        let (network, id) = (room.network.as_str(), &room.id);
        let rows = all!(self, ControlRow, CONTROLS_OF, network, id, &message.0)?;
        Ok(rows.into_iter().map(|row| row.into_control(&room.network)).collect())
    }

    /// The messages of a room on which a reaction stands for this line.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn messages_for(
        &mut self,
        room: &RoomRef,
        line: &str,
    ) -> Result<Vec<MessageId>, StoreError> {
        let rows = all!(self, (String,), MESSAGES_FOR, room.network.as_str(), &room.id, line)?;
        Ok(rows.into_iter().map(|(message,)| MessageId(message)).collect())
    }

    /// Remembers that a message is a command that was taken; what is known already stays.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn remember_command(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO command_message (network, room, message, at)
            VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        execute!(self, SQL, room.network.as_str(), &room.id, &message.0, micros(now)).map(drop)
    }

    /// When a command was taken; `None` for a message that was none, or failed.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn command_taken(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<Option<DateTime<Utc>>, StoreError> {
        let (network, id) = (room.network.as_str(), &room.id);
        let row = optional!(self, (i64,), COMMAND_TAKEN, network, id, &message.0)?;
        let place = Place { table: "command_message", id: &message.0 };
        row.map(|(at,)| place.time("at", at)).transpose()
    }

    /// Forgets everything about a message that is gone. The card that it was is hidden, and what waits to redraw it
    /// goes.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn forget_message(
        &mut self,
        room: &RoomRef,
        message: &MessageId,
    ) -> Result<(), StoreError> {
        const REDRAWS: &str = "DELETE FROM outbox WHERE card_id IN
            (SELECT id FROM card WHERE network = $1 AND room = $2 AND message = $3)";
        const CARD: &str = "UPDATE card SET message = NULL, hidden = TRUE, posting = posting + 1
            WHERE network = $1 AND room = $2 AND message = $3";
        const OTHER: &str =
            "DELETE FROM meeting_message WHERE network = $1 AND room = $2 AND message = $3";
        const CONTROLS: &str =
            "DELETE FROM control WHERE network = $1 AND room = $2 AND message = $3";
        const FILE: &str =
            "DELETE FROM dropped_file WHERE network = $1 AND room = $2 AND message = $3";
        const REACTIONS: &str = "DELETE FROM reaction WHERE card_id IN
            (SELECT id FROM card WHERE network = $1 AND room = $2 AND message = $3)";
        if let Some(card) = self.find_card_by_message(room, message).await? {
            self.take_events_away("c.id = $1", &card.id).await?;
        }
        for sql in [REACTIONS, REDRAWS, CARD, OTHER, CONTROLS, FILE] {
            execute!(self, sql, room.network.as_str(), &room.id, &message.0)?;
        }
        Ok(())
    }

    /// Has a card shown again whose message was taken away; false for one that is there.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn unhide_card(&mut self, card: &str) -> Result<bool, StoreError> {
        const SQL: &str = "UPDATE card SET hidden = FALSE WHERE id = $1 AND hidden";
        Ok(execute!(self, SQL, card)? == 1)
    }
}
