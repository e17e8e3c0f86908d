//! The time in a sentence, and the words that are not time.

use std::ops::Range;

use super::{
    Hint, WhenError,
    lexicon::ENGLISH,
    phrase::{Phrase, edge, phrase},
    words::{Kind, Text},
};

/// What a sentence says about time, and where.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) phrase: Phrase,
    /// The runs of words that were read, in order.
    pub(super) pieces: Vec<Range<usize>>,
}

/// Finds the time in a sentence.
pub(super) fn find(text: &Text<'_>) -> Result<Option<Found>, WhenError> {
    refuse_series(text)?;
    let phrases = scan(text);
    let days: Vec<_> = phrases
        .iter()
        .filter(|phrase| phrase.start.is_none())
        .map(|phrase| phrase.words.end)
        .collect();
    let Some(found) = choose(text, phrases)? else {
        refuse_unread(text, &[])?;
        refuse_hours(text, &days)?;
        return Ok(None);
    };
    refuse_unread(text, &found.pieces)?;
    refuse_neighbours(text, &found)?;
    Ok(Some(found))
}

/// All phrases, left to right.
fn scan(text: &Text<'_>) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match phrase(text, at, false) {
            Some(phrase) => {
                at = phrase.words.end.max(at + 1);
                found.push(phrase);
            }
            None => at += 1,
        }
    }
    found
}

/// The one time that is meant.
fn choose(text: &Text<'_>, phrases: Vec<Phrase>) -> Result<Option<Found>, WhenError> {
    let (accessories, phrases): (Vec<_>, Vec<_>) = phrases.into_iter().partition(Phrase::accessory);
    let complete = only(text, phrases.iter().filter(|phrase| phrase.complete()))?;
    let chosen = match complete {
        Some(phrase) => Some(vec![phrase.clone()]),
        None => together(text, &phrases)?,
    };
    let Some(mut chosen) = chosen else { return Ok(None) };
    let timed = chosen.iter().any(|phrase| phrase.start.is_some());
    if timed {
        add_accessories(&mut chosen, accessories);
    }
    chosen.sort_by_key(|phrase| phrase.words.start);
    let pieces = chosen.iter().map(|phrase| phrase.words.clone()).collect();
    Ok(chosen.into_iter().reduce(merge).map(|phrase| Found { phrase, pieces }))
}

/// The only one of several, if there is one; two are an error.
fn only<'p>(
    text: &Text<'_>,
    mut phrases: impl Iterator<Item = &'p Phrase>,
) -> Result<Option<&'p Phrase>, WhenError> {
    let first = phrases.next();
    match (first, phrases.next()) {
        (Some(first), Some(second)) => Err(several(text, &first.words, &second.words)),
        _ => Ok(first),
    }
}

fn several(text: &Text<'_>, first: &Range<usize>, second: &Range<usize>) -> WhenError {
    WhenError::Several { first: text.part(first.clone()), second: text.part(second.clone()) }
}

/// A day and a clock time that stand apart, or one of them.
fn together(text: &Text<'_>, phrases: &[Phrase]) -> Result<Option<Vec<Phrase>>, WhenError> {
    let clear = phrases.iter().filter(|phrase| phrase.start.is_some() && !phrase.doubtful());
    let clock = match only(text, clear)? {
        Some(clock) => Some(clock),
        None => only(text, phrases.iter().filter(|phrase| phrase.start.is_some()))?,
    };
    let days = phrases.iter().filter(|phrase| phrase.start.is_none() && phrase.day.is_some());
    let Some(clock) = clock else {
        let alone = days.filter(|phrase| stands_alone(text, phrase));
        return Ok(only(text, alone)?.map(|day| vec![day.clone()]));
    };
    let day = only(text, days)?;
    Ok(Some(day.into_iter().chain([clock]).cloned().collect()))
}

/// Whether a day without a clock time is meant as one: written in figures, or at the edge of what is said.
fn stands_alone(text: &Text<'_>, phrase: &Phrase) -> bool {
    let in_figures = phrase.day.as_ref().is_some_and(|said| said.value.in_figures());
    in_figures || phrase.words.start == 0 || edge(text, phrase.words.end)
}

/// Adds a length ("for 30m") and a zone that stand apart, where none was said beside the time.
fn add_accessories(chosen: &mut Vec<Phrase>, accessories: Vec<Phrase>) {
    for accessory in accessories {
        let length_said =
            chosen.iter().any(|phrase| phrase.length.is_some() || phrase.end.is_some());
        let zone_said = chosen.iter().any(|phrase| phrase.zone.is_some());
        let clash = (accessory.length.is_some() && length_said)
            || (accessory.zone.is_some() && zone_said)
            || accessory.all_day;
        if !clash {
            chosen.push(accessory);
        }
    }
}

fn merge(mut one: Phrase, two: Phrase) -> Phrase {
    one.day = one.day.or(two.day);
    one.weekday = one.weekday.or(two.weekday);
    one.last_day = one.last_day.or(two.last_day);
    one.start = one.start.or(two.start);
    one.end = one.end.or(two.end);
    one.half = one.half.or(two.half);
    one.length = one.length.or(two.length);
    one.zone = one.zone.or(two.zone);
    one.all_day |= two.all_day;
    one
}

