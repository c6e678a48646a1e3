//! The financial year of United Kingdom councils, from 1 April to 31 March.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Invalid;
use words::text;

/// A financial year, by the calendar year in which it begins: from 1 April to 31 March.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The year that holds a day.
    pub fn of(day: NaiveDate) -> Self {
        match day.month() {
            4.. => FinancialYear(day.year()),
            _ => FinancialYear(day.year() - 1),
        }
    }

    /// Reads `2027`, `2027-28` or `2027/28`.
    ///
    /// # Errors
    /// It is neither, or the second is not the year after the first.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            let help = text!("values-financial-year-help");
            Invalid::new(text!("values-a-financial-year"), text, help)
        };
        let mut parts = text.trim().split(['-', '/', '–']);
        let first: i32 = parts
            .next()
            .and_then(|part| part.trim().parse().ok())
            .filter(|year| (2000..=2200).contains(year))
            .ok_or_else(wrong)?;
        match (
            parts.next().map(|part| part.trim().parse::<i32>()),
            parts.next(),
        ) {
            (None, _) => Ok(FinancialYear(first)),
            (Some(Ok(second)), None) if second == first + 1 || second == (first + 1) % 100 => {
                Ok(FinancialYear(first))
            }
            _ => Err(wrong()),
        }
    }

    /// Its first day.
    pub fn starts(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.0, 4, 1).unwrap_or_default()
    }

    /// The calendar year in which it begins: of 2027–28, 2027.
    pub fn number(self) -> i32 {
        self.0
    }

    /// The year before it.
    #[must_use]
    pub fn previous(self) -> Self {
        FinancialYear(self.0 - 1)
    }

    /// The year after it.
    #[must_use]
    pub fn next(self) -> Self {
        FinancialYear(self.0 + 1)
    }
}

impl fmt::Display for FinancialYear {
    /// `2027–28`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{:02}", self.0, (self.0 + 1) % 100)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn it_is_read_as_people_write_it() {
        for text in ["2027", "2027-28", "2027/28", " 2027–28 ", "2027-2028"] {
            let year = FinancialYear::parse(text).unwrap();
            assert_eq!(year.to_string(), "2027–28", "{text}");
        }
        for text in [
            "",
            "27",
            "2027-27",
            "2027-29",
            "next",
            "2027-28-29",
            "999999999999",
        ] {
            assert!(FinancialYear::parse(text).is_err(), "{text}");
        }
        assert_eq!(
            FinancialYear::parse("2099-00").unwrap().to_string(),
            "2099–00"
        );
    }

    proptest! {
        #[test]
        fn every_day_lies_in_its_year(days in 0..72_900_i32) {
            // From 1 April 2000, the first day of the first year that is read.
            let day = NaiveDate::from_num_days_from_ce_opt(730_211 + days).unwrap();
            let year = FinancialYear::of(day);
            prop_assert!(year.starts() <= day && day < year.next().starts());
            prop_assert_eq!(FinancialYear::parse(&year.to_string()), Ok(year));
        }
    }
}
