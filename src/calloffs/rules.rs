//! How a call-off is priced, what a correction reverses, and what is left.

use chrono::{NaiveDate, TimeDelta};
use serde::{Deserialize, Serialize};

use crate::values::{
    self, CallOffId, ContractYear, Exact, Quantity, Refusal, Stage, Term, Unit, UnitPrice, day,
};
use crate::words::{Text, text};

/// The most characters of a site or an order number.
pub const MAX_TEXT: usize = 200;

/// The part of a call-off that one price holds for; the quantity is below zero where a correction takes it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// How much of it.
    pub quantity: Quantity,
    /// At which unit price.
    pub price: UnitPrice,
}

/// How long the same order without a number, by the same officer, is taken for the same order typed again: whoever gets
/// no answer types it again, and an order is not to be there twice.
pub const TYPED_AGAIN: TimeDelta = TimeDelta::minutes(10);

/// Why the same order is not recorded again: it is there as call-off `id`, of the day `on`.
pub fn typed_again(id: CallOffId, on: NaiveDate, authority: &str, number: Option<&str>) -> Refusal {
    match number {
        Some(number) => Refusal::new(
            text!(
                "calloffs-recorded-already",
                authority,
                number,
                id,
                on = day(on)
            ),
            text!("calloffs-recorded-already-help"),
        ),
        None => Refusal::new(
            text!("calloffs-typed-again", authority, id),
            text!("calloffs-typed-again-help"),
        ),
    }
}

/// Prices a call-off: its parts by band, in the order of their volumes.
///
/// `bands` are (from, price) by rising volume, the first from 0; `already` is what all authorities have called off in
/// the contract year. A band's price holds for the units that fall within it (design, section 9).
///
/// `None` where the bands don't begin at 0, where one of the quantities is below zero, or where the sum doesn't fit.
pub fn price_call_off(
    bands: &[(Quantity, UnitPrice)],
    already: Quantity,
    quantity: Quantity,
) -> Option<Vec<Part>> {
    if already.is_negative() || quantity.is_negative() || !bands.first()?.0.is_zero() {
        return None;
    }
    let end = already.checked_add(quantity)?;
    let mut parts = Vec::new();
    for (place, (from, price)) in bands.iter().enumerate() {
        // Up to the next band's volume; the last band has no end.
        let until = bands.get(place + 1).map_or(end, |next| next.0.min(end));
        let within = until.checked_sub(already.max(*from))?;
        if within > Quantity::ZERO {
            parts.push(Part {
                quantity: within,
                price: *price,
            });
        }
    }
    Some(parts)
}

/// The price of the next unit, after `already` was called off in the contract year; none where the bands don't begin at 0.
pub fn price_after(bands: &[(Quantity, UnitPrice)], already: Quantity) -> Option<UnitPrice> {
    let band = bands.iter().rev().find(|(from, _)| *from <= already);
    band.map(|(_, price)| *price)
}

/// What stands of a call-off after its corrections: `entries` are the parts of the call-off, then those of each of its
/// corrections, in the order they were recorded. A part below zero takes back from the end.
///
/// `None` where more is taken back than there is, which no correction that [`correction`] allows does.
pub fn standing(entries: &[Part]) -> Option<Vec<Part>> {
    let mut stand: Vec<Part> = Vec::new();
    for entry in entries {
        if !entry.quantity.is_negative() {
            stand.push(*entry);
            continue;
        }
        let mut back = Quantity::ZERO.checked_sub(entry.quantity)?;
        while back > Quantity::ZERO {
            let last = stand.last_mut()?;
            let taken = back.min(last.quantity);
            back = back.checked_sub(taken)?;
            last.quantity = last.quantity.checked_sub(taken)?;
            if last.quantity.is_zero() {
                stand.pop();
            }
        }
    }
    Some(stand)
}

/// Takes `quantity` back from what stands of a call-off, last-priced parts first: the parts of the correction, below
/// zero, at the prices they had. What others have paid does not change.
///
/// `None` where more would be taken back than stands, or where `quantity` is below zero.
pub fn take_back(stand: &[Part], quantity: Quantity) -> Option<Vec<Part>> {
    let mut left = quantity;
    let mut parts = Vec::new();
    for part in stand.iter().rev() {
        let taken = left.min(part.quantity);
        if taken > Quantity::ZERO {
            left = left.checked_sub(taken)?;
            parts.push(Part {
                quantity: Quantity::ZERO.checked_sub(taken)?,
                price: part.price,
            });
        }
    }
    left.is_zero().then_some(parts)
}

/// The quantity of all parts, or `None` where it doesn't fit.
pub fn quantity_of(parts: &[Part]) -> Option<Quantity> {
    Quantity::checked_sum(parts.iter().map(|part| part.quantity))
}

