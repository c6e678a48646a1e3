//! Rows of the ledger, out; no decisions.

use entity::ledger_entry;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;

use super::rules::{Entry, Sift};
use crate::ledger::{Db, Result};
use crate::values::TenderId;

fn sifted(guild_id: i64, sift: &Sift) -> sea_orm::Select<ledger_entry::Entity> {
    use ledger_entry::Column;
    let mut rows = ledger_entry::Entity::find().filter(Column::GuildId.eq(guild_id));
    if let Some(tender) = sift.tender_id {
        rows = rows.filter(Column::TenderId.eq(tender));
    }
    if let Some(authority) = sift.authority_id {
        rows = rows.filter(Column::AuthorityId.eq(authority));
    }
    if let Some(since) = sift.since {
        rows = rows.filter(Column::At.gte(since));
    }
    rows
}

/// How many entries there are.
pub(super) async fn count(db: &impl Db, guild_id: i64, sift: &Sift) -> Result<u64> {
    Ok(sifted(guild_id, sift).count(db.conn()).await?)
}

/// A page of them, the newest first.
pub(super) async fn page(
    db: &impl Db,
    guild_id: i64,
    sift: &Sift,
    offset: u64,
    limit: u64,
) -> Result<Vec<Entry>> {
    let rows = sifted(guild_id, sift)
        .order_by_desc(ledger_entry::Column::Seq)
        .offset(offset)
        .limit(limit)
        .all(db.conn())
        .await?;
    rows.into_iter().map(read).collect()
}

/// Those of these kinds on a tender, the oldest first.
pub(super) async fn of_kinds(
    db: &impl Db,
    guild_id: i64,
    tender_id: TenderId,
    kinds: &[&str],
) -> Result<Vec<Entry>> {
    let sift = Sift {
        tender_id: Some(tender_id),
        ..Sift::default()
    };
    let rows = sifted(guild_id, &sift)
        .filter(ledger_entry::Column::Kind.is_in(kinds.iter().copied()))
        .order_by_asc(ledger_entry::Column::Seq)
        .all(db.conn())
        .await?;
    rows.into_iter().map(read).collect()
}

fn read(row: ledger_entry::Model) -> Result<Entry> {
    let data: Value = serde_json::from_str(&row.data)?;
    Ok(Entry {
        number: row.seq,
        at: row.at,
        actor: row.actor,
        authority: None,
        authority_id: row.authority_id,
        tender_id: row.tender_id,
        kind: row.kind,
        data,
        hash: row.hash,
    })
}
