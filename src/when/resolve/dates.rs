//! Which date is meant, and whole days.

use std::ops::Range;

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Base, MAX_YEARS, Resolver, at, instant};
use crate::{
    model::{CalTime, Span, instants, wall_clock},
    when::{
        Assumed, Hint, WhenError,
        clock::Offset,
        day::{Day, Meaning, Week, monday},
        length::Length,
        lexicon::Unit,
        nth::{Place, Stretch},
        phrase::Said,
    },
};

impl Resolver<'_, '_> {
    /// The date of a start at a time of day.
    pub(super) fn date(
        &mut self,
        from: Offset,
        words: Range<usize>,
    ) -> Result<NaiveDate, WhenError> {
        let over = |zone: Tz, now: DateTime<Utc>| {
            move |date: NaiveDate| {
                at(date, from).and_then(|local| instant(zone, local)).is_none_or(|at| at < now)
            }
        };
        let over = over(self.zone, self.now);
        let meaning = match (&self.phrase.day, self.base) {
            (Some(_), None) if self.is_coming_night(from) => {
                return self.next_day(self.today(), from, over, words);
            }
            (Some(said), _) => self.meaning_of_start(said)?,
            (None, Some(Base::Days { first, .. })) => Meaning::Fixed(first),
            (None, Some(Base::Timed { start, .. })) => {
                Meaning::Fixed(wall_clock(start, self.zone).date_naive())
            }
            (None, None) => {
                let today = wall_clock(self.now, self.zone).date_naive();
                return self.next_day(today, from, over, words);
            }
        };
        self.pick(&meaning, over, words)
    }

    /// A clock time alone is the next time the clock shows it.
    fn next_day(
        &mut self,
        today: NaiveDate,
        from: Offset,
        over: impl Fn(NaiveDate) -> bool,
        words: Range<usize>,
    ) -> Result<NaiveDate, WhenError> {
        // What the clocks have just skipped they show again tomorrow.
        let shown = wall_clock(self.now, self.zone).naive_local();
        let skipped = at(today, from)
            .is_some_and(|local| local < shown && instants(local, self.zone) == LocalResult::None);
        if !over(today) && !skipped {
            return Ok(today);
        }
        let tomorrow =
            today.succ_opt().filter(|date| !over(*date)).ok_or_else(|| self.too_far(words))?;
        self.assumed.push(Assumed::Next(tomorrow));
        Ok(tomorrow)
    }

    /// The meaning of the day of a start. Where something goes, a weekday is the one of the week it was in, if that is still to
    /// come: "move the review of the 14th to thursday".
    fn meaning_of_start(&mut self, said: &Said<Day>) -> Result<Meaning, WhenError> {
        let meaning = self.meaning(said)?;
        let (Day::Weekday(day, Week::Coming), Meaning::Weekly(coming), Some(base)) =
            (said.value, &meaning, self.base)
        else {
            return Ok(meaning);
        };
        let there = monday(base.date(self.cx.zone)).and_then(|monday| {
            monday.checked_add_signed(TimeDelta::days(day.num_days_from_monday().into()))
        });
        match there.filter(|there| self.in_week && there > coming) {
            Some(there) => {
                self.assumed.push(Assumed::Dates(vec![there]));
                Ok(Meaning::Fixed(there))
            }
            None => Ok(meaning),
        }
    }

    pub(in crate::when) fn meaning(&self, said: &Said<Day>) -> Result<Meaning, WhenError> {
        let today = self.today();
        if let Some(Meaning::Fixed(was)) = said.value.past(today, self.cx.dialect) {
            return Err(WhenError::Past { part: self.text.part(said.words.clone()), was });
        }
        said.value.meaning(today, self.cx.dialect).ok_or_else(|| WhenError::Unreadable {
            part: self.text.part(said.words.clone()),
            hint: Hint::NoSuchDate,
        })
    }

