//! Which tenders a forum has, and what was called off of their lots; no decisions.

use std::collections::HashMap;

use entity::{call_off_total, post, tender};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::ledger::{Db, Result};
use crate::values::{Quantity, Stage};

/// The authority of a total over all of them.
const ALL: i64 = 0;

/// The rows of a forum's tenders at these stages, the oldest first, each with its post in Discord once it is there.
pub(super) async fn tenders(
    db: &impl Db,
    forum_id: i64,
    stages: &[Stage],
) -> Result<Vec<(i64, Option<i64>)>> {
    Ok(post::Entity::find()
        .select_only()
        .column(post::Column::TenderId)
        .column(post::Column::ThreadId)
        .inner_join(tender::Entity)
        .filter(post::Column::ForumId.eq(forum_id))
        .filter(tender::Column::Stage.is_in(stages.iter().copied()))
        .order_by_asc(post::Column::TenderId)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// What all authorities called off of these lots, by lot and contract year.
pub(super) async fn called_off(
    db: &impl Db,
    lot_ids: &[i64],
) -> Result<HashMap<(i64, i32), Quantity>> {
    let rows = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(call_off_total::Column::AuthorityId.eq(ALL))
        .all(db.conn())
        .await?;
    let read = |row: call_off_total::Model| ((row.lot_id, row.year), row.quantity);
    Ok(rows.into_iter().map(read).collect())
}
