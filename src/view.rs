//! What people read: typed template contexts, and the templates that draw them.
//!
//! Turns a view and a network's capabilities into a [`Message`](crate::chat::Message). It never asks the store,
//! never reads the clock, and never lets a text of a user through as markup or as a mention.

mod button;
mod card;
mod lists;
mod notice;
mod problem;
mod samples;
mod times;

pub use button::{BUTTON_ID_OCTETS, button_id};
pub use card::{
    Answerer, Answers, Assumed, Card, CardExtra, CardState, ProposalLine, Show, ZoneFrom,
};
pub use lists::{
    Counts, Doctor, Finding, ForgetAsk, Forgotten, Help, HelpOne, HelpRow, MeetingRow, Meetings,
    MyData, SettingRow, SettingSet, Settings, ZoneSet, ZoneShown,
};
pub use notice::{
    Answered, Cancelled, Change, Changed, Delegated, Exported, Imported, Names, ProposalDecided,
    Proposed, Reminder, Same, Unchanged,
};
pub use problem::Problem;
pub use times::{TimeText, clock_text, length as length_text};

/// Examples of a context, friendly and hostile; each of them is drawn in every flavour at start.
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
    /// A meeting came in by a file.
    Imported = "imported",
    /// A meeting begins soon.
    Reminder = "reminder",
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
    /// What was wrong, and what to do.
    Problem = "problem",
}
