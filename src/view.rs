//! What people read: typed template contexts, and the templates that draw them.
//!
//! Turns a view and a network's capabilities into a [`Message`]. It never asks the store,
//! never reads the clock, and never lets a text of a user through as markup or as a mention.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
};

use crate::chat::{Capabilities, Event, Flavour, Message, Panel};

use self::{
    context::{Limits, context},
    engine::Engine,
};

mod button;
mod card;
mod context;
mod controls;
mod engine;
mod escape;
mod files;
mod filters;
mod lists;
mod notice;
mod panel;
mod problem;
mod remind;
mod repeats;
mod samples;
mod sharing;
mod times;

pub use button::{BUTTON_ID_OCTETS, button_id};
pub use card::{
    Answerer, Answers, Assumed, Card, CardExtra, CardState, ProposalLine, Show, ZoneFrom,
    person_name,
};
pub use controls::Control;
pub use filters::Prompts;
pub use lists::{
    Counts, Doctor, Finding, ForgetAsk, Forgotten, Help, HelpOne, HelpRow, MeetingRow, Meetings,
    MyData, SettingRow, SettingSet, Settings, Welcome, ZoneSet, ZoneShown,
};
pub use notice::{
    Answered, Attached, Cancelled, Change, Changed, CounterFile, Dates, Delegated, Exported,
    FileAsk, FileLeft, FileRow, Gone, Imported, Invitation, Names, ProposalDecided, Proposed,
    Reminder, Same, TakenBack, Unchanged, Understood,
};
pub use problem::{Problem, TooLate};
pub use remind::{DeletedMemo, Memo, MemoRow, Memos, Missed, MissedRow, Reminding};
pub use repeats::{day_text, words as repeats_text};
pub use sharing::{CalendarEntry, ShareCode, Unshared};
pub use times::{TimeText, clock_text, length as length_text, moment_text};

/// The longest text of a date in the calendar of a network, in characters; Discord's limit for a description.
const EVENT: usize = 1000;

/// Examples of a context, friendly and hostile. Templates are only taken when they draw all of them.
pub trait Samples: Sized {
    /// The examples, at least one.
    fn samples() -> Vec<Self>;
}

