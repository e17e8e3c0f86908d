//! What goes out, and when.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use convene::{
    clock::{Ids, SeededIds},
    model::RoomRef,
    store::{Delivery, NewMessage, OutboxRow, Store, Tx},
};

use super::fixtures::{add_in, at, meeting, message, object_id, room};

fn new(key: &str, to: &str, due: DateTime<Utc>) -> NewMessage {
    let payload = format!("{{\"say\":\"{key}\"}}");
    NewMessage { key: key.to_owned(), room: room(to), payload, object: None, due }
}

async fn keys(tx: &mut Tx, now: DateTime<Utc>) -> Vec<String> {
    tx.due_outbox(now, 10).await.unwrap().into_iter().map(|row| row.key).collect()
}

async fn only(tx: &mut Tx, now: DateTime<Utc>) -> OutboxRow {
    let mut rows = tx.due_outbox(now, 10).await.unwrap();
    assert_eq!(rows.len(), 1, "{rows:?}");
    rows.remove(0)
}

async fn named(tx: &mut Tx, now: DateTime<Utc>, key: &str) -> OutboxRow {
    let rows = tx.due_outbox(now, 10).await.unwrap();
    rows.into_iter().find(|row| row.key == key).unwrap()
}

/// A transaction on a store with a card of a meeting; it is on the screen where `drawn`.
async fn with_card(store: &Store, drawn: bool) -> Tx {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    if drawn {
        tx.set_card_message("u-team", Some(&message("m"))).await.unwrap();
    }
    tx
}

pub(super) async fn a_message_goes_out_once(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    let object = Some(object_id("u"));
    tx.enqueue_message(&NewMessage { object: object.clone(), ..new("k", "team", at(1)) })
        .await
        .unwrap();
    tx.enqueue_message(&new("k", "club", at(0))).await.unwrap();
    assert_eq!(keys(&mut tx, at(0)).await, [""; 0]);
    let row = only(&mut tx, at(1)).await;
    let delivery = Delivery::Message { payload: "{\"say\":\"k\"}".to_owned() };
    let expected = OutboxRow {
        id: row.id,
        key: "k".to_owned(),
        room: room("team"),
        delivery,
        object,
        revision: 1,
        attempts: 0,
    };
    assert_eq!(row, expected);
    assert!(tx.outbox_done(&row, at(1)).await.unwrap());
    assert_eq!(keys(&mut tx, at(99)).await, [""; 0]);
    assert_eq!(tx.next_due().await.unwrap(), None);
}

pub(super) async fn messages_of_a_room_keep_their_order(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    for (key, to) in [("one", "team"), ("two", "team"), ("three", "team"), ("other", "club")] {
        tx.enqueue_message(&new(key, to, at(0))).await.unwrap();
    }
    assert_eq!(keys(&mut tx, at(0)).await, ["one", "other"]);
    // While the first one waits for its next try, nothing of its room overtakes it.
    let row = named(&mut tx, at(0), "one").await;
    tx.outbox_retry(&row, at(2), "timeout").await.unwrap();
    assert_eq!(keys(&mut tx, at(1)).await, ["other"]);
    assert_eq!(keys(&mut tx, at(2)).await, ["other", "one"]);
    let row = named(&mut tx, at(2), "one").await;
    assert_eq!(row.attempts, 1);
    // Once it is given up, the next one goes.
    assert!(tx.outbox_dead(&row, "gone").await.unwrap());
    assert_eq!(keys(&mut tx, at(2)).await, ["two", "other"]);
    let row = named(&mut tx, at(2), "two").await;
    assert!(tx.outbox_done(&row, at(2)).await.unwrap());
    assert_eq!(keys(&mut tx, at(2)).await, ["three", "other"]);
    // What was put here for later holds nobody up.
    tx.enqueue_message(&new("much later", "hall", at(50))).await.unwrap();
    tx.enqueue_message(&new("now", "hall", at(2))).await.unwrap();
    assert_eq!(keys(&mut tx, at(2)).await, ["three", "other", "now"]);
}