    pub(in crate::when) fn today(&self) -> NaiveDate {
        wall_clock(self.now, self.cx.zone).date_naive()
    }

    /// The date that is meant, given which dates are over.
    pub(in crate::when) fn pick(
        &mut self,
        meaning: &Meaning,
        over: impl Fn(NaiveDate) -> bool,
        words: Range<usize>,
    ) -> Result<NaiveDate, WhenError> {
        let part = self.text.part(words.clone());
        let date = match meaning {
            Meaning::Weekly(date) if over(*date) => date.checked_add_signed(TimeDelta::days(7)),
            Meaning::Fixed(date) | Meaning::NextWeek(date) | Meaning::Weekly(date) => Some(*date),
            Meaning::OneOf(dates) => {
                dates.iter().find(|date| !over(**date)).or(dates.first()).copied()
            }
            // "thu 5/11" is the one that is a Thursday.
            Meaning::Either(one, two) => {
                match self.phrase.weekday.as_ref().map(|said| said.value) {
                    Some(day) if day == one.weekday() && day != two.weekday() => Some(*one),
                    Some(day) if day == two.weekday() && day != one.weekday() => Some(*two),
                    _ => return Err(WhenError::Ambiguous { part, readings: (*one, *two) }),
                }
            }
        };
        let date = date.ok_or_else(|| self.too_far(words.clone()))?;
        if over(date) {
            let today = self.phrase.start.as_ref().filter(|_| date == self.today());
            let part = today.map_or(part, |said| self.text.part(said.words.clone()));
            return Err(WhenError::Past { part, was: date });
        }
        if date.year() > self.today().year() + MAX_YEARS {
            return Err(self.too_far(words));
        }
        self.check_weekday(date)?;
        self.say_date(meaning, date);
        Ok(date)
    }

    pub(in crate::when) fn check_weekday(&self, date: NaiveDate) -> Result<(), WhenError> {
        match &self.phrase.weekday {
            Some(said) if said.value != date.weekday() => {
                let part = self.text.part(said.words.clone());
                Err(WhenError::Weekday { part, date, falls_on: date.weekday() })
            }
            _ => self.check_same_day(date),
        }
    }

    /// Refuses "tomorrow, 5 Dec" where that is another day.
    fn check_same_day(&self, date: NaiveDate) -> Result<(), WhenError> {
        let Some(said) = &self.phrase.same_day else { return Ok(()) };
        let today = self.today();
        let fits = match (said.value, self.meaning(said)?) {
            // "next friday, 4 Dec" says which one is meant.
            (Day::Weekday(day, Week::Next), Meaning::Fixed(next) | Meaning::NextWeek(next)) => {
                date.weekday() == day && date > today && date <= next
            }
            (_, Meaning::Fixed(other) | Meaning::NextWeek(other) | Meaning::Weekly(other)) => {
                other == date
            }
            (_, Meaning::OneOf(dates)) => dates.contains(&date),
            (_, Meaning::Either(one, two)) => one == date || two == date,
        };
        if fits {
            return Ok(());
        }
        let part = self.text.part(said.words.clone());
        Err(WhenError::Weekday { part, date, falls_on: date.weekday() })
    }

    /// One of several dates, which is the weekday that is said before it.
    pub(in crate::when) fn pick_one(
        &mut self,
        said: &Said<Day>,
        over: impl Fn(NaiveDate) -> bool,
    ) -> Result<NaiveDate, WhenError> {
        let meaning = self.meaning(said)?;
        let date = self.pick(&meaning, over, said.words.clone())?;
        let first = said.words.start;
        match self.text.weekday(first).filter(|_| said.value.in_figures()) {
            Some(day) if day != date.weekday() => {
                let part = self.text.part(first..first + 1);
                Err(WhenError::Weekday { part, date, falls_on: date.weekday() })
            }
            _ => Ok(date),
        }
    }

