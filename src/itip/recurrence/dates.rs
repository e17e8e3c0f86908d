//! The keys that DTSTART, RRULE and RDATE give and EXDATE takes out (RFC 5545 §3.8.5).

use std::iter::Peekable;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use chrono_tz::Tz;
use smallvec::SmallVec;

use super::{end_of_day, form::Form};
use crate::{
    ical::{Component, Expansion, Period, Recur, Starts, Zones},
    model::CalTime,
};

/// The keys of a master.
#[derive(Debug, Default)]
pub(super) struct Dates {
    start: Option<NaiveDateTime>,
    rules: Vec<Rule>,
    /// RDATE, in order.
    added: Vec<Added>,
    /// EXDATE, in order.
    excluded: Vec<NaiveDateTime>,
    /// EXDATE that takes out whole days of a series with times, in order.
    excluded_days: Vec<NaiveDate>,
}

/// A date of RDATE.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Added {
    pub(super) key: NaiveDateTime,
    /// The period, where it has an end of its own.
    pub(super) period: Option<Period>,
}

/// A rule of RRULE.
#[derive(Debug)]
struct Rule {
    expansion: Expansion,
    is_endless: bool,
}

/// Which keys are given, and by which date of RDATE where it has an end of its own.
pub(super) type Key<'d> = (NaiveDateTime, Option<&'d Period>);

impl Dates {
    pub(super) fn of(master: Option<&Component>, form: &Form, zones: &Zones<'_>) -> Self {
        let Some(master) = master else { return Self::default() };
        let mut dates = Self { start: Some(form.anchor.local()), ..Self::default() };
        for property in master.properties_named("RRULE") {
            dates
                .rules
                .extend(property.value.parse().ok().map(|rule| Rule::of(&rule, form, zones)));
        }
        for property in master.properties_named("RDATE") {
            let is_period = property
                .parameter("VALUE")
                .is_some_and(|value| value.eq_ignore_ascii_case("PERIOD"));
            if is_period && !form.is_date() {
                dates.added.extend(property.periods().map(|period| Added {
                    key: form.key(period.start(), zones),
                    period: Some(period),
                }));
            } else {
                let keys = property.times().map(|time| form.key(&time, zones));
                dates.added.extend(keys.map(|key| Added { key, period: None }));
            }
        }
        for time in master.exdates() {
            match time {
                CalTime::Date(day) if !form.is_date() => dates.excluded_days.push(day),
                time => dates.excluded.extend(form.keys(&time, zones)),
            }
        }
        dates.added.sort_by_key(|added| added.key);
        dates.added.dedup_by_key(|added| added.key);
        dates.excluded.sort_unstable();
        dates.excluded_days.sort_unstable();
        dates
    }

    /// Whether a key is given, taken out or not.
    pub(super) fn has(&self, key: NaiveDateTime) -> bool {
        self.start == Some(key)
            || self.added.binary_search_by_key(&key, |added| added.key).is_ok()
            || self.rules.iter().any(|rule| rule.expansion.contains(key))
    }

    /// Whether EXDATE takes a key out.
    pub(super) fn excludes(&self, key: NaiveDateTime) -> bool {
        self.excluded.binary_search(&key).is_ok()
            || self.excluded_days.binary_search(&key.date()).is_ok()
    }

    /// The keys from one to another, both included, in order; those that EXDATE takes out too.
    pub(super) fn keys(&self, from: NaiveDateTime, to: NaiveDateTime) -> Keys<'_> {
        let rules = self.rules.iter();
        Keys {
            start: self.start.filter(|start| *start >= from),
            rules: rules.map(|rule| rule.expansion.starts_from(from).peekable()).collect(),
            added: self
                .added
                .get(self.added.partition_point(|added| added.key < from)..)
                .unwrap_or_default(),
            to,
        }
    }

    /// Whether there is no end of keys.
    pub(super) fn is_endless(&self) -> bool {
        self.rules.iter().any(|rule| rule.is_endless && rule.expansion.last().is_some())
    }

    /// The last key up to one, taken out or not.
    pub(super) fn last_to(&self, to: NaiveDateTime) -> Option<Key<'_>> {
        let added =
            self.added.get(self.added.partition_point(|added| added.key <= to).wrapping_sub(1));
        let added = added.map(|added| (added.key, added.period.as_ref()));
        let start = self.start.filter(|start| *start <= to).map(|start| (start, None));
        let ruled = self.rules.iter().filter_map(|rule| Some((rule.expansion.last_to(to)?, None)));
        ruled.chain(start).chain(added).max_by_key(|(key, _)| *key)
    }

    /// The dates of RDATE from one key to another, both included, that have ends of their own.
    pub(super) fn periods(
        &self,
        (from, to): (NaiveDateTime, NaiveDateTime),
    ) -> impl Iterator<Item = Key<'_>> {
        let begin = self.added.partition_point(|added| added.key < from);
        let added = self.added.iter().skip(begin).take_while(move |added| added.key <= to);
        added.filter_map(|added| Some((added.key, Some(added.period.as_ref()?))))
    }
}

impl Rule {
    fn of(recur: &Recur, form: &Form, zones: &Zones<'_>) -> Self {
        let until = recur.until.as_ref().map(|until| last_key(until, form, zones));
        Self {
            expansion: recur.starting(form.anchor.local(), until),
            is_endless: recur.is_endless(),
        }
    }
}

/// The last key that UNTIL lets be.
fn last_key(until: &CalTime, form: &Form, zones: &Zones<'_>) -> NaiveDateTime {
    let key = form.key(until, zones);
    match (&form.anchor, until) {
        (CalTime::Date(_), _) => key,
        // A date counts that day in.
        (_, CalTime::Date(_)) => end_of_day(key),
        (CalTime::Zoned { .. }, CalTime::Utc(utc)) => {
            // Where clocks have gone back in the hour before, wall times that are still to come once more were
            // before it.
            let clock = form.clock(zones, Tz::UTC);
            let is_by = |key| clock.instant(key).is_some_and(|at| at <= utc.and_utc());
            let (mut low, mut high) = (key, key + TimeDelta::days(1));
            if !is_by(key + TimeDelta::seconds(1)) {
                return key;
            }
            while high - low > TimeDelta::seconds(1) {
                let middle = low + (high - low) / 2;
                *(if is_by(middle) { &mut low } else { &mut high }) = middle;
            }
            low
        }
        _ => key,
    }
}

/// Keys in order, each once.
#[derive(Debug)]
pub(super) struct Keys<'d> {
    start: Option<NaiveDateTime>,
    rules: SmallVec<[Peekable<Starts<'d>>; 1]>,
    added: &'d [Added],
    to: NaiveDateTime,
}

impl<'d> Iterator for Keys<'d> {
    type Item = Key<'d>;

    fn next(&mut self) -> Option<Key<'d>> {
        let added = self.added.first().map(|added| added.key);
        let ruled = self.rules.iter_mut().filter_map(|rule| rule.peek().copied()).min();
        let key = [self.start, added, ruled].into_iter().flatten().min()?;
        if key > self.to {
            return None;
        }
        self.start = self.start.filter(|start| *start != key);
        for rule in &mut self.rules {
            rule.next_if_eq(&key);
        }
        let mut period = None;
        if let Some((first, rest)) = self.added.split_first()
            && first.key == key
        {
            period = first.period.as_ref();
            self.added = rest;
        }
        Some((key, period))
    }
}
