//! Which dates of a series the words of `phrase` leave out, and which is its last.

use std::ops::Range;

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};

use super::Times;

/// How many days before and after one that is none of a series its dates are looked for.
const LOOK: usize = 400;
/// The most days in a row that are left out.
const MAX_LEFT_OUT: i64 = 366;
/// How to say that something is not for long: it begins later.
const RESUMED: &str = "every monday 9:15 starting 1 june";

use crate::when::{
    Hint, WhenError,
    day::{Day, Meaning},
    english,
    length::Length,
    lexicon::Unit,
    nth::Stretch,
    phrase::{Except, Said, Until},
    resolve::{MAX_YEARS, Resolver, at, instant},
    rule::{End, Freq, Rule},
    runs,
};

impl Resolver<'_, '_> {
    /// Takes the weekdays that are left out of the rule; gives the other exceptions.
    pub(super) fn take_out(&self, rule: &mut Rule) -> Result<Vec<Said<Except>>, WhenError> {
        let mut others = Vec::new();
        for said in &self.phrase.except {
            let all = matches!(said.value, Except::Every(_)) || rule.weekdays.len() > 1;
            match said.value.weekday().filter(|_| all || rule.freq == Freq::Daily) {
                Some(day) if rule.position.is_none() && rule.without(day) => {}
                Some(_) => {
                    let part = self.text.part(said.words.clone());
                    return Err(WhenError::NotADate { part, nearest: Vec::new() });
                }
                None => others.push(said.clone()),
            }
        }
        Ok(others)
    }

    /// The dates that are left out.
    pub(super) fn exceptions(
        &self,
        rule: &Rule,
        first: NaiveDate,
        left_out: &[Said<Except>],
    ) -> Result<Vec<NaiveDate>, WhenError> {
        let mut dates = Vec::new();
        for said in left_out {
            let (from, to) = match said.value {
                Except::Day(day) if self.of_each_month(day, &said.words) => {
                    let part = self.text.part(said.words.clone());
                    return Err(WhenError::Unreadable { part, hint: Hint::Write("except 24 Dec") });
                }
                Except::Day(day) => {
                    let date = self.later(day, first, &said.words)?;
                    (date, date)
                }
                Except::Days(from, to) => {
                    let from = self.later(from, first, &said.words)?;
                    (from, self.later(to, from, &said.words)?)
                }
                Except::Week => {
                    let part = self.text.part(said.words.clone());
                    let hint = Hint::Write("except 21 to 27 Dec");
                    return Err(WhenError::Unreadable { part, hint });
                }
                Except::Every(_) => continue,
            };
            if (to - from).num_days() > MAX_LEFT_OUT {
                let part = self.text.part(said.words.clone());
                return Err(WhenError::ManyDates { part, instead: RESUMED });
            }
            let days = from.iter_days().take_while(|date| *date <= to);
            let found: Vec<_> = days.filter(|date| rule.has(first, *date)).collect();
            if found.is_empty() {
                let part = self.text.part(said.words.clone());
                return Err(WhenError::NotADate { part, nearest: nearest(rule, first, from, to) });
            }
            dates.extend(found);
        }
        dates.sort_unstable();
        dates.dedup();
        match (left_out.first(), left_out.last()) {
            (Some(one), Some(last)) if runs::are_many(&rule.runs(first, &dates)) => {
                let part = self.text.part(one.words.start..last.words.end);
                Err(WhenError::ManyDates { part, instead: RESUMED })
            }
            _ => Ok(dates),
        }
    }

    /// Whether a day may be of every month: "the first of the month".
    fn of_each_month(&self, day: Day, words: &Range<usize>) -> bool {
        let this = words.clone().any(|at| self.text.is(at, "this"));
        matches!(day, Day::In(_, Stretch::From(0, Unit::Month))) && !this
    }

    /// Refuses to leave out what is after the end.
    pub(super) fn check_within(
        &self,
        without: &[NaiveDate],
        left_out: &[Said<Except>],
        end: Option<&End>,
    ) -> Result<(), WhenError> {
        match (end, without.last(), left_out.last()) {
            (Some(End::Until(_, until)), Some(last), Some(said)) if last > until => {
                let part = self.text.part(said.words.clone());
                Err(WhenError::NotADate { part, nearest: Vec::new() })
            }
            _ => Ok(()),
        }
    }

    /// The first date on or after another that a day can mean.
    pub(in crate::when) fn later(
        &self,
        day: Day,
        first: NaiveDate,
        words: &Range<usize>,
    ) -> Result<NaiveDate, WhenError> {
        let part = || self.text.part(words.clone());
        let base = if day.is_relative() { self.today() } else { first };
        let meaning = day.meaning(base, self.cx.dialect);
        let meaning = meaning
            .ok_or_else(|| WhenError::Unreadable { part: part(), hint: Hint::NoSuchDate })?;
        let found = match meaning {
            Meaning::Fixed(date) | Meaning::NextWeek(date) | Meaning::Weekly(date) => Some(date),
            Meaning::OneOf(dates) => dates.into_iter().find(|date| *date >= first),
            Meaning::Either(one, two) => {
                return Err(WhenError::Ambiguous { part: part(), readings: (one, two) });
            }
        };
        found
            .filter(|date| *date >= first)
            .ok_or_else(|| WhenError::EndBeforeStart { part: part() })
    }

