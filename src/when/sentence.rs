//! The time in a sentence, and the words that are not time.

use std::{borrow::Cow, ops::Range};

use super::{
    Hint, WhenError,
    day::Day,
    guard::{
        like_time, refuse_hours, refuse_lost_bounds, refuse_neighbours, refuse_unread, several,
        unreadable,
    },
    length::Length,
    lexicon::ENGLISH,
    phrase::{Mode, Phrase, Said, edge, phrase},
    series::{self, Rhythm},
    vague::{refuse_dates_after, refuse_vague},
    words::Text,
};

/// What a sentence says about time, and where.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) phrase: Phrase,
    /// The runs of words that were read, in order.
    pub(super) pieces: Vec<Range<usize>>,
    pub(super) mode: Mode,
}

/// Finds the time in a sentence.
pub(super) fn find(text: &Text<'_>) -> Result<Option<Found>, WhenError> {
    let mode = Mode { alone: false, series: series::spoken_of(text) };
    let phrases = scan(text, mode);
    let days: Vec<_> = phrases
        .iter()
        .filter(|phrase| phrase.start.is_none())
        .map(|phrase| phrase.words.end)
        .collect();
    let Some(found) = choose(text, &phrases, mode)? else {
        refuse_unread(text, &[], mode)?;
        refuse_hours(text, &days)?;
        refuse_vague(text, &phrases, None, mode)?;
        return Ok(None);
    };
    refuse_unread(text, &found.pieces, mode)?;
    refuse_vague(text, &phrases, Some(&found), mode)?;
    refuse_neighbours(text, &found)?;
    refuse_lost_bounds(text, &found)?;
    refuse_dates_after(text, &phrases, &found, mode)?;
    Ok(Some(found))
}

