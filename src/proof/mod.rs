//! Whether a record is whole, and whether the rows stand as it says (design, section 3, rules 10 and 12): the chain is
//! walked, and every row of the covered tables is held against the entry that wrote it last.
//!
//! - `walk`: reads the chain, and which entry wrote each row last.
//! - `rows`: holds every row against that.
//! - `verified`: what was found; `wording`: the same in words.
//! - `sealing`: seals rows as they stand, where no change has.
//! - [`anchor`]: the head of a record as it is told in forums, and whether a record still has it.

pub mod anchor;
mod rows;
mod sealing;
mod verified;
mod walk;
mod wording;

use std::collections::BTreeSet;

use entity::covered::{NOT_COVERED, Server, TABLES};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseTransaction, DbBackend, IsolationLevel, Statement,
    TransactionTrait,
};

pub use sealing::migrate_up;
pub use verified::{Broken, Differs, How, Strays, Verified, Written};

pub use crate::database::rows::seal::SEALED;
use crate::database::{Db, Reader};
use crate::error::Result;

/// What the record says nothing of, each table or column with the reason.
pub fn not_covered() -> Vec<(String, &'static str)> {
    let tables = NOT_COVERED
        .iter()
        .map(|(table, why)| ((*table).to_owned(), *why));
    let columns = TABLES.iter().flat_map(|table| {
        let left_out = table.left_out.iter();
        left_out.map(|(column, why)| (format!("{}.{column}", table.name), *why))
    });
    tables.chain(columns).collect()
}

/// What was found of all of a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Of each server that has entries, an end of its record, or rows.
    pub servers: Vec<Verified>,
    /// The tables that have rows which belong to no server.
    pub strays: Vec<Strays>,
}

/// Looks at all servers, as the database is at one moment.
///
/// # Errors
/// A fault, if the database can't be read; what is wrong in it is a finding, not an error.
pub async fn verify(reader: &Reader) -> Result<Proof> {
    let at = moment(reader).await?;
    let mut proof = Proof::default();
    let mut counted = vec![0; TABLES.len()];
    for guild_id in servers(&at).await? {
        let verified = one(&at, guild_id, &mut counted).await?;
        proof.servers.push(verified);
    }
    for (table, counted) in TABLES.iter().zip(counted) {
        let all = rows::count(&at, table).await?;
        if all != counted {
            proof.strays.push(Strays {
                table: table.name,
                rows: all.saturating_sub(counted),
                of: all,
            });
        }
    }
    at.commit().await?;
    Ok(proof)
}

/// Looks at one server, as the database is at one moment; none: nothing was ever recorded there.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn verify_one(reader: &Reader, guild_id: i64) -> Result<Option<Verified>> {
    let at = moment(reader).await?;
    let mut counted = vec![0; TABLES.len()];
    let verified = one(&at, guild_id, &mut counted).await?;
    let head = walk::head(&at, guild_id).await?;
    at.commit().await?;
    let nothing = head.is_none() && verified == Verified::of(guild_id);
    Ok((!nothing).then_some(verified))
}

/// A view of the database in which nothing changes while it is looked at.
async fn moment(reader: &Reader) -> Result<DatabaseTransaction> {
    let conn = reader.conn();
    if conn.get_database_backend() == DbBackend::Sqlite {
        // Its reads are all of one moment anyway.
        return Ok(conn.begin().await?);
    }
    let isolated = Some(IsolationLevel::RepeatableRead);
    let reads = Some(AccessMode::ReadOnly);
    Ok(conn.begin_with_config(isolated, reads).await?)
}

async fn one(at: &DatabaseTransaction, guild_id: i64, counted: &mut [u64]) -> Result<Verified> {
    let mut verified = Verified::of(guild_id);
    let mut last = walk::walk(at, &mut verified).await?;
    for (place, table) in TABLES.iter().enumerate() {
        let found = rows::hold(at, &mut verified, place, table, &mut last).await?;
        if let Some(counted) = counted.get_mut(place) {
            *counted += found;
        }
    }
    rows::missing(at, &mut verified, last).await?;
    if verified.entries == 0 && verified.rows > 0 {
        verified.breaks(Broken::NoEntries);
    }
    Ok(verified)
}

/// Every server that has entries, an end of its record, or rows.
async fn servers(at: &DatabaseTransaction) -> Result<BTreeSet<i64>> {
    let own = TABLES.iter().filter_map(|table| match table.server {
        Server::In(column) => Some((table.name, column)),
        Server::Of(..) => None,
    });
    let record = [("ledger_head", "guild_id"), ("ledger_entry", "guild_id")];
    let mut servers = BTreeSet::new();
    for (table, column) in record.into_iter().chain(own) {
        let sql = format!("SELECT DISTINCT {column} AS server FROM {table}");
        let sql = Statement::from_string(at.get_database_backend(), sql);
        for row in at.query_all_raw(sql).await? {
            servers.insert(row.try_get("", "server")?);
        }
    }
    Ok(servers)
}
