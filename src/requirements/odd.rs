//! What looks like a slip in a quantity that is declared: it is asked about, never refused (design, section 2a). Pure.

use super::secrecy::OTHERS_FROM;
use crate::values::{Quantity, Unit, UnitPrice};
use crate::words::{Text, text};

/// A quantity of so many times what was expected looks like a slip: a nought too many makes it ten times.
pub const TIMES: i128 = 10;

/// A quantity beside what is known of it. What is not known, or none, says nothing.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The lot's title.
    pub lot: &'a str,
    /// Its unit.
    pub unit: &'a Unit,
    /// What is declared, for a contract year.
    pub expected: Quantity,
    /// The price that is paid now, if it is said.
    pub baseline: Option<UnitPrice>,
    /// The authority's short name.
    pub authority: &'a str,
    /// What it said of the same year before.
    pub before: Option<Quantity>,
    /// What it says of the contract year before.
    pub year_before: Option<Quantity>,
    /// What others need, as far as whoever declares may know: together, and how many they are. Never said itself.
    pub others: Option<(Quantity, usize)>,
}

/// What looks like a slip in it.
pub fn quantity(it: &Line<'_>) -> Vec<Text> {
    let far = |than: Quantity, of: usize| {
        let (sum, of) = (
            i128::from(than.thousandths()),
            i128::try_from(of).unwrap_or(i128::MAX),
        );
        let ours = i128::from(it.expected.thousandths()).saturating_mul(of);
        sum > 0 && ours >= sum.saturating_mul(TIMES)
    };
    let (lot, quantity) = (it.lot, it.unit.show(it.expected));
    let mut odd = Vec::new();
    if let Some(price) = it.baseline.filter(|it| it.is_next_to_nothing()) {
        odd.push(text!(
            "requirements-odd-baseline",
            lot,
            price = price.to_string(),
            unit = it.unit.as_str()
        ));
    }
    if let Some(before) = it.before.filter(|before| far(*before, 1)) {
        odd.push(text!(
            "requirements-odd-before",
            lot,
            quantity = quantity.clone(),
            authority = it.authority,
            before = it.unit.show(before)
        ));
    }
    if let Some(before) = it.year_before.filter(|before| far(*before, 1))
        && it.before != Some(before)
    {
        odd.push(text!(
            "requirements-odd-year-before",
            lot,
            quantity = quantity.clone(),
            before = it.unit.show(before)
        ));
    }
    if it
        .others
        .is_some_and(|(sum, of)| of >= OTHERS_FROM && far(sum, of))
    {
        odd.push(text!("requirements-odd-others", lot, quantity));
    }
    odd
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{t, tonne};
    use proptest::prelude::*;

    fn said(
        expected: &str,
        before: &str,
        year_before: &str,
        others: Option<(&str, usize)>,
    ) -> Vec<String> {
        let some = |text: &str| (!text.is_empty()).then(|| t(text));
        let unit = tonne();
        let line = Line {
            lot: "House coal",
            unit: &unit,
            expected: t(expected),
            baseline: None,
            authority: "GLA",
            before: some(before),
            year_before: some(year_before),
            others: others.map(|(sum, of)| (t(sum), of)),
        };
        quantity(&line).iter().map(Text::to_string).collect()
    }

    #[test]
    fn a_price_of_a_penny_is_asked_about() {
        let unit = tonne();
        let of = |price: &str| Line {
            lot: "House coal",
            unit: &unit,
            expected: t("5"),
            baseline: Some(UnitPrice::parse(price).unwrap()),
            authority: "GLA",
            before: None,
            year_before: None,
            others: None,
        };
        for (price, odd) in [("0", 1), ("0.01", 1), ("0.02", 0), ("168", 0)] {
            assert_eq!(quantity(&of(price)).len(), odd, "{price}");
        }
        assert_eq!(
            quantity(&of("0.01"))[0].to_string(),
            "House coal: £0.01 per tonne is next to nothing to pay now."
        );
    }

    #[test]
    fn a_nought_too_many_is_asked_about() {
        let odd = said("3100", "310", "", None);
        assert!(
            odd[0].contains("3,100 tonnes") && odd[0].contains("310 tonnes that GLA said before"),
            "{odd:?}"
        );
        assert_eq!(said("3099.999", "310", "", None), [""; 0]);
        assert_eq!(said("3100", "0", "", None), [""; 0], "nothing says nothing");
    }

    #[test]
    fn the_year_before_is_asked_about_once() {
        let odd = said("120", "", "12", None);
        assert!(odd[0].contains("of the contract year before"), "{odd:?}");
        assert_eq!(said("120", "12", "12", None).len(), 1);
    }

    #[test]
    fn what_others_say_is_never_told_and_only_of_three_or_more() {
        // A hundred each.
        let odd = said("1000", "", "", Some(("300", 3)));
        assert!(
            odd.len() == 1 && odd[0].contains("what the others say") && !odd[0].contains("100 "),
            "{odd:?}"
        );
        assert_eq!(said("999.999", "", "", Some(("300", 3))), [""; 0]);
        assert_eq!(said("1000", "", "", Some(("200", 2))), [""; 0]);
    }

    proptest! {
        #[test]
        fn no_quantities_break_it(expected in any::<i64>(), sum in any::<i64>(), of in any::<usize>()) {
            let (unit, of_thousandths) = (tonne(), Quantity::from_thousandths);
            let line = Line {
                lot: "x",
                unit: &unit,
                expected: of_thousandths(expected),
                baseline: None,
                authority: "x",
                before: Some(of_thousandths(sum)),
                year_before: None,
                others: Some((of_thousandths(sum), of)),
            };
            prop_assert!(quantity(&line).len() <= 2);
        }
    }
}
