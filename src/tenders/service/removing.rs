//! What the lead takes away again: a lot, or a tender that nobody meant to announce (design, section 2a).

use std::collections::BTreeSet;

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, REASON_MAX};
use super::super::store::{self, Lot, Tender};
use super::by_lead::{by_lead, reason};
use super::changing::Changed;
use super::editing::while_collecting;
use super::effects::save;
use super::{looking, previews};
use crate::ledger::{Ledger, Result};
use crate::values::{Actor, AuthorityId, Refusal, Stage};
use crate::words::{Text, text};

/// A lot was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// The tender.
    pub tender: Tender,
    /// The lot.
    pub lot: Lot,
    /// Those that are left; each keeps its number.
    pub left: Vec<Lot>,
    /// Whose quantities no longer count by it.
    pub dropped: Vec<AuthorityId>,
}

/// Removes a lot while requirements are collected; what was declared of it no longer counts, and whoever declared it is
/// told.
///
/// # Errors
/// Asks first. Refused to anybody but the lead, later, for the last lot, and without a reason where somebody has declared.
pub async fn remove_lot(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
    why: Option<String>,
) -> Result<Removed> {
    by_lead(ledger, actor, tender, move |tx, tender, _| {
        async move {
            while_collecting(&tender)?;
            let mut left = store::lots(tx, tender.id).await?;
            let lot = looking::find_lot(&left, &lot)?.clone();
            left.retain(|it| it.id != lot.id);
            if left.is_empty() {
                let reference = tender.reference.as_str();
                return Err(Refusal::new(
                    text!("tenders-last-lot", reference),
                    text!("tenders-last-lot-help"),
                )
                .for_good()
                .into());
            }
            let standing = previews::standing(tx, tender.id).await?;
            let of_it = standing.iter().any(|it| it.lot_id == lot.id);
            let why = match of_it {
                true => Some(reason(why.as_deref().unwrap_or_default())?),
                false => {
                    rules::optional_text(text!("tenders-what-reason"), why.as_deref(), REASON_MAX)?
                }
            };
            let preview = previews::removing_lot(tx, &tender, &lot, &standing, why.as_deref());
            tx.ask(preview.await?)?;
            let of_it = standing.iter().filter(|it| it.lot_id == lot.id);
            let dropped: BTreeSet<AuthorityId> = of_it.map(|it| it.authority_id).collect();
            let dropped: Vec<AuthorityId> = dropped.into_iter().collect();
            let removed_at = Some(tx.now());
            let row = Lot {
                removed_at,
                ..lot.clone()
            };
            store::update_lot(tx, &row).await?;
            tx.tell(&facts::LotRemoved {
                about: facts::about(&tender),
                lot: lot.clone(),
                reason: why,
                dropped: dropped.clone(),
            })
            .await?;
            Ok(Removed {
                tender,
                lot,
                left,
                dropped,
            })
        }
        .boxed()
    })
    .await
}

/// Withdraws a tender that was not meant to be announced, as long as nobody has declared: its posts go, it is offered
/// nowhere any more, and the record keeps it. It can be taken back as a cancellation can, by
/// [`restore`](super::restore).
///
/// # Errors
/// Asks first. Refused to anybody but the lead, once somebody has declared, and once the notice is published.
pub async fn withdraw(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    why: Option<String>,
) -> Result<Changed> {
    by_lead(ledger, actor, tender, move |tx, before, tz| {
        async move {
            let reference = before.reference.as_str();
            rules::step(before.stage, Stage::Cancelled, reference)?;
            let why =
                rules::optional_text(text!("tenders-what-reason"), why.as_deref(), REASON_MAX)?;
            if !matches!(before.stage, Stage::Collecting | Stage::Collected) {
                return Err(Refusal::new(
                    text!(
                        "tenders-withdraw-published",
                        reference,
                        stage = before.stage.label()
                    ),
                    text!("tenders-withdraw-help", reference),
                )
                .for_good()
                .into());
            }
            let declared = previews::whose(tx, &before, |_| true).await?;
            if !declared.is_empty() {
                let names = declared.iter().map(|who| Text::verbatim(&who.short_name));
                return Err(Refusal::new(
                    text!(
                        "tenders-withdraw-declared",
                        count = declared.len(),
                        names = Text::and(names),
                        reference
                    ),
                    text!("tenders-withdraw-help", reference),
                )
                .for_good()
                .into());
            }
            tx.ask(previews::withdrawing(tx, &before, why.as_deref()).await?)?;
            let tender = Tender {
                stage: Stage::Cancelled,
                cancelled_from: Some(before.stage),
                cancelled_at: Some(tx.now()),
                withdrawn_at: Some(tx.now()),
                reason: why,
                ..before.clone()
            };
            save(tx, &tender, tz).await?;
            tx.tell(&facts::Withdrawn {
                about: facts::about(&tender),
                reason: tender.reason.clone(),
                from: before.stage,
            })
            .await?;
            Ok(Changed { tender, before })
        }
        .boxed()
    })
    .await
}
