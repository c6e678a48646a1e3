//! How authorities stand in tenders: who takes part, who may call off, who is asked the next time.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use entity::{entitled, next_round, participation};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait, InsertMany, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};

use crate::ledger::writes::ROWS;
use crate::ledger::{Db, Later, Result, Write};
use crate::tenders::rules::Part;

/// An authority's row in a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The authority.
    pub authority_id: i64,
    /// What it is there.
    pub part: Part,
    /// Whether it has declared or said that it needs none.
    pub answered: bool,
    /// 1, or 2 for late joiners.
    pub wave: i32,
    /// What it said.
    pub reason: Option<String>,
    /// When the state was reached.
    pub at: DateTime<Utc>,
}

fn to_participation(row: participation::Model) -> Participation {
    Participation {
        authority_id: row.authority_id,
        part: row.state,
        answered: row.answered,
        wave: row.wave,
        reason: row.reason,
        at: row.at,
    }
}

pub(in crate::tenders) async fn participations(
    db: &impl Db,
    tender_id: i64,
) -> Result<Vec<Participation>> {
    let rows = participation::Entity::find()
        .filter(participation::Column::TenderId.eq(tender_id))
        .order_by_asc(participation::Column::Id)
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(to_participation).collect())
}

pub(in crate::tenders) async fn participation(
    db: &impl Db,
    tender_id: i64,
    authority_id: i64,
) -> Result<Option<Participation>> {
    let row = participation::Entity::find()
        .filter(participation::Column::TenderId.eq(tender_id))
        .filter(participation::Column::AuthorityId.eq(authority_id))
        .one(db.conn())
        .await?;
    Ok(row.map(to_participation))
}

/// The rows of these authorities in a tender.
pub(in crate::tenders) async fn participations_of(
    db: &impl Db,
    tender_id: i64,
    authority_ids: &[i64],
) -> Result<Vec<Participation>> {
    let rows = participation::Entity::find()
        .filter(participation::Column::TenderId.eq(tender_id))
        .filter(participation::Column::AuthorityId.is_in(authority_ids.iter().copied()))
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(to_participation).collect())
}

/// How an authority stands in a tender from now on.
pub(in crate::tenders) struct Stands {
    pub tender_id: i64,
    pub row: Participation,
}

impl Later for Stands {
    fn writes(rows: Vec<Self>) -> Vec<Write> {
        // One statement writes no row twice: the last counts.
        let mut last: BTreeMap<(i64, i64), Participation> = BTreeMap::new();
        for Stands { tender_id, row } in rows {
            last.insert((tender_id, row.authority_id), row);
        }
        let rows: Vec<_> = last.iter().collect();
        let parts = rows.chunks(ROWS).map(|part| {
            let rows = part
                .iter()
                .map(|((tender_id, _), row)| active(*tender_id, row));
            put(rows).into_query().into()
        });
        parts.collect()
    }
}

/// Writes an authority's row in a tender, whether it has one or not.
pub(in crate::tenders) async fn put_participation(
    db: &impl Db,
    tender_id: i64,
    row: &Participation,
) -> Result<()> {
    put([active(tender_id, row)])
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

fn active(tender_id: i64, row: &Participation) -> participation::ActiveModel {
    participation::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        authority_id: Set(row.authority_id),
        state: Set(row.part),
        answered: Set(row.answered),
        wave: Set(row.wave),
        reason: Set(row.reason.clone()),
        at: Set(row.at),
    }
}

fn put(
    rows: impl IntoIterator<Item = participation::ActiveModel>,
) -> InsertMany<participation::ActiveModel> {
    participation::Entity::insert_many(rows).on_conflict(
        OnConflict::columns([
            participation::Column::TenderId,
            participation::Column::AuthorityId,
        ])
        .update_columns([
            participation::Column::State,
            participation::Column::Answered,
            participation::Column::Wave,
            participation::Column::Reason,
            participation::Column::At,
        ])
        .to_owned(),
    )
}

pub(in crate::tenders) async fn put_entitled(
    db: &impl Db,
    tender_id: i64,
    authorities: &[i64],
) -> Result<()> {
    if authorities.is_empty() {
        return Ok(());
    }
    let rows = authorities.iter().map(|id| entitled::ActiveModel {
        tender_id: Set(tender_id),
        authority_id: Set(*id),
    });
    entitled::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

pub(in crate::tenders) async fn entitled(db: &impl Db, tender_id: i64) -> Result<Vec<i64>> {
    Ok(entitled::Entity::find()
        .select_only()
        .column(entitled::Column::AuthorityId)
        .filter(entitled::Column::TenderId.eq(tender_id))
        .order_by_asc(entitled::Column::AuthorityId)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Keeps an authority's need for the next round; the newest reason stands.
pub(in crate::tenders) async fn put_next_round(
    db: &impl Db,
    tender_id: i64,
    authority_id: i64,
    reason: Option<String>,
    at: DateTime<Utc>,
) -> Result<()> {
    let row = next_round::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        authority_id: Set(authority_id),
        reason: Set(reason),
        at: Set(at),
    };
    next_round::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([
                next_round::Column::TenderId,
                next_round::Column::AuthorityId,
            ])
            .update_columns([next_round::Column::Reason, next_round::Column::At])
            .to_owned(),
        )
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

/// The authorities whose need is kept for the next round, with what they said.
pub(in crate::tenders) async fn next_round(
    db: &impl Db,
    tender_id: i64,
) -> Result<Vec<(i64, Option<String>)>> {
    Ok(next_round::Entity::find()
        .select_only()
        .columns([next_round::Column::AuthorityId, next_round::Column::Reason])
        .filter(next_round::Column::TenderId.eq(tender_id))
        .order_by_asc(next_round::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?)
}
