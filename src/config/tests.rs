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

/// A section with this line for a key, and what must stand there beside it.
fn section_with(key: &Key, line: &str) -> String {
    let mut text = format!("[{}]\n{line}\n", key.section);
    for other in KEYS.iter().filter(|other| other.section == key.section && other.needed()) {
        if other.name != key.name {
            writeln!(text, "{} = \"x\"", other.name).unwrap();
        }
    }
    text
}

/// A section's head in the shipped file.
fn head(key: &Key) -> String {
    let off = if key.optional_section() { "# " } else { "" };
    format!("{off}[{}]", key.section)
}

/// The lines of the shipped file with a key's name, commented out or not.
fn shipped_lines(key: &Key) -> Vec<&'static str> {
    let head = head(key);
    let lines = SHIPPED.lines().skip_while(|line| **line != head).skip(1);
    let lines = lines.take_while(|line| !line.trim_start_matches("# ").starts_with('['));
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
            write!(expected, "\n{}\n", head(key)).unwrap();
        }
        let [line] = shipped_lines(key)[..] else { panic!("{} is not there once", key.name) };
        let off = if key.default.is_none() || key.optional_section() { "# " } else { "" };
        match key.default {
            Some(default) => assert_eq!(line, format!("{off}{} = {default}", key.name)),
            None => assert!(line.starts_with(off), "{line}"),
        }
        writeln!(expected, "# {}\n{line}", key.about).unwrap();
    }
    let (_, body) = SHIPPED.split_once("\n\n").unwrap();
    assert_eq!(body, expected.trim_start());
}

#[test]
fn every_commented_key_is_valid_when_it_is_not() {
    for key in KEYS.iter().filter(|key| key.default.is_none()) {
        let line = shipped_lines(key)[0].trim_start_matches("# ");
        let config = Config::parse(&section_with(key, line), "bot.toml").unwrap();
        assert_ne!(whole(&config), whole(&Config::default()), "{} does nothing", key.name);
    }
}

