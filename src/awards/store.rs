//! Rows of awards, in and out; no decisions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use entity::{award, award_band, indicative_band, variation, variation_band};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect, Statement,
};

use super::award::{Change, Variation};
use super::extensions::Extensions;
use super::rules::{Band, Bands};
use crate::database::rows::{with, with_any};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{AwardId, LotId, TenderId, VariationId, VariationKind};

pub use super::award::Award;

/// Of every lot awarded in a server, whether its supplier is an SME, and whether local.
pub async fn suppliers(db: &impl Db, guild_id: i64) -> Result<HashMap<LotId, (bool, bool)>> {
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
pub async fn put_indicative(tx: &Tx, lot_id: LotId, bands: Option<&Bands>) -> Result<()> {
    let of = indicative_band::Column::LotId;
    for band in with::<indicative_band::Entity>(tx, of, lot_id)
        .await?
        .iter()
    {
        tx.remove(band.clone()).await?;
    }
    for band in bands.iter().flat_map(|bands| bands.as_slice()) {
        tx.save(indicative_band::Model {
            lot_id,
            from_quantity: band.from,
            price: band.price,
        })
        .await?;
    }
    Ok(())
}

/// The prices that the lead expects of these lots, by lot.
pub async fn indicative(db: &impl Db, lot_ids: &[LotId]) -> Result<BTreeMap<LotId, Bands>> {
    let of = indicative_band::Column::LotId;
    let mut rows = with_any::<indicative_band::Entity>(db, of, lot_ids.iter().copied()).await?;
    rows.sort_by_key(|row| (row.lot_id, row.from_quantity));
    let mut by_lot: BTreeMap<LotId, Vec<Band>> = BTreeMap::new();
    for row in rows {
        by_lot.entry(row.lot_id).or_default().push(Band {
            from: row.from_quantity,
            price: row.price,
        });
    }
    let read = |(lot, bands): (LotId, Vec<Band>)| {
        let bands = Bands::new(bands).map_err(|wrong| Fault::new(format!("lot {lot}: {wrong}")))?;
        Ok((lot, bands))
    };
    by_lot.into_iter().map(read).collect()
}

#[derive(FromQueryResult)]
struct SupplierRow {
    lot_id: LotId,
    sme: bool,
    local: bool,
}

/// The awards of these lots, each with its bands and its variations.
pub async fn awards(db: &impl Db, lot_ids: &[LotId]) -> Result<Vec<Award>> {
    let of = award::Column::LotId;
    let mut rows = with_any::<award::Entity>(db, of, lot_ids.iter().copied()).await?;
    rows.sort_by_key(|row| row.lot_id);
    let of = award_band::Column::AwardId;
    let bands = with_any::<award_band::Entity>(db, of, rows.iter().map(|row| row.id)).await?;
    let mut by_award: HashMap<AwardId, Vec<Band>> = HashMap::new();
    for band in bands {
        by_award.entry(band.award_id).or_default().push(Band {
            from: band.from_quantity,
            price: band.price,
        });
    }
    let of = variation::Column::LotId;
    let varied = with_any::<variation::Entity>(db, of, rows.iter().map(|row| row.lot_id)).await?;
    let mut varied = with_bands(db, varied).await?;
    let read = |row: award::Model| -> Result<Award> {
        let mut own = by_award.remove(&row.id).unwrap_or_default();
        own.sort_by_key(|band| band.from);
        let bands = Bands::new(own);
        Ok(Award {
            id: row.id,
            lot_id: row.lot_id,
            supplier: row.supplier,
            bands: bands.map_err(|e| Fault::new(format!("award {}: {e}", row.id)))?,
            ceiling: row.ceiling,
            sme: row.sme,
            local: row.local,
            at: row.at,
            extensions: match row.extensions.as_deref() {
                Some(kept) => Extensions::kept(kept)
                    .ok_or_else(|| Fault::new(format!("award {}: extensions “{kept}”", row.id)))?,
                None => Extensions::default(),
            },
            index: row.index_clause,
            variations: varied
                .extract_if(.., |it| it.lot_id == Some(row.lot_id))
                .collect(),
        })
    };
    rows.into_iter().map(read).collect()
}

/// The variations of a tender and of its lots, by their days, and those of one day as they were recorded.
pub async fn variations(db: &impl Db, tender_id: TenderId) -> Result<Vec<Variation>> {
    let rows = with::<variation::Entity>(db, variation::Column::TenderId, tender_id).await?;
    with_bands(db, rows.iter().cloned().collect()).await
}

async fn with_bands(db: &impl Db, mut rows: Vec<variation::Model>) -> Result<Vec<Variation>> {
    rows.sort_by_key(|row| (row.from_day, row.id));
    let ids = rows.iter().map(|row| row.id);
    let bands = with_any::<variation_band::Entity>(db, variation_band::Column::VariationId, ids);
    let mut bands_of: HashMap<VariationId, Vec<Band>> = HashMap::new();
    for band in bands.await? {
        bands_of.entry(band.variation_id).or_default().push(Band {
            from: band.from_quantity,
            price: band.price,
        });
    }
    let read = |row: variation::Model| -> Result<Variation> {
        let fault = |what: &str| Fault::new(format!("variation {}: {what}", row.id));
        let change = match row.kind {
            VariationKind::Price => {
                let mut own = bands_of.remove(&row.id).unwrap_or_default();
                own.sort_by_key(|band| band.from);
                Change::Price(Bands::new(own).map_err(|e| fault(&e.to_string()))?)
            }
            VariationKind::Supplier => {
                Change::Supplier(row.supplier.clone().ok_or_else(|| fault("no supplier"))?)
            }
            VariationKind::Ceiling => Change::Ceiling(row.ceiling),
            VariationKind::Extension | VariationKind::End => {
                Change::Ends(row.ends.ok_or_else(|| fault("no end"))?)
            }
        };
        Ok(Variation {
            id: row.id,
            tender_id: row.tender_id,
            lot_id: row.lot_id,
            kind: row.kind,
            from: row.from_day,
            ground: row.ground,
            index: row.index_figure,
            change,
            ends_before: row.ends_before,
            reason: row.reason,
            by_user: row.by_user,
            at: row.at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Keeps a variation; `id` is not looked at. Gives its row.
pub async fn vary(tx: &Tx, it: &Variation) -> Result<VariationId> {
    let (mut supplier, mut ceiling, mut ends) = (None, None, None);
    let mut bands: &[Band] = &[];
    match &it.change {
        Change::Price(price) => bands = price.as_slice(),
        Change::Supplier(name) => supplier = Some(name.clone()),
        Change::Ceiling(most) => ceiling = *most,
        Change::Ends(day) => ends = Some(*day),
    }
    let row = variation::Model {
        id: VariationId(0),
        tender_id: it.tender_id,
        lot_id: it.lot_id,
        kind: it.kind,
        from_day: it.from,
        ground: it.ground,
        index_figure: it.index.clone(),
        supplier,
        ceiling,
        ends,
        ends_before: it.ends_before,
        reason: it.reason.clone(),
        by_user: it.by_user,
        at: it.at,
    };
    let variation_id = tx.add(row).await?.id;
    for band in bands {
        tx.save(variation_band::Model {
            variation_id,
            from_quantity: band.from,
            price: band.price,
        })
        .await?;
    }
    Ok(variation_id)
}

/// Who won each of these lots that is awarded, and when that was recorded.
pub async fn winners(
    db: &impl Db,
    lot_ids: &[LotId],
) -> Result<HashMap<LotId, (String, DateTime<Utc>)>> {
    let rows: Vec<(LotId, String, DateTime<Utc>)> = award::Entity::find()
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
pub async fn put(tx: &Tx, award: &Award) -> Result<AwardId> {
    let before = with::<award::Entity>(tx, award::Column::LotId, award.lot_id).await?;
    for before in before.iter() {
        let of = award_band::Column::AwardId;
        for band in with::<award_band::Entity>(tx, of, before.id).await?.iter() {
            tx.remove(band.clone()).await?;
        }
        tx.remove(before.clone()).await?;
    }
    let row = award::Model {
        id: AwardId(0),
        lot_id: award.lot_id,
        supplier: award.supplier.clone(),
        ceiling: award.ceiling,
        sme: award.sme,
        local: award.local,
        at: award.at,
        extensions: Some(award.extensions.to_string()).filter(|it| !it.is_empty()),
        index_clause: award.index.clone(),
    };
    let award_id = tx.add(row).await?.id;
    for band in award.bands.as_slice() {
        tx.save(award_band::Model {
            award_id,
            from_quantity: band.from,
            price: band.price,
        })
        .await?;
    }
    Ok(award_id)
}
