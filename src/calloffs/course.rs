//! How a contract goes: what was called off by the end of each month, beside what was declared.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::values::{ContractYear, Quantity, Term};

/// Where a contract stands at the beginning of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// The day: the contract's first, the first of each month, and the day after its last.
    pub day: NaiveDate,
    /// Called off before it; none for a day to come.
    pub called_off: Option<Quantity>,
    /// Declared up to it, as if each contract year's quantity were needed evenly, month by month.
    pub declared: Quantity,
}

/// The course of a contract up to `today`, and what was declared to its end: `by_year` for each contract year, `bought`
/// in any order. `None` where a sum does not fit.
pub fn course(
    term: Term,
    by_year: &BTreeMap<ContractYear, Quantity>,
    bought: &[(NaiveDate, Quantity)],
    today: NaiveDate,
) -> Option<Vec<Point>> {
    let end = term.ends().checked_add_days(Days::new(1))?;
    let mut days = vec![term.starts()];
    let mut month = term.starts().with_day(1)?;
    loop {
        month = month.checked_add_months(Months::new(1))?;
        if month >= end {
            break;
        }
        days.push(month);
    }
    days.push(end);
    let point = |(at, day): (usize, NaiveDate)| {
        let before = bought
            .iter()
            .filter(|(at, _)| *at < day)
            .map(|(_, quantity)| *quantity);
        // Of the month that runs, from its first day on, what was called off up to now: the line reaches today.
        let previous = at.checked_sub(1).and_then(|at| days.get(at));
        let begun = day <= today || previous.is_some_and(|it| *it <= today);
        Some(Point {
            day,
            called_off: match begun && today >= term.starts() {
                true => Some(Quantity::checked_sum(before)?),
                false => None,
            },
            declared: declared_by(term, by_year, day)?,
        })
    };
    days.iter().copied().enumerate().map(point).collect()
}

/// What was declared for the time before a day: whole years, and of the one that runs by its days, rounded down to the
/// thousandth.
fn declared_by(
    term: Term,
    by_year: &BTreeMap<ContractYear, Quantity>,
    day: NaiveDate,
) -> Option<Quantity> {
    let mut sum = Quantity::ZERO;
    for (year, quantity) in by_year {
        let Some((first, last)) = term.year_dates(*year) else {
            continue;
        };
        let days = (last - first).num_days() + 1;
        let gone = (day - first).num_days().clamp(0, days);
        let part = i128::from(quantity.thousandths()) * i128::from(gone) / i128::from(days);
        sum = sum.checked_add(Quantity::from_thousandths(i64::try_from(part).ok()?))?;
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::testing::{date, t};

    fn years(first: &str, second: &str) -> BTreeMap<ContractYear, Quantity> {
        let year = |number| ContractYear::new(number).unwrap();
        [(year(1), t(first)), (year(2), t(second))].into()
    }

    #[test]
    fn it_runs_from_the_first_day_to_the_day_after_the_last() {
        let term = Term::new(date(2027, 4, 1), date(2029, 3, 31)).unwrap();
        let bought = [(date(2027, 4, 1), t("200")), (date(2027, 7, 1), t("6.5"))];
        let course = course(term, &years("310", "310"), &bought, date(2027, 7, 15)).unwrap();
        assert_eq!(course.len(), 25);
        assert_eq!(course[0].called_off, Some(Quantity::ZERO));
        assert_eq!(course[1].called_off, Some(t("200")));
        assert_eq!(
            (course[4].day, course[4].called_off),
            (date(2027, 8, 1), Some(t("206.5")))
        );
        assert_eq!(course[5].called_off, None);
        assert_eq!(
            (course[12].day, course[12].declared),
            (date(2028, 4, 1), t("310"))
        );
        assert_eq!(
            (course[24].day, course[24].declared),
            (date(2029, 4, 1), t("620"))
        );
        let before = super::course(term, &years("310", "310"), &[], date(2027, 1, 1)).unwrap();
        assert!(before.iter().all(|it| it.called_off.is_none()));
    }

    #[test]
    fn on_the_first_of_a_month_it_reaches_today() {
        let term = Term::new(date(2027, 4, 1), date(2029, 3, 15)).unwrap();
        let on = |today: NaiveDate| {
            let bought = [(today, t("55"))];
            let course = course(term, &years("310", "310"), &bought, today).unwrap();
            let mut told = course.iter().filter_map(|it| it.called_off);
            (told.clone().count(), told.next_back().unwrap())
        };
        assert_eq!(on(date(2027, 4, 1)), (2, t("55")));
        assert_eq!(on(date(2027, 4, 30)), (2, t("55")));
        assert_eq!(on(date(2027, 5, 1)), (3, t("55")));
        assert_eq!(on(date(2029, 3, 15)), (25, t("55")));
        // The last point is a fortnight after the one before: in February it is to come.
        assert_eq!(on(date(2029, 2, 20)), (24, t("55")));
    }

    proptest! {
        #[test]
        fn it_only_rises_and_ends_at_the_sum(
            starts in 0..4_000_i64,
            length in 0..2_000_i64,
            quantities in prop::collection::vec(0..1_000_000_000_i64, 6),
            today in -100..3_000_i64,
        ) {
            let starts = date(2026, 1, 1) + chrono::TimeDelta::days(starts);
            let term = Term::new(starts, starts + chrono::TimeDelta::days(length)).unwrap();
            let by_year: BTreeMap<_, _> = (1..=term.years())
                .zip(&quantities)
                .map(|(year, it)| (ContractYear::new(year).unwrap(), Quantity::from_thousandths(*it)))
                .collect();
            let points = course(term, &by_year, &[], starts + chrono::TimeDelta::days(today)).unwrap();
            prop_assert!(points.windows(2).all(|it| it[0].day < it[1].day && it[0].declared <= it[1].declared));
            let sum = Quantity::checked_sum(by_year.values().copied()).unwrap();
            prop_assert_eq!(points.last().unwrap().declared, sum);
            let told = points.iter().take_while(|it| it.called_off.is_some()).count();
            prop_assert!(points[told..].iter().all(|it| it.called_off.is_none()));
        }
    }
}
