//! The rows of tenders, in and out, on both databases; no decisions.

pub(super) mod many;
mod standing;

use std::str::FromStr;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{duty, forum, lot, participation, post, tender};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use serde::{Deserialize, Serialize};

use super::rules::{NewLot, Part};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{Money, Reference, Regime, Stage, Unit};

pub use standing::Participation;
pub(super) use standing::{
    Stands, entitled, next_round, participation, participations, participations_of, put_entitled,
    put_next_round, put_participation,
};

/// One joint procurement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tender {
    /// Row number.
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// Such as `SF-2027-01`: every message about it carries this.
    pub reference: Reference,
    /// What is bought.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// The lead authority.
    pub lead_id: i64,
    /// CPV code.
    pub category: Option<String>,
    /// The law it runs under.
    pub regime: Regime,
    /// Whether everybody sees everybody's quantities.
    pub open_book: bool,
    /// Where it stands.
    pub stage: Stage,
    /// The response deadline.
    pub respond_by: DateTime<Utc>,
    /// First day of the contract.
    pub starts: NaiveDate,
    /// Last day of the contract.
    pub ends: NaiveDate,
    /// The notice's address or number.
    pub notice: Option<String>,
    /// When bids are due.
    pub bids_by: Option<DateTime<Utc>>,
    /// What it is estimated at in the notice, without VAT.
    #[serde(default)]
    pub value: Option<Money>,
    /// When the notice was published.
    pub published_on: Option<NaiveDate>,
    /// The day the award notice is published.
    pub notice_on: Option<NaiveDate>,
    /// Last day of the standstill.
    pub standstill_ends: Option<NaiveDate>,
    /// Why it was cancelled, closed early, extended or reopened.
    pub reason: Option<String>,
    /// Who announced it.
    pub created_by: i64,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A part of a tender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lot {
    /// Row number.
    pub id: i64,
    /// The tender.
    pub tender_id: i64,
    /// From 1.
    pub number: i32,
    /// What it is.
    pub title: String,
    /// Its unit of measure.
    pub unit: Unit,
}

/// A tender's home in a region's forum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Row number: the subject of its deliveries.
    pub id: i64,
    /// The tender.
    pub tender_id: i64,
    /// The forum.
    pub forum_id: i64,
    /// The forum's region.
    pub region: String,
    /// The forum's channel.
    pub channel_id: i64,
    /// The Discord post, once it is there.
    pub thread_id: Option<i64>,
    /// The card's message, once it is there.
    pub message_id: Option<i64>,
}

/// A value that the database keeps as a word; another word there is a fault.
fn word<T: FromStr>(text: &str) -> Result<T> {
    T::from_str(text)
        .map_err(|_| Fault::new(format!("“{text}” is kept, and is no such word")).into())
}

fn to_tender(row: tender::Model) -> Result<Tender> {
    Ok(Tender {
        id: row.id,
        guild_id: row.guild_id,
        reference: Reference::parse(&row.reference)
            .map_err(|_| Fault::new(format!("the reference “{}” is kept", row.reference)))?,
        title: row.title,
        description: row.description,
        lead_id: row.lead_id,
        category: row.category,
        regime: word::<Regime>(&row.regime)?,
        open_book: row.open_book,
        stage: word::<Stage>(&row.stage)?,
        respond_by: row.respond_by,
        starts: row.starts,
        ends: row.ends,
        notice: row.notice,
        value: row.notice_value.map(Money::from_pence),
        bids_by: row.bids_by,
        published_on: row.published_on,
        notice_on: row.notice_on,
        standstill_ends: row.standstill_ends,
        reason: row.reason,
        created_by: row.created_by,
        created_at: row.created_at,
    })
}

fn to_row(tender: &Tender) -> tender::Model {
    tender::Model {
        id: tender.id,
        guild_id: tender.guild_id,
        reference: tender.reference.to_string(),
        title: tender.title.clone(),
        description: tender.description.clone(),
        lead_id: tender.lead_id,
        category: tender.category.clone(),
        regime: tender.regime.as_str().to_owned(),
        open_book: tender.open_book,
        stage: tender.stage.as_str().to_owned(),
        respond_by: tender.respond_by,
        starts: tender.starts,
        ends: tender.ends,
        notice: tender.notice.clone(),
        notice_value: tender.value.map(Money::pence),
        bids_by: tender.bids_by,
        published_on: tender.published_on,
        notice_on: tender.notice_on,
        standstill_ends: tender.standstill_ends,
        reason: tender.reason.clone(),
        created_by: tender.created_by,
        created_at: tender.created_at,
    }
}

