//! The names that zones have: those of the database, their cities, and what clocks show.

use std::{cmp::Reverse, collections::HashMap, sync::LazyLock};

use chrono::{DateTime, Datelike, TimeZone, Utc};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::Named;
use crate::{
    model::zone_abbreviation,
    when::{Cx, Part, UnknownZone, WhenError},
};

/// How alike two names must be (Jaro-Winkler) for one to be offered for the other.
const ALIKE: f64 = 0.86;
/// How many letters longer or shorter one may be.
const SLIPS: usize = 4;

/// What clocks show beside the time, and where.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::when) struct Abbreviation {
    pub(in crate::when) name: &'static str,
    zones: &'static [Tz],
}

/// What people say in North America, with "time" after it or without.
pub(super) static REGIONS: &[Abbreviation] = &[
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
    Abbreviation { name: "GST", zones: &[Tz::Asia__Dubai] },
    Abbreviation { name: "PKT", zones: &[Tz::Asia__Karachi] },
    Abbreviation { name: "NPT", zones: &[Tz::Asia__Kathmandu] },
    Abbreviation { name: "ICT", zones: &[Tz::Asia__Bangkok] },
    Abbreviation { name: "WIB", zones: &[Tz::Asia__Jakarta] },
    Abbreviation { name: "PHT", zones: &[Tz::Asia__Manila] },
    Abbreviation { name: "MYT", zones: &[Tz::Asia__Kuala_Lumpur] },
    Abbreviation { name: "TRT", zones: &[Tz::Europe__Istanbul] },
    Abbreviation { name: "WAT", zones: &[Tz::Africa__Lagos] },
    Abbreviation { name: "ART", zones: &[Tz::America__Argentina__Buenos_Aires] },
    Abbreviation { name: "CLT", zones: &[Tz::America__Santiago] },
    Abbreviation { name: "NZST", zones: &[Tz::Pacific__Auckland] },
    Abbreviation { name: "NZDT", zones: &[Tz::Pacific__Auckland] },
];

/// Abbreviations that are words too, so that nothing may come after them.
pub(super) static OTHER_WORDS: &[&str] = &["ART", "GST", "ICT", "PHT"];

/// Short for places, and what people call the time of one: only before "time".
static OF_TIMES: &[(&str, Tz)] = &[
    ("la", Tz::America__Los_Angeles),
    ("sf", Tz::America__Los_Angeles),
    ("east coast", Tz::America__New_York),
    ("west coast", Tz::America__Los_Angeles),
    ("nepal", Tz::Asia__Kathmandu),
    ("nepali", Tz::Asia__Kathmandu),
    ("indian", Tz::Asia__Kolkata),
    ("german", Tz::Europe__Berlin),
    ("british", Tz::Europe__London),
    ("english", Tz::Europe__London),
    ("irish", Tz::Europe__Dublin),
    ("french", Tz::Europe__Paris),
    ("spanish", Tz::Europe__Madrid),
    ("italian", Tz::Europe__Rome),
    ("polish", Tz::Europe__Warsaw),
    ("dutch", Tz::Europe__Amsterdam),
    ("belgian", Tz::Europe__Brussels),
    ("swiss", Tz::Europe__Zurich),
    ("austrian", Tz::Europe__Vienna),
    ("swedish", Tz::Europe__Stockholm),
    ("danish", Tz::Europe__Copenhagen),
    ("norwegian", Tz::Europe__Oslo),
    ("finnish", Tz::Europe__Helsinki),
    ("greek", Tz::Europe__Athens),
    ("turkish", Tz::Europe__Istanbul),
    ("ukrainian", Tz::Europe__Kyiv),
    ("japanese", Tz::Asia__Tokyo),
    ("chinese", Tz::Asia__Shanghai),
    ("korean", Tz::Asia__Seoul),
    ("peruvian", Tz::America__Lima),
    ("argentine", Tz::America__Argentina__Buenos_Aires),
    ("argentinian", Tz::America__Argentina__Buenos_Aires),
    ("colombian", Tz::America__Bogota),
    ("chilean", Tz::America__Santiago),
    ("canarian", Tz::Atlantic__Canary),
];

/// The zone whose time has this name, which need not be that of a place: "Indian", "LA".
pub(super) fn of_time(name: &str) -> Option<Named> {
    let found = OF_TIMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, zone)| Named::Zone(*zone))
}

/// Cities of one name in several zones.
static CITY_NAMES: &[Abbreviation] =
    &[Abbreviation { name: "portland", zones: &[Tz::America__Los_Angeles, Tz::America__New_York] }];

/// Names in the zone database that are rather something else after a clock time.
pub(super) static NO_CITIES: &[&str] = &[
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
pub(in crate::when) fn unknown(part: Part) -> WhenError {
    let nearest = near(&part.text);
    UnknownZone { part, nearest }.into()
}

impl Abbreviation {
    /// The zone that is meant: the speaker's own where its clocks show the abbreviation, else the only one.
    pub(in crate::when) fn meant(&self, cx: Option<&Cx>) -> Option<Tz> {
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

    /// Whether it can stand for the clocks of a zone.
    pub(super) fn has(&self, zone: Tz) -> bool {
        self.zones.contains(&zone)
    }

    /// The zones that it can stand for.
    pub(in crate::when) const fn zones(&self) -> &'static [Tz] {
        self.zones
    }

    pub(in crate::when) fn ask(&self, part: Part) -> WhenError {
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

pub(super) fn abbreviation(name: &str) -> Option<Named> {
    // The German names of what the clocks show.
    let name = match name {
        "MEZ" => "CET",
        "MESZ" => "CEST",
        other => other,
    };
    ABBREVIATIONS.iter().find(|known| known.name == name).map(Named::Abbreviation)
}

/// The zone with this name, or the one named after this city, in any case and with spaces for underscores.
pub(super) fn by_name(name: &str) -> Option<Named> {
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
pub(in crate::when) fn like(letters: &str) -> Vec<Tz> {
    let letters = letters.trim().replace(' ', "_").to_ascii_lowercase();
    let usual = |zone: &Tz| is_usual(*zone);
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

/// Whether a zone is named by its continent, not by a country or in an old way.
pub(super) fn is_usual(zone: Tz) -> bool {
    !rank(zone).0
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

/// Whether the first part of a name says that a zone was meant.
pub(super) fn like_zone(area: &str) -> Option<Named> {
    let areas = CONTINENTS.iter().map(|area| area.trim_end_matches('/').to_ascii_lowercase());
    let alike = areas.map(|known| strsim::jaro_winkler(&known, area)).any(|alike| alike >= ALIKE);
    (area.len() <= 12 && alike).then_some(Named::Unknown)
}

pub(super) fn by_city(name: &str) -> Option<Named> {
    let several = CITY_NAMES.iter().find(|known| known.name.eq_ignore_ascii_case(name));
    several.map(Named::Abbreviation).or_else(|| by_name(name))
}

/// Whether a zone, or a city of one, has this name in lower case.
pub(super) fn is_known(name: &str) -> bool {
    NAMES.contains_key(name)
}
