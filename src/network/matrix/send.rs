//! Sending: a message, its files and its controls, each under a transaction id of its own, so that a try that is made
//! again shows nothing twice (Matrix client-server API, "Transaction identifiers").

use matrix_sdk::{
    Client, Room, RoomState,
    deserialized_responses::TimelineEvent,
    room::{IncludeRelations, RelationsOptions},
    ruma::{
        EventId, OwnedEventId, OwnedTransactionId, RoomId,
        events::{MessageLikeEventContent, relation::RelationType, room::MediaSource},
        uint,
    },
};

use super::{
    draw::{self, Thread},
    error::send_error,
    turns::Turns,
};
use crate::{
    chat::{File, Message, SendError},
    model::{MessageId, RoomRef},
};

/// What programs without polls show where one is closed.
const POLL_CLOSED: &str = "The poll is closed.";

/// The room to send to.
pub(super) fn room(client: &Client, room: &RoomRef) -> Result<Room, SendError> {
    let id = RoomId::parse(&room.id).map_err(|error| SendError::Permanent(Box::new(error)))?;
    let found = client.get_room(&id);
    found
        .filter(|room| room.state() == RoomState::Joined)
        .ok_or_else(|| SendError::Permanent("I am not in that room any more".into()))
}

/// Sends a message with its files.
pub(super) async fn message(
    turns: &Turns,
    room: &Room,
    key: &str,
    message: &Message,
) -> Result<OwnedEventId, SendError> {
    let root = message.thread.as_ref().map(event_id).transpose()?;
    let mut thread = root.map(Thread::of);
    let id = match say(turns, room, key, message, thread.as_ref()).await {
        // A thread cannot begin inside another one (client-server API, "Threading"): then it goes on there.
        Err(SendError::Permanent(error)) => {
            let Some(former) = thread else { return Err(SendError::Permanent(error)) };
            thread = thread_of(room, &former.root).await.map(Thread::of);
            say(turns, room, key, message, thread.as_ref()).await?
        }
        said => said?,
    };
    stop_point!("matrix.sent");
    for (place, file) in message.files.iter().enumerate() {
        // Without a thread of its own a file stands below its message.
        send_file(turns, room, &format!("{key}.f{place}"), file, thread.as_ref()).await?;
    }
    Ok(id)
}

/// Puts a reaction of the bot's on a message. No reaction is encrypted, so it waits for no keys.
pub(super) async fn control(
    room: &Room,
    key: &str,
    message: &EventId,
    emoji: &str,
) -> Result<(), SendError> {
    put(room, key, draw::reaction(message.to_owned(), emoji)).await.map(drop)
}

/// Redraws a message. One that has no controls any more loses the bot's reactions.
pub(super) async fn edit(
    turns: &Turns,
    room: &Room,
    key: &str,
    id: &MessageId,
    message: &Message,
) -> Result<(), SendError> {
    let event = event_id(id)?;
    send(turns, room, key, draw::edit(&event, message)).await?;
    if message.reactions.is_empty() {
        take_controls(room, key, &event).await?;
    }
    Ok(())
}

/// Closes a poll.
pub(super) async fn close_poll(
    turns: &Turns,
    room: &Room,
    key: &str,
    id: &MessageId,
) -> Result<(), SendError> {
    send(turns, room, key, draw::poll_end(event_id(id)?, POLL_CLOSED)).await.map(drop)
}

async fn say(
    turns: &Turns,
    room: &Room,
    key: &str,
    message: &Message,
    thread: Option<&Thread>,
) -> Result<OwnedEventId, SendError> {
    match &message.poll {
        Some(poll) => {
            send(turns, room, key, draw::poll(poll, thread).ok_or(SendError::Unsupported)?).await
        }
        None => send(turns, room, key, draw::text(message, thread)).await,
    }
}

