//! Speaking: messages, edits and answers, each once whatever is lost on the way.
//!
//! What one person alone was to see is never shown to all. An answer that comes when Discord takes none any more is
//! replaced by a sentence in the channel, which pings that person and says to ask again; what was to be done is done all
//! the same. In a conversation with that person alone the answer itself is posted.

use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use serenity::{
    http::Route,
    model::id::{ChannelId, MessageId as Snowflake},
};

use super::{
    Settings,
    deferred::Deferred,
    draw,
    error::{ApiError, code},
    events::Events,
    http::{Api, Call},
    once::{self, Once},
    place::{self, Interaction, Place},
    threads,
};
use crate::{
    chat::{Event, Message, SendError},
    model::{MessageId, RoomRef},
};

/// What everybody sees in the place of an answer for one person that came too late.
const TOO_LATE: &str = "my answer came too late for Discord to show it to you alone. What you asked for was done \
    where I could; please ask again to see what I have to say.";

/// The flag of a message that says no more than that the bot is thinking (resources/message, "Message Flags").
const LOADING: u64 = 1 << 7;

/// How long edits of old messages are put off once Discord takes no more of them.
const OLD_EDITS: std::time::Duration = std::time::Duration::from_mins(5);

/// The mouth.
#[derive(Debug)]
pub(super) struct Speaker {
    api: Arc<Api>,
    deferred: Arc<Deferred>,
    once: Once,
    events: Events,
    /// Whether what happens to a meeting is said in a thread of its own.
    threads: bool,
    /// Whether the bot puts reactions under its cards.
    reactions: bool,
}

/// A message that Discord has.
#[derive(Debug, Deserialize)]
pub(super) struct Sent {
    pub(super) id: Snowflake,
    pub(super) channel_id: ChannelId,
    #[serde(default)]
    reactions: Vec<Reaction>,
}

#[derive(Debug, Deserialize)]
struct Reaction {
    #[serde(default)]
    me: bool,
    emoji: Emoji,
}

#[derive(Debug, Deserialize)]
struct Emoji {
    /// Of an emoji that a server made.
    id: Option<String>,
    name: Option<String>,
}

impl Speaker {
    pub(super) fn new(
        client: reqwest::Client,
        settings: &Settings,
        deferred: Arc<Deferred>,
    ) -> Self {
        let api = Arc::new(Api::new(client, &settings.token));
        Self {
            once: Once::new(Arc::clone(&api)),
            events: Events::new(Arc::clone(&api)),
            threads: settings.threads,
            reactions: settings.reactions,
            api,
            deferred,
        }
    }

    /// What everything is asked by.
    pub(super) const fn api(&self) -> &Arc<Api> {
        &self.api
    }

    /// Sends a message: to one person alone, into a thread, or to everybody in a channel.
    pub(super) async fn send(
        &self,
        key: &str,
        room: &RoomRef,
        message: &Message,
    ) -> Result<MessageId, SendError> {
        let place = Place::to(room)?;
        let interaction = message.thread.as_ref().filter(|_| message.only_for.is_some());
        let sent = match interaction.and_then(|thread| Some((thread, Interaction::of(thread)?))) {
            Some((thread, interaction)) => match self.answer(thread, interaction, message).await {
                Err(error) if error.is_over() => {
                    tracing::warn!(%error, "an answer for one person came too late: {error}");
                    self.publish(key, place, &too_late(place, message)).await?
                }
                answered => answered?,
            },
            None => self.publish(key, place, message).await?,
        };
        stop_point!("discord.sent");
        if self.reactions {
            self.put_reactions(&sent, &message.reactions).await;
        }
        Ok(MessageId(sent.id.to_string()))
    }

    /// Redraws a message. One that has no reactions as controls any more loses the bot's.
    pub(super) async fn edit(
        &self,
        _key: &str,
        room: &RoomRef,
        id: &MessageId,
        message: &Message,
    ) -> Result<(), SendError> {
        let (channel_id, message_id) = (Place::to(room)?.channel, place::message(id)?);
        let route = Route::ChannelMessage { channel_id, message_id };
        let edited = match self.redraw(route, message).await {
            Err(error) if is_panel_forbidden(&error, message) => {
                self.redraw(route, &as_text(message)).await
            }
            edited => edited,
        };
        let edited = edited.map_err(|error| match error.code() {
            Some(code::UNKNOWN_MESSAGE) => SendError::Gone,
            Some(code::OLD_EDITS) => {
                SendError::Retry { after: Some(OLD_EDITS), source: Box::new(error) }
            }
            _ => error.into(),
        })?;
        if message.reactions.is_empty() {
            self.take_reactions(&edited).await;
        }
        Ok(())
    }

    async fn redraw(&self, route: Route<'_>, message: &Message) -> Result<Sent, ApiError> {
        self.api.ask(&Call::patch(route, draw::edit(message)).files(&message.files)).await
    }

    /// Shows an event beside a room.
    pub(super) async fn show_event(
        &self,
        _key: &str,
        room: &RoomRef,
        known: Option<&str>,
        event: Option<&Event>,
    ) -> Result<Option<String>, SendError> {
        let guild = Place::to(room)?.guild.ok_or(SendError::Unsupported)?;
        self.events.show(guild, known, event).await
    }

