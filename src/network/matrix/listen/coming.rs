//! Coming and going: rooms that the bot is new in, that it left, and that others take the place of; spaces it is in.

use matrix_sdk::{
    Room, RoomState,
    deserialized_responses::TimelineEvent,
    ruma::RoomId,
    sync::{JoinedRoomUpdate, Timeline},
};

use super::{Listener, Result, happening, is_my_leave, is_my_membership};
use crate::{
    chat::Action,
    network::matrix::{room, rooms, space},
};

impl Listener<'_> {
    pub(super) async fn left(&mut self, id: &RoomId) -> Result<()> {
        if !self.memory.forget_room(id) {
            return Ok(());
        }
        let Some(room) = self.client.get_room(id) else { return Ok(()) };
        if room.state() == RoomState::Joined {
            return Ok(());
        }
        self.coming_and_going(&room, "left", Action::Leave).await?;
        // What people said there is nobody's business any more.
        if let Err(error) = room.forget().await {
            tracing::debug!("a room that was left could not be forgotten: {error}");
        }
        Ok(())
    }

    pub(super) async fn joined(
        &mut self,
        room: &Room,
        update: JoinedRoomUpdate,
        since: Option<&str>,
    ) -> Result<()> {
        let timeline = update.timeline;
        if room.is_space() {
            return self.in_space(room, &timeline).await;
        }
        if self.memory.knows(room.room_id()) {
            if timeline.limited
                && let Some((from, since)) = timeline.prev_batch.zip(since)
            {
                self.fill_gap(room, &from, since).await?;
            }
            for event in timeline.events {
                self.event(room, event).await?;
            }
        } else {
            self.arrive(room, timeline.events, since).await?;
        }
        if room.is_tombstoned() {
            rooms::follow(room).await;
            if let Some(next) = rooms::successor(room)
                && self.memory.knows(next.room_id())
            {
                self.move_on(room, &next).await?;
            }
        }
        Ok(())
    }

    /// The bot is new in a room: it says so, and hears what was said since it was invited.
    async fn arrive(
        &mut self,
        room: &Room,
        events: Vec<TimelineEvent>,
        since: Option<&str>,
    ) -> Result<()> {
        if let Some(former) = rooms::replaced(room) {
            self.move_on(&former, room).await?;
        }
        // What was said while the bot was put out of the room is none of its business either.
        let gone = events.iter().rposition(|event| is_my_leave(event, &self.me.user));
        let again = gone.map_or(0, |gone| gone + 1);
        let mut there = events.iter().enumerate().skip(again);
        let begun = there.find(|(_, event)| is_my_membership(event, &self.me.user));
        match begun.map(|(begun, _)| begun) {
            // The first time that this folder hears from the homeserver: what is older was for another one.
            _ if since.is_none() => self.read_cards(room).await?,
            Some(begun) => {
                self.coming_and_going(room, "joined", Action::Join).await?;
                for event in events.into_iter().skip(begun) {
                    self.event(room, event).await?;
                }
            }
            None => self.coming_and_going(room, "joined", Action::Join).await?,
        }
        self.memory.learn_room(room.room_id());
        Ok(())
    }

    /// Tells the bot, once, that a room takes the place of another one.
    async fn move_on(&mut self, former: &Room, room: &Room) -> Result<()> {
        if self.memory.knows(former.room_id()) {
            let by = room::reference(room.room_id());
            self.coming_and_going(former, "replaced", Action::Replace { by }).await?;
            self.memory.forget_room(former.room_id());
        }
        Ok(())
    }

    /// Tells the bot that it came to a room or left it.
    async fn coming_and_going(&mut self, room: &Room, what: &str, action: Action) -> Result<()> {
        let membership = room.get_member_no_sync(&self.me.user).await?;
        let event = membership.as_ref().and_then(|member| member.event().event_id());
        let id = event.map_or_else(|| room.room_id().to_string(), ToString::to_string);
        let around = room::surroundings(room, &self.me.user, &[]).await?;
        let id = format!("{what} {id}");
        self.hand(happening(id, &self.me.user, action, None, &around)).await;
        Ok(())
    }

    /// The bot goes along into the rooms of a space: when it is new there into all, later into those that are added.
    async fn in_space(&mut self, space: &Room, timeline: &Timeline) -> Result<()> {
        if timeline.limited || !self.memory.knows(space.room_id()) {
            space::enter(self.settings, space, space::rooms_of(space).await?).await;
            self.memory.learn_room(space.room_id());
        } else {
            space::enter(self.settings, space, space::rooms_added(&timeline.events)).await;
        }
        Ok(())
    }
}