/// All phrases, left to right.
fn scan(text: &Text<'_>, mode: Mode) -> Vec<Phrase> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        match phrase(text, at, mode) {
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
fn choose(text: &Text<'_>, phrases: &[Phrase], mode: Mode) -> Result<Option<Found>, WhenError> {
    let (accessories, phrases): (Vec<_>, Vec<_>) =
        phrases.iter().partition(|phrase| phrase.accessory());
    let mut phrases = at_one_time(text, phrases);
    phrases.extend(dotted_clock(text, &phrases, mode).map(Cow::Owned));
    let phrases: Vec<_> = phrases.iter().map(AsRef::as_ref).collect();
    // "14-16 dec in Room 5, 9:00-17:00"
    let clock = phrases.iter().any(|other| {
        other.start_on_a_day() && !other.dated() && !other.doubtful() && other.words.len() > 1
    });
    let days = |phrase: &Phrase| phrase.start.is_none() && !phrase.all_day && clock;
    let complete = phrases.iter().copied().filter(|phrase| phrase.complete() && !days(phrase));
    let complete = only(text, complete)?;
    let chosen = match complete {
        Some(phrase) => Some(vec![phrase.clone()]),
        None => together(text, &phrases)?,
    };
    let Some(mut chosen) = chosen else { return Ok(None) };
    add_rhythm(text, &mut chosen, &phrases);
    let timed = chosen.iter().any(|phrase| phrase.start.is_some());
    let series = chosen.iter().any(|phrase| phrase.series.is_some());
    let days = |phrase: &&Phrase| matches!(&phrase.length, Some(said) if matches!(said.value, Length::Days(_)));
    if timed || series || accessories.iter().all(days) {
        add_accessories(text, &mut chosen, accessories);
    }
    chosen.sort_by_key(|phrase| phrase.words.start);
    let pieces: Vec<_> = chosen.iter().map(|phrase| phrase.words.clone()).collect();
    refuse_move(text, &chosen)?;
    let found = chosen.into_iter().reduce(merge).map(|mut phrase| {
        if phrase.series.is_none() && phrase.dated() && phrase.bounding() {
            phrase.series = rhythm_of_name(text, &pieces);
        }
        Found { phrase, pieces, mode }
    });
    Ok(found)
}

/// The rhythm that a name begins with: "Weekly sync fri 15:00 until june" goes on, since it says how far.
fn rhythm_of_name(text: &Text<'_>, pieces: &[Range<usize>]) -> Option<Said<Rhythm>> {
    let unread = (0..text.len()).filter(|at| !pieces.iter().any(|piece| piece.contains(at)));
    let mut rhythms = unread.filter_map(|at| {
        let (value, next) = series::adverb(text, at)?;
        Some(Said { value, words: at..next })
    });
    rhythms.next().filter(|_| rhythms.next().is_none())
}

/// Adds a rhythm that ends the sentence: "fri 20:00 in Room 5 every week".
fn add_rhythm(text: &Text<'_>, chosen: &mut Vec<Phrase>, phrases: &[&Phrase]) {
    let after = chosen.iter().map(|phrase| phrase.words.end).max().unwrap_or(0);
    let timed = chosen.iter().any(|phrase| phrase.start_on_a_day() && phrase.day.is_some());
    let series = chosen.iter().any(|phrase| phrase.series.is_some());
    let loose = |phrase: &&&Phrase| {
        let rule = phrase.series.as_ref().map(|said| &said.value.rule);
        let open = rule.is_some_and(|rule| !rule.is_settled());
        let last = text.letters(phrase.words.end).is_none() && edge(text, phrase.words.end);
        open && phrase.day.is_none() && phrase.start.is_none() && last
    };
    let mut rhythms =
        phrases.iter().filter(|phrase| phrase.words.start >= after && phrase.series.is_some());
    if let (Some(rhythm), None) = (rhythms.next().filter(loose), rhythms.next())
        && timed
        && !series
    {
        chosen.push((*rhythm).clone());
    }
}

/// Makes one of two that are each a day at the same time of day: "sat 10am and 17 april 10am".
fn at_one_time<'p>(text: &Text<'_>, phrases: Vec<&'p Phrase>) -> Vec<Cow<'p, Phrase>> {
    let mut one: Vec<Cow<'p, Phrase>> = Vec::with_capacity(phrases.len());
    for phrase in phrases {
        let before = one.last_mut().filter(|before| {
            let link = before.words.end;
            let linked = link + 1 == phrase.words.start
                && (text.is_any(link, ENGLISH.and) || text.mark(link, ','));
            linked && before.series.is_none() && before.is_at_the_time_of(phrase)
        });
        match (before, &phrase.day) {
            (Some(before), Some(day)) => {
                let before = before.to_mut();
                before.more.push(day.clone());
                before.more.extend(phrase.more.iter().cloned());
                before.words.end = phrase.words.end;
            }
            _ => one.push(Cow::Borrowed(phrase)),
        }
    }
    one
}

/// The clock time of "fri lunch 12.30 w/ Jo", which apart from its day could be another figure: where it is the only
/// one, and nothing says that it is a version or an amount, as small figures may be.
fn dotted_clock(text: &Text<'_>, phrases: &[Cow<'_, Phrase>], mode: Mode) -> Option<Phrase> {
    let timed = phrases.iter().any(|phrase| phrase.start.is_some());
    let sure = |phrase: &Phrase| !doubtful_day(text, phrase) || likely_day(text, phrase);
    let day = |phrase: &Phrase| phrase.dated() && !phrase.complete() && sure(phrase);
    let dated = phrases.iter().any(|phrase| day(phrase));
    if timed || !dated {
        return None;
    }
    let read = |at: &usize| phrases.iter().any(|phrase| phrase.words.contains(at));
    let dotted = |at: &usize| {
        text.joint(*at + 1, '.')
            && text.number(*at, 1..=2).is_some_and(|hour| (7..=23).contains(&hour))
            && text.number(*at + 2, 2..=2).is_some()
    };
    let mut found = (0..text.len()).filter(|at| dotted(at) && !read(at));
    let at = found.next().filter(|_| found.next().is_none())?;
    let word = |at: usize| text.letters(at).unwrap_or_default();
    let numbered = at.checked_sub(1).is_some_and(|before| ENGLISH.numbered.contains(&word(before)));
    let counts = ENGLISH.amounts.contains(&word(at + 3)) || text.mark(at + 3, '%');
    let clock = phrase(text, at, Mode { alone: true, ..mode })?;
    let plain = clock.start_on_a_day() && !clock.dated() && text.starts(at) && text.ends(at + 3);
    (plain && !numbered && !counts).then_some(clock)
}

