//! What an authority declared goes to its successors, or to the entry that stays of two.

use std::collections::BTreeMap;

use super::super::facts::{self, ToldHanded};
use super::super::questions::CalledOff;
use super::super::rules::EVERY_YEAR;
use super::super::shares::{self, Amounts, ByYear, Shared};
use super::super::store::shown::{self, Part};
use super::super::store::{self, Requirement};
use crate::authorities::finding::called;
use crate::authorities::succession::rules::Handover;
use crate::ledger::{About, Fault, Result, Tx};
use crate::tenders::service::{self as tenders, Lot, Tender};
use crate::values::{AuthorityId, LotId, Quantity, Refusal, Summed, TenderId};
use crate::words::{Text, text};

/// What becomes of what was declared of a lot.
struct Moves {
    tender: Tender,
    lot: Lot,
    /// What counts of the one that ceases.
    rows: Vec<Requirement>,
    shared: Shared,
}

/// Where something moves: of one that ceases in what is not over, of a double everywhere.
async fn touched(tx: &Tx, handover: &Handover) -> Result<Vec<Moves>> {
    let mut rows: BTreeMap<LotId, Vec<Requirement>> = BTreeMap::new();
    for row in store::current_of(tx, handover.from.id).await? {
        rows.entry(row.lot_id).or_default().push(row);
    }
    let lot_ids: Vec<LotId> = rows.keys().copied().collect();
    let mut called_off: BTreeMap<LotId, BTreeMap<i32, Quantity>> = BTreeMap::new();
    if !handover.merged {
        let authority_id = handover.from.id;
        let lot_ids = lot_ids.clone();
        let asked = CalledOff {
            authority_id,
            lot_ids,
        };
        for (lot_id, year, quantity) in tx.inquire(&asked).await?.concat() {
            called_off.entry(lot_id).or_default().insert(year, quantity);
        }
    }
    let mut all = Vec::new();
    for (lot, tender) in tenders::of_lots(tx, &lot_ids).await? {
        if tender.stage.is_over() && !handover.merged {
            continue;
        }
        let Some(rows) = rows.remove(&lot.id) else {
            continue;
        };
        let called_off = called_off.remove(&lot.id).unwrap_or_default();
        let years = tenders::term(&tender)?.years();
        let declared = by_year(&rows);
        let shared = shares::share(&declared, &called_off, years, &handover.heirs);
        all.push(Moves {
            tender,
            lot,
            rows,
            shared,
        });
    }
    Ok(all)
}

fn by_year(rows: &[Requirement]) -> ByYear {
    let line = |row: &Requirement| Amounts {
        expected: row.expected,
        at_least: row.at_least,
        at_most: row.at_most,
        committed: row.committed,
        baseline: row.baseline,
    };
    rows.iter()
        .map(|row| (row.year, (row.id, line(row))))
        .collect()
}

/// What moves, in figures: a line for each lot and year.
///
/// # Errors
/// Refused for a double where both entries have declared the same lot.
pub async fn moving(tx: &Tx, handover: &Handover) -> Result<Vec<Text>> {
    let mut lines = Vec::new();
    for it in touched(tx, handover).await? {
        apart(tx, &it, handover).await?;
        let unit = &it.lot.unit;
        let at = format!("{} {}", it.tender.reference, it.lot.title);
        for (year, (_, kept)) in &it.shared.stays {
            lines.push(text!(
                "requirements-moving-stays",
                lot = at.as_str(),
                year = *year,
                quantity = unit.show(kept.expected)
            ));
        }
        let years = it.shared.moves.first().into_iter().flat_map(ByYear::keys);
        for year in years {
            let part = |moves: &ByYear| moves.get(year).map_or(Quantity::ZERO, |it| it.1.expected);
            let parts: Vec<Quantity> = it.shared.moves.iter().map(part).collect();
            let sum = Quantity::checked_sum(parts.iter().copied()).ok_or_else(too_much)?;
            let quantity = unit.show(sum);
            let to = handover.parts(parts.iter().map(Quantity::to_string));
            let lot = at.as_str();
            lines.push(match *year {
                EVERY_YEAR => text!("requirements-moving", lot, quantity, to),
                year => text!("requirements-moving-year", lot, year, quantity, to),
            });
        }
        for (heir, more) in handover.to.iter().zip(&it.shared.moves) {
            let own = store::current_in_lot(tx, it.lot.id, heir.id).await?;
            let own_committed = own.iter().any(|it| it.committed);
            let loses = !own.is_empty()
                && !more.is_empty()
                && (own.iter().any(|it| !it.committed) && more.values().any(|it| it.1.committed)
                    || own_committed && more.values().any(|it| !it.1.committed));
            if loses {
                let lot = at.as_str();
                lines.push(text!(
                    "requirements-moving-indicative",
                    lot,
                    heir = called(heir)
                ));
            }
        }
    }
    Ok(lines)
}