/// What the parts cost, unrounded, or `None` where it doesn't fit.
pub fn cost(parts: &[Part]) -> Option<Exact> {
    parts.iter().try_fold(Exact::ZERO, |sum, part| {
        sum.checked_add(part.price.times(part.quantity)?)
    })
}

/// What is left under a ceiling, or `None` where there is none. Never below zero while the ceiling holds.
pub fn left(ceiling: Option<Quantity>, called_off: Quantity) -> Option<Quantity> {
    ceiling?.checked_sub(called_off)
}

/// Declared − called off, for an authority in a contract year (design, section 1, "balance"): below zero where it
/// called off more than it declared; `None` where it declared nothing at all.
pub fn declared_left(declared: Option<Quantity>, called_off: Quantity) -> Option<Quantity> {
    declared?.checked_sub(called_off)
}

/// Whether a quantity may still be called off under the award's ceiling, over the whole term.
///
/// `tell` says whether the person may know how much is left: whoever sees every authority's quantities.
///
/// # Errors
/// More than is left.
pub fn check_ceiling(
    ceiling: Option<Quantity>,
    called_off: Quantity,
    quantity: Quantity,
    unit: &Unit,
    tell: bool,
) -> Result<(), Refusal> {
    let Some(ceiling) = ceiling else {
        return Ok(());
    };
    let within = called_off
        .checked_add(quantity)
        .is_some_and(|sum| sum <= ceiling);
    if within {
        return Ok(());
    }
    let help = match left(Some(ceiling), called_off) {
        Some(left) if tell && left > Quantity::ZERO => {
            text!("calloffs-beyond-ceiling-help", left = unit.show(left))
        }
        Some(_) if tell => text!("calloffs-none-left-help"),
        _ => text!("calloffs-less-help"),
    };
    let (quantity, ceiling) = (unit.show(quantity), unit.show(ceiling));
    let wrong = text!("calloffs-beyond-ceiling", quantity, ceiling);
    Err(Refusal::new(wrong, help))
}

/// A call-off is of more than nothing.
///
/// # Errors
/// Zero, or below.
pub fn check_quantity(quantity: Quantity) -> Result<(), Refusal> {
    if quantity > Quantity::ZERO {
        return Ok(());
    }
    Err(Refusal::new(
        text!("calloffs-nothing-ordered", quantity = quantity.to_string()),
        text!("calloffs-nothing-ordered-help"),
    ))
}

/// What a correction does: how much more or less than stands, so that `right` stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// So much more was ordered: priced like a call-off of now.
    Up(Quantity),
    /// So much less: the last-priced parts are taken back.
    Down(Quantity),
}

/// The correction that makes `right` of what stands.
///
/// # Errors
/// A quantity below zero, or the one that stands already.
pub fn correction(stands: Quantity, right: Quantity) -> Result<Correction, Refusal> {
    if right.is_negative() {
        return Err(Refusal::new(
            text!("calloffs-below-zero", quantity = right.to_string()),
            text!("calloffs-below-zero-help"),
        ));
    }
    let refuse = |wrong| Refusal::new(wrong, text!("calloffs-not-the-difference-help"));
    match right.checked_sub(stands) {
        Some(more) if more > Quantity::ZERO => Ok(Correction::Up(more)),
        Some(same) if same.is_zero() => {
            let quantity = stands.to_string();
            Err(refuse(text!("calloffs-stands-already", quantity)))
        }
        _ => stands
            .checked_sub(right)
            .map(Correction::Down)
            .ok_or_else(|| refuse(text!("calloffs-too-much"))),
    }
}

/// Whether call-offs may be recorded at this stage.
///
/// # Errors
/// Any stage but call-off; the refusal says what is missing.
pub fn may_call_off(reference: &str, stage: Stage, starts: NaiveDate) -> Result<(), Refusal> {
    let help = match stage {
        Stage::CallOff => return Ok(()),
        Stage::Collecting | Stage::Collected | Stage::OutToTender => {
            text!("calloffs-opens-after-award-help", day = day(starts))
        }
        Stage::Awarded => text!("calloffs-opens-help", day = day(starts)),
        Stage::Ended => text!("calloffs-ended-help"),
        Stage::Cancelled => text!("calloffs-cancelled-help"),
    };
    let stage = stage.label();
    Err(Refusal::new(
        text!("calloffs-not-open", reference, stage),
        help,
    ))
}

