//! Use cases of call-offs: record and correct; what only reads is in `views`.

use chrono::NaiveDate;
use futures::FutureExt;
use serde::{Deserialize, Serialize};

use super::declared::{Declared, declared};
use super::facts::{self, ToldCallOff};
use super::rules::{self, Correction, Part};
use super::store;
use crate::authorities::service::{self as authorities, Authority};
use crate::awards::facts::Replaced;
use crate::awards::rules::may_replace;
use crate::awards::service::{self as awards, Award};
use crate::ledger::{About, Cause, Db, Fault, Ledger, Receipted, Result, Tx};
use crate::requirements::service as requirements;
use crate::servers;
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{
    Actor, CallOffId, ContractYear, FinancialYear, Money, Quantity, Refusal, TenderId, Unit,
    time_zone,
};
use crate::words::text;

pub use super::next_band::{NextBand, next_band};
pub use super::recount::{Counted, Miscount, recount};
pub use super::store::CallOff;
pub use super::views::{
    AskBalance, AskList, Balance, Line, Listed, LotBalance, LotCourse, balance, courses, every,
    list, of_all, of_all_by_year, of_all_shown,
};

/// A call-off, as an officer gives it (design, section 6, `/calloff record`).
#[derive(Clone, Debug)]
pub struct Request {
    /// The tender's reference.
    pub tender: String,
    /// The lot's title or number.
    pub lot: String,
    /// How much is ordered.
    pub quantity: Quantity,
    /// For which authority; may be left out by who acts for one only.
    pub acting_as: Option<String>,
    /// When it is wanted.
    pub deliver_on: Option<NaiveDate>,
    /// Where it is wanted.
    pub site: Option<String>,
    /// The authority's own number.
    pub order_number: Option<String>,
}

/// A correction: what is right of a call-off (design, section 6, `/calloff correct`).
#[derive(Clone, Debug)]
pub struct Correct {
    /// The tender's reference.
    pub tender: String,
    /// The call-off's row, or that of one of its corrections.
    pub call_off_id: CallOffId,
    /// The quantity that is right, not the difference: 0 takes it all back.
    pub quantity: Quantity,
    /// Why.
    pub reason: Option<String>,
}

/// What came of a call-off or a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The tender.
    pub tender_id: TenderId,
    /// Its reference.
    pub reference: String,
    /// The lot's title.
    pub lot: String,
    /// The lot's unit.
    pub unit: Unit,
    /// Who supplies it.
    pub supplier: String,
    /// The authority's short name.
    pub authority: String,
    /// The call-off or the correction, with its parts.
    pub call_off: CallOff,
    /// What it costs, rounded half up once; below zero for a correction downwards.
    pub cost: Money,
    /// What stands of the call-off, its corrections counted.
    pub stands: Quantity,
    /// Declared − called off of the authority in the contract year, if it declared anything.
    pub declared_left: Option<Quantity>,
    /// Ceiling − called off, if there is a ceiling and the officer may see totals.
    pub ceiling_left: Option<Quantity>,
}

/// Records a call-off under an award (design, section 2): priced by what all have called off in the contract year, and
/// within the award's ceiling, in one write with the totals.
///
/// # Errors
/// Refused to those who don't act for an authority that has joined, before and after the stage of call-offs, beyond
/// the ceiling, and for what [`rules`] refuses.
pub async fn record(ledger: &Ledger, actor: &Actor, request: Request) -> Result<Receipted<Done>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { record_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn record_in(tx: &Tx, actor: &Actor, request: Request) -> Result<Done> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let tender = tenders::find_by_now(tx, &request.tender).await?;
    rules::may_call_off(tender.reference.as_str(), tender.stage, tender.starts)?;
    let authority = authorities::acting_for(tx, actor, request.acting_as.as_deref()).await?;
    let part = tenders::part_of(tx, tender.id, authority.id).await?;
    rules::may_order(
        tender.reference.as_str(),
        &authority.short_name,
        authority.id == tender.lead_id,
        part,
    )?;
    let lot = tenders::lot(tx, tender.id, &request.lot).await?;
    let award = award_of(tx, &tender, &lot).await?;
    rules::check_quantity(request.quantity)?;
    let term = tenders::term(&tender)?;
    rules::check_delivery(term, request.deliver_on)?;
    let ordered_on = time_zone::local_date(tx.now(), settings.time_zone);
    let year = rules::year_of_order(term, ordered_on)?;

    let under = Under::of(tx, actor, tender, lot, award, authority).await?;
    let parts = under.price(tx, year, request.quantity).await?;
    let call_off = CallOff {
        id: CallOffId(0),
        lot_id: under.lot.id,
        authority_id: under.authority.id,
        year,
        quantity: request.quantity,
        parts,
        deliver_on: request.deliver_on,
        site: rules::optional_text(request.site.as_deref(), text!("calloffs-site-too-long"))?,
        order_number: rules::optional_text(
            request.order_number.as_deref(),
            text!("calloffs-order-number-too-long"),
        )?,
        corrects: None,
        by_user: actor.user_id,
        at: tx.now(),
    };
    let since = tx.now() - rules::TYPED_AGAIN;
    if let Some((id, at)) = store::same(tx, &call_off, since).await? {
        let on = time_zone::local_date(at, settings.time_zone);
        let number = call_off.order_number.as_deref();
        return Err(rules::typed_again(id, on, &under.authority.short_name, number).into());
    }
    let stands = call_off.quantity;
    under.keep(tx, call_off, stands, None, ordered_on).await
}

