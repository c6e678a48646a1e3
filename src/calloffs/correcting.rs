//! Use cases that put a call-off right: correct it, undo it, and see what stands of it (design, section 2a).

use chrono::NaiveDate;
use futures::FutureExt;

use super::rules::{self, Correction, Part};
use super::store::{self, CallOff};
use super::under::{Done, Moved, Under, award_of};
use crate::authorities::service::{self as authorities, Authority};
use crate::awards::service::Award;
use crate::ledger::{Cause, Db, Fault, Ledger, Receipted, Result, Tx};
use crate::servers;
use crate::tenders::service::{self as tenders, Amended, Lot, Tender, Who};
use crate::values::{Actor, CallOffId, Quantity, Refusal, Stage, Unit, day, time_zone};
use crate::words::{Join, Text, text};

/// What becomes of something that a call-off says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Now<T> {
    /// It stays as it stands.
    #[default]
    AsItStands,
    /// It is this from now on; none: nothing.
    Is(Option<T>),
}

impl<T: Clone> Now<T> {
    fn of(&self, stands: &Option<T>) -> Option<T> {
        match self {
            Now::AsItStands => stands.clone(),
            Now::Is(now) => now.clone(),
        }
    }
}

/// A correction: what is right of a call-off (design, section 6, `/calloff correct`). What is left out stays.
#[derive(Clone, Debug, Default)]
pub struct Correct {
    /// The tender's reference.
    pub tender: String,
    /// The call-off's row, or that of one of its corrections.
    pub call_off_id: CallOffId,
    /// The quantity that is right, not the difference: 0 takes it all back.
    pub quantity: Option<Quantity>,
    /// The lot's title or number.
    pub lot: Option<String>,
    /// When it is wanted.
    pub deliver_on: Now<NaiveDate>,
    /// Where it is wanted.
    pub site: Now<String>,
    /// The authority's own number.
    pub order_number: Now<String>,
    /// Why.
    pub reason: Option<String>,
}

/// A call-off that should not be there.
#[derive(Clone, Debug)]
pub struct Undo {
    /// The tender's reference.
    pub tender: String,
    /// The call-off's row, or that of one of its corrections.
    pub call_off_id: CallOffId,
    /// Why.
    pub reason: String,
}

/// What stands of a call-off, for whoever may correct it.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The call-off's own row.
    pub id: CallOffId,
    /// The tender.
    pub tender: Tender,
    /// The lot in which it stands.
    pub lot: Lot,
    /// Who ordered.
    pub authority: Authority,
    /// The day on which it was ordered: the contract year and the price are that day's.
    pub ordered_on: NaiveDate,
    /// How much stands.
    pub quantity: Quantity,
    /// What it says now: the last of its entries.
    pub last: CallOff,
    /// Whether it is the lead that corrects another's, after the contract's end: it has to say why.
    pub by_lead: bool,
    parts: Vec<Part>,
}

/// What stands of a call-off.
///
/// # Errors
/// Refused to those who may not correct it: before the contract's end all but the officers of the authority that ordered,
/// afterwards all but the lead's.
pub async fn stands(
    db: &impl Db,
    actor: &Actor,
    tender: Tender,
    id: CallOffId,
) -> Result<Standing> {
    let unknown = || unknown(&tender, id);
    let given = store::find(db, id).await?.ok_or_else(unknown)?;
    let history = store::history(db, given.corrects.unwrap_or(given.id)).await?;
    let (Some(first), Some(last)) = (history.first(), history.last()) else {
        return Err(unknown().into());
    };
    let lots = tenders::lots(db, tender.id).await?;
    let lot = lots.into_iter().find(|lot| lot.id == last.lot_id);
    let lot = lot.ok_or_else(unknown)?;
    let found = authorities::by_id(db, first.authority_id).await?;
    let authority = found.ok_or_else(unknown)?;
    let ended = tender.stage == Stage::Ended;
    let as_lead = ended && authorities::acts_for(db, actor, tender.lead_id).await?;
    if !as_lead {
        if !authorities::acts_for(db, actor, authority.id).await? {
            // Whose it is, and that it is there, is not everybody's to know.
            return Err(unknown().into());
        }
        if ended {
            return Err(rules::corrected_by_the_lead(tender.reference.as_str()).into());
        }
    }
    let tz = servers::service::settings(db, tender.guild_id)
        .await?
        .time_zone;
    let by_lead = as_lead && authority.id != tender.lead_id;
    let entries: Vec<Part> = history
        .iter()
        .flat_map(|entry| entry.parts.clone())
        .collect();
    let parts = rules::standing(&entries).ok_or_else(|| broken(first.id))?;
    Ok(Standing {
        id: first.id,
        ordered_on: time_zone::local_date(first.at, tz),
        quantity: rules::quantity_of(&parts).ok_or_else(|| broken(first.id))?,
        last: last.clone(),
        tender,
        lot,
        authority,
        by_lead,
        parts,
    })
}

