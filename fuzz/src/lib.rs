//! What has to hold for every text from a stranger. `scripts/fuzz` thinks up the texts; `tests/it/fuzzed.rs` tries
//! the ones that it begins with.

pub mod expand;
pub mod parse;
pub mod receive;
pub mod validate;
pub mod when;