/// Refuses "Move the standup 11:00 to 13:30" and "lesson moved from 5pm to 6pm": where it was and where it goes are no
/// range, and no two days.
fn refuse_move(text: &Text<'_>, chosen: &[Phrase]) -> Result<(), WhenError> {
    let first = chosen.first().map_or(0, |phrase| phrase.words.start);
    let moved = (0..=first).any(|at| text.is_any(at, ENGLISH.moved));
    if !moved && !text.is_any(0, ENGLISH.moving) {
        return Ok(());
    }
    let from = |at: usize| moved && (at..=at + 1).any(|at| at > 0 && text.is(at - 1, "from"));
    let range =
        chosen.iter().find_map(|phrase| Some((phrase.start.as_ref()?, phrase.end.as_ref()?)));
    if let Some((start, end)) = range
        && (text.is_any(start.words.end, ENGLISH.to) || text.arrow(start.words.end).is_some())
        && (!moved || from(start.words.start))
    {
        return Err(several(text, &start.words, &end.words));
    }
    let days = |phrase: &Phrase| {
        let first = phrase.day.clone()?;
        let last = phrase.last_day.as_ref().or(phrase.more.last())?.clone();
        Some((first, last))
    };
    match chosen.iter().find_map(days).filter(|(first, _)| from(first.words.start)) {
        Some((first, last)) => Err(several(text, &first.words, &last.words)),
        None => Ok(()),
    }
}

/// The only one of several, if there is one; two are an error.
fn only<'p>(
    text: &Text<'_>,
    mut phrases: impl Iterator<Item = &'p Phrase>,
) -> Result<Option<&'p Phrase>, WhenError> {
    let first = phrases.next();
    match (first, phrases.next()) {
        (Some(first), Some(second)) => {
            let words = if second.dated() { first.words.clone() } else { first.clock_words() };
            Err(several(text, &words, &second.words))
        }
        _ => Ok(first),
    }
}

/// A day and a clock time that stand apart, or one of them.
fn together(text: &Text<'_>, phrases: &[&Phrase]) -> Result<Option<Vec<Phrase>>, WhenError> {
    let phrases = || phrases.iter().copied();
    let clear = || phrases().filter(|phrase| phrase.start.is_some() && !phrase.doubtful());
    // "Midnight feast at midnight"
    let named = |phrase: &&Phrase| {
        let word = phrase.words.len() == 1 && text.letters(phrase.words.start).is_some();
        !word || edge(text, phrase.words.end)
    };
    let some_figures = clear().any(|phrase| named(&phrase));
    let clear = clear().filter(|phrase| !some_figures || named(phrase));
    let clock = match only(text, clear)? {
        Some(clock) => Some(clock),
        None => only(text, phrases().filter(|phrase| phrase.start.is_some()))?,
    };
    let timed = clock.is_some();
    let days = phrases().filter(|phrase| phrase.start.is_none() && phrase.dated());
    let likely = days.clone().filter(|phrase| timed && likely_day(text, phrase));
    let days =
        days.filter(|phrase| !doubtful_day(text, phrase) || stands_alone(text, phrase, timed));
    let Some(clock) = clock else {
        let alone = days.filter(|phrase| stands_alone(text, phrase, timed));
        return Ok(only(text, alone)?.map(|day| vec![day.clone()]));
    };
    let day = match only(text, days)? {
        Some(day) => Some(day),
        None => only(text, likely)?,
    };
    Ok(Some(day.into_iter().chain([clock]).cloned().collect()))
}

