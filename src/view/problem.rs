//! Everything that can be wrong, with what the sentence about it needs.

use serde::{Deserialize, Serialize};

use crate::itip::{Method, Refusal};

use super::{Samples, lists::MeetingRow, samples, times::TimeText};

/// Why something cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TooLate {
    /// Somebody else has answered the new meeting.
    Answered,
    /// The new meeting was changed.
    Changed,
    /// The meeting was made too long ago.
    Made,
    /// Its last change was too long ago, or there is none.
    Done,
    /// Its last change was somebody else's.
    OfOthers,
    /// Its last change was taken back already.
    Undone,
    /// The step is about other dates than the one whose card was answered.
    OtherDates,
}

/// What was wrong. Its template says it in one sentence, and what to do in another.
///
/// Command texts in here are without the prefix (`move #12 to 16:00`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Problem {
    /// A time could not be read.
    UnreadableTime {
        /// What could not be read, and what would help: a sentence.
        why: String,
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
        /// Whether they wanted another time, which everyone can propose.
        #[serde(default)]
        time: bool,
    },
    /// The meeting is called off.
    CancelledMeeting {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// The meeting repeats, and which of its dates are meant was not said.
    WhichDates {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// The date that its card shows.
        when: Box<TimeText>,
        /// What to type for that date.
        this: String,
        /// What to type for it and all later ones.
        following: String,
        /// What to type for all dates.
        all: String,
    },
    /// The meeting does not repeat, so there is no date to skip.
    NotASeries {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// Words say when, and which dates of a series those are cannot be told.
    UnclearDates {
        /// The meeting's number.
        number: i64,
        /// The command that was to change them.
        command: String,
        /// The words.
        text: String,
        /// The same line for the date on that day, where it stands for one.
        line: Option<String>,
    },
    /// What was said with an answer is a comment, or says for which dates of a series it is.
    DatesOrComment {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// The answer.
        command: String,
        /// The words.
        text: String,
        /// The date that the answer is for where they are a comment.
        when: Box<TimeText>,
    },
    /// An answer for some dates without some of them.
    AllBut {
        /// The words for those that are left out.
        but: String,
        /// What to type for all of them.
        first: String,
        /// What to type then for those that are left out.
        then: String,
    },
    /// A reminder after a meeting.
    AfterMeeting {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// What to type instead.
        instead: String,
    },
    /// A reminder with two times.
    OneTimeAtATime {
        /// What to type for the one.
        first: String,
        /// What to type for the other.
        second: String,
    },
    /// A line that would make a meeting reads like something else.
    NoNewMeeting {
        /// The line.
        typed: String,
        /// What to type for what was probably meant.
        instead: Option<String>,
    },
    /// More dates of a series were named than a command takes at once.
    TooManyDates {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// The command.
        command: String,
        /// How many there are.
        count: usize,
        /// How many it takes.
        limit: usize,
    },
    /// Several days were named where a command takes one.
    OneDateAtATime {
        /// The words.
        phrase: String,
        /// What to type for one of them.
        line: String,
    },
    /// A phrase that says where a meeting goes says how it repeats.
    RepeatByItself {
        /// The meeting's number.
        number: i64,
        /// The phrase.
        phrase: String,
    },
    /// A series has no date that a pause would take out.
    NothingToPause {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// The day on which it would go on.
        until: String,
    },
    /// All dates to come of a series are to be taken out of it.
    NothingLeft {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// A series follows no rule that could end.
    NoRule {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
    },
    /// All dates cannot go to another day, because the rule they follow says the day.
    FixedDays {
        /// The meeting's number.
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
    /// A meeting has no date on a day.
    NoSuchDate {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// The day, as it can be typed.
        day: String,
        /// The dates next to that day.
        near: Vec<TimeText>,
        /// Whether there was one, which was called off.
        skipped: bool,
    },
    /// A meeting has more than one date on a day.
    SeveralDates {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// The dates.
        dates: Vec<TimeText>,
    },
    /// A meeting cannot be taken back any more.
    TooLateToUndo {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// Why not.
        why: TooLate,
    },
    /// What somebody did last has no undo.
    NoUndo {
        /// The command that did it; `None` where it has no name.
        command: Option<String>,
        /// The number of the meeting that it was done to.
        number: Option<i64>,
        /// And its title.
        title: Option<String>,
        /// Whether the meeting has a step of theirs that can be taken back.
        before: bool,
    },
    /// Somebody did nothing here in the last minutes.
    NothingToUndo,
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
        /// The command that was typed, `accept` or `decline`.
        command: String,
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
        /// The time that they proposed, where it is known.
        #[serde(default)]
        when: Option<Box<TimeText>>,
        /// What they type to have it after all.
        #[serde(default)]
        again: Option<String>,
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
        /// Its name.
        #[serde(default)]
        name: String,
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
    /// A file is an invitation to a meeting that somebody organizes elsewhere.
    ForeignInvitation {
        /// The title of that meeting.
        title: Option<String>,
    },
    /// A file is a message about a meeting that is not here.
    UnknownMessage {
        /// Its METHOD: `REPLY`.
        method: String,
    },
    /// More meetings in a file than are taken at once.
    TooManyMeetings {
        /// How many there are.
        count: usize,
        /// How many are taken.
        limit: usize,
    },
    /// A file that is no calendar file, or holds what is not served.
    FileUnsupported {
        /// Its name.
        name: String,
    },
    /// A word that stands for no meeting, or no longer.
    BadShareCode {
        /// What was typed.
        typed: String,
    },
    /// A meeting cannot leave the only room that shows it.
    OnlyRoom {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
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
    /// Whoever was to be sent takes part already, and nobody knows any more who it was.
    TakesPartAlready,
    /// Somebody answers or proposes where only those may who are invited.
    NotAsked,
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
    /// A way of repeating that is not served.
    RepeatsUnsupported,
    /// The engine refused, for a reason that has no sentence of its own.
    Refused {
        /// The code of the REQUEST-STATUS (RFC 5546 §3.6): `3.7`.
        status: String,
        /// What more is known.
        detail: Option<String>,
    },
    /// The button or reaction is on something that is no card any more.
    StaleControl,
    /// A meeting of another room was named where others read the answer.
    Elsewhere {
        /// Its number.
        number: i64,
    },
    /// Something that is for one person alone was asked where others read the answer.
    Overheard,
    /// A command was corrected long after it was done.
    TooLateToCorrect {
        /// The number of the meeting that it made.
        number: Option<i64>,
    },
    /// Nothing that somebody asked to be reminded of has that number, or the reader may not touch it.
    NoSuchReminder {
        /// What was typed.
        typed: String,
    },
    /// Somebody wants to be reminded of too much.
    TooManyReminders {
        /// The most.
        limit: usize,
    },
    /// It was not said what to remind of.
    WhatReminder,
    /// There is nothing to be reminded of once more.
    NothingToSnooze,
    /// A reminder that would not come.
    NoSnooze {
        /// The meeting's number.
        number: i64,
        /// Its title.
        title: String,
        /// Whether the reader said no to it; else it is over by then.
        declined: bool,
        /// The command that reminds all the same.
        instead: String,
    },
    /// Somebody else's reminder, for everyone here.
    NotYourReminder {
        /// Its number.
        number: i64,
        /// Who asked for it.
        who: Option<String>,
    },
    /// Somebody is to be reminded who is neither the reader nor everyone.
    WhomReminder {
        /// What of, and when.
        what: String,
    },
    /// A reminder is to be changed.
    FixedReminder {
        /// Its number.
        number: i64,
    },
    /// A text holds no time at which somebody could be reminded.
    WhenReminder {
        /// The text.
        text: String,
        /// What could not be read, and what would help: a sentence.
        why: Option<String>,
    },
    /// What somebody wrote cannot be decrypted.
    Unreadable {
        /// Whether their program keeps the key from devices that are not verified.
        withheld: bool,
    },
    /// A question was answered by something else than yes or no.
    YesOrNo,
    /// Somebody organizes the meeting elsewhere, so it cannot be changed here.
    OrganizedElsewhere {
        /// Its number.
        number: i64,
        /// Its title.
        title: String,
        /// Who organizes it.
        organizer: Option<String>,
    },
    /// Somebody else was asked.
    NotYourQuestion,
    /// Somebody else holds the database; nothing was changed.
    StoreLocked,
    /// The database takes no writing; nothing was changed.
    StoreReadOnly,
    /// The disk of the database is full; nothing was changed.
    StoreFull,
    /// Something broke inside; nothing was changed.
    Internal,
}

impl From<&Refusal> for Problem {
    /// The sentence for a refusal that nobody had a better one for.
    fn from(refusal: &Refusal) -> Self {
        match refusal {
            Refusal::RecurrenceUnsupported => Self::RepeatsUnsupported,
            Refusal::AlreadyInvited => Self::TakesPartAlready,
            Refusal::NotInvited | Refusal::NotAttendee(Method::Counter) => Self::NotAsked,
            _ => Self::Refused { status: code(refusal), detail: Some(refusal.to_string()) },
        }
    }
}

/// The number alone: the words after it are for programs.
fn code(refusal: &Refusal) -> String {
    let status = refusal.request_status().to_string();
    status.split_once(';').map_or_else(|| status.clone(), |(code, _)| code.to_owned())
}

impl Samples for Problem {
    fn samples() -> Vec<Self> {
        let friendly = |example: &str| example.to_owned();
        let hostile = |_: &str| samples::HOSTILE.to_owned();
        let mut all = Self::all(friendly, true);
        all.extend(Self::all(friendly, false));
        all.extend(Self::all(hostile, true));
        all
    }
}

impl Problem {
    /// Every problem, each text made of an example by `say`, and what is optional left out where not `full`.
    fn all(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let mut all = Self::about_input(say, full);
        all.extend(Self::about_meetings(say, full));
        all.extend(Self::about_dates(say, full));
        all.extend(Self::about_words(say, full));
        all.extend(Self::about_people(say, full));
        all.extend(Self::about_reminders(say, full));
        all.extend(Self::about_the_rest(say, full));
        all
    }

    fn about_input(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let maybe = |example| full.then(|| say(example));
        let many = |examples: [&str; 2]| if full { examples.map(say).to_vec() } else { Vec::new() };
        let usage = "move #12 to 16:00";
        vec![
            Self::UnreadableTime {
                why: say("“frday” is not a time I can read; did you mean “friday”?"),
            },
            Self::NoTime { text: say("Sprint review") },
            Self::PastTime { when: samples::over() },
            Self::EndBeforeStart { start: say("15:00"), end: say("14:00") },
            Self::EmptyTitle,
            Self::TitleTooLong { length: 10_000, limit: 200 },
            Self::TextTooLong { field: "place".to_owned(), length: 10_000, limit: 500 },
            Self::UnknownCommand { typed: say("lsit"), nearest: maybe("list") },
            Self::BadZone {
                typed: say("Europe/Berlni"),
                nearest: many(["Europe/Berlin", "Europe/Bern"]),
            },
            Self::BadSetting { name: say("remindr"), nearest: maybe("reminder") },
            Self::BadValue {
                name: say("reminder"),
                value: say("soon"),
                takes: say("a number of minutes from 0 to 10080"),
            },
            Self::MissingArgument { what: say("a time"), usage: say(usage) },
            Self::ExtraArgument { extra: say("please"), usage: say(usage) },
        ]
    }

    fn about_meetings(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let (number, title) = (12, || say("Sprint review"));
        let maybe = |example| full.then(|| say(example));
        let rows = samples::rows().into_iter().take(if full { usize::MAX } else { 2 }).collect();
        vec![
            Self::UnknownMeeting { reference: say("#99") },
            Self::SeveralMeetings { rows },
            Self::NoMeetingHere { command: "yes".to_owned() },
            Self::NotYours { organizer: maybe("Ana"), time: full },
            Self::CancelledMeeting { number, title: title() },
            Self::WhichDates {
                number,
                title: title(),
                when: Box::new(samples::review()),
                this: say("move #12 this to 16:00"),
                following: say("move #12 this and following to 16:00"),
                all: say("move #12 all to 16:00"),
            },
            Self::NotASeries { number, title: title() },
            Self::FixedDays { number, title: title() },
            Self::PastMeeting { number, title: title() },
            Self::NotInvited { number, title: title(), organizer: maybe("Ana") },
            Self::NotAnAttendee { name: say("Bo"), title: title() },
            Self::NoSuchProposal { number, title: title(), who: maybe("Bo") },
            Self::SeveralProposals {
                command: say("decline"),
                number,
                names: vec![say("Bo"), say("Cy")],
            },
            Self::StaleProposal {
                number,
                title: title(),
                who: say("Bo"),
                when: full.then(|| Box::new(samples::review())),
                again: full.then(|| format!("propose #{number} Fri 4 Dec 2026 15:00-15:45")),
            },
            Self::OwnProposal { number },
            Self::StaleControl,
            Self::Elsewhere { number },
            Self::Overheard,
            Self::NotYourQuestion,
            Self::OrganizedElsewhere { number, title: title(), organizer: maybe("Ana") },
            Self::YesOrNo,
            Self::TooLateToCorrect { number: full.then_some(number) },
        ]
    }

    fn about_dates(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let (number, title) = (12, || say("Sprint review"));
        vec![
            Self::UnclearDates {
                number,
                command: say("no"),
                text: say("until january"),
                line: None,
            },
            Self::UnclearDates {
                number,
                command: say("rename"),
                text: say("4 dec"),
                line: full.then(|| say("rename #12 on 4 dec Demo")),
            },
            Self::TooManyDates {
                number,
                title: title(),
                command: say("rename"),
                count: 4,
                limit: if full { 60 } else { 1 },
            },
            Self::OneDateAtATime {
                phrase: say("12 dec and 13 dec 11:00"),
                line: say("add #12 Sat 12 Dec 2026 11:00"),
            },
            Self::RepeatByItself { number, phrase: say("every tue 10:00") },
            Self::NothingToPause { number, title: title(), until: say("Mon 1 Feb 2027") },
            Self::NothingLeft { number, title: title() },
            Self::NoRule { number, title: title() },
            Self::NoSuchDate {
                number,
                title: title(),
                day: say("Thu 24 Dec 2026"),
                near: if full { vec![samples::thursday(), samples::review()] } else { Vec::new() },
                skipped: full,
            },
            Self::SeveralDates {
                number,
                title: title(),
                dates: vec![samples::thursday(), samples::review()],
            },
            Self::TooLateToUndo {
                number,
                title: title(),
                why: if full { TooLate::Answered } else { TooLate::Done },
            },
            Self::TooLateToUndo {
                number,
                title: title(),
                why: if full { TooLate::Undone } else { TooLate::OtherDates },
            },
            Self::NoUndo {
                command: full.then(|| say("remind")),
                number: full.then_some(number),
                title: full.then(title),
                before: full,
            },
            Self::NothingToUndo,
        ]
    }

    fn about_words(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let (number, title) = (12, || say("Sprint review"));
        vec![
            Self::DatesOrComment {
                number,
                title: title(),
                command: say("no"),
                text: say("on the 15th"),
                when: Box::new(samples::review()),
            },
            Self::AllBut {
                but: say("but 15 dec"),
                first: say("yes to all"),
                then: say("no #12 15 dec"),
            },
            Self::AfterMeeting {
                number,
                title: title(),
                instead: say("remind me 4 Dec 2026 15:55 write notes"),
            },
            Self::OneTimeAtATime {
                first: say("remind me every day at 9 pills"),
                second: say("remind me every day at 18 pills"),
            },
            Self::NoNewMeeting {
                typed: say("postpone #12 to fri 15:00"),
                instead: full.then(|| say("move #12 to fri 15:00")),
            },
        ]
    }

    fn about_reminders(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let maybe = |text: &str| full.then(|| say(text));
        vec![
            Self::NoSuchReminder { typed: say("r7") },
            Self::TooManyReminders { limit: 100 },
            Self::WhatReminder,
            Self::NothingToSnooze,
            Self::NoSnooze {
                number: 12,
                title: say("Sprint review"),
                declined: full,
                instead: say("remind me 4 Dec 2026 15:00 Sprint review"),
            },
            Self::NotYourReminder { number: 7, who: maybe("Ana") },
            Self::WhomReminder { what: say("tomorrow 9:00 bring laptop") },
            Self::FixedReminder { number: 7 },
            Self::WhenReminder {
                text: say("half 5"),
                why: maybe("“half 5” is not a time I can read."),
            },
        ]
    }

    fn about_people(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        let names = if full { vec![say("Bo A."), say("Bo B.")] } else { Vec::new() };
        vec![
            Self::UnknownPerson { text: say("boo") },
            Self::SeveralPeople { text: say("bo"), names },
            Self::EveryoneMention,
            Self::UninviteOrganizer { number: 12 },
            Self::TooManyPeople { count: 700, limit: 500 },
            Self::SelfDelegation,
            Self::DelegationLoop { to: say("Bo") },
            Self::AlreadyInvited { to: say("Bo") },
            Self::TakesPartAlready,
            Self::NotAsked,
            Self::OrganizerDelegation { number: 12 },
            Self::NotModerator { what: say("change the settings of this room") },
        ]
    }

    fn about_the_rest(say: impl Fn(&str) -> String + Copy, full: bool) -> Vec<Self> {
        vec![
            Self::FileTooBig { name: say("all.ics"), size: 5_000_000, limit: 1_000_000 },
            Self::FileUnreadable { why: say("line 7 is no property") },
            Self::ForeignInvitation { title: full.then(|| say("Budget")) },
            Self::UnknownMessage { method: "REPLY".to_owned() },
            Self::TooManyMeetings { count: 34, limit: 20 },
            Self::FileUnsupported { name: say("cat.png") },
            Self::BadShareCode { typed: say("K7QM-2FXD") },
            Self::OnlyRoom { number: 12, title: say("Sprint review") },
            Self::RoomOnly,
            Self::Unreadable { withheld: full },
            Self::RepeatsUnsupported,
            Self::TooFast { seconds: if full { 30 } else { 1 } },
            Self::Refused {
                status: "3.7".to_owned(),
                detail: full.then(|| say("they are not invited")),
            },
            Self::StoreLocked,
            Self::StoreReadOnly,
            Self::StoreFull,
            Self::Internal,
        ]
    }
}
