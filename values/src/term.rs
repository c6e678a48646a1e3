//! The term of a contract and its years, counted from its start.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Invalid, day};
use words::{Text, text};

/// A year of a contract, counted from its start: 1 is the first.
///
/// Not a calendar or a financial year: a contract from 1 October has its year 2 from the next 1 October.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct ContractYear(u16);

impl ContractYear {
    /// The first year.
    pub const FIRST: Self = Self(1);

    /// The year of this number, or `None` for 0 and beyond [`Term::MAX_YEARS`].
    pub const fn new(number: u16) -> Option<Self> {
        if number >= 1 && number <= Term::MAX_YEARS {
            Some(Self(number))
        } else {
            None
        }
    }

    /// The number of the year, 1 to [`Term::MAX_YEARS`].
    pub const fn get(self) -> u16 {
        self.0
    }

    /// As people read it: `year 2`.
    pub fn label(self) -> Text {
        text!("values-contract-year", number = self.0)
    }

    /// Reads `2` or `year 2`.
    ///
    /// # Errors
    /// Anything but a whole number from 1 to [`Term::MAX_YEARS`]; a calendar year gets a hint.
    pub fn parse(text: &str) -> Result<Self, Invalid> {
        let lower = text.trim().to_lowercase();
        let digits = lower.strip_prefix("year").unwrap_or(&lower).trim();
        let number = digits
            .chars()
            .all(|c| c.is_ascii_digit())
            .then(|| digits.parse::<u16>().ok())
            .flatten();
        number.and_then(Self::new).ok_or_else(|| {
            let help = if number.is_some_and(|n| n >= 1900) {
                text!("values-year-counted")
            } else {
                text!("values-year-help")
            };
            Invalid::new(text!("values-a-contract-year"), text, help)
        })
    }
}

/// In English.
impl fmt::Display for ContractYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "year {}", self.0)
    }
}

impl TryFrom<u16> for ContractYear {
    type Error = Invalid;

    fn try_from(number: u16) -> Result<Self, Invalid> {
        Self::new(number).map_or_else(|| Self::parse(&number.to_string()), Ok)
    }
}

impl From<ContractYear> for u16 {
    fn from(year: ContractYear) -> Self {
        year.0
    }
}

/// The days from a contract's first to its last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Term {
    starts: NaiveDate,
    ends: NaiveDate,
}

impl Term {
    /// The most years that a term may have. Far above the four of a framework (Procurement Act 2023, section 47) and
    /// the eight of an open one (section 49), yet enough to catch a mistyped year.
    pub const MAX_YEARS: u16 = 20;

    /// The term from the first day to the last.
    ///
    /// # Errors
    /// A last day before the first, or more than [`Term::MAX_YEARS`] years.
    pub fn new(starts: NaiveDate, ends: NaiveDate) -> Result<Self, Invalid> {
        let invalid = |help: Text| {
            Invalid::new(
                text!("values-a-term"),
                &format!("{} – {}", day(starts), day(ends)),
                help,
            )
        };
        if ends < starts {
            return Err(invalid(text!(
                "values-term-ends-before",
                first = day(starts)
            )));
        }
        match anniversary(starts, Self::MAX_YEARS).and_then(|limit| limit.pred_opt()) {
            Some(latest) if ends > latest => Err(invalid(text!(
                "values-term-too-long",
                years = Self::MAX_YEARS,
                latest = day(latest)
            ))),
            Some(_) => Ok(Self { starts, ends }),
            None => Err(invalid(text!("values-term-years"))),
        }
    }

    /// The first day.
    pub const fn starts(&self) -> NaiveDate {
        self.starts
    }

    /// The last day.
    pub const fn ends(&self) -> NaiveDate {
        self.ends
    }

    /// Whether the day is in the term.
    pub fn contains(&self, date: NaiveDate) -> bool {
        self.starts <= date && date <= self.ends
    }

    /// How many contract years the term touches, a last short one included: 1 to [`Term::MAX_YEARS`].
    pub fn years(&self) -> u16 {
        self.year_of(self.ends).map_or(1, ContractYear::get)
    }

    /// The contract year of a day, or `None` for a day outside the term.
    pub fn year_of(&self, date: NaiveDate) -> Option<ContractYear> {
        if !self.contains(date) {
            return None;
        }
        (1..=Self::MAX_YEARS)
            .find(|&number| anniversary(self.starts, number).is_none_or(|next| date < next))
            .and_then(ContractYear::new)
    }

