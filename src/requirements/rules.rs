//! Decisions about requirements: pure functions over values; no I/O, no clock, no Discord.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::values::text::words;
use crate::values::{ContractYear, Invalid, Quantity, Refusal, Term, Unit, UnitPrice};
use crate::words::{Text, text};

/// The year that the database keeps for "every year".
pub const EVERY_YEAR: i32 = 0;
/// The most characters of a supplier's name.
pub const SUPPLIER_MAX: usize = 100;
/// The most characters of a note.
pub const NOTE_MAX: usize = 300;

/// A line of a declaration as it is typed: one lot, one contract year or every year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The lot's number or title.
    pub lot: String,
    /// The quantity expected in a year.
    pub quantity: String,
    /// The least.
    pub at_least: Option<String>,
    /// The most.
    pub at_most: Option<String>,
    /// Committed or indicative; left out: as in the revision before, at first indicative.
    pub committed: Option<bool>,
    /// Contract year; left out: every year.
    pub year: Option<String>,
    /// Price paid now; left out: as in the revision before.
    pub baseline: Option<String>,
    /// Who supplies it now; left out: as in the revision before.
    pub supplier_now: Option<String>,
    /// What the officer adds.
    pub note: Option<String>,
}

/// A line as it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// Contract year, or [`EVERY_YEAR`].
    pub year: i32,
    /// Expected in a year.
    pub expected: Quantity,
    /// The least.
    pub at_least: Option<Quantity>,
    /// The most.
    pub at_most: Option<Quantity>,
    /// Committed, where it was said.
    pub committed: Option<bool>,
    /// Price paid now, where it was said.
    pub baseline: Option<UnitPrice>,
    /// Who supplies it now, where it was said.
    pub supplier_now: Option<String>,
    /// What the officer adds.
    pub note: Option<String>,
}

/// Reads a line, all but its lot; a figure may have the lot's unit with it.
///
/// # Errors
/// Something can't be read, the quantity is not between at least and at most, or the contract has no such year.
pub fn read(line: &Line, unit: &Unit, term: &Term) -> Result<Declared, Refusal> {
    read_columns(line, unit, term).map_err(|(_, refusal)| refusal)
}

/// As [`read`], with the column of a table that is wrong.
///
/// # Errors
/// As [`read`].
pub fn read_columns(
    line: &Line,
    unit: &Unit,
    term: &Term,
) -> Result<Declared, (&'static str, Refusal)> {
    let given = |text: &Option<String>| {
        text.as_deref()
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .map(str::to_owned)
    };
    fn of(column: &'static str) -> impl Fn(Invalid) -> (&'static str, Refusal) {
        move |invalid| (column, invalid.into())
    }
    let quantity = |text: &Option<String>, column: &'static str| {
        let parsed = given(text)
            .map(|t| Quantity::parse_in(&t, unit))
            .transpose();
        parsed.map_err(of(column))
    };
    let year = year(given(&line.year).as_deref(), term).map_err(|it| ("year", it))?;
    let declared = Declared {
        year,
        expected: Quantity::parse_in(&line.quantity, unit).map_err(of("quantity"))?,
        at_least: quantity(&line.at_least, "at_least")?,
        at_most: quantity(&line.at_most, "at_most")?,
        committed: line.committed,
        baseline: given(&line.baseline)
            .map(|t| UnitPrice::parse_per(&t, unit))
            .transpose()
            .map_err(of("baseline"))?,
        supplier_now: short(given(&line.supplier_now), SUPPLIER_MAX, |length| {
            text!("requirements-supplier-too-long", length)
        })
        .map_err(|it| ("supplier_now", it))?,
        note: short(given(&line.note), NOTE_MAX, |length| {
            text!("requirements-note-too-long", length)
        })
        .map_err(|it| ("note", it))?,
    };
    let expected = declared.expected.to_string();
    if let Some(least) = declared.at_least
        && least > declared.expected
    {
        let refusal = Refusal::new(
            text!(
                "requirements-least-too-large",
                least = least.to_string(),
                expected = expected.as_str()
            ),
            text!("requirements-least-too-large-help", expected),
        );
        return Err(("at_least", refusal));
    }
    if let Some(most) = declared.at_most
        && most < declared.expected
    {
        let refusal = Refusal::new(
            text!(
                "requirements-most-too-small",
                most = most.to_string(),
                expected = expected.as_str()
            ),
            text!("requirements-most-too-small-help", expected),
        );
        return Err(("at_most", refusal));
    }
    Ok(declared)
}