/// The root of the thread that a message is in.
async fn thread_of(room: &Room, message: &EventId) -> Option<OwnedEventId> {
    let event = room.event(message, None).await.ok()?;
    let content: serde_json::Value = event.raw().get_field("content").ok()??;
    let relation = content.get("m.relates_to")?;
    let is_thread = relation.get("rel_type")?.as_str()? == "m.thread";
    EventId::parse(relation.get("event_id").filter(|_| is_thread)?.as_str()?).ok()
}

pub(super) fn event_id(id: &MessageId) -> Result<OwnedEventId, SendError> {
    EventId::parse(&id.0).map_err(|error| SendError::Permanent(Box::new(error)))
}

/// Sends what the room's people alone can read, where the room is encrypted.
async fn send(
    turns: &Turns,
    room: &Room,
    key: &str,
    content: impl MessageLikeEventContent + Clone,
) -> Result<OwnedEventId, SendError> {
    if room.encryption_state().is_encrypted() {
        turns.speak(|| put(room, key, content.clone())).await
    } else {
        put(room, key, content).await
    }
}

async fn put(
    room: &Room,
    key: &str,
    content: impl MessageLikeEventContent,
) -> Result<OwnedEventId, SendError> {
    let sent = room.send(content).with_transaction_id(OwnedTransactionId::from(key)).await;
    sent.map(|sent| sent.response.event_id).map_err(send_error)
}

/// Uploads a file, encrypted where the room is, and shows it.
async fn send_file(
    turns: &Turns,
    room: &Room,
    key: &str,
    file: &File,
    thread: Option<&Thread>,
) -> Result<(), SendError> {
    let client = room.client();
    let octets = file.content.as_bytes();
    let encrypted = room.latest_encryption_state().await.map_err(send_error)?.is_encrypted();
    let source = if encrypted {
        let mut octets = octets;
        let upload = client.upload_encrypted_file(&mut octets).await;
        MediaSource::Encrypted(Box::new(upload.map_err(send_error)?))
    } else {
        let mime = file.mime.parse().map_err(|_| SendError::Permanent("no media type".into()))?;
        let upload = client.media().upload(&mime, octets.to_vec(), None);
        MediaSource::Plain(upload.await.map_err(send_error)?.content_uri)
    };
    send(turns, room, key, draw::file(file, source, thread)).await.map(drop)
}

/// The bot's own reactions to a message; nothing where the homeserver does not tell.
async fn own_reactions(
    room: &Room,
    event: &EventId,
) -> Result<Option<Vec<OwnedEventId>>, SendError> {
    let options = RelationsOptions {
        limit: Some(uint!(100)),
        include_relations: IncludeRelations::RelationsOfType(RelationType::Annotation),
        ..RelationsOptions::default()
    };
    let related = match room.relations(event.to_owned(), options).await {
        Ok(related) => related,
        Err(error) => {
            return match send_error(error) {
                SendError::Permanent(_) => Ok(None),
                error => Err(error),
            };
        }
    };
    let mine =
        related.chunk.iter().filter(|event| event.sender().as_deref() == Some(room.own_user_id()));
    Ok(Some(mine.filter_map(TimelineEvent::event_id).collect()))
}

/// Whether a message has controls; yes, where nobody can tell.
pub(super) async fn has_controls(room: &Room, event: &EventId) -> Result<bool, SendError> {
    Ok(own_reactions(room, event).await?.is_none_or(|reactions| !reactions.is_empty()))
}

/// Takes the bot's own reactions off a message. Where they cannot be found they stay, and using them says that it is over.
async fn take_controls(room: &Room, key: &str, event: &EventId) -> Result<(), SendError> {
    let mine = own_reactions(room, event).await?.unwrap_or_default();
    for (place, id) in mine.into_iter().enumerate() {
        let transaction = OwnedTransactionId::from(format!("{key}.t{place}"));
        let redacted = room.redact(&id, None, Some(transaction)).await;
        match redacted.map_err(|error| send_error(error.into())) {
            Ok(_) | Err(SendError::Permanent(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}
