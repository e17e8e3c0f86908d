//! Everything that is tested from outside of the crate, in one binary.

#![cfg(test)]

mod behaviours;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod bot;
mod broken;
mod chat;
mod clocks;
mod crowd;
#[cfg(feature = "discord")]
mod discord;
mod engine;
mod exported;
mod files;
mod forms;
mod fuzzed;
mod hostile;
mod ical;
mod interop;
mod killed;
mod layers;
mod machine;
mod manual;
#[cfg(feature = "matrix")]
mod matrix;
mod networks;
mod pages;
#[cfg(any(feature = "discord", feature = "matrix"))]
mod program;
mod quirks;
mod recurrence;
mod reminders;
mod room;
mod said;
mod series;
mod store;
mod terminal;
mod transcripts;
mod when;

/// So many cases of each property, or as many as `PROPTEST_CASES` says, which the default configuration reads.
fn cases(usual: u32) -> proptest::test_runner::Config {
    match machine::variable("PROPTEST_CASES") {
        Some(_) => proptest::test_runner::Config::default(),
        None => proptest::test_runner::Config::with_cases(usual),
    }
}
