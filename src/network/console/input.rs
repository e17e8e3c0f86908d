//! What people type in the terminal room. Pure.
//!
//! `ana: text` speaks as ana, who then speaks every line without a name. After the name, or without one:
//! `+✅` or `+yes` reacts, `-✅` takes it back, `>text` replies, `[1]` or `[going]` presses a button, each to the latest
//! message it fits, or with `m3` to that one; `/upload`, `/room`, `/who`, `/moderator`, `/help` and `/quit` are for the
//! terminal itself. Everything else is said.

use super::{
    clean::is_hidden,
    name::{Name, NotAName},
    said::{is_in_name, word_end},
};

/// Who typed a line, where it says so, and what they want.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Typed<'a> {
    pub(super) who: Option<Name>,
    pub(super) what: What<'a>,
}

/// A message by its number on the screen; none means the latest that fits.
pub(super) type Handle = Option<usize>;

/// What a line wants.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What<'a> {
    /// No more than a name, or not even that.
    Nothing,
    /// Something for the bot.
    Do(Deed<'a>),
    Room(&'a str),
    Who,
    Moderator,
    Help,
    Quit,
}

/// What somebody does in the room.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Deed<'a> {
    Say(&'a str),
    Reply {
        text: &'a str,
        to: Handle,
    },
    React {
        emoji: &'a str,
        on: Handle,
    },
    Unreact {
        emoji: &'a str,
        on: Handle,
    },
    Press {
        button: &'a str,
        on: Handle,
    },
    /// The path of a file to drop.
    Upload(&'a str),
}

/// Why a line is not acted on: what is wrong and what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unclear {
    #[error(transparent)]
    Name(#[from] NotAName),
    #[error(
        "`{0}` is no reaction here: use +yes, +maybe, +no or an emoji like +👍; a `-` takes it back"
    )]
    Reaction(String),
    #[error(
        "there is no `/{0}` here; `/help` lists what there is, and how the bot's commands begin"
    )]
    Command(String),
    #[error("say which: `/{0} {1}`")]
    Argument(&'static str, &'static str),
}

/// Words for those who cannot type an emoji.
const WORDS: [(&str, &str); 6] =
    [("yes", "✅"), ("maybe", "🤔"), ("no", "❌"), ("propose", "🕒"), ("guest", "➕"), ("1", "👍")];

/// Reads a line.
pub(super) fn parse(line: &str) -> Result<Typed<'_>, Unclear> {
    let line = line.trim();
    let (who, rest) = match speaker(line) {
        Some((name, rest)) => (Some(Name::new(name)?), rest),
        None => (None, line),
    };
    Ok(Typed { who, what: what(rest)? })
}

/// The name before a colon, and what comes after. `15:00` and `https://…` are no names, because no space comes after the
/// colon; nor is a word before another one.
fn speaker(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once(':')?;
    let is_name = name.starts_with(char::is_alphanumeric) && name.chars().all(is_in_name);
    let is_end = |c: char| c.is_whitespace() || matches!(c, '!' | '+' | '>' | '[');
    (is_name && (rest.is_empty() || rest.starts_with(is_end))).then(|| (name, rest.trim_start()))
}

fn what(text: &str) -> Result<What<'_>, Unclear> {
    let mut chars = text.chars();
    let Some(first) = chars.next() else { return Ok(What::Nothing) };
    let rest = chars.as_str();
    let deed = match first {
        '/' => return command(text, rest),
        '>' => Some(reply(rest)),
        '[' => press(rest),
        '+' => reaction(text, rest)?.map(|(emoji, on)| Deed::React { emoji, on }),
        '-' => reaction(text, rest)?.map(|(emoji, on)| Deed::Unreact { emoji, on }),
        _ => None,
    };
    Ok(What::Do(deed.unwrap_or(Deed::Say(text))))
}

fn reply(rest: &str) -> Deed<'_> {
    let rest = rest.trim_start();
    let (first, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    match handle(first) {
        Some(number) => Deed::Reply { text: after.trim_start(), to: Some(number) },
        None => Deed::Reply { text: rest, to: None },
    }
}

