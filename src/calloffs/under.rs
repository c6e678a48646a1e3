//! Under what something is called off: its price, what looks odd about it, what is shown before it is recorded, and what
//! comes of it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::declared::{Declared, declared};
use super::facts::{self, ToldCallOff, ToldHeadroom};
use super::headroom;
use super::odd::{self, Order};
use super::rules::{self, Part};
use super::store::{self, CallOff, Totals};
use crate::authorities::service::Authority;
use crate::awards::service::{self as awards, Award};
use crate::ledger::{About, Result, Tx};
use crate::requirements::service as requirements;
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{
    Actor, ContractYear, FinancialYear, Money, Preview, Quantity, Refusal, TenderId, Unit,
};
use crate::words::{Join, Text, text};

/// What came of a call-off or a correction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// The tender.
    pub tender_id: TenderId,
    /// Its reference.
    pub reference: String,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// The lot's title.
    pub lot: String,
    /// The lot's unit.
    pub unit: Unit,
    /// Who supplies it.
    pub supplier: String,
    /// The authority's short name.
    pub authority: String,
    /// The authority's whole name.
    #[serde(default)]
    pub authority_name: String,
    /// The name of the officer who did it.
    #[serde(default)]
    pub officer: String,
    /// The call-off or the correction, with its parts.
    pub call_off: CallOff,
    /// What stands of the call-off, by price.
    #[serde(default)]
    pub stand: Vec<Part>,
    /// What a correction took back from another lot, from which it moved the order: its title, how much in its unit,
    /// and what that had cost.
    #[serde(default)]
    pub moved: Option<Moved>,
    /// What it costs, rounded half up once; below zero for a correction downwards.
    pub cost: Money,
    /// What stands of the call-off, its corrections counted.
    pub stands: Quantity,
    /// Declared − called off of the authority in the contract year, if it declared anything.
    pub declared_left: Option<Quantity>,
    /// Ceiling − called off, if there is a ceiling and the officer may see totals.
    pub ceiling_left: Option<Quantity>,
}

/// What a correction took back from the lot in which the order should never have been.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The lot's title.
    pub lot: String,
    /// Its unit.
    pub unit: Unit,
    /// How much was taken back.
    pub quantity: Quantity,
    /// What that had cost, rounded half up once.
    pub cost: Money,
}

impl Moved {
    /// In words.
    pub fn told(&self) -> Text {
        text!(
            "calloffs-moved",
            lot = self.lot.as_str(),
            quantity = self.unit.show(self.quantity),
            cost = self.cost.to_string()
        )
    }
}

