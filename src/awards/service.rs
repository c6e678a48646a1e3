//! Use cases of awards.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::facts::{self, Told};
use super::rules::{self, Bands};
use super::store;
use crate::authorities;
use crate::ledger::{About, Cause, Db, Ledger, Result, Tx};
use crate::servers;
use crate::tenders::service as tenders;
use crate::values::{Actor, Quantity, Refusal, Regime, Stage, Term, Unit, time_zone};

pub use super::indicating::{Indicated, indicate};
pub use super::store::Award;
pub use crate::tenders::service::Lot;

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

/// An award, as the lead gives it (design, section 6, `/tender award`).
#[derive(Clone, Debug)]
pub struct Request {
    /// The tender's reference.
    pub tender: String,
    /// The lot's title or number.
    pub lot: String,
    /// Who won it.
    pub supplier: String,
    /// At which price.
    pub bands: Bands,
    /// Most that may be called off over the term.
    pub ceiling: Option<Quantity>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: bool,
    /// Whether the supplier is local.
    pub local: bool,
    /// The day the award notice is published; today if left out.
    pub notice_on: Option<NaiveDate>,
    /// A last day of the standstill later than the law's, by choice.
    pub standstill_ends: Option<NaiveDate>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The tender.
    pub tender_id: i64,
    /// Its reference.
    pub reference: String,
    /// Where it stands now: `awarded` once every lot is.
    pub stage: Stage,
    /// The lot's title.
    pub lot: String,
    /// The lot's unit.
    pub unit: Unit,
    /// The award.
    pub award: Award,
    /// Whether it took the place of an earlier one.
    pub replaced: bool,
    /// Whether it was recorded so already: then nothing was changed.
    pub same: bool,
    /// The day this award's notice is published.
    pub notice_on: NaiveDate,
    /// The last day of this award's standstill.
    pub standstill_ends: NaiveDate,
    /// The rule by which it was counted.
    pub standstill_rule: String,
    /// Whether the contract would start before the standstill is over: the lead should look at the dates.
    pub starts_too_early: bool,
    /// Titles of the lots that have no award yet.
    pub unawarded: Vec<String>,
}

