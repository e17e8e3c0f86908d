//! Reminders, what people asked to be reminded of, digests, and what came too late.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use convene::{
    model::{CalAddress, CalTime, InstanceId, Leads, PersonId},
    store::{
        Also, Delivery, Due, DueReminder, Memo, Missed, MissedOf, Own, Reminder, Room, Store, Tx,
    },
};

use super::fixtures::{add_in, at, meeting, message, object_id, person, room, user};

fn leads(minutes: &[i64]) -> Leads {
    Leads::new(minutes.iter().copied().map(TimeDelta::minutes)).unwrap()
}

fn reminder(kind: &str, hours: i64) -> Reminder {
    let (instance, kind) = (InstanceId::Whole, kind.to_owned());
    Reminder { instance, kind, person: None, at: at(hours) }
}

/// A meeting that bo is in, who is known.
async fn with_bo(store: &Store) -> Tx {
    add_in(store, &meeting("u", "Review", at(9), &[("bo", "ACCEPTED")]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    let bo = person("bo");
    tx.add_person(&bo).await.unwrap();
    tx.add_account(&bo.id, &user("bo"), &CalAddress::new("mailto:bo@example.com")).await.unwrap();
    tx
}

fn memo(text: &str, when: Option<DateTime<Utc>>) -> Memo {
    Memo {
        number: 0,
        person: person("bo").id,
        room: room("team"),
        personal: true,
        text: text.to_owned(),
        at: when,
        series: None,
        zone: "Europe/Berlin".to_owned(),
    }
}

pub(super) async fn reminders_are_due_and_taken_once(store: &Store) {
    let mut tx = with_bo(store).await;
    let u = object_id("u");
    tx.set_reminders(&u, &[reminder("before", 1)]).await.unwrap();
    let instance = InstanceId::Instance(CalTime::Floating(at(20).naive_utc()));
    let first = Reminder { instance, ..reminder("before", 2) };
    let (second, third) = (reminder("before", 3), reminder("before", 4));
    let alone = Reminder { person: Some(person("bo").id), ..third.clone() };
    let all = [&third, &alone, &second, &first, &first].map(Clone::clone);
    tx.set_reminders(&u, &all).await.unwrap();

    assert_eq!(tx.due_reminders(at(1), 10).await.unwrap(), []);
    let due = |reminder: &Reminder| DueReminder { object: u.clone(), reminder: reminder.clone() };
    assert_eq!(tx.due_reminders(at(4), 1).await.unwrap(), [due(&first)]);
    let expected = [due(&first), due(&second), due(&third), due(&alone)];
    assert_eq!(tx.due_reminders(at(4), 10).await.unwrap(), expected);
    assert!(tx.claim_reminder(&due(&first), at(4)).await.unwrap());
    assert!(!tx.claim_reminder(&due(&first), at(4)).await.unwrap());
    // Two that would say the same are one, and another person's is another one.
    assert!(tx.claim_reminder(&due(&second), at(4)).await.unwrap());
    assert!(!tx.claim_reminder(&due(&third), at(4)).await.unwrap());
    assert_eq!(tx.due_reminders(at(4), 10).await.unwrap(), [due(&alone)]);
    assert_eq!(tx.list_reminders(&u).await.unwrap(), std::slice::from_ref(&alone));
    assert!(tx.drop_reminder(&u, &alone).await.unwrap());
    assert!(!tx.drop_reminder(&u, &alone).await.unwrap());
}

pub(super) async fn the_next_of_all_that_is_due_is_known(store: &Store) {
    let mut tx = with_bo(store).await;
    assert_eq!(tx.next_reminder().await.unwrap(), None);
    tx.put_room(&Room::new(room("team"), "Team")).await.unwrap();
    tx.set_next_digest(&room("team"), Some(at(7))).await.unwrap();
    assert_eq!(tx.next_reminder().await.unwrap(), Some(at(7)));
    let number = tx.add_memo(&memo("cake", Some(at(6))), at(0)).await.unwrap();
    assert_eq!(tx.next_reminder().await.unwrap(), Some(at(6)));
    tx.set_reminders(&object_id("u"), &[reminder("before", 5)]).await.unwrap();
    assert_eq!(tx.next_reminder().await.unwrap(), Some(at(5)));
    tx.set_reminders(&object_id("u"), &[]).await.unwrap();
    tx.delete_memo(number).await.unwrap();
    tx.set_next_digest(&room("team"), None).await.unwrap();
    assert_eq!(tx.next_reminder().await.unwrap(), None);
    // What waits to be sent is another matter.
    assert_eq!(tx.next_due().await.unwrap(), None);
}

pub(super) async fn who_wants_reminders_alone_is_known(store: &Store) {
    let mut tx = with_bo(store).await;
    let (u, bo) = (object_id("u"), person("bo").id);
    assert_eq!(tx.own_reminders(&u).await.unwrap(), BTreeMap::new());
    tx.set_own_leads(&bo, Some(&leads(&[30]))).await.unwrap();
    assert_eq!(tx.own_leads(&bo).await.unwrap(), Some(leads(&[30])));
    let addresses = vec!["mailto:bo@example.com".to_owned()];
    let own = |leads: Leads, asked| {
        BTreeMap::from([(bo.clone(), Own { leads, asked, addresses: addresses.clone() })])
    };
    assert_eq!(tx.own_reminders(&u).await.unwrap(), own(leads(&[30]), false));
    tx.set_own_leads_of(&bo, &u, Some(&leads(&[]))).await.unwrap();
    assert_eq!(tx.own_reminders(&u).await.unwrap(), own(leads(&[]), true));
    tx.set_own_leads_of(&bo, &u, None).await.unwrap();
    tx.set_own_leads(&bo, None).await.unwrap();
    assert_eq!(tx.own_reminders(&u).await.unwrap(), BTreeMap::new());

    // Who is in no meeting can want to be reminded of it too.
    tx.add_person(&person("cy")).await.unwrap();
    tx.set_own_leads_of(&person("cy").id, &u, Some(&leads(&[5]))).await.unwrap();
    let cy = Own { leads: leads(&[5]), asked: true, addresses: Vec::new() };
    assert_eq!(tx.own_reminders(&u).await.unwrap(), BTreeMap::from([(person("cy").id, cy)]));

    assert_eq!(tx.leads_of(&u).await.unwrap(), None);
    tx.set_leads(&u, Some(&leads(&[15, 1440]))).await.unwrap();
    assert_eq!(tx.leads_of(&u).await.unwrap(), Some(leads(&[1440, 15])));
    assert_eq!(tx.home_of(&u).await.unwrap(), Some(room("team")));

    assert_eq!(tx.own_room(&bo).await.unwrap(), None);
    tx.set_own_room(&bo, Some(&room("bo"))).await.unwrap();
    assert_eq!(tx.own_room(&bo).await.unwrap(), Some(room("bo")));
    // Where the bot is no more nothing can come.
    tx.put_room(&Room { away: true, ..Room::new(room("bo"), "Bo") }).await.unwrap();
    assert_eq!(tx.own_room(&bo).await.unwrap(), None);
}

pub(super) async fn what_people_ask_for_comes_and_goes(store: &Store) {
    let mut tx = with_bo(store).await;
    tx.add_person(&person("cy")).await.unwrap();
    let (bo, cy) = (person("bo").id, person("cy").id);
    let cake = tx.add_memo(&memo("cake", Some(at(2))), at(0)).await.unwrap();
    let us = Memo { personal: false, person: cy.clone(), ..memo("sheets", Some(at(1))) };
    let us = tx.add_memo(&us, at(0)).await.unwrap();
    let theirs = Memo { person: cy.clone(), ..memo("secret", Some(at(1))) };
    let theirs = tx.add_memo(&theirs, at(0)).await.unwrap();
    let numbers = |memos: Vec<Memo>| memos.iter().map(|memo| memo.number).collect::<Vec<_>>();
    assert_eq!(numbers(tx.list_memos(&bo, &room("team")).await.unwrap()), [us, cake]);
    assert_eq!(numbers(tx.list_memos(&cy, &room("other")).await.unwrap()), [us, theirs]);
    assert_eq!(tx.due_memos(at(0), 9).await.unwrap(), []);
    assert_eq!(numbers(tx.due_memos(at(2), 9).await.unwrap()), [us, theirs, cake]);

    let known = tx.lookup_memo(cake).await.unwrap().unwrap();
    assert_eq!(known, Memo { number: cake, ..memo("cake", Some(at(2))) });
    assert!(tx.claim_memo(&known, Some(at(26))).await.unwrap());
    assert!(!tx.claim_memo(&known, Some(at(26))).await.unwrap());
    let again = tx.lookup_memo(cake).await.unwrap().unwrap();
    assert_eq!(again.at, Some(at(26)));
    tx.add_memo_message(&room("team"), &message("m"), cake).await.unwrap();
    assert_eq!(tx.find_memo_by_message(&room("team"), &message("m")).await.unwrap(), Some(cake));
    assert!(tx.claim_memo(&again, None).await.unwrap());
    assert_eq!(numbers(tx.list_memos(&bo, &room("team")).await.unwrap()), [us]);
    // It can be asked for once more for a while.
    assert!(tx.lookup_memo(cake).await.unwrap().is_some());
    assert_eq!(tx.sweep_memos(at(26)).await.unwrap(), 0);
    assert_eq!(tx.sweep_memos(at(27)).await.unwrap(), 1);
    assert_eq!(tx.find_memo_by_message(&room("team"), &message("m")).await.unwrap(), None);
    tx.delete_memo(us).await.unwrap();
    assert!(tx.lookup_memo(us).await.unwrap().is_none());
    // A number is never given again.
    assert!(tx.add_memo(&memo("more", Some(at(9))), at(0)).await.unwrap() > theirs);
}

pub(super) async fn a_digest_is_taken_once(store: &Store) {
    let mut tx = store.begin().await.unwrap();
    for name in ["team", "club"] {
        tx.put_room(&Room::new(room(name), name)).await.unwrap();
    }
    tx.set_next_digest(&room("team"), Some(at(2))).await.unwrap();
    tx.set_next_digest(&room("club"), Some(at(1))).await.unwrap();
    assert_eq!(tx.due_digests(at(0), 9).await.unwrap(), []);
    let due = tx.due_digests(at(2), 9).await.unwrap();
    assert_eq!(due, [(room("club"), at(1)), (room("team"), at(2))]);
    assert!(tx.claim_digest(&room("club"), at(1), Some(at(25))).await.unwrap());
    assert!(!tx.claim_digest(&room("club"), at(1), Some(at(25))).await.unwrap());
    assert!(tx.claim_digest(&room("team"), at(2), None).await.unwrap());
    // To set something else about a room leaves it as it is.
    tx.put_room(&Room::new(room("club"), "The club")).await.unwrap();
    assert_eq!(tx.due_digests(at(99), 9).await.unwrap(), [(room("club"), at(25))]);
}

pub(super) async fn what_is_due_goes_out_as_it_was_put_there(store: &Store) {
    let mut tx = with_bo(store).await;
    let u = object_id("u");
    let instance = InstanceId::Instance(CalTime::Date(at(0).date_naive()));
    let whole = Due::Reminder {
        card: Some("u-team".to_owned()),
        reminder: reminder("before", 1),
        also: Also::from([(PersonId("p-bo".to_owned()), "snoozed".to_owned())]),
    };
    let alone = Reminder { instance, person: Some(person("bo").id), ..reminder("snoozed", 1) };
    let alone = Due::Reminder { card: None, reminder: alone, also: Also::new() };
    let all = [whole, alone, Due::Memo { number: 7, at: at(1) }, Due::Missed];
    for (nth, due) in all.iter().enumerate() {
        tx.enqueue_due(&format!("k{nth}"), &room("team"), due, Some(&u), at(1)).await.unwrap();
        // What was missed waits once, whatever its key.
        tx.enqueue_due(&format!("k{nth}"), &room("team"), due, Some(&u), at(1)).await.unwrap();
    }
    for (nth, due) in all.into_iter().enumerate() {
        let mut rows = tx.due_outbox(at(1), 9).await.unwrap();
        let row = rows.pop().unwrap();
        assert!(rows.is_empty(), "{rows:?}");
        assert_eq!(row.object, Some(u.clone()));
        match due {
            Due::Missed => assert_eq!(row.key, format!("missed.{}", row.id)),
            _ => assert_eq!(row.key, format!("k{nth}")),
        }
        assert_eq!(row.delivery, Delivery::Due(due));
        assert!(tx.outbox_done(&row, at(1)).await.unwrap());
    }
    assert_eq!(tx.next_due().await.unwrap(), None);
}

pub(super) async fn what_was_missed_is_told_once(store: &Store) {
    let mut tx = with_bo(store).await;
    let of = MissedOf::Meeting(object_id("u"));
    let meeting = Missed { of, number: 1, title: "Review".to_owned(), person: None, at: at(9) };
    let number = tx.add_memo(&memo("cake", None), at(0)).await.unwrap();
    let person = Some(person("bo").id);
    let cake = Missed { of: MissedOf::Memo, number, title: "cake".to_owned(), person, at: at(8) };
    for missed in [&meeting, &meeting, &cake] {
        tx.add_missed(&room("team"), missed).await.unwrap();
    }
    let (all, last) = tx.list_missed(&room("team")).await.unwrap();
    assert_eq!(all, [cake.clone(), meeting.clone()]);
    tx.add_missed(&room("team"), &Missed { at: at(10), ..meeting }).await.unwrap();
    tx.add_missed(&room("club"), &cake).await.unwrap();
    assert!(!tx.drop_missed(&room("team"), last).await.unwrap());
    let (left, last) = tx.list_missed(&room("team")).await.unwrap();
    assert_eq!(left.len(), 1);
    assert!(tx.drop_missed(&room("team"), last).await.unwrap());
    // A meeting that is gone was not missed.
    tx.delete_memo(number).await.unwrap();
    assert_eq!(tx.list_missed(&room("club")).await.unwrap().0, []);
}

pub(super) async fn who_leaves_takes_their_reminders_along(store: &Store) {
    let mut tx = with_bo(store).await;
    let (u, bo) = (object_id("u"), person("bo").id);
    tx.set_own_leads(&bo, Some(&leads(&[30]))).await.unwrap();
    tx.set_own_leads_of(&bo, &u, Some(&leads(&[5]))).await.unwrap();
    let alone = Reminder { person: Some(bo.clone()), ..reminder("before", 1) };
    tx.set_reminders(&u, &[reminder("before", 1), alone]).await.unwrap();
    tx.add_memo(&memo("cake", Some(at(2))), at(0)).await.unwrap();
    let all = tx.everything_of(&bo).await.unwrap().unwrap();
    let own = serde_json::json!({"minutes": "30", "room": null, "meetings": [{"number": 1, "minutes": "5"}]});
    assert_eq!(all["reminders"], own);
    assert_eq!(all["memos"][0]["text"], "cake");
    tx.forget_person(&bo).await.unwrap();
    assert_eq!(tx.list_reminders(&u).await.unwrap(), [reminder("before", 1)]);
    assert_eq!(tx.own_reminders(&u).await.unwrap(), BTreeMap::new());
    assert_eq!(tx.due_memos(at(9), 9).await.unwrap(), []);
    assert_eq!(tx.own_leads(&PersonId("nobody".to_owned())).await.unwrap(), None);
}

pub(super) async fn a_room_that_is_replaced_keeps_its_reminders(store: &Store) {
    let mut tx = with_bo(store).await;
    let digest = "daily 8:00".parse().ok();
    tx.put_room(&Room { digest, ..Room::new(room("team"), "Team") }).await.unwrap();
    tx.set_next_digest(&room("team"), Some(at(5))).await.unwrap();
    tx.set_own_room(&person("bo").id, Some(&room("team"))).await.unwrap();
    tx.add_memo(&memo("cake", Some(at(2))), at(0)).await.unwrap();
    tx.replace_room(&room("team"), &room("new"), at(0)).await.unwrap();
    assert_eq!(tx.due_digests(at(9), 9).await.unwrap(), [(room("new"), at(5))]);
    assert_eq!(tx.own_room(&person("bo").id).await.unwrap(), Some(room("new")));
    assert_eq!(tx.due_memos(at(9), 9).await.unwrap()[0].room, room("new"));
}