/// The award of a lot, with the supplier, the price and the ceiling that hold on a day.
///
/// # Errors
/// Refused where there is none yet.
pub(super) async fn award_of(tx: &Tx, tender: &Tender, lot: &Lot, on: NaiveDate) -> Result<Award> {
    if let Some(award) = awards::of_lot(tx, lot.id).await? {
        return Ok(award.on(on));
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
pub(super) struct Under {
    tender: Tender,
    lot: Lot,
    award: Award,
    authority: Authority,
    officer: String,
    declared: Declared,
    /// What has been called off of the lot.
    totals: Totals,
    /// Whether the officer may see what all together have called off.
    tell: bool,
    /// Whether it is the lead that corrects another's order: its officers are told.
    pub(super) by_lead: bool,
}

impl Under {
    pub(super) async fn of(
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
            totals: store::totals(tx, &[lot.id], authority.id).await?,
            officer: actor.name.clone(),
            tender,
            lot,
            award,
            authority,
            declared,
            tell,
            by_lead: false,
        })
    }

    /// The parts of so much more, within the ceiling.
    pub(super) fn price(&self, year: ContractYear, quantity: Quantity) -> Result<Vec<Part>> {
        let called_off = self.totals.of_term(self.lot.id).ok_or_else(too_much)?;
        rules::check_ceiling(
            self.award.ceiling,
            called_off,
            quantity,
            &self.lot.unit,
            self.tell,
        )?;
        let already = self.totals.of_year(self.lot.id, year);
        let parts = rules::price_call_off(&self.award.bands.pairs(), already, quantity);
        // The sums of all years must fit too, so that the ceiling can always be checked.
        let fits = called_off.checked_add(quantity);
        Ok(parts.filter(|_| fits.is_some()).ok_or_else(too_much)?)
    }

    /// What looks like a slip in an order, or in what a correction makes of it: what then stands, beside the authority's
    /// `others`.
    pub(super) fn odd(
        &self,
        call_off: &CallOff,
        stand: &[Part],
        others: &[Quantity],
        today: NaiveDate,
    ) -> Result<Vec<Text>> {
        let (lot, year, who) = (self.lot.id, call_off.year, self.authority.id);
        let mut odd = odd::quantity(&Order {
            authority: &self.authority.short_name,
            lot: &self.lot.title,
            unit: &self.lot.unit,
            year,
            more: call_off.quantity,
            whole: rules::quantity_of(stand).ok_or_else(too_much)?,
            declared: self.declared.of(lot, year, who),
            called_off: self.totals.of(lot, year, who),
            others,
        });
        if let Some(deliver_on) = call_off.deliver_on {
            odd.extend(odd::delivery(deliver_on, today, self.tender.regime));
        }
        Ok(odd)
    }

    /// What a call-off, or a correction, will do, before it is recorded: `stand` is what then stands of the order.
    ///
    /// Where totals are kept from the officer, so is the volume that decides the band: a preview can be had for any
    /// quantity, and would tell it.
    pub(super) fn preview(&self, call_off: &CallOff, stand: &[Part]) -> Result<Preview> {
        let unit = &self.lot.unit;
        let quantity = unit.show(call_off.quantity);
        let lot = self.lot.title.as_str();
        let reference = self.tender.reference.as_str();
        let authority = self.authority.short_name.as_str();
        // What moves to another lot is new there.
        let new = call_off.parts == stand;
        let title = match call_off.corrects {
            None => text!("calloffs-preview", quantity, lot, reference, authority),
            Some(number) if stand.is_empty() => {
                text!("calloffs-preview-undo", number, lot, reference, authority)
            }
            Some(number) => {
                let stands = rules::quantity_of(stand).ok_or_else(too_much)?;
                let stands = unit.show(stands);
                text!(
                    "calloffs-preview-correct",
                    number,
                    stands,
                    lot,
                    reference,
                    authority
                )
            }
        };
        let supplier = self.award.supplier.as_str();
        let mut preview = Preview::of(title).line(text!("calloffs-preview-supplier", supplier));
        let moves = call_off.corrects.is_some() && !new && !call_off.quantity.is_zero();
        if moves {
            preview = preview.line(change(call_off.quantity, unit));
        }
        let one_price = self.award.bands.as_slice().len() == 1;
        if call_off.quantity.is_zero() {
            // What it says changes, not what it costs.
        } else if self.tell || one_price || call_off.quantity.is_negative() {
            let cost = rules::cost(&call_off.parts).and_then(|cost| cost.round());
            let cost = cost.ok_or_else(too_much)?;
            let parts = parts(&call_off.parts, unit);
            let cost = cost.to_string();
            preview = preview.line(match moves {
                true => text!("calloffs-preview-price-change", parts, cost),
                false => text!("calloffs-preview-price", parts, cost),
            });
        } else {
            let (low, high) = self.bounds(call_off).ok_or_else(too_much)?;
            let (low, high) = (low.to_string(), high.to_string());
            let bands = Text::joined(
                Join::Comma,
                self.award.bands.as_slice().iter().map(|band| {
                    let (from, price) = (unit.show(band.from), band.price.to_string());
                    text!("calloffs-preview-band", from, price)
                }),
            );
            preview = preview.line(text!("calloffs-preview-by-band", low, high, bands));
        }
        let (lot, year, who) = (self.lot.id, call_off.year, self.authority.id);
        let called_off = self.totals.of(lot, year, who);
        let sum = called_off.checked_add(call_off.quantity);
        let left = sum.and_then(|sum| rules::declared_left(self.declared.of(lot, year, who), sum));
        preview = preview.line(text!(
            "calloffs-preview-left",
            year = year.get(),
            left = of_declared(left, unit)
        ));
        let term = self.totals.of_term(lot).filter(|_| self.tell);
        let left = term
            .and_then(|sum| sum.checked_add(call_off.quantity))
            .and_then(|sum| rules::left(self.award.ceiling, sum));
        Ok(preview
            .lines(left.map(|left| text!("calloffs-preview-ceiling", quantity = unit.show(left)))))
    }

    /// The least and the most that an order can cost, whatever the others have called off; `None` where it doesn't fit.
    fn bounds(&self, call_off: &CallOff) -> Option<(Money, Money)> {
        let (lot, year) = (self.lot.id, call_off.year);
        let own = self
            .totals
            .of(lot, year, self.authority.id)
            .max(Quantity::ZERO);
        let bands = self.award.bands.pairs();
        let from = bands.iter().map(|(from, _)| (*from).max(own));
        let at = |already| {
            let parts = rules::price_call_off(&bands, already, call_off.quantity)?;
            rules::cost(&parts)?.round()
        };
        let costs: Vec<Money> = from.map(at).collect::<Option<_>>()?;
        Some((*costs.iter().min()?, *costs.iter().max()?))
    }

    /// The threshold of the ceiling that is reached for the first time once so much more is called off. One that was
    /// reached before, and left again by a correction, was told then.
    async fn newly_reached(&self, tx: &Tx, more: Quantity) -> Result<Option<u8>> {
        let before = self.totals.of_term(self.lot.id);
        let (Some(ceiling), Some(before)) = (self.award.ceiling, before) else {
            return Ok(None);
        };
        let of = |called_off: Quantity| headroom::reached(ceiling, called_off);
        let reached = before.checked_add(more).and_then(of);
        if reached <= of(before) {
            return Ok(None);
        }
        let most = headroom::most(&store::entries(tx, self.lot.id).await?);
        Ok(reached.filter(|_| reached > most.and_then(of)))
    }

    /// Keeps a priced call-off of a day and the totals, records it, and tells what came of it: `stand` is what then stands
    /// of the order.
    pub(super) async fn keep(
        self,
        tx: &Tx,
        mut call_off: CallOff,
        stand: Vec<Part>,
        reason: Option<String>,
        on: NaiveDate,
    ) -> Result<Done> {
        let cost = rules::cost(&call_off.parts).and_then(|cost| cost.round());
        let cost = cost.ok_or_else(too_much)?;
        let stands = rules::quantity_of(&stand).ok_or_else(too_much)?;
        let reached = self.newly_reached(tx, call_off.quantity).await?;
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
            by_lead: self.by_lead,
        };
        match call_off.corrects {
            Some(_) => tx.tell(&facts::Corrected::of(about, told)).await?,
            None => tx.tell(&facts::Recorded::of(about, told)).await?,
        }
        if let Some(percent) = reached {
            let lot_id = self.lot.id;
            let told = ToldHeadroom { lot_id, percent };
            tx.tell(&facts::HeadroomReached::of(about, told)).await?;
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
            title: self.tender.title,
            lot: self.lot.title,
            unit: self.lot.unit,
            supplier: self.award.supplier,
            authority: self.authority.short_name,
            authority_name: self.authority.name,
            officer: self.officer,
            cost,
            stands,
            declared_left: rules::declared_left(declared, totals.of(lot, year, who)),
            ceiling_left: left.filter(|_| self.tell),
            call_off,
            stand,
            moved: None,
        })
    }
}

