//! The tables `process` and `shard`, on PostgreSQL: its clock is everybody's.

use std::collections::BTreeSet;
use std::time::Duration;

use entity::{process, shard};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, Statement,
};

use super::rules::Shard;
use crate::database::presence;
use crate::ledger::{Db, Fault, Result, Tx};

/// Says that `me` is there, and forgets who has been silent for a day.
pub async fn seen(tx: &Tx, me: &str) -> Result<()> {
    let sql = "INSERT INTO process (name, seen_at) VALUES ($1, clock_timestamp()) \
               ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [me.into()]);
    tx.conn().execute_raw(statement).await?;
    let sql = "DELETE FROM process WHERE seen_at < clock_timestamp() - interval '1 day'";
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    tx.conn().execute_raw(statement).await?;
    Ok(())
}

/// `me` is no longer there.
pub async fn gone(tx: &Tx, me: &str) -> Result<()> {
    process::Entity::delete_by_id(me).exec(tx.conn()).await?;
    shard::Entity::update_many()
        .col_expr(shard::Column::Holder, Expr::value(None::<String>))
        .filter(shard::Column::Holder.eq(me))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The processes that are running and were heard from in the last `silence`; `me` always.
pub async fn alive(db: &impl Db, me: &str, silence: Duration) -> Result<BTreeSet<String>> {
    let sql = "SELECT name FROM process WHERE seen_at > clock_timestamp() - $1::int8 * interval '1 second'";
    let seconds = i64::try_from(silence.as_secs()).unwrap_or(i64::MAX);
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, [seconds.into()]);
    let rows = db.conn().query_all_raw(statement).await?;
    let mut alive = BTreeSet::from([me.to_owned()]);
    for row in rows {
        let name: String = row.try_get("", "name")?;
        if name == me || !presence::is_gone(db, &name).await? {
            alive.insert(name);
        }
    }
    Ok(alive)
}

/// Every shard, by number; `locked` keeps others from deciding at the same time.
pub async fn all(db: &impl Db, locked: bool) -> Result<Vec<Shard>> {
    let lock = if locked { "FOR UPDATE" } else { "" };
    let sql = format!(
        "SELECT number, holder, ready, (EXTRACT(EPOCH FROM clock_timestamp() - claimed_at) * 1000)::int8 AS ago \
         FROM shard ORDER BY number {lock}"
    );
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let mut shards = Vec::new();
    for row in db.conn().query_all_raw(statement).await? {
        let (number, ago): (i32, Option<i64>) =
            (row.try_get("", "number")?, row.try_get("", "ago")?);
        let millis = ago.map(|ago| u64::try_from(ago).unwrap_or_default());
        shards.push(Shard {
            number: u32::try_from(number).map_err(Fault::new)?,
            holder: row.try_get("", "holder")?,
            ready: row.try_get("", "ready")?,
            claimed: millis.map(Duration::from_millis),
        });
    }
    Ok(shards)
}

/// Nobody else counts the shards until the change ends.
pub async fn lock(tx: &Tx) -> Result<()> {
    let statement =
        Statement::from_string(DbBackend::Postgres, "LOCK TABLE shard IN EXCLUSIVE MODE");
    tx.conn().execute_raw(statement).await?;
    Ok(())
}

/// There are `total` shards from now on, and nobody keeps any.
pub async fn replace(tx: &Tx, total: u32) -> Result<()> {
    shard::Entity::delete_many().exec(tx.conn()).await?;
    let rows = (0..total).map(|number| shard::ActiveModel {
        number: Set(i32::try_from(number).unwrap_or(i32::MAX)),
        holder: Set(None),
        ready: Set(false),
        claimed_at: Set(None),
    });
    shard::Entity::insert_many(rows).exec(tx.conn()).await?;
    Ok(())
}

/// `holder` keeps these from now on, and is not connected yet.
pub async fn claim(tx: &Tx, numbers: &[u32], holder: &str) -> Result<()> {
    shard::Entity::update_many()
        .col_expr(shard::Column::Holder, Expr::value(holder))
        .col_expr(shard::Column::Ready, Expr::value(false))
        .col_expr(shard::Column::ClaimedAt, Expr::cust("clock_timestamp()"))
        .filter(shard::Column::Number.is_in(numbers.iter().copied()))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// `holder` lets it go.
pub async fn release(tx: &Tx, number: u32, holder: &str) -> Result<()> {
    shard::Entity::update_many()
        .col_expr(shard::Column::Holder, Expr::value(None::<String>))
        .filter(shard::Column::Number.eq(number))
        .filter(shard::Column::Holder.eq(holder))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// `holder` is connected on these.
pub async fn ready(tx: &Tx, numbers: &[u32], holder: &str) -> Result<()> {
    shard::Entity::update_many()
        .col_expr(shard::Column::Ready, Expr::value(true))
        .filter(shard::Column::Number.is_in(numbers.iter().copied()))
        .filter(shard::Column::Holder.eq(holder))
        .exec(tx.conn())
        .await?;
    Ok(())
}
