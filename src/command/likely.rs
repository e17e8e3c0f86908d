//! Which of several meetings is meant, before anybody is asked: those that the command can be about.

use super::{Call, Failure, Who, find_command};
use crate::{
    chat::Mention,
    itip::Status,
    store::{Listed, StoredObject},
};

impl Call<'_> {
    /// Those among some meetings that are most likely meant: what is called off or over loses against what is not, and what
    /// the command can do nothing with against what it can.
    pub(super) async fn likely(&mut self, mut found: Vec<Listed>) -> Result<Vec<Listed>, Failure> {
        prefer(&mut found, |listed| self.is_ahead(listed));
        if found.len() < 2 {
            return Ok(found);
        }
        let mut fits = Vec::new();
        for listed in &found {
            let stored = self.tx.lookup_object(&listed.object).await?;
            if stored.is_some_and(|stored| self.can_be_about(&stored)) {
                fits.push(listed.number);
            }
        }
        prefer(&mut found, |listed| fits.contains(&listed.number));
        Ok(found)
    }

    /// Those ahead that an answer is for where nothing names one: what somebody is in, and for those who are in none, the one
    /// that came last.
    pub(super) async fn likely_ahead(
        &mut self,
        ahead: Vec<Listed>,
    ) -> Result<Vec<Listed>, Failure> {
        let mut found = self.likely(ahead).await?;
        if self.is_answer() && found.len() > 1 && !self.is_in_any(&found).await? {
            let newest = found.iter().map(|listed| listed.number).max();
            found.retain(|listed| Some(listed.number) == newest);
        }
        Ok(found)
    }

    /// Whether a meeting is neither called off nor over.
    pub(super) fn is_ahead(&self, listed: &Listed) -> bool {
        listed.ends_at > self.now && listed.status != Status::Cancelled
    }

    /// Whether the command that runs can do anything with a meeting.
    fn can_be_about(&self, stored: &StoredObject) -> bool {
        match self.command {
            "accept" | "decline" => !stored.object.proposals.is_empty(),
            "skip" | "unskip" | "pause" | "resume" | "end" => stored.object.is_recurring(),
            "uninvite" => self.may_be_changed(stored) && self.has_mentioned(stored),
            _ if self.is_answer() => self.is_in(stored),
            _ => self.may_be_changed(stored),
        }
    }

    /// Whether a meeting is the caller's to change, where the command does that.
    fn may_be_changed(&self, stored: &StoredObject) -> bool {
        let changes = find_command(self.command).is_some_and(|spec| spec.who == Who::Editors);
        let whole = || stored.object.meeting(self.room_zone());
        !changes
            || self.may_change(&whole()).is_ok()
            || self.may_change(&self.meeting(stored)).is_ok()
    }

    /// Whether somebody who is mentioned is in a meeting, where anybody is.
    fn has_mentioned(&self, stored: &StoredObject) -> bool {
        let (shown, whole) = (self.meeting(stored), stored.object.meeting(self.room_zone()));
        let is_in = |mention: &Mention| {
            let all = shown.attendees.iter().chain(&whole.attendees);
            all.into_iter().any(|who| who.address == mention.user.address)
        };
        self.mentions.is_empty() || self.mentions.iter().any(is_in)
    }

    fn is_answer(&self) -> bool {
        find_command(self.command).is_some_and(super::Spec::is_answer)
    }

    /// Whether the caller is in a meeting, or in the date of it that its card shows.
    fn is_in(&self, stored: &StoredObject) -> bool {
        self.takes_part(&self.meeting(stored))
            || self.takes_part(&stored.object.meeting(self.room_zone()))
    }

    async fn is_in_any(&mut self, found: &[Listed]) -> Result<bool, Failure> {
        for listed in found {
            let stored = self.tx.lookup_object(&listed.object).await?;
            if stored.is_some_and(|stored| self.is_in(&stored)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Keeps those that are so, where any is.
pub(super) fn prefer<T>(found: &mut Vec<T>, is_so: impl Fn(&T) -> bool) {
    if found.iter().any(&is_so) {
        found.retain(is_so);
    }
}
