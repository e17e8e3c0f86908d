//! What a phrase about a series, or about several dates, means: its first date, its rule, and the dates it has
//! besides or leaves out.
//!
//! The first date is the first that fits and is not over. The wall time stays the same whatever the clocks do, so that
//! also a first date whose time they skip keeps it.

use std::ops::Range;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};
use chrono_tz::Tz;

use super::{
    Assumed, Hint, WhenError,
    clock::{self, Offset},
    day::{Day, Week},
    length::Length,
    lexicon::{Holiday, Unit},
    nth::{Counted, Of, Place, Stretch, Which},
    phrase::{Said, Start},
    resolve::{Base, MAX_YEARS, Resolver, at, instant},
    rule::{End, Freq, Rule},
    runs,
    series::{Rhythm, through},
};
use crate::model::{CalTime, Recurrence, Span, wall_clock};

mod limits;

/// How to leave something out of several days: a series can.
pub(super) const SERIES: &str = "every mon-fri 9:15 except 24 Dec";
/// How to say how far something goes: a series does.
pub(super) const BOUNDED: &str = "every friday 15:00 until june";
/// How to say that something is on many days: they are a series.
const DAILY: &str = "every day 9:15 until june";
/// The most days in a row that are dates of their own.
const MAX_DATES: usize = 100;
/// How many days in a row have each weekday once.
const WEEK: usize = 7;

/// The times of day of a start, and of an end where one is said; none for whole days.
type Times = Option<(Offset, Option<Offset>)>;

/// What a span is, and how it repeats.
pub(super) type Repeated = (Span, Option<Recurrence>);

impl Resolver<'_, '_> {
    /// A span, with its series or its further dates where there are some.
    pub(super) fn repeated(&mut self) -> Result<Repeated, WhenError> {
        if let Some(said) = &self.phrase.series {
            let (span, recurrence) = self.series(said)?;
            return Ok((span, Some(recurrence)));
        }
        self.refuse_bounds()?;
        let timed = matches!(&self.phrase.start, Some(Said { value: Start::Clock(_), .. }));
        if !self.phrase.more.is_empty() || (timed && self.ranged()) {
            return self.several();
        }
        Ok((self.span()?, None))
    }

    /// Refuses what only a series has: "Weekly sync fri 15:00 until june" is one meeting.
    fn refuse_bounds(&self) -> Result<(), WhenError> {
        let phrase = self.phrase;
        let except = phrase.except.first().map(|said| (&said.words, SERIES));
        let until = phrase.until.as_ref().map(|said| &said.words);
        let count = || phrase.count.as_ref().map(|said| &said.words);
        let from = || phrase.from.as_ref().map(|said| &said.words);
        let bound = until.or_else(count).or_else(from).map(|words| (words, BOUNDED));
        let Some((words, example)) = except.or(bound) else { return Ok(()) };
        let part = self.text.part(words.clone());
        Err(WhenError::Unreadable { part, hint: Hint::Write(example) })
    }

    /// Whether a last day is said before the clock time: "Mon-Fri 9:00" is every day at nine, and "mon 9:00 to fri
    /// 17:00" is one stretch.
    pub(super) fn ranged(&self) -> bool {
        let start = self.phrase.start.as_ref().map_or(usize::MAX, |said| said.words.start);
        // "9:00 mon-thu"
        let endless = self.phrase.start_on_a_day() && self.phrase.end.is_none();
        let end = self.phrase.end.as_ref().map_or(0, |said| said.words.start);
        self.phrase.last_day.as_ref().is_some_and(|last| {
            endless || last.words.start < start || (end > 0 && last.words.start > end)
        })
    }

    /// The times of day; those of what is moved, where none are said.
    fn times(&mut self) -> Result<Times, WhenError> {
        match (&self.phrase.start, self.base) {
            (Some(Said { value: Start::Clock(start), words }), _) => {
                self.clock_times(*start, words).map(Some)
            }
            (Some(said), _) => {
                let series = self.phrase.series.as_ref().map(|said| said.words.clone());
                Err(self.two(series.unwrap_or_default(), said.words.clone()))
            }
            (None, Some(Base::Timed { start, zone, .. })) if !self.phrase.all_day => {
                Ok(Some((clock::offset(wall_clock(start, zone).time()), None)))
            }
            (None, _) => match &self.phrase.half {
                Some(half) => Err(WhenError::Unreadable {
                    part: self.text.part(half.words.clone()),
                    hint: Hint::Write("9:00 or 18:00"),
                }),
                None => Ok(None),
            },
        }
    }

