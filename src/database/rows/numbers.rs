//! Row numbers that nobody else has, given out before the rows are written.

use std::collections::{HashMap, VecDeque};

use sea_orm::{ConnectionTrait, DbBackend, Statement};

use crate::database::transaction::Transaction;
use crate::error::{Fault, Result};

/// How many of a sequence of PostgreSQL are taken at once at most. What is left when the batch is over is never used:
/// numbers of one server's rows grow with time, whichever process gives them.
const MOST: i64 = 16;

/// The numbers that are free, by table.
#[derive(Debug, Default)]
pub(crate) struct Numbers(HashMap<&'static str, VecDeque<i64>>);

impl Numbers {
    /// The batch is over.
    pub fn end_batch(&mut self, within: &Transaction) {
        if !within.alone() {
            self.0.clear();
        }
    }

    /// A number for a new row of this table, where so many changes may want one before the batch is over.
    ///
    /// # Errors
    /// A fault, if the database fails.
    pub async fn next(
        &mut self,
        within: &Transaction,
        table: &'static str,
        wanted: usize,
    ) -> Result<i64> {
        let free = self.0.entry(table).or_default();
        if free.is_empty() {
            match within.get_database_backend() {
                DbBackend::Sqlite => free.push_back(last(within, table).await? + 1),
                _ => free.extend(taken(within, table, wanted).await?),
            }
        }
        let none = || Fault::new(format!("{table} has no number left"));
        let number = free.pop_front().ok_or_else(none)?;
        if within.alone() {
            // The one writer of the one process: the next one is nobody's.
            free.push_back(number + 1);
        }
        Ok(number)
    }
}

/// The last number that was given out on SQLite.
async fn last(within: &Transaction, table: &str) -> Result<i64> {
    let sql = "SELECT seq AS last FROM sqlite_sequence WHERE name = $1";
    let sql = Statement::from_sql_and_values(DbBackend::Sqlite, sql, [table.into()]);
    match within.query_one_raw(sql).await? {
        Some(row) => Ok(row.try_get("", "last")?),
        None => Ok(0),
    }
}

/// The next numbers of a sequence of PostgreSQL.
async fn taken(within: &Transaction, table: &str, wanted: usize) -> Result<Vec<i64>> {
    let sql =
        "SELECT nextval(pg_get_serial_sequence($1, 'id')) AS number FROM generate_series(1, $2)";
    let wanted = i64::try_from(wanted).unwrap_or(MOST).clamp(1, MOST);
    let values = [table.into(), wanted.into()];
    let sql = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
    let rows = within.query_all_raw(sql).await?;
    let number = |row: sea_orm::QueryResult| Ok(row.try_get("", "number")?);
    rows.into_iter().map(number).collect()
}
