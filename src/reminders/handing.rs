//! An authority ceases, or was registered twice: its reminders go to its successors.

use super::facts;
use super::rules::{Reminder, State};
use super::service::arm_next;
use super::store;
use crate::authorities::questions::Moving;
use crate::authorities::succession::rules::Handover;
use crate::ledger::{Result, Tx};
use crate::tenders::service as tenders;
use crate::values::ReminderId;
use crate::words::{Text, text};

/// How many move.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn moving(tx: &Tx, question: &Moving) -> Result<Vec<Text>> {
    let handover = &question.0;
    let count = touched(tx, handover).await?.len();
    let each = handover.to.len() > 1;
    Ok(match (count, each) {
        (0, _) => Vec::new(),
        (count, false) => vec![text!("reminders-moving", count)],
        (count, true) => vec![text!("reminders-moving-to-each", count)],
    })
}

/// Those under tenders that are not over.
async fn touched(tx: &Tx, handover: &Handover) -> Result<Vec<Reminder>> {
    let mut all = Vec::new();
    for reminder in store::of(tx, &[handover.from.id]).await? {
        let tender = tenders::by_id(tx, tx.cause().guild_id, reminder.tender_id).await?;
        if !tender.stage.is_over() {
            all.push(reminder);
        }
    }
    Ok(all)
}

/// Each moves, with its number, to the successor with the largest share; the others get one like it, if they have none.
///
/// # Errors
/// A fault, if the database fails.
pub async fn hand_over(tx: &Tx, handover: &Handover) -> Result<()> {
    for reminder in touched(tx, handover).await? {
        let first = handover.heirs.first();
        for authority_id in handover.heirs.ids().filter(|id| *id != first) {
            let new = Reminder {
                id: ReminderId(0),
                authority_id,
                created_at: tx.now(),
                ..reminder.clone()
            };
            let others = store::of(tx, &[authority_id]).await?;
            if others.iter().any(|it| it.is_same_as(&new)) {
                continue;
            }
            let new = store::insert(tx, &new).await?;
            if new.state == State::Active {
                arm_next(tx, &new).await?;
            }
            tx.tell(&facts::Set::of(facts::about(&new), new.clone()))
                .await?;
        }
        store::set_authority(tx, &reminder, first).await?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "handing_tests.rs"]
mod tests;
