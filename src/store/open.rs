//! Opening the database and bringing its schema up to date.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use sqlx::{
    SqlitePool,
    migrate::Migrator,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

use super::{Store, StoreError};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
#[cfg(feature = "postgres")]
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How many connections of a file only read. Each has a thread and a cache of its own.
const READERS: u32 = 3;

/// How to open a database.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// When a commit on SQLite counts as kept.
    pub synchronous: Synchronous,
    /// How long to wait for another writer.
    pub wait: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self { synchronous: Synchronous::Full, wait: Duration::from_secs(5) }
    }
}

/// When a commit on SQLite counts as kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Synchronous {
    /// Once the disk has it: an answer that was acknowledged survives a power cut.
    #[default]
    Full,
    /// Once the operating system has it: it survives the end of the program, but a power cut can take the last
    /// answers. The database stays sound.
    Normal,
}

impl Store {
    /// Opens the database at `address`, and brings its schema up to date.
    ///
    /// An address is `sqlite:FILE`, a plain path, `:memory:`, or `postgres://USER:PASSWORD@HOST/DATABASE`. A file that
    /// is not there is made, readable by its owner only.
    ///
    /// # Errors
    ///
    /// [`StoreError`]; among them [`StoreError::Newer`], when a later version of the program wrote it.
    pub async fn open(address: &str, options: Options) -> Result<Self, StoreError> {
        if address.starts_with("postgres:") || address.starts_with("postgresql:") {
            return Self::open_server(address, options).await;
        }
        match address {
            ":memory:" | "sqlite::memory:" | "sqlite://:memory:" => Self::memory().await,
            url if url.starts_with("sqlite:") => {
                let file: SqliteConnectOptions = url.parse()?;
                // Whoever writes parameters says with them whether there has to be a file.
                if !url.contains('?') {
                    make_private(file.get_filename())?;
                }
                Self::open_file(file, options).await
            }
            path => {
                make_private(Path::new(path))?;
                Self::open_file(SqliteConnectOptions::new().filename(path), options).await
            }
        }
    }

    /// The file of a database; nothing for one in memory or on a server.
    pub fn file_of(address: &str) -> Option<PathBuf> {
        match address {
            ":memory:" | "sqlite::memory:" | "sqlite://:memory:" => None,
            url if url.starts_with("postgres:") || url.starts_with("postgresql:") => None,
            url if url.starts_with("sqlite:") => {
                let file: SqliteConnectOptions = url.parse().ok()?;
                Some(file.get_filename().to_owned())
            }
            path => Some(path.into()),
        }
    }

    /// Opens an empty database in memory, which is gone with the last clone of the store.
    ///
    /// # Errors
    ///
    /// [`StoreError`], when SQLite cannot be started.
    pub async fn memory() -> Result<Self, StoreError> {
        // Without a shared cache: its connections would lock tables against each other.
        let options = SqliteConnectOptions::new().in_memory(true).foreign_keys(true);
        // The one connection is the database, so it never ends.
        let pool = one_connection().connect_with(options).await?;
        bring_up_to_date(&pool).await?;
        Ok(Self::Sqlite { write: pool.clone(), read: pool })
    }

    async fn open_file(file: SqliteConnectOptions, options: Options) -> Result<Self, StoreError> {
        let file = file.busy_timeout(options.wait).foreign_keys(true).synchronous(
            match options.synchronous {
                Synchronous::Full => SqliteSynchronous::Full,
                Synchronous::Normal => SqliteSynchronous::Normal,
            },
        );
        // First as it is: a schema we do not know is to be left alone, down to its journal mode.
        let plain = one_connection().connect_with(file.clone()).await?;
        refuse_newer(&plain).await?;
        plain.close().await;

        let file = file.journal_mode(SqliteJournalMode::Wal);
        // Where foreign keys count, to make a table anew takes along what hangs on it.
        let apart = one_connection().connect_with(file.clone().foreign_keys(false)).await?;
        bring_up_to_date(&apart).await?;
        apart.close().await;
        let write =
            one_connection().acquire_timeout(options.wait).connect_with(file.clone()).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(options.wait)
            .test_before_acquire(false)
            .connect_lazy_with(file.pragma("query_only", "TRUE"));
        let store = Self::Sqlite { write, read };
        // A file that cannot be written is of no use, and better known now than at the first answer. Undone by the end.
        let mut probe = store.begin().await?;
        execute!(&mut probe, "UPDATE counter SET last = last")?;
        Ok(store)
    }

