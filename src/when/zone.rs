//! Time zones as they are said.

use std::ops::Range;

use chrono_tz::Tz;

use super::{
    Cx, Hint, Language, UnknownZone, WhenError, clock, day,
    lexicon::ENGLISH,
    phrase::edge,
    words::{Kind, Text},
};

mod names;

use names::{
    Abbreviation, NO_CITIES, OTHER_WORDS, REGIONS, abbreviation, by_city, by_name, is_known,
    is_usual, like_zone, of_time,
};
pub(super) use names::{like, unknown};

/// A zone as it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Named {
    /// A zone by its name, its city, or an offset from UTC.
    Zone(Tz),
    /// The speaker's own: "my time".
    Own,
    /// An abbreviation, and the zones it stands for.
    Abbreviation(&'static Abbreviation),
    /// A name that no zone has, though it looks like one.
    Unknown,
    /// An offset that no zone with a name has.
    Offset,
}

/// Reads a text that is the name of a zone and nothing else.
pub(super) fn whole(name: &str, cx: Option<&Cx>) -> Result<Tz, WhenError> {
    let text = Text::cut(name, cx.map_or(Language::English, |cx| cx.language))?;
    if text.len() == 0 {
        return Err(WhenError::Nothing);
    }
    let part = text.part(0..text.len());
    let plain = text.between(0..text.octet_len());
    let plain = plain.strip_suffix(" time").unwrap_or(&plain);
    let offset = offset(&text, 0).filter(|(_, next)| *next == text.len()).map(|(named, _)| named);
    let named =
        offset.or_else(|| by_name(plain)).or_else(|| abbreviation(&plain.to_ascii_uppercase()));
    let named = named.unwrap_or(Named::Unknown);
    match named {
        Named::Zone(zone) => Ok(zone),
        Named::Own => Err(UnknownZone { part, nearest: None }.into()),
        Named::Abbreviation(known) => known.meant(cx).ok_or_else(|| known.ask(part)),
        Named::Unknown => Err(unknown(part)),
        Named::Offset => Err(WhenError::Unreadable { part, hint: Hint::Write("Asia/Kolkata") }),
    }
}

/// Reads the zone that begins at a word after a clock time; gives the word after it. With `alone` the text is known to
/// be a time and nothing else, so that a city may stand without the word "time".
pub(super) fn zone(text: &Text<'_>, at: usize, alone: bool) -> Option<(Named, usize)> {
    let found = own(text, at)
        .or_else(|| offset(text, at))
        .or_else(|| slashed(text, at, alone))
        .or_else(|| shouted(text, at, alone))
        .or_else(|| region(text, at))
        .or_else(|| city(text, at, alone))
        .or_else(|| time_of(text, at))
        .or_else(|| like_abbreviation(text, at))?;
    // "18:00 CET/12:00 EST"
    let other = text.joint(found.1, '/') && clock::clock(text, found.1 + 1).is_some();
    (other || text.ends(found.1)).then_some(found)
}

/// "my time", "local time".
fn own(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let said = text.is_any(at, &["my", "local"]) && text.is(at + 1, "time");
    // "local time in New York"
    let name = if text.is(at + 2, "in") { at + 3 } else { at + 2 };
    let there = text.is(at, "local").then(|| bare_city(text, name)).flatten();
    let found = there.map_or((Named::Own, at + 2), |(zone, next)| (Named::Zone(zone), next));
    said.then_some(found)
}

