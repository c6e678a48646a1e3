//! How much of an award's ceiling is called off, which thresholds that has reached, and by when it runs out at the pace of
//! the last months. Plain arithmetic on what was called off; no forecast.

use chrono::{Days, Months, NaiveDate};

use crate::values::{Quantity, Term};

/// Of these shares of a ceiling, in per cent, the lead and those who still need some are told, once each.
pub const THRESHOLDS: [u8; 4] = [70, 85, 95, 100];

/// How many months' orders make the pace.
const MONTHS: Months = Months::new(6);

/// How much of a ceiling is called off, in whole per cent, rounded down; none under a ceiling of nothing.
pub fn percent(ceiling: Quantity, called_off: Quantity) -> Option<u8> {
    let (of, part) = (
        i128::from(ceiling.thousandths()),
        i128::from(called_off.thousandths()),
    );
    let percent = (part * 100).checked_div(of)?;
    u8::try_from(percent.clamp(0, 255)).ok()
}

/// The highest threshold that is reached with `called_off`.
pub fn reached(ceiling: Quantity, called_off: Quantity) -> Option<u8> {
    let percent = percent(ceiling, called_off)?;
    THRESHOLDS.into_iter().rev().find(|it| *it <= percent)
}

/// The most that was ever called off together, after any of these orders and corrections, in the order they were recorded;
/// none where it doesn't fit.
pub fn most(entries: &[Quantity]) -> Option<Quantity> {
    let mut sum = Quantity::ZERO;
    let mut most = sum;
    for entry in entries {
        sum = sum.checked_add(*entry)?;
        most = most.max(sum);
    }
    Some(most)
}

/// From which day on orders make the pace: the last six months, or the contract's time so far.
pub fn since(term: Term, today: NaiveDate) -> NaiveDate {
    let months = today.checked_sub_months(MONTHS).unwrap_or(today);
    months.max(term.starts())
}

/// The day by which `left` is called off if as much goes on being called off a day as from `since` to `today`, both
/// counted: the last of that many days, rounded up. None where nothing was, where nothing is left, or beyond the calendar.
pub fn runs_out(
    left: Quantity,
    recent: Quantity,
    since: NaiveDate,
    today: NaiveDate,
) -> Option<NaiveDate> {
    if left <= Quantity::ZERO || recent <= Quantity::ZERO {
        return None;
    }
    let days = (today - since).num_days().max(0) + 1;
    let (left, recent) = (
        i128::from(left.thousandths()),
        i128::from(recent.thousandths()),
    );
    let needed = (left * i128::from(days) + recent - 1) / recent;
    today.checked_add_days(Days::new(u64::try_from(needed).ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{date, t};

    #[test]
    fn thresholds_are_reached_at_their_very_share() {
        let ceiling = t("1200");
        for (called_off, expected) in [
            ("0", None),
            ("839.999", None),
            ("840", Some(70)),
            ("1019.999", Some(70)),
            ("1020", Some(85)),
            ("1140", Some(95)),
            ("1199.999", Some(95)),
            ("1200", Some(100)),
        ] {
            assert_eq!(reached(ceiling, t(called_off)), expected, "{called_off}");
        }
        assert_eq!(reached(t("0"), t("0")), None);
    }

    #[test]
    fn the_pace_is_that_of_six_months_or_of_the_contract_so_far() {
        let term = Term::new(date(2027, 4, 1), date(2029, 3, 31)).unwrap();
        assert_eq!(since(term, date(2027, 4, 30)), date(2027, 4, 1));
        assert_eq!(since(term, date(2028, 1, 31)), date(2027, 7, 31));
        // 30 tonnes in 30 days, and 45.5 are left: 46 days.
        let runs = |left: &str, recent: &str| {
            runs_out(t(left), t(recent), date(2027, 4, 1), date(2027, 4, 30))
        };
        assert_eq!(runs("45.5", "30"), Some(date(2027, 6, 15)));
        assert_eq!(runs("0", "30"), None);
        assert_eq!(runs("45.5", "0"), None);
        assert_eq!(runs("999999999", "0.001"), None);
    }

    proptest! {
        #[test]
        fn more_of_it_never_reaches_less_and_more_pace_never_lasts_longer(
            ceiling in 1..1_000_000_000_i64,
            one in 0..1_000_000_000_i64,
            more in 0..1_000_000_000_i64,
            recent in 1..1_000_000_000_i64,
        ) {
            let q = Quantity::from_thousandths;
            prop_assert!(reached(q(ceiling), q(one)) <= reached(q(ceiling), q(one + more)));
            let (since, today) = (date(2027, 4, 1), date(2027, 9, 30));
            let slow = runs_out(q(ceiling), q(recent), since, today);
            let fast = runs_out(q(ceiling), q(recent + more), since, today);
            prop_assert!(slow.is_none() || fast.is_some() && fast <= slow);
            prop_assert_eq!(most(&[q(one), q(-one), q(more), q(-more)]), Some(q(one.max(more))));
        }
    }
}
