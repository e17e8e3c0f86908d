//! Rooms, cards, and messages that belong to a meeting.

use convene::{
    itip::Uninvited,
    model::{Leads, NetworkId},
    store::{Card, Room, Store, StoreError},
};

use super::fixtures::{CONSOLE, add, add_in, at, card, meeting, message, object_id, room};

pub(super) async fn a_room_comes_back_and_is_replaced(store: &Store) {
    let mut team = Room::new(room("team"), "Team");
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.lookup_room(&team.at).await.unwrap(), None);
    tx.put_room(&team).await.unwrap();
    assert_eq!(tx.lookup_room(&team.at).await.unwrap(), Some(team.clone()));
    team = Room {
        name: "The team".to_owned(),
        zone: Some("Europe/Berlin".to_owned()),
        locale: Some("de".to_owned()),
        uninvited: Some(Uninvited::Refuse),
        length_minutes: Some(30),
        reminders: Some(Leads::default()),
        starting: Some(true),
        quiet: "22:00-8:00".parse().ok(),
        digest: "weekly mon 8:00".parse().ok(),
        moderated: Some(true),
        calendar: Some(false),
        ..team
    };
    tx.put_room(&team).await.unwrap();
    assert_eq!(tx.lookup_room(&team.at).await.unwrap(), Some(team));
    assert_eq!(tx.lookup_room(&room("other")).await.unwrap(), None);
}

pub(super) async fn cards_and_messages_lead_to_their_meeting(store: &Store) {
    add_in(store, &meeting("u", "Review", at(1), &[]), &["team", "club"]).await;
    add(store, &meeting("v", "Other", at(1), &[])).await;
    let mut tx = store.begin().await.unwrap();
    tx.set_card_message("u-team", Some(&message("m1"))).await.unwrap();
    tx.add_meeting_message(&room("team"), &message("m2"), &object_id("v")).await.unwrap();
    tx.add_meeting_message(&room("team"), &message("m2"), &object_id("u")).await.unwrap();

    let drawn = Card { message: Some(message("m1")), ..card("u", "team") };
    let u = Some(object_id("u"));
    assert_eq!(tx.lookup_card("u-team").await.unwrap(), Some(drawn.clone()));
    assert_eq!(
        tx.find_card_by_message(&room("team"), &message("m1")).await.unwrap(),
        Some(drawn.clone())
    );
    assert_eq!(tx.find_card_by_message(&room("team"), &message("m2")).await.unwrap(), None);
    assert_eq!(tx.find_object_by_message(&room("team"), &message("m1")).await.unwrap(), u);
    assert_eq!(tx.find_object_by_message(&room("team"), &message("m2")).await.unwrap(), u);
    assert_eq!(tx.find_object_by_message(&room("club"), &message("m1")).await.unwrap(), None);
    assert_eq!(
        tx.find_card_in_room(&object_id("u"), &room("club")).await.unwrap(),
        Some(card("u", "club"))
    );
    assert_eq!(tx.find_card_in_room(&object_id("v"), &room("club")).await.unwrap(), None);
    assert_eq!(tx.cards_of(&object_id("u")).await.unwrap(), [card("u", "club"), drawn]);
    tx.set_card_message("u-team", None).await.unwrap();
    assert_eq!(tx.find_object_by_message(&room("team"), &message("m1")).await.unwrap(), None);
}

pub(super) async fn open_cards_are_those_of_meetings_to_come(store: &Store) {
    add_in(store, &meeting("over", "Over", at(-5), &[]), &["team"]).await;
    add_in(store, &meeting("later", "Later", at(5), &[]), &["team"]).await;
    add_in(store, &meeting("now", "Now", at(0), &[]), &["team", "club"]).await;
    let mut off = meeting("off", "Off", at(3), &[]);
    off.calendar.components[0].set(convene::ical::Property::new("STATUS", "CANCELLED"));
    add_in(store, &off, &["team"]).await;

    let mut tx = store.read().await.unwrap();
    let cards = tx.open_cards(&CONSOLE, at(0)).await.unwrap();
    let ids: Vec<_> = cards.iter().map(|card| card.id.as_str()).collect();
    assert_eq!(ids, ["later-team", "now-club", "now-team"]);
    assert_eq!(tx.open_cards(&NetworkId::new("matrix"), at(0)).await.unwrap(), []);
}

pub(super) async fn a_room_has_one_card_of_a_meeting(store: &Store) {
    add_in(store, &meeting("u", "Review", at(1), &[]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    let second = Card { id: "second".to_owned(), ..card("u", "team") };
    let error = tx.add_card(&second).await.unwrap_err();
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
    drop(tx);
    let mut tx = store.begin().await.unwrap();
    let error = tx.add_card(&card("nothing", "team")).await.unwrap_err();
    assert!(matches!(error, StoreError::Database(_)), "{error:?}");
}
