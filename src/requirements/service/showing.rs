//! The totals that everybody may see, as they were last shown: kept by the write that moves them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::secrecy::{self, Share, Shares};
use super::super::store;
use super::super::store::shown::{self as store_shown, Part, ShownTotal};
use crate::authorities::service as authorities;
use crate::ledger::{Db, Fault, Result, Tx};
use crate::tenders::service::{self as tenders, Tender};
use crate::values::{AuthorityId, LotId, Quantity, Summed};

/// What an authority puts into a lot's totals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// By contract year, from the first, with whether it is committed.
    pub by_year: Vec<(Quantity, bool)>,
    /// Who typed it.
    pub by: BTreeSet<i64>,
}

/// Moves the totals of these lots that are shown, where they may be ([`secrecy::moves`]).
pub(super) async fn settle(
    tx: &Tx,
    tender: &Tender,
    lot_ids: impl IntoIterator<Item = LotId>,
    closing: bool,
) -> Result<()> {
    let years = tenders::term(tender)?.years();
    let lot_ids: BTreeSet<LotId> = lot_ids.into_iter().collect();
    for lot_id in lot_ids {
        let mut lines: BTreeMap<AuthorityId, Vec<store::Counted>> = BTreeMap::new();
        for it in store::counted_in(tx, lot_id).await?.iter() {
            lines.entry(it.authority_id).or_default().push(*it);
        }
        let given = |lines: Vec<store::Counted>| Given {
            by_year: (1..=i32::from(years))
                .map(|year| {
                    let of = |wanted| lines.iter().find(|it| it.year == wanted);
                    let line = of(year).or(of(super::super::rules::EVERY_YEAR));
                    line.map_or_else(Default::default, |it| (it.expected, it.committed))
                })
                .collect(),
            by: lines.iter().map(|it| it.by_user).collect(),
        };
        let given = lines.into_iter().map(|(id, it)| (id, given(it))).collect();
        move_on(tx, tender, lot_id, Summed::Declared, 1, &given, closing).await?;
    }
    Ok(())
}

/// As [`settle`], of all lots of a tender.
pub(super) async fn settle_all(tx: &Tx, tender: &Tender, closing: bool) -> Result<()> {
    let lots = tenders::lots(tx, tender.id).await?;
    settle(tx, tender, lots.into_iter().map(|lot| lot.id), closing).await
}

/// Moves the total of what was called off of a lot in a contract year, where it may be; `called_off` is what each authority
/// did in that year.
///
/// # Errors
/// A fault, if the database fails.
pub async fn settle_called_off(
    tx: &Tx,
    tender: &Tender,
    lot_id: LotId,
    year: i32,
    called_off: impl IntoIterator<Item = (AuthorityId, Quantity)>,
) -> Result<()> {
    let given = |(id, quantity)| {
        let by_year = vec![(quantity, false)];
        let by = BTreeSet::new();
        (id, Given { by_year, by })
    };
    let given = called_off.into_iter().map(given).collect();
    move_on(tx, tender, lot_id, Summed::CalledOff, year, &given, false).await
}

