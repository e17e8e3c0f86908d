//! One meeting in several rooms, the reactions to its cards, and what calendars show of it.

use chrono::TimeDelta;
use convene::store::{Delivery, Mirror, NewMessage, OutboxRow, ShareCode, Store, Tx};

use super::fixtures::{add_in, at, card, meeting, message, object_id, room, user};

async fn due(tx: &mut Tx, hours: i64) -> Vec<OutboxRow> {
    tx.due_outbox(at(hours), 10).await.unwrap()
}

pub(super) async fn a_word_leads_to_its_meeting_for_a_day(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team"]).await;
    let word = |code: &str, hours| ShareCode {
        code: code.to_owned(),
        object: object_id("u"),
        at: at(hours),
    };
    let mut tx = store.begin().await.unwrap();
    tx.add_share_code(&word("OLD", 0)).await.unwrap();
    tx.add_share_code(&word("NEW", 2)).await.unwrap();
    assert_eq!(tx.find_share_code("OLD", at(-1)).await.unwrap(), Some(word("OLD", 0)));
    assert_eq!(tx.find_share_code("OLD", at(0)).await.unwrap(), None);
    assert_eq!(tx.find_share_code("NONE", at(-1)).await.unwrap(), None);
    assert_eq!(tx.share_code_of(&object_id("u"), at(-1)).await.unwrap(), Some(word("NEW", 2)));
    assert_eq!(tx.share_code_of(&object_id("u"), at(2)).await.unwrap(), None);
    assert_eq!(tx.sweep_share_codes(at(1)).await.unwrap(), 1);
    assert_eq!(tx.find_share_code("OLD", at(-1)).await.unwrap(), None);
    tx.delete_object(&object_id("u")).await.unwrap();
    assert_eq!(tx.find_share_code("NEW", at(-1)).await.unwrap(), None);
}

pub(super) async fn a_card_that_came_by_a_word_is_not_at_home(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team", "club"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.mark_shared("u-club").await.unwrap();
    let u = object_id("u");
    assert!(tx.is_at_home(&u, &room("team")).await.unwrap());
    assert!(!tx.is_at_home(&u, &room("club")).await.unwrap());
    assert!(!tx.is_at_home(&u, &room("hall")).await.unwrap());

    let window = (at(0), at(0) + TimeDelta::days(1));
    let listed = tx.list_in_room(&room("club"), window.0, window.1, 10).await.unwrap();
    assert_eq!(listed.len(), 1);
    tx.enqueue_cards_of(&u, at(0)).await.unwrap();
    tx.delete_card("u-club").await.unwrap();
    assert_eq!(tx.cards_of(&u).await.unwrap(), [card("u", "team")]);
    assert_eq!(tx.list_in_room(&room("club"), window.0, window.1, 10).await.unwrap(), []);
    let rooms: Vec<_> = due(&mut tx, 0).await.into_iter().map(|row| row.room.id).collect();
    assert_eq!(rooms, ["team"]);
}

pub(super) async fn reactions_are_known_until_they_are_taken_back(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.set_card_message("u-team", Some(&message("m"))).await.unwrap();
    let (ana, bo) = (user("ana"), user("bo"));
    for (who, emoji) in [(&bo, "✅"), (&ana, "❌"), (&ana, "✅"), (&ana, "✅")] {
        tx.note_reaction(&room("team"), &message("m"), (who, emoji), true).await.unwrap();
    }
    tx.note_reaction(&room("team"), &message("other"), (&bo, "✅"), true).await.unwrap();
    tx.note_reaction(&room("team"), &message("m"), (&ana, "❌"), false).await.unwrap();
    let known = tx.reactions(&room("team"), &message("m")).await.unwrap();
    assert_eq!(known, [(ana, "✅".to_owned()), (bo, "✅".to_owned())]);
    assert_eq!(tx.reactions(&room("team"), &message("other")).await.unwrap(), []);
    assert_eq!(tx.reactions(&room("club"), &message("m")).await.unwrap(), []);
    tx.forget_message(&room("team"), &message("m")).await.unwrap();
    tx.set_card_message("u-team", Some(&message("m"))).await.unwrap();
    assert_eq!(tx.reactions(&room("team"), &message("m")).await.unwrap(), []);
}

fn mirror(event: Option<&str>) -> Mirror {
    Mirror {
        card: "u-team".to_owned(),
        room: room("team"),
        event: event.map(ToOwned::to_owned),
        starts_at: at(9),
        ends_at: at(10),
        digest: "d".to_owned(),
    }
}

pub(super) async fn a_calendar_is_brought_into_step_once(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.enqueue_event("u-team", &room("team"), at(2)).await.unwrap();
    tx.enqueue_event("u-team", &room("team"), at(1)).await.unwrap();
    let rows = due(&mut tx, 1).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].delivery, Delivery::Event { card: "u-team".to_owned() });
    assert_eq!((rows[0].revision, &rows[0].room), (2, &room("team")));
    // What comes while it is sent goes out under the same key: only one event is made.
    tx.enqueue_event("u-team", &room("team"), at(1)).await.unwrap();
    assert!(!tx.outbox_done(&rows[0], at(1)).await.unwrap());
    let again = due(&mut tx, 1).await.remove(0);
    assert_eq!(again.key, rows[0].key);
    assert!(tx.outbox_done(&again, at(1)).await.unwrap());
    // The next date's event is another one.
    tx.enqueue_event("u-team", &room("team"), at(1)).await.unwrap();
    assert_ne!(due(&mut tx, 1).await[0].key, again.key);

    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), None);
    tx.put_mirror(&mirror(None)).await.unwrap();
    tx.put_mirror(&mirror(Some("e"))).await.unwrap();
    tx.retry_events_in(&room("team")).await.unwrap();
    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), Some(mirror(Some("e"))));
    tx.put_mirror(&mirror(None)).await.unwrap();
    tx.retry_events_in(&room("club")).await.unwrap();
    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), Some(mirror(None)));
    tx.retry_events_in(&room("team")).await.unwrap();
    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), None);
}

pub(super) async fn a_calendar_outlives_its_card(store: &Store) {
    add_in(store, &meeting("u", "Review", at(9), &[]), &["team", "club"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.put_mirror(&mirror(Some("e"))).await.unwrap();
    tx.delete_card("u-club").await.unwrap();
    assert_eq!(due(&mut tx, 0).await, []);
    tx.delete_object(&object_id("u")).await.unwrap();
    let rows = due(&mut tx, 0).await;
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert_eq!(rows[0].delivery, Delivery::Event { card: "u-team".to_owned() });
    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), Some(mirror(Some("e"))));
    tx.forget_mirror("u-team").await.unwrap();
    assert_eq!(tx.lookup_mirror("u-team").await.unwrap(), None);
}

pub(super) async fn what_replaces_a_message_goes_out_like_one(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    let new = NewMessage {
        key: "k".to_owned(),
        room: room("team"),
        payload: "{}".to_owned(),
        object: None,
        due: at(0),
    };
    tx.enqueue_replacement(&new, &message("m")).await.unwrap();
    let row = due(&mut tx, 0).await.remove(0);
    let payload = "{}".to_owned();
    assert_eq!(row.delivery, Delivery::Replacement { payload, of: message("m") });
    assert_eq!(row.key, "k");
}
