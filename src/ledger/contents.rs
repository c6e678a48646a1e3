//! What a database is called, and how many rows its tables have: what is looked at before steps are taken back.

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use super::{Db, Result};

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
