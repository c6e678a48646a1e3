//! Rows of `reminder`, in and out, and when their duties are due.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{duty, reminder};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ActiveValue::Unchanged, ColumnTrait,
    EntityTrait, QueryFilter, QueryOrder,
};

use super::rules::{Reminder, State};
use crate::ledger::{Db, Fault, Result};
use crate::values::Recurrence;

/// One reminder, in any state.
pub async fn by_id(db: &impl Db, id: i64) -> Result<Option<Reminder>> {
    let row = reminder::Entity::find_by_id(id).one(db.conn()).await?;
    row.map(read).transpose()
}

/// Those of some authorities that are not deleted, by number.
pub async fn of(db: &impl Db, authority_ids: &[i64]) -> Result<Vec<Reminder>> {
    let rows = reminder::Entity::find()
        .filter(reminder::Column::AuthorityId.is_in(authority_ids.iter().copied()))
        .filter(reminder::Column::State.ne(State::Deleted))
        .order_by_asc(reminder::Column::Id)
        .all(db.conn())
        .await?;
    rows.into_iter().map(read).collect()
}

/// When reminders come next: those that are armed.
pub async fn next(db: &impl Db, kind: &str, ids: &[i64]) -> Result<HashMap<i64, DateTime<Utc>>> {
    let rows = duty::Entity::find()
        .filter(duty::Column::Kind.eq(kind))
        .filter(duty::Column::State.eq("armed"))
        .filter(duty::Column::SubjectId.is_in(ids.iter().copied()))
        .all(db.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.subject_id, row.due_at))
        .collect())
}

/// Adds a reminder; its number is given anew.
pub async fn insert(db: &impl Db, reminder: &Reminder) -> Result<Reminder> {
    let row = reminder::ActiveModel {
        id: NotSet,
        tender_id: Set(reminder.tender_id),
        lot_id: Set(reminder.lot_id),
        authority_id: Set(reminder.authority_id),
        user_id: Set(reminder.user_id),
        schedule: Set(reminder.schedule.as_text()),
        message: Set(reminder.message.clone()),
        state: Set(reminder.state),
        created_at: Set(reminder.created_at),
    };
    read(row.insert(db.conn()).await?)
}

/// Keeps another state.
pub async fn set_state(db: &impl Db, id: i64, state: State) -> Result<()> {
    let row = reminder::ActiveModel {
        id: Unchanged(id),
        state: Set(state),
        ..Default::default()
    };
    row.update(db.conn()).await?;
    Ok(())
}

fn read(row: reminder::Model) -> Result<Reminder> {
    let wrong = |_| Fault::new(format!("reminder {}: schedule", row.id));
    let schedule = Recurrence::parse(&row.schedule).map_err(wrong)?;
    Ok(Reminder {
        id: row.id,
        tender_id: row.tender_id,
        lot_id: row.lot_id,
        authority_id: row.authority_id,
        user_id: row.user_id,
        schedule,
        message: row.message,
        state: row.state,
        created_at: row.created_at,
    })
}
