//! Meetings among the scheduled events of a server (resources/guild-scheduled-event): each is shown as one that happens
//! outside of Discord, with its place.
//!
//! An event that is shown is never shown twice: before one is made, those that are there are looked at.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use chrono::{DateTime, SecondsFormat};
use serde::Deserialize;
use serde_json::{Value, json};
use serenity::{
    http::Route,
    model::id::{GuildId, ScheduledEventId},
};

use super::{
    draw,
    error::{ApiError, code},
    http::{Api, Call},
};
use crate::chat::{Event, SendError};

/// What stands where Discord wants a name or a place and none was said.
const UNSAID: &str = "—";

// Discord's limits in characters.
const NAME: usize = 100;
const DESCRIPTION: usize = 1_000;
const LOCATION: usize = 100;

// What becomes of an event: it is scheduled (1) and then active, or cancelled; an active one is completed.
const ACTIVE: u8 = 2;
const COMPLETED: u8 = 3;
const CANCELLED: u8 = 4;

/// What shows events.
#[derive(Debug)]
pub(super) struct Events {
    api: Arc<Api>,
    /// Whether it was said that a server has no room for more.
    said_full: AtomicBool,
    /// Whether it was said that the bot may not.
    said_forbidden: AtomicBool,
}

/// An event that Discord has, as far as it matters.
#[derive(Debug, Deserialize)]
struct Shown {
    id: ScheduledEventId,
    status: u8,
    name: String,
    description: Option<String>,
    scheduled_start_time: String,
    #[serde(default)]
    entity_metadata: Option<Metadata>,
}

#[derive(Debug, Default, Deserialize)]
struct Metadata {
    location: Option<String>,
}

impl Events {
    pub(super) fn new(api: Arc<Api>) -> Self {
        Self { api, said_full: AtomicBool::new(false), said_forbidden: AtomicBool::new(false) }
    }

    /// Shows an event, or what became of a known one; with no event, takes the known one away. Gives the id of what is
    /// shown now.
    pub(super) async fn show(
        &self,
        guild: GuildId,
        known: Option<&str>,
        event: Option<&Event>,
    ) -> Result<Option<String>, SendError> {
        let known = known.and_then(|id| id.parse::<std::num::NonZeroU64>().ok()).map(Into::into);
        let shown = match (known, event) {
            (Some(known), Some(event)) => self.change(guild, known, event).await,
            (None, Some(event)) => self.add(guild, event).await,
            (Some(known), None) => self.take_away(guild, known).await.map(|()| None),
            (None, None) => Ok(None),
        };
        let shown = shown.map_err(|error| self.send_error(error))?;
        Ok(shown.map(|id| id.to_string()))
    }

    /// Makes an event, unless it is there.
    async fn add(
        &self,
        guild_id: GuildId,
        event: &Event,
    ) -> Result<Option<ScheduledEventId>, ApiError> {
        let drawn = draw(event);
        let list = Route::GuildScheduledEvents { guild_id };
        let there: Vec<Shown> = self.api.ask(&Call::get(list)).await?;
        if let Some(shown) = there.into_iter().find(|shown| shown.is(event)) {
            return Ok(Some(shown.id));
        }
        match self.api.ask::<Shown>(&Call::post(list, drawn)).await {
            Err(error) if is_too_late(&error) => Ok(None),
            made => made.map(|made| Some(made.id)),
        }
    }

    /// Changes an event; where that one is over, another takes its place.
    async fn change(
        &self,
        guild_id: GuildId,
        event_id: ScheduledEventId,
        event: &Event,
    ) -> Result<Option<ScheduledEventId>, ApiError> {
        let route = Route::GuildScheduledEvent { guild_id, event_id };
        match self.api.tell(&Call::patch(route, draw(event))).await {
            Err(error) if matches!(error.code(), Some(code::INVALID_FORM | code::EVENT_OVER)) => {}
            changed => return changed.map(|()| Some(event_id)),
        }
        let shown: Shown = self.api.ask(&Call::get(route)).await?;
        match shown.status {
            ACTIVE => {
                // It has begun, and its beginning stands.
                let mut rest = draw(event);
                if let Some(rest) = rest.as_object_mut() {
                    rest.remove("scheduled_start_time");
                }
                self.api.tell(&Call::patch(route, rest)).await.map(|()| Some(event_id))
            }
            COMPLETED | CANCELLED if shown.begins(event) => Ok(Some(event_id)),
            COMPLETED | CANCELLED => self.add(guild_id, event).await,
            // It did not begin yet, but the time it is to be moved to is past.
            _ => self.take_away(guild_id, event_id).await.map(|()| None),
        }
    }

    /// Calls an event off. One that has begun is ended; one that is over stays as it is.
    async fn take_away(
        &self,
        guild_id: GuildId,
        event_id: ScheduledEventId,
    ) -> Result<(), ApiError> {
        let route = Route::GuildScheduledEvent { guild_id, event_id };
        let shown: Shown = match self.api.ask(&Call::get(route)).await {
            Err(error) if error.code() == Some(code::UNKNOWN_EVENT) => return Ok(()),
            shown => shown?,
        };
        let status = match shown.status {
            COMPLETED | CANCELLED => return Ok(()),
            ACTIVE => COMPLETED,
            _ => CANCELLED,
        };
        match self.api.tell(&Call::patch(route, json!({ "status": status }))).await {
            Err(error) if matches!(error.code(), Some(code::UNKNOWN_EVENT | code::EVENT_OVER)) => {
                Ok(())
            }
            ended => ended,
        }
    }

