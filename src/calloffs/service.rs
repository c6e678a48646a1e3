//! Use cases of call-offs: record; what corrects is in `correcting`, what only reads in `views`.

use chrono::NaiveDate;
use futures::FutureExt;

use super::rules;
use super::store;
use super::under::{Under, award_of};
use crate::authorities::service as authorities;
use crate::awards::facts::Replaced;
use crate::awards::questions::{Ordered, Orders};
use crate::awards::rules::may_replace;
use crate::ledger::{Cause, Ledger, Receipted, Result, Tx};
use crate::servers;
use crate::tenders::service as tenders;
use crate::values::{Actor, CallOffId, Quantity, time_zone};
use crate::words::text;

pub use super::ceilings::{Headroom, headroom, still_need};
pub use super::correcting::{Correct, Now, Standing, Undo, correct, stands, undo, unit_of};
pub use super::headroom::percent as percent_of;
pub use super::next_band::{NextBand, next_band};
pub use super::recount::{Counted, Miscount, recount};
pub use super::store::CallOff;
pub use super::under::{Done, Moved};
pub use super::views::{
    AskBalance, AskList, Balance, Line, Listed, LotBalance, LotCourse, balance, called_off_by,
    courses, every, list, of_all, of_all_by_year, of_all_shown,
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

/// Records a call-off under an award (design, section 2): priced by what all have called off in the contract year, and
/// within the award's ceiling, in one write with the totals. What looks like a slip is asked about first.
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
    let ordered_on = time_zone::local_date(tx.now(), settings.time_zone);
    let award = award_of(tx, &tender, &lot, ordered_on).await?;
    rules::check_quantity(request.quantity)?;
    let term = tenders::term(&tender)?;
    rules::check_delivery(term, request.deliver_on)?;
    rules::check_lot_runs(&lot.title, award.ends(), ordered_on)?;
    let year = rules::year_of_order(term, ordered_on)?;

    let call_off = CallOff {
        id: CallOffId(0),
        lot_id: lot.id,
        authority_id: authority.id,
        year,
        quantity: request.quantity,
        parts: Vec::new(),
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
        return Err(rules::typed_again(id, on, &authority.short_name, number).into());
    }
    let under = Under::of(tx, actor, tender, lot, award, authority).await?;
    let parts = under.price(year, request.quantity)?;
    let call_off = CallOff { parts, ..call_off };
    let stand = call_off.parts.clone();
    let others = store::standing(tx, call_off.lot_id, call_off.authority_id).await?;
    let odd = under.odd(&call_off, &stand, &others, ordered_on)?;
    tx.ask_if_odd(under.preview(&call_off, &stand)?.odd(odd))?;
    under.keep(tx, call_off, stand, None, ordered_on).await
}

/// What was ordered of a lot.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn ordered(tx: &Tx, question: &Ordered) -> Result<Orders> {
    let lot_id = question.lot_id;
    let tz = servers::service::settings(tx, tx.cause().guild_id)
        .await?
        .time_zone;
    let from = time_zone::start_of_day(question.since, tz);
    let totals = store::totals(tx, &[lot_id], store::ALL).await?;
    Ok(Orders {
        since: store::placed_since(tx, lot_id, from).await?,
        called_off: totals.of_term(lot_id).unwrap_or_default(),
    })
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

#[cfg(test)]
#[path = "varied_tests.rs"]
mod varied_tests;
