//! The calendars of networks: beside a room they show the next date of each meeting that has a card there.
//!
//! A card's redraw says that something may be different; what was shown is remembered by a digest, so that answers, which
//! no calendar shows, send nothing.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::Work;
use crate::{
    chat::{Event, Network, SendError},
    command,
    model::InstanceId,
    store::{Card, Mirror, OutboxRow, StoreError, Tx},
    view::CardState,
};

/// What is to be done about what a calendar shows.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    /// It is as it should be.
    Nothing,
    /// Nothing is shown, or it is over; it can be forgotten.
    Forget,
    /// It shows what it should not.
    TakeAway(String),
    /// It should show this, in place of the known one.
    Show(Option<String>, Event),
}

/// How that ended.
#[derive(Debug)]
pub(super) enum Mirrored {
    /// Nothing changed.
    Same,
    /// It shows this now, or shall not.
    Shown(Mirror),
    /// It shows this now, or what it was told at an earlier try whose answer was lost.
    Perhaps(Mirror),
    /// It shows nothing now.
    Nothing,
}

impl Work {
    /// Whether a network's calendar should show something else than it does, now that a card was drawn.
    pub(super) async fn is_out_of_step(
        &self,
        row: &OutboxRow,
        card: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let network = self.networks.get(&row.room.network);
        let Some(network) = network.filter(|network| network.capabilities().events) else {
            return Ok(false);
        };
        let mut tx = self.store.read().await?;
        let known = tx.lookup_mirror(card).await?;
        let wanted = match tx.lookup_card(card).await? {
            Some(card) => self.event_of(&mut tx, network, &card, now).await?,
            None => None,
        };
        Ok(step(known.as_ref(), wanted, now) != Step::Nothing)
    }

    /// Brings a network's calendar into step.
    pub(super) async fn send_event(
        &self,
        network: &Arc<dyn Network>,
        row: &OutboxRow,
        card: &str,
        now: DateTime<Utc>,
    ) -> Result<Result<Mirrored, SendError>, StoreError> {
        let (known, wanted) = {
            let mut tx = self.store.read().await?;
            let known = tx.lookup_mirror(card).await?;
            // Without its message nobody could answer what is shown.
            let drawn = tx.lookup_card(card).await?.filter(|card| card.message.is_some());
            let wanted = match drawn {
                Some(card) => self.event_of(&mut tx, network, &card, now).await?,
                None => None,
            };
            (known, wanted)
        };
        Ok(match step(known.as_ref(), wanted, now) {
            Step::Nothing => Ok(Mirrored::Same),
            Step::Forget => Ok(Mirrored::Nothing),
            Step::TakeAway(event) => {
                taken_away(network.show_event(&row.key, &row.room, Some(&event), None).await)
            }
            Step::Show(known, event) => {
                let shown =
                    network.show_event(&row.key, &row.room, known.as_deref(), Some(&event)).await;
                // An earlier try can have been heard, of what was to be shown then.
                let unsure = known.is_none() && (row.attempts > 0 || row.revision > 1);
                shown_as(shown).map(|id| {
                    let mirror = mirror(card, row, id, &event);
                    if unsure { Mirrored::Perhaps(mirror) } else { Mirrored::Shown(mirror) }
                })
            }
        })
    }

    /// What a calendar should show of the meeting of a card.
    async fn event_of(
        &self,
        tx: &mut Tx,
        network: &Arc<dyn Network>,
        card: &Card,
        now: DateTime<Utc>,
    ) -> Result<Option<Event>, StoreError> {
        // The next date of a series is shown by the card of the whole.
        if card.instance != InstanceId::Whole {
            return Ok(None);
        }
        let room = tx.lookup_room(&card.room).await?;
        if room.as_ref().is_some_and(|room| room.calendar == Some(false)) {
            return Ok(None);
        }
        let Some(stored) = tx.lookup_object(&card.object).await? else { return Ok(None) };
        let zone = self.zone_of(room.as_ref());
        let card = command::card(&stored, &card.instance, &[], zone, Vec::new(), now);
        if card.state != CardState::Upcoming {
            return Ok(None);
        }
        Ok(self.views.event(&card, &network.capabilities()).inspect_err(said).ok())
    }
}

fn said(error: &crate::view::ViewError) {
    tracing::error!(%error, "a template failed: {error}");
}

/// What follows from what is shown and what should be.
fn step(known: Option<&Mirror>, wanted: Option<Event>, now: DateTime<Utc>) -> Step {
    let shown = known.and_then(|known| known.event.clone());
    let is_over = known.is_some_and(|known| known.ends_at <= now);
    match (known, wanted) {
        (None, None) => Step::Nothing,
        (Some(_), None) => match shown {
            Some(event) if !is_over => Step::TakeAway(event),
            _ => Step::Forget,
        },
        (known, Some(event)) => {
            let same_times = known.is_some_and(|known| {
                known.starts_at.timestamp() == event.start && known.ends_at.timestamp() == event.end
            });
            let same = known.is_some_and(|known| known.digest == digest(&event));
            // What ran out is there to be looked at; the next date gets an event of its own.
            let shown = shown.filter(|_| !is_over);
            match shown {
                Some(_) if same => Step::Nothing,
                None if same_times || event.start <= now.timestamp() => Step::Nothing,
                shown => Step::Show(shown, event),
            }
        }
    }
}

