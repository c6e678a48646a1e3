//! What is declared in words, before and after: what is asked about, and what a lead changes of another's.

use super::super::rules::EVERY_YEAR;
use super::super::store::Requirement;
use crate::ledger::{Result, Tx};
use crate::tenders::service::{self as tenders, Amended, Lot, Tender, Who};
use crate::values::Preview;
use crate::words::{Join, Text, text};

/// A lot in a contract year.
pub(super) fn lot_in(lot: &Lot, year: i32) -> Text {
    let when = match year {
        EVERY_YEAR => text!("requirements-every-year"),
        year => text!("requirements-in-year", year),
    };
    Text::joined(Join::Comma, [Text::verbatim(&lot.title), when])
}

/// All that a requirement says but its lot and year.
fn said(lot: &Lot, it: &Requirement) -> Text {
    let bound = match it.committed {
        true => text!("requirements-committed"),
        false => text!("requirements-indicative"),
    };
    let least = it.at_least.map(|it| it.to_string());
    let most = it.at_most.map(|it| it.to_string());
    let unit = lot.unit.as_str();
    let paid = it.baseline.map(|it| it.to_string());
    let note = it.note.as_deref();
    let parts = [
        Some(lot.unit.show(it.expected)),
        least.map(|least| text!("requirements-at-least", least)),
        most.map(|most| text!("requirements-at-most", most)),
        Some(bound),
        paid.map(|price| text!("requirements-paid-now", price, unit)),
        it.supplier_now
            .as_deref()
            .map(|supplier| text!("requirements-supplied-now", supplier)),
        note.map(|note| text!("requirements-note", note)),
    ];
    Text::joined(Join::Comma, parts.into_iter().flatten())
}

/// What a requirement makes of what was declared `before`; with the single years that no longer count by it.
pub(super) fn stated(
    lot: &Lot,
    now: &Requirement,
    before: Option<&Requirement>,
    superseded: &[Requirement],
) -> Vec<Amended> {
    let was = match before {
        Some(before) => said(lot, before),
        None => text!("requirements-not-declared"),
    };
    let first = Amended {
        what: lot_in(lot, now.year),
        was,
        is: said(lot, now),
    };
    let others = superseded.iter().filter(|it| it.year != now.year);
    let others = others.map(|gone| Amended {
        what: lot_in(lot, gone.year),
        was: said(lot, gone),
        is: text!("requirements-as-every-year"),
    });
    std::iter::once(first).chain(others).collect()
}

/// What becomes of what no longer counts; `is` says what takes its place.
pub(super) fn ceased(lots: &[Lot], ceased: &[Requirement], is: &Text) -> Vec<Amended> {
    let of = |it: &Requirement| {
        let lot = lots.iter().find(|lot| lot.id == it.lot_id)?;
        Some(Amended {
            what: lot_in(lot, it.year),
            was: said(lot, it),
            is: is.clone(),
        })
    };
    ceased.iter().filter_map(of).collect()
}

/// Asks the lead whether it means to change another's answer, which it must give a reason for.
///
/// # Errors
/// The question, or a refusal without a reason.
pub(super) fn ask(
    tx: &Tx,
    tender: &Tender,
    who: &Who,
    changes: &[Amended],
    reason: Option<&str>,
) -> Result<String> {
    let why = tenders::why_amended(reason, &who.short_name)?;
    tx.ask(tenders::amending(tender, &who.short_name, changes, &why))?;
    Ok(why)
}

/// Before something odd is declared: what stands, and what it would become.
pub(super) fn declaring(tender: &Tender, authority: &str, changes: &[Amended]) -> Preview {
    let reference = tender.reference.as_str();
    Preview::of(text!("requirements-declare-preview", authority, reference))
        .lines(changes.iter().map(Amended::told))
}
