//! How entries are hashed, and how a server's chain is verified (design, section 3, rule 10).

use entity::{ledger_entry, ledger_head};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use sha2::{Digest, Sha256};

use super::{Db, Reader, Result};

/// What the first entry of a chain follows.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// SHA-256, in hexadecimal, over every column of an entry but its row number and its own hash.
///
/// Each part is preceded by its length in bytes, so that no two entries hash the same text.
pub fn hash(entry: &ledger_entry::Model) -> String {
    let optional = |value: Option<i64>| value.map(|v| v.to_string()).unwrap_or_default();
    let parts = [
        entry.prev_hash.clone(),
        entry.guild_id.to_string(),
        entry.seq.to_string(),
        entry.at.timestamp_millis().to_string(),
        entry.actor.to_string(),
        optional(entry.authority_id),
        optional(entry.tender_id),
        entry.kind.clone(),
        entry.data.clone(),
        optional(entry.interaction_id),
    ];
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_string());
        sha.update(":");
        sha.update(part);
    }
    sha.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

/// What [`verify`] found of one server's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The server.
    pub guild_id: i64,
    /// How many entries were walked.
    pub entries: u64,
    /// Hash of the last entry walked.
    pub head: String,
    /// The first thing that is wrong, in a sentence; none: the chain is whole.
    pub broken: Option<String>,
}

/// How many entries are held in memory at once.
const PAGE: u64 = 5_000;

/// Walks the chain of every server, from its first entry to its head.
///
/// # Errors
/// A fault, if the database can't be read; a broken chain is a finding, not an error.
pub async fn verify(reader: &Reader) -> Result<Vec<Verified>> {
    let mut found = Vec::new();
    let heads = ledger_head::Entity::find()
        .order_by_asc(ledger_head::Column::GuildId)
        .all(reader.conn())
        .await?;
    for head in heads {
        found.push(walk(reader, &head).await?);
    }
    Ok(found)
}

/// Walks one server's chain; none: nothing was ever recorded there.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn verify_one(reader: &Reader, guild_id: i64) -> Result<Option<Verified>> {
    let head = ledger_head::Entity::find_by_id(guild_id)
        .one(reader.conn())
        .await?;
    match head {
        Some(head) => Ok(Some(walk(reader, &head).await?)),
        None => Ok(None),
    }
}

async fn walk(reader: &Reader, head: &ledger_head::Model) -> Result<Verified> {
    let mut verified = Verified {
        guild_id: head.guild_id,
        entries: 0,
        head: GENESIS.to_owned(),
        broken: None,
    };
    let mut last = 0;
    loop {
        let page = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::GuildId.eq(head.guild_id))
            .filter(ledger_entry::Column::Seq.gt(last))
            .order_by_asc(ledger_entry::Column::Seq)
            .limit(PAGE)
            .all(reader.conn())
            .await?;
        if page.is_empty() {
            break;
        }
        for entry in page {
            let wrong = if entry.seq != last + 1 {
                Some(format!(
                    "entry {} is missing: {} follows {last}",
                    last + 1,
                    entry.seq
                ))
            } else if entry.prev_hash != verified.head {
                Some(format!(
                    "entry {} does not follow the one before it",
                    entry.seq
                ))
            } else if hash(&entry) != entry.hash {
                Some(format!("entry {} was changed", entry.seq))
            } else {
                None
            };
            if wrong.is_some() {
                verified.broken = wrong;
                return Ok(verified);
            }
            last = entry.seq;
            verified.entries += 1;
            verified.head = entry.hash;
        }
    }
    if (head.seq, head.hash.as_str()) != (last, verified.head.as_str()) {
        verified.broken = Some(format!(
            "the chain ends at entry {last}, its head says {}",
            head.seq
        ));
    }
    Ok(verified)
}
