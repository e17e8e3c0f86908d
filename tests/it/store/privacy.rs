//! What a person gets to see about themselves, and what is left when they leave.

use convene::{
    model::{CalAddress, Uid},
    store::{LogEntry, Store},
};
use serde_json::json;

use super::{
    answers::entry,
    fixtures::{add_in, at, lookup, meeting, object_id, person, put, user},
};

fn bo_address() -> CalAddress {
    CalAddress::new("mailto:bo@example.com")
}

async fn world(store: &Store) {
    let people = [("ana", "ACCEPTED"), ("bo", "DECLINED")];
    add_in(store, &meeting("u", "Review", at(1), &people), &["team"]).await;
    add_in(store, &meeting("v", "Theirs", at(2), &[("ana", "ACCEPTED")]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    for who in ["ana", "bo"] {
        let person = person(who);
        tx.add_person(&person).await.unwrap();
        let address = CalAddress::new(format!("mailto:{who}@example.com"));
        tx.add_account(&person.id, &user(who), &address).await.unwrap();
    }
    // From bo; to bo and others; about the same meeting; about another one.
    tx.log(&entry("u", at(0))).await.unwrap();
    let ana = CalAddress::new("mailto:ana@example.com");
    let to_both = vec![bo_address(), ana.clone()];
    let sent = LogEntry { sender: ana.clone(), recipients: to_both, ..entry("u", at(1)) };
    tx.log(&sent).await.unwrap();
    tx.log(&LogEntry { sender: ana.clone(), ..entry("u", at(2)) }).await.unwrap();
    tx.log(&LogEntry { sender: ana, ..entry("v", at(2)) }).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn a_person_gets_everything_about_them(store: &Store) {
    world(store).await;
    let mut stored = lookup(store, "u").await;
    stored.object.proposals.push(convene::itip::Proposal {
        instance: convene::model::InstanceId::Whole,
        from: bo_address(),
        sequence: 0,
        stamp: at(0),
        event: stored.object.calendar.components[0].clone(),
        comment: Some("later".to_owned()),
    });
    let mut tx = store.begin().await.unwrap();
    put(&mut tx, &mut stored).await.unwrap();

    let all = tx.everything_of(&person("bo").id).await.unwrap().unwrap();
    assert_eq!(all["name"], "BO");
    assert_eq!(
        all["addresses"],
        json!([{"address": "mailto:bo@example.com", "network": "console", "account": "bo"}])
    );
    assert_eq!(
        all["meetings"],
        json!([{"number": 1, "title": "Review", "starts": "2026-12-01T13:00:00+00:00", "instance": "",
            "address": "mailto:bo@example.com", "name": "bo", "answer": "DECLINED", "comment": null}])
    );
    assert_eq!(all["proposals"][0]["comment"], "later");
    let messages = all["messages"].as_array().unwrap();
    assert_eq!((messages.len(), &messages[0]["method"]), (1, &json!("REPLY")));
    assert_eq!(all["feeds"], json!([]));
    assert_eq!(tx.everything_of(&person("nobody").id).await.unwrap(), None);
    assert_eq!(tx.objects_of(&person("bo").id).await.unwrap(), [object_id("u")]);
    let ana = tx.objects_of(&person("ana").id).await.unwrap();
    assert_eq!(ana, [object_id("u"), object_id("v")]);
}

pub(super) async fn a_person_who_leaves_is_gone(store: &Store) {
    world(store).await;
    let mut tx = store.begin().await.unwrap();
    tx.forget_person(&person("bo").id).await.unwrap();
    assert_eq!(tx.lookup_person(&person("bo").id).await.unwrap(), None);
    assert_eq!(tx.find_person_by_account(&user("bo")).await.unwrap(), None);
    assert_eq!(tx.everything_of(&person("bo").id).await.unwrap(), None);

    let about_u = tx.log_of(&Uid("u".to_owned())).await.unwrap();
    assert_eq!(about_u.len(), 2, "what bo sent is gone");
    assert!(about_u.iter().all(|entry| entry.text.is_none()));
    assert!(about_u.iter().all(|entry| !entry.recipients.contains(&bo_address())));
    assert_eq!(about_u[0].recipients.len(), 1);
    let about_v = tx.log_of(&Uid("v".to_owned())).await.unwrap();
    assert!(about_v[0].text.is_some());
    assert!(tx.lookup_person(&person("ana").id).await.unwrap().is_some());
}
