//! What has come in before.

use chrono::{DateTime, Utc};

use super::{StoreError, Tx, row::micros};
use crate::model::NetworkId;

impl Tx {
    /// Remembers a happening of a network; false when it was remembered before.
    ///
    /// In the same transaction as what the happening causes, this makes it cause it once.
    ///
    /// # Errors
    ///
    /// [`StoreError`].
    pub async fn remember_inbound(
        &mut self,
        network: &NetworkId,
        id: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        const SQL: &str =
            "INSERT INTO inbox (network, id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        Ok(execute!(self, SQL, network.as_str(), id, micros(now))? == 1)
    }
}
