use std::fmt::Write as _;

use super::*;

const SHIPPED: &str = include_str!("../../bot.toml");

/// Everything there is to compare of two configurations.
fn whole(config: &Config) -> String {
    format!("{config:#?} {}", config.store.url())
}

fn nothing(_: &str) -> Option<String> {
    None
}

fn error(text: &str) -> String {
    Config::parse(text, "bot.toml").unwrap_err().to_string()
}

/// The lines of the shipped file with a key's name, commented out or not.
fn shipped_lines(key: &Key) -> Vec<&'static str> {
    let section = format!("[{}]", key.section);
    let lines = SHIPPED.lines().skip_while(|line| **line != section).skip(1);
    let lines = lines.take_while(|line| !line.starts_with('['));
    let is = |line: &&str| {
        let name = line.trim_start_matches("# ").split(" = ").next();
        line.contains(" = ") && name == Some(key.name)
    };
    lines.filter(is).collect()
}

#[test]
fn the_shipped_file_says_the_defaults() {
    let shipped = Config::parse(SHIPPED, "bot.toml").unwrap();
    assert_eq!(whole(&shipped), whole(&Config::default()));
    assert_eq!(whole(&Config::parse("", "bot.toml").unwrap()), whole(&Config::default()));
}

#[test]
fn the_shipped_file_has_every_key_with_its_default_and_what_it_is_for() {
    let mut expected = String::new();
    let mut section = "";
    for key in KEYS {
        if key.section != section {
            section = key.section;
            write!(expected, "\n[{section}]\n").unwrap();
        }
        let [line] = shipped_lines(key)[..] else { panic!("{} is not there once", key.name) };
        if let Some(default) = key.default {
            assert_eq!(line, format!("{} = {default}", key.name));
        } else {
            assert!(line.starts_with("# "), "{line}");
        }
        writeln!(expected, "# {}\n{line}", key.about).unwrap();
    }
    let (_, body) = SHIPPED.split_once("\n\n").unwrap();
    assert_eq!(body, expected.trim_start());
}

#[test]
fn every_commented_key_is_valid_when_it_is_not() {
    for key in KEYS.iter().filter(|key| key.default.is_none()) {
        let line = shipped_lines(key)[0];
        let text = SHIPPED.replace(line, line.trim_start_matches("# "));
        let config = Config::parse(&text, "bot.toml").unwrap();
        assert_ne!(whole(&config), whole(&Config::default()), "{} does nothing", key.name);
    }
}

