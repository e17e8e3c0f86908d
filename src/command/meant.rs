//! A line that would make a meeting and reads like something else: `postpone #1 to fri 15:00`, `what is on tomorrow`.

use super::{Call, Done, Failure, find_command, parse, parse::split_word, tongue::after_word};
use crate::{view::Problem, when};

/// Words with which people ask for a command in their own words, by the command.
const VERBS: [(&str, &[&str]); 6] = [
    (
        "move",
        &[
            "postpone",
            "shift",
            "change",
            "push",
            "update",
            "delay",
            "bring",
            "rearrange",
            "verschiebe",
            "verschieben",
            "verlege",
            "verlegen",
            "ändere",
            "déplacer",
            "déplace",
            "reporter",
            "reporte",
            "décaler",
            "décale",
            "mover",
            "mueve",
            "cambiar",
            "cambia",
            "aplazar",
            "aplaza",
            "posponer",
            "pospón",
        ],
    ),
    ("yes", &["ja", "oui", "sí", "si", "yep", "ok", "okay"]),
    ("no", &["nein", "non", "nope"]),
    ("maybe", &["vielleicht", "peut-être", "quizás", "quizá"]),
    (
        "cancel",
        &[
            "absagen",
            "streiche",
            "streichen",
            "annuler",
            "annule",
            "cancelar",
            "cancela",
            "drop",
            "scrap",
        ],
    ),
    ("rename", &["umbenennen", "renommer", "renomme", "renombrar"]),
];

/// What follows a meeting's title in a line that wants something of that meeting.
const BEHIND: [&str; 8] =
    ["move", "reschedule", "cancel", "skip", "rename", "invite", "uninvite", "edit"];

/// Words of which such lines are full, and which `move` does without.
const FILLING: [&str; 6] = ["time", "back", "forward", "off", "out", "up"];

/// How people ask what is on.
const ASKED: [&str; 10] = [
    "what is on",
    "what's on",
    "what’s on",
    "whats on",
    "what is there",
    "what do we have",
    "what do i have",
    "is anything on",
    "is there anything on",
    "anything on",
];

/// Refuses a line that reads so, and says what to write. A meeting is made of it all the same after `new`.
pub(super) async fn check(call: &mut Call<'_>, line: &str) -> Done {
    let first = line.lines().next().unwrap_or_default().trim();
    if first.starts_with(['"', '“']) {
        return Ok(());
    }
    match reads_like(call, first).await? {
        Some(instead) => {
            let typed = first.to_owned();
            Err(Problem::NoNewMeeting {
                typed,
                instead: Some(instead).filter(|line| !line.is_empty()),
            }
            .into())
        }
        None => Ok(()),
    }
}

/// The line that was probably meant; empty where there is none to offer.
async fn reads_like(call: &mut Call<'_>, line: &str) -> Result<Option<String>, Failure> {
    let asked = ASKED.iter().find_map(|words| after_word(line, words));
    if let Some(rest) = asked.map(|rest| rest.trim_end_matches('?').trim()) {
        return Ok(Some(format!("list {rest}").trim_end().to_owned()));
    }
    let (word, rest) = split_word(line);
    let verb = command_of(word);
    if numbers_a_meeting(call, line).await? {
        let behind = parse::number(word).and_then(|_| command_of(split_word(rest).0));
        return Ok(Some(match (verb, behind) {
            (Some(command), _) => in_words_of(command, rest),
            (None, Some(command)) => {
                in_words_of(command, &format!("{word} {}", split_word(rest).1))
            }
            (None, None) => String::new(),
        }));
    }
    if let Some(command) = verb.filter(|_| word.starts_with(char::is_lowercase)) {
        let to = after_word(rest, "to").unwrap_or_default();
        let elsewhere = command == "move" && when::read_phrase(to, &call.when()).is_ok();
        let named = || command == "move" || call.about.is_some();
        let names = named()
            && call.begins_with_a_meeting(rest).await?
            && !call.begins_with_a_meeting(line).await?;
        return Ok((elsewhere || names).then(|| in_words_of(command, rest)));
    }
    let Some(behind) = call.behind_a_title(line).await? else { return Ok(None) };
    let (word, rest) = split_word(behind);
    let command =
        command_of(word).filter(|_| word.starts_with(char::is_lowercase) && !rest.is_empty());
    let title = line.strip_suffix(behind).unwrap_or_default().trim_end();
    Ok(command.map(|command| in_words_of(command, &format!("{title} {rest}"))))
}

/// Whether a line has the number of a meeting in it that is here.
async fn numbers_a_meeting(call: &mut Call<'_>, line: &str) -> Result<bool, Failure> {
    for word in line.split_whitespace().filter(|word| parse::number(word).is_some()) {
        if call.begins_with_a_meeting(word).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The command that a word asks for, in whatever language.
fn command_of(word: &str) -> Option<&'static str> {
    let word = word.trim_end_matches([',', ':', '!', '.']).to_lowercase();
    let verb = VERBS.iter().find(|(_, words)| words.contains(&&*word)).map(|(command, _)| *command);
    let behind = || BEHIND.contains(&&*word).then(|| find_command(&word));
    verb.or_else(|| behind()?.map(|spec| spec.name))
}

/// The line with a command in place of the word for it. "auf 12 Uhr" is read where German is, and "to 12:00" anywhere.
fn in_words_of(command: &str, rest: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for word in rest.split_whitespace() {
        match word {
            _ if command != "move" => words.push(word.to_owned()),
            _ if FILLING.contains(&word) => {}
            "auf" => words.push("to".to_owned()),
            "Uhr" | "uhr" => {
                if let Some(hour) = words.last_mut().filter(|hour| hour.parse::<u32>().is_ok()) {
                    hour.push_str(":00");
                }
            }
            word => words.push(word.to_owned()),
        }
    }
    format!("{command} {}", words.join(" "))
}
