//! Spaces, which are groups of rooms (client-server API, "Spaces"). Invited to one, the bot goes along into those of its
//! rooms that it may join: one invitation does for a whole team.

use matrix_sdk::{
    Room, RoomState,
    deserialized_responses::{RawSyncOrStrippedState, TimelineEvent},
    ruma::{
        OwnedRoomId, OwnedServerName,
        events::{
            AnySyncStateEvent, AnySyncTimelineEvent, SyncStateEvent,
            space::child::SpaceChildEventContent,
        },
    },
};

use super::{Settings, rooms};

/// A room of a space.
#[derive(Debug)]
pub(super) struct Child {
    room: OwnedRoomId,
    /// Servers that know the room.
    via: Vec<OwnedServerName>,
}

/// All rooms of a space.
pub(super) async fn rooms_of(space: &Room) -> matrix_sdk::Result<Vec<Child>> {
    let events = space.get_state_events_static::<SpaceChildEventContent>().await?;
    let known = events.into_iter().filter_map(|event| match event {
        RawSyncOrStrippedState::Sync(event) => child(&event.deserialize().ok()?),
        RawSyncOrStrippedState::Stripped(_) => None,
    });
    Ok(known.collect())
}

/// The rooms that some events put into a space.
pub(super) fn rooms_added(events: &[TimelineEvent]) -> Vec<Child> {
    let added = events.iter().filter_map(|event| match event.raw().deserialize().ok()? {
        AnySyncTimelineEvent::State(AnySyncStateEvent::SpaceChild(event)) => child(&event),
        _ => None,
    });
    added.collect()
}

/// Joins rooms that the bot is not in, as far as it may and shall.
pub(super) async fn enter(settings: &Settings, space: &Room, children: Vec<Child>) {
    let client = space.client();
    let is_in = |room: &Room| room.state() == RoomState::Joined;
    for Child { room, via } in children {
        if rooms::is_blocked(settings, &room) || client.get_room(&room).as_ref().is_some_and(is_in)
        {
            continue;
        }
        match client.join_room_by_id_or_alias((*room).into(), &via).await {
            Ok(_) => tracing::info!("joined a room of a space"),
            // Some of its rooms are for others, or need an invitation of their own.
            Err(error) => tracing::info!("a room of a space could not be joined: {error}"),
        }
    }
}

/// The room that an event puts into a space; one without servers takes it out again.
fn child(event: &SyncStateEvent<SpaceChildEventContent>) -> Option<Child> {
    let event = event.as_original()?;
    let via = event.content.via.clone();
    (!via.is_empty()).then(|| Child { room: event.state_key.clone(), via })
}
