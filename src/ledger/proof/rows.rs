//! Holds the rows of a table against the record.

use chrono::{DateTime, NaiveDate, Utc};
use entity::covered::{Server, TABLES, Table};
use entity::ledger_entry;
use futures::TryStreamExt;
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter,
    QueryResult, Statement, StreamTrait, Value,
};

use super::super::{Result, seal};
use super::Verified;
use super::walk::{self, Key, Last, Sealed};

/// Which rows are a server's, as a condition in SQL with the server as its one parameter.
pub(in crate::ledger) fn of_server(table: &Table) -> String {
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
pub(in crate::ledger) fn select(
    backend: sea_orm::DbBackend,
    table: &Table,
    guild_id: i64,
) -> Statement {
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

/// A row as it was read: what stands in each column, or the first that can't be read.
pub(in crate::ledger) struct Read {
    /// Its key, as a seal's name has it behind the table.
    pub key: String,
    /// Its seal; an error: what can't be read.
    pub seal: std::result::Result<String, String>,
}

/// Reads a row of a table.
pub(in crate::ledger) fn read(table: &Table, row: &QueryResult) -> Read {
    let mut texts = Vec::with_capacity(table.columns.len());
    let mut wrong = None;
    for (name, kind) in &table.columns {
        match value(row, name, kind) {
            Ok(value) => texts.push(seal::text(&value)),
            Err(_) => {
                wrong.get_or_insert(format!("what stands in its column {name} is no such value"));
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
        seal: match wrong {
            Some(wrong) => Err(wrong),
            None => Ok(seal::seal(table, &texts)),
        },
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

/// Holds a server's rows of a table against what the record says; how many there are. What was held is taken out of
/// `last`, so that what is left is missing.
pub(super) async fn hold(
    at: &DatabaseTransaction,
    verified: &mut Verified,
    place: usize,
    table: &Table,
    last: &mut Last,
) -> Result<u64> {
    let number = u8::try_from(place).unwrap_or(u8::MAX);
    let mut wrong: Vec<(Read, Option<Sealed>)> = Vec::new();
    let mut count = 0;
    {
        let select = select(
            ConnectionTrait::get_database_backend(at),
            table,
            verified.guild_id,
        );
        let mut rows = at.stream_raw(select).await?;
        while let Some(row) = rows.try_next().await? {
            count += 1;
            let row = read(table, &row);
            let sealed = last.remove(&(number, Key::of(&row.key)));
            let stands = row.seal.as_ref().ok().and_then(|seal| walk::hash_in(seal));
            let so = stands.is_some() && sealed.is_some_and(|it| it.hash == stands);
            match so {
                true => {}
                // Told one by one only as far as somebody will read.
                false if wrong.len() >= super::TOLD => verified.more += 1,
                false => wrong.push((row, sealed)),
            }
        }
    }
    for (row, sealed) in wrong {
        let what = told(at, verified.guild_id, table, &row, sealed).await?;
        verified.differs(what);
    }
    verified.rows += count;
    Ok(count)
}

async fn told(
    at: &DatabaseTransaction,
    guild_id: i64,
    table: &Table,
    row: &Read,
    sealed: Option<Sealed>,
) -> Result<String> {
    let of = format!("row {} of {}", row.key, table.name);
    let Some(sealed) = sealed else {
        return Ok(format!("{of} stands there, and no entry wrote it"));
    };
    let (when, before) = written(at, guild_id, table, &row.key, sealed.seq).await?;
    if sealed.hash.is_none() {
        return Ok(format!("{of} stands there, though {when} took it away"));
    }
    Ok(match &row.seal {
        Err(wrong) => format!("{of} was changed since {when} wrote it: {wrong}"),
        Ok(now) => {
            let differ = before.map_or_else(Vec::new, |before| seal::differ(table, &before, now));
            match differ.as_slice() {
                [] => format!("{of} was changed since {when} wrote it"),
                [one] => format!("{of} was changed since {when} wrote it: {one}"),
                all => format!("{of} was changed since {when} wrote it: {}", all.join(", ")),
            }
        }
    })
}

/// Tells of the rows that the record says stand, and that are not there.
pub(super) async fn missing(
    at: &DatabaseTransaction,
    verified: &mut Verified,
    last: Last,
) -> Result<()> {
    let gone = last.into_iter().filter(|(_, sealed)| sealed.hash.is_some());
    let mut gone: Vec<_> = gone.collect();
    // What others refer to first: without it, they are nobody's either.
    gone.sort_by_key(|((place, _), sealed)| (*place, sealed.seq));
    for ((place, key), sealed) in gone {
        let Some(table) = TABLES.get(usize::from(place)) else {
            continue;
        };
        if verified.differ.len() >= super::TOLD {
            verified.more += 1;
            continue;
        }
        let key = key.text();
        let (when, _) = written(at, verified.guild_id, table, &key, sealed.seq).await?;
        verified.differs(format!(
            "row {key} of {} is missing: {when} wrote it",
            table.name
        ));
    }
    Ok(())
}

/// The entry that wrote a row, in words, and the seal that it carries.
async fn written(
    at: &DatabaseTransaction,
    guild_id: i64,
    table: &Table,
    key: &str,
    seq: i64,
) -> Result<(String, Option<String>)> {
    let entry = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::GuildId.eq(guild_id))
        .filter(ledger_entry::Column::Seq.eq(seq))
        .one(at)
        .await?;
    let Some(entry) = entry else {
        return Ok((format!("entry {seq}"), None));
    };
    let name = format!("{} {key}", table.name);
    let seal = walk::seals(&entry).remove(&name).flatten();
    let when = entry.at.format("%-d %B %Y %H:%M UTC");
    Ok((format!("entry {seq} ({}, {when})", entry.kind), seal))
}

/// How many rows a table has, of all servers.
pub(super) async fn count(at: &DatabaseTransaction, table: &Table) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) AS rows FROM {}", table.name);
    let sql = Statement::from_string(ConnectionTrait::get_database_backend(at), sql);
    let row = at.query_one_raw(sql).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
    Ok(u64::try_from(count).unwrap_or_default())
}
