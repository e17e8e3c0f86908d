//! What people are told when something happened.

use serde::{Deserialize, Serialize};

use crate::model::Partstat;

use super::times::TimeText;

/// A few names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Names {
    /// The first of them.
    pub list: Vec<String>,
    /// How many are left out of `list`.
    pub more: usize,
}

impl From<Vec<String>> for Names {
    fn from(list: Vec<String>) -> Self {
        Self { list, more: 0 }
    }
}

/// Which dates of a series something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dates {
    /// The only one of a meeting that does not repeat.
    #[default]
    Only,
    /// One.
    This,
    /// One and all later ones.
    Following,
    /// All.
    All,
}

impl Dates {
    /// As they are typed; nothing where there is only one.
    pub const fn as_words(self) -> Option<&'static str> {
        match self {
            Self::Only => None,
            Self::This => Some("this"),
            Self::Following => Some("this and following"),
            Self::All => Some("all"),
        }
    }
}

/// Somebody answered an invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Who answered; nothing where the reader did.
    pub who: Option<String>,
    /// The answer.
    pub partstat: Partstat,
    /// What they said with it.
    pub comment: Option<String>,
    /// Whether they were not invited (RFC 5546 §3.2.3) and are now an attendee.
    pub uninvited: bool,
    /// Whether somebody organizes it elsewhere, whom the bot cannot tell.
    #[serde(default)]
    pub outside: bool,
    /// The answer as a file that the organizer's calendar takes.
    #[serde(default)]
    pub reply: Option<Attached>,
    /// When the meeting is.
    pub when: TimeText,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// Those of several days, in words.
    #[serde(default)]
    pub days: Option<String>,
}

/// A file that goes with a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attached {
    /// Its name.
    pub file_name: String,
    /// Its octets.
    pub content: String,
}

/// An invitation from outside got a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it is.
    pub when: TimeText,
    /// Who organizes it.
    pub organizer: Option<String>,
}

/// Another time for a meeting that somebody organizes elsewhere, as a file that their calendar takes (METHOD:COUNTER).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterFile {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The time they would have it at.
    pub when: TimeText,
    /// Who organizes it.
    pub organizer: Option<String>,
    /// The file.
    pub file: Attached,
}

/// Somebody changed a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The meeting's number.
    pub number: i64,
    /// Its title, as it is now.
    pub title: String,
    /// Who changed it; nothing where the reader did.
    pub by: Option<String>,
    /// What changed.
    pub what: Change,
    /// For [`Change::Moved`] the former time, for [`Change::Renamed`] the former title, for [`Change::Placed`]
    /// the new place, for [`Change::Edited`] what they are, for [`Change::Skipped`], [`Change::Paused`] and [`Change::PutBack`] which dates,
    /// for [`Change::Added`] the day as it is typed, for [`Change::Lasting`] the last day, for [`Change::Rhythm`] how it repeats; nothing where there is none.
    pub detail: Option<String>,
    /// Whom it is about, for invitations and co-hosts.
    pub names: Names,
    /// When the meeting is now.
    pub when: TimeText,
    /// Whether people must answer again (RFC 6638 §3.2.8).
    pub again: bool,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// Those of them that stay as they were, since they have words of their own: `Tue 1 Dec`.
    #[serde(default)]
    pub except: Names,
}

/// What can change about a meeting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// The time.
    Moved,
    /// The title.
    Renamed,
    /// The place.
    Placed,
    /// The description.
    Described,
    /// More than one of these.
    Edited,
    /// Some dates were taken out of a series.
    Skipped,
    /// The same of all dates up to a day, until it goes on.
    Paused,
    /// Some dates were put back into a series.
    PutBack,
    /// It takes place once more.
    Added,
    /// It has another last date, or none.
    Lasting,
    /// It repeats otherwise, or no more.
    Rhythm,
    /// People were invited.
    Invited,
    /// People are no longer invited.
    Uninvited,
    /// People may edit it now.
    CohostAdded,
    /// People may no longer edit it.
    CohostRemoved,
    /// The last change was taken back.
    TakenBack,
}

/// A meeting was called off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it would have been.
    pub when: TimeText,
    /// Why.
    pub reason: Option<String>,
    /// Who called it off; nothing where the reader did.
    pub by: Option<String>,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
}

/// Somebody proposes another time; the organizer decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Who proposes.
    pub who: String,
    /// When it is.
    pub old: TimeText,
    /// When they would have it.
    pub new: TimeText,
    /// Why, in their words.
    pub comment: Option<String>,
    /// Who decides.
    pub organizer: String,
    /// The key of the proposer's address, by which the buttons name the proposal.
    pub from_key: String,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// The day of that date as it is typed, where it is about one: `8 Dec 2026`.
    #[serde(default)]
    pub day: Option<String>,
}

