//! The rows of tenders, in and out, on both databases; no decisions.

mod amending;
pub(super) mod many;
mod standing;

use chrono::NaiveDate;
use entity::{lot, participation, post, tender};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait,
    PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};

use super::rules::{NewLot, Part};
use crate::database::rows::with;
use crate::ledger::{Db, Remembered, Result, Tx, Written};
use crate::values::{AuthorityId, ForumId, LotId, PostId, Stage, TenderId};

pub use amending::{Amended, Amendment};
pub(super) use amending::{add as add_amendment, by_id as amendment, update as update_amendment};
pub use entity::lot::Model as Lot;
pub use entity::tender::Model as Tender;
pub use standing::Participation;
pub(super) use standing::{
    entitled, next_round, participation, participations, put_entitled, put_next_round,
    put_participation, remove_entitled, remove_next_round, remove_participation, with_part_of,
};

/// A tender's home in a region's forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Row number: the subject of its deliveries.
    pub id: PostId,
    /// The tender.
    pub tender_id: TenderId,
    /// The forum.
    pub forum_id: ForumId,
    /// The forum's region.
    pub region: String,
    /// The forum's channel.
    pub channel_id: i64,
    /// The Discord post, once it is there.
    pub thread_id: Option<i64>,
    /// The card's message, once it is there.
    pub message_id: Option<i64>,
}

/// Adds a tender; its id is ignored, the one it got is in what comes back.
pub(super) async fn insert(tx: &Tx, tender: &Tender) -> Result<Tender> {
    tx.add(tender.clone()).await
}

/// Writes a tender as it is now.
pub(super) async fn update(tx: &Tx, tender: &Tender) -> Result<()> {
    tx.save(tender.clone()).await
}

pub(super) async fn by_id(db: &impl Db, guild_id: i64, id: TenderId) -> Result<Option<Tender>> {
    db.known(ById { guild_id, id }).await
}

/// A tender by its number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ById {
    guild_id: i64,
    id: TenderId,
}

impl Remembered for ById {
    type Value = Option<Tender>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        Ok(tender::Entity::find_by_id(self.id)
            .filter(tender::Column::GuildId.eq(self.guild_id))
            .one(db.conn())
            .await?)
    }

    fn after(&self, _: &mut Self::Value, row: &Written) -> bool {
        row.of_type::<Tender>().is_some_and(|it| it.id != self.id)
    }
}

pub(super) async fn by_reference(
    db: &impl Db,
    guild_id: i64,
    reference: &str,
) -> Result<Option<Tender>> {
    let reference = reference.to_owned();
    db.known(ByReference {
        guild_id,
        reference,
    })
    .await
}

/// A tender by its reference.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct ByReference {
    guild_id: i64,
    reference: String,
}

impl Remembered for ByReference {
    type Value = Option<Tender>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        Ok(tender::Entity::find()
            .filter(tender::Column::GuildId.eq(self.guild_id))
            .filter(tender::Column::Reference.eq(self.reference.as_str()))
            .one(db.conn())
            .await?)
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        // It may have had this reference, or have it now.
        let same = |it: &Tender| it.reference.as_str() == self.reference;
        let was = |it: &Tender| value.as_ref().is_some_and(|before| before.id == it.id);
        row.of_type::<Tender>()
            .is_some_and(|it| !same(it) && !was(it))
    }
}

/// The references of a server that begin with this.
pub(super) async fn references(
    db: &impl Db,
    guild_id: i64,
    beginning: &str,
) -> Result<Vec<String>> {
    Ok(tender::Entity::find()
        .select_only()
        .column(tender::Column::Reference)
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::Reference.starts_with(beginning))
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Which of a server's tenders are wanted.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub stages: Vec<Stage>,
    /// Announced in this forum.
    pub forum_id: Option<ForumId>,
    /// Those that these authorities lead or take part in.
    pub of: Option<Vec<AuthorityId>>,
}

