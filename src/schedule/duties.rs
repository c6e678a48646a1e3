//! The store of table `duty`: one row for each kind and subject, re-armed when its moment moves
//! and withdrawn when it no longer holds (design, section 3, rule 4).

use chrono::{DateTime, Utc};
use entity::duty;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait,
};

use crate::database::rows::{Uncovered, Write};
use crate::ledger::{Db, Result, Tx};

const ARMED: &str = "armed";
const DONE: &str = "done";
const WITHDRAWN: &str = "withdrawn";

/// Something that falls due at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty {
    /// Row number.
    pub id: i64,
    /// The server.
    pub guild_id: i64,
    /// What falls due, such as `tender.deadline`.
    pub kind: String,
    /// The row it is about.
    pub subject_id: i64,
    /// When it is due.
    pub due_at: DateTime<Utc>,
}

impl From<duty::Model> for Duty {
    fn from(row: duty::Model) -> Self {
        Duty {
            id: row.id,
            guild_id: row.guild_id,
            kind: row.kind,
            subject_id: row.subject_id,
            due_at: row.due_at,
        }
    }
}

/// Arms a duty in the server of this change; one that is there already moves to `due_at`, whether
/// it was armed, done or withdrawn.
///
/// # Errors
/// A fault, if the database fails.
pub async fn arm(
    tx: &Tx,
    kind: &str,
    subject_id: impl Into<i64>,
    due_at: DateTime<Utc>,
) -> Result<()> {
    tx.write(Changed {
        guild_id: tx.cause().guild_id,
        kind: kind.to_owned(),
        subject_id: subject_id.into(),
        armed_for: Some(due_at),
    })
    .await
}

/// Withdraws a duty, if it is armed.
///
/// # Errors
/// A fault, if the database fails.
pub async fn withdraw(tx: &Tx, kind: &str, subject_id: impl Into<i64>) -> Result<()> {
    tx.write(Changed {
        guild_id: tx.cause().guild_id,
        kind: kind.to_owned(),
        subject_id: subject_id.into(),
        armed_for: None,
    })
    .await
}

/// A duty that a change arms or withdraws.
#[derive(Clone)]
struct Changed {
    guild_id: i64,
    kind: String,
    subject_id: i64,
    /// None: it is withdrawn.
    armed_for: Option<DateTime<Utc>>,
}

impl Uncovered for Changed {
    const TABLE: &'static str = "duty";

    fn key(&self) -> String {
        format!("{} {}", self.kind, self.subject_id)
    }

    fn writes(rows: &[&Self]) -> Vec<Write> {
        let armed = |it: &Self| {
            Some(duty::ActiveModel {
                id: NotSet,
                guild_id: Set(it.guild_id),
                kind: Set(it.kind.clone()),
                subject_id: Set(it.subject_id),
                due_at: Set(it.armed_for?),
                state: Set(ARMED.to_owned()),
            })
        };
        let armed: Vec<_> = rows.iter().filter_map(|it| armed(it)).collect();
        let mut writes = Vec::new();
        if !armed.is_empty() {
            let again = OnConflict::columns([duty::Column::Kind, duty::Column::SubjectId])
                .update_columns([duty::Column::DueAt, duty::Column::State])
                .to_owned();
            let rows = duty::Entity::insert_many(armed).on_conflict(again);
            writes.push(rows.into_query().into());
        }
        let withdrawn = rows.iter().filter(|it| it.armed_for.is_none());
        let any = withdrawn.fold(Condition::any(), |any, it| {
            let this = Condition::all()
                .add(duty::Column::Kind.eq(it.kind.as_str()))
                .add(duty::Column::SubjectId.eq(it.subject_id));
            any.add(this)
        });
        if !any.is_empty() {
            let state = duty::ActiveModel {
                state: Set(WITHDRAWN.to_owned()),
                ..Default::default()
            };
            let rows = duty::Entity::update_many()
                .set(state)
                .filter(any)
                .filter(duty::Column::State.eq(ARMED));
            writes.push(rows.into_query().into());
        }
        writes
    }
}

/// What is due at `now`, oldest first.
///
/// # Errors
/// A fault, if the database fails.
pub async fn due(db: &impl Db, now: DateTime<Utc>) -> Result<Vec<Duty>> {
    let rows = duty::Entity::find()
        .filter(duty::Column::State.eq(ARMED))
        .filter(duty::Column::DueAt.lte(now))
        .order_by_asc(duty::Column::DueAt)
        .order_by_asc(duty::Column::Id)
        .all(db.conn())
        .await?;
    Ok(rows.into_iter().map(Duty::from).collect())
}

/// When the next duty is due, be that past or to come; none: nothing is armed.
///
/// # Errors
/// A fault, if the database fails.
pub async fn next_due(db: &impl Db) -> Result<Option<DateTime<Utc>>> {
    next_due_after(db, DateTime::<Utc>::UNIX_EPOCH).await
}

/// When the next duty is due that is not due at `now`.
///
/// # Errors
/// A fault, if the database fails.
pub async fn next_due_after(db: &impl Db, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    let row = duty::Entity::find()
        .filter(duty::Column::State.eq(ARMED))
        .filter(duty::Column::DueAt.gt(now))
        .order_by_asc(duty::Column::DueAt)
        .limit(1)
        .one(db.conn())
        .await?;
    Ok(row.map(|row| row.due_at))
}

/// Whether `duty` is still armed for the moment it was read with; locks it where rows can be.
pub(super) async fn still_armed(tx: &Tx, duty: &Duty) -> Result<bool> {
    let row = duty::Entity::find_by_id(duty.id)
        .filter(duty::Column::State.eq(ARMED))
        .filter(duty::Column::DueAt.eq(duty.due_at))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    Ok(row.is_some())
}

/// Ends `duty`, or moves it on; what the act itself armed or withdrew stands.
pub(super) async fn acted(tx: &Tx, duty: &Duty, again: Option<DateTime<Utc>>) -> Result<()> {
    let change = match again {
        Some(at) => duty::ActiveModel {
            due_at: Set(at),
            ..Default::default()
        },
        None => duty::ActiveModel {
            state: Set(DONE.to_owned()),
            ..Default::default()
        },
    };
    duty::Entity::update_many()
        .set(change)
        .filter(duty::Column::Id.eq(duty.id))
        .filter(duty::Column::State.eq(ARMED))
        .filter(duty::Column::DueAt.eq(duty.due_at))
        .exec(tx.conn())
        .await?;
    Ok(())
}
