//! Rows that other capabilities keep, put there for the tests of awards and call-offs.

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    call_off, call_off_total, delivery, forum, ledger_entry, lot, participation, post, requirement,
    tender,
};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use crate::ledger::testing::Seeded;
use crate::ledger::{Db, Result, Tx};
use crate::values::{
    AuthorityId, ForumId, LotId, Part, Quantity, Reference, Regime, Stage, TenderId, Unit,
    UnitPrice,
};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Design, section 9: the tender out to tender, with its two lots and a post in a forum. Gives their rows.
pub async fn solid_fuel(
    tx: &Tx,
    guild_id: i64,
    lead_id: AuthorityId,
    now: DateTime<Utc>,
) -> Result<(TenderId, [LotId; 2])> {
    let tender = tx
        .add(tender::Model {
            id: TenderId(0),
            guild_id,
            reference: Reference::parse("SF-2027-01").unwrap(),
            title: "Solid fuel 2027–2029".to_owned(),
            description: None,
            lead_id,
            category: Some("09110000-3".to_owned()),
            regime: Regime::Wales,
            open_book: false,
            stage: Stage::OutToTender,
            respond_by: now,
            starts: day(2027, 4, 1),
            ends: day(2029, 3, 31),
            notice: Some("2027/S 000-000001".to_owned()),
            value: None,
            bids_by: Some(now),
            published_on: Some(day(2027, 1, 12)),
            notice_on: None,
            standstill_ends: None,
            reason: None,
            created_by: 1,
            created_at: now,
        })
        .await?;
    let tender_id = tender.id;
    let mut lots = [LotId(0); 2];
    for ((place, title), number) in ["House coal", "Smokeless fuel"]
        .into_iter()
        .enumerate()
        .zip(1..)
    {
        let lot = tx.add(lot::Model {
            id: LotId(0),
            tender_id,
            number,
            title: title.to_owned(),
            unit: Unit::parse("tonne").unwrap(),
        });
        lots[place] = lot.await?.id;
    }
    let forum = tx
        .add(forum::Model {
            id: ForumId(0),
            guild_id,
            region: "South Wales".to_owned(),
            channel_id: guild_id + 1,
            threads: true,
            language: "en".to_owned(),
            tags: "{}".to_owned(),
            digest: None,
            paused: false,
            last_digest_at: None,
        })
        .await?;
    let row = post::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        forum_id: Set(forum.id),
        thread_id: Set(None),
        message_id: Set(None),
        edited_at: Set(None),
    };
    post::Entity::insert(row).exec(tx.conn()).await?;
    tx.tell(&Seeded).await?;
    Ok((tender_id, lots))
}

pub async fn participation(
    tx: &Tx,
    tender_id: TenderId,
    authority_id: AuthorityId,
    state: Part,
    now: DateTime<Utc>,
) -> Result<()> {
    let before = participation::Entity::find()
        .filter(participation::Column::TenderId.eq(tender_id))
        .filter(participation::Column::AuthorityId.eq(authority_id))
        .one(tx.conn())
        .await?;
    if let Some(before) = before {
        tx.remove(before).await?;
    }
    tx.add(participation::Model {
        id: 0,
        tender_id,
        authority_id,
        state,
        answered: true,
        wave: 1,
        reason: None,
        at: now,
    })
    .await?;
    tx.tell(&Seeded).await?;
    Ok(())
}

/// What was declared for every year, as the revision that counts.
pub async fn requirement(
    tx: &Tx,
    lot_id: LotId,
    authority_id: AuthorityId,
    expected: Quantity,
    baseline: UnitPrice,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.add(requirement::Model {
        id: 0,
        lot_id,
        authority_id,
        year: 0,
        revision: 1,
        current: true,
        expected,
        at_least: None,
        at_most: None,
        committed: true,
        baseline: Some(baseline),
        supplier_now: None,
        note: None,
        late: false,
        by_user: 1,
        at: now,
    })
    .await?;
    tx.tell(&Seeded).await?;
    Ok(())
}

/// Makes what these authorities declared of a lot nil returns.
pub async fn nil_returns(tx: &Tx, lot_id: LotId, authority_ids: Vec<AuthorityId>) -> Result<()> {
    let declared = requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.is_in(authority_ids))
        .all(tx.conn())
        .await?;
    for row in declared {
        tx.save(requirement::Model {
            expected: Quantity::ZERO,
            ..row
        })
        .await?;
    }
    tx.tell(&Seeded).await?;
    Ok(())
}

/// As if all that is queued in a server had been sent.
pub async fn sent(db: &impl Db, guild_id: i64) -> Result<()> {
    delivery::Entity::delete_many()
        .filter(delivery::Column::GuildId.eq(guild_id))
        .exec(db.conn())
        .await?;
    Ok(())
}

pub async fn set_stage(tx: &Tx, tender_id: TenderId, stage: Stage) -> Result<()> {
    let tender = tender::Entity::find_by_id(tender_id).one(tx.conn()).await?;
    tx.save(tender::Model {
        stage,
        ..tender.unwrap()
    })
    .await?;
    tx.tell(&Seeded).await?;
    Ok(())
}

/// What was declared by whom at which baseline: (lot, authority, baseline).
pub async fn baselines(
    db: &impl Db,
    lots: [LotId; 2],
) -> Result<Vec<(LotId, AuthorityId, Option<UnitPrice>)>> {
    Ok(requirement::Entity::find()
        .select_only()
        .column(requirement::Column::LotId)
        .column(requirement::Column::AuthorityId)
        .column(requirement::Column::Baseline)
        .filter(requirement::Column::LotId.is_in(lots))
        .into_tuple()
        .all(db.conn())
        .await?)
}

type Total = (LotId, i32, AuthorityId, Quantity);

/// Totals as kept, and the same counted again from the call-offs: (lot, year, authority or 0, quantity), in order.
pub async fn totals(db: &impl Db, lots: [LotId; 2]) -> Result<(Vec<Total>, Vec<Total>)> {
    let kept = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.is_in(lots))
        .all(db.conn())
        .await?;
    let mut kept: Vec<_> = kept
        .into_iter()
        .map(|t| (t.lot_id, t.year, t.authority_id, t.quantity))
        .collect();
    kept.sort_unstable();
    let mut counted = std::collections::BTreeMap::new();
    let rows = call_off::Entity::find()
        .filter(call_off::Column::LotId.is_in(lots))
        .all(db.conn())
        .await?;
    for row in rows {
        for who in [AuthorityId(0), row.authority_id] {
            let sum: &mut Quantity = counted.entry((row.lot_id, row.year, who)).or_default();
            *sum = sum.checked_add(row.quantity).unwrap();
        }
    }
    let counted = counted
        .into_iter()
        .map(|((lot, year, who), sum)| (lot, year, who, sum))
        .collect();
    Ok((kept, counted))
}

/// Kinds of the deliveries queued in a server, in order.
pub async fn deliveries(db: &impl Db, guild_id: i64) -> Result<Vec<String>> {
    Ok(delivery::Entity::find()
        .select_only()
        .column(delivery::Column::Kind)
        .filter(delivery::Column::GuildId.eq(guild_id))
        .order_by_asc(delivery::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?)
}

/// Kinds of a tender's ledger entries, in order.
pub async fn entries(db: &impl Db, tender_id: TenderId) -> Result<Vec<String>> {
    Ok(ledger_entry::Entity::find()
        .select_only()
        .column(ledger_entry::Column::Kind)
        .filter(ledger_entry::Column::TenderId.eq(tender_id))
        .order_by_asc(ledger_entry::Column::Seq)
        .into_tuple()
        .all(db.conn())
        .await?)
}
