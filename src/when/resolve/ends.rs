//! From a start to its end: wall times, their instants, and what the clocks do between them.

use std::ops::Range;

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::{Base, MAX_NIGHT, Resolver, at, instant};
use crate::{
    model::{CalTime, Span, instants, wall_clock, zone_abbreviation},
    when::{
        Assumed, Hint, WhenError,
        clock::Offset,
        day::{Day, Meaning, Week},
        length::{self, Length},
        phrase::Said,
        zone::Named,
    },
};

impl Resolver<'_, '_> {
    /// A span from a wall time on a date.
    pub(in crate::when) fn timed(
        &mut self,
        date: NaiveDate,
        from: Offset,
        to: Option<Offset>,
    ) -> Result<Span, WhenError> {
        let words = self.phrase.words.clone();
        let said = at(date, from).ok_or_else(|| self.too_far(words.clone()))?;
        let start = self.wall(said, words.clone())?;
        let end = match to {
            Some(to) => {
                let end = self.said_end(date, said, to)?;
                let wall = self.wall(end, words.clone())?;
                // Where the clocks skip the start and not the end, the length stays.
                if wall > start {
                    Some(wall)
                } else {
                    start.checked_add_signed(end.signed_duration_since(said))
                }
            }
            None => self.unsaid_end(start),
        };
        let end = end.ok_or_else(|| self.too_far(words))?;
        self.check_length(start, end)?;
        self.check_end(start, end)?;
        Ok(self.between(start, end))
    }

