//! Pure: what an authority declared of a lot goes to its successors, by their shares and to the last thousandth.

use std::collections::BTreeMap;

use super::rules::EVERY_YEAR;
use crate::values::{Heirs, Quantity, UnitPrice};

/// What is declared of a lot for a contract year (0: every year), as far as it can be shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amounts {
    /// Expected in a year.
    pub expected: Quantity,
    /// The least.
    pub at_least: Option<Quantity>,
    /// The most.
    pub at_most: Option<Quantity>,
    /// Committed, or indicative.
    pub committed: bool,
    /// Price paid before.
    pub baseline: Option<UnitPrice>,
}

/// What counts of an authority's in a lot, by contract year (0: every year), each with the row that it is of.
pub type ByYear = BTreeMap<i32, (i64, Amounts)>;

/// What becomes of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// What stays with the authority: what it has called off.
    pub stays: ByYear,
    /// What each successor gets, in their order.
    pub moves: Vec<ByYear>,
}

/// Shares what is declared of a lot. `called_off` is what the authority has called off of it, by contract year: that stays,
/// and only the rest, which it may still call off, moves.
pub fn share(
    declared: &ByYear,
    called_off: &BTreeMap<i32, Quantity>,
    years: u16,
    heirs: &Heirs,
) -> Shared {
    let some = called_off.values().any(|it| *it > Quantity::ZERO);
    let lines = match some {
        true => each_year(declared, years),
        false => declared.clone(),
    };
    let mut shared = Shared {
        stays: ByYear::new(),
        moves: vec![ByYear::new(); heirs.ids().count()],
    };
    for (year, (row, line)) in lines {
        let called_off = called_off.get(&year).copied().unwrap_or_default();
        let stays = called_off.clamp(Quantity::ZERO, line.expected);
        if stays > Quantity::ZERO {
            let line = Amounts {
                expected: stays,
                at_least: None,
                at_most: None,
                ..line
            };
            shared.stays.insert(year, (row, line));
        }
        // Without a line for every year, a year without one is a year of which nothing is needed.
        if some && stays == line.expected {
            continue;
        }
        for (moves, part) in shared.moves.iter_mut().zip(parts(line, stays, heirs)) {
            moves.insert(year, (row, part));
        }
    }
    shared
}

/// The rest of a line, beyond what stays, by shares. The least, what is expected beyond it, and the most beyond that are
/// shared one by one, so that each part is between its own least and most.
fn parts(line: Amounts, stays: Quantity, heirs: &Heirs) -> Vec<Amounts> {
    let less = |quantity: Quantity, by: Quantity| {
        let rest = quantity.checked_sub(by).unwrap_or_default();
        rest.max(Quantity::ZERO)
    };
    let expected = less(line.expected, stays);
    let at_least = line.at_least.map(|it| less(it, stays));
    let at_most = line.at_most.map(|it| less(it, stays));
    let least = at_least.unwrap_or_default();
    let beyond = less(expected, least);
    let most = at_most.map(|it| less(it, expected)).unwrap_or_default();
    let (least, beyond, most) = (heirs.split(least), heirs.split(beyond), heirs.split(most));
    let sum = |parts: [Quantity; 2]| Quantity::checked_sum(parts).unwrap_or_default();
    least
        .into_iter()
        .zip(beyond)
        .zip(most)
        .map(|((least, beyond), most)| {
            let expected = sum([least, beyond]);
            Amounts {
                expected,
                at_least: at_least.map(|_| least),
                at_most: at_most.map(|_| sum([expected, most])),
                ..line
            }
        })
        .collect()
}

/// With a line for each contract year in place of one for every year.
fn each_year(lines: &ByYear, years: u16) -> ByYear {
    let every = lines.get(&EVERY_YEAR);
    (1..=i32::from(years))
        .filter_map(|year| Some((year, *lines.get(&year).or(every)?)))
        .collect()
}

/// What a successor has then that had declared something itself: both together, year by year. It is committed where both
/// parts were; the price paid before is the mean of both by quantity, where both are known. None where it doesn't fit.
pub fn together(own: &ByYear, more: &ByYear, years: u16) -> Option<ByYear> {
    if own.is_empty() || more.is_empty() {
        return Some(if own.is_empty() { more } else { own }.clone());
    }
    let alike = own.keys().eq(more.keys());
    let (own, more) = match alike {
        true => (own.clone(), more.clone()),
        false => (each_year(own, years), each_year(more, years)),
    };
    let mut both = own.clone();
    for (year, (row, line)) in more {
        let sum = match own.get(&year) {
            Some((row, own)) => (*row, sum(own, &line)?),
            None => (row, line),
        };
        both.insert(year, sum);
    }
    Some(both)
}

fn sum(a: &Amounts, b: &Amounts) -> Option<Amounts> {
    let either = |a: Option<Quantity>, b: Option<Quantity>| match (a, b) {
        (None, None) => Some(None),
        (a, b) => Some(Some(
            a.unwrap_or_default().checked_add(b.unwrap_or_default())?,
        )),
    };
    let both = match (a.at_most, b.at_most) {
        (Some(a), Some(b)) => Some(a.checked_add(b)?),
        _ => None,
    };
    Some(Amounts {
        expected: a.expected.checked_add(b.expected)?,
        at_least: either(a.at_least, b.at_least)?,
        at_most: both,
        committed: a.committed && b.committed,
        baseline: mean(a, b),
    })
}

/// The mean of two prices by quantity, rounded half up to a ten-thousandth of a pound.
fn mean(a: &Amounts, b: &Amounts) -> Option<UnitPrice> {
    let (one, other) = (a.baseline?, b.baseline?);
    if one == other {
        return Some(one);
    }
    let weight = |it: &Amounts| i128::from(it.expected.thousandths());
    let price = |it: UnitPrice| i128::from(it.ten_thousandths());
    let all = weight(a) + weight(b);
    let cost = price(one) * weight(a) + price(other) * weight(b);
    let mean = (cost * 2 + all).checked_div(all * 2)?;
    Some(UnitPrice::from_ten_thousandths(i64::try_from(mean).ok()?))
}

#[cfg(test)]
#[path = "shares_tests.rs"]
mod tests;
