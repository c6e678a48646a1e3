//! A lot without an award: the others go on (design, section 2a).

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::{facts, previews, rules, store};
use crate::ledger::{About, Cause, Ledger, Receipted, Result, Tx};
use crate::tenders::rules::{REASON_MAX, text as typed};
use crate::tenders::service as tenders;
use crate::values::{Actor, LotId, NoAward, Refusal, Stage};
use crate::words::text;

/// A lot that was left without an award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The tender's reference.
    pub reference: String,
    /// Where it stands now: `awarded` once every other lot is.
    pub stage: Stage,
    /// The lot's title.
    pub lot: String,
    /// Why.
    pub why: NoAward,
    /// What the lead says of it.
    pub reason: String,
    /// Titles of the lots that have no award yet, and are to have one.
    pub unawarded: Vec<String>,
    /// Whether any lot has an award.
    pub any_awarded: bool,
}

/// Records that a lot has no award; once every other lot has one the tender becomes `awarded`.
///
/// # Errors
/// Refused to those who don't act for the lead, at another stage than out to tender or awarded, for a lot that has an
/// award, and without a reason.
pub async fn leave_out(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
    why: NoAward,
    reason: String,
) -> Result<Receipted<LeftOut>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { leave_out_in(tx, &actor, &tender, &lot, why, &reason).await }.boxed()
        })
        .await
}

async fn leave_out_in(
    tx: &Tx,
    actor: &Actor,
    tender: &str,
    lot: &str,
    why: NoAward,
    reason: &str,
) -> Result<LeftOut> {
    let tender = tenders::find_by_now(tx, tender).await?;
    tenders::require_lead(tx, actor, &tender).await?;
    rules::may_award(tender.reference.as_str(), tender.stage)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = tenders::find_lot(&lots, lot)?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let awards = store::awards(tx, &ids).await?;
    let has_award = |id: LotId| awards.iter().any(|award| award.lot_id == id);
    if has_award(lot.id) {
        let (lot, reference) = (lot.title.as_str(), tender.reference.as_str());
        return Err(Refusal::new(
            text!("awards-has-its-award", lot, reference),
            text!("awards-none-has-one-help"),
        )
        .into());
    }
    let reason = typed(text!("tenders-what-reason"), reason, REASON_MAX)?;
    tx.ask(previews::leaving_out(tx, &tender, lot, why, &reason).await?)?;
    tenders::settle_lot(tx, lot, Some((why, Some(reason.clone())))).await?;
    let open = lots
        .iter()
        .filter(|it| it.id != lot.id && !has_award(it.id) && it.no_award.is_none());
    let unawarded: Vec<String> = open.map(|lot| lot.title.clone()).collect();
    let mut stage = tender.stage;
    if let (true, Some(notice_on), Some(standstill_ends)) = (
        unawarded.is_empty() && !awards.is_empty(),
        tender.notice_on,
        tender.standstill_ends,
    ) {
        stage = Stage::Awarded;
        tenders::settle(tx, tender.id, stage, notice_on, standstill_ends).await?;
    }
    tx.tell(&facts::NotAwarded {
        about: About::tender(tender.id, tender.lead_id),
        lot_id: lot.id,
        lot: lot.title.clone(),
        why,
        reason: reason.clone(),
        stage,
    })
    .await?;
    // The contract may have begun: its duty was done before every lot had its outcome.
    let now = tenders::by_id(tx, tx.cause().guild_id, tender.id).await?;
    let started = tenders::start_in(tx, now).await?;
    Ok(LeftOut {
        reference: tender.reference.to_string(),
        stage: started.map_or(stage, |it| it.tender.stage),
        lot: lot.title.clone(),
        why,
        reason,
        unawarded,
        any_awarded: !awards.is_empty(),
    })
}
