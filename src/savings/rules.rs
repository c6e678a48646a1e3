//! What was saved: (baseline − contract price) × quantity called off.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::requirements::rules::EVERY_YEAR;
use crate::values::{
    AuthorityId, Exact, FinancialYear, LotId, Money, Percent, Quantity, Refusal, UnitPrice,
};
use crate::words::{Text, text};

/// Tender exercises that were avoided: an authority that takes part in another's tender runs none of its own. Of a
/// tender these are its participants less the one that leads it (the method agreed for the Welsh public sector). Never
/// added to what was saved in cash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Process {
    /// How many exercises, of regions that have set what one costs.
    pub spared: u32,
    /// What they would have cost.
    pub saved: Money,
    /// How many, of regions that have set no cost: they are no amount, and not nothing.
    pub unpriced: u32,
}

impl Process {
    /// With one exercise more, at its region's cost; `None` where it doesn't fit.
    pub fn plus(self, cost: Option<Money>) -> Option<Self> {
        Some(match cost {
            Some(cost) => Self {
                spared: self.spared.checked_add(1)?,
                saved: self.saved.checked_add(cost)?,
                ..self
            },
            None => Self {
                unpriced: self.unpriced.checked_add(1)?,
                ..self
            },
        })
    }

    /// Both together; `None` where they don't fit.
    pub fn and(self, other: Self) -> Option<Self> {
        Some(Self {
            spared: self.spared.checked_add(other.spared)?,
            saved: self.saved.checked_add(other.saved)?,
            unpriced: self.unpriced.checked_add(other.unpriced)?,
        })
    }

    /// Whether there is nothing to tell.
    pub fn is_nothing(&self) -> bool {
        self.spared == 0 && self.unpriced == 0
    }
}

/// Reads what one tender exercise costs.
///
/// # Errors
/// It isn't an amount, or isn't above zero.
pub fn cost(text: &str) -> Result<Money, Refusal> {
    let cost = Money::parse(text)?;
    if cost.pence() <= 0 {
        return Err(Refusal::new(
            text!("savings-cost-too-low", cost = cost.to_string()),
            text!("savings-cost-too-low-help"),
        ));
    }
    Ok(cost)
}

/// A part of a call-off, or of a correction (then below zero), with what the authority paid for a unit before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bought {
    /// Who called it off.
    pub authority_id: AuthorityId,
    /// Under which lot's award.
    pub lot_id: LotId,
    /// How much.
    pub quantity: Quantity,
    /// The unit price paid.
    pub price: UnitPrice,
    /// The unit price paid before; none where the authority gave none.
    pub baseline: Option<UnitPrice>,
}

impl Bought {
    /// What was saved, unrounded: below zero where the contract is dearer; `None` where there is no baseline.
    pub fn saved(&self) -> Option<Exact> {
        Exact::saving(self.baseline?, self.price, self.quantity)
    }
}

/// What was paid before, in a contract year: the year's own baseline comes before that of every year.
pub fn baseline_of(year: i32, of: impl Fn(i32) -> Option<UnitPrice>) -> Option<UnitPrice> {
    of(year).or_else(|| of(EVERY_YEAR))
}

/// What was called off, by the kind of its suppliers: shares of it are targets of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// All of it.
    pub all: Exact,
    /// With small and medium-sized enterprises.
    pub sme: Exact,
    /// With local suppliers.
    pub local: Exact,
}

impl Spent {
    /// With a part of a call-off more; `None` where it doesn't fit.
    pub fn plus(self, part: &Bought, sme: bool, local: bool) -> Option<Self> {
        let cost = part.price.times(part.quantity)?;
        let with = |sum: Exact, counts: bool| match counts {
            true => sum.checked_add(cost),
            false => Some(sum),
        };
        Some(Self {
            all: with(self.all, true)?,
            sme: with(self.sme, sme)?,
            local: with(self.local, local)?,
        })
    }

    /// A share of it, in hundredths of a percent, half up; none of nothing.
    pub fn share(&self, of: Exact) -> Option<Percent> {
        let all = self.all.ten_millionths();
        if all <= 0 || of.ten_millionths() < 0 {
            return None;
        }
        let scaled = of.ten_millionths().checked_mul(10_000)?;
        let share = scaled.checked_add(all / 2)? / all;
        Some(Percent::from_hundredths(i64::try_from(share).ok()?))
    }
}

/// What an authority called off of a lot, and what it saved by it. Amounts are exact: round a sum of them, once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Line {
    /// Called off, with a baseline to compare with.
    pub quantity: Quantity,
    /// What that would have cost at the baseline.
    pub before: Exact,
    /// What it cost.
    pub paid: Exact,
    /// The difference: below zero where the contract is dearer.
    pub saved: Exact,
    /// Called off without a baseline: counted apart, never as a saving.
    pub no_baseline: Quantity,
    /// What that cost.
    pub no_baseline_paid: Exact,
}

