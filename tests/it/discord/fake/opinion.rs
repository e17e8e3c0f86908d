//! The second opinion: a library that is not ours, and not the bot's, looks at what is sent and reads what is answered.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use twilight_model::{
    application::command::Command,
    channel::{
        Channel, Message,
        message::{Component, Embed},
    },
    gateway::connection_info::{BotConnectionInfo, ConnectionInfo},
    guild::{Guild, Member, scheduled_event::GuildScheduledEvent},
    oauth::Application,
    user::{CurrentUser, User},
};
use twilight_validate::message;

/// What twilight says against the body of a request.
pub(crate) fn of_request(route: &str, body: &Value) -> Vec<String> {
    let sent = match route {
        "POST /channels/{id}/messages" | "PATCH /channels/{id}/messages/{id}" => body,
        _ if route.contains("/webhooks/") => body,
        "POST /interactions/{id}/{token}/callback"
            if matches!(body["type"].as_u64(), Some(4 | 7)) =>
        {
            &body["data"]
        }
        _ => return Vec::new(),
    };
    [content(sent), embeds(sent), components(sent)].into_iter().flatten().collect()
}

fn content(sent: &Value) -> Option<String> {
    message::content(sent["content"].as_str()?).err().map(|error| error.to_string())
}

fn embeds(sent: &Value) -> Option<String> {
    let mut embeds = sent["embeds"].as_array()?.clone();
    for embed in &mut embeds {
        super::show::merge(embed, json!({ "type": "rich" }));
        let fields = embed.get_mut("fields").and_then(Value::as_array_mut);
        for field in fields.into_iter().flatten() {
            let inline = field["inline"].as_bool().unwrap_or_default();
            super::show::merge(field, json!({ "inline": inline }));
        }
    }
    match serde_json::from_value::<Vec<Embed>>(Value::Array(embeds)) {
        Ok(embeds) => message::embeds(&embeds).err().map(|error| error.to_string()),
        Err(error) => Some(format!("of its embeds: {error}")),
    }
}

fn components(sent: &Value) -> Option<String> {
    let components = sent["components"].as_array()?.clone();
    match serde_json::from_value::<Vec<Component>>(Value::Array(components)) {
        Ok(components) => {
            message::components(&components, false).err().map(|error| error.to_string())
        }
        Err(error) => Some(format!("of its components: {error}")),
    }
}

/// Why twilight cannot read an answer.
pub(crate) fn of_answer(route: &str, body: &Value) -> Option<String> {
    if body.is_null() {
        return None;
    }
    let read: fn(&Value) -> Option<String> = match route {
        "GET /gateway" => error_of::<ConnectionInfo>,
        "GET /gateway/bot" => error_of::<BotConnectionInfo>,
        "GET /users/@me" => error_of::<CurrentUser>,
        "GET /users/{id}" => error_of::<User>,
        "GET /applications/@me" => error_of::<Application>,
        "GET /guilds/{id}" => error_of::<Guild>,
        "GET /guilds/{id}/members/{id}" => error_of::<Member>,
        "GET /channels/{id}/messages" => error_of::<Vec<Message>>,
        _ if route.contains("/threads") && route.starts_with("POST") => error_of::<Channel>,
        _ if route.contains("/reactions/") => error_of::<Vec<User>>,
        _ if route.contains("/messages") || route.starts_with("POST /webhooks/") => {
            error_of::<Message>
        }
        _ if route.ends_with("/channels/{id}") || route.ends_with("/users/@me/channels") => {
            error_of::<Channel>
        }
        _ if route.ends_with("/scheduled-events/{id}")
            || route.starts_with("POST /guilds/{id}/scheduled-events") =>
        {
            error_of::<GuildScheduledEvent>
        }
        "GET /guilds/{id}/scheduled-events" => error_of::<Vec<GuildScheduledEvent>>,
        _ if route.ends_with("/commands") && !route.starts_with("POST") => error_of::<Vec<Command>>,
        _ if route.contains("/commands") => error_of::<Command>,
        _ => return None,
    };
    read(body)
}

fn error_of<T: DeserializeOwned>(body: &Value) -> Option<String> {
    serde_json::from_value::<T>(body.clone()).err().map(|error| error.to_string())
}
