//! Lists and longer answers: meetings, settings, help, the doctor.

use serde::{Deserialize, Serialize};

use crate::model::Partstat;

use super::{card::CardState, card::ZoneFrom, times::TimeText};

/// A list of meetings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meetings {
    /// What was asked for, in the words that stand over the list: `This week`, `Your meetings`.
    pub heading: String,
    /// The meetings, in the order they are shown.
    pub rows: Vec<MeetingRow>,
    /// How many are left out of `rows`.
    pub more: usize,
}

/// A meeting in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRow {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// When it is.
    pub when: TimeText,
    /// How many gave which answer.
    pub counts: Counts,
    /// What the reader answered; nothing where they are not an attendee.
    pub mine: Option<Partstat>,
    /// Where it stands.
    pub state: CardState,
}

/// How many gave which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// ACCEPTED.
    pub going: usize,
    /// TENTATIVE.
    pub maybe: usize,
    /// DECLINED.
    pub declined: usize,
    /// NEEDS-ACTION.
    pub waiting: usize,
}

/// A zone was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneSet {
    /// The zone's name.
    pub zone: String,
    /// Whose zone it is now.
    pub of: ZoneFrom,
    /// What the clock shows there: `15:04 CET`.
    pub clock: String,
}

/// Which zone counts for the reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ZoneShown {
    /// The zone's name.
    pub zone: String,
    /// Where it comes from.
    pub from: ZoneFrom,
    /// What the clock shows there: `15:04 CET`.
    pub clock: String,
}

/// All settings of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The settings.
    pub rows: Vec<SettingRow>,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingRow {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Whether the value is the one it has by itself.
    pub default: bool,
    /// What it does, as a sentence.
    pub about: String,
}

/// A setting was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingSet {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub value: String,
    /// Its value before.
    pub before: String,
}

/// What the bot is, and how to begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Welcome {}

/// All commands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Help {
    /// The commands, in the order they are shown.
    pub commands: Vec<HelpRow>,
}

/// A command among all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpRow {
    /// Its name.
    pub name: String,
    /// What is typed, without the prefix: `move #12 to 16:00`.
    pub usage: String,
    /// What it does, as a sentence.
    pub about: String,
    /// Whether networks with commands of their own have it among those; where not, another one there does the same.
    #[serde(default)]
    pub offered: bool,
}

/// One command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HelpOne {
    /// Its name.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
    /// What it does, as a sentence.
    pub about: String,
    /// What is typed, without the prefix.
    pub usage: String,
    /// Examples, without the prefix.
    pub examples: Vec<String>,
    /// Who may: `everyone`, `the organizer, co-hosts and moderators`.
    pub who: String,
}

/// What the bot may and may not do here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Doctor {
    /// What was looked at.
    pub findings: Vec<Finding>,
}

/// Something the doctor looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Whether all is well with it.
    pub ok: bool,
    /// What it is, as a sentence.
    pub what: String,
    /// What to do about it, as a sentence.
    pub remedy: Option<String>,
}

/// All that is kept about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyData {
    /// The name of the file.
    pub file_name: String,
    /// The file: JSON.
    pub content: String,
}

/// Asks whether a person shall really be forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForgetAsk {
    /// How many meetings they organize, which are called off.
    pub meetings: i64,
    /// How many answers of theirs are removed.
    pub answers: i64,
}

/// A person was forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// How many meetings were called off.
    pub meetings: i64,
    /// How many answers were removed.
    pub answers: i64,
}
