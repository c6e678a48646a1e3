//! Rows of call-offs and of what has been called off, in and out; no decisions.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use entity::{call_off, call_off_part, call_off_sum, call_off_total};
use sea_orm::sea_query::{Expr, ExprTrait, Func, OnConflict};
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};

use super::rules::Part;
use crate::ledger::{Db, Fault, Result};
use crate::values::{ContractYear, Quantity, UnitPrice};

/// Stands for all authorities in `call_off_total`.
pub(super) const ALL: i64 = 0;

/// A call-off, or a correction of one, with its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOff {
    /// Row number.
    pub id: i64,
    /// The lot.
    pub lot_id: i64,
    /// Who orders.
    pub authority_id: i64,
    /// The contract year.
    pub year: ContractYear,
    /// How much; below zero for a correction downwards.
    pub quantity: Quantity,
    /// By price, in the order they were priced.
    pub parts: Vec<Part>,
    /// When it is wanted.
    pub deliver_on: Option<NaiveDate>,
    /// Where it is wanted.
    pub site: Option<String>,
    /// The authority's own number.
    pub order_number: Option<String>,
    /// The call-off that it corrects.
    pub corrects: Option<i64>,
    /// The officer.
    pub by_user: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a call-off and its parts; `id` is not looked at. Gives its row.
pub async fn insert(db: &impl Db, call_off: &CallOff) -> Result<i64> {
    let row = call_off::ActiveModel {
        id: NotSet,
        lot_id: Set(call_off.lot_id),
        authority_id: Set(call_off.authority_id),
        year: Set(call_off.year.get().into()),
        quantity: Set(call_off.quantity),
        deliver_on: Set(call_off.deliver_on),
        site: Set(call_off.site.clone()),
        order_number: Set(call_off.order_number.clone()),
        corrects: Set(call_off.corrects),
        by_user: Set(call_off.by_user),
        at: Set(call_off.at),
    };
    let id = call_off::Entity::insert(row)
        .exec(db.conn())
        .await?
        .last_insert_id;
    let parts = (1..)
        .zip(&call_off.parts)
        .map(|(number, part)| call_off_part::ActiveModel {
            call_off_id: Set(id),
            number: Set(number),
            quantity: Set(part.quantity),
            price: Set(part.price),
        });
    call_off_part::Entity::insert_many(parts)
        .exec_without_returning(db.conn())
        .await?;
    Ok(id)
}

/// The newest order that says the same: of the same lot and authority, the quantity, the delivery and the order number
/// alike, that no correction touched. Without an order number, only by the same officer since `since`.
pub async fn same(
    db: &impl Db,
    call_off: &CallOff,
    since: DateTime<Utc>,
) -> Result<Option<(i64, DateTime<Utc>)>> {
    let alike = |column: call_off::Column, value: Option<String>| match value {
        Some(value) => column.eq(value),
        None => column.is_null(),
    };
    let mut rows = call_off::Entity::find()
        .filter(call_off::Column::LotId.eq(call_off.lot_id))
        .filter(call_off::Column::AuthorityId.eq(call_off.authority_id))
        .filter(call_off::Column::Quantity.eq(call_off.quantity))
        .filter(call_off::Column::Corrects.is_null())
        .filter(alike(call_off::Column::Site, call_off.site.clone()))
        .filter(alike(
            call_off::Column::OrderNumber,
            call_off.order_number.clone(),
        ))
        .filter(match call_off.deliver_on {
            Some(date) => call_off::Column::DeliverOn.eq(date),
            None => call_off::Column::DeliverOn.is_null(),
        });
    if call_off.order_number.is_none() {
        rows = rows
            .filter(call_off::Column::ByUser.eq(call_off.by_user))
            .filter(call_off::Column::At.gt(since));
    }
    let found = rows
        .order_by_desc(call_off::Column::Id)
        .one(db.conn())
        .await?;
    let Some(found) = found else { return Ok(None) };
    let corrected = call_off::Entity::find()
        .filter(call_off::Column::Corrects.eq(found.id))
        .one(db.conn())
        .await?;
    Ok(corrected.is_none().then_some((found.id, found.at)))
}