/// Makes the [`View`] enum and what must know every view.
macro_rules! views {
    ($($(#[$doc:meta])* $view:ident = $name:literal,)*) => {
        /// Everything the bot says, as data. It waits in the outbox as JSON.
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(tag = "view")]
        pub enum View {
            $($(#[$doc])* #[serde(rename = $name)] $view($view),)*
        }

        impl View {
            /// The names of all views, which are the names of their templates.
            pub const NAMES: &[&str] = &[$($name),*];

            /// The view's name.
            pub const fn name(&self) -> &'static str {
                match self {
                    $(Self::$view(_) => $name,)*
                }
            }
        }

        impl Samples for View {
            fn samples() -> Vec<Self> {
                let mut samples = Vec::new();
                $(samples.extend($view::samples().into_iter().map(Self::$view));)*
                samples
            }
        }

        $(impl From<$view> for View {
            fn from(view: $view) -> Self {
                Self::$view(view)
            }
        })*
    };
}

views! {
    /// The card of a meeting, which redraws in place.
    Card = "card",
    /// One meeting in full.
    Show = "show",
    /// A list of meetings.
    Meetings = "meetings",
    /// Somebody answered.
    Answered = "answered",
    /// A meeting was changed.
    Changed = "changed",
    /// A meeting was called off.
    Cancelled = "cancelled",
    /// Somebody proposes another time.
    Proposed = "proposed",
    /// The organizer accepted or declined a proposal.
    ProposalDecided = "proposal-decided",
    /// Somebody sends somebody else.
    Delegated = "delegated",
    /// What was asked for is so already.
    Unchanged = "unchanged",
    /// The `.ics` of a meeting.
    Exported = "exported",
    /// What was understood of a time that left something open, or of a series.
    Understood = "understood",
    /// A meeting was taken back as soon as it was made.
    TakenBack = "taken-back",
    /// A meeting came in by a file.
    Imported = "imported",
    /// Asks whether the events of a file shall be meetings.
    FileAsk = "file-ask",
    /// Nothing was made of a file.
    FileLeft = "file-left",
    /// An invitation from outside got a card.
    Invitation = "invitation",
    /// Another time for a meeting that is organized elsewhere.
    CounterFile = "counter-file",
    /// What the bot is, where it comes into a room.
    Welcome = "welcome",
    /// A meeting begins soon.
    Reminder = "reminder",
    /// Something that somebody asked to be reminded of.
    Memo = "memo",
    /// All that somebody asked to be reminded of.
    Memos = "memos",
    /// What came too late to help.
    Missed = "missed",
    /// How people are reminded now.
    Reminding = "reminding",
    /// A zone was set.
    ZoneSet = "zone-set",
    /// Which zone counts, and what time it is there.
    ZoneShown = "zone-shown",
    /// All settings.
    Settings = "settings",
    /// A setting was set.
    SettingSet = "setting-set",
    /// All commands.
    Help = "help",
    /// One command.
    HelpOne = "help-one",
    /// What the bot may and may not do here.
    Doctor = "doctor",
    /// All that is kept about a person, as a file.
    MyData = "my-data",
    /// Asks whether a person shall really be forgotten.
    ForgetAsk = "forget-ask",
    /// A person was forgotten.
    Forgotten = "forgotten",
    /// The word by which a meeting gets into another room.
    ShareCode = "share-code",
    /// A meeting is no longer shown in a room.
    Unshared = "unshared",
    /// What the calendar of a network says about a meeting.
    CalendarEntry = "event",
    /// What was wrong, and what to do.
    Problem = "problem",
}

/// Draws views. Made once, at start.
#[derive(Debug)]
pub struct Views {
    text: Engine,
    html: Engine,
    markdown: Engine,
    panels: Engine,
}

impl Views {
    /// The templates inside the binary. They are not drawn with the samples here, which takes most of the time of
    /// a start: the tests do it for every build.
    ///
    /// # Errors
    ///
    /// A template that cannot be read; the tests would have found it.
    pub fn embedded(prompts: Prompts<'_>) -> Result<Self, ViewError> {
        Self::of(&files::embedded(), prompts)
    }

    /// The templates inside the binary, those replaced that a folder has files of the same name for.
    ///
    /// # Errors
    ///
    /// A folder or file that cannot be read, a file that is the template of nothing, and a template that cannot be
    /// drawn with one of the samples; each error names the file.
    pub fn with_overrides(folder: &Path, prompts: Prompts<'_>) -> Result<Self, ViewError> {
        let views = Self::of(&files::overridden(folder)?, prompts)?;
        views.check()?;
        Ok(views)
    }

    /// Draws a view for a network: its text, its controls and its files.
    ///
    /// The text is as long as the network takes; what does not fit is left out, the description first.
    ///
    /// # Errors
    ///
    /// A template that cannot be drawn with this view, though it could with all samples.
    pub fn render(&self, view: &View, to: &Capabilities) -> Result<Message, ViewError> {
        let mut message = controls::of(view, to);
        let legend = controls::legend(view, to);
        let drawn = |engine, new_line| {
            let legend = legend.as_ref().map(|legend| format!("{new_line}{legend}"));
            with_legend(engine, &self.text, view, to.max_text, legend)
        };
        match to.flavour {
            Flavour::Text => message.text = drawn(&self.text, "\n")?,
            Flavour::Markdown => message.text = drawn(&self.markdown, "\n")?,
            Flavour::Html => {
                message.text = drawn(&self.text, "\n")?;
                message.html = Some(drawn(&self.html, "<br>")?);
            }
        }
        if to.panels {
            message.panel = self.panel(view)?;
        }
        Ok(message)
    }

    /// Draws a view as plain text alone, for those whom no message reaches.
    ///
    /// # Errors
    ///
    /// As for [`Views::render`].
    pub fn text(&self, view: &View) -> Result<String, ViewError> {
        draw(&self.text, &self.text, view, usize::MAX)
    }

    /// Draws a view as a panel so that it fits; nothing where it is but a sentence.
    fn panel(&self, view: &View) -> Result<Option<Panel>, ViewError> {
        if !self.panels.draws(view) {
            return Ok(None);
        }
        let (mut shortest, mut last) = (serde_json::Value::Null, None);
        for limits in Limits::ladder(view) {
            let shorter = prepared(view, &limits)?;
            if shorter == shortest {
                continue;
            }
            let drawn = panel::read(view, &self.panels.draw(view, &shorter)?);
            if panel::fits(&drawn) {
                return Ok(Some(drawn));
            }
            (shortest, last) = (shorter, Some(drawn));
        }
        Ok(last.map(panel::cut_off))
    }

    /// The date that a card shows, for the calendar of a network.
    ///
    /// # Errors
    ///
    /// As for [`Views::render`].
    pub fn event(&self, card: &Card, to: &Capabilities) -> Result<Event, ViewError> {
        let entry = View::CalendarEntry(CalendarEntry::from(card));
        let text =
            self.render(&entry, &Capabilities { max_text: to.max_text.min(EVENT), ..*to })?.text;
        Ok(sharing::event(card, text))
    }

    fn of(files: &files::Files, prompts: Prompts<'_>) -> Result<Self, ViewError> {
        Ok(Self {
            text: Engine::new(Flavour::Text, files, prompts)?,
            html: Engine::new(Flavour::Html, files, prompts)?,
            markdown: Engine::new(Flavour::Markdown, files, prompts)?,
            panels: Engine::panels(files, prompts)?,
        })
    }

    /// Draws every sample in every flavour, and looks whether the templates name only what they are given.
    fn check(&self) -> Result<(), ViewError> {
        let engines = [&self.text, &self.html, &self.markdown];
        let mut given: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
        for view in View::samples() {
            let context = prepared(&view, &Limits::full(&view))?;
            for engine in engines {
                engine.draw(&view, &context)?;
            }
            self.check_panel(&view, &context)?;
            let fields = context.as_object().into_iter().flatten().map(|(field, _)| field.clone());
            given.entry(view.name()).or_default().extend(fields);
        }
        engines.into_iter().chain([&self.panels]).try_for_each(|engine| engine.check_names(&given))
    }

    /// Draws a sample as a panel, which needs a head.
    fn check_panel(&self, view: &View, context: &serde_json::Value) -> Result<(), ViewError> {
        if self.panels.draws(view)
            && panel::read(view, &self.panels.draw(view, context)?).title.is_empty()
        {
            return Err(ViewError::Headless { file: self.panels.file(view).to_owned() });
        }
        Ok(())
    }
}

/// Draws a view and what its reactions mean, so that both fit; of too little room the view has all.
fn with_legend(
    engine: &Engine,
    plain: &Engine,
    view: &View,
    max: usize,
    legend: Option<String>,
) -> Result<String, ViewError> {
    let length = legend.as_ref().map_or(0, |legend| legend.chars().count());
    let legend = legend.filter(|_| length <= max / 2);
    let room = if legend.is_some() { max - length } else { max };
    Ok(draw(engine, plain, view, room)? + legend.unwrap_or_default().as_str())
}

/// Draws a view so that it fits: the first step of the ladder that is short enough, else the plain text cut off.
fn draw(engine: &Engine, plain: &Engine, view: &View, max: usize) -> Result<String, ViewError> {
    let mut shortest = serde_json::Value::Null;
    for limits in Limits::ladder(view) {
        let shorter = prepared(view, &limits)?;
        if shorter == shortest {
            continue;
        }
        let drawn = engine.draw(view, &shorter)?;
        if drawn.chars().count() <= max {
            return Ok(drawn);
        }
        shortest = shorter;
    }
    cut_off(engine, &plain.draw(view, &shortest)?, max)
}

/// The start of a plain text, escaped for an engine's flavour. Escaping makes a text longer, so it is tried shorter.
fn cut_off(engine: &Engine, plain: &str, max: usize) -> Result<String, ViewError> {
    let mut length = max.saturating_sub(1);
    loop {
        let start: String = plain.chars().take(length).collect();
        let escaped =
            engine.escape(&format!("{}…", start.trim_end())).map_err(ViewError::Escape)?;
        if length == 0 || escaped.chars().count() <= max {
            return Ok(escaped);
        }
        length = length * 3 / 4;
    }
}

fn prepared(view: &View, limits: &Limits) -> Result<serde_json::Value, ViewError> {
    context(view, limits).map_err(|source| ViewError::Context { view: view.name(), source })
}

/// Why something cannot be said.
#[derive(Debug, thiserror::Error)]
pub enum ViewError {
    /// The folder of templates or a file in it cannot be read.
    #[error("cannot read {path}", path = path.display())]
    Unreadable {
        /// What cannot be read.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file in the folder of templates is the template of no view.
    #[error("`{file}` is the template of nothing; the nearest name is `{nearest}`")]
    Unknown {
        /// The file's name.
        file: String,
        /// The name it may be meant to have.
        nearest: String,
    },
    /// A view has no template.
    #[error("the template `{file}` is missing")]
    Missing {
        /// The file's name.
        file: String,
    },
    /// A template cannot be read or drawn.
    #[error("the template `{file}` cannot be drawn")]
    Template {
        /// The file's name.
        file: String,
        /// What is wrong, with the line.
        source: tera::Error,
    },
    /// A template names something that its view does not have.
    #[error("the template `{file}` names `{name}`, which it is not given; it is given: {}", known.join(", "))]
    Field {
        /// The file's name.
        file: String,
        /// What it names.
        name: String,
        /// What it could name.
        known: Vec<String>,
    },
    /// A template draws nothing.
    #[error("the template `{file}` draws nothing")]
    Empty {
        /// The file's name.
        file: String,
    },
    /// A template of a panel draws none.
    #[error("the template `{file}` draws no head: a line that begins with `# `")]
    Headless {
        /// The file's name.
        file: String,
    },
    /// A view cannot be made a tree of values.
    #[error("the view `{view}` cannot be given to a template")]
    Context {
        /// The view's name.
        view: &'static str,
        /// What is wrong.
        source: serde_json::Error,
    },
    /// A text could not be escaped.
    #[error("a text could not be escaped")]
    Escape(#[source] io::Error),
}

#[cfg(test)]
mod tests;