fn to_lot(row: lot::Model) -> Result<Lot> {
    Ok(Lot {
        id: row.id,
        tender_id: row.tender_id,
        number: row.number,
        title: row.title,
        unit: Unit::parse(&row.unit)
            .map_err(|_| Fault::new(format!("the unit “{}” is kept", row.unit)))?,
    })
}

/// Adds a tender; its id is ignored, the one it got is in what comes back.
pub(super) async fn insert(db: &impl Db, tender: &Tender) -> Result<Tender> {
    let row = tender::ActiveModel {
        id: NotSet,
        ..to_row(tender).into()
    };
    to_tender(row.insert(db.conn()).await?)
}

/// Writes on a tender what its awards settle.
pub async fn settle(
    tx: &Tx,
    tender_id: i64,
    stage: Stage,
    notice_on: NaiveDate,
    standstill_ends: NaiveDate,
) -> Result<()> {
    let row = tender::ActiveModel {
        stage: Set(stage.as_str().to_owned()),
        notice_on: Set(Some(notice_on)),
        standstill_ends: Set(Some(standstill_ends)),
        ..Default::default()
    };
    tender::Entity::update_many()
        .set(row)
        .filter(tender::Column::Id.eq(tender_id))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Writes a tender as it is now.
pub(super) async fn update(db: &impl Db, tender: &Tender) -> Result<()> {
    let row = to_row(tender).into_active_model().reset_all();
    row.update(db.conn()).await?;
    Ok(())
}

pub(super) async fn by_id(db: &impl Db, guild_id: i64, id: i64) -> Result<Option<Tender>> {
    let row = tender::Entity::find_by_id(id)
        .filter(tender::Column::GuildId.eq(guild_id))
        .one(db.conn())
        .await?;
    row.map(to_tender).transpose()
}

pub(super) async fn by_reference(
    db: &impl Db,
    guild_id: i64,
    reference: &str,
) -> Result<Option<Tender>> {
    let row = tender::Entity::find()
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::Reference.eq(reference))
        .one(db.conn())
        .await?;
    row.map(to_tender).transpose()
}

/// The references of a server that begin so.
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
    pub region: Option<String>,
    /// Those that these authorities lead or take part in.
    pub of: Option<Vec<i64>>,
}

