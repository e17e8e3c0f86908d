//! Meetings, people and rooms to store.

use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    ical::{self, Component},
    itip::{Object, Role},
    model::{InstanceId, MessageId, NetworkId, ObjectId, PersonId, RoomRef, UserRef},
    store::{Card, Indexed, Person, Store, StoreError, StoredObject, Tx},
};

pub(super) const CONSOLE: NetworkId = NetworkId::new("console");

/// Noon of the first of December 2026, and some hours.
pub(super) fn at(hours: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_788) + TimeDelta::hours(12 + hours)
}

pub(super) fn room(id: &str) -> RoomRef {
    RoomRef { network: CONSOLE, id: id.to_owned() }
}

pub(super) fn user(id: &str) -> UserRef {
    UserRef { network: CONSOLE, id: id.to_owned() }
}

pub(super) fn message(id: &str) -> MessageId {
    MessageId(id.to_owned())
}

pub(super) fn object_id(id: &str) -> ObjectId {
    ObjectId(id.to_owned())
}

pub(super) fn person(id: &str) -> Person {
    Person { id: PersonId(id.to_owned()), name: id.to_uppercase(), zone: None, locale: None }
}

pub(super) fn calendar(text: &str) -> Component {
    ical::parse(text).unwrap().value
}

/// A meeting of an hour: its UID, title, start, and who is in it with what they answered.
pub(super) fn meeting(
    uid: &str,
    title: &str,
    start: DateTime<Utc>,
    people: &[(&str, &str)],
) -> Object {
    use std::fmt::Write;
    let mut text = format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20261101T000000Z\r\nDTSTART:{}\r\nDTEND:{}\r\nSUMMARY:{title}\r\n\
         ORGANIZER:mailto:ana@example.com\r\n",
        start.format("%Y%m%dT%H%M%SZ"),
        (start + TimeDelta::hours(1)).format("%Y%m%dT%H%M%SZ"),
    );
    for (who, partstat) in people {
        write!(text, "ATTENDEE;CN={who};PARTSTAT={partstat}:mailto:{who}@example.com\r\n").unwrap();
    }
    text.push_str("END:VEVENT\r\nEND:VCALENDAR\r\n");
    Object {
        calendar: calendar(&text),
        role: Role::Organizer,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    }
}

pub(super) fn indexed(object: &Object) -> Indexed {
    Indexed::from(&object.meeting(chrono_tz::UTC))
}

/// Has somebody answer, without the engine.
pub(super) fn answer(object: &mut Object, who: &str, partstat: &str) {
    let event = &mut object.calendar.components[0];
    let uri = format!("mailto:{who}@example.com");
    let attendee = event.properties.iter_mut().find(|p| p.name == "ATTENDEE" && p.value == uri);
    attendee.unwrap().set_parameter("PARTSTAT", partstat);
}

/// Stores a meeting that has its UID as its id; gives its number.
pub(super) async fn add(store: &Store, object: &Object) -> i64 {
    let indexed = indexed(object);
    let mut tx = store.begin().await.unwrap();
    let number = tx.add_object(&object_id(&indexed.uid.0), object, &indexed).await.unwrap();
    tx.commit().await.unwrap();
    number
}

/// Stores a meeting with a card in a room; the card is called after the meeting and the room.
pub(super) async fn add_in(store: &Store, object: &Object, rooms: &[&str]) -> i64 {
    let number = add(store, object).await;
    let mut tx = store.begin().await.unwrap();
    for at in rooms {
        tx.add_card(&card(&object.uid().0, at)).await.unwrap();
    }
    tx.commit().await.unwrap();
    number
}

pub(super) fn card(object: &str, at: &str) -> Card {
    Card {
        id: format!("{object}-{at}"),
        object: object_id(object),
        instance: InstanceId::Whole,
        room: room(at),
        message: None,
    }
}

pub(super) async fn lookup(store: &Store, id: &str) -> StoredObject {
    let mut tx = store.read().await.unwrap();
    tx.lookup_object(&object_id(id)).await.unwrap().unwrap()
}

/// Writes a meeting that was looked up.
pub(super) async fn put(tx: &mut Tx, stored: &mut StoredObject) -> Result<(), StoreError> {
    let indexed = indexed(&stored.object);
    tx.put_object(stored, &indexed).await
}
