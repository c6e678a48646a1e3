//! Rows of call-offs and of what has been called off, in and out; no decisions.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{call_off, call_off_part, call_off_sum, call_off_total};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Statement,
};
use serde::{Deserialize, Serialize};

use super::rules::Part;
use crate::ledger::{Db, Fault, Remembered, Result, Tx, Written};
use crate::values::{AuthorityId, CallOffId, ContractYear, LotId, Quantity, UnitPrice};

/// Stands for all authorities in `call_off_total`.
pub(super) const ALL: AuthorityId = AuthorityId(0);

/// A call-off, or a correction of one, with its parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOff {
    /// Row number.
    pub id: CallOffId,
    /// The lot.
    pub lot_id: LotId,
    /// Who orders.
    pub authority_id: AuthorityId,
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
    pub corrects: Option<CallOffId>,
    /// The officer.
    pub by_user: i64,
    /// When.
    pub at: DateTime<Utc>,
}

/// Keeps a call-off and its parts; `id` is not looked at. Gives its row.
pub async fn insert(tx: &Tx, call_off: &CallOff) -> Result<CallOffId> {
    let row = call_off::Model {
        id: CallOffId(0),
        lot_id: call_off.lot_id,
        authority_id: call_off.authority_id,
        year: call_off.year.get().into(),
        quantity: call_off.quantity,
        deliver_on: call_off.deliver_on,
        site: call_off.site.clone(),
        order_number: call_off.order_number.clone(),
        corrects: call_off.corrects,
        by_user: call_off.by_user,
        at: call_off.at,
    };
    let id = tx.add(row).await?.id;
    for (number, part) in (1..).zip(&call_off.parts) {
        tx.save(call_off_part::Model {
            call_off_id: id,
            number,
            quantity: part.quantity,
            price: part.price,
        })
        .await?;
    }
    Ok(id)
}

/// The newest order that says the same: of the same lot and authority, the quantity, the delivery and the order number
/// alike, that no correction touched. Without an order number, only by the same officer since `since`.
pub async fn same(
    db: &impl Db,
    call_off: &CallOff,
    since: DateTime<Utc>,
) -> Result<Option<(CallOffId, DateTime<Utc>)>> {
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
pub async fn add_to_totals(tx: &Tx, call_off: &CallOff) -> Result<()> {
    let lot_id = call_off.lot_id;
    let year = i32::from(call_off.year.get());
    let totals = totals(tx, &[lot_id], call_off.authority_id).await?;
    for authority_id in [call_off.authority_id, ALL] {
        let mut quantity = totals.at(lot_id, call_off.year, authority_id);
        add(&mut quantity, call_off.quantity)?;
        tx.save(call_off_total::Model {
            lot_id,
            year,
            authority_id,
            quantity,
        })
        .await?;
    }
    Ok(())
}

/// Adds a call-off's parts to what was called off by financial year and price.
pub async fn add_to_sums(tx: &Tx, call_off: &CallOff, financial_year: i32) -> Result<()> {
    let of = Sums {
        lot_id: call_off.lot_id,
        authority_id: call_off.authority_id,
    };
    let year = i32::from(call_off.year.get());
    // A price may be there twice.
    let mut by_price: BTreeMap<UnitPrice, Quantity> = BTreeMap::new();
    let known = tx.known(of).await?;
    for part in &call_off.parts {
        let kept = known.get(&(year, financial_year, part.price));
        let sum = by_price.entry(part.price);
        let sum = sum.or_insert_with(|| kept.copied().unwrap_or_default());
        add(sum, part.quantity)?;
    }
    for (price, quantity) in by_price {
        tx.save(call_off_sum::Model {
            lot_id: call_off.lot_id,
            authority_id: call_off.authority_id,
            year,
            financial_year,
            price,
            quantity,
        })
        .await?;
    }
    Ok(())
}

/// What an authority has called off of a lot, by contract year, financial year and price.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Sums {
    lot_id: LotId,
    authority_id: AuthorityId,
}

