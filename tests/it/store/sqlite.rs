//! What only a file can do wrong, and what is said then.

use std::{path::PathBuf, time::Duration};

use convene::{
    model::{CalAddress, Uid},
    store::{Options, Store, StoreError},
};
use sqlx::{
    ConnectOptions, Connection, SqliteConnection, SqlitePool, sqlite::SqliteConnectOptions,
};

use super::{
    answers::entry,
    fixtures::{CONSOLE, add, add_in, at, indexed, lookup, meeting, object_id, person, room},
};

struct File {
    _folder: tempfile::TempDir,
    path: PathBuf,
}

impl File {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { path: folder.path().join("convene.db"), _folder: folder }
    }

    fn address(&self) -> &str {
        self.path.to_str().unwrap()
    }

    async fn open(&self) -> Result<Store, StoreError> {
        Store::open(self.address(), Options::default()).await
    }

    /// Opened by somebody who does not wait long.
    async fn open_hasty(&self) -> Store {
        let options = Options { wait: Duration::from_secs(1), ..Options::default() };
        Store::open(self.address(), options).await.unwrap()
    }

    /// Another program that has the file open.
    async fn other(&self) -> SqliteConnection {
        SqliteConnectOptions::new().filename(&self.path).connect().await.unwrap()
    }

    async fn change(&self, sql: &'static str) {
        let mut other = self.other().await;
        sqlx::raw_sql(sql).execute(&mut other).await.unwrap();
        other.close().await.unwrap();
    }
}

fn writer(store: &Store) -> &SqlitePool {
    match store {
        Store::Sqlite { write, .. } => write,
        #[cfg(feature = "postgres")]
        Store::Postgres(_) => unreachable!("a file is SQLite"),
    }
}

#[tokio::test]
async fn what_was_kept_is_there_after_opening_again() {
    let file = File::new();
    let object = meeting("u", "Review", at(1), &[]);
    let store = file.open().await.unwrap();
    add(&store, &object).await;
    store.close().await;
    let store = file.open().await.unwrap();
    assert_eq!(lookup(&store, "u").await.object, object);
}

#[tokio::test]
async fn an_address_may_be_written_as_a_url() {
    let file = File::new();
    let url = format!("sqlite:{}", file.address());
    let store = Store::open(&url, Options::default()).await.unwrap();
    add(&store, &meeting("u", "Review", at(1), &[])).await;
    store.close().await;
    lookup(&file.open().await.unwrap(), "u").await;
    for memory in [":memory:", "sqlite::memory:"] {
        Store::open(memory, Options::default()).await.unwrap();
    }
}

/// A database as the version before had it, in which a card has everything hanging on it that can.
#[tokio::test]
async fn what_hangs_on_a_card_is_there_after_cards_of_dates_came() {
    const BEFORE: i64 = 6;
    let file = File::new();
    let options = SqliteConnectOptions::new().filename(&file.path).create_if_missing(true);
    let old = SqlitePool::connect_with(options.foreign_keys(true)).await.unwrap();
    sqlx::migrate!("migrations/sqlite").run_to(BEFORE, &old).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO object (id, number, version, uid, role, summary, summary_key, starts_at, ends_at, status, sequence,
            occurrences, going, maybe, declined, waiting, proposals, held, rescheduled, calendar)
         VALUES ('o', 1, 1, 'u', 'organizer', 'Tea', 'tea', 0, 9, 'CONFIRMED', 0, 1, 0, 0, 0, 0, 0, 0, '', '');
         INSERT INTO card (id, object_id, network, room, message, posting, hidden, shared)
         VALUES ('c', 'o', 'console', 'team', 'm1', 2, FALSE, TRUE);
         INSERT INTO reaction VALUES ('c', 'bo', '✅');
         INSERT INTO room_occurrence VALUES ('c', 'o', 'console', 'team', '', 0, 9, FALSE);
         INSERT INTO outbox (network, room, card_id, object_id, ordered, revision, attempts, due, dead)
         VALUES ('console', 'team', 'c', 'o', FALSE, 1, 0, 0, FALSE)",
    )
    .execute(&old)
    .await
    .unwrap();
    old.close().await;

    file.open().await.unwrap().close().await;
    let mut other = file.other().await;
    let mut count = async |sql: &'static str| {
        sqlx::query_scalar::<_, i64>(sql).fetch_one(&mut other).await.unwrap()
    };
    let kept = "SELECT count(*) FROM card WHERE id = 'c' AND instance = '' AND message = 'm1' AND posting = 2 AND shared";
    assert_eq!(count(kept).await, 1);
    for hangs in ["reaction", "room_occurrence", "outbox"] {
        let sql = format!("SELECT count(*) FROM {hangs} JOIN card ON card.id = card_id");
        assert_eq!(count(sql.leak()).await, 1, "{hangs}");
    }
    assert_eq!(count("SELECT count(*) FROM pragma_foreign_key_check").await, 0);
    // With the card goes what hangs on it, as before.
    sqlx::raw_sql("PRAGMA foreign_keys = TRUE; DELETE FROM card")
        .execute(&mut other)
        .await
        .unwrap();
    let left: i64 = sqlx::query_scalar(
        "SELECT (SELECT count(*) FROM reaction) + (SELECT count(*) FROM outbox)",
    )
    .fetch_one(&mut other)
    .await
    .unwrap();
    assert_eq!(left, 0);
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let file = File::new();
    file.open().await.unwrap().close().await;
    file.change(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
         VALUES (9999, 'later', TRUE, X'00', 0); PRAGMA journal_mode = DELETE",
    )
    .await;
    let before = std::fs::read(&file.path).unwrap();

    let error = file.open().await.unwrap_err();
    let StoreError::Newer { found: 9999, known } = error else { panic!("{error:?}") };
    let sentence =
        format!("the database has schema 9999, and this program knows schemas up to {known}");
    assert_eq!(error.to_string(), sentence);
    assert!(std::fs::read(&file.path).unwrap() == before, "the file was changed");
}

