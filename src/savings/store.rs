//! What was called off and what was paid before, out; targets and costs, in and out; no decisions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{savings_target, tender_cost};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, FromQueryResult, QueryFilter, Statement,
};

use crate::ledger::{Db, Result, Tx};
use crate::values::{AuthorityId, CallOffId, LotId, Money, Percent, Quantity, TenderId, UnitPrice};

/// What an authority called off of a lot in a contract year and a financial year, at one price.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Bulk {
    pub authority_id: AuthorityId,
    pub tender_id: TenderId,
    pub lot_id: LotId,
    pub year: i32,
    pub financial_year: i32,
    pub quantity: Quantity,
    pub price: UnitPrice,
}

/// What was called off in a server from one financial year to another: kept with each call-off, not added up here.
pub(super) async fn bulks(db: &impl Db, guild_id: i64, first: i32, last: i32) -> Result<Vec<Bulk>> {
    let sql = "SELECT s.authority_id, l.tender_id, s.lot_id, s.year, s.financial_year, s.quantity, s.price \
               FROM tender t JOIN lot l ON l.tender_id = t.id JOIN call_off_sum s ON s.lot_id = l.id \
               WHERE t.guild_id = $1 AND s.financial_year >= $2 AND s.financial_year <= $3";
    let backend = db.conn().get_database_backend();
    let values = [guild_id.into(), first.into(), last.into()];
    Ok(
        Bulk::find_by_statement(Statement::from_sql_and_values(backend, sql, values))
            .all(db.conn())
            .await?,
    )
}

/// A part of a call-off, or of a correction.
#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Part {
    pub call_off_id: CallOffId,
    pub at: DateTime<Utc>,
    pub authority_id: AuthorityId,
    pub tender_id: TenderId,
    pub lot_id: LotId,
    pub year: i32,
    pub quantity: Quantity,
    pub price: UnitPrice,
}

#[derive(FromQueryResult)]
struct CountRow {
    count: i64,
}

/// Which parts of call-offs are meant: of a server, placed from one moment until before another, of these authorities,
/// of one tender only if so wished.
pub(super) struct Which<'a> {
    pub guild_id: i64,
    pub from: DateTime<Utc>,
    pub before: DateTime<Utc>,
    pub authority_ids: &'a [AuthorityId],
    pub tender_id: Option<TenderId>,
}

impl Which<'_> {
    fn statement(&self, backend: DbBackend, columns: &str, end: &str) -> Statement {
        // Row numbers of ours: digits alone.
        let ids: Vec<String> = self
            .authority_ids
            .iter()
            .map(AuthorityId::to_string)
            .collect();
        let tender = self
            .tender_id
            .map_or_else(String::new, |id| format!(" AND t.id = {id}"));
        let sql = format!(
            "SELECT {columns} FROM tender t JOIN lot l ON l.tender_id = t.id JOIN call_off c ON c.lot_id = l.id \
             JOIN call_off_part p ON p.call_off_id = c.id \
             WHERE t.guild_id = $1 AND c.at >= $2 AND c.at < $3 AND c.authority_id IN ({}){tender} {end}",
            ids.join(", ")
        );
        let values = [self.guild_id.into(), self.from.into(), self.before.into()];
        Statement::from_sql_and_values(backend, sql, values)
    }
}

/// How many parts there are.
pub(super) async fn count_parts(db: &impl Db, which: &Which<'_>) -> Result<usize> {
    if which.authority_ids.is_empty() {
        return Ok(0);
    }
    let backend = db.conn().get_database_backend();
    let statement = which.statement(backend, "COUNT(*) AS count", "");
    let row = CountRow::find_by_statement(statement)
        .one(db.conn())
        .await?;
    Ok(row.map_or(0, |it| usize::try_from(it.count).unwrap_or(usize::MAX)))
}

/// So many of them after the first so many, the oldest first.
pub(super) async fn parts(
    db: &impl Db,
    which: &Which<'_>,
    skipped: usize,
    most: usize,
) -> Result<Vec<Part>> {
    if which.authority_ids.is_empty() {
        return Ok(Vec::new());
    }
    let columns = "c.id AS call_off_id, c.at, c.authority_id, l.tender_id, c.lot_id, c.year, p.quantity, p.price";
    let end = format!("ORDER BY c.id, p.number LIMIT {most} OFFSET {skipped}");
    let backend = db.conn().get_database_backend();
    Ok(
        Part::find_by_statement(which.statement(backend, columns, &end))
            .all(db.conn())
            .await?,
    )
}

#[derive(FromQueryResult)]
struct BaselineRow {
    authority_id: AuthorityId,
    lot_id: LotId,
    year: i32,
    baseline: UnitPrice,
}

/// What each authority paid before, by authority, lot and contract year; year 0 stands for every year.
pub(super) async fn baselines(
    db: &impl Db,
    guild_id: i64,
) -> Result<HashMap<(AuthorityId, LotId, i32), UnitPrice>> {
    let sql = "SELECT r.authority_id, r.lot_id, r.year, r.baseline FROM requirement r \
               JOIN lot l ON l.id = r.lot_id JOIN tender t ON t.id = l.tender_id \
               WHERE t.guild_id = $1 AND r.current = $2 AND r.baseline IS NOT NULL";
    let backend = db.conn().get_database_backend();
    let values = [guild_id.into(), true.into()];
    let rows = BaselineRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values))
        .all(db.conn())
        .await?;
    let keyed = |row: BaselineRow| {
        let key = (row.authority_id, row.lot_id, row.year);
        (key, row.baseline)
    };
    Ok(rows.into_iter().map(keyed).collect())
}

/// The targets of these authorities.
pub(super) async fn targets(
    db: &impl Db,
    authority_ids: &[AuthorityId],
) -> Result<HashMap<AuthorityId, Percent>> {
    let rows = savings_target::Entity::find()
        .filter(savings_target::Column::AuthorityId.is_in(authority_ids.iter().copied()))
        .all(db.conn())
        .await?;
    let target = |row: savings_target::Model| (row.authority_id, row.hundredths);
    Ok(rows.into_iter().map(target).collect())
}

/// Keeps an authority's target, whether it had one or not.
pub(super) async fn put_target(
    tx: &Tx,
    authority_id: AuthorityId,
    target: Percent,
    by_user: i64,
) -> Result<()> {
    tx.save(savings_target::Model {
        authority_id,
        hundredths: target,
        by_user,
        at: tx.now(),
    })
    .await
}

/// What a tender exercise costs, by region.
pub(super) async fn costs(db: &impl Db, guild_id: i64) -> Result<HashMap<String, Money>> {
    let rows = tender_cost::Entity::find()
        .filter(tender_cost::Column::GuildId.eq(guild_id))
        .all(db.conn())
        .await?;
    let cost = |row: tender_cost::Model| (row.region, row.pence);
    Ok(rows.into_iter().map(cost).collect())
}

/// Keeps what a tender exercise costs in a region, whether it had set it or not.
pub(super) async fn put_cost(
    tx: &Tx,
    guild_id: i64,
    region: &str,
    cost: Money,
    by_user: i64,
) -> Result<()> {
    tx.save(tender_cost::Model {
        guild_id,
        region: region.to_owned(),
        pence: cost,
        by_user,
        at: tx.now(),
    })
    .await
}