#[test]
fn every_key_changes_something_and_no_other_key() {
    let values = [
        ("name", r#""Ada""#),
        ("prefixes", r#"["!plan"]"#),
        ("zone", r#""europe/berlin""#),
        ("locale", r#""en-GB""#),
        ("url", r#""sqlite:other.db""#),
        ("url_file", r#""url""#),
        ("synchronous", r#""normal""#),
        ("files", r#""out""#),
        ("length", r#""45 min""#),
        ("reminder", r#""off""#),
        ("uninvited", r#""invited""#),
        ("title_length", "0x64"),
        ("folder", r#""mine""#),
        ("log_days", "1_000"),
        ("level", r#""warn,convene::store=debug""#),
        ("format", r#""json""#),
        ("ics_octets", "20000"),
    ];
    assert_eq!(values.len(), KEYS.len());
    let mut seen = vec![whole(&Config::default())];
    for (key, (name, value)) in KEYS.iter().zip(values) {
        assert_eq!(key.name, name);
        let text = format!("[{}]\n{name} = {value}\n", key.section);
        let config = whole(&Config::parse(&text, "bot.toml").unwrap());
        assert!(!seen.contains(&config), "{name} does nothing");
        seen.push(config);
    }
}

#[test]
fn what_is_unknown_is_named_with_its_line_and_the_nearest() {
    for (text, said) in [
        (
            "[bot]\nname = \"x\"\nprefxes = []\n",
            "bot.toml:3: there is no key “prefxes” in [bot]; did you mean “prefixes”?",
        ),
        (
            "[meeting]\nlength = \"1h\"\n",
            "bot.toml:1: there is no section [meeting]; did you mean [meetings]?",
        ),
        ("[xyzzy]\n", "bot.toml:1: there is no section [xyzzy]"),
        ("[bot]\nxyzzy = 1\n", "bot.toml:2: there is no key “xyzzy” in [bot]"),
        ("\nzone = \"UTC\"\n", "bot.toml:2: “zone” must stand in a section; did you mean [bot]?"),
        ("# é\n[log]\n\nbot.name = \"x\"\n", "bot.toml:4: there is no key “bot” in [log]"),
    ] {
        assert_eq!(error(text), said);
    }
}

#[test]
fn wrong_values_are_named_with_their_line_and_what_is_expected() {
    for (section, line, said) in [
        ("bot", "name = 7", "name: a string is expected, and this is a whole number"),
        ("bot", "name = \" \"", "name: it must not be empty"),
        (
            "bot",
            "prefixes = \"!meet\"",
            "prefixes: a list of strings is expected, and this is a string",
        ),
        ("bot", "prefixes = []", "prefixes: it must not be empty"),
        ("bot", "prefixes = [\"!my meet\"]", "prefixes: it must be a single word"),
        ("bot", "prefixes = [true]", "prefixes: a string is expected, and this is true or false"),
        (
            "bot",
            "zone = \"Europe/Berln\"",
            "zone: I know no time zone “Europe/Berln”; did you mean Europe/Berlin?",
        ),
        ("bot", "locale = \"en GB\"", "locale: a locale is expected, such as “en” or “en-GB”"),
        ("bot", "locale = \"klingon\"", "locale: a locale is expected, such as “en” or “en-GB”"),
        ("store", "synchronous = \"maybe\"", "synchronous: one of “full”, “normal” is expected"),
        (
            "meetings",
            "length = \"soon\"",
            "length: a length such as “1h” or “45 min” is expected, up to a day",
        ),
        (
            "meetings",
            "length = \"2 days\"",
            "length: a length such as “1h” or “45 min” is expected, up to a day",
        ),
        ("meetings", "length = 60", "length: a string is expected, and this is a whole number"),
        ("meetings", "uninvited = \"all\"", "uninvited: one of “open”, “invited” is expected"),
        ("meetings", "title_length = 5", "title_length: a number from 20 to 1000 is expected"),
        (
            "meetings",
            "title_length = 99999999999999999999",
            "title_length: a number from 20 to 1000 is expected",
        ),
        ("keep", "log_days = 0", "log_days: a number from 1 to 3650 is expected"),
        (
            "keep",
            "log_days = 1.5",
            "log_days: a whole number is expected, and this is a number with a point",
        ),
        ("log", "format = \"xml\"", "format: one of “text”, “json” is expected"),
        ("limits", "ics_octets = -1", "ics_octets: a number from 10000 to 10000000 is expected"),
    ] {
        let text = format!("# first\n[{section}]\n{line}\n");
        assert_eq!(error(&text), format!("bot.toml:3: {section}.{said}"));
    }
    for level in ["loud", "info,", "convene=loud", "info;warn"] {
        assert!(
            error(&format!("[log]\nlevel = \"{level}\"")).contains("log.level: a level"),
            "{level}"
        );
    }
}

#[test]
fn a_url_is_checked_and_never_shown() {
    for text in [
        "[store]\nurl = \"mysql://root:hunter2@host/db\"\n",
        "[store]\nurl = \"hunter2\"\n",
        "[store]\nurl = \"postgres://root:hunter2@host/db\n",
        "[store]\nurl = postgres://root:hunter2@host/db\n",
        "[store]\nurl = \"sqlite:hunter2\" x\n",
        "[store]\nurl = \"sqlite:hunter2\"\nurl = \"sqlite:hunter2\"\n",
    ] {
        let wrong = Config::parse(text, "bot.toml").unwrap_err();
        assert!(!format!("{wrong} {wrong:?}").contains("hunter2"), "{wrong:?}");
        assert!(wrong.to_string().starts_with("bot.toml:"), "{wrong}");
    }
    let config =
        Config::parse("[store]\nurl = \"postgres://root:hunter2@host/db\"", "bot.toml").unwrap();
    assert!(!format!("{config:?}").contains("hunter2"));
    assert_eq!(config.store.url(), "postgres://root:hunter2@host/db");
}

#[test]
fn a_missing_default_file_is_the_defaults_and_a_missing_named_one_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bot.toml");
    let wrong = Config::load(Some(&file), &nothing).unwrap_err();
    assert!(matches!(&wrong, ConfigError::Read { .. }), "{wrong:?}");
    assert!(wrong.to_string().ends_with("bot.toml cannot be read"), "{wrong}");
    let missing = Config::load_file(&file, false, &nothing).unwrap();
    assert_eq!(whole(&missing), whole(&Config::default()));
    fs::write(&file, "[bot]\nname = \"Ada\"\n").unwrap();
    assert_eq!(Config::load(Some(&file), &nothing).unwrap().bot.name, "Ada");
}

#[test]
fn a_secret_comes_from_the_environment_or_a_file_before_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let (file, secret) = (folder.path().join("bot.toml"), folder.path().join("secret"));
    fs::write(&file, format!("[store]\nurl = \"sqlite:a\"\n\nurl_file = {secret:?}\n")).unwrap();
    let load = |env: &dyn Fn(&str) -> Option<String>| Config::load(Some(&file), env);

    let missing = load(&nothing).unwrap_err().to_string();
    assert!(
        missing.contains("bot.toml:4: store.url_file: ") && missing.contains("cannot be read"),
        "{missing}"
    );

    fs::write(&secret, "postgres://root:hunter2@host/db\n").unwrap();
    assert_eq!(load(&nothing).unwrap().store.url(), "postgres://root:hunter2@host/db");

    let env = |name: &str| (name == "CONVENE_STORE_URL").then(|| "sqlite:b".to_owned());
    assert_eq!(load(&env).unwrap().store.url(), "sqlite:b");

    let wrong = load(&|_| Some("hunter2".to_owned())).unwrap_err();
    assert!(
        wrong.to_string().starts_with("CONVENE_STORE_URL in the environment: a database"),
        "{wrong}"
    );
    assert!(!format!("{wrong:?}").contains("hunter2"));

    for (text, said) in [
        ("", "must not be empty"),
        ("hunter2", "a database is expected"),
        (&"x".repeat(5000), "4096 octets"),
    ] {
        fs::write(&secret, text).unwrap();
        let wrong = load(&nothing).unwrap_err().to_string();
        assert!(wrong.contains("bot.toml:4: store.url_file: ") && wrong.contains(said), "{wrong}");
        assert!(!wrong.contains("hunter2"));
    }
}

#[test]
fn a_folder_of_templates_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bot.toml");
    let templates = folder.path().join("mine");
    fs::write(&file, format!("\n[templates]\nfolder = {templates:?}\n")).unwrap();
    let wrong = Config::load(Some(&file), &nothing).unwrap_err().to_string();
    assert!(wrong.contains("bot.toml:3: templates.folder: there is no folder "), "{wrong}");
    fs::create_dir(&templates).unwrap();
    assert_eq!(Config::load(Some(&file), &nothing).unwrap().templates.folder, Some(templates));
}

#[test]
fn broken_toml_is_an_error_with_its_line() {
    for (text, line) in [
        ("[bot\n", 1),
        ("[bot]\nname\n", 2),
        ("[bot]\nname = \"a\"\nname = \"b\"\n", 3),
        ("\n\n= 1", 3),
    ] {
        assert!(error(text).starts_with(&format!("bot.toml:{line}: ")), "{}", error(text));
    }
}