/// One page of a server's tenders, the newest first, and how many there are in all.
pub(super) async fn page(
    db: &impl Db,
    guild_id: i64,
    wanted: &Wanted,
    page: u64,
    size: u64,
) -> Result<(Vec<Tender>, u64)> {
    let mut query = tender::Entity::find().filter(tender::Column::GuildId.eq(guild_id));
    if !wanted.stages.is_empty() {
        query = query.filter(tender::Column::Stage.is_in(wanted.stages.iter().map(|s| s.as_str())));
    }
    if let Some(region) = &wanted.region {
        let posts = post::Entity::find()
            .select_only()
            .column(post::Column::TenderId)
            .inner_join(forum::Entity)
            .filter(forum::Column::Region.eq(region.as_str()))
            .filter(forum::Column::GuildId.eq(guild_id))
            .into_query();
        query = query.filter(tender::Column::Id.in_subquery(posts));
    }
    if let Some(authorities) = &wanted.of {
        let parts = participation::Entity::find()
            .select_only()
            .column(participation::Column::TenderId)
            .filter(participation::Column::AuthorityId.is_in(authorities.iter().copied()))
            .filter(
                participation::Column::State.is_in([Part::Joined.as_str(), Part::Asked.as_str()]),
            )
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
    Ok((
        rows.into_iter().map(to_tender).collect::<Result<_>>()?,
        total,
    ))
}

/// Who takes part in the tenders published from one day until before another, and doesn't lead them: tender and
/// authority.
pub(super) async fn shared_between(
    db: &impl Db,
    guild_id: i64,
    from: NaiveDate,
    before: NaiveDate,
) -> Result<Vec<(i64, i64)>> {
    Ok(participation::Entity::find()
        .select_only()
        .column(participation::Column::TenderId)
        .column(participation::Column::AuthorityId)
        .inner_join(tender::Entity)
        .filter(tender::Column::GuildId.eq(guild_id))
        .filter(tender::Column::PublishedOn.gte(from))
        .filter(tender::Column::PublishedOn.lt(before))
        .filter(tender::Column::Stage.ne(Stage::Cancelled.as_str()))
        .filter(participation::Column::State.eq(Part::Joined.as_str()))
        .filter(
            Expr::col((participation::Entity, participation::Column::AuthorityId))
                .ne(Expr::col((tender::Entity, tender::Column::LeadId))),
        )
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Tenders whose reference begins with the text or whose title contains it, open ones first, the newest first.
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
    let mut query = tender::Entity::find().filter(tender::Column::GuildId.eq(guild_id));
    if !text.is_empty() {
        query = query.filter(
            Condition::any()
                .add(lower(tender::Column::Reference).like(like(format!("{escaped}%"))))
                .add(lower(tender::Column::Title).like(like(format!("%{escaped}%")))),
        );
    }
    let over = [Stage::Ended.as_str(), Stage::Cancelled.as_str()];
    let rows = query
        .order_by_asc(ExprTrait::is_in(
            Expr::col((tender::Entity, tender::Column::Stage)),
            over,
        ))
        .order_by_desc(tender::Column::Id)
        .limit(limit)
        .all(db.conn())
        .await?;
    rows.into_iter().map(to_tender).collect()
}

pub(super) async fn insert_lots(
    db: &impl Db,
    tender_id: i64,
    first: i32,
    lots: &[NewLot],
) -> Result<()> {
    let rows = (first..).zip(lots).map(|(number, lot)| lot::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        number: Set(number),
        title: Set(lot.title.clone()),
        unit: Set(lot.unit.as_str().to_owned()),
    });
    lot::Entity::insert_many(rows)
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

pub(super) async fn update_lot(db: &impl Db, lot: &Lot) -> Result<()> {
    lot::ActiveModel {
        id: sea_orm::ActiveValue::Unchanged(lot.id),
        tender_id: NotSet,
        number: NotSet,
        title: Set(lot.title.clone()),
        unit: Set(lot.unit.as_str().to_owned()),
    }
    .update(db.conn())
    .await?;
    Ok(())
}

pub(super) async fn lots(db: &impl Db, tender_id: i64) -> Result<Vec<Lot>> {
    let rows = lot::Entity::find()
        .filter(lot::Column::TenderId.eq(tender_id))
        .order_by_asc(lot::Column::Number)
        .all(db.conn())
        .await?;
    rows.into_iter().map(to_lot).collect()
}

pub(super) async fn insert_post(db: &impl Db, tender_id: i64, forum_id: i64) -> Result<()> {
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

pub(super) async fn posts(db: &impl Db, tender_id: i64) -> Result<Vec<Post>> {
    let rows = post::Entity::find()
        .filter(post::Column::TenderId.eq(tender_id))
        .find_also_related(forum::Entity)
        .order_by_asc(post::Column::Id)
        .all(db.conn())
        .await?;
    let post = |(row, forum): (post::Model, Option<forum::Model>)| {
        let forum = forum?;
        Some(Post {
            id: row.id,
            tender_id: row.tender_id,
            forum_id: row.forum_id,
            region: forum.region,
            channel_id: forum.channel_id,
            thread_id: row.thread_id,
            message_id: row.message_id,
        })
    };
    // The foreign key keeps every post's forum.
    Ok(rows.into_iter().filter_map(post).collect())
}

/// Server and row of every tender, of every server, that is not over.
pub(super) async fn running(db: &impl Db) -> Result<Vec<(i64, i64)>> {
    let over = [Stage::Ended, Stage::Cancelled].map(Stage::as_str);
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
pub(super) async fn with_posts(db: &impl Db, forums: &[i64]) -> Result<Vec<i64>> {
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
pub(super) async fn of_post(db: &impl Db, post_id: i64) -> Result<Option<Tender>> {
    let row = post::Entity::find_by_id(post_id)
        .find_also_related(tender::Entity)
        .one(db.conn())
        .await?;
    row.and_then(|(_, tender)| tender)
        .map(to_tender)
        .transpose()
}

/// The tender whose post in Discord this is.
pub(super) async fn of_thread(
    db: &impl Db,
    guild_id: i64,
    thread_id: i64,
) -> Result<Option<Tender>> {
    let row = tender::Entity::find()
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
        .await?;
    row.map(to_tender).transpose()
}

/// Where a post is in Discord, once it is there.
pub(super) async fn place_post(
    db: &impl Db,
    post_id: i64,
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

/// Arms a duty for that moment, whatever became of it before.
pub(super) async fn arm(
    db: &impl Db,
    guild_id: i64,
    kind: &str,
    tender_id: i64,
    due_at: DateTime<Utc>,
) -> Result<()> {
    let row = duty::ActiveModel {
        id: NotSet,
        guild_id: Set(guild_id),
        kind: Set(kind.to_owned()),
        subject_id: Set(tender_id),
        due_at: Set(due_at),
        state: Set("armed".to_owned()),
    };
    duty::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([duty::Column::Kind, duty::Column::SubjectId])
                .update_columns([duty::Column::DueAt, duty::Column::State])
                .to_owned(),
        )
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

/// Withdraws those of these duties that wait.
pub(super) async fn disarm(db: &impl Db, kinds: &[&str], tender_id: i64) -> Result<()> {
    use sea_orm::sea_query::Expr;
    if kinds.is_empty() {
        return Ok(());
    }
    duty::Entity::update_many()
        .col_expr(duty::Column::State, Expr::value("withdrawn"))
        .filter(duty::Column::SubjectId.eq(tender_id))
        .filter(duty::Column::Kind.is_in(kinds.iter().copied()))
        .filter(duty::Column::State.eq("armed"))
        .exec(db.conn())
        .await?;
    Ok(())
}

/// What tests look at that no use case shows.
#[cfg(test)]
pub(crate) mod seen {
    use super::*;
    use entity::{delivery, ledger_entry};

    /// The duties of a tender: kind, when, state.
    pub(crate) async fn duties(
        db: &impl Db,
        tender_id: i64,
    ) -> Vec<(String, DateTime<Utc>, String)> {
        let rows = duty::Entity::find()
            .filter(duty::Column::SubjectId.eq(tender_id))
            .filter(duty::Column::Kind.starts_with("tender."))
            .order_by_asc(duty::Column::DueAt)
            .order_by_asc(duty::Column::Id)
            .all(db.conn())
            .await
            .unwrap();
        rows.into_iter()
            .map(|d| (d.kind, d.due_at, d.state))
            .collect()
    }

    /// The deliveries that are queued, of one kind: subject, lane, arguments.
    pub(crate) async fn deliveries(
        db: &impl Db,
        kind: &str,
    ) -> Vec<(i64, String, serde_json::Value)> {
        let rows = delivery::Entity::find()
            .filter(delivery::Column::Kind.eq(kind))
            .order_by_asc(delivery::Column::Id)
            .all(db.conn())
            .await
            .unwrap();
        rows.into_iter()
            .map(|d| (d.subject_id, d.lane, serde_json::from_str(&d.args).unwrap()))
            .collect()
    }

    /// Forgets the deliveries that are queued, as if they were sent.
    pub(crate) async fn send_all(tx: &crate::ledger::Tx) -> Result<()> {
        delivery::Entity::delete_many().exec(tx.conn()).await?;
        Ok(())
    }

    /// The kinds of a tender's entries in the ledger, in order.
    pub(crate) async fn entries(db: &impl Db, tender_id: i64) -> Vec<String> {
        let rows = ledger_entry::Entity::find()
            .filter(ledger_entry::Column::TenderId.eq(tender_id))
            .order_by_asc(ledger_entry::Column::Seq)
            .all(db.conn())
            .await
            .unwrap();
        rows.into_iter().map(|e| e.kind).collect()
    }
}
