//! The store of table `delivery`: claims the heads of lanes under a lease, and marks what became of
//! them, each mark guarded by the lease (design, section 3, rule 3).

use chrono::{DateTime, TimeDelta, Utc};
use entity::delivery;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbBackend, EntityTrait, ExprTrait,
    FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select, Statement,
    Value as Bound,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::mark::Number;
use crate::database::presence;
use crate::ledger::{Db, Letter, Result, Tx, letter};
use crate::values::DeliveryState;

mod absence;
mod again;
mod backlog;
#[cfg(test)]
mod tests;

pub use absence::{absent, came_back, left, were_absent};
pub use again::{dismiss, retry, retry_given_up, to_wake, wake, wake_lane};
pub use backlog::{Backlog, Waits, backlog, on_its_way, one_that_waits, unfinished, waiting};

/// How long a claim holds, by the database's clock: processes' own may differ. Whoever dies is taken over at once
/// ([`adopt`]); whoever is paused for longer is taken over after it, and sends nothing when it goes on.
pub const LEASE: TimeDelta = TimeDelta::minutes(2);
/// A moment at which a lease that is ended has run out, whatever any clock says.
const LONG_AGO: DateTime<Utc> = DateTime::UNIX_EPOCH;

/// A delivery that was claimed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// Row number; with it the nonce and the mark are made.
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// What it is, such as `tender.card`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// What else its letter holds, as JSON.
    args: String,
    /// Deliveries of one lane are sent in order.
    pub lane: String,
    /// While one with this key waits, a second is not queued.
    pub coalesce: Option<String>,
    /// When it fell due.
    pub due_at: DateTime<Utc>,
    /// Which try this is, from 1.
    pub attempts: i32,
    /// When the first try began whose outcome nobody knows.
    pub tried_at: Option<DateTime<Utc>>,
    /// Whether an earlier try may have arrived: look before sending.
    pub unknown: bool,
    /// When it was queued.
    pub created_at: DateTime<Utc>,
    /// Why the last try failed.
    pub error: Option<String>,
    /// Who claimed it.
    lease_owner: String,
}

impl Delivery {
    /// The letter that it carries.
    ///
    /// # Errors
    /// It can't be read as one of this type.
    pub fn letter<L: Letter>(&self) -> std::result::Result<L, serde_json::Error> {
        letter::read(self.subject_id, &self.args)
    }

    /// What else its letter holds, as JSON.
    pub(super) fn args(&self) -> &str {
        &self.args
    }

    /// What it is known by in a message. What fell due by itself (it was queued after its moment) has a key: whoever
    /// queues it again, in an older state of the database that was put back, comes to the same one.
    #[must_use]
    pub fn number(&self) -> Number {
        let key = (self.created_at > self.due_at).then(|| {
            let due = self.due_at.timestamp_micros();
            let (guild, kind, subject) = (self.guild_id, &self.kind, self.subject_id);
            let what = format!("{guild}|{kind}|{subject}|{}|{due}", self.args);
            let [.., a, b, c] = <[u8; 32]>::from(Sha256::digest(what));
            u32::from_be_bytes([0, a, b, c])
        });
        Number { id: self.id, key }
    }

    fn claimed(row: delivery::Model, now: DateTime<Utc>) -> Self {
        Delivery {
            id: row.id,
            guild_id: row.guild_id,
            kind: row.kind,
            subject_id: row.subject_id,
            args: row.args,
            lane: row.lane,
            coalesce: row.coalesce,
            due_at: row.due_at,
            attempts: row.attempts,
            tried_at: row.tried_at,
            // A claim sets it where it was empty, so another one was left by an earlier try, by whatever clock.
            unknown: row.tried_at.is_some_and(|tried| tried != now),
            created_at: row.created_at,
            error: row.error,
            lease_owner: row.lease_owner.unwrap_or_default(),
        }
    }
}

/// Rows that are the first unfinished one of their lane.
const HEADS: &str =
    "id IN (SELECT MIN(id) FROM delivery WHERE state IN ('waiting', 'claimed') GROUP BY lane)";

/// Claims up to `limit` heads of lanes that may be sent, or whose claimant is gone. An earlier row
/// of a lane that waits, for whatever reason, holds the later ones.
///
/// # Errors
/// A fault, if the database fails.
pub async fn claim(tx: &Tx, me: &str, limit: u32) -> Result<Vec<Delivery>> {
    let which = format!(
        "{HEADS} AND ((state = 'waiting' AND not_before <= $2) \
         OR (state = 'claimed' AND lease_until <= $3)) \
         ORDER BY priority, due_at, id LIMIT $5"
    );
    let mut claimed = update_claimed(tx, me, &which, [i64::from(limit).into()]).await?;
    claimed.sort_by_key(|d| (d.due_at, d.id));
    Ok(claimed)
}

