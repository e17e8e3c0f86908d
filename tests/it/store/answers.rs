//! What comes in: remembered, logged, applied by many at once.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    model::{CalAddress, NetworkId, Uid},
    store::{Direction, LogEntry, LogResult, Store, StoreError, Swept},
};
use tokio::task::JoinSet;

use super::fixtures::{CONSOLE, add_in, answer, at, indexed, lookup, meeting, object_id, room};

pub(super) fn entry(uid: &str, when: DateTime<Utc>) -> LogEntry {
    LogEntry {
        at: when,
        uid: Uid(uid.to_owned()),
        direction: Direction::In,
        method: "REPLY".to_owned(),
        sender: CalAddress::new("MAILTO:Bo@example.com"),
        recipients: vec![
            CalAddress::new("mailto:ana@example.com"),
            CalAddress::new("mailto:\"x,y\"@example.com"),
        ],
        sequence: 2,
        stamp: Some(when),
        result: LogResult::Outcome("updated".to_owned()),
        text: Some("BEGIN:VCALENDAR\r\n".to_owned()),
    }
}

pub(super) async fn a_happening_is_remembered_once(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    assert!(tx.remember_inbound(&CONSOLE, "1", at(0)).await.unwrap());
    assert!(!tx.remember_inbound(&CONSOLE, "1", at(1)).await.unwrap());
    assert!(tx.remember_inbound(&NetworkId::new("matrix"), "1", at(0)).await.unwrap());
    assert!(tx.remember_inbound(&CONSOLE, "2", at(0)).await.unwrap());
    drop(tx);
    // What was not kept did not happen.
    let mut tx = store.begin().await.unwrap();
    assert!(tx.remember_inbound(&CONSOLE, "1", at(0)).await.unwrap());
}

pub(super) async fn the_log_tells_what_happened(store: &Store) {
    let came = entry("u", at(1));
    let went = LogEntry {
        direction: Direction::Out,
        recipients: Vec::new(),
        stamp: None,
        result: LogResult::Refusal("stale".to_owned()),
        text: None,
        ..entry("u", at(0))
    };
    let mut tx = store.begin().await.unwrap();
    tx.log(&came).await.unwrap();
    tx.log(&went).await.unwrap();
    tx.log(&entry("v", at(0))).await.unwrap();
    let logged = tx.log_of(&Uid("u".to_owned())).await.unwrap();
    assert_eq!(logged, [came, went]);
    assert_eq!(logged[0].sender.as_str(), "MAILTO:Bo@example.com");
}

pub(super) async fn a_sweep_takes_what_is_old(store: &Store) {
    add_in(store, &meeting("u", "Review", at(-999), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    for hours in [-2, -1, 0] {
        tx.remember_inbound(&CONSOLE, &hours.to_string(), at(hours)).await.unwrap();
        tx.log(&entry("u", at(hours))).await.unwrap();
    }
    assert_eq!(tx.sweep(at(-1)).await.unwrap(), Swept { inbox: 1, log: 1, ..Swept::default() });
    assert_eq!(tx.sweep(at(-1)).await.unwrap(), Swept::default());
    assert!(tx.remember_inbound(&CONSOLE, "-2", at(0)).await.unwrap());
    assert!(!tx.remember_inbound(&CONSOLE, "-1", at(0)).await.unwrap());
    assert_eq!(tx.log_of(&Uid("u".to_owned())).await.unwrap().len(), 2);
    assert!(tx.lookup_object(&object_id("u")).await.unwrap().is_some());
}

const PEOPLE: usize = 50;

/// One step, as `app` makes it: everything that an answer causes in one transaction.
async fn step(store: &Store, who: &str, partstat: &str, id: &str) -> Result<bool, StoreError> {
    let mut tx = store.begin().await?;
    if !tx.remember_inbound(&CONSOLE, id, at(0)).await? {
        return Ok(false);
    }
    let mut stored = tx.lookup_object(&object_id("u")).await?.unwrap();
    answer(&mut stored.object, who, partstat);
    let index = indexed(&stored.object);
    tx.put_object(&mut stored, &index).await?;
    tx.enqueue_cards_of(&stored.id, at(0)).await?;
    tx.log(&entry("u", at(0))).await?;
    tx.commit().await?;
    Ok(true)
}

/// Where transactions do not wait for each other from their first moment, one of them is told to start over.
async fn step_until_it_works(store: &Store, who: &str, partstat: &str, id: &str) -> bool {
    loop {
        match step(store, who, partstat, id).await {
            Err(error) if error.is_transient() => tokio::task::yield_now().await,
            done => return done.unwrap(),
        }
    }
}

pub(super) async fn fifty_people_answer_at_once(store: &Store) {
    let people: Vec<_> = (0..PEOPLE).map(|n| format!("p{n}")).collect();
    let invited: Vec<_> = people.iter().map(|who| (who.as_str(), "NEEDS-ACTION")).collect();
    add_in(store, &meeting("u", "Review", at(1), &invited), &["team"]).await;

    let mut tasks = JoinSet::new();
    for (n, who) in people.into_iter().enumerate() {
        let store = store.clone();
        tasks.spawn(async move {
            for round in 0..4 {
                let partstat = match (round, n % 5) {
                    (3, 0) => "DECLINED",
                    (3, 1) => "TENTATIVE",
                    (3, _) => "ACCEPTED",
                    _ => ["DECLINED", "ACCEPTED", "TENTATIVE"][round],
                };
                assert!(
                    step_until_it_works(&store, &who, partstat, &format!("{who}-{round}")).await
                );
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }

    let mut tx = store.read().await.unwrap();
    let listed = tx.list_in_room(&room("team"), at(0), at(9), 9).await.unwrap().remove(0);
    let counts = (listed.going, listed.maybe, listed.declined, listed.waiting);
    assert_eq!(counts, (30, 10, 10, 0));
    let due = tx.due_outbox(at(0), 9).await.unwrap();
    assert_eq!((due.len(), due[0].revision), (1, 200));
    assert_eq!(tx.log_of(&Uid("u".to_owned())).await.unwrap().len(), 200);
    drop(tx);
    let stored = lookup(store, "u").await;
    assert_eq!(stored.version, 201);
    let said = stored.object.calendar.components[0]
        .properties_named("ATTENDEE")
        .filter(|attendee| attendee.parameter("PARTSTAT") == Some("ACCEPTED"))
        .count();
    assert_eq!(said, 30);
}

pub(super) async fn one_happening_at_once_from_many_is_acted_on_once(store: &Store) {
    add_in(store, &meeting("u", "Review", at(1), &[("bo", "NEEDS-ACTION")]), &["team"]).await;
    let store = Arc::new(store.clone());
    let mut tasks = JoinSet::new();
    for _ in 0..20 {
        let store = Arc::clone(&store);
        tasks.spawn(async move { step_until_it_works(&store, "bo", "ACCEPTED", "same").await });
    }
    let acted = tasks.join_all().await.into_iter().filter(|acted| *acted).count();
    assert_eq!(acted, 1);
    assert_eq!(lookup(&store, "u").await.version, 2);
    let mut tx = store.begin().await.unwrap();
    let swept = tx.sweep(at(0) + TimeDelta::hours(1)).await.unwrap();
    assert_eq!(swept.inbox, 1);
}
