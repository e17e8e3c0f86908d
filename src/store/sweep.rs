//! Forgetting what is old.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, row::micros};

/// How many rows a sweep took away.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Happenings that were remembered so that they cause nothing twice.
    pub inbox: u64,
    /// Entries of the iTIP log.
    pub log: u64,
    /// Outgoing rows that had been given up.
    pub dead: u64,
    /// Commands that can be corrected, and reactions that stand for commands.
    pub controls: u64,
}

impl Tx {
    /// Forgets what is older than `before` and no longer needed: remembered happenings, the iTIP log, what
    /// reactions to old messages did, what meetings were before, what people did last, and what could not be delivered. Meetings stay.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn sweep(&mut self, before: DateTime<Utc>) -> Result<Swept, StoreError> {
        let before = micros(before);
        let commands = execute!(self, "DELETE FROM command_message WHERE at < $1", before)?;
        execute!(self, "DELETE FROM former WHERE until < $1", before)?;
        execute!(self, "DELETE FROM did WHERE until < $1", before)?;
        Ok(Swept {
            controls: commands + execute!(self, "DELETE FROM control WHERE at < $1", before)?,
            inbox: execute!(self, "DELETE FROM inbox WHERE at < $1", before)?,
            log: execute!(self, "DELETE FROM itip_log WHERE at < $1", before)?,
            dead: execute!(self, "DELETE FROM outbox WHERE dead AND due < $1", before)?,
        })
    }
}
