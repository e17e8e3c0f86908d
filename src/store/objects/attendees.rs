//! What is known of each calendar user about an object: how they take part, and the newest message from them.

use std::collections::BTreeMap;

use super::{super::row::Place, Indexed, ObjectId, StoreError, Tx, instance_key, micros};
use crate::{
    ical::Status,
    itip::{Object, Progress, Received},
    model::{CalAddress, Partstat},
};

/// An instance and the key of an address.
pub(super) type Key = (String, String);

/// One row, without its key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Known {
    address: String,
    name: Option<String>,
    partstat: Option<Partstat>,
    chair: bool,
    /// When the object is over.
    until: i64,
    received: Option<Newest>,
}

/// The newest message from somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Newest {
    /// Which place it has among those received.
    place: i64,
    address: String,
    sequence: i64,
    stamp: i64,
    answer: Option<Partstat>,
    comment: Option<String>,
    percent: Option<i64>,
    completed: Option<i64>,
    status: Option<Status>,
    decided: Option<i64>,
}

/// How many people of the whole have answered what.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) going: i64,
    pub(super) maybe: i64,
    pub(super) declined: i64,
    pub(super) waiting: i64,
}

impl Counts {
    pub(super) fn new(rows: &BTreeMap<Key, Known>) -> Self {
        let mut counts = Self::default();
        let whole = rows.iter().filter(|((instance, _), _)| instance.is_empty());
        for partstat in whole.filter_map(|(_, row)| row.partstat) {
            match partstat {
                // Who does a to-do takes part in it.
                Partstat::Accepted | Partstat::Completed | Partstat::InProcess => counts.going += 1,
                Partstat::Tentative => counts.maybe += 1,
                Partstat::Declined => counts.declined += 1,
                Partstat::NeedsAction => counts.waiting += 1,
                Partstat::Delegated => {}
            }
        }
        counts
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    instance: String,
    address_key: String,
    address: String,
    name: Option<String>,
    partstat: Option<String>,
    chair: bool,
    until: i64,
    received_place: Option<i64>,
    received_from: Option<String>,
    received_sequence: Option<i64>,
    received_stamp: Option<i64>,
    received_answer: Option<String>,
    received_comment: Option<String>,
    received_percent: Option<i64>,
    received_completed: Option<i64>,
    received_status: Option<String>,
    received_decided: Option<i64>,
}

/// The rows that an object should have.
pub(super) fn rows(object: &Object, indexed: &Indexed) -> BTreeMap<Key, Known> {
    let mut rows = BTreeMap::<Key, Known>::new();
    for attending in &indexed.attendees {
        let row = row_of(&mut rows, instance_key(&attending.instance), &attending.address);
        row.name.clone_from(&attending.name);
        row.partstat = Some(attending.partstat);
        row.chair = attending.chair;
    }
    for (place, received) in (0..).zip(&object.received) {
        let row = row_of(&mut rows, instance_key(&received.instance), &received.from);
        row.received = Some(Newest {
            place,
            address: received.from.as_str().to_owned(),
            sequence: received.sequence,
            stamp: micros(received.stamp),
            answer: received.answer,
            comment: received.comment.clone(),
            percent: received.progress.and_then(|progress| progress.percent).map(i64::from),
            completed: received.progress.and_then(|progress| progress.completed).map(micros),
            status: received.progress.and_then(|progress| progress.status),
            decided: received.decided.map(micros),
        });
    }
    let until = micros(indexed.ends_at);
    for row in rows.values_mut() {
        row.until = until;
    }
    rows
}

fn row_of<'a>(
    rows: &'a mut BTreeMap<Key, Known>,
    instance: String,
    address: &CalAddress,
) -> &'a mut Known {
    rows.entry((instance, address.key().to_owned()))
        .or_insert_with(|| Known { address: address.as_str().to_owned(), ..Known::default() })
}

/// Writes what differs between the rows of before and those of now.
pub(super) async fn write(
    tx: &mut Tx,
    id: &ObjectId,
    before: &BTreeMap<Key, Known>,
    now: &BTreeMap<Key, Known>,
) -> Result<(), StoreError> {
    const GONE: &str =
        "DELETE FROM attendee WHERE object_id = $1 AND instance = $2 AND address_key = $3";
    for (instance, key) in before.keys().filter(|key| !now.contains_key(*key)) {
        execute!(tx, GONE, &id.0, instance, key)?;
    }
    for (key, known) in now.iter().filter(|(key, known)| before.get(*key) != Some(*known)) {
        put(tx, id, key, known).await?;
    }
    Ok(())
}