/// `1]`, `going]`, `1 m3]` or `1] m3`.
fn press(rest: &str) -> Option<Deed<'_>> {
    let (inside, after) = rest.split_once(']')?;
    let after = after.trim();
    let (button, on) = match (handle(after), inside.trim().rsplit_once(char::is_whitespace)) {
        (Some(number), _) => (inside, Some(number)),
        (None, _) if !after.is_empty() => return None,
        (None, Some((button, last))) if handle(last).is_some() => (button, handle(last)),
        (None, _) => (inside, None),
    };
    let button = button.trim();
    (!button.is_empty()).then_some(Deed::Press { button, on })
}

/// An emoji or a word for one, and perhaps a handle; `None` where more words make it a text.
fn reaction<'a>(text: &str, rest: &'a str) -> Result<Option<(&'a str, Handle)>, Unclear> {
    let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let after = after.trim();
    let on = handle(after);
    if word.is_empty() || (on.is_none() && !after.is_empty()) {
        return Ok(None);
    }
    // `-1` means no to many, and taking back a yes would be its opposite.
    let spelled = WORDS.iter().find(|(known, _)| {
        word.eq_ignore_ascii_case(known) && !(text.starts_with('-') && *known == "1")
    });
    match spelled {
        Some((_, emoji)) => Ok(Some((emoji, on))),
        None if is_emoji(word) => Ok(Some((word, on))),
        None => Err(Unclear::Reaction(text.chars().take(40).collect())),
    }
}

fn is_emoji(word: &str) -> bool {
    word.chars().count() <= 32
        && word.chars().any(|c| !c.is_ascii() && !c.is_alphanumeric())
        && !word.chars().any(is_hidden)
}

fn command<'a>(text: &'a str, rest: &'a str) -> Result<What<'a>, Unclear> {
    let (word, argument) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let argument = argument.trim();
    // `/usr/share is full` is a text.
    if word.is_empty() || word_end(word) != word.len() {
        return Ok(What::Do(Deed::Say(text)));
    }
    match (word.to_lowercase().as_str(), argument.is_empty()) {
        ("upload", true) => Err(Unclear::Argument("upload", "invite.ics")),
        ("upload", false) => Ok(What::Do(Deed::Upload(argument))),
        ("room", true) => Err(Unclear::Argument("room", "team")),
        ("room", false) => Ok(What::Room(argument.trim_start_matches('#'))),
        ("who", _) => Ok(What::Who),
        ("moderator", _) => Ok(What::Moderator),
        ("help", _) => Ok(What::Help),
        ("quit" | "exit", _) => Ok(What::Quit),
        _ => Err(Unclear::Command(word.chars().take(40).collect())),
    }
}

