//! Where a short word is a weekday, and a figure with a full stop an ordinal: where a date would stand.

use super::{Line, Seen, pattern::Slot, speech::Known};
use crate::when::words::{Kind, Word};

/// What may be a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    /// A weekday, in full or short.
    Weekday {
        sure: bool,
    },
    Ordinal,
}

/// Gives English to the short names and marks the ordinals that stand in a run of dates.
pub(super) fn settle(seen: &mut [Seen], words: &[Word], source: &str, known: &Known) {
    let mut at = 0;
    while at < words.len() {
        let line = Line { source, words, seen };
        let (run, end) = run(&line, at, known);
        let stands = !run.is_empty() && stands(&line, &run, end, known);
        for (place, item) in run.into_iter().filter(|_| stands) {
            if let Some(seen) = seen.get_mut(place) {
                match item {
                    Item::Weekday { sure: false } => {
                        seen.english = known.short.get(&seen.folded).copied();
                        seen.slots = known.slots(seen.key());
                    }
                    Item::Weekday { sure: true } => {}
                    Item::Ordinal => seen.ordinal = true,
                }
            }
        }
        at = end.max(at + 1);
    }
}

/// The dates from a place on that little words join, and the word after them.
fn run(line: &Line<'_>, start: usize, known: &Known) -> (Vec<(usize, Item)>, usize) {
    let mut items = Vec::new();
    let mut at = start;
    while let Some((item, next)) = item(line, at, known) {
        items.push((at, item));
        at = next;
        let more =
            |at: usize| self::item(line, at, known).is_some_and(|(other, _)| other.same(item));
        // "mo mi fr"
        let beside = matches!(item, Item::Weekday { .. }) && !line.glued(next) && more(next);
        if beside {
            at = next;
            continue;
        }
        // "fr bzw. sa"
        let dot = usize::from(line.mark(next + 1, '.') && line.glued(next + 1));
        // "di und/oder do"
        let either = line.mark(next + 1, '/') && joins(line, next + 2, known);
        let dot = if either { 2 } else { dot };
        let article = line.seen.get(next + 1 + dot).is_some_and(|seen| known.leads(seen));
        let after = next + 1 + dot + usize::from(article);
        if !joins(line, next, known) || !more(after) {
            break;
        }
        at = after;
    }
    (items, at)
}

impl Item {
    fn same(self, other: Self) -> bool {
        (self == Self::Ordinal) == (other == Self::Ordinal)
    }
}

fn item(line: &Line<'_>, at: usize, known: &Known) -> Option<(Item, usize)> {
    let word = line.words.get(at)?;
    let dot = line.mark(at + 1, '.') && line.glued(at + 1);
    match word.kind {
        Kind::Letters => {
            let seen = line.seen.get(at)?;
            let sure = seen.slots.has(Slot::Day);
            let short = known.short.contains_key(&seen.folded);
            let apart =
                !line.words.get(at + 1).is_some_and(|next| next.glued && next.kind == Kind::Number);
            let next = if dot { at + 2 } else { at + 1 };
            ((short || sure) && apart).then_some((Item::Weekday { sure: sure && !short }, next))
        }
        Kind::Number => {
            let day = word.lower.len() <= 2 && matches!(word.lower.parse(), Ok(1..=31_u32));
            let loose = line
                .words
                .get(at + 2)
                .is_none_or(|next| !next.glued || matches!(next.kind, Kind::Mark(_)));
            let begins =
                !word.glued || at.checked_sub(1).is_some_and(|before| line.mark(before, '-'));
            (known.ordinals() && day && dot && loose && begins).then_some((Item::Ordinal, at + 2))
        }
        Kind::Mark(_) | Kind::Opaque => None,
    }
}

fn joins(line: &Line<'_>, at: usize, known: &Known) -> bool {
    let mark = [',', '-', '/', '&', '+'].iter().any(|mark| line.mark(at, *mark));
    mark || line.seen.get(at).is_some_and(|seen| known.joins(seen))
}

/// Whether a run of dates stands where a date would: after a word that says so, or before what comes after one.
fn stands(line: &Line<'_>, run: &[(usize, Item)], end: usize, known: &Known) -> bool {
    let Some((start, item)) = run.first().copied() else { return false };
    let led = start
        .checked_sub(1)
        .and_then(|before| line.seen.get(before))
        .is_some_and(|seen| known.leads(seen));
    let sure = run.iter().any(|(_, item)| *item == Item::Weekday { sure: true });
    let after_ordinal = start
        .checked_sub(2)
        .and_then(|before| line.seen.get(before))
        .is_some_and(|seen| seen.ordinal && item != Item::Ordinal);
    led || sure
        || after_ordinal
        || followed(line, start, item, end, known)
        || begins(line, run, end)
        || numbered(line, start, item, end, known)
}

