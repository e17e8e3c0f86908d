//! What a series is said with beside its rhythm: where it begins and ends, how often it takes place, and what it
//! leaves out. What they mean is for `repeat`.

use std::ops::Range;

use chrono::Weekday;

use super::{Mode, Parser, Said, Start, edge, phrase};
use crate::when::{
    clock,
    day::{self, Day, Week},
    lexicon::{ENGLISH, Unit},
    nth::{self, Of, Place, Stretch, joined},
    rule::WORKING,
    series::{self, Rhythm},
    several,
    words::Text,
};

/// Where a series ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::when) enum Until {
    /// On a day.
    Day(Day),
    /// The day before a day.
    Before(Day),
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
    /// The week of a day that has a name: which days those are, people do not agree on.
    Week,
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
        let name = self.repeating(at);
        let (rhythm, next) = series::series(self.text, name)
            .or_else(|| self.adverb(name))
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

    /// The word after "repeats" or "and repeats"; the same, where none of it stands there.
    fn repeating(&self, at: usize) -> usize {
        let text = self.text;
        let name = if text.is_any(at, ENGLISH.and) { at + 1 } else { at };
        if text.is_any(name, ENGLISH.repeating) { name + 1 } else { at }
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
        let series = self.phrase.series.is_some();
        if series && self.text.mark(at, '(') {
            return self.bounds_in_brackets(at);
        }
        // "every thu 18:00 - 10 lessons"
        let dash = self.text.mark(at, '-') && !self.text.glued(at + 1);
        self.one_bound(if series && dash { at + 1 } else { at })
    }

    /// "(5 weeks)", "(7/1-25/3)" beside a series.
    fn bounds_in_brackets(&mut self, at: usize) -> Option<usize> {
        let known = self.phrase.clone();
        let mut next = at + 1;
        while let Some(after) = self.one_bound(next).or_else(|| self.between_dates(next, next)) {
            next = if self.text.mark(after, ',') { after + 1 } else { after };
        }
        if next > at + 1 && self.text.mark(next, ')') {
            return Some(next + 1);
        }
        self.phrase = known;
        None
    }

    fn one_bound(&mut self, at: usize) -> Option<usize> {
        self.until(at)
            .or_else(|| self.from(at))
            .or_else(|| self.between(at))
            .or_else(|| self.months(at))
            .or_else(|| self.count(at))
            .or_else(|| self.during(at))
            .or_else(|| self.except(at))
    }

    /// "between 7 jan and 25 mar" beside a series.
    fn between(&mut self, at: usize) -> Option<usize> {
        let said = self.phrase.series.is_some() && self.text.is(at, "between");
        said.then(|| self.between_dates(at, at + 1))?
    }

    /// "jan-mar", "jan to march".
    fn months(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        text.month(at)?;
        let (_, next) = nth::stretch(text, at, false)?;
        let name = self.joined(next)?;
        text.month(name)?;
        let (_, next) = nth::stretch(text, name, false)?;
        let time = || series::series(text, next).is_some() || clock::clock(text, next).is_some();
        (edge(text, next) || time()).then(|| self.between_dates(at, at))?
    }

    /// The first day from which and the last until which a series goes, with what joins them.
    fn between_dates(&mut self, at: usize, name: usize) -> Option<usize> {
        let text = self.text;
        let (first, from) = self.bound(name, Place::First)?;
        let and = (name > at && text.is_any(from.end, ENGLISH.and)).then_some(from.end + 1);
        let (last, to) = self.bound(and.or_else(|| self.joined(from.end))?, Place::Last)?;
        if self.phrase.from.is_some() || self.phrase.until.is_some() {
            return None;
        }
        let next = to.end;
        self.phrase.from = Some(Said { value: first, words: from });
        self.phrase.until = Some(Said { value: Until::Day(last), words: to });
        Some(next)
    }

    fn until(&mut self, at: usize) -> Option<usize> {
        if self.phrase.until.is_some() {
            return None;
        }
        if let Some(next) = self.text.after_any(at, ENGLISH.forever) {
            self.phrase.until = Some(Said { value: Until::Never, words: at..next });
            return Some(next);
        }
        let (value, words) = match self.last_of(at) {
            Some((day, words)) => (Until::Day(day), words),
            None => self
                .excluded(at, "before", Place::First)
                .map(|(day, words)| (Until::Before(day), words))?,
        };
        let next = words.end;
        self.phrase.until = Some(Said { value, words });
        Some(if self.text.is(next, "inclusive") { next + 1 } else { next })
    }

    /// "before 1 feb" and "after easter" beside a series; not "before friday's demo" and "after christmas drinks".
    fn excluded(&self, at: usize, word: &str, place: Place) -> Option<(Day, Range<usize>)> {
        let text = self.text;
        let beside = self.phrase.series.is_some() && text.is(at, word);
        let (day, words) = beside.then(|| self.bound(at + 1, place))??;
        let next = words.end;
        let time = || {
            let clock = if text.is_any(next, ENGLISH.at) { next + 1 } else { next };
            clock::clock(text, clock).is_some() || edge(text, next)
        };
        let week = matches!(day, Day::Weekday(..) | Day::In(_, Stretch::From(_, Unit::Week)));
        let figures = day.in_figures() || matches!(day, Day::OfMonth(_));
        (!week && (figures || time())).then_some((day, words))
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
        let text = self.text;
        if self.phrase.from.is_some() {
            return None;
        }
        let after = self.excluded(at, "after", Place::Last);
        self.phrase.from_after = after.is_some();
        let first = || self.bound(text.after_any(at, ENGLISH.starting)?, Place::First);
        let (value, words) = after.or_else(first)?;
        let next = words.end;
        self.phrase.from = Some(Said { value, words });
        // "from next month on"
        let time = |at| edge(text, at) || clock::clock(text, at).is_some();
        let on = text.is(next, "on") && time(next + 1) && day::day(text, next + 1).is_none();
        let onwards = text.is_any(next, ENGLISH.onwards) || on;
        Some(if onwards { next + 1 } else { next })
    }

    /// A day, or the first or last one of a month or a week.
    fn bound(&self, at: usize, place: Place) -> Option<(Day, Range<usize>)> {
        let text = self.text;
        let name = if text.is_any(at, &["on", "in"]) { at + 1 } else { at };
        // "from the new year"
        let the = text.is(name, "the") && day::day(text, name).is_none();
        let holiday = the.then(|| day::day(text, name + 1)).flatten();
        let holiday = holiday.filter(|(day, _)| matches!(day, Day::Holiday(..)));
        let stretch = || {
            let (stretch, next) = nth::stretch(text, name, false)?;
            (!matches!(stretch, Stretch::Year(_))).then_some((Day::In(place, stretch), next))
        };
        let now = || text.is(name, "now").then_some((Day::Near(0), name + 1));
        let (day, next) = day::day(text, name).or(holiday).or_else(stretch).or_else(now)?;
        text.ends(next).then_some((day, name..next))
    }

    /// "10 times", "for 10 times".
    fn count(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = if text.is_any(at, ENGLISH.lasting) { at + 1 } else { at };
        if let Some(count) = self.count_after_sign(name) {
            self.phrase.count = Some(Said { value: count, words: at..name + 2 });
            return Some(name + 2);
        }
        let count = text.number(name, 1..=3).or_else(|| text.count(name))?;
        let next = text.after_any(name + 1, ENGLISH.times)?;
        // "3 times a week"; but "10 times every tuesday"
        let settled = |(rhythm, _): &(Rhythm, usize)| rhythm.rule.is_settled();
        let every =
            text.is(name + 1, "times") && series::series(text, next).as_ref().is_some_and(settled);
        let rate = text.is_any(next, &["a", "per", "each", "every", "in"]) && !every;
        // "2 lessons of piano every tuesday"
        let leads = [ENGLISH.at, ENGLISH.on, ENGLISH.from, ENGLISH.starting, ENGLISH.until];
        let time = leads.iter().any(|words| text.after_any(next, words).is_some())
            || text.after_any(next, ENGLISH.except).is_some()
            || day::day(text, next).is_some()
            || series::series(text, next).is_some();
        let counts = text.letters(next).is_some() && !edge(text, next) && !time;
        if self.phrase.count.is_some() || rate || counts || !text.ends(next) {
            return None;
        }
        self.phrase.count = Some(Said { value: count, words: at..next });
        Some(next)
    }

    /// "x5" beside a series.
    fn count_after_sign(&self, at: usize) -> Option<u32> {
        let text = self.text;
        let sign = (text.is(at, "x") || text.mark(at, '\u{d7}')) && text.glued(at + 1);
        let open = self.phrase.count.is_none() && self.phrase.series.is_some();
        text.number(at + 1, 1..=3).filter(|_| sign && open && text.ends(at + 2))
    }

    /// "for 6 weeks", "for the next 3 months".
    fn during(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let series = self.phrase.series.is_some();
        // "next 5 weeks every tuesday"
        let next_ones = text.is(at, "next") && !series;
        if self.phrase.until.is_some() || (next_ones && series::series(text, at + 3).is_none()) {
            return None;
        }
        if let Some(next) = self.rest_of(at) {
            return Some(next);
        }
        // "every wed 17:00, 6 weeks"
        let apart = |mark| series && at > 0 && text.mark(at - 1, mark);
        let apart = apart(',') || apart('(') || apart('-');
        let name = text.after_any(at, ENGLISH.during).or_else(|| apart.then_some(at))?;
        let count = text.number(name, 1..=3).or_else(|| text.count(name));
        // "for the next month"
        let one = name > at + 1 && count.is_none() && text.is_any(name - 1, &["next", "coming"]);
        let (count, unit_at) = if one { (1, name) } else { (count?, name + 1) };
        let unit = text.unit(unit_at).filter(|_| !one || text.is_long(unit_at))?;
        if matches!(unit, Unit::Minute | Unit::Hour) || !text.ends(unit_at + 1) {
            return None;
        }
        self.phrase.until = Some(Said { value: Until::For(count, unit), words: at..unit_at + 1 });
        Some(unit_at + 1)
    }

    /// "for the rest of the year".
    fn rest_of(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let name = text.after_any(at, ENGLISH.rest_of)?;
        let (stretch, next) = nth::stretch(text, name, true)?;
        let value = Until::Day(Day::In(Place::Last, stretch));
        if self.phrase.series.is_none() || !text.ends(next) {
            return None;
        }
        self.phrase.until = Some(Said { value, words: at..next });
        Some(next)
    }

    /// "except 24 dec", "but not on fridays".
    fn except(&mut self, at: usize) -> Option<usize> {
        let text = self.text;
        let said = text.after_any(at, ENGLISH.except);
        let series = self.phrase.series.is_some();
        let skipped = || text.after_any(at, ENGLISH.skipped).filter(|_| series);
        let said = said.or_else(skipped).or_else(|| self.no_meeting(at))?;
        let dot = text.mark(said, '.') && text.glued(said) && !text.glued(said + 1);
        let mut name = if dot { said + 1 } else { said };
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

    /// The day of "no class on 24 dec" beside a series.
    fn no_meeting(&self, at: usize) -> Option<usize> {
        let text = self.text;
        let said = text.is(at, "no") && self.phrase.series.is_some();
        let names = (at + 1..=at + 3).take_while(|name| text.letters(*name - 1).is_some());
        names.filter(|_| said).find(|name| {
            let on = text.is_any(*name, ENGLISH.on);
            let first = if on { *name + 1 } else { *name };
            let several =
                || on && (several::days(text, first).is_some() || either(text, first).is_some());
            let day = day::day(text, first);
            several()
                || day.is_some_and(|(day, _)| {
                    on || day.in_figures() || matches!(day, Day::Holiday(..))
                })
        })
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
        } else if let Some((days, next)) = either(text, at) {
            (days.map(Except::Day).to_vec(), next)
        } else {
            let (first, next) = day::day(text, at)?;
            // "christmas week"
            if matches!(first, Day::Holiday(..)) && text.unit(next) == Some(Unit::Week) {
                self.phrase.except.push(Said { value: Except::Week, words: at..next });
                return Some(next + 1);
            }
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

/// "22 or 29 dec".
fn either(text: &Text<'_>, at: usize) -> Option<([Day; 2], usize)> {
    let day = text.number(at, 1..=2).filter(|_| text.is_any(at + 1, ENGLISH.or))?;
    let (last, next) = day::day(text, at + 2)?;
    let Day::Named { month, year, .. } = last else { return None };
    Some(([Day::Named { day, month, year }, last], next))
}

impl Except {
    /// The weekday that is left out, where it can be all of them.
    pub(in crate::when) const fn weekday(self) -> Option<Weekday> {
        match self {
            Self::Every(day) | Self::Day(Day::Weekday(day, Week::Coming)) => Some(day),
            Self::Day(_) | Self::Days(..) | Self::Week => None,
        }
    }
}
