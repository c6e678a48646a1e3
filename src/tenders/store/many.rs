//! The rows of many tenders at once, for whoever looks at a region.

use chrono::NaiveDate;
use entity::{lot, participation, post, tender};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{Lot, Tender};
use crate::ledger::{Db, Result};
use crate::tenders::rules::Part;
use crate::values::{AuthorityId, ForumId, Stage, TenderId};

/// The tenders of these rows, in their order.
pub(in crate::tenders) async fn tenders(
    db: &impl Db,
    guild_id: i64,
    ids: &[TenderId],
) -> Result<Vec<Tender>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(tender::Column::Id)
        .all(db.conn())
        .await?)
}

/// Their lots, each with its tender's row, in order.
pub(in crate::tenders) async fn lots(
    db: &impl Db,
    ids: &[TenderId],
) -> Result<Vec<(TenderId, Lot)>> {
    let rows = lot::Entity::find()
        .filter(lot::Column::TenderId.is_in(ids.iter().copied()))
        .filter(lot::Column::RemovedAt.is_null())
        .order_by_asc(lot::Column::TenderId)
        .order_by_asc(lot::Column::Number)
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(|lot| (lot.tender_id, lot)).collect())
}

/// The lots with one of these titles of a server's tenders that began before a day, each with its tender, the newest first.
pub(in crate::tenders) async fn of_titles(
    db: &impl Db,
    guild_id: i64,
    titles: &[&str],
    before: NaiveDate,
) -> Result<Vec<(Tender, Lot)>> {
    let lots = lot::Entity::find()
        .filter(lot::Column::Title.is_in(titles.iter().copied()))
        .all(db.conn())
        .await?;
    let mut tenders = tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::Id.is_in(lots.iter().map(|lot| lot.tender_id)))
        .filter(tender::Column::Starts.lt(before))
        .all(db.conn())
        .await?;
    tenders.sort_by_key(|tender| std::cmp::Reverse((tender.starts, tender.id)));
    let mut found = Vec::new();
    for tender in tenders {
        let its = lots.iter().filter(|lot| lot.tender_id == tender.id);
        found.extend(its.map(|lot| (tender.clone(), lot.clone())));
    }
    Ok(found)
}

/// A tender's row and a forum in which it was announced, for each of them.
pub(in crate::tenders) async fn forums(
    db: &impl Db,
    ids: &[TenderId],
) -> Result<Vec<(TenderId, ForumId)>> {
    Ok(post::Entity::find()
        .select_only()
        .column(post::Column::TenderId)
        .column(post::Column::ForumId)
        .filter(post::Column::TenderId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// How an authority stands in a tender.
#[derive(Clone, Copy, Debug)]
pub(in crate::tenders) struct Stands {
    pub part: Part,
    pub answered: bool,
    pub wave: i32,
    /// Whether its answer is to be confirmed.
    pub to_confirm: bool,
}

/// A tender's row, an authority that has answered it or asked to take part, and how it stands.
pub(in crate::tenders) async fn parts(
    db: &impl Db,
    ids: &[TenderId],
) -> Result<Vec<(TenderId, AuthorityId, Stands)>> {
    let rows: Vec<(TenderId, AuthorityId, Part, bool, i32, Option<i32>)> =
        participation::Entity::find()
            .select_only()
            .columns([
                participation::Column::TenderId,
                participation::Column::AuthorityId,
                participation::Column::State,
                participation::Column::Answered,
                participation::Column::Wave,
                participation::Column::ToConfirm,
            ])
            .filter(participation::Column::TenderId.is_in(ids.iter().copied()))
            .into_tuple()
            .all(db.conn())
            .await?;
    Ok(rows
        .into_iter()
        .map(|(tender, authority, part, answered, wave, to_confirm)| {
            let stands = Stands {
                part,
                answered,
                wave,
                to_confirm: to_confirm.is_some(),
            };
            (tender, authority, stands)
        })
        .collect())
}

/// The rows of a forum's tenders at these stages, the oldest first, each with its post in Discord once it is there.
pub(in crate::tenders) async fn in_forum(
    db: &impl Db,
    forum_id: ForumId,
    stages: &[Stage],
) -> Result<Vec<(TenderId, Option<i64>)>> {
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
