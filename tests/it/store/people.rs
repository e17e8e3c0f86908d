//! People and their addresses.

use convene::{
    model::{CalAddress, NetworkId},
    store::{Person, Store},
};

use super::fixtures::{CONSOLE, person, user};

fn mail(who: &str) -> CalAddress {
    CalAddress::new(format!("mailto:{who}@example.com"))
}

fn on_matrix(id: &str) -> convene::model::UserRef {
    convene::model::UserRef { network: NetworkId::new("matrix"), id: id.to_owned() }
}

pub(super) async fn a_person_is_found_by_account_and_address(store: &Store) {
    let ana = Person {
        zone: Some("Europe/Berlin".to_owned()),
        locale: Some("en-GB".to_owned()),
        ..person("ana")
    };
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&ana).await.unwrap();
    tx.add_account(&ana.id, &user("a"), &CalAddress::new("Console:a")).await.unwrap();
    tx.add_address(&ana.id, &mail("Ana")).await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = store.read().await.unwrap();
    let found = Some(ana.clone());
    assert_eq!(tx.lookup_person(&ana.id).await.unwrap(), found);
    assert_eq!(tx.find_person_by_account(&user("a")).await.unwrap(), found);
    assert_eq!(tx.find_person_by_address(&mail("ANA")).await.unwrap(), found);
    assert_eq!(tx.find_person_by_account(&user("b")).await.unwrap(), None);
    assert_eq!(tx.find_person_by_account(&on_matrix("a")).await.unwrap(), None);
    assert_eq!(tx.accounts_of(&ana.id).await.unwrap(), [user("a")]);
    let addresses = tx.addresses_of(&ana.id).await.unwrap();
    let written: Vec<_> = addresses.iter().map(CalAddress::as_str).collect();
    assert_eq!(written, ["Console:a", "mailto:Ana@example.com"]);
}

pub(super) async fn an_account_moves_to_another_person(store: &Store) {
    let (ana, bo) = (person("ana"), person("bo"));
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&ana).await.unwrap();
    tx.add_person(&bo).await.unwrap();
    tx.add_account(&ana.id, &user("a"), &mail("a")).await.unwrap();
    // The same address, then the same account by another address.
    tx.add_account(&bo.id, &user("a"), &mail("a")).await.unwrap();
    assert_eq!(tx.addresses_of(&ana.id).await.unwrap(), []);
    tx.add_account(&bo.id, &user("a"), &mail("new")).await.unwrap();
    assert_eq!(tx.addresses_of(&bo.id).await.unwrap(), [mail("new")]);
    tx.commit().await.unwrap();
    let mut tx = store.read().await.unwrap();
    assert_eq!(tx.find_person_by_account(&user("a")).await.unwrap(), Some(bo));
}

pub(super) async fn who_has_an_address_is_reached_on_each_network(store: &Store) {
    let ana = person("ana");
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&ana).await.unwrap();
    tx.add_account(&ana.id, &user("second"), &mail("z")).await.unwrap();
    tx.add_account(&ana.id, &user("first"), &mail("a")).await.unwrap();
    tx.add_account(&ana.id, &on_matrix("@ana:example.com"), &mail("m")).await.unwrap();
    tx.add_address(&ana.id, &mail("plain")).await.unwrap();
    let matrix = NetworkId::new("matrix");
    for (address, network, account) in [
        ("m", &matrix, Some(on_matrix("@ana:example.com"))),
        ("plain", &matrix, Some(on_matrix("@ana:example.com"))),
        ("plain", &CONSOLE, Some(user("first"))),
        // An address that is an account itself means that one.
        ("z", &CONSOLE, Some(user("second"))),
        ("nobody", &CONSOLE, None),
    ] {
        let found = tx.find_account_of_address(&mail(address), network).await.unwrap();
        assert_eq!(found, account, "{address} on {network}");
    }
}

pub(super) async fn settings_of_a_person_change(store: &Store) {
    let mut ana = person("ana");
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&ana).await.unwrap();
    tx.add_person(&person("bo")).await.unwrap();
    tx.rename_person(&ana.id, "Ana Ünal").await.unwrap();
    tx.set_person_zone(&ana.id, Some("Asia/Tokyo")).await.unwrap();
    tx.set_person_locale(&ana.id, Some("de")).await.unwrap();
    (ana.name, ana.zone, ana.locale) =
        ("Ana Ünal".to_owned(), Some("Asia/Tokyo".to_owned()), Some("de".to_owned()));
    assert_eq!(tx.lookup_person(&ana.id).await.unwrap(), Some(ana.clone()));
    tx.set_person_zone(&ana.id, None).await.unwrap();
    tx.set_person_locale(&ana.id, None).await.unwrap();
    (ana.zone, ana.locale) = (None, None);
    assert_eq!(tx.lookup_person(&ana.id).await.unwrap(), Some(ana));
    let bo = person("bo");
    assert_eq!(tx.lookup_person(&bo.id).await.unwrap(), Some(bo));
}