/// Claims what follows `head` in its lane and fell due before `late`, up to the first that did not.
///
/// # Errors
/// A fault, if the database fails.
pub async fn claim_following(
    tx: &Tx,
    me: &str,
    head: &Delivery,
    late: DateTime<Utc>,
    limit: u32,
) -> Result<Vec<Delivery>> {
    // $3 is named for the sake of those databases that want every value used.
    let which = "lane = $5 AND id > $6 AND state = 'waiting' AND not_before <= $2 AND due_at < $7 \
         AND $3 = $3 \
         AND id < COALESCE((SELECT MIN(b.id) FROM delivery b WHERE b.lane = $5 AND b.id > $6 \
         AND (b.state = 'claimed' OR (b.state = 'waiting' AND (b.due_at >= $7 OR b.not_before > $2)))), \
         9223372036854775807) ORDER BY id LIMIT $8";
    let more = [
        head.lane.clone().into(),
        head.id.into(),
        late.into(),
        i64::from(limit).into(),
    ];
    let mut claimed = update_claimed(tx, me, which, more).await?;
    claimed.sort_by_key(|d| d.id);
    Ok(claimed)
}

/// One statement on both databases; on PostgreSQL rows that another process is claiming are
/// skipped. `$1` is the claimant, `$2` now, `$3` now by the database's clock (on SQLite the same).
async fn update_claimed<const N: usize>(
    tx: &Tx,
    me: &str,
    which: &str,
    more: [Bound; N],
) -> Result<Vec<Delivery>> {
    let now = tx.now();
    let backend = tx.conn().get_database_backend();
    let (skip, database_now) = match backend {
        DbBackend::Postgres => (" FOR UPDATE SKIP LOCKED", database_now(tx).await?),
        _ => ("", now),
    };
    // Materialised: PostgreSQL may run a subquery that locks and has a limit more than once, and claim more.
    let sql = format!(
        "WITH picked AS MATERIALIZED (SELECT id FROM delivery WHERE {which}{skip}) \
         UPDATE delivery SET state = 'claimed', lease_owner = $1, lease_until = $4, \
         attempts = attempts + 1, tried_at = COALESCE(tried_at, $2) \
         WHERE id IN (SELECT id FROM picked) RETURNING *"
    );
    let until = database_now + LEASE;
    let mut values: Vec<Bound> = vec![me.into(), now.into(), database_now.into(), until.into()];
    values.extend(more);
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = delivery::Model::find_by_statement(statement)
        .all(tx.conn())
        .await?;
    let claimed = rows.into_iter().map(|row| Delivery::claimed(row, now));
    Ok(claimed.collect())
}

/// What time PostgreSQL says it is.
async fn database_now(tx: &Tx) -> Result<DateTime<Utc>> {
    let statement = Statement::from_string(DbBackend::Postgres, "SELECT clock_timestamp() AS at");
    let row = tx.conn().query_one_raw(statement).await?;
    match row {
        Some(row) => Ok(row.try_get("", "at")?),
        None => Ok(tx.now()),
    }
}

/// When something may next be claimed, be that past or to come; none: nothing is left to send.
///
/// # Errors
/// A fault, if the database fails.
pub async fn next(db: &impl Db) -> Result<Option<DateTime<Utc>>> {
    let backend = db.conn().get_database_backend();
    let sql = format!(
        "SELECT * FROM delivery WHERE {HEADS} \
         ORDER BY CASE WHEN state = 'waiting' THEN not_before ELSE lease_until END LIMIT 1"
    );
    let row = delivery::Model::find_by_statement(Statement::from_string(backend, sql))
        .one(db.conn())
        .await?;
    Ok(row.and_then(|row| match row.state {
        DeliveryState::Claimed => row.lease_until,
        _ => Some(row.not_before),
    }))
}

/// Changes a row that `delivery` is still the claim of; says whether it was.
async fn mark(tx: &Tx, delivery: &Delivery, change: delivery::ActiveModel) -> Result<bool> {
    let done = delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            lease_owner: Set(None),
            lease_until: Set(None),
            ..change
        })
        .filter(delivery::Column::Id.eq(delivery.id))
        .filter(delivery::Column::State.eq(DeliveryState::Claimed))
        .filter(delivery::Column::LeaseOwner.eq(delivery.lease_owner.as_str()))
        .filter(delivery::Column::Attempts.eq(delivery.attempts))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}

