//! Which processes are running, of several on one PostgreSQL: each holds an advisory lock of its own and a share of one
//! that all hold, on a connection of its own; whoever must have the database to itself holds that one whole. PostgreSQL
//! lets them go when the process dies, at once and whatever the clocks say; a process that is merely paused keeps them
//! (PostgreSQL's manual, "Explicit Locking", advisory locks).

use std::hash::{BuildHasher, Hasher, RandomState};

use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{self, Connection};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::sync::Mutex;

use crate::database::{Database, Db};
use crate::error::{Fault, Result};

/// The lock that is held by `$1` alone: two names hardly ever have the same one.
const KEY: &str = "hashtextextended($1, 7318349394477056)";
/// The lock of which each process holds a share. Below 2³², so that `pg_locks` shows it whole as `objid`.
const ROLL_CALL: i64 = 1_735_552_614;
/// How long to wait for locks that must be free: PostgreSQL may hear a moment late that a process has ended.
const PATIENCE: &str = "SET lock_timeout = '2s'";
/// What PostgreSQL says then ("PostgreSQL Error Codes", `lock_not_available`).
const HELD: &str = "55P03";

/// Tells others that this process is there, for as long as it is kept.
#[derive(Debug)]
pub struct Presence {
    name: String,
    connection: Mutex<Option<PgConnection>>,
}

impl Default for Presence {
    /// Under a new name: no other process, nor this one started again, has the same one.
    fn default() -> Self {
        // Each hasher starts from fresh random keys.
        let random = RandomState::new().build_hasher().finish();
        Self::named(format!("{}-{random:016x}", std::process::id()))
    }
}

impl Presence {
    /// Under this name.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Presence {
            name: name.into(),
            connection: Mutex::default(),
        }
    }

    /// What others know this process by.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Holds the locks, and takes them again where the connection has broken. On SQLite there is nobody to tell.
    ///
    /// # Errors
    /// A fault, if PostgreSQL can't be reached, or somebody has it to itself ([`Absence`]).
    pub async fn hold(&self, database: &Database) -> Result<()> {
        let Some(url) = database.shared_at() else {
            return Ok(());
        };
        let mut held = self.connection.lock().await;
        if let Some(connection) = &mut *held
            && connection.ping().await.is_ok()
        {
            return Ok(());
        }
        // Its end of a line that broke is to go before its locks are asked for.
        *held = None;
        let mut connection = PgConnection::connect(url).await.map_err(sqlx_fault)?;
        let sql = format!("SELECT pg_advisory_lock({KEY})");
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(&self.name)
            .execute(&mut connection)
            .await
            .map_err(sqlx_fault)?;
        let share = format!("SELECT pg_advisory_lock_shared({ROLL_CALL})");
        if !got(&mut connection, share).await? {
            let why = "griffin migrate down, or griffin restore, has this database to itself: wait until it has ended";
            return Err(Fault::new(why).into());
        }
        *held = Some(connection);
        Ok(())
    }
}

/// That no process is there, and none comes, for as long as this is kept.
#[derive(Debug)]
pub struct Absence(#[expect(dead_code, reason = "held, not read")] Option<PgConnection>);

impl Absence {
    /// Has a PostgreSQL to itself. On SQLite there is nothing to do: [`Alone`](super::Alone) is for that.
    ///
    /// # Errors
    /// A fault, if a process is there, somebody else has the database to itself, or it can't be reached.
    pub async fn hold(database: &Database) -> Result<Self> {
        let Some(url) = database.shared_at() else {
            return Ok(Absence(None));
        };
        let mut connection = PgConnection::connect(url).await.map_err(sqlx_fault)?;
        let whole = format!("SELECT pg_advisory_lock({ROLL_CALL})");
        if !got(&mut connection, whole).await? {
            let why = "a griffin runs on this database: stop every one first";
            return Err(Fault::new(why).into());
        }
        Ok(Absence(Some(connection)))
    }
}

/// Asks for a lock; false: others hold it.
async fn got(connection: &mut PgConnection, lock: String) -> Result<bool> {
    let patient = sqlx::query(PATIENCE).execute(&mut *connection);
    patient.await.map_err(sqlx_fault)?;
    match sqlx::query(sqlx::AssertSqlSafe(lock))
        .execute(connection)
        .await
    {
        Ok(_) => Ok(true),
        Err(error) => match error.as_database_error().and_then(|it| it.code()) {
            Some(code) if code == HELD => Ok(false),
            _ => Err(sqlx_fault(error)),
        },
    }
}

fn sqlx_fault(error: sqlx::Error) -> crate::error::Error {
    Fault::new(error).into()
}

/// Whether the process of this name has gone: its lock is free. Where nobody ever held it, it counts as gone.
///
/// # Errors
/// A fault, if the database fails.
pub async fn is_gone(db: &impl Db, name: &str) -> Result<bool> {
    // Let go at the end of the change, or of the statement, by itself.
    let sql = format!("SELECT pg_try_advisory_xact_lock({KEY}) AS gone");
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
    let row = db.conn().query_one_raw(statement).await?;
    Ok(match row {
        Some(row) => row.try_get("", "gone")?,
        None => false,
    })
}

/// How many processes say that they are there, this one among them (whether or not it has told so yet): at least 1. On
/// SQLite there is no other.
///
/// # Errors
/// A fault, if the database fails.
pub async fn how_many(db: &impl Db) -> Result<u32> {
    if db.conn().get_database_backend() != DbBackend::Postgres {
        return Ok(1);
    }
    let sql = format!(
        "SELECT count(*) AS present FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = {ROLL_CALL} \
         AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    );
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = db.conn().query_one_raw(statement).await?;
    let present: i64 = match row {
        Some(row) => row.try_get("", "present")?,
        None => 0,
    };
    Ok(u32::try_from(present).unwrap_or_default().max(1))
}
