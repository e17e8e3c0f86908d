//! From a value of `bot.toml` to what a setting holds. Pure: no file is looked at, and what is wrong is said without the value.

use std::path::PathBuf;

use chrono::TimeDelta;
use toml::de::DeValue;

use super::{Shards, Wrong};
use crate::when::{self, Language};

pub(super) fn set<T>(place: &mut T, value: Result<T, Wrong>) -> Result<(), Wrong> {
    *place = value?;
    Ok(())
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a number with a point",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a section",
    }
}

fn expected(expected: &'static str, value: &DeValue<'_>) -> Wrong {
    Wrong::Kind { expected, found: kind(value) }
}

pub(super) fn string<'v>(value: &'v DeValue<'_>) -> Result<&'v str, Wrong> {
    let text = value.as_str().ok_or_else(|| expected("a string", value))?;
    if text.trim().is_empty() { Err(Wrong::Empty) } else { Ok(text) }
}

pub(super) fn number<T: TryFrom<i64>>(value: &DeValue<'_>, from: i64, to: i64) -> Result<T, Wrong> {
    let written = value.as_integer().ok_or_else(|| expected("a whole number", value))?;
    let number = i64::from_str_radix(written.as_str(), written.radix()).ok();
    let number = number.filter(|number| (from..=to).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or(Wrong::Range { from, to })
}

pub(super) fn choice<T: Copy>(
    value: &DeValue<'_>,
    choices: &[(&str, T)],
    words: &'static [&'static str],
) -> Result<T, Wrong> {
    let said = string(value)?;
    let chosen = choices.iter().find(|(word, _)| *word == said);
    chosen.map(|(_, meant)| *meant).ok_or(Wrong::Choice(words))
}

pub(super) fn boolean(value: &DeValue<'_>) -> Result<bool, Wrong> {
    value.as_bool().ok_or_else(|| expected("true or false", value))
}

pub(super) fn path(value: &DeValue<'_>) -> Result<PathBuf, Wrong> {
    string(value).map(PathBuf::from)
}

pub(super) fn name(value: &DeValue<'_>) -> Result<String, Wrong> {
    let name = string(value)?.trim();
    if name.chars().count() > 60 { Err(Wrong::Long(60)) } else { Ok(name.to_owned()) }
}

pub(super) fn prefixes(value: &DeValue<'_>) -> Result<Vec<String>, Wrong> {
    let list = value.as_array().ok_or_else(|| expected("a list of strings", value))?;
    let prefixes: Result<Vec<_>, _> = list.iter().map(|value| prefix(value.get_ref())).collect();
    prefixes.and_then(|prefixes| if prefixes.is_empty() { Err(Wrong::Empty) } else { Ok(prefixes) })
}

fn prefix(value: &DeValue<'_>) -> Result<String, Wrong> {
    let prefix = string(value)?;
    if is_word(prefix) { Ok(prefix.to_owned()) } else { Err(Wrong::Spaces) }
}

pub(super) fn homeserver(value: &DeValue<'_>) -> Result<String, Wrong> {
    let server = string(value)?;
    let place = match server.split_once("://") {
        Some(("https" | "http", place)) => place.trim_end_matches('/'),
        Some(_) => "",
        None => server,
    };
    let shaped = !place.is_empty() && !place.contains(['@', '?', '#']) && is_word(place);
    if shaped { Ok(server.to_owned()) } else { Err(Wrong::Homeserver) }
}

pub(super) fn account(value: &DeValue<'_>) -> Result<String, Wrong> {
    let account = string(value)?;
    let shaped = match account.strip_prefix('@') {
        Some(full) => {
            full.split_once(':').is_some_and(|(name, at)| !name.is_empty() && !at.is_empty())
        }
        None => !account.contains([':', '@']),
    };
    if shaped && is_word(account) { Ok(account.to_owned()) } else { Err(Wrong::Account) }
}

