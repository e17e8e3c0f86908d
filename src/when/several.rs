//! Several days in a row of words: "tue, thu and fri", "4, 11 and 18 dec", "24-26 dec".

use std::ops::Range;

use super::{
    day::{self, Day, Week},
    lexicon::{ENGLISH, Unit},
    nth::{self, Counted, Of, Place, Stretch, joined},
    phrase::Said,
    words::Text,
};

/// Days in the order in which they were said, and the word after them.
pub(super) type Days = (Vec<Said<Day>>, usize);

/// A day, or the number of one whose month is said with another.
enum Item {
    Day(Day),
    Number(u32),
}

/// Reads two days or more.
pub(super) fn days(text: &Text<'_>, at: usize) -> Option<Days> {
    if let Some((row, next)) = nth::row(text, at) {
        return counted_days(text, row, at..next);
    }
    let mut items: Vec<(Item, Range<usize>)> = Vec::new();
    let mut name = at;
    let mut end = at;
    while let Some((item, next)) = item(text, name, items.last()) {
        items.push((item, name..next));
        end = next;
        let after = joined(text, next)
            .or_else(|| beside(text, &items, next))
            .or_else(|| in_dashes(text, name, next));
        let Some(after) = after else { break };
        name = if text.is_any(after, ENGLISH.on) { after + 1 } else { after };
    }
    // A number at the end that no month follows is none of them.
    while let Some((Item::Number(_), words)) = items.last()
        && !has_month_before(&items)
    {
        end = items
            .len()
            .checked_sub(2)
            .and_then(|at| items.get(at))
            .map_or(words.start, |item| item.1.end);
        items.pop();
    }
    let days = filled(items);
    (days.len() > 1).then_some((days, end))
}

/// "1st and 3rd monday in march"; "of the month" may be of every month.
fn counted_days(text: &Text<'_>, row: Counted, words: Range<usize>) -> Option<Days> {
    let (next, which) = (words.end, row.which);
    let Of::One(stretch) = row.of else { return None };
    let this = next.checked_sub(2).is_some_and(|at| text.is(at, "this"));
    let day = |nth| Said { value: Day::In(Place::Nth(nth, which), stretch), words: words.clone() };
    let one = this || stretch != Stretch::From(0, Unit::Month);
    one.then(|| (row.nths.into_iter().map(day).collect(), next))
}

/// The word after the dash behind a weekday, where dashes part three weekdays or more: "mon-wed-fri".
pub(super) fn in_dashes(text: &Text<'_>, at: usize, next: usize) -> Option<usize> {
    let dash = |at: usize| text.mark(at, '-') && text.weekday(at + 1).is_some();
    let before = at.checked_sub(2).is_some_and(|before| text.weekday(before).is_some());
    let third = dash(next + 2) || (before && text.mark(at - 1, '-'));
    (dash(next) && third).then_some(next + 1)
}

/// The word after a weekday, where short names stand without anything between them, or three names: "mon wed fri".
fn beside(text: &Text<'_>, items: &[(Item, Range<usize>)], next: usize) -> Option<usize> {
    let weekday = |at: usize| text.weekday(at).is_some();
    let one = |words: &Range<usize>| words.len() == 1 + dotted(text, words.start);
    let all = items.iter().all(|(_, words)| one(words) && weekday(words.start));
    let after = next + 1 + dotted(text, next);
    let third = items.len() > 1 || weekday(after) || both_short(text, next);
    (all && weekday(next) && third && !text.glued(next)).then_some(next)
}

/// Whether a weekday and the one before it are short names: "tue thu".
pub(super) fn both_short(text: &Text<'_>, at: usize) -> bool {
    // As it was written: "lun mar" are "monday tuesday" by now.
    let short = |at: usize| {
        text.weekday(at).is_some() && text.get(at).is_some_and(|word| word.range.len() < 6)
    };
    let dot = usize::from(at > 0 && text.mark(at - 1, '.'));
    short(at) && at.checked_sub(1 + dot).is_some_and(short)
}

/// How many full stops an abbreviation has behind it: "mon."
fn dotted(text: &Text<'_>, at: usize) -> usize {
    usize::from(text.mark(at + 1, '.') && text.glued(at + 1))
}

/// Whether the first of the days has a month, so that the numbers after it are of it: "Dec 4, 11 and 18".
fn has_month_before(items: &[(Item, Range<usize>)]) -> bool {
    matches!(items.first(), Some((Item::Day(Day::Named { .. }), _)))
}