    /// Answers so that one person alone sees it: in the place of what says that the bot is thinking, else below.
    async fn answer(
        &self,
        thread: &MessageId,
        interaction: Interaction<'_>,
        message: &Message,
    ) -> Result<Sent, ApiError> {
        let Interaction { application: application_id, token } = interaction;
        if !self.deferred.knows(&thread.0)
            && let Some(sent) = self.answered_before(thread, interaction, message).await?
        {
            return Ok(sent);
        }
        if self.deferred.take(&thread.0) {
            let route = Route::WebhookOriginalInteractionResponse { application_id, token };
            let call = Call::patch(route, draw::first_answer(message)).files(&message.files);
            match self.api.ask(&call).await {
                // Whoever waited for it has put it away meanwhile.
                Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => {}
                Err(error) => {
                    self.deferred.add(&thread.0);
                    return Err(error);
                }
                answered => return answered,
            }
        }
        let route = Route::WebhookFollowupMessages { application_id, token };
        let call = Call::post(route, draw::next_answer(message)).files(&message.files);
        self.api.ask(&call).await
    }

    /// What a former run of the bot answered already, though it did not live to note it. Where it only said that it is
    /// thinking, this answer takes that place.
    async fn answered_before(
        &self,
        thread: &MessageId,
        Interaction { application: application_id, token }: Interaction<'_>,
        message: &Message,
    ) -> Result<Option<Sent>, ApiError> {
        let route = Route::WebhookOriginalInteractionResponse { application_id, token };
        let original: Value = match self.api.ask(&Call::get(route)).await {
            Err(error) if error.code() == Some(code::UNKNOWN_MESSAGE) => return Ok(None),
            original => original?,
        };
        if once::shown(&original) == once::shown(&draw::first_answer(message)) {
            return serde_json::from_value(original).map(Some).map_err(ApiError::Strange);
        }
        if original.get("flags").and_then(Value::as_u64).is_some_and(|flags| flags & LOADING != 0) {
            self.deferred.add(&thread.0);
        }
        Ok(None)
    }

    /// Posts a message that everybody in the channel sees.
    async fn publish(&self, key: &str, place: Place, message: &Message) -> Result<Sent, ApiError> {
        match self.post(key, place, message).await {
            Err(error) if is_panel_forbidden(&error, message) => {
                self.post(key, place, &as_text(message)).await
            }
            posted => posted,
        }
    }

    async fn post(&self, key: &str, place: Place, message: &Message) -> Result<Sent, ApiError> {
        let post = draw::post(key, message);
        let root = message.thread.as_ref().and_then(|thread| place::snowflake(&thread.0));
        let Some(root) = root else {
            return self.once.post(key, place.channel, &post, &message.files).await;
        };
        let said = threads::Said { key, post, files: &message.files, place, root };
        // What somebody said in a thread is answered in it. News of a meeting have a thread only where that is wanted.
        match (place.guild.is_some(), message.only_for.is_some()) {
            (true, true) => said.in_thread(&self.once, false).await,
            (true, false) if self.threads => said.in_thread(&self.once, true).await,
            _ => said.as_answer(&self.once).await,
        }
    }

    /// Puts the bot's own reactions on a message. They stand beside the buttons, so that one that cannot be put there is
    /// no reason to send the message again.
    async fn put_reactions(&self, sent: &Sent, emoji: &[String]) {
        for emoji in emoji {
            let put = self.api.tell(&Call::put(sent.reaction(emoji), None)).await;
            if let Err(error) = put {
                tracing::warn!(%error, "a reaction could not be put under a message: {error}");
                return;
            }
        }
    }

    async fn take_reactions(&self, sent: &Sent) {
        let mine =
            sent.reactions.iter().filter(|reaction| reaction.me && reaction.emoji.id.is_none());
        for emoji in mine.filter_map(|reaction| reaction.emoji.name.as_deref()) {
            let taken = self.api.tell(&Call::delete(sent.reaction(emoji))).await;
            if let Err(error) = taken {
                tracing::warn!(%error, "a reaction could not be taken off a message: {error}");
                return;
            }
        }
    }
}

impl Sent {
    const fn reaction<'e>(&self, reaction: &'e str) -> Route<'e> {
        let (channel_id, message_id) = (self.channel_id, self.id);
        Route::ChannelMessageReactionMe { channel_id, message_id, reaction }
    }
}

/// Whether a message was refused perhaps only because it has a panel, which takes a permission of its own ("Embed Links").
fn is_panel_forbidden(error: &ApiError, message: &Message) -> bool {
    error.code() == Some(code::NO_PERMISSION) && message.panel.is_some()
}

/// The same without the panel, so that its text is shown.
fn as_text(message: &Message) -> Message {
    Message { panel: None, ..message.clone() }
}

/// What is posted where an answer for one person came too late.
fn too_late(place: Place, message: &Message) -> Message {
    if place.guild.is_none() {
        return Message { thread: None, ..message.clone() };
    }
    Message { text: TOO_LATE.to_owned(), only_for: message.only_for.clone(), ..Message::default() }
}
