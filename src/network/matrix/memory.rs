//! What the connector itself remembers over restarts: how far it has listened, and who has put which reaction where.
//!
//! The library keeps a position of its own, but moves it before anybody has acted on what came; ours moves after, and
//! lies in a file of its own, so that a new device goes on where the old one ended. The rest lies in the library's store,
//! encrypted like everything there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
};

use matrix_sdk::{
    Client, StoreError,
    ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

/// The file with the position, in the folder of the settings.
const FILE: &str = "position.json";

/// How far the bot has listened.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Heard {
    /// What the homeserver calls it; `None` where the bot never has.
    position: Option<String>,
    /// The rooms that were heard from since the bot is in them; in others what is older is not for it.
    rooms: BTreeSet<OwnedRoomId>,
}

/// A reaction that somebody put on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reaction {
    /// Who.
    pub(super) by: OwnedUserId,
    /// Which.
    pub(super) emoji: String,
}

/// The reactions on one message, by their events.
pub(super) type Reactions = BTreeMap<OwnedEventId, Reaction>;

/// What is remembered.
#[derive(Debug)]
pub(super) struct Memory {
    client: Client,
    file: PathBuf,
    heard: Heard,
    /// Reactions that are not in the store yet: the message, the event, and what it was.
    noted: Vec<(OwnedEventId, OwnedEventId, Reaction)>,
}

impl Memory {
    /// Remembers what was known at the end of the last time.
    pub(super) fn of(client: &Client, folder: &Path) -> Self {
        let file = folder.join(FILE);
        let heard = fs::read_to_string(&file).ok();
        // What a power cut left of the file is as good as none.
        let heard = heard.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
        Self { client: client.clone(), file, heard, noted: Vec::new() }
    }

    /// How far the bot has listened; `None` where it never has.
    pub(super) fn position(&self) -> Option<&str> {
        self.heard.position.as_deref()
    }

    /// Everything up to here was acted on.
    pub(super) fn set_position(&mut self, position: String) -> io::Result<()> {
        self.heard.position = Some(position);
        let draft = self.file.with_extension("new");
        fs::write(&draft, serde_json::to_vec(&self.heard)?)?;
        fs::rename(&draft, &self.file)
    }

    /// Whether a room was heard from since the bot is in it.
    pub(super) fn knows(&self, room: &RoomId) -> bool {
        self.heard.rooms.contains(room)
    }

    /// The bot is in a room, and has heard what is for it. Kept with the next position.
    pub(super) fn learn_room(&mut self, room: &RoomId) {
        self.heard.rooms.insert(room.to_owned());
    }

    /// The bot is not in a room any more. Gives whether it was.
    pub(super) fn forget_room(&mut self, room: &RoomId) -> bool {
        self.heard.rooms.remove(room)
    }

    /// The reactions on a message, as far as they were seen.
    pub(super) async fn reactions_on(&self, message: &EventId) -> Result<Reactions, StoreError> {
        let mut reactions = self.stored(message).await?;
        let noted = self.noted.iter().filter(|(to, ..)| to == message);
        reactions.extend(noted.map(|(_, event, reaction)| (event.clone(), reaction.clone())));
        Ok(reactions)
    }

    async fn stored(&self, message: &EventId) -> Result<Reactions, StoreError> {
        Ok(get(&self.client, &reactions_on(message)).await?.unwrap_or_default())
    }

    /// Somebody reacted. The homeserver forgets what a reaction was once it is taken back, so it is remembered here, and
    /// for good by the next [`keep`](Self::keep).
    pub(super) fn note_reaction(
        &mut self,
        to: OwnedEventId,
        event: OwnedEventId,
        reaction: Reaction,
    ) {
        self.noted.push((to, event, reaction));
    }

    /// Puts into the store what was noted since the last time.
    pub(super) async fn keep(&mut self) -> Result<(), StoreError> {
        for (to, event, reaction) in std::mem::take(&mut self.noted) {
            let mut reactions = self.stored(&to).await?;
            if reactions.insert(event.clone(), reaction).is_none() {
                put(&self.client, &reactions_on(&to), &reactions).await?;
                put(&self.client, &target_of(&event), &to).await?;
            }
        }
        Ok(())
    }

    /// The reaction that an event was, and the message it was on.
    pub(super) async fn reaction(
        &self,
        event: &EventId,
    ) -> Result<Option<(OwnedEventId, Reaction)>, StoreError> {
        if let Some((to, _, reaction)) = self.noted.iter().find(|(_, noted, _)| noted == event) {
            return Ok(Some((to.clone(), reaction.clone())));
        }
        let target: Option<OwnedEventId> = get(&self.client, &target_of(event)).await?;
        let Some(to) = target else { return Ok(None) };
        let reaction = self.stored(&to).await?.remove(event);
        Ok(reaction.map(|reaction| (to, reaction)))
    }

    /// A reaction is gone, and the bot knows.
    pub(super) async fn forget_reaction(
        &mut self,
        to: &EventId,
        event: &EventId,
    ) -> Result<(), StoreError> {
        self.noted.retain(|(_, noted, _)| noted != event);
        let mut reactions = self.stored(to).await?;
        reactions.remove(event);
        put(&self.client, &reactions_on(to), &reactions).await?;
        self.client.state_store().remove_custom_value(target_of(event).as_bytes()).await.map(drop)
    }
}

fn reactions_on(message: &EventId) -> String {
    format!("convene.reactions.{message}")
}

fn target_of(reaction: &EventId) -> String {
    format!("convene.reaction.{reaction}")
}

pub(super) async fn get<T: DeserializeOwned>(
    client: &Client,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let Some(value) = client.state_store().get_custom_value(key.as_bytes()).await? else {
        return Ok(None);
    };
    Ok(Some(serde_json::from_slice(&value)?))
}

pub(super) async fn put<T: Serialize + Sync>(
    client: &Client,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    let value = serde_json::to_vec(value)?;
    client.state_store().set_custom_value_no_read(key.as_bytes(), value).await
}
