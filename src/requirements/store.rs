//! The rows of requirements, in and out, on both databases; no decisions.

use std::collections::BTreeSet;

use entity::requirement;
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Statement,
    UpdateMany,
};

use crate::ledger::writes::ROWS;
use crate::ledger::{Db, Later, Result, Tx, Write};
use crate::values::Quantity;

pub use entity::requirement::Model as Requirement;

/// A revision that counts from now on, and those that count no more by it.
pub(super) struct Revised {
    pub new: Requirement,
    pub superseded: Vec<i64>,
}

impl Later for Revised {
    fn writes(rows: Vec<Self>) -> Vec<Write> {
        let mut superseded: BTreeSet<i64> = BTreeSet::new();
        let mut new = Vec::with_capacity(rows.len());
        for row in rows {
            superseded.extend(row.superseded);
            new.push(row.new);
        }
        // What was superseded in the batch in which it was declared has never counted.
        for row in &mut new {
            row.current = !superseded.remove(&row.id);
        }
        let superseded: Vec<i64> = superseded.into_iter().collect();
        let insert = |part: &[Requirement]| {
            let rows = requirement::Entity::insert_many(part.iter().map(written));
            rows.into_query().into()
        };
        let update = |part: &[i64]| no_more(part).into_query().into();
        let inserts = new.chunks(ROWS).map(insert);
        let updates = superseded.chunks(ROWS).map(update);
        inserts.chain(updates).collect()
    }
}

/// Row numbers that nobody else has: at least `wanted` of them, in order, behind the one that was given out last and may
/// not be written yet.
pub(super) async fn numbers(tx: &Tx, wanted: usize, given: Option<i64>) -> Result<Vec<i64>> {
    let wanted = i64::try_from(wanted.max(1)).unwrap_or(i64::MAX);
    let conn = tx.conn();
    if conn.get_database_backend() == DbBackend::Sqlite {
        // The one writer of the one process: the next ones are nobody's.
        let sql = "SELECT seq AS last FROM sqlite_sequence WHERE name = 'requirement'";
        let row = conn
            .query_one_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await?;
        let last: i64 = match row {
            Some(row) => row.try_get("", "last")?,
            None => 0,
        };
        let last = given.map_or(last, |given| Ord::max(given, last));
        return Ok((last + 1..=last + wanted).collect());
    }
    let sql = "SELECT nextval(pg_get_serial_sequence('requirement', 'id')) AS number FROM generate_series(1, $1)";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [wanted.into()]);
    let rows = conn.query_all_raw(statement).await?;
    rows.into_iter()
        .map(|row| Ok(row.try_get("", "number")?))
        .collect()
}

/// The whole row, as it is to be written.
fn written(new: &Requirement) -> requirement::ActiveModel {
    new.clone().into_active_model().reset_all()
}

/// As much of a requirement as a total is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromQueryResult)]
pub(super) struct Counted {
    pub lot_id: i64,
    pub authority_id: i64,
    /// Contract year, from 1; 0: every year.
    pub year: i32,
    pub expected: Quantity,
    pub committed: bool,
}

impl From<&Requirement> for Counted {
    fn from(it: &Requirement) -> Self {
        Counted {
            lot_id: it.lot_id,
            authority_id: it.authority_id,
            year: it.year,
            expected: it.expected,
            committed: it.committed,
        }
    }
}

/// What counts in these lots, of all authorities, as far as a total needs it.
pub(super) async fn counted(db: &impl Db, lot_ids: &[i64]) -> Result<Vec<Counted>> {
    Ok(requirement::Entity::find()
        .select_only()
        .columns([
            requirement::Column::LotId,
            requirement::Column::AuthorityId,
            requirement::Column::Year,
            requirement::Column::Expected,
            requirement::Column::Committed,
        ])
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true))
        .into_model()
        .all(db.conn())
        .await?)
}