async fn put(
    tx: &mut Tx,
    id: &ObjectId,
    (instance, key): &Key,
    known: &Known,
) -> Result<(), StoreError> {
    const SQL: &str = "
        INSERT INTO attendee (object_id, instance, address_key, address, name, partstat, chair, until, received_place,
            received_from, received_sequence, received_stamp, received_answer, received_comment, received_percent,
            received_completed, received_status, received_decided)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
        ON CONFLICT (object_id, instance, address_key) DO UPDATE SET address = excluded.address,
            name = excluded.name, partstat = excluded.partstat, chair = excluded.chair, until = excluded.until,
            received_place = excluded.received_place, received_from = excluded.received_from,
            received_sequence = excluded.received_sequence, received_stamp = excluded.received_stamp,
            received_answer = excluded.received_answer, received_comment = excluded.received_comment,
            received_percent = excluded.received_percent, received_completed = excluded.received_completed,
            received_status = excluded.received_status, received_decided = excluded.received_decided";
    let received = known.received.as_ref();
    execute!(
        tx,
        SQL,
        &id.0,
        instance,
        key,
        &known.address,
        &known.name,
        known.partstat.map(Partstat::as_str),
        known.chair,
        known.until,
        received.map(|from| from.place),
        received.map(|from| from.address.as_str()),
        received.map(|from| from.sequence),
        received.map(|from| from.stamp),
        received.and_then(|from| from.answer).map(Partstat::as_str),
        received.and_then(|from| from.comment.as_deref()),
        received.and_then(|from| from.percent),
        received.and_then(|from| from.completed),
        received.and_then(|from| from.status).map(Status::as_str),
        received.and_then(|from| from.decided),
    )
    .map(drop)
}

pub(in crate::store) const LOAD: &str =
    "SELECT instance, address_key, address, name, partstat, chair, until, received_place, received_from,
        received_sequence, received_stamp, received_answer, received_comment, received_percent, received_completed, received_status,
        received_decided
        FROM attendee WHERE object_id = $1";

/// The rows of an object, and what was received as it was.
pub(super) async fn load(
    tx: &mut Tx,
    id: &str,
) -> Result<(BTreeMap<Key, Known>, Vec<Received>), StoreError> {
    let place = Place { table: "attendee", id };
    let mut rows = BTreeMap::new();
    let mut received = BTreeMap::new();
    for row in all!(tx, Row, LOAD, id)? {
        let newest = newest(&row, place)?;
        if let Some(from) = &newest {
            received.insert(
                from.place,
                Received {
                    instance: place.instance(&row.instance)?,
                    from: CalAddress::new(from.address.clone()),
                    sequence: from.sequence,
                    stamp: place.time("received_stamp", from.stamp)?,
                    answer: from.answer,
                    comment: from.comment.clone(),
                    progress: progress(from, place)?,
                    decided: from
                        .decided
                        .map(|at| place.time("received_decided", at))
                        .transpose()?,
                },
            );
        }
        let partstat = partstat(place, "partstat", row.partstat.as_deref())?;
        let known = Known {
            address: row.address,
            name: row.name,
            partstat,
            chair: row.chair,
            until: row.until,
            received: newest,
        };
        rows.insert((row.instance, row.address_key), known);
    }
    Ok((rows, received.into_values().collect()))
}

fn newest(row: &Row, place: Place<'_>) -> Result<Option<Newest>, StoreError> {
    let answer = partstat(place, "received_answer", row.received_answer.as_deref())?;
    let status = row.received_status.as_deref();
    let status = status.map(|text| place.parse("received_status", text)).transpose()?;
    let newest = || {
        Some(Newest {
            place: row.received_place?,
            address: row.received_from.clone()?,
            sequence: row.received_sequence?,
            stamp: row.received_stamp?,
            answer,
            comment: row.received_comment.clone(),
            percent: row.received_percent,
            completed: row.received_completed,
            status,
            decided: row.received_decided,
        })
    };
    Ok(newest())
}

/// How far somebody said they are.
fn progress(from: &Newest, place: Place<'_>) -> Result<Option<Progress>, StoreError> {
    let percent = from.percent.map(u8::try_from).transpose();
    let completed = from.completed.map(|at| place.time("received_completed", at)).transpose()?;
    let progress = Progress {
        percent: percent.map_err(|_| place.bad("received_percent"))?,
        completed,
        status: from.status,
    };
    Ok((progress != Progress::default()).then_some(progress))
}

/// An answer that was stored.
fn partstat(
    place: Place<'_>,
    column: &'static str,
    text: Option<&str>,
) -> Result<Option<Partstat>, StoreError> {
    text.map(|text| place.parse(column, text)).transpose()
}
