//! The rows of totals as they were last shown, in and out; no decisions.

use std::collections::BTreeMap;
use std::sync::Arc;

use entity::{shown_part, shown_total};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::ledger::{Db, Remembered, Result, Tx, Written};
use crate::values::{AuthorityId, LotId, Quantity, Summed};

pub(in crate::requirements) use entity::shown_part::Model as Part;
pub(in crate::requirements) use entity::shown_total::Model as ShownTotal;

/// Shows a total of a lot in a contract year.
pub(in crate::requirements) async fn show(tx: &Tx, total: ShownTotal) -> Result<()> {
    tx.save(total).await
}

/// Keeps what a shown total is made of.
pub(in crate::requirements) async fn put_part(tx: &Tx, part: Part) -> Result<()> {
    tx.save(part).await
}

/// The totals of these lots that are shown.
pub(in crate::requirements) async fn shown(
    db: &impl Db,
    lot_ids: &[LotId],
    summed: Summed,
) -> Result<Vec<ShownTotal>> {
    Ok(shown_total::Entity::find()
        .filter(shown_total::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(shown_total::Column::Summed.eq(summed))
        .all(db.conn())
        .await?)
}

/// What the totals of these lots that are shown are made of.
pub(in crate::requirements) async fn parts_of(
    db: &impl Db,
    lot_ids: &[LotId],
    summed: Summed,
) -> Result<Vec<Part>> {
    Ok(shown_part::Entity::find()
        .filter(shown_part::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(shown_part::Column::Summed.eq(summed))
        .all(db.conn())
        .await?)
}

/// What of an authority's is, or was, in totals that are shown.
pub(in crate::requirements) async fn of_authority(
    db: &impl Db,
    authority_id: AuthorityId,
) -> Result<Vec<Part>> {
    Ok(shown_part::Entity::find()
        .filter(shown_part::Column::AuthorityId.eq(authority_id))
        .all(db.conn())
        .await?)
}

/// What the totals of a lot that were shown were made of, by authority and contract year: how much, and whether it is in the
/// one that is shown now.
pub(in crate::requirements) async fn parts(
    db: &impl Db,
    lot_id: LotId,
    summed: Summed,
) -> Result<Arc<BTreeMap<(AuthorityId, i32), (Quantity, bool)>>> {
    db.known(PartsIn { lot_id, summed }).await
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct PartsIn {
    lot_id: LotId,
    summed: Summed,
}

impl Remembered for PartsIn {
    type Value = Arc<BTreeMap<(AuthorityId, i32), (Quantity, bool)>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = parts_of(db, &[self.lot_id], self.summed).await?;
        let keyed = |it: Part| ((it.authority_id, it.year), (it.quantity, it.counts));
        Ok(Arc::new(rows.into_iter().map(keyed).collect()))
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.saved::<Part>() else {
            return false;
        };
        if (it.lot_id, it.summed) == (self.lot_id, self.summed) {
            let key = (it.authority_id, it.year);
            Arc::make_mut(value).insert(key, (it.quantity, it.counts));
        }
        true
    }
}
