//! The commands people type, as data.
//!
//! Each command is one file with its [`Spec`] and what it does; help, parsing, permissions and the manual come from
//! the description. A command reads and writes through the transaction of its [`Call`] and asks `itip` what may
//! happen. It never commits, never sends, and never asks which network it is on.

use std::{future::Future, pin::Pin};

use crate::{itip::Refusal, model::Partstat, store::StoreError, view::Problem};

pub mod answer;
mod call;
mod card;
mod control;
mod correct;
mod dates;
mod decide;
mod edited;
mod either;
mod fallen;
mod fill;
mod find;
mod form;
mod german;
mod habits;
mod keep;
mod leads;
mod likely;
mod meant;
mod memo;
mod named;
mod note;
mod offer;
mod outside;
mod parse;
mod people;
mod roughly;
mod series;
mod several;
mod slip;
mod suggest;
mod text;
mod title;
mod tongue;
mod upload;
mod whom;

pub use call::{About, Call, Caller, Defaults, name_of};
pub use card::card;
pub use control::{control, is_meant, once_more, takes_back};
pub use correct::said;
pub use fill::{Values, filled};
pub use form::form;
pub use habits::{
    BEFORE, CARD, Habits, OVER, Plan, SNOOZED, START, TOLD, plan_of, reminders, roll_reminders,
    set_reminders,
};
pub use list::{meeting_row, meetings};
pub use memo::{next_of, repeats_of};
pub use note::{Note, Thread};
pub use offer::{Ask, Fill, Holds, Offered, offers, own};
pub use parse::{Asked, addressed, asked, find as find_command, nearest};
pub use suggest::suggest;
pub use upload::{too_big, upload};

/// A command's description: all that help, parsing, permissions and the manual need.
#[derive(Debug)]
pub struct Spec {
    /// What people type.
    pub name: &'static str,
    /// Other words for the same.
    pub aliases: &'static [&'static str],
    /// One sentence, shown in help.
    pub about: &'static str,
    /// What follows the name: words in capitals are to be replaced, those in brackets may be left out.
    pub usage: &'static str,
    /// Whole lines that work, without the prefix.
    pub examples: &'static [&'static str],
    /// Who may use it.
    pub who: Who,
    /// What runs.
    pub run: Run,
    /// How networks with commands of their own offer it; not at all where another command there does the same.
    pub offered: Option<Offered>,
}

/// Who may use a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Everyone who can write in the room.
    Anyone,
    /// The meeting's organizer and co-hosts, and who moderates the room.
    Editors,
    /// Who moderates the room.
    Moderators,
}

/// The body of a command; the text is what follows the name.
pub type Run = for<'c> fn(&'c mut Call<'_>, &'c str) -> Doing<'c>;

/// A command that is being done.
pub type Doing<'c> = Pin<Box<dyn Future<Output = Done> + Send + 'c>>;

/// How a command ended.
pub type Done = Result<(), Failure>;

/// Why a command did nothing. Everything it wrote before is rolled back.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The person is told what is wrong and what to do.
    #[error("the request was refused")]
    Problem(Box<Problem>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Problem(Box::new(problem))
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Problem::from(&refusal).into()
    }
}

impl Who {
    /// Who that is, in words.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Anyone => "everyone here",
            Self::Editors => "the organizer, co-hosts and moderators",
            Self::Moderators => "moderators",
        }
    }
}

impl Spec {
    /// The name and the aliases.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.name).chain(self.aliases.iter().copied())
    }

    /// What is typed, without the prefix: the name and what follows it.
    pub fn typed(&self) -> String {
        if self.usage.is_empty() {
            self.name.to_owned()
        } else {
            format!("{} {}", self.name, self.usage)
        }
    }

    /// Whether it answers a meeting: such a word needs no prefix in a reply to a card.
    pub fn is_answer(&self) -> bool {
        self.answer().is_some()
    }

    /// The answer that it gives.
    pub fn answer(&self) -> Option<Partstat> {
        match self.name {
            "yes" => Some(Partstat::Accepted),
            "maybe" => Some(Partstat::Tentative),
            "no" => Some(Partstat::Declined),
            _ => None,
        }
    }

    fn is_called(&self, word: &str) -> bool {
        self.names().any(|name| name.eq_ignore_ascii_case(word))
    }
}

/// Does what a line says that is known to be meant for the bot.
///
/// # Errors
///
/// [`Failure`]: a problem that the person is told, or the database's.
pub async fn line(call: &mut Call<'_>, text: &str) -> Done {
    match asked(text) {
        Asked::Command(spec, _) if title::is_one(call, spec, text).await? => {
            new::sentence(call, text.trim()).await
        }
        Asked::Command(spec, rest) => run(call, spec, rest).await,
        Asked::Nothing => help::help(call, "").await,
        Asked::Sentence(sentence) => {
            slip::check(call, sentence).await?;
            meant::check(call, sentence).await?;
            new::sentence(call, sentence).await
        }
    }
}

/// Whether a line works without the prefix in a reply to what it is about.
pub fn answers_alone(call: &Call<'_>, line: &str) -> bool {
    match asked(line) {
        Asked::Command(spec, _) if spec.is_answer() => true,
        Asked::Command(spec, rest) if spec.name == "snooze" => snooze::is_meant(call, line, rest),
        _ => false,
    }
}

/// Runs a command.
///
/// # Errors
///
/// [`Failure`]: a problem that the person is told, or the database's.
pub async fn run(call: &mut Call<'_>, spec: &'static Spec, text: &str) -> Done {
    call.command = spec.name;
    (spec.run)(call, text).await
}

macro_rules! commands {
    ($($module:ident),* $(,)?) => {
        $(mod $module;)*
        /// Every command, in the order help shows them.
        pub const ALL: &[Spec] = &[$($module::SPEC),*];
    };
}

commands! {
    new, undo, list, show, mine,
    yes, no, maybe,
    r#move, edit, rename, place, describe, invite, uninvite, cohost, cancel,
    skip, unskip, add, pause, resume, end, repeat,
    propose, accept, decline, delegate,
    remind, snooze, share, export, zone, settings, help, doctor, my_data, forget_me,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_unique_and_every_command_described() {
        let mut names: Vec<_> = ALL.iter().flat_map(Spec::names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for spec in ALL {
            assert!(spec.about.ends_with('.'), "{}", spec.name);
            assert!(!spec.examples.is_empty(), "{}", spec.name);
        }
    }

    #[test]
    fn every_example_is_read_as_its_command() {
        for spec in ALL {
            for example in spec.examples {
                let named =
                    matches!(asked(example), Asked::Command(found, _) if found.name == spec.name);
                let sentence = spec.name == "new" && matches!(asked(example), Asked::Sentence(_));
                assert!(named || sentence, "{example:?}");
            }
        }
    }
}
