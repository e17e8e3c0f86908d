//! Mentions in a text: `<@80351110224678912>`, and with an exclamation mark as older programs write them
//! (reference, "Message Formatting"). Pure.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Snowflake, list, named, user};
use crate::chat::{Mention, User};

/// People by their ids.
pub(super) type People = BTreeMap<Snowflake, User>;

/// A place in a text where somebody is mentioned.
struct Marked<'t> {
    text: &'t str,
    user: Snowflake,
}

/// The users that a message mentions, by what they are called in its server.
pub(super) fn people(message: &Value) -> People {
    list(message, "mentions").filter_map(with_nick).filter_map(person).collect()
}

fn with_nick(mentioned: &Value) -> Option<User> {
    user(mentioned, mentioned.get("member").and_then(|member| member.get("nick")?.as_str()))
}

fn person(user: User) -> Option<(Snowflake, User)> {
    Some((user.account.id.parse().ok()?, user))
}

/// Who is mentioned in texts. Whoever is not among the people has no name yet.
pub(super) fn mentions<'t>(
    texts: impl IntoIterator<Item = &'t str>,
    people: &People,
) -> Vec<Mention> {
    let mut found: Vec<Mention> = Vec::new();
    for Marked { text, user } in texts.into_iter().flat_map(marked) {
        if found.iter().all(|mention| mention.text != text) {
            let user = people.get(&user).cloned().unwrap_or_else(|| named(user, ""));
            found.push(Mention { text: text.to_owned(), user });
        }
    }
    found
}

/// A text without the mentions of somebody.
pub(super) fn without(text: &str, user: Snowflake) -> String {
    let mut text = text.to_owned();
    for mark in [format!("<@{user}>"), format!("<@!{user}>")] {
        // Between two words stood two spaces with a mention between them.
        text = text.replace(&format!("{mark} "), "").replace(&mark, "");
    }
    text.trim().to_owned()
}

/// Whether a text mentions somebody.
pub(super) fn names(text: &str, user: Snowflake) -> bool {
    marked(text).any(|marked| marked.user == user)
}

fn marked(text: &str) -> impl Iterator<Item = Marked<'_>> {
    text.match_indices("<@").filter_map(|(at, _)| {
        let rest = text.get(at..)?;
        let end = rest.find('>')?;
        let inside = rest.get(2..end)?;
        let user = inside.strip_prefix('!').unwrap_or(inside).parse().ok()?;
        Some(Marked { text: rest.get(..=end)?, user })
    })
}
