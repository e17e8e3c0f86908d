//! The card of a meeting.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::{
    itip::{self, Meeting, Participant, Repeats, Status},
    model::{CalAddress, Partstat},
};

use super::{
    Dates, repeats,
    times::{self, TimeText},
};

/// The card of a meeting, which redraws in place with everyone's answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// The meeting's number in its room.
    pub number: i64,
    /// The title.
    pub title: String,
    /// Whether it is to come, over, or called off.
    pub state: CardState,
    /// When it is; of a series, the next date.
    pub when: TimeText,
    /// What the clock shows where others are who take part: `09:00–09:45 EST (New York)`.
    #[serde(default)]
    pub elsewhere: Vec<String>,
    /// How it repeats: `every week on Fri until 18 Dec 2026`.
    #[serde(default)]
    pub repeats: Option<String>,
    /// Where it is.
    pub place: Option<String>,
    /// Who called it.
    pub organizer: Option<String>,
    /// What it is about; may have lines.
    pub description: Option<String>,
    /// How many people are asked, those who sent somebody else left out.
    pub invited: usize,
    /// Who comes.
    pub going: Answers,
    /// Who may come.
    pub maybe: Answers,
    /// Who does not come.
    pub declined: Answers,
    /// Who has not answered.
    pub waiting: Answers,
    /// Other times that people propose and nobody has decided on.
    pub proposals: Vec<ProposalLine>,
    /// What was not said and so assumed.
    pub assumed: Vec<Assumed>,
    /// Whether it is the card of one date of a series, which stays with that.
    #[serde(default)]
    pub one_date: bool,
}

/// One meeting in full: every name and every comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Show {
    /// The card it is drawn from.
    pub card: Card,
}

/// Where a meeting stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardState {
    /// To come, or under way.
    Upcoming,
    /// Over.
    Past,
    /// Called off.
    Cancelled,
}

/// Those who gave the same answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Answers {
    /// How many they are.
    pub count: usize,
    /// The first of them, in the order of the invitation.
    pub people: Vec<Answerer>,
    /// How many are left out of `people`.
    pub more: usize,
}

/// Somebody on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answerer {
    /// What people call them.
    pub name: String,
    /// Who sent them (DELEGATED-FROM).
    pub sent_by: Option<String>,
    /// What they said with their answer.
    pub comment: Option<String>,
}

/// An open counter-proposal on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposalLine {
    /// Who proposes.
    pub who: String,
    /// The key of their address, by which the organizer's buttons name the proposal.
    pub key: String,
    /// The time they would have.
    pub when: TimeText,
    /// Which dates of a series would be then; of several, the first.
    #[serde(default)]
    pub dates: Dates,
    /// The day of that date as it is typed, where it is one of a series: `8 Dec 2026`.
    #[serde(default)]
    pub day: Option<String>,
    /// Why, in their words.
    pub comment: Option<String>,
}

/// Something that was not said when the meeting was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Assumed {
    /// How long it takes.
    Length {
        /// The length in minutes.
        minutes: i64,
    },
    /// Which zone the time is in.
    Zone {
        /// The zone's name.
        zone: String,
        /// Whose zone it is.
        from: ZoneFrom,
    },
    /// Anything else, as a few words.
    Note {
        /// The words.
        text: String,
    },
}

/// Where a zone was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ZoneFrom {
    /// Named in the text.
    Text,
    /// The person's own.
    Person,
    /// The room's.
    Room,
    /// The instance's.
    Instance,
}

/// What a card says beyond the meeting itself.
#[derive(Debug, Clone)]
pub struct CardExtra {
    /// The meeting's number in its room.
    pub number: i64,
    /// The present instant.
    pub now: DateTime<Utc>,
    /// The zone of those who read the card.
    pub zone: Tz,
    /// The zones of those who take part.
    pub others: Vec<Tz>,
    /// How the meeting repeats.
    pub repeats: Option<Repeats>,
    /// The open proposals.
    pub proposals: Vec<ProposalLine>,
    /// What was assumed.
    pub assumed: Vec<Assumed>,
}

