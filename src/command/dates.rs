//! Which dates of a series somebody means: `this`, `this and following`, `all`, or one by its day.

use super::{
    Call, Failure,
    find::{Naming, not_cancelled},
    named::Said,
};
use crate::{
    itip::{Meeting, Scope},
    model::InstanceId,
    store::StoredObject,
    view::{Dates, Problem},
};

/// The words, the longer before those that they begin with, and what they mean.
const WORDS: [(&str, Dates); 8] = [
    ("this and following dates", Dates::Following),
    ("this and following", Dates::Following),
    ("this and future", Dates::Following),
    ("this and later", Dates::Following),
    ("this date", Dates::This),
    ("this", Dates::This),
    ("all dates", Dates::All),
    ("all", Dates::All),
];

/// A meeting that was named, and which of its dates.
#[derive(Debug)]
pub(super) struct Found<'t> {
    /// The meeting.
    pub(super) stored: StoredObject,
    /// Which dates were named; `None` where that was left open, and for a meeting that does not repeat.
    pub(super) dates: Option<Dates>,
    /// The one that was named by its day; of several, the first.
    pub(super) on: Option<Scope>,
    /// The text that is left.
    pub(super) rest: &'t str,
}

/// A meeting that was named, and what was said of its dates.
#[derive(Debug)]
pub(super) struct Words<'t> {
    /// The meeting.
    pub(super) stored: StoredObject,
    /// Which dates, where that was said.
    pub(super) said: Option<Said>,
    /// The text that is left.
    pub(super) rest: &'t str,
    /// The same, where the words for dates say what they say anywhere.
    pub(super) whole: &'t str,
}

impl Found<'_> {
    /// A meeting of which no dates were named.
    pub(super) const fn shown(stored: StoredObject) -> Self {
        Self { stored, dates: None, on: None, rest: "" }
    }
}

/// Some dates of a meeting that the caller may change.
#[derive(Debug)]
pub(super) struct Mine<'t> {
    /// The meeting.
    pub(super) stored: StoredObject,
    /// The date that was named, or that its card shows.
    pub(super) meeting: Meeting,
    /// What is to be changed, for the engine.
    pub(super) scope: Scope,
    /// And for those who are told of it.
    pub(super) dates: Dates,
    /// The text that is left.
    pub(super) rest: &'t str,
}

/// What holds where somebody does not say which dates of a series they mean.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unsaid<'t> {
    /// They are asked. The text is what the command goes on with in the lines that say how; `None` for what is left.
    Ask(Option<&'t str>),
    /// These.
    Are(Dates),
}