impl Remembered for Sums {
    type Value = BTreeMap<(i32, i32, UnitPrice), Quantity>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = call_off_sum::Entity::find()
            .filter(call_off_sum::Column::LotId.eq(self.lot_id))
            .filter(call_off_sum::Column::AuthorityId.eq(self.authority_id))
            .all(db.conn())
            .await?;
        let keyed =
            |row: call_off_sum::Model| ((row.year, row.financial_year, row.price), row.quantity);
        Ok(rows.into_iter().map(keyed).collect())
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.saved::<call_off_sum::Model>() else {
            return false;
        };
        if (it.lot_id, it.authority_id) == (self.lot_id, self.authority_id) {
            value.insert((it.year, it.financial_year, it.price), it.quantity);
        }
        true
    }
}

/// What has been called off of these lots by one authority and by all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals(HashMap<(LotId, i32, AuthorityId), Quantity>);

impl Totals {
    /// By all, in a contract year.
    pub fn of_year(&self, lot_id: LotId, year: ContractYear) -> Quantity {
        self.at(lot_id, year, ALL)
    }

    /// By an authority, in a contract year.
    pub fn of(&self, lot_id: LotId, year: ContractYear, authority_id: AuthorityId) -> Quantity {
        self.at(lot_id, year, authority_id)
    }

    /// The last contract year in which anything was called off, and what all have called off in it.
    pub fn of_latest_year(&self, lot_id: LotId) -> Option<(ContractYear, Quantity)> {
        let of_all = self
            .0
            .iter()
            .filter(|((lot, _, who), _)| *lot == lot_id && *who == ALL);
        let ((_, year, _), quantity) = of_all.max_by_key(|((_, year, _), _)| *year)?;
        Some((ContractYear::new(u16::try_from(*year).ok()?)?, *quantity))
    }

    /// By the authority, over the term; `None` where it doesn't fit.
    pub fn of_term_by(&self, lot_id: LotId, authority_id: AuthorityId) -> Option<Quantity> {
        let own = self.0.iter();
        let own = own.filter(|((lot, _, who), _)| *lot == lot_id && *who == authority_id);
        Quantity::checked_sum(own.map(|(_, quantity)| *quantity))
    }

    /// By all, over the term; `None` where it doesn't fit.
    pub fn of_term(&self, lot_id: LotId) -> Option<Quantity> {
        let years = self
            .0
            .iter()
            .filter(|((lot, _, who), _)| *lot == lot_id && *who == ALL);
        Quantity::checked_sum(years.map(|(_, quantity)| *quantity))
    }

    fn at(&self, lot_id: LotId, year: ContractYear, authority_id: AuthorityId) -> Quantity {
        let key = (lot_id, i32::from(year.get()), authority_id);
        self.0.get(&key).copied().unwrap_or_default()
    }
}

/// What has been called off of these lots by this authority and by all.
pub async fn totals(db: &impl Db, lot_ids: &[LotId], authority_id: AuthorityId) -> Result<Totals> {
    db.known(TotalsOf {
        lot_ids: lot_ids.to_vec(),
        authority_id,
    })
    .await
}

/// What has been called off of these lots by this authority and by all.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct TotalsOf {
    lot_ids: Vec<LotId>,
    authority_id: AuthorityId,
}

impl Remembered for TotalsOf {
    type Value = Totals;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = call_off_total::Entity::find()
            .filter(call_off_total::Column::LotId.is_in(self.lot_ids.iter().copied()))
            .filter(call_off_total::Column::AuthorityId.is_in([self.authority_id, ALL]))
            .all(db.conn())
            .await?;
        let keyed = rows
            .into_iter()
            .map(|row| ((row.lot_id, row.year, row.authority_id), row.quantity));
        Ok(Totals(keyed.collect()))
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.saved::<call_off_total::Model>() else {
            return false;
        };
        if self.lot_ids.contains(&it.lot_id) && [self.authority_id, ALL].contains(&it.authority_id)
        {
            value
                .0
                .insert((it.lot_id, it.year, it.authority_id), it.quantity);
        }
        true
    }
}