#[test]
fn a_section_that_is_commented_out_says_what_it_would_without_the_keys_that_have_a_default() {
    let optional: Vec<_> = KEYS.iter().filter(|key| key.optional_section()).collect();
    assert!(optional.iter().any(|key| key.section == "network.matrix"));
    for key in optional {
        let Some(default) = key.default else { continue };
        let without = Config::parse(&section_with(key, ""), "bot.toml").unwrap();
        let said = section_with(key, &format!("{} = {default}", key.name));
        assert_eq!(
            whole(&Config::parse(&said, "bot.toml").unwrap()),
            whole(&without),
            "{}",
            key.name
        );
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
        ("enabled", "false"),
        ("token_file", r#""token""#),
        ("threads", "true"),
        ("events", "false"),
        ("reactions", "true"),
        ("shards", r#""0-4/10""#),
        ("enabled", "false"),
        ("homeserver", r#""https://matrix.example.com/""#),
        ("user", r#""@bot:example.com""#),
        ("password_file", r#""password""#),
        ("token_file", r#""token""#),
        ("folder", r#""keys""#),
        ("passphrase_file", r#""passphrase""#),
        ("recovery_key_file", r#""recovery""#),
        ("allow", r#"["@ana:example.org", "*.example.org", "!room", "*"]"#),
        ("block", r#"["@*:example.com"]"#),
        ("verify", "[]"),
    ];
    assert_eq!(values.len(), KEYS.len());
    let mut seen = vec![whole(&Config::default())];
    for (key, (name, value)) in KEYS.iter().zip(values) {
        assert_eq!(key.name, name);
        let text = section_with(key, &format!("{name} = {value}"));
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
        (
            "[network.matrx]\n",
            "bot.toml:1: there is no section [network.matrx]; did you mean [network.matrix]?",
        ),
        ("[matrix]\n", "bot.toml:1: there is no section [matrix]; did you mean [network.matrix]?"),
        (
            "[network]\nuser = \"x\"\n",
            "bot.toml:2: “user” must stand in a section; did you mean [network.matrix]?",
        ),
        (
            "[network.matrix]\nhomserver = \"x\"\n",
            "bot.toml:2: there is no key “homserver” in [network.matrix]; did you mean “homeserver”?",
        ),
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
        (
            "network.matrix",
            "enabled = \"no\"",
            "enabled: true or false is expected, and this is a string",
        ),
        ("network.matrix", "verify = [\"\"]", "verify: it must not be empty"),
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

#[test]
fn a_section_that_lacks_what_it_needs_is_refused() {
    for (text, said) in [
        (
            "\n[network.matrix]\n",
            "bot.toml:2: [network.matrix] lacks “homeserver”: The homeserver: its name (\"example.org\") or its address \
            (\"https://matrix.example.org\").",
        ),
        (
            "[network.matrix]\nhomeserver = \"example.org\"\nenabled = false\n",
            "bot.toml:1: [network.matrix] lacks “user”: The bot's account there: \"@convene:example.org\", or its first \
            part alone.",
        ),
    ] {
        assert_eq!(error(text), said);
    }
}

#[test]
fn servers_accounts_and_patterns_have_a_shape() {
    for (line, said) in [
        ("homeserver = \"ftp://example.org\"", "homeserver: a homeserver is expected"),
        ("homeserver = \"https://\"", "homeserver: a homeserver is expected"),
        (
            "homeserver = \"https://ana:hunter2@example.org\"",
            "homeserver: a homeserver is expected",
        ),
        ("homeserver = \"our server\"", "homeserver: a homeserver is expected"),
        ("user = \"@convene\"", "user: an account is expected"),
        ("user = \"@:example.org\"", "user: an account is expected"),
        ("user = \"convene:example.org\"", "user: an account is expected"),
        ("user = \"the bot\"", "user: an account is expected"),
        ("allow = [\"@ana\"]", "allow: “@user:server”, a server or a room"),
        ("allow = [\"#room:example.org\"]", "allow: “@user:server”, a server or a room"),
        ("block = [\"ana@example.org\"]", "block: “@user:server”, a server or a room"),
        ("verify = [\"https://example.org\"]", "verify: “@user:server”, a server or a room"),
    ] {
        let said = format!("bot.toml:2: network.matrix.{said}");
        let wrong = error(&format!("[network.matrix]\n{line}\n"));
        assert!(wrong.starts_with(&said) && !wrong.contains("hunter2"), "{wrong}");
    }
}

#[test]
fn the_bot_proves_who_it_is_by_a_file_or_by_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (file, secret) = (folder.path().join("bot.toml"), folder.path().join("secret"));
    fs::write(&secret, "hunter2\n").unwrap();
    let load = |lines: &str, env: &dyn Fn(&str) -> Option<String>| {
        let section = "[network.matrix]\nhomeserver = \"example.org\"\nuser = \"convene\"\n";
        fs::write(&file, format!("{section}{lines}")).unwrap();
        let loaded = Config::load(Some(&file), env);
        assert!(!format!("{loaded:?}").contains("hunter2"));
        loaded.map(|config| config.network.matrix.unwrap().login)
    };
    let (password, token) =
        (format!("password_file = {secret:?}\n"), format!("token_file = {secret:?}\n"));
    let environment =
        |variable: &'static str| move |name: &str| (name == variable).then(|| "hunter3".to_owned());
    let is = |secret: &SecretString, said: &str| secret.expose_secret() == said;

    let wrong = load("", &nothing).unwrap_err().to_string();
    assert!(wrong.contains("bot.toml:1: [network.matrix] lacks “password_file”: "), "{wrong}");
    assert!(wrong.contains("CONVENE_MATRIX_PASSWORD"), "{wrong}");
    let wrong = load(&format!("{password}{token}"), &nothing).unwrap_err().to_string();
    assert!(wrong.ends_with("bot.toml:5: network.matrix.token_file: password_file is set too; take one of the two away"), "{wrong}");
    let wrong = load("token_file = \"no/such/file\"\n", &nothing).unwrap_err().to_string();
    assert!(
        wrong.contains("bot.toml:4: network.matrix.token_file: no/such/file cannot be"),
        "{wrong}"
    );

    let login = load(&password, &nothing).unwrap();
    assert!(matches!(login, Some(Login::Password(password)) if is(&password, "hunter2")));
    let login = load(&token, &nothing).unwrap();
    assert!(matches!(login, Some(Login::Token(token)) if is(&token, "hunter2")));
    let login = load(&token, &environment("CONVENE_MATRIX_PASSWORD")).unwrap();
    assert!(matches!(login, Some(Login::Password(password)) if is(&password, "hunter3")));
    let login = load(&password, &environment("CONVENE_MATRIX_TOKEN")).unwrap();
    assert!(matches!(login, Some(Login::Token(token)) if is(&token, "hunter3")));
    let login = load("enabled = false\npassword_file = \"no/such/file\"\n", &nothing).unwrap();
    assert!(login.is_none(), "a network that is switched off needs no secret");
}

#[test]
fn the_discord_bot_has_its_token_from_a_file_or_from_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let (file, secret) = (folder.path().join("bot.toml"), folder.path().join("secret"));
    let load = |lines: &str, env: &dyn Fn(&str) -> Option<String>| {
        fs::write(&file, format!("[network.discord]\n{lines}")).unwrap();
        let loaded = Config::load(Some(&file), env);
        assert!(!format!("{loaded:?}").contains("hunter2"));
        loaded.map(|config| config.network)
    };
    let token = |network: Networks| network.discord.unwrap().token.unwrap();
    let env = |name: &str| (name == "CONVENE_DISCORD_TOKEN").then(|| "hunter2".to_owned());

    let wrong = load("", &nothing).unwrap_err().to_string();
    assert!(wrong.contains("bot.toml:1: [network.discord] lacks “token_file”: "), "{wrong}");
    assert!(wrong.contains("CONVENE_DISCORD_TOKEN"), "{wrong}");
    let lines = format!("threads = true\ntoken_file = {secret:?}\n");
    let wrong = load(&lines, &nothing).unwrap_err().to_string();
    assert!(wrong.contains("bot.toml:3: network.discord.token_file: "), "{wrong}");
    fs::write(&secret, "hunter2 \n").unwrap();
    let network = load(&lines, &nothing).unwrap();
    assert!(network.any());
    assert_eq!(token(network).expose_secret(), "hunter2");
    assert_eq!(token(load("", &env).unwrap()).expose_secret(), "hunter2");

    let off = load("enabled = false\n", &nothing).unwrap();
    assert!(!off.any() && off.discord.unwrap().token.is_none(), "one that is off needs no token");
}

#[test]
fn shards_are_all_or_a_range_of_so_many() {
    let read = |shards: &str| {
        let text = format!("[network.discord]\nshards = \"{shards}\"\n");
        Config::parse(&text, "bot.toml").map(|config| config.network.discord.unwrap().shards)
    };
    assert_eq!(read("all").unwrap(), None);
    assert_eq!(read("5-9/10").unwrap(), Some(Shards { first: 5, last: 9, total: 10 }));
    assert_eq!(read("0/1").unwrap(), Some(Shards { first: 0, last: 0, total: 1 }));
    for wrong in ["0", "0-4", "4-0/10", "0-10/10", "-1/2", "a-b/c", "0-1/"] {
        let said = read(wrong).unwrap_err().to_string();
        assert!(
            said.starts_with("bot.toml:2: network.discord.shards: “all” is expected"),
            "{said}"
        );
    }
}

#[test]
fn the_passphrase_of_the_folder_comes_from_its_file() {
    let folder = tempfile::tempdir().unwrap();
    let (file, secret) = (folder.path().join("bot.toml"), folder.path().join("secret"));
    let section = "[network.matrix]\nhomeserver = \"example.org\"\nuser = \"convene\"\n";
    fs::write(&file, format!("{section}passphrase_file = {secret:?}\n")).unwrap();
    let env = |name: &str| (name == "CONVENE_MATRIX_PASSWORD").then(|| "x".to_owned());
    let wrong = Config::load(Some(&file), &env).unwrap_err().to_string();
    assert!(wrong.contains("bot.toml:4: network.matrix.passphrase_file: "), "{wrong}");
    fs::write(&secret, "hunter2\n").unwrap();
    let matrix = Config::load(Some(&file), &env).unwrap().network.matrix.unwrap();
    assert_eq!(matrix.passphrase.unwrap().expose_secret(), "hunter2");
}
