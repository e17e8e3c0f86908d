//! What happened while no session told of it: how the reactions on a card are now, and whether it is there at all.

use std::sync::Arc;

use serde_json::Value;
use serenity::{
    http::Route,
    model::{channel::ReactionType, id::MessageId},
};

use super::{
    convert::{self, Snowflake},
    directory,
    error::{ApiError, code},
    http::{Api, Call},
    place::Place,
};
use crate::{chat::User, model::UserRef};

/// So many people come with an answer.
const PAGE: usize = 100;

/// A card, as it is now.
#[derive(Debug)]
pub(super) enum Now {
    /// It has these reactions.
    There(Vec<(User, String)>),
    /// It is deleted.
    Gone,
    /// Its channel is deleted.
    NoRoom,
}

/// The difference between how it is and what is known.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// What is not there any more.
    pub(super) gone: Vec<(UserRef, String)>,
    /// What is new.
    pub(super) new: Vec<(User, String)>,
}

/// Looks at a card.
///
/// # Errors
///
/// [`ApiError`], where nothing can be said of it.
pub(super) async fn look(
    api: &Arc<Api>,
    place: Place,
    card: MessageId,
    me: Snowflake,
) -> Result<Now, ApiError> {
    let (channel_id, message_id) = (place.channel, card);
    let found = api.ask(&Call::get(Route::ChannelMessage { channel_id, message_id })).await;
    let message: Value = match found {
        Err(error) if directory::is_gone(&error) => return Ok(Now::NoRoom),
        Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => return Ok(Now::Gone),
        found => found?,
    };
    let mut now = Vec::new();
    for reaction in convert::list(&message, "reactions") {
        let Some(emoji) = reaction.get("emoji") else { continue };
        let Some((shown, asked)) = convert::emoji(emoji).zip(in_a_path(emoji)) else { continue };
        if is_only_mine(reaction) {
            continue;
        }
        let people = people(api, place, card, &asked, me).await?;
        now.extend(people.into_iter().map(|user| (user, shown.clone())));
    }
    Ok(Now::There(now))
}

/// Whether the bot alone reacted so.
fn is_only_mine(reaction: &Value) -> bool {
    reaction.get("me").and_then(Value::as_bool) == Some(true)
        && reaction.get("count").and_then(Value::as_u64) == Some(1)
}

async fn people(
    api: &Arc<Api>,
    place: Place,
    message_id: MessageId,
    reaction: &str,
    me: Snowflake,
) -> Result<Vec<User>, ApiError> {
    let mut found = Vec::new();
    let mut after: Option<Snowflake> = None;
    loop {
        let channel_id = place.channel;
        let route = Route::ChannelMessageReactionEmoji { channel_id, message_id, reaction };
        let mut call = Call::get(route).query("limit", PAGE.to_string()).query("type", "0");
        if let Some(after) = after {
            call = call.query("after", after.to_string());
        }
        let page: Vec<Value> = api.ask(&call).await?;
        let last = page.iter().filter_map(|user| convert::id(user, "id")).max();
        let persons = page.iter().filter(|user| {
            convert::id(user, "id") != Some(me)
                && user.get("bot").and_then(Value::as_bool) != Some(true)
        });
        found.extend(persons.filter_map(|user| convert::user(user, None)));
        match last {
            Some(last) if page.len() >= PAGE && after.is_none_or(|after| last > after) => {
                after = Some(last);
            }
            _ => return Ok(found),
        }
    }
}

/// An emoji as it stands in the path of a request.
fn in_a_path(emoji: &Value) -> Option<String> {
    let name = convert::text(emoji, "name").map(str::to_owned);
    let kind = match convert::id(emoji, "id") {
        Some(id) => ReactionType::Custom { animated: false, id: id.into(), name },
        None => ReactionType::Unicode(name?),
    };
    Some(kind.as_data())
}

/// What changed.
pub(super) fn difference(now: &[(User, String)], known: &[(UserRef, String)]) -> Difference {
    let is_there = |user: &UserRef, emoji: &str| {
        now.iter().any(|(there, shown)| there.account == *user && is_same(shown, emoji))
    };
    let is_known = |user: &User, emoji: &str| {
        known.iter().any(|(known, shown)| *known == user.account && is_same(shown, emoji))
    };
    let gone = known.iter().filter(|(user, emoji)| !is_there(user, emoji)).cloned().collect();
    let new = now.iter().filter(|(user, emoji)| !is_known(user, emoji)).cloned().collect();
    Difference { gone, new }
}

/// Whether two emoji are the same but for how they are to be drawn (U+FE0F).
fn is_same(one: &str, other: &str) -> bool {
    let plain = |emoji: &str| emoji.replace('\u{fe0f}', "");
    one == other || plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_changed_is_what_differs() {
        let user = |id: u64| convert::named(Snowflake::new(id).unwrap(), "somebody");
        let now =
            vec![(user(1), "✅".to_owned()), (user(2), "❤".to_owned()), (user(3), "❌".to_owned())];
        let known = vec![
            (user(1).account, "✅".to_owned()),
            (user(2).account, "❤\u{fe0f}".to_owned()),
            (user(3).account, "✅".to_owned()),
        ];
        let difference = difference(&now, &known);
        assert_eq!(difference.gone, [(user(3).account, "✅".to_owned())]);
        assert_eq!(difference.new, [(user(3), "❌".to_owned())]);
    }

    #[test]
    fn an_emoji_is_encoded_for_a_path() {
        assert_eq!(in_a_path(&json!({"id": null, "name": "✅"})).unwrap(), "%E2%9C%85");
        assert_eq!(in_a_path(&json!({"id": null, "name": "#️⃣"})).unwrap(), "%23%EF%B8%8F%E2%83%A3");
        assert_eq!(in_a_path(&json!({"id": "41", "name": "yes"})).unwrap(), "yes:41");
        assert_eq!(in_a_path(&json!({"id": null, "name": null})), None);
    }
}
