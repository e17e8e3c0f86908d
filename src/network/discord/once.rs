//! Posting a message once, also where Discord's answer to it was lost.
//!
//! For some minutes Discord itself knows a message again by its nonce. A try that is made later looks first whether the
//! message stands in the channel. What a former run of the bot tried is known by the nonce alone.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use serde::Deserialize;
use serde_json::Value;
use serenity::{
    http::Route,
    model::id::{ChannelId, UserId},
};
use tokio::{sync::OnceCell, time::Instant};

use super::{
    error::ApiError,
    http::{Api, Call},
    send::Sent,
};
use crate::chat::File;

/// So long a nonce is certainly known: "the past few minutes" (resources/message, "Create Message").
const NONCES: Duration = Duration::from_mins(2);
/// So many messages of a channel are looked at.
const LATEST: u8 = 50;

/// What posts.
#[derive(Debug)]
pub(super) struct Once {
    api: Arc<Api>,
    me: OnceCell<UserId>,
    /// When what has no answer was tried first, by its key.
    doubts: Mutex<HashMap<String, Instant>>,
}

#[derive(Deserialize)]
struct Me {
    id: UserId,
}

impl Once {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api, me: OnceCell::new(), doubts: Mutex::default() }
    }

    pub(super) const fn api(&self) -> &Arc<Api> {
        &self.api
    }

    /// Posts a message in a channel.
    pub(super) async fn post(
        &self,
        key: &str,
        channel_id: ChannelId,
        body: &Value,
        files: &[File],
    ) -> Result<Sent, ApiError> {
        if self.is_old_doubt(key)
            && let Some(message) = self.find(channel_id, body).await?
        {
            let sent = self.renewed(message, body).await?;
            self.doubts().remove(key);
            return Ok(sent);
        }
        let route = Route::ChannelMessages { channel_id };
        let posted = match self.api.ask(&Call::post(route, body.clone()).files(files)).await {
            Ok(message) => self.renewed(message, body).await,
            Err(error) => Err(error),
        };
        match &posted {
            Err(error) if error.is_doubtful() => {
                self.doubts().entry(key.to_owned()).or_insert_with(Instant::now);
            }
            // It was not tried; a doubt stays one.
            Err(ApiError::Unreachable(_) | ApiError::Limited { .. } | ApiError::Unauthorized) => {}
            _ => drop(self.doubts().remove(key)),
        }
        posted
    }

    fn is_old_doubt(&self, key: &str) -> bool {
        self.doubts().get(key).is_some_and(|since| since.elapsed() > NONCES)
    }

    /// A message that was posted, now or by a former try, as it was to be posted now.
    async fn renewed(&self, message: Value, body: &Value) -> Result<Sent, ApiError> {
        let is_new = shown(&message) == shown(body);
        let sent: Sent = serde_json::from_value(message).map_err(ApiError::Strange)?;
        if !is_new {
            let (channel_id, message_id) = (sent.channel_id, sent.id);
            let route = Route::ChannelMessage { channel_id, message_id };
            self.api.tell(&Call::patch(route, redrawn(body))).await?;
        }
        Ok(sent)
    }

    /// The message among the latest of a channel.
    async fn find(&self, channel_id: ChannelId, body: &Value) -> Result<Option<Value>, ApiError> {
        let call =
            Call::get(Route::ChannelMessages { channel_id }).query("limit", LATEST.to_string());
        let latest: Vec<Value> = match self.api.ask(&call).await {
            // What cannot be read cannot be looked at either; to say it twice is better than not at all.
            Err(error) if error.is_forbidden() => return Ok(None),
            latest => latest?,
        };
        let me = self.me().await?.to_string();
        let is_ours = |message: &Value| author(message) == Some(&me) && same(message, body);
        Ok(latest.into_iter().find(is_ours))
    }

    async fn me(&self) -> Result<UserId, ApiError> {
        let ask = || async { self.api.ask(&Call::get(Route::UserMe)).await.map(|me: Me| me.id) };
        self.me.get_or_try_init(ask).await.copied()
    }

    fn doubts(&self) -> MutexGuard<'_, HashMap<String, Instant>> {
        self.doubts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn author(message: &Value) -> Option<&str> {
    message.pointer("/author/id")?.as_str()
}