/// Records the award of a lot, or replaces it before its first call-off; once every lot is awarded the tender becomes
/// `awarded` (design, section 2).
///
/// # Errors
/// Refused to those who don't act for the lead, at another stage than out to tender or awarded, and for what
/// [`rules`] refuses.
pub async fn record(ledger: &Ledger, actor: &Actor, request: Request) -> Result<Recorded> {
    let actor = actor.clone();
    ledger
        .write(Cause::by(&actor), move |tx| {
            async move { record_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn record_in(tx: &Tx, actor: &Actor, request: Request) -> Result<Recorded> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let tender = tender_by_now(tx, &request.tender).await?;
    require_lead(tx, actor, &tender).await?;
    rules::may_award(&tender.reference, tender.stage)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = tenders::find_lot(&lots, &request.lot)?.clone();

    let notice_on = request
        .notice_on
        .unwrap_or_else(|| time_zone::local_date(tx.now(), settings.time_zone));
    let standstill = rules::standstill(tender.regime, notice_on, request.standstill_ends)?;
    let ids: Vec<i64> = lots.iter().map(|lot| lot.id).collect();
    let before = store::awards(tx, &ids).await?;
    let others: Vec<&Award> = before
        .iter()
        .filter(|award| award.lot_id != lot.id)
        .collect();

    let mut award = Award {
        id: 0,
        lot_id: lot.id,
        supplier: rules::supplier(&request.supplier)?,
        bands: request.bands,
        ceiling: rules::ceiling(request.ceiling)?,
        sme: request.sme,
        local: request.local,
        at: tx.now(),
    };
    let unchanged = before.iter().find(|it| {
        let now = Award {
            id: it.id,
            at: it.at,
            ..award.clone()
        };
        **it == now && tender.notice_on == Some(notice_on)
    });
    let same = unchanged.is_some();
    match unchanged {
        Some(it) => award = it.clone(),
        None => award.id = store::put(tx, &award).await?,
    }

    let awarded = |id: i64| id == lot.id || others.iter().any(|award| award.lot_id == id);
    let open = lots.iter().filter(|lot| !awarded(lot.id));
    let unawarded: Vec<String> = open.map(|lot| lot.title.clone()).collect();
    let stage = if unawarded.is_empty() {
        Stage::Awarded
    } else {
        tender.stage
    };
    let of_others = tender.notice_on.zip(tender.standstill_ends);
    let (shown_on, shown_ends) = rules::binding(
        (notice_on, standstill.last_day),
        of_others.filter(|_| !others.is_empty()),
    );
    tenders::settle(tx, tender.id, stage, shown_on, shown_ends).await?;

    let recorded = Recorded {
        tender_id: tender.id,
        reference: tender.reference.clone(),
        stage,
        replaced: before.len() > others.len(),
        same,
        notice_on,
        standstill_ends: standstill.last_day,
        standstill_rule: standstill.rule.to_owned(),
        starts_too_early: tender.term.starts() <= standstill.last_day,
        unawarded,
        lot: lot.title,
        unit: lot.unit,
        award,
    };
    if !same {
        announce(tx, &tender, &recorded).await?;
    }
    // An award recorded after the contract's start: its duty was done before there was one.
    let guild_id = tx.cause().guild_id;
    let now = tenders::by_id(tx, guild_id, tender.id).await?;
    tenders::start_in(tx, now).await?;
    Ok(recorded)
}

async fn announce(tx: &Tx, tender: &Tender, recorded: &Recorded) -> Result<()> {
    let award = &recorded.award;
    let told = Told {
        about: About::tender(tender.id, tender.lead_id),
        award: award.clone(),
        lot: recorded.lot.clone(),
        notice_on: recorded.notice_on,
        standstill_ends: recorded.standstill_ends,
        stage: recorded.stage,
    };
    match recorded.replaced {
        true => tx.tell(&facts::Replaced(told)).await?,
        false => tx.tell(&facts::Recorded(told)).await?,
    }
    let more = json!({ "lot_id": award.lot_id, "replaced": recorded.replaced });
    tenders::refresh(tx, tender.id).await?;
    tenders::notify(tx, tender.id, None, "awarded", more).await
}

/// A lot's award, if it has one.
///
/// # Errors
/// A fault, if it can't be read.
pub async fn of_lot(db: &impl Db, lot_id: i64) -> Result<Option<Award>> {
    Ok(store::awards(db, &[lot_id]).await?.into_iter().next())
}

/// The prices that the lead expects of these lots, before an award, by lot.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn indicative(db: &impl Db, lot_ids: &[i64]) -> Result<BTreeMap<i64, Bands>> {
    store::indicative(db, lot_ids).await
}

/// Of every lot awarded in a server, whether its supplier is an SME, and whether local.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn suppliers(db: &impl Db, guild_id: i64) -> Result<HashMap<i64, (bool, bool)>> {
    store::suppliers(db, guild_id).await
}

/// The awards of a tender, by lot.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn of_tender(db: &impl Db, tender_id: i64) -> Result<Vec<Award>> {
    let lots = tenders::lots(db, tender_id).await?;
    let ids: Vec<i64> = lots.iter().map(|lot| lot.id).collect();
    store::awards(db, &ids).await
}

/// Who won each of these lots that is awarded, and when that was recorded: for whoever looks at many.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn winners(
    db: &impl Db,
    lot_ids: &[i64],
) -> Result<HashMap<i64, (String, DateTime<Utc>)>> {
    store::winners(db, lot_ids).await
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

/// A tender's lots, in their order.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn lots(db: &impl Db, tender_id: i64) -> Result<Vec<Lot>> {
    tenders::lots(db, tender_id).await
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
    Err(Refusal::new(
        format!(
            "Only the lead of {} records its awards, and you don't act for {}.",
            tender.reference, tender.lead
        ),
        format!("Ask an officer of {} to record it.", tender.lead),
    )
    .into())
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
