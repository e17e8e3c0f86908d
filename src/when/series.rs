//! The words a series is said with: "every other tuesday", "weekdays", "monthly", "the 15th of every month".

use chrono::Weekday;

use super::{
    clock::Half,
    day::{self, Day},
    lexicon::{ENGLISH, Unit},
    nth::{self, Counted, Of, Stretch, Which, joined},
    rule::{Freq, Rule, WORKING},
    several,
    words::Text,
};

/// How something repeats, as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rhythm {
    pub(super) rule: Rule,
    /// The day of the year, or "monday" of "every week on monday".
    pub(super) day: Option<Day>,
    pub(super) half: Option<Half>,
    /// Whether it can be one of two: "every third thursday".
    pub(super) open: bool,
}

impl From<Rule> for Rhythm {
    fn from(rule: Rule) -> Self {
        Self { rule, day: None, half: None, open: false }
    }
}

/// Whether a text may be about a series at all.
pub(super) fn spoken_of(text: &Text<'_>) -> bool {
    (0..text.len()).any(|at| {
        text.is_any(at, ENGLISH.every)
            || adverb(text, at).is_some()
            || text.plural(at).is_some()
            || plural_days(text, at).is_some()
            || (text.weekday(at).is_some() && is_plural_half(text, at + 1))
    })
}

/// Reads a rhythm that begins at a word and can be nothing else; gives the word after it.
pub(super) fn series(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let at = if text.is_any(at, ENGLISH.on) { at + 1 } else { at };
    every(text, at)
        .or_else(|| counted_each(text, at))
        .or_else(|| plurals(text, at))
        .or_else(|| plural_days(text, at))
        .filter(|(_, next)| text.ends(*next))
}

/// "daily", "monthly", "once a week": a rhythm, or the first word of a title.
pub(super) fn adverb(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (freq, interval, next) = ENGLISH
        .rhythms
        .iter()
        .find_map(|(freq, interval, names)| Some((*freq, *interval, text.after_any(at, names)?)))?;
    text.ends(next).then(|| (Rule::every(interval, freq).into(), next))
}

fn every(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    if !text.is_any(at, ENGLISH.every) {
        return None;
    }
    let name = at + 1;
    every_year(text, name)
        .or_else(|| every_unit(text, name))
        .or_else(|| every_weekday(text, name))
        .or_else(|| every_counted(text, name))
        .or_else(|| every_half(text, name))
}

/// The word after "every 2 hours", "each week", "every monday", where that is what stands at a word.
pub(super) fn every_words(text: &Text<'_>, at: usize) -> Option<usize> {
    if let Some(next) = amount(text, at + 1) {
        return Some(next);
    }
    let counted = text.is_number(at + 1)
        || text.is_any(at + 1, ENGLISH.other)
        || nth::nth(text, at + 1).is_some();
    let name = if counted { interval(text, at + 1).1 } else { at + 1 };
    let unit = text.unit(name).is_some() || text.weekday(name).is_some();
    unit.then(|| match nth::of(text, name + 1) {
        (Of::Unsaid, _) => name + 1,
        (_, next) => next,
    })
}

/// The word after "1.5 weeks" and "3 to 4 days".
fn amount(text: &Text<'_>, at: usize) -> Option<usize> {
    let between =
        text.joint(at + 1, '.') || text.is_any(at + 1, ENGLISH.to) || text.mark(at + 1, '-');
    let numbers = text.is_number(at) && between && text.is_number(at + 2);
    let unit = text.unit(at + 3);
    (numbers && unit.is_some()).then_some(at + 4)
}

/// "every 24 dec", "every first monday of may", "every thanksgiving".
fn every_year(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (day, next) = day::day(text, at)?;
    let yearly = matches!(
        day,
        Day::Named { year: None, .. }
            | Day::Holiday(_, None)
            | Day::In(_, Stretch::Month(_, None) | Stretch::From(0, Unit::Year))
    );
    let rule = Rule::every(1, Freq::Yearly);
    yearly.then_some((Rhythm { day: Some(day), ..rule.into() }, next))
}

/// "every week", "every 2 weeks", "every other month", "every quarter".
fn every_unit(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (count, name) = interval(text, at);
    let (freq, step) = unit(text, name)?;
    let interval = count.checked_mul(step).filter(|interval| (1..=999).contains(interval))?;
    Some((Rule::every(interval, freq).into(), name + 1))
}

