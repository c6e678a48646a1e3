//! The rows of requirements, in and out, on both databases; no decisions.

use std::sync::Arc;

use entity::requirement;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::ledger::{Db, Remembered, Result, Tx, Written};
use crate::values::{AuthorityId, LotId, Quantity};

pub(super) mod shown;

pub use entity::requirement::Model as Requirement;

/// Writes a new revision; what comes back has its number.
pub(super) async fn add(tx: &Tx, new: Requirement) -> Result<Requirement> {
    tx.add(new).await
}

/// Stops these revisions counting.
pub(super) async fn supersede(tx: &Tx, revisions: &[Requirement]) -> Result<()> {
    for revision in revisions {
        tx.save(Requirement {
            current: false,
            ..revision.clone()
        })
        .await?;
    }
    Ok(())
}

/// As much of a requirement as a total is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Counted {
    /// Row number.
    pub id: i64,
    pub lot_id: LotId,
    pub authority_id: AuthorityId,
    /// Contract year, from 1; 0: every year.
    pub year: i32,
    pub expected: Quantity,
    pub committed: bool,
    /// The officer.
    pub by_user: i64,
}

impl From<&Requirement> for Counted {
    fn from(it: &Requirement) -> Self {
        Counted {
            id: it.id,
            lot_id: it.lot_id,
            authority_id: it.authority_id,
            year: it.year,
            expected: it.expected,
            committed: it.committed,
            by_user: it.by_user,
        }
    }
}

/// What counts in these lots, of all authorities, as far as a total needs it.
pub(super) async fn counted(db: &impl Db, lot_ids: &[LotId]) -> Result<Vec<Counted>> {
    Ok(requirement::Entity::find()
        .select_only()
        .columns([
            requirement::Column::Id,
            requirement::Column::LotId,
            requirement::Column::AuthorityId,
            requirement::Column::Year,
            requirement::Column::Expected,
            requirement::Column::Committed,
            requirement::Column::ByUser,
        ])
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true))
        .into_model()
        .all(db.conn())
        .await?)
}

/// What counts in a lot, of all authorities, as far as a total needs it: for the write that moves the total.
pub(super) async fn counted_in(db: &impl Db, lot_id: LotId) -> Result<Arc<Vec<Counted>>> {
    db.known(CountedIn(lot_id)).await
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CountedIn(LotId);

impl Remembered for CountedIn {
    type Value = Arc<Vec<Counted>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let mut all = counted(db, &[self.0]).await?;
        all.sort_by_key(|it| it.id);
        Ok(Arc::new(all))
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.of_type::<Requirement>() else {
            return false;
        };
        if it.lot_id == self.0 {
            let all = Arc::make_mut(value);
            all.retain(|known| known.id != it.id);
            all.extend(
                row.saved::<Requirement>()
                    .filter(|it| it.current)
                    .map(Counted::from),
            );
            all.sort_by_key(|known| known.id);
        }
        true
    }
}

/// What counts in these lots: of all authorities, or of one.
pub(super) async fn current(
    db: &impl Db,
    lot_ids: &[LotId],
    authority_id: Option<AuthorityId>,
) -> Result<Vec<Requirement>> {
    let mut query = requirement::Entity::find()
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true));
    if let Some(authority_id) = authority_id {
        query = query.filter(requirement::Column::AuthorityId.eq(authority_id));
    }
    Ok(query
        .order_by_asc(requirement::Column::LotId)
        .order_by_asc(requirement::Column::AuthorityId)
        .order_by_asc(requirement::Column::Year)
        .all(db.conn())
        .await?)
}

/// What counts of an authority's, of every lot.
pub(super) async fn current_of(
    db: &impl Db,
    authority_id: AuthorityId,
) -> Result<Vec<Requirement>> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .filter(requirement::Column::Current.eq(true))
        .order_by_asc(requirement::Column::LotId)
        .order_by_asc(requirement::Column::Year)
        .all(db.conn())
        .await?)
}

/// Every revision of an authority's in a lot, oldest first.
pub(super) async fn revisions(
    db: &impl Db,
    lot_id: LotId,
    authority_id: AuthorityId,
) -> Result<Vec<Requirement>> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .order_by_asc(requirement::Column::Id)
        .all(db.conn())
        .await?)
}

/// What counts of an authority's in a lot.
pub(super) async fn current_in_lot(
    db: &impl Db,
    lot_id: LotId,
    authority_id: AuthorityId,
) -> Result<Vec<Requirement>> {
    let of = Current {
        lot_id,
        authority_id,
    };
    db.known(of).await
}

/// What counts of an authority's in a lot, by year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Current {
    lot_id: LotId,
    authority_id: AuthorityId,
}

impl Remembered for Current {
    type Value = Vec<Requirement>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        Ok(requirement::Entity::find()
            .filter(requirement::Column::LotId.eq(self.lot_id))
            .filter(requirement::Column::Current.eq(true))
            .filter(requirement::Column::AuthorityId.eq(self.authority_id))
            .order_by_asc(requirement::Column::Year)
            .all(db.conn())
            .await?)
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.of_type::<Requirement>() else {
            return false;
        };
        if (it.lot_id, it.authority_id) == (self.lot_id, self.authority_id) {
            value.retain(|known| known.id != it.id);
            value.extend(row.saved::<Requirement>().filter(|it| it.current).cloned());
            value.sort_by_key(|known| known.year);
        }
        true
    }
}

/// The number of the last revision of an authority's in a lot for a year; 0: there is none.
pub(super) async fn last_revision(
    db: &impl Db,
    lot_id: LotId,
    authority_id: AuthorityId,
    year: i32,
) -> Result<i32> {
    let last: Option<i32> = requirement::Entity::find()
        .select_only()
        .column(requirement::Column::Revision)
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .filter(requirement::Column::Year.eq(year))
        .order_by_desc(requirement::Column::Revision)
        .limit(1)
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(last.unwrap_or(0))
}

/// How many requirements were ever declared in a lot.
pub(super) async fn in_lot(db: &impl Db, lot_id: LotId) -> Result<u64> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .count(db.conn())
        .await?)
}

/// The quantities that count in these lots: lot, authority, contract year and quantity.
pub async fn expected(
    db: &impl Db,
    lot_ids: &[LotId],
) -> Result<Vec<(LotId, AuthorityId, i32, Quantity)>> {
    Ok(requirement::Entity::find()
        .select_only()
        .column(requirement::Column::LotId)
        .column(requirement::Column::AuthorityId)
        .column(requirement::Column::Year)
        .column(requirement::Column::Expected)
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true))
        .into_tuple()
        .all(db.conn())
        .await?)
}
