//! Holds the rows of a table against the record.

use entity::covered::{TABLES, Table};
use entity::ledger_entry;
use futures::StreamExt;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, Statement,
    StreamTrait,
};

use super::verified::{Differs, How, TOLD, Verified, Written};
use super::walk::{self, Key, Last, Sealed};
use crate::database::rows::seal;
use crate::database::rows::stands::{Read, read, select};
use crate::error::Result;

/// How many rows are taken at once at most: as many as the driver keeps ready.
const TAKEN: usize = 1_024;

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
        // As many as are there: were they taken one by one, SQLite's thread would wait for each.
        let mut rows = at.stream_raw(select).await?.ready_chunks(TAKEN);
        while let Some(some) = rows.next().await {
            for row in some {
                count += 1;
                let row = read(table, &row?);
                let sealed = last.remove(&(number, Key::of(&row.key)));
                // Which columns differ is asked of those that do.
                let stands = row.texts.as_ref().ok();
                let stands = stands.map(|texts| seal::hash(table, texts));
                match stands.is_some() && sealed.is_some_and(|it| it.hash == stands) {
                    true => {}
                    // Told one by one only as far as somebody will read.
                    false if wrong.len() >= TOLD => verified.more += 1,
                    false => wrong.push((row, sealed)),
                }
            }
        }
    }
    for (row, sealed) in wrong {
        let how = how(at, verified.guild_id, table, &row, sealed).await?;
        verified.differs(Differs {
            table: table.name,
            key: row.key,
            how,
        });
    }
    verified.rows += count;
    Ok(count)
}

/// What is wrong with a row that is there.
async fn how(
    at: &DatabaseTransaction,
    guild_id: i64,
    table: &Table,
    row: &Read,
    sealed: Option<Sealed>,
) -> Result<How> {
    let Some(sealed) = sealed else {
        return Ok(How::Added);
    };
    let (since, before) = written(at, guild_id, table, &row.key, sealed.seq).await?;
    if sealed.hash.is_none() {
        return Ok(How::Returned(since));
    }
    Ok(match &row.texts {
        Err(column) => How::Unreadable { since, column },
        Ok(texts) => How::Changed {
            since,
            columns: before.map_or_else(Vec::new, |before| {
                seal::differ(table, &before, &seal::seal(table, texts))
            }),
        },
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
        if verified.differ.len() >= TOLD {
            verified.more += 1;
            continue;
        }
        let key = key.text();
        let (by, _) = written(at, verified.guild_id, table, &key, sealed.seq).await?;
        verified.differs(Differs {
            table: table.name,
            key,
            how: How::Missing(by),
        });
    }
    Ok(())
}

/// The entry that wrote a row, and the seal that it carries.
async fn written(
    at: &DatabaseTransaction,
    guild_id: i64,
    table: &Table,
    key: &str,
    seq: i64,
) -> Result<(Written, Option<String>)> {
    let entry = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::GuildId.eq(guild_id))
        .filter(ledger_entry::Column::Seq.eq(seq))
        .one(at)
        .await?;
    let Some(entry) = entry else {
        return Ok((Written { seq, what: None }, None));
    };
    let name = format!("{} {key}", table.name);
    let seal = walk::seals(&entry).remove(&name).flatten();
    let what = Some((entry.kind, entry.at));
    Ok((Written { seq, what }, seal))
}

/// How many rows a table has, of all servers.
pub(super) async fn count(at: &DatabaseTransaction, table: &Table) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) AS rows FROM {}", table.name);
    let sql = Statement::from_string(ConnectionTrait::get_database_backend(at), sql);
    let row = at.query_one_raw(sql).await?;
    let count: i64 = row.map_or(Ok(0), |row| row.try_get("", "rows"))?;
    Ok(u64::try_from(count).unwrap_or_default())
}