#[tokio::test]
async fn a_schema_that_was_tampered_with_is_refused() {
    let file = File::new();
    file.open().await.unwrap().close().await;
    file.change("UPDATE _sqlx_migrations SET checksum = X'00' WHERE version = 1").await;
    let error = file.open().await.unwrap_err();
    assert!(matches!(error, StoreError::Migrate(_)), "{error:?}");
}

#[tokio::test]
async fn a_read_only_file_is_refused() {
    let file = File::new();
    file.open().await.unwrap().close().await;
    // By the address, because file permissions mean nothing to root, who runs the tests in many places.
    let url = format!("sqlite:{}?mode=ro", file.address());
    let error = Store::open(&url, Options::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}

#[tokio::test]
async fn a_file_that_turns_read_only_is_noticed() {
    let file = File::new();
    let store = file.open().await.unwrap();
    sqlx::raw_sql("PRAGMA query_only = TRUE").execute(writer(&store)).await.unwrap();
    let error = store.begin().await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}

#[tokio::test]
async fn a_locked_file_is_waited_for_and_then_said() {
    let file = File::new();
    let store = file.open_hasty().await;
    let mut other = file.other().await;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    let error = store.begin().await.unwrap_err();
    assert!(matches!(error, StoreError::Locked(_)) && error.is_transient(), "{error:?}");
    // Reading goes on, and so does opening once the other one is done.
    assert!(store.read().await.unwrap().lookup_object(&object_id("u")).await.unwrap().is_none());
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    add(&store, &meeting("u", "Review", at(1), &[])).await;
}

#[tokio::test]
async fn a_writer_who_does_not_finish_is_a_lock() {
    let file = File::new();
    let store = file.open_hasty().await;
    let _unfinished = store.begin().await.unwrap();
    let error = store.begin().await.unwrap_err();
    assert!(matches!(error, StoreError::Locked(_)), "{error:?}");
}

#[tokio::test]
async fn a_reader_sees_one_moment_and_holds_nobody_up() {
    let file = File::new();
    let store = file.open().await.unwrap();
    let mut reader = store.read().await.unwrap();
    assert!(reader.lookup_object(&object_id("u")).await.unwrap().is_none());
    add(&store, &meeting("u", "Review", at(1), &[])).await;
    assert!(reader.lookup_object(&object_id("u")).await.unwrap().is_none());
    drop(reader);
    lookup(&store, "u").await;
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let file = File::new();
    let store = file.open().await.unwrap();
    let mut tx = store.read().await.unwrap();
    let error = tx.remember_inbound(&CONSOLE, "1", at(0)).await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}

#[tokio::test]
async fn a_full_disk_keeps_what_was_there() {
    let file = File::new();
    let store = file.open().await.unwrap();
    add(&store, &meeting("u", "Review", at(1), &[])).await;
    sqlx::raw_sql("PRAGMA max_page_count = 1").execute(writer(&store)).await.unwrap();
    let large = meeting("v", &"long ".repeat(40_000), at(1), &[]);
    let mut tx = store.begin().await.unwrap();
    let error = tx.add_object(&object_id("v"), &large, &indexed(&large)).await.unwrap_err();
    assert!(matches!(error, StoreError::Full(_)), "{error:?}");
    assert_eq!(error.to_string(), "the disk of the database is full");
    drop(tx);
    lookup(&store, "u").await;
    sqlx::raw_sql("PRAGMA max_page_count = 1000000").execute(writer(&store)).await.unwrap();
    assert_eq!(add(&store, &large).await, 2);
}

#[tokio::test]
async fn what_is_no_database_is_left_alone() {
    let file = File::new();
    let text = "BEGIN:VCALENDAR\r\n".repeat(100);
    std::fs::write(&file.path, &text).unwrap();
    let error = file.open().await.unwrap_err();
    assert!(matches!(error, StoreError::Damaged(_)), "{error:?}");
    assert_eq!(std::fs::read_to_string(&file.path).unwrap(), text);
}

#[tokio::test]
async fn a_place_where_no_file_can_be_is_said() {
    let file = File::new();
    let url = format!("sqlite:{}?mode=rw", file.address());
    let error = Store::open(&url, Options::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error:?}");
    assert!(!file.path.exists());
    let address = format!("{}/no/such/folder.db", file.address());
    let error = Store::open(&address, Options::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error:?}");
    let folder = file.path.parent().unwrap().to_str().unwrap();
    let error = Store::open(folder, Options::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable(_)), "{error:?}");
}

