//! Which meeting is meant: the one answered to, `#12`, a few letters of its title, or the only one there is.

use chrono::TimeDelta;

use super::{Call, Failure, parse};
use crate::{
    itip::{Meeting, Status},
    store::{Listed, StoredObject},
    view::Problem,
};

/// How long after its end a meeting can still be meant without its number.
const LINGERS: TimeDelta = TimeDelta::hours(12);

/// How many meetings are offered where several could be meant.
const OFFERED: i64 = 10;

/// How a command's words may name the meeting, beside a reply and `#12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letters {
    /// Its first word may be letters of the title.
    Allowed,
    /// Its words are something else.
    Not,
}

impl Call<'_> {
    /// The meeting that is meant and the text that is left.
    pub(super) async fn find<'t>(
        &mut self,
        text: &'t str,
        letters: Letters,
    ) -> Result<(StoredObject, &'t str), Failure> {
        let (word, rest) = parse::split_word(text);
        if let Some(number) = parse::number(word) {
            return Ok((self.find_number(number).await?, rest));
        }
        if let Some(object) = self.about.clone() {
            let found = self.tx.lookup_object(&object).await?;
            return Ok((found.ok_or(self.no_meeting())?, text));
        }
        if letters == Letters::Allowed
            && word.chars().count() >= 3
            && let Some(stored) = self.find_letters(word).await?
        {
            return Ok((stored, rest));
        }
        Ok((self.find_only().await?, text))
    }

    /// The meeting of a number, where this room or this person may know of it.
    async fn find_number(&mut self, number: i64) -> Result<StoredObject, Failure> {
        let unknown = || Problem::UnknownMeeting { reference: format!("#{number}") };
        let stored = self.tx.find_object_by_number(number).await?.ok_or_else(unknown)?;
        let here = self.tx.find_card_in_room(&stored.id, &self.room.at).await?.is_some();
        if here || self.takes_part(&self.meeting(&stored)) {
            Ok(stored)
        } else {
            Err(unknown().into())
        }
    }

    async fn find_letters(&mut self, word: &str) -> Result<Option<StoredObject>, Failure> {
        let from = self.now - LINGERS;
        let found = self.tx.find_by_title(&self.room.at, word, from, OFFERED).await?;
        match found.as_slice() {
            [] => Ok(None),
            [only] => Ok(self.tx.lookup_object(&only.object).await?),
            several => Err(self.which(several).into()),
        }
    }

    /// The meeting that lies ahead in this room, when there is just one.
    async fn find_only(&mut self) -> Result<StoredObject, Failure> {
        let ahead = self.ahead().await?;
        match ahead.as_slice() {
            [] => Err(self.no_meeting().into()),
            [only] => {
                let found = self.tx.lookup_object(&only.object).await?;
                found.ok_or_else(|| self.no_meeting().into())
            }
            several => Err(self.which(several).into()),
        }
    }

    async fn ahead(&mut self) -> Result<Vec<Listed>, Failure> {
        let until = self.now + TimeDelta::days(366 * 2);
        let listed = self.tx.list_in_room(&self.room.at, self.now, until, OFFERED).await?;
        Ok(listed.into_iter().filter(|row| row.status != Status::Cancelled).collect())
    }

    fn which(&self, several: &[Listed]) -> Problem {
        Problem::SeveralMeetings { rows: several.iter().map(|listed| self.row(listed)).collect() }
    }

    /// Whether the caller is the organizer or an attendee.
    pub(super) fn takes_part(&self, meeting: &Meeting) -> bool {
        self.organizes(meeting)
            || meeting.attendees.iter().any(|attendee| self.is_me(&attendee.address))
    }

    /// Whether the caller is the organizer.
    pub(super) fn organizes(&self, meeting: &Meeting) -> bool {
        meeting.organizer.as_ref().is_some_and(|who| self.is_me(&who.address))
    }

    /// Whether the caller is the organizer or a co-host.
    pub(super) fn hosts(&self, meeting: &Meeting) -> bool {
        self.organizes(meeting)
            || meeting
                .attendees
                .iter()
                .any(|attendee| attendee.chair && self.is_me(&attendee.address))
    }

    /// A meeting the caller may change, and the text that is left.
    pub(super) async fn find_mine<'t>(
        &mut self,
        text: &'t str,
        letters: Letters,
    ) -> Result<(StoredObject, Meeting, &'t str), Failure> {
        let (stored, rest) = self.find(text, letters).await?;
        let meeting = self.meeting(&stored);
        if !self.hosts(&meeting) && !self.caller.moderator {
            let organizer = meeting.organizer.as_ref().map(super::call::name_of);
            return Err(Problem::NotYours { organizer }.into());
        }
        if meeting.status == Status::Cancelled {
            let title = meeting.summary;
            return Err(Problem::CancelledMeeting { number: stored.number, title }.into());
        }
        Ok((stored, meeting, rest))
    }

    /// No meeting was named, and none lies ahead in this room.
    fn no_meeting(&self) -> Problem {
        Problem::NoMeetingHere { command: self.command.to_owned() }
    }
}