/// By how much a quantity is below zero, if it is.
pub(super) fn below_zero(quantity: Quantity) -> Option<Quantity> {
    Quantity::ZERO
        .checked_sub(quantity)
        .filter(|_| quantity.is_negative())
}

/// By how much a correction changes an order.
pub(super) fn change(quantity: Quantity, unit: &Unit) -> Text {
    match below_zero(quantity) {
        Some(less) => text!("calloffs-less-than-before", quantity = unit.show(less)),
        None => text!("calloffs-more-than-before", quantity = unit.show(quantity)),
    }
}

/// `281.75 tonnes at £147.50, 1.75 tonnes at £143.25`. Neighbours at the same price, as what takes back a call-off that
/// was corrected before may have, are one.
pub(super) fn parts(parts: &[Part], unit: &Unit) -> Text {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.price == part.price => {
                match last.quantity.checked_add(part.quantity) {
                    Some(both) => last.quantity = both,
                    None => merged.push(*part),
                }
            }
            _ => merged.push(*part),
        }
    }
    let shown = merged.iter().map(|part| {
        let (quantity, price) = (unit.show(part.quantity), part.price.to_string());
        text!("calloffs-part", quantity, price)
    });
    Text::joined(Join::Comma, shown)
}

/// What is left of what was declared, or by how much it is exceeded.
pub(super) fn of_declared(left: Option<Quantity>, unit: &Unit) -> Text {
    let Some(left) = left else {
        return text!("calloffs-none-declared");
    };
    match below_zero(left) {
        Some(beyond) => text!("calloffs-beyond-declared", quantity = unit.show(beyond)),
        None => text!("calloffs-left-of-declared", quantity = unit.show(left)),
    }
}

fn too_much() -> Refusal {
    Refusal::new(text!("calloffs-too-much"), text!("calloffs-too-much-help"))
}