fn unit(text: &Text<'_>, at: usize) -> Option<(Freq, u32)> {
    let word = text.letters(at).filter(|word| word.len() > 2)?;
    let special = ENGLISH.rhythm_units.iter().find(|(_, _, names)| names.contains(&word));
    let (step, unit) = match special {
        Some((step, unit, _)) => (*step, *unit),
        None => (1, text.unit(at)?),
    };
    let freq = match unit {
        Unit::Day => Freq::Daily,
        Unit::Week => Freq::Weekly,
        Unit::Month => Freq::Monthly,
        Unit::Year => Freq::Yearly,
        Unit::Minute | Unit::Hour => return None,
    };
    Some((freq, step))
}

/// How many periods there are from one to the next, and the word after that.
fn interval(text: &Text<'_>, at: usize) -> (u32, usize) {
    if text.is_any(at, ENGLISH.other) {
        return (2, at + 1);
    }
    if let Some((nth, next)) = nth::nth(text, at).filter(|(nth, _)| *nth > 1) {
        return (nth.unsigned_abs(), next);
    }
    let count = text.number(at, 1..=3).or_else(|| text.count(at));
    count.map_or((1, at), |count| (count, at + 1))
}

/// "every tuesday", "every mon and thu", "every other friday", "every weekday", "every weekend".
fn every_weekday(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (interval, name) = interval(text, at);
    if let Some(next) = text.after_any(name, ENGLISH.working) {
        return (interval == 1).then(|| half_after(text, Rule::weekly(1, &WORKING), next));
    }
    if let Some(next) = text.after_any(name, ENGLISH.weekends) {
        let days = [Weekday::Sat, Weekday::Sun];
        return Some((Rule::weekly(interval, &days).into(), next));
    }
    // "every 2 tuesdays" is not said, and "every second tuesday of the month" is another rhythm.
    if text.is_number(at) && name == at + 1 {
        return None;
    }
    let (days, _, next) = weekdays(text, name)?;
    if let (Some(found), 1) = (the_nth(text, &days, next), interval) {
        return Some(found);
    }
    let (of, _) = nth::of(text, next);
    let (mut rhythm, next) =
        (of == Of::Unsaid).then(|| half_after(text, Rule::weekly(interval, &days), next))?;
    rhythm.open = interval > 2 && days.len() == 1;
    Some((rhythm, next))
}

/// "every friday the 13th"
fn the_nth(text: &Text<'_>, days: &[Weekday], at: usize) -> Option<(Rhythm, usize)> {
    let [day] = days else { return None };
    let (counted, next) = nth::counted(text, at).filter(|_| text.is(at, "the"))?;
    let rule =
        counted.rule(1).filter(|rule| !rule.month_days.is_empty() && counted.of == Of::Unsaid)?;
    Some((Rule { weekdays: vec![(None, *day)], ..rule }.into(), next))
}

/// Takes in "morning" after a rhythm.
fn half_after(text: &Text<'_>, rule: Rule, next: usize) -> (Rhythm, usize) {
    match text.half(next) {
        Some(half) => (Rhythm { half: Some(half), ..rule.into() }, next + 1),
        None => (rule.into(), next),
    }
}

/// "every morning"
fn every_half(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let half = text.half(at)?;
    Some((Rhythm { half: Some(half), ..Rule::every(1, Freq::Daily).into() }, at + 1))
}

/// "every 1st and 3rd thursday", "every last friday of the month", "every 15th".
fn every_counted(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (counted, next) = nth::counted(text, at)?;
    monthly(&counted).map(|rule| (rule.into(), next))
}

/// "the 15th of every month", "first monday of each month".
fn counted_each(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let (counted, next) = nth::counted(text, at)?;
    let (months, next) = match counted.of {
        Of::Each(months) => (months, next),
        // "last thursday monthly"
        Of::Unsaid if counted.which != Which::Any => {
            let (rhythm, next) = adverb(text, next)?;
            ((rhythm.rule.freq == Freq::Monthly).then_some(rhythm.rule.interval)?, next)
        }
        _ => return None,
    };
    counted.rule(months).map(|rule| (rule.into(), next))
}

fn monthly(counted: &Counted) -> Option<Rule> {
    match counted.of {
        Of::Unsaid | Of::One(Stretch::From(0, Unit::Month)) => counted.rule(1),
        Of::Each(months) => counted.rule(months),
        Of::One(_) => None,
    }
}