/// One page of a server's tenders, the newest first, and how many there are in all; without those that were withdrawn.
pub(super) async fn page(
    db: &impl Db,
    guild_id: i64,
    wanted: &Wanted,
    page: u64,
    size: u64,
) -> Result<(Vec<Tender>, u64)> {
    let mut query = tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::WithdrawnAt.is_null());
    if !wanted.stages.is_empty() {
        query = query.filter(tender::Column::Stage.is_in(wanted.stages.iter().copied()));
    }
    if let Some(forum_id) = wanted.forum_id {
        let posts = post::Entity::find()
            .select_only()
            .column(post::Column::TenderId)
            .filter(post::Column::ForumId.eq(forum_id))
            .into_query();
        query = query.filter(tender::Column::Id.in_subquery(posts));
    }
    if let Some(authorities) = &wanted.of {
        let parts = participation::Entity::find()
            .select_only()
            .column(participation::Column::TenderId)
            .filter(participation::Column::AuthorityId.is_in(authorities.iter().copied()))
            .filter(participation::Column::State.is_in([Part::Joined, Part::Asked]))
            .into_query();
        query = query.filter(
            Condition::any()
                .add(tender::Column::LeadId.is_in(authorities.iter().copied()))
                .add(tender::Column::Id.in_subquery(parts)),
        );
    }
    let total = query.clone().count(db.conn()).await?;
    let rows = query
        .order_by_desc(tender::Column::Id)
        .offset(page.saturating_mul(size))
        .limit(size)
        .all(db.conn())
        .await?;
    Ok((rows, total))
}

/// Who takes part in the tenders published from one day until before another, and doesn't lead them: tender and
/// authority.
pub(super) async fn shared_between(
    db: &impl Db,
    guild_id: i64,
    from: NaiveDate,
    before: NaiveDate,
) -> Result<Vec<(TenderId, AuthorityId)>> {
    Ok(participation::Entity::find()
        .select_only()
        .column(participation::Column::TenderId)
        .column(participation::Column::AuthorityId)
        .inner_join(tender::Entity)
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::PublishedOn.gte(from))
        .filter(tender::Column::PublishedOn.lt(before))
        .filter(tender::Column::Stage.ne(Stage::Cancelled))
        .filter(participation::Column::State.eq(Part::Joined))
        .filter(
            Expr::col((participation::Entity, participation::Column::AuthorityId))
                .ne(Expr::col((tender::Entity, tender::Column::LeadId))),
        )
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Tenders whose reference begins with the text or whose title contains it, open ones first, the newest first; without
/// those that were withdrawn.
pub(super) async fn search(
    db: &impl Db,
    guild_id: i64,
    text: &str,
    limit: u64,
) -> Result<Vec<Tender>> {
    use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
    let text = text.trim().to_lowercase();
    let escaped = text
        .replace('\\', "\\\\")
        .replace('%', "\\%")
        .replace('_', "\\_");
    let lower =
        |column: tender::Column| Expr::from(Func::lower(Expr::col((tender::Entity, column))));
    let like = |pattern: String| LikeExpr::new(pattern).escape('\\');
    let mut query = tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::WithdrawnAt.is_null());
    if !text.is_empty() {
        query = query.filter(
            Condition::any()
                .add(lower(tender::Column::Reference).like(like(format!("{escaped}%"))))
                .add(lower(tender::Column::Title).like(like(format!("%{escaped}%")))),
        );
    }
    let over = [Stage::Ended, Stage::Cancelled];
    Ok(query
        .order_by_asc(ExprTrait::is_in(
            Expr::col((tender::Entity, tender::Column::Stage)),
            over,
        ))
        .order_by_desc(tender::Column::Id)
        .limit(limit)
        .all(db.conn())
        .await?)
}

pub(super) async fn insert_lots(
    tx: &Tx,
    tender_id: TenderId,
    first: i32,
    lots: &[NewLot],
) -> Result<()> {
    for (number, lot) in (first..).zip(lots) {
        tx.add(Lot {
            id: LotId(0),
            tender_id,
            number,
            title: lot.title.clone(),
            unit: lot.unit.clone(),
            no_award: None,
            no_award_reason: None,
            removed_at: None,
        })
        .await?;
    }
    Ok(())
}

pub(super) async fn update_lot(tx: &Tx, lot: &Lot) -> Result<()> {
    tx.save(lot.clone()).await
}

