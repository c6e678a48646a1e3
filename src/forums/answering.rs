//! What forums say to what those below them ask.

use super::store;
use crate::ledger::{Result, Tx};

/// The regions that have a forum, as each is spelled.
///
/// # Errors
/// A fault, if the database fails.
pub async fn regions(tx: &Tx) -> Result<Vec<String>> {
    let forums = store::all(tx, tx.cause().guild_id).await?;
    Ok(forums.into_iter().map(|forum| forum.region).collect())
}