/// Whether a day without a clock time is meant as one, and is not part of a name.
pub(super) fn stands_alone(text: &Text<'_>, phrase: &Phrase, timed: bool) -> bool {
    let end = phrase.words.end;
    let led = text.is_any(phrase.words.start, ENGLISH.on);
    let every = text.is_any(phrase.words.start, ENGLISH.every);
    let vague = [ENGLISH.vague, ENGLISH.vague_before, ENGLISH.lasting];
    let vague = vague.iter().any(|words| text.after_any(end, words).is_some());
    let last = (end..text.len()).all(|at| edge(text, at) && text.letters(at).is_none());
    match phrase.day.as_ref().map(|said| said.value) {
        // "rated 4/5, would go again"
        Some(Day::Figures { year: None, .. }) => led || last || phrase.words.start == 0 || vague,
        // "he finished 3rd, she came 1st"
        Some(Day::OfMonth(_)) if !text.is_number(phrase.words.start) => edge(text, end) || vague,
        Some(Day::OfMonth(_)) => {
            (phrase.words.start == 0 && text.mark(end, ':')) || phrase.weekday.is_some()
        }
        // "new year, new me"
        Some(Day::Holiday(..)) => {
            let named = phrase.words.start == 0 && !text.mark(end, ':');
            led || last || (edge(text, end) && !named)
        }
        Some(day) if day.in_figures() => true,
        _ if doubtful_day(text, phrase) => last || vague || (timed && edge(text, end)),
        _ => every || phrase.words.start == 0 || edge(text, end) || vague,
    }
}

/// Whether a day could be another word: "sun", "sat", "wed", "mon", and an ordinal.
fn doubtful_day(text: &Text<'_>, phrase: &Phrase) -> bool {
    let short = phrase.words.len() == 1 && text.is_any(phrase.words.start, ENGLISH.doubtful_days);
    let ordinal = matches!(phrase.day, Some(Said { value: Day::OfMonth(_), .. }))
        && text.is_number(phrase.words.start)
        && phrase.weekday.is_none();
    let holiday = matches!(phrase.day, Some(Said { value: Day::Holiday(..), .. }));
    short || ordinal || holiday
}

/// Whether a short name is likely the day of a clock time that stands apart: "sat brunch 11am", but not "we sat down
/// 11am".
fn likely_day(text: &Text<'_>, phrase: &Phrase) -> bool {
    let at = phrase.words.start;
    let word = |at: usize| text.letters(at).unwrap_or_default();
    let other = ENGLISH.look_alikes.iter().find(|(name, ..)| text.is(at, name));
    let alone = phrase.words.len() == 1;
    other.filter(|_| alone && text.is_only_english(at)).is_some_and(|(_, before, after)| {
        let led = at.checked_sub(1).is_some_and(|before_it| before.contains(&word(before_it)));
        !led && !after.contains(&word(phrase.words.end))
    })
}

/// Adds a length ("for 30m") and a zone that stand apart, where none was said beside the time.
fn add_accessories(text: &Text<'_>, chosen: &mut Vec<Phrase>, accessories: Vec<&Phrase>) {
    for accessory in accessories {
        let length_said =
            chosen.iter().any(|phrase| phrase.length.is_some() || phrase.end.is_some());
        let zone_said = chosen.iter().any(|phrase| phrase.zone.is_some());
        let series = chosen.iter().any(|phrase| phrase.series.is_some());
        // An end and a length that disagree are refused later.
        let noun = [ENGLISH.meetings, ENGLISH.outings]
            .iter()
            .any(|nouns| text.after_any(accessory.words.end, nouns).is_some());
        let ended = !noun && chosen.iter().all(|phrase| phrase.length.is_none());
        let clash = (accessory.length.is_some() && length_said && !ended)
            || (accessory.zone.is_some() && zone_said)
            || (accessory.bounding() && !series)
            || accessory.all_day;
        if !clash {
            chosen.push(accessory.clone());
        }
    }
}

fn merge(mut one: Phrase, two: Phrase) -> Phrase {
    one.day = one.day.or(two.day);
    one.weekday = one.weekday.or(two.weekday);
    one.same_day = one.same_day.or(two.same_day);
    one.last_day = one.last_day.or(two.last_day);
    one.more.extend(two.more);
    one.series = one.series.or(two.series);
    one.from_after |= two.from_after;
    one.from = one.from.or(two.from);
    one.until = one.until.or(two.until);
    one.count = one.count.or(two.count);
    one.except.extend(two.except);
    one.start = one.start.or(two.start);
    one.end = one.end.or(two.end);
    one.half = one.half.or(two.half);
    one.length = one.length.or(two.length);
    one.zone = one.zone.or(two.zone);
    one.elsewhere.extend(two.elsewhere);
    one.all_day |= two.all_day;
    one
}