    pub(super) fn end(
        &mut self,
        rule: &Rule,
        first: NaiveDate,
        times: Times,
    ) -> Result<Option<End>, WhenError> {
        if let Some(count) = &self.phrase.count {
            if count.value == 0 {
                return Err(self.unreadable(count.words.clone()));
            }
            if let Some(until) = &self.phrase.until {
                let words = until.words.start.saturating_sub(1)..until.words.end;
                return Err(self.two(words, count.words.clone()));
            }
            return Ok(Some(End::Count(count.value)));
        }
        let last = match (&self.phrase.until, self.last_said()) {
            (Some(Said { value: Until::Day(day), words }), _) => self.later(*day, first, words)?,
            (Some(Said { value: Until::Before(day), words }), _) => {
                let last = self.later(*day, first, words)?.pred_opt();
                last.filter(|last| *last >= first).ok_or_else(|| WhenError::EndBeforeStart {
                    part: self.text.part(words.clone()),
                })?
            }
            (None, Some(said)) => self.later(said.value, first, &said.words)?,
            (Some(Said { value: Until::For(count, unit), words }), _) => {
                if is_length(rule, *count, *unit) {
                    return Ok(None);
                }
                let after = english::later(*count, *unit, first).and_then(|date| date.pred_opt());
                after.ok_or_else(|| self.too_far(words.clone()))?
            }
            (Some(Said { value: Until::Never, .. }) | None, _) => return Ok(None),
        };
        if last.year() > self.today().year() + MAX_YEARS {
            return Err(self.too_far(self.phrase.words.clone()));
        }
        let until = match times {
            None => last.format("%Y%m%d").to_string(),
            Some((from, _)) => {
                // Midnight at the end of a day is on the next.
                let day = at(last, from).map(|local| local.date());
                let evening = NaiveTime::from_hms_opt(23, 59, 59).unwrap_or(NaiveTime::MIN);
                let until = day.and_then(|day| instant(self.zone, day.and_time(evening)));
                let until = until.ok_or_else(|| self.too_far(self.phrase.words.clone()))?;
                utc(until)
            }
        };
        Ok(Some(End::Until(until, last)))
    }

    /// How many days one date has, where it is said.
    pub(in crate::when) fn days_said(&self) -> Option<i64> {
        let series = self.phrase.series.as_ref();
        match (&self.phrase.length, &self.phrase.until, series) {
            (Some(Said { value: Length::Days(days), .. }), ..) => Some(*days),
            (None, Some(Said { value: Until::For(count, unit), .. }), Some(series))
                if is_length(&series.value.rule, *count, *unit) =>
            {
                Some(english::amount(*count, *unit)?.num_days())
            }
            _ => None,
        }
    }

    /// A last day that stands after a first one: "4 Jan - 26 Mar"; not "2-8 august", which are the days of one date.
    pub(in crate::when) fn last_said(&self) -> Option<&Said<Day>> {
        let day = self.phrase.day.as_ref()?;
        let last = self.phrase.last_day.as_ref()?;
        let is_end = self.phrase.end.is_some() && !self.ranged();
        let one = last.words == day.words && self.phrase.start.is_none();
        (self.weekdays_said(day).is_none() && !is_end && !one).then_some(last)
    }

    /// The rule as it is written: of what begins at the midnight after a day, the weekdays are the next.
    pub(super) fn written(
        &self,
        mut rule: Rule,
        times: Times,
        words: &Range<usize>,
    ) -> Result<Rule, WhenError> {
        let midnight = times.is_some_and(|(from, _)| from >= TimeDelta::days(1));
        let daily = rule.freq == Freq::Daily;
        if !midnight || (daily && rule.weekdays.is_empty()) {
            return Ok(rule);
        }
        let plain = rule.weekdays.iter().all(|(nth, _)| nth.is_none());
        if !(daily || rule.freq == Freq::Weekly) || !plain {
            let part = self.text.part(words.clone());
            return Err(WhenError::Unreadable { part, hint: Hint::Write("0:00") });
        }
        let days: Vec<_> = rule.weekdays.iter().map(|(_, day)| day.succ()).collect();
        rule.on(&days);
        Ok(rule)
    }
}

/// The dates of a series before and after some days.
fn nearest(rule: &Rule, first: NaiveDate, from: NaiveDate, to: NaiveDate) -> Vec<NaiveDate> {
    let has = |date: &NaiveDate| rule.has(first, *date);
    let before = from.iter_days().rev().take_while(|date| *date >= first).take(LOOK).find(has);
    let after = to.iter_days().take(LOOK).find(has);
    before.into_iter().chain(after).collect()
}

/// Whether a stretch is how long one date is: "every year for a week".
fn is_length(rule: &Rule, count: u32, unit: Unit) -> bool {
    let days = |unit: Unit| match unit {
        Unit::Minute | Unit::Hour => 0,
        Unit::Day => 1,
        Unit::Week => 7,
        Unit::Month => 28,
        Unit::Year => 365,
    };
    let period = match rule.freq {
        Freq::Daily => 1,
        Freq::Weekly if rule.weekdays.len() > 1 => 1,
        Freq::Weekly => 7,
        Freq::Monthly => 28,
        Freq::Yearly => 365,
    };
    count.saturating_mul(days(unit)) < rule.interval.saturating_mul(period)
}

fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}
