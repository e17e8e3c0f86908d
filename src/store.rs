//! What is kept between runs: SQLite by default, PostgreSQL by the same statements.
//!
//! The only module that knows SQL. It never decides anything and never reads the clock.
//!
//! Every statement is written once, in the subset that both databases take, and runs through [`Tx`], which is one
//! transaction on either. A transaction from [`Store::begin`] may write; on SQLite it holds the one write lock from its
//! first moment, so that it cannot fail half-way because of another writer. Dropping a [`Tx`] undoes it.

#[macro_use]
mod sql;

mod cards;
mod controls;
mod did;
mod error;
mod files;
mod former;
mod inbox;
mod itip_log;
mod lists;
mod memos;
mod mirror;
mod missed;
mod objects;
mod open;
mod outbox;
mod people;
#[cfg(test)]
mod plans;
mod privacy;
mod reactions;
mod reminders;
mod rooms;
mod row;
mod shares;
mod sweep;
mod text;

pub use cards::Card;
pub use controls::Control;
pub use did::Did;
pub use error::StoreError;
pub use files::DroppedFile;
pub use former::{LastStep, StoredTaken, TakenBy};
pub use itip_log::{Direction, LogEntry, LogResult};
pub use lists::{Listed, Mine};
pub use memos::Memo;
pub use mirror::Mirror;
pub use missed::{Missed, MissedOf};
pub use objects::{Attending, Indexed, Occurrence, StoredObject};
pub use open::{Options, Synchronous};
pub use outbox::{Also, DeadRow, Delivery, Due, NewMessage, OutboxRow};
pub use people::Person;
pub use reminders::{DueReminder, Own, Reminder};
pub use rooms::Room;
pub use shares::ShareCode;
pub use sweep::Swept;

use sqlx::{Sqlite, SqlitePool, Transaction};

/// The database, whichever it is. Clones share the same connections.
#[derive(Debug, Clone)]
pub enum Store {
    /// A file, or memory.
    Sqlite {
        /// The one connection that writes.
        write: SqlitePool,
        /// The connections that only read. The same pool as `write` for a database in memory.
        read: SqlitePool,
    },
    /// A server.
    #[cfg(feature = "postgres")]
    Postgres(sqlx::PgPool),
}

/// A transaction.
#[derive(Debug)]
pub enum Tx {
    /// On a file, or in memory.
    Sqlite(Transaction<'static, Sqlite>),
    /// On a server.
    #[cfg(feature = "postgres")]
    Postgres(Transaction<'static, sqlx::Postgres>),
}

impl Store {
    /// Begins a transaction that may write.
    ///
    /// # Errors
    ///
    /// [`StoreError::Locked`] when another writer does not finish in time.
    pub async fn begin(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            // A deferred transaction that turns into a writing one fails at once when there is another writer,
            // whatever the busy timeout.
            Self::Sqlite { write, .. } => Tx::Sqlite(begin_sqlite(write, "BEGIN IMMEDIATE").await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Tx::Postgres(begin_postgres(pool, "BEGIN").await?),
        })
    }

    /// Begins a transaction that only reads, and sees one moment of the database throughout.
    ///
    /// A database in memory has one connection: finish reading before you begin to write.
    ///
    /// # Errors
    ///
    /// [`StoreError`], when the database does not answer.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite { read, .. } => Tx::Sqlite(begin_sqlite(read, "BEGIN DEFERRED").await?),
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => Tx::Postgres(
                begin_postgres(pool, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?,
            ),
        })
    }

    /// Closes all connections, after the transactions that run have ended.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            #[cfg(feature = "postgres")]
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins a transaction on SQLite, on a connection that is fit for one.
///
/// A full or failing disk makes SQLite undo a transaction by itself. sqlx does not notice: it undoes it once more, which
/// fails, and believes from then on that the connection is inside of a transaction. Such a connection is replaced.
async fn begin_sqlite(
    pool: &SqlitePool,
    begin: &'static str,
) -> Result<Transaction<'static, Sqlite>, sqlx::Error> {
    match pool.begin_with(begin).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            pool.acquire().await?.close().await?;
            pool.begin_with(begin).await
        }
        begun => begun,
    }
}

#[cfg(feature = "postgres")]
async fn begin_postgres(
    pool: &sqlx::PgPool,
    begin: &'static str,
) -> Result<Transaction<'static, sqlx::Postgres>, StoreError> {
    match pool.begin_with(begin).await {
        // While a server is away the pool tries again and again, and then only says that it took too long.
        Err(error @ sqlx::Error::PoolTimedOut) => Err(StoreError::Unreachable(error)),
        begun => Ok(begun?),
    }
}

impl Tx {
    /// Undoes what was done, at once: dropping the transaction leaves that to the next who takes its connection.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; what was done is undone all the same.
    pub async fn rollback(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Keeps what was done.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; then nothing of it was kept.
    pub async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            #[cfg(feature = "postgres")]
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