fn claims(claim: &Delivery) -> Select<delivery::Entity> {
    delivery::Entity::find_by_id(claim.id)
        .filter(delivery::Column::State.eq(DeliveryState::Claimed))
        .filter(delivery::Column::LeaseOwner.eq(claim.lease_owner.as_str()))
        .filter(delivery::Column::Attempts.eq(claim.attempts))
}

/// It arrived, as this message; false: the lease was lost, and whoever has it will find it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn sent(tx: &Tx, delivery: &Delivery, channel_id: i64, message_id: i64) -> Result<bool> {
    let change = delivery::ActiveModel {
        state: Set(DeliveryState::Sent),
        channel_id: Set(Some(channel_id)),
        message_id: Set(Some(message_id)),
        sent_at: Set(Some(tx.now())),
        error: Set(None),
        ..Default::default()
    };
    let held = mark(tx, delivery, change).await?;
    if held && let Some(key) = &delivery.coalesce {
        outdone(tx, key).await?;
    }
    Ok(held)
}

/// One with this coalescing key was sent, which says the newest state: those that were given up before have nothing to add.
async fn outdone(tx: &Tx, key: &str) -> Result<()> {
    delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            state: Set(DeliveryState::Withdrawn),
            error: Set(Some("a newer one was sent".to_owned())),
            ..Default::default()
        })
        .filter(delivery::Column::State.eq(DeliveryState::Failed))
        .filter(delivery::Column::Coalesce.eq(key))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// What follows in a lane is not sent before `until`.
///
/// # Errors
/// A fault, if the database fails.
pub async fn rest(tx: &Tx, lane: &str, until: DateTime<Utc>) -> Result<()> {
    let next = delivery::Entity::find()
        .filter(delivery::Column::Lane.eq(lane))
        .filter(delivery::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Claimed]))
        .order_by_asc(delivery::Column::Id)
        .one(tx.conn())
        .await?;
    if let Some(next) =
        next.filter(|next| next.state == DeliveryState::Waiting && next.not_before < until)
    {
        delivery::Entity::update_many()
            .col_expr(delivery::Column::NotBefore, Expr::value(until))
            .filter(delivery::Column::Id.eq(next.id))
            .exec(tx.conn())
            .await?;
    }
    Ok(())
}

/// There is nothing to send any more.
///
/// # Errors
/// A fault, if the database fails.
pub async fn withdrawn(tx: &Tx, delivery: &Delivery, reason: &str) -> Result<bool> {
    finished(tx, delivery, DeliveryState::Withdrawn, reason).await
}

/// Trying again won't help: a person has to.
///
/// # Errors
/// A fault, if the database fails.
pub async fn failed(tx: &Tx, delivery: &Delivery, error: &str) -> Result<bool> {
    finished(tx, delivery, DeliveryState::Failed, error).await
}

async fn finished(tx: &Tx, delivery: &Delivery, state: DeliveryState, error: &str) -> Result<bool> {
    let change = delivery::ActiveModel {
        state: Set(state),
        error: Set(Some(error.to_owned())),
        ..Default::default()
    };
    mark(tx, delivery, change).await
}

/// Why a claim is put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Back {
    /// A try failed.
    Failed(String),
    /// Nothing was tried, and nothing is wrong.
    Untried,
}

/// Puts it back, not to be tried before `not_before`. `arrived` says whether the message may have
/// arrived all the same: the next try then looks for it first.
///
/// # Errors
/// A fault, if the database fails.
pub async fn put_back(
    tx: &Tx,
    delivery: &Delivery,
    not_before: DateTime<Utc>,
    arrived: bool,
    why: Back,
) -> Result<bool> {
    let held = claims(delivery).one(tx.conn()).await?.is_some();
    // While it was claimed a second one may have been queued; this one says the newest state too. But what may have
    // arrived is joined with nothing: it is looked for, and the second one is sent.
    if let Some(key) = delivery.coalesce.as_ref().filter(|_| held && !arrived) {
        delivery::Entity::update_many()
            .set(delivery::ActiveModel {
                state: Set(DeliveryState::Withdrawn),
                error: Set(Some(format!("joined with delivery {}", delivery.id))),
                ..Default::default()
            })
            .filter(delivery::Column::Coalesce.eq(key.as_str()))
            .filter(delivery::Column::State.eq(DeliveryState::Waiting))
            .exec(tx.conn())
            .await?;
    }
    let (attempts, error) = match why {
        Back::Failed(error) => (delivery.attempts, Some(error)),
        Back::Untried => (delivery.attempts - 1, delivery.error.clone()),
    };
    let change = delivery::ActiveModel {
        state: Set(DeliveryState::Waiting),
        not_before: Set(not_before),
        attempts: Set(attempts),
        tried_at: Set(delivery.tried_at.filter(|_| arrived)),
        coalesce: Set(delivery.coalesce.clone().filter(|_| !arrived)),
        error: Set(error),
        ..Default::default()
    };
    mark(tx, delivery, change).await
}

