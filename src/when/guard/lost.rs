//! What would bound a series and was not read, so that it would go on for ever in silence.

use std::ops::Range;

use super::unreadable;
use crate::when::{
    Hint, WhenError,
    day::{self, Day, Week},
    lexicon::{ENGLISH, Unit},
    phrase::edge,
    repeat::BOUNDED,
    sentence::Found,
    words::{Kind, Text},
};

/// How many words after one that leads to a stretch of time that is looked for.
const LOOK: usize = 5;

/// Refuses "for a few weeks", "all january" and "winter only" beside a series.
pub(in crate::when) fn refuse_lost_bounds(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    // "yoga tue 18:00 for a few weeks" is not one meeting.
    let day = found.phrase.day.as_ref().map(|said| said.value);
    let weekday = matches!(day, Some(Day::Weekday(_, Week::Coming)));
    if found.phrase.series.is_none() && !(weekday && found.phrase.start_on_a_day()) {
        return Ok(());
    }
    let taken = |at: usize| found.pieces.iter().any(|piece| piece.contains(&at));
    let lost =
        |piece: &Range<usize>| after(text, piece.end).filter(|words| !words.clone().any(taken));
    match found.pieces.iter().find_map(lost) {
        Some(words) => Err(unreadable(text, words, Hint::Write(BOUNDED))),
        None => Ok(()),
    }
}

/// The stretch of time that stands after a time.
fn after(text: &Text<'_>, next: usize) -> Option<Range<usize>> {
    let apart = [',', '(', '-'].iter().any(|mark| text.mark(next, *mark));
    let at = if apart { next + 1 } else { next };
    let only = |end: usize| if text.is(end, "only") { end + 1 } else { end };
    let count = if text.is(at, "next") { at + 1 } else { at };
    let counted =
        (text.is_number(count) || text.count(count).is_some()) && is_unit(text, count + 1);
    if counted && ends(text, count + 2) {
        return Some(at..only(count + 2));
    }
    let bound = [ENGLISH.until, ENGLISH.starting];
    let bound = bound.iter().find_map(|words| text.after_any(at, words)).filter(|_| apart);
    if let Some((_, end)) = bound.and_then(|name| day::day(text, name)) {
        return Some(at..end);
    }
    let named = text.month(at).is_some() || text.is_any(at, ENGLISH.seasons);
    if named && text.is(at + 1, "only") {
        return Some(at..at + 2);
    }
    if named && links_months(text, at) {
        return Some(at..only(at + 3));
    }
    text.is_any(at, ENGLISH.lost).then_some(())?;
    // "most important meeting of the week"
    let look = if text.is_any(at, &["all", "most", "some"]) { 2 } else { LOOK };
    let mut words = (at + 1..=at + look).take_while(|last| {
        let kind = text.get(*last).map(|word| word.kind);
        matches!(kind, Some(Kind::Letters | Kind::Number | Kind::Mark('\'' | '\u{2019}')))
    });
    let last = words.find(|last| is_stretch(text, *last) && ends(text, last + 1))?;
    Some(at..only(last + 1))
}

/// "jan & feb", "jan-mar"
fn links_months(text: &Text<'_>, at: usize) -> bool {
    let to = text.mark(at + 1, '-') || text.is_any(at + 1, ENGLISH.to);
    let link = to || text.mark(at + 1, '&') || text.is_any(at + 1, ENGLISH.and);
    link && text.month(at + 2).is_some()
}

/// Whether nothing comes that a word would belong to: "year 7", "week's", "month end".
fn ends(text: &Text<'_>, next: usize) -> bool {
    let only = text.is(next, "only") || text.is_any(next, ENGLISH.and);
    only || (edge(text, next) && !text.mark(next, '\'') && !text.mark(next, '\u{2019}'))
}

fn is_unit(text: &Text<'_>, at: usize) -> bool {
    let unit = text.unit(at).filter(|_| text.is_long(at));
    matches!(unit, Some(Unit::Week | Unit::Month | Unit::Year))
}

fn is_stretch(text: &Text<'_>, at: usize) -> bool {
    let year = text.number(at, 4..=4).is_some_and(|year| (2000..2100).contains(&year));
    is_unit(text, at) || text.month(at).is_some() || text.is_any(at, ENGLISH.seasons) || year
}
