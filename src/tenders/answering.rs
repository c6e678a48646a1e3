//! What tenders say to what those below them ask.

use super::service;
use crate::authorities::questions::{Involved, Leads, Moving};
use crate::ledger::{Result, Tx};
use crate::values::AuthorityId;
use crate::words::{Text, text};

/// The tenders that are not over which an authority leads or takes part in, a line each.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn involved(tx: &Tx, question: &Involved) -> Result<Vec<Text>> {
    let id = question.authority_id;
    let tenders = service::open_of(tx, tx.cause().guild_id, id).await?;
    Ok(tenders
        .into_iter()
        .map(|it| {
            let (reference, title) = (it.reference.as_str(), it.title.as_str());
            let stage = it.stage.label();
            match it.lead_id == id {
                true => text!("tenders-leads-it", reference, title, stage),
                false => text!("tenders-takes-part", reference, title, stage),
            }
        })
        .collect())
}

/// The tenders in which something moves with an authority.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn moving(tx: &Tx, question: &Moving) -> Result<Vec<Text>> {
    service::moving(tx, &question.0).await
}

/// The leads of the tenders that are not over in which an authority has a part.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn leads(tx: &Tx, question: &Leads) -> Result<Vec<AuthorityId>> {
    service::leads(tx, question.authority_id).await
}