/// The unit of a call-off, for who may correct it: what is typed of it may name that unit. Nothing for anybody else, since
/// whether there is such a call-off is not everybody's to know.
///
/// # Errors
/// Refused where there is no such tender.
pub async fn unit_of(
    db: &impl Db,
    actor: &Actor,
    tender: &str,
    id: CallOffId,
) -> Result<Option<Unit>> {
    let tender = tenders::find(db, actor.guild_id, tender).await?;
    let Some(call_off) = store::find(db, id).await? else {
        return Ok(None);
    };
    if !authorities::acts_for(db, actor, call_off.authority_id).await? {
        return Ok(None);
    }
    let lots = tenders::lots(db, tender.id).await?;
    let lot = lots.into_iter().find(|lot| lot.id == call_off.lot_id);
    Ok(lot.map(|lot| lot.unit))
}

/// Corrects a call-off by a new entry, so that the quantity given stands. Less takes its last-priced parts back, at the
/// prices they had; more is priced like a call-off of now in the same contract year.
///
/// # Errors
/// Refused to those who don't act for the authority that ordered, for a quantity below zero or the one that stands,
/// beyond the ceiling, at another stage than call-off (less also after the end).
pub async fn correct(ledger: &Ledger, actor: &Actor, request: Correct) -> Result<Receipted<Done>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { correct_in(tx, &actor, request).await }.boxed()
        })
        .await
}

async fn correct_in(tx: &Tx, actor: &Actor, request: Correct) -> Result<Done> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let tender = tenders::find_by_now(tx, &request.tender).await?;
    let (lot, history) = find(tx, &tender, request.call_off_id).await?;
    let unknown = || unknown(&tender, request.call_off_id);
    let first = history.first().ok_or_else(unknown)?;
    let found = authorities::by_id(tx, first.authority_id).await?;
    let authority = found.ok_or_else(unknown)?;
    if !authorities::acts_for(tx, actor, authority.id).await? {
        // Whose it is, and that it is there, is not everybody's to know.
        return Err(unknown().into());
    }
    let entries: Vec<Part> = history
        .iter()
        .flat_map(|entry| entry.parts.clone())
        .collect();
    let broken = || {
        Fault::new(format!(
            "call-off {}: its corrections take back too much",
            first.id
        ))
    };
    let stand = rules::standing(&entries).ok_or_else(broken)?;
    let stands = rules::quantity_of(&stand).ok_or_else(broken)?;
    let correction = rules::correction(stands, request.quantity)?;
    rules::may_correct(
        tender.reference.as_str(),
        tender.stage,
        tender.starts,
        correction,
    )?;
    let reason =
        rules::optional_text(request.reason.as_deref(), text!("calloffs-reason-too-long"))?;
    let award = award_of(tx, &tender, &lot).await?;
    let mut call_off = CallOff {
        id: CallOffId(0),
        parts: Vec::new(),
        quantity: Quantity::ZERO,
        corrects: Some(first.id),
        by_user: actor.user_id,
        at: tx.now(),
        ..first.clone()
    };
    let under = Under::of(tx, actor, tender, lot, award, authority).await?;
    match correction {
        Correction::Up(more) => {
            call_off.parts = under.price(tx, call_off.year, more).await?;
        }
        Correction::Down(less) => {
            call_off.parts = rules::take_back(&stand, less).ok_or_else(broken)?;
        }
    }
    call_off.quantity = rules::quantity_of(&call_off.parts).ok_or_else(broken)?;
    let on = time_zone::local_date(tx.now(), settings.time_zone);
    under.keep(tx, call_off, request.quantity, reason, on).await
}

/// The lot and the history of a call-off of this tender, found by its row or by that of a correction.
async fn find(tx: &Tx, tender: &Tender, id: CallOffId) -> Result<(Lot, Vec<CallOff>)> {
    let given = store::find(tx, id)
        .await?
        .ok_or_else(|| unknown(tender, id))?;
    let lots = tenders::lots(tx, tender.id).await?;
    let lot = lots.into_iter().find(|lot| lot.id == given.lot_id);
    let lot = lot.ok_or_else(|| unknown(tender, id))?;
    let history = store::history(tx, given.corrects.unwrap_or(given.id)).await?;
    Ok((lot, history))
}

