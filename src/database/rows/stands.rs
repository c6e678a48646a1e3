//! The rows of covered tables as they stand in the database.

use chrono::{DateTime, NaiveDate, Utc};
use entity::covered::{Server, TABLES, Table};
use sea_orm::{ColumnType, DbBackend, DbErr, QueryResult, Statement, Value};

use crate::database::rows::seal;

/// Which rows are a server's, as a condition in SQL with the server as its one parameter.
pub(crate) fn of_server(table: &Table) -> String {
    match table.server {
        Server::In(column) => format!("{column} = $1"),
        Server::Of(column, other) => match TABLES.iter().find(|table| table.name == other) {
            Some(parent) => {
                let of = of_server(parent);
                format!("{column} IN (SELECT id FROM {other} WHERE {of})")
            }
            None => "1 = 0".to_owned(),
        },
    }
}

/// The rows of a table that are a server's.
pub(crate) fn select(backend: DbBackend, table: &Table, guild_id: i64) -> Statement {
    let columns: Vec<String> = table
        .columns
        .iter()
        .map(|(name, _)| format!("\"{name}\""))
        .collect();
    let sql = format!(
        "SELECT {} FROM {} WHERE {}",
        columns.join(", "),
        table.name,
        of_server(table)
    );
    Statement::from_sql_and_values(backend, sql, [guild_id.into()])
}

/// A row as it was read.
pub(crate) struct Read {
    /// Its key, as a seal's name has it behind the table.
    pub key: String,
    /// What is in each column; an error: the first that can't be read.
    pub texts: std::result::Result<Vec<Option<String>>, &'static str>,
}

/// Reads a row of a table.
pub(crate) fn read(table: &Table, row: &QueryResult) -> Read {
    let mut texts = Vec::with_capacity(table.columns.len());
    let mut wrong = None;
    for (name, kind) in &table.columns {
        match value(row, name, kind) {
            Ok(value) => texts.push(seal::text(&value)),
            Err(_) => {
                wrong.get_or_insert(*name);
                texts.push(None);
            }
        }
    }
    let part = |name: &&str| {
        let at = table.columns.iter().position(|(column, _)| column == name);
        at.and_then(|at| texts.get(at)?.clone()).unwrap_or_default()
    };
    let key: Vec<String> = table.key.iter().map(part).collect();
    Read {
        key: key.join(" "),
        texts: wrong.map_or(Ok(texts), Err),
    }
}

fn value(row: &QueryResult, name: &str, kind: &ColumnType) -> std::result::Result<Value, DbErr> {
    Ok(match kind {
        ColumnType::BigInteger => row.try_get::<Option<i64>>("", name)?.into(),
        ColumnType::Integer => row.try_get::<Option<i32>>("", name)?.into(),
        ColumnType::Boolean => row.try_get::<Option<bool>>("", name)?.into(),
        ColumnType::Date => row.try_get::<Option<NaiveDate>>("", name)?.into(),
        ColumnType::TimestampWithTimeZone => row.try_get::<Option<DateTime<Utc>>>("", name)?.into(),
        _ => row.try_get::<Option<String>>("", name)?.into(),
    })
}