/// `m3` is the third message.
fn handle(word: &str) -> Handle {
    let digits = word.strip_prefix(['m', 'M'])?;
    digits.bytes().all(|digit| digit.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

/// What `/help` shows.
pub(super) const HELP: &str = "\
ana: some text    speaks as ana, who stays the speaker
ana: !meet help   the bot's commands; @bot works too
+yes +maybe +no   reacts to the latest card; so does +👍
-yes              takes a reaction back
>some text        replies to the latest card
[1] or [going]    presses a button of the latest message
+yes m3           the same on m3; also >m3 text, [1 m3]
/upload a.ics     drops a file in the room
/room team        goes to another room
/who              says who is here
/moderator        lets the speaker moderate, or no longer
/quit             leaves";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::console::WELCOME;

    fn read(line: &str) -> String {
        let what = |what: What<'_>| match what {
            What::Do(deed) => format!("{deed:?}"),
            other => format!("{other:?}"),
        };
        match parse(line) {
            Ok(Typed { who: Some(who), what: wants }) => {
                format!("{}: {}", who.shown(), what(wants))
            }
            Ok(Typed { who: None, what: wants }) => what(wants),
            Err(unclear) => format!("{unclear:?}"),
        }
    }

    #[test]
    fn what_a_line_means() {
        for (line, meaning) in [
            ("", "Nothing"),
            ("  ", "Nothing"),
            ("hello", "Say(\"hello\")"),
            ("ana: hello: you", "ana: Say(\"hello: you\")"),
            ("ana:!meet list", "ana: Say(\"!meet list\")"),
            ("Ana:", "Ana: Nothing"),
            ("j.doe-smith: x", "j.doe-smith: Say(\"x\")"),
            ("अर्जुन: x", "अर्जुन: Say(\"x\")"),
            ("15:00 suits me", "Say(\"15:00 suits me\")"),
            ("https://example.com", "Say(\"https://example.com\")"),
            ("note this: x", "Say(\"note this: x\")"),
            (": x", "Say(\": x\")"),
            ("ana:smile", "Say(\"ana:smile\")"),
            // Reactions.
            ("+✅", "React { emoji: \"✅\", on: None }"),
            ("ana: +👍🏽 m3", "ana: React { emoji: \"👍🏽\", on: Some(3) }"),
            ("ana:+yes", "ana: React { emoji: \"✅\", on: None }"),
            ("+Maybe M12", "React { emoji: \"🤔\", on: Some(12) }"),
            ("+1", "React { emoji: \"👍\", on: None }"),
            ("+❤️", "React { emoji: \"❤\\u{fe0f}\", on: None }"),
            ("+\u{1b}[31m✅", "Reaction(\"+\\u{1b}[31m✅\")"),
            ("-✅", "Unreact { emoji: \"✅\", on: None }"),
            ("-no m2", "Unreact { emoji: \"❌\", on: Some(2) }"),
            ("-1", "Reaction(\"-1\")"),
            ("+yep", "Reaction(\"+yep\")"),
            ("+yes we can", "Say(\"+yes we can\")"),
            ("+ more", "Say(\"+ more\")"),
            ("- milk", "Say(\"- milk\")"),
            ("+", "Say(\"+\")"),
            ("+49 170 1234", "Say(\"+49 170 1234\")"),
            // Replies.
            (">yes", "Reply { text: \"yes\", to: None }"),
            ("> m3  no, sick", "Reply { text: \"no, sick\", to: Some(3) }"),
            (">m3", "Reply { text: \"\", to: Some(3) }"),
            (">monday", "Reply { text: \"monday\", to: None }"),
            // Buttons.
            ("[1]", "Press { button: \"1\", on: None }"),
            ("[Can't come]", "Press { button: \"Can't come\", on: None }"),
            ("[1 m3]", "Press { button: \"1\", on: Some(3) }"),
            ("bo: [can't come] m3", "bo: Press { button: \"can't come\", on: Some(3) }"),
            ("[m3]", "Press { button: \"m3\", on: None }"),
            ("[ ] milk", "Say(\"[ ] milk\")"),
            ("[]", "Say(\"[]\")"),
            ("[1", "Say(\"[1\")"),
            // The terminal's own.
            ("/upload  my invite.ics ", "Upload(\"my invite.ics\")"),
            ("ana: /upload a.ics", "ana: Upload(\"a.ics\")"),
            ("/upload", "Argument(\"upload\", \"invite.ics\")"),
            ("/room #team", "Room(\"team\")"),
            ("/WHO", "Who"),
            ("/moderator", "Moderator"),
            ("/help", "Help"),
            ("/quit", "Quit"),
            ("/meet lunch", "Command(\"meet\")"),
            ("/usr/share is full", "Say(\"/usr/share is full\")"),
            ("/ hm", "Say(\"/ hm\")"),
            // Names that nobody has.
            ("here: x", "Name(Taken(\"here\"))"),
            ("bot: x", "Name(Taken(\"bot\"))"),
        ] {
            assert_eq!(read(line), meaning, "{line:?}");
        }
    }

    #[test]
    fn help_names_every_command() {
        for command in ["/upload", "/room", "/who", "/moderator", "/quit"] {
            assert!(HELP.contains(command), "{command}");
        }
        let narrow = |line: &str| unicode_width::UnicodeWidthStr::width(line) <= 60;
        assert!(HELP.lines().chain(WELCOME.lines()).all(narrow));
    }

    #[test]
    fn refusals_say_what_to_do() {
        assert_eq!(
            parse("/meet x").unwrap_err().to_string(),
            "there is no `/meet` here; `/help` lists what there is, and how the bot's commands begin"
        );
        assert_eq!(parse("/room").unwrap_err().to_string(), "say which: `/room team`");
    }
}
