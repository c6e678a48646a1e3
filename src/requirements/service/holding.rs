//! What a change of a tender may not do to what was declared, and what it takes with it.

use super::super::rules::EVERY_YEAR;
use super::super::store;
use super::ceasing::clear_in;
use super::looking::current;
use super::reopening;
use super::showing;
use crate::ledger::{About, Db, Fault, Result, Tx};
use crate::tenders::facts::{Edited, LotEdited, LotsAdded};
use crate::tenders::service as tenders;
use crate::tenders::terms::TermsChange;
use crate::values::{Refusal, TenderId};
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
        reopening::terms_changed(tx, fact).await?;
    }
    if (before.starts, before.ends) != (after.starts, after.ends) {
        let latest = latest_year(tx, after.id).await?;
        if latest > i32::from(tenders::term(after)?.years()) {
            return Err(Refusal::new(
                text!("requirements-year-declared", year = latest),
                text!("requirements-year-declared-help"),
            )
            .into());
        }
    }
    if after.open_book && !before.open_book {
        let current = current(tx, after.id, None).await?;
        if current.iter().any(|it| it.authority_id != after.lead_id) {
            return Err(Refusal::new(
                text!("requirements-in-confidence"),
                text!("requirements-in-confidence-help"),
            )
            .into());
        }
    }
    Ok(())
}

/// The last contract year that something is declared for by its number; 0 where nothing is.
async fn latest_year(db: &impl Db, tender_id: TenderId) -> Result<i32> {
    let current = current(db, tender_id, None).await?;
    Ok(current.iter().map(|r| r.year).max().unwrap_or(EVERY_YEAR))
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
