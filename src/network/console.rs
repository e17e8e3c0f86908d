//! The console network: the bot in a room on this machine, for people and for programs.
//!
//! [`JsonConsole`] speaks one JSON value a line.
//!
//! # One JSON value a line
//!
//! Every line in is an object. Either somebody does something:
//!
//! | what | fields |
//! |---|---|
//! | writes | `say` (text) |
//! | answers a message | `reply` (text), `to` (message id) |
//! | reacts, takes it back | `react` or `unreact` (emoji), `to` |
//! | presses a button | `press` (button id), `to` |
//! | drops a file | `upload` (its text), `name` |
//!
//! with `from` (who), and, where they are wanted, `room` (else `room`), `id` (the line's own id, a text or a whole
//! number: the same id is acted on once, also after a restart on the same database) and `"moderator": true`.
//! Or the time is set: `{"now":"2026-12-01T10:00:00+01:00"}`, or moved on: `{"advance":"PT2H"}` (an ISO 8601
//! duration of weeks, days, hours, minutes and seconds). From then on the clock stands still between such lines.
//!
//! Lines out are `{"event":"message"|"edit", "id", "room", "to", "thread", "text", "html", "buttons", "reactions",
//! "files"}`, where `to` is who alone sees it (as they last wrote their name) and
//! `null` means everyone; `{"event":"error","text"}`, which says what is
//! wrong with a line and what to do; and `{"event":"idle"}`, once for each line in, after everything that it caused.
//! `{"event":"delete","id","room"}` is kept for messages that are taken away; nothing is yet.
//!
//! # Who is who
//!
//! A name is 1 to 64 characters, none of them control characters; `Ana` and `ana ` are one person, whose address is
//! `mailto:ana@console.invalid` (the top-level domain `.invalid` belongs to nobody, RFC 2606 §2). In a text `@ana` is a
//! mention, `@"ana maria"` one of a name with spaces; `@everyone`, `@here`, `@room` and `@all` are words, and no
//! person has such a name. `@convene` or `@bot` at the start speaks to the bot.
//!
//! # Message ids
//!
//! The id of a message *is* the idempotency key it was sent with. So a message that is sent again because the
//! program was killed between showing it and noting that, comes with the id it had, and whoever reads the lines
//! shows it once. Within one run a message is not printed twice.
//!
//! It never reads the clock but through [`crate::clock`], and knows nothing of meetings.

use std::io;

use crate::model::NetworkId;

mod clean;
mod desk;
mod files;
mod json;
mod lines;
mod name;
mod pump;
mod said;

pub use json::JsonConsole;
pub use lines::stdin;

/// The name of this network, as the database has it.
pub const CONSOLE: NetworkId = NetworkId::new("console");

/// Why a console ended before its input did.
#[derive(Debug, thiserror::Error)]
pub enum ConsoleError {
    /// The input could not be read.
    #[error("the input could not be read")]
    Input(#[source] io::Error),
    /// The output could not be written.
    #[error("the output could not be written")]
    Output(#[source] io::Error),
    /// A console listens once.
    #[error("this console was already listening")]
    Twice,
}