/// Of two entries of one authority, one alone has declared a lot: nobody knows whether two quantities are the same one.
async fn apart(tx: &Tx, it: &Moves, handover: &Handover) -> Result<()> {
    let (true, [into]) = (handover.merged, &handover.to[..]) else {
        return Ok(());
    };
    if store::current_in_lot(tx, it.lot.id, into.id)
        .await?
        .is_empty()
    {
        return Ok(());
    }
    let (reference, lot) = (it.tender.reference.as_str(), it.lot.title.as_str());
    let (from, into) = (&handover.from, into);
    Err(Refusal::new(
        text!(
            "requirements-merge-both",
            reference,
            lot,
            from = called(from),
            into = called(into)
        ),
        text!(
            "requirements-merge-both-help",
            reference,
            from = from.short_name.as_str()
        ),
    )
    .into())
}

/// Moves it, and tells so of each tender.
///
/// # Errors
/// Refused as [`moving`] does; a fault, if the database fails.
pub async fn hand_over(tx: &Tx, handover: &Handover) -> Result<()> {
    let mut told: BTreeMap<TenderId, Vec<ToldHanded>> = BTreeMap::new();
    for it in touched(tx, handover).await? {
        apart(tx, &it, handover).await?;
        let handed = hand_lot(tx, &it, handover).await?;
        told.entry(it.tender.id).or_default().push(handed);
    }
    hand_shown(tx, handover).await?;
    for (tender_id, lots) in told {
        let about = About::tender(tender_id, handover.from.id);
        tx.tell(&facts::HandedOn { about, lots }).await?;
    }
    Ok(())
}

async fn hand_lot(tx: &Tx, it: &Moves, handover: &Handover) -> Result<ToldHanded> {
    let years = tenders::term(&it.tender)?.years();
    store::supersede(tx, &it.rows).await?;
    let mut handed = ToldHanded {
        lot: it.lot.number,
        ceased: it.rows.iter().map(|row| row.id).collect(),
        counts: Vec::new(),
    };
    let like = |rows: &[Requirement], id: i64| {
        let all = it.rows.iter().chain(rows);
        all.clone().find(|row| row.id == id).cloned()
    };
    put(tx, &mut handed, &it.shared.stays, handover.from.id, |id| {
        like(&[], id)
    })
    .await?;
    for (heir, more) in handover.to.iter().zip(&it.shared.moves) {
        if more.is_empty() {
            continue;
        }
        let own = store::current_in_lot(tx, it.lot.id, heir.id).await?;
        let both = shares::together(&by_year(&own), more, years).ok_or_else(too_much)?;
        store::supersede(tx, &own).await?;
        handed.ceased.extend(own.iter().map(|row| row.id));
        put(tx, &mut handed, &both, heir.id, |id| like(&own, id)).await?;
    }
    Ok(handed)
}

/// Writes these as new revisions of an authority's; what can't be shared is as in the row that each comes from.
async fn put(
    tx: &Tx,
    handed: &mut ToldHanded,
    lines: &ByYear,
    authority_id: AuthorityId,
    like: impl Fn(i64) -> Option<Requirement>,
) -> Result<()> {
    for (year, (row, line)) in lines {
        let like = like(*row).ok_or_else(|| Fault::new(format!("requirement {row} is gone")))?;
        let last = store::last_revision(tx, like.lot_id, authority_id, *year).await?;
        let new = Requirement {
            id: 0,
            authority_id,
            year: *year,
            revision: last + 1,
            current: true,
            expected: line.expected,
            at_least: line.at_least,
            at_most: line.at_most,
            committed: line.committed,
            baseline: line.baseline,
            at: tx.now(),
            ..like
        };
        handed.counts.push(store::add(tx, new).await?);
    }
    Ok(())
}

/// What the totals that are shown are made of moves in the same way, so that each stays the sum of its parts. What was called
/// off stays with the one that ceases, and moves with a double.
async fn hand_shown(tx: &Tx, handover: &Handover) -> Result<()> {
    let from = handover.from.id;
    for old in shown::of_authority(tx, from).await? {
        if old.summed == Summed::CalledOff && !handover.merged {
            continue;
        }
        let parts = shown::parts(tx, old.lot_id, old.summed).await?;
        let counts = store::current_in_lot(tx, old.lot_id, from).await?;
        let every = counts.iter().find(|it| it.year == EVERY_YEAR);
        let stays = counts.iter().find(|it| it.year == old.year).or(every);
        let stays = stays.map_or(Quantity::ZERO, |it| it.expected.min(old.quantity));
        let rest = old.quantity.checked_sub(stays).unwrap_or_default();
        shown::put_part(
            tx,
            Part {
                quantity: stays,
                counts: old.counts && !stays.is_zero(),
                ..old.clone()
            },
        )
        .await?;
        for (heir, more) in handover.heirs.ids().zip(handover.heirs.split(rest)) {
            if more.is_zero() || !old.counts {
                continue;
            }
            let own = parts.get(&(heir, old.year)).filter(|(_, counts)| *counts);
            let own = own.map_or(Quantity::ZERO, |(quantity, _)| *quantity);
            let quantity = own.checked_add(more).ok_or_else(too_much)?;
            shown::put_part(
                tx,
                Part {
                    authority_id: heir,
                    quantity,
                    ..old.clone()
                },
            )
            .await?;
        }
    }
    Ok(())
}

fn too_much() -> Fault {
    Fault::new("what successors declared together does not fit")
}
