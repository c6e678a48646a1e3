//! What a total may tell of those it is made of (design, section 3, rule 8): pure.
//!
//! A total is public to everybody who doesn't see each authority's quantities. Each of them may know some of its parts (their
//! own authorities'), and subtract those, and the totals shown before. So a total is shown, or moved, only with at least
//! [`OTHERS_FROM`] quantities in it that no total had before and that the reader doesn't know, whoever reads. Then nobody
//! finds one out: take any sum of multiples of shown totals; the last of them has three quantities that none of the others
//! has, so three at least remain in it. At the close a total also moves where the same authorities are in it as before: that
//! tells by how much they changed together, and of none what it needs.
//!
//! Contract years of a lot move together or not at all: whoever needs some in one year alone would otherwise stand alone
//! between two years' totals.

use std::collections::{BTreeMap, BTreeSet};

use crate::values::{AuthorityId, Quantity};

/// How many quantities of others must be new in a total: of two, each of the two reads the other's.
pub const OTHERS_FROM: usize = 3;
/// From so many per cent on, one authority's part is nearly the whole of what others put in: who reads the total then reads
/// that part to within a ninth, and those who make up the rest (a pound of coal each) hide nothing.
pub const NEARLY_ALL_PERCENT: i128 = 90;

/// What an authority puts into the totals of a lot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// By contract year, from the first; zero: it needs none.
    pub quantities: Vec<Quantity>,
    /// Who know them without being told, and are not told all anyway.
    pub known_by: BTreeSet<i64>,
}

/// What all put in.
pub type Shares = BTreeMap<AuthorityId, Share>;

/// What the totals that were shown were made of, by authority and contract year (from 0): the quantity that was last in one,
/// and whether it is in the one that is shown now.
pub type Before = BTreeMap<(AuthorityId, usize), (Quantity, bool)>;

/// Whether the totals of a lot may be shown as they are now, in place of what was shown before. `closing` says that collecting
/// has just closed.
pub fn moves(before: &Before, now: &Shares, closing: bool) -> bool {
    let years = now.values().map(|it| it.quantities.len()).max();
    let years = years.unwrap_or_default();
    let needs = |year: usize| -> BTreeSet<AuthorityId> {
        let some = now.iter().filter(|(_, it)| !of(it, year).is_zero());
        some.map(|(id, _)| *id).collect()
    };
    let sets: Vec<BTreeSet<AuthorityId>> = (0..years).map(needs).collect();
    let was = |year: usize| -> BTreeSet<AuthorityId> {
        let counted = before
            .iter()
            .filter(|((_, of), (_, counts))| *of == year && *counts);
        counted.map(|((id, _), _)| *id).collect()
    };
    let same_people = (0..years).all(|year| was(year) == sets[year]);
    let last = |id: AuthorityId, year: usize| before.get(&(id, year)).copied();
    let same =
        |id: &AuthorityId, year: usize| last(*id, year).map(|it| it.0) == Some(of(&now[id], year));
    if same_people && (0..years).all(|year| sets[year].iter().all(|id| same(id, year))) {
        return false;
    }
    let whole = |year: usize| {
        let amounts = sets[year].iter().map(|id| (&now[id], of(&now[id], year)));
        sets[year].is_empty() || hides(&amounts.collect::<Vec<_>>())
    };
    if !(0..years).all(whole) {
        return false;
    }
    if closing && same_people {
        return true;
    }
    // New in every year for which it is needed at all, so that no total before had any of it.
    let new = |id: &AuthorityId| {
        let of = now[id].quantities.iter().enumerate();
        let mut of = of.filter(|(_, quantity)| !quantity.is_zero());
        of.all(|(year, quantity)| last(*id, year).is_none_or(|it| it.0 != *quantity))
    };
    let mut distinct: Vec<&BTreeSet<AuthorityId>> =
        sets.iter().filter(|set| !set.is_empty()).collect();
    distinct.sort_by_key(|set| (set.len(), *set));
    distinct.dedup();
    let mut told: BTreeSet<AuthorityId> = BTreeSet::new();
    for set in &distinct {
        let more: Vec<&AuthorityId> = set
            .iter()
            .filter(|id| !told.contains(id) && new(id))
            .collect();
        let enough = (0..years).filter(|year| sets[*year] == **set).all(|year| {
            let amounts = more
                .iter()
                .map(|id| (&now[*id], change(last(**id, year), of(&now[*id], year))));
            hides(&amounts.collect::<Vec<_>>())
        });
        if !enough {
            return false;
        }
        told.extend(*set);
    }
    !distinct.is_empty()
}

fn of(share: &Share, year: usize) -> Quantity {
    share.quantities.get(year).copied().unwrap_or_default()
}

/// By how much a quantity differs from what the total had of it.
fn change(last: Option<(Quantity, bool)>, now: Quantity) -> Quantity {
    let had = last.filter(|(_, counts)| *counts).map(|(had, _)| had);
    let had = had.unwrap_or_default().thousandths();
    Quantity::from_thousandths(now.thousandths().saturating_sub(had).saturating_abs())
}

/// Whether a sum of these amounts hides each of them from everybody: of [`OTHERS_FROM`] authorities that nobody reads for
/// together, with as many others for each who knows some of them, and none of those nearly all of it.
pub fn hides(amounts: &[(&Share, Quantity)]) -> bool {
    let readers: BTreeSet<i64> = amounts
        .iter()
        .flat_map(|(share, _)| share.known_by.iter().copied())
        .collect();
    let from = |reader: Option<i64>| {
        let others = amounts
            .iter()
            .filter(|(share, _)| reader.is_none_or(|it| !share.known_by.contains(&it)))
            .map(|(_, amount)| i128::from(amount.thousandths()));
        let others: Vec<i128> = others.collect();
        let most = others.iter().copied().max().unwrap_or_default();
        let sum: i128 = others.iter().sum();
        others.len() >= OTHERS_FROM && most * 100 < sum * NEARLY_ALL_PERCENT
    };
    apart(amounts.iter().map(|(share, _)| *share)) >= OTHERS_FROM
        && std::iter::once(None)
            .chain(readers.into_iter().map(Some))
            .all(from)
}

/// How many of these nobody knows two of; at least, as those that few know are taken first.
fn apart<'a>(shares: impl Iterator<Item = &'a Share>) -> usize {
    let mut all: Vec<&Share> = shares.collect();
    all.sort_by_key(|it| it.known_by.len());
    let mut taken: BTreeSet<i64> = BTreeSet::new();
    let mut count = 0;
    for share in all {
        if share.known_by.is_disjoint(&taken) {
            taken.extend(&share.known_by);
            count += 1;
        }
    }
    count
}

#[cfg(test)]
#[path = "secrecy_tests.rs"]
mod tests;