/// Amounts of several lines, as they are shown: lots differ in their units, so quantities aren't summed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sum {
    /// What it would have cost at the baselines.
    pub before: Exact,
    /// What it cost.
    pub paid: Exact,
    /// What was saved.
    pub saved: Exact,
    /// What was paid for that which has no baseline.
    pub no_baseline_paid: Exact,
    /// How many lots of authorities have called off something without a baseline.
    pub no_baseline_lines: usize,
}

impl Sum {
    /// What was saved, rounded half up to the penny: the only place where savings are rounded. `None` where it doesn't
    /// fit.
    pub fn rounded(&self) -> Option<Money> {
        self.saved.round()
    }

    /// What was saved in hundredths of a percent of the baseline cost, half up (12.34% is 1,234); `None` where nothing
    /// has a baseline.
    pub fn hundredths_of_percent(&self) -> Option<i64> {
        let before = self.before.ten_millionths();
        if before <= 0 {
            return None;
        }
        let scaled = self.saved.ten_millionths().checked_mul(10_000)?;
        let half = if scaled < 0 {
            -(before / 2)
        } else {
            before / 2
        };
        i64::try_from(scaled.checked_add(half)? / before).ok()
    }

    /// Whether a target was reached; `None` where nothing has a baseline to calculate it from.
    pub fn reaches(&self, target: Percent) -> Option<bool> {
        // Without rounding first: 2.996 % is not 3 %.
        let before = self.before.ten_millionths();
        let saved = self.saved.ten_millionths().checked_mul(10_000)?;
        let wanted = before.checked_mul(i128::from(target.hundredths()))?;
        (before > 0).then_some(saved >= wanted)
    }

    fn plus(&self, line: &Line) -> Option<Self> {
        Some(Self {
            before: self.before.checked_add(line.before)?,
            paid: self.paid.checked_add(line.paid)?,
            saved: self.saved.checked_add(line.saved)?,
            no_baseline_paid: self.no_baseline_paid.checked_add(line.no_baseline_paid)?,
            no_baseline_lines: self.no_baseline_lines + usize::from(!line.no_baseline.is_zero()),
        })
    }
}

/// Savings of several years.
#[derive(Clone, Debug, PartialEq)]
pub struct Years {
    /// Whose they are: a short name, or all authorities.
    pub whose: Text,
    /// What it aims to save, where it is one authority.
    pub target: Option<Percent>,
    /// By year, the earliest first.
    pub sums: Vec<(FinancialYear, Sum)>,
}

/// Savings by authority and lot.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Savings(BTreeMap<(AuthorityId, LotId), Line>);

impl Savings {
    /// Adds up what was bought; `None` where it doesn't fit, which never happens for what was typed.
    pub fn of(bought: impl IntoIterator<Item = Bought>) -> Option<Self> {
        let mut lines: BTreeMap<(AuthorityId, LotId), Line> = BTreeMap::new();
        for part in bought {
            let line = lines.entry((part.authority_id, part.lot_id)).or_default();
            let paid = part.price.times(part.quantity)?;
            match part.baseline {
                Some(baseline) => {
                    let saved = Exact::saving(baseline, part.price, part.quantity)?;
                    line.quantity = line.quantity.checked_add(part.quantity)?;
                    line.before = line.before.checked_add(baseline.times(part.quantity)?)?;
                    line.paid = line.paid.checked_add(paid)?;
                    line.saved = line.saved.checked_add(saved)?;
                }
                None => {
                    line.no_baseline = line.no_baseline.checked_add(part.quantity)?;
                    line.no_baseline_paid = line.no_baseline_paid.checked_add(paid)?;
                }
            }
        }
        Some(Self(lines))
    }

    /// Each authority's lots: (authority, lot) and its line, in that order.
    pub fn lines(&self) -> impl Iterator<Item = ((AuthorityId, LotId), &Line)> {
        self.0.iter().map(|(key, line)| (*key, line))
    }

    /// The authorities that called something off, each once.
    pub fn authorities(&self) -> Vec<AuthorityId> {
        let mut all: Vec<AuthorityId> = self.0.keys().map(|(authority, _)| *authority).collect();
        all.dedup();
        all
    }

    /// One authority's sum over its lots, or `None` where it doesn't fit.
    pub fn of_authority(&self, authority_id: AuthorityId) -> Option<Sum> {
        self.sum(|authority, _| authority == authority_id)
    }

    /// One lot's sum over its authorities, or `None` where it doesn't fit.
    pub fn of_lot(&self, lot_id: LotId) -> Option<Sum> {
        self.sum(|_, lot| lot == lot_id)
    }

    /// The sum of all, from unrounded amounts, or `None` where it doesn't fit.
    pub fn total(&self) -> Option<Sum> {
        self.sum(|_, _| true)
    }

    fn sum(&self, counts: impl Fn(AuthorityId, LotId) -> bool) -> Option<Sum> {
        let counted = self
            .0
            .iter()
            .filter(|((authority, lot), _)| counts(*authority, *lot));
        counted
            .map(|(_, line)| line)
            .try_fold(Sum::default(), |sum, line| sum.plus(line))
    }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