/// Refuses "every monday", "each week", "every 2 weeks".
pub(super) fn refuse_series(text: &Text<'_>) -> Result<(), WhenError> {
    for at in 0..text.len() {
        if !text.is_any(at, ENGLISH.every) {
            continue;
        }
        let counted = text.is_number(at + 1) || text.is_any(at + 1, &["other", "second", "third"]);
        let name = if counted { at + 2 } else { at + 1 };
        let Some(word) = text.letters(name) else { continue };
        let unit = ENGLISH.unit(word).is_some() || ENGLISH.weekday(word).is_some();
        if unit
            || matches!(
                word,
                "weekday" | "weekdays" | "workday" | "morning" | "evening" | "weekend"
            )
        {
            return Err(WhenError::Repeats { part: text.part(at..name + 1) });
        }
    }
    Ok(())
}

/// Refuses a number alone after a day: "fri 9" is an hour, a date or a count.
fn refuse_hours(text: &Text<'_>, after_days: &[usize]) -> Result<(), WhenError> {
    let hour =
        after_days.iter().find(|at| text.number(**at, 1..=2).is_some() && edge(text, **at + 1));
    match hour {
        Some(at) => Err(unreadable(text, *at..at + 1, Hint::Write("9:00 or 9am"))),
        None => Ok(()),
    }
}

/// Refuses words that look like a time and were not read.
fn refuse_unread(text: &Text<'_>, read: &[Range<usize>]) -> Result<(), WhenError> {
    let mut at = 0;
    while at < text.len() {
        if let Some(piece) = read.iter().find(|piece| piece.contains(&at)) {
            at = piece.end;
            continue;
        }
        if let Some((words, hint)) = like_time(text, at)
            && phrase(text, at, false).is_none()
        {
            return Err(WhenError::Unreadable { part: text.part(words), hint });
        }
        at += 1;
    }
    Ok(())
}