/// How many orders of a lot were placed from a moment on, of which anything stands.
pub async fn placed_since(db: &impl Db, lot_id: LotId, since: DateTime<Utc>) -> Result<usize> {
    let rows: Vec<(CallOffId, Option<CallOffId>, Quantity, DateTime<Utc>)> =
        call_off::Entity::find()
            .select_only()
            .columns([
                call_off::Column::Id,
                call_off::Column::Corrects,
                call_off::Column::Quantity,
                call_off::Column::At,
            ])
            .filter(call_off::Column::LotId.eq(lot_id))
            .filter(call_off::Column::At.gte(since))
            .into_tuple()
            .all(db.conn())
            .await?;
    let first = rows.iter().filter(|row| row.1.is_none());
    let orders: BTreeSet<CallOffId> = first.map(|row| row.0).collect();
    let mut placed: BTreeMap<CallOffId, Quantity> = BTreeMap::new();
    for (id, corrects, quantity, _) in &rows {
        // A correction of an order from before is none.
        let of = corrects.unwrap_or(*id);
        if orders.contains(&of) {
            add(placed.entry(of).or_default(), *quantity)?;
        }
    }
    Ok(placed.values().filter(|it| **it > Quantity::ZERO).count())
}

/// What stands of each order of a lot by an authority, its corrections counted; those of which nothing stands are left out.
pub async fn standing(
    db: &impl Db,
    lot_id: LotId,
    authority_id: AuthorityId,
) -> Result<Vec<Quantity>> {
    let of = Orders {
        lot_id,
        authority_id,
    };
    let mut orders: BTreeMap<CallOffId, Quantity> = BTreeMap::new();
    for (order, quantity) in db.known(of).await?.into_values() {
        add(orders.entry(order).or_default(), quantity)?;
    }
    let stands = orders.into_values().filter(|it| *it > Quantity::ZERO);
    Ok(stands.collect())
}

/// An authority's orders of a lot and their corrections, by their rows: to which order each belongs, and how much it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Orders {
    lot_id: LotId,
    authority_id: AuthorityId,
}

impl Orders {
    fn keyed(row: &call_off::Model) -> (CallOffId, (CallOffId, Quantity)) {
        (row.id, (row.corrects.unwrap_or(row.id), row.quantity))
    }
}

impl Remembered for Orders {
    type Value = BTreeMap<CallOffId, (CallOffId, Quantity)>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = call_off::Entity::find()
            .filter(call_off::Column::LotId.eq(self.lot_id))
            .filter(call_off::Column::AuthorityId.eq(self.authority_id))
            .all(db.conn())
            .await?;
        Ok(rows.iter().map(Self::keyed).collect())
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.saved::<call_off::Model>() else {
            return false;
        };
        if (it.lot_id, it.authority_id) == (self.lot_id, self.authority_id) {
            value.extend([Self::keyed(it)]);
        } else {
            // It may have been this authority's before.
            value.remove(&it.id);
        }
        true
    }
}

/// How much each order and correction of a lot was, by all, in the order they were recorded.
pub async fn entries(db: &impl Db, lot_id: LotId) -> Result<Vec<Quantity>> {
    let found = call_off::Entity::find()
        .select_only()
        .column(call_off::Column::Quantity)
        .filter(call_off::Column::LotId.eq(lot_id))
        .order_by_asc(call_off::Column::Id)
        .into_tuple()
        .all(db.conn())
        .await?;
    Ok(found)
}

/// What all have called off of a lot from an instant on; corrections count when they were recorded.
pub async fn called_off_since(
    db: &impl Db,
    lot_id: LotId,
    since: DateTime<Utc>,
) -> Result<Quantity> {
    // A sum of BIGINT is NUMERIC on PostgreSQL, which does not read as an integer; of no rows it is null.
    let sum = Expr::expr(Func::sum(Expr::col(call_off::Column::Quantity))).cast_as("bigint");
    let found: Option<Option<Quantity>> = call_off::Entity::find()
        .select_only()
        .column_as(sum, "sum")
        .filter(call_off::Column::LotId.eq(lot_id))
        .filter(call_off::Column::At.gte(since))
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(found.flatten().unwrap_or_default())
}

