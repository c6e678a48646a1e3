//! An authority ceases, and its orders stay in its name; or it was registered twice, and they are those of the other entry.

use super::store;
use crate::authorities::questions::Moving;
use crate::authorities::succession::rules::Handover;
use crate::ledger::{Result, Tx};
use crate::requirements::questions::CalledOff;
use crate::values::{LotId, Quantity};
use crate::words::{Text, text};

/// What becomes of its orders.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn moving(tx: &Tx, question: &Moving) -> Result<Vec<Text>> {
    let handover = &question.0;
    let count = store::count_of(tx, handover.from.id).await?;
    if count == 0 {
        return Ok(Vec::new());
    }
    Ok(vec![match handover.merged {
        true => text!("calloffs-moving", count),
        false => text!("calloffs-moving-stay", count),
    }])
}

/// What it has called off.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn called_off(tx: &Tx, question: &CalledOff) -> Result<Vec<(LotId, i32, Quantity)>> {
    store::of_one(tx, &question.lot_ids, question.authority_id).await
}

/// Moves them to the entry that stays.
///
/// # Errors
/// A fault, if the database fails.
pub async fn merged(tx: &Tx, handover: &Handover) -> Result<()> {
    store::hand_over(tx, handover.from.id, handover.heirs.first()).await
}
