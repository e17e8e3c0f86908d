//! What a series is said with beside its rhythm: where it begins and ends, how often it takes place, and what it
//! leaves out. What they mean is for `repeat`.

use std::ops::Range;

use chrono::Weekday;

use super::{Mode, Parser, Said, Start, edge, phrase};
use crate::when::{
    day::{self, Day, Week},
    lexicon::{ENGLISH, Unit},
    nth::{self, Of, Place, Stretch, joined},
    rule::WORKING,
    series::{self, Rhythm},
    several,
};

/// Where a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::when) enum Until {
    /// On a day.
    Day(Day),
    /// After so many days, weeks, months or years.
    For(u32, Unit),
    /// Never.
    Never,
}

/// What a series leaves out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::when) enum Except {
    Day(Day),
    /// From a day through another.
    Days(Day, Day),
    /// All of a weekday.
    Every(Weekday),
}

impl Parser<'_, '_> {
    /// A rhythm.
    pub(super) fn rhythm(&mut self, at: usize) -> Option<usize> {
        let timed =
            matches!(&self.phrase.start, Some(said) if !matches!(said.value, Start::Clock(_)));
        if !self.mode.series || timed {
            return None;
        }
        let (rhythm, next) = series::series(self.text, at)
            .or_else(|| self.adverb(at))
            .or_else(|| self.of_month(at))?;
        // "Taco Tuesday every Tuesday 12:30"
        let named = matches!(&self.phrase.day, Some(Said { value: Day::Weekday(day, Week::Coming), .. }) if rhythm.rule.weekdays.contains(&(None, *day)));
        if named && self.text.is_any(at, ENGLISH.every) && self.phrase.start.is_none() {
            return None;
        }
        let (value, words) = match &self.phrase.series {
            Some(said) => (said.value.with(&rhythm)?, said.words.start..next),
            None => (rhythm, at..next),
        };
        if let Some(half) = value.half {
            self.phrase.half = Some(Said { value: half, words: next - 1..next });
        }
        if let Some(day) = value.day.filter(|_| self.phrase.day.is_none()) {
            let every = usize::from(self.text.is_any(at, ENGLISH.every));
            self.phrase.day = Some(Said { value: day, words: at + every..next });
        }
        self.phrase.series = Some(Said { value, words });
        Some(next)
    }

    /// "daily", where it is not the first word of a title: "Weekly sync".
    fn adverb(&self, at: usize) -> Option<(Rhythm, usize)> {
        let text = self.text;
        let (rhythm, next) = series::adverb(text, at)?;
        let after = if text.mark(next, ',') { next + 1 } else { next };
        // "Biweekly or weekly? let's decide"
        let ends =
            ['?', '!', '.'].iter().any(|mark| text.mark(next, *mark)) && next + 1 < text.len();
        // Without series, so that "daily daily daily" is not looked through again and again.
        let time = || {
            let found = phrase(text, after, Mode { series: false, ..self.mode });
            let bound = [ENGLISH.until, ENGLISH.starting, ENGLISH.except];
            found.is_some_and(|found| !found.accessory())
                || series::series(text, after).is_some()
                || bound.iter().any(|words| text.after_any(after, words).is_some())
        };
        ((edge(text, next) && !ends) || self.mode.alone || time()).then_some((rhythm, next))
    }

    /// "on the first monday", "on the last working day" beside "monthly".
    fn of_month(&self, at: usize) -> Option<(Rhythm, usize)> {
        let series = self.phrase.series.as_ref().filter(|said| !said.value.rule.is_settled())?;
        let name = if self.text.is_any(at, ENGLISH.on) { at + 1 } else { at };
        let (counted, next) = nth::counted(self.text, name)?;
        let month = matches!(counted.of, Of::Unsaid | Of::One(Stretch::From(0, Unit::Month)));
        let rule = counted.rule(1).filter(|rule| month && rule.freq == series.value.rule.freq)?;
        self.text.ends(next).then_some((rule.into(), next))
    }

    /// What bounds a series.
    pub(super) fn bounds(&mut self, at: usize) -> Option<usize> {
        if !self.mode.series {
            return None;
        }
        self.until(at)
            .or_else(|| self.from(at))
            .or_else(|| self.count(at))
            .or_else(|| self.during(at))
            .or_else(|| self.except(at))
    }

    fn until(&mut self, at: usize) -> Option<usize> {
        if self.phrase.until.is_some() {
            return None;
        }
        if let Some(next) = self.text.after_any(at, ENGLISH.forever) {
            self.phrase.until = Some(Said { value: Until::Never, words: at..next });
            return Some(next);
        }
        let (day, words) = self.last_of(at)?;
        let next = words.end;
        self.phrase.until = Some(Said { value: Until::Day(day), words });
        Some(next)
    }

