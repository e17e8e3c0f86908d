//! From what was typed to the command that is meant. Pure text: it never looks anything up.

use super::{ALL, Spec};

/// Commands that need no prefix but its mark.
const ALONE: [&str; 2] = ["remind", "snooze"];

/// What a line asks for.
#[derive(Debug, Clone, Copy)]
pub enum Asked<'t> {
    /// A command by its name, with the text after it.
    Command(&'static Spec, &'t str),
    /// A sentence that begins with no command: a new meeting, when a time is in it.
    Sentence(&'t str),
    /// Nothing after the prefix.
    Nothing,
}

/// The text meant for the bot: what follows the prefix or one of its aliases. `None` for all other talk.
pub fn addressed<'t>(text: &'t str, prefixes: &[String]) -> Option<&'t str> {
    let text = text.trim_start();
    let prefixed = prefixes.iter().find_map(|prefix| {
        let rest = strip_prefix_ignoring_case(text, prefix)?;
        (rest.is_empty() || rest.starts_with(char::is_whitespace)).then(|| rest.trim())
    });
    prefixed.or_else(|| alone(text, prefixes))
}

/// A command that people know from other bots by itself: `!remind`, where the bot's own words begin with `!`.
fn alone<'t>(text: &'t str, prefixes: &[String]) -> Option<&'t str> {
    let mark = prefixes.first()?.chars().next().filter(|mark| !mark.is_alphanumeric())?;
    let line = text.strip_prefix(mark)?;
    let (word, _) = split_word(line);
    ALONE.iter().any(|name| word.eq_ignore_ascii_case(name)).then(|| line.trim_end())
}

/// Reads a line that is known to be meant for the bot.
pub fn asked(text: &str) -> Asked<'_> {
    let text = text.trim();
    let (word, rest) = split_word(text);
    if word.is_empty() {
        return Asked::Nothing;
    }
    // "yes, I come" and "no!" are answers too.
    find(word.trim_end_matches([',', '.', '!', ':']))
        .filter(|_| !begins_a_title(word, rest))
        .map_or(Asked::Sentence(text), |spec| Asked::Command(spec, unless_said(word, rest)))
}

/// What the name of a command says already: `week` alone lists this week.
fn unless_said<'t>(word: &str, rest: &'t str) -> &'t str {
    if rest.is_empty() && word.eq_ignore_ascii_case("week") { "this week" } else { rest }
}

/// Commands that are words with which titles begin, too.
const IN_TITLES: [&str; 4] = ["Add", "End", "Pause", "Repeat"];

/// Whether a word that is a command begins a title: "End of year party fri 19:00", but not "End #12 on 14 may".
fn begins_a_title(word: &str, rest: &str) -> bool {
    IN_TITLES.contains(&word) && !rest.is_empty() && !rest.starts_with('#')
}

/// The command of a name or alias, in any case.
pub fn find(word: &str) -> Option<&'static Spec> {
    ALL.iter().find(|spec| spec.is_called(word))
}

/// The command whose name is spelled most like a word, where one is near.
pub fn nearest(word: &str) -> Option<&'static Spec> {
    let word = word.to_lowercase();
    // Two slips in a long word are a typing error; in a short one they are another word: "thing" is not "going".
    let allowed = if word.chars().count() < 6 { 1 } else { 2 };
    ALL.iter()
        .flat_map(|spec| spec.names().map(move |name| (spec, name)))
        .map(|(spec, name)| (strsim::osa_distance(&word, name), spec))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, spec)| spec)
}

/// The first word and the rest, both trimmed.
pub(super) fn split_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

/// A meeting's number, as people write it: `#12`.
pub(super) fn number(word: &str) -> Option<i64> {
    word.strip_prefix('#')?.trim_end_matches([',', '.', ':']).parse().ok().filter(|n| *n > 0)
}

/// The number of what somebody asked to be reminded of, as it is shown: `r7`.
pub(super) fn memo(word: &str) -> Option<i64> {
    word.strip_prefix(['r', 'R'])?.trim_end_matches([',', '.', ':']).parse().ok().filter(|n| *n > 0)
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text.get(prefix.len()..)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefixes() -> Vec<String> {
        vec!["!meet".to_owned(), "!m".to_owned()]
    }

    #[test]
    fn only_the_prefix_as_a_word_addresses_the_bot() {
        for (text, expected) in [
            ("!meet list", Some("list")),
            ("  !Meet   list ", Some("list")),
            ("!m yes", Some("yes")),
            ("!meet", Some("")),
            ("!meeting", None),
            ("!me", None),
            ("hello !meet", None),
            ("", None),
            ("!é", None),
            ("!remind me tomorrow 9:00 buy cake ", Some("remind me tomorrow 9:00 buy cake")),
            ("!Remind", Some("Remind")),
            ("!reminding", None),
            ("remind me", None),
        ] {
            assert_eq!(addressed(text, &prefixes()), expected, "{text:?}");
        }
    }

    #[test]
    fn a_word_that_is_a_command_is_one_and_anything_else_a_sentence() {
        assert!(
            matches!(asked("LIST this week"), Asked::Command(spec, "this week") if spec.name == "list")
        );
        assert!(matches!(asked("week"), Asked::Command(spec, "this week") if spec.name == "list"));
        assert!(matches!(asked("week today"), Asked::Command(_, "today")));
        assert!(matches!(asked("Lunch tomorrow 12:30"), Asked::Sentence("Lunch tomorrow 12:30")));
        assert!(matches!(asked("  "), Asked::Nothing));
        assert!(matches!(asked("End of year party fri 19:00"), Asked::Sentence(_)));
        assert!(matches!(asked("End #12 never"), Asked::Command(spec, _) if spec.name == "end"));
    }

    #[test]
    fn a_slip_finds_its_command() {
        for (word, name) in
            [("lst", "list"), ("mvoe", "move"), ("cancle", "cancel"), ("delgate", "delegate")]
        {
            assert_eq!(nearest(word).map(|spec| spec.name), Some(name), "{word}");
        }
        for word in ["lunch", "thing", "Thing"] {
            assert!(nearest(word).is_none(), "{word}");
        }
    }

    #[test]
    fn numbers_carry_a_hash() {
        for (word, expected) in
            [("#12", Some(12)), ("#12,", Some(12)), ("12", None), ("#0", None), ("#x", None)]
        {
            assert_eq!(number(word), expected, "{word}");
        }
    }
}
