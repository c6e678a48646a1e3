//! What was called off and what was paid before, out; no decisions.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

use crate::ledger::{Db, Result};
use crate::values::{Quantity, UnitPrice};

/// A part of a call-off, or of a correction.
pub(super) struct Part {
    pub authority_id: i64,
    pub lot_id: i64,
    pub year: i32,
    pub quantity: Quantity,
    pub price: UnitPrice,
}

#[derive(FromQueryResult)]
struct PartRow {
    authority_id: i64,
    lot_id: i64,
    year: i32,
    quantity: i64,
    price: i64,
}

/// Every part of what was called off in a server from one moment until before another.
pub(super) async fn parts(
    db: &impl Db,
    guild_id: i64,
    from: DateTime<Utc>,
    before: DateTime<Utc>,
) -> Result<Vec<Part>> {
    let sql = "SELECT c.authority_id, c.lot_id, c.year, p.quantity, p.price FROM call_off c \
               JOIN call_off_part p ON p.call_off_id = c.id JOIN lot l ON l.id = c.lot_id \
               JOIN tender t ON t.id = l.tender_id WHERE t.guild_id = $1 AND c.at >= $2 AND c.at < $3 \
               ORDER BY c.id, p.number";
    let backend = db.conn().get_database_backend();
    let values = [guild_id.into(), from.into(), before.into()];
    let rows = PartRow::find_by_statement(Statement::from_sql_and_values(backend, sql, values))
        .all(db.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| Part {
            authority_id: row.authority_id,
            lot_id: row.lot_id,
            year: row.year,
            quantity: Quantity::from_thousandths(row.quantity),
            price: UnitPrice::from_ten_thousandths(row.price),
        })
        .collect())
}

#[derive(FromQueryResult)]
struct BaselineRow {
    authority_id: i64,
    lot_id: i64,
    year: i32,
    baseline: i64,
}

/// What each authority paid before, by authority, lot and contract year; year 0 stands for every year.
pub(super) async fn baselines(
    db: &impl Db,
    guild_id: i64,
) -> Result<HashMap<(i64, i64, i32), UnitPrice>> {
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
        (key, UnitPrice::from_ten_thousandths(row.baseline))
    };
    Ok(rows.into_iter().map(keyed).collect())
}
