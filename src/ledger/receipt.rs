//! What a person is given to prove that something was recorded: the entry, and the beginning of its hash.

use std::fmt;
use std::ops::Deref;

use entity::ledger_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};

use crate::database::Db;
use crate::error::Result;

/// How many digits of the hash are told: enough to be compared by eye, as the record's head is told in full elsewhere.
const TOLD: usize = 12;

/// An entry of a server's record, and the beginning of its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The entry's number in its server's chain, from 1.
    pub seq: i64,
    /// The first 12 hexadecimal digits of its hash.
    pub hash: String,
}

impl Receipt {
    pub(super) fn of(seq: i64, hash: &str) -> Self {
        let hash = hash.chars().take(TOLD).collect();
        Receipt { seq, hash }
    }
}

/// The receipt of what an interaction had recorded before, if it had anything.
///
/// # Errors
/// A fault, if the database fails.
pub(super) async fn of_interaction(
    db: &impl Db,
    interaction_id: Option<i64>,
) -> Result<Option<Receipt>> {
    let Some(interaction_id) = interaction_id else {
        return Ok(None);
    };
    let entry = ledger_entry::Entity::find()
        .filter(ledger_entry::Column::InteractionId.eq(interaction_id))
        .one(db.conn())
        .await?;
    Ok(entry.map(|entry| Receipt::of(entry.seq, &entry.hash)))
}

/// What a change came to, with the receipt of what it recorded; none, if it recorded nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipted<T> {
    /// What it came to.
    pub done: T,
    /// The receipt.
    pub receipt: Option<Receipt>,
}

impl<T> Deref for Receipted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.done
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.seq, self.hash)
    }
}