/// Words that look like a clock time or a date.
fn like_time(text: &Text<'_>, at: usize) -> Option<(Range<usize>, Hint)> {
    let first = text.get(at)?;
    if first.kind != Kind::Number || !text.starts(at) {
        return None;
    }
    let digits = first.lower.len();
    let end = run_end(text, at);
    let clock = digits <= 2 && text.joint(at + 1, ':') && text.number(at + 2, 2..=9).is_some();
    let halves = text.is_any(at + 1, &["am", "pm"]) && digits <= 2 && text.ends(at + 2);
    if clock || halves {
        return Some((at..end.max(at + 2), Hint::Write("15:00 or 3pm")));
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

/// Refuses what stands right beside the time and changes it, but was not read.
fn refuse_neighbours(text: &Text<'_>, found: &Found) -> Result<(), WhenError> {
    for piece in &found.pieces {
        refuse_after(text, found, piece)?;
        refuse_before(text, found, piece)?;
    }
    Ok(())
}

fn refuse_after(text: &Text<'_>, found: &Found, piece: &Range<usize>) -> Result<(), WhenError> {
    let next = piece.end;
    if found.pieces.iter().any(|other| other.start == next) {
        return Ok(());
    }
    let joined = text.mark(next, '-') || text.mark(next, '+') || text.is_any(next, ENGLISH.to);
    if joined && text.is_number(next + 1) {
        return Err(unreadable(text, next..run_end(text, next + 1), Hint::Write("15:00-15:45")));
    }
    let bare_hour =
        text.is_any(next, ENGLISH.at) && text.is_number(next + 1) && edge(text, next + 2);
    if found.phrase.start.is_none() && (text.is_number(next) || bare_hour) {
        let words = next..run_end(text, if bare_hour { next + 1 } else { next });
        return Err(unreadable(text, words, Hint::Write("9:00 or 9am")));
    }
    if text.is_any(next, ENGLISH.repeats) {
        return Err(WhenError::Repeats { part: text.part(next..next + 1) });
    }
    if text.is(next, "for") && (text.is_number(next + 1)) && near_unit(text, next + 2) {
        return Err(unreadable(text, next..next + 3, Hint::Write("for 45 min")));
    }
    let linked = text.mark(next, ',')
        || text.mark(next, '&')
        || text.mark(next, '-')
        || text.is_any(next, ENGLISH.and)
        || text.is_any(next, ENGLISH.to);
    let other = if linked { next + 1 } else { next };
    refuse_second(text, found, piece, other)?;
    misspelt(text, found, next)
}

/// Refuses another day or clock time beside the time.
fn refuse_second(
    text: &Text<'_>,
    found: &Found,
    piece: &Range<usize>,
    at: usize,
) -> Result<(), WhenError> {
    match phrase(text, at, false) {
        Some(other) if !other.accessory() && !other.doubtful() && !taken(found, at) => {
            Err(several(text, piece, &other.words))
        }
        _ => Ok(()),
    }
}

fn taken(found: &Found, at: usize) -> bool {
    found.pieces.iter().any(|piece| piece.contains(&at))
}

/// Whether a word is a unit of time with a slip in it.
fn near_unit(text: &Text<'_>, at: usize) -> bool {
    ["minutes", "minute", "hours", "hour"].iter().any(|unit| {
        text.letters(at)
            .is_some_and(|word| word.len() >= 4 && strsim::osa_distance(word, unit) == 1)
    })
}

fn refuse_before(text: &Text<'_>, found: &Found, piece: &Range<usize>) -> Result<(), WhenError> {
    let Some(before) = piece.start.checked_sub(1).filter(|before| !taken(found, *before)) else {
        return Ok(());
    };
    let linked = text.mark(before, ',')
        || text.mark(before, '&')
        || text.mark(before, '-')
        || text.is_any(before, ENGLISH.and)
        || text.is_any(before, ENGLISH.to);
    if linked && let Some(at) = before.checked_sub(1).filter(|at| !taken(found, *at)) {
        let weekday = text.letters(at).is_some_and(|word| ENGLISH.weekday(word).is_some());
        let half_date = text.is_number(at) && text.starts(at) && text.joint(before, '-');
        if weekday || half_date {
            return Err(several(text, &(at..before), piece));
        }
    }
    if !linked && text.is_any(before, ENGLISH.repeats) && found.phrase.day.is_none() {
        return Err(WhenError::Repeats { part: text.part(before..piece.end) });
    }
    let figure =
        text.is_number(before) && text.mark(before.wrapping_sub(1), '/') && text.glued(before);
    if figure && found.phrase.day.is_none() {
        let start = before.saturating_sub(2);
        return Err(unreadable(text, start..before + 1, Hint::NoSuchDate));
    }
    misspelt(text, found, before)
}

/// Refuses a word beside a time without a day that is nearly a day.
fn misspelt(text: &Text<'_>, found: &Found, at: usize) -> Result<(), WhenError> {
    let clear = found.phrase.start.is_some() && found.phrase.day.is_none();
    match text.letters(at).filter(|_| clear).and_then(|word| ENGLISH.misspelt(word)) {
        Some(meant) => Err(unreadable(text, at..at + 1, Hint::Word(meant.to_owned()))),
        None => Ok(()),
    }
}

fn unreadable(text: &Text<'_>, words: Range<usize>, hint: Hint) -> WhenError {
    WhenError::Unreadable { part: text.part(words), hint }
}

/// Reads a text that is a time and nothing else.
pub(super) fn whole(text: &Text<'_>) -> Result<Found, WhenError> {
    refuse_series(text)?;
    if text.len() == 0 {
        return Err(WhenError::Nothing);
    }
    let start = usize::from(text.is_any(0, ENGLISH.to));
    let Some(phrase) = phrase(text, start, true) else {
        return Err(unread(text, start));
    };
    let end = (phrase.words.end..text.len()).find(|at| !closing(text, *at));
    match end {
        Some(at) => Err(unread(text, at)),
        None => Ok(Found { pieces: vec![phrase.words.clone()], phrase }),
    }
}

/// Whether a mark may follow a time that is the whole text.
fn closing(text: &Text<'_>, at: usize) -> bool {
    [',', '.', '!', '?', ')', '…'].iter().any(|mark| text.mark(at, *mark))
}

/// Says of the first word that cannot be read what may have been meant.
fn unread(text: &Text<'_>, at: usize) -> WhenError {
    if let Some((words, hint)) = like_time(text, at) {
        return unreadable(text, words, hint);
    }
    if text.is_any(at, ENGLISH.repeats) {
        return WhenError::Repeats { part: text.part(at..at + 1) };
    }
    let meant = text.letters(at).and_then(|word| ENGLISH.misspelt(word));
    let hint = meant.map_or(Hint::Write("fri 15:00-15:45"), |meant| Hint::Word(meant.to_owned()));
    let end = if meant.is_some() { at + 1 } else { text.len() };
    unreadable(text, at..end, hint)
}

/// The words before the time, and those around its pieces, without what joined them to it.
pub(super) fn title(text: &Text<'_>, pieces: &[Range<usize>]) -> String {
    let mut from = 0;
    let mut parts = Vec::new();
    for piece in pieces {
        let octets = text.octets(piece.clone());
        parts.push(text.between(from..octets.start));
        from = octets.end;
    }
    let title = parts.iter().map(|part| tidy_end(part)).filter(|part| !part.is_empty());
    title.collect::<Vec<_>>().join(" ")
}

/// The words after the time.
pub(super) fn rest(text: &Text<'_>, pieces: &[Range<usize>]) -> String {
    let from = pieces.last().map_or(0, |piece| text.octets(piece.clone()).end);
    let rest = text.between(from..text.octet_len());
    rest.trim_start_matches([')', ']', ',', ';', ':', '.', '-', '\u{2013}', '\u{2014}', ' '])
        .to_owned()
}

fn tidy_end(part: &str) -> &str {
    part.trim_end_matches(['(', '[', ',', ';', ':', '-', '\u{2013}', '\u{2014}', ' '])
        .trim_start_matches([')', ']', ',', ';', ':', ' '])
}
