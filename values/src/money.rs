//! Prices and amounts in pounds, exact: a unit price, an unrounded product, and an amount rounded once.
//!
//! The one rounding rule (design section 3 rule 7): [`Exact::round`], half up, to the penny, at the total.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fixed::{self, Problem};
use super::{Invalid, Quantity};
use words::text;

/// The price of one unit in ten-thousandths of a pound: £142.50 is 1,425,000.
///
/// Four decimals, because energy is priced in fractions of a penny (14.25p a kWh is £0.1425).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct UnitPrice(i64);

impl UnitPrice {
    /// A penny.
    pub const PENNY: Self = Self::from_ten_thousandths(100);

    /// Whether it is a penny or less: nobody sells or buys for that.
    pub fn is_next_to_nothing(self) -> bool {
        self <= Self::PENNY
    }

    /// The greatest price that [`UnitPrice::parse`] takes: a thousand million pounds.
    pub const MAX_TYPED: Self = Self(10_000_000_000_000);

    /// A price from its ten-thousandths of a pound, as the database keeps it.
    pub const fn from_ten_thousandths(ten_thousandths: i64) -> Self {
        Self(ten_thousandths)
    }

    /// The price in ten-thousandths of a pound.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// Reads a price as people type it, without its unit: `142.50`, `£142.50`, `£1,142.5`, `1.2k`, and in pence `14.25p`.
    ///
    /// Zero is a price (a free sample, a service paid otherwise).
    ///
    /// # Errors
    /// More than four decimals of a pound (two of a penny), a negative price, more than [`UnitPrice::MAX_TYPED`], a
    /// comma that doesn't stand before three digits, another currency, or no number at all.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let seen = super::text::words(text);
        let (number, decimals) = match seen.strip_suffix(['p', 'P']) {
            // A penny is a hundred ten-thousandths, so it has two decimals.
            Some(pence) => (pence, 2),
            None => {
                let (number, zeros) = fixed::times(strip_pound(&seen));
                (number, 4 + zeros)
            }
        };
        fixed::parse(number, decimals, Self::MAX_TYPED.0)
            .map(Self)
            .map_err(|problem| {
                let help = match problem {
                    Problem::Empty | Problem::Unreadable => {
                        text!("values-price-help")
                    }
                    Problem::Negative => text!("values-price-negative"),
                    Problem::Grouping => {
                        text!("values-price-comma")
                    }
                    Problem::Decimals => {
                        text!("values-price-decimals")
                    }
                    Problem::TooLarge => text!("values-price-too-large"),
                };
                Invalid::new(text!("values-a-price"), text, help)
            })
    }

    /// Price × quantity, unrounded. `None` never comes for what [`UnitPrice::parse`] and [`Quantity::parse`] give.
    pub fn times(self, quantity: Quantity) -> Option<Exact> {
        i128::from(self.0)
            .checked_mul(i128::from(quantity.thousandths()))
            .map(Exact)
    }
}

/// With at least two and at most four decimals: `£142.50`, `£0.1425`, `£1,142.50`.
impl fmt::Display for UnitPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pounds(f, self.0.into(), 4)
    }
}

/// An amount of money in pence: £6,817.44 is 681,744.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// The greatest amount that [`Money::parse`] takes, either way: ten million million pounds.
    pub const MAX_TYPED: Self = Self(1_000_000_000_000_000);

    /// An amount from its pence, as the database keeps it.
    pub const fn from_pence(pence: i64) -> Self {
        Self(pence)
    }

    /// The amount in pence.
    pub const fn pence(self) -> i64 {
        self.0
    }

    /// Reads an amount: `6817.44`, `£6,817.44`, `-£12.00`, `£-12`, `£250k`, `£1.2m`, `1.2 million`.
    ///
    /// # Errors
    /// More than two decimals, more than [`Money::MAX_TYPED`] either way, a comma that doesn't stand before three
    /// digits, another currency, or no number at all.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let seen = super::text::words(text);
        let trimmed = seen.as_str();
        let unsigned = trimmed.strip_prefix(['-', '−']);
        let number = strip_pound(unsigned.unwrap_or(trimmed));
        // `£-12`, but not `-£-12`: one sign is enough.
        let (negative, number) = match (unsigned, number.strip_prefix(['-', '−'])) {
            (None, Some(number)) => (true, number),
            (None, None) => (false, number),
            (Some(_), _) => (true, number),
        };
        let (number, zeros) = fixed::times(number);
        fixed::parse(number, 2 + zeros, Self::MAX_TYPED.0)
            .map(|pence| Self(if negative { -pence } else { pence }))
            .map_err(|problem| {
                let help = match problem {
                    Problem::Empty | Problem::Unreadable | Problem::Negative => {
                        text!("values-money-help")
                    }
                    Problem::Grouping => {
                        text!("values-money-comma")
                    }
                    Problem::Decimals => {
                        text!("values-money-decimals")
                    }
                    Problem::TooLarge => text!("values-money-too-large"),
                };
                Invalid::new(text!("values-an-amount"), text, help)
            })
    }

    /// The sum, or `None` where it does not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` where it does not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// Whether it is below zero: more was paid than before.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