/// Whether weekdays begin the text and a name comes after them: "Di Schulung 9 Uhr", "mo bis mi schulung". One alone has
/// to look like a short name before a name, since it may be another word.
fn begins(line: &Line<'_>, run: &[(usize, Item)], end: usize) -> bool {
    let weekdays = run.iter().all(|(_, item)| matches!(item, Item::Weekday { .. }));
    let several = run.len() > 1;
    let dot = end.checked_sub(1).is_some_and(|last| line.mark(last, '.'));
    let name = line.capital(0) && !line.shouted(0) && line.capital(end) && !line.shouted(end);
    let name = (name || dot) && !line.glued(end);
    let first = run.first().is_some_and(|(at, _)| *at == 0);
    let number = || line.words.iter().skip(end).any(|word| word.kind == Kind::Number);
    first && weekdays && line.key(end).is_some() && (several || name) && number()
}

/// Whether an ordinal stands after a weekday and before what comes after a date: "Montag 14. um 9 Uhr".
fn numbered(line: &Line<'_>, start: usize, item: Item, end: usize, known: &Known) -> bool {
    let comma = usize::from(start > 1 && line.mark(start - 1, ','));
    let before = start.checked_sub(1 + comma).filter(|_| item == Item::Ordinal);
    let weekday = before
        .and_then(|at| line.seen.get(at))
        .is_some_and(|seen| seen.slots.has(Slot::Day) || known.short.contains_key(&seen.folded));
    let next = if line.mark(end, ',') { end + 1 } else { end };
    let time = clock_like(line, next) || matches!(line.key(next), Some("at" | "from" | "starting"));
    weekday && (time || end >= line.words.len())
}

fn followed(line: &Line<'_>, start: usize, item: Item, end: usize, known: &Known) -> bool {
    if item == Item::Ordinal {
        let month = |at: usize| line.seen.get(at).is_some_and(|seen| seen.slots.has(Slot::Month));
        let until = line.key(end) == Some("to") || line.mark(end, '-');
        // "2. Dienstag im Monat"
        let day = line.seen.get(end).is_some_and(|seen| {
            seen.slots.has(Slot::Day) || known.short.contains_key(&seen.folded)
        });
        let dot = usize::from(line.mark(end + 1, '.') && line.glued(end + 1));
        let of = matches!(line.key(end + 1 + dot), Some("in" | "des" | "every" | "eines"));
        return month(end)
            || (day && of)
            || (until && line.words.get(end + 1).is_some_and(|word| word.kind == Kind::Number));
    }
    let next = if line.mark(end, ',') { end + 1 } else { end };
    if clock_like(line, next) {
        return true;
    }
    let part = line.seen.get(end).filter(|seen| known.is_part(seen));
    if part.is_some() && !line.glued(end) {
        return true;
    }
    if let Some(key) = line.key(end) {
        let half = matches!(
            key,
            "morning" | "evening" | "afternoon" | "night" | "noon" | "midnight" | "all" | "next"
        );
        let lead = matches!(key, "at" | "from" | "starting" | "between");
        // "Sa in einer Woche"
        let weeks = key == "in" && matches!(line.key(end + 2), Some("week" | "weeks"));
        let number = key == "kw";
        return half || weeks || number || (lead && line.words.get(end + 1).is_some());
    }
    // "Kuchen backen Sa"
    let closed = line.words.get(end).is_none_or(|word| matches!(word.kind, Kind::Mark(_)));
    closed && start > 0 && line.capital(start)
}

/// Whether a figure stands at a place and nothing after it that it would count.
fn clock_like(line: &Line<'_>, at: usize) -> bool {
    let figure =
        line.words.get(at).is_some_and(|word| word.kind == Kind::Number && word.lower.len() <= 4);
    let month = line.seen.get(at + 1).is_some_and(|seen| seen.slots.has(Slot::Month));
    let counts = line.key(at + 1).is_some_and(|key| {
        let hour = matches!(
            key,
            "h" | "hs"
                | "uhr"
                | "hours"
                | "hour"
                | "am"
                | "pm"
                | "at"
                | "to"
                | "until"
                | "the"
                | "de"
                | "y"
                | "a"
                | "o"
                | "or"
        );
        !(hour || month)
    });
    figure && !counts
}