/// Has the database add up what counts in each of these lots, in thousandths, over all authorities and years, as there may
/// be hundreds of rows: what fits so fits for every year.
///
/// # Errors
/// A fault, if a sum does not fit.
pub(super) async fn sums(db: &impl Db, lot_ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    // A sum of BIGINT is NUMERIC on PostgreSQL, which does not read as an integer.
    let sum = Expr::expr(Func::sum(Expr::col(requirement::Column::Expected))).cast_as("bigint");
    let sums = requirement::Entity::find()
        .select_only()
        .column(requirement::Column::LotId)
        .column_as(sum, "sum")
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true))
        .group_by(requirement::Column::LotId)
        .into_tuple()
        .all(db.conn())
        .await?;
    Ok(sums)
}

/// What counts in these lots: of all authorities, or of one.
pub(super) async fn current(
    db: &impl Db,
    lot_ids: &[i64],
    authority_id: Option<i64>,
) -> Result<Vec<Requirement>> {
    let mut query = requirement::Entity::find()
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true));
    if let Some(authority_id) = authority_id {
        query = query.filter(requirement::Column::AuthorityId.eq(authority_id));
    }
    Ok(query
        .order_by_asc(requirement::Column::LotId)
        .order_by_asc(requirement::Column::AuthorityId)
        .order_by_asc(requirement::Column::Year)
        .all(db.conn())
        .await?)
}

/// Every revision of an authority's in a lot, oldest first.
pub(super) async fn revisions(
    db: &impl Db,
    lot_id: i64,
    authority_id: i64,
) -> Result<Vec<Requirement>> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .order_by_asc(requirement::Column::Id)
        .all(db.conn())
        .await?)
}

/// What counts of an authority's in a lot.
pub(super) async fn current_in_lot(
    db: &impl Db,
    lot_id: i64,
    authority_id: i64,
) -> Result<Vec<Requirement>> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::Current.eq(true))
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .all(db.conn())
        .await?)
}

/// What counts of these authorities' in a lot.
pub(super) async fn current_of(
    db: &impl Db,
    lot_id: i64,
    authority_ids: &[i64],
) -> Result<Vec<Requirement>> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::Current.eq(true))
        .filter(requirement::Column::AuthorityId.is_in(authority_ids.iter().copied()))
        .all(db.conn())
        .await?)
}

/// The number of the last revision of an authority's in a lot for a year; 0: there is none.
pub(super) async fn last_revision(
    db: &impl Db,
    lot_id: i64,
    authority_id: i64,
    year: i32,
) -> Result<i32> {
    let last: Option<i32> = requirement::Entity::find()
        .select_only()
        .column(requirement::Column::Revision)
        .filter(requirement::Column::LotId.eq(lot_id))
        .filter(requirement::Column::AuthorityId.eq(authority_id))
        .filter(requirement::Column::Year.eq(year))
        .order_by_desc(requirement::Column::Revision)
        .limit(1)
        .into_tuple()
        .one(db.conn())
        .await?;
    Ok(last.unwrap_or(0))
}

/// Makes these revisions count no more.
pub(super) async fn supersede(db: &impl Db, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    no_more(ids).exec(db.conn()).await?;
    Ok(())
}

fn no_more(ids: &[i64]) -> UpdateMany<requirement::Entity> {
    requirement::Entity::update_many()
        .col_expr(requirement::Column::Current, Expr::value(false))
        .filter(requirement::Column::Id.is_in(ids.iter().copied()))
}

/// How many requirements were ever declared in a lot.
pub(super) async fn in_lot(db: &impl Db, lot_id: i64) -> Result<u64> {
    Ok(requirement::Entity::find()
        .filter(requirement::Column::LotId.eq(lot_id))
        .count(db.conn())
        .await?)
}

/// The quantities that count in these lots: lot, authority, contract year and quantity.
pub async fn expected(db: &impl Db, lot_ids: &[i64]) -> Result<Vec<(i64, i64, i32, Quantity)>> {
    Ok(requirement::Entity::find()
        .select_only()
        .column(requirement::Column::LotId)
        .column(requirement::Column::AuthorityId)
        .column(requirement::Column::Year)
        .column(requirement::Column::Expected)
        .filter(requirement::Column::LotId.is_in(lot_ids.iter().copied()))
        .filter(requirement::Column::Current.eq(true))
        .into_tuple()
        .all(db.conn())
        .await?)
}
