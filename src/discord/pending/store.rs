//! Rows of commands that wait, in and out; no decisions.

use chrono::{DateTime, Utc};
use entity::pending_command;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::ledger::{Db, Result, Tx};

/// Keeps a command; one that is there stays.
pub(super) async fn put(tx: &Tx, interaction_id: i64, user_id: i64, data: String) -> Result<()> {
    let row = pending_command::ActiveModel {
        interaction_id: Set(interaction_id),
        user_id: Set(user_id),
        data: Set(data),
        at: Set(tx.now()),
    };
    pending_command::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx.conn())
        .await?;
    Ok(())
}

/// Takes a command of this person's out; none: it was taken, or is too old.
pub(super) async fn take(tx: &Tx, interaction_id: i64, user_id: i64) -> Result<Option<String>> {
    let row = pending_command::Entity::find_by_id(interaction_id)
        .filter(pending_command::Column::UserId.eq(user_id))
        .one(tx.conn())
        .await?;
    if row.is_some() {
        pending_command::Entity::delete_by_id(interaction_id)
            .exec(tx.conn())
            .await?;
    }
    Ok(row.map(|row| row.data))
}

/// Forgets what was typed before `moment`.
pub(super) async fn forget(tx: &Tx, moment: DateTime<Utc>) -> Result<()> {
    pending_command::Entity::delete_many()
        .filter(pending_command::Column::At.lt(moment))
        .exec(tx.conn())
        .await?;
    Ok(())
}
