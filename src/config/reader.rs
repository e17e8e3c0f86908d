//! From text to settings, with the line of everything that is wrong.

use std::collections::BTreeMap;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Config, ConfigError, KEYS, Key, Place, Wrong};

/// How alike two names must be (Jaro-Winkler) for one to be offered for the other.
const ALIKE: f64 = 0.75;

/// The line of each key that was set.
#[derive(Debug)]
pub(super) struct Lines<'f> {
    file: &'f str,
    lines: BTreeMap<(&'static str, &'static str), usize>,
}

impl Lines<'_> {
    /// The error of a value that was fine by itself.
    pub(super) fn wrong(
        &self,
        section: &'static str,
        name: &'static str,
        wrong: Wrong,
    ) -> ConfigError {
        let line = self.lines.get(&(section, name)).copied().unwrap_or(1);
        ConfigError::Value {
            place: Place { file: self.file.to_owned(), line },
            section,
            name,
            wrong,
        }
    }
}

/// Reads settings from text.
pub(super) fn read<'f>(text: &str, file: &'f str) -> Result<(Config, Lines<'f>), ConfigError> {
    let reader = Reader { text, file };
    let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        place: reader.place(error.span().map_or(0, |span| span.start)),
        reason: error.message().to_owned(),
    })?;
    let mut config = Config::default();
    let mut lines = Lines { file, lines: BTreeMap::new() };
    for (name, value) in table.get_ref() {
        let place = reader.place(name.span().start);
        let DeValue::Table(section) = value.get_ref() else {
            return Err(no_section(place, name.get_ref()));
        };
        let known = known_section(name.get_ref(), place)?;
        for (name, value) in section {
            let place = reader.place(name.span().start);
            let key = known_key(known, name.get_ref(), place.clone())?;
            lines.lines.insert((key.section, key.name), place.line);
            set(&mut config, key, value, place)?;
        }
    }
    Ok((config, lines))
}

fn set(
    config: &mut Config,
    key: &'static Key,
    value: &Spanned<DeValue<'_>>,
    place: Place,
) -> Result<(), ConfigError> {
    let Key { section, name, .. } = *key;
    (key.set)(config, value.get_ref()).map_err(|wrong| ConfigError::Value {
        place,
        section,
        name,
        wrong,
    })
}

struct Reader<'t, 'f> {
    text: &'t str,
    file: &'f str,
}

impl Reader<'_, '_> {
    fn place(&self, octet: usize) -> Place {
        let line = 1 + self.text.bytes().take(octet).filter(|byte| *byte == b'\n').count();
        Place { file: self.file.to_owned(), line }
    }
}

fn no_section(place: Place, name: &str) -> ConfigError {
    let section = KEYS.iter().find(|key| key.name == name).map(|key| key.section);
    ConfigError::NoSection { place, name: name.to_owned(), section }
}

fn known_section(name: &str, place: Place) -> Result<&'static str, ConfigError> {
    let sections = || KEYS.iter().map(|key| key.section);
    sections().find(|section| *section == name).ok_or_else(|| ConfigError::UnknownSection {
        place,
        name: name.to_owned(),
        nearest: nearest(name, sections()),
    })
}

fn known_key(section: &'static str, name: &str, place: Place) -> Result<&'static Key, ConfigError> {
    let keys = || KEYS.iter().filter(|key| key.section == section);
    keys().find(|key| key.name == name).ok_or_else(|| ConfigError::UnknownKey {
        place,
        section,
        name: name.to_owned(),
        nearest: nearest(name, keys().map(|key| key.name)),
    })
}

fn nearest(name: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    known
        .map(|known| {
            // Of two letters swapped in a short word Jaro-Winkler sees only one that fits.
            let slip = strsim::osa_distance(known, name) == 1;
            let alike = strsim::jaro_winkler(known, name);
            (if slip { alike.max(ALIKE) } else { alike }, known)
        })
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|one, two| one.0.total_cmp(&two.0))
        .map(|(_, known)| known)
}
