//! What can go wrong with the database, by what a person can do about it.

use sqlx::sqlite::SqliteError;

/// Why the store failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another program or connection holds the lock, and did not let go in time. Another try can help.
    #[error("the database is locked by another writer")]
    Locked(#[source] sqlx::Error),
    /// The file, its folder or the server lets us only read.
    #[error("the database is read-only")]
    ReadOnly(#[source] sqlx::Error),
    /// The disk, or the room the database was given, is full.
    #[error("the disk of the database is full")]
    Full(#[source] sqlx::Error),
    /// The file or server cannot be opened, or does not answer.
    #[error("the database cannot be opened")]
    Unreachable(#[source] sqlx::Error),
    /// The file is no database, or is damaged.
    #[error("the file is not a database, or is damaged")]
    Damaged(#[source] sqlx::Error),
    /// The disk failed to read or to write.
    #[error("the disk of the database failed")]
    Disk(#[source] sqlx::Error),
    /// A later version of the program has been at work here. Nothing was changed.
    #[error("the database has schema {found}, and this program knows schemas up to {known}")]
    Newer {
        /// The newest schema found in the database.
        found: i64,
        /// The newest schema the program knows.
        known: i64,
    },
    /// The database has a schema that is not the one of its number.
    #[error("the schema of the database could not be brought up to date")]
    Migrate(#[source] sqlx::migrate::MigrateError),
    /// The address of the database cannot be read, or names a kind this build has no support for.
    #[error("this build knows no database at such an address")]
    Address(#[source] sqlx::Error),
    /// Somebody else changed the object since it was looked up. Nothing was written.
    #[error("the object was changed by someone else meanwhile")]
    Conflict,
    /// A row holds something that this program did not write.
    #[error("table {table} has an unreadable {column} in row {id}")]
    Inconsistency {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// The row, by an id of ours.
        id: String,
    },
    /// Something could not be written as JSON.
    #[error("something to keep could not be written as JSON")]
    Encode(#[from] serde_json::Error),
    /// Anything else the database said.
    #[error("the database failed")]
    Database(#[source] sqlx::Error),
}

impl StoreError {
    /// Whether the same step can work in a moment.
    pub const fn is_transient(&self) -> bool {
        matches!(self, Self::Locked(_) | Self::Conflict)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(said) => match said.try_downcast_ref::<SqliteError>() {
                Some(_) => sqlite(said.code().and_then(|code| code.parse().ok()), error),
                None => postgres(said.code().as_deref().map(str::to_owned).as_deref(), error),
            },
            // All connections were busy for too long: to who waits it is the same as a lock.
            sqlx::Error::PoolTimedOut => Self::Locked(error),
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed => {
                Self::Unreachable(error)
            }
            sqlx::Error::Configuration(_) => Self::Address(error),
            _ => Self::Database(error),
        }
    }
}

impl From<sqlx::migrate::MigrateError> for StoreError {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        match error {
            sqlx::migrate::MigrateError::Execute(source)
            | sqlx::migrate::MigrateError::ExecuteMigration(source, _) => source.into(),
            other => Self::Migrate(other),
        }
    }
}

/// By SQLite's primary result codes (<https://www.sqlite.org/rescode.html>).
fn sqlite(extended: Option<i32>, error: sqlx::Error) -> StoreError {
    match extended.map(|code| code & 0xff) {
        Some(5 | 6) => StoreError::Locked(error),
        Some(8) => StoreError::ReadOnly(error),
        Some(10) => StoreError::Disk(error),
        Some(11 | 26) => StoreError::Damaged(error),
        Some(13) => StoreError::Full(error),
        Some(3 | 14 | 23) => StoreError::Unreachable(error),
        _ => StoreError::Database(error),
    }
}

/// By SQLSTATE (PostgreSQL's appendix A).
fn postgres(state: Option<&str>, error: sqlx::Error) -> StoreError {
    match state {
        // lock_not_available, deadlock_detected, serialization_failure
        Some("55P03" | "40P01" | "40001") => StoreError::Locked(error),
        // read_only_sql_transaction, insufficient_privilege
        Some("25006" | "42501") => StoreError::ReadOnly(error),
        Some("53100") => StoreError::Full(error),
        Some("58030") => StoreError::Disk(error),
        Some("XX001" | "XX002") => StoreError::Damaged(error),
        // Connection and start-up failures: no such server, database, user, or no more connections.
        Some(state)
            if ["08", "28", "3D", "53", "57"].iter().any(|class| state.starts_with(class)) =>
        {
            StoreError::Unreachable(error)
        }
        _ => StoreError::Database(error),
    }
}
