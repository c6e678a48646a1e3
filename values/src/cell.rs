//! The cells of a table that leaves griffin for a spreadsheet: exact numbers, and texts that are no formulas (design,
//! section 3, rule 9).

use std::borrow::Cow;

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;

use super::{Exact, Money, Quantity, UnitPrice, fixed};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// What somebody typed, or griffin says.
    Text(String),
    /// A whole number: how many, or which.
    Count(i64),
    /// So many of a unit.
    Quantity(Quantity),
    /// Pounds for one of a unit.
    Price(UnitPrice),
    /// Pounds, to the penny.
    Amount(Money),
    /// Pounds, unrounded.
    Exact(Exact),
    /// A day.
    Day(NaiveDate),
    /// A moment, by the clocks of the server.
    Moment(DateTime<Tz>),
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// What `make` makes of a value; nothing, if there is none.
    pub fn of<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, make)
    }

    /// Yes or no, as a word.
    pub fn yes(yes: bool) -> Self {
        Self::text(if yes { "yes" } else { "no" })
    }

    /// A number as its digits, such as `-1250.5`: none for what isn't a number.
    pub fn number(&self) -> Option<String> {
        let (value, places, least) = self.scaled()?;
        Some(digits(value, places, least))
    }

    /// A number as people read it, such as `-1,250.5`: none for what isn't a number.
    pub fn grouped(&self) -> Option<String> {
        let (value, places, least) = self.scaled()?;
        let sign = if value < 0 { "-" } else { "" };
        let places = u32::try_from(places).unwrap_or_default();
        let number = fixed::show(value.unsigned_abs(), places, least);
        Some(format!("{sign}{number}"))
    }

    /// A number as a whole one: how many of its digits are after the point, and how many of these are always shown.
    fn scaled(&self) -> Option<(i128, usize, usize)> {
        match self {
            Self::Count(count) => Some(((*count).into(), 0, 0)),
            Self::Quantity(it) => Some((it.thousandths().into(), 3, 0)),
            Self::Price(it) => Some((it.ten_thousandths().into(), 4, 2)),
            Self::Amount(it) => Some((it.pence().into(), 2, 2)),
            Self::Exact(it) => Some((it.ten_millionths(), 7, 2)),
            _ => None,
        }
    }

    /// The cell in a CSV file.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => no_formula(text).into_owned(),
            Self::Day(day) => day.format("%Y-%m-%d").to_string(),
            Self::Moment(moment) => moment.format("%Y-%m-%dT%H:%M:%S%:z").to_string(),
            number => number.number().unwrap_or_default(),
        }
    }
}

/// A fixed-point number as digits, with no more decimals than it has, but at least so many.
pub fn digits(value: i128, places: usize, least: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let all = format!("{:0>width$}", value.unsigned_abs(), width = places + 1);
    let (whole, part) = all.split_at(all.len() - places);
    let kept = part.trim_end_matches('0').len().max(least);
    match &part[..kept] {
        "" => format!("{sign}{whole}"),
        part => format!("{sign}{whole}.{part}"),
    }
}

/// A text that a spreadsheet takes for no formula: with an apostrophe before it where it would (OWASP, CSV injection).
fn no_formula(text: &str) -> Cow<'_, str> {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_exact_and_texts_are_no_formulas() {
        let plain = |cell: Cell| cell.plain();
        assert_eq!(
            plain(Cell::Quantity(Quantity::from_thousandths(96_250))),
            "96.25"
        );
        assert_eq!(
            plain(Cell::Quantity(Quantity::from_thousandths(-5))),
            "-0.005"
        );
        assert_eq!(
            plain(Cell::Price(UnitPrice::from_ten_thousandths(1_520_000))),
            "152.00"
        );
        assert_eq!(
            plain(Cell::Price(UnitPrice::from_ten_thousandths(1_425))),
            "0.1425"
        );
        assert_eq!(plain(Cell::Amount(Money::from_pence(-5))), "-0.05");
        assert_eq!(
            plain(Cell::Exact(Exact::from_ten_millionths(182_710_375_000))),
            "18271.0375"
        );
        let exact = Cell::Exact(Exact::from_ten_millionths(-182_710_375_000));
        assert_eq!(exact.grouped().as_deref(), Some("-18,271.0375"));
        assert_eq!(Cell::text("12").grouped(), None);
        assert_eq!(plain(Cell::text("=HYPERLINK(\"x\")")), "'=HYPERLINK(\"x\")");
        assert_eq!(plain(Cell::text("House coal")), "House coal");
        assert_eq!(plain(Cell::Empty), "");
    }

    proptest! {
        #[test]
        fn digits_read_back(thousandths in 0..=Quantity::MAX_TYPED.thousandths()) {
            let quantity = Quantity::from_thousandths(thousandths);
            prop_assert_eq!(Quantity::parse(&Cell::Quantity(quantity).plain()), Ok(quantity));
        }

        #[test]
        fn no_text_is_a_formula(text in any::<String>()) {
            let plain = Cell::text(text).plain();
            prop_assert!(!plain.starts_with(['=', '+', '-', '@', '\t', '\r']));
        }
    }
}
