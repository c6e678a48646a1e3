//! Use cases of awards.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::facts::{self, ToldAward};
use super::rules::{self, Bands};
use super::{previews, store};
use crate::ledger::{About, Cause, Db, Ledger, Receipted, Result, Tx};
use crate::servers;
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{Actor, AwardId, LotId, Money, Quantity, Stage, TenderId, Unit, time_zone};
use crate::words::Text;

pub use super::award::{Award, Change, Variation, Varied};
pub use super::extensions::Extensions;
pub use super::indicating::{Indicated, indicate};
pub use super::leaving_out::{LeftOut, leave_out};
pub use super::varying::{Done, Vary, varied, vary};

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
    /// The amount of money that the ceiling was typed as; none: it was a quantity.
    pub ceiling_amount: Option<Money>,
    /// Whether the supplier is a small or medium-sized enterprise.
    pub sme: bool,
    /// Whether the supplier is local.
    pub local: bool,
    /// The day the award notice is published; today if left out.
    pub notice_on: Option<NaiveDate>,
    /// A last day of the standstill later than the law's, by choice.
    pub standstill_ends: Option<NaiveDate>,
    /// By how long the contract may be extended.
    pub extensions: Extensions,
    /// The index by which its price may change.
    pub index: Option<String>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    /// The tender.
    pub tender_id: TenderId,
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
    /// The amount of money that the ceiling was typed as.
    #[serde(default)]
    pub ceiling_amount: Option<Money>,
    /// Whether it took the place of an earlier one.
    pub replaced: bool,
    /// Whether it was recorded so already: then nothing was changed.
    pub same: bool,
    /// The day this award's notice is published.
    pub notice_on: NaiveDate,
    /// The last day of this award's standstill.
    pub standstill_ends: NaiveDate,
    /// The rule by which it was counted.
    pub standstill_rule: Text,
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
pub async fn record(
    ledger: &Ledger,
    actor: &Actor,
    request: Request,
) -> Result<Receipted<Recorded>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { record_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn record_in(tx: &Tx, actor: &Actor, request: Request) -> Result<Recorded> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let tender = tenders::find_by_now(tx, &request.tender).await?;
    tenders::require_lead(tx, actor, &tender).await?;
    rules::may_award(tender.reference.as_str(), tender.stage)?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = tenders::find_lot(&lots, &request.lot)?.clone();

    let notice_on = request
        .notice_on
        .unwrap_or_else(|| time_zone::local_date(tx.now(), settings.time_zone));
    let standstill = rules::standstill(tender.regime, notice_on, request.standstill_ends)?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    let before = store::awards(tx, &ids).await?;
    let others: Vec<&Award> = before
        .iter()
        .filter(|award| award.lot_id != lot.id)
        .collect();

    let mut award = Award {
        id: AwardId(0),
        lot_id: lot.id,
        supplier: rules::supplier(&request.supplier)?,
        bands: request.bands,
        ceiling: rules::ceiling(request.ceiling)?,
        sme: request.sme,
        local: request.local,
        at: tx.now(),
        extensions: request.extensions,
        index: rules::index(request.index.as_deref())?,
        variations: Vec::new(),
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
        None => {
            let replaced = before.iter().find(|award| award.lot_id == lot.id);
            let to_award = previews::ToAward {
                award: &award,
                before: replaced,
                ceiling_amount: request.ceiling_amount,
                notice_on,
                standstill: &standstill,
            };
            tx.ask(previews::awarding(tx, &tender, &lot, &to_award).await?)?;
            award.id = store::put(tx, &award).await?;
            tenders::settle_lot(tx, &lot, None).await?;
        }
    }

    let awarded = |id: LotId| id == lot.id || others.iter().any(|award| award.lot_id == id);
    let open = lots
        .iter()
        .filter(|it| !awarded(it.id) && it.no_award.is_none());
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
        reference: tender.reference.to_string(),
        stage,
        replaced: before.len() > others.len(),
        same,
        notice_on,
        standstill_ends: standstill.last_day,
        standstill_rule: standstill.rule.clone(),
        starts_too_early: tender.starts <= standstill.last_day,
        unawarded,
        lot: lot.title,
        unit: lot.unit,
        award,
        ceiling_amount: request.ceiling_amount,
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
    let about = About::tender(tender.id, tender.lead_id);
    let told = ToldAward {
        award: award.clone(),
        lot: recorded.lot.clone(),
        ceiling_amount: recorded.ceiling_amount,
        notice_on: recorded.notice_on,
        standstill_ends: recorded.standstill_ends,
        stage: recorded.stage,
    };
    match recorded.replaced {
        true => tx.tell(&facts::Replaced::of(about, told)).await,
        false => tx.tell(&facts::Recorded::of(about, told)).await,
    }
}

/// A lot's award, if it has one.
///
/// # Errors
/// A fault, if it can't be read.
pub async fn of_lot(db: &impl Db, lot_id: LotId) -> Result<Option<Award>> {
    Ok(store::awards(db, &[lot_id]).await?.into_iter().next())
}

/// The prices that the lead expects of these lots, before an award, by lot.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn indicative(db: &impl Db, lot_ids: &[LotId]) -> Result<BTreeMap<LotId, Bands>> {
    store::indicative(db, lot_ids).await
}

/// Of every lot awarded in a server, whether its supplier is an SME, and whether local.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn suppliers(db: &impl Db, guild_id: i64) -> Result<HashMap<LotId, (bool, bool)>> {
    store::suppliers(db, guild_id).await
}

/// The awards of a tender, by lot.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn of_tender(db: &impl Db, tender_id: TenderId) -> Result<Vec<Award>> {
    let lots = tenders::lots(db, tender_id).await?;
    let ids: Vec<LotId> = lots.iter().map(|lot| lot.id).collect();
    store::awards(db, &ids).await
}

/// Who won each of these lots that is awarded, and when that was recorded: for whoever looks at many.
///
/// # Errors
/// A fault, if they can't be read.
pub async fn winners(
    db: &impl Db,
    lot_ids: &[LotId],
) -> Result<HashMap<LotId, (String, DateTime<Utc>)>> {
    store::winners(db, lot_ids).await
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
