//! The store of table `absence`: who is no longer in a server, as Discord said when it was last asked.

use std::collections::HashSet;

use entity::absence;

use super::*;

/// How long that holds: whoever is to be told something is looked up again after it, and may be back.
pub const HOLDS: TimeDelta = TimeDelta::days(1);

/// Who is not in a server at this moment, as far as is known.
///
/// # Errors
/// A fault, if the database fails.
pub async fn absent(db: &impl Db, guild_id: i64, now: DateTime<Utc>) -> Result<HashSet<i64>> {
    let rows = absence::Entity::find()
        .filter(absence::Column::GuildId.eq(guild_id))
        .filter(absence::Column::LookedAt.gt(now - HOLDS))
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

/// Which of these people were not there when they were last looked up, however long ago.
///
/// # Errors
/// A fault, if the database fails.
pub async fn were_absent(db: &impl Db, guild_id: i64, users: &[i64]) -> Result<Vec<i64>> {
    let rows = of(guild_id, users).all(db.conn()).await?;
    Ok(rows.into_iter().map(|row| row.user_id).collect())
}

fn of(guild_id: i64, users: &[i64]) -> Select<absence::Entity> {
    absence::Entity::find()
        .filter(absence::Column::GuildId.eq(guild_id))
        .filter(absence::Column::UserId.is_in(users.iter().copied()))
}

/// Keeps that somebody is not there; whether that is new.
///
/// # Errors
/// A fault, if the database fails.
pub async fn left(tx: &Tx, guild_id: i64, user_id: i64) -> Result<bool> {
    let known = forget(tx, guild_id, user_id).await?;
    let row = absence::ActiveModel {
        guild_id: Set(guild_id),
        user_id: Set(user_id),
        looked_at: Set(tx.now()),
    };
    absence::Entity::insert(row)
        .exec_without_returning(tx.conn())
        .await?;
    Ok(!known)
}

/// Keeps that somebody is there; whether they were not.
///
/// # Errors
/// A fault, if the database fails.
pub async fn came_back(tx: &Tx, guild_id: i64, user_id: i64) -> Result<bool> {
    forget(tx, guild_id, user_id).await
}

/// Deletes what is kept of somebody; whether anything was.
async fn forget(tx: &Tx, guild_id: i64, user_id: i64) -> Result<bool> {
    let gone = absence::Entity::delete_by_id((guild_id, user_id))
        .exec(tx.conn())
        .await?;
    Ok(gone.rows_affected > 0)
}
