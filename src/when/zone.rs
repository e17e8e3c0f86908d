//! The names people give time zones.

use std::{cmp::Reverse, collections::HashMap, ops::Range, sync::LazyLock};

use chrono::{DateTime, Datelike, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::{
    Cx, Hint, Language, Part, UnknownZone, WhenError, clock, day,
    lexicon::ENGLISH,
    phrase::edge,
    words::{Kind, Text},
};
use crate::model::zone_abbreviation;

/// How alike two names must be (Jaro-Winkler) for one to be offered for the other.
const ALIKE: f64 = 0.86;
/// How many letters longer or shorter one may be.
const SLIPS: usize = 4;

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

/// What clocks show beside the time, and where.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Abbreviation {
    pub(super) name: &'static str,
    zones: &'static [Tz],
}

/// What people say in North America, with "time" after it or without.
static REGIONS: &[Abbreviation] = &[
    Abbreviation { name: "Eastern", zones: &[Tz::America__New_York] },
    Abbreviation { name: "Central", zones: &[Tz::America__Chicago] },
    Abbreviation { name: "Mountain", zones: &[Tz::America__Denver] },
    Abbreviation { name: "Pacific", zones: &[Tz::America__Los_Angeles] },
];

/// One zone where people mean one, whatever the season; several where they have to be asked.
static ABBREVIATIONS: &[Abbreviation] = &[
    Abbreviation { name: "CET", zones: &[Tz::Europe__Berlin] },
    Abbreviation { name: "CEST", zones: &[Tz::Europe__Berlin] },
    Abbreviation { name: "WET", zones: &[Tz::Europe__Lisbon] },
    Abbreviation { name: "WEST", zones: &[Tz::Europe__Lisbon] },
    Abbreviation { name: "EET", zones: &[Tz::Europe__Athens] },
    Abbreviation { name: "EEST", zones: &[Tz::Europe__Athens] },
    Abbreviation { name: "BST", zones: &[Tz::Europe__London] },
    Abbreviation { name: "MSK", zones: &[Tz::Europe__Moscow] },
    Abbreviation { name: "EST", zones: &[Tz::America__New_York] },
    Abbreviation { name: "EDT", zones: &[Tz::America__New_York] },
    Abbreviation { name: "ET", zones: &[Tz::America__New_York] },
    Abbreviation {
        name: "CST",
        zones: &[Tz::America__Chicago, Tz::Asia__Shanghai, Tz::America__Havana],
    },
    Abbreviation { name: "CDT", zones: &[Tz::America__Chicago, Tz::America__Havana] },
    Abbreviation { name: "CT", zones: &[Tz::America__Chicago] },
    Abbreviation { name: "MST", zones: &[Tz::America__Denver, Tz::America__Phoenix] },
    Abbreviation { name: "MDT", zones: &[Tz::America__Denver] },
    Abbreviation { name: "MT", zones: &[Tz::America__Denver] },
    Abbreviation { name: "PST", zones: &[Tz::America__Los_Angeles] },
    Abbreviation { name: "PDT", zones: &[Tz::America__Los_Angeles] },
    Abbreviation { name: "PT", zones: &[Tz::America__Los_Angeles] },
    Abbreviation {
        name: "IST",
        zones: &[Tz::Asia__Kolkata, Tz::Asia__Jerusalem, Tz::Europe__Dublin],
    },
    Abbreviation { name: "JST", zones: &[Tz::Asia__Tokyo] },
    Abbreviation { name: "KST", zones: &[Tz::Asia__Seoul] },
    Abbreviation { name: "HKT", zones: &[Tz::Asia__Hong_Kong] },
    Abbreviation { name: "SGT", zones: &[Tz::Asia__Singapore] },
    Abbreviation { name: "AEST", zones: &[Tz::Australia__Sydney, Tz::Australia__Brisbane] },
    Abbreviation { name: "AEDT", zones: &[Tz::Australia__Sydney] },
    Abbreviation { name: "AWST", zones: &[Tz::Australia__Perth] },
    Abbreviation { name: "ACST", zones: &[Tz::Australia__Adelaide, Tz::Australia__Darwin] },
    Abbreviation { name: "ACDT", zones: &[Tz::Australia__Adelaide] },
    Abbreviation { name: "BRT", zones: &[Tz::America__Sao_Paulo] },
    Abbreviation { name: "SAST", zones: &[Tz::Africa__Johannesburg] },
    Abbreviation { name: "AKST", zones: &[Tz::America__Anchorage] },
    Abbreviation { name: "AKDT", zones: &[Tz::America__Anchorage] },
    Abbreviation { name: "HST", zones: &[Tz::Pacific__Honolulu] },
    Abbreviation { name: "NZST", zones: &[Tz::Pacific__Auckland] },
    Abbreviation { name: "NZDT", zones: &[Tz::Pacific__Auckland] },
];