    #[cfg(feature = "postgres")]
    async fn open_server(address: &str, options: Options) -> Result<Self, StoreError> {
        let wait = options.wait.as_millis().to_string();
        let server = address
            .parse::<sqlx::postgres::PgConnectOptions>()?
            .application_name("convene")
            .options([("lock_timeout", wait)]);
        // By hand first: a pool would try again and again, and then only say that it took too long.
        let first = tokio::time::timeout(options.wait, refuse_newer_server(&server)).await;
        first.unwrap_or(Err(StoreError::Unreachable(sqlx::Error::PoolTimedOut)))?;
        let pool = sqlx::postgres::PgPoolOptions::new()
            .acquire_timeout(options.wait)
            .connect_with(server)
            .await?;
        POSTGRES.run(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    #[cfg(not(feature = "postgres"))]
    #[expect(clippy::unused_async, reason = "it is async where PostgreSQL is built in")]
    async fn open_server(_: &str, _: Options) -> Result<Self, StoreError> {
        Err(StoreError::Address(sqlx::Error::Configuration(
            "this program was built without PostgreSQL".into(),
        )))
    }
}

const NEWEST: &str = "SELECT max(version) FROM _sqlx_migrations";

fn one_connection() -> SqlitePoolOptions {
    SqlitePoolOptions::new()
        .max_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
}

/// Makes the file where there is none, before SQLite makes one that everybody on the machine can read.
fn make_private(path: &Path) -> Result<(), StoreError> {
    let mut file = std::fs::OpenOptions::new();
    file.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut file, 0o600);
    match file.open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(sqlx::Error::Io(error).into()),
    }
}

async fn bring_up_to_date(pool: &SqlitePool) -> Result<(), StoreError> {
    Ok(SQLITE.run(pool).await?)
}

async fn refuse_newer(pool: &SqlitePool) -> Result<(), StoreError> {
    const EXISTS: &str = "SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'";
    let tables: i64 = sqlx::query_scalar(EXISTS).fetch_one(pool).await?;
    let found: Option<i64> = match tables {
        0 => None,
        _ => sqlx::query_scalar(NEWEST).fetch_one(pool).await?,
    };
    compare(found, &SQLITE)
}

#[cfg(feature = "postgres")]
async fn refuse_newer_server(server: &sqlx::postgres::PgConnectOptions) -> Result<(), StoreError> {
    use sqlx::Connection as _;
    const EXISTS: &str = "SELECT to_regclass('_sqlx_migrations') IS NOT NULL";
    let mut connection = sqlx::PgConnection::connect_with(server).await?;
    let exists: bool = sqlx::query_scalar(EXISTS).fetch_one(&mut connection).await?;
    let found: Option<i64> =
        if exists { sqlx::query_scalar(NEWEST).fetch_one(&mut connection).await? } else { None };
    connection.close().await?;
    compare(found, &POSTGRES)
}

fn compare(found: Option<i64>, migrator: &Migrator) -> Result<(), StoreError> {
    let known = migrator.iter().map(|migration| migration.version).max().unwrap_or_default();
    match found {
        Some(found) if found > known => Err(StoreError::Newer { found, known }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs};

    /// The migrations of one database, by their names.
    fn migrations(database: &str) -> BTreeMap<String, String> {
        fs::read_dir(format!("migrations/{database}"))
            .unwrap()
            .map(|file| {
                let file = file.unwrap();
                let name = file.file_name().into_string().unwrap();
                (name, fs::read_to_string(file.path()).unwrap())
            })
            .collect()
    }

    #[test]
    fn both_databases_have_the_same_schema() {
        // The one thing that has no common word: a number that rises and is never given again.
        let own = |(name, sql): (String, String)| {
            let rises = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY";
            (name, sql.replace("INTEGER PRIMARY KEY AUTOINCREMENT", rises))
        };
        let mut sqlite: BTreeMap<_, _> = migrations("sqlite").into_iter().map(own).collect();
        let mut postgres = migrations("postgres");
        assert!(!sqlite.is_empty());
        assert!(sqlite.keys().eq(postgres.keys()));
        // SQLite takes no constraint away, and has to make the table anew.
        assert_ne!(sqlite.remove("0007_dates.sql"), postgres.remove("0007_dates.sql"));
        assert_eq!(sqlite, postgres);
    }
}
