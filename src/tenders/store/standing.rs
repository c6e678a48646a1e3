//! How authorities stand in tenders: who takes part, who may call off, who is asked the next time.

use chrono::{DateTime, Utc};
use entity::{entitled, next_round, participation, tender};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};

use crate::database::rows::with;
use crate::ledger::{Db, Remembered, Result, Tx, Written};
use crate::tenders::rules::Part;
use crate::values::{AuthorityId, TenderId};

/// An authority's row in a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participation {
    /// The authority.
    pub authority_id: AuthorityId,
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
    /// For how many contract years it answered, where the terms have changed since and it has not said yet that its answer
    /// still holds.
    #[serde(default)]
    pub to_confirm: Option<i32>,
}

fn to_participation(row: participation::Model) -> Participation {
    Participation {
        authority_id: row.authority_id,
        part: row.state,
        answered: row.answered,
        wave: row.wave,
        reason: row.reason,
        at: row.at,
        to_confirm: row.to_confirm,
    }
}

pub(in crate::tenders) async fn participations(
    db: &impl Db,
    tender_id: TenderId,
) -> Result<Vec<Participation>> {
    let of = participation::Column::TenderId;
    let rows = with::<participation::Entity>(db, of, tender_id).await?;
    Ok(rows.iter().cloned().map(to_participation).collect())
}

pub(in crate::tenders) async fn participation(
    db: &impl Db,
    tender_id: TenderId,
    authority_id: AuthorityId,
) -> Result<Option<Participation>> {
    Ok(row(db, tender_id, authority_id)
        .await?
        .map(to_participation))
}

async fn row(
    db: &impl Db,
    tender_id: TenderId,
    authority_id: AuthorityId,
) -> Result<Option<participation::Model>> {
    let of = OfOne {
        tender_id,
        authority_id,
    };
    db.known(of).await
}

/// An authority's row in a tender.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OfOne {
    tender_id: TenderId,
    authority_id: AuthorityId,
}

impl Remembered for OfOne {
    type Value = Option<participation::Model>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        Ok(participation::Entity::find()
            .filter(participation::Column::TenderId.eq(self.tender_id))
            .filter(participation::Column::AuthorityId.eq(self.authority_id))
            .one(db.conn())
            .await?)
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.of_type::<participation::Model>() else {
            return false;
        };
        if (it.tender_id, it.authority_id) == (self.tender_id, self.authority_id) {
            *value = row.saved::<participation::Model>().cloned();
        }
        true
    }
}

/// Writes an authority's row in a tender, whether it has one or not.
pub(in crate::tenders) async fn put_participation(
    tx: &Tx,
    tender_id: TenderId,
    new: &Participation,
) -> Result<()> {
    let before = row(tx, tender_id, new.authority_id).await?;
    let row = participation::Model {
        id: before.as_ref().map_or(0, |before| before.id),
        tender_id,
        authority_id: new.authority_id,
        state: new.part,
        answered: new.answered,
        wave: new.wave,
        reason: new.reason.clone(),
        at: new.at,
        to_confirm: new.to_confirm,
    };
    match before {
        Some(_) => tx.save(row).await,
        None => tx.add(row).await.map(drop),
    }
}

/// Takes an authority's row in a tender away, if it has one.
pub(in crate::tenders) async fn remove_participation(
    tx: &Tx,
    tender_id: TenderId,
    authority_id: AuthorityId,
) -> Result<()> {
    match row(tx, tender_id, authority_id).await? {
        Some(row) => tx.remove(row).await,
        None => Ok(()),
    }
}

pub(in crate::tenders) async fn remove_entitled(
    tx: &Tx,
    tender_id: TenderId,
    authorities: &[AuthorityId],
) -> Result<()> {
    for authority_id in authorities.iter().copied() {
        tx.remove(entitled::Model {
            tender_id,
            authority_id,
        })
        .await?;
    }
    Ok(())
}

pub(in crate::tenders) async fn put_entitled(
    tx: &Tx,
    tender_id: TenderId,
    authorities: &[AuthorityId],
) -> Result<()> {
    for authority_id in authorities.iter().copied() {
        tx.save(entitled::Model {
            tender_id,
            authority_id,
        })
        .await?;
    }
    Ok(())
}

pub(in crate::tenders) async fn entitled(
    db: &impl Db,
    tender_id: TenderId,
) -> Result<Vec<AuthorityId>> {
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
    tx: &Tx,
    tender_id: TenderId,
    authority_id: AuthorityId,
    reason: Option<String>,
    at: DateTime<Utc>,
) -> Result<()> {
    let before = next_round::Entity::find()
        .filter(next_round::Column::TenderId.eq(tender_id))
        .filter(next_round::Column::AuthorityId.eq(authority_id))
        .one(tx.conn())
        .await?;
    let row = next_round::Model {
        id: before.as_ref().map_or(0, |before| before.id),
        tender_id,
        authority_id,
        reason,
        at,
    };
    match before {
        Some(_) => tx.save(row).await,
        None => tx.add(row).await.map(drop),
    }
}

/// The authorities whose need is kept for the next round, with what they said.
pub(in crate::tenders) async fn next_round(
    db: &impl Db,
    tender_id: TenderId,
) -> Result<Vec<(AuthorityId, Option<String>)>> {
    Ok(next_round::Entity::find()
        .select_only()
        .columns([next_round::Column::AuthorityId, next_round::Column::Reason])
        .filter(next_round::Column::TenderId.eq(tender_id))
        .order_by_asc(next_round::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// An authority's need is not kept for the next round any more.
pub(in crate::tenders) async fn remove_next_round(
    tx: &Tx,
    tender_id: TenderId,
    authority_id: AuthorityId,
) -> Result<()> {
    let rows = next_round::Entity::find()
        .filter(next_round::Column::TenderId.eq(tender_id))
        .filter(next_round::Column::AuthorityId.eq(authority_id))
        .all(tx.conn())
        .await?;
    for row in rows {
        tx.remove(row).await?;
    }
    Ok(())
}

/// The tenders of a server in which an authority has any part: it leads them, has a row there, may call off, or has its need
/// kept for the next round; the oldest first.
pub(in crate::tenders) async fn with_part_of(
    db: &impl Db,
    guild_id: i64,
    authority_id: AuthorityId,
) -> Result<Vec<tender::Model>> {
    let parts = participation::Entity::find()
        .select_only()
        .column(participation::Column::TenderId)
        .filter(participation::Column::AuthorityId.eq(authority_id))
        .into_query();
    let entitled = entitled::Entity::find()
        .select_only()
        .column(entitled::Column::TenderId)
        .filter(entitled::Column::AuthorityId.eq(authority_id))
        .into_query();
    let kept = next_round::Entity::find()
        .select_only()
        .column(next_round::Column::TenderId)
        .filter(next_round::Column::AuthorityId.eq(authority_id))
        .into_query();
    let any = Condition::any()
        .add(tender::Column::LeadId.eq(authority_id))
        .add(tender::Column::Id.in_subquery(parts))
        .add(tender::Column::Id.in_subquery(entitled))
        .add(tender::Column::Id.in_subquery(kept));
    Ok(tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(any)
        .order_by_asc(tender::Column::Id)
        .all(db.conn())
        .await?)
}
