//! Every key of `bot.toml`.

use std::path::PathBuf;

use chrono::TimeDelta;
use secrecy::SecretString;
use toml::de::DeValue;

use super::{Config, LogFormat, Synchronous, Wrong};
use crate::{itip::Uninvited, when};

/// A key of `bot.toml`.
#[derive(Debug)]
pub struct Key {
    /// The section it stands in, without brackets.
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its default as TOML; `None` where not setting it is the default.
    pub default: Option<&'static str>,
    /// What it is for, in a sentence or two.
    pub about: &'static str,
    pub(super) set: fn(&mut Config, &DeValue<'_>) -> Result<(), Wrong>,
}

/// The keys without which their section is refused.
const NEEDED: &[(&str, &str)] = &[("network.matrix", "homeserver"), ("network.matrix", "user")];

impl Key {
    /// Whether its section cannot be without it.
    pub fn needed(&self) -> bool {
        NEEDED.contains(&(self.section, self.name))
    }

    /// Whether its section stands for something that the bot does only where the section is there.
    pub fn optional_section(&self) -> bool {
        self.section.starts_with("network.")
    }
}

/// All keys, in the order of the shipped file.
pub static KEYS: &[Key] = &[
    Key {
        section: "bot",
        name: "name",
        default: Some(r#""Convene""#),
        about: "What the bot calls itself.",
        set: |config, value| set(&mut config.bot.name, name(value)),
    },
    Key {
        section: "bot",
        name: "prefixes",
        default: Some(r#"["!meet", "!m"]"#),
        about: "The words a command begins with. Help shows the first.",
        set: |config, value| set(&mut config.bot.prefixes, prefixes(value)),
    },
    Key {
        section: "bot",
        name: "zone",
        default: Some(r#""UTC""#),
        about: "The time zone where neither the text nor the person nor the room has one: an IANA name.",
        set: |config, value| {
            set(
                &mut config.bot.zone,
                string(value).and_then(|name| {
                    when::zone(name).map_err(|error| Wrong::Zone(Box::new(error)))
                }),
            )
        },
    },
    Key {
        section: "bot",
        name: "locale",
        default: Some(r#""en""#),
        about: "The locale of people who have set none. \"en-GB\" reads 03/04 as the 3rd of April, \"en-US\" as the 4th of \
                March; \"en\" asks.",
        set: |config, value| set(&mut config.bot.locale, locale(value)),
    },
    Key {
        section: "store",
        name: "url",
        default: Some(r#""sqlite:convene.db""#),
        about: "The database: \"sqlite:FILE\" or \"postgres://USER:PASSWORD@HOST/NAME\". A URL with a password is better \
                kept in url_file or in the environment as CONVENE_STORE_URL.",
        set: |config, value| {
            let url = string(value)?;
            check_url(url)?;
            set(&mut config.store.url, Ok(SecretString::from(url)))
        },
    },
    Key {
        section: "store",
        name: "url_file",
        default: None,
        about: "A file that holds the database's URL, instead of url.",
        set: |config, value| set(&mut config.store.url_file, path(value).map(Some)),
    },
    Key {
        section: "store",
        name: "synchronous",
        default: Some(r#""full""#),
        about: "What SQLite waits for before an answer counts: \"full\" for the disk, so that it survives a power cut; \
                \"normal\" for the operating system, so that it survives a kill.",
        set: |config, value| {
            let choices = &[("full", Synchronous::Full), ("normal", Synchronous::Normal)];
            set(&mut config.store.synchronous, choice(value, choices, &["full", "normal"]))
        },
    },
    Key {
        section: "console",
        name: "files",
        default: Some(r#""files""#),
        about: "The folder the terminal room writes calendar files to.",
        set: |config, value| set(&mut config.console.files, path(value)),
    },
    Key {
        section: "meetings",
        name: "length",
        default: Some(r#""1h""#),
        about: "How long a meeting is when nothing is said, up to a day.",
        set: |config, value| {
            set(&mut config.meetings.length, length(value, TimeDelta::days(1), "a day"))
        },
    },
    Key {
        section: "meetings",
        name: "reminder",
        default: Some(r#""15m""#),
        about: "How long before the start those who come are reminded, up to a week; \"off\" for no reminder.",
        set: |config, value| set(&mut config.meetings.reminder, reminder(value)),
    },
    Key {
        section: "meetings",
        name: "uninvited",
        default: Some(r#""open""#),
        about: "Who may answer: \"open\" for everyone who sees the card, \"invited\" for those who were invited.",
        set: |config, value| {
            let choices = &[("open", Uninvited::Accept), ("invited", Uninvited::Refuse)];
            set(&mut config.meetings.uninvited, choice(value, choices, &["open", "invited"]))
        },
    },
    Key {
        section: "meetings",
        name: "title_length",
        default: Some("200"),
        about: "The most characters a title may have, from 20 to 1000.",
        set: |config, value| set(&mut config.meetings.title_length, number(value, 20, 1000)),
    },
    Key {
        section: "templates",
        name: "folder",
        default: None,
        about: "A folder with templates that replace the built-in ones of the same name.",
        set: |config, value| set(&mut config.templates.folder, path(value).map(Some)),
    },
    Key {
        section: "keep",
        name: "log_days",
        default: Some("90"),
        about: "How many days the log of scheduling messages is kept, from 1 to 3650.",
        set: |config, value| set(&mut config.keep.log_days, number(value, 1, 3650)),
    },
    Key {
        section: "log",
        name: "level",
        default: Some(r#""info""#),
        about: "How much is logged: \"error\", \"warn\", \"info\", \"debug\" or \"trace\", for all or by module \
                (\"info,convene::store=debug\"). What the Matrix library logs has names in it, and is left out unless \
                it is named (\"info,matrix_sdk=warn\").",
        set: |config, value| set(&mut config.log.level, level(value)),
    },
    Key {
        section: "log",
        name: "format",
        default: Some(r#""text""#),
        about: "How a line of the log looks: \"text\" or \"json\".",
        set: |config, value| {
            let choices = &[("text", LogFormat::Text), ("json", LogFormat::Json)];
            set(&mut config.log.format, choice(value, choices, &["text", "json"]))
        },
    },
    Key {
        section: "limits",
        name: "ics_octets",
        default: Some("1000000"),
        about: "The most octets a calendar file may have, from 10000 to 10000000. Larger ones are refused.",
        set: |config, value| set(&mut config.limits.ics_octets, number(value, 10_000, 10_000_000)),
    },
    Key {
        section: "network.matrix",
        name: "enabled",
        default: Some("true"),
        about: "Whether the bot is on Matrix; \"false\" leaves the section for later.",
        set: |config, value| set(&mut config.network.matrix().enabled, boolean(value)),
    },
    Key {
        section: "network.matrix",
        name: "homeserver",
        default: None,
        about: "The homeserver: its name (\"example.org\") or its address (\"https://matrix.example.org\").",
        set: |config, value| set(&mut config.network.matrix().homeserver, homeserver(value)),
    },
    Key {
        section: "network.matrix",
        name: "user",
        default: None,
        about: "The bot's account there: \"@convene:example.org\", or its first part alone.",
        set: |config, value| set(&mut config.network.matrix().user, account(value)),
    },
    Key {
        section: "network.matrix",
        name: "password_file",
        default: None,
        about: "A file that holds the account's password, if it is not in the environment as CONVENE_MATRIX_PASSWORD. \
                `convene matrix register` and `convene matrix login` write one.",
        set: |config, value| set(&mut config.network.matrix().password_file, path(value).map(Some)),
    },
    Key {
        section: "network.matrix",
        name: "token_file",
        default: None,
        about: "A file that holds an access token, for a server without passwords; or CONVENE_MATRIX_TOKEN in the \
                environment. The bot is the device that the token was made for.",
        set: |config, value| set(&mut config.network.matrix().token_file, path(value).map(Some)),
    },
    Key {
        section: "network.matrix",
        name: "folder",
        default: Some(r#""matrix""#),
        about: "The folder where the session and the keys of encrypted rooms are kept. For this bot alone.",
        set: |config, value| set(&mut config.network.matrix().folder, path(value)),
    },
    Key {
        section: "network.matrix",
        name: "passphrase_file",
        default: None,
        about: "A file that holds the passphrase which the folder is encrypted with. Without one, a passphrase is made \
                and kept in the folder.",
        set: |config, value| {
            set(&mut config.network.matrix().passphrase_file, path(value).map(Some))
        },
    },
    Key {
        section: "network.matrix",
        name: "recovery_key_file",
        default: Some(r#""matrix-recovery-key""#),
        about: "The file with the recovery key, which the first start writes. Keep a copy elsewhere: when the folder is \
                lost, it brings back the keys of encrypted rooms and the bot's verification.",
        set: |config, value| set(&mut config.network.matrix().recovery_key_file, path(value)),
    },
    Key {
        section: "network.matrix",
        name: "allow",
        default: Some(r#"["*"]"#),
        about: "Whose invitations are accepted: people (\"@ana:example.org\"), servers (\"example.org\"), rooms (\"!id\"), \
                each with * for any letters.",
        set: |config, value| set(&mut config.network.matrix().allow, patterns(value)),
    },
    Key {
        section: "network.matrix",
        name: "block",
        default: Some("[]"),
        about: "Whose invitations are not accepted, whatever allow says. Written as in allow.",
        set: |config, value| set(&mut config.network.matrix().block, patterns(value)),
    },
    Key {
        section: "network.matrix",
        name: "verify",
        default: Some(r#"["*"]"#),
        about: "Whose requests to verify the bot by emoji are answered. Written as in allow.",
        set: |config, value| set(&mut config.network.matrix().verify, patterns(value)),
    },
];

fn set<T>(place: &mut T, value: Result<T, Wrong>) -> Result<(), Wrong> {
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

fn string<'v>(value: &'v DeValue<'_>) -> Result<&'v str, Wrong> {
    let text = value.as_str().ok_or_else(|| expected("a string", value))?;
    if text.trim().is_empty() { Err(Wrong::Empty) } else { Ok(text) }
}

fn number<T: TryFrom<i64>>(value: &DeValue<'_>, from: i64, to: i64) -> Result<T, Wrong> {
    let written = value.as_integer().ok_or_else(|| expected("a whole number", value))?;
    let number = i64::from_str_radix(written.as_str(), written.radix()).ok();
    let number = number.filter(|number| (from..=to).contains(number));
    number.and_then(|number| T::try_from(number).ok()).ok_or(Wrong::Range { from, to })
}

fn choice<T: Copy>(
    value: &DeValue<'_>,
    choices: &[(&str, T)],
    words: &'static [&'static str],
) -> Result<T, Wrong> {
    let said = string(value)?;
    let chosen = choices.iter().find(|(word, _)| *word == said);
    chosen.map(|(_, meant)| *meant).ok_or(Wrong::Choice(words))
}

fn boolean(value: &DeValue<'_>) -> Result<bool, Wrong> {
    value.as_bool().ok_or_else(|| expected("true or false", value))
}

fn path(value: &DeValue<'_>) -> Result<PathBuf, Wrong> {
    string(value).map(PathBuf::from)
}

fn name(value: &DeValue<'_>) -> Result<String, Wrong> {
    let name = string(value)?.trim();
    if name.chars().count() > 60 { Err(Wrong::Long(60)) } else { Ok(name.to_owned()) }
}

fn prefixes(value: &DeValue<'_>) -> Result<Vec<String>, Wrong> {
    let list = value.as_array().ok_or_else(|| expected("a list of strings", value))?;
    let prefixes: Result<Vec<_>, _> = list.iter().map(|value| prefix(value.get_ref())).collect();
    prefixes.and_then(|prefixes| if prefixes.is_empty() { Err(Wrong::Empty) } else { Ok(prefixes) })
}

fn prefix(value: &DeValue<'_>) -> Result<String, Wrong> {
    let prefix = string(value)?;
    if is_word(prefix) { Ok(prefix.to_owned()) } else { Err(Wrong::Spaces) }
}

fn homeserver(value: &DeValue<'_>) -> Result<String, Wrong> {
    let server = string(value)?;
    let place = match server.split_once("://") {
        Some(("https" | "http", place)) => place.trim_end_matches('/'),
        Some(_) => "",
        None => server,
    };
    let shaped = !place.is_empty() && !place.contains(['@', '?', '#']) && is_word(place);
    if shaped { Ok(server.to_owned()) } else { Err(Wrong::Homeserver) }
}

fn account(value: &DeValue<'_>) -> Result<String, Wrong> {
    let account = string(value)?;
    let shaped = match account.strip_prefix('@') {
        Some(full) => {
            full.split_once(':').is_some_and(|(name, at)| !name.is_empty() && !at.is_empty())
        }
        None => !account.contains([':', '@']),
    };
    if shaped && is_word(account) { Ok(account.to_owned()) } else { Err(Wrong::Account) }
}

fn patterns(value: &DeValue<'_>) -> Result<Vec<String>, Wrong> {
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

fn locale(value: &DeValue<'_>) -> Result<String, Wrong> {
    let locale = string(value)?;
    let (language, region) =
        locale.split_once(['-', '_']).map_or((locale, None), |(one, two)| (one, Some(two)));
    let two_letters = |code: &str| code.len() == 2 && code.bytes().all(|c| c.is_ascii_alphabetic());
    let shaped = two_letters(language) && region.is_none_or(two_letters);
    if shaped { Ok(locale.to_owned()) } else { Err(Wrong::Locale) }
}

fn length(value: &DeValue<'_>, most: TimeDelta, said: &'static str) -> Result<TimeDelta, Wrong> {
    let length = when::read_length(string(value)?).ok().filter(|length| *length <= most);
    length.ok_or(Wrong::Length(said))
}

fn reminder(value: &DeValue<'_>) -> Result<Option<TimeDelta>, Wrong> {
    if string(value)? == "off" {
        return Ok(None);
    }
    length(value, TimeDelta::days(7), "a week; or \u{201c}off\u{201d}").map(Some)
}

fn level(value: &DeValue<'_>) -> Result<String, Wrong> {
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
