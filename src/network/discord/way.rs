//! Where the gateway is, and which shards of the bot go there (events/gateway, "Get Gateway Bot").

use std::time::Duration;

use serenity::{http::Route, model::gateway::BotGateway};
use tokio::time::sleep;

use super::{
    Shards,
    error::ApiError,
    http::{Api, Call},
    shards::{Ended, Way},
};

/// Asks where the gateway is, until Discord answers.
///
/// # Errors
///
/// [`Ended::Token`].
pub(super) async fn find(api: &Api, shards: Option<Shards>) -> Result<Way, Ended> {
    let mut failures = 0_u32;
    loop {
        let found: Result<BotGateway, _> = api.ask(&Call::get(Route::GatewayBot)).await;
        match found {
            Ok(gateway) => return Ok(way(gateway, shards)),
            Err(ApiError::Unauthorized) => return Err(Ended::Token),
            Err(error) => {
                if failures == 0 {
                    tracing::warn!("Discord cannot be reached; I keep trying: {error}");
                }
                failures += 1;
                sleep(Duration::from_millis(500 << failures.min(6))).await;
            }
        }
    }
}

fn way(gateway: BotGateway, shards: Option<Shards>) -> Way {
    let all = gateway.shards.max(1);
    if let Some(shards) = shards.filter(|shards| shards.total < all) {
        tracing::warn!(
            "Discord wants {all} shards for so many servers, and bot.toml makes {} of them: it may refuse the connection",
            shards.total
        );
    }
    let limit = gateway.session_start_limit;
    if limit.remaining == 0 {
        tracing::warn!(
            "Discord takes no more connections of this bot for {} minutes; I keep trying",
            limit.reset_after / 60_000
        );
    }
    let shards = shards.unwrap_or(Shards { first: 0, last: all - 1, total: all });
    Way { url: gateway.url, shards }
}
