//! Whether a process is still there, of several on one PostgreSQL: each holds an advisory lock of its own, on a connection
//! of its own. PostgreSQL lets it go when the process dies, at once and whatever the clocks say; a process that is merely
//! paused keeps it (PostgreSQL's manual, "Explicit Locking", advisory locks).

use sea_orm::sqlx::postgres::PgConnection;
use sea_orm::sqlx::{self, Connection};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Database, Db, Result, Tx};

/// The lock that is held by `$1` alone: two names have the same one as good as never.
const KEY: &str = "hashtextextended($1, 7318349394477056)";

/// Tells others that this process is there, for as long as it is kept.
#[derive(Debug, Default)]
pub struct Presence(Option<PgConnection>);

impl Presence {
    /// Holds the lock of `name`, and takes it again where the connection has broken. On SQLite there is nobody to tell.
    ///
    /// # Errors
    /// A fault, if PostgreSQL can't be reached.
    pub async fn hold(&mut self, database: &Database, name: &str) -> Result<()> {
        let Some(url) = database.shared_at() else {
            return Ok(());
        };
        if let Some(connection) = &mut self.0
            && connection.ping().await.is_ok()
        {
            return Ok(());
        }
        let mut connection = PgConnection::connect(url).await.map_err(sqlx_fault)?;
        sqlx::query(sqlx::AssertSqlSafe(format!(
            "SELECT pg_advisory_lock({KEY})"
        )))
        .bind(name)
        .execute(&mut connection)
        .await
        .map_err(sqlx_fault)?;
        self.0 = Some(connection);
        Ok(())
    }
}

fn sqlx_fault(error: sqlx::Error) -> super::Error {
    super::Fault::new(error).into()
}

/// Whether the process of this name has gone: its lock is free. Where nobody ever held it, it counts as gone.
///
/// # Errors
/// A fault, if the database fails.
pub async fn is_gone(tx: &Tx, name: &str) -> Result<bool> {
    // Let go at the end of the change by itself.
    let sql = format!("SELECT pg_try_advisory_xact_lock({KEY}) AS gone");
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [name.into()]);
    let row = tx.conn().query_one_raw(statement).await?;
    Ok(match row {
        Some(row) => row.try_get("", "gone")?,
        None => false,
    })
}
