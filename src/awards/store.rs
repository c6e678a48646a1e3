//! Rows of awards, in and out, and what awards and call-offs need of a tender's; no decisions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{authority, award, award_band, call_off, indicative_band, lot, post, tender};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait,
    FromQueryResult, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};

use super::rules::{Band, Bands};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{Quantity, Regime, Stage, Term, Unit};

/// What awards and call-offs need of a tender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// Row number.
    pub id: i64,
    /// Such as `SF-2027-01`.
    pub reference: String,
    /// The lead authority.
    pub lead_id: i64,
    /// The lead's short name.
    pub lead: String,
    /// The law it runs under.
    pub regime: Regime,
    /// Whether everybody sees everybody's quantities.
    pub open_book: bool,
    /// Where it stands.
    pub stage: Stage,
    /// The contract's term.
    pub term: Term,
    /// The day the award notice is published.
    pub notice_on: Option<NaiveDate>,
    /// Last day of the standstill.
    pub standstill_ends: Option<NaiveDate>,
}

/// A part of a tender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lot {
    /// Row number.
    pub id: i64,
    /// From 1.
    pub number: i32,
    /// What it is.
    pub title: String,
    /// Its unit of measure.
    pub unit: Unit,
}

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
            from_quantity: Set(band.from),
            price: Set(band.price),
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
            from: row.from_quantity,
            price: row.price,
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

/// The tender of this reference in this server.
pub async fn tender(db: &impl Db, guild_id: i64, reference: &str) -> Result<Option<Tender>> {
    let found = tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::Reference.eq(reference))
        .find_both_related(authority::Entity)
        .one(db.conn())
        .await?;
    let Some((row, lead)) = found else {
        return Ok(None);
    };
    let wrong = |_| Fault::new(format!("tender {}: term", row.id));
    Ok(Some(Tender {
        id: row.id,
        lead_id: row.lead_id,
        lead: lead.short_name,
        regime: row.regime,
        open_book: row.open_book,
        stage: row.stage,
        term: Term::new(row.starts, row.ends).map_err(wrong)?,
        notice_on: row.notice_on,
        standstill_ends: row.standstill_ends,
        reference: row.reference.to_string(),
    }))
}

/// A tender's lots, in their order.
pub async fn lots(db: &impl Db, tender_id: i64) -> Result<Vec<Lot>> {
    let rows = lot::Entity::find()
        .filter(lot::Column::TenderId.eq(tender_id))
        .order_by_asc(lot::Column::Number)
        .all(db.conn())
        .await?;
    let read = |row: lot::Model| Lot {
        id: row.id,
        number: row.number,
        title: row.title,
        unit: row.unit,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Where a tender stands in Discord: its posts.
pub async fn posts(db: &impl Db, tender_id: i64) -> Result<Vec<i64>> {
    Ok(post::Entity::find()
        .select_only()
        .column(post::Column::Id)
        .filter(post::Column::TenderId.eq(tender_id))
        .order_by_asc(post::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?)
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
            from: band.from_quantity,
            price: band.price,
        });
        let bands = Bands::new(own.collect());
        Ok(Award {
            id: row.id,
            lot_id: row.lot_id,
            supplier: row.supplier,
            bands: bands.map_err(|e| Fault::new(format!("award {}: {e}", row.id)))?,
            ceiling: row.ceiling,
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

/// Whether anything was ever called off of a lot, corrected or not.
pub async fn called_off(db: &impl Db, lot_id: i64) -> Result<bool> {
    let found: Option<i64> = call_off::Entity::find()
        .select_only()
        .column(call_off::Column::Id)
        .filter(call_off::Column::LotId.eq(lot_id))
        .limit(1)
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(found.is_some())
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
        ceiling: Set(award.ceiling),
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
            from_quantity: Set(band.from),
            price: Set(band.price),
        });
    award_band::Entity::insert_many(bands)
        .exec_without_returning(db.conn())
        .await?;
    Ok(id)
}

/// Writes on the tender what its awards settle.
pub async fn settle(
    db: &impl Db,
    tender_id: i64,
    stage: Stage,
    notice_on: NaiveDate,
    standstill_ends: NaiveDate,
) -> Result<()> {
    let row = tender::ActiveModel {
        stage: Set(stage),
        notice_on: Set(Some(notice_on)),
        standstill_ends: Set(Some(standstill_ends)),
        ..Default::default()
    };
    tender::Entity::update_many()
        .set(row)
        .filter(tender::Column::Id.eq(tender_id))
        .exec(db.conn())
        .await?;
    Ok(())
}

#[cfg(test)]
#[path = "store_seed.rs"]
pub(crate) mod seed;
