//! Correcting a tender and its lots.

use chrono_tz::Tz;
use futures::FutureExt;

use super::super::facts;
use super::super::rules::{self, DESCRIPTION_MAX, LOTS_MAX, REASON_MAX, TITLE_MAX};
use super::super::store::{self, Lot, Tender};
use super::super::terms::TermsChange;
use super::by_lead::{by_lead, reason};
use super::changing::Changed;
use super::edits::Edit;
use super::effects::save;
use super::{correcting, looking, moving, previews};
use crate::ledger::{Ledger, Result, Tx};
use crate::values::{Actor, Preview, Refusal, Stage, When, cpv};
use crate::words::{Text, text};

/// Corrects what a tender says of itself; until it is published, also who leads it and where it is announced; while bids
/// are out, with a reason, its dates and who may call off.
///
/// # Errors
/// Asks first about what touches others' rights and answers. Refused to anybody but the lead, once it is over, for what is
/// fixed at its stage, without a reason where one is needed, and for opening the book after another authority has declared
/// under the promise of rule 8.
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
    let reference = before.reference.as_str();
    if before.stage.is_over() {
        return Err(Refusal::new(
            rules::over(before.stage, reference),
            text!("tenders-stays-help"),
        )
        .into());
    }
    let early = matches!(before.stage, Stage::Collecting | Stage::Collected);
    let mut tender = described(&before, &request)?;
    dated(tx, &mut tender, &before, tz, &request)?;
    let why = rules::optional_text(
        text!("tenders-what-reason"),
        request.reason.as_deref(),
        REASON_MAX,
    )?;
    let moves = moving::read(tx, &before, early, &request).await?;
    let correction = correcting::read(tx, &before, &tender, early, &request).await?;
    if let Some(lead) = &moves.lead {
        tender.lead_id = lead.to.id;
    }
    if tender == before && moves.is_nothing() && correction.is_none() {
        return Err(Refusal::new(text!("tenders-same"), text!("tenders-same-help")).into());
    }
    let terms = terms_changed(tx, &before, &tender, &request).await?;
    let given = why.as_deref().unwrap_or_default();
    if !terms.is_empty() {
        reason(given)?;
    }
    // One question for all of it: only one can be said yes to.
    if let Some(correction) = &correction {
        let preview = correction.preview(tx, &before, &tender, tz, why.as_deref())?;
        tx.ask(preview.lines(terms))?;
    } else if !moves.is_nothing() {
        let preview = moves.preview(tx, &before, why.as_deref()).await?;
        tx.ask(preview.lines(terms))?;
    } else if !terms.is_empty() {
        let reference = before.reference.as_str();
        let preview = Preview::of(text!("tenders-terms-preview", reference)).lines(terms);
        tx.ask(preview.line(text!("tenders-preview-told", reason = given)))?;
    }
    if tender != before {
        save(tx, &tender, tz).await?;
        tx.tell(&facts::Edited {
            about: facts::about(&tender),
            before: before.clone(),
            after: tender.clone(),
            reason: why.clone(),
        })
        .await?;
    }
    moves.make(tx, &tender, why.as_deref()).await?;
    if let Some(correction) = correction {
        correction.make(tx, &before, &tender, why).await?;
    }
    Ok(Changed { tender, before })
}

/// With its title, description and category as they are to be.
fn described(before: &Tender, request: &Edit) -> Result<Tender> {
    let mut tender = before.clone();
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
    Ok(tender)
}

/// With its dates, its notice and its book as they are to be.
fn dated(tx: &Tx, tender: &mut Tender, before: &Tender, tz: Tz, request: &Edit) -> Result<()> {
    let refuse = |wrong: Text, help: Text| Err(Refusal::new(wrong, help).into());
    let reference = before.reference.as_str();
    let early = matches!(before.stage, Stage::Collecting | Stage::Collected);
    let bids_are_out = correcting::bids_are_out(before, tx.now());
    let dates = request.starts.is_some() || request.ends.is_some();
    let fixed = (dates && !early && !bids_are_out) || (request.open_book.is_some() && !early);
    if fixed {
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
    if let Some(open) = request.open_book {
        tender.open_book = open;
    }
    if request.notice.is_none() && request.bids_by.is_none() {
        return Ok(());
    }
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
        if !bids_are_out {
            return refuse(
                text!(
                    "tenders-bids-were-due",
                    reference,
                    stage = before.stage.label()
                ),
                text!("tenders-bids-were-due-help"),
            );
        }
        tender.bids_by = Some(When::parse(bids_by, tx.now(), tz)?.instant(tz));
    }
    Ok(())
}

/// What a change of the dates or the book makes of what others declared. What a notice says is taken over with the publishing
/// of it, which is asked about by itself.
async fn terms_changed(
    tx: &Tx,
    before: &Tender,
    after: &Tender,
    request: &Edit,
) -> Result<Vec<Text>> {
    let change = TermsChange {
        before: before.clone(),
        after: after.clone(),
    };
    if !change.matters() || request.as_published {
        return Ok(Vec::new());
    }
    let mut made: Vec<Text> = tx.inquire(&change).await?.into_iter().flatten().collect();
    if !made.is_empty() {
        made.push(text!("tenders-terms-preview-asked"));
    }
    Ok(made)
}

pub(super) fn while_collecting(tender: &Tender) -> Result<()> {
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
            let first = store::next_number(tx, tender.id).await?;
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