    pub(super) fn two(&self, first: Range<usize>, second: Range<usize>) -> WhenError {
        WhenError::Several { first: self.text.part(first), second: self.text.part(second) }
    }

    /// Whether a date is over; a whole day is when the next has begun.
    fn over(&self, times: Times) -> impl Fn(NaiveDate) -> bool + use<> {
        let (zone, now, today) = (self.zone, self.now, self.today());
        move |date| match times {
            Some((from, _)) => {
                at(date, from).and_then(|local| instant(zone, local)).is_none_or(|at| at < now)
            }
            None => date < today,
        }
    }

    fn on(&mut self, date: NaiveDate, times: Times) -> Result<Span, WhenError> {
        match times {
            Some((from, to)) => self.timed(date, from, to),
            None => self.days_from(date),
        }
    }

    fn series(&mut self, said: &Said<Rhythm>) -> Result<(Span, Recurrence), WhenError> {
        let mut rule = said.value.rule.clone();
        if said.value.open {
            let part = self.text.part(said.words.clone());
            return Err(WhenError::Open { part, readings: rule.open_choices() });
        }
        let times = self.times()?;
        let begin = self.begin(&mut rule, &said.words)?;
        let left_out = self.take_out(&mut rule)?;
        let over = self.over(times);
        let today = self.today();
        // A whole day of the week that is today is the next one, as it is without a series.
        let passed = |date| {
            let weekday =
                times.is_none() && rule.freq == Freq::Weekly && self.phrase.from.is_none();
            over(date) || (weekday && date == today)
        };
        let unsaid = rule.freq == Freq::Yearly && !rule.is_settled();
        let fits = |date: NaiveDate| {
            let same = !unsaid || (date.month(), date.day()) == (begin.month(), begin.day());
            rule.fits(date) && same && !passed(date)
        };
        let mut first = self.search(begin, fits).ok_or_else(|| self.too_far(said.words.clone()))?;
        let without = self.exceptions(&rule, first, &left_out)?;
        // What begins with a date that is left out begins with the next.
        if without.contains(&first) {
            let next = |date: NaiveDate| rule.has(first, date) && !without.contains(&date);
            first = self.search(first, next).ok_or_else(|| self.too_far(said.words.clone()))?;
        }
        self.check_weekday(first)?;
        let end = self.end(&rule, first, times)?;
        let without: Vec<_> = without.into_iter().filter(|date| *date > first).collect();
        self.check_within(&without, &left_out, end.as_ref())?;
        let span = self.first_span(first, times)?;
        self.say_series(first, end.as_ref());
        let local = |date: NaiveDate| at(date, times.map_or(TimeDelta::zero(), |(from, _)| from));
        let exdate = without
            .into_iter()
            .filter_map(local)
            .map(|local| span.start.with_local(local))
            .collect();
        let rule = self.written(rule, times, &said.words)?;
        let rrule = Some(rule.text(end.as_ref()));
        Ok((span, Recurrence { rrule, rdate: Vec::new(), exdate }))
    }

    /// The first date from one on for which something holds, within the years that are planned.
    fn search(&self, from: NaiveDate, is: impl Fn(NaiveDate) -> bool) -> Option<NaiveDate> {
        let last = self.today().year() + MAX_YEARS;
        from.iter_days().take_while(|date| date.year() <= last).find(|date| is(*date))
    }

    /// The span of the first date. It begins at the wall time of the rule, also where the clocks skip or double that, and
    /// is as long as the others, whatever the clocks do meanwhile: all have the exact length of the first (RFC 5545
    /// §3.8.5.3).
    fn first_span(&mut self, first: NaiveDate, times: Times) -> Result<Span, WhenError> {
        let span = self.on(first, times)?;
        let Some((from, to)) = times.filter(|_| self.zone != Tz::UTC) else { return Ok(span) };
        let instants = span.start.instant(self.zone).zip(span.end.instant(self.zone));
        let (local, (start, end)) =
            at(first, from).zip(instants).ok_or_else(|| self.too_far(self.phrase.words.clone()))?;
        let exact = end.signed_duration_since(start);
        let length = to.map_or(exact, |to| nearest(to - from, exact));
        let end = start.checked_add_signed(length);
        let end = end.ok_or_else(|| self.too_far(self.phrase.words.clone()))?;
        let start = CalTime::Zoned { local, tzid: self.zone.name().to_owned() };
        Ok(Span { start, end: self.said_at(end) })
    }