/// `first` is the contract year that the given quantities begin with.
async fn move_on(
    tx: &Tx,
    tender: &Tender,
    lot_id: LotId,
    summed: Summed,
    first: i32,
    given: &BTreeMap<AuthorityId, Given>,
    closing: bool,
) -> Result<()> {
    if tender.open_book {
        return Ok(());
    }
    let all = store_shown::parts(tx, lot_id, summed).await?;
    let years = given.values().map(|it| it.by_year.len()).max();
    let years = years.unwrap_or_default();
    let at = |year: i32| usize::try_from(year.checked_sub(first)?).ok();
    let before: secrecy::Before = all
        .iter()
        .filter_map(|((id, year), it)| Some(((*id, at(*year).filter(|it| *it < years)?), *it)))
        .collect();
    let mut shares: Shares = given
        .iter()
        .map(|(id, it)| {
            let quantities = it.by_year.iter().map(|(quantity, _)| *quantity).collect();
            let known_by = BTreeSet::new();
            (
                *id,
                Share {
                    quantities,
                    known_by,
                },
            )
        })
        .collect();
    // What not even a stranger may see need not be held against everybody who holds a mandate.
    if !secrecy::moves(&before, &shares, closing) {
        return Ok(());
    }
    let mandates = authorities::of_all(tx, tender.guild_id).await?;
    let of_lead = mandates
        .iter()
        .filter(|it| it.authority.id == tender.lead_id);
    let told_all: BTreeSet<i64> = of_lead.map(|it| it.user_id).collect();
    for (id, share) in &mut shares {
        let hold = mandates.iter().filter(|it| it.authority.id == *id);
        share.known_by = hold.map(|it| it.user_id).collect();
        share
            .known_by
            .extend(given.get(id).iter().flat_map(|it| &it.by));
        share.known_by.retain(|user| !told_all.contains(user));
    }
    if !secrecy::moves(&before, &shares, closing) {
        return Ok(());
    }
    let too_much = || Fault::new("a total that is shown does not fit");
    for (year, index) in (first..).zip(0..years) {
        let of = |it: &Given| it.by_year.get(index).copied().unwrap_or_default();
        let counted: Vec<(AuthorityId, Quantity, bool)> = given
            .iter()
            .map(|(id, it)| (*id, of(it).0, of(it).1))
            .filter(|(_, quantity, _)| !quantity.is_zero())
            .collect();
        let quantity = Quantity::checked_sum(counted.iter().map(|it| it.1));
        let quantity = quantity.ok_or_else(too_much)?;
        // A part of the total is a total of its own: only what says no more than the whole.
        let committed = match counted.iter().filter(|it| it.2).count() {
            0 => Some(Quantity::ZERO),
            all if all == counted.len() => Some(quantity),
            _ => None,
        };
        let total = ShownTotal {
            lot_id,
            summed,
            year,
            quantity,
            committed,
            authorities: i32::try_from(counted.len()).unwrap_or(i32::MAX),
            at: tx.now(),
        };
        store_shown::show(tx, total).await?;
        let part = |authority_id, quantity, counts| Part {
            lot_id,
            summed,
            year,
            authority_id,
            quantity,
            counts,
        };
        for (id, quantity, _) in &counted {
            if all.get(&(*id, year)) != Some(&(*quantity, true)) {
                store_shown::put_part(tx, part(*id, *quantity, true)).await?;
            }
        }
        for ((id, of), (quantity, counts)) in all.iter() {
            if *of == year && *counts && counted.iter().all(|it| it.0 != *id) {
                store_shown::put_part(tx, part(*id, *quantity, false)).await?;
            }
        }
    }
    Ok(())
}

/// Which of the totals of these lots are shown, by lot and contract year; to somebody who holds mandates for `own`, no more
/// than would be if they were shown now.
pub(super) async fn shown_to(
    db: &impl Db,
    lot_ids: &[LotId],
    summed: Summed,
    own: &[AuthorityId],
) -> Result<BTreeMap<(LotId, i32), ShownTotal>> {
    let shown = store_shown::shown(db, lot_ids, summed).await?;
    let parts = match own.is_empty() || shown.is_empty() {
        true => Vec::new(),
        false => store_shown::parts_of(db, lot_ids, summed).await?,
    };
    let of_others = |it: &ShownTotal| {
        let of = parts
            .iter()
            .filter(|part| part.counts && (part.lot_id, part.year) == (it.lot_id, it.year));
        of.filter(|part| !own.contains(&part.authority_id)).count()
    };
    Ok(shown
        .into_iter()
        .filter(|it| {
            own.is_empty() || it.quantity.is_zero() || of_others(it) >= secrecy::OTHERS_FROM
        })
        .map(|it| ((it.lot_id, it.year), it))
        .collect())
}

/// Whether a sum of these amounts hides each of them from everybody: each with those who know it.
pub fn hides(amounts: impl IntoIterator<Item = (BTreeSet<i64>, i64)>) -> bool {
    let share = |(known_by, amount)| {
        let quantities = vec![Quantity::from_thousandths(amount)];
        Share {
            quantities,
            known_by,
        }
    };
    let shares: Vec<Share> = amounts.into_iter().map(share).collect();
    let amounts = shares.iter().map(|it| (it, it.quantities[0]));
    secrecy::hides(&amounts.collect::<Vec<_>>())
}

/// What was declared of these lots for each contract year, as far as it is shown to whoever holds mandates for `own`; none: to
/// everybody.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn shown_declared(
    db: &impl Db,
    lot_ids: &[LotId],
    own: &[AuthorityId],
) -> Result<BTreeMap<(LotId, i32), Quantity>> {
    let shown = shown_to(db, lot_ids, Summed::Declared, own).await?;
    let of = |(key, it): ((LotId, i32), ShownTotal)| (key, it.quantity);
    Ok(shown.into_iter().map(of).collect())
}

/// What was called off of these lots in each contract year, as far as it is shown to whoever holds mandates for `own`; none:
/// to everybody.
///
/// # Errors
/// A fault, if the database can't be read.
pub async fn shown_called_off(
    db: &impl Db,
    lot_ids: &[LotId],
    own: &[AuthorityId],
) -> Result<BTreeMap<(LotId, i32), Quantity>> {
    let shown = shown_to(db, lot_ids, Summed::CalledOff, own).await?;
    let of = |(key, it): ((LotId, i32), ShownTotal)| (key, it.quantity);
    Ok(shown.into_iter().map(of).collect())
}
