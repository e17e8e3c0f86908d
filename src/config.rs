//! `bot.toml`, read strictly and checked once.