    fn send_error(&self, error: ApiError) -> SendError {
        match error.code() {
            Some(code::UNKNOWN_EVENT) => SendError::Gone,
            Some(code::TOO_MANY_EVENTS) => {
                if !self.said_full.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        "a server has 100 events, which is all that Discord allows; further meetings are not shown among \
                         them"
                    );
                }
                SendError::Unsupported
            }
            Some(code::NO_PERMISSION | code::NO_ACCESS | code::UNKNOWN_GUILD) => {
                if !self.said_forbidden.swap(true, Ordering::Relaxed) {
                    tracing::warn!(
                        "in some server the bot may not show meetings among the events: give its role the permission \
                         \u{201c}Create Events\u{201d}, or set `events = false` in [network.discord]"
                    );
                }
                SendError::Unsupported
            }
            _ => error.into(),
        }
    }
}

impl Shown {
    /// Whether it is still to come or on, and says what an event says.
    fn is(&self, event: &Event) -> bool {
        let place = self.entity_metadata.as_ref().and_then(|data| data.location.as_deref());
        !matches!(self.status, COMPLETED | CANCELLED)
            && self.name == name(event)
            && self.description.as_deref().unwrap_or_default() == description(event)
            && place == Some(&location(event))
            && self.begins(event)
    }

    /// Whether it begins when an event does.
    fn begins(&self, event: &Event) -> bool {
        let start = DateTime::parse_from_rfc3339(&self.scheduled_start_time);
        start.is_ok_and(|start| start.timestamp() == event.start)
    }
}

/// An event as Discord takes it, to be made or in the place of what is there.
fn draw(event: &Event) -> Value {
    json!({
        "name": name(event),
        "description": description(event),
        "privacy_level": 2,
        "entity_type": 3,
        "channel_id": null,
        "entity_metadata": { "location": location(event) },
        "scheduled_start_time": time(event.start),
        "scheduled_end_time": time(event.end),
    })
}

fn name(event: &Event) -> String {
    let title = event.title.trim();
    draw::cut(if title.is_empty() { UNSAID } else { title }, NAME)
}

fn description(event: &Event) -> String {
    draw::cut(event.text.trim(), DESCRIPTION)
}

fn location(event: &Event) -> String {
    let place = event.place.as_deref().map(str::trim).filter(|place| !place.is_empty());
    draw::cut(place.unwrap_or(UNSAID), LOCATION)
}

/// A time as Discord writes it. One that no calendar has is none that an event can have.
fn time(seconds: i64) -> Option<String> {
    let time = DateTime::from_timestamp(seconds, 0)?;
    Some(time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

/// Whether an event was refused because its beginning is past: then there is nothing to show.
fn is_too_late(error: &ApiError) -> bool {
    let ApiError::Refused(refusal) = error else { return false };
    refusal.code == code::INVALID_FORM
        && refusal.places().iter().any(|(place, _)| place.starts_with("scheduled_"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn event() -> Event {
        Event {
            title: "Sprint review".to_owned(),
            start: 1_796_396_400,
            end: 1_796_400_000,
            place: Some("Room 5".to_owned()),
            text: "Answer in <#42>".to_owned(),
        }
    }

    fn shown(event: &Event, status: u8) -> Shown {
        let mut drawn = draw(event);
        let fields = drawn.as_object_mut().unwrap();
        fields.insert("id".to_owned(), "7".into());
        fields.insert("status".to_owned(), status.into());
        serde_json::from_value(drawn).unwrap()
    }

    #[test]
    fn an_event_happens_outside_of_discord() {
        expect![[r#"
            {
              "channel_id": null,
              "description": "Answer in <#42>",
              "entity_metadata": {
                "location": "Room 5"
              },
              "entity_type": 3,
              "name": "Sprint review",
              "privacy_level": 2,
              "scheduled_end_time": "2026-12-04T16:00:00Z",
              "scheduled_start_time": "2026-12-04T15:00:00Z"
            }"#]]
        .assert_eq(&serde_json::to_string_pretty(&draw(&event())).unwrap());
    }

    #[test]
    fn what_does_not_fit_is_cut() {
        let long = "ä".repeat(2_000);
        let event = Event { title: long.clone(), place: Some(long.clone()), text: long, ..event() };
        let drawn = draw(&event);
        for (pointer, most) in [
            ("/name", NAME),
            ("/description", DESCRIPTION),
            ("/entity_metadata/location", LOCATION),
        ] {
            assert_eq!(drawn.pointer(pointer).unwrap().as_str().unwrap().chars().count(), most);
        }
        let nowhere = Event { place: None, title: " ".to_owned(), ..event };
        assert_eq!(draw(&nowhere)["entity_metadata"]["location"], UNSAID);
        assert_eq!(draw(&nowhere)["name"], UNSAID);
    }

    #[test]
    fn an_event_that_is_there_is_known_again() {
        let event = event();
        assert!(shown(&event, 1).is(&event) && shown(&event, ACTIVE).is(&event));
        assert!(!shown(&event, CANCELLED).is(&event), "it is none any more");
        assert!(!shown(&Event { start: event.start + 60, ..event.clone() }, 1).is(&event));
        assert!(!shown(&Event { place: None, ..event.clone() }, 1).is(&event));
        assert!(!shown(&Event { text: "#13".to_owned(), ..event.clone() }, 1).is(&event));
    }
}