/// Whether a message is what was to be posted: by its nonce, where Discord gives one, else by what can be seen of it.
fn same(message: &Value, body: &Value) -> bool {
    let of = |of: &Value, pointer| match of.pointer(pointer) {
        Some(Value::String(text)) => text.trim().to_owned(),
        _ => String::new(),
    };
    if message.get("nonce").is_some_and(|nonce| !nonce.is_null()) {
        return message.get("nonce") == body.get("nonce");
    }
    let seen = ["/content", "/embeds/0/title", "/embeds/0/description", "/embeds/0/footer/text"];
    seen.iter().all(|pointer| of(message, pointer) == of(body, pointer))
        && custom_ids(message) == custom_ids(body)
}

/// What of a post an edit can say too.
fn redrawn(post: &Value) -> Value {
    let fields = ["content", "embeds", "components", "allowed_mentions"];
    let said =
        fields.into_iter().filter_map(|field| Some((field.to_owned(), post.get(field)?.clone())));
    Value::Object(said.collect())
}

fn text<'m>(of: &'m Value, pointer: &str) -> Option<&'m str> {
    of.pointer(pointer)?.as_str()
}

/// What people see of a message. Discord takes away what stands around a text, and adds an embed for each link.
pub(super) fn shown(message: &Value) -> Vec<&str> {
    let mut shown = vec![text(message, "/content").unwrap_or_default().trim()];
    let embeds = message.get("embeds").and_then(Value::as_array).into_iter().flatten();
    for embed in embeds.filter(|embed| text(embed, "/type").is_none_or(|kind| kind == "rich")) {
        let heads = ["/title", "/description", "/footer/text"];
        shown.extend(heads.into_iter().filter_map(|pointer| text(embed, pointer)).map(str::trim));
        let fields = embed.get("fields").and_then(Value::as_array).into_iter().flatten();
        let texts = fields.flat_map(|field| [text(field, "/name"), text(field, "/value")]);
        shown.extend(texts.flatten().map(str::trim));
    }
    shown.extend(custom_ids(message));
    shown
}

fn custom_ids(message: &Value) -> Vec<&str> {
    let rows = message.get("components").and_then(Value::as_array).into_iter().flatten();
    let components = rows.filter_map(|row| row.get("components")?.as_array()).flatten();
    components.filter_map(|component| component.get("custom_id")?.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn card(title: &str, button: &str) -> Value {
        json!({
            "content": "",
            "embeds": [{ "type": "rich", "title": title, "footer": { "text": "#12" } }],
            "components": [{ "type": 1, "components": [{ "type": 2, "custom_id": button }] }],
        })
    }

    #[test]
    fn a_message_is_known_by_what_can_be_seen_of_it() {
        let posted = card("Review", "yes #12");
        assert!(same(&card("Review", "yes #12"), &posted));
        assert!(!same(&card("Retro", "yes #12"), &posted));
        assert!(!same(&card("Review", "yes #13"), &posted), "another meeting of the same name");
        let (text, other) = (json!({ "content": "Hello" }), json!({ "content": " Hello\n" }));
        assert!(same(&text, &other) && !same(&text, &posted));
    }

    #[test]
    fn a_message_shows_what_it_says_and_offers() {
        let field = |value: &str| json!([{ "name": "Going", "value": value, "inline": true }]);
        let drawn = |value: &str| {
            let mut card = card("Review", "yes #12");
            *card.pointer_mut("/embeds/0").unwrap() =
                json!({ "title": "Review", "fields": field(value) });
            card
        };
        assert_eq!(shown(&drawn("ana")), ["", "Review", "Going", "ana", "yes #12"]);
        assert_eq!(shown(&drawn("ana")), shown(&drawn(" ana\n")));
        assert_ne!(shown(&drawn("ana")), shown(&drawn("ana, bo")));
        let mut linked = drawn("ana");
        let embeds = linked.get_mut("embeds").unwrap().as_array_mut().unwrap();
        embeds.push(json!({ "type": "link", "title": "A page" }));
        assert_eq!(shown(&linked), shown(&drawn("ana")));
    }

    #[test]
    fn a_nonce_says_more_than_that() {
        let with = |nonce: &str| {
            let mut card = card("Review", "yes #12");
            card.as_object_mut().unwrap().insert("nonce".to_owned(), nonce.into());
            card
        };
        assert!(same(&with("a"), &with("a")));
        assert!(!same(&with("a"), &with("b")));
    }
}