    /// The date that a series begins on or after; completes a rule that does not say its days.
    fn begin(&mut self, rule: &mut Rule, words: &Range<usize>) -> Result<NaiveDate, WhenError> {
        let from = match &self.phrase.from {
            Some(said) => {
                let day = self.date_of(said)?;
                let after = if self.phrase.from_after { day.succ_opt() } else { Some(day) };
                Some((after.ok_or_else(|| self.too_far(said.words.clone()))?, said))
            }
            None => None,
        };
        let today = wall_clock(self.now, self.zone).date_naive();
        let day = self.settle(rule)?;
        if !rule.is_settled() && day.is_none() {
            let exact = from
                .filter(|(_, said)| !matches!(said.value, Day::In(..)) && !self.phrase.from_after);
            match (exact, self.base) {
                (Some((date, _)), _) => settle_on(rule, date),
                (None, Some(base)) => settle_on(rule, base.date(self.zone)),
                (None, None) => {
                    let readings = rule.choices();
                    return Err(WhenError::Open { part: self.text.part(words.clone()), readings });
                }
            }
        }
        Ok(from.map(|(date, _)| date).max(day).unwrap_or(today))
    }

    /// Completes a rule by the days that are said beside it; gives the date that is said.
    fn settle(&mut self, rule: &mut Rule) -> Result<Option<NaiveDate>, WhenError> {
        let Some(day) = &self.phrase.day else { return Ok(None) };
        if let Some(days) = self.weekdays_said(day)
            && (!rule.is_settled() || (rule.freq == Freq::Daily && self.phrase.last_day.is_some()))
            && rule.freq != Freq::Yearly
        {
            rule.freq = if rule.freq == Freq::Daily { Freq::Weekly } else { rule.freq };
            if rule.freq == Freq::Weekly {
                rule.on(&days);
                return Ok(None);
            }
        }
        if !rule.is_settled() && self.month_days_said(day, rule) {
            return Ok(None);
        }
        let date = self.date_of(day)?;
        if !rule.is_settled() {
            if matches!(day.value, Day::Holiday(holiday, _) if !holiday.is_of_rule()) {
                let series = self.phrase.series.as_ref().map(|said| said.words.clone());
                let words = series.unwrap_or_else(|| day.words.clone());
                return Err(WhenError::Repeats { part: self.text.part(words) });
            }
            settle_on(rule, date);
        } else if !rule.fits(date) {
            let series = self.phrase.series.as_ref().map(|said| said.words.clone());
            return Err(self.two(series.unwrap_or_default(), day.words.clone()));
        }
        Ok(Some(date))
    }

    /// The weekdays that are said: "mon", "mon and thu", "mon-fri".
    fn weekdays_said(&self, day: &Said<Day>) -> Option<Vec<Weekday>> {
        let weekday = |said: &Said<Day>| match said.value {
            Day::Weekday(day, Week::Coming) => Some(day),
            _ => None,
        };
        let first = weekday(day)?;
        if let Some(last) = &self.phrase.last_day {
            return weekday(last).map(|last| through(first, last));
        }
        std::iter::once(Some(first)).chain(self.phrase.more.iter().map(weekday)).collect()
    }

    /// Completes a monthly rule by "the 15th", and a yearly one by "the first monday in may".
    fn month_days_said(&self, day: &Said<Day>, rule: &mut Rule) -> bool {
        let all = || std::iter::once(day).chain(&self.phrase.more);
        let in_month = |said: &Said<Day>| match said.value {
            Day::OfMonth(day) => Some(day.cast_signed()),
            Day::In(Place::Last, Stretch::From(0, Unit::Month)) => Some(-1),
            Day::In(Place::First, Stretch::From(0, Unit::Month)) => Some(1),
            _ => None,
        };
        if let (Freq::Monthly, Some(days)) =
            (rule.freq, all().map(in_month).collect::<Option<Vec<_>>>())
        {
            rule.month_days = days;
            return true;
        }
        let (nth, which, month) = match day.value {
            Day::In(Place::Nth(nth, which), Stretch::From(0, Unit::Month)) => (nth, which, None),
            Day::In(Place::Nth(nth, which), Stretch::Month(month, None)) => {
                (nth, which, Some(month))
            }
            Day::In(Place::Last, Stretch::Month(month, None)) => (-1, Which::Any, Some(month)),
            Day::In(Place::First, Stretch::Month(month, None)) => (1, Which::Any, Some(month)),
            Day::Holiday(Holiday::Nth(month, nth, day, 0), None) => {
                (nth, Which::Weekday(day), Some(month))
            }
            _ => return false,
        };
        let freq = if month.is_some() { Freq::Yearly } else { Freq::Monthly };
        let counted = Counted { nths: vec![nth], which, of: Of::Each(rule.interval) };
        match counted.rule(rule.interval).filter(|_| freq == rule.freq) {
            Some(said) => *rule = Rule { freq, month, ..said },
            None => return false,
        }
        true
    }

