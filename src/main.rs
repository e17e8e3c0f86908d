//! The program: flags, bot.toml, signals and wiring.

fn main() {}