/// The organizer decided on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalDecided {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Who had proposed.
    pub who: String,
    /// Whether the proposal was accepted.
    pub accepted: bool,
    /// When the meeting is now.
    pub when: TimeText,
    /// What the organizer said with it.
    pub comment: Option<String>,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// Whether who proposed it counts as coming.
    #[serde(default)]
    pub comes: bool,
    /// Whether others are asked to answer again.
    #[serde(default)]
    pub asked: bool,
}

/// Somebody sends somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegated {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Who does not come (DELEGATED-FROM).
    pub from: String,
    /// Who is asked to come instead (DELEGATED-TO).
    pub to: String,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// When that is, where it is about some dates of a series.
    #[serde(default)]
    pub when: Option<TimeText>,
    /// The day of the date, or of the first of them, as it is typed: `8 Dec 2026`.
    #[serde(default)]
    pub day: Option<String>,
}

/// What was asked for is so already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unchanged {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// What is so already.
    pub what: Same,
    /// Which dates of a series it is about.
    #[serde(default)]
    pub dates: Dates,
    /// When that is, where it is about some dates of a series.
    #[serde(default)]
    pub when: Option<TimeText>,
}

/// What can be so already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Same {
    /// The reader's answer.
    Answer {
        /// The answer.
        partstat: Partstat,
    },
    /// The time.
    Time {
        /// The time.
        when: TimeText,
    },
    /// The title.
    Title,
    /// The place.
    Place,
    /// The description.
    Description,
    /// All that was said of it.
    Everything,
    /// Everybody named is invited.
    Invited {
        /// Who was named.
        names: Names,
    },
    /// Nobody named is invited.
    NotInvited {
        /// Who was named.
        names: Names,
    },
    /// They are a co-host.
    Cohost {
        /// Who.
        name: String,
    },
    /// They are no co-host.
    NoCohost {
        /// Who.
        name: String,
    },
    /// It is called off.
    Cancelled,
    /// It has that date.
    Date {
        /// The date.
        when: TimeText,
    },
    /// It has the dates to come that its rule has.
    NothingSkipped,
    /// No pause took dates to come out.
    NotPaused {
        /// The day of the first date to come that is out otherwise, as it is typed.
        first: Option<String>,
    },
    /// It repeats so.
    Rhythm {
        /// How; nothing where it does not.
        repeats: Option<String>,
    },
    /// The same proposal is open.
    Proposal {
        /// The proposed time.
        when: TimeText,
    },
    /// They were sent instead.
    Delegated {
        /// Who.
        to: String,
    },
    /// This room shows it.
    Here,
    /// The file brought nothing new.
    Import,
}

/// The `.ics` of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exported {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// The name of the file.
    pub file_name: String,
    /// The octets of the file (METHOD:PUBLISH).
    pub content: String,
}

/// What was understood of a time that left something open, or of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Understood {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it is; of a series, its first date.
    pub when: TimeText,
    /// How it repeats, where that was said: `every week on Fri`.
    #[serde(default)]
    pub repeats: Option<String>,
    /// The days of the dates after the first, the next few of them.
    #[serde(default)]
    pub later: Vec<String>,
    /// What was assumed, each a few words.
    pub assumed: Vec<String>,
    /// What to type to have it as it was before.
    #[serde(default)]
    pub undo: Option<String>,
    /// The days whose dates were off or different, where it has none on these any more.
    #[serde(default)]
    pub gone: Option<Gone>,
}

/// Days on which a series had dates that were off or different, and has none now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// Which.
    pub days: Names,
    /// The day of the date that comes instead, as it is typed.
    pub out: String,
}

/// A meeting was taken back as soon as it was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// The number that it had.
    pub number: i64,
    /// Its title.
    pub title: String,
}

/// A meeting came in by a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it is.
    pub when: TimeText,
    /// Whether it was here before and is now newer.
    pub updated: bool,
    /// What of the file was left out: sentence parts (`line 7: the line has no colon and was left out`).
    #[serde(default)]
    pub problems: Vec<String>,
    /// How it repeats: `every week on Fri`.
    #[serde(default)]
    pub repeats: Option<String>,
}

/// Asks whether the events of a file shall be meetings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileAsk {
    /// Our id of the file.
    pub key: String,
    /// The events.
    pub rows: Vec<FileRow>,
    /// How many are left out of `rows`.
    pub more: usize,
    /// What of the file was left out, as in [`Imported`].
    pub problems: Vec<String>,
}

/// An event of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// Its title.
    pub title: String,
    /// When it is; the next time, where it repeats.
    pub when: TimeText,
    /// How it repeats: `every week on Fri`.
    pub repeats: Option<String>,
}

/// Nothing was made of a file, as was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLeft {}

/// A meeting begins soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reminder {
    /// The meeting's number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it is; `relative` is taken when the reminder is due.
    pub when: TimeText,
    /// How long ago it began, where it did: `5 min`.
    pub began: Option<String>,
    /// Where it is.
    pub place: Option<String>,
    /// Those who said yes or maybe.
    pub names: Names,
}
