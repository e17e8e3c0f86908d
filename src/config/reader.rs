//! From text to settings, with the line of everything that is wrong.

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::{Config, ConfigError, KEYS, Key, Place, Wrong};

/// How alike two names must be (Jaro-Winkler) for one to be offered for the other.
const ALIKE: f64 = 0.75;

/// The line of each section and key that was set.
#[derive(Debug)]
pub(super) struct Lines<'f> {
    file: &'f str,
    sections: BTreeMap<&'static str, usize>,
    keys: BTreeMap<(&'static str, &'static str), usize>,
}

impl Lines<'_> {
    /// The error of a value that was fine by itself.
    pub(super) fn wrong(
        &self,
        section: &'static str,
        name: &'static str,
        wrong: Wrong,
    ) -> ConfigError {
        let place = self.place(self.keys.get(&(section, name)));
        ConfigError::Value { place, section, name, wrong }
    }

    /// The error of a key that its section needs and has not.
    pub(super) fn lacks(&self, section: &'static str, name: &'static str) -> ConfigError {
        let mut keys = KEYS.iter().filter(|key| key.section == section);
        let about = keys.find(|key| key.name == name).map_or("", |key| key.about);
        ConfigError::Lacks { place: self.place(self.sections.get(section)), section, name, about }
    }

    fn place(&self, line: Option<&usize>) -> Place {
        Place { file: self.file.to_owned(), line: line.copied().unwrap_or(1) }
    }

    /// Complains of a section without a key that it needs.
    fn check_needed(&self) -> Result<(), ConfigError> {
        let mut there = KEYS.iter().filter(|key| self.sections.contains_key(key.section));
        match there.find(|key| key.needed() && !self.keys.contains_key(&(key.section, key.name))) {
            Some(key) => Err(self.lacks(key.section, key.name)),
            None => Ok(()),
        }
    }
}

/// Reads settings from text.
pub(super) fn read<'f>(text: &str, file: &'f str) -> Result<(Config, Lines<'f>), ConfigError> {
    let lines = Lines { file, sections: BTreeMap::new(), keys: BTreeMap::new() };
    let mut reader = Reader { text, config: Config::default(), lines };
    let table = DeTable::parse(text).map_err(|error| ConfigError::Syntax {
        place: reader.place(error.span().map_or(0, |span| span.start)),
        reason: error.message().to_owned(),
    })?;
    reader.sections("", table.get_ref())?;
    reader.lines.check_needed()?;
    Ok((reader.config, reader.lines))
}

struct Reader<'t, 'f> {
    text: &'t str,
    config: Config,
    lines: Lines<'f>,
}

impl Reader<'_, '_> {
    /// Reads the sections whose names begin with `above`: `[network.matrix]` stands in the table `network`.
    fn sections(&mut self, above: &str, table: &DeTable<'_>) -> Result<(), ConfigError> {
        for (name, value) in table {
            let place = self.place(name.span().start);
            let DeValue::Table(inner) = value.get_ref() else {
                return Err(no_section(place, name.get_ref()));
            };
            let name = format!("{above}{}", name.get_ref());
            let group = format!("{name}.");
            if KEYS.iter().any(|key| key.section.starts_with(&group)) {
                self.sections(&group, inner)?;
            } else {
                let section = known_section(&name, place.clone())?;
                self.lines.sections.insert(section, place.line);
                self.config.network.begin(section);
                self.keys(section, inner)?;
            }
        }
        Ok(())
    }

    fn keys(&mut self, section: &'static str, table: &DeTable<'_>) -> Result<(), ConfigError> {
        for (name, value) in table {
            let place = self.place(name.span().start);
            let key = known_key(section, name.get_ref(), place.clone())?;
            self.lines.keys.insert((section, key.name), place.line);
            (key.set)(&mut self.config, value.get_ref()).map_err(|wrong| ConfigError::Value {
                place,
                section,
                name: key.name,
                wrong,
            })?;
        }
        Ok(())
    }

    fn place(&self, octet: usize) -> Place {
        let line = 1 + self.text.bytes().take(octet).filter(|byte| *byte == b'\n').count();
        Place { file: self.lines.file.to_owned(), line }
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
        // `[matrix]` is not much like `[network.matrix]`, but it is the end of it.
        nearest: sections()
            .find(|section| section.rsplit_once('.').is_some_and(|(_, end)| end == name))
            .or_else(|| nearest(name, sections())),
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
