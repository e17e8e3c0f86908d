//! Which meeting is meant: the one answered to, `#12`, a few letters of its title, or the only one there is.

use chrono::TimeDelta;

use super::{Call, Failure, dates, likely::prefer, parse};
use crate::{
    itip::{Meeting, Status},
    store::{Listed, StoredObject},
    view::Problem,
};

/// How long after its end a meeting can still be meant without its number.
const LINGERS: TimeDelta = TimeDelta::hours(12);

/// How many meetings are offered where several could be meant.
pub(super) const OFFERED: usize = 10;

/// How many meetings are looked at for those that could be meant.
const LOOKED_AT: i64 = 100;

/// How a command's words may name the meeting, beside a reply and `#12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// All of them are letters of the title.
    Whole,
    /// They begin with letters of the title, if there are any words.
    First,
    /// The first may be letters of the title, and all of them may be something else.
    Perhaps,
    /// The first may be letters of the title when more follows, and all of them may be something else.
    BeforeMore,
    /// They are a title, before which dates can stand behind `on` or `from`.
    BeforeTitle,
    /// They are something else.
    Not,
}

impl Call<'_> {
    /// The meeting that is meant and the text that is left.
    pub(super) async fn find<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<(StoredObject, &'t str), Failure> {
        let (stored, rest) = self.find_any(text, naming).await?;
        self.weigh_moderator(&stored).await?;
        Ok((stored, rest))
    }

    /// Who moderates a room that is not the meeting's own, since it came there by a word or is not there at all, is nobody
    /// in particular to it.
    async fn weigh_moderator(&mut self, stored: &StoredObject) -> Result<(), Failure> {
        if self.caller.moderator {
            self.caller.moderator = self.tx.is_at_home(&stored.id, &self.room.at).await?;
        }
        Ok(())
    }

    async fn find_any<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<(StoredObject, &'t str), Failure> {
        let (word, rest) = parse::split_word(text);
        if let Some(number) = parse::number(word) {
            return Ok((self.find_number(number).await?, rest));
        }
        if word.starts_with('#') {
            return Err(Problem::UnknownMeeting { reference: word.to_owned() }.into());
        }
        if let Some(about) = self.about.clone() {
            let found = self.tx.lookup_object(&about.object).await?;
            return Ok((found.ok_or(self.no_meeting())?, text));
        }
        // A bare number can only be a meeting's.
        if let (Ok(number), "", true) =
            (word.parse(), rest, !matches!(naming, Naming::Not | Naming::BeforeTitle))
        {
            return Ok((self.find_number(number).await?, rest));
        }
        if let Some(found) = self.find_named(text, naming).await? {
            return Ok(found);
        }
        match naming {
            Naming::Whole | Naming::First if !word.is_empty() => {
                let reference = if naming == Naming::Whole { text } else { word };
                Err(Problem::UnknownMeeting { reference: reference.to_owned() }.into())
            }
            _ => Ok((self.find_only().await?, text)),
        }
    }

    /// The meeting that a text names and nothing else: by its number, or by letters of its title.
    pub(super) async fn find_reference(&mut self, text: &str) -> Result<StoredObject, Failure> {
        let (word, _) = parse::split_word(text);
        let number = parse::number(word).or_else(|| text.parse().ok());
        let stored = if let Some(number) = number {
            self.find_number(number).await?
        } else {
            let unknown = || Problem::UnknownMeeting { reference: text.to_owned() };
            self.find_letters(text, false).await?.ok_or_else(unknown)?
        };
        self.weigh_moderator(&stored).await?;
        Ok(stored)
    }

    /// The meeting whose title the words begin, where they do.
    async fn find_named<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Option<(StoredObject, &'t str)>, Failure> {
        let (word, rest) = parse::split_word(text);
        let found = match naming {
            Naming::Not | Naming::BeforeTitle => None,
            _ if word.is_empty() => None,
            Naming::Whole => self.find_letters(text, false).await?.map(|stored| (stored, "")),
            Naming::BeforeMore if rest.is_empty() => None,
            Naming::First | Naming::Perhaps | Naming::BeforeMore => {
                if let Some(found) = self.find_title(text).await? {
                    return Ok(Some(found));
                }
                let doubtful = naming != Naming::First;
                self.find_letters(word, doubtful).await?.map(|stored| (stored, rest))
            }
        };
        Ok(found)
    }

    /// The meeting whose whole title the words begin with; the longest, where several do.
    async fn find_title<'t>(
        &mut self,
        text: &'t str,
    ) -> Result<Option<(StoredObject, &'t str)>, Failure> {
        let (word, _) = parse::split_word(text);
        let mut found = self.with_letters(word).await?;
        let rest_of = |listed: &Listed| {
            let rests = titles(listed).into_iter().filter_map(|title| after_title(text, title));
            rests.min_by_key(|rest| rest.len())
        };
        let Some(rest) = found.iter().filter_map(rest_of).min_by_key(|rest| rest.len()) else {
            return Ok(None);
        };
        found.retain(|listed| rest_of(listed) == Some(rest));
        Ok(self.only_of(found).await?.map(|stored| (stored, rest)))
    }

    /// What follows the whole title of a meeting of this room that a text begins with.
    pub(super) async fn behind_a_title<'t>(
        &mut self,
        text: &'t str,
    ) -> Result<Option<&'t str>, Failure> {
        let (word, _) = parse::split_word(text);
        let found = self.with_letters(word).await?;
        let rests = found.iter().filter_map(|listed| after_title(text, &listed.summary));
        Ok(rests.min_by_key(|rest| rest.len()))
    }

    /// Whether a text begins with what names a meeting of this room.
    pub(super) async fn begins_with_a_meeting(&mut self, text: &str) -> Result<bool, Failure> {
        let (word, _) = parse::split_word(dates::leading(text, self.language()).1);
        if let Some(number) = parse::number(word) {
            return match self.find_number(number).await {
                Ok(_) => Ok(true),
                Err(Failure::Problem(_)) => Ok(false),
                Err(failure) => Err(failure),
            };
        }
        Ok(!word.is_empty() && !self.titled(word, true).await?.is_empty())
    }

    /// The meeting of a number, where this room or this person may know of it.
    async fn find_number(&mut self, number: i64) -> Result<StoredObject, Failure> {
        let unknown = || Problem::UnknownMeeting { reference: format!("#{number}") };
        let stored = self.tx.find_object_by_number(number).await?.ok_or_else(unknown)?;
        let here = self.tx.find_card_in_room(&stored.id, &self.room.at).await?.is_some();
        let whole = || stored.object.meeting(self.room_zone());
        if here {
            return Ok(stored);
        }
        if !self.takes_part(&self.meeting(&stored)) && !self.takes_part(&whole()) {
            return Err(unknown().into());
        }
        // What is said of it here would be read by people who need not know of it.
        if self.overheard { Err(Problem::Elsewhere { number }.into()) } else { Ok(stored) }
    }

    /// The meeting with a word in its title that begins so. Where the letters may be something else, only one that
    /// lies ahead, and three letters at least.
    async fn find_letters(
        &mut self,
        letters: &str,
        doubtful: bool,
    ) -> Result<Option<StoredObject>, Failure> {
        let found = self.titled(letters, doubtful).await?;
        self.only_of(found).await
    }

    /// The meetings that letters can name; those whose whole title they are before all others.
    async fn titled(&mut self, letters: &str, doubtful: bool) -> Result<Vec<Listed>, Failure> {
        let mut found = self.with_letters(letters).await?;
        let short = letters.chars().count() < 3;
        let is_whole = |listed: &Listed| {
            titles(listed).iter().any(|title| title.to_lowercase() == letters.to_lowercase())
        };
        found.retain(|listed| {
            is_whole(listed)
                || (!short
                    && titles(listed).iter().any(|title| begins_a_word(title, letters))
                    && (self.is_ahead(listed) || !doubtful))
        });
        prefer(&mut found, is_whole);
        Ok(found)
    }

    /// The meetings of this room with some letters in their titles, each once.
    async fn with_letters(&mut self, letters: &str) -> Result<Vec<Listed>, Failure> {
        let from = self.now - LINGERS;
        let mut found = self.tx.find_by_title(&self.room.at, letters, from, LOOKED_AT).await?;
        if found.iter().any(|listed| listed.ends_at <= self.now) {
            // Of a series, the next date counts and not the one that was just over.
            let next = self.tx.find_by_title(&self.room.at, letters, self.now, LOOKED_AT).await?;
            for listed in &mut found {
                let later = |next: &&Listed| next.object == listed.object;
                if let Some(later) = next.iter().find(later).cloned() {
                    *listed = later;
                }
            }
        }
        found.dedup_by(|one, other| one.object == other.object);
        Ok(found)
    }

    /// The one that is meant among some meetings; `None` where there is none.
    async fn only_of(&mut self, found: Vec<Listed>) -> Result<Option<StoredObject>, Failure> {
        match self.likely(found).await?.as_slice() {
            [] => Ok(None),
            [only] => Ok(self.tx.lookup_object(&only.object).await?),
            several => Err(self.which(several).into()),
        }
    }

    /// "lunch to Dinner": what stands before "to", where it is letters of a title, and what stands after it.
    pub(super) async fn letters_to<'t>(
        &mut self,
        text: &'t str,
    ) -> Result<Option<(&'t str, &'t str)>, Failure> {
        let Some((letters, rest)) = text.split_once(" to ") else { return Ok(None) };
        let letters = letters.trim();
        if letters.is_empty() || letters.starts_with('#') || self.about.is_some() {
            return Ok(None);
        }
        let (dates, name) = self.said_first(letters, Naming::Whole).await?;
        let name = if dates.is_some() { name } else { self.said_behind(letters).0 };
        if name.is_empty() {
            return Ok(None);
        }
        let found = self.find_letters(name, true).await?;
        Ok(found.map(|_| (letters, rest.trim())))
    }

    /// The meeting that lies ahead in this room, when just one can be meant.
    async fn find_only(&mut self) -> Result<StoredObject, Failure> {
        let ahead = self.ahead(LOOKED_AT).await?;
        match self.likely_ahead(ahead).await?.as_slice() {
            [] => Err(self.no_meeting().into()),
            [only] => {
                let found = self.tx.lookup_object(&only.object).await?;
                found.ok_or_else(|| self.no_meeting().into())
            }
            several => Err(self.which(several).into()),
        }
    }

    /// The meetings that lie ahead in this room, the next first; of a series, its next date.
    pub(super) async fn ahead(&mut self, most: i64) -> Result<Vec<Listed>, Failure> {
        let mut listed = self.tx.find_by_title(&self.room.at, "", self.now, most).await?;
        listed.dedup_by(|one, other| one.object == other.object);
        listed.retain(|row| self.is_ahead(row));
        Ok(listed)
    }

    fn which(&self, several: &[Listed]) -> Problem {
        let offered = several.iter().take(OFFERED);
        Problem::SeveralMeetings { rows: offered.map(|listed| self.row(listed)).collect() }
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
        naming: Naming,
    ) -> Result<(StoredObject, Meeting, &'t str), Failure> {
        let (stored, rest) = self.find(text, naming).await?;
        let meeting = self.to_change(&stored)?;
        Ok((stored, meeting, rest))
    }

    /// A meeting as its card shows it, for those who may change it.
    pub(super) fn to_change(&self, stored: &StoredObject) -> Result<Meeting, Failure> {
        self.ours(stored)?;
        let meeting = self.meeting(stored);
        self.may_change(&stored.object.meeting(self.room_zone()))?;
        not_cancelled(stored.number, &meeting)?;
        Ok(meeting)
    }

    /// Refuses those who may not change a meeting.
    pub(super) fn may_change(&self, meeting: &Meeting) -> Result<(), Problem> {
        if self.hosts(meeting) || self.caller.moderator {
            return Ok(());
        }
        let organizer = meeting.organizer.as_ref().map(super::call::name_of);
        Err(Problem::NotYours { organizer, time: self.command == "move" })
    }

    /// No meeting was named, and none lies ahead in this room.
    fn no_meeting(&self) -> Problem {
        Problem::NoMeetingHere { command: self.command.to_owned() }
    }
}