/// Reads a text that is a time and nothing else.
pub(super) fn whole(text: &Text<'_>) -> Result<Found, WhenError> {
    if text.len() == 0 {
        return Err(WhenError::Nothing);
    }
    let mode = Mode { alone: true, series: series::spoken_of(text) };
    let start = usize::from(text.is_any(0, ENGLISH.to));
    let Some(phrase) = phrase(text, start, mode) else {
        refuse_vague(text, &[], None, mode)?;
        return Err(unread(text, start));
    };
    let end = (phrase.words.end..text.len()).find(|at| !closing(text, *at));
    match end {
        Some(at) => {
            let found = Found { pieces: vec![phrase.words.clone()], phrase, mode };
            refuse_vague(text, &[], Some(&found), mode)?;
            Err(unread(text, at))
        }
        None => Ok(Found { pieces: vec![phrase.words.clone()], phrase, mode }),
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
    let meant = text.misspelt(at);
    let hint = meant.map_or(Hint::Write("fri 15:00-15:45"), |meant| Hint::Word(meant.to_owned()));
    let end = if meant.is_some() { at + 1 } else { text.len() };
    unreadable(text, at..end, hint)
}

/// The words before the time, and those around its pieces, without what joined them to it.
pub(super) fn title(text: &Text<'_>, pieces: &[Range<usize>]) -> String {
    let (mut from, mut word) = (0, 0);
    let mut parts = Vec::new();
    for piece in pieces {
        let octets = text.octets(piece.clone());
        let start = text.octets(led_from(text, word..piece.start)..piece.end).start;
        let part = text.between(from..start.max(from));
        // "sat - brunch 11am"
        let joined = part.trim_start_matches(['-', '\u{2013}', '\u{2014}', ' ']);
        let first = from > 0 && parts.iter().all(String::is_empty);
        parts.push(if first { joined.to_owned() } else { part });
        (from, word) = (octets.end, piece.end);
    }
    let title = parts.iter().map(|part| tidy_end(part)).filter(|part| !part.is_empty());
    title.collect::<Vec<_>>().join(" ")
}

/// The word from which on those before a time only lead to it: "le" in French, "Date:".
fn led_from(text: &Text<'_>, words: Range<usize>) -> usize {
    let label = |at: &usize| text.is_any(*at, ENGLISH.labels);
    let marked = |at: usize| text.mark(at + 1, ':') || text.mark(at + 1, '-');
    let first = if text.mark(words.start, ',') { words.start + 1 } else { words.start };
    let end = if marked(first) { first + 2 } else { first + 1 };
    // "date 15/12 time 9.30am"
    let form = || marked(first) || (0..text.len()).filter(label).count() > 1;
    if label(&first) && end == words.end && form() {
        return words.start;
    }
    let led = words.clone().rev().take_while(|at| text.dangles(*at));
    led.last().unwrap_or(words.end)
}

/// The words after the time.
pub(super) fn rest(text: &Text<'_>, pieces: &[Range<usize>]) -> String {
    let from = pieces.last().map_or(0, |piece| text.octets(piece.clone()).end);
    let rest = text.between(from..text.octet_len());
    let rest = rest.strip_prefix("@ ").unwrap_or(&rest);
    rest.trim_start_matches([')', ']', ',', ';', ':', '.', '-', '\u{2013}', '\u{2014}', ' '])
        .to_owned()
}

fn tidy_end(part: &str) -> &str {
    let joins =
        ['(', '[', '~', '@', ',', ';', ':', '-', '\u{2013}', '\u{2014}', '·', '⋅', '•', ' '];
    part.trim_end_matches(joins).trim_start_matches([')', ']', ',', ';', ':', ' '])
}
