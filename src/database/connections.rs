//! Opens SQLite or PostgreSQL and brings it to the newest migration.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use entity::write_check;
use migration::{Migrator, MigratorTrait};
use sea_orm::sea_query::OnConflict;
use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::sqlx::{self, Connection};
use sea_orm::{
    ActiveValue::Set, ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait,
    Statement,
};
use secrecy::{ExposeSecret, Secret};

use crate::database::place::Place;
use crate::database::{Db, file};
use crate::error::{Fault, Result};
use crate::values::Refusal;

/// How many connections readers share; on PostgreSQL the writer adds one.
const READERS: u32 = 8;
/// How long a statement waits for another process's lock on the SQLite file.
const BUSY: Duration = Duration::from_secs(10);
/// How long a PostgreSQL that is just starting may take to answer, and how long until it is asked again.
const REACHED: Duration = Duration::from_secs(10);
const AGAIN: Duration = Duration::from_millis(500);
/// PostgreSQL's advisory lock for whoever applies migrations.
const MIGRATING: i64 = 1_735_552_615;
/// How long a connection may have been idle before it is asked whether it still stands.
const IDLE: Duration = Duration::from_secs(5);
/// How long a connection that is not used any more may take to close.
const CLOSES: Duration = Duration::from_secs(5);

/// An open database: one connection that writes, a pool that reads.
#[derive(Clone, Debug)]
pub struct Database {
    /// Replaced when it can't be relied on any more.
    write: Arc<RwLock<DatabaseConnection>>,
    pub(crate) read: DatabaseConnection,
    /// How often the writer of this process committed.
    pub(crate) commits: Arc<AtomicU64>,
    url: Secret<String>,
    /// The file, if it is one.
    place: Option<Place>,
}

/// What is committed, told apart from what was and will be: while it is the same, so is everything that is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    /// How often this process committed: on SQLite there is no other ([`Alone`](super::Alone)).
    Commits(u64),
    /// What PostgreSQL says of which transactions are visible (`pg_current_snapshot`): others commit there too.
    Snapshot(String),
}

/// A view of what is committed.
#[derive(Clone, Debug)]
pub struct Reader(pub(crate) DatabaseConnection, Arc<AtomicU64>);

impl Db for Reader {
    type Conn = DatabaseConnection;

    fn conn(&self) -> &DatabaseConnection {
        &self.0
    }
}

impl Reader {
    /// What is committed now.
    pub(crate) async fn version(&self) -> Result<Version> {
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
        let write = connect_writer(url, true).await?;
        let place = file::named(url).map_err(Fault::new)?;
        let place = place.and_then(|path| Place::of(&path));
        let read = connect_readers(url, place.clone()).await?;
        Ok(Database {
            write: Arc::new(RwLock::new(write)),
            read,
            commits: Arc::default(),
            url: Secret::new(url.to_owned()),
            place,
        })
    }

    /// The connection that writes.
    pub(crate) fn write(&self) -> DatabaseConnection {
        let write = self.write.read().unwrap_or_else(PoisonError::into_inner);
        write.clone()
    }

