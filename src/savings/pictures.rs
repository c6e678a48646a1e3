//! Savings by year, to look at: a value in, a chart out.

use super::rules::{Sum, Years};
use crate::pictures::{Chart, Kind, Series};
use crate::values::cell::Cell;
use crate::values::{Exact, Percent};
use crate::words::{Lang, say};

/// Saved against the target, year by year; none where no year has anything with a baseline.
pub fn by_year(it: &Years, lang: Lang) -> Option<Chart> {
    let saved = |sum: &Sum| {
        let some = sum.hundredths_of_percent().is_some();
        Cell::of(sum.rounded().filter(|_| some), Cell::Amount)
    };
    let values: Vec<Cell> = it.sums.iter().map(|(_, sum)| saved(sum)).collect();
    if values.iter().all(|it| *it == Cell::Empty) {
        return None;
    }
    let mut series = vec![Series {
        name: say!(lang, "savings-chart-saved"),
        values,
        against: false,
    }];
    if let Some(target) = it.target {
        let wanted = it
            .sums
            .iter()
            .map(|(_, sum)| Cell::of(share(sum.before, target), Cell::Amount));
        series.push(Series {
            name: say!(lang, "savings-chart-target", target = target.to_string()),
            values: wanted.collect(),
            against: true,
        });
    }
    Some(Chart {
        kind: Kind::Beside,
        name: "savings".to_owned(),
        title: say!(lang, "savings-chart", whose = &it.whose),
        unit: "£".to_owned(),
        categories: it.sums.iter().map(|(year, _)| year.to_string()).collect(),
        series,
    })
}

/// A share of what was paid before, rounded half up; none of nothing.
fn share(before: Exact, target: Percent) -> Option<crate::values::Money> {
    if before.ten_millionths() <= 0 {
        return None;
    }
    let of = before
        .ten_millionths()
        .checked_mul(target.hundredths().into())?;
    Exact::from_ten_millionths(of / 10_000).round()
}