#[tokio::test]
#[cfg(unix)]
async fn a_new_file_is_its_owners_only() {
    use std::os::unix::fs::PermissionsExt;
    let file = File::new();
    let store = file.open().await.unwrap();
    add(&store, &meeting("u", "Review", at(1), &[])).await;
    for end in ["", "-wal", "-shm"] {
        let path = format!("{}{end}", file.address());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0, "{path}");
    }
}

fn inconsistency(error: &StoreError) -> (&str, &str, &str) {
    match error {
        StoreError::Inconsistency { table, column, id } => (table, column, id),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn rows_beside_the_objects_can_be_inconsistent_too() {
    let file = File::new();
    let store = file.open().await.unwrap();
    add_in(&store, &meeting("u", "Review", at(1), &[("bo", "ACCEPTED")]), &["team"]).await;
    let mut tx = store.begin().await.unwrap();
    tx.add_person(&person("bo")).await.unwrap();
    tx.add_address(&person("bo").id, &CalAddress::new("mailto:bo@example.com")).await.unwrap();
    tx.log(&entry("u", at(0))).await.unwrap();
    tx.enqueue_cards_of(&object_id("u"), at(0)).await.unwrap();
    tx.commit().await.unwrap();
    file.change(
        "PRAGMA ignore_check_constraints = TRUE;
         UPDATE room_occurrence SET instance = 'x'; UPDATE attendee SET partstat = 'PERHAPS';
         UPDATE itip_log SET recipients = '{'; UPDATE outbox SET card_id = NULL;
         INSERT INTO reminder (object_id, instance, at, kind, person) VALUES ('u', '', -9223372036854775808, 'start', '')",
    )
    .await;

    let mut tx = store.read().await.unwrap();
    let error = tx.list_in_room(&room("team"), at(0), at(9), 9).await.unwrap_err();
    assert_eq!(inconsistency(&error), ("occurrence", "instance", "u"));
    let error = tx.list_mine(&person("bo").id, at(0), 9).await.unwrap_err();
    assert_eq!(inconsistency(&error), ("attendee", "partstat", "u"));
    let error = tx.log_of(&Uid("u".to_owned())).await.unwrap_err();
    assert_eq!(inconsistency(&error), ("itip_log", "recipients", "1"));
    let error = tx.due_outbox(at(0), 9).await.unwrap_err();
    assert_eq!(inconsistency(&error), ("outbox", "payload", "1"));
    let error = tx.due_reminders(at(0), 9).await.unwrap_err();
    assert_eq!(inconsistency(&error), ("reminder", "at", "u"));
}

#[tokio::test]
async fn a_row_that_nobody_wrote_is_an_inconsistency() {
    for (sql, table, column) in [
        ("UPDATE object SET calendar = 'BEGIN:VCALENDAR'", "object", "calendar"),
        ("UPDATE object SET calendar = substr(calendar, 1, length(calendar) - 9)", "object", "calendar"),
        ("UPDATE object SET role = 'owner'", "object", "role"),
        ("UPDATE object SET status = 'OFF'", "object", "status"),
        ("UPDATE object SET rescheduled = 'x'", "object", "rescheduled"),
        ("UPDATE attendee SET partstat = 'PERHAPS'", "attendee", "partstat"),
        (
            "UPDATE attendee SET instance = 'x', received_place = 0, received_from = 'x', received_sequence = 0,
                received_stamp = 0",
            "attendee",
            "instance",
        ),
        (
            "UPDATE object SET proposals = 1;
             INSERT INTO proposal (object_id, place, instance, address_key, address, sequence, stamp, event)
             VALUES ('u', 0, '', 'x', 'x', 0, 0, 'BEGIN:VEVENT')",
            "proposal",
            "event",
        ),
        (
            "UPDATE object SET held = 1;
             INSERT INTO held_message (object_id, place, address, since, message)
             VALUES ('u', 0, 'x', 9223372036854775807, '')",
            "held_message",
            "since",
        ),
    ] {
        let file = File::new();
        let store = file.open().await.unwrap();
        add(&store, &meeting("u", "Review", at(1), &[("bo", "ACCEPTED")])).await;
        file.change(sql).await;
        let mut tx = store.read().await.unwrap();
        let error = tx.lookup_object(&object_id("u")).await.unwrap_err();
        assert_eq!(inconsistency(&error), (table, column, "u"), "{sql}");
    }
}
