//! A text that somebody wrote: who is mentioned in it, and whether it is spoken to the bot. Pure.

use std::collections::HashSet;

use super::{
    clean::{is_hidden, is_mark},
    name::{BOT, Name},
};
use crate::{
    chat::{Mention, Said},
    model::MessageId,
};

/// Reads a text that somebody wrote where the bot is called `bot`.
pub(super) fn said(text: &str, reply_to: Option<MessageId>, bot: &str) -> Said {
    let (text, addressed) = match spoken_to(text, bot) {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    Said { text: text.to_owned(), addressed, reply_to, edits: None, mentions: mentions(text, bot) }
}

/// What stands after a mention of the bot at the start.
fn spoken_to<'a>(text: &'a str, bot: &str) -> Option<&'a str> {
    let after = text.trim_start().strip_prefix('@')?;
    let (name, length) = named(after)?;
    let name = name.trim().to_lowercase();
    let it = BOT.contains(&name.as_str()) || name == bot.trim().to_lowercase();
    let rest = after.get(length..).filter(|_| it)?;
    Some(rest.trim_start_matches([',', ':']).trim_start())
}

/// The name that a text begins with, in quotes or not, and how many octets it takes.
fn named(text: &str) -> Option<(&str, usize)> {
    match text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
        Some((quoted, _)) => Some((quoted, quoted.len() + 2)),
        None => text.split_at_checked(word_end(text)).map(|(word, _)| (word, word.len())),
    }
}

/// Everyone who is mentioned, each spelling once.
fn mentions(text: &str, bot: &str) -> Vec<Mention> {
    let (mut found, mut spellings) = (Vec::new(), HashSet::new());
    let mut before = None;
    for (at, c) in text.char_indices() {
        // `kim@example.com` is a mail address.
        let starts = c == '@' && before.is_none_or(|before| !is_in_name(before));
        before = Some(c);
        let Some(mention) =
            starts.then(|| text.get(at..).and_then(|text| mention(text, bot))).flatten()
        else {
            continue;
        };
        if spellings.insert(mention.text.clone()) {
            found.push(mention);
        }
    }
    found
}

/// The mention that a text begins with.
fn mention(text: &str, bot: &str) -> Option<Mention> {
    let after = text.strip_prefix('@')?;
    let (name, length) = named(after)?;
    let user = Name::new(name).and_then(|name| name.unless(bot)).ok()?.user();
    Some(Mention { text: text.get(..=length)?.to_owned(), user })
}

/// Where the word ends that a text begins with: at its last letter or digit, so that the stop of a sentence is
/// not in it.
pub(super) fn word_end(text: &str) -> usize {
    let word = text.find(|c| !is_in_name(c)).unwrap_or(text.len());
    let word = text.get(..word).unwrap_or_default();
    word.trim_end_matches(['.', '-']).len()
}

/// Whether a character can stand inside a name that is written without quotes.
pub(super) fn is_in_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.') || (is_mark(c) && !is_hidden(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(String, String)> {
        let said = said(text, None, "Rota Desk");
        said.mentions.into_iter().map(|m| (m.text, m.user.account.id)).collect()
    }

    #[test]
    fn people_are_mentioned() {
        let pair = |text: &str, id: &str| (text.to_owned(), id.to_owned());
        for (text, expected) in [
            ("lunch @bo and @Ana.", vec![pair("@bo", "bo"), pair("@Ana", "ana")]),
            ("@bo, (@ana) @bo", vec![pair("@bo", "bo"), pair("@ana", "ana")]),
            ("@\"Ana Maria\" too", vec![pair("@\"Ana Maria\"", "ana maria")]),
            (
                "@j.doe-smith... @अर्जुन",
                vec![pair("@j.doe-smith", "j.doe-smith"), pair("@अर्जुन", "अर्जुन")],
            ),
            ("@everyone @here @ROOM @all @bot @\"Rota desk\"", vec![]),
            ("kim@example.com @ @. @\"\" @\"open", vec![]),
            ("a @\"x\u{202e}y\" b", vec![]),
        ] {
            assert_eq!(names(text), expected, "{text:?}");
        }
    }

    #[test]
    fn the_bot_is_spoken_to_at_the_start_only() {
        for (text, left, addressed) in [
            ("@bot lunch friday", "lunch friday", true),
            (" @Convene: lunch", "lunch", true),
            ("@bot", "", true),
            ("@\"rota desk\": lunch", "lunch", true),
            ("@\"Ana Maria\" lunch", "@\"Ana Maria\" lunch", false),
            ("@bottom line", "@bottom line", false),
            ("ask @bot", "ask @bot", false),
            ("!meet list", "!meet list", false),
        ] {
            let said = said(text, None, "Rota Desk");
            assert_eq!((said.text.as_str(), said.addressed), (left, addressed), "{text:?}");
        }
    }

    #[test]
    fn a_text_full_of_mentions_is_read_in_one_go() {
        let text = (0..100_000).map(|n: u32| (n / 2).to_string()).collect::<Vec<_>>().join(" @p");
        assert_eq!(names(&text).len(), 50_000);
        assert_eq!(names(&"@\"".repeat(50_000)).len(), 1);
    }
}
