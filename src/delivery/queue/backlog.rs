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

/// A message that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waits {
    /// Its row.
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// What else its letter holds, as JSON.
    pub(in crate::delivery) args: String,
    /// Why it can't be sent.
    pub error: String,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
}

impl Delivery {
    /// As one that waits for somebody, for this reason.
    pub(in crate::delivery) fn waits(&self, error: &str) -> Waits {
        Waits {
            id: self.id,
            guild_id: self.guild_id,
            kind: self.kind.clone(),
            subject_id: self.subject_id,
            args: self.args.clone(),
            error: error.to_owned(),
            due_at: self.due_at,
        }
    }
}

impl From<delivery::Model> for Waits {
    fn from(row: delivery::Model) -> Self {
        Waits {
            id: row.id,
            guild_id: row.guild_id,
            kind: row.kind,
            subject_id: row.subject_id,
            args: row.args,
            error: row.error.unwrap_or_default(),
            due_at: row.due_at,
        }
    }
}

/// What waits for a person in a server at `now`, oldest first: what was given up, and what Discord refuses until somebody
/// has changed something; not what is about to be tried again.
///
/// # Errors
/// A fault, if the database fails.
pub async fn waiting(db: &impl Db, guild_id: i64, now: DateTime<Utc>) -> Result<Vec<Waits>> {
    let held = Condition::all()
        .add(delivery::Column::State.eq(DeliveryState::Waiting))
        .add(delivery::Column::Error.starts_with(FORBIDDEN))
        .add(delivery::Column::NotBefore.gt(now));
    let either = Condition::any()
        .add(held)
        .add(delivery::Column::State.eq(DeliveryState::Failed));
    let rows = delivery::Entity::find()
        .filter(either)
        .filter(delivery::Column::GuildId.eq(guild_id))
        .order_by_asc(delivery::Column::Id)
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(Waits::from).collect())
}

/// One message of a server, whatever became of it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn one_that_waits(db: &impl Db, guild_id: i64, id: i64) -> Result<Option<Waits>> {
    let row = delivery::Entity::find_by_id(id)
        .filter(delivery::Column::GuildId.eq(guild_id))
        .one(db.conn())
        .await?;
    Ok(row.map(Waits::from))
}