/// Cities of one name in several zones.
static CITY_NAMES: &[Abbreviation] =
    &[Abbreviation { name: "portland", zones: &[Tz::America__Los_Angeles, Tz::America__New_York] }];

/// Names in the zone database that are rather something else after a clock time.
static NO_CITIES: &[&str] = &[
    "reunion",
    "christmas",
    "wake",
    "center",
    "troll",
    "casey",
    "davis",
    "palmer",
    "easter",
    "general",
    "universal",
    "central",
    "mountain",
    "pacific",
    "eastern",
    "east",
    "west",
    "north",
    "south",
    "victoria",
    "victory",
    "nome",
    "midway",
    "utc",
    "gmt",
    "z",
    "zulu",
    "stanley",
    "samara",
    "lima",
    "canary",
    "resolute",
    "madeira",
    "cayenne",
    "bermuda",
    "panama",
    "jamaica",
];

/// Cities and countries that the zone database knows under another name.
static CITIES: &[(&str, Tz)] = &[
    ("munich", Tz::Europe__Berlin),
    ("hamburg", Tz::Europe__Berlin),
    ("frankfurt", Tz::Europe__Berlin),
    ("cologne", Tz::Europe__Berlin),
    ("geneva", Tz::Europe__Zurich),
    ("barcelona", Tz::Europe__Madrid),
    ("milan", Tz::Europe__Rome),
    ("edinburgh", Tz::Europe__London),
    ("manchester", Tz::Europe__London),
    ("san francisco", Tz::America__Los_Angeles),
    ("seattle", Tz::America__Los_Angeles),
    ("boston", Tz::America__New_York),
    ("washington", Tz::America__New_York),
    ("miami", Tz::America__New_York),
    ("austin", Tz::America__Chicago),
    ("montreal", Tz::America__Toronto),
    ("beijing", Tz::Asia__Shanghai),
    ("delhi", Tz::Asia__Kolkata),
    ("mumbai", Tz::Asia__Kolkata),
    ("bangalore", Tz::Asia__Kolkata),
    ("tel aviv", Tz::Asia__Jerusalem),
    ("canberra", Tz::Australia__Sydney),
    ("wellington", Tz::Pacific__Auckland),
    ("nyc", Tz::America__New_York),
    ("atlanta", Tz::America__New_York),
    ("philadelphia", Tz::America__New_York),
    ("houston", Tz::America__Chicago),
    ("dallas", Tz::America__Chicago),
    ("hyderabad", Tz::Asia__Kolkata),
    ("chennai", Tz::Asia__Kolkata),
    ("osaka", Tz::Asia__Tokyo),
    ("rio de janeiro", Tz::America__Sao_Paulo),
    ("uk", Tz::Europe__London),
    ("england", Tz::Europe__London),
    ("scotland", Tz::Europe__London),
    ("wales", Tz::Europe__London),
    ("britain", Tz::Europe__London),
    ("ireland", Tz::Europe__Dublin),
    ("germany", Tz::Europe__Berlin),
    ("austria", Tz::Europe__Vienna),
    ("switzerland", Tz::Europe__Zurich),
    ("france", Tz::Europe__Paris),
    ("spain", Tz::Europe__Madrid),
    ("italy", Tz::Europe__Rome),
    ("netherlands", Tz::Europe__Amsterdam),
    ("belgium", Tz::Europe__Brussels),
    ("denmark", Tz::Europe__Copenhagen),
    ("sweden", Tz::Europe__Stockholm),
    ("norway", Tz::Europe__Oslo),
    ("finland", Tz::Europe__Helsinki),
    ("greece", Tz::Europe__Athens),
    ("ukraine", Tz::Europe__Kyiv),
    ("romania", Tz::Europe__Bucharest),
    ("hungary", Tz::Europe__Budapest),
    ("czechia", Tz::Europe__Prague),
    ("india", Tz::Asia__Kolkata),
    ("pakistan", Tz::Asia__Karachi),
    ("china", Tz::Asia__Shanghai),
    ("korea", Tz::Asia__Seoul),
    ("south korea", Tz::Asia__Seoul),
    ("taiwan", Tz::Asia__Taipei),
    ("thailand", Tz::Asia__Bangkok),
    ("vietnam", Tz::Asia__Ho_Chi_Minh),
    ("philippines", Tz::Asia__Manila),
    ("kenya", Tz::Africa__Nairobi),
    ("nigeria", Tz::Africa__Lagos),
    ("south africa", Tz::Africa__Johannesburg),
    ("argentina", Tz::America__Argentina__Buenos_Aires),
    ("colombia", Tz::America__Bogota),
    ("peru", Tz::America__Lima),
    ("new zealand", Tz::Pacific__Auckland),
    ("eastern", Tz::America__New_York),
    ("central", Tz::America__Chicago),
    ("mountain", Tz::America__Denver),
    ("pacific", Tz::America__Los_Angeles),
    ("singapore", Tz::Asia__Singapore),
];

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