/// What was shown; nothing where the network does not, or somebody took it away.
fn shown_as(shown: Result<Option<String>, SendError>) -> Result<Option<String>, SendError> {
    match shown {
        Err(SendError::Gone | SendError::Unsupported) => Ok(None),
        shown => shown,
    }
}

fn taken_away(shown: Result<Option<String>, SendError>) -> Result<Mirrored, SendError> {
    shown_as(shown).map(|_| Mirrored::Nothing)
}

fn mirror(card: &str, row: &OutboxRow, event: Option<String>, shown: &Event) -> Mirror {
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap_or(DateTime::UNIX_EPOCH);
    Mirror {
        card: card.to_owned(),
        room: row.room.clone(),
        event,
        starts_at: at(shown.start),
        ends_at: at(shown.end),
        digest: digest(shown),
    }
}

/// An event in short (FNV-1a): the same in every version of the program, unlike what the standard library hashes with.
fn digest(event: &Event) -> String {
    let Event { title, start, end, place, text } = event;
    let place = place.as_deref().unwrap_or_default();
    let all = [title, place, text].map(|part| part.to_owned() + "\0").concat();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for octet in format!("{all}{start} {end}").bytes() {
        hash = (hash ^ u64::from(octet)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}

/// Keeps how it ended, and lets the row go.
pub(super) async fn keep(
    tx: &mut Tx,
    row: &OutboxRow,
    card: &str,
    mirrored: Mirrored,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    match &mirrored {
        Mirrored::Same => {}
        Mirrored::Shown(mirror) => tx.put_mirror(mirror).await?,
        Mirrored::Perhaps(mirror) => {
            tx.put_mirror(&Mirror { digest: String::new(), ..mirror.clone() }).await?;
        }
        Mirrored::Nothing => tx.forget_mirror(card).await?,
    }
    tx.outbox_done(row, now).await?;
    match mirrored {
        // Told once more, it shows this for sure.
        Mirrored::Perhaps(_) => tx.enqueue_event(card, &row.room, now).await,
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NetworkId, RoomRef};

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1000, 0).unwrap()
    }

    fn event(start: i64) -> Event {
        let (title, text) = ("Lunch".to_owned(), "yum".to_owned());
        Event { title, start, end: start + 100, place: None, text }
    }

    fn shown(event: &Event, id: Option<&str>) -> Mirror {
        let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
        Mirror {
            card: "card".to_owned(),
            room: RoomRef { network: NetworkId::new("stage"), id: "team".to_owned() },
            event: id.map(ToOwned::to_owned),
            starts_at: at(event.start),
            ends_at: at(event.end),
            digest: digest(event),
        }
    }

    #[test]
    fn what_is_as_it_should_be_is_left_alone() {
        let lunch = event(2000);
        assert_eq!(step(None, None, now()), Step::Nothing);
        assert_eq!(step(Some(&shown(&lunch, Some("e"))), Some(lunch), now()), Step::Nothing);
    }

    #[test]
    fn a_change_is_shown_in_place_of_what_was() {
        let (lunch, later) = (event(2000), event(3000));
        let known = shown(&lunch, Some("e"));
        let step = step(Some(&known), Some(later.clone()), now());
        assert_eq!(step, Step::Show(Some("e".to_owned()), later));
    }

    #[test]
    fn the_next_date_gets_an_event_of_its_own() {
        let known = shown(&event(500), Some("e"));
        let next = event(2000);
        assert_eq!(step(Some(&known), Some(next.clone()), now()), Step::Show(None, next));
        assert_eq!(step(Some(&known), None, now()), Step::Forget);
    }

    #[test]
    fn what_somebody_took_away_comes_back_at_another_time_only() {
        let known = shown(&event(2000), None);
        let renamed = Event { title: "Dinner".to_owned(), ..event(2000) };
        assert_eq!(step(Some(&known), Some(renamed), now()), Step::Nothing);
        let moved = event(3000);
        assert_eq!(step(Some(&known), Some(moved.clone()), now()), Step::Show(None, moved));
    }

    #[test]
    fn what_has_begun_is_not_shown_anew() {
        assert_eq!(step(None, Some(event(950)), now()), Step::Nothing);
    }

    #[test]
    fn what_is_called_off_is_taken_away() {
        let known = shown(&event(2000), Some("e"));
        assert_eq!(step(Some(&known), None, now()), Step::TakeAway("e".to_owned()));
    }

    #[test]
    fn a_digest_is_the_same_in_every_version() {
        assert_eq!(digest(&event(2000)), "f8bdf8bbaa8ca44f");
    }
}