impl Card {
    /// The card of a meeting.
    ///
    /// Whoever delegated is shown with their delegate and counts once, as the delegate's answer; a delegate who is
    /// not in the list leaves the line of those who delegated to them among those without an answer.
    pub fn of(meeting: &Meeting, extra: CardExtra) -> Self {
        let organizer = meeting.organizer.as_ref().filter(|one| !itip::is_nobody(&one.address));
        let counted = || meeting.attendees.iter().filter(|one| !is_replaced(one, meeting));
        let answers = |partstats: &[Partstat]| {
            Answers::of(
                counted()
                    .filter(|one| partstats.contains(&one.partstat))
                    .map(|one| Answerer::of(one, meeting))
                    .collect(),
            )
        };
        Self {
            number: extra.number,
            title: meeting.summary.clone(),
            state: CardState::of(meeting, extra.now),
            when: TimeText::of(&meeting.span, meeting.start, meeting.end, extra.zone, extra.now),
            elsewhere: times::elsewhere(meeting, extra.zone, &extra.others),
            repeats: extra.repeats.as_ref().map(repeats::words),
            place: meeting.location.clone(),
            organizer: organizer.map(name_of),
            description: meeting.description.clone(),
            invited: counted().count(),
            going: answers(&[Partstat::Accepted, Partstat::Completed, Partstat::InProcess]),
            maybe: answers(&[Partstat::Tentative]),
            declined: answers(&[Partstat::Declined]),
            waiting: answers(&[Partstat::NeedsAction, Partstat::Delegated]),
            proposals: extra.proposals,
            assumed: extra.assumed,
            one_date: false,
        }
    }
}

impl CardState {
    /// Where a meeting stands at an instant.
    pub fn of(meeting: &Meeting, now: DateTime<Utc>) -> Self {
        match meeting.status {
            Status::Cancelled => Self::Cancelled,
            Status::Tentative | Status::Confirmed if meeting.end.max(meeting.start) <= now => {
                Self::Past
            }
            Status::Tentative | Status::Confirmed => Self::Upcoming,
        }
    }
}

impl Answers {
    fn of(people: Vec<Answerer>) -> Self {
        Self { count: people.len(), people, more: 0 }
    }
}

impl Answerer {
    fn of(one: &Participant, meeting: &Meeting) -> Self {
        // A delegator whose delegate is in no list stands for both.
        if let (Partstat::Delegated, Some(to)) = (one.partstat, one.delegated_to.first()) {
            let name = person_name(None, to);
            return Self { name, sent_by: Some(name_of(one)), comment: one.comment.clone() };
        }
        let from = one.delegated_from.first().map(|from| {
            let known = meeting.attendees.iter().find(|other| other.address == *from);
            known.map_or_else(|| person_name(None, from), name_of)
        });
        // Who is asked again has said nothing of it as it is now.
        let asked = one.partstat == Partstat::NeedsAction;
        let comment = one.comment.clone().filter(|_| !asked);
        Self { name: name_of(one), sent_by: from, comment }
    }
}

/// Whether somebody sent a person who is in the list.
fn is_replaced(one: &Participant, meeting: &Meeting) -> bool {
    one.partstat == Partstat::Delegated
        && one
            .delegated_to
            .iter()
            .any(|to| meeting.attendees.iter().any(|other| other.address == *to))
}

fn name_of(one: &Participant) -> String {
    person_name(one.name.as_deref(), &one.address)
}

/// What to call somebody: their name, else what people recognise of their address.
pub fn person_name(name: Option<&str>, address: &CalAddress) -> String {
    let known = name.map(str::trim).filter(|name| !name.is_empty());
    let matrix = || Some(format!("@{}", address.key().strip_prefix("matrix:u/")?));
    let mail = || address.mail().map(ToOwned::to_owned);
    known
        .map(ToOwned::to_owned)
        .or_else(mail)
        .or_else(matrix)
        .unwrap_or_else(|| address.as_str().to_owned())
}

#[cfg(test)]
mod tests;
