//! Correcting a tender and its lots.

use chrono_tz::Tz;
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, DESCRIPTION_MAX, LOTS_MAX, REASON_MAX, TITLE_MAX};
use super::super::store::{self, Lot, Tender};
use super::super::terms::TermsChange;
use super::by_lead::{by_lead, reason};
use super::changing::Changed;
use super::effects::save;
use super::{looking, previews};
use crate::ledger::{Ledger, Result, Tx};
use crate::values::{Actor, Preview, Refusal, Stage, When, cpv};
use crate::words::{Text, text};

/// What `/tender edit` is told; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// The tender's reference.
    pub tender: String,
    /// What is bought.
    pub title: Option<String>,
    /// More about it.
    pub description: Option<String>,
    /// CPV code.
    pub category: Option<String>,
    /// First day of the contract.
    pub starts: Option<String>,
    /// Last day of the contract.
    pub ends: Option<String>,
    /// Whether everybody sees everybody's quantities.
    pub open_book: Option<bool>,
    /// The notice's number or address, once it is published.
    pub notice: Option<String>,
    /// When bids are due, once it is published.
    pub bids_by: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Whether it is what the published notice says.
    #[serde(default)]
    pub as_published: bool,
}

/// Corrects what a tender says of itself.
///
/// # Errors
/// Refused to anybody but the lead, once it is over, for dates once the notice is published, and for opening the book
/// after another authority has declared under the promise of rule 8.
pub async fn edit(ledger: &Ledger, actor: &Actor, request: Edit) -> Result<Changed> {
    by_lead(
        ledger,
        actor,
        request.tender.clone(),
        move |tx, before, tz| async move { edit_now(tx, before, tz, request).await }.boxed(),
    )
    .await
}

pub(super) async fn edit_now(tx: &Tx, before: Tender, tz: Tz, request: Edit) -> Result<Changed> {
    let mut tender = before.clone();
    let refuse = |wrong: Text, help: Text| Err(Refusal::new(wrong, help).into());
    let reference = before.reference.as_str();
    if before.stage.is_over() {
        return refuse(
            rules::over(before.stage, reference),
            text!("tenders-stays-help"),
        );
    }
    let early = matches!(before.stage, Stage::Collecting | Stage::Collected);
    if let Some(title) = &request.title {
        tender.title = rules::text(text!("tenders-what-title"), title, TITLE_MAX)?;
    }
    if request.description.is_some() {
        tender.description = rules::optional_text(
            text!("tenders-what-description"),
            request.description.as_deref(),
            DESCRIPTION_MAX,
        )?;
    }
    if let Some(code) = &request.category {
        tender.category = Some(cpv::parse(code)?);
    }
    let dates = request.starts.is_some() || request.ends.is_some();
    if (dates || request.open_book.is_some()) && !early {
        return refuse(
            text!("tenders-terms-fixed", reference),
            text!("tenders-terms-fixed-help"),
        );
    }
    if let Some(starts) = &request.starts {
        tender.starts = When::parse(starts, tx.now(), tz)?.date;
    }
    if let Some(ends) = &request.ends {
        tender.ends = When::parse(ends, tx.now(), tz)?.date;
    }
    if dates {
        // A deadline that is past doesn't matter once requirements are in.
        let now = if before.stage == Stage::Collecting {
            tx.now()
        } else {
            before.created_at
        };
        rules::check_dates(tender.respond_by, tender.starts, tender.ends, now, tz)?;
    }
    if let Some(open) = request.open_book
        && open != before.open_book
    {
        tender.open_book = open;
    }
    if request.notice.is_some() || request.bids_by.is_some() {
        if early {
            return refuse(
                text!("tenders-no-notice", reference),
                text!("tenders-no-notice-help"),
            );
        }
        if let Some(notice) = &request.notice {
            tender.notice = Some(rules::text(
                text!("tenders-what-notice"),
                notice,
                REASON_MAX,
            )?);
        }
        if let Some(bids_by) = &request.bids_by {
            tender.bids_by = Some(When::parse(bids_by, tx.now(), tz)?.instant(tz));
        }
    }
    if tender == before {
        return refuse(text!("tenders-same"), text!("tenders-same-help"));
    }
    let why = terms_changed(tx, &before, &tender, &request).await?;
    save(tx, &tender, tz).await?;
    tx.tell(&facts::Edited {
        about: facts::about(&tender),
        before: before.clone(),
        after: tender.clone(),
        reason: why,
    })
    .await?;
    Ok(Changed { tender, before })
}

