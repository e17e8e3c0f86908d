//! What the homeserver left out of its answers, because there was too much of it.

use std::collections::VecDeque;

use matrix_sdk::{
    Room,
    room::{IncludeRelations, MessagesOptions, RelationsOptions},
    ruma::{EventId, api::Direction, events::relation::RelationType, uint},
};

use super::{Listener, Result, is_my_membership, is_passing};
use crate::network::matrix::{
    convert::{self, Event},
    room,
};

/// How many pages of a hundred events are fetched where some were left out.
const PAGES: usize = 50;

impl Listener<'_> {
    /// Fetches what the homeserver left out, and acts on it in order.
    pub(super) async fn fill_gap(&mut self, room: &Room, from: &str, since: &str) -> Result<()> {
        let mut missed = VecDeque::new();
        let mut from = from.to_owned();
        for page in 0.. {
            if page == PAGES {
                tracing::warn!(
                    "too much was said in a room while I was away; I read how people answer now"
                );
                return self.read_cards(room).await;
            }
            let mut options = MessagesOptions::backward().from(from.as_str());
            options.to = Some(since.to_owned());
            options.limit = uint!(100);
            let page = match room.messages(options).await {
                Ok(page) => page,
                Err(error) if is_passing(&error) => return Err(error),
                Err(error) => {
                    tracing::warn!(
                        "what was said in a room while I was away cannot be read: {error}"
                    );
                    return self.read_cards(room).await;
                }
            };
            let mut begun = false;
            for event in page.chunk {
                begun = is_my_membership(&event, &self.me.user);
                missed.push_front(event);
                if begun {
                    break;
                }
            }
            match page.end {
                Some(end) if !begun && end != from => from = end,
                _ => break,
            }
        }
        for event in missed {
            self.event(room, event).await?;
        }
        Ok(())
    }

    /// Reads the reactions on a room's open cards, and takes for answers what is there, and for taken back what is not.
    pub(super) async fn read_cards(&mut self, room: &Room) -> Result<()> {
        for card in self.bot.open_cards(&room::reference(room.room_id())).await {
            let Ok(card) = EventId::parse(&card.0) else { continue };
            let Some(now) = self.reactions_now(room, &card).await? else { continue };
            for (event, reaction) in self.memory.reactions_on(&card).await? {
                if !now.iter().any(|there| there.id == event) {
                    self.taken_back(room, &event, card.clone(), reaction).await?;
                }
            }
            for event in now {
                self.act(room, event).await?;
            }
        }
        Ok(())
    }

    /// The reactions on a message; `None` where the homeserver does not give them.
    async fn reactions_now(&self, room: &Room, card: &EventId) -> Result<Option<Vec<Event>>> {
        let mut found = Vec::new();
        let mut from = None;
        loop {
            let options = RelationsOptions {
                from: from.take(),
                dir: Direction::Forward,
                limit: Some(uint!(100)),
                include_relations: IncludeRelations::RelationsOfType(RelationType::Annotation),
                recurse: false,
            };
            let page = match room.relations(card.to_owned(), options).await {
                Ok(page) => page,
                Err(error) if is_passing(&error) => return Err(error),
                Err(error) => {
                    tracing::debug!("the reactions on a card cannot be read: {error}");
                    return Ok(None);
                }
            };
            found
                .extend(page.chunk.iter().filter_map(|event| convert::read(event.raw(), &self.me)));
            match page.next_batch_token {
                Some(next) if !page.chunk.is_empty() => from = Some(next),
                _ => return Ok(Some(found)),
            }
        }
    }
}