/// How many orders and corrections of an authority's there are.
pub async fn count_of(db: &impl Db, authority_id: AuthorityId) -> Result<u64> {
    Ok(call_off::Entity::find()
        .filter(call_off::Column::AuthorityId.eq(authority_id))
        .count(db.conn())
        .await?)
}

/// What an authority has called off of these lots, by contract year.
pub async fn of_one(
    db: &impl Db,
    lot_ids: &[LotId],
    authority_id: AuthorityId,
) -> Result<Vec<(LotId, i32, Quantity)>> {
    let rows = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(call_off_total::Column::AuthorityId.eq(authority_id))
        .all(db.conn())
        .await?;
    let keyed = |row: call_off_total::Model| (row.lot_id, row.year, row.quantity);
    Ok(rows.into_iter().map(keyed).collect())
}

/// Makes an authority's orders, corrections and totals another's; the totals of all stay as they are.
pub async fn hand_over(tx: &Tx, from: AuthorityId, to: AuthorityId) -> Result<()> {
    let orders = call_off::Entity::find()
        .filter(call_off::Column::AuthorityId.eq(from))
        .order_by_asc(call_off::Column::Id)
        .all(tx.conn())
        .await?;
    for order in orders {
        tx.save(call_off::Model {
            authority_id: to,
            ..order
        })
        .await?;
    }
    let totals = call_off_total::Entity::find()
        .filter(call_off_total::Column::AuthorityId.is_in([from, to]))
        .all(tx.conn())
        .await?;
    let (moves, stays): (Vec<_>, Vec<_>) = totals.iter().partition(|it| it.authority_id == from);
    for row in moves {
        let own = stays
            .iter()
            .find(|it| (it.lot_id, it.year) == (row.lot_id, row.year));
        let mut quantity = own.map(|it| it.quantity).unwrap_or_default();
        add(&mut quantity, row.quantity)?;
        tx.remove(row.clone()).await?;
        tx.save(call_off_total::Model {
            authority_id: to,
            quantity,
            ..row.clone()
        })
        .await?;
    }
    let sums = call_off_sum::Entity::find()
        .filter(call_off_sum::Column::AuthorityId.is_in([from, to]))
        .all(tx.conn())
        .await?;
    let (moves, stays): (Vec<_>, Vec<_>) = sums.iter().partition(|it| it.authority_id == from);
    let key = |it: &call_off_sum::Model| (it.lot_id, it.year, it.financial_year, it.price);
    for row in moves {
        let own = stays.iter().find(|it| key(it) == key(row));
        let mut quantity = own.map(|it| it.quantity).unwrap_or_default();
        add(&mut quantity, row.quantity)?;
        tx.remove(row.clone()).await?;
        tx.save(call_off_sum::Model {
            authority_id: to,
            quantity,
            ..row.clone()
        })
        .await?;
    }
    Ok(())
}

/// What each authority has called off of a lot, by contract year.
pub async fn of_each_year(
    db: &impl Db,
    lot_id: LotId,
) -> Result<BTreeMap<(AuthorityId, i32), Quantity>> {
    let rows = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.eq(lot_id))
        .all(db.conn())
        .await?;
    let keyed = rows
        .into_iter()
        .map(|row| ((row.authority_id, row.year), row.quantity));
    Ok(keyed.collect())
}

/// A call-off or a correction, by its row.
pub async fn find(db: &impl Db, id: CallOffId) -> Result<Option<CallOff>> {
    let row = call_off::Entity::find_by_id(id).one(db.conn()).await?;
    Ok(with_parts(db, row.into_iter().collect()).await?.pop())
}