pub(super) async fn a_card_is_drawn_once_for_many_changes(store: &Store) {
    let mut tx = with_card(store, true).await;
    tx.enqueue_card("u-team", at(3)).await.unwrap();
    tx.enqueue_card("u-team", at(2)).await.unwrap();
    tx.enqueue_cards_of(&object_id("u"), at(4)).await.unwrap();
    assert_eq!(keys(&mut tx, at(1)).await, [""; 0]);
    let row = only(&mut tx, at(2)).await;
    assert_eq!(row.delivery, Delivery::Card { card: "u-team".to_owned() });
    assert_eq!((row.revision, row.object.clone()), (3, Some(object_id("u"))));
    // A try that failed waits as long as the network said, whatever changes.
    tx.outbox_retry(&row, at(6), "rate limit").await.unwrap();
    tx.enqueue_card("u-team", at(3)).await.unwrap();
    assert_eq!(keys(&mut tx, at(5)).await, [""; 0]);
    let row = only(&mut tx, at(6)).await;
    assert!(tx.outbox_done(&row, at(6)).await.unwrap());
    tx.enqueue_card("nothing", at(6)).await.unwrap();
    assert_eq!(keys(&mut tx, at(99)).await, [""; 0]);
}

pub(super) async fn a_change_while_a_card_goes_out_is_drawn_again(store: &Store) {
    let mut tx = with_card(store, true).await;
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    let row = only(&mut tx, at(0)).await;
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    assert!(!tx.outbox_done(&row, at(2)).await.unwrap());
    assert_eq!(keys(&mut tx, at(1)).await, [""; 0]);
    let again = only(&mut tx, at(2)).await;
    assert_eq!((again.revision, again.attempts), (2, 0));
    assert_ne!(again.key, row.key, "the network would take it for the same edit");
    assert!(tx.outbox_done(&again, at(2)).await.unwrap());
    // The next one is not taken for one of before.
    tx.enqueue_card("u-team", at(2)).await.unwrap();
    let next = only(&mut tx, at(2)).await;
    assert!(next.key != again.key && next.key != row.key, "{}", next.key);
}

pub(super) async fn a_first_drawing_keeps_its_key_and_a_redraw_does_not(store: &Store) {
    let mut tx = with_card(store, false).await;
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    let first = only(&mut tx, at(0)).await;
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    let changed = only(&mut tx, at(0)).await;
    assert_eq!(first.key, changed.key, "or there would be two cards");
    tx.set_card_message("u-team", Some(&message("m"))).await.unwrap();
    assert!(!tx.outbox_done(&first, at(0)).await.unwrap());
    let redraw = only(&mut tx, at(0)).await;
    assert_ne!(redraw.key, first.key);
}

pub(super) async fn a_redraw_does_not_wait_for_messages(store: &Store) {
    let mut tx = with_card(store, false).await;
    // The first drawing keeps its place among the messages.
    tx.enqueue_message(&new("before", "team", at(0))).await.unwrap();
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    tx.enqueue_message(&new("after", "team", at(0))).await.unwrap();
    assert_eq!(keys(&mut tx, at(0)).await, ["before"]);
    let row = only(&mut tx, at(0)).await;
    tx.outbox_done(&row, at(0)).await.unwrap();
    assert_eq!(keys(&mut tx, at(0)).await, ["u-team"]);
    // A redraw does not.
    let row = only(&mut tx, at(0)).await;
    tx.set_card_message("u-team", Some(&message("m"))).await.unwrap();
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    tx.outbox_done(&row, at(0)).await.unwrap();
    let due = tx.due_outbox(at(0), 10).await.unwrap();
    assert!(matches!(due[0].delivery, Delivery::Card { .. }), "{due:?}");
    assert_eq!(due[1].key, "after");
    tx.outbox_retry(&due[0], at(5), "timeout").await.unwrap();
    assert_eq!(keys(&mut tx, at(0)).await, ["after"]);
}

pub(super) async fn what_is_given_up_stays_and_can_be_revived(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    tx.enqueue_message(&new("k", "team", at(0))).await.unwrap();
    let row = only(&mut tx, at(0)).await;
    assert!(tx.outbox_dead(&row, "forbidden").await.unwrap());
    assert_eq!(keys(&mut tx, at(9)).await, [""; 0]);
    assert_eq!(tx.next_due().await.unwrap(), None);
    let dead = tx.list_dead(10).await.unwrap();
    assert_eq!((dead[0].error.as_str(), dead[0].row.key.as_str()), ("forbidden", "k"));
    assert_eq!(dead[0].row.attempts, 1);
    assert_eq!(tx.count_dead(&row.room).await.unwrap(), 1);
    assert_eq!(
        tx.count_dead(&RoomRef { id: "other".to_owned(), ..row.room.clone() }).await.unwrap(),
        0
    );
    assert_eq!(tx.revive_dead(at(1)).await.unwrap(), 0, "it is too old");
    assert_eq!(tx.revive_dead(at(0)).await.unwrap(), 1);
    assert_eq!(tx.revive_dead(at(0)).await.unwrap(), 0);
    assert_eq!(tx.list_dead(10).await.unwrap(), []);
    assert_eq!(only(&mut tx, at(0)).await.attempts, 0);
}

