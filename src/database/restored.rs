//! When an older state of the database was put back.

use chrono::{DateTime, Utc};
use entity::restoration;
use sea_orm::{EntityTrait, QueryOrder};

use crate::database::Db;
use crate::error::Result;

/// When an older state was last put back, if ever.
///
/// # Errors
/// A fault, if the database fails.
pub async fn last_put_back(db: &impl Db) -> Result<Option<DateTime<Utc>>> {
    let last = restoration::Entity::find()
        .order_by_desc(restoration::Column::At)
        .one(db.conn())
        .await?;
    Ok(last.map(|row| row.at))
}
