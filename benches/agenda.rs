//! Writes the calendar that expansion is measured on, for other libraries to read.
//!
//! `cargo run --release --example agenda > agenda.ics`; standard error says which window is asked for.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what is made here is known")]

mod data {
    pub mod agenda;
}

use std::io::{Write as _, stderr, stdout};

fn main() -> std::io::Result<()> {
    stdout().write_all(convene::ical::write(&data::agenda::agenda()).as_bytes())?;
    writeln!(stderr(), "from {:?} to {:?}, in UTC", data::agenda::FROM, data::agenda::TO)
}
