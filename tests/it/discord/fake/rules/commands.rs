//! Commands: <https://docs.discord.com/developers/interactions/application-commands>

use std::collections::HashSet;

use serde_json::Value;

use super::{super::refusal::Problem, list};

/// The languages there are.
const LOCALES: [&str; 32] = [
    "id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl",
    "no", "pl", "pt-BR", "ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th",
    "zh-CN", "ja", "zh-TW", "ko",
];

const SUBCOMMAND: u64 = 1;
const GROUP: u64 = 2;

/// The most characters of a command with all that is in it.
const SIZE: usize = 8000;

/// How many of each kind there can be.
const MOST: [(u64, usize); 3] = [(1, 100), (2, 15), (3, 15)];

/// All commands at once.
pub(super) fn all(commands: &[Value]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = commands
        .iter()
        .enumerate()
        .flat_map(|(n, command)| one(command, &format!("{n}.")))
        .collect();
    let mut seen = HashSet::new();
    for (n, command) in commands.iter().enumerate() {
        if !seen.insert((kind(command), command["name"].as_str())) {
            let what = "Application command names must be unique";
            problems.push(Problem::new(
                &n.to_string(),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                what,
            ));
        }
    }
    for (wanted, most) in MOST {
        if commands.iter().filter(|one| kind(one) == wanted).count() > most {
            let what = format!("Must be {most} or fewer in length.");
            problems.push(Problem::new("", "BASE_TYPE_BAD_LENGTH", what));
        }
    }
    problems
}

/// One command.
pub(super) fn one(command: &Value, at: &str) -> Vec<Problem> {
    let slash = kind(command) == 1;
    let mut problems = named(command, at, slash);
    let description = command["description"].as_str().unwrap_or_default();
    if slash && description.is_empty() {
        problems.push(Problem::new(
            &format!("{at}description"),
            "BASE_TYPE_REQUIRED",
            "This field is required",
        ));
    }
    if !slash && (!description.is_empty() || !list(&command["options"]).is_empty()) {
        let what = "Context menu commands cannot have description or options";
        problems.push(Problem::new(
            &format!("{at}description"),
            "APPLICATION_COMMAND_INVALID",
            what,
        ));
    }
    problems.extend(options(command, at, 0));
    if size(command) > SIZE {
        let what = format!("Command exceeds maximum size (8000): {}", size(command));
        problems.push(Problem::new(at, "APPLICATION_COMMAND_TOO_LARGE", what));
    }
    let has = |field: &str, wanted: u64| list(&command[field]).iter().any(|one| *one == wanted);
    if has("contexts", 2) && !has("integration_types", 1) {
        let what = "PRIVATE_CHANNEL needs USER_INSTALL";
        problems.push(Problem::new(&format!("{at}contexts"), "APPLICATION_COMMAND_INVALID", what));
    }
    problems
}

fn kind(command: &Value) -> u64 {
    command["type"].as_u64().unwrap_or(1)
}

/// The names of something, and its words in other languages.
fn named(of: &Value, at: &str, slash: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let names = |field: &str| of[field].as_object().into_iter().flatten();
    let texts = of["name"].as_str().map(|name| ("name".to_owned(), name)).into_iter();
    let localised = names("name_localizations")
        .filter_map(|(tag, name)| Some((format!("name_localizations.{tag}"), name.as_str()?)));
    for (field, name) in texts.chain(localised) {
        if slash && !fits(name) {
            let what = r"String value did not match validation regex.";
            problems.push(Problem::new(
                &format!("{at}{field}"),
                "APPLICATION_COMMAND_INVALID_NAME",
                what,
            ));
        }
    }
    for field in ["name_localizations", "description_localizations"] {
        for (tag, _) in names(field).filter(|(tag, _)| !LOCALES.contains(&tag.as_str())) {
            let what = format!("Unknown locale {tag}");
            problems.push(Problem::new(&format!("{at}{field}.{tag}"), "ENUM_TYPE_COERCE", what));
        }
    }
    problems
}

