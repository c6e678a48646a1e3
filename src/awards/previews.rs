//! What a lead is shown before a lot is awarded, or left without an award (design, section 2a).

use super::oddities;
use super::service::Award;
use crate::ledger::{Result, Tx};
use crate::requirements::service as requirements;
use crate::tenders::service::{Lot, Tender};
use crate::values::{NoAward, Preview, Standstill, UnitPrice, day};
use crate::words::{Text, text};

/// Before a lot is awarded; `before` is the award that this one takes the place of.
pub(super) async fn awarding(
    tx: &Tx,
    tender: &Tender,
    lot: &Lot,
    award: &Award,
    before: Option<&Award>,
    standstill: &Standstill,
) -> Result<Preview> {
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
        .line(text!(
            "awards-preview-supplier",
            supplier = award.supplier.as_str()
        ))
        .lines(award.bands.as_slice().iter().map(|band| {
            text!(
                "awards-preview-band",
                from = lot.unit.show(band.from),
                price = band.price.to_string(),
                unit = lot.unit.as_str()
            )
        }))
        .line(match award.ceiling {
            Some(ceiling) => text!("awards-ceiling", most = lot.unit.show(ceiling)),
            None => text!("awards-no-ceiling"),
        })
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
    Ok(preview
        .odd(oddities::price(&award.bands, &paid_now, &lot.unit))
        .odd(moment))
}

/// Before a lot is left without an award.
pub(super) fn leaving_out(tender: &Tender, lot: &Lot, why: NoAward, reason: &str) -> Preview {
    let reference = reference(tender);
    Preview::of(text!(
        "awards-none-preview",
        reference,
        lot = lot.title.as_str()
    ))
    .line(text!("awards-none-preview-why", why = why.label(), reason))
    .line(text!("awards-none-preview-others"))
    .line(text!("awards-none-preview-later"))
}

fn reference(tender: &Tender) -> Text {
    Text::verbatim(tender.reference.as_str())
}
