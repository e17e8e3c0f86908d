//! How SQLite goes about the statements that run at every step: by an index, never by reading a whole table.

use sqlx::{AssertSqlSafe, Row as _};

use super::{
    Store, cards, controls, files, itip_log, lists, memos, mirror, missed, objects,
    objects::attendees, outbox, people, privacy, reactions, reminders, rooms, shares,
};

/// Each statement, and the tables it may read as a whole: none but those it makes itself.
const HOT: &[(&str, &str)] = &[
    ("person by account", people::BY_ACCOUNT),
    ("person by address", people::BY_ADDRESS),
    ("addresses of a person", people::ADDRESSES),
    ("zones of those who take part", people::ZONES_OF),
    ("account of an address", people::ACCOUNT_OF),
    ("object by id", objects::BY_ID),
    ("object by number", objects::BY_NUMBER),
    ("object by uid", objects::BY_UID),
    ("attendees of an object", attendees::LOAD),
    ("card by message", cards::CARD_BY_MESSAGE),
    ("card in room", cards::CARD_IN_ROOM),
    ("cards of an object", cards::CARDS_OF),
    ("all cards of an object", cards::ALL_CARDS_OF),
    ("cards for dates", cards::ADD_DATES),
    ("cards ahead", cards::AHEAD),
    ("object by message", cards::OBJECT_BY_MESSAGE),
    ("open cards", cards::OPEN_CARDS),
    ("controls of a message", controls::CONTROLS_OF),
    ("messages with a control", controls::MESSAGES_FOR),
    ("when a command was taken", controls::COMMAND_TAKEN),
    ("file by message", files::BY_MESSAGE),
    ("reaction is put", reactions::ADD),
    ("reaction is taken back", reactions::DROP),
    ("reactions to a card", reactions::OF),
    ("word for a meeting", shares::BY_CODE),
    ("meeting of a word", shares::CODE_OF),
    ("room is a meeting's own", shares::AT_HOME),
    ("calendar of a card", mirror::OF_CARD),
    ("list of a room", lists::IN_ROOM),
    ("list of a person", lists::MINE),
    ("titles to come", lists::TITLED_TO_COME),
    ("titles that are over", lists::TITLED_OVER),
    ("redraw cards", outbox::ENQUEUE_CARDS_OF),
    ("due to go out", outbox::DUE),
    ("next due", outbox::NEXT_DUE),
    ("due reminders", reminders::DUE),
    ("reminders of an object", reminders::OF_OBJECT),
    ("next reminder", reminders::NEXT),
    ("who wants reminders alone", reminders::OWN),
    ("home of an object", reminders::HOME),
    ("due memos", memos::DUE),
    ("memo by number", memos::BY_NUMBER),
    ("memos of a person and a room", memos::OF),
    ("memo of a message", memos::BY_MESSAGE),
    ("due digests", rooms::DUE_DIGESTS),
    ("what was missed in a room", missed::IN_ROOM),
    ("log of an object", itip_log::LOG_OF),
    ("objects of a person", privacy::OBJECTS_OF),
    ("meetings of a person", privacy::MEETINGS),
    ("messages of a person", privacy::MESSAGES),
];

/// Tables that a statement makes for itself, a few rows long.
const OWN: &[&str] = &["SCAN page", "SCAN next", "SCAN (subquery"];

async fn plan(store: &Store, sql: &str) -> Vec<String> {
    let read = match store {
        Store::Sqlite { read, .. } => read,
        #[cfg(feature = "postgres")]
        Store::Postgres(_) => unreachable!("memory is SQLite"),
    };
    let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}")));
    let rows = rows.fetch_all(read).await.unwrap();
    rows.iter().map(|row| row.get("detail")).collect()
}

#[tokio::test]
async fn no_statement_of_every_step_reads_a_whole_table() {
    let store = Store::memory().await.unwrap();
    let mut scans = Vec::new();
    for (name, sql) in HOT {
        for step in plan(&store, sql).await {
            if step.starts_with("SCAN") && !OWN.iter().any(|own| step.starts_with(own)) {
                scans.push(format!("{name}: {step}"));
            }
        }
    }
    assert!(scans.is_empty(), "\n{}", scans.join("\n"));
}

#[tokio::test]
async fn the_walks_of_a_list_are_in_its_order() {
    for sql in [lists::IN_ROOM, lists::TITLED_TO_COME, lists::TITLED_OVER] {
        let store = Store::memory().await.unwrap();
        let plan = plan(&store, sql).await;
        // The two walks are merged as they come, so that a list without an end stops at its limit.
        let walks: Vec<_> = plan.iter().take_while(|step| *step != "SCAN page").collect();
        assert!(walks.len() < plan.len(), "{plan:#?}");
        assert!(walks.iter().all(|step| !step.contains("TEMP B-TREE")), "{plan:#?}");
    }
}

#[tokio::test]
async fn a_list_reads_no_further_than_its_window() {
    let store = Store::memory().await.unwrap();
    let plan = plan(&store, lists::IN_ROOM).await;
    let walk = "COVERING INDEX room_occurrence_room (network=? AND room=? AND long=? AND starts_at";
    let (short, long) = (format!("{walk}>? AND starts_at<?)"), format!("{walk}<?)"));
    for index in [short, long] {
        assert!(plan.iter().any(|step| step.contains(&index)), "{plan:#?}");
    }
}