/// Refuses to change what is called off.
pub(super) fn not_cancelled(number: i64, meeting: &Meeting) -> Result<(), Problem> {
    let title = || meeting.summary.clone();
    match meeting.status {
        Status::Cancelled => Err(Problem::CancelledMeeting { number, title: title() }),
        Status::Tentative | Status::Confirmed => Ok(()),
    }
}

/// What a meeting is called: as its next date is, and as the others are.
fn titles(listed: &Listed) -> [&str; 2] {
    [&listed.summary, &listed.series]
}

/// What follows a whole title that a text begins with.
fn after_title<'t>(text: &'t str, title: &str) -> Option<&'t str> {
    let mut rest = text;
    for word in title.split_whitespace() {
        let (first, after) = parse::split_word(rest);
        if first.to_lowercase() != word.to_lowercase() {
            return None;
        }
        rest = after;
    }
    Some(rest)
}

/// Whether a word of a title, or words of it, begin so.
fn begins_a_word(title: &str, letters: &str) -> bool {
    let (title, letters) = (title.to_lowercase(), letters.to_lowercase());
    title.match_indices(&letters).any(|(at, _)| {
        let before = title.get(..at).and_then(|before| before.chars().next_back());
        before.is_none_or(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::{after_title, begins_a_word};

    #[test]
    fn a_text_goes_on_after_a_whole_title() {
        for (text, title, rest) in [
            ("tea party is off", "Tea", Some("party is off")),
            ("tea  PARTY is off", "Tea party", Some("is off")),
            ("tea", "Tea", Some("")),
            ("tea", "Tea party", None),
            ("teapot", "Tea", None),
        ] {
            assert_eq!(after_title(text, title), rest, "{text} {title}");
        }
    }

    #[test]
    fn letters_begin_a_word() {
        for (title, letters, begins) in [
            ("Sprint review", "spr", true),
            ("Sprint review", "REV", true),
            ("Sprint review", "sprint rev", true),
            ("Office hours", "ice", false),
            ("Über uns", "über", true),
        ] {
            assert_eq!(begins_a_word(title, letters), begins, "{title} {letters}");
        }
    }
}