/// Before what others declared comes to mean something else: what that makes of it, which the lead says yes to, and why. What
/// a notice says is taken over with the publishing of it, which is asked about by itself.
async fn terms_changed(
    tx: &Tx,
    before: &Tender,
    after: &Tender,
    request: &Edit,
) -> Result<Option<String>> {
    let change = TermsChange {
        before: before.clone(),
        after: after.clone(),
    };
    let why = request.reason.as_deref();
    let why = rules::optional_text(text!("tenders-what-reason"), why, REASON_MAX)?;
    if !change.matters() {
        return Ok(why);
    }
    let made: Vec<Text> = tx.inquire(&change).await?.into_iter().flatten().collect();
    if made.is_empty() || request.as_published {
        return Ok(why);
    }
    let why = reason(why.as_deref().unwrap_or_default())?;
    let reference = before.reference.as_str();
    let preview = Preview::of(text!("tenders-terms-preview", reference))
        .lines(made)
        .line(text!("tenders-terms-preview-asked"))
        .line(text!("tenders-preview-told", reason = why.as_str()));
    tx.ask(preview)?;
    Ok(Some(why))
}

fn while_collecting(tender: &Tender) -> Result<()> {
    if tender.stage == Stage::Collecting {
        return Ok(());
    }
    Err(Refusal::new(
        text!(
            "tenders-lots-fixed",
            reference = tender.reference.as_str(),
            stage = tender.stage.label()
        ),
        text!("tenders-lots-fixed-help"),
    )
    .into())
}

fn lot_there(tender: &Tender, lot: &str) -> Text {
    let reference = tender.reference.as_str();
    text!("tenders-lot-there", reference, lot)
}

/// Adds a lot while requirements are collected.
///
/// # Errors
/// Refused to anybody but the lead, later, for a title that is there already, and beyond the most lots.
pub async fn add_lot(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
) -> Result<Vec<Lot>> {
    by_lead(ledger, actor, tender, move |tx, tender, _| {
        async move {
            while_collecting(&tender)?;
            let new = rules::parse_lots(&lot)?;
            let lots = store::lots(tx, tender.id).await?;
            if let Some(twice) = new
                .iter()
                .find(|n| lots.iter().any(|l| rules::same_name(&l.title, &n.title)))
            {
                return Err(Refusal::new(
                    lot_there(&tender, &twice.title),
                    text!("tenders-lot-there-help"),
                )
                .into());
            }
            if lots.len() + new.len() > LOTS_MAX {
                return Err(Refusal::new(
                    text!(
                        "tenders-more-lots",
                        reference = tender.reference.as_str(),
                        most = LOTS_MAX
                    ),
                    text!("tenders-more-lots-help"),
                )
                .into());
            }
            tx.ask_if_odd(previews::adding_lots(tx, &tender, &new).await?)?;
            let first = lots.last().map_or(1, |l| l.number + 1);
            store::insert_lots(tx, tender.id, first, &new).await?;
            tx.tell(&facts::LotsAdded {
                about: facts::about(&tender),
                lots: new,
            })
            .await?;
            store::lots(tx, tender.id).await
        }
        .boxed()
    })
    .await
}

/// Corrects a lot's title or unit while requirements are collected.
///
/// # Errors
/// Refused to anybody but the lead, later, and for the unit once somebody has declared in it.
pub async fn edit_lot(
    ledger: &Ledger,
    actor: &Actor,
    tender: String,
    lot: String,
    title: Option<String>,
    unit: Option<String>,
) -> Result<Lot> {
    by_lead(ledger, actor, tender, move |tx, tender, _| {
        async move {
            while_collecting(&tender)?;
            let lots = store::lots(tx, tender.id).await?;
            let before = looking::find_lot(&lots, &lot)?.clone();
            let title = title.as_deref().unwrap_or(&before.title);
            let unit = unit.as_deref().unwrap_or(before.unit.as_str());
            let new = rules::new_lot(title, unit)?;
            if lots
                .iter()
                .any(|l| l.id != before.id && rules::same_name(&l.title, &new.title))
            {
                return Err(Refusal::new(
                    lot_there(&tender, &new.title),
                    text!("tenders-another-lot-there-help"),
                )
                .into());
            }
            let lot = Lot {
                title: new.title,
                unit: new.unit,
                ..before.clone()
            };
            if lot == before {
                return Err(
                    Refusal::new(text!("tenders-same"), text!("tenders-same-lot-help")).into(),
                );
            }
            if lot.title != before.title {
                tx.ask_if_odd(previews::renaming_lot(tx, &tender, &before, &lot).await?)?;
            }
            store::update_lot(tx, &lot).await?;
            tx.tell(&facts::LotEdited {
                about: facts::about(&tender),
                before,
                after: lot.clone(),
            })
            .await?;
            Ok(lot)
        }
        .boxed()
    })
    .await
}