/// Whether an authority may order: the lead may, and whoever has joined, even late, once admitted. `part` is its
/// participation, if it has one.
///
/// # Errors
/// It has not joined; the refusal says what it can do.
pub fn may_order(
    reference: &str,
    authority: &str,
    is_lead: bool,
    part: Option<values::Part>,
) -> Result<(), Refusal> {
    let wrong = match part {
        _ if is_lead => return Ok(()),
        Some(values::Part::Joined) => return Ok(()),
        Some(values::Part::Asked) => {
            return Err(Refusal::new(
                text!("calloffs-asked-to-join", authority, reference),
                text!("calloffs-asked-to-join-help"),
            ));
        }
        Some(values::Part::Withdrawn) => text!("calloffs-has-left", authority, reference),
        Some(values::Part::Declined) => text!("calloffs-takes-no-part", authority, reference),
        None => text!("calloffs-not-joined", authority, reference),
    };
    Err(Refusal::new(wrong, text!("calloffs-join-late-help")))
}

/// The contract year of a balance: the one asked for, else the one that runs; before the term the first, after it the
/// last.
///
/// # Errors
/// A year that the term doesn't have.
pub fn year_shown(
    term: Term,
    today: NaiveDate,
    asked: Option<ContractYear>,
) -> Result<ContractYear, Refusal> {
    let years = term.years();
    match asked {
        Some(year) if year.get() > years => Err(Refusal::new(
            text!("calloffs-no-such-year", year = year.get()),
            text!(
                "calloffs-no-such-year-help",
                years,
                from = day(term.starts()),
                to = day(term.ends())
            ),
        )),
        Some(year) => Ok(year),
        None => {
            let last = ContractYear::new(years).unwrap_or(ContractYear::FIRST);
            let outside = if today < term.starts() {
                ContractYear::FIRST
            } else {
                last
            };
            Ok(term.year_of(today).unwrap_or(outside))
        }
    }
}

/// Whether call-offs may be corrected at this stage: while the contract runs, and after its end.
///
/// # Errors
/// Any other stage.
pub fn may_correct(reference: &str, stage: Stage, starts: NaiveDate) -> Result<(), Refusal> {
    match stage {
        Stage::Ended => Ok(()),
        _ => may_call_off(reference, stage, starts),
    }
}

/// Why an authority may not correct its own call-offs any more: the contract is over.
pub fn corrected_by_the_lead(reference: &str) -> Refusal {
    Refusal::new(
        text!("calloffs-corrected-by-lead", reference),
        text!("calloffs-corrected-by-lead-help"),
    )
    .for_good()
}

/// Why the lead may not correct another's order without a reason.
pub fn say_why(authority: &str) -> Refusal {
    Refusal::new(
        text!("calloffs-say-why", authority),
        text!("calloffs-say-why-help"),
    )
}

/// Why an order is not taken back without a reason.
pub fn say_why_undone() -> Refusal {
    Refusal::new(
        text!("calloffs-say-why-undone"),
        text!("calloffs-say-why-undone-help"),
    )
}

/// The contract year of an order, from the day it is placed.
///
/// # Errors
/// A day outside the contract's term.
pub fn year_of_order(term: Term, ordered_on: NaiveDate) -> Result<ContractYear, Refusal> {
    term.year_of(ordered_on).ok_or_else(|| {
        Refusal::new(
            text!("calloffs-outside-term", day = day(ordered_on)),
            within(term),
        )
    })
}

/// A lot whose contract ended before the tender's takes no more orders.
///
/// # Errors
/// Its last day is over.
pub fn check_lot_runs(
    lot: &str,
    ends: Option<NaiveDate>,
    ordered_on: NaiveDate,
) -> Result<(), Refusal> {
    match ends {
        Some(ends) if ordered_on > ends => Err(Refusal::new(
            text!("calloffs-lot-ended", lot, day = day(ends)),
            text!("calloffs-lot-ended-help"),
        )
        .for_good()),
        _ => Ok(()),
    }
}

/// Delivery is asked for within the contract's term.
///
/// # Errors
/// A day before the contract's first or after its last.
pub fn check_delivery(term: Term, deliver_on: Option<NaiveDate>) -> Result<(), Refusal> {
    match deliver_on {
        Some(date) if !term.contains(date) => Err(Refusal::new(
            text!("calloffs-delivery-outside-term", day = day(date)),
            within(term),
        )),
        _ => Ok(()),
    }
}

fn within(term: Term) -> Text {
    let (from, to) = (day(term.starts()), day(term.ends()));
    text!("calloffs-outside-term-help", from, to)
}

/// A text that may be left out, without the space around it; `too_long` says which text is too long.
///
/// # Errors
/// More than [`MAX_TEXT`] characters.
pub fn optional_text(given: Option<&str>, too_long: Text) -> Result<Option<String>, Refusal> {
    let Some(text) = given.map(str::trim).filter(|text| !text.is_empty()) else {
        return Ok(None);
    };
    if text.chars().nth(MAX_TEXT).is_some() {
        return Err(Refusal::new(
            too_long,
            text!("calloffs-too-long-help", most = MAX_TEXT),
        ));
    }
    Ok(Some(text.to_owned()))
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