/// The areas that zones are named in today.
const CONTINENTS: [&str; 9] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// Every zone by its name and by its city, in lower case.
static NAMES: LazyLock<HashMap<String, Tz>> = LazyLock::new(|| {
    let mut names: HashMap<String, Tz> = HashMap::new();
    let mut zones = TZ_VARIANTS.to_vec();
    // The best last, to stay.
    zones.sort_by_key(|zone| Reverse(rank(*zone)));
    names.extend(zones.iter().map(|zone| (place(*zone).to_ascii_lowercase(), *zone)));
    names.extend(zones.iter().map(|zone| (zone.name().to_ascii_lowercase(), *zone)));
    names.extend(CITIES.iter().map(|(city, zone)| (city.replace(' ', "_"), *zone)));
    names
});

/// The error of a name that no zone has.
pub(super) fn unknown(part: Part) -> WhenError {
    let nearest = near(&part.text);
    UnknownZone { part, nearest }.into()
}

impl Abbreviation {
    /// The zone that is meant: the speaker's own where its clocks show the abbreviation, else the only one.
    pub(super) fn meant(&self, cx: Option<&Cx>) -> Option<Tz> {
        // "ET" is EST or EDT.
        let winter = match self.name {
            "ET" | "Eastern" => "EST",
            "CT" | "Central" => "CST",
            "MT" | "Mountain" => "MST",
            "PT" | "Pacific" => "PST",
            name => name,
        };
        if let Some(cx) = cx.filter(|cx| shows(cx.zone, winter, cx.now)) {
            return Some(cx.zone);
        }
        match self.zones {
            [zone] => Some(*zone),
            _ => None,
        }
    }

    pub(super) fn ask(&self, part: Part) -> WhenError {
        WhenError::AmbiguousZone { part, zones: self.zones.to_vec() }
    }
}