fn broken(id: CallOffId) -> Fault {
    Fault::new(format!("call-off {id}: its corrections take back too much"))
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

/// Corrects a call-off by a new entry, so that what is given stands. Less takes its last-priced parts back, at the prices
/// they had; more is priced after what all have called off by now in the same contract year, by the price of the day on which
/// it was ordered. Another lot takes all of it back and calls it off there, by an entry each.
///
/// # Errors
/// Refused to those who may not ([`stands`]), for a quantity below zero, for what stands already, beyond the ceiling, at
/// another stage than call-off (to the lead also after the end, with a reason). Asks about what looks like a slip, and
/// about another lot.
pub async fn correct(ledger: &Ledger, actor: &Actor, request: Correct) -> Result<Receipted<Done>> {
    let actor = actor.clone();
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move { correct_in(tx, &actor, request).await }.boxed()
        })
        .await
}

/// Takes all of a call-off back, by a new entry: a correction to nothing.
///
/// # Errors
/// Asks first. Refused as [`correct`] is, and without a reason.
pub async fn undo(ledger: &Ledger, actor: &Actor, request: Undo) -> Result<Receipted<Done>> {
    let actor = actor.clone();
    if request.reason.trim().is_empty() {
        return Err(rules::say_why_undone().into());
    }
    ledger
        .write_for_receipt(Cause::by(&actor), move |tx| {
            async move {
                let request = Correct {
                    tender: request.tender,
                    call_off_id: request.call_off_id,
                    quantity: Some(Quantity::ZERO),
                    reason: Some(request.reason),
                    ..Correct::default()
                };
                correct_in(tx, &actor, request).await
            }
            .boxed()
        })
        .await
}

