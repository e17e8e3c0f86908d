//! The console network: the bot in a room on this machine, for people and for programs.
//!
//! [`JsonConsole`] is for programs: one JSON value a line. [`terminal`] is for people: [`FullScreen`] where there is a
//! terminal, [`Plain`] where there is a pipe.
//!
//! # Several people in one terminal
//!
//! | typed | what it does |
//! |---|---|
//! | `ana: text` | speaks as ana, who then speaks every line without a name |
//! | `+✅` or `+yes` | reacts to the latest card (`+yes +maybe +no +propose +guest +1` are words for emoji) |
//! | `-✅` | takes the reaction back |
//! | `>text` | replies to the latest card |
//! | `[1]` or `[going]` | presses a button of the latest message that has buttons |
//! | `+yes m3`, `>m3 text`, `[1 m3]` | the same with the message `m3` |
//! | `/upload path`, `/room name`, `/who`, `/moderator`, `/help`, `/quit` | the terminal's own |
//!
//! Everything else is said. Whatever a speaker can do stands after `ana: ` too. Messages of the bot have handles (`m1`,
//! `m2` …), counted from the start of the program. On the whole terminal an edit redraws a message where it
//! stands; as plain text it is printed again under `~ m1 changed:`. What would steer the terminal (control
//! characters, turned directions) is shown as `�`. A new terminal is empty, so cards are sent again, and an edit of a
//! message that it does not have is shown as a new one. Files the bot sends are written to a folder, under names
//! that stay in it.
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
//! person has such a name. `@convene`, `@bot` or the bot's own name at the start speaks to the bot.
//!
//! # Message ids
//!
//! The id of a message *is* the idempotency key it was sent with. So a message that is sent again because the
//! program was killed between showing it and noting that, comes with the id it had, and whoever reads the lines
//! shows it once. Within one run a message is not printed twice.
//!
//! It never reads the clock but through [`crate::clock`], and knows nothing of meetings.

use std::{
    io::{self, IsTerminal as _},
    path::PathBuf,
    sync::Arc,
};

use chrono_tz::Tz;

use crate::{
    chat::Network,
    clock::{Clock, Ids},
    model::NetworkId,
};

mod clean;
mod desk;
#[cfg(test)]
mod fake;
mod files;
mod full;
mod input;
mod json;
mod lines;
mod name;
mod plain;
mod pump;
mod said;
mod scene;
mod screen;

pub use full::FullScreen;
pub use json::JsonConsole;
pub use lines::stdin;
pub use plain::Plain;

/// The room of `convene` without further words: the whole terminal where standard input and output are one, plain
/// text where they are not. Call it once, inside the runtime.
///
/// It shows the time of `zone`, and writes the files the bot sends into the folder `files`. Without `colour` it tells
/// things apart by weight alone.
pub fn terminal(
    clock: Arc<dyn Clock>,
    ids: Arc<dyn Ids>,
    files: PathBuf,
    zone: Tz,
    colour: bool,
    called: Called,
) -> Arc<dyn Network> {
    let typed = io::stdin().is_terminal();
    if typed && io::stdout().is_terminal() {
        Arc::new(FullScreen::new(clock, ids, files, zone, colour, called))
    } else {
        Arc::new(Plain::new(stdin(), tokio::io::stdout(), ids, files, !typed, called))
    }
}

/// The name of this network, as the database has it.
pub const CONSOLE: NetworkId = NetworkId::new("console");

/// What people call the bot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its name: whoever begins with `@` and this speaks to it, and nobody else has it.
    pub name: String,
    /// What its commands begin with, for the hints of a terminal.
    pub prefix: String,
}

impl Default for Called {
    fn default() -> Self {
        Self { name: "Convene".to_owned(), prefix: PREFIX.to_owned() }
    }
}

impl Called {
    /// A text of the terminal's own with the prefix that counts here.
    fn words(&self, text: &str) -> String {
        text.replace(PREFIX, &self.prefix)
    }
}

/// The prefix that the terminal's own texts are written with.
const PREFIX: &str = "!meet";

/// What the terminal room shows first.
const WELCOME: &str = "\
ana: !meet Lunch tomorrow 12:30   ana makes a meeting
bo: +yes                          bo answers; so does [1]
/help                             everything else";

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