/// Reads a contract year; left out, `every` or `all` is every year.
///
/// # Errors
/// Not a number, or a year that the contract doesn't have.
pub fn year(text: Option<&str>, term: &Term) -> Result<i32, Refusal> {
    let lower = text.map(|t| t.trim().to_lowercase()).unwrap_or_default();
    let which = lower.strip_suffix(" year").unwrap_or(&lower);
    if matches!(which, "" | "every" | "all" | "each") {
        return Ok(EVERY_YEAR);
    }
    let year = ContractYear::parse(&lower)?.get();
    if year > term.years() {
        return Err(Refusal::new(
            text!("requirements-no-such-year", year),
            text!("requirements-no-such-year-help", years = term.years()),
        ));
    }
    Ok(i32::from(year))
}

/// A text of one line, or the refusal of one that is too long, which says how many characters it has.
fn short(
    given: Option<String>,
    max: usize,
    too_long: fn(usize) -> Text,
) -> Result<Option<String>, Refusal> {
    let Some(given) = given else { return Ok(None) };
    let text = words(&given);
    let length = text.chars().count();
    if length > max {
        return Err(Refusal::new(
            too_long(length),
            text!("requirements-too-long-help", max),
        ));
    }
    Ok(Some(text))
}

/// What an authority needs of a lot in each contract year: a year's own quantity, or else that of every year. Years
/// for which nothing is declared are left out.
pub fn by_year(
    lines: impl IntoIterator<Item = (i32, Quantity)>,
    years: u16,
) -> BTreeMap<i32, Quantity> {
    let lines: BTreeMap<i32, Quantity> = lines.into_iter().collect();
    let every = lines.get(&EVERY_YEAR).copied();
    (1..=i32::from(years))
        .filter_map(|year| Some((year, lines.get(&year).copied().or(every)?)))
        .collect()
}

/// What is needed of a lot in one contract year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Total {
    /// All that is expected.
    pub expected: Quantity,
    /// As much of it as is committed; none: the viewer may not see it.
    pub committed: Option<Quantity>,
    /// How many authorities need some: one that declared 0 hides nobody's quantity.
    pub declared: u32,
}

impl Default for Total {
    fn default() -> Self {
        Total {
            expected: Quantity::ZERO,
            committed: Some(Quantity::ZERO),
            declared: 0,
        }
    }
}

impl Total {
    /// The total with one more authority's quantity, or `None` where it does not fit.
    pub fn with(self, expected: Quantity, committed: bool) -> Option<Self> {
        let bound = if committed { expected } else { Quantity::ZERO };
        Some(Total {
            expected: self.expected.checked_add(expected)?,
            committed: Some(self.committed?.checked_add(bound)?),
            declared: self.declared + u32::from(!expected.is_zero()),
        })
    }
}

/// Who looks at quantities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// An officer of the lead, or a registrar.
    LeadOrRegistrar,
    /// Anybody else, also everybody: the card in a forum.
    Other,
}

