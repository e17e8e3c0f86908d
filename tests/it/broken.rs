//! The database takes nothing: the person is told so in a sentence, nothing has changed, and when it takes things
//! again the bot goes on.

use std::time::Duration;

use convene::{
    store::{Options, Store},
    testing::World,
};
use expect_test::{Expect, expect};
use sqlx::{Connection as _, SqliteConnection, SqlitePool};

/// A world on a file, with a meeting in it.
async fn world(folder: &tempfile::TempDir) -> World {
    let file = folder.path().join("room.db");
    let options = Options { wait: Duration::from_millis(500), ..Options::default() };
    let world = World::on(Store::open(file.to_str().unwrap(), options).await.unwrap()).await;
    world.says("ana", "!meet Lunch fri 12:30").await;
    world
}

fn writer(world: &World) -> &SqlitePool {
    match &world.store {
        Store::Sqlite { write, .. } => write,
        #[cfg(feature = "postgres")]
        Store::Postgres(_) => panic!("the world is on a file"),
    }
}

async fn pragma(world: &World, sql: &'static str) {
    sqlx::raw_sql(sql).execute(writer(world)).await.unwrap();
}

/// Bo answers while it is broken, is told `said`, and answers again when it is mended.
async fn answers(world: &World, broken: &'static str, mended: &'static str, said: Expect) {
    pragma(world, broken).await;
    said.assert_eq(&world.says("bo", "!meet yes #1 I bring cake").await);
    pragma(world, mended).await;
    let card = world.says("bo", "!meet yes #1 I bring cake").await;
    assert!(card.contains("Going (2 of 2): ana, bo (I bring cake)"), "{card}");
}

#[tokio::test]
async fn read_only() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let said = expect![[r#"
        [bo is told] I may only read my database, so I could not save that; nothing was changed. Whoever runs this bot has to make the file and its folder writable.
    "#]];
    answers(&world, "PRAGMA query_only = TRUE", "PRAGMA query_only = FALSE", said).await;
    world.end().await;
}

#[tokio::test]
async fn a_full_disk() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    // What is written does not fit into the pages that are there.
    pragma(&world, "VACUUM; PRAGMA max_page_count = 1").await;
    let long = format!("!meet describe #1 {}", "long ".repeat(780));
    let mut said = String::new();
    for _ in 0..40 {
        said = world.says("ana", &long.replace("#1 ", &format!("#1 {} ", said.len()))).await;
        if said.starts_with("[ana is told]") {
            break;
        }
    }
    expect![[r#"
        [ana is told] The disk of my database is full, so I could not save that; nothing was changed. Whoever runs this bot has to make room; then try again.
    "#]].assert_eq(&said);
    pragma(&world, "PRAGMA max_page_count = 1000000").await;
    let card = world.says("bo", "!meet yes #1").await;
    assert!(card.contains("Going (2 of 2): ana, bo"), "{card}");
    world.end().await;
}

#[tokio::test]
async fn locked_by_another_program() {
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let file = folder.path().join("room.db");
    let mut other = SqliteConnection::connect(file.to_str().unwrap()).await.unwrap();
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut other).await.unwrap();
    expect![[r#"
        [bo is told] Another program holds my database, so I could not save that; nothing was changed. Please try again in a moment.
    "#]].assert_eq(&world.says("bo", "!meet yes #1").await);
    sqlx::raw_sql("ROLLBACK").execute(&mut other).await.unwrap();
    let card = world.says("bo", "!meet yes #1").await;
    assert!(card.contains("Going (2 of 2): ana, bo"), "{card}");
    world.end().await;
}

#[tokio::test]
async fn a_network_that_fails_is_tried_again_and_at_last_left() {
    use chrono::TimeDelta;
    use convene::chat::SendError;
    let folder = tempfile::tempdir().unwrap();
    let world = world(&folder).await;
    let later = || SendError::Retry { after: None, source: "busy".into() };
    world.stage.fail_next(later());
    assert_eq!(world.reacts("bo", "m1", "✅").await, "");
    let card = world.advance(TimeDelta::seconds(1)).await;
    assert!(card.contains("Going (2 of 2): ana, bo"), "{card}");
    // For good: it is put aside, the doctor knows, and the next one goes out.
    world.stage.fail_next(SendError::Permanent("no such room".into()));
    assert_eq!(world.says("ana", "!meet help").await, "");
    let doctor = world.says("ana", "!meet doctor").await;
    assert!(doctor.contains("1 message to this room could not be sent"), "{doctor}");
    world.end().await;
}