/// How the error begins of what Discord refuses until somebody has changed something: it waits, and is tried seldom.
pub const FORBIDDEN: &str = "forbidden: ";

/// The error of what was claimed when it was woken: what its try says of permissions or channels is out of date.
const WOKEN: &str = "woken meanwhile";

/// Puts back what Discord refuses, until `until`; or until now, where it was woken ([`wake`]) since it was claimed.
/// `arrived` says whether a part of it may have arrived all the same.
///
/// # Errors
/// A fault, if the database fails.
pub async fn hold(
    tx: &Tx,
    delivery: &Delivery,
    until: DateTime<Utc>,
    arrived: bool,
    error: &str,
) -> Result<bool> {
    let row = claims(delivery).one(tx.conn()).await?;
    let woken = row.is_some_and(|row| row.error.as_deref() == Some(WOKEN));
    let until = if woken { tx.now() } else { until };
    let why = Back::Failed(format!("{FORBIDDEN}{error}"));
    put_back(tx, delivery, until, arrived, why).await
}

/// Withdraws a claimed head of a lane and all that is unfinished behind it, be it claimed by one that died with an earlier
/// head (whoever lives claims nothing behind another's head); what they were, in order: the caller queues them
/// again behind something else. None: the claim was lost.
///
/// # Errors
/// A fault, if the database fails.
pub async fn take_lane(tx: &Tx, head: &Delivery) -> Result<Option<Vec<delivery::Model>>> {
    let Some(first) = claims(head).one(tx.conn()).await? else {
        return Ok(None);
    };
    let behind = delivery::Entity::find()
        .filter(delivery::Column::Lane.eq(head.lane.as_str()))
        .filter(delivery::Column::State.is_in([DeliveryState::Waiting, DeliveryState::Claimed]))
        .filter(delivery::Column::Id.gt(head.id))
        .order_by_asc(delivery::Column::Id)
        .all(tx.conn())
        .await?;
    let rows: Vec<_> = [first].into_iter().chain(behind).collect();
    delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            state: Set(DeliveryState::Withdrawn),
            error: Set(Some("queued again behind a new post".to_owned())),
            lease_owner: Set(None),
            lease_until: Set(None),
            ..Default::default()
        })
        .filter(delivery::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .exec(tx.conn())
        .await?;
    Ok(Some(rows))
}

/// Ends the leases of whoever has gone: on SQLite that is everyone but `me`, as one process has the database to itself; on
/// PostgreSQL those whose presence has ended ([`presence`]).
///
/// # Errors
/// A fault, if the database fails.
pub async fn adopt(tx: &Tx, me: &str) -> Result<u64> {
    let others = delivery::Column::LeaseOwner.ne(me);
    let claimed =
        delivery::Entity::find().filter(delivery::Column::State.eq(DeliveryState::Claimed));
    let owners: Vec<String> = claimed
        .filter(others)
        .select_only()
        .column(delivery::Column::LeaseOwner)
        .distinct()
        .into_tuple()
        .all(tx.conn())
        .await?;
    let shared = tx.conn().get_database_backend() == DbBackend::Postgres;
    let mut rows = 0;
    for owner in owners {
        if shared && !presence::is_gone(tx, &owner).await? {
            continue;
        }
        let done = delivery::Entity::update_many()
            .col_expr(delivery::Column::LeaseUntil, Expr::value(LONG_AGO))
            .filter(delivery::Column::State.eq(DeliveryState::Claimed))
            .filter(delivery::Column::LeaseOwner.eq(owner))
            .exec(tx.conn())
            .await?;
        rows += done.rows_affected;
    }
    Ok(rows)
}

/// Whether somebody else has claimed something.
///
/// # Errors
/// A fault, if the database fails.
pub async fn others_claim(db: &impl Db, me: &str) -> Result<bool> {
    let row = delivery::Entity::find()
        .filter(delivery::Column::State.eq(DeliveryState::Claimed))
        .filter(delivery::Column::LeaseOwner.ne(me))
        .one(db.conn())
        .await?;
    Ok(row.is_some())
}