/// Whether every authority's quantities are shown (design, section 3, rule 8): to the lead and the registrar, and of an
/// open-book tender to all. Anybody else sees their own, and totals as they were last shown (`secrecy`).
pub const fn sees_everything(viewer: Viewer, open_book: bool) -> bool {
    matches!(viewer, Viewer::LeadOrRegistrar) || open_book
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::t;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn term() -> Term {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        Term::new(day(2027, 4, 1), day(2029, 3, 31)).unwrap()
    }

    fn line(quantity: &str, least: &str, most: &str, year: &str) -> Line {
        let some = |t: &str| Some(t.to_owned());
        Line {
            lot: "1".to_owned(),
            quantity: quantity.to_owned(),
            at_least: some(least),
            at_most: some(most),
            year: some(year),
            ..Line::default()
        }
    }

    fn tonne() -> Unit {
        Unit::parse("tonne").unwrap()
    }

    #[test]
    fn reads_figures_with_the_lots_unit() {
        let typed = Line {
            baseline: Some("£175.25/t".into()),
            ..line("185.5 tonnes", "150t", "0.2k t", "")
        };
        let read_line = read(&typed, &tonne(), &term()).unwrap();
        let plain = Line {
            baseline: Some("175.25".into()),
            ..line("185.5", "150", "200", "")
        };
        assert_eq!(Ok(read_line), read(&plain, &tonne(), &term()));
        let kilograms = line("185.5", "150 kg", "", "");
        let (column, refusal) = read_columns(&kilograms, &tonne(), &term()).unwrap_err();
        assert_eq!(column, "at_least");
        assert!(
            refusal
                .help
                .to_string()
                .contains("in tonnes, not in kilograms")
        );
    }

    #[test]
    fn reads_a_line() {
        let read_line = read(
            &Line {
                baseline: Some("175.25".into()),
                ..line("185.5", "150", "200", "2")
            },
            &tonne(),
            &term(),
        )
        .unwrap();
        assert_eq!(read_line.expected, t("185.5"));
        assert_eq!(
            (read_line.at_least, read_line.at_most),
            (Some(t("150")), Some(t("200")))
        );
        assert_eq!(
            read_line.baseline,
            Some(UnitPrice::from_ten_thousandths(1_752_500))
        );
        assert_eq!((read_line.year, read_line.committed), (2, None));
        assert_eq!(
            read(&line("12", "", "", ""), &tonne(), &term())
                .unwrap()
                .year,
            EVERY_YEAR
        );
    }

    #[test]
    fn least_expected_and_most_are_in_order() {
        assert!(read(&line("10", "10", "10", ""), &tonne(), &term()).is_ok());
        assert!(
            read(&line("10", "10.001", "", ""), &tonne(), &term())
                .unwrap_err()
                .wrong
                .to_string()
                .contains("The least you would need, 10.001")
        );
        assert!(
            read(&line("10", "", "9.999", ""), &tonne(), &term())
                .unwrap_err()
                .wrong
                .to_string()
                .contains("The most you would need, 9.999")
        );
    }

    #[test]
    fn a_year_is_one_of_the_contract() {
        assert_eq!(year(Some("2"), &term()), Ok(2));
        assert_eq!(year(Some("Every year"), &term()), Ok(EVERY_YEAR));
        assert!(
            year(Some("3"), &term())
                .unwrap_err()
                .help
                .to_string()
                .contains("2 years")
        );
        assert!(
            year(Some("2027"), &term())
                .unwrap_err()
                .help
                .to_string()
                .contains("counted from the contract's start")
        );
    }

    #[test]
    fn a_years_own_quantity_stands_before_that_of_every_year() {
        let years = by_year([(EVERY_YEAR, t("420")), (2, t("400"))], 3);
        assert_eq!(
            years.into_iter().collect::<Vec<_>>(),
            [(1, t("420")), (2, t("400")), (3, t("420"))]
        );
        assert_eq!(
            by_year([(2, t("5"))], 2).into_iter().collect::<Vec<_>>(),
            [(2, t("5"))]
        );
    }

    #[test]
    fn the_lead_sees_everything_and_an_open_book_is_open() {
        use Viewer::{LeadOrRegistrar, Other};
        assert!(!sees_everything(Other, false));
        assert!(sees_everything(Other, true) && sees_everything(LeadOrRegistrar, false));
    }

    #[test]
    fn the_storys_totals() {
        let sum = |all: &[&str]| {
            all.iter()
                .try_fold(Total::default(), |total, text| total.with(t(text), false))
                .unwrap()
        };
        assert_eq!(sum(&["420", "185.5", "96.25", "12"]).expected, t("713.75"));
        assert_eq!(sum(&["150", "80", "6.5", "310"]).expected, t("546.5"));
        assert_eq!(sum(&["150", "0", "0"]).declared, 1);
    }

    proptest! {
        #[test]
        fn a_total_is_the_sum_whatever_the_order(mut all in prop::collection::vec((0_i64..1_000_000_000, any::<bool>()), 0..20)) {
            let sum = |all: &[(i64, bool)]| all.iter().try_fold(Total::default(), |t, (n, c)| {
                t.with(Quantity::from_thousandths(*n), *c)
            });
            let there = sum(&all);
            all.reverse();
            prop_assert_eq!(there, sum(&all));
            let total = there.unwrap();
            prop_assert_eq!(total.expected.thousandths(), all.iter().map(|(n, _)| n).sum::<i64>());
            prop_assert!(total.committed <= Some(total.expected));
        }
    }
}