    /// The date of a day that is said, today or later.
    fn date_of(&mut self, said: &Said<Day>) -> Result<NaiveDate, WhenError> {
        // Where the clocks are of a zone that is behind, its today may be the speaker's yesterday.
        let today = self.today().min(wall_clock(self.now, self.zone).date_naive());
        let meaning = self.meaning(said)?;
        let known = self.assumed.len();
        let date = self.pick(&meaning, |date| date < today, said.words.clone());
        // Which date it is, is said of the first.
        self.assumed.truncate(known);
        date
    }

    fn say_series(&mut self, first: NaiveDate, end: Option<&End>) {
        self.assumed.retain(|assumed| !matches!(assumed, Assumed::Next(_) | Assumed::Year(_)));
        self.assumed.insert(0, Assumed::From(first));
        if let Some(End::Until(_, last)) = end {
            self.assumed.insert(1, Assumed::Until(*last));
        }
    }

    /// Asks about "tue and thu 18:00 for 6 weeks": it lasts six weeks only if it is a series.
    fn ask_for_series(&self, day: &Said<Day>) -> Result<(), WhenError> {
        let long = |said: &Said<Length>| matches!(said.value, Length::Days(7..));
        if !self.phrase.length.as_ref().is_some_and(long) || self.weekdays_said(day).is_none() {
            return Ok(());
        }
        let last = self.phrase.more.last().or(self.phrase.last_day.as_ref()).unwrap_or(day);
        let part = self.text.part(day.words.start..last.words.end);
        let first = self.text.part(day.words.clone()).text;
        let readings = vec![format!("every {}", part.text), first];
        Err(WhenError::Open { part, readings })
    }

    /// Several dates, each at the same time of day.
    fn several(&mut self) -> Result<Repeated, WhenError> {
        let times = self.times()?;
        let Some(day) = &self.phrase.day else { return Ok((self.span()?, None)) };
        self.ask_for_series(day)?;
        let over = self.over(times);
        let mut dates = vec![self.pick_one(day, &over)?];
        for said in &self.phrase.more {
            dates.push(self.pick_one(said, &over)?);
        }
        if let Some(last) = &self.phrase.last_day {
            let first = dates.last().copied().unwrap_or_default();
            let last = self.later(last.value, first, &last.words)?;
            let days = first.iter_days().skip(1).take_while(|date| *date <= last);
            dates.extend(days.take(MAX_DATES));
        }
        dates.sort_unstable();
        dates.dedup();
        // "tue 18:00 from 5 jan to 30 mar" is not each day.
        if let Some(said) = self.phrase.weekday.as_ref().filter(|_| dates.len() > WEEK) {
            let part = self.text.part(said.words.clone());
            let readings = vec![format!("every {}", part.text), "every day".to_owned()];
            return Err(WhenError::Open { part, readings });
        }
        let run = runs::one_run(&dates);
        if dates.len() > MAX_DATES || runs::are_many(&run) {
            let last = self.phrase.last_day.as_ref().or(self.phrase.more.last()).unwrap_or(day);
            let part = self.text.part(day.words.start..last.words.end.max(day.words.end));
            return Err(WhenError::ManyDates { part, instead: DAILY });
        }
        let Some((first, others)) = dates.split_first() else { return Ok((self.span()?, None)) };
        self.assumed.clear();
        let span = self.first_span(*first, times)?;
        if others.is_empty() {
            return Ok((span, None));
        }
        self.assumed.insert(0, Assumed::Dates(dates.clone()));
        let local = |date: &NaiveDate| at(*date, times.map_or(TimeDelta::zero(), |(from, _)| from));
        let rdate =
            others.iter().filter_map(local).map(|local| span.start.with_local(local)).collect();
        Ok((span, Some(Recurrence { rrule: None, rdate, exdate: Vec::new() })))
    }
}

/// The length on the wall, with as many whole days as bring it nearest to an exact one.
fn nearest(wall: TimeDelta, exact: TimeDelta) -> TimeDelta {
    wall + TimeDelta::days((exact - wall + TimeDelta::hours(12)).num_days())
}

/// Completes a rule by a date it has.
fn settle_on(rule: &mut Rule, date: NaiveDate) {
    match rule.freq {
        Freq::Weekly => rule.on(&[date.weekday()]),
        Freq::Monthly => rule.month_days = vec![date.day().cast_signed()],
        Freq::Daily | Freq::Yearly => {}
    }
}
