//! More than one date of a series in a few words: `24 and 25 dec`, `from 21 dec to 2 jan`, `next week`, `next three`.
//! What is said of days and cannot be told for certain is [`On::Unclear`], so that it is asked about and not lost.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    Call, Failure,
    dates::is_apart,
    named::{On, Said, Standing},
    parse::split_word,
    tongue::{after, around, count},
};
use crate::{
    itip::Date,
    model::wall_clock,
    store::StoredObject,
    view::{Dates, Problem},
    when,
};

/// The most words that several days are said in.
const WORDS: usize = 10;

/// How far back a stretch of days without a year can be.
const RECENT: TimeDelta = TimeDelta::days(180);

impl Call<'_> {
    /// The days of more than one date that a text begins with, and the rest.
    pub(super) fn several<'t>(&self, text: &'t str, standing: Standing) -> Option<(Said, &'t str)> {
        let language = self.language();
        let marked = after(text, language, |tongue| tongue.from)
            .or_else(|| after(text, language, |tongue| tongue.on))
            .is_some();
        let stands = match standing {
            Standing::Marked => marked,
            Standing::Clear => marked || text.starts_with(|c: char| c.is_ascii_digit()),
            Standing::Alone => true,
            Standing::BeforeTo => false,
        };
        let said = |on, rest| (Said { dates: Dates::This, on }, rest);
        let (on, rest) = self.longest(text).filter(|_| stands)?;
        Some(match on {
            On::Next(1) => said(None, rest),
            on => said(Some(on), rest),
        })
    }

    /// As many words at the beginning of a text as say several days.
    fn longest<'t>(&self, text: &'t str) -> Option<(On, &'t str)> {
        let ends = text.match_indices(char::is_whitespace).map(|(at, _)| at).chain([text.len()]);
        let mut ends: Vec<usize> = ends.take(WORDS).collect();
        ends.dedup();
        let stretch = ends.into_iter().rev().find_map(|end| {
            let (words, rest) = text.split_at_checked(end)?;
            let rest = rest.trim_start();
            let closed = is_apart(text, rest);
            Some((self.stretch_of(words.trim_end_matches([',', ':', ';', '!']), closed)?, rest))
        });
        stretch.or_else(|| self.next(text))
    }

    /// The days that a whole text says, where they are more than one. Where it goes on behind them, only words that can
    /// hardly be anything else are days.
    fn stretch_of(&self, text: &str, closed: bool) -> Option<On> {
        let language = self.language();
        if let Some(last) = after(text, language, |tongue| tongue.until) {
            return self.until(text, last);
        }
        let bare = after(text, language, |tongue| tongue.from);
        if let Some(days) = self.range(text) {
            let joined = text.contains('-') || around(text, language, |tongue| tongue.to).is_some();
            // "from march" has no end, and "3 days off" is no stretch of days.
            let is_length = when::read_length(text, language).is_ok();
            let several = text.contains(char::is_whitespace) || text.contains('-');
            return match bare {
                Some(_) if !joined => Some(On::Unclear(text.to_owned())),
                _ => (closed || (several && !is_length)).then(|| On::Days(vec![days])),
            };
        }
        self.listed(text, closed)
    }

    /// "until 7 jan": from now on, that day included. Whether all of January is meant by "until January", nobody can tell.
    fn until(&self, text: &str, last: &str) -> Option<On> {
        let today = wall_clock(self.now, self.zone()).date_naive();
        match self.on(last) {
            Some(On::Day(day)) => Some(On::Days(vec![(today, day.succ_opt()?)])),
            Some(_) => None,
            None => self.range(last).map(|_| On::Unclear(text.to_owned())),
        }
    }

    /// The days from one to another, not included; none for a single day.
    pub(super) fn range(&self, text: &str) -> Option<(NaiveDate, NaiveDate)> {
        if text.is_empty() {
            return None;
        }
        let cx = self.when();
        let read = |cx: &when::Cx| -> Option<(NaiveDate, NaiveDate, DateTime<Utc>)> {
            let (from, to) = when::read_range(text, cx).ok()?;
            let day = |at| wall_clock(at, self.zone()).date_naive();
            Some((day(from), day(to), to))
        };
        let (mut from, mut to, end) = read(&cx)?;
        if end <= self.now {
            // A list shows what was; what is called off or answered is to come.
            (from, to, _) = read(&when::Cx { now: cx.now + RECENT, ..cx })?;
        }
        (to - from > TimeDelta::days(1)).then_some((from, to))
    }

    /// "24 and 25 dec", one after the other.
    fn listed(&self, text: &str, closed: bool) -> Option<On> {
        let reading = when::read_phrase(text, &self.when()).ok()?;
        let (first, after) = (reading.span.start.local().date(), reading.span.end.local().date());
        let Some(repeats) = reading.recurrence else {
            // "14-15 dec" is one stretch of whole days.
            let several = reading.span.start.is_date() && after - first > TimeDelta::days(1);
            return several.then(|| On::Days(vec![(first, after)]));
        };
        if repeats.rrule.is_some() {
            return closed.then(|| On::Unclear(text.to_owned()));
        }
        let days = reading.span.start.is_date() && after - first <= TimeDelta::days(1);
        let all = std::iter::once(&reading.span.start).chain(&repeats.rdate);
        let all = all.map(|time| time.local().date());
        let each: Option<Vec<_>> = all.map(|day| Some((day, day.succ_opt()?))).collect();
        each.filter(|_| days).map(On::Days)
    }

    /// "next three", "the next one", "next 2 dates".
    fn next<'t>(&self, text: &'t str) -> Option<(On, &'t str)> {
        let language = self.language();
        let rest = after(text, language, |tongue| tongue.next)?;
        let (word, behind) = split_word(rest);
        let number = count(word.trim_end_matches([',', ':', ';', '!', '.']), language);
        let dates = |rest: &'t str| after(rest, language, |tongue| tongue.dates);
        match number {
            Some(number) => Some((On::Next(number), dates(behind).unwrap_or(behind))),
            None if is_apart(text, rest) => Some((On::Next(1), rest)),
            None => dates(rest).map(|rest| (On::Next(1), rest)),
        }
    }

    /// The dates of a series on several days.
    pub(super) fn several_on(&self, stored: &StoredObject, on: &On) -> Result<Vec<Date>, Failure> {
        if let On::Unclear(text) = on {
            let (number, command) = (stored.number, self.command.to_owned());
            return Err(
                Problem::UnclearDates { number, command, text: text.clone(), line: None }.into()
            );
        }
        let mut dates = self.dates_on(stored, on);
        dates.retain(|date| date.end > self.now);
        if dates.is_empty() { Err(self.no_date(stored, on).into()) } else { Ok(dates) }
    }

    /// The number of dates that "next" at the beginning of a text means, and the rest: what follows it names a meeting, or
    /// says why.
    pub(super) fn next_few<'t>(&self, text: &'t str) -> Option<(usize, &'t str)> {
        let rest = after(text, self.language(), |tongue| tongue.next)?;
        match self.days(text, Standing::Alone) {
            Some((Said { on: Some(On::Next(count)), .. }, rest)) => Some((count, rest)),
            Some((Said { on: None, .. }, rest)) => Some((1, rest)),
            Some(_) => None,
            None => Some((1, rest)),
        }
    }
}
