//! The least that a bot on matrix-sdk can do: it sends one message when it comes to a room, and edits it whenever
//! somebody reacts to it or takes a reaction back. What `scripts/bench-matrix` measures the connector beside.
//!
//! `matrix-echo HOMESERVER USER PASSWORD FOLDER`

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use matrix_sdk::{
    Client, Room,
    config::SyncSettings,
    ruma::{
        OwnedEventId,
        events::{
            reaction::OriginalSyncReactionEvent,
            relation::Replacement,
            room::{
                member::StrippedRoomMemberEvent,
                message::{
                    Relation, RoomMessageEventContent, RoomMessageEventContentWithoutRelation,
                },
                redaction::OriginalSyncRoomRedactionEvent,
            },
        },
    },
};
use tokio::sync::Mutex;

/// The message in the room, and how often it was edited.
#[derive(Debug, Default)]
struct State {
    message: Mutex<Option<OwnedEventId>>,
    edits: AtomicU64,
}

impl State {
    async fn edit(&self, room: &Room) -> matrix_sdk::Result<()> {
        let Some(id) = self.message.lock().await.clone() else { return Ok(()) };
        let body = format!("edited {} times", self.edits.fetch_add(1, Ordering::Relaxed) + 1);
        let mut content = RoomMessageEventContent::text_plain(format!("* {body}"));
        let new = RoomMessageEventContentWithoutRelation::text_plain(body);
        content.relates_to = Some(Relation::Replacement(Replacement::new(id, new)));
        room.send(content).await.map(drop)
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().ok_or("matrix-echo HOMESERVER USER PASSWORD FOLDER");
    let (homeserver, user, password, folder) = (next()?, next()?, next()?, next()?);
    let client = Client::builder()
        .homeserver_url(homeserver)
        .sqlite_store(folder, Some("a passphrase"))
        .build()
        .await?;
    client.matrix_auth().login_username(user, &password).send().await?;
    let state = Arc::new(State::default());
    client.add_event_handler_context(Arc::clone(&state));
    client.add_event_handler(async |event: StrippedRoomMemberEvent, client: Client, room: Room| {
        if client.user_id() == Some(&event.state_key) {
            let _ = room.join().await;
        }
    });
    let reacted = Arc::clone(&state);
    client.add_event_handler(move |event: OriginalSyncReactionEvent, client: Client, room: Room| {
        let state = Arc::clone(&reacted);
        async move {
            if client.user_id() != Some(&event.sender) {
                let _ = state.edit(&room).await;
            }
        }
    });
    let redacted = Arc::clone(&state);
    client.add_event_handler(move |_: OriginalSyncRoomRedactionEvent, room: Room| {
        let state = Arc::clone(&redacted);
        async move {
            let _ = state.edit(&room).await;
        }
    });
    let said = Arc::clone(&state);
    client.add_event_handler(
        move |event: matrix_sdk::ruma::events::room::message::OriginalSyncRoomMessageEvent,
              room: Room| {
            let state = Arc::clone(&said);
            async move {
                let mut message = state.message.lock().await;
                if event.content.body() == "begin"
                    && message.is_none()
                    && let Ok(sent) = room.send(RoomMessageEventContent::text_plain("begun")).await
                {
                    *message = Some(sent.response.event_id);
                }
            }
        },
    );
    client.sync(SyncSettings::default()).await?;
    Ok(())
}
