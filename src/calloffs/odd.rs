//! What looks like a slip in an order (design, section 2a): it is asked about with its figures, never refused.

use chrono::{Datelike, NaiveDate, Weekday};

use crate::values::holidays::{Division, bank_holiday};
use crate::values::{ContractYear, Quantity, Regime, Unit, day};
use crate::words::{Text, text};

/// How many orders an authority must have placed of a lot before one of them can be its usual one.
pub const USUAL_FROM: usize = 3;

/// How many times its usual order looks like a slip.
const TIMES: i64 = 10;

/// An order that is about to be recorded, and what stands already.
#[derive(Clone, Debug)]
pub struct Order<'a> {
    /// The authority's short name.
    pub authority: &'a str,
    /// The lot's title.
    pub lot: &'a str,
    /// The lot's unit.
    pub unit: &'a Unit,
    /// The contract year.
    pub year: ContractYear,
    /// What is ordered: of a correction, how much more than stands.
    pub more: Quantity,
    /// The whole order, as it will stand.
    pub whole: Quantity,
    /// What the authority declared for the contract year, if it did.
    pub declared: Option<Quantity>,
    /// What it has called off in the contract year.
    pub called_off: Quantity,
    /// What stands of each of its other orders of the lot.
    pub others: &'a [Quantity],
}

/// What looks like a slip in the quantity or the lot.
///
/// Beyond what was declared: with each order. Of a lot of which nothing was declared: with the first, for then it may be
/// the wrong lot. Beyond ten times the usual order: as soon as there is one.
pub fn quantity(order: &Order<'_>) -> Vec<Text> {
    let (unit, lot) = (order.unit, order.lot);
    let mut odd = Vec::new();
    let year = order.year.get();
    let authority = order.authority;
    if order.more > Quantity::ZERO {
        match order.declared.filter(|it| *it > Quantity::ZERO) {
            Some(declared) => {
                let over = order
                    .called_off
                    .checked_add(order.more)
                    .and_then(|sum| sum.checked_sub(declared));
                if let Some(over) = over.filter(|it| *it > Quantity::ZERO) {
                    odd.push(text!(
                        "calloffs-odd-declared",
                        authority,
                        year,
                        declared = unit.show(declared),
                        called_off = unit.show(order.called_off),
                        over = unit.show(over)
                    ));
                }
            }
            None if order.others.is_empty() => {
                odd.push(text!("calloffs-odd-undeclared", authority, lot, year));
            }
            None => {}
        }
    }
    let usual = usual(order.others).filter(|usual| beyond(order.whole, *usual));
    odd.extend(usual.map(|usual| {
        text!(
            "calloffs-odd-usual",
            authority,
            times = TIMES,
            usual = unit.show(usual),
            count = order.others.len()
        )
    }));
    odd
}

/// The order in the middle, of an even number the smaller of the two; none of fewer than [`USUAL_FROM`].
pub fn usual(orders: &[Quantity]) -> Option<Quantity> {
    let mut orders = orders.to_vec();
    orders.sort_unstable();
    let middle = orders.len().checked_sub(1)? / 2;
    orders
        .get(middle)
        .copied()
        .filter(|_| orders.len() >= USUAL_FROM)
}

/// Whether a quantity is more than ten times the usual one.
fn beyond(quantity: Quantity, usual: Quantity) -> bool {
    i128::from(quantity.thousandths()) > i128::from(usual.thousandths()) * i128::from(TIMES)
}

/// What looks like a slip in a day of delivery: it is gone, or nobody may be there.
pub fn delivery(deliver_on: NaiveDate, today: NaiveDate, regime: Regime) -> Vec<Text> {
    let shown = || day(deliver_on);
    let mut odd = Vec::new();
    if deliver_on < today {
        odd.push(text!(
            "calloffs-odd-day-past",
            day = shown(),
            today = day(today)
        ));
    }
    match deliver_on.weekday() {
        Weekday::Sat => odd.push(text!("calloffs-odd-saturday", day = shown())),
        Weekday::Sun => odd.push(text!("calloffs-odd-sunday", day = shown())),
        _ => {}
    }
    let holiday = holiday(deliver_on, regime);
    odd.extend(holiday.map(|name| text!("calloffs-odd-holiday", day = shown(), name)));
    odd
}

