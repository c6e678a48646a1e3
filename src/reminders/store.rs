//! Rows of `reminder`, in and out, and when their duties are due.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::{duty, reminder};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::rules::{Reminder, State};
use crate::database::rows::{with, with_any};
use crate::ledger::{Db, Fault, Result, Tx};
use crate::values::{AuthorityId, DutyState, Recurrence, ReminderId};

/// One reminder, in any state.
pub async fn by_id(db: &impl Db, id: ReminderId) -> Result<Option<Reminder>> {
    let rows = with::<reminder::Entity>(db, reminder::Column::Id, id).await?;
    rows.first().cloned().map(read).transpose()
}

/// Those of some authorities that are not deleted, by number.
pub async fn of(db: &impl Db, authority_ids: &[AuthorityId]) -> Result<Vec<Reminder>> {
    let of = reminder::Column::AuthorityId;
    let mut rows = with_any::<reminder::Entity>(db, of, authority_ids.iter().copied()).await?;
    rows.retain(|row| row.state != State::Deleted);
    rows.sort_by_key(|row| row.id);
    rows.into_iter().map(read).collect()
}

/// When reminders come next: those that are armed.
pub async fn next(
    db: &impl Db,
    kind: &str,
    ids: &[ReminderId],
) -> Result<HashMap<ReminderId, DateTime<Utc>>> {
    let rows = duty::Entity::find()
        .filter(duty::Column::Kind.eq(kind))
        .filter(duty::Column::State.eq(DutyState::Armed))
        .filter(duty::Column::SubjectId.is_in(ids.iter().map(|id| i64::from(*id))))
        .all(db.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (ReminderId(row.subject_id), row.due_at))
        .collect())
}

/// Adds a reminder; it gets a new number.
pub async fn insert(tx: &Tx, reminder: &Reminder) -> Result<Reminder> {
    read(tx.add(row(reminder)).await?)
}

/// Keeps it as another authority's.
pub async fn set_authority(tx: &Tx, reminder: &Reminder, authority_id: AuthorityId) -> Result<()> {
    let row = reminder::Model {
        authority_id,
        ..row(reminder)
    };
    tx.save(row).await
}

/// Keeps another state.
pub async fn set_state(tx: &Tx, reminder: &Reminder, state: State) -> Result<()> {
    let row = reminder::Model {
        state,
        ..row(reminder)
    };
    tx.save(row).await
}

fn row(reminder: &Reminder) -> reminder::Model {
    reminder::Model {
        id: reminder.id,
        tender_id: reminder.tender_id,
        lot_id: reminder.lot_id,
        authority_id: reminder.authority_id,
        user_id: reminder.user_id,
        schedule: reminder.schedule.as_text(),
        message: reminder.message.clone(),
        state: reminder.state,
        created_at: reminder.created_at,
    }
}

fn read(row: reminder::Model) -> Result<Reminder> {
    let wrong = |_| Fault::new(format!("reminder {}: schedule", row.id));
    let schedule = Recurrence::kept(&row.schedule).map_err(wrong)?;
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
