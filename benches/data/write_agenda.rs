//! Writes the calendar that expansion is measured on, for other libraries to read.
//!
//! `cargo run --release --example agenda > agenda.ics`; standard error says which window is asked for.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "what is made here is known")]

mod agenda;

use std::io::{Write as _, stderr, stdout};

fn main() -> std::io::Result<()> {
    stdout().write_all(convene::ical::write(&agenda::agenda()).as_bytes())?;
    writeln!(stderr(), "from {:?} to {:?}, in UTC", agenda::FROM, agenda::TO)
}
