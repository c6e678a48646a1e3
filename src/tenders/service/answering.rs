//! What a requirement, a nil return or a withdrawal changes of how an authority stands in a tender.

use super::super::facts;
use super::super::rules::{self, Part};
use super::super::store::{self, Participation, Tender};
use super::looking;
use crate::authorities::service::Authority;
use crate::ledger::{About, Db, Result, Tx};
use crate::values::{AuthorityId, Stage};

/// Notes that an authority has declared; declaring joins (design, section 6). `row` is how it stands, as
/// [`require_invited`] gave it in the same change.
///
/// # Errors
/// A fault, if the database fails.
pub async fn answer(
    tx: &Tx,
    tender: &Tender,
    authority_id: AuthorityId,
    row: Option<Participation>,
) -> Result<()> {
    let joined = row.as_ref().is_some_and(|r| r.part == Part::Joined);
    let confirmed = row.as_ref().is_some_and(|r| r.to_confirm.is_none());
    if joined && confirmed && row.as_ref().is_some_and(|r| r.answered) {
        return Ok(());
    }
    if !joined {
        tx.tell(&facts::Joined {
            about: About::tender(tender.id, authority_id),
            reference: tender.reference.clone(),
            reason: None,
        })
        .await?;
    }
    let row = Participation {
        authority_id,
        part: Part::Joined,
        answered: true,
        wave: row.as_ref().map_or(1, |r| r.wave),
        reason: row.filter(|_| joined).and_then(|r| r.reason),
        at: tx.now(),
        to_confirm: None,
    };
    store::put_participation(tx, tender.id, &row).await
}

/// Notes a nil return: a full answer. An authority that had joined stays; one that had not does not join by it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn nil(
    tx: &Tx,
    tender: &Tender,
    authority_id: AuthorityId,
    reason: Option<String>,
) -> Result<()> {
    let row = store::participation(tx, tender.id, authority_id).await?;
    let part = match row.as_ref().map(|r| r.part) {
        Some(Part::Joined) => Part::Joined,
        _ => Part::Declined,
    };
    let wave = row.map_or(1, |r| r.wave);
    let row = Participation {
        authority_id,
        part,
        answered: true,
        wave,
        reason,
        at: tx.now(),
        to_confirm: None,
    };
    store::put_participation(tx, tender.id, &row).await
}

/// Notes that an authority has withdrawn all it had declared: its answer is outstanding again.
///
/// # Errors
/// A fault, if the database fails.
pub async fn unanswer(tx: &Tx, tender: &Tender, authority_id: AuthorityId) -> Result<()> {
    match store::participation(tx, tender.id, authority_id).await? {
        Some(row) => {
            let row = Participation {
                answered: false,
                at: tx.now(),
                to_confirm: None,
                ..row
            };
            store::put_participation(tx, tender.id, &row).await
        }
        None => Ok(()),
    }
}

/// Notes that these are to say whether their answers, given for so many contract years, still hold.
///
/// # Errors
/// A fault, if the database fails.
pub async fn reopen_answers(
    tx: &Tx,
    tender: &Tender,
    whose: &[AuthorityId],
    years: i32,
) -> Result<()> {
    for authority_id in whose.iter().copied() {
        if let Some(row) = store::participation(tx, tender.id, authority_id).await? {
            let row = Participation {
                to_confirm: Some(row.to_confirm.unwrap_or(years)),
                ..row
            };
            store::put_participation(tx, tender.id, &row).await?;
        }
    }
    Ok(())
}

/// Notes that an authority's answer still holds; gives for how many contract years it had been given, if that was asked.
///
/// # Errors
/// A fault, if the database fails.
pub async fn confirm_answer(
    tx: &Tx,
    tender: &Tender,
    authority_id: AuthorityId,
) -> Result<Option<i32>> {
    let Some(row) = store::participation(tx, tender.id, authority_id).await? else {
        return Ok(None);
    };
    let years = row.to_confirm;
    if years.is_some() {
        let row = Participation {
            to_confirm: None,
            ..row
        };
        store::put_participation(tx, tender.id, &row).await?;
    }
    Ok(years)
}

/// Whether an authority may declare: it was invited or takes part already. Gives how it stands, if it has a row.
///
/// # Errors
/// Refused where it may not.
pub async fn require_invited(
    tx: &impl Db,
    tender: &Tender,
    authority: &Authority,
) -> Result<Option<Participation>> {
    let row = store::participation(tx, tender.id, authority.id).await?;
    if row.as_ref().is_none_or(|r| r.part != Part::Joined) {
        let invited = looking::is_invited(tx, tender, authority).await?;
        rules::joining(Stage::Collecting, tender.reference.as_str(), invited, false)?;
    }
    Ok(row)
}