async fn correct_in(tx: &Tx, actor: &Actor, request: Correct) -> Result<Done> {
    let settings = servers::service::settings(tx, actor.guild_id).await?;
    let tender = tenders::find_by_now(tx, &request.tender).await?;
    let standing = stands(tx, actor, tender, request.call_off_id).await?;
    let tender = standing.tender.clone();
    rules::may_correct(tender.reference.as_str(), tender.stage, tender.starts)?;
    let reason =
        rules::optional_text(request.reason.as_deref(), text!("calloffs-reason-too-long"))?;
    if standing.by_lead && reason.is_none() {
        return Err(rules::say_why(&standing.authority.short_name).into());
    }
    let right = request.quantity.unwrap_or(standing.quantity);
    let lot = match &request.lot {
        // Nothing is the same in every lot.
        Some(text) if !right.is_zero() => tenders::lot(tx, tender.id, text).await?,
        _ => standing.lot.clone(),
    };
    let entry = said_now(&standing, &request, actor, tx)?;
    if entry.deliver_on != standing.last.deliver_on {
        rules::check_delivery(tenders::term(&tender)?, entry.deliver_on)?;
    }
    let today = time_zone::local_date(tx.now(), settings.time_zone);
    let mut others = store::standing(tx, lot.id, standing.authority.id).await?;
    if lot.id == standing.lot.id {
        // One like it is another order's.
        let own = others.iter().position(|it| *it == standing.quantity);
        own.map(|at| others.remove(at));
    }
    // What is added has the price of the day of the order, like the rest of it.
    let priced_then = award_of(tx, &tender, &lot, standing.ordered_on).await?;
    let award = Award {
        bands: priced_then.bands,
        ..award_of(tx, &tender, &lot, today).await?
    };
    let who = standing.authority.clone();
    let mut under = Under::of(tx, actor, tender.clone(), lot.clone(), award, who).await?;
    under.by_lead = standing.by_lead;
    if lot.id != standing.lot.id {
        return moved(
            tx,
            actor,
            &standing,
            Move {
                under,
                entry,
                lot,
                right,
                others,
                reason,
                today,
            },
        )
        .await;
    }
    let texts = |it: &CallOff| (it.deliver_on, it.site.clone(), it.order_number.clone());
    let new_texts = texts(&entry) != texts(&standing.last);
    let parts = match rules::correction(standing.quantity, right) {
        Err(_) if new_texts && right == standing.quantity => Vec::new(),
        Err(refusal) => return Err(refusal.into()),
        Ok(Correction::Up(more)) => under.price(entry.year, more)?,
        Ok(Correction::Down(less)) => {
            rules::take_back(&standing.parts, less).ok_or_else(|| broken(standing.id))?
        }
    };
    let entry = priced(entry, parts)?;
    let stand = [standing.parts.clone(), entry.parts.clone()].concat();
    let stand = rules::standing(&stand).ok_or_else(|| broken(standing.id))?;
    // A day that stood already was asked about when it was given.
    let asked = CallOff {
        deliver_on: entry
            .deliver_on
            .filter(|_| entry.deliver_on != standing.last.deliver_on),
        ..entry.clone()
    };
    let odd = match right.is_zero() || entry.quantity.is_negative() {
        true => Vec::new(),
        false => under.odd(&asked, &stand, &others, today)?,
    };
    let change = standing.becomes(&standing.lot, &entry, right);
    let told = standing.told(&change, reason.as_deref());
    let preview = under.preview(&entry, &stand)?.lines(told).odd(odd);
    if right.is_zero() {
        tx.ask(
            preview.lines(
                reason
                    .iter()
                    .filter(|_| !standing.by_lead)
                    .map(|why| text!("calloffs-preview-reason", reason = why.as_str())),
            ),
        )?;
    } else if standing.by_lead {
        tx.ask(preview)?;
    } else {
        tx.ask_if_odd(preview)?;
    }
    let done = under.keep(tx, entry, stand, reason.clone(), today).await?;
    amended(tx, &standing, change, reason).await?;
    Ok(done)
}

/// What the lead makes of another's order is told to whose it is (design, section 3, rule 14).
async fn amended(
    tx: &Tx,
    standing: &Standing,
    change: Amended,
    reason: Option<String>,
) -> Result<()> {
    match reason.filter(|_| standing.by_lead) {
        Some(why) => {
            let who = Who::from(&standing.authority);
            tenders::amend(tx, &standing.tender, &who, vec![change], why).await
        }
        None => Ok(()),
    }
}

impl Standing {
    /// What the lead is shown first of what it makes of another's order, and who is told.
    fn told(&self, change: &Amended, reason: Option<&str>) -> Vec<Text> {
        match reason.filter(|_| self.by_lead) {
            Some(why) => {
                let changes = std::slice::from_ref(change);
                let authority = &self.authority.short_name;
                tenders::amending(&self.tender, authority, changes, why).lines
            }
            None => Vec::new(),
        }
    }