impl Call<'_> {
    /// The meeting that is meant, which of its dates, and the text that is left. The dates stand before what names the
    /// meeting or behind it; where the meeting does not repeat, those words say what they say anywhere.
    pub(super) async fn find_dates<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Found<'t>, Failure> {
        let Words { stored, said, rest, whole } = self.find_said(text, naming).await?;
        if stored.object.is_recurring() {
            return self.found(stored, said, rest);
        }
        let is_day = said.is_some_and(|said| said.on.is_some());
        if is_day && matches!(naming, Naming::Whole | Naming::First) {
            self.is_then(&stored, said)?;
            return Ok(Found { stored, dates: None, on: None, rest });
        }
        Ok(Found { stored, dates: None, on: None, rest: whole })
    }

    /// The same, without looking whether there are such dates.
    pub(super) async fn find_said<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Words<'t>, Failure> {
        let text = text.trim();
        let (before, bare) = self.said_before(text, naming);
        let (name, behind) = if naming == Naming::Whole && before.is_none() {
            self.said_behind(bare)
        } else {
            (bare, None)
        };
        // "cancel 24 dec room is gone": what follows the day need not name a meeting.
        let spare = before.is_some() && naming == Naming::First;
        let (stored, left) = self.find(name, if spare { Naming::Perhaps } else { naming }).await?;
        let named = left != name;
        let (after, rest) =
            if before.is_none() { self.said_after(left, naming) } else { (None, left) };
        let said = before.or(behind).or(after);
        let whole = if rest.is_empty() || (before.is_some() && named) {
            rest
        } else if before.is_some() {
            text
        } else {
            left
        };
        Ok(Words { stored, said, rest, whole })
    }

    /// The dates that were said of a series.
    pub(super) fn found<'t>(
        &self,
        stored: StoredObject,
        said: Option<Said>,
        rest: &'t str,
    ) -> Result<Found<'t>, Failure> {
        let on = said.and_then(|said| said.on).map(|on| self.date_on(&stored, on)).transpose()?;
        Ok(Found { stored, dates: said.map(|said| said.dates), on, rest })
    }

    /// The date of a meeting that was named, else the one that its card shows.
    pub(super) fn named_or_shown(
        &self,
        stored: &StoredObject,
        on: Option<&Scope>,
    ) -> Result<(Scope, Meeting), Failure> {
        Ok(match on {
            Some(scope) => (scope.clone(), stored.object.meeting_at(scope, self.room_zone())?),
            None => self.shown(stored),
        })
    }

    /// The dates of a meeting that the caller may change, and the text that is left.
    pub(super) async fn find_my_dates<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
        unsaid: Unsaid<'_>,
    ) -> Result<Mine<'t>, Failure> {
        let found = self.find_dates(text, naming).await?;
        self.mine(found, unsaid)
    }

    /// The dates that were named of a meeting, for those who may change them.
    pub(super) fn mine<'t>(
        &self,
        found: Found<'t>,
        unsaid: Unsaid<'_>,
    ) -> Result<Mine<'t>, Failure> {
        let Found { stored, dates, on, rest } = found;
        self.ours(&stored)?;
        let (shown, meeting) = self.named_or_shown(&stored, on.as_ref())?;
        let whole = stored.object.meeting(self.room_zone());
        let concerned = if dates == Some(Dates::All) { &whole } else { &meeting };
        self.may_change(concerned)?;
        not_cancelled(stored.number, &meeting)?;
        if !stored.object.is_recurring() {
            let (scope, dates) = (Scope::Whole, Dates::Only);
            return Ok(Mine { stored, meeting, scope, dates, rest });
        }
        // Whoever answers the card of a date means that one.
        let own = Some(Dates::This).filter(|_| self.instance_of(&stored) != InstanceId::Whole);
        let dates = match (dates.or(own), unsaid) {
            (Some(dates), _) | (None, Unsaid::Are(dates)) => dates,
            (None, Unsaid::Ask(tail)) => {
                return Err(self.which_dates(&stored, &meeting, tail.unwrap_or(rest)).into());
            }
        };
        let scope = scope_of(dates, &shown);
        Ok(Mine { stored, meeting, scope, dates, rest })
    }

    /// Which dates of a meeting an answer is for: those that were named, else the one that its card shows.
    pub(super) fn answered_dates(
        &self,
        found: &Found<'_>,
    ) -> Result<(Scope, Dates, Meeting), Failure> {
        let (shown, meeting) = self.named_or_shown(&found.stored, found.on.as_ref())?;
        if !found.stored.object.is_recurring() {
            return Ok((Scope::Whole, Dates::Only, meeting));
        }
        let dates = found.dates.unwrap_or(Dates::This);
        Ok((scope_of(dates, &shown), dates, meeting))
    }

    /// The question which dates are meant, with what to type for each answer.
    fn which_dates(&self, stored: &StoredObject, meeting: &Meeting, tail: &str) -> Problem {
        let line = |dates: &str, clear: &str| {
            // What follows must not be read as more of these words.
            let is_clear = leading(&format!("{dates} {tail}")).1 == tail.trim_start();
            let dates = if is_clear { dates } else { clear };
            let line = format!("{} #{} {dates} {tail}", self.command, stored.number);
            line.trim_end().to_owned()
        };
        Problem::WhichDates {
            number: stored.number,
            title: meeting.summary.clone(),
            when: Box::new(self.time_text(meeting)),
            this: line("this", "this date"),
            following: line("this and following", "this and following"),
            all: line("all", "all dates"),
        }
    }
}

/// What dates are for the engine, where a card shows one of them.
fn scope_of(dates: Dates, shown: &Scope) -> Scope {
    match (dates, shown.id()) {
        (Dates::This, Some(id)) => Scope::This(id.clone()),
        (Dates::Following, Some(id)) => Scope::ThisAndFuture(id.clone()),
        _ => Scope::Whole,
    }
}

/// The dates that a text begins with, and the rest.
pub(super) fn leading(text: &str) -> (Option<Dates>, &str) {
    for (words, dates) in WORDS {
        if let Some(rest) = text.strip_prefix(words)
            && (rest.is_empty() || rest.starts_with(char::is_whitespace))
        {
            return (Some(dates), rest.trim_start());
        }
    }
    (None, text)
}

/// What stands before the dates that a text ends with.
pub(super) fn trailing(text: &str) -> (&str, Option<Dates>) {
    for (words, dates) in WORDS {
        if let Some(rest) = text.strip_suffix(words)
            && (rest.is_empty() || rest.ends_with(char::is_whitespace))
        {
            return (rest.trim_end(), Some(dates));
        }
    }
    (text, None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dates_stand_at_an_end_of_a_text() {
        for (text, dates, rest) in [
            ("this", Some(Dates::This), ""),
            ("this #12", Some(Dates::This), "#12"),
            ("this and following to 16:00", Some(Dates::Following), "to 16:00"),
            ("this and future", Some(Dates::Following), ""),
            ("all #12 to 16:00", Some(Dates::All), "#12 to 16:00"),
            ("all dates", Some(Dates::All), ""),
            ("allan is ill", None, "allan is ill"),
            // A title or a sentence begins with a capital.
            ("All hands", None, "All hands"),
            ("", None, ""),
        ] {
            assert_eq!(leading(text), (dates, rest), "{text}");
        }
        for (text, rest, dates) in [
            ("standup all", "standup", Some(Dates::All)),
            ("#12 this and following", "#12", Some(Dates::Following)),
            ("all", "", Some(Dates::All)),
            ("overall", "overall", None),
        ] {
            assert_eq!(trailing(text), (rest, dates), "{text}");
        }
    }
}
