//! A Discord of our own: one process-local server for each test, made from Discord's description of itself.
//!
//! It never names the bot. What it checks is listed at each part; what no fake can show is in `docs/DISCORD.md`.

pub(crate) mod rights;
pub(crate) mod world;
