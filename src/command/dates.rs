//! Which dates of a series somebody means: `this`, `this and following`, `all`, or one by its day.

use super::{
    Call, Failure,
    find::{Naming, OFFERED, not_cancelled},
    r#move,
    named::{On, Said},
    tongue::{self, Tongue, Words as TongueWords},
};
use crate::{
    itip::{Date, Meeting, Scope},
    model::InstanceId,
    store::StoredObject,
    view::{Dates, Problem},
    when::Language,
};

/// A meeting that was named, and which of its dates.
#[derive(Debug)]
pub(super) struct Found<'t> {
    /// The meeting.
    pub(super) stored: StoredObject,
    /// Which dates were named; `None` where that was left open, and for a meeting that does not repeat.
    pub(super) dates: Option<Dates>,
    /// The one that was named by its day; of several, the first.
    pub(super) on: Option<Scope>,
    /// All of them, where more than one was named by its day.
    pub(super) several: Vec<Date>,
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
        Self { stored, dates: None, on: None, several: Vec::new(), rest: "" }
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
        let is_day = said.as_ref().is_some_and(|said| said.on.is_some());
        if is_day && matches!(naming, Naming::Whole | Naming::First) {
            self.is_then(&stored, said)?;
            return Ok(Found { rest, ..Found::shown(stored) });
        }
        Ok(Found { rest: whole, ..Found::shown(stored) })
    }

    /// The same, without looking whether there are such dates.
    pub(super) async fn find_said<'t>(
        &mut self,
        text: &'t str,
        naming: Naming,
    ) -> Result<Words<'t>, Failure> {
        let text = text.trim();
        let (before, bare) = self.said_first(text, naming).await?;
        let (name, behind) = if naming == Naming::Whole && before.is_none() {
            self.said_behind_any(bare).await?
        } else {
            (bare, None)
        };
        // "cancel 24 dec room is gone": what follows the day need not name a meeting.
        let spare = before.is_some() && naming == Naming::First;
        let naming_it = if spare { Naming::Perhaps } else { naming };
        let on = before.as_ref().and_then(|said| said.on.as_ref()).filter(|_| name.is_empty());
        let (stored, left) = match (self.find(name, naming_it).await, on) {
            (Err(Failure::Problem(problem)), Some(on)) => (self.only_on(*problem, on).await?, name),
            (found, _) => found?,
        };
        let named = left != name;
        let (after, rest) =
            if before.is_none() { self.said_after(left, naming) } else { (None, left) };
        let first = before.is_some();
        let said = before.or(behind).or(after);
        let whole = if rest.is_empty() || (first && named) {
            rest
        } else if first {
            text
        } else {
            left
        };
        Ok(Words { stored, said, rest, whole })
    }

    /// The only one of several meetings that is on a day.
    async fn only_on(&mut self, problem: Problem, on: &On) -> Result<StoredObject, Failure> {
        let Problem::SeveralMeetings { rows } = &problem else { return Err(problem.into()) };
        let mut then = Vec::new();
        for row in rows {
            let stored = self.tx.find_object_by_number(row.number).await?;
            then.extend(stored.filter(|stored| !self.dates_on(stored, on).is_empty()));
        }
        match <[StoredObject; 1]>::try_from(then) {
            // There may be more than could be listed.
            Ok([only]) if rows.len() < OFFERED => {
                self.find_reference(&format!("#{}", only.number)).await
            }
            _ => Err(problem.into()),
        }
    }

    /// The dates that were said of a series.
    pub(super) fn found<'t>(
        &self,
        stored: StoredObject,
        said: Option<Said>,
        rest: &'t str,
    ) -> Result<Found<'t>, Failure> {
        let Some(Said { dates, on }) = said else {
            return Ok(Found { rest, ..Found::shown(stored) });
        };
        let dates = Some(dates);
        match on {
            None => Ok(Found { dates, rest, ..Found::shown(stored) }),
            Some(on @ (On::Day(_) | On::At(_))) => {
                let on = if dates == Some(Dates::Following) {
                    self.date_from(&stored, &on)?
                } else {
                    self.date_on(&stored, &on)?
                };
                let on = Some(on);
                Ok(Found { dates, on, rest, ..Found::shown(stored) })
            }
            Some(on) => {
                let several = self.several_on(&stored, &on)?;
                let on = several.first().map(Date::scope);
                let several = if several.len() > 1 { several } else { Vec::new() };
                Ok(Found { stored, dates, on, several, rest })
            }
        }
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
        self.only_one(&found)?;
        let Found { stored, dates, on, rest, .. } = found;
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
        self.only_one(found)?;
        let (shown, meeting) = self.named_or_shown(&found.stored, found.on.as_ref())?;
        if !found.stored.object.is_recurring() {
            return Ok((Scope::Whole, Dates::Only, meeting));
        }
        let dates = found.dates.unwrap_or(Dates::This);
        Ok((scope_of(dates, &shown), dates, meeting))
    }

    /// Refuses more than one date named by its day, where a command takes one.
    pub(super) fn only_one(&self, found: &Found<'_>) -> Result<(), Problem> {
        match found.several.len() {
            0 => Ok(()),
            count => Err(self.too_many(&found.stored, count, 1)),
        }
    }

    /// More dates than can be meant at once.
    pub(super) fn too_many(&self, stored: &StoredObject, count: usize, limit: usize) -> Problem {
        let (number, title) = (stored.number, self.meeting(stored).summary);
        Problem::TooManyDates { number, title, command: self.command.to_owned(), count, limit }
    }

    /// The question which dates are meant, with what to type for each answer.
    fn which_dates(&self, stored: &StoredObject, meeting: &Meeting, tail: &str) -> Problem {
        // No line does what cannot be read.
        if self.command == r#move::SPEC.name
            && !tail.is_empty()
            && let Err(Failure::Problem(problem)) =
                self.new_time(tail, &meeting.span, (&r#move::SPEC, stored.number))
        {
            return *problem;
        }
        // Where a time follows, a day that it begins with is one to go to.
        if let Some(text) = self.days_before(tail).filter(|_| self.command != "move") {
            let (number, command) = (stored.number, self.command.to_owned());
            let is_date = self.on(&text).is_some_and(|on| self.dates_on(stored, &on).len() == 1);
            let line = is_date.then(|| format!("{command} #{number} on {}", tail.trim()));
            return Problem::UnclearDates { number, command, text, line };
        }
        let line = |dates: &str, clear: &str| {
            // What follows must not be read as more of these words.
            let is_clear =
                leading(&format!("{dates} {tail}"), self.language()).1 == tail.trim_start();
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

/// The words for some dates, and what they mean.
const WORDS: [(TongueWords, Dates); 3] = [
    (|tongue: &Tongue| tongue.following, Dates::Following),
    (|tongue: &Tongue| tongue.this, Dates::This),
    (|tongue: &Tongue| tongue.all, Dates::All),
];

/// The dates that a text begins with, and the rest.
pub(super) fn leading(text: &str, language: Language) -> (Option<Dates>, &str) {
    let found = WORDS.iter().filter_map(|(words, dates)| {
        Some((Some(*dates), tongue::after_small(text, language, *words)?))
    });
    found.min_by_key(|(_, rest)| rest.len()).unwrap_or((None, text))
}

/// The same where it answers a meeting: "yes to all".
pub(super) fn leading_answer(text: &str, language: Language) -> (Option<Dates>, &str) {
    if let Some(rest) = tongue::after_small(text, language, |tongue| tongue.to_all) {
        return (Some(Dates::All), rest);
    }
    let everything = tongue::after_small(text, language, |tongue| tongue.everything);
    if let Some(rest) = everything.filter(|rest| is_apart(text, rest)) {
        return (Some(Dates::All), rest);
    }
    leading(text, language)
}

/// Whether the rest of a text is nothing, or stands behind a mark.
pub(super) fn is_apart(text: &str, rest: &str) -> bool {
    let head = text.strip_suffix(rest).unwrap_or(text).trim_end();
    rest.is_empty() || head.ends_with([',', ':', ';', '!'])
}

/// What stands before the dates that a text ends with.
pub(super) fn trailing(text: &str, language: Language) -> (&str, Option<Dates>) {
    let found = WORDS
        .iter()
        .filter_map(|(words, dates)| Some((tongue::before(text, language, *words)?, Some(*dates))));
    found.min_by_key(|(head, _)| head.len()).unwrap_or((text, None))
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
            ("all, I am away", Some(Dates::All), "I am away"),
            ("every date of chess", Some(Dates::All), "chess"),
            ("alle Termine", Some(Dates::All), ""),
            ("Alle Termine", None, "Alle Termine"),
            ("alle termine, wir sind weg", Some(Dates::All), "wir sind weg"),
            ("to all hands", None, "to all hands"),
            ("allan is ill", None, "allan is ill"),
            // A title or a sentence begins with a capital.
            ("All hands", None, "All hands"),
            ("", None, ""),
        ] {
            assert_eq!(leading(text, Language::German), (dates, rest), "{text}");
        }
        for (text, dates, rest) in [
            ("to all", Some(Dates::All), ""),
            ("for all, I bring cake", Some(Dates::All), "I bring cake"),
            ("für alle", Some(Dates::All), ""),
            ("alle krank", None, "alle krank"),
            ("all good", Some(Dates::All), "good"),
        ] {
            assert_eq!(leading_answer(text, Language::German), (dates, rest), "{text}");
        }
        for (text, rest, dates) in [
            ("standup all", "standup", Some(Dates::All)),
            ("#12 this and following", "#12", Some(Dates::Following)),
            ("all", "", Some(Dates::All)),
            ("overall", "overall", None),
        ] {
            assert_eq!(trailing(text, Language::German), (rest, dates), "{text}");
        }
    }
}
