//! What a lead is shown before a lot is awarded, or left without an award (design, section 2a).

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::oddities;
use super::rules;
use super::service::Award;
use crate::authorities::service as authorities;
use crate::ledger::{Result, Tx};
use crate::requirements::service as requirements;
use crate::tenders::service::{Lot, Tender};
use crate::values::{AuthorityId, Money, NoAward, Preview, Standstill, Unit, UnitPrice, day};
use crate::words::{Text, text};

/// An award that is to be recorded.
pub(super) struct ToAward<'a> {
    pub(super) award: &'a Award,
    /// The award that this one takes the place of.
    pub(super) before: Option<&'a Award>,
    /// The amount of money that its ceiling was typed as.
    pub(super) ceiling_amount: Option<Money>,
    pub(super) notice_on: NaiveDate,
    pub(super) standstill: &'a Standstill,
}

/// Before a lot is awarded.
pub(super) async fn awarding(
    tx: &Tx,
    tender: &Tender,
    lot: &Lot,
    it: &ToAward<'_>,
) -> Result<Preview> {
    let ToAward {
        award,
        before,
        standstill,
        ..
    } = *it;
    let declared = requirements::current(tx, tender.id, None).await?;
    let declared = declared.iter().filter(|it| it.lot_id == lot.id);
    let paid_now: Vec<UnitPrice> = declared.filter_map(|it| it.baseline).collect();
    let title = match before {
        Some(_) => text!(
            "awards-preview-again",
            reference = reference(tender),
            lot = lot.title.as_str()
        ),
        None => text!(
            "awards-preview",
            reference = reference(tender),
            lot = lot.title.as_str()
        ),
    };
    let mut preview = Preview::of(title)
        .line(supplier(award))
        .lines(award.bands.as_slice().iter().map(|band| {
            text!(
                "awards-preview-band",
                from = lot.unit.show(band.from),
                price = band.price.to_string(),
                unit = lot.unit.as_str()
            )
        }))
        .line(ceiling(award, &lot.unit, it.ceiling_amount))
        .line(text!("awards-preview-notice", day = day(it.notice_on)))
        .line(text!(
            "awards-preview-standstill",
            last = day(standstill.last_day)
        ));
    if let Some(before) = before {
        preview = preview.line(text!(
            "awards-preview-instead-of",
            supplier = before.supplier.as_str(),
            price = before.bands.to_string()
        ));
    }
    let moment = oddities::moment(
        tender.bids_by,
        tender.notice.as_deref(),
        tender.starts,
        standstill,
        tx.now(),
    );
    let left_out = before.and_then(|before| oddities::left_out(before, award, &lot.unit));
    Ok(preview
        .odd(oddities::price(&award.bands, &paid_now, &lot.unit))
        .odd(left_out)
        .odd(moment))
}

/// The ceiling; of an amount of money what it buys.
pub(super) fn ceiling(award: &Award, unit: &Unit, amount: Option<Money>) -> Text {
    match (award.ceiling, amount) {
        (None, _) => text!("awards-no-ceiling"),
        (Some(ceiling), None) => text!("awards-ceiling", most = unit.show(ceiling)),
        (Some(ceiling), Some(amount)) => text!(
            "awards-ceiling-of-money",
            amount = amount.to_string(),
            most = unit.show(ceiling),
            price = rules::highest(&award.bands).to_string()
        ),
    }
}

fn supplier(award: &Award) -> Text {
    let supplier = award.supplier.as_str();
    match (award.sme, award.local) {
        (true, true) => text!("awards-supplier-sme-local", supplier),
        (true, false) => text!("awards-supplier-sme", supplier),
        (false, true) => text!("awards-supplier-local", supplier),
        (false, false) => text!("awards-supplier", supplier),
    }
}

/// Before a lot is left without an award.
pub(super) async fn leaving_out(
    tx: &Tx,
    tender: &Tender,
    lot: &Lot,
    why: NoAward,
    reason: &str,
) -> Result<Preview> {
    let declared = requirements::current(tx, tender.id, None).await?;
    let of_lot = declared.iter().filter(|it| it.lot_id == lot.id);
    let buyers: BTreeSet<AuthorityId> = of_lot.map(|it| it.authority_id).collect();
    let buyers: Vec<AuthorityId> = buyers.into_iter().collect();
    let names = authorities::short_names(tx, &buyers).await?;
    let mut names: Vec<String> = names.into_values().collect();
    names.sort_unstable();
    let title = text!(
        "awards-none-preview",
        reference = reference(tender),
        lot = lot.title.as_str()
    );
    let mut preview =
        Preview::of(title).line(text!("awards-none-preview-why", why = why.label(), reason));
    if !names.is_empty() {
        preview = preview.line(text!(
            "awards-none-preview-buyers",
            count = names.len(),
            names = Text::and(names.into_iter().map(Text::verbatim))
        ));
    }
    Ok(preview
        .line(text!("awards-none-preview-others"))
        .line(text!("awards-none-preview-later")))
}

fn reference(tender: &Tender) -> Text {
    Text::verbatim(tender.reference.as_str())
}
