//! Everything that can be wrong, with what the sentence about it needs.

use serde::{Deserialize, Serialize};

use crate::itip::Refusal;

use super::{Samples, lists::MeetingRow, samples, times::TimeText};

/// What was wrong. Its template says it in one sentence, and what to do in another.
///
/// Command texts in here are without the prefix (`move #12 to 16:00`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Problem {
    /// A time could not be read.
    UnreadableTime {
        /// The whole text.
        text: String,
        /// The part that could not be read, where it is less than the whole.
        part: Option<String>,
        /// What would help, as a sentence.
        hint: Option<String>,
    },
    /// A text holds no time at all.
    NoTime {
        /// The text.
        text: String,
    },
    /// A time is over.
    PastTime {
        /// The time as it was read.
        when: TimeText,
    },
    /// The end is not after the start.
    EndBeforeStart {
        /// The start, as words.
        start: String,
        /// The end, as words.
        end: String,
    },
    /// A meeting has no title.
    EmptyTitle,
    /// A title is too long.
    TitleTooLong {
        /// Its length in characters.
        length: usize,
        /// The longest allowed.
        limit: usize,
    },
    /// A place, description, comment or the whole command is too long.
    TextTooLong {
        /// What it is: `place`, `description`, `comment`, `command`.
        field: String,
        /// Its length in characters.
        length: usize,
        /// The longest allowed.
        limit: usize,
    },
    /// No such command.
    UnknownCommand {
        /// What was typed.
        typed: String,
        /// The nearest command.
        nearest: Option<String>,
    },
    /// No such meeting here.
    UnknownMeeting {
        /// What was typed.
        reference: String,
    },
    /// More than one meeting fits.
    SeveralMeetings {
        /// Those that fit.
        rows: Vec<MeetingRow>,
    },
    /// No meeting was named, and there is none to take.
    NoMeetingHere {
        /// The command that needs one.
        command: String,
    },
    /// Only the organizer, co-hosts and moderators may.
    NotYours {
        /// The organizer.
        organizer: Option<String>,
    },
    /// The meeting is called off.
    CancelledMeeting {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// The meeting is over.
    PastMeeting {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// The room lets only those answer who are invited.
    NotInvited {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// Who can invite.
        organizer: Option<String>,
    },
    /// Somebody who is not an attendee was named.
    NotAnAttendee {
        /// Who was named.
        name: String,
        /// The meeting's title.
        title: String,
    },
    /// Nobody proposed that.
    NoSuchProposal {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// Who was named.
        who: Option<String>,
    },
    /// More than one proposal is open.
    SeveralProposals {
        /// The meeting's number.
        number: i64,
        /// Who proposes.
        names: Vec<String>,
    },
    /// The meeting was moved since the proposal.
    StaleProposal {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// Who proposed.
        who: String,
    },
    /// The organizer need not propose.
    OwnProposal {
        /// The meeting's number.
        number: i64,
    },
    /// Nobody is known by that.
    UnknownPerson {
        /// What was typed.
        text: String,
    },
    /// More than one person fits.
    SeveralPeople {
        /// What was typed.
        text: String,
        /// Those who fit.
        names: Vec<String>,
    },
    /// `@everyone` or the like was to be invited.
    EveryoneMention,
    /// The organizer cannot be uninvited.
    UninviteOrganizer {
        /// The meeting's number.
        number: i64,
    },
    /// Too many people at once.
    TooManyPeople {
        /// How many there would be.
        count: usize,
        /// The most allowed.
        limit: usize,
    },
    /// No such zone.
    BadZone {
        /// What was typed.
        typed: String,
        /// The nearest zones.
        nearest: Vec<String>,
    },
    /// No such setting.
    BadSetting {
        /// What was typed.
        name: String,
        /// The nearest setting.
        nearest: Option<String>,
    },
    /// A value that the setting does not take.
    BadValue {
        /// The setting or option.
        name: String,
        /// What was typed.
        value: String,
        /// What it takes, as words: `a number of minutes from 0 to 10080`.
        takes: String,
    },
    /// Something is missing after a command.
    MissingArgument {
        /// What is missing: `a time`, `who shall go`.
        what: String,
        /// The command's usage.
        usage: String,
    },
    /// The command takes nothing more.
    ExtraArgument {
        /// What was too much.
        extra: String,
        /// The command's usage.
        usage: String,
    },
    /// A file is too big.
    FileTooBig {
        /// Its size in octets.
        size: usize,
        /// The biggest allowed.
        limit: usize,
    },
    /// A file cannot be read.
    FileUnreadable {
        /// Why, as a sentence part, lower case and without a full stop.
        why: String,
    },
    /// A file that is no calendar file, or holds what is not served.
    FileUnsupported {
        /// Its name.
        name: String,
    },
    /// Nobody can send themselves.
    SelfDelegation,
    /// They delegated to the reader, directly or over others.
    DelegationLoop {
        /// Whom the reader would send.
        to: String,
    },
    /// Whoever was to be sent takes part already.
    AlreadyInvited {
        /// Who was named.
        to: String,
    },
    /// The organizer cannot send somebody else.
    OrganizerDelegation {
        /// The meeting's number.
        number: i64,
    },
    /// Only moderators may.
    NotModerator {
        /// What they may, as an infinitive: `change the settings of this room`.
        what: String,
    },
    /// A command that needs a room, elsewhere.
    RoomOnly,
    /// Too much at once from one person.
    TooFast {
        /// How long to wait, in seconds.
        seconds: i64,
    },
    /// The meeting repeats, which is not served yet.
    RepeatsUnsupported,
    /// The engine refused, for a reason that has no sentence of its own.
    Refused {
        /// The REQUEST-STATUS (RFC 5546 §3.6): `3.7;Invalid calendar user`.
        status: String,
        /// What more is known.
        detail: Option<String>,
    },
    /// The button or reaction is on something that is no card any more.
    StaleControl,
    /// Something broke inside; nothing was changed.
    Internal,
}

impl From<&Refusal> for Problem {
    /// The sentence for a refusal that nobody had a better one for.
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::RecurrenceUnsupported => Self::RepeatsUnsupported,
            _ => Self::Refused {
                status: refusal.request_status().to_string(),
                detail: Some(refusal.to_string()),
            },
        }
    }
}