/// "UTC", "Z", "UTC+2", "GMT-05:00", "+02:00".
fn offset(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let named = text.is_any(at, &["utc", "gmt", "z"]);
    let sign = if named { at + 1 } else { at };
    let signed = (text.mark(sign, '+') || text.mark(sign, '-'))
        && (text.glued(sign) || named)
        && text.glued(sign + 1)
        && text.is_number(sign + 1);
    if !signed || (named && text.is(at, "z")) {
        return named.then_some((Named::Zone(Tz::UTC), at + 1));
    }
    // "UTC+0530", "GMT+3.5"
    let run =
        text.number(sign + 1, 3..=4).map(|run| (fixed_of(text.mark(sign, '+'), run), sign + 2));
    let broken = text.joint(sign + 2, '.') && text.is_number(sign + 3);
    let broken = broken.then_some((None, sign + 4));
    // "9am +0100"
    let four = text.number(sign + 1, 4..=4).is_some();
    if let Some((zone, next)) = run.or(broken).filter(|_| named || four) {
        return Some((zone.map_or(Named::Offset, Named::Zone), next));
    }
    let minutes = text.joint(sign + 2, ':').then(|| text.number(sign + 3, 2..=2)).flatten();
    let hours =
        if named || minutes.is_some() { text.number(sign + 1, 1..=2)? } else { return None };
    let next = if minutes.is_some() { sign + 4 } else { sign + 2 };
    let whole = minutes.unwrap_or(0) == 0;
    let zone = whole.then(|| fixed(text.mark(sign, '+'), hours)).flatten();
    Some((zone.map_or(Named::Offset, Named::Zone), next))
}

/// The zone of a whole offset. Its name has the sign of POSIX: east of Greenwich is minus.
fn fixed(east: bool, hours: u32) -> Option<Tz> {
    let sign = if east { '-' } else { '+' };
    if hours == 0 { Some(Tz::UTC) } else { format!("Etc/GMT{sign}{hours}").parse().ok() }
}

/// The zone of an offset in four figures, where it is of whole hours.
fn fixed_of(east: bool, run: u32) -> Option<Tz> {
    if run.is_multiple_of(100) { fixed(east, run / 100) } else { None }
}

/// "Europe/Berlin".
fn slashed(text: &Text<'_>, at: usize, alone: bool) -> Option<(Named, usize)> {
    text.letters(at).filter(|area| area.len() > 1)?;
    // "CET/12:00 EST"
    if !text.joint(at + 1, '/') || text.is_number(at + 2) {
        return None;
    }
    if let Some(found) = twice(text, at) {
        return Some(found);
    }
    let mut next = at + 2;
    while text.glued(next) && text.get(next).is_some_and(|word| in_name(word.kind)) {
        next += 1;
    }
    let written = text.written(at..next);
    // "Phoenix/Arizona"
    let place = || is_known(text.letters(at).unwrap_or_default()).then_some(Named::Unknown);
    let like = || {
        if alone { Some(Named::Unknown) } else { like_zone(text.letters(at)?).or_else(place) }
    };
    by_name(written).or_else(like).map(|named| (named, next))
}

/// "CET/Berlin time": one zone by two names.
fn twice(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let Named::Abbreviation(known) = abbreviation(&text.letters(at)?.to_ascii_uppercase())? else {
        return None;
    };
    let (Named::Zone(zone), next) = city(text, at + 2, true)? else { return None };
    known.has(zone).then_some((Named::Zone(zone), next))
}

fn in_name(kind: Kind) -> bool {
    matches!(kind, Kind::Letters | Kind::Number | Kind::Mark('/' | '-' | '+'))
}

/// "CET", in capitals unless nothing else is likely to stand here.
fn shouted(text: &Text<'_>, at: usize, alone: bool) -> Option<(Named, usize)> {
    let written = text.written(at..at + 1);
    let capitals = written.chars().all(|c| c.is_ascii_uppercase());
    // "15:00 est" but not "15:00 est. 20 people", and not "15:00 west".
    let ends = edge(text, at + 1) || day::day(text, at + 1).is_some() || text.joint(at + 1, '/');
    let last = ends && (!text.mark(at + 1, '.') || at + 2 >= text.len());
    let small = last && written.len() >= 3 && !text.is(at, "west");
    // "15:00 ART club"
    let sure = capitals && (ends || !OTHER_WORDS.contains(&written));
    let named = (sure || small || alone).then(|| abbreviation(&written.to_ascii_uppercase()))??;
    let next = if text.is(at + 1, "time") { at + 2 } else { at + 1 };
    Some((named, next))
}