    /// "until june"; "to 26 march" after where it begins.
    pub(super) fn last_of(&self, at: usize) -> Option<(Day, Range<usize>)> {
        let follows = self.phrase.from.as_ref().is_some_and(|said| said.words.end == at);
        let joined = follows.then(|| self.joined(at)).flatten();
        let name = self.text.after_any(at, ENGLISH.until).or(joined)?;
        self.bound(name, Place::Last)
    }

    /// "starting 1 feb", "from january", "starting next week".
    fn from(&mut self, at: usize) -> Option<usize> {
        let name = self.text.after_any(at, ENGLISH.starting)?;
        if self.phrase.from.is_some() {
            return None;
        }
        let (value, words) = self.bound(name, Place::First)?;
        let next = words.end;
        self.phrase.from = Some(Said { value, words });
        Some(next)
    }

    /// A day, or the first or last one of a month or a week.
    fn bound(&self, at: usize, place: Place) -> Option<(Day, Range<usize>)> {
        let text = self.text;
        let name = if text.is_any(at, &["on", "in"]) { at + 1 } else { at };
        let stretch = || {
            let (stretch, next) = nth::stretch(text, name, false)?;
            (!matches!(stretch, Stretch::Year(_))).then_some((Day::In(place, stretch), next))
        };
        let now = || text.is(name, "now").then_some((Day::Near(0), name + 1));
        let (day, next) = day::day(text, name).or_else(stretch).or_else(now)?;
        text.ends(next).then_some((day, name..next))
    }

    /// "10 times", "for 10 times".
    fn count(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = if text.is_any(at, ENGLISH.lasting) { at + 1 } else { at };
        let count = text.number(name, 1..=3).or_else(|| text.count(name))?;
        let next = text.after_any(name + 1, ENGLISH.times)?;
        // "3 times a week"
        let rate = text.is_any(next, &["a", "per", "each", "every", "in"]);
        if self.phrase.count.is_some() || rate || !text.ends(next) {
            return None;
        }
        self.phrase.count = Some(Said { value: count, words: at..next });
        Some(next)
    }

    /// "for 6 weeks", "for the next 3 months".
    fn during(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = text.after_any(at, ENGLISH.during)?;
        let count = text.number(name, 1..=3).or_else(|| text.count(name))?;
        let unit = text.unit(name + 1)?;
        if self.phrase.until.is_some() || matches!(unit, Unit::Minute | Unit::Hour) {
            return None;
        }
        self.phrase.until = Some(Said { value: Until::For(count, unit), words: at..name + 2 });
        text.ends(name + 2).then_some(name + 2)
    }

    /// "except 24 dec", "but not on fridays".
    fn except(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let mut name = text.after_any(at, ENGLISH.except)?;
        let mut end = None;
        loop {
            name = if text.is_any(name, ENGLISH.on) { name + 1 } else { name };
            let Some(next) = self.left_out(name) else { break };
            end = Some(next);
            let Some(after) = joined(text, next) else { break };
            name = after;
        }
        end
    }

    /// Some days that are left out.
    fn left_out(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let many =
            |days: &[Weekday]| days.iter().map(|day| Except::Every(*day)).collect::<Vec<_>>();
        let plural = text.plural(at);
        let (found, next) = if let Some(day) = plural {
            (many(&[day]), at + 1)
        } else if let Some(next) = text.after_any(at, ENGLISH.weekends) {
            (many(&[Weekday::Sat, Weekday::Sun]), next)
        } else if let Some(next) = text.after_any(at, ENGLISH.working) {
            (many(&WORKING), next)
        } else if let Some((days, next)) = several::days(text, at) {
            (days.into_iter().map(|said| Except::Day(said.value)).collect(), next)
        } else if let Some((first, last, next)) = day::month_range(text, at) {
            (vec![Except::Days(first, last)], next)
        } else {
            let (first, next) = day::day(text, at)?;
            let until = text.after_any(next, ENGLISH.until).is_some();
            let last = self.joined(next).filter(|_| !until);
            let last = last.and_then(|name| day::day(text, name));
            match last {
                Some((last, next)) => (vec![Except::Days(first, last)], next),
                None => (vec![Except::Day(first)], next),
            }
        };
        text.ends(next).then_some(())?;
        let words = at..next;
        self.phrase
            .except
            .extend(found.into_iter().map(|value| Said { value, words: words.clone() }));
        Some(next)
    }
}

impl Except {
    /// The weekday that is left out, where it can be all of them.
    pub(in crate::when) const fn weekday(self) -> Option<Weekday> {
        match self {
            Self::Every(day) | Self::Day(Day::Weekday(day, Week::Coming)) => Some(day),
            Self::Day(_) | Self::Days(..) => None,
        }
    }
}
