//! What people asked to be reminded of: taken when it is due, and set for the next time where it repeats.

use chrono::{DateTime, Utc};

use super::Work;
use crate::{
    command::next_of,
    model::Quiet,
    store::{Due, Memo, StoreError, Tx},
};

/// How many one transaction takes.
const AT_ONCE: i64 = 500;

impl Work {
    /// Takes what is due; the next time is set in the same transaction.
    pub(super) async fn fire_memos(&self, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut tx = self.store.begin().await?;
        let due = tx.due_memos(now, AT_ONCE).await?;
        for memo in &due {
            self.fire_memo(&mut tx, memo, now).await?;
        }
        stop_point!("work.memo");
        tx.commit().await
    }

    async fn fire_memo(
        &self,
        tx: &mut Tx,
        memo: &Memo,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let Some(at) = memo.at else { return Ok(()) };
        if !memo.personal {
            let room = tx.lookup_room(&memo.room).await?;
            let quiet = room.as_ref().and_then(|room| room.quiet);
            let later = Quiet::after(quiet, at, self.zone_of(room.as_ref()));
            if later > now {
                // What is for everybody waits until they may be disturbed.
                return tx.claim_memo(memo, Some(later)).await.map(drop);
            }
        }
        let next = next_of(memo, now);
        if !tx.claim_memo(memo, next).await? {
            return Ok(());
        }
        let chosen = if memo.personal { tx.own_room(&memo.person).await? } else { None };
        let room = chosen.unwrap_or_else(|| memo.room.clone());
        let due = Due::Memo { number: memo.number, at };
        tx.enqueue_due(&self.ids.token(), &room, &due, None, now).await
    }
}