/// With two decimals: `£6,817.44`, `-£12.00`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pounds(f, self.0.into(), 2)
    }
}

/// An unrounded amount in ten-millionths of a pound: what a price times a quantity is exactly.
///
/// Add these up and round the total once; rounding each part first would make £18,271.05 of the story's £18,271.04.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact(i128);

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// Ten-millionths of a pound in a penny.
    const PER_PENNY: i128 = 100_000;

    /// From ten-millionths of a pound.
    pub const fn from_ten_millionths(ten_millionths: i128) -> Self {
        Self(ten_millionths)
    }

    /// In ten-millionths of a pound.
    pub const fn ten_millionths(self) -> i128 {
        self.0
    }

    /// What was saved: (baseline − price) × quantity. Negative where the price is above the baseline, or where the
    /// quantity is (a correction).
    ///
    /// `None` where it does not fit, which never happens for what was typed.
    pub fn saving(baseline: UnitPrice, price: UnitPrice, quantity: Quantity) -> Option<Self> {
        i128::from(baseline.0)
            .checked_sub(i128::from(price.0))?
            .checked_mul(i128::from(quantity.thousandths()))
            .map(Self)
    }

    /// The sum, or `None` where it does not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference, or `None` where it does not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// The sum of all, [`Exact::ZERO`] for none, or `None` where it does not fit.
    pub fn checked_sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::ZERO, Self::checked_add)
    }

    /// Rounds to the penny, half up: half a penny becomes a whole one. Below zero half goes away from zero, so that a
    /// loss of an amount is rounded like a saving of it. `None` where the pence do not fit an `i64`.
    pub fn round(self) -> Option<Money> {
        let pence = self.0 / Self::PER_PENNY;
        let rest = self.0 % Self::PER_PENNY;
        // Both have the sign of the amount, so this moves away from zero.
        let rounded = if rest.abs() * 2 >= Self::PER_PENNY {
            pence + self.0.signum()
        } else {
            pence
        };
        i64::try_from(rounded).ok().map(Money)
    }
}

/// Every decimal that counts, at least two: `£6,817.4375`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        pounds(f, self.0, 7)
    }
}

/// Takes a leading pound sign (or `GBP`) and the space after it away.
fn strip_pound(text: &str) -> &str {
    let gbp = text
        .get(..3)
        .filter(|sign| sign.eq_ignore_ascii_case("gbp"))
        .and_then(|_| text.get(3..));
    gbp.or_else(|| text.strip_prefix('£'))
        .unwrap_or(text)
        .trim_start_matches(fixed::is_space)
}

/// Writes an amount of 10^-`decimals` pounds with its sign before the pound sign.
fn pounds(f: &mut fmt::Formatter<'_>, value: i128, decimals: u32) -> fmt::Result {
    let sign = if value < 0 { "-" } else { "" };
    let text = format!("{sign}£{}", fixed::show(value.unsigned_abs(), decimals, 2));
    // `pad` cuts text to a precision; an amount is never cut.
    match f.width() {
        Some(width) => write!(f, "{text:>width$}"),
        None => f.write_str(&text),
    }
}

#[cfg(test)]
#[path = "money_tests.rs"]
mod tests;
