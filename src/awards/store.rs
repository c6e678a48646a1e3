//! Rows of awards, in and out; no decisions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::{award, award_band, indicative_band};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};

use super::rules::{Band, Bands};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{Quantity, UnitPrice};

/// A lot's contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Row number.
    pub id: i64,
    /// The lot.
    pub lot_id: i64,
    /// Who won it.
    pub supplier: String,
    /// The unit price, or prices by volume.
    pub bands: Bands,
    /// Most that may be called off over the term.
    pub ceiling: Option<Quantity>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: bool,
    /// Whether the supplier is local.
    pub local: bool,
    /// When it was recorded.
    pub at: DateTime<Utc>,
}

/// Of every lot awarded in a server, whether its supplier is an SME, and whether local.
pub async fn suppliers(db: &impl Db, guild_id: i64) -> Result<HashMap<i64, (bool, bool)>> {
    let sql = "SELECT a.lot_id, a.sme, a.local FROM award a JOIN lot l ON l.id = a.lot_id \
               JOIN tender t ON t.id = l.tender_id WHERE t.guild_id = $1";
    let backend = db.conn().get_database_backend();
    let statement = Statement::from_sql_and_values(backend, sql, [guild_id.into()]);
    let rows = SupplierRow::find_by_statement(statement)
        .all(db.conn())
        .await?;
    let flags = rows.into_iter().map(|it| (it.lot_id, (it.sme, it.local)));
    Ok(flags.collect())
}

/// Keeps the prices that the lead expects of a lot, in place of those before; none: takes them back.
pub async fn put_indicative(tx: &Tx, lot_id: i64, bands: Option<&Bands>) -> Result<()> {
    indicative_band::Entity::delete_many()
        .filter(indicative_band::Column::LotId.eq(lot_id))
        .exec(tx.conn())
        .await?;
    let Some(bands) = bands else { return Ok(()) };
    let rows = bands
        .as_slice()
        .iter()
        .map(|band| indicative_band::ActiveModel {
            lot_id: Set(lot_id),
            from_quantity: Set(band.from.thousandths()),
            price: Set(band.price.ten_thousandths()),
        });
    indicative_band::Entity::insert_many(rows)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// The prices that the lead expects of these lots, by lot.
pub async fn indicative(db: &impl Db, lot_ids: &[i64]) -> Result<BTreeMap<i64, Bands>> {
    let rows = indicative_band::Entity::find()
        .filter(indicative_band::Column::LotId.is_in(lot_ids.iter().copied()))
        .order_by_asc(indicative_band::Column::LotId)
        .order_by_asc(indicative_band::Column::FromQuantity)
        .all(db.conn())
        .await?;
    let mut by_lot: BTreeMap<i64, Vec<Band>> = BTreeMap::new();
    for row in rows {
        by_lot.entry(row.lot_id).or_default().push(Band {
            from: Quantity::from_thousandths(row.from_quantity),
            price: UnitPrice::from_ten_thousandths(row.price),
        });
    }
    let read = |(lot, bands): (i64, Vec<Band>)| {
        let bands = Bands::new(bands).map_err(|wrong| Fault::new(format!("lot {lot}: {wrong}")))?;
        Ok((lot, bands))
    };
    by_lot.into_iter().map(read).collect()
}

#[derive(FromQueryResult)]
struct SupplierRow {
    lot_id: i64,
    sme: bool,
    local: bool,
}

/// The awards of these lots, each with its bands.
pub async fn awards(db: &impl Db, lot_ids: &[i64]) -> Result<Vec<Award>> {
    let rows = award::Entity::find()
        .filter(award::Column::LotId.is_in(lot_ids.iter().copied()))
        .order_by_asc(award::Column::LotId)
        .all(db.conn())
        .await?;
    let bands = award_band::Entity::find()
        .filter(award_band::Column::AwardId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(award_band::Column::AwardId)
        .order_by_asc(award_band::Column::FromQuantity)
        .all(db.conn())
        .await?;
    let read = |row: award::Model| -> Result<Award> {
        let own = bands.iter().filter(|band| band.award_id == row.id);
        let own = own.map(|band| Band {
            from: Quantity::from_thousandths(band.from_quantity),
            price: UnitPrice::from_ten_thousandths(band.price),
        });
        let bands = Bands::new(own.collect());
        Ok(Award {
            id: row.id,
            lot_id: row.lot_id,
            supplier: row.supplier,
            bands: bands.map_err(|e| Fault::new(format!("award {}: {e}", row.id)))?,
            ceiling: row.ceiling.map(Quantity::from_thousandths),
            sme: row.sme,
            local: row.local,
            at: row.at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Who won each of these lots that is awarded, and when that was recorded.
pub async fn winners(
    db: &impl Db,
    lot_ids: &[i64],
) -> Result<HashMap<i64, (String, DateTime<Utc>)>> {
    let rows: Vec<(i64, String, DateTime<Utc>)> = award::Entity::find()
        .select_only()
        .columns([
            award::Column::LotId,
            award::Column::Supplier,
            award::Column::At,
        ])
        .filter(award::Column::LotId.is_in(lot_ids.iter().copied()))
        .into_tuple()
        .all(db.conn())
        .await?;
    let won = rows
        .into_iter()
        .map(|(lot, supplier, at)| (lot, (supplier, at)));
    Ok(won.collect())
}

/// Keeps an award in place of the lot's one before, if there was one; `award.id` is not looked at. Gives its row.
pub async fn put(db: &impl Db, award: &Award) -> Result<i64> {
    let before: Option<i64> = award::Entity::find()
        .select_only()
        .column(award::Column::Id)
        .filter(award::Column::LotId.eq(award.lot_id))
        .into_tuple()
        .one(db.conn())
        .await?;
    if let Some(id) = before {
        award_band::Entity::delete_many()
            .filter(award_band::Column::AwardId.eq(id))
            .exec(db.conn())
            .await?;
        award::Entity::delete_by_id(id).exec(db.conn()).await?;
    }
    let row = award::ActiveModel {
        id: NotSet,
        lot_id: Set(award.lot_id),
        supplier: Set(award.supplier.clone()),
        ceiling: Set(award.ceiling.map(Quantity::thousandths)),
        sme: Set(award.sme),
        local: Set(award.local),
        at: Set(award.at),
    };
    let id = award::Entity::insert(row)
        .exec(db.conn())
        .await?
        .last_insert_id;
    let bands = award
        .bands
        .as_slice()
        .iter()
        .map(|band| award_band::ActiveModel {
            award_id: Set(id),
            from_quantity: Set(band.from.thousandths()),
            price: Set(band.price.ten_thousandths()),
        });
    award_band::Entity::insert_many(bands)
        .exec_without_returning(db.conn())
        .await?;
    Ok(id)
}

#[cfg(test)]
#[path = "store_seed.rs"]
pub(crate) mod seed;
