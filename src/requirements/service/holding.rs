//! What a change of a tender may not do to what was declared, and what it takes with it.

use super::super::store;
use super::ceasing::clear_in;
use super::looking::current;
use super::reopening;
use super::showing;
use crate::ledger::{About, Fault, Result, Tx};
use crate::tenders::facts::{Edited, LotEdited, LotRemoved, LotsAdded, Regions};
use crate::tenders::service as tenders;
use crate::tenders::terms::TermsChange;
use crate::values::Refusal;
use crate::words::{Text, text};

/// A tender was edited: what is declared for a contract year stays within the term, and what was declared in confidence
/// stays so.
///
/// # Errors
/// Refused where it would not.
pub async fn tender_edited(tx: &Tx, fact: &Edited) -> Result<()> {
    let (before, after) = (&fact.before, &fact.after);
    let change = TermsChange {
        before: before.clone(),
        after: after.clone(),
    };
    if change.matters() {
        reopening::check(tx, before, after).await?;
        reopening::terms_changed(tx, fact).await?;
    }
    Ok(())
}

/// A lot was edited: what is declared in a unit keeps it.
///
/// # Errors
/// Refused for another unit, once something is declared.
pub async fn lot_edited(tx: &Tx, fact: &LotEdited) -> Result<()> {
    let (before, after) = (&fact.before, &fact.after);
    if before.unit != after.unit && store::in_lot(tx, before.id).await? > 0 {
        return Err(Refusal::new(
            text!(
                "requirements-unit-declared",
                lot = before.title.as_str(),
                unit = before.unit.plural()
            ),
            text!("requirements-unit-declared-help"),
        )
        .into());
    }
    if before.title != after.title {
        let (was, is) = (before.title.as_str(), after.title.as_str());
        let line = text!("requirements-lot-renamed", was, is);
        reopening::lots_changed(tx, fact.about, line, Some(before.id)).await?;
    }
    Ok(())
}

/// A lot was removed: what was declared of it no longer counts, and whoever declared nothing else is to answer again.
///
/// # Errors
/// A fault, if the database fails.
pub async fn lot_removed(tx: &Tx, fact: &LotRemoved) -> Result<()> {
    let lot = &fact.lot;
    let tender = tenders::by_id(tx, tx.cause().guild_id, lot.tender_id).await?;
    let ceased = store::current(tx, &[lot.id], None).await?;
    store::supersede(tx, &ceased).await?;
    let left = current(tx, tender.id, None).await?;
    for authority_id in fact.dropped.iter().copied() {
        if left.iter().all(|it| it.authority_id != authority_id) {
            tenders::unanswer(tx, &tender, authority_id).await?;
        }
    }
    Ok(())
}

/// Regions were dropped: what those of them declared that took part no longer counts.
///
/// # Errors
/// A fault, if the database fails.
pub async fn regions_changed(tx: &Tx, fact: &Regions) -> Result<()> {
    let Some(tender_id) = fact.about.tender_id else {
        return Err(Fault::new("regions were changed, and nobody knows of what").into());
    };
    let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
    for authority_id in fact.out.iter().copied() {
        clear_in(tx, &tender, authority_id).await?;
    }
    Ok(())
}

/// Lots were added: whoever answered has said nothing of them.
///
/// # Errors
/// A fault, if the database fails.
pub async fn lots_added(tx: &Tx, fact: &LotsAdded) -> Result<()> {
    let lots = fact.lots.iter().map(|lot| {
        let (lot, unit) = (lot.title.as_str(), lot.unit.plural());
        text!("requirements-lot-new", lot, unit)
    });
    reopening::lots_changed(tx, fact.about, Text::and(lots), None).await
}

/// An authority left a tender, or declined: what it had declared goes.
///
/// # Errors
/// A fault, if the database fails.
pub async fn gone(tx: &Tx, about: About) -> Result<()> {
    let (Some(tender_id), Some(authority)) = (about.tender_id, about.authority_id) else {
        return Err(Fault::new("somebody left, and nobody knows who").into());
    };
    let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
    clear_in(tx, &tender, authority).await?;
    Ok(())
}

/// Collecting closed, or what was collected is published: the totals that are shown move, as far as they may.
///
/// # Errors
/// A fault, if the database fails.
pub async fn closed(tx: &Tx, about: About) -> Result<()> {
    let Some(tender_id) = about.tender_id else {
        return Err(Fault::new("a tender was closed, and nobody knows which").into());
    };
    let tender = tenders::by_id(tx, tx.cause().guild_id, tender_id).await?;
    showing::settle_all(tx, &tender, true).await
}
