//! Use cases of contacts.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::letters::Told;
use super::{facts, rules, store};
use crate::ledger::{About, Cause, Db, Ledger, Result, Tx};
use crate::tenders::service as tenders;
use crate::values::{Actor, Refusal, TenderId};
use crate::words::text;

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The tender.
    pub tender_id: TenderId,
    /// Its reference.
    pub reference: String,
    /// The name.
    pub name: String,
}

/// The lead says whom to ask about its tender; the tender's posts are told.
///
/// # Errors
/// Refused to those who don't act for the lead, for a tender there isn't, and for a name that can't be.
pub async fn set(ledger: &Ledger, actor: &Actor, tender: String, name: String) -> Result<Done> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let tender = tenders::find(tx, actor.guild_id, &tender).await?;
                tenders::require_lead(tx, &actor, &tender).await?;
                let name = rules::name(&name)?;
                store::put(tx, tender.id, &name, actor.user_id).await?;
                tx.tell(&facts::Named {
                    about: About::tender(tender.id, tender.lead_id),
                    name: name.clone(),
                })
                .await?;
                for post in tenders::posts(tx, tender.id).await? {
                    let (tender_id, post_id) = (tender.id, post.id);
                    tx.send(&Told { tender_id, post_id }).await?;
                }
                Ok(Done {
                    tender_id: tender.id,
                    reference: tender.reference.to_string(),
                    name,
                })
            }
            .boxed()
        })
        .await
}

/// The lead takes that back.
///
/// # Errors
/// Refused to those who don't act for the lead, and where nobody is named.
pub async fn take_back(ledger: &Ledger, actor: &Actor, tender_id: TenderId) -> Result<Done> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move {
                let tender = tenders::by_id(tx, actor.guild_id, tender_id).await?;
                tenders::require_lead(tx, &actor, &tender).await?;
                let nobody =
                    || Refusal::new(text!("contacts-nobody"), text!("contacts-nobody-help"));
                let name = store::name(tx, tender.id).await?.ok_or_else(nobody)?;
                store::remove(tx, tender.id).await?;
                tx.tell(&facts::TakenBack {
                    about: About::tender(tender.id, tender.lead_id),
                    name: name.clone(),
                })
                .await?;
                Ok(Done {
                    tender_id: tender.id,
                    reference: tender.reference.to_string(),
                    name,
                })
            }
            .boxed()
        })
        .await
}

/// Whom to ask about a tender.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn name(db: &impl Db, tender_id: TenderId) -> Result<Option<String>> {
    store::name(db, tender_id).await
}

/// Nobody needs to be asked about a tender that was cancelled.
pub(super) async fn over(tx: &Tx, about: About) -> Result<()> {
    match about.tender_id {
        Some(tender_id) => store::remove(tx, tender_id).await,
        None => Ok(()),
    }
}