/// One day of several.
fn item(
    text: &Text<'_>,
    at: usize,
    before: Option<&(Item, Range<usize>)>,
) -> Option<(Item, usize)> {
    // "wednesday, on 9 dec"
    let on = at.checked_sub(1).filter(|on| text.is_any(*on, ENGLISH.on));
    let comma = on.unwrap_or(at).checked_sub(1).is_some_and(|mark| text.mark(mark, ','));
    let more = |next: usize| {
        joined(text, next).is_some_and(|after| {
            let day = number(text, after).is_some_and(|(_, end)| {
                text.ends(end) && !text.is_any(end, ENGLISH.after_hours) && !text.mark(end, ':')
            });
            day || day::day(text, after).is_some()
        })
    };
    if let Some((number, next)) = weekday_and_number(text, at).filter(|(_, next)| more(*next)) {
        return Some((Item::Number(number), next));
    }
    let slashed = text.weekday(at);
    let plus = || text.joint(at + 1, '+') && text.weekday(at + 2).is_some();
    let slash = || text.joint(at + 1, '/') && day_or_slash(text, at + 2);
    if let Some(day) = slashed.filter(|_| slash() || plus()) {
        return Some((Item::Day(Day::Weekday(day, Week::Coming)), at + 1));
    }
    if let Some((day, next)) = day::day(text, at) {
        let weekday = matches!(day, Day::Weekday(..));
        let next = match day::day(text, next) {
            // "sun 6 dec", "tue 8/12"
            Some((date @ (Day::Named { .. } | Day::Figures { .. }), after)) if weekday => {
                // "tomorrow, wednesday 2 dec" is one day.
                let near = matches!(before, Some((Item::Day(Day::Near(_)), _)));
                return (!near).then_some((Item::Day(date), after));
            }
            _ => next,
        };
        let fits = match before {
            Some((Item::Day(first), words)) => {
                let style = |at: usize| text.letters(at).is_some_and(|word| word.len() > 4);
                let same = alike(*first, day) && (!weekday || style(at) == style(words.start));
                !comma || same || (more(next) && !dates_a_weekday(*first, day))
            }
            Some((Item::Number(_), _)) => matches!(day, Day::Named { .. }),
            None => true,
        };
        return fits.then_some((Item::Day(day), next));
    }
    let (number, next) = number(text, at)?;
    // "dec 4 and 11", where the number ends something, and "4, 11 and 18 dec", where more follow.
    let of_month = before.is_some_and(|(_, words)| is_month_first(text, words));
    let last = of_month && !comma && text.ends(next) && !text.is_any(next, ENGLISH.after_hours);
    let first = of_month || !matches!(before, Some((Item::Day(_), _)));
    (last || (first && more(next))).then_some((Item::Number(number), next))
}

/// Whether a day begins at a place, or a weekday with a stroke after it: "wed/fri" of "mon/wed/fri".
fn day_or_slash(text: &Text<'_>, at: usize) -> bool {
    let slashed = text.weekday(at).is_some() && text.joint(at + 1, '/');
    day::day(text, at).is_some() || (slashed && text.weekday(at + 2).is_some())
}

/// "4", "4th", "the 4th": the number of a day.
fn number(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    let start = if text.is(at, "the") { at + 1 } else { at };
    let number = text.number(start, 1..=2).filter(|number| (1..=31).contains(number))?;
    let ordinal = text.glued(start + 1) && text.is_any(start + 1, ENGLISH.ordinals);
    Some((number, if ordinal { start + 2 } else { start + 1 }))
}

/// "sat 5" of "sat 5 and sun 6 dec".
fn weekday_and_number(text: &Text<'_>, at: usize) -> Option<(u32, usize)> {
    text.weekday(at)?;
    // "tue 8/12"
    number(text, at + 1).filter(|(_, next)| !text.joint(*next, '/'))
}

/// Whether a date ends with its day: "Dec 4", and after it "11".
fn is_month_first(text: &Text<'_>, words: &Range<usize>) -> bool {
    let last = words.end.saturating_sub(1);
    text.is_number(last) || (text.is_any(last, ENGLISH.ordinals) && text.glued(last))
}

/// Whether one of two is the weekday of the other: "fri, dec 4th".
fn dates_a_weekday(one: Day, other: Day) -> bool {
    let weekday = |day: Day| matches!(day, Day::Weekday(..));
    let date = |day: Day| day.in_figures() || matches!(day, Day::OfMonth(_));
    (weekday(one) && date(other)) || (date(one) && weekday(other))
}

/// Whether two days are said in the same way.
fn alike(one: Day, other: Day) -> bool {
    let weekday = |day: Day| matches!(day, Day::Weekday(..));
    let date = |day: Day| day.in_figures() || matches!(day, Day::OfMonth(_) | Day::Holiday(..));
    let near = |day: Day| matches!(day, Day::Near(_));
    (weekday(one) && weekday(other)) || (date(one) && date(other)) || (near(one) && near(other))
}

/// The days, each with the month and the week that were said with another.
fn filled(items: Vec<(Item, Range<usize>)>) -> Vec<Said<Day>> {
    let mut days: Vec<Said<Day>> = Vec::new();
    let mut month = None;
    for (item, words) in items.into_iter().rev() {
        let value = match (item, month) {
            // "the 2nd and 4th of march"
            (Item::Number(day) | Item::Day(Day::OfMonth(day)), Some((month, year))) => {
                Day::Named { day, month, year }
            }
            (Item::Number(day), None) => Day::OfMonth(day),
            (Item::Day(day), _) => day,
        };
        if let Day::Named { month: said, year, .. } = value {
            month = Some((said, year));
        }
        days.push(Said { value, words });
    }
    days.reverse();
    let mut month = None;
    let mut week = None;
    for said in &mut days {
        said.value = match said.value {
            Day::OfMonth(day) => match month {
                Some(month) => Day::Named { day, month, year: None },
                None => said.value,
            },
            // "next tue and thu"
            Day::Weekday(day, Week::Coming) => Day::Weekday(day, week.unwrap_or(Week::Coming)),
            other => other,
        };
        match said.value {
            Day::Named { month: of, .. } => month = Some(of),
            Day::Weekday(_, of) => week = Some(of),
            _ => {}
        }
    }
    // "tue and thu next week"
    let last = days.last().map(|said| said.value);
    if let Some(Day::Weekday(_, Week::AfterThis)) = last {
        for said in &mut days {
            if let Day::Weekday(_, week) = &mut said.value {
                *week = Week::AfterThis;
            }
        }
    }
    days
}