pub(super) async fn a_change_of_a_card_that_was_given_up_is_tried(store: &Store) {
    let mut tx = with_card(store, true).await;
    assert!(!tx.is_card_on_its_way("u-team").await.unwrap());
    tx.enqueue_card("u-team", at(0)).await.unwrap();
    assert!(tx.is_card_on_its_way("u-team").await.unwrap());
    let row = only(&mut tx, at(0)).await;
    assert!(tx.outbox_dead(&row, "too long").await.unwrap());
    assert!(!tx.is_card_on_its_way("u-team").await.unwrap());
    tx.enqueue_card("u-team", at(4)).await.unwrap();
    assert_eq!(tx.list_dead(10).await.unwrap(), []);
    let row = only(&mut tx, at(4)).await;
    assert_eq!(row.attempts, 0);
    // A change that came meanwhile is not given up with what it replaced.
    tx.enqueue_card("u-team", at(4)).await.unwrap();
    assert!(!tx.outbox_dead(&row, "too long").await.unwrap());
    assert_eq!(only(&mut tx, at(4)).await.revision, row.revision + 1);
}

pub(super) async fn the_next_due_time_is_that_of_what_can_go(store: &Store) {
    let mut tx = with_card(store, true).await;
    assert_eq!(tx.next_due().await.unwrap(), None);
    tx.enqueue_message(&new("one", "team", at(1))).await.unwrap();
    tx.enqueue_message(&new("two", "team", at(2))).await.unwrap();
    assert_eq!(tx.next_due().await.unwrap(), Some(at(1)));
    // The second one is due before the first one's next try, but cannot go.
    let row = only(&mut tx, at(1)).await;
    tx.outbox_retry(&row, at(7), "timeout").await.unwrap();
    assert_eq!(tx.next_due().await.unwrap(), Some(at(7)));
    tx.enqueue_card("u-team", at(6)).await.unwrap();
    assert_eq!(tx.next_due().await.unwrap(), Some(at(6)));
}

/// Whoever waits for the next due time must not find nothing to do then, or they wait for it again at once, for ever.
pub(super) async fn what_is_due_can_go_whatever_happened_before(store: &Store) {
    let dice = SeededIds::new(5);
    let roll = |sides: u128| i64::try_from(dice.uuid().as_u128() % sides).unwrap();
    let mut tx = with_card(store, true).await;
    let mut sent = BTreeMap::<(RoomRef, i64), i64>::new();
    for turn in 0..300 {
        let now = turn / 10;
        let due = tx.due_outbox(at(now), 10).await.unwrap();
        match (roll(6), due.first()) {
            (0, _) => tx.enqueue_card("u-team", at(now + roll(3))).await.unwrap(),
            (1, Some(row)) => tx.outbox_retry(row, at(now + 1 + roll(5)), "timeout").await.unwrap(),
            (2, Some(row)) => drop(tx.outbox_dead(row, "gone").await.unwrap()),
            (3, Some(row)) => {
                if matches!(row.delivery, Delivery::Message { .. }) {
                    // Of what was due at the same time in a room, the later never goes before the earlier.
                    let (_, when) = row.key.split_once('-').unwrap();
                    let last = sent.insert((row.room.clone(), when.parse().unwrap()), row.id);
                    assert!(last < Some(row.id), "{row:?} after {last:?}");
                }
                tx.outbox_done(row, at(now)).await.unwrap();
            }
            _ => {
                let when = now + roll(3);
                let to = ["team", "club", "hall"][usize::try_from(roll(3)).unwrap()];
                tx.enqueue_message(&new(&format!("{turn}-{when}"), to, at(when))).await.unwrap();
            }
        }
        let next = tx.next_due().await.unwrap();
        for later in [now, now + 1, now + 4] {
            let something = !tx.due_outbox(at(later), 1).await.unwrap().is_empty();
            let said = next.is_some_and(|next| next <= at(later));
            assert_eq!(something, said, "turn {turn}, {next:?}");
        }
    }
    assert!(sent.len() > 20, "too little was sent to say anything: {}", sent.len());
}
