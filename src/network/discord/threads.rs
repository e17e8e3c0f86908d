//! Saying something in the thread of a message (topics/threads): a thread that begins with a message has its id.
//!
//! Where there is no thread and none may be made, it is said in the channel as an answer to the message.

use serde_json::{Value, json};
use serenity::{
    http::Route,
    model::id::{ChannelId, MessageId as Snowflake},
};

use super::{
    draw,
    error::{ApiError, code},
    http::Call,
    once::Once,
    place::Place,
    send::Sent,
};
use crate::chat::File;

/// The longest name of a thread.
const NAME: usize = 100;
/// What a thread is called where the message does not say.
const UNNAMED: &str = "Meeting";
/// After so many minutes of silence a thread is no longer shown in the list; it comes back with the next message.
const ARCHIVED_AFTER: u16 = 10_080;

/// Something that is said about a message.
#[derive(Debug)]
pub(super) struct Said<'a> {
    /// The same for every try.
    pub(super) key: &'a str,
    /// What is posted.
    pub(super) post: Value,
    /// Files with it.
    pub(super) files: &'a [File],
    /// Where the message is.
    pub(super) place: Place,
    /// The message.
    pub(super) root: Snowflake,
}

impl Said<'_> {
    /// Says it in the thread that begins with the message, which is begun where it is not there and shall be.
    pub(super) async fn in_thread(&self, once: &Once, begin: bool) -> Result<Sent, ApiError> {
        let refused = match self.post(once).await {
            Err(error @ ApiError::Refused(_)) => error,
            posted => return posted,
        };
        let open = match refused.code() {
            Some(code::UNKNOWN_CHANNEL) if begin => self.begin(once).await,
            Some(code::ARCHIVED) => self.bring_back(once).await,
            _ => Err(refused),
        };
        let posted = match open {
            Ok(()) => self.post(once).await,
            Err(error) => Err(error),
        };
        match posted {
            Err(ApiError::Refused(_)) => self.as_answer(once).await,
            posted => posted,
        }
    }

    /// Says it in the channel, as an answer to the message.
    pub(super) async fn as_answer(&self, once: &Once) -> Result<Sent, ApiError> {
        let channel = self.place.channel;
        let answer = draw::reply(self.post.clone(), self.root);
        match once.post(self.key, channel, &answer, self.files).await {
            Err(error) if error.code() == Some(code::CANNOT_ANSWER) => {
                once.post(self.key, channel, &self.post, self.files).await
            }
            posted => posted,
        }
    }

    async fn post(&self, once: &Once) -> Result<Sent, ApiError> {
        once.post(self.key, self.thread(), &self.post, self.files).await
    }

    /// The channel that the thread is.
    fn thread(&self) -> ChannelId {
        ChannelId::new(self.root.get())
    }

    /// Begins the thread (resources/channel, "Start Thread from Message").
    async fn begin(&self, once: &Once) -> Result<(), ApiError> {
        let (channel_id, message_id) = (self.place.channel, self.root);
        let root: Value = match once
            .api()
            .ask(&Call::get(Route::ChannelMessage { channel_id, message_id }))
            .await
        {
            Err(ApiError::Refused(_)) => Value::Null,
            root => root?,
        };
        let body = json!({ "name": name(&root), "auto_archive_duration": ARCHIVED_AFTER });
        let route = Route::ChannelMessageThreads { channel_id, message_id };
        match once.api().tell(&Call::post(route, body)).await {
            // Somebody was quicker.
            Err(error) if error.code() == Some(code::HAS_THREAD) => Ok(()),
            begun => begun,
        }
    }

    /// Takes a thread back from among those that are no longer shown.
    async fn bring_back(&self, once: &Once) -> Result<(), ApiError> {
        let route = Route::Channel { channel_id: self.thread() };
        once.api().tell(&Call::patch(route, json!({ "archived": false }))).await
    }
}

/// What the thread of a message is called: as its panel is, else as its text begins.
fn name(message: &Value) -> String {
    let text = |pointer| message.pointer(pointer).and_then(Value::as_str);
    let mut named = [text("/embeds/0/title"), text("/content")].into_iter().flatten();
    let first_line = named.find_map(|text| text.lines().find(|line| !line.trim().is_empty()));
    draw::cut(first_line.unwrap_or(UNNAMED).trim(), NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thread_is_called_as_what_it_is_about() {
        let card = json!({ "content": "<@1>", "embeds": [{ "title": " Sprint review " }] });
        assert_eq!(name(&card), "Sprint review");
        assert_eq!(name(&json!({ "content": "\n\nLunch?\nWho comes", "embeds": [] })), "Lunch?");
        assert_eq!(name(&json!({ "content": "", "embeds": [{ "title": "" }] })), UNNAMED);
        assert_eq!(name(&Value::Null), UNNAMED);
        let long = json!({ "embeds": [{ "title": "x".repeat(300) }] });
        assert_eq!(name(&long).chars().count(), NAME);
    }
}