/// Adds to what the authority, and to what all together, have called off.
pub async fn add_to_totals(db: &impl Db, call_off: &CallOff) -> Result<()> {
    let rows = [call_off.authority_id, ALL].map(|authority_id| call_off_total::ActiveModel {
        lot_id: Set(call_off.lot_id),
        year: Set(call_off.year.get().into()),
        authority_id: Set(authority_id),
        quantity: Set(call_off.quantity),
    });
    let kept = Expr::col((call_off_total::Entity, call_off_total::Column::Quantity));
    let added = kept.add(call_off.quantity);
    let anew = OnConflict::columns([
        call_off_total::Column::LotId,
        call_off_total::Column::Year,
        call_off_total::Column::AuthorityId,
    ])
    .value(call_off_total::Column::Quantity, added)
    .to_owned();
    call_off_total::Entity::insert_many(rows)
        .on_conflict(anew)
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

/// Adds a call-off's parts to what was called off by financial year and price.
pub async fn add_to_sums(db: &impl Db, call_off: &CallOff, financial_year: i32) -> Result<()> {
    // A price may be there twice; the statement must have each row once.
    let mut by_price: BTreeMap<UnitPrice, Quantity> = BTreeMap::new();
    for part in &call_off.parts {
        add(by_price.entry(part.price).or_default(), part.quantity)?;
    }
    let rows = by_price
        .into_iter()
        .map(|(price, quantity)| call_off_sum::ActiveModel {
            lot_id: Set(call_off.lot_id),
            authority_id: Set(call_off.authority_id),
            year: Set(call_off.year.get().into()),
            financial_year: Set(financial_year),
            price: Set(price),
            quantity: Set(quantity),
        });
    use call_off_sum::Column;
    let kept = Expr::col((call_off_sum::Entity, Column::Quantity));
    let added = kept.add(Expr::cust("excluded.quantity"));
    let anew = OnConflict::columns([
        Column::LotId,
        Column::AuthorityId,
        Column::Year,
        Column::FinancialYear,
        Column::Price,
    ])
    .value(Column::Quantity, added)
    .to_owned();
    call_off_sum::Entity::insert_many(rows)
        .on_conflict(anew)
        .exec_without_returning(db.conn())
        .await?;
    Ok(())
}

/// What has been called off of these lots by one authority and by all.
#[derive(Clone, Debug, Default)]
pub struct Totals(HashMap<(i64, i32, i64), Quantity>);

impl Totals {
    /// By all, in a contract year.
    pub fn of_year(&self, lot_id: i64, year: ContractYear) -> Quantity {
        self.at(lot_id, year, ALL)
    }

    /// By an authority, in a contract year.
    pub fn of(&self, lot_id: i64, year: ContractYear, authority_id: i64) -> Quantity {
        self.at(lot_id, year, authority_id)
    }

    /// The last contract year in which anything was called off, and what all have called off in it.
    pub fn of_latest_year(&self, lot_id: i64) -> Option<(ContractYear, Quantity)> {
        let of_all = self
            .0
            .iter()
            .filter(|((lot, _, who), _)| *lot == lot_id && *who == ALL);
        let ((_, year, _), quantity) = of_all.max_by_key(|((_, year, _), _)| *year)?;
        Some((ContractYear::new(u16::try_from(*year).ok()?)?, *quantity))
    }

    /// By all, over the term; `None` where it doesn't fit.
    pub fn of_term(&self, lot_id: i64) -> Option<Quantity> {
        let years = self
            .0
            .iter()
            .filter(|((lot, _, who), _)| *lot == lot_id && *who == ALL);
        Quantity::checked_sum(years.map(|(_, quantity)| *quantity))
    }

    fn at(&self, lot_id: i64, year: ContractYear, authority_id: i64) -> Quantity {
        let key = (lot_id, i32::from(year.get()), authority_id);
        self.0.get(&key).copied().unwrap_or_default()
    }
}

/// What has been called off of these lots by this authority and by all.
pub async fn totals(db: &impl Db, lot_ids: &[i64], authority_id: i64) -> Result<Totals> {
    let rows = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(call_off_total::Column::AuthorityId.is_in([authority_id, ALL]))
        .all(db.conn())
        .await?;
    let keyed = rows
        .into_iter()
        .map(|row| ((row.lot_id, row.year, row.authority_id), row.quantity));
    Ok(Totals(keyed.collect()))
}

/// A call-off or a correction, by its row.
pub async fn find(db: &impl Db, id: i64) -> Result<Option<CallOff>> {
    let row = call_off::Entity::find_by_id(id).one(db.conn()).await?;
    Ok(with_parts(db, row.into_iter().collect()).await?.pop())
}

/// A call-off and its corrections, in the order they were recorded.
pub async fn history(db: &impl Db, id: i64) -> Result<Vec<CallOff>> {
    let either = Condition::any()
        .add(call_off::Column::Id.eq(id))
        .add(call_off::Column::Corrects.eq(id));
    let rows = call_off::Entity::find()
        .filter(either)
        .order_by_asc(call_off::Column::Id)
        .all(db.conn())
        .await?;
    with_parts(db, rows).await
}

/// Whether anything was ever called off of a lot, corrected or not.
pub async fn any(db: &impl Db, lot_id: i64) -> Result<bool> {
    let found: Option<i64> = call_off::Entity::find()
        .select_only()
        .column(call_off::Column::Id)
        .filter(call_off::Column::LotId.eq(lot_id))
        .limit(1)
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(found.is_some())
}

/// A page of call-offs and corrections of these lots, newest first, and how many there are in all; of these
/// authorities only, if some are given.
pub async fn page(
    db: &impl Db,
    lot_ids: &[i64],
    authority_ids: Option<&[i64]>,
    page: u64,
    size: u64,
) -> Result<(Vec<CallOff>, u64)> {
    let mut select =
        call_off::Entity::find().filter(call_off::Column::LotId.is_in(lot_ids.iter().copied()));
    if let Some(ids) = authority_ids {
        select = select.filter(call_off::Column::AuthorityId.is_in(ids.iter().copied()));
    }
    let count = select.clone().count(db.conn()).await?;
    let rows = select
        .order_by_desc(call_off::Column::Id)
        .offset(page.saturating_mul(size))
        .limit(size)
        .all(db.conn())
        .await?;
    Ok((with_parts(db, rows).await?, count))
}

/// How many call-offs' parts are read at a time: a statement takes no more parameters than some thousands.
const AT_A_TIME: usize = 500;

/// Every call-off of these lots, of these authorities only if so wished, the oldest first.
pub async fn every(
    db: &impl Db,
    lot_ids: &[i64],
    authority_ids: Option<&[i64]>,
) -> Result<Vec<CallOff>> {
    let mut select =
        call_off::Entity::find().filter(call_off::Column::LotId.is_in(lot_ids.iter().copied()));
    if let Some(ids) = authority_ids {
        select = select.filter(call_off::Column::AuthorityId.is_in(ids.iter().copied()));
    }
    // All at once: by pages in the order of the rows PostgreSQL would walk every server's.
    let rows = select
        .order_by_asc(call_off::Column::Id)
        .all(db.conn())
        .await?;
    let mut all = Vec::with_capacity(rows.len());
    for some in rows.chunks(AT_A_TIME) {
        all.extend(with_parts(db, some.to_vec()).await?);
    }
    Ok(all)
}

async fn with_parts(db: &impl Db, rows: Vec<call_off::Model>) -> Result<Vec<CallOff>> {
    let found = call_off_part::Entity::find()
        .filter(call_off_part::Column::CallOffId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(call_off_part::Column::CallOffId)
        .order_by_asc(call_off_part::Column::Number)
        .all(db.conn())
        .await?;
    let mut parts: HashMap<i64, Vec<Part>> = HashMap::new();
    for row in found {
        parts.entry(row.call_off_id).or_default().push(Part {
            quantity: row.quantity,
            price: row.price,
        });
    }
    let read = |row: call_off::Model| -> Result<CallOff> {
        let year = u16::try_from(row.year).ok().and_then(ContractYear::new);
        Ok(CallOff {
            year: year.ok_or_else(|| Fault::new(format!("call-off {}: year", row.id)))?,
            parts: parts.remove(&row.id).unwrap_or_default(),
            id: row.id,
            lot_id: row.lot_id,
            authority_id: row.authority_id,
            quantity: row.quantity,
            deliver_on: row.deliver_on,
            site: row.site,
            order_number: row.order_number,
            corrects: row.corrects,
            by_user: row.by_user,
            at: row.at,
        })
    };
    rows.into_iter().map(read).collect()
}

/// What all authorities called off of these lots, by lot and contract year.
pub(super) async fn of_all_by_year(
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

/// Quantities by lot, contract year and authority; 0 stands for all authorities together.
pub(super) type Sums = BTreeMap<(i64, i32, i64), Quantity>;

/// Adds to a sum; a fault, if it does not fit.
fn add(sum: &mut Quantity, more: Quantity) -> Result<()> {
    let added = sum.checked_add(more);
    *sum = added.ok_or_else(|| Fault::new(format!("{sum} and {more} do not fit")))?;
    Ok(())
}

/// What is kept as totals, all of it.
pub(super) async fn kept_totals(db: &impl Db) -> Result<Sums> {
    let rows = call_off_total::Entity::find().all(db.conn()).await?;
    let keyed = |row: call_off_total::Model| {
        let key = (row.lot_id, row.year, row.authority_id);
        (key, row.quantity)
    };
    Ok(rows.into_iter().map(keyed).collect())
}

/// What is kept by lot, authority, contract year, financial year and price.
#[cfg(test)]
pub(super) async fn every_sum(
    db: &impl Db,
) -> Result<BTreeMap<(i64, i64, i32, i32, UnitPrice), Quantity>> {
    let rows = call_off_sum::Entity::find().all(db.conn()).await?;
    let keyed = |row: call_off_sum::Model| {
        let key = (
            row.lot_id,
            row.authority_id,
            row.year,
            row.financial_year,
            row.price,
        );
        (key, row.quantity)
    };
    Ok(rows.into_iter().map(keyed).collect())
}

/// Quantities by lot, authority, contract year and price.
pub(super) type SumsByPrice = BTreeMap<(i64, i64, i32, UnitPrice), Quantity>;

/// What is kept by financial year and price, over all financial years.
pub(super) async fn kept_sums(db: &impl Db) -> Result<SumsByPrice> {
    let mut sums = SumsByPrice::new();
    for row in call_off_sum::Entity::find().all(db.conn()).await? {
        let key = (row.lot_id, row.authority_id, row.year, row.price);
        add(sums.entry(key).or_default(), row.quantity)?;
    }
    Ok(sums)
}

#[derive(FromQueryResult)]
struct CountedRow {
    lot_id: i64,
    authority_id: i64,
    year: i32,
    price: UnitPrice,
    quantity: Quantity,
}

/// What the sums should be, counted again from the call-offs.
pub(super) async fn counted_sums(db: &impl Db) -> Result<SumsByPrice> {
    let sql = "SELECT c.lot_id, c.authority_id, c.year, p.price, CAST(SUM(p.quantity) AS bigint) AS quantity \
               FROM call_off c JOIN call_off_part p ON p.call_off_id = c.id \
               GROUP BY c.lot_id, c.authority_id, c.year, p.price";
    let backend = db.conn().get_database_backend();
    let rows = CountedRow::find_by_statement(Statement::from_string(backend, sql))
        .all(db.conn())
        .await?;
    let keyed = |row: CountedRow| {
        let key = (row.lot_id, row.authority_id, row.year, row.price);
        (key, row.quantity)
    };
    Ok(rows.into_iter().map(keyed).collect())
}

/// What the totals should be, counted again from the call-offs.
pub(super) async fn counted_totals(db: &impl Db) -> Result<Sums> {
    // A sum of BIGINT is NUMERIC on PostgreSQL, which does not read as an integer.
    let sum = Expr::expr(Func::sum(Expr::col(call_off::Column::Quantity))).cast_as("bigint");
    let rows: Vec<(i64, i32, i64, Quantity)> = call_off::Entity::find()
        .select_only()
        .column(call_off::Column::LotId)
        .column(call_off::Column::Year)
        .column(call_off::Column::AuthorityId)
        .column_as(sum, "sum")
        .group_by(call_off::Column::LotId)
        .group_by(call_off::Column::Year)
        .group_by(call_off::Column::AuthorityId)
        .into_tuple()
        .all(db.conn())
        .await?;
    let mut sums = Sums::new();
    for (lot, year, authority, quantity) in rows {
        sums.insert((lot, year, authority), quantity);
        add(sums.entry((lot, year, ALL)).or_default(), quantity)?;
    }
    Ok(sums)
}
