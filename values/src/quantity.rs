//! Quantities of a lot, exact to a thousandth of its unit of measure.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::fixed::{self, Problem};
use words::{Text, text};

/// How much of something, in thousandths of its unit: 713.75 tonnes is 713,750.
///
/// Fixed point, because quantities must be exact and SQLite keeps no decimals (design section 3 rule 7; measured.md
/// section 5). What a person types is never negative; a difference may be.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Quantity(i64);

impl Quantity {
    /// None of it.
    pub const ZERO: Self = Self(0);

    /// The greatest quantity that [`Quantity::parse`] takes: a million million units, in thousandths. More than nine
    /// thousand of them can be added before an `i64` is full.
    pub const MAX_TYPED: Self = Self(1_000_000_000_000_000);

    /// A quantity from its thousandths, as the database keeps it. Any value, negative ones too.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// The quantity in thousandths of the unit.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// Reads a quantity as people type it, without its unit: `1250`, `1,250.5`, `1 250.5`, `1.2k` (thousand), `1.2 million`.
    ///
    /// # Errors
    /// More than three decimals, a negative number, more than [`Quantity::MAX_TYPED`], a separator that doesn't stand
    /// before three digits (`1,25` may be 125 or 1.25), `m` (million, or metres?), a unit, or no number at all.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        Self::read(text, text!("values-quantity-help"))
    }

    /// As [`Quantity::parse`], with the help for what is no number.
    pub(super) fn read(text: &str, unreadable: Text) -> Result<Self, Invalid> {
        let invalid = |help: Text| Invalid::new(text!("values-a-quantity"), text, help);
        let seen = super::text::words(text);
        // `m` may be metres.
        let (number, zeros) = match fixed::times(&seen) {
            (_, zeros) if zeros > 3 && seen.ends_with(['m', 'M']) => {
                return Err(invalid(text!("values-quantity-m")));
            }
            read => read,
        };
        // With `k` three more digits may follow the point: 1.2345k is 1234.5.
        match fixed::parse(number, 3 + zeros, Self::MAX_TYPED.0) {
            Ok(thousandths) => Ok(Self(thousandths)),
            Err(Problem::Empty | Problem::Unreadable) => Err(invalid(unreadable)),
            Err(Problem::Negative) => Err(invalid(text!("values-quantity-negative"))),
            Err(Problem::Grouping) => Err(invalid(text!("values-quantity-comma"))),
            Err(Problem::Decimals) => Err(invalid(text!("values-quantity-decimals"))),
            Err(Problem::TooLarge) => Err(invalid(text!("values-quantity-too-large"))),
        }
    }

    /// The sum, or `None` where it does not fit.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// The difference (`self` − `other`, which may be negative), or `None` where it does not fit.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        match self.0.checked_sub(other.0) {
            Some(difference) => Some(Self(difference)),
            None => None,
        }
    }

    /// So many times as much (a year's quantity over a term), or `None` where it does not fit.
    pub const fn checked_mul(self, times: u16) -> Option<Self> {
        match self.0.checked_mul(times as i64) {
            Some(product) => Some(Self(product)),
            None => None,
        }
    }

    /// The sum of all, [`Quantity::ZERO`] for none, or `None` where it does not fit.
    pub fn checked_sum(quantities: impl IntoIterator<Item = Self>) -> Option<Self> {
        quantities
            .into_iter()
            .try_fold(Self::ZERO, Self::checked_add)
    }

    /// Whether it is nothing: a nil return.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// Whether it is below zero: more was called off than was declared.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }
}

/// With thousands separated and no trailing zeros: `1,250.5`, `-12`.
impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = fixed::show(self.0.unsigned_abs().into(), 3, 0);
        f.pad_integral(!self.is_negative(), "", &text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(text: &str) -> i64 {
        Quantity::parse(text)
            .unwrap_or_else(|e| panic!("{e}"))
            .thousandths()
    }

    #[test]
    fn reads_the_forms_of_the_design() {
        assert_eq!(parsed("1250"), 1_250_000);
        assert_eq!(parsed("1,250.5"), 1_250_500);
        assert_eq!(parsed("1.2k"), 1_200_000);
        assert_eq!(parsed("1.2 K"), 1_200_000);
        assert_eq!(parsed("1.2345k"), 1_234_500);
        assert_eq!(parsed(" 0 "), 0);
        assert_eq!(parsed("1,000,000,000,000"), 1_000_000_000_000_000);
    }

    #[test]
    fn refuses_with_help() {
        for (text, help) in [
            ("1.2345", "three digits"),
            ("1.2345678k", "three digits"),
            ("-5", "less than 0"),
            ("-1.2k", "less than 0"),
            ("1,25", "thousands"),
            ("2m", "millions or metres"),
            ("12 tonnes", "without its unit"),
            ("k", "without its unit"),
            ("", "without its unit"),
            ("1000000000000.001", "too large"),
            ("1000000000.001k", "too large"),
        ] {
            let invalid = Quantity::parse(text).expect_err(text);
            assert!(invalid.help.to_string().contains(help), "{text}: {invalid}");
            assert_eq!(invalid.given, text);
        }
    }

    #[test]
    fn the_declarations_of_the_story_add_up() {
        let declared = ["420", "185.5", "96.25", "12"].map(|t| Quantity::parse(t).unwrap());
        let total = Quantity::checked_sum(declared).unwrap();
        assert_eq!(total.to_string(), "713.75");
        assert_eq!(total.checked_mul(2).unwrap().to_string(), "1,427.5");
    }

    #[test]
    fn shows_negatives_and_the_ends_of_the_range() {
        assert_eq!(Quantity::from_thousandths(-12_000).to_string(), "-12");
        assert_eq!(
            Quantity::from_thousandths(i64::MIN).to_string(),
            "-9,223,372,036,854,775.808"
        );
        assert!(
            Quantity::from_thousandths(i64::MAX)
                .checked_add(Quantity::from_thousandths(1))
                .is_none()
        );
        assert!(Quantity::checked_sum(std::iter::repeat_n(Quantity::MAX_TYPED, 9_000)).is_some());
    }

    #[test]
    fn is_a_plain_number_in_json() {
        let json = serde_json::to_string(&Quantity::from_thousandths(1_500)).unwrap();
        assert_eq!(json, "1500");
        let back: Quantity = serde_json::from_str("1500").unwrap();
        assert_eq!(back, Quantity::from_thousandths(1_500));
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(thousandths in 0..=Quantity::MAX_TYPED.0) {
            let quantity = Quantity::from_thousandths(thousandths);
            prop_assert_eq!(Quantity::parse(&quantity.to_string()), Ok(quantity));
        }

        #[test]
        fn adding_and_taking_away_again_changes_nothing(a in any::<i64>(), b in any::<i64>()) {
            let (a, b) = (Quantity(a), Quantity(b));
            if let Some(sum) = a.checked_add(b) {
                prop_assert_eq!(sum.checked_sub(b), Some(a));
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>(), near in "[-0-9,.kKmM t£]{0,30}") {
            let _ = Quantity::parse(&text);
            if let Ok(quantity) = Quantity::parse(&near) {
                prop_assert!(!quantity.is_negative() && quantity <= Quantity::MAX_TYPED);
            }
        }
    }
}
