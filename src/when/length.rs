//! Lengths: "30m", "1h30", "half an hour", "2 days".

use chrono::TimeDelta;

use super::{
    english,
    lexicon::{ENGLISH, Unit},
    phrase::edge,
    words::Text,
};

/// The most days a meeting may last.
pub(super) const MAX_DAYS: i64 = 366;

/// How long something lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// Hours and minutes.
    Exact(TimeDelta),
    /// Days of the calendar.
    Days(i64),
}

impl Length {
    pub(super) fn delta(self) -> TimeDelta {
        match self {
            Self::Exact(delta) => delta,
            Self::Days(days) => TimeDelta::days(days),
        }
    }

    pub(super) fn fits(self) -> bool {
        let delta = self.delta();
        delta > TimeDelta::zero() && delta <= TimeDelta::days(MAX_DAYS)
    }
}

/// Reads a length that begins at a word; gives the word after it.
pub(super) fn length(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let (amount, next) = half(text, at)
        .or_else(|| quarters(text, at))
        .or_else(|| fraction(text, at))
        .or_else(|| couple(text, at))
        .or_else(|| decimal(text, at))
        .or_else(|| with_colon(text, at))
        .or_else(|| mixed(text, at))
        .or_else(|| prime(text, at))?;
    text.ends(next).then_some((amount, next))
}

/// Reads "30 min later" and "by 30 min", and "an hour earlier" as less than nothing; gives the word after it.
pub(super) fn later(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let by = text.is(at, "by");
    let (length, next) = length(text, if by { at + 1 } else { at })?;
    if by && next == text.len() {
        return Some((length, next));
    }
    let later = ENGLISH.later.iter().find(|(_, names)| text.is_any(next, names));
    let length = match (later?.0, length) {
        (true, length) => length,
        (false, Length::Exact(delta)) => Length::Exact(-delta),
        (false, Length::Days(days)) => Length::Days(-days),
    };
    text.ends(next + 1).then_some((length, next + 1))
}

/// The word after "1-2 hours", "30 to 45 min", "1 or 2 hours" and "an hour or two", which may be the one or the other.
pub(super) fn of_two(text: &Text<'_>, at: usize) -> Option<usize> {
    let links = |at: usize| {
        text.mark(at, '-') || text.is_any(at, ENGLISH.to) || text.is_any(at, ENGLISH.or)
    };
    let time = |at: usize| matches!(unit_at(text, at), Some(Unit::Minute | Unit::Hour));
    let count = |at: usize| count_at(text, at).is_some();
    if count(at) && links(at + 1) && count(at + 2) && time(at + 3) {
        return Some(at + 4);
    }
    let (Length::Exact(_), next) = length(text, at)? else { return None };
    (text.is_any(next, ENGLISH.or) && count(next + 1)).then_some(next + 2)
}

/// Reads "15-min" and "30 minute" before what lasts so long; gives the word after it.
pub(super) fn before_a_noun(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    if text.is(at, "hour") && text.is(at + 1, "long") {
        return Some((Length::Exact(TimeDelta::hours(1)), at + 2));
    }
    if !text.joint(at + 1, '-') {
        return length(text, at);
    }
    if text.is(at, "hour") && text.is(at + 2, "long") {
        return Some((Length::Exact(TimeDelta::hours(1)), at + 3));
    }
    if text.is(at, "half") && unit_at(text, at + 2)? == Unit::Hour {
        return Some((Length::Exact(TimeDelta::minutes(30)), at + 3));
    }
    let length = exact(count_at(text, at)?, unit_at(text, at + 2)?)?;
    text.ends(at + 3).then_some((length, at + 3))
}

/// "half an hour", "half hour", "a half hour".
fn half(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let at = if text.is(at, "a") { at + 1 } else { at };
    if !text.is(at, "half") {
        return None;
    }
    let unit = if text.is_any(at + 1, &["an", "a"]) { at + 2 } else { at + 1 };
    match unit_at(text, unit)? {
        Unit::Hour => Some((Length::Exact(TimeDelta::minutes(30)), unit + 1)),
        _ => None,
    }
}

/// "a quarter of an hour".
fn quarters(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    ENGLISH.quarters.iter().find_map(|(count, names)| {
        let minutes = TimeDelta::minutes(15 * i64::from(*count));
        Some((Length::Exact(minutes), text.after_any(at, names)?))
    })
}

/// "½ hr", "1½ hours", "1 1/2 hours", "3/4 hour".
fn fraction(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let quarters = |at: usize| {
        let marks = [('\u{bc}', 1), ('\u{bd}', 2), ('\u{be}', 3)];
        let sign = marks.iter().find(|(mark, _)| text.mark(at, *mark));
        let written = || {
            let parts = (text.number(at, 1..=1)?, text.number(at + 2, 1..=1)?);
            let quarters = match parts {
                (1, 2) => 2,
                (1 | 3, 4) => parts.0,
                _ => return None,
            };
            // "3/4 h" may be a date.
            let slash = text.joint(at + 1, '/') && text.is_long(at + 3);
            slash.then_some((quarters, at + 3))
        };
        sign.map(|(_, quarters)| (*quarters, at + 1)).or_else(written)
    };
    let alone = quarters(at).map(|(quarters, next)| (0, quarters, next));
    let after_whole = || {
        let (quarters, next) = quarters(at + 1)?;
        Some((text.number(at, 1..=2)?, quarters, next))
    };
    let (whole, quarters, next) = alone.or_else(after_whole)?;
    let minutes = whole.checked_mul(60)?.checked_add(15 * quarters)?;
    (unit_at(text, next)? == Unit::Hour).then_some(())?;
    Some((exact(minutes, Unit::Minute)?, next + 1))
}

