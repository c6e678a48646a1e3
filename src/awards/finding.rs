//! The tender and the lot that a text means, as far as awards and call-offs need them, and who may change their awards.

use chrono::NaiveDate;

use crate::authorities;
use crate::ledger::{Db, Result, Tx};
use crate::tenders::service::{self as tenders, Lot};
use crate::values::{Actor, Refusal, Regime, Stage, Term};
use crate::words::text;

/// What awards and call-offs need of a tender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// Row number.
    pub id: i64,
    /// Such as `SF-2027-01`.
    pub reference: String,
    /// The lead authority.
    pub lead_id: i64,
    /// The lead's short name.
    pub lead: String,
    /// The law it runs under.
    pub regime: Regime,
    /// Whether everybody sees everybody's quantities.
    pub open_book: bool,
    /// Where it stands.
    pub stage: Stage,
    /// The contract's term.
    pub term: Term,
    /// The day the award notice is published.
    pub notice_on: Option<NaiveDate>,
    /// Last day of the standstill.
    pub standstill_ends: Option<NaiveDate>,
}

impl Tender {
    async fn of(db: &impl Db, found: tenders::Tender) -> Result<Self> {
        let lead = authorities::service::by_id(db, found.lead_id).await?;
        Ok(Tender {
            id: found.id,
            lead_id: found.lead_id,
            lead: lead.map(|lead| lead.short_name).unwrap_or_default(),
            regime: found.regime,
            open_book: found.open_book,
            stage: found.stage,
            term: tenders::term(&found)?,
            notice_on: found.notice_on,
            standstill_ends: found.standstill_ends,
            reference: found.reference.to_string(),
        })
    }
}

/// The tender that a text means, as far as awards and call-offs need it: found as everywhere
/// ([`tenders::find`]).
///
/// # Errors
/// Refused where there is none.
pub async fn tender(db: &impl Db, guild_id: i64, text: &str) -> Result<Tender> {
    Tender::of(db, tenders::find(db, guild_id, text).await?).await
}

/// The same, to change something of it: at the stage where it should be by now ([`tenders::catch_up`]).
///
/// # Errors
/// Refused where there is none.
pub async fn tender_by_now(tx: &Tx, text: &str) -> Result<Tender> {
    let found = tenders::find(tx, tx.cause().guild_id, text).await?;
    Tender::of(tx, tenders::catch_up(tx, found).await?).await
}

/// The lot of a tender that a text means: found as everywhere ([`tenders::find_lot`]).
///
/// # Errors
/// Refused where it means none of them.
pub async fn lot(db: &impl Db, tender: &Tender, text: &str) -> Result<Lot> {
    let lots = tenders::lots(db, tender.id).await?;
    Ok(tenders::find_lot(&lots, text)?.clone())
}

pub(super) async fn require_lead(tx: &Tx, actor: &Actor, tender: &Tender) -> Result<()> {
    if authorities::service::acts_for(tx, actor, tender.lead_id).await? {
        return Ok(());
    }
    let (reference, lead) = (tender.reference.as_str(), tender.lead.as_str());
    Err(Refusal::new(
        text!("awards-only-the-lead", reference, lead),
        text!("awards-only-the-lead-help", lead),
    )
    .into())
}
