//! What a database is called, how much is in it, and whether its file is sound: what is looked at before anything is done
//! with it as a whole.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, RuntimeErr, Statement};

use crate::database::Db;
use crate::error::{Fault, Result};

/// The tables of a database that have rows, by name, each with how many; without the list of the steps that are applied.
/// No step puts a row where there was none before, so a database that nobody has used has none.
///
/// # Errors
/// A fault, if the database fails.
pub async fn rows(db: &impl Db) -> Result<Vec<(String, u64)>> {
    let backend = db.conn().get_database_backend();
    let tables = match backend {
        DbBackend::Sqlite => {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
             AND name <> 'seaql_migrations' ORDER BY name"
        }
        _ => {
            "SELECT tablename::text AS name FROM pg_tables WHERE schemaname = current_schema() \
             AND tablename <> 'seaql_migrations' ORDER BY tablename"
        }
    };
    let tables = Statement::from_string(backend, tables);
    let mut found = Vec::new();
    for table in db.conn().query_all_raw(tables).await? {
        let name: String = table.try_get("", "name")?;
        let counted = format!(
            "SELECT count(*) AS counted FROM \"{}\"",
            name.replace('"', "\"\"")
        );
        let counted = Statement::from_string(backend, counted);
        let rows: i64 = match db.conn().query_one_raw(counted).await? {
            Some(row) => row.try_get("", "counted")?,
            None => 0,
        };
        if rows > 0 {
            found.push((name, rows.unsigned_abs()));
        }
    }
    Ok(found)
}

/// What a PostgreSQL database is called.
///
/// # Errors
/// A fault, if the database fails.
pub async fn name(db: &impl Db) -> Result<String> {
    let sql = "SELECT current_database()::text AS name";
    let asked = Statement::from_string(DbBackend::Postgres, sql);
    Ok(match db.conn().query_one_raw(asked).await? {
        Some(row) => row.try_get("", "name")?,
        None => String::new(),
    })
}

/// How many entries the ledger has, of all servers together: none where it has no tables yet.
///
/// # Errors
/// A fault, if the database fails.
pub async fn entries(db: &impl Db) -> Result<u64> {
    let backend = db.conn().get_database_backend();
    let there = match backend {
        DbBackend::Sqlite => "SELECT 1 AS there FROM sqlite_master WHERE name = 'ledger_head'",
        _ => {
            "SELECT 1 AS there FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'ledger_head'"
        }
    };
    let there = Statement::from_string(backend, there);
    if db.conn().query_one_raw(there).await?.is_none() {
        return Ok(0);
    }
    let sum = "SELECT CAST(COALESCE(SUM(seq), 0) AS BIGINT) AS entries FROM ledger_head";
    let sum = Statement::from_string(backend, sum);
    let entries: i64 = match db.conn().query_one_raw(sum).await? {
        Some(row) => row.try_get("", "entries")?,
        None => 0,
    };
    Ok(entries.unsigned_abs())
}

/// How much of what is wrong with a file is told.
const TOLD: u32 = 5;

/// What is wrong with an SQLite file, as SQLite finds it (`PRAGMA integrity_check`: every page and every index is read);
/// nothing: it is sound. PostgreSQL has tools of its own for that (`amcheck`, data checksums).
///
/// # Errors
/// A fault, if it can't be looked at.
pub async fn damage(db: &impl Db) -> Result<Vec<String>> {
    if db.conn().get_database_backend() != DbBackend::Sqlite {
        return Ok(Vec::new());
    }
    let look = format!("PRAGMA integrity_check({TOLD})");
    let look = Statement::from_string(DbBackend::Sqlite, look);
    let found = match db.conn().query_all_raw(look).await {
        Ok(found) => found,
        Err(error) if is_damage(&error) => return Ok(vec![error.to_string()]),
        Err(error) => return Err(error.into()),
    };
    let mut damage = Vec::new();
    for line in found {
        let line: String = line.try_get("", "integrity_check")?;
        if line != "ok" {
            damage.push(line);
        }
    }
    Ok(damage)
}

/// Whether SQLite says that the file is damaged (SQLITE_CORRUPT, and its kinds).
fn is_damage(error: &DbErr) -> bool {
    let (DbErr::Exec(cause) | DbErr::Query(cause)) = error else {
        return false;
    };
    let RuntimeErr::SqlxError(cause) = cause else {
        return false;
    };
    let code = cause.as_database_error().and_then(|said| said.code());
    let code = code.and_then(|code| code.parse::<i32>().ok());
    code.is_some_and(|code| code & 0xff == CORRUPT)
}

/// SQLITE_CORRUPT (SQLite, "Result and Error Codes").
const CORRUPT: i32 = 11;

/// That a file is sound.
///
/// # Errors
/// A fault that says what is wrong with it, and what helps.
pub async fn require_sound(db: &impl Db, name: &str) -> Result<()> {
    let damage = damage(db).await?;
    if damage.is_empty() {
        return Ok(());
    }
    let why = format!(
        "{name} is damaged: {}. Keep it, and put the newest sound copy in its place by griffin restore",
        damage.join("; ")
    );
    Err(Fault::new(why).into())
}