    fn say_date(&mut self, meaning: &Meaning, date: NaiveDate) {
        match meaning {
            Meaning::Weekly(coming) if *coming != date => self.assumed.push(Assumed::Next(date)),
            Meaning::NextWeek(_) => self.assumed.push(Assumed::NextWeek(date)),
            Meaning::OneOf(_) if date.year() != self.today().year() => {
                self.assumed.push(Assumed::Year(date.year()));
            }
            // The end of a week is its Friday.
            Meaning::OneOf(_) | Meaning::Fixed(_) if self.is_of_week() => {
                self.assumed.push(Assumed::Dates(vec![date]));
            }
            _ => {}
        }
    }

    /// Whether the day is the first or the last of a week.
    fn is_of_week(&self) -> bool {
        let day = self.phrase.day.as_ref().map(|said| said.value);
        matches!(day, Some(Day::In(Place::First | Place::Last, Stretch::From(_, Unit::Week))))
    }

    /// Whole days.
    pub(super) fn days(&mut self) -> Result<Span, WhenError> {
        let first = self.first_day()?;
        self.days_from(first)
    }

    /// Whole days from one on.
    pub(in crate::when) fn days_from(&mut self, first: NaiveDate) -> Result<Span, WhenError> {
        let kept = match self.base {
            Some(Base::Days { count, .. }) => count,
            _ => 1,
        };
        let count = match &self.phrase.length {
            _ if self.days_said().is_some() => self.days_said().unwrap_or(kept),
            Some(said) => {
                return Err(WhenError::NoStart { part: self.text.part(said.words.clone()) });
            }
            None => kept,
        };
        let last = if self.repeats() { None } else { self.last_day(first)? };
        if let (Some(_), Some(said), Some(length)) =
            (last, &self.phrase.last_day, &self.phrase.length)
        {
            let days = last.map(|last| last.signed_duration_since(first).num_days() + 1);
            if days != Some(length.value.delta().num_days()) {
                let day = self.date_words().map_or(said.words.start, |words| words.start);
                return Err(WhenError::Several {
                    first: self.text.part(day..said.words.end),
                    second: self.text.part(length.words.clone()),
                });
            }
        }
        let end = match last {
            Some(last) => last.succ_opt(),
            None => TimeDelta::try_days(count).and_then(|days| first.checked_add_signed(days)),
        };
        let end = end.ok_or_else(|| self.too_far(self.phrase.words.clone()))?;
        if !Length::Days(end.signed_duration_since(first).num_days()).fits() {
            return Err(self.bad_length());
        }
        let said = self.phrase.all_day || last.is_some() || self.phrase.length.is_some();
        if !said && !matches!(self.base, Some(Base::Days { .. })) {
            self.assumed.push(Assumed::AllDay);
        }
        Ok(Span { start: CalTime::Date(first), end: CalTime::Date(end) })
    }

    /// Whether a last day says how far a series, or a row of dates, goes.
    fn repeats(&self) -> bool {
        let days = self.last_said().is_none() && self.phrase.series.is_some();
        (self.phrase.series.is_some() && !days) || !self.phrase.more.is_empty()
    }

    fn first_day(&mut self) -> Result<NaiveDate, WhenError> {
        let today = self.today();
        match (&self.phrase.day, self.base) {
            (Some(said), _) => {
                let meaning = self.meaning_of_start(said)?;
                // A whole day that is named on the day itself is the next one: "friday" said on a Friday.
                let weekly = matches!(meaning, Meaning::Weekly(_));
                let over = |date: NaiveDate| date < today || (weekly && date == today);
                let words = said.words.clone();
                self.pick(&meaning, over, words)
            }
            (None, Some(Base::Days { first, .. })) => Ok(first),
            (None, Some(Base::Timed { start, .. })) => {
                Ok(wall_clock(start, self.cx.zone).date_naive())
            }
            (None, None) => Ok(today),
        }
    }
}
