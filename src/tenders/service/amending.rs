//! What a lead changes of another authority's answer (design, section 3, rule 14): it says why, both values are kept, and that
//! authority's officers are told at once, who can say that it isn't right.

use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::super::facts;
use super::super::rules::{self, REASON_MAX};
use super::super::store::{self, Amended, Amendment, Tender};
use super::looking::{self, Who};
use crate::authorities;
use crate::ledger::{About, Cause, Db, Ledger, Result, Tx};
use crate::servers;
use crate::values::{Actor, AmendmentId, Preview, Refusal};
use crate::words::text;

/// The lead's reason for changing what another authority said.
///
/// # Errors
/// Refused where there is none.
pub fn why_amended(given: Option<&str>, authority: &str) -> Result<String> {
    match rules::optional_text(text!("tenders-what-reason"), given, REASON_MAX)? {
        Some(why) => Ok(why),
        None => Err(Refusal::new(
            text!("tenders-amend-why", authority),
            text!("tenders-amend-why-help", authority),
        )
        .into()),
    }
}

/// Before it is changed: what stands, what it would become, and who is told.
pub fn amending(tender: &Tender, authority: &str, changes: &[Amended], reason: &str) -> Preview {
    let reference = tender.reference.as_str();
    Preview::of(text!("tenders-amend-preview", authority, reference))
        .lines(changes.iter().map(Amended::told))
        .line(text!("tenders-amend-preview-told", authority))
        .line(text!("tenders-amend-preview-reason", reason))
}

/// Keeps what the lead has changed of an authority's answer or order, and tells it.
///
/// # Errors
/// A fault, if the database fails.
pub async fn amend(
    tx: &Tx,
    tender: &Tender,
    who: &Who,
    changes: Vec<Amended>,
    reason: String,
) -> Result<()> {
    let new = Amendment {
        id: AmendmentId(0),
        tender_id: tender.id,
        authority_id: who.id,
        changes,
        reason,
        by_user: tx.cause().actor,
        at: tx.now(),
        objected: None,
    };
    let amendment = store::add_amendment(tx, new).await?;
    let about = About::tender(tender.id, who.id);
    tx.tell(&facts::AnswerAmended::of(about, amendment)).await
}

/// What a lead changed, for whoever may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenAmendment {
    /// The tender.
    pub tender: Tender,
    /// Whose answer or order it is.
    pub who: Who,
    /// What was changed.
    pub amendment: Amendment,
    /// Whether the person may say that it isn't right, which nobody has yet.
    pub may_object: bool,
}

/// An amendment by its row, for letters: whoever shows it checks who may see it.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn amendment(db: &impl Db, id: AmendmentId) -> Result<Option<Amendment>> {
    store::amendment(db, id).await
}

/// What was changed, for the officers and observers of that authority, the lead's officers and the registrars.
///
/// # Errors
/// Refused to anybody else, and where there is no such thing.
pub async fn see_amendment(db: &impl Db, actor: &Actor, id: AmendmentId) -> Result<SeenAmendment> {
    let (tender, who, amendment) = found(db, actor, id).await?;
    let acts = authorities::service::acts_for(db, actor, who.id).await?;
    let settings = servers::service::settings(db, actor.guild_id).await?;
    let sees = acts
        || tender.open_book
        || servers::service::is_registrar(&settings, actor)
        || authorities::service::reads_for(db, actor, who.id).await?
        || authorities::service::reads_for(db, actor, tender.lead_id).await?;
    if !sees {
        return Err(not_yours(&who).into());
    }
    Ok(SeenAmendment {
        may_object: acts && amendment.objected.is_none(),
        tender,
        who,
        amendment,
    })
}

async fn found(db: &impl Db, actor: &Actor, id: AmendmentId) -> Result<(Tender, Who, Amendment)> {
    let gone = || {
        Refusal::new(
            text!("tenders-amendment-gone"),
            text!("tenders-amendment-gone-help"),
        )
    };
    let amendment = store::amendment(db, id).await?.ok_or_else(gone)?;
    // Another server's tender is not found.
    let tender = looking::by_id(db, actor.guild_id, amendment.tender_id).await?;
    let authority = authorities::service::by_id(db, amendment.authority_id).await?;
    let who = Who::from(&authority.ok_or_else(gone)?);
    Ok((tender, who, amendment))
}

fn not_yours(who: &Who) -> Refusal {
    Refusal::new(
        text!("tenders-amendment-not-yours", authority = who.name.as_str()),
        text!("tenders-amendment-not-yours-help"),
    )
}

/// Somebody said that what the lead changed isn't right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    /// The tender.
    pub tender: Tender,
    /// Whose answer or order it is.
    pub who: Who,
    /// Who leads the tender.
    pub lead: Who,
    /// What was changed, with who said first that it isn't right.
    pub amendment: Amendment,
    /// Whether it had been said before, and nothing changed.
    pub already: bool,
}

/// Says that what the lead changed isn't right: the registrars and the lead are told, once. What was changed stands until
/// the lead changes it back.
///
/// # Errors
/// Refused to anybody but the officers of that authority.
pub async fn object(ledger: &Ledger, actor: &Actor, id: AmendmentId) -> Result<Objection> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { object_now(tx, &actor, id).await }.boxed()
        })
        .await
}

async fn object_now(tx: &Tx, actor: &Actor, id: AmendmentId) -> Result<Objection> {
    let (tender, who, mut amendment) = found(tx, actor, id).await?;
    if !authorities::service::acts_for(tx, actor, who.id).await? {
        return Err(not_yours(&who).into());
    }
    let lead = looking::lead(tx, &tender).await?;
    let already = amendment.objected.is_some();
    if !already {
        amendment.objected = Some((actor.user_id, tx.now()));
        store::update_amendment(tx, &amendment).await?;
        tx.tell(&facts::Objected {
            about: About::tender(tender.id, who.id),
            amendment_id: id,
        })
        .await?;
        let (reference, authority) = (tender.reference.as_str(), who.short_name.as_str());
        authorities::service::objected(tx, id, reference, authority, &lead.short_name).await?;
    }
    Ok(Objection {
        tender,
        who,
        lead,
        amendment,
        already,
    })
}
