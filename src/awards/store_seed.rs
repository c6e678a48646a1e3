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

use crate::ledger::{Db, Result};
use crate::values::{Part, Quantity, Reference, Regime, Stage, Unit, UnitPrice};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Design, section 9: the tender out to tender, with its two lots and a post in a forum. Gives their rows.
pub async fn solid_fuel(
    db: &impl Db,
    guild_id: i64,
    lead_id: i64,
    now: DateTime<Utc>,
) -> Result<(i64, [i64; 2])> {
    let row = tender::ActiveModel {
        id: NotSet,
        guild_id: Set(guild_id),
        reference: Set(Reference::parse("SF-2027-01").unwrap()),
        title: Set("Solid fuel 2027–2029".to_owned()),
        description: Set(None),
        lead_id: Set(lead_id),
        category: Set(Some("09110000-3".to_owned())),
        regime: Set(Regime::Wales),
        open_book: Set(false),
        stage: Set(Stage::OutToTender),
        respond_by: Set(now),
        starts: Set(day(2027, 4, 1)),
        ends: Set(day(2029, 3, 31)),
        notice: Set(Some("2027/S 000-000001".to_owned())),
        value: Set(None),
        bids_by: Set(Some(now)),
        published_on: Set(Some(day(2027, 1, 12))),
        notice_on: Set(None),
        standstill_ends: Set(None),
        reason: Set(None),
        created_by: Set(1),
        created_at: Set(now),
    };
    let tender_id = tender::Entity::insert(row)
        .exec(db.conn())
        .await?
        .last_insert_id;
    let mut lots = [0; 2];
    for ((place, title), number) in ["House coal", "Smokeless fuel"]
        .into_iter()
        .enumerate()
        .zip(1..)
    {
        let row = lot::ActiveModel {
            id: NotSet,
            tender_id: Set(tender_id),
            number: Set(number),
            title: Set(title.to_owned()),
            unit: Set(Unit::parse("tonne").unwrap()),
        };
        lots[place] = lot::Entity::insert(row)
            .exec(db.conn())
            .await?
            .last_insert_id;
    }
    let row = forum::ActiveModel {
        id: NotSet,
        guild_id: Set(guild_id),
        region: Set("South Wales".to_owned()),
        channel_id: Set(guild_id + 1),
        threads: Set(true),
        language: Set("en".to_owned()),
        tags: Set("{}".to_owned()),
        digest: Set(None),
        paused: Set(false),
        last_digest_at: Set(None),
    };
    let forum_id = forum::Entity::insert(row)
        .exec(db.conn())
        .await?
        .last_insert_id;
    let row = post::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        forum_id: Set(forum_id),
        thread_id: Set(None),
        message_id: Set(None),
        edited_at: Set(None),
    };
    post::Entity::insert(row).exec(db.conn()).await?;
    Ok((tender_id, lots))
}

pub async fn participation(
    db: &impl Db,
    tender_id: i64,
    authority_id: i64,
    state: Part,
    now: DateTime<Utc>,
) -> Result<()> {
    participation::Entity::delete_many()
        .filter(participation::Column::TenderId.eq(tender_id))
        .filter(participation::Column::AuthorityId.eq(authority_id))
        .exec(db.conn())
        .await?;
    let row = participation::ActiveModel {
        id: NotSet,
        tender_id: Set(tender_id),
        authority_id: Set(authority_id),
        state: Set(state),
        answered: Set(true),
        wave: Set(1),
        reason: Set(None),
        at: Set(now),
    };
    participation::Entity::insert(row).exec(db.conn()).await?;
    Ok(())
}

/// What was declared for every year, as the revision that counts.
pub async fn requirement(
    db: &impl Db,
    lot_id: i64,
    authority_id: i64,
    expected: Quantity,
    baseline: UnitPrice,
    now: DateTime<Utc>,
) -> Result<()> {
    let row = requirement::ActiveModel {
        id: NotSet,
        lot_id: Set(lot_id),
        authority_id: Set(authority_id),
        year: Set(0),
        revision: Set(1),
        current: Set(true),
        expected: Set(expected),
        at_least: Set(None),
        at_most: Set(None),
        committed: Set(true),
        baseline: Set(Some(baseline)),
        supplier_now: Set(None),
        note: Set(None),
        late: Set(false),
        by_user: Set(1),
        at: Set(now),
    };
    requirement::Entity::insert(row).exec(db.conn()).await?;
    Ok(())
}

/// Makes what these authorities declared of a lot nil returns.
pub async fn nil_returns(db: &impl Db, lot_id: i64, authority_ids: Vec<i64>) -> Result<()> {
    let row = requirement::ActiveModel {
        expected: Set(Quantity::ZERO),
        ..Default::default()
    };
    requirement::Entity::update_many()
        .set(row)
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.is_in(authority_ids))
        .exec(db.conn())
        .await?;
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

pub async fn set_stage(db: &impl Db, tender_id: i64, stage: Stage) -> Result<()> {
    let row = tender::ActiveModel {
        stage: Set(stage),
        ..Default::default()
    };
    tender::Entity::update_many()
        .set(row)
        .filter(tender::Column::Id.eq(tender_id))
        .exec(db.conn())
        .await?;
    Ok(())
}

/// What was declared by whom at which baseline: (lot, authority, baseline).
pub async fn baselines(db: &impl Db, lots: [i64; 2]) -> Result<Vec<(i64, i64, Option<UnitPrice>)>> {
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

type Total = (i64, i32, i64, Quantity);

/// Totals as kept, and the same counted again from the call-offs: (lot, year, authority or 0, quantity), in order.
pub async fn totals(db: &impl Db, lots: [i64; 2]) -> Result<(Vec<Total>, Vec<Total>)> {
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
        for who in [0, row.authority_id] {
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
pub async fn entries(db: &impl Db, tender_id: i64) -> Result<Vec<String>> {
    Ok(ledger_entry::Entity::find()
        .select_only()
        .column(ledger_entry::Column::Kind)
        .filter(ledger_entry::Column::TenderId.eq(tender_id))
        .order_by_asc(ledger_entry::Column::Seq)
        .into_tuple()
        .all(db.conn())
        .await?)
}