fn unknown(tender: &Tender, id: CallOffId) -> Refusal {
    Refusal::new(
        text!(
            "calloffs-unknown",
            reference = tender.reference.as_str(),
            number = id
        ),
        text!("calloffs-unknown-help"),
    )
}

async fn award_of(tx: &Tx, tender: &Tender, lot: &Lot) -> Result<Award> {
    if let Some(award) = awards::of_lot(tx, lot.id).await? {
        return Ok(award);
    }
    let lead = tenders::lead(tx, tender).await?.short_name;
    Err(Refusal::new(
        text!(
            "calloffs-no-award",
            lot = lot.title.as_str(),
            reference = tender.reference.as_str()
        ),
        text!("calloffs-no-award-help", lead),
    )
    .into())
}

/// Under what something is called off, and by whom.
struct Under {
    tender: Tender,
    lot: Lot,
    award: Award,
    authority: Authority,
    declared: Declared,
    /// Whether the officer may see what all together have called off.
    tell: bool,
}

impl Under {
    async fn of(
        tx: &Tx,
        actor: &Actor,
        tender: Tender,
        lot: Lot,
        award: Award,
        authority: Authority,
    ) -> Result<Self> {
        let tell = super::views::sees_all(tx, actor, &tender).await?;
        let declared = declared(tx, &[lot.id]).await?;
        Ok(Under {
            tender,
            lot,
            award,
            authority,
            declared,
            tell,
        })
    }

    /// The parts of so much more, within the ceiling.
    async fn price(&self, tx: &Tx, year: ContractYear, quantity: Quantity) -> Result<Vec<Part>> {
        let totals = store::totals(tx, &[self.lot.id], self.authority.id).await?;
        let called_off = totals.of_term(self.lot.id).ok_or_else(too_much)?;
        rules::check_ceiling(
            self.award.ceiling,
            called_off,
            quantity,
            &self.lot.unit,
            self.tell,
        )?;
        let already = totals.of_year(self.lot.id, year);
        let parts = rules::price_call_off(&self.award.bands.pairs(), already, quantity);
        // The sums of all years must fit too, so that the ceiling can always be checked.
        let fits = called_off.checked_add(quantity);
        Ok(parts.filter(|_| fits.is_some()).ok_or_else(too_much)?)
    }

    /// Keeps a priced call-off of a day and the totals, records it, and tells what came of it.
    async fn keep(
        self,
        tx: &Tx,
        mut call_off: CallOff,
        stands: Quantity,
        reason: Option<String>,
        on: NaiveDate,
    ) -> Result<Done> {
        let cost = rules::cost(&call_off.parts).and_then(|cost| cost.round());
        let cost = cost.ok_or_else(too_much)?;
        call_off.id = store::insert(tx, &call_off).await?;
        store::add_to_totals(tx, &call_off).await?;
        store::add_to_sums(tx, &call_off, FinancialYear::of(on).number()).await?;
        let (lot, year) = (self.lot.id, call_off.year);
        let each = store::of_each(tx, lot, year).await?;
        let each = each.iter().map(|(id, quantity)| (*id, *quantity));
        requirements::settle_called_off(tx, &self.tender, lot, year.get().into(), each).await?;
        let about = About::tender(self.tender.id, self.authority.id);
        let told = ToldCallOff {
            call_off: call_off.clone(),
            stands,
            reason,
        };
        match call_off.corrects {
            Some(_) => tx.tell(&facts::Corrected::of(about, told)).await?,
            None => tx.tell(&facts::Recorded::of(about, told)).await?,
        }

        let totals = store::totals(tx, &[self.lot.id], self.authority.id).await?;
        let (lot, who) = (self.lot.id, self.authority.id);
        let year = call_off.year;
        let declared = self.declared.of(lot, year, who);
        let left = totals
            .of_term(lot)
            .and_then(|sum| rules::left(self.award.ceiling, sum));
        Ok(Done {
            tender_id: self.tender.id,
            reference: self.tender.reference.to_string(),
            lot: self.lot.title,
            unit: self.lot.unit,
            supplier: self.award.supplier,
            authority: self.authority.short_name,
            cost,
            stands,
            declared_left: rules::declared_left(declared, totals.of(lot, year, who)),
            ceiling_left: left.filter(|_| self.tell),
            call_off,
        })
    }
}

fn too_much() -> Refusal {
    Refusal::new(text!("calloffs-too-much"), text!("calloffs-too-much-help"))
}

/// An award was replaced: not once something was called off under it, because a call-off keeps its price.
///
/// # Errors
/// Refused then.
pub async fn award_replaced(tx: &Tx, fact: &Replaced) -> Result<()> {
    let called_off = store::any(tx, fact.told.award.lot_id).await?;
    Ok(may_replace(&fact.told.lot, called_off)?)
}

#[cfg(test)]
#[path = "service_tests.rs"]
mod tests;
