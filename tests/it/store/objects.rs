//! Calendar objects.

use convene::{
    itip::{Held, Object, Proposal, Received, Rescheduled},
    model::{CalAddress, CalTime, InstanceId, Uid},
    store::{Attending, Occurrence, Reminder, Store, StoreError},
};

use super::fixtures::{
    add, add_in, answer, at, calendar, indexed, lookup, meeting, message, object_id, put, room,
};

fn instance() -> InstanceId {
    let local = at(20).naive_utc();
    InstanceId::Instance(CalTime::Zoned { local, tzid: "Europe/Berlin".to_owned() })
}

/// A meeting with everything the engine can keep beside it.
fn laden(uid: &str) -> Object {
    let mut object = meeting(uid, "Review", at(1), &[("ana", "ACCEPTED"), ("bo", "NEEDS-ACTION")]);
    let received = |instance, from: &str, sequence| Received {
        instance,
        from: CalAddress::new(from),
        sequence,
        stamp: at(sequence),
        answer: (sequence == 2).then_some(convene::model::Partstat::Tentative),
        decided: (sequence == 1).then(|| at(3)),
        comment: (sequence == 2).then(|| "sick, \"today\"".to_owned()),
        progress: (sequence == 2).then(|| convene::itip::Progress {
            percent: Some(75),
            completed: Some(at(4)),
            status: Some(convene::ical::Status::InProcess),
        }),
    };
    object.received = vec![
        received(InstanceId::Whole, "MAILTO:Bo@example.com", 2),
        received(InstanceId::Whole, "mailto:stranger@example.com", 0),
        received(instance(), "mailto:bo@example.com", 1),
    ];
    object.rescheduled = vec![
        Rescheduled { instance: InstanceId::Whole, sequence: 3 },
        Rescheduled { instance: instance(), sequence: 4 },
    ];
    object.proposals = vec![Proposal {
        instance: instance(),
        from: CalAddress::new("mailto:bo@example.com"),
        sequence: 2,
        stamp: at(5),
        event: object.calendar.components[0].clone(),
        comment: Some("later, please".to_owned()),
    }];
    object.held = vec![Held {
        from: CalAddress::new("mailto:ana@example.com"),
        since: at(6),
        message: calendar(
            "BEGIN:VCALENDAR\r\nMETHOD:ADD\r\nBEGIN:VEVENT\r\nUID:x\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        ),
    }];
    object
}

pub(super) async fn an_object_comes_back_as_it_was_stored(store: &Store) {
    let object = laden("u");
    let number = add(store, &object).await;

    let mut tx = store.read().await.unwrap();
    let stored = tx.lookup_object(&object_id("u")).await.unwrap().unwrap();
    assert_eq!((&stored.object, stored.number, stored.version), (&object, number, 1));
    // Addresses are equal in any spelling, but come back in theirs.
    assert_eq!(stored.object.received[0].from.as_str(), "MAILTO:Bo@example.com");
    let by_number = tx.find_object_by_number(number).await.unwrap().unwrap();
    let by_uid = tx.find_object_by_uid(&Uid("u".to_owned())).await.unwrap().unwrap();
    assert_eq!((by_number.id, by_uid.id), (object_id("u"), object_id("u")));
    assert!(tx.lookup_object(&object_id("other")).await.unwrap().is_none());
    assert!(tx.find_object_by_number(number + 1).await.unwrap().is_none());
    assert!(tx.find_object_by_uid(&Uid("U".to_owned())).await.unwrap().is_none());
}

pub(super) async fn numbers_rise_and_are_never_given_again(store: &Store) {
    assert_eq!(add(store, &meeting("a", "A", at(1), &[])).await, 1);
    assert_eq!(add(store, &meeting("b", "B", at(1), &[])).await, 2);
    let mut tx = store.begin().await.unwrap();
    assert!(tx.delete_object(&object_id("b")).await.unwrap());
    assert!(!tx.delete_object(&object_id("b")).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(add(store, &meeting("c", "C", at(1), &[])).await, 3);
}

pub(super) async fn only_what_changed_is_written(store: &Store) {
    add(store, &laden("u")).await;
    let mut stored = lookup(store, "u").await;

    // Each write leaves out another thing, and adds one.
    for step in 0..4 {
        answer(&mut stored.object, "bo", if step % 2 == 0 { "DECLINED" } else { "TENTATIVE" });
        match step {
            0 => drop(stored.object.received.remove(0)),
            1 => stored.object.held.clear(),
            2 => stored.object.proposals.push(stored.object.proposals[0].clone()),
            _ => stored.object.rescheduled.clear(),
        }
        let mut index = indexed(&stored.object);
        index.summary = format!("Step {step}");
        index.attendees.push(Attending {
            instance: instance(),
            address: CalAddress::new("mailto:bo@example.com"),
            name: None,
            partstat: "ACCEPTED".parse().unwrap(),
            chair: false,
        });
        let mut tx = store.begin().await.unwrap();
        tx.put_object(&mut stored, &index).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stored.version, step + 2);

        let again = lookup(store, "u").await;
        assert_eq!((again.version, &again.object), (stored.version, &stored.object), "step {step}");
    }
}

pub(super) async fn a_version_that_is_out_of_date_conflicts(store: &Store) {
    add(store, &meeting("u", "Review", at(1), &[("bo", "NEEDS-ACTION")])).await;
    let (mut first, mut second) = (lookup(store, "u").await, lookup(store, "u").await);
    answer(&mut first.object, "bo", "ACCEPTED");
    answer(&mut second.object, "bo", "DECLINED");

    let mut tx = store.begin().await.unwrap();
    put(&mut tx, &mut first).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.begin().await.unwrap();
    let error = put(&mut tx, &mut second).await.unwrap_err();
    assert!(matches!(error, StoreError::Conflict), "{error:?}");
    assert!(error.is_transient());
    drop(tx);
    assert_eq!(lookup(store, "u").await.object, first.object);
}

pub(super) async fn two_objects_cannot_share_a_uid(store: &Store) {
    let object = meeting("u", "Review", at(1), &[]);
    add(store, &object).await;
    let mut tx = store.begin().await.unwrap();
    let error = tx.add_object(&object_id("other"), &object, &indexed(&object)).await.unwrap_err();
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
}

pub(super) async fn deleting_takes_everything_along_but_the_log(store: &Store) {
    let object = laden("u");
    add_in(store, &object, &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.add_meeting_message(&room("team"), &message("m"), &object_id("u")).await.unwrap();
    let (instance, kind) = (InstanceId::Whole, "start".to_owned());
    let reminder = Reminder { instance, kind, person: None, at: at(0) };
    tx.set_reminders(&object_id("u"), &[reminder]).await.unwrap();
    tx.enqueue_cards_of(&object_id("u"), at(0)).await.unwrap();
    tx.log(&super::answers::entry("u", at(0))).await.unwrap();
    tx.delete_object(&object_id("u")).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    assert!(tx.cards_of(&object_id("u")).await.unwrap().is_empty());
    assert_eq!(tx.find_object_by_message(&room("team"), &message("m")).await.unwrap(), None);
    assert_eq!(tx.next_due().await.unwrap(), None);
    assert_eq!(tx.next_reminder().await.unwrap(), None);
    assert!(tx.list_in_room(&room("team"), at(0), at(9), 9).await.unwrap().is_empty());
    assert_eq!(tx.log_of(&Uid("u".to_owned())).await.unwrap().len(), 1);
    drop(tx);
    // Nothing is left that could be in the way of the same object.
    add_in(store, &object, &["team"]).await;
    assert_eq!(lookup(store, "u").await.object, object);
}

pub(super) async fn nothing_is_kept_without_a_commit(store: &Store) {
    let object = meeting("u", "Review", at(1), &[]);
    let mut tx = store.begin().await.unwrap();
    tx.add_object(&object_id("u"), &object, &indexed(&object)).await.unwrap();
    let moved = [Occurrence::single(at(1), at(2))];
    tx.set_occurrences(&object_id("u"), &moved).await.unwrap();
    drop(tx);
    let mut tx = store.read().await.unwrap();
    assert!(tx.lookup_object(&object_id("u")).await.unwrap().is_none());
}