/// `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in small letters where there are such.
fn fits(name: &str) -> bool {
    let mark =
        |one: char| matches!(one, '-' | '_' | '\'' | '\u{900}'..='\u{97f}' | '\u{e00}'..='\u{e7f}');
    (1..=32).contains(&name.chars().count())
        && name.chars().all(|one| one.is_alphanumeric() || mark(one))
        && name.to_lowercase() == name
}

fn options(of: &Value, at: &str, depth: usize) -> Vec<Problem> {
    let options = list(&of["options"]);
    let kind = |one: &Value| one["type"].as_u64().unwrap_or_default();
    let nests = |one: &Value| matches!(kind(one), SUBCOMMAND | GROUP);
    let mut problems = Vec::new();
    let mut wrong = |n: usize, field: &str, code, what: &str| {
        problems.push(Problem::new(&format!("{at}options.{n}.{field}"), code, what));
    };
    let (mut seen, mut optional) = (HashSet::new(), false);
    for (n, option) in options.iter().enumerate() {
        if !seen.insert(option["name"].as_str()) {
            wrong(
                n,
                "name",
                "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
                "Option name already exists",
            );
        }
        if nests(option) != options.first().is_some_and(nests) {
            wrong(
                n,
                "type",
                "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
                "Sub-command and sub-command group option types are mutually exclusive to all other types",
            );
        }
        if kind(option) == GROUP && depth > 0 || kind(option) == SUBCOMMAND && depth > 1 {
            wrong(n, "type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Nested too deep");
        }
        let required = option["required"] == true;
        if required && optional {
            wrong(
                n,
                "required",
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            );
        }
        optional |= !required && !nests(option);
        if option["autocomplete"] == true && !list(&option["choices"]).is_empty() {
            wrong(
                n,
                "autocomplete",
                "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES",
                "Options cannot have both",
            );
        }
        if option["description"].as_str().is_none_or(str::is_empty) {
            wrong(n, "description", "BASE_TYPE_REQUIRED", "This field is required");
        }
    }
    for (n, option) in options.iter().enumerate() {
        let at = format!("{at}options.{n}.");
        problems.extend(named(option, &at, true));
        problems.extend(choices(option, &at));
        problems.extend(self::options(
            option,
            &at,
            depth + if kind(option) == SUBCOMMAND { 2 } else { 1 },
        ));
    }
    problems.extend(same_localised(options, at));
    problems
}

/// Names are unique in each language too.
fn same_localised(options: &[Value], at: &str) -> Option<Problem> {
    let name = |option: &Value, tag: &str| {
        option["name_localizations"][tag]
            .as_str()
            .or_else(|| option["name"].as_str())
            .map(str::to_owned)
    };
    LOCALES.into_iter().find_map(|tag| {
        let mut seen = HashSet::new();
        let again = options.iter().position(|option| !seen.insert(name(option, tag)))?;
        let what = "Option name already exists";
        let at = format!("{at}options.{again}.name_localizations.{tag}");
        Some(Problem::new(&at, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", what))
    })
}

fn choices(option: &Value, at: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = HashSet::new();
    for (n, choice) in list(&option["choices"]).iter().enumerate() {
        let at = format!("{at}choices.{n}.name");
        if !seen.insert(choice["name"].as_str()) {
            let what = "Choice names must be unique";
            problems.push(Problem::new(
                &at,
                "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
                what,
            ));
        }
    }
    problems
}

/// How many characters a command has, of each text the longest of all languages.
fn size(of: &Value) -> usize {
    let count = |text: &Value| text.as_str().map_or(0, |text| text.chars().count());
    let longest = |field: &str| {
        let others = of[format!("{field}_localizations")].as_object();
        let others =
            others.into_iter().flatten().map(|(_, text)| count(text)).max().unwrap_or_default();
        count(&of[field]).max(others)
    };
    let inner = list(&of["options"]).iter().chain(list(&of["choices"]));
    longest("name") + longest("description") + count(&of["value"]) + inner.map(size).sum::<usize>()
}