    /// What an entry makes of the order: before and after, in words.
    fn becomes(&self, lot: &Lot, entry: &CallOff, quantity: Quantity) -> Amended {
        let said = |lot: &Lot, quantity: Quantity, it: &CallOff| {
            let parts = [
                Some(lot.unit.show(quantity)),
                Some(Text::verbatim(&lot.title)),
                it.deliver_on
                    .map(|on| text!("calloffs-order-deliver-on", day = day(on))),
                it.site
                    .as_deref()
                    .map(|site| text!("calloffs-order-site", site)),
                it.order_number
                    .as_deref()
                    .map(|number| text!("calloffs-order-number-line", number)),
            ];
            Text::joined(Join::Comma, parts.into_iter().flatten())
        };
        Amended {
            what: text!("calloffs-order-called", number = self.id),
            was: said(&self.lot, self.quantity, &self.last),
            is: said(lot, quantity, entry),
        }
    }
}

/// The entry that corrects a call-off, but for its price: what it says from now on.
fn said_now(standing: &Standing, request: &Correct, actor: &Actor, tx: &Tx) -> Result<CallOff> {
    let last = &standing.last;
    let site = request.site.of(&last.site);
    let order_number = request.order_number.of(&last.order_number);
    Ok(CallOff {
        id: CallOffId(0),
        parts: Vec::new(),
        quantity: Quantity::ZERO,
        deliver_on: request.deliver_on.of(&last.deliver_on),
        site: rules::optional_text(site.as_deref(), text!("calloffs-site-too-long"))?,
        order_number: rules::optional_text(
            order_number.as_deref(),
            text!("calloffs-order-number-too-long"),
        )?,
        corrects: Some(standing.id),
        by_user: actor.user_id,
        at: tx.now(),
        ..last.clone()
    })
}

fn priced(mut entry: CallOff, parts: Vec<Part>) -> Result<CallOff> {
    entry.quantity = rules::quantity_of(&parts).ok_or_else(|| broken(entry.id))?;
    entry.parts = parts;
    Ok(entry)
}

/// An order that moves to another lot.
struct Move {
    under: Under,
    entry: CallOff,
    lot: Lot,
    right: Quantity,
    others: Vec<Quantity>,
    reason: Option<String>,
    today: NaiveDate,
}

/// All of it is taken back from the lot in which it stood, and called off in the other.
async fn moved(tx: &Tx, actor: &Actor, standing: &Standing, it: Move) -> Result<Done> {
    rules::check_quantity(it.right)?;
    let back = rules::take_back(&standing.parts, standing.quantity);
    let back = priced(it.entry.clone(), back.ok_or_else(|| broken(standing.id))?)?;
    let there = CallOff {
        lot_id: it.lot.id,
        ..it.entry
    };
    let there = priced(there.clone(), it.under.price(there.year, it.right)?)?;
    let change = standing.becomes(&it.lot, &there, it.right);
    let stand = there.parts.clone();
    let cost = rules::cost(&back.parts).and_then(|cost| cost.round());
    let taken = Moved {
        lot: standing.lot.title.clone(),
        unit: standing.lot.unit.clone(),
        quantity: standing.quantity,
        cost: cost.ok_or_else(|| broken(standing.id))?,
    };
    let odd = it.under.odd(&there, &stand, &it.others, it.today)?;
    let preview = it.under.preview(&there, &stand)?;
    let told = standing.told(&change, it.reason.as_deref());
    tx.ask(preview.line(taken.told()).lines(told).odd(odd))?;

    let award = award_of(tx, &standing.tender, &standing.lot, it.today).await?;
    let (tender, lot, who) = (&standing.tender, &standing.lot, &standing.authority);
    let from = Under::of(tx, actor, tender.clone(), lot.clone(), award, who.clone()).await?;
    from.keep(tx, back, Vec::new(), it.reason.clone(), it.today)
        .await?;
    let reason = it.reason.clone();
    let done = it.under.keep(tx, there, stand, it.reason, it.today).await?;
    amended(tx, standing, change, reason).await?;
    Ok(Done {
        moved: Some(taken),
        ..done
    })
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

#[cfg(test)]
#[path = "correcting_tests.rs"]
mod tests;