/// Whether a zone's clocks show an abbreviation in winter or summer of this year.
fn shows(zone: Tz, abbreviation: &str, now: DateTime<Utc>) -> bool {
    [1, 7].into_iter().any(|month| {
        let at = Utc.with_ymd_and_hms(now.year(), month, 1, 12, 0, 0).single();
        at.is_some_and(|at| zone_abbreviation(at, zone) == abbreviation)
    })
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
        .or_else(|| time_of(text, at))?;
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
        && text.glued(sign)
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
    if let Some((zone, next)) = run.or(broken).filter(|_| named) {
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
    let mut next = at + 2;
    while text.glued(next) && text.get(next).is_some_and(|word| in_name(word.kind)) {
        next += 1;
    }
    let written = text.written(at..next);
    // "Phoenix/Arizona"
    let place =
        || NAMES.contains_key(text.letters(at).unwrap_or_default()).then_some(Named::Unknown);
    let like = || {
        if alone { Some(Named::Unknown) } else { like_zone(text.letters(at)?).or_else(place) }
    };
    by_name(written).or_else(like).map(|named| (named, next))
}

/// Whether the first part of a name says that a zone was meant.
fn like_zone(area: &str) -> Option<Named> {
    let areas = CONTINENTS.iter().map(|area| area.trim_end_matches('/').to_ascii_lowercase());
    let alike = areas.map(|known| strsim::jaro_winkler(&known, area)).any(|alike| alike >= ALIKE);
    (area.len() <= 12 && alike).then_some(Named::Unknown)
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
    let named =
        (capitals || small || alone).then(|| abbreviation(&written.to_ascii_uppercase()))??;
    let next = if text.is(at + 1, "time") { at + 2 } else { at + 1 };
    Some((named, next))
}

/// "Eastern", "Pacific time", "Eastern standard time".
fn region(text: &Text<'_>, at: usize) -> Option<(Named, usize)> {
    let word = text.letters(at)?;
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
            Some(Named::Zone(zone)) if capital || !rank(zone).0 => {
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
        let named = (letters && (said || alone)).then(|| by_city(&place_at(text, at..next)))??;
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

fn by_city(name: &str) -> Option<Named> {
    let several = CITY_NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name));
    several.map(Named::Abbreviation).or_else(|| by_name(name))
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

fn abbreviation(name: &str) -> Option<Named> {
    // The German names of what the clocks show.
    let name = match name {
        "MEZ" => "CET",
        "MESZ" => "CEST",
        other => other,
    };
    ABBREVIATIONS.iter().find(|known| known.name == name).map(Named::Abbreviation)
}

/// The zone with this name, or the one named after this city, in any case and with spaces for underscores.
fn by_name(name: &str) -> Option<Named> {
    let name = name.replace(' ', "_").to_ascii_lowercase();
    if matches!(name.as_str(), "utc" | "gmt" | "z" | "etc/utc" | "zulu") {
        return Some(Named::Zone(Tz::UTC));
    }
    // "CET", "EST" and their like are zones too, but of fixed rules that nobody lives by.
    if !name.contains('/') && abbreviation(&name.to_ascii_uppercase()).is_some() {
        return None;
    }
    NAMES.get(&name).map(|zone| Named::Zone(*zone))
}

/// The zones that have letters in their names, those first whose city begins so.
pub(super) fn like(letters: &str) -> Vec<Tz> {
    let letters = letters.trim().replace(' ', "_").to_ascii_lowercase();
    let usual = |zone: &Tz| !rank(*zone).0;
    let has = |zone: &Tz| zone.name().to_ascii_lowercase().contains(&letters);
    let begins = |zone: &Tz| place(*zone).to_ascii_lowercase().starts_with(&letters);
    let mut zones: Vec<_> =
        TZ_VARIANTS.iter().copied().filter(|zone| usual(zone) && has(zone)).collect();
    zones.sort_by_key(|zone| (!begins(zone), zone.name()));
    // Cities under whose names the database has no zone.
    let others = CITIES.iter().filter(|(city, _)| city.replace(' ', "_").starts_with(&letters));
    for (_, zone) in others.filter(|_| !letters.is_empty()) {
        if !zones.contains(zone) {
            zones.push(*zone);
        }
    }
    zones
}

/// The last part of a zone's name.
fn place(zone: Tz) -> &'static str {
    let name = zone.name();
    name.rsplit_once('/').map_or(name, |(_, place)| place)
}

/// Continents before the old names by country, and `America/Argentina/Mendoza` before `America/Mendoza`.
fn rank(zone: Tz) -> (bool, Reverse<usize>) {
    let name = zone.name();
    (!CONTINENTS.iter().any(|continent| name.starts_with(continent)), Reverse(name.len()))
}

/// The zone whose name, or whose city, is most like a text.
fn near(name: &str) -> Option<Tz> {
    let name = name.replace(' ', "_").to_ascii_lowercase();
    if name.len() > 40 {
        return None;
    }
    let alike = |known: &str| {
        if known.len().abs_diff(name.len()) > SLIPS {
            return 0.0;
        }
        strsim::jaro_winkler(&known.to_ascii_lowercase(), &name)
    };
    TZ_VARIANTS
        .iter()
        .map(|zone| (alike(zone.name()).max(alike(place(*zone))), *zone))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|one, two| one.0.total_cmp(&two.0).then_with(|| rank(two.1).cmp(&rank(one.1))))
        .map(|(_, zone)| zone)
}
