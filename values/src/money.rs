//! Prices and amounts in pounds, exact: a unit price, an unrounded product, and an amount rounded once.
//!
//! The one rounding rule (design section 3 rule 7): [`Exact::round`], half up, to the penny, at the total.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::fixed::{self, Problem};
use super::{Invalid, Quantity, Unit};
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

    /// As [`UnitPrice::parse`], with what it is the price of, if somebody types that: `142.50/t`, `£142.50 per tonne`,
    /// `142.50 a tonne`, `14.25p/kWh`, `£3 each`.
    ///
    /// # Errors
    /// As [`UnitPrice::parse`], and the price of another unit than this one, which the help names.
    pub fn parse_per(text: &str, unit: &Unit) -> Result<Self, Invalid> {
        let seen = super::text::words(text);
        let price = match unit.before_it(&seen).map(|before| before.trim_end()) {
            Some(before) if per(before).is_some() => per(before),
            Some(before) if unit.as_str() == "each" => Some(before),
            _ => None,
        };
        if let Some(price) = price {
            return Self::parse(price)
                .map_err(|invalid| Invalid::new(invalid.what, text, invalid.help));
        }
        // Of another unit, where one is named after a "per".
        let words = seen.char_indices().map(|(at, _)| seen.split_at(at));
        let other = words
            .filter(|(before, _)| per(before.trim_end()).is_some())
            .find_map(|(_, other)| Unit::known(other));
        match other {
            Some(other) => {
                let help = text!(
                    "values-price-other-unit",
                    unit = unit.as_str(),
                    other = other.as_str()
                );
                Err(Invalid::new(text!("values-a-price"), text, help))
            }
            None => Self::parse(text),
        }
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

/// The price before "per", "/" or "a", where a text ends so.
fn per(text: &str) -> Option<&str> {
    if let Some(price) = text.strip_suffix('/') {
        return Some(price.trim_end());
    }
    let (price, word) = text.rsplit_once(' ')?;
    let is_per = ["per", "a", "an"]
        .iter()
        .any(|it| word.eq_ignore_ascii_case(it));
    is_per.then_some(price)
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
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn price(text: &str) -> UnitPrice {
        UnitPrice::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    fn quantity(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    /// (baseline, price, tonnes) to the unrounded saving.
    fn saving(parts: &[(&str, &str, &str)]) -> Exact {
        Exact::checked_sum(parts.iter().map(|(baseline, paid, tonnes)| {
            Exact::saving(price(baseline), price(paid), quantity(tonnes)).unwrap()
        }))
        .unwrap()
    }

    /// Design section 9: what each authority saves, and the region from the unrounded sum.
    #[test]
    fn the_savings_of_the_story() {
        let abw = saving(&[
            ("168.00", "152.00", "400"),
            ("168.00", "147.50", "18.25"),
            ("168.00", "143.25", "1.75"),
        ]);
        let bry = saving(&[("175.25", "147.50", "185.5")]);
        let dyf = saving(&[("181.00", "147.50", "96.25")]);
        let gla = saving(&[("255.50", "241.60", "200")]);
        let pfr = saving(&[("288.00", "241.60", "6.5")]);
        assert_eq!(abw.to_string(), "£6,817.4375");
        let shown = [abw, bry, dyf, gla, pfr].map(|saved| saved.round().unwrap().to_string());
        assert_eq!(
            shown,
            [
                "£6,817.44",
                "£5,147.63",
                "£3,224.38",
                "£2,780.00",
                "£301.60"
            ]
        );
        let region = Exact::checked_sum([abw, bry, dyf, gla, pfr]).unwrap();
        assert_eq!(region.to_string(), "£18,271.0375");
        assert_eq!(region.round().unwrap().to_string(), "£18,271.04");
    }

    #[test]
    fn rounds_half_away_from_zero() {
        for (ten_millionths, pence) in [
            (0, 0),
            (49_999, 0),
            (50_000, 1),
            (149_999, 1),
            (150_000, 2),
            (-49_999, 0),
            (-50_000, -1),
            (-150_000, -2),
        ] {
            assert_eq!(Exact(ten_millionths).round(), Some(Money(pence)));
        }
        assert_eq!(Exact(i128::MAX).round(), None);
        assert_eq!(Exact(i128::MIN).round(), None);
    }

    #[test]
    fn reads_prices() {
        for (text, ten_thousandths) in [
            ("142.50", 1_425_000),
            ("£142.50", 1_425_000),
            ("£ 1,142.5", 11_425_000),
            ("0.1425", 1_425),
            ("14.25p", 1_425),
            ("14 p", 1_400),
            ("gbp 10", 100_000),
            ("0", 0),
        ] {
            assert_eq!(price(text).ten_thousandths(), ten_thousandths, "{text}");
        }
        assert_eq!(price("142.5").to_string(), "£142.50");
        assert_eq!(price("0.1425").to_string(), "£0.1425");
        assert_eq!(price("1142.505").to_string(), "£1,142.505");
    }

    #[test]
    fn reads_prices_of_the_lots_unit() {
        let unit = |text| Unit::parse(text).unwrap();
        for (text, of, ten_thousandths) in [
            ("142.50/t", "tonne", 1_425_000),
            ("£142.50/t", "tonne", 1_425_000),
            ("£142.50 per tonne", "tonne", 1_425_000),
            ("142.50 a tonne", "tonne", 1_425_000),
            ("£142.50 / Tonne", "tonne", 1_425_000),
            ("£142.50\u{a0}per\u{a0}t", "tonne", 1_425_000),
            ("142.50", "tonne", 1_425_000),
            ("£1.2k a tonne", "tonne", 12_000_000),
            ("14.25p/kWh", "kWh", 1_425),
            ("14.25p per kWh", "kWh", 1_425),
            ("£3 each", "each", 30_000),
            ("£3 an hour", "hour", 30_000),
            ("£12 per pack of 500", "pack of 500", 120_000),
        ] {
            let read = UnitPrice::parse_per(text, &unit(of)).map(UnitPrice::ten_thousandths);
            assert_eq!(read, Ok(ten_thousandths), "{text}");
        }
        for (text, of, help) in [
            (
                "£142.50 per kg",
                "tonne",
                "This lot is priced by the tonne, not by the kilogram: write the price of one tonne.",
            ),
            ("142.50/kWh", "tonne", "by the tonne, not by the kWh"),
            ("142.50 tonnes", "tonne", "Write it in pounds"),
            ("£142.50 per bag", "tonne", "Write it in pounds"),
            ("142,50/t", "tonne", "thousands"),
            ("/t", "tonne", "Write it in pounds"),
        ] {
            let invalid = UnitPrice::parse_per(text, &unit(of)).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
            assert_eq!(invalid.given, text);
        }
    }

    #[test]
    fn refuses_prices_with_help() {
        for (text, help) in [
            ("0.14255", "four digits"),
            ("14.255p", "four digits"),
            ("-1", "less than"),
            ("£-1", "less than"),
            ("142,50", "thousands"),
            ("€142.50", "pounds"),
            ("", "pounds"),
            ("£", "pounds"),
            ("££1", "pounds"),
            ("£5p", "pounds"),
            ("1000000000.01", "too large"),
        ] {
            let invalid = UnitPrice::parse(text).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
        }
    }

    #[test]
    fn reads_and_shows_amounts() {
        for (text, pence, shown) in [
            ("6817.44", 681_744, "£6,817.44"),
            ("£6,817.4", 681_740, "£6,817.40"),
            ("-£12", -1_200, "-£12.00"),
            ("£-12.00", -1_200, "-£12.00"),
            ("−12", -1_200, "-£12.00"),
            ("-0", 0, "£0.00"),
            ("£250k", 25_000_000, "£250,000.00"),
            ("250k", 25_000_000, "£250,000.00"),
            ("£1.2m", 120_000_000, "£1,200,000.00"),
            ("1.2 million", 120_000_000, "£1,200,000.00"),
            ("£1.2 Million", 120_000_000, "£1,200,000.00"),
            ("£3bn", 300_000_000_000, "£3,000,000,000.00"),
            ("-£5k", -500_000, "-£5,000.00"),
            ("£12\u{a0}500", 1_250_000, "£12,500.00"),
        ] {
            let money = Money::parse(text).unwrap();
            assert_eq!((money.pence(), money.to_string().as_str()), (pence, shown));
        }
        for text in [
            "-£-12",
            "--12",
            "12.345",
            "£",
            "1,2",
            "twelve",
            "k",
            "£m",
            "5kk",
            "1.234567k",
        ] {
            assert!(Money::parse(text).is_err(), "{text}");
        }
        assert_eq!(Money(i64::MIN).to_string(), "-£92,233,720,368,547,758.08");
        assert_eq!(format!("[{:>10}]", Money(1_200)), "[    £12.00]");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(
            unit in 0..=UnitPrice::MAX_TYPED.0,
            pence in -Money::MAX_TYPED.0..=Money::MAX_TYPED.0,
        ) {
            let unit = UnitPrice(unit);
            prop_assert_eq!(UnitPrice::parse(&unit.to_string()), Ok(unit));
            let money = Money(pence);
            prop_assert_eq!(Money::parse(&money.to_string()), Ok(money));
        }

        #[test]
        fn what_was_typed_can_always_be_multiplied(
            unit in 0..=UnitPrice::MAX_TYPED.0,
            thousandths in 0..=Quantity::MAX_TYPED.thousandths(),
        ) {
            let exact = UnitPrice(unit).times(Quantity::from_thousandths(thousandths)).unwrap();
            prop_assert_eq!(exact.ten_millionths(), i128::from(unit) * i128::from(thousandths));
        }

        #[test]
        fn rounding_moves_at_most_half_a_penny_and_alike_both_ways(value in -(1_i128 << 70)..(1_i128 << 70)) {
            let rounded = Exact(value).round().unwrap();
            let distance = (i128::from(rounded.pence()) * Exact::PER_PENNY - value).abs();
            prop_assert!(distance * 2 <= Exact::PER_PENNY);
            prop_assert_eq!(Exact(-value).round().unwrap().pence(), -rounded.pence());
        }

        #[test]
        fn nothing_panics(
            text in any::<String>(),
            near in "[-−£pP0-9,. ]{0,24}",
            a in any::<i64>(), b in any::<i64>(), q in any::<i64>(),
        ) {
            for text in [&text, &near] {
                let _ = (UnitPrice::parse(text), Money::parse(text));
                for unit in ["tonne", "p", "each"] {
                    let _ = UnitPrice::parse_per(text, &Unit::parse(unit).unwrap());
                }
            }
            let saved = Exact::saving(UnitPrice(a), UnitPrice(b), Quantity::from_thousandths(q));
            let paid = UnitPrice(a).times(Quantity::from_thousandths(q));
            for exact in [saved, paid].into_iter().flatten() {
                let _ = (exact.round(), exact.to_string());
            }
        }
    }
}