    /// Refuses an end and a length that do not agree.
    fn check_end(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<(), WhenError> {
        let (Some(_), Some(length)) = (&self.phrase.end, &self.phrase.length) else {
            return Ok(());
        };
        if end.signed_duration_since(start) == length.value.delta() {
            return Ok(());
        }
        Err(WhenError::Several {
            first: self.text.part(self.clock_words()),
            second: self.text.part(length.words.clone()),
        })
    }

    /// The words from the start's clock time to the end's.
    pub(super) fn clock_words(&self) -> Range<usize> {
        let start = self.phrase.start.as_ref().map(|said| said.words.clone());
        let end = self.phrase.end.as_ref().map(|said| said.words.clone());
        match (start, end) {
            (Some(start), Some(end)) if start.start < end.end => start.start..end.end,
            (Some(words), _) | (None, Some(words)) => words,
            (None, None) => self.phrase.words.clone(),
        }
    }

    /// The wall time of an end that was said.
    fn said_end(
        &mut self,
        date: NaiveDate,
        start: NaiveDateTime,
        to: Offset,
    ) -> Result<NaiveDateTime, WhenError> {
        let words = self.phrase.words.clone();
        let last = if self.ranged() { None } else { self.last_day(date)? };
        let end = at(last.unwrap_or(date), to).ok_or_else(|| self.too_far(words.clone()))?;
        if end > start {
            return Ok(end);
        }
        // "mon 18:00 to mon 8:00", said on a Monday
        let weekday = matches!(&self.phrase.last_day, Some(said) if matches!(said.value, Day::Weekday(_, Week::Coming)));
        if let Some(later) =
            end.checked_add_signed(TimeDelta::days(7)).filter(|_| weekday && last.is_some())
        {
            return Ok(later);
        }
        let next = end.checked_add_signed(TimeDelta::days(1)).filter(|next| {
            last.is_none() && end < start && next.signed_duration_since(start) <= MAX_NIGHT
        });
        let next = next.ok_or_else(|| WhenError::EndBeforeStart {
            part: self.text.part(self.clock_words()),
        })?;
        self.assumed.push(Assumed::EndsNextDay(next.date()));
        Ok(next)
    }

    /// The last day that was said, on or after the first.
    pub(super) fn last_day(&mut self, first: NaiveDate) -> Result<Option<NaiveDate>, WhenError> {
        let Some(said) = &self.phrase.last_day else { return Ok(None) };
        let meaning =
            said.value.meaning(first, self.cx.dialect).ok_or_else(|| WhenError::Unreadable {
                part: self.text.part(said.words.clone()),
                hint: Hint::NoSuchDate,
            })?;
        let part = || self.text.part(said.words.clone());
        match meaning {
            Meaning::Fixed(date) | Meaning::NextWeek(date) | Meaning::Weekly(date)
                if date >= first =>
            {
                Ok(Some(date))
            }
            Meaning::OneOf(dates) => dates
                .into_iter()
                .find(|date| *date >= first)
                .map(Some)
                .ok_or_else(|| WhenError::EndBeforeStart { part: part() }),
            Meaning::Either(one, two) => {
                Err(WhenError::Ambiguous { part: part(), readings: (one, two) })
            }
            _ => Err(WhenError::EndBeforeStart { part: part() }),
        }
    }

    /// The end where only a length, or nothing, was said.
    fn unsaid_end(&mut self, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match (&self.phrase.length, self.base) {
            (Some(Said { value: Length::Exact(delta), .. }), _) => start.checked_add_signed(*delta),
            (Some(Said { value: Length::Days(days), .. }), _) => {
                let local = wall_clock(start, self.zone).naive_local();
                instant(self.zone, local.checked_add_signed(TimeDelta::try_days(*days)?)?)
            }
            (None, Some(Base::Timed { length, .. })) => start.checked_add_signed(length),
            (None, _) => {
                self.length_assumed = true;
                self.assumed.push(Assumed::Length(self.cx.default_length));
                start.checked_add_signed(self.cx.default_length)
            }
        }
    }

    pub(super) fn span_from(&mut self, start: DateTime<Utc>) -> Result<Span, WhenError> {
        let words = self.phrase.words.clone();
        let end = self.unsaid_end(start).ok_or_else(|| self.too_far(words))?;
        self.check_length(start, end)?;
        Ok(self.between(start, end))
    }

    fn check_length(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Result<(), WhenError> {
        let fits = Length::Exact(end.signed_duration_since(start)).fits();
        if fits { Ok(()) } else { Err(self.bad_length()) }
    }

    pub(super) fn bad_length(&self) -> WhenError {
        let said = self.phrase.length.as_ref().map(|said| said.words.clone());
        let part = self.text.part(said.unwrap_or_else(|| self.phrase.words.clone()));
        WhenError::Length { part, days: length::MAX_DAYS }
    }

    /// The instant of a wall time, saying what the clocks do there.
    fn wall(
        &mut self,
        local: NaiveDateTime,
        words: Range<usize>,
    ) -> Result<DateTime<Utc>, WhenError> {
        let at = instant(self.zone, local).ok_or_else(|| self.too_far(words))?;
        let assumed = match instants(local, self.zone) {
            LocalResult::Single(_) => return Ok(at),
            LocalResult::Ambiguous(first, second) if self.is_shown(first, second) => {
                return Ok(if self.is_shown_at(second) { second } else { first });
            }
            LocalResult::Ambiguous(..) => Assumed::Doubled(local.time()),
            LocalResult::None => {
                Assumed::Skipped { said: local.time(), used: wall_clock(at, self.zone).time() }
            }
        };
        if !self.assumed.contains(&assumed) {
            self.assumed.push(assumed);
        }
        Ok(at)
    }

    /// Whether the abbreviation that was said tells which of two it is: "2:30 CET" is the second.
    fn is_shown(&self, first: DateTime<Utc>, second: DateTime<Utc>) -> bool {
        self.is_shown_at(first) != self.is_shown_at(second)
    }

    fn is_shown_at(&self, at: DateTime<Utc>) -> bool {
        let named = self.phrase.zone.as_ref().map(|said| &said.value);
        matches!(named, Some(Named::Abbreviation(known)) if known.name == zone_abbreviation(at, self.zone))
    }

    /// The span between two instants, as wall times of the zone where its clock can say them.
    fn between(&self, start: DateTime<Utc>, end: DateTime<Utc>) -> Span {
        let (said_start, said_end) = (self.said_at(start), self.said_at(end));
        if matches!((&said_start, &said_end), (CalTime::Zoned { .. }, CalTime::Zoned { .. })) {
            return Span { start: said_start, end: said_end };
        }
        Span { start: CalTime::Utc(start.naive_utc()), end: CalTime::Utc(end.naive_utc()) }
    }

    /// An instant as the wall time of the zone, where its clock can say it.
    pub(in crate::when) fn said_at(&self, at: DateTime<Utc>) -> CalTime {
        let local = wall_clock(at, self.zone).naive_local();
        if self.zone == Tz::UTC || instant(self.zone, local) != Some(at) {
            return CalTime::Utc(at.naive_utc());
        }
        CalTime::Zoned { local, tzid: self.zone.name().to_owned() }
    }
}
