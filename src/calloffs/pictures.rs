//! How a contract goes, to look at: a value in, a chart out.

use chrono::Datelike;

use super::course::Point;
use super::service::LotCourse;
use crate::pictures::{Chart, Kind, Series};
use crate::values::cell::Cell;
use crate::words::{Lang, Text, say, text};

/// No more than this many pictures go with an answer: a phone shows them one below the other.
pub const CHARTS_MAX: usize = 3;

/// Called off against declared over the contract, with the ceiling.
pub fn over_the_term(it: &LotCourse, lang: Lang) -> Chart {
    let (reference, lot) = (it.reference.as_str(), it.lot.as_str());
    let whose = match &it.authority {
        Some(authority) => Text::verbatim(authority),
        None => text!("calloffs-chart-everybody"),
    };
    let series = |name, against, value: &dyn Fn(&Point) -> Cell| Series {
        name,
        values: it.points.iter().map(value).collect(),
        against,
    };
    let called_off = say!(lang, "calloffs-chart-called-off");
    let declared = say!(lang, "calloffs-chart-declared");
    let mut all = vec![
        series(called_off, false, &|it| {
            Cell::of(it.called_off, Cell::Quantity)
        }),
        series(declared, true, &|it| Cell::Quantity(it.declared)),
    ];
    if let Some(ceiling) = it.ceiling {
        let name = say!(lang, "calloffs-chart-ceiling");
        all.push(series(name, true, &|_| Cell::Quantity(ceiling)));
    }
    let month = |it: &Point| {
        let year = it.day.format("%y").to_string();
        say!(lang, "calloffs-chart-month", month = it.day.month(), year)
    };
    Chart {
        kind: Kind::Lines,
        name: format!("{reference}-called-off"),
        title: say!(lang, "calloffs-chart", reference, lot, whose),
        unit: it.unit.plural().say(lang),
        categories: it.points.iter().map(month).collect(),
        series: all,
    }
}
