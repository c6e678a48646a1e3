//! Seals rows as they stand, where no change has: a database from before rows had seals, and rows that a migration
//! rewrote. Each server's record gets an entry of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::covered::TABLES;
use futures::TryStreamExt;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement, StreamTrait};
use serde_json::json;

use crate::clock::{Clock, SystemClock};
use crate::database::Database;
use crate::database::rows::seal::{self, SEALED, SEALS};
use crate::database::rows::stands::{read, select};
use crate::database::rows::written::Rows;
use crate::database::transaction::{Transaction, Trust};
use crate::error::{Fault, Result};
use crate::ledger::group::Group;
use crate::ledger::pending::Pending;
use crate::ledger::{Cause, Entry};

/// How many rows an entry is for at most.
const AT_ONCE: usize = 10_000;

/// Applies every migration that is not applied yet; where a record is from before rows had seals, what stands then is
/// sealed.
///
/// # Errors
/// A fault, if one fails; SQLite and PostgreSQL both undo the failing step.
pub async fn migrate_up(database: &Database) -> Result<()> {
    database.migrate_up(seal_older).await
}

/// Seals what is in the covered tables of each server whose record is from before rows had seals. `reads` is a
/// connection beside the one that writes, so that rows are not all held in memory.
///
/// # Errors
/// A fault, if the database fails; then nothing of that server is sealed, and the next start tries again.
async fn seal_older(writes: &DatabaseConnection, reads: &DatabaseConnection) -> Result<()> {
    for guild_id in older(reads).await? {
        seal_all(writes, reads, guild_id, "rows had no seals before").await?;
    }
    Ok(())
}

/// Seals what is in a server's covered tables, whatever was sealed before.
///
/// # Errors
/// A fault, if the database fails or a row can't be read; then nothing is sealed.
async fn seal_all(
    writes: &DatabaseConnection,
    reads: &DatabaseConnection,
    guild_id: i64,
    why: &str,
) -> Result<()> {
    let begun = Transaction::begin(writes, Trust::default()).await?;
    let within = Arc::new(begun);
    let group = Group::open(within.clone(), guild_id, &[], None, Arc::default());
    let group = group.await?;
    let mut seals = BTreeMap::new();
    for table in TABLES.iter() {
        let rows = select(
            ConnectionTrait::get_database_backend(reads),
            table,
            guild_id,
        );
        let mut rows = reads.stream_raw(rows).await?;
        while let Some(row) = rows.try_next().await? {
            let row = read(table, &row);
            let texts = row.texts.map_err(|column| {
                Fault::new(format!(
                    "row {} of {}: its {column} can't be read",
                    row.key, table.name
                ))
            })?;
            let seal = seal::seal(table, &texts);
            seals.insert(format!("{} {}", table.name, row.key), Some(seal));
            if seals.len() == AT_ONCE {
                entry(&group, guild_id, std::mem::take(&mut seals), why).await?;
            }
        }
    }
    entry(&group, guild_id, seals, why).await?;
    drop(group);
    let Some(within) = Arc::into_inner(within) else {
        return Err(Fault::new("a transaction was not over").into());
    };
    Ok(within.commit().await?)
}

async fn entry(
    group: &Group,
    guild_id: i64,
    seals: BTreeMap<String, Option<String>>,
    why: &str,
) -> Result<()> {
    if seals.is_empty() {
        return Ok(());
    }
    let cause = Cause::due(guild_id);
    let entry = Entry {
        kind: SEALED,
        authority_id: None,
        tender_id: None,
        data: json!({ "rows": seals.len(), "why": why }),
    };
    let pending = Pending {
        entries: vec![(cause, entry)],
        outgoing: Vec::new(),
        seals,
    };
    let now = SystemClock.now();
    group
        .take(cause, now, pending, Rows::default(), String::new())
        .await?;
    Ok(group.send().await?)
}

/// The servers of whose entries none carries a seal.
async fn older(conn: &DatabaseConnection) -> Result<Vec<i64>> {
    let sql = format!(
        "SELECT h.guild_id AS server FROM ledger_head h WHERE h.seq > 0 AND NOT EXISTS \
         (SELECT 1 FROM ledger_entry e WHERE e.guild_id = h.guild_id AND e.data LIKE '%\"{SEALS}\":{{%') \
         ORDER BY h.guild_id"
    );
    let sql = Statement::from_string(ConnectionTrait::get_database_backend(conn), sql);
    let rows = conn.query_all_raw(sql).await?;
    let server = |row: sea_orm::QueryResult| Ok(row.try_get("", "server")?);
    rows.into_iter().map(server).collect()
}