/// "mondays", "mondays and thursdays", "tuesday evenings".
fn plurals(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let other = text.is_any(at, ENGLISH.other);
    let (days, plural, next) = weekdays(text, if other { at + 1 } else { at })?;
    if other {
        return plural.then(|| half_after(text, Rule::weekly(2, &days), next));
    }
    (plural || is_plural_half(text, next)).then(|| half_after(text, Rule::weekly(1, &days), next))
}

/// "weekdays", "working days", "weekends".
fn plural_days(text: &Text<'_>, at: usize) -> Option<(Rhythm, usize)> {
    let many = |next: usize| {
        let plural = text.letters(next - 1).is_some_and(|word| word.ends_with('s'));
        plural || is_plural_half(text, next)
    };
    if let Some(next) = text.after_any(at, ENGLISH.working).filter(|next| many(*next)) {
        return Some(half_after(text, Rule::weekly(1, &WORKING), next));
    }
    let next = text.after_any(at, ENGLISH.weekends).filter(|next| many(*next))?;
    Some((Rule::weekly(1, &[Weekday::Sat, Weekday::Sun]).into(), next))
}

/// Whether a word is "mornings": what is on them is on many.
fn is_plural_half(text: &Text<'_>, at: usize) -> bool {
    text.half(at).is_some() && text.letters(at).is_some_and(|word| word.ends_with('s'))
}

/// Weekdays, whether one of them is in the plural, and the word after them.
fn weekdays(text: &Text<'_>, at: usize) -> Option<(Vec<Weekday>, bool, usize)> {
    let mut days = Vec::new();
    let (mut plural, mut name, mut end) = (false, at, None);
    while let Some((day, many, next)) = weekday(text, name) {
        let row = several::in_dashes(text, name, next).is_some();
        let range = range_end(text, next).filter(|_| !row);
        let (last, many_last, next) = range.unwrap_or((day, many, next));
        days.extend(through(day, last));
        plural |= many || many_last;
        end = Some(next);
        let row = || several::both_short(text, next).then_some(next);
        let dashed = || several::in_dashes(text, name, next);
        let Some(after) = joined(text, next).or_else(row).or_else(dashed) else { break };
        // "every tue and every thu"
        let led = text.is_any(after, ENGLISH.on) || text.is_any(after, ENGLISH.every);
        name = if led { after + 1 } else { after };
    }
    end.map(|end| (days, plural, end))
}

/// "friday" after "monday to".
fn range_end(text: &Text<'_>, at: usize) -> Option<(Weekday, bool, usize)> {
    let joins = text.mark(at, '-') || text.is_any(at, ENGLISH.to) || text.is_any(at, ENGLISH.until);
    joins.then(|| weekday(text, at + 1))?
}

fn weekday(text: &Text<'_>, at: usize) -> Option<(Weekday, bool, usize)> {
    let one = text.weekday(at).map(|day| (day, false));
    let (day, many) = one.or_else(|| text.plural(at).map(|day| (day, true)))?;
    let dot = text.mark(at + 1, '.') && text.glued(at + 1) && !text.glued(at + 2);
    Some((day, many, if dot { at + 2 } else { at + 1 }))
}

/// The weekdays from one to another.
pub(super) fn through(first: Weekday, last: Weekday) -> Vec<Weekday> {
    let mut days = vec![first];
    let mut day = first;
    while day != last {
        day = day.succ();
        days.push(day);
    }
    days
}

impl Rhythm {
    /// What two rhythms say together: "weekly" and "on tuesdays"; `None` where they do not go together.
    pub(super) fn with(&self, other: &Self) -> Option<Self> {
        let (loose, settled) = match (self.rule.is_settled(), other.rule.is_settled()) {
            _ if self.rule == other.rule => (self, other),
            (false, true) => (self, other),
            (true, false) => (other, self),
            _ if self.rule.freq == Freq::Daily => (self, other),
            _ if other.rule.freq == Freq::Daily => (other, self),
            _ => return None,
        };
        let daily = loose.rule.freq == Freq::Daily && settled.rule.freq == Freq::Weekly;
        let same = loose.rule.freq == settled.rule.freq && settled.rule.interval == 1;
        if !(same || (daily && loose.rule.interval == 1)) && self.rule != other.rule {
            return None;
        }
        let interval = loose.rule.interval.max(settled.rule.interval);
        let rule = Rule { interval, ..settled.rule.clone() };
        let open = self.open || other.open;
        Some(Self { rule, day: self.day.or(other.day), half: self.half.or(other.half), open })
    }
}
