//! What waits for somebody, or was given up: tried again, or dismissed by a person.

use super::*;

/// How the error of what a person dismissed begins; what it was before follows.
const DISMISSED: &str = "dismissed: ";

/// What waits until somebody has changed something.
fn held() -> Condition {
    Condition::all()
        .add(delivery::Column::State.eq(DeliveryState::Waiting))
        .add(delivery::Column::Error.starts_with(FORBIDDEN))
}

/// Lets what Discord refused in a server be tried again now: a permission may have been given back, or a channel made.
/// What is just being tried is tried once more, if Discord refuses it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn wake(tx: &Tx, guild_id: i64) -> Result<u64> {
    wake_of(tx, delivery::Column::GuildId.eq(guild_id)).await
}

/// The same of one lane.
///
/// # Errors
/// A fault, if the database fails.
pub async fn wake_lane(tx: &Tx, lane: &str) -> Result<u64> {
    wake_of(tx, delivery::Column::Lane.eq(lane)).await
}

async fn wake_of(tx: &Tx, of: Expr) -> Result<u64> {
    let done = delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            not_before: Set(tx.now()),
            ..Default::default()
        })
        .filter(held())
        .filter(of.clone())
        .filter(delivery::Column::NotBefore.gt(tx.now()))
        .exec(tx.conn())
        .await?;
    let under_way = delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            error: Set(Some(WOKEN.to_owned())),
            ..Default::default()
        })
        .filter(delivery::Column::State.eq(DeliveryState::Claimed))
        .filter(of)
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected + under_way.rows_affected)
}

/// How many deliveries of a server wait because Discord refuses them, or are just being tried: what [`wake`] is for.
///
/// # Errors
/// A fault, if the database fails.
pub async fn to_wake(db: &impl Db, guild_id: i64) -> Result<u64> {
    let either = Condition::any()
        .add(held())
        .add(delivery::Column::State.eq(DeliveryState::Claimed));
    let rows = delivery::Entity::find()
        .filter(either)
        .filter(delivery::Column::GuildId.eq(guild_id));
    Ok(rows.count(db.conn()).await?)
}

/// Lets all that was given up, of every server, be tried again: whoever starts may know better than whoever gave it up.
/// Of several with one coalescing key the newest is. Says how many there are.
///
/// # Errors
/// A fault, if the database fails.
pub async fn retry_given_up(tx: &Tx) -> Result<u64> {
    let newer = Expr::cust(
        "coalesce IN (SELECT b.coalesce FROM delivery b WHERE b.coalesce IS NOT NULL \
         AND (b.state = 'waiting' OR (b.state = 'failed' AND b.id > delivery.id)))",
    );
    let failed = || delivery::Column::State.eq(DeliveryState::Failed);
    withdraw(tx, Condition::all().add(failed()).add(newer)).await?;
    let done = delivery::Entity::update_many()
        .set(due_now(tx))
        .filter(failed())
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected)
}

async fn withdraw(tx: &Tx, which: Condition) -> Result<()> {
    delivery::Entity::update_many()
        .set(delivery::ActiveModel {
            state: Set(DeliveryState::Withdrawn),
            error: Set(Some("a newer one says it".to_owned())),
            ..Default::default()
        })
        .filter(which)
        .exec(tx.conn())
        .await?;
    Ok(())
}

fn due_now(tx: &Tx) -> delivery::ActiveModel {
    delivery::ActiveModel {
        state: Set(DeliveryState::Waiting),
        not_before: Set(tx.now()),
        ..Default::default()
    }
}

/// Tries one again now that waits for somebody, was given up, or was dismissed; says whether there was one. Where another
/// with its coalescing key waits, that one goes.
///
/// # Errors
/// A fault, if the database fails.
pub async fn retry(tx: &Tx, id: i64) -> Result<bool> {
    let Some(row) = decided(tx, id).await? else {
        return Ok(false);
    };
    if let Some(key) = row.coalesce.filter(|_| row.state != DeliveryState::Waiting) {
        let other = delivery::Entity::find()
            .filter(delivery::Column::State.eq(DeliveryState::Waiting))
            .filter(delivery::Column::Coalesce.eq(key))
            .one(tx.conn())
            .await?;
        if let Some(other) = other {
            withdraw(tx, Condition::all().add(delivery::Column::Id.eq(id))).await?;
            return change(tx, other.id, due_now(tx)).await;
        }
    }
    change(tx, id, due_now(tx)).await
}

/// A person dismisses one that waits for somebody or was given up; says whether there was one.
///
/// # Errors
/// A fault, if the database fails.
pub async fn dismiss(tx: &Tx, id: i64) -> Result<bool> {
    let row = decided(tx, id).await?;
    let Some(row) = row.filter(|row| row.state != DeliveryState::Withdrawn) else {
        return Ok(false);
    };
    let dismissed = delivery::ActiveModel {
        state: Set(DeliveryState::Withdrawn),
        error: Set(Some(format!(
            "{DISMISSED}{}",
            row.error.unwrap_or_default()
        ))),
        ..Default::default()
    };
    change(tx, id, dismissed).await
}

/// One of this server of which a person may decide.
async fn decided(tx: &Tx, id: i64) -> Result<Option<delivery::Model>> {
    let dismissed = Condition::all()
        .add(delivery::Column::State.eq(DeliveryState::Withdrawn))
        .add(delivery::Column::Error.starts_with(DISMISSED));
    let which = Condition::any()
        .add(held())
        .add(delivery::Column::State.eq(DeliveryState::Failed))
        .add(dismissed);
    Ok(delivery::Entity::find_by_id(id)
        .filter(which)
        .filter(delivery::Column::GuildId.eq(tx.cause().guild_id))
        .one(tx.conn())
        .await?)
}

async fn change(tx: &Tx, id: i64, change: delivery::ActiveModel) -> Result<bool> {
    let done = delivery::Entity::update_many()
        .set(change)
        .filter(delivery::Column::Id.eq(id))
        .exec(tx.conn())
        .await?;
    Ok(done.rows_affected == 1)
}