    /// The first and the last day of a contract year, or `None` where the term has no such year. The last year ends
    /// with the term.
    pub fn year_dates(&self, year: ContractYear) -> Option<(NaiveDate, NaiveDate)> {
        let first = anniversary(self.starts, year.get() - 1)?;
        let last = anniversary(self.starts, year.get())?.pred_opt()?;
        self.contains(first).then(|| (first, last.min(self.ends)))
    }
}

/// The same day so many years later. 29 February becomes 1 March where there is none, so that a year from 29 February
/// has its full 365 or 366 days and ends on 28 February.
fn anniversary(date: NaiveDate, years: u16) -> Option<NaiveDate> {
    let year = date.year().checked_add(i32::from(years))?;
    date.with_year(year)
        .or_else(|| NaiveDate::from_ymd_opt(year, 3, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    fn year(number: u16) -> ContractYear {
        ContractYear::new(number).unwrap()
    }

    #[test]
    fn the_story_has_two_years() {
        let term = Term::new(date(2027, 4, 1), date(2029, 3, 31)).unwrap();
        assert_eq!(term.years(), 2);
        assert_eq!(term.year_of(date(2027, 4, 1)), Some(year(1)));
        assert_eq!(term.year_of(date(2028, 3, 31)), Some(year(1)));
        assert_eq!(term.year_of(date(2028, 4, 1)), Some(year(2)));
        assert_eq!(term.year_of(date(2029, 3, 31)), Some(year(2)));
        assert_eq!(term.year_of(date(2029, 4, 1)), None);
        assert_eq!(term.year_of(date(2027, 3, 31)), None);
        assert_eq!(
            term.year_dates(year(2)),
            Some((date(2028, 4, 1), date(2029, 3, 31)))
        );
        assert_eq!(term.year_dates(year(3)), None);
    }

    #[test]
    fn a_leap_day_start_has_whole_years() {
        let term = Term::new(date(2028, 2, 29), date(2032, 12, 31)).unwrap();
        for (number, first, last) in [
            (1, date(2028, 2, 29), date(2029, 2, 28)),
            (2, date(2029, 3, 1), date(2030, 2, 28)),
            (4, date(2031, 3, 1), date(2032, 2, 28)),
            (5, date(2032, 2, 29), date(2032, 12, 31)),
        ] {
            assert_eq!(term.year_dates(year(number)), Some((first, last)));
        }
    }

    #[test]
    fn refuses_backwards_and_endless_terms() {
        let start = date(2027, 4, 1);
        assert!(Term::new(start, start).is_ok());
        let invalid = Term::new(start, date(2027, 3, 31)).unwrap_err();
        assert!(
            invalid.help.to_string().contains("before it starts"),
            "{invalid}"
        );
        assert!(Term::new(start, date(2047, 3, 31)).is_ok());
        let invalid = Term::new(start, date(2047, 4, 1)).unwrap_err();
        assert!(
            invalid.help.to_string().contains("31 March 2047"),
            "{invalid}"
        );
        assert!(Term::new(NaiveDate::MAX, NaiveDate::MAX).is_err());
    }

    #[test]
    fn reads_years() {
        assert_eq!(ContractYear::parse("2"), Ok(year(2)));
        assert_eq!(ContractYear::parse(" Year 2 "), Ok(year(2)));
        assert_eq!(year(2).to_string(), "year 2");
        for text in ["0", "21", "", "year", "2.5", "-1", "+1", "two", "99999"] {
            assert!(ContractYear::parse(text).is_err(), "{text}");
        }
        let invalid = ContractYear::parse("2027").unwrap_err();
        assert!(
            invalid
                .help
                .to_string()
                .contains("from the contract's start")
        );
        assert!(serde_json::from_str::<ContractYear>("0").is_err());
        assert_eq!(
            serde_json::from_str::<ContractYear>("20").unwrap(),
            year(20)
        );
    }

    proptest! {
        #[test]
        fn years_tile_the_term(days in 1_i32..3_600_000, length in 0_i64..7_305) {
            let starts = NaiveDate::from_num_days_from_ce_opt(days).unwrap();
            let ends = starts + chrono::TimeDelta::days(length);
            if let Ok(term) = Term::new(starts, ends) {
                let mut next = starts;
                for number in 1..=term.years() {
                    let (first, last) = term.year_dates(year(number)).unwrap();
                    prop_assert_eq!(first, next);
                    prop_assert!(last >= first);
                    prop_assert_eq!(term.year_of(first), Some(year(number)));
                    prop_assert_eq!(term.year_of(last), Some(year(number)));
                    next = last.succ_opt().unwrap();
                }
                prop_assert_eq!(next, ends.succ_opt().unwrap());
            }
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let _ = ContractYear::parse(&text);
        }
    }
}
