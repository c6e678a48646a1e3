//! What is not sent, counted and listed: for `/griffin status` and for whoever runs griffin.

use super::*;
use crate::values::DeliveryState;

/// How many deliveries are under way, or may be sent by `until`: what is behind another one in its lane may not.
///
/// # Errors
/// A fault, if the database fails.
pub async fn on_its_way(db: &impl Db, until: DateTime<Utc>) -> Result<u64> {
    let soon = Condition::all()
        .add(delivery::Column::State.eq(DeliveryState::Waiting))
        .add(delivery::Column::NotBefore.lte(until));
    let either = Condition::any()
        .add(soon)
        .add(delivery::Column::State.eq(DeliveryState::Claimed));
    let rows = delivery::Entity::find()
        .filter(either)
        .filter(Expr::cust(HEADS));
    Ok(rows.count(db.conn()).await?)
}

/// How many deliveries are unfinished: for `/griffin status` and the metrics.
///
/// # Errors
/// A fault, if the database fails.
pub async fn unfinished(db: &impl Db) -> Result<u64> {
    let rows = delivery::Entity::find()
        .filter(delivery::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Claimed]));
    Ok(rows.count(db.conn()).await?)
}

/// What is not sent, of all servers: for whoever runs griffin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backlog {
    /// How many are unfinished, whenever they are due.
    pub unfinished: u64,
    /// How many of these wait because Discord forbids them.
    pub forbidden: u64,
    /// How many were given up and wait for a person.
    pub failed: u64,
    /// When the one that is due longest fell due, and when it was queued; what is forbidden, and what waits behind it,
    /// is not counted.
    pub oldest: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// What is not sent at `now`.
///
/// # Errors
/// A fault, if the database fails.
pub async fn backlog(db: &impl Db, now: DateTime<Utc>) -> Result<Backlog> {
    let held = delivery::Column::Error.starts_with(FORBIDDEN);
    let forbidden = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Waiting))
        .filter(held.clone());
    let failed = delivery::Entity::find().filter(delivery::Column::State.eq(DeliveryState::Failed));
    let free = Condition::any()
        .add(delivery::Column::Error.is_null())
        .add(held.not());
    let oldest = delivery::Entity::find()
        .filter(Expr::cust(HEADS))
        .filter(delivery::Column::DueAt.lte(now))
        .filter(free)
        .order_by_asc(delivery::Column::DueAt)
        .limit(1)
        .one(db.conn())
        .await?;
    Ok(Backlog {
        unfinished: unfinished(db).await?,
        forbidden: forbidden.count(db.conn()).await?,
        failed: failed.count(db.conn()).await?,
        oldest: oldest.map(|row| (row.due_at, row.created_at)),
    })
}

/// A message that was given up, and waits for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenUp {
    /// Its row.
    pub id: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// Why it can't be sent.
    pub error: String,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
}

/// What was given up in a server and waits for a person, oldest first.
///
/// # Errors
/// A fault, if the database fails.
pub async fn failures(db: &impl Db, guild_id: i64) -> Result<Vec<GivenUp>> {
    let rows = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Failed))
        .filter(delivery::Column::GuildId.eq(guild_id))
        .order_by_asc(delivery::Column::Id)
        .all(db.conn())
        .await?;
    let given_up = |row: delivery::Model| GivenUp {
        id: row.id,
        kind: row.kind,
        error: row.error.unwrap_or_default(),
        due_at: row.due_at,
    };
    Ok(rows.into_iter().map(given_up).collect())
}
