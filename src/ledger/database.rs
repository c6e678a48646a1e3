//! Opens SQLite or PostgreSQL and brings it to the newest migration.

use std::time::Duration;

use migration::{Migrator, MigratorTrait};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, DatabaseConnection, DbBackend};

use super::{Fault, Result};

/// How many connections readers share; on PostgreSQL the writer adds one.
const READERS: u32 = 8;
/// How long a statement waits for another process's lock on the SQLite file.
const BUSY: Duration = Duration::from_secs(10);

/// An open database: one connection that writes, a pool that reads.
#[derive(Clone, Debug)]
pub struct Database {
    pub(super) write: DatabaseConnection,
    pub(super) read: DatabaseConnection,
}

/// A view of what is committed.
#[derive(Clone, Debug)]
pub struct Reader(pub(super) DatabaseConnection);

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
        // Both start from one connection's worth: SQLite has one writer, and so has each process.
        let write = connect(url, 1).await?;
        let read = connect(url, READERS).await?;
        Ok(Database { write, read })
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
        Reader(self.read.clone())
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