/// A tender's lots in order, without those that were removed.
pub(super) async fn lots(db: &impl Db, tender_id: TenderId) -> Result<Vec<Lot>> {
    let rows = with::<lot::Entity>(db, lot::Column::TenderId, tender_id).await?;
    let there = rows.iter().filter(|lot| lot.removed_at.is_none());
    let mut lots: Vec<Lot> = there.cloned().collect();
    lots.sort_by_key(|lot| lot.number);
    Ok(lots)
}

/// The number of the next lot of a tender: one that was removed keeps its own.
pub(super) async fn next_number(db: &impl Db, tender_id: TenderId) -> Result<i32> {
    let rows = with::<lot::Entity>(db, lot::Column::TenderId, tender_id).await?;
    Ok(rows.iter().map(|lot| lot.number).max().unwrap_or(0) + 1)
}

pub(super) async fn insert_post(
    db: &impl Db,
    tender_id: TenderId,
    forum_id: ForumId,
) -> Result<()> {
    post::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        forum_id: Set(forum_id),
        thread_id: Set(None),
        message_id: Set(None),
        edited_at: Set(None),
    }
    .insert(db.conn())
    .await?;
    Ok(())
}

/// Takes a tender's home in a forum away; what is in Discord is another matter.
pub(super) async fn remove_post(db: &impl Db, post_id: PostId) -> Result<()> {
    post::Entity::delete_by_id(post_id).exec(db.conn()).await?;
    Ok(())
}

/// Where a tender was announced, in the order in which it was.
pub(super) async fn posts(db: &impl Db, tender_id: TenderId) -> Result<Vec<post::Model>> {
    let rows = with::<post::Entity>(db, post::Column::TenderId, tender_id).await?;
    Ok(rows.to_vec())
}

/// The tenders of these lots, each with the lot.
pub(super) async fn of_lots(db: &impl Db, lot_ids: &[LotId]) -> Result<Vec<(Lot, Tender)>> {
    Ok(lot::Entity::find()
        .filter(lot::Column::Id.is_in(lot_ids.iter().copied()))
        .find_both_related(tender::Entity)
        .order_by_asc(lot::Column::TenderId)
        .order_by_asc(lot::Column::Number)
        .all(db.conn())
        .await?)
}

/// Server and row of every tender, of every server, that is not over.
pub(super) async fn running(db: &impl Db) -> Result<Vec<(i64, TenderId)>> {
    let over = [Stage::Ended, Stage::Cancelled];
    Ok(tender::Entity::find()
        .select_only()
        .column(tender::Column::GuildId)
        .column(tender::Column::Id)
        .filter(tender::Column::Stage.is_not_in(over))
        .order_by_asc(tender::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// The tenders that have a post in one of these forums.
pub(super) async fn with_posts(db: &impl Db, forums: &[ForumId]) -> Result<Vec<TenderId>> {
    Ok(post::Entity::find()
        .select_only()
        .column(post::Column::TenderId)
        .distinct()
        .filter(post::Column::ForumId.is_in(forums.iter().copied()))
        .filter(post::Column::ThreadId.is_not_null())
        .order_by_asc(post::Column::TenderId)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// The server and the tender of a post.
pub(super) async fn of_post(db: &impl Db, post_id: PostId) -> Result<Option<Tender>> {
    let row = post::Entity::find_by_id(post_id)
        .find_both_related(tender::Entity)
        .one(db.conn())
        .await?;
    Ok(row.map(|(_, tender)| tender))
}

/// The tender whose post in Discord this is.
pub(super) async fn of_thread(
    db: &impl Db,
    guild_id: i64,
    thread_id: i64,
) -> Result<Option<Tender>> {
    Ok(tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(
            tender::Column::Id.in_subquery(
                post::Entity::find()
                    .select_only()
                    .column(post::Column::TenderId)
                    .filter(post::Column::ThreadId.eq(thread_id))
                    .into_query(),
            ),
        )
        .one(db.conn())
        .await?)
}

/// Where a post is in Discord, once it is there.
pub(super) async fn place_post(
    db: &impl Db,
    post_id: PostId,
    place: Option<(i64, Option<i64>)>,
) -> Result<()> {
    post::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(post_id),
        thread_id: Set(place.map(|(thread_id, _)| thread_id)),
        message_id: Set(place.and_then(|(_, message_id)| message_id)),
        ..Default::default()
    }
    .update(db.conn())
    .await?;
    Ok(())
}

#[cfg(test)]
mod kept_tests;