/// `all`, or `FIRST-LAST/TOTAL` (events/gateway, "Sharding").
pub(super) fn shards(value: &DeValue<'_>) -> Result<Option<Shards>, Wrong> {
    let text = string(value)?;
    if text == "all" {
        return Ok(None);
    }
    let read = || {
        let (range, total) = text.split_once('/')?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let number = |text: &str| text.trim().parse().ok();
        Some(Shards { first: number(first)?, last: number(last)?, total: number(total)? })
    };
    let shards = read().filter(|shards| shards.first <= shards.last && shards.last < shards.total);
    shards.map(Some).ok_or(Wrong::Shards)
}

pub(super) fn patterns(value: &DeValue<'_>) -> Result<Vec<String>, Wrong> {
    let list = value.as_array().ok_or_else(|| expected("a list of strings", value))?;
    list.iter().map(|value| pattern(value.get_ref())).collect()
}

fn pattern(value: &DeValue<'_>) -> Result<String, Wrong> {
    let pattern = string(value)?;
    let shaped = match pattern.strip_prefix('@') {
        // Of a person the server counts too: somebody of the same name can be anywhere.
        Some(person) => person.contains([':', '*']),
        // An alias can be pointed elsewhere tomorrow.
        None => !pattern.contains(['@', '#', '/']),
    };
    if shaped && is_word(pattern) { Ok(pattern.to_owned()) } else { Err(Wrong::Pattern) }
}

fn is_word(text: &str) -> bool {
    !text.contains(char::is_whitespace)
}

pub(super) fn locale(value: &DeValue<'_>) -> Result<String, Wrong> {
    let locale = string(value)?;
    if is_locale(locale) { Ok(locale.to_owned()) } else { Err(Wrong::Locale) }
}

/// Whether a text has the form of a locale: a language of two letters, and perhaps a region of two.
pub fn is_locale(text: &str) -> bool {
    let (language, region) =
        text.split_once(['-', '_']).map_or((text, None), |(one, two)| (one, Some(two)));
    let two_letters = |code: &str| code.len() == 2 && code.bytes().all(|c| c.is_ascii_alphabetic());
    let is_language = LANGUAGES.split(' ').any(|code| code.eq_ignore_ascii_case(language));
    two_letters(language) && is_language && region.is_none_or(two_letters)
}

/// The languages that have a code of two letters (ISO 639-1).
const LANGUAGES: &str = "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz \
    ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv \
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn \
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te \
    tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu";

pub(super) fn length(
    value: &DeValue<'_>,
    most: TimeDelta,
    said: &'static str,
) -> Result<TimeDelta, Wrong> {
    let length =
        when::read_length(string(value)?, Language::English).ok().filter(|length| *length <= most);
    length.ok_or(Wrong::Length(said))
}

pub(super) fn reminder(value: &DeValue<'_>) -> Result<Option<TimeDelta>, Wrong> {
    if string(value)? == "off" {
        return Ok(None);
    }
    length(value, TimeDelta::days(7), "a week; or \u{201c}off\u{201d}").map(Some)
}

pub(super) fn level(value: &DeValue<'_>) -> Result<String, Wrong> {
    let filter = string(value)?;
    // To `EnvFilter` a word that is no level is the name of a module, so that "loud" would log nothing.
    let levels = ["error", "warn", "info", "debug", "trace", "off"];
    let known = filter.split(',').all(|part| {
        let level = part.rsplit_once('=').map_or(part, |(_, level)| level);
        levels.contains(&level.trim())
    });
    let read = known && tracing_subscriber::EnvFilter::try_new(filter).is_ok();
    if read { Ok(filter.to_owned()) } else { Err(Wrong::Level) }
}

/// Whether it is the URL of a database we know.
pub(super) fn check_url(url: &str) -> Result<(), Wrong> {
    let (scheme, rest) = url.split_once(':').ok_or(Wrong::Url)?;
    let known = matches!(scheme, "sqlite" | "postgres" | "postgresql");
    if known && !rest.is_empty() { Ok(()) } else { Err(Wrong::Url) }
}
