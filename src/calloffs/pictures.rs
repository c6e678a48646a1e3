//! How a contract goes, to look at: a value in, a chart out.

use super::service::LotCourse;
use crate::pictures::{Chart, Kind, Series};
use crate::values::cell::Cell;

/// No more than this many pictures go with an answer: a phone shows them one below the other.
pub const CHARTS_MAX: usize = 3;

/// Called off against declared over the contract, with the ceiling.
pub fn over_the_term(it: &LotCourse) -> Chart {
    let whose = it.authority.as_deref().unwrap_or("all authorities");
    let series = |name: &str, against, value: &dyn Fn(&super::course::Point) -> Cell| Series {
        name: name.to_owned(),
        values: it.points.iter().map(value).collect(),
        against,
    };
    let mut all = vec![
        series("Called off", false, &|it| {
            Cell::of(it.called_off, Cell::Quantity)
        }),
        series("Declared", true, &|it| Cell::Quantity(it.declared)),
    ];
    if let Some(ceiling) = it.ceiling {
        all.push(series("Ceiling", true, &|_| Cell::Quantity(ceiling)));
    }
    Chart {
        kind: Kind::Lines,
        name: format!("{}-called-off", it.reference),
        title: format!("{} {}, {whose}", it.reference, it.lot),
        unit: it.unit.plural().to_string(),
        categories: it
            .points
            .iter()
            .map(|it| it.day.format("%b %y").to_string())
            .collect(),
        series: all,
    }
}