impl Samples for Problem {
    fn samples() -> Vec<Self> {
        let mut all = Self::with_text("Sprint review", true);
        all.extend(Self::with_text("Sprint review", false));
        all.extend(Self::with_text(samples::HOSTILE, true));
        all
    }
}

impl Problem {
    /// Every problem, with `word` wherever a user's text can be, and what is optional left out where not `full`.
    fn with_text(word: &str, full: bool) -> Vec<Self> {
        let mut all = Self::about_input(word, full);
        all.extend(Self::about_meetings(word, full));
        all.extend(Self::about_people(word, full));
        all.extend(Self::about_the_rest(word, full));
        all
    }

    fn about_input(word: &str, full: bool) -> Vec<Self> {
        let text = || word.to_owned();
        let maybe = || full.then(text);
        let many = || if full { vec![text(), text(), text()] } else { Vec::new() };
        vec![
            Self::UnreadableTime { text: text(), part: maybe(), hint: maybe() },
            Self::NoTime { text: text() },
            Self::PastTime { when: samples::review() },
            Self::EndBeforeStart { start: text(), end: text() },
            Self::EmptyTitle,
            Self::TitleTooLong { length: 10_000, limit: 200 },
            Self::TextTooLong { field: "place".to_owned(), length: 10_000, limit: 500 },
            Self::UnknownCommand { typed: text(), nearest: maybe() },
            Self::BadZone { typed: text(), nearest: many() },
            Self::BadSetting { name: text(), nearest: maybe() },
            Self::BadValue { name: text(), value: text(), takes: text() },
            Self::MissingArgument { what: text(), usage: text() },
            Self::ExtraArgument { extra: text(), usage: text() },
        ]
    }

    fn about_meetings(word: &str, full: bool) -> Vec<Self> {
        let (number, title) = (12, || word.to_owned());
        let who = || full.then(title);
        let rows = if full { samples::rows() } else { Vec::new() };
        vec![
            Self::UnknownMeeting { reference: title() },
            Self::SeveralMeetings { rows },
            Self::NoMeetingHere { command: "yes".to_owned() },
            Self::NotYours { organizer: who() },
            Self::CancelledMeeting { number, title: title() },
            Self::PastMeeting { number, title: title() },
            Self::NotInvited { number, title: title(), organizer: who() },
            Self::NotAnAttendee { name: title(), title: title() },
            Self::NoSuchProposal { number, title: title(), who: who() },
            Self::SeveralProposals { number, names: vec![title(), title()] },
            Self::StaleProposal { number, title: title(), who: title() },
            Self::OwnProposal { number },
            Self::StaleControl,
        ]
    }

    fn about_people(word: &str, full: bool) -> Vec<Self> {
        let text = || word.to_owned();
        let names = if full { vec![text(), text()] } else { Vec::new() };
        vec![
            Self::UnknownPerson { text: text() },
            Self::SeveralPeople { text: text(), names },
            Self::EveryoneMention,
            Self::UninviteOrganizer { number: 12 },
            Self::TooManyPeople { count: 700, limit: 500 },
            Self::SelfDelegation,
            Self::DelegationLoop { to: text() },
            Self::AlreadyInvited { to: text() },
            Self::OrganizerDelegation { number: 12 },
            Self::NotModerator { what: text() },
        ]
    }

    fn about_the_rest(word: &str, full: bool) -> Vec<Self> {
        let text = || word.to_owned();
        vec![
            Self::FileTooBig { size: 5_000_000, limit: 1_000_000 },
            Self::FileUnreadable { why: text() },
            Self::FileUnsupported { name: text() },
            Self::RoomOnly,
            Self::RepeatsUnsupported,
            Self::TooFast { seconds: if full { 30 } else { 1 } },
            Self::Refused {
                status: "3.7;Invalid calendar user".to_owned(),
                detail: full.then(text),
            },
            Self::Internal,
        ]
    }
}