/// "a couple of hours".
fn couple(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let next = text.after_any(at, ENGLISH.couple)?;
    Some((exact(2, unit_at(text, next)?)?, next + 1))
}

/// "1:30h" beside a clock time.
fn with_colon(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let (hours, minutes) = (text.number(at, 1..=1)?, text.number(at + 2, 2..=2)?);
    let unit =
        text.joint(at + 1, ':') && text.glued(at + 3) && unit_at(text, at + 3)? == Unit::Hour;
    let fits = unit && minutes < 60;
    fits.then_some((exact(hours, Unit::Hour)?.plus_minutes(minutes)?, at + 4))
}

/// "1.5h", "2,5 hours".
fn decimal(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let whole = text.number(at, 1..=2)?;
    if !(text.joint(at + 1, '.') || text.joint(at + 1, ',')) {
        return None;
    }
    let fraction = text.number(at + 2, 1..=2)?;
    let hundredths = if text.number(at + 2, 1..=1).is_some() { fraction * 10 } else { fraction };
    match unit_at(text, at + 3)? {
        Unit::Hour => {
            let minutes = english::amount(whole * 60 + hundredths * 60 / 100, Unit::Minute)?;
            Some((Length::Exact(minutes), at + 4))
        }
        _ => None,
    }
}

/// "90 minutes", "1h", "1h30", "1 hour 30 min", "an hour and a half", "2 and a half hours", "3 days".
fn mixed(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let count = count_at(text, at)?;
    if and_a_half(text, at + 1) {
        return match unit_at(text, at + 4)? {
            Unit::Hour => Some((exact(count, Unit::Hour)?.plus_minutes(30)?, at + 5)),
            _ => None,
        };
    }
    let unit = unit_at(text, at + 1)?;
    let (amount, next) = (exact(count, unit)?, at + 2);
    if unit != Unit::Hour {
        return Some((amount, next));
    }
    let (minutes, next) = minutes_after(text, next);
    Some((amount.plus_minutes(minutes)?, next))
}

/// "45'"
fn prime(text: &Text<'_>, at: usize) -> Option<(Length, usize)> {
    let count = text.number(at, 1..=3)?;
    let mark = ['\'', '\u{2019}', '\u{2032}'].iter().any(|mark| text.mark(at + 1, *mark));
    let alone = mark && text.glued(at + 1) && (!text.glued(at + 2) || text.mark(at + 2, ')'));
    alone.then(|| exact(count, Unit::Minute)).flatten().map(|length| (length, at + 2))
}

fn and_a_half(text: &Text<'_>, at: usize) -> bool {
    text.is(at, "and") && text.is(at + 1, "a") && text.is(at + 2, "half")
}

/// The minutes that follow hours, none if there are none.
fn minutes_after(text: &Text<'_>, at: usize) -> (u32, usize) {
    if and_a_half(text, at) {
        return (30, at + 3);
    }
    let count = if text.is(at, "and") { at + 1 } else { at };
    if let Some(minutes) = count_at(text, count).filter(|minutes| *minutes < 60) {
        if unit_at(text, count + 1) == Some(Unit::Minute) {
            return (minutes, count + 2);
        }
        // "1h30", "1 hr 30", "an hour and 15"
        let last = edge(text, count + 1) && text.ends(count + 1);
        if (text.glued(count) || last) && text.number(count, 2..=2).is_some() {
            return (minutes, count + 1);
        }
    }
    (0, at)
}

fn count_at(text: &Text<'_>, at: usize) -> Option<u32> {
    text.number(at, 1..=4).or_else(|| text.count(at))
}

fn unit_at(text: &Text<'_>, at: usize) -> Option<Unit> {
    text.unit(at)
}

fn exact(count: u32, unit: Unit) -> Option<Length> {
    let amount = english::amount(count, unit)?;
    Some(match unit {
        Unit::Minute | Unit::Hour => Length::Exact(amount),
        Unit::Day | Unit::Week | Unit::Month | Unit::Year => Length::Days(amount.num_days()),
    })
}

impl Length {
    fn plus_minutes(self, minutes: u32) -> Option<Self> {
        let more = TimeDelta::try_minutes(minutes.into())?;
        Some(Self::Exact(self.delta().checked_add(&more)?))
    }
}

/// A length as people write it: "45 min", "1 h", "1 h 30 min", "2 days".
pub(super) fn show(length: TimeDelta) -> String {
    let (days, hours, minutes) =
        (length.num_days(), length.num_hours() % 24, length.num_minutes() % 60);
    let days_word = if days == 1 { "day" } else { "days" };
    let parts = [(days, days_word), (hours, "h"), (minutes, "min")];
    let said: Vec<_> = parts
        .iter()
        .filter(|(count, _)| *count != 0)
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if said.is_empty() { "0 min".to_owned() } else { said.join(" ") }
}
