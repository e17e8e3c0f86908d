//! What must not be passed over in silence.
//!
//! A word that looks like a time and is in no time, and what stands right beside a time and would change it: these are
//! errors, never part of a title.

use std::ops::Range;

use super::{
    Hint, WhenError,
    lexicon::ENGLISH,
    phrase::{Mode, edge, phrase},
    words::{Kind, Text},
};

mod beside;
mod lost;

pub(super) use beside::refuse_neighbours;
pub(super) use lost::refuse_lost_bounds;

/// Refuses a number alone after a day: "fri 9" is an hour, a date or a count.
pub(super) fn refuse_hours(text: &Text<'_>, after_days: &[usize]) -> Result<(), WhenError> {
    let hour = after_days.iter().find(|at| {
        let mark = ['-', '('].iter().any(|mark| text.mark(**at + 1, *mark));
        let alone = edge(text, **at + 1) || mark;
        text.number(**at, 1..=4).is_some() && alone
    });
    match hour {
        Some(at) => Err(unreadable(text, *at..run_end(text, *at), Hint::Write("9:00 or 9am"))),
        None => Ok(()),
    }
}

/// Refuses words that look like a time and were not read.
pub(super) fn refuse_unread(
    text: &Text<'_>,
    read: &[Range<usize>],
    mode: Mode,
) -> Result<(), WhenError> {
    let mut at = 0;
    while at < text.len() {
        if let Some(piece) = read.iter().find(|piece| piece.contains(&at)) {
            at = piece.end;
            continue;
        }
        if let Some((words, hint)) = like_time(text, at)
            && phrase(text, at, mode).is_none()
        {
            let end = at.checked_sub(1).filter(|before| {
                let after = read.iter().any(|piece| piece.end == *before);
                after && text.is_any(*before, ENGLISH.to)
            });
            let words = end.unwrap_or(words.start)..words.end;
            return Err(WhenError::Unreadable { part: text.part(words), hint });
        }
        at += 1;
    }
    Ok(())
}

/// Words that look like a clock time or a date.
pub(super) fn like_time(text: &Text<'_>, at: usize) -> Option<(Range<usize>, Hint)> {
    let first = text.get(at)?;
    // "fri15:00"
    let after_day = at.checked_sub(1).is_some_and(|before| text.weekday(before).is_some());
    let joined = !text.starts(at) && after_day;
    // "9ish"
    if first.kind == Kind::Number
        && text.starts(at)
        && text.glued(at + 1)
        && text.is_any(at + 1, ENGLISH.ish)
    {
        return Some((at..at + 2, Hint::Write("9:00")));
    }
    if let Some(next) = text.after_any(at, ENGLISH.past).filter(|next| text.is_number(*next)) {
        return Some((at..next + 1, Hint::Write("half past 3")));
    }
    if first.kind != Kind::Number || !(text.starts(at) || joined) {
        return None;
    }
    let start = if joined { at.saturating_sub(1) } else { at };
    let digits = first.lower.len();
    let end = run_end(text, at);
    let clock = digits <= 2 && text.joint(at + 1, ':') && text.number(at + 2, 2..=9).is_some();
    let halves = text.is_any(at + 1, &["am", "pm"]) && digits <= 2 && text.ends(at + 2);
    if clock || halves {
        return Some((start..end.max(at + 2), Hint::Write("15:00 or 3pm")));
    }
    let o_clock = text.after_any(at + 1, ENGLISH.o_clock);
    let h = digits <= 2 && text.is(at + 1, "h") && text.glued(at + 1) && text.glued(at + 2);
    if o_clock.is_some() || (h && text.number(at + 2, 2..=2).is_some()) {
        return Some((at..o_clock.unwrap_or(at + 3), Hint::Write("15:00 or 3pm")));
    }
    let mark = |mark| {
        text.joint(at + 1, mark)
            && text.is_number(at + 2)
            && text.joint(at + 3, mark)
            && text.is_number(at + 4)
    };
    if (digits == 4 && mark('-')) || (digits <= 2 && mark('/')) {
        return Some((at..end, Hint::NoSuchDate));
    }
    None
}

/// The word after what is written together with a word.
fn run_end(text: &Text<'_>, at: usize) -> usize {
    (at + 1..text.len()).find(|next| !text.glued(*next)).unwrap_or(text.len())
}

pub(super) fn several(text: &Text<'_>, first: &Range<usize>, second: &Range<usize>) -> WhenError {
    WhenError::Several { first: text.part(first.clone()), second: text.part(second.clone()) }
}

pub(super) fn unreadable(text: &Text<'_>, words: Range<usize>, hint: Hint) -> WhenError {
    WhenError::Unreadable { part: text.part(words), hint }
}
