//! Handing happenings to the bot, where people are not there to ask again.

use std::time::Duration;

use tokio::time::sleep;

use crate::chat::{Bot, Inbound};

/// How often a happening is tried that the database does not take.
const TRIES: u32 = 5;

/// Hands something to the bot until it keeps it. What the database does not take for half a minute is given up, with a
/// line in the log, so that one happening does not hold up all others.
pub(super) async fn hand(bot: &dyn Bot, inbound: Inbound) {
    for tried in 0..TRIES {
        match bot.receive(inbound.clone()).await {
            Ok(()) => return,
            Err(error) => {
                tracing::warn!("a happening could not be kept: {error}");
                sleep(Duration::from_secs(1 << tried)).await;
            }
        }
    }
    tracing::error!("a happening was given up: the database did not keep it");
}
