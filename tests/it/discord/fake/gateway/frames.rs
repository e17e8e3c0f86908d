//! What goes over the wire: frames to the bot, and what the bot says of itself.

use std::io::Write as _;

use flate2::{Compression, write::ZlibEncoder};
use serde_json::Value;
use tokio_tungstenite::tungstenite::Message;

use super::{
    super::world::{Id, World},
    rules::{self, close},
};

/// Larger events are sent as zlib where the bot asked for it.
const LARGE: usize = 512;

/// The most octets a bot may send at once.
pub(super) const LONGEST: usize = 4096;

/// A text for the bot, and whether it may go compressed.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    text: String,
    compress: bool,
}

impl Frame {
    pub(super) const fn new(text: String, compress: bool) -> Self {
        Self { text, compress }
    }

    /// How it goes over the wire.
    pub(super) fn message(&self) -> Message {
        if !self.compress || self.text.len() < LARGE {
            return Message::text(self.text.as_str());
        }
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(self.text.as_bytes()).unwrap();
        Message::binary(zlib.finish().unwrap())
    }
}

/// What IDENTIFY said.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub(super) intents: u64,
    /// This shard, and of how many.
    pub(super) shard: (u64, u64),
    pub(super) compress: bool,
}

impl Identity {
    /// Reads IDENTIFY.
    ///
    /// # Errors
    ///
    /// The close code with which Discord refuses it.
    pub(super) fn read(data: &Value, privileged: u64, alone: bool) -> Result<Self, u16> {
        let properties = &data["properties"];
        if ["os", "browser", "device"].iter().any(|name| properties[name].as_str().is_none()) {
            return Err(close::DECODE);
        }
        let shard = shard(&data["shard"])?;
        if data["shard"].is_null() && !alone {
            return Err(close::SHARDING_REQUIRED);
        }
        let intents = data["intents"].as_u64().ok_or(close::DECODE)?;
        if intents & !rules::KNOWN != 0 {
            return Err(close::INVALID_INTENTS);
        }
        if intents & rules::PRIVILEGED & !privileged != 0 {
            return Err(close::DISALLOWED_INTENTS);
        }
        Ok(Self { intents, shard, compress: data["compress"] == true })
    }
}

/// The bot whose token is said; libraries put `Bot ` before it or not.
pub(super) fn bot(said: &Value, world: &World) -> Option<Id> {
    let said = said["token"].as_str()?;
    world.by_token(said.strip_prefix("Bot ").unwrap_or(said))
}

fn shard(said: &Value) -> Result<(u64, u64), u16> {
    if said.is_null() {
        return Ok((0, 1));
    }
    match (said[0].as_u64(), said[1].as_u64()) {
        (Some(this), Some(all)) if this < all => Ok((this, all)),
        _ => Err(close::INVALID_SHARD),
    }
}
