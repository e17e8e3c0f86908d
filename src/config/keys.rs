//! Every key of `bot.toml`.

use chrono::TimeDelta;
use secrecy::SecretString;
use toml::de::DeValue;

use super::{
    Config, LogFormat, Synchronous, Wrong,
    values::{
        account, boolean, check_url, choice, homeserver, length, level, locale, name, number, path,
        patterns, prefixes, reminder, set, shards, string,
    },
};
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
                March; \"en\" asks. \"de\", \"fr\" and \"es\" read times in German, French and Spanish beside English.",
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
        section: "network.discord",
        name: "enabled",
        default: Some("true"),
        about: "Whether the bot is on Discord; \"false\" leaves the section for later.",
        set: |config, value| set(&mut config.network.discord().enabled, boolean(value)),
    },
    Key {
        section: "network.discord",
        name: "token_file",
        default: None,
        about: "A file that holds the bot's token, if it is not in the environment as CONVENE_DISCORD_TOKEN. Discord shows \
                the token once, on the application's page \"Bot\".",
        set: |config, value| set(&mut config.network.discord().token_file, path(value).map(Some)),
    },
    Key {
        section: "network.discord",
        name: "threads",
        default: Some("false"),
        about: "Whether reminders and changes of a meeting are said in a thread under its card, and not in the channel.",
        set: |config, value| set(&mut config.network.discord().threads, boolean(value)),
    },
    Key {
        section: "network.discord",
        name: "events",
        default: Some("true"),
        about: "Whether meetings are shown among the server's events too.",
        set: |config, value| set(&mut config.network.discord().events, boolean(value)),
    },
    Key {
        section: "network.discord",
        name: "reactions",
        default: Some("false"),
        about: "Whether the bot puts \u{2705}, \u{1f914} and \u{274c} under its cards, beside the buttons.",
        set: |config, value| set(&mut config.network.discord().reactions, boolean(value)),
    },
    Key {
        section: "network.discord",
        name: "shards",
        default: Some(r#""all""#),
        about: "Which part of a bot in thousands of servers this process serves: \"all\", or for instance \"0-4/10\", the \
                first five of ten.",
        set: |config, value| set(&mut config.network.discord().shards, shards(value)),
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