/// A call-off and its corrections, in the order they were recorded.
pub async fn history(db: &impl Db, id: CallOffId) -> Result<Vec<CallOff>> {
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
pub async fn any(db: &impl Db, lot_id: LotId) -> Result<bool> {
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
    lot_ids: &[LotId],
    authority_ids: Option<&[AuthorityId]>,
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

/// How many call-offs' parts are read at a time: a statement takes no more parameters than a few thousand.
const AT_A_TIME: usize = 500;

/// Every call-off of these lots, of these authorities only if so wished, the oldest first.
pub async fn every(
    db: &impl Db,
    lot_ids: &[LotId],
    authority_ids: Option<&[AuthorityId]>,
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
    let mut parts: HashMap<CallOffId, Vec<Part>> = HashMap::new();
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
    lot_ids: &[LotId],
) -> Result<HashMap<(LotId, i32), Quantity>> {
    let rows = call_off_total::Entity::find()
        .filter(call_off_total::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(call_off_total::Column::AuthorityId.eq(ALL))
        .all(db.conn())
        .await?;
    let read = |row: call_off_total::Model| ((row.lot_id, row.year), row.quantity);
    Ok(rows.into_iter().map(read).collect())
}

/// What each authority has called off of a lot in a contract year.
pub(super) async fn of_each(
    db: &impl Db,
    lot_id: LotId,
    year: ContractYear,
) -> Result<Arc<BTreeMap<AuthorityId, Quantity>>> {
    let year = year.get().into();
    db.known(OfEach { lot_id, year }).await
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct OfEach {
    lot_id: LotId,
    year: i32,
}

impl Remembered for OfEach {
    type Value = Arc<BTreeMap<AuthorityId, Quantity>>;

    async fn read(&self, db: &impl Db) -> Result<Self::Value> {
        let rows = call_off_total::Entity::find()
            .filter(call_off_total::Column::LotId.eq(self.lot_id))
            .filter(call_off_total::Column::Year.eq(self.year))
            .filter(call_off_total::Column::AuthorityId.ne(ALL))
            .all(db.conn())
            .await?;
        let keyed = |row: call_off_total::Model| (row.authority_id, row.quantity);
        Ok(Arc::new(rows.into_iter().map(keyed).collect()))
    }

    fn after(&self, value: &mut Self::Value, row: &Written) -> bool {
        let Some(it) = row.saved::<call_off_total::Model>() else {
            return false;
        };
        if (it.lot_id, it.year) == (self.lot_id, self.year) && it.authority_id != ALL {
            Arc::make_mut(value).insert(it.authority_id, it.quantity);
        }
        true
    }
}

/// Quantities by lot, contract year and authority; 0 stands for all authorities together.
pub(super) type ByAuthority = BTreeMap<(LotId, i32, AuthorityId), Quantity>;

/// Adds to a sum; a fault, if it does not fit.
fn add(sum: &mut Quantity, more: Quantity) -> Result<()> {
    let added = sum.checked_add(more);
    *sum = added.ok_or_else(|| Fault::new(format!("{sum} and {more} do not fit")))?;
    Ok(())
}

/// What is kept as totals, all of it.
pub(super) async fn kept_totals(db: &impl Db) -> Result<ByAuthority> {
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
) -> Result<BTreeMap<(LotId, AuthorityId, i32, i32, UnitPrice), Quantity>> {
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
pub(super) type SumsByPrice = BTreeMap<(LotId, AuthorityId, i32, UnitPrice), Quantity>;

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
    lot_id: LotId,
    authority_id: AuthorityId,
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
pub(super) async fn counted_totals(db: &impl Db) -> Result<ByAuthority> {
    // A sum of BIGINT is NUMERIC on PostgreSQL, which does not read as an integer.
    let sum = Expr::expr(Func::sum(Expr::col(call_off::Column::Quantity))).cast_as("bigint");
    let rows: Vec<(LotId, i32, AuthorityId, Quantity)> = call_off::Entity::find()
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
    let mut sums = ByAuthority::new();
    for (lot, year, authority, quantity) in rows {
        sums.insert((lot, year, authority), quantity);
        add(sums.entry((lot, year, ALL)).or_default(), quantity)?;
    }
    Ok(sums)
}
