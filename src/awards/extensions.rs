//! By how long a contract may be extended, as it was announced or awarded. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::values::Refusal;
use crate::words::{Join, Text, text};

/// The most extensions that one contract provides for.
const MOST: usize = 10;
/// The longest extension, in months: as long as the longest term.
const LONGEST: u16 = 240;

/// How many months a contract may be extended by, each time, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Extensions(Vec<u16>);

impl Extensions {
    /// Reads `12 months; 12 months`, `1 year; 6 months` or `12; 12`.
    ///
    /// # Errors
    /// An extension that can't be read, or too many of them.
    pub fn parse(given: &str) -> Result<Self, Refusal> {
        let pieces: Vec<&str> = given.split(';').map(str::trim).collect();
        let pieces = pieces.into_iter().filter(|piece| !piece.is_empty());
        let months: Vec<u16> = pieces.map(months).collect::<Result<_, _>>()?;
        if months.len() > MOST {
            return Err(Refusal::new(
                text!("awards-too-many-extensions", count = months.len()),
                text!("awards-too-many-extensions-help", most = MOST),
            ));
        }
        Ok(Self(months))
    }

    /// Reads what is kept, as [`Extensions`] shows itself.
    pub fn kept(text: &str) -> Option<Self> {
        let months = text.split("; ").map(|piece| piece.parse().ok());
        months.collect::<Option<_>>().map(Self)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// In months, in order.
    pub fn months(&self) -> &[u16] {
        &self.0
    }

    /// In words.
    pub fn told(&self) -> Text {
        let each = self.0.iter().map(|it| text!("awards-months", months = *it));
        Text::joined(Join::Semicolon, each)
    }
}

impl fmt::Display for Extensions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let months: Vec<String> = self.0.iter().map(u16::to_string).collect();
        f.write_str(&months.join("; "))
    }
}

/// Reads how long one extension is, in months: `12 months`, `1 year`, `12`.
///
/// # Errors
/// It can't be read, is nothing, or is longer than any contract.
pub fn months(given: &str) -> Result<u16, Refusal> {
    let wrong = || {
        Refusal::new(
            text!("awards-no-extension", given),
            text!("awards-no-extension-help"),
        )
    };
    let lower = given.trim().to_lowercase();
    let digits = lower.chars().take_while(char::is_ascii_digit).count();
    let (number, unit) = lower.split_at(digits);
    let times = match unit.trim() {
        "" | "m" | "month" | "months" => 1,
        "y" | "year" | "years" => 12,
        _ => return Err(wrong()),
    };
    let number: u16 = number.parse().map_err(|_| wrong())?;
    let months = number.checked_mul(times);
    months
        .filter(|it| (1..=LONGEST).contains(it))
        .ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn extensions_are_read_as_people_type_them() {
        for (given, expected) in [
            ("12 months; 12 months", &[12, 12][..]),
            ("1 year; 6 months;", &[12, 6]),
            ("12", &[12]),
            (" 2 Years ", &[24]),
            ("", &[]),
        ] {
            let read = Extensions::parse(given).unwrap();
            assert_eq!(read.months(), expected, "{given}");
        }
        for given in [
            "soon",
            "0",
            "12 weeks",
            "-1",
            "99 years",
            "70000",
            "1;1;1;1;1;1;1;1;1;1;1",
        ] {
            assert!(Extensions::parse(given).is_err(), "{given}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_typed_breaks_it(given in ".*") {
            let _ = Extensions::parse(&given);
        }

        #[test]
        fn what_is_kept_reads_back(months in prop::collection::vec(1..=LONGEST, 1..=MOST)) {
            let extensions = Extensions(months);
            prop_assert_eq!(Extensions::kept(&extensions.to_string()), Some(extensions.clone()));
            prop_assert_eq!(Extensions::parse(&extensions.to_string()), Ok(extensions));
        }
    }
}