/// "XYZT" after a clock time, in a text that is not all in capitals: no zone that is known.
fn like_abbreviation(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let capitals = |word: &str| word.chars().all(|c| c.is_ascii_uppercase());
    let written = text.written(at..at + 1);
    // No word has these letters: "MEET" and "TEST" are no zones.
    let middle = written.get(1..3).is_some_and(|two| !two.contains(['A', 'E', 'I', 'O', 'U']));
    let like = written.len() == 4 && capitals(written) && written.ends_with('T') && middle;
    let ends = || edge(text, at + 1) || day::day(text, at + 1).is_some();
    let small = || {
        let mut words = (0..text.len()).filter(|word| text.letters(*word).is_some());
        words.any(|word| !capitals(text.written(word..word + 1)))
    };
    (like && ends() && small()).then_some((Named::Unknown, at + 1))
}

/// "Eastern", "Pacific time", "Eastern standard time".
fn region(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let word = text.letters(at)?;
    // "9am East Coast", which is not sure to be about the clock.
    if text.is_any(at, &["east", "west"]) && text.is(at + 1, "coast") {
        let ends = edge(text, at + 2) || day::day(text, at + 2).is_some();
        return ends.then_some((Named::Unknown, at + 2));
    }
    let found = REGIONS.iter().find(|known| known.name.eq_ignore_ascii_case(word))?;
    let season = usize::from(text.is_any(at + 1, &["standard", "daylight"]));
    let time = text.is(at + 1 + season, "time").then_some(at + 2 + season);
    let last = || (edge(text, at + 1) || day::day(text, at + 1).is_some()).then_some(at + 1);
    Some((Named::Abbreviation(found), time.or_else(last)?))
}

/// The zone of a city that stands at a word with nothing after it, and the word after the city: "Tokyo" of "15:00 Tokyo".
pub(super) fn bare_city(text: &Text<'_>, at: usize) -> Option<(Tz, usize)> {
    (1..=3).rev().find_map(|words| {
        let next = at + words;
        let letters = (at..next).all(|word| text.letters(word).is_some());
        let name = letters.then(|| place_at(text, at..next))?;
        let named = by_name(&name).filter(|_| !NO_CITIES.contains(&name.as_str()));
        let capital = text.written(at..next).chars().next().is_some_and(char::is_uppercase);
        match named {
            // "15:00 turkey"
            Some(Named::Zone(zone)) if capital || is_usual(zone) => {
                let ends = edge(text, next) || day::day(text, next).is_some();
                ends.then_some((zone, next))
            }
            _ => None,
        }
    })
}

/// "Berlin time", "New York time".
fn city(text: &Text<'_>, at: usize, alone: bool) -> Option<(Named, usize)> {
    let known = (1..=3).find_map(|words| {
        let next = at + words;
        let said = text.is(next, "time");
        let letters = (at..next).all(|word| text.letters(word).is_some());
        let place = (letters && (said || alone)).then(|| place_at(text, at..next))?;
        // "polish time management"
        let ends = || edge(text, next + 1) || day::day(text, next + 1).is_some();
        let named = of_time(&place).filter(|_| said && ends()).or_else(|| by_city(&place))?;
        Some((named, if said { next + 1 } else { next }))
    });
    known.or_else(|| nowhere(text, at))
}

/// "Gotham time", "server time": a time that clocks do not show anywhere.
fn nowhere(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let named = text.written(at..at + 1).chars().next().is_some_and(char::is_uppercase);
    let said = (named || text.is_any(at, ENGLISH.whose)) && text.is(at + 1, "time");
    said.then_some((Named::Unknown, at + 2))
}

/// "time of Berlin".
fn time_of(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let name = (text.is(at, "time") && text.is(at + 1, "of")).then_some(at + 2)?;
    (1..=3).rev().find_map(|words| {
        let next = name + words;
        let letters = (name..next).all(|word| text.letters(word).is_some());
        let named = letters.then(|| by_city(&place_at(text, name..next)))??;
        Some((named, next))
    })
}

/// Words that may be the name of a place, in English.
fn place_at(text: &Text<'_>, words: Range<usize>) -> String {
    words.filter_map(|at| text.letters(at)).collect::<Vec<_>>().join(" ")
}
