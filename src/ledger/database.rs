//! Opens SQLite or PostgreSQL and brings it to the newest migration.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use secrecy::{ExposeSecret, Secret};

use super::recent::Version;
use super::{Fault, Result};

/// How many connections readers share; on PostgreSQL the writer adds one.
const READERS: u32 = 8;
/// How long a statement waits for another process's lock on the SQLite file.
const BUSY: Duration = Duration::from_secs(10);
/// How long a PostgreSQL that is just starting may take to answer, and how long until it is asked again.
const REACHED: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(500);

/// An open database: one connection that writes, a pool that reads.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) write: DatabaseConnection,
    pub(super) read: DatabaseConnection,
    /// How often the writer of this process committed.
    pub(super) commits: Arc<AtomicU64>,
    /// Where it is, if other processes may share it.
    url: Option<Secret<String>>,
}

/// A view of what is committed.
#[derive(Clone, Debug)]
pub struct Reader(pub(super) DatabaseConnection, Arc<AtomicU64>);

impl Reader {
    /// What is committed now.
    pub(super) async fn version(&self) -> Result<Version> {
        if self.0.get_database_backend() == DbBackend::Sqlite {
            return Ok(Version::Commits(self.1.load(Ordering::Acquire)));
        }
        let sql = "SELECT pg_current_snapshot()::text AS at";
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let row = self.0.query_one_raw(statement).await?;
        let row = row.ok_or_else(|| Fault::new("PostgreSQL has no snapshot"))?;
        Ok(Version::Snapshot(row.try_get("", "at")?))
    }
}

impl Database {
    /// Opens `url` (`sqlite://…` or `postgres://…`); an SQLite file is made if it isn't there.
    ///
    /// # Errors
    /// A fault, if the address is neither or the database can't be opened.
    pub async fn open(url: &str) -> Result<Self> {
        let sqlite = url.starts_with("sqlite:");
        if !sqlite && !url.starts_with("postgres:") && !url.starts_with("postgresql:") {
            return Err(Fault::new("database.url must begin with sqlite:// or postgres://").into());
        }
        if !sqlite {
            reach(url).await?;
        }
        // Both start from one connection's worth: SQLite has one writer, and so has each process.
        let write = connect(url, 1).await?;
        let read = connect(url, READERS).await?;
        let url = (!sqlite).then(|| Secret::new(url.to_owned()));
        Ok(Database {
            write,
            read,
            commits: Arc::default(),
            url,
        })
    }

    /// Applies every migration that is not applied yet.
    ///
    /// # Errors
    /// A fault, if one fails; SQLite and PostgreSQL both undo the failing step.
    pub async fn migrate_up(&self) -> Result<()> {
        Ok(Migrator::up(&self.write, None).await?)
    }

    /// Takes back the last `steps` migrations, or all of them.
    ///
    /// # Errors
    /// A fault, if one fails.
    pub async fn migrate_down(&self, steps: Option<u32>) -> Result<()> {
        Ok(Migrator::down(&self.write, steps).await?)
    }

    /// Names of the migrations that are applied, and of those that are not.
    ///
    /// # Errors
    /// A fault, if the database can't be read.
    pub async fn migrations(&self) -> Result<(Vec<String>, Vec<String>)> {
        let names = |list: Vec<migration::Step>| list.iter().map(|m| m.name().to_owned()).collect();
        let applied = names(Migrator::get_applied_migrations(&self.write).await?);
        let pending = names(Migrator::get_pending_migrations(&self.write).await?);
        Ok((applied, pending))
    }

    /// For use cases that only read.
    pub fn reader(&self) -> Reader {
        Reader(self.read.clone(), self.commits.clone())
    }

    /// Where it is, if other processes may share it.
    pub(super) fn shared_at(&self) -> Option<&str> {
        self.url.as_ref().map(|url| url.expose_secret().as_str())
    }

    /// What kind of database it is, for a person.
    pub fn kind(&self) -> &'static str {
        match self.write.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            _ => "PostgreSQL",
        }
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// A fault, if the driver reports one.
    pub async fn close(self) -> Result<()> {
        self.read.close().await?;
        self.write.close().await?;
        Ok(())
    }
}

/// Waits until the PostgreSQL answers. A pool would wait longer, and say only that it waited.
async fn reach(url: &str) -> Result<()> {
    let mut last = "it does not answer".to_owned();
    let asking = async {
        loop {
            match PgConnection::connect(url).await {
                Ok(connection) => return connection.close().await,
                Err(error @ sqlx::Error::Io(_)) => last = error.to_string(),
                Err(error) => return Err(error),
            }
            tokio::time::sleep(AGAIN).await;
        }
    };
    let why = match tokio::time::timeout(REACHED, asking).await {
        Ok(Ok(())) => return Ok(()),
        Ok(Err(error)) => error.to_string(),
        Err(_) => last,
    };
    // Not the address: it may hold a password.
    let told = format!("the PostgreSQL of database.url (or DATABASE_URL) can't be reached: {why}");
    Err(Fault::new(told).into())
}

async fn connect(url: &str, connections: u32) -> Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                // NORMAL may lose the last commits when the power goes: no ledger may.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY)
                // Each row crosses from SQLite's own thread: it need not wait for the reader every 50.
                .row_buffer_size(1_024)
                .foreign_keys(true)
        });
    Ok(sea_orm::Database::connect(options).await?)
}
