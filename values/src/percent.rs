//! A share in percent, exact to a hundredth of one.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Invalid;
use super::fixed;
use words::text;

/// A share in hundredths of a percent: 3 % is 300. Typed, it is from 0 to 100%; calculated, it may be more.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "sea-orm", derive(sea_orm::DeriveValueType))]
#[serde(transparent)]
pub struct Percent(i64);

impl Percent {
    /// All of it: the greatest that [`Percent::parse`] takes.
    pub const MAX: Self = Self(10_000);

    /// A share from its hundredths of a percent, as the database keeps it.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The share in hundredths of a percent.
    pub const fn hundredths(self) -> i64 {
        self.0
    }

    /// Reads a share as people type it: `3`, `3%`, `2.5 %`.
    ///
    /// # Errors
    /// More than 100, below nothing, more than two decimals, or no number.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let trimmed = text.trim();
        let number = trimmed.strip_suffix('%').unwrap_or(trimmed);
        fixed::parse(number, 2, Self::MAX.0).map(Self).map_err(|_| {
            let help = text!("values-percentage-help");
            Invalid::new(text!("values-a-percentage"), text, help)
        })
    }
}

impl fmt::Display for Percent {
    /// `3%`, `2.5%`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}%", super::cell::digits(self.0.into(), 2, 0))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_share_is_read_as_people_type_it() {
        for (text, shown) in [
            ("3", "3%"),
            ("3%", "3%"),
            (" 2.50 % ", "2.5%"),
            ("0", "0%"),
            ("100", "100%"),
        ] {
            assert_eq!(Percent::parse(text).unwrap().to_string(), shown, "{text}");
        }
        for text in ["", "%", "-3", "100.01", "3.333", "three", "3 p"] {
            assert!(Percent::parse(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(hundredths in 0..=10_000_i64) {
            let percent = Percent::from_hundredths(hundredths);
            prop_assert_eq!(Percent::parse(&percent.to_string()), Ok(percent));
        }

        #[test]
        fn any_text_is_read_or_refused(text in any::<String>()) {
            let _ = Percent::parse(&text);
        }
    }
}