/// The bank holiday that a day is where this law holds; of another law, anywhere in the United Kingdom.
fn holiday(date: NaiveDate, regime: Regime) -> Option<&'static str> {
    let divisions: &[Division] = match regime {
        Regime::England | Regime::Wales => &[Division::EnglandAndWales],
        Regime::Scotland => &[Division::Scotland],
        Regime::NorthernIreland => &[Division::NorthernIreland],
        Regime::Other => &Division::ALL,
    };
    divisions.iter().find_map(|it| bank_holiday(date, *it))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{date, t, tonne};

    fn order<'a>(unit: &'a Unit, others: &'a [Quantity]) -> Order<'a> {
        Order {
            authority: "BRY",
            lot: "House coal",
            unit,
            year: ContractYear::FIRST,
            more: t("15.5"),
            whole: t("15.5"),
            declared: Some(t("185.5")),
            called_off: t("170"),
            others,
        }
    }

    fn said(odd: &[Text]) -> String {
        let said: Vec<String> = odd.iter().map(ToString::to_string).collect();
        said.join("\n")
    }

    #[test]
    fn more_than_was_declared_is_odd_with_its_figures() {
        let unit = tonne();
        let mut it = order(&unit, &[]);
        assert_eq!(quantity(&it), []);
        (it.more, it.whole) = (t("135.5"), t("135.5"));
        assert_eq!(
            said(&quantity(&it)),
            "BRY declared 185.5 tonnes for contract year 1, and has ordered 170 tonnes: this would be 120 tonnes over."
        );
        // A correction that takes something back never is.
        it.more = t("-1");
        assert_eq!(quantity(&it), []);
    }

    #[test]
    fn of_a_lot_without_a_declaration_the_first_order_is_odd() {
        let unit = tonne();
        for declared in [None, Some(Quantity::ZERO)] {
            let mut it = order(&unit, &[]);
            (it.declared, it.called_off) = (declared, Quantity::ZERO);
            let odd = said(&quantity(&it));
            assert_eq!(
                odd,
                "BRY declared nothing of House coal for contract year 1: is it the right lot?"
            );
            let one = [t("5")];
            it.others = &one;
            assert_eq!(quantity(&it), []);
        }
    }

    #[test]
    fn more_than_ten_times_the_usual_is_odd_once_there_is_a_usual() {
        let unit = tonne();
        let others = [t("5"), t("1"), t("1.5"), t("40")];
        let mut it = order(&unit, &others);
        (it.called_off, it.declared) = (t("47.5"), Some(t("900")));
        assert_eq!(usual(&others), Some(t("1.5")));
        (it.more, it.whole) = (t("15"), t("15"));
        assert_eq!(quantity(&it), []);
        (it.more, it.whole) = (t("0.001"), t("15.001"));
        assert_eq!(
            said(&quantity(&it)),
            "That is more than 10 times what BRY usually orders: 1.5 tonnes (the middle one of 4 orders)."
        );
        it.others = &others[..2];
        assert_eq!(quantity(&it), []);
    }

    #[test]
    fn a_day_that_is_gone_or_free_is_odd() {
        let today = date(2027, 5, 4);
        let odd = |y, m, d| said(&delivery(date(y, m, d), today, Regime::Wales));
        assert_eq!(odd(2027, 5, 4), "");
        assert_eq!(
            odd(2027, 4, 30),
            "Delivery on 30 April 2027 would be before today, 4 May 2027."
        );
        assert_eq!(odd(2027, 5, 8), "8 May 2027 is a Saturday.");
        assert_eq!(odd(2027, 5, 9), "9 May 2027 is a Sunday.");
        assert_eq!(
            odd(2027, 5, 31),
            "31 May 2027 is a bank holiday (Spring bank holiday)."
        );
        // St Andrew's Day is one in Scotland alone.
        let day = date(2027, 11, 30);
        assert!(delivery(day, today, Regime::Wales).is_empty());
        for regime in [Regime::Scotland, Regime::Other] {
            assert!(!delivery(day, today, regime).is_empty(), "{regime:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_within_everything_is_never_odd(
            others in prop::collection::vec(1..1_000_000_i64, 0..9),
            whole in 1..1_000_000_i64,
            room in 0..1_000_000_i64,
        ) {
            let unit = tonne();
            let others: Vec<_> = others.into_iter().map(Quantity::from_thousandths).collect();
            let whole = Quantity::from_thousandths(whole);
            let called_off = Quantity::checked_sum(others.iter().copied()).unwrap();
            let declared = called_off.checked_add(whole).unwrap();
            let declared = declared.checked_add(Quantity::from_thousandths(room)).unwrap();
            let it = Order { more: whole, whole, called_off, declared: Some(declared), ..order(&unit, &others) };
            // At least half of them are no less than the usual one, and at least half no more.
            let half = others.len().div_ceil(2);
            if let Some(usual) = usual(&others) {
                prop_assert!(others.iter().filter(|it| **it <= usual).count() >= half);
                prop_assert!(others.iter().filter(|it| **it >= usual).count() >= half);
                let far = whole.thousandths() > usual.thousandths() * 10;
                prop_assert_eq!(quantity(&it).is_empty(), !far);
            } else {
                prop_assert!(others.len() < USUAL_FROM && quantity(&it).is_empty());
            }
            // One thousandth too little was declared.
            let short = declared.checked_sub(Quantity::from_thousandths(room + 1)).unwrap();
            let it = Order { declared: Some(short), ..it };
            prop_assert!(!quantity(&it).is_empty());
        }
    }
}
