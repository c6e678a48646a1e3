//! What every change of a tender does besides writing its own rows: its duties.

use chrono::NaiveDate;
use chrono_tz::Tz;

use super::super::rules::{self, Arm};
use super::super::store::{self, Lot, Tender};
use super::looking;
use crate::ledger::{Result, Tx};
use crate::schedule::duties;
use crate::values::{NoAward, Stage, TenderId};

/// Writes a tender as it is now, re-arms its duties and withdraws the stale ones (design, section 3, rule 4).
///
/// # Errors
/// A fault, if the database fails.
pub async fn save(tx: &Tx, tender: &Tender, tz: Tz) -> Result<()> {
    store::update(tx, tender).await?;
    schedule(tx, tender, tz).await
}

/// Writes on a tender what its awards settle: its stage, and the notice and standstill that it shows.
///
/// # Errors
/// A fault, if the database fails.
pub async fn settle(
    tx: &Tx,
    tender_id: TenderId,
    stage: Stage,
    notice_on: NaiveDate,
    standstill_ends: NaiveDate,
) -> Result<()> {
    let tender = looking::by_id(tx, tx.cause().guild_id, tender_id).await?;
    let settled = Tender {
        stage,
        notice_on: Some(notice_on),
        standstill_ends: Some(standstill_ends),
        ..tender.clone()
    };
    if settled == tender {
        return Ok(());
    }
    store::update(tx, &settled).await
}

/// Writes on a lot why it was not awarded; none: it has an award after all.
///
/// # Errors
/// A fault, if the database fails.
pub async fn settle_lot(
    tx: &Tx,
    lot: &Lot,
    no_award: Option<(NoAward, Option<String>)>,
) -> Result<Lot> {
    let (no_award, no_award_reason) = no_award.unzip();
    let settled = Lot {
        no_award,
        no_award_reason: no_award_reason.flatten(),
        ..lot.clone()
    };
    if settled != *lot {
        store::update_lot(tx, &settled).await?;
    }
    Ok(settled)
}

/// Arms the tender's duties, and withdraws those that no longer apply.
pub(super) async fn schedule(tx: &Tx, tender: &Tender, tz: Tz) -> Result<()> {
    let calendar = rules::calendar(
        tender.stage,
        tender.respond_by,
        tender.starts,
        tender.ends,
        tx.now(),
        tz,
    );
    for (kind, arm) in calendar {
        match arm {
            Arm::At(at) => duties::arm(tx, kind, tender.id, at).await?,
            Arm::Withdraw => duties::withdraw(tx, kind, tender.id).await?,
            Arm::Leave => {}
        }
    }
    Ok(())
}
