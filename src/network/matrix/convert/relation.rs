//! How an event relates to others (client-server API, "Forming relationships between events"). Pure.

use matrix_sdk::ruma::OwnedEventId;
use serde_json::Value;

use super::{event_id, text};

/// What an event relates to.
#[derive(Debug, Default)]
pub(super) struct Relation {
    /// The root of the thread it is in.
    pub(super) thread: Option<OwnedEventId>,
    /// The message it answers, or the root of the thread it is in.
    pub(super) answers: Option<OwnedEventId>,
    /// The event it replaces.
    pub(super) replaces: Option<OwnedEventId>,
    /// The event it is a reaction on.
    pub(super) annotates: Option<OwnedEventId>,
    /// The event it refers to.
    pub(super) references: Option<OwnedEventId>,
}

impl Relation {
    /// Reads the relation of an event's content.
    pub(super) fn of(content: &Value) -> Self {
        let Some(relation) = content.get("m.relates_to") else { return Self::default() };
        let to = event_id(relation);
        let reply = relation.get("m.in_reply_to").and_then(event_id);
        match text(relation, "rel_type") {
            Some("m.thread" | "io.element.thread") => {
                let reply = reply.filter(|_| !is_fallback(relation));
                Self { answers: reply.or_else(|| to.clone()), thread: to, ..Self::default() }
            }
            Some("m.replace") => Self { replaces: to, ..Self::default() },
            Some("m.annotation") => Self { annotates: to, ..Self::default() },
            Some("m.reference") => Self { references: to, ..Self::default() },
            _ => Self { answers: reply, ..Self::default() },
        }
    }
}

/// Whether the reply of a message in a thread is only there for programs without threads, and says nothing.
fn is_fallback(relation: &Value) -> bool {
    let flag = |name| relation.get(name).and_then(Value::as_bool);
    flag("is_falling_back").or_else(|| flag("io.element.show_reply")).unwrap_or_default()
}
