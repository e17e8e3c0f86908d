//! What the store needs, on a real SQLite file that waits for the disk: one answer as a whole step, and a week's list
//! among a hundred thousand meetings.

#![expect(
    missing_docs,
    clippy::unwrap_used,
    reason = "criterion's macros, and a benchmark fails by panicking"
)]

use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    ical,
    itip::{self, Authority, Cx, Object, Outcome, Policy, Role},
    model::{CalAddress, InstanceId, NetworkId, ObjectId, RoomRef},
    store::{Card, Direction, Indexed, LogEntry, LogResult, Options, Room, Store, Tx},
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

const INVITATION: &str = include_str!("../tests/data/bench/invitation.ics");
const REPLY: &str = include_str!("../tests/data/bench/reply.ics");
const UID: &str = "5f6a2f0e-8d1c-4b7a-9f57-0c2d7d2f9a11";
const CONSOLE: NetworkId = NetworkId::new("console");

/// How many meetings the room has, and how many on each day.
const MEETINGS: i64 = 100_000;
const EACH_DAY: i64 = 20;

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn open(folder: &TempDir) -> Store {
    let file = folder.path().join("bench.db");
    let store = Store::open(file.to_str().unwrap(), Options::default()).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.put_room(&Room::new(room(), "Team")).await.unwrap();
    tx.commit().await.unwrap();
    store
}

fn room() -> RoomRef {
    RoomRef { network: CONSOLE, id: "team".to_owned() }
}

fn epoch() -> DateTime<Utc> {
    DateTime::from_timestamp(1_796_083_200, 0).unwrap()
}

/// A meeting with a card in the room.
async fn add_meeting(tx: &mut Tx, id: &str, ics: &str) {
    let object = Object {
        calendar: ical::parse(ics).unwrap().value,
        role: Role::Organizer,
        received: Vec::new(),
        rescheduled: Vec::new(),
        proposals: Vec::new(),
        held: Vec::new(),
    };
    let indexed = Indexed::from(&object.meeting(chrono_tz::UTC));
    let object_id = ObjectId(id.to_owned());
    tx.add_object(&object_id, &object, &indexed).await.unwrap();
    let card = Card {
        id: format!("card-{id}"),
        object: object_id,
        instance: InstanceId::Whole,
        room: room(),
        message: None,
    };
    tx.add_card(&card).await.unwrap();
}

/// One answer as the bot keeps it: everything that it causes, in one transaction. `turn` makes each another answer.
async fn answer(store: &Store, turn: i64) {
    let now = epoch() + TimeDelta::seconds(turn);
    let cx = Cx { now, policy: Policy::default() };
    let partstat = if turn % 2 == 0 { "PARTSTAT=ACCEPTED" } else { "PARTSTAT=DECLINED" };
    let ics = REPLY
        .replace("PARTSTAT=ACCEPTED", partstat)
        .replace("20261122T101500Z", &now.format("%Y%m%dT%H%M%SZ").to_string());
    let message = ical::parse(&ics).unwrap().value;
    let sender = [CalAddress::new("mailto:fatou@example.com")];
    let id = ObjectId("meeting".to_owned());

    let mut tx = store.begin().await.unwrap();
    assert!(tx.remember_inbound(&CONSOLE, &turn.to_string(), now).await.unwrap());
    let mut stored = tx.lookup_object(&id).await.unwrap().unwrap();
    let authority = Authority::proven(&sender);
    let step = itip::receive(Some(&stored.object), &message, &authority, &cx).unwrap();
    assert_eq!(step.outcome, Outcome::Updated);
    stored.object = step.object.unwrap();
    let indexed = Indexed::from(&stored.object.meeting(chrono_tz::UTC));
    tx.put_object(&mut stored, &indexed).await.unwrap();
    let [from] = sender;
    let entry = LogEntry {
        at: now,
        uid: indexed.uid,
        direction: Direction::In,
        method: "REPLY".to_owned(),
        sender: from,
        recipients: Vec::new(),
        sequence: indexed.sequence,
        stamp: Some(now),
        result: LogResult::Outcome(step.outcome.as_str().to_owned()),
        text: Some(ics),
    };
    tx.log(&entry).await.unwrap();
    tx.enqueue_cards_of(&id, now).await.unwrap();
    tx.commit().await.unwrap();
}

fn answers(c: &mut Criterion) {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), runtime());
    let store = runtime.block_on(open(&folder));
    runtime.block_on(async {
        let mut tx = store.begin().await.unwrap();
        add_meeting(&mut tx, "meeting", INVITATION).await;
        tx.commit().await.unwrap();
    });
    let mut turn = 0;
    let mut group = c.benchmark_group("store");
    group.throughput(Throughput::Elements(1));
    group.bench_function("answer", |b| {
        b.iter(|| {
            turn += 1;
            runtime.block_on(answer(&store, turn));
        });
    });
    group.finish();
    runtime.block_on(store.close());
}

fn week(c: &mut Criterion) {
    let (folder, runtime) = (tempfile::tempdir().unwrap(), runtime());
    let store = runtime.block_on(open(&folder));
    runtime.block_on(fill(&store));
    let from = epoch() + TimeDelta::days(MEETINGS / EACH_DAY / 2);
    let list = || async {
        let mut tx = store.read().await.unwrap();
        tx.list_in_room(&room(), from, from + TimeDelta::days(7), 1000).await.unwrap()
    };
    let week = runtime.block_on(list());
    assert_eq!(i64::try_from(week.len()).unwrap(), 7 * EACH_DAY);
    assert!(week.iter().all(|meeting| meeting.going == 2 && meeting.waiting == 6));
    let mut group = c.benchmark_group("store");
    group.bench_function("week", |b| b.iter(|| runtime.block_on(list())));
    group.finish();
    runtime.block_on(store.close());
}

/// Fills the room, day by day, each day's meetings half an hour apart.
async fn fill(store: &Store) {
    for first in (0..MEETINGS).step_by(1000) {
        let mut tx = store.begin().await.unwrap();
        for number in first..first + 1000 {
            let start = epoch()
                + TimeDelta::days(number / EACH_DAY)
                + TimeDelta::hours(8)
                + TimeDelta::minutes(number % EACH_DAY * 30);
            let end = start + TimeDelta::minutes(30);
            let wall = |at: DateTime<Utc>| at.format("%Y%m%dT%H%M%S").to_string();
            let ics = INVITATION
                .replace(UID, &format!("meeting-{number}"))
                .replace("20261204T150000", &wall(start))
                .replace("20261204T154500", &wall(end));
            add_meeting(&mut tx, &number.to_string(), &ics).await;
        }
        tx.commit().await.unwrap();
    }
}

criterion_group!(benches, answers, week);
criterion_main!(benches);
