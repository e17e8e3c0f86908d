//! The contract on a real PostgreSQL server. Each test has a schema of its own.

use convene::store::{Options, Store, StoreError};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use crate::machine::{or_left_out, variable};

/// The address of the server, where there is one. In CI there has to be.
fn server() -> Option<String> {
    or_left_out(variable("TEST_POSTGRES_URL"), "scripts/postgres up gives TEST_POSTGRES_URL")
}

/// An empty schema, and the address by which everything happens in it.
async fn schema(name: &str) -> Option<String> {
    let server = server()?;
    let schema = format!("t_{}_{name}", std::process::id());
    // Longer names are cut, and then two tests could meet.
    let schema = schema.get(..60).unwrap_or(&schema);
    let sql = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}");
    let mut connection = PgConnection::connect(&server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    Some(format!("{server}?options[search_path]={schema}"))
}

async fn open(test: &str) -> Option<(Store, ())> {
    let address = schema(test).await?;
    Some((Store::open(&address, Options::default()).await.unwrap(), ()))
}

super::contract!(open);

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let Some(address) = schema("newer").await else { return };
    let store = Store::open(&address, Options::default()).await.unwrap();
    let Store::Postgres(pool) = &store else { panic!("{store:?}") };
    let later =
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (9999, 'later', TRUE, '', 0)";
    sqlx::raw_sql(later).execute(pool).await.unwrap();
    let error = Store::open(&address, Options::default()).await.unwrap_err();
    assert!(matches!(error, StoreError::Newer { found: 9999, .. }), "{error:?}");
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said() {
    if server().is_none() {
        return;
    }
    for address in
        ["postgres://nobody:x@127.0.0.1:1/x", "postgres://nobody:x@no.such.host.invalid/x"]
    {
        let error = Store::open(address, Options::default()).await.unwrap_err();
        assert!(matches!(error, StoreError::Unreachable(_)), "{address}: {error:?}");
    }
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let Some((store, ())) = open("reader").await else { return };
    let mut tx = store.read().await.unwrap();
    let error = tx
        .remember_inbound(&super::fixtures::CONSOLE, "1", super::fixtures::at(0))
        .await
        .unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
}
