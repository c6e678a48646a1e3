//! Rows of `contact`, in and out.

use std::sync::Arc;

use entity::contact;

use crate::database::rows::with;
use crate::ledger::{Db, Result, Tx};
use crate::values::TenderId;

async fn rows(db: &impl Db, tender_id: TenderId) -> Result<Arc<Vec<contact::Model>>> {
    with::<contact::Entity>(db, contact::Column::TenderId, tender_id).await
}

/// Whom to ask about a tender.
pub(super) async fn name(db: &impl Db, tender_id: TenderId) -> Result<Option<String>> {
    let rows = rows(db, tender_id).await?;
    Ok(rows.first().map(|row| row.name.clone()))
}

/// Keeps a name, in place of another.
pub(super) async fn put(tx: &Tx, tender_id: TenderId, name: &str, by_user: i64) -> Result<()> {
    tx.save(contact::Model {
        tender_id,
        name: name.to_owned(),
        by_user,
        at: tx.now(),
    })
    .await
}

/// Takes it away.
pub(super) async fn remove(tx: &Tx, tender_id: TenderId) -> Result<()> {
    for row in rows(tx, tender_id).await?.iter() {
        tx.remove(row.clone()).await?;
    }
    Ok(())
}