    /// Replaces the connection that writes by another, which has shown that it does.
    ///
    /// # Errors
    /// A fault, if none is available, or it can't write either.
    pub(crate) async fn renew(&self, now: DateTime<Utc>) -> Result<()> {
        // Before the other is closed: SQLite would take the -wal away with the last one.
        let next = connect_writer(self.url.expose_secret(), false).await?;
        let former = {
            let mut write = self.write.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *write, next.clone())
        };
        // What it has under way is undone by that, and would hold up the other.
        match tokio::time::timeout(CLOSES, former.close()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "a connection that failed did not close well"),
            Err(_) => tracing::warn!("a connection that failed did not close in time"),
        }
        try_out(&next, now).await
    }

    /// Whether the SQLite file is where it was opened.
    ///
    /// # Errors
    /// It was taken away: for the person whose change is not kept.
    pub(crate) fn in_place(&self) -> std::result::Result<(), Refusal> {
        self.place.as_ref().map_or(Ok(()), Place::look)
    }

    /// Whether what is written is written to the database that was opened, as somebody asks who may act on it.
    pub fn is_in_place(&self) -> bool {
        self.in_place().is_ok()
    }

    /// Ends once the SQLite file was taken away and did not come back; never on PostgreSQL.
    pub async fn lost(&self) -> Fault {
        match &self.place {
            Some(place) => place.lost().await,
            None => std::future::pending().await,
        }
    }

    /// Applies every migration that is not applied yet, and then does `after` with the connection that writes and one that
    /// reads; one process after the other, where several start at once.
    ///
    /// # Errors
    /// A fault, if one fails; SQLite and PostgreSQL both undo the failing step.
    pub(crate) async fn migrate_up(
        &self,
        after: impl AsyncFnOnce(&DatabaseConnection, &DatabaseConnection) -> Result<()>,
    ) -> Result<()> {
        let write = self.write();
        if self.place.is_none() {
            // There is one connection, so the lock is that connection's; it goes with it at the latest.
            let lock = format!("SELECT pg_advisory_lock({MIGRATING})");
            write.execute_unprepared(&lock).await?;
        }
        let migrated = match Migrator::up(&write, None).await {
            Ok(()) => after(&write, &self.read).await,
            Err(error) => Err(error.into()),
        };
        if self.place.is_none() {
            let free = format!("SELECT pg_advisory_unlock({MIGRATING})");
            write.execute_unprepared(&free).await?;
        }
        migrated?;
        if self.place.is_some() {
            // A young database would live wholly in its -wal, and be lost with it.
            let flush = "PRAGMA wal_checkpoint(TRUNCATE)";
            write.execute_unprepared(flush).await?;
        }
        Ok(())
    }

    /// Takes back the last `steps` migrations, or all of them.
    ///
    /// # Errors
    /// A fault, if one fails.
    pub async fn migrate_down(&self, steps: Option<u32>) -> Result<()> {
        Ok(Migrator::down(&self.write(), steps).await?)
    }

    /// Names of the migrations that are applied, and of those that are not.
    ///
    /// # Errors
    /// A fault, if the database can't be read.
    pub async fn migrations(&self) -> Result<(Vec<String>, Vec<String>)> {
        let names = |list: Vec<migration::Step>| list.iter().map(|m| m.name().to_owned()).collect();
        let applied = names(Migrator::get_applied_migrations(&self.write()).await?);
        let pending = names(Migrator::get_pending_migrations(&self.write()).await?);
        Ok((applied, pending))
    }

    /// For use cases that only read.
    pub fn reader(&self) -> Reader {
        Reader(self.read.clone(), self.commits.clone())
    }

    /// Where it is, if other processes may share it.
    pub(crate) fn shared_at(&self) -> Option<&str> {
        let url = self.url.expose_secret();
        (!url.starts_with("sqlite:")).then_some(url.as_str())
    }

    /// What kind of database it is, for a person.
    pub fn kind(&self) -> &'static str {
        match self.read.get_database_backend() {
            DbBackend::Sqlite => "SQLite",
            _ => "PostgreSQL",
        }
    }

    /// Closes all connections.
    ///
    /// # Errors
    /// A fault, if the driver reports one.
    pub async fn close(self) -> Result<()> {
        self.read.close_by_ref().await?;
        self.write().close().await?;
        Ok(())
    }
}

/// Writes the row that is there for it, to see whether it can be.
///
/// # Errors
/// A fault, if it can't.
pub(crate) async fn try_out(conn: &impl ConnectionTrait, now: DateTime<Utc>) -> Result<()> {
    let row = write_check::ActiveModel {
        id: Set(1),
        at: Set(now),
    };
    let over = OnConflict::column(write_check::Column::Id)
        .update_column(write_check::Column::At)
        .to_owned();
    write_check::Entity::insert(row)
        .on_conflict(over)
        .exec_without_returning(conn)
        .await?;
    Ok(())
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

/// Connections of one process to a database.
fn options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        // With the last connection SQLite would take the -wal away.
        .idle_timeout(None)
        .max_lifetime(None)
        .acquire_timeout(REACHED)
        .sqlx_logging(false)
        .test_before_acquire(false)
        // A PostgreSQL that was started again has ended it.
        .test_before_acquire_if_idle_for(IDLE);
    options
}

/// The one connection that writes: SQLite has one writer, and so has each process.
async fn connect_writer(url: &str, create: bool) -> Result<DatabaseConnection> {
    let mut options = options(url, 1);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        sqlite
            .create_if_missing(create)
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

/// The connections that read, of which more are opened as they are needed: never to another file, and never so that
/// something could be written there.
async fn connect_readers(url: &str, place: Option<Place>) -> Result<DatabaseConnection> {
    let mut options = options(url, READERS);
    options
        .map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(false)
                .read_only(true)
                .busy_timeout(BUSY)
                .row_buffer_size(1_024)
        })
        .map_sqlx_sqlite_pool_opts(move |pool| {
            let place = place.clone();
            pool.after_connect(move |_, _| {
                let opened = place.as_ref().map_or(Ok(()), Place::look);
                let opened = opened
                    .map_err(|gone| sqlx::Error::Configuration(gone.wrong.to_string().into()));
                Box::pin(async move { opened })
            })
        });
    Ok(sea_orm::Database::connect(options).await?)
}
