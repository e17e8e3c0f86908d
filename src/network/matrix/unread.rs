//! Messages whose key has not come yet.
//!
//! The library asks for the key again and looks into the key backup; here is who waits for it. What can be read after
//! all is acted on then; what cannot after a while is given up, and its sender is told once what to do. The list is
//! kept, so that a restart loses nothing.

use std::time::Duration;

use matrix_sdk::{
    Client, StoreError,
    deserialized_responses::{
        TimelineEvent, TimelineEventKind, UnableToDecryptInfo, UnableToDecryptReason, WithheldCode,
    },
    ruma::{
        EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId,
        events::{AnySyncTimelineEvent, room::encrypted::OriginalSyncRoomEncryptedEvent},
        serde::Raw,
    },
};
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::memory::{get, put};

/// Under which the list is kept.
const WAITING: &str = "convene.unread";
/// How long a key may take. Most come with the message, and nearly all within seconds.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many wait at most; of more the oldest are given up silently.
const MOST: usize = 200;

/// A message that waits for its key.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Waiting {
    id: OwnedEventId,
    room: OwnedRoomId,
    sender: OwnedUserId,
    event: Raw<AnySyncTimelineEvent>,
    withheld: bool,
    /// Since when, in this run.
    #[serde(skip)]
    since: Option<Instant>,
}

/// A message whose waiting is over.
#[derive(Debug)]
pub(super) struct Late {
    /// Its id.
    pub(super) id: OwnedEventId,
    /// The room it is in.
    pub(super) room: OwnedRoomId,
    /// Who wrote it.
    pub(super) sender: OwnedUserId,
    /// The message, where its key came.
    pub(super) read: Option<TimelineEvent>,
    /// Whether its key is withheld from devices that are not verified.
    pub(super) withheld: bool,
}

/// All that wait.
#[derive(Debug)]
pub(super) struct Unread {
    client: Client,
    waiting: Vec<Waiting>,
}

impl Unread {
    /// Those that waited when the bot stopped.
    pub(super) async fn of(client: &Client) -> Result<Self, StoreError> {
        let waiting = get(client, WAITING).await?.unwrap_or_default();
        Ok(Self { client: client.clone(), waiting })
    }

    /// Whether nothing waits.
    pub(super) const fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// A message came that cannot be decrypted.
    pub(super) async fn add(
        &mut self,
        room: &RoomId,
        event: &Raw<AnySyncTimelineEvent>,
        why: &UnableToDecryptInfo,
    ) -> Result<(), StoreError> {
        let (Ok(Some(sender)), Ok(Some(id))) =
            (event.get_field("sender"), event.get_field::<OwnedEventId>("event_id"))
        else {
            return Ok(());
        };
        if self.waiting.iter().any(|waiting| waiting.id == id) {
            return Ok(());
        }
        if self.waiting.len() >= MOST {
            self.waiting.remove(0);
        }
        self.waiting.push(Waiting {
            id,
            room: room.to_owned(),
            sender,
            event: event.clone(),
            withheld: is_withheld(why),
            since: Some(Instant::now()),
        });
        self.keep().await
    }

    /// Those whose waiting is over: the key came, will not come, or took too long.
    pub(super) async fn due(&mut self) -> matrix_sdk::Result<Vec<Late>> {
        let mut due = Vec::new();
        for waiting in &mut self.waiting {
            let read = read(&self.client, waiting).await?;
            let since = *waiting.since.get_or_insert_with(Instant::now);
            if read.is_some() || waiting.withheld || since.elapsed() >= PATIENCE {
                let Waiting { id, room, sender, withheld, .. } = waiting.clone();
                due.push(Late { id, room, sender, read, withheld });
            }
        }
        Ok(due)
    }

    /// One of those waits no more.
    pub(super) async fn done(&mut self, id: &EventId) -> Result<(), StoreError> {
        self.waiting.retain(|waiting| waiting.id != id);
        self.keep().await
    }

    async fn keep(&self) -> Result<(), StoreError> {
        put(&self.client, WAITING, &self.waiting).await
    }
}

/// The message, where its key has come; notes where it is withheld.
async fn read(client: &Client, waiting: &mut Waiting) -> matrix_sdk::Result<Option<TimelineEvent>> {
    let Some(room) = client.get_room(&waiting.room) else { return Ok(None) };
    let encrypted: Raw<OriginalSyncRoomEncryptedEvent> = waiting.event.clone().cast_unchecked();
    let event = room.decrypt_event(&encrypted, None).await?;
    if let TimelineEventKind::UnableToDecrypt { utd_info, .. } = &event.kind {
        waiting.withheld = is_withheld(utd_info);
        return Ok(None);
    }
    Ok(Some(event))
}

fn is_withheld(why: &UnableToDecryptInfo) -> bool {
    matches!(
        &why.reason,
        UnableToDecryptReason::MissingMegolmSession {
            withheld_code: Some(WithheldCode::Unverified | WithheldCode::Blacklisted),
        }
    )
}
